//! An event.

use platform_types::{Currency, Money, Timestamp, Zone};

use super::{Languages, Reading, each};
use crate::refused::Refused;
use crate::table::Table;

/// An event as a table tells it. A field that the table has no column for is none: then what is here stays.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// Where it stands in the file.
    pub place: String,
    /// The source, where the row names its own.
    pub source: Option<String>,
    /// Its id there.
    pub id: String,
    /// Title.
    pub name: String,
    /// Titles in other languages.
    pub names: Option<Languages>,
    /// Such as `music`.
    pub category: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The same in other languages.
    pub descriptions: Option<Languages>,
    /// Who presents it.
    pub presenter: Option<String>,
    /// Its venue: an id of the same source, or a name; empty for none.
    pub venue: Option<String>,
    /// The venue's source, where it is another.
    pub venue_source: Option<String>,
    /// Start.
    pub starts_at: Option<Option<Timestamp>>,
    /// End.
    pub ends_at: Option<Option<Timestamp>>,
    /// Doors.
    pub doors_at: Option<Option<Timestamp>>,
    /// Its clocks.
    pub zone: Option<Zone>,
    /// Of its prices.
    pub currency: Option<Currency>,
    /// `public`, `unlisted`, `private`.
    pub visibility: Option<String>,
    /// In words.
    pub age_limit: Option<String>,
    /// Steps, lifts, hearing loops.
    pub accessibility: Option<String>,
    /// Ticket types, in order.
    pub prices: Option<Vec<Price>>,
    /// How many people may come.
    pub capacity: Option<Option<i32>>,
}

/// A ticket type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// What it is called.
    pub name: String,
    /// What it costs.
    pub price: Money,
}

impl Price {
    /// As a table has it: the amount, then the name.
    pub fn written(&self) -> String {
        format!("{} {}", self.price.decimal(), self.name)
    }
}

/// The rows of a table as events, and what is refused of it. `zone` and `currency` hold for rows that name none.
pub fn event_rows(table: &Table, zone: Zone, currency: Currency, patterns: &[String]) -> (Vec<EventRow>, Vec<Refused>) {
    each(table, |record, refused| {
        let mut r = Reading::new(record, refused);
        let own_zone = r.zone("zone");
        let clock = own_zone.unwrap_or(zone);
        let own_currency = currency_of(&mut r);
        let name = r.title("name", 300);
        let row = EventRow {
            place: record.place.clone(),
            source: record.get("source").filter(|s| !s.is_empty()).map(str::to_owned),
            id: crate::text::line(record.text("id")),
            name: name.unwrap_or_default(),
            names: r.languages("name", 300),
            category: r.line("category", 60),
            description: r.lines("description", 20_000),
            descriptions: r.languages("description", 20_000),
            presenter: r.line("presenter", 500),
            venue: r.line("venue", 200),
            venue_source: record.get("venue_source").filter(|s| !s.is_empty()).map(str::to_owned),
            starts_at: r.moment("starts", clock, patterns),
            ends_at: r.moment("ends", clock, patterns),
            doors_at: r.moment("doors", clock, patterns),
            zone: own_zone,
            currency: own_currency,
            visibility: visibility(&mut r),
            age_limit: r.line("age_limit", 500),
            accessibility: r.lines("accessibility", 4_000),
            prices: prices(&mut r, own_currency.unwrap_or(currency)),
            capacity: r.count("capacity", 1_000_000),
        };
        if let (Some(Some(starts)), Some(Some(ends))) = (row.starts_at, row.ends_at)
            && ends <= starts
        {
            r.refuse("ends", record.text("ends"), "table.ends_before", "the end must be after the start");
        }
        if let (Some(Some(starts)), Some(Some(doors))) = (row.starts_at, row.doors_at)
            && doors > starts
        {
            r.refuse("doors", record.text("doors"), "table.doors_after", "doors must open before the start");
        }
        r.is_good().then_some(row)
    })
}

fn currency_of(r: &mut Reading<'_>) -> Option<Currency> {
    let value = r.record.get("currency").filter(|value| !value.is_empty())?.to_uppercase();
    match value.parse() {
        Ok(currency) => Some(currency),
        Err(_) => {
            r.refuse("currency", &value, "table.currency_unknown", "a code like EUR, HKD or USD is expected");
            None
        }
    }
}

fn visibility(r: &mut Reading<'_>) -> Option<String> {
    let value = r.record.get("visibility").filter(|value| !value.is_empty())?.to_lowercase();
    if matches!(value.as_str(), "public" | "unlisted" | "private") {
        return Some(value);
    }
    r.refuse("visibility", &value, "table.visibility_unknown", "public, unlisted or private is expected");
    None
}

/// One price on each line: the amount, then what it buys (`12.50 Concession`); `free` alone is free admission.
fn prices(r: &mut Reading<'_>, currency: Currency) -> Option<Vec<Price>> {
    let value = r.record.get("prices")?.to_owned();
    let mut prices: Vec<Price> = Vec::new();
    for line in value.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.eq_ignore_ascii_case("free") {
            prices.push(Price { name: "Free admission".to_owned(), price: Money::zero(currency) });
            continue;
        }
        let (amount, name) = line.split_once(char::is_whitespace).unwrap_or((line, "Ticket"));
        let name = crate::text::line(name);
        let fits = !name.is_empty() && name.chars().count() <= 120 && !prices.iter().any(|p| p.name == name);
        match Money::parse(amount, currency).ok().filter(|price| price.minor >= 0 && fits) {
            Some(price) => prices.push(Price { name, price }),
            None => {
                let reason = format!(
                    "one price on each line is expected, the amount in {} first, then what it is called, each name once: 12.50 Concession",
                    currency.code()
                );
                r.refuse("prices", line, "table.price_unusable", reason);
                return None;
            }
        }
    }
    Some(prices)
}
