//! The form of a ticket type, for a new one and for one that is there.

use std::borrow::Cow;

use platform_texts::t;
use platform_ui::{Badge, Banner, Button, Card, Choice, Field, FieldErrors, Form, Icon, Markup, Tone, html};

use super::shelf::Shelf;
use super::type_form::{CHOSEN, FIXED, TypeForm, ZONE_BOX};
use crate::catalogue::{HOLDER_ROLES, TypeRow};
use crate::console::access::Desk;
use crate::console::events::Change;
use crate::console::events::edit_view::quarrel;
use crate::console::frame::{EventTab, Frame};

/// Told where somebody was faster with the same type.
pub fn changed_meanwhile() -> Cow<'static, str> {
    t!("console-type-changed")
}
/// Told where it was archived while it was being changed.
pub fn archived_meanwhile() -> Cow<'static, str> {
    t!("console-type-archived-meanwhile")
}

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
    pub notice: Option<&'a str>,
}

/// The page.
pub fn page(frame: &Frame, model: &TypePage<'_>) -> Markup {
    let (row, event) = (model.row, &model.desk.event);
    let at = format!("/console/events/{}/ticket-types/{}", event.id, row.id);
    let form = Form::post(at.as_str(), fields(model.desk, model.shelf, model.form, model.errors, Some(row)))
        .errors(model.errors)
        .hidden("version", row.version.to_string())
        .hidden("was", model.was)
        .button(Button::submit(t!("console-type-save")).main())
        .button(Button::link(t!("console-type-cancel"), format!("/console/events/{}/tickets", event.id)).quiet());
    let main = html! {
        @if let Some(notice) = model.notice { (Banner::new(Tone::Care, notice)) }
        (quarrel(t!("console-quarrel-type"), model.changes))
        (Card::new(html! { div class="stack" { (standing(model)) (form) } }).title(row.details.basics.name.as_str()))
        (Card::new(archive(row, &at)).title(if row.archived_at.is_some() { t!("console-type-bring-back-heading") } else { t!("console-type-archive-heading") }))
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

/// What is taken already, and from which quotas it is taken.
fn standing(model: &TypePage<'_>) -> Markup {
    let quotas: Vec<&str> =
        model.shelf.quotas.iter().filter(|q| q.details.types.contains(&model.row.id.0)).map(|q| q.details.name.as_str()).collect();
    html! {
        p class="muted" {
            @if model.row.archived_at.is_some() { (Badge::plain(t!("console-type-archived"))) " " }
            (t!("console-tickets-taken", sold = model.row.sold, held = model.row.held))
            @if !quotas.is_empty() { " " (t!("console-type-counts-towards", quotas = quotas.join(", "))) }
        }
    }
}

/// All fields of a type.
pub fn fields(desk: &Desk, shelf: &Shelf, form: &TypeForm, errors: &FieldErrors, row: Option<&TypeRow>) -> Markup {
    let event = &desk.event;
    let clock = t!("console-type-clock-help", zone = event.zone.name()).into_owned();
    let pricing = vec![
        Choice::new(FIXED, t!("console-type-fixed")).hint(t!("console-type-fixed-hint")),
        Choice::new(CHOSEN, t!("console-type-chosen")).hint(t!("console-type-chosen-hint")),
    ];
    let who = if form.pricing.is_empty() { FIXED } else { form.pricing.as_str() };
    let price = if row.is_some() { t!("console-type-price-help-sold") } else { t!("console-type-price-help") };
    let hidden = matches!(form.hidden.as_str(), "on" | "true" | "1");
    html! {
        (Field::text("type_name", t!("console-type-name")).value(&form.type_name).required().max_length(120).placeholder(t!("console-type-name-example")).error(errors.of("type_name")))
        (Field::textarea("type_description", t!("console-type-description")).value(&form.type_description).rows(2).max_length(2_000).error(errors.of("type_description")))
        (Field::choices("pricing", t!("console-type-pricing"), pricing).value(who).error(errors.of("pricing")))
        div class="form__row" {
            (Field::money("price", t!("console-type-price"), event.currency).value(&form.price).help(price).error(errors.of("price")))
            (Field::money("suggested", t!("console-type-suggested"), event.currency).value(&form.suggested).help(t!("console-type-suggested-help")).error(errors.of("suggested")))
        }
        (Field::number("quantity", t!("console-type-quantity")).value(&form.quantity).required().min(row.map_or(1, |r| r.sold + r.held)).error(errors.of("quantity")))
        div class="form__row" {
            (Field::datetime_local("sale_starts", t!("console-type-sale-starts")).value(&form.sale_starts).help(clock).error(errors.of("sale_starts")))
            (Field::datetime_local("sale_ends", t!("console-type-sale-ends")).value(&form.sale_ends).error(errors.of("sale_ends")))
        }
        div class="form__row" {
            (Field::number("min_per_order", t!("console-type-min")).value(&form.min_per_order).min(1).max(100).error(errors.of("min_per_order")))
            (Field::number("max_per_order", t!("console-type-max")).value(&form.max_per_order).min(1).max(100).error(errors.of("max_per_order")))
        }
        (Field::checkbox("hidden", t!("console-type-hidden"), hidden).error(errors.of("hidden")))
        (zones(shelf, form, errors))
        (role(form, errors))
    }
}

fn zones(shelf: &Shelf, form: &TypeForm, errors: &FieldErrors) -> Markup {
    html! {
        @if !shelf.zones.is_empty() {
            fieldset class="ticks" id="field-zones" tabindex="-1" aria-describedby=[errors.of("zones").map(|_| "field-zones-error")] {
                legend class="field__label" { (t!("console-type-zones")) }
                @for zone in &shelf.zones { (Field::checkbox(format!("{ZONE_BOX}{}", zone.id), &zone.name, form.opens(zone.id))) }
                @if let Some(error) = errors.of("zones") { p class="field__error" id="field-zones-error" { (Icon::TriangleAlert) span { (error) } } }
                p class="field__help" { (t!("console-type-zones-help")) }
            }
        }
    }
}

fn role(form: &TypeForm, errors: &FieldErrors) -> Markup {
    let roles = HOLDER_ROLES.iter().map(|role| Choice::new(role.code, format!("{} ({})", role.told(), role.note_told())));
    Field::select("grants_role", t!("console-type-role"), roles.collect())
        .value(&form.grants_role)
        .placeholder(t!("console-type-role-none"))
        .help(t!("console-type-role-help"))
        .error(errors.of("grants_role"))
        .render()
}

fn archive(row: &TypeRow, at: &str) -> Markup {
    let version = row.version.to_string();
    html! {
        @if row.archived_at.is_some() {
            (Form::post(format!("{at}/restore"), html! { p { (t!("console-type-bring-back-says")) } }).hidden("version", version)
                .button(Button::submit(t!("console-type-bring-back")).icon(Icon::Undo2)))
        } @else {
            (Form::post(format!("{at}/archive"), html! {
                p { (t!("console-type-archive-says")) }
            }).hidden("version", version).button(Button::submit(t!("console-type-archive")).danger()))
        }
    }
}
