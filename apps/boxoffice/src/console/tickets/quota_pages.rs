//! `/console/events/{id}/quotas`: stock that several ticket types share.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, redirect};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Banner, Button, Card, Field, FieldErrors, Form as FormView, Icon, Markup, Tone, html};
use uuid::Uuid;

use super::pages::{Sold, Typed, done, prepare, refused};
use super::quota_form::{FIELDS, QuotaForm, SentQuota, TYPE_BOX};
use super::shelf::{Shelf, ids_of};
use super::{TicketsError, quota_write as write};
use crate::catalogue::QuotaRow;
use crate::console::access::Desk;
use crate::console::events::edit_view::quarrel;
use crate::console::events::{Change, merge_forms, remember};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab, Frame};
use crate::console::{Console, code};

fn row_of(sold: &Sold, id: Uuid) -> Result<&QuotaRow, Fault> {
    sold.shelf.quotas.iter().find(|quota| quota.id == id).ok_or_else(Fault::not_found)
}

/// What the page of one quota shows.
#[derive(Clone, Copy)]
pub struct QuotaPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// Its types.
    pub shelf: &'a Shelf,
    /// The quota as it is.
    pub row: &'a QuotaRow,
    /// What is typed.
    pub form: &'a QuotaForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What somebody else changed meanwhile.
    pub changes: &'a [Change],
}

/// The page of one quota.
pub fn page(frame: &Frame, model: &QuotaPage<'_>) -> Markup {
    let (row, event) = (model.row, &model.desk.event);
    let at = format!("/console/events/{}/quotas/{}", event.id, row.id);
    let form = FormView::post(at.as_str(), fields(model.shelf, model.form, model.errors, row.held + row.sold))
        .errors(model.errors)
        .hidden("was", remember(&QuotaForm::of(&row.details)))
        .button(Button::submit(t!("console-quota-save")).main())
        .button(Button::link(t!("console-quota-cancel"), format!("/console/events/{}/tickets", event.id)).quiet());
    let remove = FormView::post(format!("{at}/remove"), html! { p { (t!("console-quota-remove-says")) } })
        .hidden("was", remember(&QuotaForm::of(&row.details)))
        .button(Button::submit(t!("console-quota-remove")).danger());
    let main = html! {
        (quarrel(t!("console-quarrel-quota"), model.changes))
        (Card::new(html! { div class="stack" { p class="muted" { (t!("console-tickets-taken", sold = row.sold, held = row.held)) } (form) } }).title(row.details.name.as_str()))
        (Card::new(remove.render()).title(t!("console-quota-remove-heading")))
    };
    frame.event_page(model.desk, EventTab::Tickets, main).render()
}

/// The fields of a quota, for a new one and for one that is there.
pub fn fields(shelf: &Shelf, form: &QuotaForm, errors: &FieldErrors, taken: i32) -> Markup {
    // An archived type stays where it draws from; it is not offered anew.
    let types = shelf.types.iter().filter(|t| t.archived_at.is_none() || form.has(t.id.0));
    html! {
        div class="form__row" {
            (Field::text("quota_name", t!("console-quota-name")).value(&form.quota_name).required().max_length(120).placeholder(t!("console-quota-name-example")).error(errors.of("quota_name")))
            (Field::number("quota_capacity", t!("console-quota-capacity")).value(&form.quota_capacity).required().min(taken).error(errors.of("quota_capacity")))
        }
        fieldset class="ticks" id="field-types" tabindex="-1" aria-describedby=[errors.of("types").map(|_| "field-types-error")] {
            legend class="field__label" { (t!("console-quota-types")) }
            @for kind in types { (Field::checkbox(format!("{TYPE_BOX}{}", kind.id), &kind.details.basics.name, form.has(kind.id.0))) }
            @if let Some(error) = errors.of("types") { p class="field__error" id="field-types-error" { (Icon::TriangleAlert) span { (error) } } }
            p class="field__help" { (t!("console-quota-types-help")) }
        }
    }
}

/// All quotas of an event, and the form of a new one.
pub fn card(desk: &Desk, shelf: &Shelf, form: &QuotaForm, errors: &FieldErrors) -> Markup {
    let at = format!("/console/events/{}/quotas", desk.event.id);
    html! {
        @if shelf.quotas.is_empty() {
            p class="muted" { (t!("console-quota-what")) }
        } @else {
            ul class="shelf" role="list" {
                @for quota in &shelf.quotas {
                    li class="shelf__item" {
                        span class="shelf__what" {
                            a href={ (at) "/" (quota.id) } { (quota.details.name) }
                            span class="muted small" { (shelf.type_names(&quota.details.types).join(", ")) }
                        }
                        span class="shelf__count" { (quota.sold + quota.held) " / " (quota.details.capacity) span class="muted small" { " " (t!("console-quota-taken")) } }
                    }
                }
            }
        }
        @if shelf.on_offer().next().is_some() {
            details class="fold" open[!errors.is_empty()] {
                summary { (Icon::Plus) (t!("console-quota-new")) }
                (FormView::post(at.as_str(), fields(shelf, form, errors, 0)).errors(errors).button(Button::submit(t!("console-quota-add"))))
            }
        } @else { (Banner::new(Tone::Note, t!("console-quota-types-first"))) }
    }
}

