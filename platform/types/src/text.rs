//! What people type.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::lang::told;

/// A person's name as they write it: any script, one line, NFC, 1 to 200 characters, something visible in it.
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing a person could read.
    #[error("{}", told("enter a name", "geben Sie einen Namen ein", "أدخل اسمًا"))]
    Blank,
    /// More than 200 characters.
    #[error(
        "{}",
        told(
            "this name is too long; at most 200 characters fit",
            "dieser Name ist zu lang; höchstens 200 Zeichen haben Platz",
            "هذا الاسم طويل جدًا؛ يتسع الحقل لـ 200 حرف كحد أقصى"
        )
    )]
    TooLong,
}

impl PersonName {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonName {
    type Err = NameError;
    fn from_str(raw: &str) -> Result<Self, NameError> {
        let text = clean_line(raw);
        if is_blank(&text) {
            Err(NameError::Blank)
        } else if text.chars().count() > 200 {
            Err(NameError::TooLong)
        } else {
            Ok(Self(text))
        }
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

/// One line in NFC: control characters (tabs and line ends among them) become spaces, NUL and
/// bidirectional overrides (which could make one line read as another) go, ends are trimmed.
pub fn clean_line(raw: &str) -> String {
    clean(raw).filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect::<String>().trim().to_owned()
}

/// The same of a line that the house itself made: it keeps the isolates (UAX #9) that hold an amount or a name together within
/// words of the other direction, if each is closed and none reaches beyond the line.
pub fn clean_isolated_line(raw: &str) -> String {
    if !has_closed_isolates(raw) {
        return clean_line(raw);
    }
    clean(raw).collect::<String>().trim().to_owned()
}

fn has_closed_isolates(text: &str) -> bool {
    let open = text.chars().try_fold(0_usize, |open, c| match c {
        '\u{2066}'..='\u{2068}' => Some(open + 1),
        '\u{2069}' => open.checked_sub(1),
        _ => Some(open),
    });
    open == Some(0)
}

fn clean(raw: &str) -> impl Iterator<Item = char> + '_ {
    raw.nfc()
        .filter(|c| !matches!(c, '\0' | '\u{202A}'..='\u{202E}' | '\u{FEFF}'))
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
}

/// Whether a text shows nothing: only spaces, joiners, variation selectors, marks without a base.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
                    | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                    | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
                    | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_world_pass_and_blank_ones_do_not() {
        for name in ["Ada", "محمد علي", "山田 太郎", "Ng", "O’Brien-Ño", "X Æ A-12"] {
            assert_eq!(name.parse::<PersonName>().unwrap().as_str(), name);
        }
        for name in ["", "  ", "\u{200B}\u{FEFF}", "\u{2800}", "\u{3164}", "\t\n"] {
            assert_eq!(name.parse::<PersonName>(), Err(NameError::Blank), "{name:?}");
        }
        let amount = "\u{2067}\u{2066}420.00\u{2069} HK$\u{2069}\n";
        assert_eq!((clean_line(amount), clean_isolated_line(amount)), ("420.00 HK$".to_owned(), amount.trim().to_owned()));
        for open in ["\u{2067}a", "a\u{2069}", "\u{2069}a\u{2067}"] {
            assert_eq!(clean_isolated_line(open), "a", "what is not closed would turn over what stands behind it");
        }
        assert_eq!("a\u{202E}b\nc".parse::<PersonName>().unwrap().as_str(), "ab c");
    }
}
