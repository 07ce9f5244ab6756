//! The buyer's pages and the small API: find an event, hold tickets, pay, show them.
//!
//! Owns no rule: every handler reads what was asked, calls the use case in [`crate::holds`] or
//! [`crate::orders`] and shows the outcome. Invariants: listing and event pages are read as nobody
//! and are byte-identical for everybody; every form works without JavaScript, may be sent twice, and is
//! answered by a redirect on the way to the tickets, so that reload and back repeat nothing;
//! who may see an order is decided by row level security, or by the order's own lookup code.
//!
//! To add a page: a file here with its handler, its markup in `views/` as a function of a plain
//! model, one line in [`routes()`].

mod amount;
pub(crate) mod api;
mod checkout;
pub mod codes;
mod corner;
mod counter;
mod cursor;
mod elsewhere;
mod event;
mod files;
mod glance;
mod hold;
mod home;
mod list;
mod lookup;
mod my_tickets;
mod order;
mod order_access;
mod order_files;
pub mod paper;
mod pay;
mod programme;
mod promo;
mod refund;
mod release;
mod routes;
mod running_order;
mod similar;
mod stage;
mod standing;
#[cfg(test)]
mod tests;
mod typed;
mod views;
mod wanted;
mod webhook;

pub(crate) use event::preview;
pub use routes::routes;
pub(crate) use running_order::{day_name, day_of, programme_days};
pub(crate) use standing::{Closed, Standing, closed, standing};
pub(crate) use wanted::field_name;

use std::sync::Arc;

use platform_documents::Documents;
use platform_ui::House;

use crate::BoxOffice;

/// How the house around a page looks. Implemented by the composition root, which knows all apps;
/// any `Fn() -> House` will do.
pub trait Shell: Send + Sync {
    /// Name, navigation, banners. Nothing in it may depend on who asks.
    fn house(&self) -> House;
}

impl<F: Fn() -> House + Send + Sync> Shell for F {
    fn house(&self) -> House {
        self()
    }
}

/// What the buyer's pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Shop {
    office: BoxOffice,
    documents: Documents,
    shell: Arc<dyn Shell>,
    counters: counter::Counters,
}

impl Shop {
    /// Puts it together.
    pub fn new(office: BoxOffice, documents: Documents, shell: Arc<dyn Shell>) -> Self {
        Self { office, documents, shell, counters: counter::Counters::default() }
    }

    fn office(&self) -> &BoxOffice {
        &self.office
    }

    fn house(&self) -> House {
        self.shell.house()
    }
}
