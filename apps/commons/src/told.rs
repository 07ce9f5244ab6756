//! What organizers say in several languages: a main text, and others by their BCP 47 tags.
//!
//! Everybody is told in their own language, else in English, else in the main text's; which others a browser accepts decides
//! nothing, because a public page is the same for everybody who reads it in one language.

use platform_types::Lang;
use serde_json::Value;

/// The text for whoever reads `lang`; none where there is none in it. `de` is looked for first, then `de-AT` and its like.
pub fn in_language(texts: &Value, lang: Lang) -> Option<&str> {
    let map = texts.as_object()?;
    let said = |text: &Value| text.as_str().is_some_and(|text| !text.trim().is_empty());
    let exact = map.get(lang.tag()).filter(|text| said(text));
    let near = || map.iter().find(|(tag, text)| speaks(tag, lang) && said(text)).map(|(_, text)| text);
    exact.or_else(near).and_then(Value::as_str).map(str::trim)
}

/// The text for whoever reads `lang`: in it, else the English one, else the main one; where the main one is empty any.
pub fn told<'t>(main: &'t str, texts: &'t Value, lang: Lang) -> &'t str {
    let english = || in_language(texts, Lang::En).filter(|_| !may_be_in(main, texts, lang));
    let any = || texts.as_object()?.values().filter_map(Value::as_str).map(str::trim).find(|text| !text.is_empty());
    let other = || if main.trim().is_empty() { any() } else { None };
    in_language(texts, lang).or_else(english).or_else(other).unwrap_or(main)
}

/// Whether the main text may be in this language. Mostly nobody says which one it is in; then its letters do: an organizer in
/// Berlin who added English to a German title did not mean Germans to read that.
fn may_be_in(main: &str, texts: &Value, lang: Lang) -> bool {
    let is_tagged = texts.as_object().is_some_and(|map| map.values().any(|text| text.as_str().map(str::trim) == Some(main.trim())));
    let own = |c: &char| match lang {
        Lang::En | Lang::De => matches!(c, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'),
        Lang::Ar => {
            matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
        }
    };
    let (own, foreign): (Vec<char>, Vec<char>) = main.chars().filter(|c| c.is_alphabetic()).partition(own);
    let is_blank = main.trim().is_empty();
    !is_blank && !is_tagged && foreign.len() * 4 <= own.len()
}

/// Whether a tag is of this language, whatever the region and script: `de-AT` is German.
pub fn speaks(tag: &str, lang: Lang) -> bool {
    tag.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case(lang.tag()))
}

/// A tag in its usual letters: `ZH-hant-hk` is `zh-Hant-HK`. None for what is no tag.
pub fn read_tag(raw: &str) -> Option<String> {
    let parts: Vec<&str> = raw.trim().split(['-', '_']).collect();
    let fine = |part: &&str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = parts.first()?;
    if !(2..=3).contains(&language.len())
        || !language.bytes().all(|b| b.is_ascii_alphabetic())
        || parts.len() > 5
        || !parts.iter().all(fine)
    {
        return None;
    }
    let usual = |(n, part): (usize, &&str)| match part.len() {
        4 if n > 0 && part.bytes().all(|b| b.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at(1);
            format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
        }
        2 if n > 0 => part.to_ascii_uppercase(),
        _ => part.to_ascii_lowercase(),
    };
    Some(parts.iter().enumerate().map(usual).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reader_gets_their_language_or_the_main_one() {
        let texts = json!({"de-AT": "Der Sturm", "ar": " العاصفة ", "en": ""});
        assert_eq!(told("The Tempest", &texts, Lang::De), "Der Sturm");
        assert_eq!(told("The Tempest", &texts, Lang::Ar), "العاصفة");
        assert_eq!(told("The Tempest", &texts, Lang::En), "The Tempest", "an empty text says nothing");
        assert_eq!(told("The Tempest", &Value::Null, Lang::De), "The Tempest");
        assert_eq!(in_language(&json!({"de-AT": "Sturm", "de": "Der Sturm"}), Lang::De), Some("Der Sturm"));
        assert_eq!(in_language(&json!({"den": "x"}), Lang::De), None, "another language whose tag begins alike");
    }

    #[test]
    fn who_finds_nothing_in_their_language_is_told_in_english_unless_the_main_text_may_be_theirs() {
        let hong_kong = json!({"zh-Hant": "暴風雨", "en": "The Tempest"});
        for lang in [Lang::De, Lang::Ar, Lang::En] {
            assert_eq!(told("暴風雨", &hong_kong, lang), "The Tempest");
            assert_eq!(told("暴風雨", &json!({"en": "The Tempest"}), lang), "The Tempest", "its letters tell enough");
            assert_eq!(told("", &json!({"zh-Hant": "兩小時"}), lang), "兩小時", "something is better than nothing");
        }
        let german = json!({"en": "The Tempest"});
        assert_eq!(told("Der Sturm", &german, Lang::De), "Der Sturm", "it may be German, and is");
        assert_eq!(told("Der Sturm", &german, Lang::Ar), "The Tempest");
        assert_eq!(
            told("La Tempête", &json!({"en": "The Tempest", "fr": "La Tempête"}), Lang::De),
            "The Tempest",
            "it says that it is not"
        );
        assert_eq!(told("Der Sturm", &json!({"fr": "La Tempête"}), Lang::Ar), "Der Sturm", "no English: the organizer's own");
        assert_eq!(told("1984", &german, Lang::Ar), "1984");
        assert_eq!(told("暴風雨 The Tempest", &german, Lang::De), "The Tempest", "both in one is nobody’s");
    }

    #[test]
    fn tags_are_read_as_people_type_them() {
        for (raw, tag) in [("fr", "fr"), (" PT_br ", "pt-BR"), ("zh-hant", "zh-Hant"), ("ZH-HANT-hk", "zh-Hant-HK"), ("es-419", "es-419")] {
            assert_eq!(read_tag(raw).as_deref(), Some(tag), "{raw}");
        }
        for raw in ["", "f", "french language", "12", "fr-", "a-b-c-d-e-f", "zh-Hänt"] {
            assert_eq!(read_tag(raw), None, "{raw}");
        }
    }
}
