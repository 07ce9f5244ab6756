//! Signing in, for people ([`pages`]) and for programs (`/auth/v1`), and the mails that belong to it.
//!
//! Owns no table and no rule: every handler reads what was asked, calls one use case of `platform-auth`
//! and shows the outcome. Invariants: every form works without JavaScript; a link in a mail only shows a
//! button, because mail programs open links by themselves; no page and no answer differs by whether an
//! address has an account; what was typed comes back with its mistakes, but a password never does.
//!
//! `/auth/v1` speaks as much of Supabase's protocol as official clients need to sign up, sign in with a
//! password or a link, refresh and sign out. Errors are `{code, message}` with their codes.
//!
//! To add a page: a handler in `pages/` beside its markup, one line in [`routes()`].

mod api;
pub mod codes;
pub mod jobs;
mod mails;
pub mod notices;
pub mod oidc;
pub mod pages;
mod routes;
mod texts;

use std::sync::Arc;

use platform_auth::{Auth, Origin};
use platform_http::{Cookies, Ctx};
use platform_ui::House;

pub use mails::Mails;
pub use routes::routes;

/// What the pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    auth: Auth,
    cookies: Cookies,
    house: Arc<dyn Fn() -> House + Send + Sync>,
    try_as: Option<Arc<TryAs>>,
    providers: oidc::Providers,
}

/// People of a house that is there to be tried out: shown on its sign-in page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TryAs {
    /// Addresses, and who each of them is.
    pub people: Vec<(String, String)>,
    /// The password of all.
    pub password: String,
}

impl Identity {
    /// Puts it together. `house` makes the frame around a page; nothing in it may depend on who asks.
    pub fn new(auth: Auth, cookies: Cookies, house: impl Fn() -> House + Send + Sync + 'static) -> Self {
        Self { auth, cookies, house: Arc::new(house), try_as: None, providers: oidc::Providers::none() }
    }

    /// Lets people sign in with accounts elsewhere.
    #[must_use]
    pub fn providers(self, providers: oidc::Providers) -> Self {
        Self { providers, ..self }
    }

    /// Shows on the sign-in page who can be tried out. Only for a house without real people.
    #[must_use]
    pub fn try_as(self, people: Option<TryAs>) -> Self {
        Self { try_as: people.map(Arc::new), ..self }
    }
}

/// Where a request came from, as the session list and the audit keep it.
fn origin(ctx: &Ctx, headers: &axum::http::HeaderMap) -> Origin {
    let user_agent = headers.get(axum::http::header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_owned);
    Origin { ip: ctx.actor.ip, user_agent, request_id: ctx.actor.request_id }
}
