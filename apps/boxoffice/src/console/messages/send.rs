//! `POST /console/events/{id}/messages`: sends a message. Sent twice, it is sent once.

use axum::extract::State;
use axum::response::Response;
use platform_http::{Ctx, Fault, Form, Path, redirect};
use platform_types::{EventId, Lang};

use super::Draft;
use super::compose::{Shown, find_addresses, prepare};
use crate::console::form::wrong;
use crate::console::lists::{Pairs, Params};
use crate::console::{Console, code};
use crate::messages::{NewMessage, SendError, send_message};

pub(in crate::console) async fn send(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Fault> {
    let draft = Draft::of(&Params::of(pairs.0.clone()));
    let mut tx = ctx.write().await?;
    let (desk, types) = prepare(&mut tx, id).await?;
    let shown = Shown { desk: &desk, types: &types, draft: &draft, pairs: &pairs };
    let ((message, subject, body), audience) = match shown.read() {
        Ok(read) => read,
        Err(faults) => return Ok(shown.refused(&console, &ctx, faults)),
    };
    let to = match find_addresses(&mut tx, &desk, &audience).await? {
        Ok(to) => to,
        Err(faults) => return Ok(shown.refused(&console, &ctx, faults)),
    };
    let message = NewMessage {
        id: message,
        organization: desk.place.id,
        event: id,
        sender: ctx.user()?.id,
        subject: &subject,
        body: &body,
        // It is kept, and what is kept is told in no reader's language.
        audience: &Lang::En.within(|| audience.words(&types)),
        to: &to,
    };
    match send_message(&mut tx, &message).await {
        Ok(true) => tx.commit().await?,
        Ok(false) => tx.rollback().await?,
        Err(SendError::TooOften) => return Err(Fault::new(code::MESSAGES_TOO_OFTEN).with_retry_after(600)),
        Err(error @ SendError::Taken) => return Ok(shown.refused(&console, &ctx, wrong("message", error.to_string()))),
        Err(SendError::Later(error)) => return Err(Fault::internal(error)),
        Err(SendError::Database(error)) => return Err(error.into()),
    }
    Ok(redirect(&format!("/console/events/{id}/messages?done=message-sent")))
}
