//! What a reading found, in figures.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dates::{DatesFound, Day};
use crate::listing::Listing;
use crate::prices::PricesFound;

/// Counts for the report of an import. Codes are those of [`crate::DateDoubt`],
/// [`crate::PriceDoubt`] and [`crate::RefusedBecause`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Venues taken.
    pub venues: usize,
    /// Of these, with coordinates.
    pub venues_located: usize,
    /// Entries taken.
    pub events: usize,
    /// Entries whose dates are plain.
    pub plain_dates: usize,
    /// All their occurrences.
    pub occurrences: usize,
    /// Of these, on days that are not named but lie between two that are.
    pub occurrences_between: usize,
    /// Entries of which only the first and the last day are sure, by code.
    pub days_only: BTreeMap<&'static str, usize>,
    /// Entries whose dates stay text, by code.
    pub dates_as_text: BTreeMap<&'static str, usize>,
    /// Entries with any price text.
    pub priced: usize,
    /// Entries with plain amounts.
    pub tiers: usize,
    /// Entries with free admission.
    pub free: usize,
    /// Of both, those with something beside them that somebody has to read, by code.
    pub prices_with_doubt: BTreeMap<&'static str, usize>,
    /// Entries whose prices stay text, by code.
    pub prices_as_text: BTreeMap<&'static str, usize>,
    /// Entries with plain dates, plain prices and a known venue.
    pub complete: usize,
    /// What was not taken, by code.
    pub refused: BTreeMap<&'static str, usize>,
    /// Groups of entries that say the same under different ids.
    pub look_alikes: usize,
}

impl Report {
    /// Counts `listing`.
    pub fn of(listing: &Listing) -> Self {
        let mut report = Self {
            venues: listing.venues.len(),
            venues_located: listing.venues.iter().filter(|v| v.coordinates.is_some()).count(),
            events: listing.events.len(),
            look_alikes: listing.look_alikes.len(),
            ..Self::default()
        };
        for event in &listing.events {
            match &event.dates {
                DatesFound::Plain(occurrences) => {
                    report.plain_dates += 1;
                    report.occurrences += occurrences.len();
                    report.occurrences_between += occurrences.iter().filter(|o| o.day == Day::Between).count();
                }
                DatesFound::Days { doubt, .. } => *report.days_only.entry(doubt.code()).or_default() += 1,
                DatesFound::Text(doubt) => *report.dates_as_text.entry(doubt.code()).or_default() += 1,
            }
            match &event.prices {
                PricesFound::Free => report.free += 1,
                PricesFound::Tiers(_) => report.tiers += 1,
                PricesFound::FreeBut(doubt) => {
                    report.free += 1;
                    *report.prices_with_doubt.entry(doubt.code()).or_default() += 1;
                }
                PricesFound::TiersBut(_, doubt) => {
                    report.tiers += 1;
                    *report.prices_with_doubt.entry(doubt.code()).or_default() += 1;
                }
                PricesFound::Text(doubt) => *report.prices_as_text.entry(doubt.code()).or_default() += 1,
            }
            report.priced += usize::from(["pricec", "pricee"].iter().any(|f| event.raw.contains_key(*f)));
            report.complete += usize::from(event.draft_reasons().is_empty());
        }
        for refused in &listing.refused {
            *report.refused.entry(refused.reason.code()).or_default() += 1;
        }
        report
    }
}
