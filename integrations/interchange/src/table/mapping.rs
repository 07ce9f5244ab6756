//! A mapping: for each of our fields the place in a foreign table, or a constant. `docs/import.md` tells how one is written.

use std::collections::BTreeMap;

use platform_types::Zone;
use serde::Deserialize;

use super::{Raw, RawTable, Record, Table};
use crate::limits::FileError;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Places.
    Venues,
    /// Events.
    Events,
    /// Items of one event's programme.
    Programme,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Venues => "venues",
            Self::Events => "events",
            Self::Programme => "programme",
        })
    }
}

impl Kind {
    /// Our fields, in the order of an export.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Venues => {
                &["id", "source", "name", "address", "city", "country", "latitude", "longitude", "position", "zone", "capacity"]
            }
            Self::Events => &[
                "id",
                "source",
                "name",
                "category",
                "description",
                "presenter",
                "venue",
                "venue_source",
                "starts",
                "ends",
                "doors",
                "zone",
                "currency",
                "visibility",
                "age_limit",
                "accessibility",
                "prices",
                "capacity",
                "status",
            ],
            Self::Programme => &[
                "id",
                "source",
                "entry",
                "position",
                "starts",
                "ends",
                "title",
                "description",
                "room",
                "track",
                "people",
                "links",
                "language",
            ],
        }
    }

    /// Without these a table is none of this kind.
    pub(super) fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Venues | Self::Events => &["id", "name"],
            Self::Programme => &["id", "title"],
        }
    }

    /// Whether a column is one of ours; names and descriptions also in a language (`name:zh-Hant`).
    pub(crate) fn knows(self, column: &str) -> bool {
        let (name, tag) = column.split_once(':').map_or((column, None), |(name, tag)| (name, Some(tag)));
        match tag {
            None => self.fields().contains(&name),
            Some(tag) => {
                let may = match self {
                    Self::Venues => name == "name",
                    Self::Events => matches!(name, "name" | "description"),
                    Self::Programme => false,
                };
                may && !tag.is_empty() && crate::programme::language(tag) == tag
            }
        }
    }
}

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Comma, semicolon or tab.
    Csv,
    /// An array of objects.
    Json,
    /// Elements.
    Xml,
}

impl Shape {
    /// By how the file begins.
    pub(super) fn of(text: &str) -> Self {
        match text.trim_start().chars().next() {
            Some('[' | '{') => Self::Json,
            Some('<') => Self::Xml,
            _ => Self::Csv,
        }
    }
}

/// A mapping file (TOML).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What the rows are.
    pub kind: Kind,
    /// Names the source in our rows: small letters, digits, hyphens.
    pub source: String,
    /// What it is written in; else seen from the file.
    #[serde(default)]
    pub format: Option<Shape>,
    /// Of CSV; else seen from the file.
    #[serde(default)]
    pub separator: Option<char>,
    /// Where the rows are: a JSON pointer, or the path of XML elements.
    #[serde(default)]
    pub rows: String,
    /// Zone of times without one, and of venues.
    #[serde(default)]
    pub zone: Option<ZoneName>,
    /// Further patterns of dates (`%d.%m.%Y %H:%M`).
    #[serde(default)]
    pub dates: Vec<String>,
    /// Where each of our fields is.
    pub fields: BTreeMap<String, Field>,
}

/// A zone by its name.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct ZoneName(String);

/// Where a field is: the name of a column, or more about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// A column, a JSON pointer or an XML path.
    Name(String),
    /// More than a name.
    Rule(Rule),
}

