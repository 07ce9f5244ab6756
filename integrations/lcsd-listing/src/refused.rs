//! What could not be taken from a row, and why.

use serde::Serialize;

/// Which file a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A row of the venues' file.
    Venue,
    /// A row of the events' file.
    Event,
}

/// One value that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Which file.
    pub kind: RowKind,
    /// The row's id in the source; empty when it has none.
    pub source_id: String,
    /// The element or attribute.
    pub field: String,
    /// Its value, at most 200 characters of it.
    pub value: String,
    /// Why.
    pub reason: RefusedBecause,
    /// Whether the rest of the row was taken.
    pub row_kept: bool,
}

impl Refused {
    pub(crate) fn new(kind: RowKind, source_id: &str, field: &str, value: &str, reason: RefusedBecause) -> Self {
        Self {
            kind,
            source_id: source_id.to_owned(),
            field: field.to_owned(),
            value: value.chars().take(200).collect(),
            row_kept: reason.keeps_the_row(),
            reason,
        }
    }
}

/// Why a value or a row was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum RefusedBecause {
    /// No usable id.
    #[error("a row needs an id of 1 to 64 letters, digits, hyphens or underscores")]
    Id,
    /// The id was seen before.
    #[error("this id was seen before; the first row with it was taken")]
    Duplicate,
    /// No title (event) or name (venue) in either language.
    #[error("a title or name is needed in Chinese or English")]
    Nameless,
    /// The same element twice in one row.
    #[error("this element appears twice in one row")]
    Twice,
    /// Elements inside a text.
    #[error("text was expected, not elements")]
    Markup,
    /// Over [`crate::Limits::field_bytes`].
    #[error("this text is too long")]
    TooLong,
    /// A control character.
    #[error("this text contains a control character")]
    ControlCharacter,
    /// Neither an event nor a venue.
    #[error("an event or venue was expected here")]
    UnknownRow,
    /// The venue is not in the venues' file.
    #[error("no venue has this id")]
    UnknownVenue,
    /// Not a web address.
    #[error("a web address beginning with http:// or https:// was expected")]
    Address,
    /// Not a date.
    #[error("a date like 2024-10-23 00:00:00.000 was expected")]
    Date,
    /// Not a place on earth.
    #[error("latitude (-90 to 90) and longitude (-180 to 180) were expected, both or none")]
    Coordinates,
}

impl RefusedBecause {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Id => "listing.id_unusable",
            Self::Duplicate => "listing.id_duplicate",
            Self::Nameless => "listing.nameless",
            Self::Twice => "listing.element_twice",
            Self::Markup => "listing.markup",
            Self::TooLong => "listing.text_too_long",
            Self::ControlCharacter => "listing.control_character",
            Self::UnknownRow => "listing.row_unknown",
            Self::UnknownVenue => "listing.venue_unknown",
            Self::Address => "listing.address_unusable",
            Self::Date => "listing.date_unusable",
            Self::Coordinates => "listing.coordinates_unusable",
        }
    }

    /// A broken extra loses only itself; a row that is not what it claims to be is not taken.
    pub fn keeps_the_row(&self) -> bool {
        matches!(self, Self::UnknownVenue | Self::Address | Self::Date | Self::Coordinates)
    }
}
