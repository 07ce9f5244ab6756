//! Puts an event on sale, once it has what buyers need; takes it back while nobody bought.

use std::borrow::Cow;

use commons::events::{self, Event, EventError, EventStatus};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_db::{DbError, Tx};
use platform_payments::{PaymentError, PaymentProvider};
use platform_texts::t;
use platform_types::{Actor, EventId, Money, Timestamp};
use serde_json::json;

use super::test_mode;
use crate::BoxOffice;
use crate::catalogue::{self, CatalogueError, Offer};
use crate::console::access::{self, Desk};
use crate::console::tickets::{Pool, list_pools, types_outside_event_pool};

/// Where something missing is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// The event's own form.
    Event,
    /// Its tickets page.
    Tickets,
}

/// One thing an event on sale must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What, in a few words.
    pub label: Cow<'static, str>,
    /// What is missing and what would be right; nothing when it is there.
    pub missing: Option<String>,
    /// Where it is put right.
    pub mend: Mend,
}

/// What the requirements are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The event.
    pub event: &'a Event,
    /// Its ticket types.
    pub offers: &'a [Offer],
    /// Its stock.
    pub pools: &'a [Pool],
    /// Types that do not draw from the event's capacity.
    pub outside: &'a [String],
}

/// Everything, in the order in which it is put right. `accepts` says why an amount cannot be charged.
pub fn requirements(facts: Facts<'_>, now: Timestamp, accepts: &dyn Fn(Money) -> Option<String>) -> Vec<Requirement> {
    let of = |label, mend, missing: Option<String>| Requirement { label, missing, mend };
    vec![
        of(t!("console-publish-start"), Mend::Event, start(facts.event, now)),
        of(t!("console-publish-place"), Mend::Event, facts.event.venue.is_none().then(|| t!("console-publish-place-missing").into_owned())),
        of(
            t!("console-publish-tickets"),
            Mend::Tickets,
            facts.offers.is_empty().then(|| t!("console-publish-tickets-missing").into_owned()),
        ),
        of(t!("console-publish-capacity"), Mend::Tickets, capacity(facts)),
        of(t!("console-publish-windows"), Mend::Tickets, windows(facts, now)),
        of(t!("console-publish-prices"), Mend::Tickets, prices(facts, accepts)),
    ]
}

fn start(event: &Event, now: Timestamp) -> Option<String> {
    match event.starts_at {
        None => Some(t!("console-publish-start-missing").into_owned()),
        Some(at) if at <= now => Some(t!("console-publish-start-past").into_owned()),
        Some(_) => None,
    }
}

fn capacity(facts: Facts<'_>) -> Option<String> {
    let event = facts.pools.iter().find(|p| p.is_event());
    match event {
        None => Some(t!("console-publish-capacity-missing").into_owned()),
        Some(pool) if pool.capacity == 0 => Some(t!("console-publish-capacity-zero").into_owned()),
        Some(_) if !facts.outside.is_empty() => Some(t!("console-publish-outside", names = quoted(facts.outside)).into_owned()),
        Some(_) => None,
    }
}

fn windows(facts: Facts<'_>, now: Timestamp) -> Option<String> {
    let sellable = |o: &&Offer| {
        let opens_in_time = o.sale_starts_at.zip(facts.event.starts_at).is_none_or(|(opens, starts)| opens < starts);
        opens_in_time && o.sale_ends_at.is_none_or(|closes| closes > now) && o.capacity > 0
    };
    let none = !facts.offers.is_empty() && !facts.offers.iter().any(|o| sellable(&o));
    none.then(|| t!("console-publish-windows-missing").into_owned())
}

fn prices(facts: Facts<'_>, accepts: &dyn Fn(Money) -> Option<String>) -> Option<String> {
    let refused: Vec<String> = facts
        .offers
        .iter()
        .filter(|o| o.unit.all_in_minor() > 0)
        .filter_map(|o| {
            accepts(Money::new(o.unit.all_in_minor(), facts.event.currency))
                .map(|why| t!("console-publish-price-refused", name = o.name, why = why).into_owned())
        })
        .collect();
    (!refused.is_empty()).then(|| refused.join(" "))
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|n| t!("console-publish-quoted", name = n).into_owned()).collect::<Vec<_>>().join(", ")
}

/// Why the provider cannot charge an amount, for the organizer.
pub fn charge_refusal(shop: &BoxOffice, amount: Money) -> Option<String> {
    refusal_of(shop.payments(), amount)
}

/// The same, asked of a provider.
pub fn refusal_of(provider: &dyn PaymentProvider, amount: Money) -> Option<String> {
    match provider.accepts(amount) {
        Ok(()) => None,
        Err(PaymentError::Invalid { message, .. }) => Some(t!("console-publish-charge-refused", message = message).into_owned()),
        Err(_) => Some(t!("console-publish-charge-impossible", amount = amount).into_owned()),
    }
}

