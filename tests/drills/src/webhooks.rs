//! Everything that a provider's news can go through on its way, against the running product.

use std::time::{Duration, Instant};

use chrono::Duration as Span;
use serde_json::{Value, json};
use sqlx::Connection;
use url::Url;

use crate::books;
use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest};
use crate::house::{House, TICK, within};
use crate::kill::pass_the_seat_on;
use crate::organizer::{Organizer, Show};
use crate::simulator;

/// A card whose refunds take a few seconds, and one whose refunds fail after they seemed to succeed.
const SLOW_REFUNDS: &str = "4000000000007726";
const FAILING_REFUNDS: &str = "4000000000005126";

/// News is acted on by then: a breaker rests half a minute, a job that failed waits up to a minute.
const SOON: Duration = Duration::from_secs(100);

/// Each by its name; all run on one house, which keeps its books afterwards.
pub const ALL: &[&str] = &[
    "late",
    "twice",
    "out of order",
    "forged",
    "stale",
    "replayed",
    "never",
    "answer lost",
    "refund pending",
    "refund fails later",
    "late, seat free",
    "late, seat gone",
    "late, seat gone, money taken",
];

/// Ends in a house whose doctor is right to complain: it is the last one there.
pub const NEEDS_A_PERSON: &str = "refund fails later";

/// One of [`ALL`].
pub async fn run(house: &mut House, name: &str) -> Result<String, Failure> {
    let begun = Instant::now();
    let said = match name {
        "late" => told_by_webhook(house, json!({"fault": "webhook_late", "ms": 2_000, "times": 0})).await?,
        "twice" => told_by_webhook(house, json!({"fault": "webhook_twice", "times": 0})).await?,
        "out of order" => told_by_webhook(house, json!({"fault": "webhook_out_of_order", "ms": 1_500, "times": 0})).await?,
        "forged" => forged(house).await?,
        "stale" => stale(house).await?,
        "replayed" => replayed(house).await?,
        "never" => never(house).await?,
        "answer lost" => answers_lost(house).await?,
        "refund pending" => refund_pending(house).await?,
        "refund fails later" => refund_fails_later(house).await?,
        "late, seat free" => late_but_free(house).await?,
        "late, seat gone" => late_and_gone(house, false).await?,
        "late, seat gone, money taken" => late_and_gone(house, true).await?,
        other => return Err(wrong(format!("there is no webhook drill “{other}”"))),
    };
    simulator::behave(house).await?;
    Ok(format!("{said}, {:.1} s", begun.elapsed().as_secs_f64()))
}

/// An order as its row says.
struct Order {
    id: uuid::Uuid,
    status: String,
    notice: String,
}

async fn order_of(house: &House, guest: &Guest) -> Result<Order, Failure> {
    let mut database = house.database().await?;
    let query = "SELECT id, status, notice FROM orders WHERE email = $1 ORDER BY created_at DESC LIMIT 1";
    let (id, status, notice) = sqlx::query_as(query).bind(&guest.email).fetch_one(&mut database).await?;
    database.close().await?;
    Ok(Order { id, status, notice })
}

/// Waits until the guest's order has this status; the guest does nothing.
async fn becomes(house: &House, guest: &Guest, status: &str) -> Result<Order, Failure> {
    let since = Instant::now();
    loop {
        let order = order_of(house, guest).await?;
        if order.status == status {
            return Ok(order);
        }
        within(since, SOON, &format!("the order to become {status}; it is {}", order.status))?;
        tokio::time::sleep(TICK).await;
    }
}

/// What one purchase leaves: tickets, journals, mails, rows in the audit about its payment.
async fn effects(house: &House, order: &Order) -> Result<Vec<i64>, Failure> {
    let mut database = house.database().await?;
    let query = "SELECT ARRAY[(SELECT count(*) FROM tickets WHERE order_id = $1), (SELECT count(*) FROM journals WHERE source_id = $1),
      (SELECT count(*) FROM notify.messages WHERE key LIKE '%' || $1::text), (SELECT count(*) FROM audit.events WHERE subject_id = $1 AND action = 'order.paid')]";
    let counts = sqlx::query_scalar(query).bind(order.id).fetch_one(&mut database).await?;
    database.close().await?;
    Ok(counts)
}

