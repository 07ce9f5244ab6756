//! The code a person types when the picture does not scan: `7K2M-9QX-D4F`.
//!
//! Nine letters drawn by chance and one to check them, from 28 that are not mistaken for each other
//! (no 0/O, 1/I/L, no vowels). With weights 1 to 10 modulo the prime 29 the last one notices every
//! single wrong letter and every two that changed places. It names a ticket and proves nothing:
//! whoever looks it up is staff of that event, and guessing is limited there.

use std::fmt;
use std::str::FromStr;

use platform_types::Entropy;

const LETTERS: &[u8; 28] = b"23456789BCDFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;
const PRIME: usize = 29;

/// Ten letters, checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct HumanCode([u8; LENGTH]);

/// Why a text is not such a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HumanCodeError {
    /// Too short or too long.
    #[error("a ticket code has ten letters and digits; this has {0}")]
    Length(usize),
    /// A letter that no code has.
    #[error("no ticket code has the letter {0}")]
    Letter(char),
    /// A slip of the finger.
    #[error("this code is mistyped; compare it letter by letter")]
    Mistyped,
}

impl HumanCode {
    /// A new one.
    pub fn random(entropy: &Entropy) -> Self {
        loop {
            let mut letters = [0; LENGTH];
            let mut sum = 0;
            for (place, letter) in letters.iter_mut().take(LENGTH - 1).enumerate() {
                let value = usize::try_from(entropy.below(LETTERS.len() as u64)).unwrap_or(0);
                *letter = LETTERS[value];
                sum += (place + 1) * value;
            }
            // The weight of the last place times its value must bring the sum to 0. One remainder of
            // 29 has no letter: then nine others are drawn.
            if let Some(value) = (0..LETTERS.len()).find(|value| (sum + LENGTH * value).is_multiple_of(PRIME)) {
                letters[LENGTH - 1] = LETTERS[value];
                return Self(letters);
            }
        }
    }

    /// As stored: ten letters without marks.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for HumanCode {
    type Err = HumanCodeError;

    /// Takes small letters, and any spaces and dashes between.
    fn from_str(text: &str) -> Result<Self, HumanCodeError> {
        let typed: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let mut letters = [0; LENGTH];
        let mut sum = 0;
        for (place, c) in typed.iter().enumerate() {
            let value = LETTERS.iter().position(|letter| char::from(*letter) == *c).ok_or(HumanCodeError::Letter(*c))?;
            if let Some(letter) = letters.get_mut(place) {
                *letter = LETTERS[value];
            }
            sum += (place + 1) * value;
        }
        if typed.len() != LENGTH {
            return Err(HumanCodeError::Length(typed.len()));
        }
        if sum % PRIME == 0 { Ok(Self(letters)) } else { Err(HumanCodeError::Mistyped) }
    }
}

/// In groups, as printed: `7K2M-9QX-D4F`.
impl fmt::Display for HumanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.as_str();
        write!(f, "{}-{}-{}", &text[..4], &text[4..7], &text[7..])
    }
}

impl fmt::Debug for HumanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HumanCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(seed: u64) -> HumanCode {
        HumanCode::random(&Entropy::seeded(seed))
    }

    #[test]
    fn reads_what_people_type() {
        let code = code(1);
        let shown = code.to_string();
        assert_eq!(shown.len(), 12);
        for typed in [shown.clone(), shown.to_lowercase(), shown.replace('-', " "), format!("  {}\n", code.as_str())] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!("ABC".parse::<HumanCode>(), Err(HumanCodeError::Letter('A')));
        assert_eq!("234".parse::<HumanCode>(), Err(HumanCodeError::Length(3)));
        assert_eq!("22222222222222".parse::<HumanCode>(), Err(HumanCodeError::Length(14)));
    }

    proptest! {
        #[test]
        fn one_wrong_letter_is_noticed(seed: u64, place in 0..LENGTH, value in 0..28_usize) {
            let right = code(seed);
            let mut letters = right.0;
            letters[place] = LETTERS[value];
            prop_assume!(letters != right.0);
            prop_assert_eq!(HumanCode(letters).as_str().parse::<HumanCode>(), Err(HumanCodeError::Mistyped));
        }

        #[test]
        fn two_that_changed_places_are_noticed(seed: u64, a in 0..LENGTH, b in 0..LENGTH) {
            let right = code(seed);
            let mut letters = right.0;
            letters.swap(a, b);
            prop_assume!(letters != right.0);
            prop_assert_eq!(HumanCode(letters).as_str().parse::<HumanCode>(), Err(HumanCodeError::Mistyped));
        }

        #[test]
        fn no_text_makes_it_stumble(text in ".{0,40}") {
            let _ = text.parse::<HumanCode>();
        }
    }
}
