//! The text of a code: how it is typed, and how it is stored and looked for.

use platform_texts::t;
use platform_types::{Entropy, clean_line};

/// As long as a code may be.
pub const MOST: usize = 40;
/// As short as a code may be.
const LEAST: usize = 3;

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too short or too long.
    #[error("{}", t!("code-wrong-length", least = LEAST, most = MOST))]
    Length,
    /// Something nobody could type from a poster.
    #[error("{}", t!("code-wrong-characters"))]
    Characters,
}

/// As codes are looked for: capital letters, no spaces. Nothing typed is nothing; what is longer than any code is cut.
pub fn normal(raw: &str) -> Option<String> {
    let capitals: String = clean_line(raw).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    let text: String = clean_line(&capitals).chars().take(MOST).collect();
    (!text.is_empty()).then_some(text)
}

/// A code that an organizer makes up.
pub fn new_code(raw: &str) -> Result<String, CodeError> {
    let line = clean_line(raw);
    if !line.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Err(CodeError::Characters);
    }
    let text = normal(&line).ok_or(CodeError::Length)?;
    let length = line.chars().count();
    if (LEAST..=MOST).contains(&length) && text.chars().count() >= LEAST { Ok(text) } else { Err(CodeError::Length) }
}

/// A random code behind a prefix: 28 letters and digits that are not mistaken for each other, eight of them.
pub(crate) fn random_code(entropy: &Entropy, prefix: &str) -> String {
    format!("{prefix}{}", entropy.readable_code(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spaces_do_not_matter() {
        for raw in ["spring24", " SPRING24 ", "Spring 24", "\u{FEFF}spring24\t"] {
            assert_eq!(normal(raw).as_deref(), Some("SPRING24"), "{raw:?}");
        }
        assert_eq!(normal("été").as_deref(), Some("ÉTÉ"));
        assert_eq!(normal("e\u{301}te\u{301}"), normal("été"), "however it is composed");
        assert_eq!(normal(" \u{0} "), None);
        assert_eq!(normal(&"x".repeat(500)).unwrap().chars().count(), MOST);
    }

    #[test]
    fn a_new_code_can_be_typed_from_a_poster() {
        assert_eq!(new_code(" vip-2026 "), Ok("VIP-2026".to_owned()));
        assert_eq!(new_code("ab"), Err(CodeError::Length));
        assert_eq!(new_code(&"x".repeat(41)), Err(CodeError::Length));
        for raw in ["two words", "50%", "a/b", "<b>"] {
            assert_eq!(new_code(raw), Err(CodeError::Characters), "{raw}");
        }
    }

    #[test]
    fn random_codes_are_codes() {
        let entropy = Entropy::seeded(7);
        for _ in 0..50 {
            let code = random_code(&entropy, "GUEST-");
            assert_eq!(new_code(&code), Ok(code.clone()));
        }
    }
}
