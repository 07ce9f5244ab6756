//! Which families a text needs, so that the typesetter never falls back on a guess.
//!
//! The unit is the grapheme cluster, because a base letter and its marks must come from one font.

use typst::text::is_default_ignorable;
use unicode_segmentation::UnicodeSegmentation;

use super::index::{Family, Tier};
use super::{Fonts, Index, bidi, clean};

/// Longer words get invisible places to break, so that no name runs off the paper.
const LONGEST_WORD: usize = 28;

/// Shown for what no font can draw, when a font has it; otherwise a question mark.
const REPLACEMENT: char = '\u{FFFD}';

/// The family all text is set in as far as it goes.
const HOUSE: &str = "Archivo";

/// Carries a mark whose letter is in another font.
const DOTTED_CIRCLE: char = '\u{25CC}';

/// A text and the families that cover every cluster of it, in the order they are to be asked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Dressed {
    #[serde(rename = "t")]
    pub(crate) text: String,
    #[serde(rename = "f")]
    pub(crate) families: Vec<String>,
    #[serde(rename = "rtl")]
    pub(crate) rtl: bool,
    #[serde(rename = "l")]
    pub(crate) lang: String,
    #[serde(rename = "r")]
    pub(crate) region: Option<String>,
}

/// What a language tag (BCP 47) says about setting type.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    lang: String,
    region: Option<String>,
    han: &'static str,
}

impl Script {
    /// Reads a tag such as `en`, `zh-Hant-HK` or `ja`; what cannot be read counts as English.
    pub(crate) fn of(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']);
        let lang = parts.next().unwrap_or_default().to_ascii_lowercase();
        let lang = if matches!(lang.len(), 2 | 3) && lang.bytes().all(|b| b.is_ascii_lowercase()) { lang } else { "en".to_owned() };
        let rest: Vec<String> = parts.map(str::to_ascii_uppercase).collect();
        let region = rest.iter().find(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_uppercase())).cloned();
        let says = |what: &str| rest.iter().any(|p| p == what);
        let han = match lang.as_str() {
            "ja" => "Noto Sans CJK JP",
            "ko" => "Noto Sans CJK KR",
            "yue" => "Noto Sans CJK HK",
            _ if says("HK") || says("MO") => "Noto Sans CJK HK",
            _ if says("TW") || says("HANT") => "Noto Sans CJK TC",
            _ => "Noto Sans CJK SC",
        };
        Self { lang, region, han }
    }

    /// The face for this text: its own letters tell Japanese and Korean, the language the rest.
    fn han_for(&self, text: &str) -> &'static str {
        if text.chars().any(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')) {
            "Noto Sans CJK JP"
        } else if text.chars().any(|c| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}')) {
            "Noto Sans CJK KR"
        } else if text.chars().any(|c| matches!(c, '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}')) {
            "Noto Sans CJK TC"
        } else {
            self.han
        }
    }
}

impl Fonts {
    /// Cleans a text and finds its fonts. What no font can draw is replaced and reported in the log
    /// by code point, never by the text, which may be a name.
    pub(crate) fn dress(&self, raw: &str, script: &Script) -> Dressed {
        let index = self.index();
        let text = clean::line(raw);
        let han = script.han_for(&text);
        let (families, uncovered) = choose(index, han, &text);
        let (text, families) = if uncovered.is_empty() {
            (text, families)
        } else {
            let mended = mend(index, &text, &uncovered);
            let families = choose(index, han, &mended).0;
            (mended, families)
        };
        let (text, rtl) = bidi::laid_out(&text);
        Dressed { rtl, text: break_long_words(&text), families, lang: script.lang.clone(), region: script.region.clone() }
    }
}

