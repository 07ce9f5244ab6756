//! A place.

use platform_types::Zone;

use super::{Languages, Reading, each};
use crate::refused::Refused;
use crate::table::Table;

/// A venue as a table tells it. A field that the table has no column for is none: then what is here stays.
#[derive(Clone, Debug, PartialEq)]
pub struct VenueRow {
    /// Where it stands in the file.
    pub place: String,
    /// The source, where the row names its own.
    pub source: Option<String>,
    /// Its id there.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Names in other languages.
    pub names: Option<Languages>,
    /// Street and number.
    pub address: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Country as written: its code or English name.
    pub country: Option<String>,
    /// North and east in degrees.
    pub position: Option<Option<(f64, f64)>>,
    /// Its clocks.
    pub zone: Option<Zone>,
    /// How many people it holds.
    pub capacity: Option<Option<i32>>,
}

/// The rows of a table as venues, and what is refused of it.
pub fn venue_rows(table: &Table) -> (Vec<VenueRow>, Vec<Refused>) {
    each(table, |record, refused| {
        let mut r = Reading::new(record, refused);
        let name = r.title("name", 200);
        let row = VenueRow {
            place: record.place.clone(),
            source: record.get("source").filter(|s| !s.is_empty()).map(str::to_owned),
            id: crate::text::line(record.text("id")),
            name: name.unwrap_or_default(),
            names: r.languages("name", 200),
            address: r.line("address", 500),
            city: r.line("city", 120),
            country: r.line("country", 100),
            position: position(&mut r),
            zone: r.zone("zone"),
            capacity: r.count("capacity", 10_000_000),
        };
        r.is_good().then_some(row)
    })
}

/// Both figures, in columns of their own or in one ("48.87, 2.29"); both or none.
#[expect(clippy::option_option, reason = "no such column, an empty cell, and a value are three things")]
fn position(r: &mut Reading<'_>) -> Option<Option<(f64, f64)>> {
    let apart = (r.record.get("latitude").map(str::to_owned), r.record.get("longitude").map(str::to_owned));
    let (field, north, east) = match (apart, r.record.get("position").map(str::to_owned)) {
        ((Some(north), Some(east)), _) => ("latitude", north, east),
        (_, Some(both)) if both.is_empty() => return Some(None),
        (_, Some(both)) => {
            let (north, east) =
                both.split_once(',').map_or((both.clone(), String::new()), |(n, e)| (n.trim().to_owned(), e.trim().to_owned()));
            ("position", north, east)
        }
        _ => return None,
    };
    if north.is_empty() && east.is_empty() {
        return Some(None);
    }
    let degrees = |text: &str, most: f64| text.parse::<f64>().ok().filter(|d| d.is_finite() && d.abs() <= most);
    let found = degrees(&north, 90.0).zip(degrees(&east, 180.0));
    if found.is_none() {
        let reason = "latitude (-90 to 90) and longitude (-180 to 180) are expected, both or none";
        r.refuse(field, &format!("{north} {east}"), "table.position_unusable", reason);
        return None;
    }
    Some(found)
}
