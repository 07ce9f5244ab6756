//! Which tickets a list of attendees shows, as its address says it.

use std::borrow::Cow;

use platform_http::{Check, FieldFault};
use platform_texts::t;
use platform_types::{TicketTypeId, Timestamp};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::console::lists::{Params, patterns};
use crate::console::orders::{BARE_CLOSE, BARE_OPEN};

/// What the address of a list of attendees may say, but for the place in it.
pub const FILTER_NAMES: [&str; 5] = ["q", "type", "status", "in", "sort"];

/// Where a ticket stands, as one looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Admits, or has admitted.
    Living,
    /// Being passed on or up for resale.
    Moving,
    /// Withdrawn.
    Void,
    /// Its money went back.
    Refunded,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Living, Self::Moving, Self::Void, Self::Refunded];

    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Living => "living",
            Self::Moving => "moving",
            Self::Void => "void",
            Self::Refunded => "refunded",
        }
    }

    /// In words.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Living => t!("console-attendees-valid"),
            Self::Moving => t!("console-attendees-moving"),
            Self::Void => t!("console-attendees-revoked"),
            Self::Refunded => t!("console-attendees-refunded"),
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::Living => " AND t.status NOT IN ('void', 'refunded')",
            Self::Moving => " AND t.status IN ('transfer_pending', 'listed')",
            Self::Void => " AND t.status = 'void'",
            Self::Refunded => " AND t.status = 'refunded'",
        }
    }
}

/// Whether somebody was let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// Yes.
    Yes,
    /// Not yet.
    No,
}

impl Inside {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Yes, Self::No];

    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    /// In words.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Yes => t!("console-attendees-in"),
            Self::No => t!("console-attendees-not-in"),
        }
    }
}

/// What a list of attendees is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Their names.
    #[default]
    Name,
    /// When their tickets were made.
    Sold,
}

impl Sort {
    /// In addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sold => "sold",
        }
    }

    /// The column, and its type for what comes back from an address.
    pub(super) fn column(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => ("t.attendee_bare", "text"),
            Self::Sold => ("t.created_at", "timestamptz"),
        }
    }

    /// Whether a text from an address can be one of its values.
    pub(super) fn reads(self, value: &str) -> bool {
        match self {
            Self::Name => !value.contains('\0'),
            Self::Sold => value.parse::<Timestamp>().is_ok(),
        }
    }
}

/// Which tickets, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttendeeFilter {
    /// Name, address, code, order number.
    pub q: String,
    /// Of this type.
    pub ticket_type: Option<TicketTypeId>,
    /// Where they stand.
    pub standing: Option<Standing>,
    /// Let in or not.
    pub inside: Option<Inside>,
    /// Sorted by.
    pub sort: Sort,
    /// Last first.
    pub down: bool,
}

impl AttendeeFilter {
    /// From an address; what is not understood is left out and named.
    pub fn read(params: &Params) -> (Self, Vec<FieldFault>) {
        let mut check = Check::new();
        let known = |name: &str, check: &mut Check, found: bool| {
            check.that(params.get(name).is_empty() || found, name, &t!("console-attendees-choose"))
        };
        let ticket_type = params.get("type").parse::<Uuid>().ok().map(TicketTypeId);
        known("type", &mut check, ticket_type.is_some());
        let standing = Standing::ALL.into_iter().find(|s| s.as_str() == params.get("status"));
        known("status", &mut check, standing.is_some());
        let inside = Inside::ALL.into_iter().find(|i| i.as_str() == params.get("in"));
        known("in", &mut check, inside.is_some());
        let said = params.get("sort");
        let sort = [Sort::Name, Sort::Sold].into_iter().find(|s| s.as_str() == said.trim_start_matches('-')).unwrap_or_default();
        let q = params.get("q").chars().take(200).collect();
        (Self { q, ticket_type, standing, inside, sort, down: said.starts_with('-') }, check.faults())
    }

    /// What it says in words, and by which names of an address; `types` are the event's.
    pub(super) fn on(&self, types: &[(Uuid, String)]) -> Vec<(String, &'static [&'static str])> {
        let mut on: Vec<(String, &'static [&'static str])> = Vec::new();
        if !self.q.is_empty() {
            on.push((t!("console-attendees-chip-quoted", text = self.q).into_owned(), &["q"]));
        }
        if let Some(kind) = self.ticket_type {
            let known = types.iter().find(|(id, _)| *id == kind.0).map(|(_, name)| name.clone());
            on.push((known.unwrap_or_else(|| t!("console-attendees-chip-other-ticket").into_owned()), &["type"]));
        }
        on.extend(self.standing.map(|s| (s.label().into_owned(), &["status"][..])));
        on.extend(self.inside.map(|i| (i.label().into_owned(), &["in"][..])));
        on
    }

    /// Adds its conditions to a query over `tickets t JOIN orders o` that has named the event already.
    pub fn narrow(&self, query: &mut QueryBuilder<Postgres>) {
        if let Some(kind) = self.ticket_type {
            query.push(" AND t.ticket_type_id = ").push_bind(kind.0);
        }
        if let Some(standing) = self.standing {
            query.push(standing.condition());
        }
        match self.inside {
            Some(Inside::Yes) => drop(query.push(" AND t.checked_in_at IS NOT NULL")),
            Some(Inside::No) => drop(query.push(" AND t.checked_in_at IS NULL")),
            None => {}
        }
        for pattern in patterns(&self.q) {
            let plain = pattern.replace('-', "");
            query.push(" AND (t.attendee_bare LIKE ").push(BARE_OPEN).push_bind(pattern.clone()).push(BARE_CLOSE);
            query.push(" OR o.sought LIKE ").push(BARE_OPEN).push_bind(pattern).push(BARE_CLOSE);
            query.push(" OR o.sought LIKE ").push(BARE_OPEN).push_bind(plain.clone()).push(BARE_CLOSE);
            query.push(" OR t.human_code LIKE ").push_bind(plain.to_uppercase()).push(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_tickets() {
        let (filter, faults) = AttendeeFilter::read(&Params::read("q=ng&status=living&in=no&sort=-sold"));
        assert!(faults.is_empty());
        assert_eq!(
            (filter.standing, filter.inside, filter.sort, filter.down),
            (Some(Standing::Living), Some(Inside::No), Sort::Sold, true)
        );
        let (filter, faults) = AttendeeFilter::read(&Params::read("type=x&status=y&in=z"));
        assert_eq!(faults.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["type", "status", "in"]);
        assert_eq!((filter.ticket_type, filter.standing, filter.inside), (None, None, None));
    }
}
