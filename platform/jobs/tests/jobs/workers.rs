//! Running for real: nudges, several nodes, stopping, dying.

use std::sync::Arc;
use std::time::{Duration as Period, Instant};

use platform_jobs::{JobCtx, JobError, Registry, Runner, enqueue};
use platform_types::Actor;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::house::{House, Log, Mark, logging};

fn start(runner: Runner, workers: usize, grace: Period) -> (CancellationToken, JoinHandle<()>) {
    let stop = CancellationToken::new();
    let token = stop.clone();
    (stop, tokio::spawn(async move { runner.run(workers, token, grace).await }))
}

fn reporting() -> (Registry, mpsc::UnboundedReceiver<String>) {
    let (send, receive) = mpsc::unbounded_channel();
    let registry = Registry::new().job::<Mark>(move |mark: Mark, _: JobCtx| {
        let send = send.clone();
        async move {
            send.send(mark.name).unwrap();
            Ok::<_, JobError>(())
        }
    });
    (registry, receive)
}

async fn ask(house: &House, name: &str) {
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    enqueue(&mut tx, &Mark::new(name)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn next(receive: &mut mpsc::UnboundedReceiver<String>) -> String {
    tokio::time::timeout(Period::from_secs(20), receive.recv()).await.expect("a job ran").unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_wakes_the_worker_of_its_own_node() {
    let house = House::new().await;
    let (registry, mut receive) = reporting();
    let (stop, handle) = start(house.runner(registry), 2, Period::from_secs(5));
    ask(&house, "first").await;
    next(&mut receive).await;
    // Warm now. Polling alone would need half a second on average: five in a row would need 2.5.
    let begun = Instant::now();
    for n in 0..5 {
        ask(&house, &n.to_string()).await;
        assert_eq!(next(&mut receive).await, n.to_string());
    }
    let took = begun.elapsed();
    stop.cancel();
    handle.await.unwrap();
    assert!(took < Period::from_secs(2), "{took:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_nodes_share_the_work_and_each_job_runs_once() {
    let house = House::new().await;
    let log = Log::default();
    let nodes: Vec<_> = (0..3).map(|_| start(house.runner(logging(&log)), 4, Period::from_secs(5))).collect();
    for n in 0..200 {
        ask(&house, &format!("{n:03}")).await;
    }
    for _ in 0..4000 {
        if log.lines().len() >= 200 {
            break;
        }
        tokio::time::sleep(Period::from_millis(5)).await;
    }
    for (stop, _) in &nodes {
        stop.cancel();
    }
    for (_, handle) in nodes {
        handle.await.unwrap();
    }
    let mut lines = log.lines();
    lines.sort();
    assert_eq!(lines, (0..200).map(|n| format!("{n:03}")).collect::<Vec<_>>());
    assert_eq!(house.count("SELECT count(*) FROM jobs.queue").await, 0);
}

/// Tells that it began, then waits to be let go.
fn waiting(begun: &Arc<Notify>, go_on: &Arc<Notify>, log: &Log) -> Registry {
    let (begun, go_on, log) = (Arc::clone(begun), Arc::clone(go_on), log.clone());
    Registry::new().job::<Mark>(move |mark: Mark, _: JobCtx| {
        let (begun, go_on, log) = (Arc::clone(&begun), Arc::clone(&go_on), log.clone());
        async move {
            begun.notify_one();
            go_on.notified().await;
            log.add(mark.name);
            Ok::<_, JobError>(())
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_lets_the_running_job_finish_and_leaves_the_rest() {
    let house = House::new().await;
    let (begun, go_on, log) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Log::default());
    ask(&house, "first").await;
    ask(&house, "second").await;
    let (stop, handle) = start(house.runner(waiting(&begun, &go_on, &log)), 1, Period::from_secs(30));
    begun.notified().await;
    stop.cancel();
    go_on.notify_one();
    handle.await.unwrap();
    assert_eq!(log.lines(), ["first"]);
    assert_eq!(house.count("SELECT count(*) FROM jobs.queue WHERE state = 'waiting' AND attempts = 0").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_does_not_end_in_time_is_broken_off_and_given_back_as_new() {
    let house = House::new().await;
    let (begun, never, log) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Log::default());
    ask(&house, "stuck").await;
    let (stop, handle) = start(house.runner(waiting(&begun, &never, &log)), 1, Period::from_millis(10));
    begun.notified().await;
    stop.cancel();
    handle.await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM jobs.queue WHERE state = 'waiting' AND attempts = 0 AND last_error IS NULL").await, 1);
    house.runner(logging(&log)).run_due().await.unwrap();
    assert_eq!(log.lines(), ["stuck"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_jobs_of_a_worker_that_died_are_taken_over_and_those_of_a_living_one_are_not() {
    let house = House::new().await;
    let (begun, never, log) = (Arc::new(Notify::new()), Arc::new(Notify::new()), Log::default());
    ask(&house, "orphan").await;
    let (_stop, handle) = start(house.runner(waiting(&begun, &never, &log)), 1, Period::from_secs(5));
    begun.notified().await;
    let other = house.runner(logging(&log));
    other.run_due().await.unwrap();
    assert!(log.lines().is_empty(), "its worker lives");
    // No destructor of ours runs any statement: the socket closes, as after kill -9.
    handle.abort();
    assert!(handle.await.unwrap_err().is_cancelled());
    for _ in 0..2000 {
        if other.run_due().await.unwrap().done == 1 {
            break;
        }
        tokio::time::sleep(Period::from_millis(5)).await;
    }
    assert_eq!(log.lines(), ["orphan"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_survives_a_database_that_cuts_it_off() {
    let house = House::new().await;
    let (registry, mut receive) = reporting();
    let (stop, handle) = start(house.runner(registry), 2, Period::from_secs(5));
    ask(&house, "before").await;
    next(&mut receive).await;
    for n in 0..3 {
        let mut admin = house.test_db.connect(None).await;
        sqlx::raw_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'callboard_worker'",
        )
        .execute(&mut admin)
        .await
        .unwrap();
        ask(&house, &n.to_string()).await;
        assert_eq!(next(&mut receive).await, n.to_string());
    }
    stop.cancel();
    handle.await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM jobs.queue").await, 0);
}
