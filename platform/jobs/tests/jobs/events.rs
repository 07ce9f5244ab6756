//! What has happened reaches every subscriber, exactly once.

use chrono::Duration;
use platform_jobs::{DomainEvent, JobCtx, JobError, Ran, Registry, publish};
use platform_types::Actor;
use serde::{Deserialize, Serialize};

use crate::house::{House, Log};

#[derive(Serialize, Deserialize)]
struct OrderPaid {
    order: u32,
}

impl DomainEvent for OrderPaid {
    const KIND: &'static str = "order.paid";
    const ABOUT: &'static str = "An order is paid in full.";
}

fn subscriber(registry: Registry, name: &'static str, log: &Log, fails_first: bool) -> Registry {
    let log = log.clone();
    registry.subscribe::<OrderPaid>(name, "Tests.", move |event: OrderPaid, ctx: JobCtx| {
        let log = log.clone();
        async move {
            log.add(format!("{name} {}", event.order));
            let Some(mut tx) = ctx.begin_once().await? else { return Ok(()) };
            sqlx::query("INSERT INTO public.effects VALUES ($1)").bind(name).execute(&mut *tx).await?;
            tx.commit().await?;
            if fails_first && ctx.attempt() == 1 { Err(JobError::retry("answer lost")) } else { Ok(()) }
        }
    })
}

async fn pay(house: &House, order: u32, commit: bool) {
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    publish(&mut tx, &OrderPaid { order }).await.unwrap();
    if commit {
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn each_subscriber_acts_once_and_one_that_fails_does_not_repeat_the_others() {
    let house = House::new().await;
    let log = Log::default();
    let registry = subscriber(subscriber(Registry::new(), "box.issue", &log, false), "mail.confirm", &log, true);
    let runner = house.runner(registry);
    runner.run_due().await.unwrap();
    pay(&house, 7, true).await;
    pay(&house, 8, false).await;
    assert_eq!(runner.run_due().await.unwrap(), Ran { done: 1, retried: 1, dead: 0 });
    house.clock.advance(Duration::minutes(1));
    assert_eq!(runner.run_due().await.unwrap(), Ran { done: 1, ..Ran::default() });
    assert_eq!(log.lines(), ["box.issue 7", "mail.confirm 7", "mail.confirm 7"]);
    assert_eq!(house.effects().await, 2);
}

#[tokio::test]
async fn an_event_without_subscribers_passes_and_an_app_that_was_removed_is_not_served() {
    let house = House::new().await;
    let log = Log::default();
    let both = || subscriber(subscriber(Registry::new(), "box.issue", &log, false), "mail.confirm", &log, false);
    house.runner(Registry::new()).run_due().await.unwrap();
    pay(&house, 1, true).await;
    assert_eq!(house.runner(Registry::new()).run_due().await.unwrap(), Ran::default());
    house.runner(both()).run_due().await.unwrap();
    assert!(log.lines().is_empty(), "what happened before somebody subscribed is not told");
    pay(&house, 2, true).await;
    // Restarted without the mail app before anything was relayed.
    let smaller = house.runner(subscriber(Registry::new(), "box.issue", &log, false));
    assert_eq!(smaller.run_due().await.unwrap().done, 1);
    assert_eq!(log.lines(), ["box.issue 2"]);
    assert_eq!(house.count("SELECT (SELECT count(*) FROM jobs.queue) + (SELECT count(*) FROM jobs.outbox)").await, 0);
}
