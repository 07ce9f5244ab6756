//! The addresses of the setup, and of what an event can do before it is sold.

use axum::extract::State;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Form, GET, POST, Path, Query, Route, Routes};
use platform_types::EventId;

use super::super::edit::{Edit, open_part, save_part};
use super::super::{Part, duplicate, languages, making};
use super::{fees, review, tickets};
use crate::console::Console;
use crate::console::frame::After;

macro_rules! parts {
    ($($open:ident, $save:ident => $part:expr;)*) => {$(
        async fn $open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>, Query(after): Query<After>) -> Result<Response, Fault> {
            open_part(&console, &ctx, id, $part, &after).await
        }

        async fn $save(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>, Form(edit): Form<Edit>) -> Result<Response, Fault> {
            save_part(&console, &ctx, id, edit, $part).await
        }
    )*};
}

parts! {
    open_what, save_what => Part::What;
    open_where, save_where => Part::Where;
    open_who, save_who => Part::Who;
}

/// An address below an event's, and the same of an event that is not there, for the sweeps.
macro_rules! at {
    ($rest:literal) => {
        (concat!("/console/events/{id}", $rest), concat!("/console/events/00000000-0000-7000-8000-000000000000", $rest))
    };
}

fn open((path, sample): (&'static str, &'static str), name: &'static str) -> Route {
    Route::page(GET, path, name).needs(may::EVENTS_EDIT).sample(sample)
}

fn save((path, sample): (&'static str, &'static str), name: &'static str, audit: &'static str) -> Route {
    Route::page(POST, path, name).needs(may::EVENTS_EDIT).audit(audit).sample(sample)
}

/// Setup, preview, test mode, copy.
pub fn routes(console: &Console) -> Routes<Console> {
    steps(console).merge(beside(console))
}

fn steps(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(open(at!("/setup/what"), "console.setup_what_form"), open_what)
        .add(save(at!("/setup/what"), "console.setup_what", "event.updated"), save_what)
        .add(open(at!("/setup/where"), "console.setup_where_form"), open_where)
        .add(save(at!("/setup/where"), "console.setup_where", "event.updated"), save_where)
        .add(open(at!("/setup/tickets"), "console.setup_tickets_form"), tickets::open)
        .add(save(at!("/setup/tickets"), "console.setup_tickets", "ticket_type.added"), tickets::save)
        .add(open(at!("/setup/fees"), "console.setup_fees_form"), fees::open)
        .add(save(at!("/setup/fees"), "console.setup_fees", "fees.set"), fees::save)
        .add(open(at!("/setup/who"), "console.setup_who_form"), open_who)
        .add(save(at!("/setup/who"), "console.setup_who", "event.updated"), save_who)
        .add(open(at!("/setup/review"), "console.setup_review"), review::open)
}

fn beside(console: &Console) -> Routes<Console> {
    Routes::new(console.clone())
        .add(open(at!("/languages"), "console.event_languages"), languages::open)
        .add(save(at!("/languages"), "console.event_language_set", "event.language_set"), languages::save)
        .add(open(at!("/preview"), "console.event_preview").needs(may::EVENTS_VIEW), making::preview)
        .add(save(at!("/test"), "console.event_test", "event.test_started").needs(may::EVENTS_PUBLISH), making::start)
        .add(open(at!("/duplicate"), "console.event_duplicate_form").needs(may::EVENTS_CREATE), duplicate::open)
        .add(save(at!("/duplicate"), "console.event_duplicate", "event.duplicated").needs(may::EVENTS_CREATE), duplicate::save)
}
