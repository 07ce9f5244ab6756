//! One spelling for what means the same (full width, dashes, case, spaces), so that the grammars
//! stay small. Only for reading; what is kept is the source's text.

/// A folded text and a place in it.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    chars: Vec<char>,
    at: usize,
    /// The furthest place understood so far, for the reason shown to people.
    furthest: usize,
}

/// Full width becomes ASCII, every dash and 至 become `-`, every white space a space, letters lower case.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        '–' | '—' | '‐' | '‑' | '−' | '至' => '-',
        '、' => ',',
        // "say", looks like "day" and is typed for it; no date contains it otherwise.
        '曰' => '日',
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    }
}

impl Cursor {
    pub fn new(text: &str) -> Self {
        let chars = text.trim().chars().map(fold).collect();
        Self { chars, at: 0, furthest: 0 }
    }

    /// The whole folded text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// What comes next, to the end.
    pub fn rest(&self) -> String {
        self.chars[self.at..].iter().collect()
    }

    /// From where it stopped making sense, at most 24 characters.
    pub fn not_understood(&self) -> String {
        self.chars[self.furthest..].iter().take(24).collect()
    }

    pub fn mark(&self) -> usize {
        self.at
    }

    pub fn back_to(&mut self, mark: usize) {
        self.at = mark;
    }

    pub fn ended(&self) -> bool {
        self.at == self.chars.len()
    }

    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn advance(&mut self, n: usize) {
        self.at += n;
        self.furthest = self.furthest.max(self.at);
    }

    pub fn spaces(&mut self) {
        while self.peek() == Some(' ') {
            self.advance(1);
        }
    }

    /// Takes `wanted` if it comes next.
    pub fn eat(&mut self, wanted: &str) -> bool {
        let n = wanted.chars().count();
        let found = self.chars[self.at..].iter().copied().take(n).eq(wanted.chars());
        if found {
            self.advance(n);
        }
        found
    }

    /// Takes the ASCII letters that come next.
    pub fn word(&mut self) -> String {
        let word: String = self.chars[self.at..].iter().take_while(|c| c.is_ascii_alphabetic()).collect();
        self.advance(word.len());
        word
    }

    /// Takes all the ASCII digits that come next if there are `fewest..=most` of them: value and count.
    pub fn number(&mut self, fewest: usize, most: usize) -> Option<(u32, usize)> {
        let n = self.chars[self.at..].iter().take_while(|c| c.is_ascii_digit()).count();
        (fewest..=most).contains(&n).then(|| self.digits(n)).flatten().map(|v| (v, n))
    }

    /// Takes exactly `n` ASCII digits, whatever follows.
    pub fn digits(&mut self, n: usize) -> Option<u32> {
        let digits: String = self.chars[self.at..].iter().take(n).take_while(|c| c.is_ascii_digit()).collect();
        if digits.len() != n {
            return None;
        }
        self.advance(n);
        digits.parse().ok()
    }
}