/// Why it was not published or not taken back.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Not there, or not for the caller to publish.
    #[error("{}", t!("console-publish-not-found"))]
    NotFound,
    /// Something is missing.
    #[error("{}", t!("console-publish-not-ready-short"))]
    NotReady(Vec<Requirement>),
    /// Tickets are sold or in carts.
    #[error("{}", t!("console-publish-sales", sold = .sold, held = .held))]
    HasSales {
        /// Sold.
        sold: i32,
        /// In carts.
        held: i32,
    },
    /// Its state does not lead there.
    #[error("{0}")]
    WrongState(String),
    /// A price cannot be computed.
    #[error(transparent)]
    Offers(#[from] catalogue::OffersError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for PublishError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<CatalogueError> for PublishError {
    fn from(error: CatalogueError) -> Self {
        match error {
            CatalogueError::NotFound => Self::NotFound,
            CatalogueError::Database(error) => Self::Database(error),
            other => Self::WrongState(other.to_string()),
        }
    }
}

impl From<EventError> for PublishError {
    fn from(error: EventError) -> Self {
        match error {
            EventError::NotFound => Self::NotFound,
            EventError::Database(error) => Self::Database(error),
            other => Self::WrongState(other.to_string()),
        }
    }
}

/// What the requirements of an event look at, read in the caller's transaction.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Its ticket types.
    pub offers: Vec<Offer>,
    /// Its pools.
    pub pools: Vec<Pool>,
    /// Names of types that do not draw from the event's capacity.
    pub outside: Vec<String>,
}

/// Reads an event's stock and prices.
pub async fn stock_of(tx: &mut Tx, event: &Event, now: Timestamp) -> Result<Stock, PublishError> {
    let tariff = catalogue::tariff_of(tx, event.id, event.currency).await?;
    let offers = catalogue::list_offers(tx, event.id, event.starts_at, &tariff, now, true).await?;
    Ok(Stock { offers, pools: list_pools(tx, event.id).await?, outside: types_outside_event_pool(tx, event.id).await? })
}

/// What is missing, and what is there.
pub fn requirements_of(shop: &BoxOffice, event: &Event, stock: &Stock, now: Timestamp) -> Vec<Requirement> {
    let facts = Facts { event, offers: &stock.offers, pools: &stock.pools, outside: &stock.outside };
    requirements(facts, now, &|amount| charge_refusal(shop, amount))
}

/// Puts a draft on sale. A route's permission says “somewhere”; here it is asked of this event.
pub async fn publish_event(shop: &BoxOffice, actor: &Actor, id: EventId) -> Result<(), PublishError> {
    let now = shop.clock().now();
    let mut tx = shop.db().as_actor(actor).await?;
    let desk = publishable(&mut tx, id).await?;
    let stock = stock_of(&mut tx, &desk.event, now).await?;
    let requirements = requirements_of(shop, &desk.event, &stock, now);
    if requirements.iter().any(|r| r.missing.is_some()) {
        return Err(PublishError::NotReady(requirements));
    }
    let tests = test_mode::end(&mut tx, &desk.event).await?;
    let before = events::set_status(&mut tx, id, EventStatus::Published).await?;
    let entry = Entry::new("event.published", "events")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"status": before}))
        .after(json!({"status": EventStatus::Published, "tests_voided": tests}));
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Makes a published event a draft again, while nothing is sold and nothing is in a cart.
pub async fn unpublish_event(shop: &BoxOffice, actor: &Actor, id: EventId) -> Result<(), PublishError> {
    let mut tx = shop.db().as_actor(actor).await?;
    let desk = publishable(&mut tx, id).await?;
    let tests = test_mode::end(&mut tx, &desk.event).await?;
    // Setting the capacity to what it is takes the lock under which the event's stock changes: whoever
    // claims at this moment waits, and then finds the event closed.
    for pool in list_pools(&mut tx, id).await?.iter().filter(|p| p.is_event()) {
        catalogue::open_event_pool(&mut tx, shop.entropy(), shop.clock().now(), desk.place.id, id, pool.capacity).await?;
    }
    let pools = list_pools(&mut tx, id).await?;
    let (sold, held) = pools.iter().fold((0, 0), |(sold, held), p| (p.sold.max(sold), p.held.max(held)));
    if sold + held > 0 {
        return Err(PublishError::HasSales { sold, held });
    }
    let before = events::set_status(&mut tx, id, EventStatus::Draft).await?;
    let entry = Entry::new("event.unpublished", "events")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"status": before}))
        .after(json!({"status": EventStatus::Draft, "tests_voided": tests}));
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn publishable(tx: &mut Tx, id: EventId) -> Result<Desk, PublishError> {
    let desk = access::find_desk(tx, id).await?.ok_or(PublishError::NotFound)?;
    if desk.held.may(may::EVENTS_PUBLISH) { Ok(desk) } else { Err(PublishError::NotFound) }
}
