//! What happened since the house was founded, in the order in which it happened.

use boxoffice::door::{Scan, Shown, scan};
use boxoffice::holds::ClaimError;
use boxoffice::orders::{PayPage, PlaceOrder, find_order, place_order, refund_order, settle, start_payment};
use chrono::Duration;
use commons::events::EventStatus;
use platform_auth::roles::Grant;
use platform_db::Service;
use platform_payments::store;
use platform_types::{Actor, EventId, GuestId, OrderId, Timestamp};

use super::people::{BOX_OFFICE, DOOR, FAN, GUESTS, PEOPLE, VENUE};
use super::stage::{Staged, announce, turn};
use super::{FOUNDED, Past, programme, refused};
use crate::failure::{Failure, say};

/// Something that happened.
enum Deed {
    Buy { show: usize, ticket: usize, n: i32, buyer: usize },
    Refund { show: usize },
    Turn { show: usize },
    Doors { show: usize },
}

/// An order that was placed, and by whom.
struct Bought {
    show: usize,
    order: OrderId,
    buyer: Actor,
    refunded: bool,
}

/// How the season went, for the person who waits.
pub(super) async fn play(past: &Past) -> Result<String, Failure> {
    let mut staged = Vec::new();
    for show in programme::SHOWS {
        past.clock.advance(Duration::minutes(20));
        staged.push(announce(past, show).await?);
    }
    staff_doors(past, &staged).await?;
    say(&format!("  {} events announced", staged.len()));
    let mut deeds = deeds(past, &staged);
    deeds.sort_by_key(|(at, _)| *at);
    let (mut bought, mut scans) = (Vec::new(), 0);
    for (at, deed) in deeds {
        if at > past.clock.now() {
            past.clock.set(at);
        }
        match deed {
            Deed::Buy { show, ticket, n, buyer } => bought.extend(buy(past, &staged, show, ticket, n, buyer).await?),
            Deed::Refund { show } => give_back(past, &mut bought, show).await?,
            Deed::Turn { show } => turn(past, &staged[show]).await?,
            Deed::Doors { show } => scans += doors(past, &staged, &bought, show).await?,
        }
        if bought.len().is_multiple_of(20) && !bought.is_empty() && matches!(deed, Deed::Buy { .. }) {
            say(&format!("  {} orders", bought.len()));
        }
    }
    Ok(format!("  {} orders and {scans} scans; all of it through the product, on a clock that was set back.", bought.len()))
}

/// Sales spread between the announcement and the show (or today), doors on the evening, the rest a few days ago.
fn deeds(past: &Past, staged: &[Staged]) -> Vec<(Timestamp, Deed)> {
    let mut deeds = Vec::new();
    let mut buyer = 0;
    for (show, one) in staged.iter().enumerate() {
        let from = past.today - FOUNDED + Duration::days(1);
        let until = (past.today - Duration::hours(3)).min(one.starts_at - Duration::hours(6)).min(past.today - turned(one));
        let orders: Vec<(usize, i32)> =
            one.show.bought.iter().flat_map(|(ticket, orders, n)| std::iter::repeat_n((*ticket, *n), *orders)).collect();
        let steps = i32::try_from(orders.len()).unwrap_or(1).max(1);
        for (i, (ticket, n)) in orders.into_iter().enumerate() {
            // Odd minutes, so that no two shows sell at the same moment.
            let at = from
                + (until - from) / steps * i32::try_from(i).unwrap_or(0)
                + Duration::minutes(i64::try_from(7 * buyer + show).unwrap_or(0));
            deeds.push((at.min(until), Deed::Buy { show, ticket, n, buyer }));
            buyer += 1;
        }
        for _ in 0..one.show.refunded {
            deeds.push((until + Duration::minutes(90), Deed::Refund { show }));
        }
        if !matches!(one.show.status, EventStatus::Draft | EventStatus::Published) {
            let over = one.starts_at < past.today;
            let at = if over { one.starts_at + Duration::hours(5) } else { until + Duration::minutes(60) };
            deeds.push((at, Deed::Turn { show }));
        }
        if one.starts_at < past.today {
            deeds.push((one.starts_at - Duration::minutes(50), Deed::Doors { show }));
        }
    }
    deeds
}

/// How long before today sales ended because the show was called off or moved.
fn turned(staged: &Staged) -> Duration {
    match staged.show.status {
        EventStatus::Cancelled => Duration::days(4),
        EventStatus::Postponed => Duration::days(3),
        _ => Duration::zero(),
    }
}