async fn once_only(house: &House, order: &Order) -> Result<(), Failure> {
    books::rest_of_jobs(house).await?;
    let found = effects(house, order).await?;
    if found == [1, 1, 1, 1] { Ok(()) } else { Err(wrong(format!("one purchase left tickets, journals, mails, audit rows: {found:?}"))) }
}

async fn one_show(house: &House, tickets: u32) -> Result<Show, Failure> {
    let title = format!("News {}", house.now().timestamp_micros());
    Organizer::sign_in(house).await?.put_on_sale(house, &title, "12", tickets).await
}

/// A guest who pays and never comes back: the webhook alone tells the house.
async fn told_by_webhook(house: &House, fault: Value) -> Result<String, Failure> {
    let show = one_show(house, 5).await?;
    simulator::order_fault(house, fault).await?;
    let mut guest = fresh(house);
    let page = guest.to_pay(house, &show, 1).await?;
    guest.pay(&page, GOOD_CARD).await?;
    let order = becomes(house, &guest, "paid").await?;
    once_only(house, &order).await?;
    Ok("paid by its webhook alone, once".to_owned())
}

/// Nobody else has this address.
fn fresh(house: &House) -> Guest {
    let mut guest = Guest::number(3);
    guest.email = format!("guest{}@drill.example", house.now().timestamp_micros());
    guest
}

async fn unpaid_page(house: &House) -> Result<(Guest, Url), Failure> {
    let show = one_show(house, 5).await?;
    let mut guest = fresh(house);
    let page = guest.to_pay(house, &show, 1).await?;
    Ok((guest, page))
}

async fn untouched(house: &House, guest: &Guest, noted: i64) -> Result<(), Failure> {
    books::rest_of_jobs(house).await?;
    let now = house.number("SELECT count(*) FROM payment_events").await?;
    if now != noted {
        return Err(wrong("a webhook that is not believed was noted"));
    }
    let order = order_of(house, guest).await?;
    if order.status == "pending" { Ok(()) } else { Err(wrong(format!("the order became {}", order.status))) }
}

async fn forged(house: &House) -> Result<String, Failure> {
    let (guest, page) = unpaid_page(house).await?;
    let noted = house.number("SELECT count(*) FROM payment_events").await?;
    let session = simulator::session_of(&page);
    let answered = simulator::forge(house, &session).await?;
    let own = simulator::webhook(house, &simulator::says_paid("evt_own", &session, house.now()), "whsec_guessed", house.now()).await?;
    if answered != Some(400) || own.status != 400 {
        return Err(wrong(format!("forged webhooks were answered {answered:?} and {}", own.status)));
    }
    untouched(house, &guest, noted).await?;
    Ok("refused with 400, nothing noted".to_owned())
}

async fn stale(house: &House) -> Result<String, Failure> {
    let (guest, page) = unpaid_page(house).await?;
    let noted = house.number("SELECT count(*) FROM payment_events").await?;
    let (_, secret) = house.secrets()?;
    let event = simulator::says_paid("evt_stale", &simulator::session_of(&page), house.now());
    for age in [Span::minutes(6), Span::minutes(-6)] {
        let answer = simulator::webhook(house, &event, &secret, house.now() - age).await?;
        if answer.status != 400 {
            return Err(wrong(format!("a webhook signed {age} ago was answered {}", answer.status)));
        }
    }
    untouched(house, &guest, noted).await?;
    // Believed and fresh, but untrue: the provider is asked and says that nobody paid.
    let lie = simulator::says_paid(&format!("evt_{}", guest.email), &simulator::session_of(&page), house.now());
    let answer = simulator::webhook(house, &lie, &secret, house.now()).await?;
    if answer.status != 200 {
        return Err(wrong(format!("a fresh webhook was answered {}", answer.status)));
    }
    untouched(house, &guest, noted + 1).await?;
    Ok("refused with 400; a fresh but untrue one pays nothing".to_owned())
}

