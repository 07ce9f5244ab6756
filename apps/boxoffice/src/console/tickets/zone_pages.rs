//! `/console/events/{id}/zones`: parts of the place that only some tickets open.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Button, Card, Field, FieldErrors, Form as FormView, Icon, Markup, html};
use uuid::Uuid;

use super::pages::{Sold, Typed, done, prepare, refused};
use super::shelf::Shelf;
use super::zone_form::{FIELDS, SentZone, ZoneForm};
use super::{TicketsError, zone_write as write};
use crate::catalogue::ZoneRow;
use crate::console::access::Desk;
use crate::console::events::edit_view::quarrel;
use crate::console::events::{Change, merge_forms, remember};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab, Frame};
use crate::console::{Console, code};

fn row_of(sold: &Sold, id: Uuid) -> Result<&ZoneRow, Fault> {
    sold.shelf.zones.iter().find(|zone| zone.id == id).ok_or_else(Fault::not_found)
}

/// What the page of one zone shows.
#[derive(Clone, Copy)]
pub struct ZonePage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its types.
    pub shelf: &'a Shelf,
    /// The zone as it is.
    pub row: &'a ZoneRow,
    /// What is typed.
    pub form: &'a ZoneForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What somebody else changed meanwhile.
    pub changes: &'a [Change],
}

/// The page of one zone.
pub fn page(frame: &Frame, model: &ZonePage<'_>) -> Markup {
    let (row, event) = (model.row, &model.desk.event);
    let at = format!("/console/events/{}/zones/{}", event.id, row.id);
    let form = FormView::post(at.as_str(), fields(model.form, model.errors))
        .errors(model.errors)
        .hidden("version", row.version.to_string())
        .hidden("was", remember(&ZoneForm::of(row)))
        .button(Button::submit(t!("console-zone-save")).main())
        .button(Button::link(t!("console-zone-cancel"), format!("/console/events/{}/tickets", event.id)).quiet());
    let remove = FormView::post(format!("{at}/remove"), html! { p { (t!("console-zone-remove-says")) } })
        .hidden("version", row.version.to_string())
        .button(Button::submit(t!("console-zone-remove")).danger());
    let main = html! {
        (quarrel(t!("console-quarrel-zone"), model.changes))
        (Card::new(html! { div class="stack" { p class="muted" { (opened_by(model.shelf, row)) } (form) } }).title(row.name.as_str()))
        (Card::new(remove.render()).title(t!("console-zone-remove-heading")))
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

fn opened_by(shelf: &Shelf, zone: &ZoneRow) -> String {
    let types: Vec<&str> =
        shelf.types.iter().filter(|t| t.details.zones.contains(&zone.id)).map(|t| t.details.basics.name.as_str()).collect();
    if types.is_empty() {
        t!("console-zone-unopened").into_owned()
    } else {
        t!("console-zone-opened-by", types = types.join(", ")).into_owned()
    }
}

fn fields(form: &ZoneForm, errors: &FieldErrors) -> Markup {
    html! {
        div class="form__row" {
            (Field::text("zone_name", t!("console-zone-name")).value(&form.zone_name).required().max_length(60).placeholder(t!("console-zone-name-example")).error(errors.of("zone_name")))
            (Field::text("zone_code", t!("console-zone-code")).value(&form.zone_code).max_length(12).help(t!("console-zone-code-help")).error(errors.of("zone_code")))
        }
    }
}

/// All zones of an event, and the form of a new one.
pub fn card(desk: &Desk, shelf: &Shelf, form: &ZoneForm, errors: &FieldErrors) -> Markup {
    let at = format!("/console/events/{}/zones", desk.event.id);
    html! {
        @if shelf.zones.is_empty() {
            p class="muted" { (t!("console-zone-what")) }
        } @else {
            ul class="shelf" role="list" {
                @for zone in &shelf.zones {
                    li class="shelf__item" {
                        span class="shelf__what" {
                            a href={ (at) "/" (zone.id) } { (zone.name) }
                            span class="muted small" { (opened_by(shelf, zone)) }
                        }
                        span class="shelf__count" { (zone.code) }
                    }
                }
            }
        }
        details class="fold" open[!errors.is_empty()] {
            summary { (Icon::Plus) (t!("console-zone-new")) }
            (FormView::post(at.as_str(), fields(form, errors)).errors(errors).button(Button::submit(t!("console-zone-add"))))
        }
    }
}

fn render(console: &Console, ctx: &Ctx, sold: &Sold, row: &ZoneRow, form: &ZoneForm, faults: &[FieldFault], changes: &[Change]) -> Markup {
    let model = ZonePage { desk: &sold.desk, shelf: &sold.shelf, row, form, errors: &errors_of(faults), changes };
    page(&console.frame(ctx, &After::default()), &model)
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, zone)): Path<(EventId, Uuid)>,
) -> Result<Page, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = row_of(&sold, zone)?;
    Ok(Page(render(&console, &ctx, &sold, row, &ZoneForm::of(row), &[], &[])))
}

