//! Reads the cultural programme listing of Hong Kong's Leisure and Cultural Services Department
//! (DATA.GOV.HK, two XML files: venues and events) into typed rows.
//!
//! Pure: no database, no clock, no network; the same bytes always give the same [`Listing`].
//! Invariant: a date or a price is given only when its whole text was understood and every witness
//! agrees (the weekday in parentheses, the text in the other language). Everything else stays
//! [`DatesFound::Text`] or [`PricesFound::Text`] with the reason (or, where only its times or conditions are open, says its days or
//! amounts beside it), and the source's words are kept
//! verbatim in [`ListingEvent::raw`].

mod dates;
mod events;
mod fields;
mod folded;
mod limits;
mod listing;
mod prices;
mod refused;
mod report;
mod venues;
mod xml;

pub use dates::{DateDoubt, DatesFound, Day, Occurrence, find as find_dates};
pub use limits::{Limits, Progress, Stage};
pub use listing::{Bilingual, Coordinates, Language, Listing, ListingEvent, ListingVenue};
pub use prices::{PriceDoubt, PricesFound, find as find_prices};
pub use refused::{Refused, RefusedBecause, RowKind};
pub use report::Report;
pub use xml::ListingError;

use std::collections::BTreeSet;

/// The zone of every time in the listing.
pub const ZONE: &str = "Asia/Hong_Kong";

/// Reads both files. `progress` hears about every [`Progress::EVERY`] rows and the end of each file.
///
/// # Errors
/// Only when a file as a whole cannot be trusted (not UTF-8, not well-formed, a document type,
/// an entity, over a limit, another root). A row that cannot be taken is in [`Listing::refused`].
pub fn read(events_xml: &[u8], venues_xml: &[u8], limits: &Limits, progress: &mut dyn FnMut(Progress)) -> Result<Listing, ListingError> {
    let mut refused = Vec::new();
    let venues = venues::read(venues_xml, limits, &mut refused, progress)?;
    let known: BTreeSet<&str> = venues.iter().map(|v| v.source_id.as_str()).collect();
    let events = events::read(events_xml, &known, limits, &mut refused, progress)?;
    let look_alikes = listing::look_alikes(&events);
    Ok(Listing { venues, events, refused, look_alikes })
}