/// Somebody buys and pays. The fan is one of them; everybody else is a guest.
async fn buy(past: &Past, staged: &[Staged], show: usize, ticket: usize, n: i32, buyer: usize) -> Result<Option<Bought>, Failure> {
    let (shop, one) = (&past.shop, &staged[show]);
    let free = one.show.tickets[ticket].2 == 0;
    let Some(visitor) = past.visitor.as_ref().map(Some).or(free.then_some(None)) else { return Ok(None) };
    let (who, name, email) = if buyer.is_multiple_of(11) {
        (past.person(FAN), PEOPLE[FAN].name.to_owned(), PEOPLE[FAN].email.to_owned())
    } else {
        let name = GUESTS[buyer % GUESTS.len()];
        (Actor::guest(GuestId::new(shop.entropy(), shop.clock().now())), name.to_owned(), format!("guest{buyer}@example.org"))
    };
    let hold = match shop.claims().claim(&who, one.event, &[(one.types[ticket], n)]).await {
        Ok(held) => held.id,
        Err(ClaimError::SoldOut(_)) => return Ok(None),
        Err(error) => return Err(refused(error)),
    };
    past.clock.advance(Duration::seconds(70));
    let command =
        PlaceOrder { hold, buyer_name: name.parse().map_err(refused)?, email: email.parse().map_err(refused)?, attendees: Vec::new() };
    let order = place_order(shop, &who, &command).await.map_err(refused)?;
    if let (false, Some(visitor)) = (free, visitor) {
        let PayPage::Pay(page) = start_payment(shop, &who, order).await.map_err(refused)? else {
            return Err(refused("an order needs no payment that should"));
        };
        past.clock.advance(Duration::seconds(50));
        if !visitor.pay(&page).await {
            return Err(refused("the simulator did not take a payment"));
        }
        let mut tx = shop.db().as_service(Service::Sales, &Actor::system("demo")).await?;
        let payment = store::latest_of_order(&mut tx, order).await?.ok_or_else(|| refused("a payment is missing"))?;
        tx.rollback().await?;
        settle(shop, payment.id).await.map_err(refused)?;
    }
    Ok(Some(Bought { show, order, buyer: who, refunded: false }))
}

/// The box office gives the newest order back; its money follows once the house is open.
async fn give_back(past: &Past, bought: &mut [Bought], show: usize) -> Result<(), Failure> {
    let Some(one) = bought.iter_mut().rev().find(|b| b.show == show && !b.refunded) else { return Ok(()) };
    refund_order(&past.shop, &past.person(BOX_OFFICE), one.order, "Asked for by the buyer, within the house's terms")
        .await
        .map_err(refused)?;
    one.refunded = true;
    Ok(())
}

/// An evening at the door: most come, one comes twice, one came to the wrong show.
async fn doors(past: &Past, staged: &[Staged], bought: &[Bought], show: usize) -> Result<usize, Failure> {
    let event = staged[show].event;
    let mut codes = Vec::new();
    for one in bought.iter().filter(|b| b.show == show && !b.refunded) {
        codes.extend(codes_of(past, one).await?);
    }
    let come = codes.len() * 9 / 10;
    let mut shown: Vec<String> = codes.into_iter().take(come).collect();
    shown.extend(shown.first().cloned());
    if let Some(other) = bought.iter().find(|b| b.show != show && !b.refunded) {
        shown.extend(codes_of(past, other).await?.into_iter().next());
    }
    for (i, code) in shown.iter().enumerate() {
        past.clock.advance(Duration::seconds(40));
        let gate = if i % 3 == 0 { "Side door" } else { "Main door" };
        let look = Scan {
            event,
            gate: gate.to_owned(),
            zone: None,
            client_id: past.shop.entropy().uuid_v7(past.shop.clock().now()),
            shown: Shown::Code(code.clone()),
        };
        scan(&past.shop, &past.person(VENUE), &look).await.map_err(refused)?;
    }
    Ok(shown.len())
}

async fn codes_of(past: &Past, bought: &Bought) -> Result<Vec<String>, Failure> {
    let mut tx = past.shop.db().read(&bought.buyer).await?;
    let Some(order) = find_order(&mut tx, bought.order).await? else { return Ok(Vec::new()) };
    Ok(order.tickets(&mut tx).await?.into_iter().map(|t| t.code).collect())
}

/// One person works at the doors of two events only: the first that is coming, and the last that was.
async fn staff_doors(past: &Past, staged: &[Staged]) -> Result<(), Failure> {
    let published = |s: &&Staged| s.show.status == EventStatus::Published;
    let next = staged.iter().filter(published).filter(|s| s.starts_at > past.today).min_by_key(|s| s.starts_at);
    let last = staged.iter().filter(published).filter(|s| s.starts_at < past.today).max_by_key(|s| s.starts_at);
    for event in [next, last].into_iter().flatten().map(|s| s.event) {
        grant(past, event).await?;
    }
    Ok(())
}

async fn grant(past: &Past, event: EventId) -> Result<(), Failure> {
    let Some(user) = past.people.get(DOOR) else { return Ok(()) };
    let grant = Grant { user: *user, role: "STAFF".to_owned(), scope: event.0, expires_at: None };
    past.auth.grant_as_house("demo", &grant).await.map_err(refused)
}
