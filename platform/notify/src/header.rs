//! Text that may stand in a header.

use std::fmt;
use std::str::FromStr;

use platform_types::{clean_line, is_blank};

/// One line, 1 to 200 characters: no line end, no control character, nothing that turns reading direction.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderText(String);

/// Why a text may not stand in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Nothing to read.
    #[error("a header needs some text")]
    Blank,
    /// A line end or control character: somebody tries to add headers of their own.
    #[error("a header is one line; line ends and control characters are refused")]
    Control,
    /// Longer than 200 characters.
    #[error("a header holds at most 200 characters")]
    TooLong,
}

impl HeaderText {
    /// From text that others wrote (an event's title): line ends become spaces, what is too long is cut,
    /// and nothing readable becomes `otherwise`.
    pub fn cleaned(raw: &str, otherwise: &'static str) -> Self {
        let line = clean_line(raw);
        if is_blank(&line) {
            return Self(otherwise.to_owned());
        }
        if line.chars().count() <= 200 { Self(line) } else { Self(line.chars().take(199).chain(['…']).collect()) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HeaderText {
    type Err = HeaderError;

    fn from_str(raw: &str) -> Result<Self, HeaderError> {
        let line = clean_line(raw);
        if raw.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            Err(HeaderError::Control)
        } else if is_blank(&line) {
            Err(HeaderError::Blank)
        } else if line.chars().count() > 200 {
            Err(HeaderError::TooLong)
        } else {
            Ok(Self(line))
        }
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A subject may name a person.
impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeaderText(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_never_gets_into_a_header() {
        for raw in ["Hi\r\nBcc: x@y.zz", "Hi\nBcc: x@y.zz", "Hi\rx", "a\0b", "a\u{2028}b"] {
            assert_eq!(raw.parse::<HeaderText>(), Err(HeaderError::Control), "{raw:?}");
            let cleaned = HeaderText::cleaned(raw, "—");
            assert!(!cleaned.as_str().chars().any(char::is_control), "{raw:?}");
        }
        assert_eq!(" \u{200B} ".parse::<HeaderText>(), Err(HeaderError::Blank));
        assert_eq!(HeaderText::cleaned("\u{200B}", "Your tickets").as_str(), "Your tickets");
        assert_eq!("Deine Karten für „Größe“ 🎟".parse::<HeaderText>().unwrap().as_str(), "Deine Karten für „Größe“ 🎟");
        assert_eq!("x".repeat(201).parse::<HeaderText>(), Err(HeaderError::TooLong));
        assert_eq!(HeaderText::cleaned(&"ü".repeat(300), "—").as_str().chars().count(), 200);
    }
}