async fn replayed(house: &House) -> Result<String, Failure> {
    let (mut guest, page) = unpaid_page(house).await?;
    guest.pay(&page, GOOD_CARD).await?;
    let order = becomes(house, &guest, "paid").await?;
    once_only(house, &order).await?;
    let noted = house.number("SELECT count(*) FROM payment_events").await?;
    let (_, secret) = house.secrets()?;
    let event = simulator::says_paid(&format!("evt_{}", guest.email), &simulator::session_of(&page), house.now());
    for _ in 0..5 {
        let answer = simulator::webhook(house, &event, &secret, house.now()).await?;
        if answer.status != 200 {
            return Err(wrong(format!("a replayed webhook was answered {}", answer.status)));
        }
    }
    once_only(house, &order).await?;
    let now = house.number("SELECT count(*) FROM payment_events").await?;
    if now == noted + 1 { Ok("five times the same, one effect".to_owned()) } else { Err(wrong(format!("noted {} times", now - noted))) }
}

/// No webhook and no return: the reconciler asks by itself.
async fn never(house: &mut House) -> Result<String, Failure> {
    simulator::order_fault(house, json!({"fault": "webhook_never", "times": 0})).await?;
    let (mut guest, page) = unpaid_page(house).await?;
    guest.pay(&page, GOOD_CARD).await?;
    house.kill_server().await?;
    house.travel(Span::minutes(2));
    house.open_server("").await?;
    let order = becomes(house, &guest, "paid").await?;
    once_only(house, &order).await?;
    Ok("found by the reconciler".to_owned())
}

/// The provider acted and its answer was lost, at every step of a purchase and of a refund.
async fn answers_lost(house: &mut House) -> Result<String, Failure> {
    let show = one_show(house, 5).await?;
    let mut guest = fresh(house);
    for step in ["open", "capture", "refund"] {
        simulator::order_fault(house, json!({"fault": "answer_lost", "on": step})).await?;
    }
    let checkout = guest.hold(house, &show, 1).await?;
    let page = match guest.place(house, &checkout).await {
        Ok(crate::guest::Placed::ToPay(page)) => page,
        // Told that the provider is away: the same form once more.
        _ => match guest.place(house, &checkout).await? {
            crate::guest::Placed::ToPay(page) => page,
            crate::guest::Placed::Done(order) => return Err(wrong(format!("{order} had nothing to pay"))),
        },
    };
    let back = guest.pay(&page, GOOD_CARD).await?;
    guest.come_back(house, &back).await?;
    let order = becomes(house, &guest, "paid").await?;
    once_only(house, &order).await?;
    Organizer::sign_in(house).await?.refund(house, &order.id.to_string()).await?;
    returned(house, &page).await?;
    clean(house).await?;
    Ok("paid once and refunded once".to_owned())
}

/// Waits until both books say that the money of this page went back.
async fn returned(house: &House, page: &Url) -> Result<(), Failure> {
    let session = simulator::session_of(page);
    let since = Instant::now();
    loop {
        let theirs = simulator::payment(house, &session).await?;
        let mut database = house.database().await?;
        let query = "SELECT p.refunded_minor, coalesce((SELECT string_agg(r.status, ',') FROM payment_refunds r WHERE r.payment_id = p.id), '') FROM payments p WHERE p.provider_ref = $1";
        let (ours, states): (i64, String) = sqlx::query_as(query).bind(&session).fetch_one(&mut database).await?;
        database.close().await?;
        let theirs = theirs["amount_refunded"].as_i64().unwrap_or(0);
        if ours > 0 && theirs == ours && states == "done" && refund_at_bank(house, &session).await? == "succeeded" {
            return Ok(());
        }
        within(since, SOON, &format!("the money to go back: the provider says {theirs}, the house {ours} ({states})"))?;
        tokio::time::sleep(TICK).await;
    }
}

/// How the page's refund stands at the provider.
async fn refund_at_bank(house: &House, session: &str) -> Result<String, Failure> {
    let intent = simulator::payment(house, session).await?["payment_intent"].clone();
    let state = simulator::state(house).await?;
    let refund = state["refunds"].as_array().into_iter().flatten().find(|r| r["payment_intent"] == intent);
    Ok(refund.and_then(|r| r["status"].as_str()).unwrap_or("unknown").to_owned())
}

