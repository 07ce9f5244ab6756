//! `Stripe-Signature`: HMAC-SHA256 over `<time>.<body>` (docs.stripe.com/webhooks#verify-manually).

use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit, Mac};
use platform_payments::WebhookError;
use platform_types::{ExposeSecret, SecretString, Timestamp};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// How far the signing time may be from ours, in seconds.
pub(crate) const TOLERANCE: i64 = 300;

struct Header<'a> {
    time: &'a str,
    signatures: Vec<[u8; 32]>,
}

/// Checks a signature header against the body. Several `v1` and several secrets may be in use while a
/// secret is replaced; other schemes (`v0`) are ignored, so that nobody can choose a weaker one.
pub(crate) fn verify(header: &str, body: &[u8], secrets: &[SecretString], now: Timestamp) -> Result<(), WebhookError> {
    let Header { time, signatures } = parse(header)?;
    let mut genuine = subtle::Choice::from(0);
    for secret in secrets {
        let expected = sign(secret, time, body)?;
        for signature in &signatures {
            genuine |= expected.ct_eq(signature);
        }
    }
    if !bool::from(genuine) {
        return Err(WebhookError::Forged);
    }
    let signed_at: i64 = time.parse().map_err(|_| WebhookError::Malformed)?;
    let seconds = now.timestamp().saturating_sub(signed_at).saturating_abs();
    if seconds > TOLERANCE {
        return Err(WebhookError::Stale { seconds, tolerance: TOLERANCE });
    }
    Ok(())
}

fn parse(header: &str) -> Result<Header<'_>, WebhookError> {
    let mut time = None;
    let mut signatures = Vec::new();
    for item in header.split(',') {
        let (scheme, value) = item.split_once('=').ok_or(WebhookError::Malformed)?;
        match scheme.trim() {
            "t" if time.replace(value.trim()).is_some() => return Err(WebhookError::Malformed),
            "v1" => {
                let bytes = HEXLOWER_PERMISSIVE.decode(value.trim().as_bytes()).map_err(|_| WebhookError::Malformed)?;
                signatures.push(<[u8; 32]>::try_from(bytes).map_err(|_| WebhookError::Malformed)?);
            }
            _ => {}
        }
    }
    let time = time.filter(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())).ok_or(WebhookError::Malformed)?;
    if signatures.is_empty() {
        return Err(WebhookError::Unsigned);
    }
    Ok(Header { time, signatures })
}

fn sign(secret: &SecretString, time: &str, body: &[u8]) -> Result<[u8; 32], WebhookError> {
    // An HMAC key may have any length; the error cannot happen.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).map_err(|_| WebhookError::Malformed)?;
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    Ok(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    fn secrets(list: &[&str]) -> Vec<SecretString> {
        list.iter().map(|s| SecretString::from(*s)).collect()
    }

    fn v1(secret: &str, time: i64, body: &[u8]) -> String {
        HEXLOWER_PERMISSIVE.encode(&sign(&SecretString::from(secret), &time.to_string(), body).unwrap())
    }

    fn check(header: &str, body: &[u8]) -> Result<(), WebhookError> {
        verify(header, body, &secrets(&["whsec_new", "whsec_old"]), at(NOW))
    }

    /// Computed with `openssl dgst -sha256 -hmac`, so that we are not our own judge.
    #[test]
    fn a_signature_made_elsewhere_is_accepted() {
        let header = "t=1700000000,v1=c89214b5b5da833daed6f0b8c5bb6bd58cea9022bd80ccc78230f3942d632925";
        assert_eq!(verify(header, br#"{"id":"evt_1"}"#, &secrets(&["whsec_test"]), at(NOW)), Ok(()));
    }

    #[test]
    fn any_of_several_signatures_and_secrets_will_do() {
        let body = b"{}";
        let good = v1("whsec_old", NOW, body);
        let bad = "0".repeat(64);
        assert_eq!(check(&format!("t={NOW},v1={bad},v1={good},v0=junk"), body), Ok(()));
        assert_eq!(check(&format!("t={NOW},v1={bad}"), body), Err(WebhookError::Forged));
        assert_eq!(check(&format!("t={NOW},v0={good}"), body), Err(WebhookError::Unsigned), "a weaker scheme does not count");
    }

    #[test]
    fn headers_that_make_no_sense_are_refused() {
        let good = v1("whsec_new", NOW, b"{}");
        for header in [
            "",
            "v1",
            &format!("v1={good}"),
            &format!("t=,v1={good}"),
            &format!("t={NOW},t={NOW},v1={good}"),
            &format!("t=-1,v1={good}"),
            &format!("t={NOW},v1=zz"),
            &format!("t={NOW},v1={}", &good[..62]),
        ] {
            assert_eq!(check(header, b"{}"), Err(WebhookError::Malformed), "{header}");
        }
        assert_eq!(verify(&format!("t={NOW},v1={good}"), b"{}", &[], at(NOW)), Err(WebhookError::Forged), "no secret, no trust");
    }

    #[test]
    fn five_minutes_either_way_and_no_more() {
        for (time, fresh) in [(NOW - 300, true), (NOW + 300, true), (NOW - 301, false), (NOW + 301, false)] {
            let header = format!("t={time},v1={}", v1("whsec_new", time, b"{}"));
            let expected = if fresh { Ok(()) } else { Err(WebhookError::Stale { seconds: 301, tolerance: 300 }) };
            assert_eq!(check(&header, b"{}"), expected);
        }
        let header = format!(
            "t=99999999999999999999,v1={}",
            HEXLOWER_PERMISSIVE.encode(&sign(&SecretString::from("whsec_new"), "99999999999999999999", b"{}").unwrap())
        );
        assert_eq!(check(&header, b"{}"), Err(WebhookError::Malformed));
    }

    proptest! {
        #[test]
        fn a_genuine_body_passes_and_a_changed_one_does_not(body: Vec<u8>, at_byte: prop::sample::Index, flip in 1_u8..) {
            let header = format!("t={NOW},v1={}", v1("whsec_new", NOW, &body));
            prop_assert_eq!(check(&header, &body), Ok(()));
            let mut changed = body.clone();
            if changed.is_empty() { changed.push(flip) } else { let i = at_byte.index(changed.len()); changed[i] ^= flip; }
            prop_assert_eq!(check(&header, &changed), Err(WebhookError::Forged));
        }

        #[test]
        fn a_changed_time_or_signature_does_not_pass(body: Vec<u8>, shift in 1_i64..200, nibble in 0_usize..64) {
            let good = v1("whsec_new", NOW, &body);
            prop_assert_eq!(check(&format!("t={},v1={good}", NOW + shift), &body), Err(WebhookError::Forged));
            let mut other = good.into_bytes();
            other[nibble] = if other[nibble] == b'0' { b'1' } else { b'0' };
            let other = String::from_utf8(other).unwrap();
            prop_assert_eq!(check(&format!("t={NOW},v1={other}"), &body), Err(WebhookError::Forged));
        }

        #[test]
        fn no_header_makes_it_panic(header in ".*", body: Vec<u8>) {
            prop_assert!(check(&header, &body).is_err());
        }
    }
}
