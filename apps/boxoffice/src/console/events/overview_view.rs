//! One event at a glance: what it lacks, or how it sells.

use commons::events::EventStatus;
use platform_auth::permission as may;
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
            @if !steps.is_empty() { (Card::new(next(&steps)).title("Next")) }
            (dashboard::event::cards(model.desk, model.stock, model.sales, model.admitted))
        }
        (Card::new(offers_table(model.desk, &model.stock.offers)).title("Tickets").action(tickets_link(model)).flush())
        (Card::new(facts(model.desk, Some(model.public_url))).title("Event"))
        @if let Some(texts) = event.source_texts.as_object().filter(|texts| !texts.is_empty()) { (Card::new(source_words(texts)).title("In the source's own words")) }
    };
    let mut page = frame.event_page(model.desk, EventTab::Overview, main).mark(state.badge().render()).lead(state.sentence);
    for button in making::buttons(model.desk, model.requirements) {
        page = page.more(button);
    }
    let page = if event.status != EventStatus::Draft && model.desk.held.may(may::TICKETS_SCAN) {
        page.more(Button::link("Door", format!("/gate/{}", event.id)).icon(Icon::ScanLine).render())
    } else {
        page
    };
    let page =
        if cancel::can_be_cancelled(model.desk) && model.desk.held.may(may::EVENTS_PUBLISH) && model.desk.held.may(may::ORDERS_REFUND) {
            page.more(Button::link("Cancel the event", format!("/console/events/{}/cancel", event.id)).quiet().render())
        } else {
            page
        };
    actions(page, model).render()
}

fn waiting(model: &OverviewPage<'_>) -> Banner {
    let text = if model.requests == 1 {
        "One buyer asks for a refund.".to_owned()
    } else {
        format!("{} buyers ask for a refund.", model.requests)
    };
    Banner::new(Tone::Note, text).link("Answer", format!("/console/events/{}/refunds", model.desk.event.id))
}

/// What is missing stands in the list below; here it is enough to say that it is there.
fn refusal<'a>(model: &OverviewPage<'_>, why: &'a str) -> &'a str {
    let listed = model.desk.event.status.is_being_made() && model.requirements.iter().any(|r| r.missing.is_some());
    if listed { "Not published. What is missing stands below, each with the way to put it right." } else { why }
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
                Button::link("Write to the ticket holders", format!("/console/events/{}/messages/new?about={about}", event.id))
                    .icon(Icon::Mail),
            )
        }
        EventStatus::Published => {
            let page = if may_publish && nothing_taken(model.stock) { page.more(take_back(model)) } else { page };
            let public = Button::link("Public page", format!("/events/{}", event.slug)).icon(Icon::ExternalLink);
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
        (Button::opens("Back to draft", "unpublish").quiet())
        (Dialog::confirm("unpublish", "Back to a draft?", "The event disappears for everybody outside until you publish it again. This works while nothing is sold.", &action, Button::submit("Back to draft").danger()))
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
        @if !event.draft_reason.is_empty() { (Banner::new(Tone::Note, format!("Left as a draft by the import: {}", event.draft_reason))) }
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
        figures.push(Figure::new("Sold", pool.sold).note(format!("of {}, {} in carts", pool.capacity, pool.held)).percent(percent));
    }
    if let Some(takings) = model.takings {
        let money = |minor| Money::new(minor, currency);
        let stayed = money(takings.paid_minor - takings.refunded_minor);
        let note = if takings.refunded_minor > 0 {
            format!("{} paid, {} given back", money(takings.paid_minor), money(takings.refunded_minor))
        } else {
            orders_words(takings.orders)
        };
        figures.push(Figure::new("Takings", stayed).note(note));
        figures.push(Figure::new("Of that fees", money(takings.fees_minor)).note(format!("and {} tax", money(takings.tax_minor))));
    }
    if let Some((inside, living)) = model.admitted {
        figures.push(Figure::new("In the house", inside).note(if living == 1 {
            "of one ticket".to_owned()
        } else {
            format!("of {living} tickets")
        }));
    }
    Figures(figures).render()
}