async fn clean(house: &House) -> Result<(), Failure> {
    let wrongs = house.doctor().await?;
    if wrongs.is_empty() { Ok(()) } else { Err(wrong(wrongs.join("; "))) }
}

async fn refunded_with(house: &House, card: &str) -> Result<(Guest, Url), Failure> {
    let show = one_show(house, 5).await?;
    let mut guest = fresh(house);
    let page = guest.to_pay(house, &show, 1).await?;
    let back = guest.pay(&page, card).await?;
    guest.come_back(house, &back).await?;
    let order = becomes(house, &guest, "paid").await?;
    Organizer::sign_in(house).await?.refund(house, &order.id.to_string()).await?;
    Ok((guest, page))
}

async fn refund_pending(house: &House) -> Result<String, Failure> {
    let (_, page) = refunded_with(house, SLOW_REFUNDS).await?;
    returned(house, &page).await?;
    Ok("done when the bank says so".to_owned())
}

/// The bank takes a refund back: the house must not go on saying that the money was returned.
async fn refund_fails_later(house: &House) -> Result<String, Failure> {
    let (_, page) = refunded_with(house, FAILING_REFUNDS).await?;
    let session = simulator::session_of(&page);
    let since = Instant::now();
    loop {
        let wrongs = house.doctor().await?;
        let theirs = simulator::payment(house, &session).await?["amount_refunded"].as_i64();
        let mut database = house.database().await?;
        let ours: i64 = sqlx::query_scalar("SELECT refunded_minor FROM payments WHERE provider_ref = $1")
            .bind(&session)
            .fetch_one(&mut database)
            .await?;
        database.close().await?;
        if theirs == Some(0) && ours == 0 && wrongs.iter().any(|w| w.starts_with("refunds are sent")) {
            return Ok("the house learns it and asks for a person".to_owned());
        }
        within(
            since,
            SOON,
            &format!("the failed refund to be noticed: the provider gave back {theirs:?}, the house says {ours}, doctor says {wrongs:?}"),
        )?;
        tokio::time::sleep(TICK * 4).await;
    }
}

/// The cart lapsed while the guest was paying, and nobody else wanted the seat.
async fn late_but_free(house: &mut House) -> Result<String, Failure> {
    let show = one_show(house, 1).await?;
    let mut guest = fresh(house);
    let page = guest.to_pay(house, &show, 1).await?;
    house.kill_server().await?;
    house.travel(Span::minutes(20));
    guest.pay(&page, GOOD_CARD).await?;
    house.kill_simulator().await?;
    house.open_server("").await?;
    becomes(house, &guest, "expired").await?;
    house.open_simulator("").await?;
    let order = becomes(house, &guest, "paid").await?;
    once_only(house, &order).await?;
    Ok("the seat came back and the guest has it".to_owned())
}

async fn late_and_gone(house: &mut House, taken: bool) -> Result<String, Failure> {
    let show = one_show(house, 1).await?;
    let (mut slow, mut quick) = (fresh(house), Guest::number(7));
    let page = slow.to_pay(house, &show, 1).await?;
    pass_the_seat_on(house, &show, &mut quick).await?;
    house.kill_server().await?;
    house.open_simulator("").await?;
    slow.pay(&page, GOOD_CARD).await?;
    let session = simulator::session_of(&page);
    if taken {
        simulator::capture_elsewhere(house, &session).await?;
    }
    house.travel(Span::minutes(2));
    house.open_server("").await?;
    let order = becomes(house, &slow, "cancelled").await?;
    if taken {
        returned(house, &page).await?;
    }
    books::rest_of_jobs(house).await?;
    let theirs = simulator::payment(house, &session).await?;
    let number = |name: &str| theirs[name].as_i64().unwrap_or(-1);
    let kept = number("amount_captured") - number("amount_refunded") + number("amount_authorised");
    let told = if taken { "on its way back" } else { "Nothing was charged" };
    let mails = effects(house, &order).await?[2];
    if kept == 0 && order.notice.contains(told) && mails == 1 {
        Ok(format!("{}, the guest was told", if taken { "refunded in full" } else { "nothing was charged" }))
    } else {
        Err(wrong(format!("{kept} are kept, {mails} mails, the order says “{}”", order.notice)))
    }
}
