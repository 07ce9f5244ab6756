//! Ways of looking at a list that somebody keeps under a name, for themselves or for their organization.
//!
//! What is kept is a filter, never an address: opened, it leads to the list it was made on and nowhere else.

mod queries;
pub(in crate::console) mod save;

pub use queries::{SavedView, list_views};

use platform_types::EventId;

use crate::console::{attendees, orders};

/// A list that views can be kept of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewPage {
    /// Orders of an event.
    EventOrders,
    /// Orders of an organization.
    OrganizationOrders,
    /// Attendees of an event.
    EventAttendees,
}

impl ViewPage {
    const ALL: [Self; 3] = [Self::EventOrders, Self::OrganizationOrders, Self::EventAttendees];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EventOrders => "event_orders",
            Self::OrganizationOrders => "organization_orders",
            Self::EventAttendees => "event_attendees",
        }
    }

    /// From what is stored or sent.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.as_str() == text)
    }

    /// What its address may say.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::EventOrders | Self::OrganizationOrders => &orders::FILTER_NAMES,
            Self::EventAttendees => &attendees::FILTER_NAMES,
        }
    }

    /// Where it is.
    pub fn address(self, slug: &str, event: Option<EventId>) -> String {
        match (self, event) {
            (Self::EventOrders, Some(id)) => format!("/console/events/{id}/orders"),
            (Self::EventAttendees, Some(id)) => format!("/console/events/{id}/attendees"),
            _ => format!("/console/{slug}/orders"),
        }
    }
}
