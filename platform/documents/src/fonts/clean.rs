//! What people type, made fit for one line of print.

use typst::text::is_default_ignorable;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// One line in NFC without control characters, bidirectional overrides, unassigned or private
/// characters and invisible format characters that no font knows; isolates that are closed stay; every space is a plain one
/// except the no-break and the ideographic space.
pub(super) fn line(raw: &str) -> String {
    platform_types::clean_isolated_line(raw)
        .chars()
        .filter(|c| !is_noise(*c))
        .map(|c| if c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{3000}') { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Whether print should show something for it.
pub(super) fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_default_ignorable(c) && !is_noise(c)
}

/// Assigned to nothing a reader could see, and not ignored by shaping either.
fn is_noise(c: char) -> bool {
    match c.general_category() {
        GeneralCategory::Control | GeneralCategory::Unassigned | GeneralCategory::PrivateUse | GeneralCategory::Surrogate => true,
        // Joiners and variation selectors steer shaping; prepended number signs of Arabic and
        // Syriac are visible and stay; interlinear annotation marks and the like do neither.
        GeneralCategory::Format => !is_default_ignorable(c) && !is_prepended(c),
        _ => false,
    }
}

/// Format characters that are drawn (Unicode property `Prepended_Concatenation_Mark`).
fn is_prepended(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}' | '\u{110BD}' | '\u{110CD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_goes_and_words_stay() {
        assert_eq!(line("a\u{202E}b\u{0}c\nd\u{2003}e\u{E000}f\u{FFF9}g"), "abc d efg");
        assert_eq!(line("👨\u{200D}👩\u{200D}👧"), "👨\u{200D}👩\u{200D}👧");
        assert_eq!(line("山田\u{3000}太郎"), "山田\u{3000}太郎");
    }
}
