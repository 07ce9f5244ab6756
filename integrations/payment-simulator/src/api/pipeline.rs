//! What every call passes: key, faults, idempotency, act, answer.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use http::header::AUTHORIZATION;
use http::{HeaderMap, Method, Uri};
use platform_types::{ExposeSecret, failpoint};
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::form::Form;
use super::operation::Operation;
use super::respond::Reply;
use crate::books::{Answer, Draft};
use crate::faults::{Lose, RequestRefusal};
use crate::rules::Refusal;
use crate::run::App;
use crate::wire::Peer;

/// Answers are kept for a day, as at the original.
const ANSWERS_KEPT: i64 = 24 * 3600;
const LONGEST_KEY: usize = 255;

/// Any call below `/v1`.
pub(crate) async fn handle(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !knows_key(&app, &headers) {
        return Reply::from(Refusal::unauthorised()).into_response();
    }
    let Some(operation) = Operation::find(&method, uri.path()) else {
        return Reply::from(Refusal::no_route(method.as_str(), uri.path())).into_response();
    };
    let raw: &[u8] = if method == Method::GET { uri.query().unwrap_or_default().as_bytes() } else { &body };
    let form = Form::parse(&format!("{method} {}", uri.path()), raw);
    let key = headers.get("idempotency-key").filter(|_| method == Method::POST).and_then(|k| k.to_str().ok()).map(str::to_owned);
    if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY) {
        let refusal = Refusal::parameter("parameter_invalid_string", "Idempotency-Key", "Idempotency keys have 1 to 255 characters.");
        return Reply::from(refusal).into_response();
    }
    // In a task of its own: who hangs up does not undo what was ordered.
    let work = app.tasks.spawn(carry_out(Arc::clone(&app), operation, form, key));
    let reply = work.await.unwrap_or_else(|_| Refusal::stopped().into());
    if reply.lost {
        peer.cut();
    }
    reply.into_response()
}

fn knows_key(app: &App, headers: &HeaderMap) -> bool {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    given.is_some_and(|given| given.ct_eq(app.secret_key.expose_secret().as_bytes()).into())
}

async fn carry_out(app: Arc<App>, operation: Operation, form: Form, key: Option<String>) -> Reply {
    let subject = app.engine.look(|state| operation.subject(state, &form));
    let plan = app.faults.for_request(operation.name(), &subject, key.as_deref());
    let in_flight = key.as_deref().map(|key| app.engine.claim_key(key));
    if let (Some(None), Some(key)) = (&in_flight, &key) {
        return Refusal::key_in_use(key).into();
    }
    if let Some(pause) = plan.slow {
        tokio::time::sleep(pause).await;
    }
    let opening = operation == Operation::Open;
    let failpoints = operation.failpoints();
    if let Some([before, _]) = failpoints {
        failpoint::pass(before).await;
    }
    let done = match plan.refusal {
        Some(RequestRefusal::Busy) => return Refusal::busy().into(),
        Some(RequestRefusal::Broken) => return Refusal::broken().into(),
        Some(RequestRefusal::BrokenKept) => {
            let broken = |_: &mut Draft<'_>, _| Err(Refusal { kept: true, ..Refusal::broken() });
            app.engine.execute(|draft| answer(draft, form, key, broken)).await
        }
        None => app.engine.execute(|draft| answer(draft, form, key, |draft, form| operation.run(draft, form))).await,
    };
    let Ok(mut reply) = done else { return Refusal::stopped().into() };
    if let Some([_, after]) = failpoints {
        failpoint::pass(after).await;
    }
    reply.lost = match plan.lose {
        Lose::No => false,
        Lose::IfFresh => !reply.replayed,
        Lose::Always => true,
    };
    if opening
        && !reply.replayed
        && app.faults.forges_at_opening(&subject)
        && let (Some(courier), Some(session)) = (&app.courier, reply.body["id"].as_str())
    {
        app.tasks.spawn(Arc::clone(courier).forge(session.to_owned(), "checkout.session.completed".to_owned()));
    }
    reply
}

/// The answer kept under the key, or a new one, which is kept.
fn answer(
    draft: &mut Draft<'_>,
    form: Form,
    key: Option<String>,
    act: impl FnOnce(&mut Draft<'_>, Form) -> Result<Value, Refusal>,
) -> Reply {
    let fingerprint = form.fingerprint().to_owned();
    let kept = key.as_ref().and_then(|key| draft.state.answers.get(key)).filter(|kept| draft.now - kept.at < ANSWERS_KEPT);
    if let Some(kept) = kept {
        if kept.fingerprint != fingerprint {
            return Refusal::other_parameters(&kept.key).into();
        }
        return Reply { replayed: true, ..Reply::fresh(kept.status, kept.body.clone()) };
    }
    let (reply, keep) = match act(draft, form) {
        Ok(body) => (Reply::fresh(200, body), true),
        Err(refusal) => {
            let keep = refusal.kept;
            (Reply::from(refusal), keep)
        }
    };
    if let Some(key) = key.filter(|_| keep) {
        draft.entry.answer = Some(Answer { key, fingerprint, status: reply.status, body: reply.body.clone(), at: draft.now });
    }
    reply
}
