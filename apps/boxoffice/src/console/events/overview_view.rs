//! One event at a glance: what it lacks, or how it sells.

use std::borrow::Cow;

use commons::events::EventStatus;
use platform_auth::permission as may;
use platform_texts::t;
use platform_types::{Money, Timestamp};
use platform_ui::{
    Banner, Button, Card, Column, CopyText, DefinitionList, Dialog, EmptyState, Figure, Figures, Icon, Markup, Moment, Table, Toast, Tone,
    html,
};

use super::checklist::{lacking_words, list};
use super::making;
use super::{Mend, Requirement, Stock, Takings, Tests, standing};
use crate::catalogue::{Availability, Offer};
use crate::console::access::Desk;
use crate::console::cancel;
use crate::console::dashboard::{self, EventSales};
use crate::console::frame::{EventTab, Frame};
use crate::orders::Cancellation;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct OverviewPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its tickets.
    pub stock: &'a Stock,
    /// What it needs to be on sale.
    pub requirements: &'a [Requirement],
    /// What came in, where the caller may see it.
    pub takings: Option<Takings>,
    /// Admitted, and tickets that live.
    pub admitted: Option<(i64, i64)>,
    /// Sales within some days and who came, as far as the caller may see them.
    pub sales: &'a EventSales,
    /// How many roles are held at this event alone, where the caller may see them.
    pub hired: Option<usize>,
    /// What was bought while it is tried out.
    pub tests: Tests,
    /// Buyers who wait for an answer to a refund request.
    pub requests: i64,
    /// How far its refunds are, once it was called off.
    pub cancellation: Option<&'a Cancellation>,
    /// Where buyers find it.
    pub public_url: &'a str,
    /// Why the last button did nothing.
    pub refused: Option<&'a str>,
    /// Now.
    pub now: Timestamp,
}

/// The page.
pub fn page(frame: &Frame, model: &OverviewPage<'_>) -> Markup {
    let event = &model.desk.event;
    let offers: Vec<Availability> = model.stock.offers.iter().map(|o| o.availability).collect();
    let state = standing(event.status, event.starts_at, event.ends_at, &offers, model.now);
    let draft = event.status.is_being_made();
    let main = html! {
        @if let Some(why) = model.refused { (Toast::new(Tone::Care, refusal(model, why)).flash()) }
        @if model.requests > 0 { (waiting(model)) }
        @if let Some(cancellation) = model.cancellation { (cancel::progress::progress(model.desk, cancellation)) }
        @if draft { (checklist(model)) (making::test_card(model.desk, model.tests)) } @else {
            (figures(model))
            @let steps = next_steps(model);
            @if !steps.is_empty() { (Card::new(next(&steps)).title(t!("console-overview-next"))) }
            (dashboard::event::cards(model.desk, model.stock, model.sales, model.admitted))
        }
        (Card::new(offers_table(model.desk, &model.stock.offers)).title(t!("console-overview-tickets")).action(tickets_link(model)).flush())
        (Card::new(facts(model.desk, Some(model.public_url))).title(t!("console-overview-event")))
        @if let Some(texts) = event.source_texts.as_object().filter(|texts| !texts.is_empty()) { (Card::new(source_words(texts)).title(t!("console-overview-source"))) }
    };
    let mut page = frame.event_page(model.desk, EventTab::Overview, main).mark(state.badge().render()).lead(state.sentence);
    for button in making::buttons(model.desk, model.requirements) {
        page = page.more(button);
    }
    let page = if event.status != EventStatus::Draft && model.desk.held.may(may::TICKETS_SCAN) {
        page.more(Button::link(t!("console-overview-door"), format!("/gate/{}", event.id)).icon(Icon::ScanLine).render())
    } else {
        page
    };
    let page =
        if cancel::can_be_cancelled(model.desk) && model.desk.held.may(may::EVENTS_PUBLISH) && model.desk.held.may(may::ORDERS_REFUND) {
            page.more(Button::link(t!("console-overview-cancel"), format!("/console/events/{}/cancel", event.id)).quiet().render())
        } else {
            page
        };
    actions(page, model).render()
}

fn waiting(model: &OverviewPage<'_>) -> Banner {
    Banner::new(Tone::Note, t!("console-overview-requests", count = model.requests))
        .link(t!("console-overview-answer"), format!("/console/events/{}/refunds", model.desk.event.id))
}

/// What is missing stands in the list below; here it is enough to say that it is there.
fn refusal<'a>(model: &OverviewPage<'_>, why: &'a str) -> Cow<'a, str> {
    let listed = model.desk.event.status.is_being_made() && model.requirements.iter().any(|r| r.missing.is_some());
    if listed { t!("console-overview-not-published") } else { Cow::Borrowed(why) }
}

