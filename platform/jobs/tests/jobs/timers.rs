//! Time is the house's.

use std::time::Duration as Period;

use chrono::Duration;
use platform_jobs::{Enqueue, JobCtx, JobError, Registry};
use platform_types::Actor;

use crate::house::{House, Log, Mark, logging};

#[tokio::test]
async fn timers_follow_the_houses_clock_even_when_it_is_set_back() {
    let house = House::new().await;
    let log = Log::default();
    let runner = house.runner(logging(&log));
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    Enqueue::new(&Mark::new("tomorrow")).at(house.clock.now() + Duration::days(1)).send(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::hours(23));
    runner.run_due().await.unwrap();
    assert!(log.lines().is_empty());
    house.clock.advance(Duration::hours(1));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), ["tomorrow"]);
    // A restart with the clock two years earlier: what waits keeps its distance.
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    Enqueue::new(&Mark::new("in an hour")).at(house.clock.now() + Duration::hours(1)).send(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::days(-700));
    let restarted = house.runner(logging(&log));
    restarted.run_due().await.unwrap();
    assert_eq!(log.lines().len(), 1);
    house.clock.advance(Duration::hours(1));
    restarted.run_due().await.unwrap();
    assert_eq!(log.lines().last().unwrap(), "in an hour");
}

fn regular(log: &Log, fail: bool) -> Registry {
    let log = log.clone();
    Registry::new().every("test.sweep", "Sweeps.", Period::from_secs(60), move |ctx: JobCtx| {
        let log = log.clone();
        async move {
            log.add(ctx.clock().now().format("%H:%M").to_string());
            if fail { Err(JobError::retry("broken broom")) } else { Ok(()) }
        }
    })
}

#[tokio::test]
async fn regular_work_happens_once_a_period_in_the_whole_house() {
    let house = House::new().await;
    let log = Log::default();
    let (one, two) = (house.runner(regular(&log, false)), house.runner(regular(&log, false)));
    for runner in [&one, &two, &one] {
        runner.run_due().await.unwrap();
    }
    assert_eq!(log.lines(), ["12:00"]);
    house.clock.advance(Duration::seconds(59));
    two.run_due().await.unwrap();
    assert_eq!(log.lines().len(), 1);
    house.clock.advance(Duration::seconds(1));
    two.run_due().await.unwrap();
    one.run_due().await.unwrap();
    assert_eq!(log.lines(), ["12:00", "12:01"]);
    // Asleep for an hour: once, not sixty times.
    house.clock.advance(Duration::hours(1));
    one.run_due().await.unwrap();
    assert_eq!(log.lines(), ["12:00", "12:01", "13:01"]);
    // The clock set back: it goes on.
    house.clock.advance(Duration::days(-400));
    one.run_due().await.unwrap();
    two.run_due().await.unwrap();
    assert_eq!(log.lines(), ["12:00", "12:01", "13:01", "13:01"]);
}

#[tokio::test]
async fn regular_work_that_fails_is_noted_and_tried_at_the_next_tick() {
    let house = House::new().await;
    let log = Log::default();
    let runner = house.runner(regular(&log, true));
    for _ in 0..3 {
        runner.run_due().await.unwrap();
        house.clock.advance(Duration::minutes(1));
    }
    assert_eq!(log.lines(), ["12:00", "12:01", "12:02"]);
    assert_eq!(house.count("SELECT count(*) FROM jobs.queue").await, 0, "no pile of dead letters");
    assert_eq!(
        house.count("SELECT count(*) FROM jobs.cron WHERE last_error = 'broken broom' AND failed_at = '2026-11-21T12:02:00Z'").await,
        1
    );
}
