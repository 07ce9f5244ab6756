//! `/console/events/{id}/ticket-types/{kind}`: one ticket type, changed, archived, brought back; and the order of all.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants};
use platform_texts::t;
use platform_types::{EventId, TicketTypeId};
use serde::Deserialize;
use uuid::Uuid;

use super::pages::{Sold, done, prepare};
use super::shelf::ids_of;
use super::type_form::{FIELDS, Reading, SentType, TypeForm};
use super::type_view::{TypePage, page};
use super::{TicketsError, type_write as write};
use crate::catalogue::TypeRow;
use crate::console::events::{Change, charge_refusal, merge_forms, remember};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, code};

fn row_of(sold: &Sold, kind: TicketTypeId) -> Result<&TypeRow, Fault> {
    sold.shelf.types.iter().find(|row| row.id == kind).ok_or_else(Fault::not_found)
}

/// What the page shows besides the type.
#[derive(Default)]
struct Shown<'a> {
    form: Option<&'a TypeForm>,
    faults: &'a [FieldFault],
    changes: &'a [Change],
    notice: Option<Cow<'static, str>>,
}

fn render(console: &Console, ctx: &Ctx, sold: &Sold, row: &TypeRow, shown: &Shown<'_>) -> platform_ui::Markup {
    let now = TypeForm::of(row, sold.desk.event.zone, sold.desk.event.currency);
    let model = TypePage {
        desk: &sold.desk,
        shelf: &sold.shelf,
        row,
        form: shown.form.unwrap_or(&now),
        was: &remember(&now),
        errors: &errors_of(shown.faults),
        changes: shown.changes,
        notice: shown.notice.as_deref(),
    };
    page(&console.frame(ctx, &After::default()), &model)
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, kind)): Path<(EventId, TicketTypeId)>,
) -> Result<Page, Fault> {
    let sold = prepare(&ctx, id).await?;
    Ok(Page(render(&console, &ctx, &sold, row_of(&sold, kind)?, &Shown::default())))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, kind)): Path<(EventId, TicketTypeId)>,
    Form(sent): Form<SentType>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let row = row_of(&sold, kind)?;
    let form = sent.form(sold.desk.event.currency);
    let now = TypeForm::of(row, sold.desk.event.zone, sold.desk.event.currency);
    // What the form was opened on decides, not the number: another order of the types changes nothing that is typed here.
    let stale = match serde_json::from_str::<TypeForm>(&sent.was) {
        Ok(was) => was != now,
        Err(_) => sent.version.parse() != Ok(row.version),
    };
    if stale || row.archived_at.is_some() {
        return Ok(conflict(&console, &ctx, &sold, row, &sent));
    }
    let mut check = Check::new();
    let refusal = |amount| charge_refusal(console.office(), amount);
    let with = Reading { zone: sold.desk.event.zone, tariff: &sold.tariff, refusal: &refusal, zones: &sold.shelf.zones, was: Some(row) };
    let refused = |faults: Vec<FieldFault>| {
        let markup = render(&console, &ctx, &sold, row, &Shown { form: Some(&form), faults: &faults, ..Shown::default() });
        again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup)
    };
    let Some(details) = form.read(with, &mut check) else { return Ok(refused(check.faults())) };
    match write::update_type(console.office(), &ctx.actor, &sold.desk, row, &details).await {
        Ok(changed) => Ok(done(id, if changed { "type-updated" } else { "type-same" })),
        Err(TicketsError::Refused(faults)) => Ok(refused(faults)),
        Err(TicketsError::Stale) => {
            // It was changed between our look and our write.
            let sold = prepare(&ctx, id).await?;
            Ok(conflict(&console, &ctx, &sold, row_of(&sold, kind)?, &sent))
        }
        Err(error) => Err(error.into()),
    }
}

/// 409: what changed, and the form with both people's work in it, ready to be saved again.
fn conflict(console: &Console, ctx: &Ctx, sold: &Sold, row: &TypeRow, sent: &SentType) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::TICKETS_CHANGED).into_response();
    }
    let now = TypeForm::of(row, sold.desk.event.zone, sold.desk.event.currency);
    let (merged, changes) = merge_forms(&FIELDS, &sent.was, &sent.form(sold.desk.event.currency), &now);
    let changes: Vec<Change> = changes.into_iter().map(|change| readable(change, sold)).collect();
    let notice = row.archived_at.is_some().then(super::type_view::archived_meanwhile);
    let shown = Shown { form: Some(&merged), faults: &[], changes: &changes, notice };
    (StatusCode::CONFLICT, Page(render(console, ctx, sold, row, &shown))).into_response()
}

/// Zones by their names, times without the T, boxes as words.
fn readable(change: Change, sold: &Sold) -> Change {
    let word = |text: String| match change.field {
        "zones" => sold.shelf.zone_names(&ids_of(&text)).join(", "),
        "sale_starts" | "sale_ends" => text.replace('T', " "),
        "hidden" => if text.is_empty() { t!("console-type-not-hidden") } else { t!("console-type-is-hidden") }.into_owned(),
        "pricing" => if text == super::type_form::CHOSEN { t!("console-type-buyer") } else { t!("console-type-you") }.into_owned(),
        _ => text,
    };
    Change { was: word(change.was), now: word(change.now), yours: change.yours.map(word), ..change }
}