/// Something that is worth doing now, with the way to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// Why.
    pub text: String,
    /// What to follow.
    pub label: &'static str,
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
        step("It begins within a day.".to_owned(), "Open the door", format!("/gate/{}", event.id));
    }
    if nothing_taken(model.stock) && event.visibility != "private" {
        step("Nothing is sold yet: tell people where to find it.".to_owned(), "Public page", format!("/events/{}", event.slug));
    }
    if held.may(may::TICKETS_MANAGE) {
        for offer in model.stock.offers.iter().filter(|o| o.availability == Availability::SoldOut) {
            step(format!("“{}” is sold out.", offer.name), "Put more on sale", at("/tickets"));
        }
    }
    if model.hired == Some(0) && held.may(may::ROLES_GRANT) {
        step("Nobody works at this event alone yet: door staff see it and nothing else.".to_owned(), "Invite somebody", at("/team"));
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
        0 => "no orders yet".to_owned(),
        1 => "from one order".to_owned(),
        n => format!("from {n} orders"),
    }
}

fn tickets_link(model: &OverviewPage<'_>) -> Markup {
    html! { @if model.desk.held.may(may::TICKETS_MANAGE) { (Button::link("Types, prices, capacity", format!("/console/events/{}/tickets", model.desk.event.id)).quiet().small()) } }
}

/// Its ticket types and how they stand.
pub fn offers_table(desk: &Desk, offers: &[Offer]) -> Markup {
    let columns = vec![
        Column::new("Ticket"),
        Column::new("State"),
        Column::figures("Price, all in"),
        Column::figures("Sold"),
        Column::figures("In carts"),
        Column::figures("Left"),
    ];
    let row = |offer: &Offer| {
        vec![
            html! { (offer.name) @if offer.hidden { " " span class="muted small" { "Hidden" } } },
            html! { (availability_words(offer.availability)) },
            html! { (price(offer, desk)) },
            html! { (offer.sold) },
            html! { (offer.held) },
            html! { (offer.left) },
        ]
    };
    Table::new("Tickets", columns)
        .rows(offers.iter().map(row))
        .empty(EmptyState::new(Icon::Ticket, "No tickets yet", "Add what people can buy, and how many there are."))
        .render()
}

fn price(offer: &Offer, desk: &Desk) -> String {
    match offer.unit.all_in_minor() {
        0 => platform_ui::words::FREE.to_owned(),
        minor => Money::new(minor, desk.event.currency).to_string(),
    }
}

/// Whether a type can be bought now, for its organizer.
pub fn availability_words(availability: Availability) -> &'static str {
    match availability {
        Availability::OnSale => "On sale",
        Availability::NotYet => "Not on sale yet",
        Availability::Ended => "Sales ended",
        Availability::SoldOut => "Sold out",
    }
}

/// When, where and for whom it is; with its public address where it has one.
pub fn facts(desk: &Desk, public_url: Option<&str>) -> Markup {
    let event = &desk.event;
    let moment = |at: Option<Timestamp>, otherwise: &'static str| html! { @match at { Some(at) => (Moment::full(at, event.zone).with_zone()), None => span class="muted" { (otherwise) } } };
    let place = html! {
        @match &event.venue {
            Some(venue) => { (venue.name) @if !venue.city.is_empty() { ", " (venue.city) } },
            None => span class="muted" { "Not chosen yet" },
        }
    };
    let mut list = DefinitionList::columns()
        .fact("Start", moment(event.starts_at, "Not known yet"))
        .fact("End", moment(event.ends_at, "Not said"))
        .fact("Doors", moment(event.doors_at, "Not said"))
        .fact("Place", place);
    list = list.text("Visibility", visibility_words(&event.visibility)).text("Currency", event.currency.code());
    if let Some(url) = public_url.filter(|_| event.status != EventStatus::Draft && event.visibility != "private") {
        list = list.fact("Public page", CopyText::new(url, "Address of the public page").render());
    }
    list.render()
}

fn visibility_words(visibility: &str) -> &'static str {
    super::VISIBILITIES.iter().find(|(value, ..)| *value == visibility).map_or("Public", |(_, label, _)| label)
}
