//! `/health/live`, `/health/ready`, `/health`, `/metrics`.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;

use crate::{Kernel, Route, Routes};

/// How a part is.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Condition {
    /// Works.
    Up,
    /// Works in part; the house goes on.
    Degraded,
    /// Does not work.
    Down,
}

/// One part's health.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Health {
    /// Which part.
    pub component: String,
    /// How it is.
    pub state: Condition,
    /// What to know, without secrets.
    pub detail: String,
    /// The same in figures, for programs.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub facts: serde_json::Value,
    /// Whether the house cannot take requests without it.
    pub essential: bool,
}

/// Asks one part how it is. Must answer within a second or so.
pub trait Probe: Send + Sync {
    /// How it is now.
    fn check(&self) -> BoxFuture<'_, Vec<Health>>;
}

/// The four addresses.
pub fn routes(kernel: &Kernel) -> Routes<Kernel> {
    Routes::new(kernel.clone())
        .add(Route::ops("/health/live", "health.live").public(), live)
        .add(Route::ops("/health/ready", "health.ready").public(), ready)
        .add(Route::ops("/health", "health.components").operator(), components)
        .add(Route::ops("/metrics", "health.metrics").operator(), metrics)
}

async fn live() -> &'static str {
    "ok\n"
}

async fn database(kernel: &Kernel) -> Health {
    let answer = tokio::time::timeout(std::time::Duration::from_secs(2), kernel.0.db.ping()).await;
    let (state, detail) = match answer {
        Ok(Ok(())) => (Condition::Up, "answers".to_owned()),
        Ok(Err(_)) => (Condition::Down, "does not answer".to_owned()),
        Err(_) => (Condition::Down, "does not answer within 2 s".to_owned()),
    };
    Health { component: "database".to_owned(), state, detail, facts: serde_json::Value::Null, essential: true }
}

async fn ready(State(kernel): State<Kernel>) -> Response {
    if database(&kernel).await.state == Condition::Up {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
    }
}

/// How every part is now, the database first. Call it with no transaction open.
pub async fn board(kernel: &Kernel) -> Vec<Health> {
    let mut all = vec![database(kernel).await];
    for probe in &kernel.0.probes {
        all.extend(probe.check().await);
    }
    all
}

async fn components(State(kernel): State<Kernel>) -> Response {
    let all = board(&kernel).await;
    let down = all.iter().any(|h| h.essential && h.state == Condition::Down);
    let worst = if down {
        Condition::Down
    } else if all.iter().any(|h| h.state != Condition::Up) {
        Condition::Degraded
    } else {
        Condition::Up
    };
    let status = if down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, axum::Json(serde_json::json!({ "status": worst, "components": all }))).into_response()
}

async fn metrics(State(kernel): State<Kernel>) -> Response {
    for (pool, size, idle) in kernel.0.db.pool_sizes() {
        metrics::gauge!("db_pool_connections", "pool" => pool).set(f64::from(size));
        metrics::gauge!("db_pool_idle", "pool" => pool).set(f64::from(u32::try_from(idle).unwrap_or(u32::MAX)));
    }
    let mut response = (kernel.0.metrics)().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4"));
    response
}
