//! Where one is in a long list: after or before a row, told by what the list is sorted by and the row's id.
//!
//! Rows that come or go meanwhile neither repeat nor hide others, and the last page costs what the first one does.

use std::fmt;
use std::str::FromStr;

use platform_ui::Pagination;
use uuid::Uuid;

use super::Params;

/// Rows of a page.
pub const PER_PAGE: u16 = 50;

/// One row of a sorted list, and how many stand before the page that ends or begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Rows up to this one, by the count of then: for telling, not for finding.
    pub number: u64,
    /// Breaks the tie.
    pub id: Uuid,
    /// What the list is sorted by, as text.
    pub value: String,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.number, self.id, self.value)
    }
}

impl FromStr for Spot {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '_');
        let mut next = || parts.next().ok_or(());
        Ok(Self { number: next()?.parse().map_err(drop)?, id: next()?.parse().map_err(drop)?, value: next()?.to_owned() })
    }
}

/// Which page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The first.
    #[default]
    Start,
    /// What follows this row.
    After(Spot),
    /// What leads up to this row.
    Before(Spot),
}

impl Place {
    /// From an address; what is no place is the start.
    pub fn read(params: &Params) -> Self {
        match (params.get("after").parse(), params.get("before").parse()) {
            (Ok(spot), _) => Self::After(spot),
            (_, Ok(spot)) => Self::Before(spot),
            _ => Self::Start,
        }
    }

    /// The row it hangs on.
    pub fn spot(&self) -> Option<&Spot> {
        match self {
            Self::Start => None,
            Self::After(spot) | Self::Before(spot) => Some(spot),
        }
    }

    /// Whether the list is read backwards.
    pub fn is_backwards(&self) -> bool {
        matches!(self, Self::Before(_))
    }
}

/// One page of a list.
#[derive(Clone, Debug, Default)]
pub struct Cut<T> {
    /// Its rows, in the order of the list.
    pub rows: Vec<T>,
    /// How many rows the whole list has.
    pub total: u64,
    /// The number of the first row, from 1.
    pub first: u64,
    /// Whether rows follow.
    pub more: bool,
}

/// The page out of what was found: one row more than fits, read in the direction of `place`.
pub fn cut<T>(mut found: Vec<T>, total: u64, place: &Place) -> Cut<T> {
    let fuller = found.len() > usize::from(PER_PAGE);
    found.truncate(usize::from(PER_PAGE));
    let shown = found.len() as u64;
    match place {
        Place::Start => Cut { rows: found, total, first: 1, more: fuller },
        Place::After(spot) => Cut { rows: found, total, first: spot.number + 1, more: fuller },
        Place::Before(spot) => {
            found.reverse();
            // Fewer than a page fill it: this is the start, whatever the address counted.
            let first = if fuller { spot.number.saturating_sub(shown).max(2) } else { 1 };
            Cut { rows: found, total, first, more: true }
        }
    }
}

impl<T> Cut<T> {
    /// The links to the pages before and after; `value` tells what a row is sorted by.
    pub fn pagination(&self, base: &str, params: &Params, value: impl Fn(&T) -> (Uuid, String)) -> Pagination {
        let params = params.with("after", "").with("before", "");
        let spot = |row: &T, number| {
            let (id, value) = value(row);
            Spot { number, id, value }.to_string()
        };
        let last = self.first + self.rows.len() as u64 - 1;
        let (Some(top), Some(end)) = (self.rows.first(), self.rows.last()) else { return Pagination::default() };
        if self.first == 1 && !self.more {
            return Pagination::default();
        }
        Pagination {
            previous: (self.first > 1).then(|| params.with("before", &spot(top, self.first)).href(base)),
            next: self.more.then(|| params.with("after", &spot(end, last)).href(base)),
            range: Some((self.first, last, self.total.max(last))),
            of: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_goes_out_and_comes_back() {
        let spot = Spot { number: 10_000, id: Uuid::from_u128(7), value: "o'b_rien, zoë".to_owned() };
        let params = Params::default().with("after", &spot.to_string());
        assert_eq!(Place::read(&Params::read(&params.query())), Place::After(spot));
        for wrong in ["", "x", "1_2_3", "-1_00000000-0000-0000-0000-000000000000_x", "1_00000000-0000-0000-0000-000000000000"] {
            assert_eq!(Place::read(&Params::default().with("before", wrong)), Place::Start, "{wrong}");
        }
    }

    #[test]
    fn pages_lead_on_and_back_while_there_is_more() {
        let at = |n: &u128| (Uuid::from_u128(*n), n.to_string());
        let whole = cut((1..=50).collect(), 50, &Place::Start).pagination("/x", &Params::default(), at);
        assert_eq!((whole.previous, whole.next, whole.range), (None, None, None));
        let first = cut((1..=51).collect(), 120, &Place::Start).pagination("/x", &Params::default(), at);
        assert!(first.previous.is_none() && first.next.as_deref().unwrap().starts_with("/x?after=50_"));
        assert_eq!(first.range, Some((1, 50, 120)));
        let spot = |number, id| Spot { number, id: Uuid::from_u128(id), value: id.to_string() };
        let last = cut((101..=120).collect(), 120, &Place::After(spot(100, 100)));
        assert_eq!(last.pagination("/x", &Params::default(), at).range, Some((101, 120, 120)));
        // Back to the middle: read backwards, shown forwards.
        let middle = cut((50..=100).rev().collect(), 120, &Place::Before(spot(101, 101)));
        assert_eq!((middle.rows.first(), middle.rows.last(), middle.first), (Some(&51), Some(&100), 51));
        let start = cut((1..=30).rev().collect(), 120, &Place::Before(spot(51, 31)));
        assert_eq!((start.rows.first(), start.first, start.more), (Some(&1), 1, true));
    }
}
