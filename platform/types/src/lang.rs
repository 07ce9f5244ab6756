//! The language somebody reads.
//!
//! It travels with the task that answers them and not through every signature: a page, a mail or an error is told in
//! [`Lang::current`], which is English wherever nobody said otherwise. Work that is spawned starts in English again;
//! whoever spawns it takes the language along with [`Lang::scope`].

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::str::FromStr;

tokio::task_local! {
    static CURRENT: Spoken;
}

/// The language, and whether anything asked for it.
struct Spoken {
    lang: Lang,
    asked: Cell<bool>,
}

impl Spoken {
    fn new(lang: Lang) -> Self {
        Self { lang, asked: Cell::new(false) }
    }
}

/// A language the house speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// English, the language every text has.
    #[default]
    En,
    /// German.
    De,
    /// Arabic, written from right to left; public pages alone.
    Ar,
}

impl Lang {
    /// What public pages are told in.
    pub const PUBLIC: [Self; 3] = [Self::En, Self::De, Self::Ar];
    /// What pages for staff are told in.
    pub const STAFF: [Self; 2] = [Self::En, Self::De];

    /// The tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Ar => "ar",
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Ar => "العربية",
        }
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        self == Self::Ar
    }

    /// The language of the work at hand.
    pub fn current() -> Self {
        let said = CURRENT.try_with(|spoken| {
            spoken.asked.set(true);
            spoken.lang
        });
        said.unwrap_or_default()
    }

    /// Whether the work at hand asked for its language so far: what did not reads the same in all of them.
    pub fn was_asked() -> bool {
        CURRENT.try_with(|spoken| spoken.asked.get()).unwrap_or(false)
    }

    /// Does the work in this language.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(Spoken::new(self), work).await
    }

    /// The same for work that does not wait.
    pub fn within<T>(self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(Spoken::new(self), work)
    }

    /// The one of `spoken` that an `Accept-Language` header asks for first (RFC 9110, 12.5.4); none when it names none of them.
    pub fn accepted(header: &str, spoken: &[Self]) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1_000, thousandths);
            let Some(lang) = tag.parse::<Self>().ok().filter(|lang| spoken.contains(lang)) else { continue };
            if weight > 0 && best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

/// What this crate says of wrong values itself: it lies below the catalogues of texts.
pub(crate) fn told(english: &'static str, german: &'static str, arabic: &'static str) -> &'static str {
    match Lang::current() {
        Lang::En => english,
        Lang::De => german,
        Lang::Ar => arabic,
    }
}

/// `0.8` is 800; what is no weight counts as nothing.
fn thousandths(weight: &str) -> u32 {
    let weight: f32 = weight.trim().parse().unwrap_or(0.0);
    if weight.is_finite() { (weight.clamp(0.0, 1.0) * 1_000.0) as u32 } else { 0 }
}

/// Not a language the house speaks.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not a language of this house; en, de and ar are")]
pub struct LangError(String);

impl FromStr for Lang {
    type Err = LangError;
    /// Reads a tag; regions and scripts are ignored: `de-AT` is German.
    fn from_str(tag: &str) -> Result<Self, LangError> {
        let tag = tag.trim();
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        [Self::En, Self::De, Self::Ar]
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(primary))
            .ok_or_else(|| LangError(tag.chars().take(20).collect()))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_s_first_choice_that_is_spoken_wins() {
        let asked = |header| Lang::accepted(header, &Lang::PUBLIC);
        assert_eq!(asked("de-AT,de;q=0.9,en;q=0.8"), Some(Lang::De));
        assert_eq!(asked("fr, ar;q=0.4, en;q=0.7"), Some(Lang::En));
        assert_eq!(asked("AR-sa"), Some(Lang::Ar));
        assert_eq!(asked("de;q=0, en"), Some(Lang::En));
        assert_eq!(asked("*"), None);
        assert_eq!(asked("zh-Hant;q=nan,,;;"), None);
        assert_eq!(Lang::accepted("ar,de;q=0.1", &Lang::STAFF), Some(Lang::De));
    }

    #[tokio::test]
    async fn work_is_told_in_its_own_language_and_in_english_elsewhere() {
        assert_eq!(Lang::current(), Lang::En);
        let inner = Lang::De.scope(async { (Lang::current(), Lang::Ar.within(Lang::current), Lang::current()) }).await;
        assert_eq!(inner, (Lang::De, Lang::Ar, Lang::De));
        assert_eq!(Lang::current(), Lang::En);
    }

    #[tokio::test]
    async fn what_never_asked_for_the_language_is_known() {
        let asked = Lang::De
            .scope(async {
                let before = Lang::was_asked();
                Lang::Ar.within(Lang::current);
                (before, Lang::was_asked(), Lang::current(), Lang::was_asked())
            })
            .await;
        assert_eq!(asked, (false, false, Lang::De, true));
        assert!(!Lang::was_asked());
    }
}