impl Fonts {
    /// A text in parts, each with the family that draws it whole. What no font can draw stays with its neighbours.
    pub(crate) fn parts(&self, raw: &str, script: &Script) -> Vec<(String, String)> {
        let text = clean::line(raw);
        let names = choose(self.index(), script.han_for(&text), &text).0;
        let families: Vec<&Family> = names.iter().filter_map(|name| self.index().families.iter().find(|f| f.name == *name)).collect();
        let mut parts: Vec<(String, String)> = Vec::new();
        for cluster in text.graphemes(true) {
            let needed = needs(cluster);
            let pictured = wants_picture(cluster).then(|| families.iter().find(|f| f.tier == Tier::Emoji)).flatten();
            let draws = |f: &&&Family| needed.iter().all(|c| f.covers(*c));
            let family = if needed.is_empty() { None } else { pictured.filter(draws).or_else(|| families.iter().find(draws)) };
            match (family, parts.last_mut()) {
                (Some(family), Some((name, part))) if *name == family.name => part.push_str(cluster),
                (None, Some((_, part))) => part.push_str(cluster),
                (family, _) => parts.push((family.map_or_else(|| HOUSE.to_owned(), |f| f.name.clone()), cluster.to_owned())),
            }
        }
        parts
    }
}

/// The visible characters of a cluster; empty for spaces.
fn needs(cluster: &str) -> Vec<char> {
    cluster.chars().filter(|c| (!c.is_whitespace() || *c == '\u{3000}') && !is_default_ignorable(*c)).collect()
}

fn wants_picture(cluster: &str) -> bool {
    cluster.contains('\u{FE0F}') || cluster.chars().any(|c| matches!(c, '\u{1F000}'..='\u{1FAFF}'))
}

/// Families for the text, and the clusters that no single family covers.
fn choose<'t>(index: &Index, han: &str, text: &'t str) -> (Vec<String>, Vec<&'t str>) {
    let mut open: Vec<(&str, Vec<char>)> = Vec::new();
    for cluster in text.graphemes(true) {
        let needed = needs(cluster);
        if !needed.is_empty() && !open.iter().any(|(seen, _)| *seen == cluster) {
            open.push((cluster, needed));
        }
    }
    let mut chosen: Vec<&Family> = Vec::new();
    let steps: [fn(&Family) -> bool; 4] =
        [|f| f.tier == Tier::House, |f| f.tier == Tier::HouseMore, |f| f.tier == Tier::Base, |f| f.tier > Tier::Base];
    for (nth, step) in steps.into_iter().enumerate() {
        if nth == 1 {
            // After plain letters, before anything that has an outline for a pictograph.
            let (pictures, rest) = open.into_iter().partition(|(cluster, _)| wants_picture(cluster));
            open = rest;
            let left = take(index, &mut chosen, pictures, han, |f| f.tier == Tier::Emoji);
            open.extend(left);
        }
        open = take(index, &mut chosen, open, han, step);
    }
    // The house face comes first even where it draws no letter: it sets the spaces between.
    let mut names = vec![HOUSE.to_owned()];
    names.extend(chosen.iter().map(|family| family.name.clone()).filter(|name| name != HOUSE));
    (names, open.into_iter().map(|(cluster, _)| cluster).collect())
}

