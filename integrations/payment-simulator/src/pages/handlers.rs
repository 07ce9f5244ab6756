//! What the pages do.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use platform_types::failpoint;
use serde::Deserialize;

use super::frame::{guarded, page};
use super::views::{self, Notice};
use crate::books::{Draft, IntentStatus, Session, SessionStatus, Stopped};
use crate::rules::{self, Attempt, CARDS, CardEntry, CardProblem, check_card, prefilled_expiry};
use crate::run::App;

type AppState = State<Arc<App>>;

/// Which test card to fill in; after a refused try what was typed with it, and which field was wrong.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    card: Option<String>,
    expiry: Option<String>,
    cvc: Option<String>,
    wrong: Option<String>,
}

/// The bank's second step.
#[derive(Debug, Deserialize)]
pub(crate) struct ChallengeAnswer {
    #[serde(default)]
    answer: String,
}

pub(crate) async fn home() -> Response {
    page(StatusCode::OK, "About", None, views::home())
}

pub(crate) async fn not_found() -> Response {
    page(StatusCode::NOT_FOUND, "Not found", None, views::unknown())
}

pub(crate) async fn stylesheet() -> Response {
    let mut response = include_str!("pay.css").into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("max-age=3600"));
    response
}

/// The form, with the chosen card filled in.
pub(crate) async fn show(State(app): AppState, Path(id): Path<String>, Query(chosen): Query<Chosen>) -> Response {
    // Only test cards are filled in: what else stands in the address came from elsewhere.
    let card = CARDS.iter().find(|card| Some(card.number) == chosen.card.as_deref());
    let entry_at = |now| match card {
        Some(card) => CardEntry {
            number: card.number.to_owned(),
            expiry: chosen.expiry.unwrap_or_else(|| prefilled_expiry(now)),
            cvc: chosen.cvc.unwrap_or_else(|| "123".to_owned()),
        },
        None => CardEntry::default(),
    };
    let wrong = chosen.wrong;
    let seen = app.engine.execute(|draft| {
        let session = draft.session(&id)?;
        let entry = entry_at(draft.now);
        let intent = session.intent.as_deref().and_then(|id| draft.intent(id));
        let notice = Notice {
            declined: intent.as_ref().and_then(|i| i.last_error.clone()).map(|problem| problem.message),
            problem: wrong.and_then(|field| problem_again(&field, &entry, draft.now)),
            challenge_waits: intent.is_some_and(|i| i.status == IntentStatus::RequiresAction),
        };
        Some((session, notice, entry))
    });
    match found(seen.await) {
        Ok((session, notice, entry)) => standing(&session, &entry, &notice),
        Err(response) => response,
    }
}

/// What a refused entry is told. A number that was none of ours is not in the address, so it cannot be asked again.
fn problem_again(field: &str, entry: &CardEntry, now: i64) -> Option<CardProblem> {
    if field == "number" { Some(rules::UNKNOWN_CARD) } else { check_card(entry, now).err() }
}

/// A try with a card.
pub(crate) async fn pay(State(app): AppState, Path(id): Path<String>, Form(entry): Form<CardEntry>) -> Response {
    failpoint::pass("simulator.pay.before").await;
    let tried = app.engine.execute(|draft| {
        draft.session(&id)?;
        let attempt = check_card(&entry, draft.now).map(|card| rules::attempt(draft, &id, card));
        Some((draft.session(&id)?, attempt))
    });
    let (session, attempt) = match found(tried.await) {
        Ok(tried) => tried,
        Err(response) => return response,
    };
    failpoint::pass("simulator.pay.after").await;
    match attempt {
        Ok(attempt) => after(&session, &attempt),
        Err(problem) => guarded(Redirect::to(&refused(&session, &entry, problem)), Some(&session)),
    }
}

/// Back to the form, by redirect as well. A number that is no test card may be a real one: nothing of it is
/// put into an address.
fn refused(session: &Session, entry: &CardEntry, problem: CardProblem) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("wrong", problem.field);
    if problem.field != "number" {
        let short = |text: &str| text.chars().take(20).collect::<String>();
        let digits: String = entry.number.chars().filter(char::is_ascii_digit).collect();
        query.append_pair("card", &digits).append_pair("expiry", &short(&entry.expiry)).append_pair("cvc", &short(&entry.cvc));
    }
    format!("/pay/{}?{}", session.id, query.finish())
}

pub(crate) async fn show_challenge(State(app): AppState, Path(id): Path<String>) -> Response {
    let seen = app.engine.execute(|draft| {
        let session = draft.session(&id)?;
        let waits = waits_for_challenge(draft, &session);
        Some((session, waits))
    });
    match found(seen.await) {
        Ok((session, true)) => page(StatusCode::OK, "3-D Secure", Some(&session), views::challenge(&session)),
        Ok((session, false)) => Redirect::to(&format!("/pay/{}", session.id)).into_response(),
        Err(response) => response,
    }
}

fn waits_for_challenge(draft: &Draft<'_>, session: &Session) -> bool {
    let intent = session.intent.as_deref().and_then(|id| draft.intent(id));
    session.status == SessionStatus::Open && intent.is_some_and(|i| i.status == IntentStatus::RequiresAction)
}

pub(crate) async fn answer_challenge(State(app): AppState, Path(id): Path<String>, Form(answer): Form<ChallengeAnswer>) -> Response {
    let answered = app.engine.execute(|draft| {
        draft.session(&id)?;
        let attempt = rules::answer_challenge(draft, &id, answer.answer == "approve");
        Some((draft.session(&id)?, attempt))
    });
    match found(answered.await) {
        Ok((session, attempt)) => after(&session, &attempt),
        Err(response) => response,
    }
}

/// Where a try leads. Always by redirect, so that reloading repeats nothing.
fn after(session: &Session, attempt: &Attempt) -> Response {
    let to = match attempt {
        Attempt::Paid => session.success_url.clone(),
        Attempt::Challenge => format!("/pay/{}/challenge", session.id),
        Attempt::Declined | Attempt::Closed => format!("/pay/{}", session.id),
    };
    guarded(Redirect::to(&to), Some(session))
}

/// How the page looks in the session's state.
fn standing(session: &Session, entry: &CardEntry, notice: &Notice) -> Response {
    match session.status {
        SessionStatus::Open => {
            let title = format!("Pay {}", views::price(session));
            page(StatusCode::OK, &title, Some(session), views::checkout(session, entry, notice))
        }
        SessionStatus::Complete => page(StatusCode::OK, "Paid", Some(session), views::done(session)),
        SessionStatus::Expired => page(StatusCode::GONE, "Expired", Some(session), views::over(session)),
    }
}

fn found<T>(seen: Result<Option<T>, Stopped>) -> Result<T, Response> {
    match seen {
        Ok(Some(seen)) => Ok(seen),
        Ok(None) => Err(page(StatusCode::NOT_FOUND, "Not found", None, views::unknown())),
        Err(_) => Err(page(StatusCode::INTERNAL_SERVER_ERROR, "Out of order", None, views::broken())),
    }
}