/// Which version the button was shown with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    version: String,
}

pub(in crate::console) async fn archive(
    State(console): State<Console>,
    ctx: Ctx,
    Path(path): Path<(EventId, TicketTypeId)>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fault> {
    turn(&console, &ctx, path, &seen, true).await
}

pub(in crate::console) async fn restore(
    State(console): State<Console>,
    ctx: Ctx,
    Path(path): Path<(EventId, TicketTypeId)>,
    Form(seen): Form<Seen>,
) -> Result<Response, Fault> {
    turn(&console, &ctx, path, &seen, false).await
}

async fn turn(console: &Console, ctx: &Ctx, (id, kind): (EventId, TicketTypeId), seen: &Seen, archived: bool) -> Result<Response, Fault> {
    let sold = prepare(ctx, id).await?;
    let row = row_of(&sold, kind)?;
    let is_so = row.archived_at.is_some() == archived;
    let outcome = if !is_so && seen.version.parse() != Ok(row.version) {
        Err(TicketsError::Stale)
    } else {
        write::set_archived(console.office(), &ctx.actor, &sold.desk, row, archived).await
    };
    match outcome {
        Ok(_) => Ok(done(id, if archived { "type-archived" } else { "type-restored" })),
        Err(TicketsError::Stale) if ctx.wants != Wants::Json => {
            let sold = prepare(ctx, id).await?;
            let shown = Shown { notice: Some(super::type_view::changed_meanwhile()), ..Shown::default() };
            Ok((StatusCode::CONFLICT, Page(render(console, ctx, &sold, row_of(&sold, kind)?, &shown))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// The order the page showed, and the type that goes up or down from there; or the whole order, for programs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Order {
    /// Ids as they stood, by commas.
    was: String,
    /// `up:` or `down:` and an id.
    step: String,
    /// Ids as they shall stand, by commas.
    order: String,
}

impl Order {
    fn seen(&self) -> Vec<Uuid> {
        in_order(&self.was)
    }

    /// The order that is meant, or what would be right. The same press again means the same order.
    fn wanted(&self) -> Result<Vec<Uuid>, Vec<FieldFault>> {
        let mut order = self.seen();
        let last = order.len().saturating_sub(1);
        if self.step.is_empty() && !self.order.trim().is_empty() {
            return Ok(in_order(&self.order));
        }
        let place = |id: &str| id.parse::<Uuid>().ok().and_then(|id| order.iter().position(|known| *known == id));
        let found = self.step.split_once(':').and_then(|(way, id)| Some((way, place(id)?)));
        match found {
            Some(("up", at)) => order.swap(at, at.saturating_sub(1)),
            Some(("down", at)) => order.swap(at, (at + 1).min(last)),
            _ => {
                return Err(crate::console::form::wrong("step", t!("console-type-order-wrong")));
            }
        }
        Ok(order)
    }
}

/// Ids by commas, in the order in which they stand there.
fn in_order(joined: &str) -> Vec<Uuid> {
    joined.split(',').filter_map(|id| id.trim().parse().ok()).collect()
}

pub(in crate::console) async fn reorder(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(order): Form<Order>,
) -> Result<Response, Fault> {
    let sold = prepare(&ctx, id).await?;
    let wanted = match order.wanted() {
        Ok(wanted) => wanted,
        Err(faults) => return Err(TicketsError::Refused(faults).into()),
    };
    match write::reorder_types(console.office(), &ctx.actor, &sold.desk, &order.seen(), &wanted).await {
        Ok(_) => Ok(done(id, "types-ordered")),
        Err(TicketsError::Stale) if ctx.wants != Wants::Json => {
            let sold = prepare(&ctx, id).await?;
            Ok((StatusCode::CONFLICT, Page(super::pages::changed(&console, &ctx, &sold))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_leads_one_place_and_not_beyond_the_ends() {
        let ids: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
        let was = ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
        let step = |step: String| Order { was: was.clone(), step, order: String::new() }.wanted();
        assert_eq!(step(format!("down:{}", ids[0])), Ok(vec![ids[1], ids[0], ids[2]]));
        assert_eq!(step(format!("up:{}", ids[2])), Ok(vec![ids[0], ids[2], ids[1]]));
        assert_eq!(step(format!("up:{}", ids[0])), Ok(ids.clone()));
        assert_eq!(step(format!("down:{}", ids[2])), Ok(ids.clone()));
        for wrong in [String::new(), "up:".to_owned(), format!("sideways:{}", ids[0]), format!("up:{}", Uuid::from_u128(9))] {
            assert_eq!(step(wrong.clone()).unwrap_err()[0].field, "step", "{wrong}");
        }
        let whole = Order { was, step: String::new(), order: format!("{},{},{}", ids[2], ids[0], ids[1]) };
        assert_eq!(whole.wanted(), Ok(vec![ids[2], ids[0], ids[1]]));
    }
}
