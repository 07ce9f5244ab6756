//! An effect happens exactly once, whenever the worker dies.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration as Period;

use chrono::Duration;
use platform_db::Service;
use platform_jobs::{JobCtx, JobError, Ran, Registry, enqueue};
use platform_types::{Actor, GuestId};
use sqlx::Connection;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::house::{House, Mark};

async fn ask(house: &House) {
    let mut tx = house.db.as_actor(&Actor::guest(GuestId(Uuid::from_u128(1)))).await.unwrap();
    enqueue(&mut tx, &Mark::new("x")).await.unwrap();
    tx.commit().await.unwrap();
}

/// Happens once, then fails as often as told: as if the worker had died before it could say so.
fn forgetful(failures: u32) -> Registry {
    let left = Arc::new(AtomicU32::new(failures));
    Registry::new().job::<Mark>(move |_: Mark, ctx: JobCtx| {
        let left = Arc::clone(&left);
        async move {
            if let Some(mut tx) = ctx.begin_once().await? {
                sqlx::query("INSERT INTO public.effects VALUES ('x')").execute(&mut *tx).await?;
                tx.commit().await?;
            }
            if left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok() {
                return Err(JobError::retry("died before it could say that it was done"));
            }
            Ok(())
        }
    })
}

#[tokio::test]
async fn an_effect_is_not_repeated_when_only_the_answer_was_lost() {
    let house = House::new().await;
    let runner = house.runner(forgetful(2));
    ask(&house).await;
    for _ in 0..3 {
        runner.run_due().await.unwrap();
        house.clock.advance(Duration::minutes(1));
    }
    assert_eq!(house.effects().await, 1);
    assert_eq!(house.count("SELECT (SELECT count(*) FROM jobs.queue) + (SELECT count(*) FROM jobs.done)").await, 0, "a done job leaves nothing");
}

#[tokio::test]
async fn an_effect_that_was_rolled_back_happens_in_the_next_run() {
    let house = House::new().await;
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let registry = Registry::new().job::<Mark>(move |_: Mark, ctx: JobCtx| {
        let run = counted.fetch_add(1, Ordering::SeqCst);
        async move {
            let mut tx = ctx.begin_once_at(Service::Sales).await?.expect("it has not happened");
            sqlx::query("INSERT INTO public.effects VALUES ('x')").execute(&mut *tx).await?;
            if run == 0 {
                return Err(JobError::retry("before the commit"));
            }
            // A second step in the same transaction is told apart.
            assert!(ctx.once(&mut tx, "second").await? && !ctx.once(&mut tx, "second").await?);
            tx.commit().await?;
            Ok(())
        }
    });
    let runner = house.runner(registry);
    ask(&house).await;
    runner.run_due().await.unwrap();
    assert_eq!(house.effects().await, 0);
    house.clock.advance(Duration::minutes(1));
    assert_eq!(runner.run_due().await.unwrap(), Ran { done: 1, ..Ran::default() });
    assert_eq!((runs.load(Ordering::SeqCst), house.effects().await), (2, 1));
}

/// Waits for something another process does; bounded, so that a fault fails instead of hanging.
async fn until<F: Future<Output = bool>>(what: &str, check: impl Fn() -> F) {
    for _ in 0..2000 {
        if check().await {
            return;
        }
        tokio::time::sleep(Period::from_millis(5)).await;
    }
    panic!("{what} did not happen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_was_cut_off_cannot_commit_its_effect_after_another_took_over() {
    let house = House::new().await;
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (b, g) = (Arc::clone(&begun), Arc::clone(&go_on));
    // The first worker hangs before its effect.
    let registry = Registry::new().job::<Mark>(move |_: Mark, ctx: JobCtx| {
        let (b, g) = (Arc::clone(&b), Arc::clone(&g));
        async move {
            b.notify_one();
            g.notified().await;
            let Some(mut tx) = ctx.begin_once().await? else { return Ok(()) };
            sqlx::query("INSERT INTO public.effects VALUES ('late')").execute(&mut *tx).await?;
            tx.commit().await?;
            Ok::<_, JobError>(())
        }
    });
    let slow = house.runner(registry);
    ask(&house).await;
    let stop = CancellationToken::new();
    let first = tokio::spawn({
        let stop = stop.clone();
        async move { slow.run(1, stop, Period::from_secs(5)).await }
    });
    begun.notified().await;
    // Its session is cut and, before it can come back, another worker finishes the job.
    let second = house.runner(forgetful(0));
    let mut admin = house.test_db.connect(None).await;
    until("the takeover", || async {
        let mut killer = house.test_db.connect(None).await;
        sqlx::raw_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'callboard_worker' AND datname = current_database() AND pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = (SELECT max(worker) FROM jobs.queue))")
            .execute(&mut killer)
            .await
            .unwrap();
        killer.close().await.unwrap();
        second.run_due().await.is_ok_and(|ran| ran.done == 1)
    })
    .await;
    assert_eq!(house.effects().await, 1);
    go_on.notify_one();
    stop.cancel();
    first.await.unwrap();
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM public.effects").fetch_all(&mut admin).await.unwrap();
    assert_eq!(names, ["x"], "the first worker's effect did not happen");
}
