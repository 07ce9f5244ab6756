//! Direction of a line. What a line lists side by side (`Row 1 · محمد · Stalls`) keeps the order in which it
//! is listed: each part is isolated (UAX #9), so that a number beside an Arabic name does not change places
//! with it, and the line as a whole runs as its first Latin part does.

/// Opens a part whose first strong letter decides its own direction.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Open a part that runs from left to right, and from right to left.
const DIRECTED_ISOLATES: [char; 2] = ['\u{2066}', '\u{2067}'];
/// Closes it.
const POP_ISOLATE: char = '\u{2069}';

/// What stands between the parts of a line.
const BETWEEN: [&str; 5] = [" · ", " • ", " | ", " / ", " – "];

/// The line with its parts isolated where that makes a difference, and whether it runs from right to left.
pub(super) fn laid_out(line: &str) -> (String, bool) {
    let divided = BETWEEN.into_iter().map(|between| (between, parts_of(line, between))).find(|(_, parts)| parts.len() > 1);
    let Some((between, parts)) = divided else { return (line.to_owned(), is_rtl(line)) };
    if !parts.iter().any(|part| part.chars().any(is_rtl_letter)) {
        return (line.to_owned(), false);
    }
    let isolated: Vec<String> = parts.iter().map(|part| format!("{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}")).collect();
    let mut lettered = parts.iter().filter(|part| part.chars().any(char::is_alphabetic));
    (isolated.join(between), lettered.all(|part| is_rtl(part)))
}

/// What `between` divides; what is isolated already is one.
fn parts_of<'l>(line: &'l str, between: &str) -> Vec<&'l str> {
    let (mut parts, mut begun, mut open) = (Vec::new(), 0, 0_usize);
    for (at, c) in line.char_indices() {
        open = within(open, c);
        if open == 0 && at >= begun && line[at..].starts_with(between) {
            parts.push(&line[begun..at]);
            begun = at + between.len();
        }
    }
    parts.push(&line[begun..]);
    parts
}

/// How many isolates are open behind a character.
fn within(open: usize, c: char) -> usize {
    match c {
        FIRST_STRONG_ISOLATE => open + 1,
        c if DIRECTED_ISOLATES.contains(&c) => open + 1,
        POP_ISOLATE => open.saturating_sub(1),
        _ => open,
    }
}

/// Whether the first letter with a direction is written right to left (UAX #9, rules P2 and P3,
/// by the blocks Unicode reserves for right-to-left scripts). What is isolated says nothing of the words around it, but where there
/// are none it says where the line begins.
fn is_rtl(text: &str) -> bool {
    let mut open = 0;
    let mut around = text.chars().filter(|c| {
        open = within(open, *c);
        open == 0
    });
    let first = around.find(|c| c.is_alphabetic()).or_else(|| text.chars().find(|c| c.is_alphabetic()));
    first.is_some_and(is_rtl_letter)
}

fn is_rtl_letter(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_is_that_of_the_first_letter() {
        assert!(is_rtl("12 محمد Ali"));
        assert!(is_rtl("«שלום»"));
        assert!(!is_rtl("Ali محمد"));
        assert!(is_rtl("\u{2066}HK$\u{2069} شاملًا"));
        assert!(is_rtl("\u{2067}السبت\u{2069}, \u{2067}20:00\u{2069}"));
    }

    #[test]
    fn parts_of_a_mixed_line_are_isolated() {
        assert_eq!(laid_out("Row 1 · محمد · 12"), ("\u{2068}Row 1\u{2069} · \u{2068}محمد\u{2069} · \u{2068}12\u{2069}".to_owned(), false));
        assert!(!laid_out("محمد · Row 1").1, "as its Latin part");
        assert!(laid_out("محمد · 12 · علي").1);
        let isolated = "\u{2067}14 – 15 مارس\u{2069} – Row 1";
        assert_eq!(laid_out(isolated).0, "\u{2068}\u{2067}14 – 15 مارس\u{2069}\u{2069} – \u{2068}Row 1\u{2069}");
        for plain in ["Row 1 · Stalls", "محمد علي", "", "Ali محمد 12"] {
            assert_eq!(laid_out(plain).0, plain);
        }
    }
}
