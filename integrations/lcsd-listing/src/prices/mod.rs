//! What an entry costs, from its free text in two languages.
//!
//! Plain are only amounts in falling order and plain words for free admission; footnote marks,
//! concessions, enrolment and prices per date stay text.

mod doubt;
mod tiers;

use platform_types::{Currency, Money};
use serde::{Deserialize, Serialize};

pub use doubt::PriceDoubt;

use crate::folded::Cursor;
use crate::listing::Language;

/// What was found in the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PricesFound {
    /// Free admission.
    Free,
    /// One or more prices in Hong Kong dollars, the dearest first. The source does not say what
    /// each one buys.
    Tiers(Vec<Money>),
    /// Free admission, under a condition that somebody has to read.
    FreeBut(PriceDoubt),
    /// Prices as in [`PricesFound::Tiers`], with something beside them that somebody has to read.
    TiersBut(Vec<Money>, PriceDoubt),
    /// Somebody has to read the text.
    Text(PriceDoubt),
}

impl PricesFound {
    /// Why somebody has to look, if so.
    pub fn doubt(&self) -> Option<&PriceDoubt> {
        match self {
            Self::Free | Self::Tiers(_) => None,
            Self::FreeBut(doubt) | Self::TiersBut(_, doubt) | Self::Text(doubt) => Some(doubt),
        }
    }
}

/// Longer texts are not plain prices.
const LONGEST_TEXT: usize = 1_000;

/// Reads both texts. A blank text is no witness; where both say something they must say the same.
pub fn find(english: &str, chinese: &str) -> PricesFound {
    witnesses(english, chinese).unwrap_or_else(PricesFound::Text)
}

fn witnesses(english: &str, chinese: &str) -> Result<PricesFound, PriceDoubt> {
    match [english, chinese].map(|t| t.trim().is_empty()) {
        [true, true] => Err(PriceDoubt::Blank),
        [false, true] => read(english, Language::English),
        [true, false] => read(chinese, Language::Chinese),
        [false, false] => {
            let found = read(english, Language::English)?;
            if found == read(chinese, Language::Chinese)? { Ok(found) } else { Err(PriceDoubt::LanguagesDiffer) }
        }
    }
}

fn read(text: &str, language: Language) -> Result<PricesFound, PriceDoubt> {
    if text.len() > LONGEST_TEXT {
        return Err(PriceDoubt::NotUnderstood { language });
    }
    let folded = Cursor::new(text).text();
    if is_free(&folded) {
        return Ok(PricesFound::Free);
    }
    if is_free_under_conditions(&folded) {
        return Ok(PricesFound::FreeBut(PriceDoubt::FreeWithConditions));
    }
    match beside(&folded) {
        Some((amounts, doubt)) => amounts_of(amounts, &folded, language).map(|tiers| PricesFound::TiersBut(tiers, doubt)),
        None => amounts_of(&folded, &folded, language).map(PricesFound::Tiers),
    }
}

/// The amounts of a text that has nothing else in it.
fn amounts_of(amounts: &str, folded: &str, language: Language) -> Result<Vec<Money>, PriceDoubt> {
    let Some(written) = tiers::written(&mut Cursor::new(amounts)) else {
        return Err(doubt::why_not_understood(folded, language));
    };
    if !written.iter().any(tiers::Amount::is_signed) {
        return Err(PriceDoubt::NoCurrency { language });
    }
    let dollars = tiers::meaning(&written).ok_or(PriceDoubt::AmountsUnclear { language })?;
    Ok(dollars.into_iter().map(|d| Money::new(i64::from(d) * 100, Currency::HKD)).collect())
}

/// Amounts with something known beside them: marks of footnotes (concessions) behind the last, a note in brackets that names no
/// figure, or the presenter's words around them.
fn beside(folded: &str) -> Option<(&str, PriceDoubt)> {
    const PRESENTER: &[&str] =
        &["please contact the presenter for ticketing matter", "please contact presenter for ticketing matters", "購票請聯絡主辦單位"];
    let unmarked = folded.trim_end_matches(['*', '#', '+', '%', ' ']);
    if unmarked.len() < folded.len() {
        return Some((unmarked, PriceDoubt::Footnotes));
    }
    let (before, note) = folded.strip_suffix(')')?.split_once('(')?;
    if PRESENTER.contains(&before.trim()) {
        return Some((note, PriceDoubt::Presenter));
    }
    // One note, without figures of its own: they could be prices.
    (before.starts_with('$') && !note.chars().any(|c| c.is_ascii_digit() || c == '$')).then_some((before.trim_end(), PriceDoubt::Note))
}

/// Exactly these words. "Ticket is not required" and "first come, first served" are not among them:
/// issuing tickets for those would promise a seat that nobody keeps.
fn is_free(folded: &str) -> bool {
    const WORDS: &[&str] =
        &["free admission", "free admissions", "free admission by ticket", "free admission by tickets", "免費入場", "憑票免費入場"];
    WORDS.contains(&folded.trim_end_matches(['.', '。']))
}

/// Free, but no ticket is given out, or whoever comes first comes in.
fn is_free_under_conditions(folded: &str) -> bool {
    const BEGINNINGS: &[&str] = &["free admission", "免費入場"];
    const CONDITIONS: &[&str] = &["ticket is not required", "(first-come-first-served)", "不設門票", "(先到先得)"];
    let rest = BEGINNINGS.iter().find_map(|words| folded.strip_prefix(words));
    rest.is_some_and(|rest| CONDITIONS.contains(&rest.trim_start_matches(['.', ' '])))
}

#[cfg(test)]
mod tests;
