//! Which language is written in.

use std::collections::BTreeSet;

use commons::told::read_tag;
use platform_http::{Fault, FieldFault};
use platform_texts::t;
use platform_ui::{Button, Choice, Field, FieldErrors, Form, Markup, html};
use serde::Deserialize;
use serde_json::Value;

use crate::console::frame::After;

/// What the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A language that is offered.
    language: String,
    /// The tag of one that is not.
    other: String,
    #[serde(flatten)]
    pub(super) after: After,
}

impl Asked {
    /// The tag that is meant: none yet, or none at all.
    pub(super) fn tag(&self) -> Option<Result<String, String>> {
        let typed = [&self.other, &self.language].into_iter().find(|text| !text.trim().is_empty())?;
        Some(read_tag(typed).ok_or_else(|| typed.chars().take(35).collect()))
    }
}

/// Languages by what they call themselves.
const OFFERED: [(&str, &str); 16] = [
    ("ar", "العربية"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("hi", "हिन्दी"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("tr", "Türkçe"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

/// The language that a form is in.
pub(super) fn language(typed: &str) -> Result<String, Fault> {
    read_tag(typed).ok_or_else(|| {
        Fault::new(platform_http::code::http::INVALID)
            .with_fields(vec![FieldFault { field: "language".to_owned(), message: t!("translations-tag-wrong").into_owned() }])
    })
}

/// What a language calls itself; its tag where we do not know.
pub(super) fn name_of(tag: &str) -> String {
    OFFERED.iter().find(|(known, _)| *known == tag).map_or_else(|| tag.to_owned(), |(_, name)| (*name).to_owned())
}

/// The languages that these texts have, in order of their tags.
pub(super) fn tags_of<'t>(texts: impl IntoIterator<Item = &'t Value>) -> Vec<String> {
    let keys = texts.into_iter().filter_map(Value::as_object).flat_map(|map| map.keys().cloned());
    keys.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The form that asks for a language; those that are there already lead straight to their texts.
pub(super) fn chooser(base: &str, there: &[String], asked: &Asked) -> Markup {
    let mut errors = FieldErrors::new();
    if let Some(Err(_)) = asked.tag() {
        errors.add("other", t!("translations-tag-wrong"));
    }
    let offered = OFFERED.iter().filter(|(tag, _)| !there.iter().any(|known| known == tag));
    let fields = html! {
        div class="form__row" {
            (Field::select("language", t!("translations-language"), offered.map(|(tag, name)| Choice::new(*tag, *name)).collect()).value(&asked.language))
            (Field::text("other", t!("translations-other-tag")).value(&asked.other).max_length(35).placeholder("pt-BR").help(t!("translations-other-help")).error(errors.of("other")))
        }
    };
    html! {
        div class="stack" {
            @if !there.is_empty() {
                ul role="list" class="cluster" {
                    @for tag in there { li { (Button::link(name_of(tag), format!("{base}?language={tag}")).small()) } }
                }
            }
            (Form::get(base, fields).errors(&errors).button(Button::submit(t!("translations-write")).main()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_that_is_typed_goes_before_one_that_is_chosen() {
        let asked = |lang: &str, other: &str| Asked { language: lang.into(), other: other.into(), ..Asked::default() }.tag();
        assert_eq!(asked("", " "), None);
        assert_eq!(asked("de", ""), Some(Ok("de".to_owned())));
        assert_eq!(asked("de", "PT_br"), Some(Ok("pt-BR".to_owned())));
        assert_eq!(asked("", "no tag"), Some(Err("no tag".to_owned())));
    }
}