fn actions(page: platform_ui::StaffPage, model: &OverviewPage<'_>) -> platform_ui::StaffPage {
    let event = &model.desk.event;
    let may_publish = model.desk.held.may(may::EVENTS_PUBLISH);
    match event.status {
        EventStatus::Draft | EventStatus::Test if may_publish => {
            let crowded = crowded(model);
            page.action_markup(making::publish(model.desk, crowded.as_deref(), model.tests))
        }
        EventStatus::Cancelled | EventStatus::Postponed
            if model.admitted.is_some_and(|(_, living)| living > 0) && model.desk.held.may(may::EVENTS_EDIT) =>
        {
            let about = if event.status == EventStatus::Cancelled { "cancelled" } else { "postponed" };
            page.action(
                Button::link(t!("console-overview-write"), format!("/console/events/{}/messages/new?about={about}", event.id))
                    .icon(Icon::Mail),
            )
        }
        EventStatus::Published => {
            let page = if may_publish && nothing_taken(model.stock) { page.more(take_back(model)) } else { page };
            let public = Button::link(t!("console-overview-public-page"), format!("/events/{}", event.slug)).icon(Icon::ExternalLink);
            if event.visibility == "private" { page } else { page.action(public) }
        }
        _ => page,
    }
}

fn crowded(model: &OverviewPage<'_>) -> Option<String> {
    model.stock.pools.iter().find(|p| p.is_event()).and_then(|pool| model.desk.crowded(pool.capacity))
}

fn nothing_taken(stock: &Stock) -> bool {
    stock.pools.iter().all(|p| p.taken() == 0)
}

fn take_back(model: &OverviewPage<'_>) -> Markup {
    let action = format!("/console/events/{}/unpublish", model.desk.event.id);
    html! {
        (Button::opens(t!("console-overview-to-draft"), "unpublish").quiet())
        (Dialog::confirm("unpublish", t!("console-overview-to-draft-question"), &t!("console-overview-to-draft-says"), &action, Button::submit(t!("console-overview-to-draft")).danger()))
    }
}

/// What it has and what it lacks, with the way to put it right.
fn checklist(model: &OverviewPage<'_>) -> Markup {
    let event = &model.desk.event;
    let href = |mend: Mend| match mend {
        Mend::Event => format!("/console/events/{}/edit", event.id),
        Mend::Tickets => format!("/console/events/{}/tickets", event.id),
    };
    html! {
        @if !event.draft_reason.is_empty() { (Banner::new(Tone::Note, t!("console-overview-import-left", reason = event.draft_reason).into_owned())) }
        (Card::new(list(model.requirements, crowded(model).as_deref(), &href)).title(lacking_words(model.requirements)))
    }
}

/// What an import read, word for word: whoever completes the draft reads it here.
fn source_words(texts: &serde_json::Map<String, serde_json::Value>) -> Markup {
    let words = texts.iter().filter_map(|(field, text)| Some((field, text.as_str()?)));
    words.fold(DefinitionList::columns(), |list, (field, text)| list.text(field, text)).render()
}

fn figures(model: &OverviewPage<'_>) -> Markup {
    let currency = model.desk.event.currency;
    let mut figures = Vec::new();
    if let Some(pool) = model.stock.pools.iter().find(|p| p.is_event()) {
        let percent =
            if pool.capacity > 0 { u8::try_from(i64::from(pool.sold) * 100 / i64::from(pool.capacity)).unwrap_or(100) } else { 0 };
        figures.push(
            Figure::new(t!("console-overview-sold"), pool.sold)
                .note(t!("console-overview-sold-of", capacity = pool.capacity, held = pool.held).into_owned())
                .percent(percent),
        );
    }
    if let Some(takings) = model.takings {
        let money = |minor| Money::new(minor, currency);
        let stayed = money(takings.paid_minor - takings.refunded_minor);
        let note = if takings.refunded_minor > 0 {
            t!("console-overview-takings-note", paid = money(takings.paid_minor), refunded = money(takings.refunded_minor)).into_owned()
        } else {
            orders_words(takings.orders)
        };
        figures.push(Figure::new(t!("console-overview-takings"), stayed).note(note));
        figures.push(
            Figure::new(t!("console-overview-fees"), money(takings.fees_minor))
                .note(t!("console-overview-tax", tax = money(takings.tax_minor)).into_owned()),
        );
    }
    if let Some((inside, living)) = model.admitted {
        figures.push(Figure::new(t!("console-overview-inside"), inside).note(t!("console-overview-inside-of", count = living)));
    }
    Figures(figures).render()
}

/// Something that is worth doing now, with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// Why.
    pub text: String,
    /// What to follow.
    pub label: Cow<'static, str>,
    /// Where it leads.
    pub href: String,
}

