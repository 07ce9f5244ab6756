//! The form of a ticket type, for a new one and for one that is there.

use platform_ui::{Badge, Banner, Button, Card, Choice, Field, FieldErrors, Form, Icon, Markup, Tone, html};

use super::shelf::Shelf;
use super::type_form::{CHOSEN, FIXED, TypeForm, ZONE_BOX};
use crate::catalogue::{HOLDER_ROLES, TypeRow};
use crate::console::access::Desk;
use crate::console::events::Change;
use crate::console::events::edit_view::quarrel;
use crate::console::frame::{EventTab, Frame};

/// Told where somebody was faster with the same type.
pub const CHANGED_MEANWHILE: &str =
    "Somebody else changed this ticket type since you opened the page. Nothing was done: look at it as it is now.";
/// Told where it was archived while it was being changed.
pub const ARCHIVED_MEANWHILE: &str =
    "This ticket type is archived. Nothing is saved: bring it back below, and save again. What you typed stands in the form.";

/// What the page of one type shows.
#[derive(Clone, Copy)]
pub struct TypePage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its zones and quotas.
    pub shelf: &'a Shelf,
    /// The type as it is.
    pub row: &'a TypeRow,
    /// What is typed.
    pub form: &'a TypeForm,
    /// What the form said when it was opened.
    pub was: &'a str,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What somebody else changed meanwhile.
    pub changes: &'a [Change],
    /// What to look at first.
    pub notice: Option<&'static str>,
}

/// The page.
pub fn page(frame: &Frame, model: &TypePage<'_>) -> Markup {
    let (row, event) = (model.row, &model.desk.event);
    let at = format!("/console/events/{}/ticket-types/{}", event.id, row.id);
    let form = Form::post(at.as_str(), fields(model.desk, model.shelf, model.form, model.errors, Some(row)))
        .errors(model.errors)
        .hidden("version", row.version.to_string())
        .hidden("was", model.was)
        .button(Button::submit("Save ticket type").main())
        .button(Button::link("Cancel", format!("/console/events/{}/tickets", event.id)).quiet());
    let main = html! {
        @if let Some(notice) = model.notice { (Banner::new(Tone::Care, notice)) }
        (quarrel("this ticket type", model.changes))
        (Card::new(html! { div class="stack" { (standing(model)) (form) } }).title(row.details.basics.name.as_str()))
        (Card::new(archive(row, &at)).title(if row.archived_at.is_some() { "Bring it back" } else { "Archive" }))
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

/// What is taken already, and from which quotas it is taken.
fn standing(model: &TypePage<'_>) -> Markup {
    let quotas: Vec<&str> =
        model.shelf.quotas.iter().filter(|q| q.details.types.contains(&model.row.id.0)).map(|q| q.details.name.as_str()).collect();
    html! {
        p class="muted" {
            @if model.row.archived_at.is_some() { (Badge::plain("Archived")) " " }
            (model.row.sold) " sold, " (model.row.held) " in carts."
            @if !quotas.is_empty() { " Counts towards " (quotas.join(", ")) "." }
        }
    }
}

/// All fields of a type.
pub fn fields(desk: &Desk, shelf: &Shelf, form: &TypeForm, errors: &FieldErrors, row: Option<&TypeRow>) -> Markup {
    let event = &desk.event;
    let clock = format!("By the clock in {}. Empty means always, until the event starts.", event.zone.name());
    let pricing = vec![
        Choice::new(FIXED, "You").hint("Everybody pays the price below."),
        Choice::new(CHOSEN, "The buyer").hint("Pay what you want: the price below is the least, and 0 is allowed."),
    ];
    let who = if form.pricing.is_empty() { FIXED } else { form.pricing.as_str() };
    let price = if row.is_some() {
        "Without fees. Empty or 0 is free. Orders keep their price; whoever has it in a cart is shown a new one before paying."
    } else {
        "Without fees. Empty or 0 is free."
    };
    let hidden = matches!(form.hidden.as_str(), "on" | "true" | "1");
    html! {
        (Field::text("type_name", "Name").value(&form.type_name).required().max_length(120).placeholder("Standing").error(errors.of("type_name")))
        (Field::textarea("type_description", "What it includes").value(&form.type_description).rows(2).max_length(2_000).error(errors.of("type_description")))
        (Field::choices("pricing", "Who sets the price", pricing).value(who).error(errors.of("pricing")))
        div class="form__row" {
            (Field::money("price", "Price", event.currency).value(&form.price).help(price).error(errors.of("price")))
            (Field::money("suggested", "Suggested amount", event.currency).value(&form.suggested).help("Stands in the field where the buyer sets the price.").error(errors.of("suggested")))
        }
        (Field::number("quantity", "How many there are").value(&form.quantity).required().min(row.map_or(1, |r| r.sold + r.held)).error(errors.of("quantity")))
        div class="form__row" {
            (Field::datetime_local("sale_starts", "Sales start").value(&form.sale_starts).help(clock).error(errors.of("sale_starts")))
            (Field::datetime_local("sale_ends", "Sales end").value(&form.sale_ends).error(errors.of("sale_ends")))
        }
        div class="form__row" {
            (Field::number("min_per_order", "Fewest per order").value(&form.min_per_order).min(1).max(100).error(errors.of("min_per_order")))
            (Field::number("max_per_order", "Most per order").value(&form.max_per_order).min(1).max(100).error(errors.of("max_per_order")))
        }
        (Field::checkbox("hidden", "Hidden: the public does not see it", hidden).error(errors.of("hidden")))
        (zones(shelf, form, errors))
        (role(form, errors))
    }
}

fn zones(shelf: &Shelf, form: &TypeForm, errors: &FieldErrors) -> Markup {
    html! {
        @if !shelf.zones.is_empty() {
            fieldset class="ticks" id="field-zones" tabindex="-1" aria-describedby=[errors.of("zones").map(|_| "field-zones-error")] {
                legend class="field__label" { "Zones it opens, besides the main entrance" }
                @for zone in &shelf.zones { (Field::checkbox(format!("{ZONE_BOX}{}", zone.id), &zone.name, form.opens(zone.id))) }
                @if let Some(error) = errors.of("zones") { p class="field__error" id="field-zones-error" { (Icon::TriangleAlert) span { (error) } } }
                p class="field__help" { "Tickets that are sold keep their zones; they can gain more." }
            }
        }
    }
}

fn role(form: &TypeForm, errors: &FieldErrors) -> Markup {
    let roles = HOLDER_ROLES.iter().map(|role| Choice::new(role.code, format!("{} ({})", role.label, role.note)));
    Field::select("grants_role", "Role of whoever holds it", roles.collect())
        .value(&form.grants_role)
        .placeholder("None")
        .help("Stands on the ticket. It gives no rights in this console.")
        .error(errors.of("grants_role"))
        .render()
}

fn archive(row: &TypeRow, at: &str) -> Markup {
    let version = row.version.to_string();
    html! {
        @if row.archived_at.is_some() {
            (Form::post(format!("{at}/restore"), html! { p { "It sells again as its sale window and its numbers say." } }).hidden("version", version)
                .button(Button::submit("Bring it back").icon(Icon::Undo2)))
        } @else {
            (Form::post(format!("{at}/archive"), html! {
                p { "Nobody can buy it any more, and buyers no longer see it. Tickets that are sold stay valid; whoever has it in a cart may still pay. It can be brought back." }
            }).hidden("version", version).button(Button::submit("Archive this ticket type").danger()))
        }
    }
}
