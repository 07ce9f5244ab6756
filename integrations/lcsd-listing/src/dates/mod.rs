//! When an entry takes place, from its free text in two languages.
//!
//! The grammar must consume the whole text; the weekday in parentheses, the other language and a
//! few plain expectations (below) must agree. "See text" is better than a wrong date.

mod days;
mod doubt;
mod meaning;
mod spans;
mod times;
mod written;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

pub use doubt::DateDoubt;

use crate::folded::Cursor;
use crate::listing::Language;

/// What was found in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatesFound {
    /// The whole text was understood: at least one occurrence, in the order of time.
    Plain(Vec<Occurrence>),
    /// Its first and last day are sure, its times are not: it has none, it repeats by a rule, or the languages name other hours.
    Days {
        /// First day.
        first: NaiveDate,
        /// Last day; the same where it is one.
        last: NaiveDate,
        /// Why somebody has to enter times.
        doubt: DateDoubt,
    },
    /// It was not, or something disagrees.
    Text(DateDoubt),
}

impl DatesFound {
    /// The occurrences; none when somebody has to read the text.
    pub fn occurrences(&self) -> &[Occurrence] {
        match self {
            Self::Plain(occurrences) => occurrences,
            Self::Days { .. } | Self::Text(_) => &[],
        }
    }

    /// First and last day, as far as they are sure.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        match self {
            Self::Plain(occurrences) => Some((occurrences.first()?.start.date(), occurrences.last()?.start.date())),
            Self::Days { first, last, .. } => Some((*first, *last)),
            Self::Text(_) => None,
        }
    }

    /// Why somebody has to look, if so.
    pub fn doubt(&self) -> Option<&DateDoubt> {
        match self {
            Self::Plain(_) => None,
            Self::Days { doubt, .. } | Self::Text(doubt) => Some(doubt),
        }
    }
}

/// One time at which it happens, on the wall clocks of [`crate::ZONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Occurrence {
    /// When it begins.
    pub start: NaiveDateTime,
    /// When it ends, if the text says; the same day.
    pub end: Option<NaiveDateTime>,
    /// How the text names the day.
    pub day: Day,
}

/// How a text names a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// By its number.
    Named,
    /// Only as a day between two named ones ("16-19 Jan 2025 (Thu-Sun)": the 17th and the 18th).
    Between,
}

/// The latest and earliest occurrence of one entry are at most this far apart; farther, a year is
/// mistyped ("18/01/2025 16:00; 19/01/2024 16:00") or it is a season.
const FARTHEST: TimeDelta = TimeDelta::days(180);

/// Longer texts are not dates.
const LONGEST_TEXT: usize = 2_000;

/// Reads both texts. A blank text is no witness; where both say something they must say the same.
pub fn find(english: &str, chinese: &str) -> DatesFound {
    match witnesses(english, chinese) {
        Ok(occurrences) => DatesFound::Plain(occurrences),
        Err(doubt) => match sure_days(english, chinese) {
            Some((first, last)) => DatesFound::Days { first, last, doubt },
            None => DatesFound::Text(doubt),
        },
    }
}

/// First and last day where each text that says something gives the same ones.
fn sure_days(english: &str, chinese: &str) -> Option<(NaiveDate, NaiveDate)> {
    let told = [(english, Language::English), (chinese, Language::Chinese)].into_iter().filter(|(text, _)| !text.trim().is_empty());
    let mut found = told.map(|(text, language)| days_of(text, language));
    let first = found.next()??;
    found.all(|days| days == Some(first)).then_some(first)
}

fn days_of(text: &str, language: Language) -> Option<(NaiveDate, NaiveDate)> {
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let plain = read(text, language).ok().and_then(|found| Some((found.first()?.start.date(), found.last()?.start.date())));
    plain.or_else(|| spans::of(text))
}

fn witnesses(english: &str, chinese: &str) -> Result<Vec<Occurrence>, DateDoubt> {
    let blank = [english, chinese].map(|t| t.trim().is_empty());
    match blank {
        [true, true] => Err(DateDoubt::Blank),
        [false, true] => read(english, Language::English),
        [true, false] => read(chinese, Language::Chinese),
        [false, false] => {
            let found = read(english, Language::English)?;
            if found == read(chinese, Language::Chinese)? { Ok(found) } else { Err(DateDoubt::LanguagesDiffer) }
        }
    }
}

fn read(text: &str, language: Language) -> Result<Vec<Occurrence>, DateDoubt> {
    if text.len() > LONGEST_TEXT {
        return Err(DateDoubt::TooLong { language });
    }
    let mut cursor = Cursor::new(text);
    let Some(groups) = written::text(&mut cursor) else {
        return Err(doubt::why_not_understood(&cursor, language));
    };
    let mut found = meaning::occurrences(&groups, language)?;
    found.sort_unstable();
    if found.windows(2).any(|pair| pair[0].start == pair[1].start) {
        return Err(DateDoubt::Twice { language });
    }
    if let (Some(first), Some(last)) = (found.first(), found.last())
        && last.start - first.start > FARTHEST
    {
        return Err(DateDoubt::FarApart { language, first: first.start.date(), last: last.start.date() });
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