/// What is worth doing now for an event that is not a draft; only what the caller may do.
pub fn next_steps(model: &OverviewPage<'_>) -> Vec<NextStep> {
    let (event, held) = (&model.desk.event, &model.desk.held);
    let at = |tail: &str| format!("/console/events/{}{tail}", event.id);
    let mut steps = Vec::new();
    let mut step = |text: String, label, href: String| steps.push(NextStep { text, label, href });
    let over = event.ends_at.or(event.starts_at).is_some_and(|end| end < model.now);
    let soon = event.starts_at.is_some_and(|start| start > model.now && start - model.now < chrono::Duration::hours(24));
    if event.status != EventStatus::Published || over {
        return steps;
    }
    if soon && held.may(may::TICKETS_SCAN) {
        step(t!("console-overview-step-soon").into_owned(), t!("console-overview-step-door"), format!("/gate/{}", event.id));
    }
    if nothing_taken(model.stock) && event.visibility != "private" {
        step(t!("console-overview-step-unsold").into_owned(), t!("console-overview-step-public"), format!("/events/{}", event.slug));
    }
    if held.may(may::TICKETS_MANAGE) {
        for offer in model.stock.offers.iter().filter(|o| o.availability == Availability::SoldOut) {
            step(t!("console-overview-step-sold-out", name = offer.name).into_owned(), t!("console-overview-step-more"), at("/tickets"));
        }
    }
    if model.hired == Some(0) && held.may(may::ROLES_GRANT) {
        step(t!("console-overview-step-nobody").into_owned(), t!("console-overview-step-invite"), at("/team"));
    }
    steps
}

fn next(steps: &[NextStep]) -> Markup {
    html! {
        ul class="checklist" role="list" {
            @for step in steps {
                li class="checklist__item checklist__item--next" { (Icon::ArrowRight) span { (step.text) " " a href=(step.href) { (step.label) } } }
            }
        }
    }
}

fn orders_words(n: i64) -> String {
    match n {
        0 => t!("console-overview-orders-none").into_owned(),
        n => t!("console-overview-orders", count = n).into_owned(),
    }
}

fn tickets_link(model: &OverviewPage<'_>) -> Markup {
    html! { @if model.desk.held.may(may::TICKETS_MANAGE) { (Button::link(t!("console-overview-tickets-link"), format!("/console/events/{}/tickets", model.desk.event.id)).quiet().small()) } }
}

/// Its ticket types and how they stand.
pub fn offers_table(desk: &Desk, offers: &[Offer]) -> Markup {
    let columns = vec![
        Column::new(t!("console-offers-ticket")),
        Column::new(t!("console-offers-state")),
        Column::figures(t!("console-offers-price")),
        Column::figures(t!("console-offers-sold")),
        Column::figures(t!("console-offers-held")),
        Column::figures(t!("console-offers-left")),
    ];
    let row = |offer: &Offer| {
        vec![
            html! { (offer.name) @if offer.hidden { " " span class="muted small" { (t!("console-offers-hidden")) } } },
            html! { (availability_words(offer.availability)) },
            html! { (price(offer, desk)) },
            html! { (offer.sold) },
            html! { (offer.held) },
            html! { (offer.left) },
        ]
    };
    Table::new(t!("console-offers-caption"), columns)
        .rows(offers.iter().map(row))
        .empty(EmptyState::new(Icon::Ticket, t!("console-offers-none"), t!("console-offers-none-help")))
        .render()
}

fn price(offer: &Offer, desk: &Desk) -> String {
    match offer.unit.all_in_minor() {
        0 => platform_ui::words::free().into_owned(),
        minor => Money::new(minor, desk.event.currency).to_string(),
    }
}

/// Whether a type can be bought now, for its organizer.
pub fn availability_words(availability: Availability) -> Cow<'static, str> {
    match availability {
        Availability::OnSale => t!("console-availability-on-sale"),
        Availability::NotYet => t!("console-availability-not-yet"),
        Availability::Ended => t!("console-availability-ended"),
        Availability::SoldOut => t!("console-availability-sold-out"),
    }
}

/// When, where and for whom it is; with its public address where it has one.
pub fn facts(desk: &Desk, public_url: Option<&str>) -> Markup {
    let event = &desk.event;
    let moment = |at: Option<Timestamp>, otherwise: Cow<'static, str>| html! { @match at { Some(at) => (Moment::full(at, event.zone).with_zone()), None => span class="muted" { (otherwise) } } };
    let place = html! {
        @match &event.venue {
            Some(venue) => { (venue.name) @if !venue.city.is_empty() { ", " (venue.city) } },
            None => span class="muted" { (t!("console-facts-no-place")) },
        }
    };
    let mut list = DefinitionList::columns()
        .fact(t!("console-facts-starts"), moment(event.starts_at, t!("console-facts-starts-unknown")))
        .fact(t!("console-facts-ends"), moment(event.ends_at, t!("console-facts-not-said")))
        .fact(t!("console-facts-doors"), moment(event.doors_at, t!("console-facts-not-said")))
        .fact(t!("console-facts-place"), place);
    list = list
        .text(t!("console-facts-visibility"), &super::visibility_name(&event.visibility))
        .text(t!("console-facts-currency"), event.currency.code());
    if let Some(url) = public_url.filter(|_| event.status != EventStatus::Draft && event.visibility != "private") {
        list = list.fact(t!("console-facts-public-page"), CopyText::new(url, t!("console-facts-public-address")).render());
    }
    list.render()
}
