//! An effect happens exactly once, whenever the worker dies.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration as Period;

use chrono::Duration;
use platform_db::Service;
use platform_jobs::{JobCtx, JobError, Ran, Registry, enqueue};
use platform_types::{Actor, GuestId};
use tokio::sync::mpsc;
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
    assert_eq!(
        house.count("SELECT (SELECT count(*) FROM jobs.queue) + (SELECT count(*) FROM jobs.done)").await,
        0,
        "a done job leaves nothing"
    );
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

/// Gives its context away and hangs: what happens next is up to the test.
fn handing_over(send: &mpsc::UnboundedSender<JobCtx>) -> Registry {
    let send = send.clone();
    Registry::new().job::<Mark>(move |_: Mark, ctx: JobCtx| {
        let send = send.clone();
        async move {
            send.send(ctx).unwrap();
            std::future::pending::<Result<(), JobError>>().await
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_was_cut_off_cannot_commit_its_effect_while_another_is_at_it() {
    let house = House::new().await;
    let (send, mut contexts) = mpsc::unbounded_channel();
    ask(&house).await;
    let work = || {
        let runner = house.runner(handing_over(&send));
        tokio::spawn(async move { runner.run(1, CancellationToken::new(), Period::from_secs(5)).await })
    };
    let first = work();
    let cut_off = contexts.recv().await.unwrap();
    // Its session ends; the run itself, somewhere, goes on.
    first.abort();
    let second = work();
    let at_it = tokio::time::timeout(Period::from_secs(30), contexts.recv()).await.expect("the job is taken over").unwrap();
    assert_eq!((at_it.id(), at_it.attempt()), (cut_off.id(), 2));
    match cut_off.begin_once().await {
        Err(JobError::Retry(error)) => assert_eq!(error.to_string(), "the job was taken over by another worker"),
        other => panic!("the effect of a run that was given up must not happen: {:?}", other.map(|tx| tx.is_some())),
    }
    let mut tx = at_it.begin_once().await.unwrap().expect("it has not happened");
    sqlx::query("INSERT INTO public.effects VALUES ('second')").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.effects().await, 1);
    second.abort();
}
