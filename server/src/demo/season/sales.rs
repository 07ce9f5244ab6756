//! What happens in a house's year, in the order in which it happens.

use std::collections::HashMap;

use boxoffice::holds::{ClaimError, Wish};
use boxoffice::orders::{
    GiveBack, HowMuch, Origin, PayPage, PlaceOrder, Which, cancel_event, find_order, place_order, refund_cancelled, refund_order,
    refund_tickets, release_order, settle, settle_refund, start_payment,
};
use chrono::Duration;
use commons::events::EventStatus;
use platform_db::Service;
use platform_payments::store;
use platform_types::{Actor, Entropy, EventId, GuestId, OrderId};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::doors::doors;
use super::houses::Size;
use super::lane::Lane;
use super::people::OTHERS;
use super::plan::{Buyer, Deed, End, Planned, Planner, Purchase};
use super::refused;
use super::stage::{Staged, announce, give_away, turn};
use crate::failure::Failure;

/// Giving back a cancelled event's orders looks at all houses: one at a time.
static CALLING_OFF: Mutex<()> = Mutex::const_new(());

/// An order that was paid, and by whom.
struct Bought {
    show: usize,
    order: OrderId,
    buyer: Actor,
    refunded: bool,
}

/// Plays it; the events that are there afterwards.
pub(super) async fn play(lane: &Lane, chance: &Entropy) -> Result<Vec<Staged>, Failure> {
    let planner = Planner { house: lane.house, zone: lane.zone, size: lane.size, founded: lane.founded, today: lane.today, chance };
    let plan = planner.plan()?;
    lane.tally.planned(plan.iter().filter(|p| matches!(p.deed, Deed::Announce)).count());
    let mut staged: HashMap<usize, Staged> = HashMap::new();
    let mut bought = Vec::new();
    // Where the last order was for, so that somebody can be at the wrong door.
    for Planned { at, show, deed } in plan {
        lane.reach(at);
        if matches!(deed, Deed::Announce) {
            let Some(of) = lane.house.shows.get(show) else { continue };
            staged.insert(show, announce(lane, of, planner.starts_at(of)?).await?);
            lane.tally.event();
            continue;
        }
        let Some(one) = staged.get(&show).cloned() else { continue };
        match deed {
            Deed::Announce => {}
            Deed::Comps(comp) => give_away(lane, &one, comp).await?,
            Deed::Buy(purchase) => {
                let paid = purchase.reads.scope(buy(lane, &one, &purchase)).await?;
                bought.extend(paid.map(|(order, buyer)| Bought { show, order, buyer, refunded: false }));
            }
            Deed::Refund { whole } => give_back(lane, &mut bought, show, whole).await?,
            Deed::Turn if one.show.status == EventStatus::Cancelled => call_off(lane, &one).await?,
            Deed::Turn => turn(lane, &one).await?,
            Deed::Doors => {
                let other = bought.iter().rev().find(|b| b.show != show).and_then(|b| staged.get(&b.show)).map(|s| s.event);
                doors(lane, &one, other, chance).await?;
            }
        }
    }
    let mut staged: Vec<Staged> = staged.into_values().collect();
    staged.sort_by_key(|s| s.starts_at);
    Ok(staged)
}

/// Somebody fills a cart, gives a name and pays, or does not. None unless it was paid.
async fn buy(lane: &Lane, one: &Staged, purchase: &Purchase) -> Result<Option<(OrderId, Actor)>, Failure> {
    let shop = &lane.shop;
    let (Some(kind), Some(id)) = (one.show.tickets.get(purchase.kind), one.types.get(purchase.kind).copied()) else { return Ok(None) };
    let free = kind.price == 0 && kind.suggested.is_none();
    if lane.visitor.is_none() && !free {
        return Ok(None);
    }
    let (who, name, email) = person(lane, purchase.buyer);
    let wish = Wish { ticket_type: id, quantity: purchase.tickets, chosen_minor: purchase.chosen };
    let hold = match shop.claims().claim_with(&who, one.event, &[wish], purchase.code).await {
        Ok(held) => held.id,
        // An evening at the door took the clock past the last minute in which there was something to buy.
        Err(ClaimError::SoldOut(_) | ClaimError::Closed) => return Ok(None),
        Err(error) => return Err(refused(error)),
    };
    lane.clock.advance(Duration::seconds(70));
    let command =
        PlaceOrder { hold, buyer_name: name.parse().map_err(refused)?, email: email.parse().map_err(refused)?, attendees: Vec::new() };
    let order = place_order(shop, &who, &command).await.map_err(refused)?;
    lane.tally.order();
    if purchase.end == End::Forgotten {
        return Ok(None);
    }
    let page = if free { PayPage::Done } else { start_payment(shop, &who, order).await.map_err(refused)? };
    lane.clock.advance(Duration::seconds(50));
    match (page, purchase.end) {
        (PayPage::Pay(_), End::GivenUp) => {
            release_order(shop, &who, order).await.map_err(refused)?;
            settle(shop, payment_of(lane, order).await?).await.map_err(refused)?;
            return Ok(None);
        }
        (PayPage::Pay(page), _) => {
            let paid = match &lane.visitor {
                Some(visitor) => visitor.pay(&page).await,
                None => false,
            };
            if !paid {
                return Err(refused("the simulator did not take a payment"));
            }
            settle(shop, payment_of(lane, order).await?).await.map_err(refused)?;
        }
        // What a code made free has its tickets already.
        (PayPage::Done, _) => {}
    }
    Ok(Some((order, who)))
}

