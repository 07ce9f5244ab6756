//! `/console/events/{id}/messages`: what was written to ticket holders, and what became of it.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_notify::tally;
use platform_types::EventId;

use super::list_view::{MessagesPage, page};
use super::queries::list_messages;
use crate::console::frame::After;
use crate::console::{Console, attendees};
use crate::messages::key_of;

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let desk = attendees::list::open(&mut tx, id).await?;
    let mut messages = list_messages(&mut tx, id).await?;
    tx.rollback().await?;
    if !messages.is_empty() {
        // The delivery log is its managers' alone; how many arrived may know whoever may know to whom it went.
        let mut tx = ctx.kernel().db().as_system("how many mails of a message arrived").await?;
        for message in &mut messages {
            let tally = tally(&mut tx, &key_of(message.id), message.recipients).await?;
            (message.sent, message.failed) = (tally.sent, tally.failed);
        }
        tx.rollback().await?;
    }
    let model = MessagesPage { desk: &desk, messages: &messages, may_write: desk.held.may(may::EVENTS_EDIT) };
    Ok(Page(page(&console.frame(&ctx, &after), &model)))
}
