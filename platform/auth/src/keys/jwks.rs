//! The public keys, as RFC 7517 writes them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::AuthKeys;

/// Every key that verifies our access tokens; never a secret one.
pub fn jwks(keys: &AuthKeys) -> Value {
    let list: Vec<Value> = keys
        .tokens()
        .iter()
        .map(|key| {
            let (x, y) = key.public()[1..].split_at(32);
            json!({
                "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "key_ops": ["verify"],
                "kid": key.id(), "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
            })
        })
        .collect();
    json!({ "keys": list })
}
