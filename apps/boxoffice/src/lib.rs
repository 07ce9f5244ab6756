//! The box office: discover, sell, hold and scan tickets.
//!
//! Owns `ticket_types`, `pools`, `ticket_type_pools`, `fee_rules`, `tax_rules`, `holds`, `hold_items`, `orders`,
//! `order_items`, `order_attendees`, `tickets`, `ticket_scans`, `refunds`, `refund_tickets`, `refund_policies`,
//! `refund_rules`, `event_cancellations`, `cancellation_failures`, `listed_events`, `listed_prices`,
//! `saved_views`, `event_messages`, `event_message_recipients`, `event_zones`, `ticket_type_zones`, `promo_codes`, `promo_code_types`,
//! `promo_redemptions`, `comp_batches`. Invariants, each held by the database too: no pool is ever oversold; no code is used more
//! often than it may; one live payment per order; one admission per ticket; a
//! ticket exists exactly when its order is paid; money is taken only for seats that are certain.

pub mod catalogue;
pub mod codes;
pub mod comps;
pub mod console;
pub mod discover;
pub mod door;
pub mod gate;
pub mod holds;
pub mod jobs;
pub mod later;
pub mod listing_import;
pub mod live;
pub mod mails;
pub mod messages;
pub mod notices;
pub mod orders;
pub mod pricing;
pub mod readable;
pub mod receipts;
pub mod refunds;
pub mod shop;
pub mod table_import;
mod texts;
pub mod tickets;

use std::sync::Arc;

use platform_db::Db;
use platform_payments::PaymentProvider;
use platform_types::{Clock, Entropy};

use crate::holds::Claims;
use crate::tickets::TicketKeys;

/// What every slice of the box office works with. Cheap to clone.
#[derive(Clone)]
pub struct BoxOffice(Arc<Parts>);

struct Parts {
    db: Db,
    entropy: Entropy,
    claims: Claims,
    turns: orders::Turns,
    payments: Arc<dyn PaymentProvider>,
    keys: Arc<dyn TicketKeys>,
    public_url: String,
}

impl BoxOffice {
    /// Puts it together. `public_url` has no slash at its end.
    pub fn new(db: Db, entropy: Entropy, payments: Arc<dyn PaymentProvider>, keys: Arc<dyn TicketKeys>, public_url: String) -> Self {
        let claims = Claims::new(db.clone(), entropy.clone());
        Self(Arc::new(Parts { db, entropy, claims, turns: orders::Turns::default(), payments, keys, public_url }))
    }

    /// The doors.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.0.db.clock()
    }

    /// Randomness.
    pub fn entropy(&self) -> &Entropy {
        &self.0.entropy
    }

    /// The counter.
    pub fn claims(&self) -> &Claims {
        &self.0.claims
    }

    pub(crate) fn turns(&self) -> &orders::Turns {
        &self.0.turns
    }

    /// Whoever moves the money.
    pub fn payments(&self) -> &dyn PaymentProvider {
        &*self.0.payments
    }

    /// Keys of ticket codes.
    pub fn keys(&self) -> &dyn TicketKeys {
        &*self.0.keys
    }

    /// Where the house is on the web.
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }
}
