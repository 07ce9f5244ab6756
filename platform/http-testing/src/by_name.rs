//! Who asks, told by unsigned cookies: signing is `platform-auth`'s.

use axum::http::header;
use axum::http::request::Parts;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use platform_http::{Authenticated, Authenticator, Fault, SignedIn};
use platform_types::{Actor, GuestId, UserId};

/// Believes the cookies `user` and `guest`, each an id.
pub struct ByName;

impl Authenticator for ByName {
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        let cookie = |name: &str| {
            let all = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split("; "));
            all.filter_map(|c| c.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
        };
        let user = cookie("user").and_then(|id| id.parse::<UserId>().ok());
        let guest = cookie("guest").and_then(|id| id.parse::<GuestId>().ok());
        let actor = match (user, guest) {
            (Some(user), _) => Actor::user(user, None),
            (None, Some(guest)) => Actor::guest(guest),
            (None, None) => Actor::anonymous(),
        };
        let signed_in =
            user.map(|id| SignedIn { id, name: "Ada Lovelace".to_owned(), email: "ada@example.org".to_owned(), operates: false });
        async move { Ok(Authenticated::of(actor).named(signed_in)) }.boxed()
    }

    fn guest_cookie(&self, guest: GuestId) -> String {
        format!("guest={guest}; Path=/")
    }
}
