//! For drills: faults, the clock, and everything it holds. Answers to this machine only.

mod snapshot;

use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::Rule;
use crate::run::App;
use crate::wire::Peer;

fn problem(status: StatusCode, message: impl Into<String>) -> Response {
    (status, Json(json!({ "error": { "message": message.into() } }))).into_response()
}

/// Lets only this machine pass, and nothing that came through a proxy on it.
pub(crate) async fn loopback_only(ConnectInfo(peer): ConnectInfo<Peer>, request: Request, next: Next) -> Response {
    let forwarded = ["forwarded", "x-forwarded-for", "via"].iter().any(|name| request.headers().contains_key(*name));
    if forwarded || !peer.address.ip().to_canonical().is_loopback() {
        return problem(StatusCode::FORBIDDEN, "the simulator's controls answer to this machine only");
    }
    next.run(request).await
}

pub(crate) async fn list_faults(State(app): State<Arc<App>>) -> Json<Vec<Rule>> {
    Json(app.faults.list())
}

pub(crate) async fn add_fault(State(app): State<Arc<App>>, Json(rule): Json<Rule>) -> Response {
    match rule.check() {
        Ok(()) => {
            app.faults.add(rule);
            (StatusCode::CREATED, Json(app.faults.list())).into_response()
        }
        Err(error) => problem(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
    }
}

pub(crate) async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults.clear();
    StatusCode::NO_CONTENT
}

/// How far to move the clock.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advance {
    advance_seconds: i64,
}

/// A hundred years.
const FARTHEST: i64 = 100 * 366 * 24 * 3600;

/// Moves the clock ahead; time never runs backwards.
pub(crate) async fn advance_clock(State(app): State<Arc<App>>, Json(advance): Json<Advance>) -> Response {
    let moved = app.engine.execute(|draft| {
        let ahead = draft.state.clock_ahead.saturating_add(advance.advance_seconds);
        let fits = advance.advance_seconds >= 0 && ahead <= FARTHEST;
        draft.entry.clock_ahead = fits.then_some(ahead);
        fits
    });
    match moved.await {
        Ok(true) => {}
        Ok(false) => {
            return problem(StatusCode::UNPROCESSABLE_ENTITY, "`advance_seconds` must be 0 or more and the sum at most a hundred years");
        }
        Err(stopped) => return problem(StatusCode::INTERNAL_SERVER_ERROR, stopped.to_string()),
    }
    // A second step, in which everything happens that became due.
    match app.engine.execute(|draft| json!({ "now": draft.now, "clock_ahead_seconds": draft.state.clock_ahead })).await {
        Ok(body) => Json(body).into_response(),
        Err(stopped) => problem(StatusCode::INTERNAL_SERVER_ERROR, stopped.to_string()),
    }
}

/// Which lie to tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Forgery {
    session: String,
    #[serde(default = "completed", rename = "type")]
    kind: String,
}

fn completed() -> String {
    "checkout.session.completed".to_owned()
}

/// Sends a forged webhook now and tells what the house answered.
pub(crate) async fn forge(State(app): State<Arc<App>>, Json(forgery): Json<Forgery>) -> Response {
    let Some(courier) = &app.courier else {
        return problem(StatusCode::CONFLICT, "no webhook address is set");
    };
    let answered = Arc::clone(courier).forge(forgery.session, forgery.kind).await;
    Json(json!({ "house_answered": answered })).into_response()
}

/// Everything it holds.
pub(crate) async fn state(State(app): State<Arc<App>>) -> Response {
    match app.engine.execute(snapshot::of).await {
        Ok(body) => Json::<Value>(body).into_response(),
        Err(stopped) => problem(StatusCode::INTERNAL_SERVER_ERROR, stopped.to_string()),
    }
}
