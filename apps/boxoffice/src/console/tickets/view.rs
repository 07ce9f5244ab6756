//! Types with their prices, and the forms that change them.

use std::collections::BTreeMap;

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
        (Card::new(types(model)).title("Ticket types").flush())
        (Card::new(capacities(model)).title("Capacity"))
        (Card::new(new_type(model)).title("New ticket type"))
        (Card::new(quota_pages::card(model.desk, model.shelf, model.quota_form, &model.errors_in("quota"))).title("Quotas"))
        (Card::new(zone_pages::card(model.desk, model.shelf, model.zone_form, &model.errors_in("zone"))).title("Zones"))
        (Card::new(fees(model)).title("Fees and tax"))
        @if model.shelf.types.iter().any(|t| t.archived_at.is_some()) { (Card::new(archived(model)).title("Archived ticket types")) }
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

fn types(model: &TicketsPage<'_>) -> Markup {
    let currency = model.desk.event.currency;
    let zone = model.desk.event.zone;
    let several = model.offers.len() > 1;
    let mut columns = vec![
        Column::new("Ticket"),
        Column::new("State"),
        Column::new("Sale"),
        Column::new("Per order"),
        Column::figures("Price"),
        Column::figures("All in"),
        Column::figures("Sold"),
        Column::figures("Left"),
    ];
    if several {
        columns.push(Column::new("Order"));
    }
    let money = |minor: i64| if minor == 0 { platform_ui::words::FREE.to_owned() } else { Money::new(minor, currency).to_string() };
    let row = |(n, offer): (usize, &Offer)| {
        let mut cells = vec![
            what(model, offer),
            html! { (availability_words(offer.availability)) },
            window(offer.sale_starts_at, offer.sale_ends_at, zone),
            html! { (offer.min_per_order) " to " (offer.max_per_order) },
            html! { @if offer.suggested_minor.is_some() { "from " } (money(offer.unit.price_minor)) @if let Some(minor) = offer.suggested_minor { div class="muted small" { "suggests " (money(minor)) } } },
            html! { @if offer.suggested_minor.is_some() { "from " } (money(offer.unit.all_in_minor())) },
            html! { (offer.sold) " / " (offer.capacity) },
            html! { (offer.left) },
        ];
        if several {
            cells.push(steps(offer, n, model.offers.len()));
        }
        cells
    };
    let table = Table::new("Ticket types", columns).rows(model.offers.iter().enumerate().map(row)).empty(EmptyState::new(
        Icon::Ticket,
        "No tickets yet",
        "Set the capacity, then add what people can buy. A ticket may be free.",
    ));
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
        @if offer.hidden { " " span class="muted small" { "Hidden" } }
        @if !offer.description.is_empty() { div class="muted small as-typed" { (offer.description) } }
        @if !offer.zones.is_empty() { div class="muted small" { "Opens " (offer.zones.join(", ")) } }
        @if let Some(role) = role { div class="muted small" { "Role: " (role.label) } }
    }
}

/// One place up, one place down. Each names the type, so that the same press sent twice is one step.
fn steps(offer: &Offer, n: usize, of: usize) -> Markup {
    let step = |way: &str, label: &str, icon, dead| {
        Button::submit(format!("{label}: {}", offer.name))
            .icon_only(icon)
            .small()
            .quiet()
            .of_form(ORDER)
            .named("step", format!("{way}:{}", offer.id))
            .disabled(dead)
    };
    html! {
        div class="cluster cluster--tight" {
            (step("up", "Up", Icon::ChevronUp, n == 0))
            (step("down", "Down", Icon::ChevronDown, n + 1 == of))
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
                        @if let Some(at) = row.archived_at { span class="muted small" { "Archived " (Moment::short(at, model.desk.event.zone)) } }
                    }
                    span class="shelf__count" { (row.sold) span class="muted small" { " sold" } }
                }
            }
        }
    }
}

fn window(opens: Option<Timestamp>, closes: Option<Timestamp>, zone: Zone) -> Markup {
    html! {
        @match (opens, closes) {
            (None, None) => "Until the start",
            (Some(opens), None) => { "From " (Moment::short(opens, zone)) },
            (None, Some(closes)) => { "Until " (Moment::short(closes, zone)) },
            (Some(opens), Some(closes)) => { (Moment::short(opens, zone)) " to " (Moment::short(closes, zone)) },
        }
    }
}

