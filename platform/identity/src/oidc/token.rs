//! Whether an id token is what it seems (OpenID Connect Core 1.0, section 3.1.3.7).

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use platform_types::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// Clocks of providers and ours differ by seconds.
const LEEWAY: i64 = 60;

/// What an id token tells about somebody, checked.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct IdClaims {
    pub iss: String,
    pub sub: String,
    pub aud: Value,
    pub exp: i64,
    pub iat: i64,
    pub nonce: Option<String>,
    pub azp: Option<String>,
    #[serde(flatten)]
    pub person: Person,
}

/// Who it is there: in the id token or at the userinfo endpoint.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Person {
    pub email: Option<String>,
    /// A boolean; some providers send a text.
    #[serde(default)]
    pub email_verified: Value,
    pub name: Option<String>,
}

impl Person {
    pub fn is_verified(&self) -> bool {
        self.email_verified == Value::Bool(true) || self.email_verified == Value::String("true".to_owned())
    }
}

/// Why an id token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenFault {
    /// Signed with a key that is not among those known: they may have changed.
    #[error("it is signed with a key that is not among the provider's")]
    UnknownKey,
    #[error("it is not what it seems: {0}")]
    Wrong(&'static str),
}

/// Whom a token must be from and for.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    pub now: Timestamp,
}

