//! At most one waiting job of a key, and everybody's keys are their own.

use chrono::Duration;
use platform_jobs::{Enqueue, KeyMode, enqueue};
use platform_types::{Actor, GuestId, UserId};
use uuid::Uuid;

use crate::house::{House, Log, Mark, logging};

async fn ask(house: &House, actor: &Actor, name: &str, mode: KeyMode) {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    Enqueue::new(&Mark::new(name)).key("cart", mode).send(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_key_is_replaced_or_kept_and_nobody_reaches_anothers() {
    let house = House::new().await;
    let ada = Actor::user(UserId(Uuid::from_u128(1)), None);
    let bob = Actor::guest(GuestId(Uuid::from_u128(1)));
    ask(&house, &ada, "ada 1", KeyMode::Replace).await;
    ask(&house, &bob, "bob 1", KeyMode::Replace).await;
    ask(&house, &ada, "ada 2", KeyMode::Replace).await;
    ask(&house, &ada, "ada 3", KeyMode::Keep).await;
    ask(&house, &Actor::anonymous(), "nobody 1", KeyMode::Replace).await;
    ask(&house, &Actor::anonymous(), "nobody 2", KeyMode::Replace).await;
    let log = Log::default();
    let runner = house.runner(logging(&log));
    runner.run_due().await.unwrap();
    let mut lines = log.lines();
    lines.sort();
    assert_eq!(lines, ["ada 2", "bob 1", "nobody 1", "nobody 2"]);
    // Done, so the key is free again.
    ask(&house, &ada, "ada 4", KeyMode::Keep).await;
    runner.run_due().await.unwrap();
    assert_eq!(log.lines().last().unwrap(), "ada 4");
}

#[tokio::test]
async fn a_timer_is_moved_by_its_key() {
    let house = House::new().await;
    let ada = Actor::user(UserId(Uuid::from_u128(1)), None);
    let log = Log::default();
    let runner = house.runner(logging(&log));
    for minutes in [5, 20] {
        let mut tx = house.db.as_actor(&ada).await.unwrap();
        let at = house.clock.now() + Duration::minutes(minutes);
        Enqueue::new(&Mark::new(&format!("after {minutes}"))).at(at).key("hold", KeyMode::Replace).send(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        runner.run_due().await.unwrap();
    }
    house.clock.advance(Duration::minutes(19));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), Vec::<String>::new());
    house.clock.advance(Duration::minutes(1));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), ["after 20"]);
}

#[tokio::test]
async fn asking_waits_for_nobody() {
    let house = House::new().await;
    // Two open transactions of one actor with one key: the second does not wait for the first.
    let ada = Actor::user(UserId(Uuid::from_u128(1)), None);
    let mut first = house.db.as_actor(&ada).await.unwrap();
    let mut second = house.db.as_actor(&ada).await.unwrap();
    sqlx::raw_sql("SET LOCAL lock_timeout = '1s'").execute(&mut *second).await.unwrap();
    Enqueue::new(&Mark::new("1")).key("k", KeyMode::Replace).send(&mut first).await.unwrap();
    Enqueue::new(&Mark::new("2")).key("k", KeyMode::Replace).send(&mut second).await.unwrap();
    enqueue(&mut first, &Mark::new("3")).await.unwrap();
    second.commit().await.unwrap();
    let log = Log::default();
    let runner = house.runner(logging(&log));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), ["2"], "what is not committed is not seen");
    first.rollback().await.unwrap();
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), ["2"], "what was rolled back never happens");
}