fn capacities(model: &TicketsPage<'_>) -> Markup {
    let errors = model.errors_in("capacity");
    let typed = |name: &str, now: String| model.capacities.map_or(now, |typed| typed.get(name).cloned().unwrap_or_default());
    let taken = |pool: &Pool| {
        let sold = if pool.taken() == 0 { "Nothing sold yet.".to_owned() } else { format!("{} sold, {} in carts.", pool.sold, pool.held) };
        if pool.is_event() { format!("{sold}{}", room(model)) } else { sold }
    };
    let crowded = model.pools.iter().find(|p| p.is_event()).and_then(|pool| model.desk.crowded(pool.capacity));
    let field = |pool: &Pool| {
        let name = capacity_field(pool);
        let label = if pool.is_event() { "People who may come in all".to_owned() } else { pool.name.clone() };
        Field::number(&name, label)
            .value(typed(&name, pool.capacity.to_string()))
            .required()
            .min(pool.taken())
            .help(taken(pool))
            .error(errors.of(&name))
    };
    let fields = html! {
        @if !model.has_event_pool() {
            (Field::number(EVENT_CAPACITY, "People who may come in all").value(typed(EVENT_CAPACITY, String::new())).required().min(1)
                .help(format!("Caps all ticket types together, whatever their own numbers add up to.{}", room(model))).error(errors.of(EVENT_CAPACITY)))
        }
        div class="form__row" { @for pool in model.pools { (field(pool)) } }
        @if let Some(why) = crowded { (Banner::new(Tone::Care, format!("{why} Lower the capacity if they do not fit."))) }
    };
    Form::post(format!("/console/events/{}/capacity", model.desk.event.id), fields)
        .errors(&errors)
        .button(Button::submit("Save capacity"))
        .render()
}

/// How many people the place holds, where somebody said.
fn room(model: &TicketsPage<'_>) -> String {
    match (&model.desk.event.venue, model.desk.holds) {
        (Some(venue), Some(holds)) => format!(" {} holds {holds}.", venue.name),
        _ => String::new(),
    }
}

fn new_type(model: &TicketsPage<'_>) -> Markup {
    if !model.has_event_pool() {
        return Banner::new(Tone::Note, "Set the capacity first. Every ticket counts towards it.").render();
    }
    let errors = model.errors_in("type");
    Form::post(
        format!("/console/events/{}/ticket-types", model.desk.event.id),
        type_view::fields(model.desk, model.shelf, model.type_form, &errors, None),
    )
    .errors(&errors)
    .button(Button::submit("Add ticket type").icon(Icon::Plus))
    .render()
}

fn fees(model: &TicketsPage<'_>) -> Markup {
    let (form, errors) = (model.fees_form, model.errors_in("fees"));
    let event = &model.desk.event;
    let fields = fee_fields(form, &errors, event.currency);
    Form::post(format!("/console/events/{}/fees", event.id), fields).errors(&errors).button(Button::submit("Save fees and tax")).render()
}

/// The fields of fees and tax, wherever they stand.
pub fn fee_fields(form: &FeesForm, errors: &FieldErrors, currency: Currency) -> Markup {
    let kinds = vec![
        Choice::new("none", "No tax"),
        Choice::new("included", "Contained in prices and fees").hint("As in Europe: the buyer pays what the price says."),
        Choice::new("added", "Added to prices and fees").hint("As in the United States. Buyers always see the price with it."),
    ];
    let kind = if form.tax_kind.is_empty() { "none" } else { form.tax_kind.as_str() };
    html! {
        div class="form__row" {
            (Field::text("fee_percent", "Service fee").value(&form.fee_percent).suffix("% of the price").error(errors.of("fee_percent")))
            (Field::money("fee_fixed", "Service fee per ticket", currency).value(&form.fee_fixed).help("Free tickets carry no fee.").error(errors.of("fee_fixed")))
        }
        (Field::choices("tax_kind", "Tax", kinds).value(kind).error(errors.of("tax_kind")))
        div class="form__row" {
            (Field::text("tax_name", "Name of the tax").value(&form.tax_name).max_length(60).placeholder("VAT 19 %").error(errors.of("tax_name")))
            (Field::text("tax_percent", "Rate").value(&form.tax_percent).suffix("%").error(errors.of("tax_percent")))
        }
    }
}