fn render(
    console: &Console,
    ctx: &Ctx,
    sold: &Sold,
    row: &QuotaRow,
    form: &QuotaForm,
    faults: &[FieldFault],
    changes: &[Change],
) -> Markup {
    let model = QuotaPage { desk: &sold.desk, shelf: &sold.shelf, row, form, errors: &errors_of(faults), changes };
    page(&console.frame(ctx, &After::default()), &model)
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, quota)): Path<(EventId, Uuid)>,
) -> Result<Page, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = row_of(&sold, quota)?;
    Ok(Page(render(&console, &ctx, &sold, row, &QuotaForm::of(&row.details), &[], &[])))
}

pub(in crate::console) async fn add(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(sent): Form<SentQuota>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let form = sent.form();
    let mut check = Check::new();
    let again = |faults| refused(&console, &ctx, &sold, Typed::quota(form.clone(), faults));
    let Some(new) = form.read(&sold.shelf, &mut check) else { return Ok(again(check.faults())) };
    match write::add_quota(console.office(), &ctx.actor, &sold.desk, &new).await {
        Ok(()) => Ok(done(id, "quota-added")),
        Err(TicketsError::Refused(faults)) => Ok(again(faults)),
        Err(error) => Err(error.into()),
    }
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, quota)): Path<(EventId, Uuid)>,
    Form(sent): Form<SentQuota>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = row_of(&sold, quota)?;
    // A form that does not say what it saw overwrites nothing.
    if serde_json::from_str::<QuotaForm>(&sent.was).ok() != Some(QuotaForm::of(&row.details)) {
        return Ok(conflict(&console, &ctx, &sold, row, &sent));
    }
    let form = sent.form();
    let mut check = Check::new();
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &sold, row, &form, &faults, &[]);
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(new) = form.read(&sold.shelf, &mut check) else { return Ok(refused(check.faults())) };
    match write::update_quota(console.office(), &ctx.actor, &sold.desk, row, &new).await {
        Ok(changed) => Ok(done(id, if changed { "quota-updated" } else { "quota-same" })),
        Err(TicketsError::Refused(faults)) => Ok(refused(faults)),
        Err(TicketsError::Stale) => {
            let sold = prepare(&ctx, id).await?;
            Ok(conflict(&console, &ctx, &sold, row_of(&sold, quota)?, &sent))
        }
        Err(error) => Err(error.into()),
    }
}

/// 409: what changed, and the form with both people's work in it, ready to be saved again.
fn conflict(console: &Console, ctx: &Ctx, sold: &Sold, row: &QuotaRow, sent: &SentQuota) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::TICKETS_CHANGED).into_response();
    }
    let (merged, changes) = merge_forms(&FIELDS, &sent.was, &sent.form(), &QuotaForm::of(&row.details));
    let named = |text: String, field| if field == "types" { sold.shelf.type_names(&ids_of(&text)).join(", ") } else { text };
    let readable = |c: Change| Change {
        was: named(c.was, c.field),
        now: named(c.now, c.field),
        yours: c.yours.map(|yours| named(yours, c.field)),
        ..c
    };
    let changes: Vec<Change> = changes.into_iter().map(readable).collect();
    (StatusCode::CONFLICT, Page(render(console, ctx, sold, row, &merged, &[], &changes))).into_response()
}

pub(in crate::console) async fn remove(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, quota)): Path<(EventId, Uuid)>,
    Form(sent): Form<SentQuota>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = match row_of(&sold, quota) {
        Ok(row) => row,
        // Pressed twice: it is gone, which is what was asked for.
        Err(_) if !sent.was.is_empty() => return Ok(redirect(&format!("/console/events/{id}/tickets"))),
        Err(fault) => return Err(fault),
    };
    if serde_json::from_str::<QuotaForm>(&sent.was).ok() != Some(QuotaForm::of(&row.details)) {
        let now = SentQuota::of(&row.details, sent.was);
        return Ok(conflict(&console, &ctx, &sold, row, &now));
    }
    write::remove_quota(console.office(), &ctx.actor, &sold.desk, row).await?;
    Ok(done(id, "quota-removed"))
}
