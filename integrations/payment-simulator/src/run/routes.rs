//! Its addresses.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{any, get, post};

use super::App;
use crate::{api, control, pages};

const LARGEST_BODY: usize = 64 * 1024;

#[expect(clippy::disallowed_methods, reason = "another product than the house, with another protocol: not in the house's registry")]
pub(super) fn router(app: Arc<App>) -> Router {
    let controls = Router::new()
        .route("/simulator/faults", get(control::list_faults).post(control::add_fault).delete(control::clear_faults))
        .route("/simulator/clock", post(control::advance_clock))
        .route("/simulator/forge", post(control::forge))
        .route("/simulator/state", get(control::state))
        .layer(from_fn(control::loopback_only));
    let people = Router::new()
        .route("/", get(pages::home))
        .route("/pay/{session}", get(pages::show).post(pages::pay))
        .route("/pay/{session}/challenge", get(pages::show_challenge).post(pages::answer_challenge))
        .route("/simulator/pay.css", get(pages::stylesheet))
        .fallback(pages::not_found);
    Router::new()
        .route("/v1/{*call}", any(api::handle))
        .merge(controls)
        .merge(people)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(app)
}
