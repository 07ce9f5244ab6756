//! Two people changed one event: whose words stay, and what the later one is told.

use std::borrow::Cow;

use platform_texts::t;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::EventForm;

/// One field that somebody else changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field's name in the form.
    pub field: &'static str,
    /// Name for people.
    pub label: Cow<'static, str>,
    /// When the form was opened.
    pub was: String,
    /// Now.
    pub now: String,
    /// What the later one typed, where they changed the same field.
    pub yours: Option<String>,
}

/// A field of a form, and what it is called.
pub type Named = (&'static str, fn() -> Cow<'static, str>);

/// Fields that an edit can change, in the form's order.
const FIELDS: [Named; 14] = [
    ("title", || t!("console-event-field-title")),
    ("other_title", || t!("console-event-field-other-title")),
    ("other_lang", || t!("console-event-field-other-lang")),
    ("category", || t!("console-event-field-category")),
    ("description", || t!("console-event-field-description")),
    ("presenter", || t!("console-event-field-presenter")),
    ("venue", || t!("console-event-field-venue")),
    ("starts", || t!("console-event-field-starts")),
    ("ends", || t!("console-event-field-ends")),
    ("doors", || t!("console-event-field-doors")),
    ("visibility", || t!("console-event-field-visibility")),
    ("age_limit", || t!("console-event-field-age-limit")),
    ("notice", || t!("console-event-field-notice")),
    ("accessibility", || t!("console-event-field-accessibility")),
];

/// What the form said when it was opened, as it travels with it.
pub fn remember<F: Serialize>(form: &F) -> String {
    serde_json::to_string(form).unwrap_or_default()
}

/// Puts the three together: a field the later one left alone takes its new value, so that saving does not
/// undo somebody's work; a field both changed keeps what the later one typed. `was` is what [`remember`] gave;
/// without it every difference counts as theirs.
pub fn merge(was: &str, yours: &EventForm, now: &EventForm) -> (EventForm, Vec<Change>) {
    merge_forms(&FIELDS, was, yours, now)
}

/// The same for any form whose fields are texts; `fields` are their names and what people call them.
pub fn merge_forms<F>(fields: &[Named], was: &str, yours: &F, now: &F) -> (F, Vec<Change>)
where
    F: Clone + Serialize + DeserializeOwned,
{
    let was = serde_json::from_str::<F>(was).unwrap_or_else(|_| now.clone());
    let (was, mine, now_map) = (map(&was), map(yours), map(now));
    let mut merged = mine.clone();
    let mut changes = Vec::new();
    for &(name, label) in fields {
        let of = |map: &Map<String, Value>| map.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (then, mine, now) = (of(&was), of(&mine), of(&now_map));
        if then == now {
            continue;
        }
        let both = mine != then && mine != now;
        if mine == then {
            merged.insert(name.to_owned(), Value::String(now.clone()));
        }
        changes.push(Change { field: name, label: label(), was: then, now, yours: both.then_some(mine) });
    }
    let merged = serde_json::from_value(Value::Object(merged)).unwrap_or_else(|_| yours.clone());
    (merged, changes)
}

fn map<F: Serialize>(form: &F) -> Map<String, Value> {
    match serde_json::to_value(form) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(title: &str, starts: &str, age: &str) -> EventForm {
        EventForm { title: title.into(), starts: starts.into(), age_limit: age.into(), ..EventForm::default() }
    }

    #[test]
    fn what_i_left_alone_follows_and_what_i_typed_stays() {
        let opened = form("Tempest", "2026-07-01T20:00", "");
        let mine = form("Tempest", "2026-07-01T21:00", "12+");
        let stored = form("The Tempest", "2026-07-01T19:30", "");
        let (merged, changes) = merge(&remember(&opened), &mine, &stored);
        assert_eq!(merged, form("The Tempest", "2026-07-01T21:00", "12+"));
        assert_eq!(
            changes,
            [
                Change { field: "title", label: "Title".into(), was: "Tempest".into(), now: "The Tempest".into(), yours: None },
                Change {
                    field: "starts",
                    label: "Start".into(),
                    was: "2026-07-01T20:00".into(),
                    now: "2026-07-01T19:30".into(),
                    yours: Some("2026-07-01T21:00".into())
                },
            ]
        );
    }

    #[test]
    fn the_same_change_made_twice_is_no_quarrel() {
        let opened = form("Tempest", "", "");
        let (merged, changes) = merge(&remember(&opened), &form("The Tempest", "", ""), &form("The Tempest", "", ""));
        assert_eq!(merged.title, "The Tempest");
        assert_eq!(changes[0].yours, None);
    }

    #[test]
    fn nonsense_in_the_hidden_field_loses_nothing_typed() {
        let (merged, changes) = merge("{", &form("Mine", "", ""), &form("Theirs", "", ""));
        assert_eq!(merged.title, "Mine");
        assert!(changes.is_empty());
    }
}