/// Greedy cover: again and again the family that draws most of what is open. Punctuation thus
/// comes from the font of the letters around it.
fn take<'i, 't>(
    index: &'i Index,
    chosen: &mut Vec<&'i Family>,
    mut open: Vec<(&'t str, Vec<char>)>,
    han: &str,
    among: impl Fn(&Family) -> bool,
) -> Vec<(&'t str, Vec<char>)> {
    while !open.is_empty() {
        let mut best: Option<(&Family, (usize, bool))> = None;
        for family in index.families.iter().filter(|f| among(f)) {
            let covered = open.iter().filter(|(_, needed)| needed.iter().all(|c| family.covers(*c))).count();
            let score = (covered, family.name == han);
            if covered > 0 && best.as_ref().is_none_or(|(_, top)| score > *top) {
                best = Some((family, score));
            }
        }
        let Some((family, _)) = best else {
            break;
        };
        open.retain(|(_, needed)| !needed.iter().all(|c| family.covers(*c)));
        chosen.push(family);
    }
    open
}

/// Takes uncovered clusters apart: marks that the letter's font lacks get a dotted circle to stand
/// on, and what nothing draws is replaced.
fn mend(index: &Index, text: &str, uncovered: &[&str]) -> String {
    let mut missing: Vec<String> = Vec::new();
    let mut out = String::new();
    for cluster in text.graphemes(true) {
        if !uncovered.contains(&cluster) {
            out.push_str(cluster);
            continue;
        }
        let mut here: Vec<&Family> = index.families.iter().collect();
        let mut first = true;
        for c in cluster.chars().filter(|c| !is_default_ignorable(*c)) {
            let still: Vec<&Family> = here.iter().copied().filter(|f| f.covers(c)).collect();
            if !still.is_empty() {
                out.push(c);
                here = still;
            } else if index.covers(c) {
                let apart: Vec<&Family> = index.families.iter().filter(|f| f.covers(c) && f.covers(DOTTED_CIRCLE)).collect();
                if !apart.is_empty() && !first {
                    out.push(DOTTED_CIRCLE);
                    out.push(c);
                    here = apart;
                }
            } else {
                missing.push(format!("U+{:04X}", u32::from(c)));
                out.push(if index.covers(REPLACEMENT) { REPLACEMENT } else { '?' });
                here = index.families.iter().collect();
            }
            first = false;
        }
    }
    if !missing.is_empty() {
        tracing::warn!(characters = missing.join(" "), "no font at hand draws these characters; they were replaced in a document");
    }
    out
}

fn break_long_words(text: &str) -> String {
    let mut run = 0;
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        run = if cluster.starts_with([' ', '-', '\u{200B}']) { 0 } else { run + 1 };
        if run > LONGEST_WORD {
            out.push('\u{200B}');
            run = 1;
        }
        out.push_str(cluster);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(text: &str, tag: &str) -> Vec<String> {
        Fonts::system().dress(text, &Script::of(tag)).families
    }

    #[test]
    fn latin_needs_nothing_of_the_machine() {
        assert_eq!(families("Irene Rossouw", "en"), ["Archivo"]);
        assert_eq!(families("Škvorecký", "en"), ["Archivo", "Archivo Ext"]);
    }

    #[test]
    fn han_follows_its_letters_and_then_the_language() {
        assert_eq!(families("山田太郎", "ja"), ["Archivo", "Noto Sans CJK JP"]);
        assert_eq!(families("音樂會「春」", "zh-Hant-HK"), ["Archivo", "Noto Sans CJK HK"]);
        assert_eq!(families("さくら 桜", "zh-HK"), ["Archivo", "Noto Sans CJK JP"]);
        assert_eq!(families("김민준", "en"), ["Archivo", "Noto Sans CJK KR"]);
    }

    #[test]
    fn one_script_one_family() {
        assert_eq!(families("محمد علي", "en"), ["Archivo", "Noto Sans Arabic"]);
        assert_eq!(families("สมชาย 🎭", "en"), ["Archivo", "Noto Color Emoji", "Noto Sans Thai"]);
        assert_eq!(families("Ελένη", "el"), ["Archivo", "Noto Sans"]);
    }

    #[test]
    fn what_nothing_draws_is_replaced_and_a_lost_mark_stands_apart() {
        let fonts = Fonts::in_dirs([]);
        assert_eq!(fonts.dress("a山b", &Script::of("en")).text, "a?b");
        assert_eq!(fonts.missing_glyphs("a山b山"), ['山']);
        let apart = Fonts::system().dress("b\u{064B}", &Script::of("en"));
        assert_eq!(apart.text, "b\u{25CC}\u{064B}");
    }

    #[test]
    fn long_words_may_break() {
        let text = break_long_words(&"W".repeat(60));
        assert_eq!(text.split('\u{200B}').map(str::len).collect::<Vec<_>>(), [28, 28, 4]);
    }
}
