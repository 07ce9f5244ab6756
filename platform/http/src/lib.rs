//! One request, from the first byte to the answer.
//!
//! Owns the [`Registry`] of routes, the chain every request passes (request id, security headers,
//! CORS, rate limits, authentication, authorization, then the handler, which validates and writes
//! its audit row in its own transaction), [`Ctx`] (who asks, and the doors for them), [`Fault`] (what
//! went wrong, rendered once as problem+json, page or fragment) and `http.idempotency_keys`.
//!
//! Invariants: a route exists only with its access, rate class, audit action and a sample path
//! for the sweeps; what a caller may not know exists is 404; a 5xx shows a request id and nothing else;
//! nothing in a shared page depends on who reads it.
//!
//! What programs may ask is described with its route ([`Describe`]) and told as OpenAPI ([`openapi`]): the registry refuses an
//! API without a description.
//!
//! To add a route: write a handler `async fn(ctx: Ctx, …) -> Result<impl IntoResponse, Fault>`, then one
//! line in the slice's `routes.rs`:
//!
//! ```ignore
//! pub fn routes(app: &BoxOffice) -> Routes<BoxOffice> {
//!     Routes::new(app.clone())
//!         .add(Route::page(GET, "/events/{slug}", "events.show").public().rate(Rate::Browse).sample("/events/x"), show)
//!         .add(Route::page(POST, "/events/{slug}/hold", "holds.place").public().rate(Rate::Buy).audit("hold.placed").idempotent().sample("/events/x/hold"), hold)
//! }
//! ```

pub mod assets;
pub mod chain;
mod check;
pub mod code;
mod ctx;
pub mod describe;
mod extract;
mod fault;
pub mod health;
mod identity;
mod kernel;
pub mod language;
pub mod openapi;
mod registry;
mod response;
mod texts;

pub use chain::came_from;
pub use check::{Check, FieldFault, sentence};
pub use code::Code;
pub use ctx::{Ctx, SignedIn, Wants};
pub use describe::{AnswerDoc, Describe, Tag};
pub use extract::{Form, FormAsSent, FormOrJson, Json, Path, Query};
pub use fault::Fault;
pub use identity::{ByAuth, Cookies};
pub use kernel::{Authenticated, Authenticator, HttpSettings, Kernel, Limits, Presentation};
pub use registry::{Access, Audit, Rate, Registry, Route, RouteMeta, Routes, Surface};
pub use response::{Page, cached_file, cached_page, download, etag, redirect};

pub use axum::http::Method;
/// Reading.
pub const GET: Method = Method::GET;
/// Creating or doing.
pub const POST: Method = Method::POST;
/// Replacing.
pub const PUT: Method = Method::PUT;
/// Removing.
pub const DELETE: Method = Method::DELETE;
