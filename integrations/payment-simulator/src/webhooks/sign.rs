//! `Stripe-Signature`.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use platform_types::{ExposeSecret, SecretString, Timestamp};
use sha2::Sha256;

/// `t=…,v1=…` over `<time>.<body>`; none cannot happen, an HMAC key may have any length.
pub(super) fn header(secret: &SecretString, at: Timestamp, body: &[u8]) -> Option<String> {
    let time = at.timestamp().to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(format!("t={time},v1={}", HEXLOWER.encode(&mac.finalize().into_bytes())))
}