pub(in crate::console) async fn add(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<ZoneForm>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let again = |faults| refused(&console, &ctx, &sold, Typed::zone(form.clone(), faults));
    let Some((name, code)) = form.read(&mut check) else { return Ok(again(check.faults())) };
    match write::add_zone(console.office(), &ctx.actor, &sold.desk, &name, &code).await {
        Ok(()) => Ok(done(id, "zone-added")),
        Err(TicketsError::Refused(faults)) => Ok(again(faults)),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, zone)): Path<(EventId, Uuid)>,
    Form(sent): Form<SentZone>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = row_of(&sold, zone)?;
    if sent.version.parse() != Ok(row.version) {
        return Ok(conflict(&console, &ctx, &sold, row, &sent));
    }
    let mut check = Check::new();
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &sold, row, &sent.form, &faults, &[]);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some((name, code)) = sent.form.read(&mut check) else { return Ok(refused(check.faults())) };
    match write::rename_zone(console.office(), &ctx.actor, &sold.desk, row, &name, &code).await {
        Ok(changed) => Ok(done(id, if changed { "zone-updated" } else { "zone-same" })),
        Err(TicketsError::Refused(faults)) => Ok(refused(faults)),
        Err(TicketsError::Stale) => {
            let sold = prepare(&ctx, id).await?;
            Ok(conflict(&console, &ctx, &sold, row_of(&sold, zone)?, &sent))
        }
        Err(error) => Err(error.into()),
    }
}

/// 409: what changed, and the form with both people's work in it, ready to be saved again.
fn conflict(console: &Console, ctx: &Ctx, sold: &Sold, row: &ZoneRow, sent: &SentZone) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::TICKETS_CHANGED).into_response();
    }
    let (merged, changes) = merge_forms(&FIELDS, &sent.was, &sent.form, &ZoneForm::of(row));
    (StatusCode::CONFLICT, Page(render(console, ctx, sold, row, &merged, &[], &changes))).into_response()
}

pub(in crate::console) async fn remove(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, zone)): Path<(EventId, Uuid)>,
    Form(sent): Form<SentZone>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = match row_of(&sold, zone) {
        Ok(row) => row,
        // Pressed twice: it is gone, which is what was asked for.
        Err(_) if !sent.version.is_empty() => return Ok(redirect(&format!("/console/events/{id}/tickets"))),
        Err(fault) => return Err(fault),
    };
    if sent.version.parse() != Ok(row.version) {
        return Ok(conflict(&console, &ctx, &sold, row, &SentZone { form: ZoneForm::of(row), ..sent }));
    }
    match write::remove_zone(console.office(), &ctx.actor, &sold.desk, row).await {
        Ok(_) => Ok(done(id, "zone-removed")),
        Err(TicketsError::Refused(faults)) => {
            let markup = render(&console, &ctx, &sold, row, &ZoneForm::of(row), &faults, &[]);
            Ok(again(&ctx, StatusCode::CONFLICT, faults, markup))
        }
        Err(error) => Err(error.into()),
    }
}
