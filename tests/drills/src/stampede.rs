//! Everybody wants the last tickets at the same instant.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures::future::join_all;
use sqlx::Connection;
use tokio::sync::Barrier;

use crate::failure::{Failure, say, wrong};
use crate::guest::{GOOD_CARD, Guest, Placed, Wish};
use crate::house::House;
use crate::organizer::{Organizer, Show};

/// Whoever gets nothing knows it by then.
const AT_ONCE: Duration = Duration::from_secs(10);

/// How many.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Guests, each with a connection of their own.
    pub guests: u32,
    /// Tickets.
    pub tickets: u32,
}

/// Delays of up to 20 ms wherever two buyers could meet.
pub fn delays(seed: u64) -> String {
    let places = [
        "claims.before_write",
        "claims.after_commit",
        "place.before_commit",
        "pay.before_open",
        "pay.after_open",
        "settle.after_look_up",
        "settle.after_seats",
        "settle.before_capture",
        "settle.after_capture",
        "settle.before_commit",
    ];
    let all: Vec<String> = places.iter().map(|place| format!("{place}=delay(0-20)")).collect();
    format!("seed={seed};{}", all.join(";"))
}

/// What happened.
#[derive(Debug)]
pub struct Outcome {
    size: Size,
    /// Guests with tickets in their hands.
    pub bought: u32,
    /// Guests told that it is sold out.
    pub refused: u32,
    /// Everything else, by what was said.
    pub odd: BTreeMap<String, u32>,
    /// How long the losers waited.
    waits: Vec<Duration>,
    took: Duration,
    /// Tickets, and what the event's pools say: held and sold.
    pub tickets: i64,
    held: i64,
    sold: i64,
    /// What `doctor --invariants` found.
    pub doctor: Vec<String>,
}

impl Outcome {
    /// What must not be.
    pub fn complaints(&self) -> Vec<String> {
        let mut all = Vec::new();
        let wanted = i64::from(self.size.tickets);
        if self.tickets != wanted || self.bought != self.size.tickets {
            all.push(format!("{} tickets of {wanted} were sold, {} guests have theirs", self.tickets, self.bought));
        }
        let losers = self.size.guests - self.size.tickets;
        if self.refused != losers {
            all.push(format!("{} of {losers} losers were told that it is sold out", self.refused));
        }
        all.extend(self.odd.iter().map(|(what, n)| format!("{n} × {what}")));
        if let Some(worst) = self.waits.last().filter(|worst| **worst > AT_ONCE) {
            all.push(format!("a loser waited {:.1} s", worst.as_secs_f64()));
        }
        if (self.held, self.sold) != (0, wanted) {
            all.push(format!("the event's pool says {} held and {} sold", self.held, self.sold));
        }
        all.extend(self.doctor.iter().cloned());
        all
    }

    /// One line of figures.
    pub fn figures(&self) -> String {
        let at = |share: usize| self.waits.get(self.waits.len().saturating_sub(1) * share / 100).map_or(0, Duration::as_millis);
        format!(
            "{} guests, {} of {} tickets sold, {} told “sold out” (p50 {} ms, p95 {} ms, last {} ms), {:.1} s",
            self.size.guests,
            self.tickets,
            self.size.tickets,
            self.refused,
            at(50),
            at(95),
            at(100),
            self.took.as_secs_f64()
        )
    }
}

/// What became of one guest.
enum End {
    Bought,
    SoldOut(Duration),
    Odd(String),
}

/// One stampede for a new event of a running house.
pub async fn run(house: &House, size: Size, title: &str) -> Result<Outcome, Failure> {
    let show = Organizer::sign_in(house).await?.put_on_sale(house, title, "20", size.tickets).await?;
    stampede(house, size, &show).await
}

/// One stampede for this event.
pub async fn stampede(house: &House, size: Size, show: &Show) -> Result<Outcome, Failure> {
    let mut guests = Vec::new();
    for n in 0..size.guests {
        let mut guest = Guest::number(n);
        guest.browser.connect(house.listen).await?;
        guests.push(guest);
    }
    say(format!("    {} connections stand open; now", guests.len()));
    let start = Barrier::new(guests.len());
    let begun = Instant::now();
    let ends = join_all(guests.into_iter().map(|guest| one(house, show, guest, &start))).await;
    let (mut bought, mut odd, mut waits) = (0, BTreeMap::<String, u32>::new(), Vec::new());
    for end in ends {
        match end {
            End::Bought => bought += 1,
            End::SoldOut(wait) => waits.push(wait),
            End::Odd(what) => *odd.entry(what).or_default() += 1,
        }
    }
    let took = begun.elapsed();
    waits.sort_unstable();
    let mut database = house.database().await?;
    let query = "SELECT (SELECT count(*) FROM tickets WHERE event_id = $1 AND status = 'valid'), held::bigint, sold::bigint FROM pools WHERE event_id = $1 AND kind = 'event'";
    let (tickets, held, sold) = sqlx::query_as(query).bind(show.id).fetch_one(&mut database).await?;
    database.close().await?;
    let refused = u32::try_from(waits.len()).map_err(|_| wrong("too many guests"))?;
    let doctor = house.doctor().await?;
    Ok(Outcome { size, bought, refused, odd, waits, took, tickets, held, sold, doctor })
}

async fn one(house: &House, show: &Show, mut guest: Guest, start: &Barrier) -> End {
    start.wait().await;
    let asked = Instant::now();
    let wish = match guest.wish(house, show, 1).await {
        Ok(wish) => wish,
        Err(failure) => return End::Odd(failure.to_string()),
    };
    let checkout = match wish {
        Wish::Held(checkout) => checkout,
        Wish::SoldOut => return End::SoldOut(asked.elapsed()),
        Wish::Refused(status, words) => return End::Odd(format!("{status} {words}")),
    };
    match finish(house, &mut guest, &checkout).await {
        Ok(()) => End::Bought,
        Err(failure) => End::Odd(failure.to_string()),
    }
}

async fn finish(house: &House, guest: &mut Guest, checkout: &str) -> Result<(), Failure> {
    let Placed::ToPay(page) = guest.place(house, checkout).await? else { return Err(wrong("nothing was to pay")) };
    let back = guest.pay(&page, GOOD_CARD).await?;
    guest.come_back(house, &back).await.map(drop)
}
