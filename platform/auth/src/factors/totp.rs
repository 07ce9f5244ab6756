//! Codes of an authenticator app: SHA-1, six digits, thirty seconds, one step early or late (RFC 6238, as every app reads it).

use data_encoding::BASE32_NOPAD;
use platform_types::Timestamp;
use totp_rs::{Algorithm, Builder, Totp};

/// Bytes of a secret: what RFC 4226, section 4, recommends.
pub(super) const SECRET: usize = 20;

fn totp(secret: &[u8]) -> Totp {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_skew(1).with_step_duration(30);
    builder.with_secret(secret.to_vec()).build_noncompliant()
}

/// The step a code belongs to, if it is one of the present or of the steps beside it.
pub(super) fn step(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = u64::try_from(now.timestamp()).ok()?;
    totp(secret).check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
}

/// A secret as people type it.
pub(super) fn typed(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// What an app reads from the picture (the Key Uri Format that authenticator apps share).
pub(super) fn uri(secret: &[u8], issuer: &str, account: &str) -> String {
    let (issuer, account) = (part(issuer), part(account));
    format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30", typed(secret))
}

fn part(text: &str) -> String {
    let clean: String = text.chars().filter(|c| *c != ':').collect();
    url::form_urlencoded::byte_serialize(clean.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// RFC 6238, appendix B, cut to six digits: the secret is the ASCII string below.
    #[test]
    fn the_codes_of_the_standard_are_taken_in_their_step_and_the_neighbours() {
        let secret = b"12345678901234567890";
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")] {
            assert_eq!(step(secret, code, at(seconds)), Some(seconds / 30));
            assert_eq!(step(secret, code, at(seconds + 30)), Some(seconds / 30), "a step late");
            assert_eq!(step(secret, code, at(seconds - 30)), Some(seconds / 30), "a step early");
            assert_eq!(step(secret, code, at(seconds + 60)), None);
        }
        assert_eq!(step(secret, " 287 082 ", at(59)), Some(1));
        for wrong in ["", "28708", "2870821", "28708a", "٢٨٧٠٨٢"] {
            assert_eq!(step(secret, wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn the_address_names_house_and_person() {
        assert_eq!(
            uri(b"12345678901234567890", "My house: x", "ada@example.org"),
            "otpauth://totp/My%20house%20x:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=My%20house%20x&algorithm=SHA1&digits=6&period=30"
        );
    }
}
