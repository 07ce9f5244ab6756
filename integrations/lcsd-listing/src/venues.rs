//! The venues' file.

use std::collections::BTreeSet;

use crate::fields::Fields;
use crate::limits::{Limits, Progress, Stage};
use crate::listing::{Coordinates, ListingVenue};
use crate::refused::{Refused, RefusedBecause, RowKind};
use crate::xml::{ListingError, Row, Shape, rows};

const SHAPE: Shape = Shape { stage: Stage::Venues, root: "venues", row: "venue", fields: &["venuec", "venuee", "latitude", "longitude"] };

/// Reads it; rows that cannot be taken go to `refused`.
pub(crate) fn read(
    xml: &[u8],
    limits: &Limits,
    refused: &mut Vec<Refused>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<ListingVenue>, ListingError> {
    let mut venues = Vec::new();
    let mut seen = BTreeSet::new();
    rows(xml, &SHAPE, limits, progress, &mut |row| venues.extend(venue(row, &mut seen, refused)))?;
    Ok(venues)
}

fn venue(row: Row, seen: &mut BTreeSet<String>, refused: &mut Vec<Refused>) -> Option<ListingVenue> {
    let mut fields = Fields::admit(RowKind::Venue, row, seen, refused)?;
    let name = fields.both("venuec", "venuee");
    if name.is_blank() {
        fields.refuse("venuee", "", RefusedBecause::Nameless);
        return None;
    }
    let coordinates = coordinates(&mut fields);
    Some(ListingVenue { source_id: fields.id, name, coordinates })
}

fn coordinates(fields: &mut Fields<'_>) -> Option<Coordinates> {
    let written = [fields.verbatim("latitude").trim().to_owned(), fields.verbatim("longitude").trim().to_owned()];
    if written.iter().all(String::is_empty) {
        return None;
    }
    let degrees = |text: &str, most: f64| text.parse::<f64>().ok().filter(|d| d.is_finite() && d.abs() <= most);
    let found = degrees(&written[0], 90.0).zip(degrees(&written[1], 180.0));
    if found.is_none() {
        fields.refuse("latitude", &written.join(" "), RefusedBecause::Coordinates);
    }
    found.map(|(latitude, longitude)| Coordinates { latitude, longitude })
}
