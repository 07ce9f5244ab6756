//! A file's name as people may see it.

use platform_types::clean_line;

/// Longest name in characters.
const LONGEST: usize = 120;

/// The last part of what the browser calls the file: without folders, without characters that turn or hide others, at
/// most 120 characters with its ending, never empty. Only people read it; keys and types are made of other things.
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last
        .chars()
        .filter(|c| !turns_or_hides(*c))
        .map(|c| if matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?') { '-' } else { c })
        .collect();
    let line = clean_line(&seen);
    let line = line.trim().trim_start_matches('.').trim();
    if line.is_empty() { "file".to_owned() } else { shorten(line) }
}

/// Controls, zero-width characters and what changes the direction of writing: `exe.gpj` must not be read as `jpg.exe`.
fn turns_or_hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{061C}' | '\u{180E}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Keeps the ending, as far as it is one.
fn shorten(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| (1..=8).contains(&ending.chars().count()));
    let room = LONGEST - ending.map_or(0, |ending| ending.chars().count() + 1);
    let start: String = name.chars().take(room).collect();
    match ending {
        Some(ending) => format!("{}.{ending}", start.trim_end()),
        None => start.trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_harmless_and_stay_readable() {
        for (given, is) in [
            ("plan.pdf", "plan.pdf"),
            ("C:\\Users\\x\\Sitzplan 2026.pdf", "Sitzplan 2026.pdf"),
            ("../../etc/passwd", "passwd"),
            ("خريطة القاعة.pdf", "خريطة القاعة.pdf"),
            ("座位表.png", "座位表.png"),
            ("annex\u{202E}fdp.exe", "annexfdp.exe"),
            ("a\u{0}b\r\nc\".txt", "abc-.txt"),
            ("", "file"),
            (" . ", "file"),
            ("\u{200B}", "file"),
            (".htaccess", "htaccess"),
        ] {
            assert_eq!(clean_name(given), is, "{given:?}");
        }
        let long = format!("{}.docx", "ש".repeat(300));
        let short = clean_name(&long);
        assert_eq!((short.chars().count(), short.ends_with("ש.docx")), (120, true));
        assert_eq!(clean_name(&"x".repeat(300)).len(), 120);
    }
}
