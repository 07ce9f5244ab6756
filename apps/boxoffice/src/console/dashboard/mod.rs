//! How sales stand: of one event on its overview, of a whole organization on a page of its own.
//!
//! Everything is counted from the live rows under the caller's own role, so row level security decides what is in a sum;
//! `orders:view` shows money, `analytics:view` with a door's view shows tickets without it. Currencies are never added.
//! Days are those of the event's (of the organization's) clocks.

mod arrivals;
mod books;
mod charts;
pub(super) mod event;
pub(super) mod organization;
mod organization_view;
mod queries;
mod range;

pub use event::{EventSales, Sees, find_sales};
pub use range::{Asked, Range};

#[cfg(test)]
pub use {
    books::books,
    charts::{MoneySales, Sales},
    organization_view::{EventLine, OrganizationPage, page as organization_page},
    queries::{DayMoney, DayRefunds, Placed, TypeMoney},
    range::Span,
};