/// How a field is made.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    /// Columns, joined where there are several.
    from: Option<Names>,
    /// Between several.
    join: Option<String>,
    /// The same text for every row.
    constant: Option<String>,
    /// Texts that stand for others.
    lookup: BTreeMap<String, String>,
    /// What a text becomes that is not in the lookup; without it, it stays as it is.
    otherwise: Option<String>,
    /// Texts that mean nothing.
    omit: Vec<String>,
    /// What goes before the text.
    prefix: Option<String>,
    /// Where a text with several values is cut.
    split: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`FileError::Mapping`] with the line and what would be right.
    pub fn read(text: &str) -> Result<Self, FileError> {
        let mapping: Self = toml::from_str(text).map_err(|e| FileError::Mapping { what: e.to_string() })?;
        let wrong = |what: String| Err(FileError::Mapping { what });
        if let Some(field) = mapping.fields.keys().find(|field| !mapping.kind.knows(field)) {
            return wrong(format!("“{field}” is none of our fields; there are: {}", mapping.kind.fields().join(", ")));
        }
        if let Some(needed) = mapping.kind.needed().iter().find(|needed| !mapping.fields.contains_key(**needed)) {
            return wrong(format!("it does not say where “{needed}” is"));
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if mapping.source.is_empty() || mapping.source.len() > 60 || !mapping.source.chars().all(plain) {
            return wrong("source: use 1 to 60 small letters, digits, hyphens, dots or underscores".to_owned());
        }
        if let Some(zone) = &mapping.zone
            && let Err(e) = zone.0.parse::<Zone>()
        {
            return wrong(format!("zone: {e}"));
        }
        if let Some((field, _)) = mapping.fields.iter().find(|(_, rule)| rule.names().is_empty() && rule.constant().is_none()) {
            return wrong(format!("“{field}” has neither a column (from) nor a constant"));
        }
        Ok(mapping)
    }

    /// Of times without a zone of their own.
    pub fn zone(&self) -> Option<Zone> {
        self.zone.as_ref().and_then(|zone| zone.0.parse().ok())
    }

    /// Every column that it names.
    pub(super) fn names(&self) -> Vec<&str> {
        self.fields.values().flat_map(Field::names).collect()
    }

    /// Rows by our own names.
    pub(super) fn apply(&self, raw: RawTable) -> Result<Table, FileError> {
        if let Some(missing) = self.names().into_iter().find(|name| !raw.columns.iter().any(|column| column == name)) {
            return Err(FileError::Column { column: missing.to_owned(), known: raw.columns.join(", ") });
        }
        let take = |row: Raw| {
            let fields = self.fields.iter().map(|(field, rule)| (field.clone(), rule.value(&row.cells))).collect();
            Record { place: row.place, fields }
        };
        Ok(Table { records: raw.rows.into_iter().map(take).collect(), refused: raw.refused, unknown: Vec::new() })
    }
}

impl Field {
    fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            Self::Rule(rule) => match &rule.from {
                None => Vec::new(),
                Some(Names::One(name)) => vec![name],
                Some(Names::Several(names)) => names.iter().map(String::as_str).collect(),
            },
        }
    }

    fn constant(&self) -> Option<&str> {
        match self {
            Self::Name(_) => None,
            Self::Rule(rule) => rule.constant.as_deref(),
        }
    }

    fn value(&self, cells: &BTreeMap<String, String>) -> String {
        if let Some(constant) = self.constant() {
            return constant.to_owned();
        }
        let texts: Vec<&str> =
            self.names().into_iter().filter_map(|name| cells.get(name)).map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        let Self::Rule(rule) = self else { return texts.join(" ") };
        let text = texts.join(rule.join.as_deref().unwrap_or(" "));
        if rule.omit.contains(&text) {
            return String::new();
        }
        let text = match (rule.lookup.get(&text), &rule.otherwise) {
            (Some(found), _) => found.clone(),
            (None, Some(otherwise)) if !rule.lookup.is_empty() || text.is_empty() => otherwise.clone(),
            _ => text,
        };
        if text.is_empty() {
            return text;
        }
        let text = match &rule.split {
            Some(mark) => text.split(mark.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n"),
            None => text,
        };
        format!("{}{text}", rule.prefix.as_deref().unwrap_or_default())
    }
}
