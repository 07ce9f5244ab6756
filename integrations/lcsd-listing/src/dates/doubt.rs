//! Why a text about dates stays text.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::folded::Cursor;
use crate::listing::Language;

/// Why somebody has to read the text. The message goes to the organiser, beside the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DateDoubt {
    /// Nothing there.
    #[error("the listing gives no date")]
    Blank,
    /// "Every Thu 1430-1630".
    #[error("it repeats by a rule; enter the dates meant")]
    Recurring,
    /// Days but no time of day.
    #[error("no time of day is given; enter one")]
    NoTimeOfDay,
    /// "TBC", 待定.
    #[error("a time is still to be confirmed; enter it when it is known")]
    ToBeConfirmed,
    /// Outside the grammar.
    #[error("the {language} date text is not understood at “{at}”; enter the dates")]
    NotUnderstood {
        /// Which text.
        language: Language,
        /// From where.
        at: String,
    },
    /// Far too long for dates.
    #[error("the {language} date text is too long to be dates; enter them")]
    TooLong {
        /// Which text.
        language: Language,
    },
    /// 31 February.
    #[error("the {language} text names a day that does not exist ({written}); enter the right one")]
    NoSuchDay {
        /// Which text.
        language: Language,
        /// Year, month and day as written.
        written: String,
    },
    /// "26 Dec 2024 (Sun)".
    #[error("the {language} weekday does not match {date}, a {actual}; enter the right date")]
    WeekdayDiffers {
        /// Which text.
        language: Language,
        /// The date as written.
        date: NaiveDate,
        /// Its weekday.
        actual: chrono::Weekday,
    },
    /// Weekdays that cannot be matched to the days one by one.
    #[error("the weekdays of the {language} text do not match its days one by one; enter the dates")]
    WeekdaysUnclear {
        /// Which text.
        language: Language,
    },
    /// A range of days that is backwards, longer than a week, or of three days and more without weekdays.
    #[error("the {language} text has a range of days that its weekdays do not confirm ({first} to {last}); enter the days meant")]
    RangeUnclear {
        /// Which text.
        language: Language,
        /// First day.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
    },
    /// "7:30" without am or pm, "12 at night", 12- and 24-hour clock mixed.
    #[error("the {language} text leaves open whether morning or evening is meant ({written}); enter the time")]
    ClockUnclear {
        /// Which text.
        language: Language,
        /// Hour and minute as written.
        written: String,
    },
    /// 25:00.
    #[error("the {language} text names a time that does not exist ({written}); enter the right one")]
    NoSuchTime {
        /// Which text.
        language: Language,
        /// Hour and minute as written.
        written: String,
    },
    /// "11:30am - 9:30am".
    #[error("the {language} text has an end that is not after its begin; enter the times")]
    EndsBeforeItBegins {
        /// Which text.
        language: Language,
    },
    /// A begin in the night is far more often a slip than a show.
    #[error("the {language} text has a begin before 7 in the morning; enter the time if it is right")]
    UnlikelyHour {
        /// Which text.
        language: Language,
    },
    /// The same begin twice.
    #[error("the {language} text names the same time twice; enter the dates meant")]
    Twice {
        /// Which text.
        language: Language,
    },
    /// More than half a year between the first and the last.
    #[error("the {language} dates lie too far apart ({first} and {last}); is the year right? Enter the dates")]
    FarApart {
        /// Which text.
        language: Language,
        /// First day.
        first: NaiveDate,
        /// Last day.
        last: NaiveDate,
    },
    /// Both understood, and not the same.
    #[error("the Chinese and the English text give different dates or times; enter the right ones")]
    LanguagesDiffer,
    /// Title or remarks speak of a cancellation or another date.
    #[error("the title or remarks say that it was cancelled or moved; enter the dates that hold")]
    MayHaveChanged,
}

impl DateDoubt {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "listing.date_blank",
            Self::Recurring => "listing.date_recurring",
            Self::NoTimeOfDay => "listing.date_without_time",
            Self::ToBeConfirmed => "listing.date_unconfirmed",
            Self::NotUnderstood { .. } => "listing.date_not_understood",
            Self::TooLong { .. } => "listing.date_too_long",
            Self::NoSuchDay { .. } => "listing.date_no_such_day",
            Self::WeekdayDiffers { .. } => "listing.date_weekday_differs",
            Self::WeekdaysUnclear { .. } => "listing.date_weekdays_unclear",
            Self::RangeUnclear { .. } => "listing.date_range_unclear",
            Self::ClockUnclear { .. } => "listing.date_clock_unclear",
            Self::NoSuchTime { .. } => "listing.date_no_such_time",
            Self::EndsBeforeItBegins { .. } => "listing.date_ends_before",
            Self::UnlikelyHour { .. } => "listing.date_unlikely_hour",
            Self::Twice { .. } => "listing.date_twice",
            Self::FarApart { .. } => "listing.date_far_apart",
            Self::LanguagesDiffer => "listing.date_languages_differ",
            Self::MayHaveChanged => "listing.date_may_have_changed",
        }
    }
}

/// A text outside the grammar: says as precisely as it can what it is instead.
pub(super) fn why_not_understood(cursor: &Cursor, language: Language) -> DateDoubt {
    let text = cursor.text();
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if has(&["every", "逢", "除外", "except"]) {
        DateDoubt::Recurring
    } else if has(&["tbc", "待定"]) {
        DateDoubt::ToBeConfirmed
    } else if !has(&[":", "am", "pm", "a.m", "p.m", "nn", "時", "點"]) {
        DateDoubt::NoTimeOfDay
    } else {
        DateDoubt::NotUnderstood { language, at: cursor.not_understood() }
    }
}
