//! `POST /console/events/{id}/attendees/{ticket}/name`: corrects an attendee's name. The ticket's code stays good.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Wants, code, redirect};
use platform_texts::t;
use platform_types::{EventId, PersonName, TicketId};

use super::filter::FILTER_NAMES;
use super::list::{Retyped, open, show_page};
use crate::console::lists::{Pairs, Params};
use crate::console::{Console, must};
use crate::tickets::{Renamed, rename_attendee};

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, ticket)): Path<(EventId, TicketId)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let said = Params::of(pairs.0.clone());
    let list = said.only(&[&FILTER_NAMES[..], &["after", "before"]].concat());
    let back = |word: &str| redirect(&list.with("done", word).href(&format!("/console/events/{id}/attendees")));
    let mut tx = ctx.read().await?;
    let desk = open(&mut tx, id).await?;
    must(&desk.held, may::TICKETS_MANAGE)?;
    tx.rollback().await?;
    let mut check = Check::new();
    let Some(name) = check.field("name", said.get("name").parse::<PersonName>()) else {
        return refused(&console, &ctx, id, ticket, &said, check.faults(), StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    match rename_attendee(console.office(), &ctx.actor, id, ticket, said.get("was"), &name).await? {
        Renamed::Now => Ok(back("attendee-renamed")),
        Renamed::Same => Ok(back("attendee-same")),
        Renamed::Gone => Err(Fault::not_found()),
        Renamed::Meanwhile(other) => {
            let fault =
                FieldFault { field: "name".to_owned(), message: t!("console-attendees-renamed-meanwhile", other = other).into_owned() };
            refused(&console, &ctx, id, ticket, &said, vec![fault], StatusCode::CONFLICT).await
        }
    }
}

/// The list again, with what was typed in its row.
async fn refused(
    console: &Console,
    ctx: &Ctx,
    id: EventId,
    ticket: TicketId,
    said: &Params,
    faults: Vec<FieldFault>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let Some(fault) = faults.first().cloned().filter(|_| ctx.wants != Wants::Json) else {
        let code = if status == StatusCode::CONFLICT { crate::console::code::NAME_CHANGED } else { code::http::INVALID };
        return Err(Fault::new(code).with_fields(faults));
    };
    let retyped = Retyped { ticket, name: said.get("name").to_owned(), fault };
    Ok((status, Page(show_page(console, ctx, id, said, Some(&retyped)).await?)).into_response())
}
