//! What the house's tables can hold: a row that does not fit is refused whole, and nothing of it is cut.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::{ListedEntry, Listing};

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// `venue` or `event`.
    pub kind: &'static str,
    /// Its id in the source.
    pub row: String,
    /// Which of its fields.
    pub field: &'static str,
    /// The value, at most 200 characters of it.
    pub value: String,
    /// Why, and what would be right.
    pub reason: String,
}

impl Refusal {
    fn new(kind: &'static str, row: &str, field: &'static str, value: &str, reason: String) -> Self {
        Self { kind, row: row.to_owned(), field, value: value.chars().take(200).collect(), reason }
    }
}

/// Texts of a row with the most characters each may have (the tables' own limits).
fn too_long(kind: &'static str, row: &str, texts: &[(&'static str, &str, usize)]) -> Option<Refusal> {
    let &(field, text, most) = texts.iter().find(|(_, text, most)| text.chars().count() > *most)?;
    Some(Refusal::new(kind, row, field, text, format!("is longer than {most} characters")))
}

/// A title or name that PostgreSQL would take for blank, or refuse.
fn unusable(kind: &'static str, row: &str, texts: &[&str], name: &str) -> Option<Refusal> {
    if name.trim().is_empty() {
        return Some(Refusal::new(kind, row, "name", name, "a title or name is needed".to_owned()));
    }
    let nul = texts.iter().find(|text| text.contains('\0'))?;
    Some(Refusal::new(kind, row, "text", nul, "contains a zero character".to_owned()))
}

fn strings(value: &Value) -> Vec<&str> {
    value.as_object().into_iter().flat_map(|o| o.values()).filter_map(Value::as_str).collect()
}

fn entry_refusal(entry: &ListedEntry) -> Option<Refusal> {
    let mut texts = vec![entry.description.as_str(), &entry.presenter, &entry.age_limit, &entry.name];
    for value in [&entry.names, &entry.descriptions, &entry.texts] {
        texts.extend(strings(value));
    }
    let limits = [
        ("name", entry.name.as_str(), 300),
        ("description", &entry.description, 20_000),
        ("presenter", &entry.presenter, 500),
        ("age_limit", &entry.age_limit, 500),
    ];
    unusable("event", &entry.id, &texts, &entry.name).or_else(|| too_long("event", &entry.id, &limits))
}

/// Every row that does not fit.
pub fn refusals(listing: &Listing) -> Vec<Refusal> {
    let venues = listing.venues.iter().filter_map(|venue| {
        let mut texts = strings(&venue.names);
        texts.push(&venue.name);
        let limits = [("name", venue.name.as_str(), 200), ("city", &venue.city, 120)];
        unusable("venue", &venue.id, &texts, &venue.name).or_else(|| too_long("venue", &venue.id, &limits))
    });
    let mut refused: Vec<Refusal> = venues.collect();
    let mut seen = BTreeSet::new();
    for entry in &listing.entries {
        let twice = (!seen.insert(&entry.id))
            .then(|| Refusal::new("event", &entry.id, "id", &entry.id, "this id was there before; its first row was taken".to_owned()));
        refused.extend(twice.or_else(|| entry_refusal(entry)));
    }
    refused
}
