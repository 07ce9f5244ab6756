//! Whether a request comes from whoever runs the house, before it is asked who is signed in.

use std::net::IpAddr;

use axum::http::header;
use axum::http::request::Parts;
use platform_types::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::HttpSettings;

/// The machine itself, or a program that has the token. `peer` is the resolved address: a proxy on this machine does
/// not make its visitors the machine.
pub(super) fn is(parts: &Parts, peer: Option<IpAddr>, settings: &HttpSettings) -> bool {
    peer.is_some_and(|ip| ip.is_loopback()) || has_token(parts, settings)
}

fn has_token(parts: &Parts, settings: &HttpSettings) -> bool {
    let Some(token) = &settings.metrics_token else { return false };
    let sent = parts.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.split_once(' '));
    // Digests are compared, so that the time it takes says nothing about the token.
    sent.is_some_and(|(scheme, sent)| {
        scheme.eq_ignore_ascii_case("bearer") && Sha256::digest(sent.trim().as_bytes()) == Sha256::digest(token.expose_secret().as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use platform_types::SecretString;

    use super::*;

    #[test]
    fn the_machine_and_the_token_open_and_nothing_else_does() {
        let with = |token: Option<&str>| HttpSettings { metrics_token: token.map(SecretString::from), ..HttpSettings::default() };
        let asks = |peer: &str, authorization: Option<&str>, token: Option<&str>| {
            let mut request = axum::http::Request::builder().uri("/metrics");
            if let Some(value) = authorization {
                request = request.header("authorization", value);
            }
            is(&request.body(()).unwrap().into_parts().0, peer.parse().ok(), &with(token))
        };
        let token = Some("a-long-enough-token");
        assert!(asks("127.0.0.1", None, None) && asks("::1", None, token));
        assert!(asks("198.51.100.7", Some("Bearer a-long-enough-token"), token));
        for (authorization, token) in [
            (None, token),
            (Some("Bearer "), token),
            (Some("Bearer a-long-enough-toke"), token),
            (Some("Basic a-long-enough-token"), token),
            (Some("Bearer a-long-enough-token"), None),
        ] {
            assert!(!asks("198.51.100.7", authorization, token), "{authorization:?}");
        }
    }
}