async fn payment_of(lane: &Lane, order: OrderId) -> Result<platform_types::PaymentId, Failure> {
    let mut tx = lane.shop.db().as_service(Service::Sales, &Actor::system("demo")).await?;
    let payment = store::latest_of_order(&mut tx, order).await?.ok_or_else(|| refused("a payment is missing"))?;
    tx.rollback().await?;
    Ok(payment.id)
}

/// Who buys, as whom, and where the tickets go.
fn person(lane: &Lane, buyer: Buyer) -> (Actor, String, String) {
    match buyer {
        Buyer::Person(n) if lane.others.get(n).is_some() => {
            let actor = lane.others.get(n).map_or_else(Actor::anonymous, |id| Actor::user(*id, None));
            let (name, email) = OTHERS.get(n).map_or(("", ""), |p| (p.name, p.email));
            (actor, name.to_owned(), email.to_owned())
        }
        Buyer::Person(n) => guest(lane, "Guest", u64::try_from(n).unwrap_or(0)),
        Buyer::Guest(name, number) => guest(lane, name, number),
    }
}

fn guest(lane: &Lane, name: &str, number: u64) -> (Actor, String, String) {
    let id = GuestId::new(lane.shop.entropy(), lane.clock.now());
    (Actor::guest(id), name.to_owned(), format!("guest{number}@{}", lane.house.mail))
}

/// The box office gives the newest order back, or one ticket of it.
async fn give_back(lane: &Lane, bought: &mut [Bought], show: usize, whole: bool) -> Result<(), Failure> {
    let Some(one) = bought.iter_mut().rev().find(|b| b.show == show && !b.refunded) else { return Ok(()) };
    one.refunded = true;
    let shop = &lane.shop;
    let mut tx = shop.db().read(&one.buyer).await?;
    let tickets = match find_order(&mut tx, one.order).await? {
        Some(order) => order.tickets(&mut tx).await?,
        None => Vec::new(),
    };
    tx.rollback().await?;
    let given = match tickets.as_slice() {
        [first, _, ..] if !whole => {
            let (these, reason) = ([first.id], "One of the party is ill");
            let wish = GiveBack {
                which: Which::These(&these),
                how_much: HowMuch::Paid,
                reason,
                origin: Origin::Staff,
                seen_minor: None,
                came_in: None,
            };
            refund_tickets(shop, &lane.box_office(), one.order, &wish).await
        }
        _ => refund_order(shop, &lane.box_office(), one.order, "Asked for by the buyer, within the house's terms").await,
    };
    let given = given.map_err(refused)?;
    lane.clock.advance(Duration::minutes(2));
    send_money(lane, "SELECT payment_refund_id FROM refunds WHERE id = $1 AND payment_refund_id IS NOT NULL", given.refund).await
}

/// Calls a show off as its organizer's button does; everything that was paid goes back.
async fn call_off(lane: &Lane, one: &Staged) -> Result<(), Failure> {
    let _alone = CALLING_OFF.lock().await;
    cancel_event(&lane.shop, &lane.owner(), one.event, one.show.called_off, None).await.map_err(refused)?;
    lane.clock.advance(Duration::minutes(3));
    refund_cancelled(&lane.shop, 1_000).await.map_err(refused)?;
    lane.clock.advance(Duration::minutes(3));
    let EventId(event) = one.event;
    send_money(lane, "SELECT payment_refund_id FROM refunds WHERE event_id = $1 AND payment_refund_id IS NOT NULL ORDER BY id", event).await
}

/// Sends the money of refunds that were decided; the house's jobs find it sent.
async fn send_money(lane: &Lane, which: &'static str, of: Uuid) -> Result<(), Failure> {
    let mut tx = lane.shop.db().as_service(Service::Sales, &Actor::system("demo")).await?;
    let refunds: Vec<Uuid> = sqlx::query_scalar(which).bind(of).fetch_all(&mut *tx).await?;
    tx.rollback().await?;
    for refund in refunds {
        settle_refund(&lane.shop, refund).await.map_err(refused)?;
    }
    Ok(())
}

/// Which two doors the person has who works at two: the next one that is coming, and the last one that was.
pub(super) fn two_doors(lane: &Lane, staged: &[Staged]) -> Vec<EventId> {
    let published = |s: &&Staged| s.show.status == EventStatus::Published;
    let next = staged.iter().filter(published).filter(|s| s.starts_at > lane.today).min_by_key(|s| s.starts_at);
    let last = staged.iter().filter(published).filter(|s| s.starts_at < lane.today).max_by_key(|s| s.starts_at);
    [next, last].into_iter().flatten().map(|s| s.event).collect()
}

/// How long ago the houses were founded.
pub(super) fn founded(size: Size) -> Duration {
    match size {
        Size::Full => Duration::days(385),
        Size::Small => Duration::days(45),
    }
}
