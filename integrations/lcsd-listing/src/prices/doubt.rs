//! Why a text about prices stays text.

use serde::{Deserialize, Serialize};

use crate::listing::Language;

/// Why somebody has to read the text. The message goes to the organiser, beside the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PriceDoubt {
    /// Nothing there.
    #[error("the listing gives no price")]
    Blank,
    /// "Admission by Enrolment ($40/session)".
    #[error("admission is by enrolment; enter the price per ticket if there is one")]
    Enrolment,
    /// "By Invitation Only".
    #[error("admission is by invitation; enter ticket types if there are any")]
    Invitation,
    /// "Please contact presenter for ticketing matters ($150, 70)".
    #[error("the presenter sells the tickets; enter the prices if you do")]
    Presenter,
    /// "Free admission. Ticket is not required", "(first-come-first-served)".
    #[error("admission is free under conditions (no tickets, first come first served); enter a free ticket type if you want one")]
    FreeWithConditions,
    /// "$320, $220, $120 *#+%".
    #[error("the prices carry footnote marks for concessions; enter the ticket types")]
    Footnotes,
    /// "08/03/2025 14:30: $680;$580".
    #[error("the prices differ from date to date; enter them for each")]
    ByDate,
    /// "(Concessionary discount for …)".
    #[error("the prices carry a note; enter the ticket types")]
    Note,
    /// "$100/ one lesson (3hrs)".
    #[error("the price is for lessons or sessions; enter the price per ticket")]
    PerSession,
    /// Figures without a currency sign ("250180").
    #[error("the {language} price has no currency sign; enter the price")]
    NoCurrency {
        /// Which text.
        language: Language,
    },
    /// Rising or repeated amounts, zero, or commas that may be thousands.
    #[error("the {language} amounts can be read in more than one way; enter the ticket types")]
    AmountsUnclear {
        /// Which text.
        language: Language,
    },
    /// Outside the grammar.
    #[error("the {language} price text is not understood; enter the ticket types")]
    NotUnderstood {
        /// Which text.
        language: Language,
    },
    /// Both understood, and not the same.
    #[error("the Chinese and the English text give different prices; enter the right ones")]
    LanguagesDiffer,
}

impl PriceDoubt {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "listing.price_blank",
            Self::Enrolment => "listing.price_enrolment",
            Self::Invitation => "listing.price_invitation",
            Self::Presenter => "listing.price_presenter",
            Self::FreeWithConditions => "listing.price_free_with_conditions",
            Self::Footnotes => "listing.price_footnotes",
            Self::ByDate => "listing.price_by_date",
            Self::Note => "listing.price_note",
            Self::PerSession => "listing.price_per_session",
            Self::NoCurrency { .. } => "listing.price_no_currency",
            Self::AmountsUnclear { .. } => "listing.price_amounts_unclear",
            Self::NotUnderstood { .. } => "listing.price_not_understood",
            Self::LanguagesDiffer => "listing.price_languages_differ",
        }
    }
}

/// A text outside the grammar: says as precisely as it can what it is instead.
pub(super) fn why_not_understood(folded: &str, language: Language) -> PriceDoubt {
    let has = |words: &[&str]| words.iter().any(|w| folded.contains(w));
    if has(&["enrol", "報名"]) {
        PriceDoubt::Enrolment
    } else if has(&["invitation", "邀請"]) {
        PriceDoubt::Invitation
    } else if has(&["presenter", "主辦單位"]) {
        PriceDoubt::Presenter
    } else if has(&["free", "免費"]) {
        PriceDoubt::FreeWithConditions
    } else if has(&["lesson", "/session", " sessions", "堂"]) {
        PriceDoubt::PerSession
    } else if has(&[":"]) {
        PriceDoubt::ByDate
    } else if has(&["("]) {
        PriceDoubt::Note
    } else if has(&["*", "#", "+", "%"]) {
        PriceDoubt::Footnotes
    } else {
        PriceDoubt::NotUnderstood { language }
    }
}
