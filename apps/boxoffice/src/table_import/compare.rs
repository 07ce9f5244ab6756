//! Whether two texts say the same, and how one is taken over. Pure.

use integration_interchange::Languages;
use platform_types::clean_line;
use serde_json::{Map, Value};

/// As tables are read: what differs only in spelling is no change, so what is stored stays word for word.
fn cleaned(text: &str) -> String {
    text.lines().map(clean_line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The same for what is one line, also where a source once brought it in several.
fn one_line(text: &str) -> String {
    clean_line(&text.replace("\r\n", "\n"))
}

/// Takes over a line where it says something else; notes the field.
pub(super) fn line(stored: &mut String, new: Option<&String>, field: &'static str, changed: &mut Vec<&'static str>) {
    if let Some(new) = new
        && *new != *stored
        && *new != one_line(stored)
    {
        stored.clone_from(new);
        changed.push(field);
    }
}

/// The same for a text of several lines.
pub(super) fn text(stored: &mut String, new: Option<&String>, field: &'static str, changed: &mut Vec<&'static str>) {
    if let Some(new) = new
        && *new != *stored
        && *new != cleaned(stored)
    {
        stored.clone_from(new);
        changed.push(field);
    }
}

/// The same for texts by language: names are lines, everything else may have several.
pub(super) fn languages(stored: &mut Value, new: Option<&Languages>, field: &'static str, changed: &mut Vec<&'static str>) {
    let Some(new) = new else { return };
    let cleaned = if field == "names" { one_line } else { cleaned };
    let was: Languages = stored
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(tag, text)| Some((tag.clone(), cleaned(text.as_str()?))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if was != *new {
        *stored = Value::Object(new.iter().map(|(tag, text)| (tag.clone(), Value::from(text.as_str()))).collect::<Map<_, _>>());
        changed.push(field);
    }
}

/// The same for anything else.
pub(super) fn value<T: PartialEq + Clone>(stored: &mut T, new: Option<&T>, field: &'static str, changed: &mut Vec<&'static str>) {
    if let Some(new) = new
        && new != stored
    {
        stored.clone_from(new);
        changed.push(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_no_change_and_another_text_is() {
        let mut changed = Vec::new();
        let mut stored = "One\ttwo \r\nthree".to_owned();
        text(&mut stored, Some(&"One two\nthree".to_owned()), "a", &mut changed);
        assert_eq!((stored.as_str(), changed.len()), ("One\ttwo \r\nthree", 0), "what is stored stays word for word");
        text(&mut stored, None, "b", &mut changed);
        text(&mut stored, Some(&String::new()), "c", &mut changed);
        assert_eq!((stored.as_str(), changed.as_slice()), ("", &["c"][..]));
        let mut name = "Hall (\n Annex)".to_owned();
        line(&mut name, Some(&"Hall (  Annex)".to_owned()), "d", &mut changed);
        assert_eq!((name.as_str(), changed.as_slice()), ("Hall (\n Annex)", &["c"][..]));
        let mut several = "One\ntwo".to_owned();
        text(&mut several, Some(&"One two".to_owned()), "e", &mut changed);
        assert_eq!(changed.split_off(1), ["e"], "where lines matter their ends do");
        let mut names = serde_json::json!({"zh-Hant": "冬\t夜", "fr": ""});
        languages(&mut names, Some(&Languages::from([("zh-Hant".to_owned(), "冬 夜".to_owned())])), "names", &mut changed);
        assert_eq!(changed, ["c"]);
        languages(&mut names, Some(&Languages::new()), "names", &mut changed);
        assert_eq!((names, changed.as_slice()), (serde_json::json!({}), &["c", "names"][..]));
    }
}
