//! Types with their prices, and the forms that change them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use platform_texts::{t, t_html};
use platform_types::{Currency, Money, Timestamp, Zone};
use platform_ui::{Banner, Button, Card, Choice, Column, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table, Tone, html};

use super::{EVENT_CAPACITY, FeesForm, Pool, QuotaForm, Shelf, TypeForm, ZoneForm, capacity_field, quota_pages, type_view, zone_pages};
use crate::catalogue::{Offer, holder_role};
use crate::console::access::Desk;
use crate::console::events::overview_view::availability_words;
use crate::console::frame::{EventTab, Frame};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct TicketsPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its ticket types.
    pub offers: &'a [Offer],
    /// Its stock, without quotas and without that of archived types.
    pub pools: &'a [Pool],
    /// Its types with all that is said about them, quotas, zones.
    pub shelf: &'a Shelf,
    /// What to look at first.
    pub notice: Option<&'a str>,
    /// What is typed into the new quota.
    pub quota_form: &'a QuotaForm,
    /// What is typed into the new zone.
    pub zone_form: &'a ZoneForm,
    /// What is typed into the new type.
    pub type_form: &'a TypeForm,
    /// What is typed into fees and tax.
    pub fees_form: &'a FeesForm,
    /// What was typed into the capacities, if they were sent.
    pub capacities: Option<&'a BTreeMap<String, String>>,
    /// Which form came back.
    pub failed: Option<&'static str>,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

impl TicketsPage<'_> {
    /// Mistakes belong to the form that came back.
    fn errors_in(&self, form: &str) -> FieldErrors {
        if self.failed == Some(form) { self.errors.clone() } else { FieldErrors::new() }
    }

    fn has_event_pool(&self) -> bool {
        self.pools.iter().any(Pool::is_event)
    }
}

