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
    /// Somebody has to read the text.
    Text(PriceDoubt),
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
    let mut cursor = Cursor::new(text);
    let folded = cursor.text();
    if is_free(&folded) {
        return Ok(PricesFound::Free);
    }
    let Some(written) = tiers::written(&mut cursor) else {
        return Err(doubt::why_not_understood(&folded, language));
    };
    if !written.iter().any(tiers::Amount::is_signed) {
        return Err(PriceDoubt::NoCurrency { language });
    }
    let dollars = tiers::meaning(&written).ok_or(PriceDoubt::AmountsUnclear { language })?;
    let tiers = dollars.into_iter().map(|d| Money::new(i64::from(d) * 100, Currency::HKD)).collect();
    Ok(PricesFound::Tiers(tiers))
}

/// Exactly these words. "Ticket is not required" and "first come, first served" are not among them:
/// issuing tickets for those would promise a seat that nobody keeps.
fn is_free(folded: &str) -> bool {
    const WORDS: &[&str] =
        &["free admission", "free admissions", "free admission by ticket", "free admission by tickets", "免費入場", "憑票免費入場"];
    WORDS.contains(&folded.trim_end_matches(['.', '。']))
}

#[cfg(test)]
mod tests;