pub(super) fn check(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Result<IdClaims, TokenFault> {
    let wrong = |what: &'static str| move |_| TokenFault::Wrong(what);
    let header = jsonwebtoken::decode_header(token).map_err(wrong("it is no JWT"))?;
    // The list is ours: a header cannot choose `none` or a shared secret.
    if !matches!(header.alg, Algorithm::RS256 | Algorithm::ES256) {
        return Err(TokenFault::Wrong("it is signed neither with RS256 nor with ES256"));
    }
    let key = pick(keys, header.kid.as_deref()).ok_or(TokenFault::UnknownKey)?;
    let key = DecodingKey::from_jwk(key).map_err(wrong("its key cannot be read"))?;
    let mut validation = Validation::new(header.alg);
    // Issuer, audience and times are compared below: by our clock.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = jsonwebtoken::decode::<IdClaims>(token, &key, &validation).map_err(wrong("its signature or its claims are wrong"))?.claims;
    let plain = |text: &str| text.trim_end_matches('/').to_owned();
    if plain(&claims.iss) != plain(expected.issuer) {
        return Err(TokenFault::Wrong("another issuer made it"));
    }
    let audiences: Vec<&str> = match &claims.aud {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !audiences.contains(&expected.client_id) {
        return Err(TokenFault::Wrong("it is for another client"));
    }
    let presenter_is_us = claims.azp.as_deref().is_none_or(|azp| azp == expected.client_id);
    if !presenter_is_us || (audiences.len() > 1 && claims.azp.is_none()) {
        return Err(TokenFault::Wrong("another client asked for it"));
    }
    let now = expected.now.timestamp();
    if claims.exp + LEEWAY <= now {
        return Err(TokenFault::Wrong("it has expired"));
    }
    if claims.iat - LEEWAY > now {
        return Err(TokenFault::Wrong("it was made in the future"));
    }
    if claims.nonce.as_deref() != Some(expected.nonce) {
        return Err(TokenFault::Wrong("it was not made for this sign-in"));
    }
    if claims.sub.is_empty() || claims.sub.len() > 255 {
        return Err(TokenFault::Wrong("it names nobody"));
    }
    Ok(claims)
}

/// The key the header names; where it names none, the only one there is.
fn pick<'a>(keys: &'a JwkSet, kid: Option<&str>) -> Option<&'a Jwk> {
    match kid {
        Some(kid) => keys.find(kid),
        None if keys.keys.len() == 1 => keys.keys.first(),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chrono::DateTime;
    use jsonwebtoken::{EncodingKey, Header};
    use platform_auth::keys::{Seed, TokenKey};
    use serde_json::json;

    use super::*;

    struct Signer {
        key: TokenKey,
    }

    impl Signer {
        fn new(id: &str, seed: u8) -> Self {
            Self { key: TokenKey::from_seed(&Seed { id: id.to_owned(), secret: [seed; 32] }) }
        }

        fn jwk(&self) -> Value {
            let (x, y) = self.key.public()[1..].split_at(32);
            json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": self.key.id(), "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y) })
        }

        fn sign(&self, claims: &Value) -> String {
            let mut header = Header::new(Algorithm::ES256);
            header.kid = Some(self.key.id().to_owned());
            jsonwebtoken::encode(&header, claims, self.key.encoding()).unwrap()
        }
    }

    fn set(keys: &[&Signer]) -> JwkSet {
        serde_json::from_value(json!({ "keys": keys.iter().map(|k| k.jwk()).collect::<Vec<_>>() })).unwrap()
    }

    fn expected(now: i64) -> Expected<'static> {
        Expected { issuer: "https://op.test", client_id: "house", nonce: "n", now: DateTime::from_timestamp(now, 0).unwrap() }
    }

    fn right() -> Value {
        json!({ "iss": "https://op.test", "sub": "1", "aud": "house", "exp": 1_300, "iat": 1_000, "nonce": "n", "email": "ada@example.org", "email_verified": true })
    }

    #[test]
    fn only_a_token_of_this_provider_for_us_now_and_for_this_sign_in_counts() {
        let signer = Signer::new("a", 1);
        let keys = set(&[&signer]);
        let claims = check(&signer.sign(&right()), &keys, &expected(1_010)).unwrap();
        assert!(claims.sub == "1" && claims.person.is_verified());
        let with = |key: &str, value: Value| {
            let mut claims = right();
            claims[key] = value;
            check(&signer.sign(&claims), &keys, &expected(1_010)).err()
        };
        assert_eq!(with("iss", json!("https://op.test/")), None, "a slash at the end is none");
        assert_eq!(with("aud", json!(["house"])), None);
        for (key, value, says) in [
            ("iss", json!("https://evil.test"), "another issuer made it"),
            ("aud", json!("other"), "it is for another client"),
            ("aud", json!(["house", "other"]), "another client asked for it"),
            ("azp", json!("other"), "another client asked for it"),
            ("exp", json!(900), "it has expired"),
            ("iat", json!(1_100), "it was made in the future"),
            ("nonce", json!("m"), "it was not made for this sign-in"),
            ("nonce", Value::Null, "it was not made for this sign-in"),
            ("sub", json!(""), "it names nobody"),
        ] {
            assert_eq!(with(key, value), Some(TokenFault::Wrong(says)), "{key}");
        }
        assert!(with("email_verified", json!("false")).is_none());
    }

    #[test]
    fn a_key_that_is_not_the_providers_or_a_weak_algorithm_opens_nothing() {
        let (signer, thief) = (Signer::new("a", 1), Signer::new("a", 2));
        let keys = set(&[&signer]);
        let at = expected(1_010);
        assert!(matches!(check(&thief.sign(&right()), &keys, &at), Err(TokenFault::Wrong(_))), "the same name, another key");
        assert_eq!(check(&Signer::new("b", 3).sign(&right()), &keys, &at).unwrap_err(), TokenFault::UnknownKey);
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("a".to_owned());
        // The public key as a shared secret: the classic confusion of algorithms.
        let forged = jsonwebtoken::encode(&header, &right(), &EncodingKey::from_secret(signer.key.public())).unwrap();
        assert!(matches!(check(&forged, &keys, &at), Err(TokenFault::Wrong("it is signed neither with RS256 nor with ES256"))));
        let none = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode(right().to_string()));
        assert!(matches!(check(&none, &keys, &at), Err(TokenFault::Wrong("it is no JWT"))));
    }
}