/// The page.
pub fn page(frame: &Frame, model: &TicketsPage<'_>) -> Markup {
    let main = html! {
        @if let Some(notice) = model.notice { (Banner::new(Tone::Care, notice)) }
        (Card::new(types(model)).title(t!("console-tickets-types")).flush())
        (Card::new(capacities(model)).title(t!("console-tickets-capacity")))
        (Card::new(new_type(model)).title(t!("console-tickets-new-type")))
        (Card::new(quota_pages::card(model.desk, model.shelf, model.quota_form, &model.errors_in("quota"))).title(t!("console-tickets-quotas")))
        (Card::new(zone_pages::card(model.desk, model.shelf, model.zone_form, &model.errors_in("zone"))).title(t!("console-tickets-zones")))
        (Card::new(fees(model)).title(t!("console-tickets-fees")))
        @if model.shelf.types.iter().any(|t| t.archived_at.is_some()) { (Card::new(archived(model)).title(t!("console-tickets-archived"))) }
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

fn types(model: &TicketsPage<'_>) -> Markup {
    let currency = model.desk.event.currency;
    let zone = model.desk.event.zone;
    let several = model.offers.len() > 1;
    let mut columns = vec![
        Column::new(t!("console-tickets-column-ticket")),
        Column::new(t!("console-tickets-column-state")),
        Column::new(t!("console-tickets-column-sale")),
        Column::new(t!("console-tickets-column-per-order")),
        Column::figures(t!("console-tickets-column-price")),
        Column::figures(t!("console-tickets-column-all-in")),
        Column::figures(t!("console-tickets-column-sold")),
        Column::figures(t!("console-tickets-column-left")),
    ];
    if several {
        columns.push(Column::new(t!("console-tickets-column-order")));
    }
    let money = |minor: i64| if minor == 0 { platform_ui::words::free().into_owned() } else { Money::new(minor, currency).to_string() };
    let least = |offer: &Offer, minor: i64| match offer.suggested_minor {
        Some(_) => t!("console-tickets-from", price = money(minor)).into_owned(),
        None => money(minor),
    };
    let row = |(n, offer): (usize, &Offer)| {
        let mut cells = vec![
            what(model, offer),
            html! { (availability_words(offer.availability)) },
            window(offer.sale_starts_at, offer.sale_ends_at, zone),
            html! { (t!("console-tickets-per-order", least = offer.min_per_order, most = offer.max_per_order)) },
            html! { (least(offer, offer.unit.price_minor)) @if let Some(minor) = offer.suggested_minor { div class="muted small" { (t!("console-tickets-suggests", price = money(minor))) } } },
            html! { (least(offer, offer.unit.all_in_minor())) },
            html! { (offer.sold) " / " (offer.capacity) },
            html! { (offer.left) },
        ];
        if several {
            cells.push(steps(offer, n, model.offers.len()));
        }
        cells
    };
    let table = Table::new(t!("console-tickets-types-caption"), columns)
        .rows(model.offers.iter().enumerate().map(row))
        .empty(EmptyState::new(Icon::Ticket, t!("console-tickets-none"), t!("console-tickets-none-help")));
    let was = model.shelf.order().iter().map(uuid::Uuid::to_string).collect::<Vec<_>>().join(",");
    html! {
        (table)
        @if several {
            form id=(ORDER) method="post" action={ "/console/events/" (model.desk.event.id) "/ticket-types/order" } { input type="hidden" name="was" value=(was); }
        }
    }
}

/// The form whose buttons stand in the table.
const ORDER: &str = "type-order";

/// What it is called, with what it opens and makes of its holder; leads to its form.
fn what(model: &TicketsPage<'_>, offer: &Offer) -> Markup {
    let row = model.shelf.types.iter().find(|row| row.id == offer.id);
    let role = row.and_then(|row| holder_role(row.details.grants_role.as_deref()?));
    html! {
        a href={ "/console/events/" (model.desk.event.id) "/ticket-types/" (offer.id) } { (offer.name) }
        @if offer.hidden { " " span class="muted small" { (t!("console-tickets-hidden")) } }
        @if !offer.description.is_empty() { div class="muted small as-typed" { (offer.description) } }
        @if !offer.zones.is_empty() { div class="muted small" { (t!("console-tickets-opens", zones = offer.zones.join(", "))) } }
        @if let Some(role) = role { div class="muted small" { (t!("console-tickets-role", role = role.told())) } }
    }
}

/// One place up, one place down. Each names the type, so that the same press sent twice is one step.
fn steps(offer: &Offer, n: usize, of: usize) -> Markup {
    let step = |way: &str, label: Cow<'static, str>, icon, dead| {
        Button::submit(label).icon_only(icon).small().quiet().of_form(ORDER).named("step", format!("{way}:{}", offer.id)).disabled(dead)
    };
    html! {
        div class="cluster cluster--tight" {
            (step("up", t!("console-tickets-up", name = offer.name), Icon::ChevronUp, n == 0))
            (step("down", t!("console-tickets-down", name = offer.name), Icon::ChevronDown, n + 1 == of))
        }
    }
}

/// Sold no more, with what they sold.
fn archived(model: &TicketsPage<'_>) -> Markup {
    html! {
        ul class="shelf" role="list" {
            @for row in model.shelf.types.iter().filter(|t| t.archived_at.is_some()) {
                li class="shelf__item" {
                    span class="shelf__what" {
                        a href={ "/console/events/" (model.desk.event.id) "/ticket-types/" (row.id) } { (row.details.basics.name) }
                        @if let Some(at) = row.archived_at { span class="muted small" { (t_html!("console-tickets-archived-at", moment = Moment::short(at, model.desk.event.zone))) } }
                    }
                    span class="shelf__count" { (row.sold) span class="muted small" { " " (t!("console-tickets-archived-sold")) } }
                }
            }
        }
    }
}

fn window(opens: Option<Timestamp>, closes: Option<Timestamp>, zone: Zone) -> Markup {
    html! {
        @match (opens, closes) {
            (None, None) => (t!("console-window-always")),
            (Some(opens), None) => (t_html!("console-window-from", opens = Moment::short(opens, zone))),
            (None, Some(closes)) => (t_html!("console-window-until", closes = Moment::short(closes, zone))),
            (Some(opens), Some(closes)) => (t_html!("console-window-span", opens = Moment::short(opens, zone), closes = Moment::short(closes, zone))),
        }
    }
}

fn capacities(model: &TicketsPage<'_>) -> Markup {
    let errors = model.errors_in("capacity");
    let typed = |name: &str, now: String| model.capacities.map_or(now, |typed| typed.get(name).cloned().unwrap_or_default());
    let taken = |pool: &Pool| {
        let sold = if pool.taken() == 0 {
            t!("console-capacity-nothing-sold").into_owned()
        } else {
            t!("console-tickets-taken", sold = pool.sold, held = pool.held).into_owned()
        };
        if pool.is_event() { and_room(model, &sold) } else { sold }
    };
    let crowded = model.pools.iter().find(|p| p.is_event()).and_then(|pool| model.desk.crowded(pool.capacity));
    let field = |pool: &Pool| {
        let name = capacity_field(pool);
        let label = if pool.is_event() { t!("console-capacity-event").into_owned() } else { pool.name.clone() };
        Field::number(&name, label)
            .value(typed(&name, pool.capacity.to_string()))
            .required()
            .min(pool.taken())
            .help(taken(pool))
            .error(errors.of(&name))
    };
    let fields = html! {
        @if !model.has_event_pool() {
            (Field::number(EVENT_CAPACITY, t!("console-capacity-event")).value(typed(EVENT_CAPACITY, String::new())).required().min(1)
                .help(and_room(model, &t!("console-capacity-help"))).error(errors.of(EVENT_CAPACITY)))
        }
        div class="form__row" { @for pool in model.pools { (field(pool)) } }
        @if let Some(why) = crowded { (Banner::new(Tone::Care, t!("console-capacity-crowded", why = why).into_owned())) }
    };
    Form::post(format!("/console/events/{}/capacity", model.desk.event.id), fields)
        .errors(&errors)
        .button(Button::submit(t!("console-capacity-save")))
        .render()
}

/// How many people the place holds, where somebody said.
/// The sentence, and after it how many the place holds where that is known.
fn and_room(model: &TicketsPage<'_>, says: &str) -> String {
    match (&model.desk.event.venue, model.desk.holds) {
        (Some(venue), Some(holds)) => format!("{says} {}", t!("console-capacity-holds", venue = venue.name, holds = holds)),
        _ => says.to_owned(),
    }
}

fn new_type(model: &TicketsPage<'_>) -> Markup {
    if !model.has_event_pool() {
        return Banner::new(Tone::Note, t!("console-tickets-capacity-first")).render();
    }
    let errors = model.errors_in("type");
    Form::post(
        format!("/console/events/{}/ticket-types", model.desk.event.id),
        type_view::fields(model.desk, model.shelf, model.type_form, &errors, None),
    )
    .errors(&errors)
    .button(Button::submit(t!("console-tickets-add-type")).icon(Icon::Plus))
    .render()
}

fn fees(model: &TicketsPage<'_>) -> Markup {
    let (form, errors) = (model.fees_form, model.errors_in("fees"));
    let event = &model.desk.event;
    let fields = fee_fields(form, &errors, event.currency);
    Form::post(format!("/console/events/{}/fees", event.id), fields)
        .errors(&errors)
        .button(Button::submit(t!("console-fees-save")))
        .render()
}

/// The fields of fees and tax, wherever they stand.
pub fn fee_fields(form: &FeesForm, errors: &FieldErrors, currency: Currency) -> Markup {
    let kinds = vec![
        Choice::new("none", t!("console-fees-no-tax")),
        Choice::new("included", t!("console-fees-included")).hint(t!("console-fees-included-hint")),
        Choice::new("added", t!("console-fees-added")).hint(t!("console-fees-added-hint")),
    ];
    let kind = if form.tax_kind.is_empty() { "none" } else { form.tax_kind.as_str() };
    html! {
        div class="form__row" {
            (Field::text("fee_percent", t!("console-fees-percent")).value(&form.fee_percent).suffix(t!("console-fees-percent-suffix")).error(errors.of("fee_percent")))
            (Field::money("fee_fixed", t!("console-fees-fixed"), currency).value(&form.fee_fixed).help(t!("console-fees-fixed-help")).error(errors.of("fee_fixed")))
        }
        (Field::choices("tax_kind", t!("console-fees-tax"), kinds).value(kind).error(errors.of("tax_kind")))
        div class="form__row" {
            (Field::text("tax_name", t!("console-fees-tax-name")).value(&form.tax_name).max_length(60).placeholder(t!("console-fees-tax-name-example")).error(errors.of("tax_name")))
            (Field::text("tax_percent", t!("console-fees-tax-rate")).value(&form.tax_percent).suffix("%").error(errors.of("tax_percent")))
        }
    }
}
