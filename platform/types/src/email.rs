//! E-mail addresses, stored in one normal form so that an equality finds them.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::lang::told;

/// A plausible address (RFC 5321 lengths, one `@`, a dotted or literal-free domain), lower-cased and in NFC.
///
/// Prints masked in debug output, so that logs do not carry people's addresses.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was given.
    #[error("{}", told("enter an e-mail address", "geben Sie eine E-Mail-Adresse ein", "أدخل عنوان بريد إلكتروني"))]
    Empty,
    /// It does not look like `name@example.org`.
    #[error(
        "{}",
        told(
            "enter an e-mail address like name@example.org",
            "geben Sie eine E-Mail-Adresse wie name@example.org ein",
            "أدخل عنوان بريد إلكتروني مثل name@example.org"
        )
    )]
    Shape,
    /// Longer than RFC 5321 allows (64 before the `@`, 254 in all).
    #[error(
        "{}",
        told(
            "this e-mail address is too long; at most 254 characters are possible",
            "diese E-Mail-Adresse ist zu lang; höchstens 254 Zeichen sind möglich",
            "عنوان البريد الإلكتروني هذا طويل جدًا؛ الحد الأقصى 254 حرفًا"
        )
    )]
    TooLong,
}

impl EmailAddress {
    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `a…@example.org`: enough to recognise, not to harvest.
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or(("", ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}…@{domain}")
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;

    fn from_str(raw: &str) -> Result<Self, EmailError> {
        let text: String = raw.trim().nfc().collect::<String>().to_lowercase();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError::Shape)?;
        if text.len() > 254 || local.len() > 64 {
            return Err(EmailError::TooLong);
        }
        let bad = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"@".contains(c);
        let labels_ok = domain.split('.').count() >= 2
            && domain
                .split('.')
                .all(|l| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-') && l.chars().all(|c| c.is_alphanumeric() || c == '-'));
        let local_ok =
            !local.is_empty() && !local.chars().any(bad) && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if local_ok && labels_ok { Ok(Self(text)) } else { Err(EmailError::Shape) }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

impl<'de> serde::Deserialize<'de> for EmailAddress {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_spelling() {
        let a: EmailAddress = "  Ada.Lovelace@Example.ORG ".parse().unwrap();
        assert_eq!(a.as_str(), "ada.lovelace@example.org");
        assert_eq!(format!("{a:?}"), "EmailAddress(a…@example.org)");
    }

    #[test]
    fn the_reason_is_told_in_the_reader_s_language() {
        let why = || EmailError::Shape.to_string();
        assert_eq!(crate::Lang::De.within(why), "geben Sie eine E-Mail-Adresse wie name@example.org ein");
        assert_eq!(why(), "enter an e-mail address like name@example.org");
    }

    #[test]
    fn what_is_no_address_is_refused_with_a_reason() {
        for raw in ["ada", "ada@", "@b.c", "a b@c.de", "a@b", "a@-b.de", "a..b@c.de", "a@b\r\nBcc: x@y.z", "<a@b.de>"] {
            assert_eq!(raw.parse::<EmailAddress>(), Err(EmailError::Shape), "{raw}");
        }
        assert_eq!(" ".parse::<EmailAddress>(), Err(EmailError::Empty));
        let long = format!("{}@example.org", "a".repeat(65));
        assert_eq!(long.parse::<EmailAddress>(), Err(EmailError::TooLong));
    }
}
