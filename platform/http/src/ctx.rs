//! One request's identity and doors.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use platform_auth::session::ActsFor;
use platform_db::{Service, Tx};
use platform_types::{Actor, ActorKind, Clock, Entropy, GuestId, Timestamp, UserId};

use crate::{Fault, Kernel, code};

/// The signed-in person, as pages show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub id: UserId,
    /// What they call themselves.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether they run the platform: for the one entry of the staff's rail. Pages and policies ask for themselves.
    pub operates: bool,
}

/// What kind of answer the caller wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// A whole page.
    Page,
    /// A fragment for htmx.
    Fragment,
    /// JSON.
    Json,
}

impl Wants {
    /// From the request's headers; `/api` paths answer JSON whatever is asked.
    pub fn of(headers: &HeaderMap, path: &str) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
        let json_first = accept.split(',').next().is_some_and(|first| first.contains("json"));
        let sends_json = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|t| t.starts_with("application/json"));
        let of_programs = ["/api/", "/auth/v1/", "/live/"].iter().any(|start| path.starts_with(start)) || path == "/live";
        if of_programs || json_first || (sends_json && !accept.contains("text/html")) {
            Self::Json
        } else if headers.contains_key("hx-request") && !headers.contains_key("hx-boosted") {
            Self::Fragment
        } else {
            Self::Page
        }
    }
}

/// Who asks, in what way, and the doors for them.
#[derive(Clone)]
pub struct Ctx {
    kernel: Kernel,
    /// The identity the database sees.
    pub actor: Actor,
    /// The signed-in person, if any.
    pub signed_in: Option<SignedIn>,
    /// What kind of answer is wanted.
    pub wants: Wants,
    /// The path asked for.
    pub path: String,
    /// The value shown to the person and written in the log.
    pub request_id: String,
    /// Seconds until the address may ask again, on a route whose handler tells it: nothing is done for it before.
    pub must_wait: Option<u64>,
    /// Whether the sign-in waits for its second step.
    pub half: bool,
    /// Who acts in the person's name, if it is not they themselves.
    pub acts_for: Option<ActsFor>,
    cookies: Arc<Mutex<Vec<String>>>,
}

impl Ctx {
    pub(crate) fn new(
        kernel: Kernel,
        actor: Actor,
        signed_in: Option<SignedIn>,
        wants: Wants,
        path: String,
        request_id: String,
        cookies: Arc<Mutex<Vec<String>>>,
    ) -> Self {
        Self { kernel, actor, signed_in, wants, path, request_id, must_wait: None, half: false, acts_for: None, cookies }
    }

    /// What every request shares.
    pub fn kernel(&self) -> &Kernel {
        &self.kernel
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.kernel.0.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.kernel.0.clock
    }

    /// Randomness.
    pub fn entropy(&self) -> &Entropy {
        &self.kernel.0.entropy
    }

    /// An absolute address of a path here.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.kernel.0.settings.public_url)
    }

    /// A transaction that may only read, as the caller.
    pub async fn read(&self) -> Result<Tx, Fault> {
        Ok(self.kernel.0.db.read(&self.actor).await?)
    }

    /// A transaction as the caller.
    pub async fn write(&self) -> Result<Tx, Fault> {
        Ok(self.kernel.0.db.as_actor(&self.actor).await?)
    }

    /// A narrow service door that acts for the caller. End the caller's own transaction first.
    pub async fn service(&self, service: Service) -> Result<Tx, Fault> {
        Ok(self.kernel.0.db.as_service(service, &self.actor).await?)
    }

    /// The caller as somebody who can own a cart: a visitor without identity becomes a guest, known
    /// from now on by a signed cookie.
    pub fn or_guest(&mut self) -> &Actor {
        if self.actor.kind == ActorKind::Anonymous {
            let guest = GuestId::new(&self.kernel.0.entropy, self.now());
            self.actor.kind = ActorKind::Guest(guest);
            let cookie = self.kernel.0.authenticator.guest_cookie(guest);
            self.set_cookie(cookie);
        }
        &self.actor
    }

    /// The signed-in person, or the fault that leads to the sign-in page.
    pub fn user(&self) -> Result<&SignedIn, Fault> {
        self.signed_in.as_ref().ok_or_else(|| Fault::new(code::http::UNAUTHENTICATED))
    }

    /// Sends a `Set-Cookie` with the answer.
    pub fn set_cookie(&self, value: String) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).push(value);
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Fault::internal("a handler was mounted outside the registry"))
    }
}
