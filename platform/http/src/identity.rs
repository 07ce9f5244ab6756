//! Cookies and bearer tokens become an identity.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use futures::FutureExt;
use futures::future::BoxFuture;
use platform_auth::{Auth, BearerError};
use platform_types::{Actor, GuestId};

use crate::chain::CameFrom;
use crate::{Authenticated, Authenticator, Fault, SignedIn, code};

/// Names and attributes of the house's cookies. Over TLS they carry the `__Host-` prefix (RFC 6265bis,
/// section 4.1.3.2), which no other host or path can set.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// `secure`: answers leave over TLS.
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    fn name(self, bare: &str) -> String {
        if self.secure { format!("__Host-callboard-{bare}") } else { format!("callboard-{bare}") }
    }

    fn set(self, bare: &str, value: &str, seconds: i64) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", self.name(bare))
    }

    /// Keeps a signed-in person known for 30 days at most; the server ends it earlier.
    pub fn session(self, value: &str) -> String {
        self.set("session", value, 30 * 86_400)
    }

    /// Forgets the signed-in person.
    pub fn end_session(self) -> String {
        self.set("session", "", 0)
    }

    /// Keeps a guest known for as long as their tickets may matter.
    pub fn guest(self, value: &str) -> String {
        self.set("guest", value, 400 * 86_400)
    }

    /// Ties a sign-in at a provider to the browser that began it, for ten minutes.
    pub fn provider(self, value: &str) -> String {
        self.set("provider", value, 600)
    }

    /// What this browser began a sign-in at a provider with.
    pub fn provider_of(self, headers: &HeaderMap) -> Option<&str> {
        self.read(headers, "provider")
    }

    /// Remembers the language somebody chose, for a year.
    pub fn language(self, lang: platform_types::Lang) -> String {
        self.set("lang", lang.tag(), 365 * 86_400)
    }

    /// The language somebody chose.
    pub(crate) fn language_in(self, headers: &HeaderMap) -> Option<&str> {
        self.read(headers, "lang")
    }

    fn read<'a>(self, headers: &'a HeaderMap, bare: &str) -> Option<&'a str> {
        let name = self.name(bare);
        headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name && !value.is_empty()).then_some(value)
        })
    }
}

/// [`Authenticator`] over `platform-auth`.
pub struct ByAuth {
    auth: Auth,
    cookies: Cookies,
}

impl ByAuth {
    /// Over an opened `Auth`.
    pub fn new(auth: Auth, cookies: Cookies) -> Self {
        Self { auth, cookies }
    }

    async fn identify(&self, parts: &Parts) -> Result<Authenticated, Fault> {
        if let Some(token) = bearer(parts) {
            // supabase-js repeats its project key as bearer token while nobody is signed in: that is nobody, whatever
            // cookies come along, and the key itself opens nothing.
            if parts.headers.get("apikey").is_some_and(|key| key.as_bytes() == token.as_bytes()) {
                return Ok(Authenticated { by_token: true, ..Authenticated::of(Actor::anonymous()) });
            }
            if Auth::is_system_token(token) {
                let from = parts.extensions.get::<CameFrom>().and_then(|from| from.0);
                let actor = self.auth.authenticate_system(token, from).await.map_err(refused)?;
                return Ok(Authenticated { by_token: true, ..Authenticated::of(actor) });
            }
            let bearer = self.auth.authenticate_bearer(token).await.map_err(refused)?;
            let signed_in =
                bearer.actor.user_id().map(|id| SignedIn { id, name: String::new(), email: bearer.claims.email, operates: false });
            return Ok(Authenticated { by_token: true, half: bearer.half, ..Authenticated::of(bearer.actor).named(signed_in) });
        }
        if let Some(value) = self.cookies.read(&parts.headers, "session")
            && let Some(session) = self.auth.authenticate_cookie(value).await?
        {
            let rotated = session.rotated.map(|token| self.cookies.session(token.expose()));
            // Whoever acts for somebody sees their pages, without the way to their own work.
            let operates = session.operates && session.acts_for.is_none();
            let signed_in = session.actor.user_id().map(|id| SignedIn { id, name: session.full_name, email: session.email, operates });
            return Ok(Authenticated {
                cookies: rotated.into_iter().collect(),
                half: session.half,
                acts_for: session.acts_for,
                ..Authenticated::of(session.actor).named(signed_in)
            });
        }
        let guest = self.cookies.read(&parts.headers, "guest").and_then(|value| self.auth.verify_guest(value));
        Ok(Authenticated::of(guest.map_or_else(Actor::anonymous, Actor::guest)))
    }
}

fn refused(error: BearerError) -> Fault {
    match error {
        BearerError::Database(e) => e.into(),
        other => Fault::new(code::http::BAD_TOKEN).with_context(other),
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

impl Authenticator for ByAuth {
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        self.identify(parts).boxed()
    }

    fn guest_cookie(&self, guest: GuestId) -> String {
        self.cookies.guest(&self.auth.sign_guest(guest))
    }
}
