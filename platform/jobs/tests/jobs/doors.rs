//! Who asks, who runs, and who may not.

use std::task::{Context, Waker};

use platform_db::{Db, DbOptions, Service};
use platform_db_testing::TestDb;
use platform_jobs::{Job, JobCtx, JobError, Registry, RunsAs, enqueue};
use platform_types::{Actor, Clock, GuestId, SessionId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::house::{House, Log, Mark};

#[derive(Serialize, Deserialize)]
struct HouseWork;

impl Job for HouseWork {
    const KIND: &'static str = "test.house_work";
    const ABOUT: &'static str = "Runs as the house.";
    const RUNS_AS: RunsAs = RunsAs::System;
}

async fn who(ctx: &JobCtx) -> Result<String, JobError> {
    let mut tx = ctx.begin().await?;
    Ok(sqlx::query_scalar::<_, String>(
        "SELECT concat_ws(' ', session_user, current_setting('role'), auth.uid(), auth.guest(), platform.actor() ->> 'why')",
    )
    .fetch_one(&mut *tx)
    .await?)
}

#[tokio::test]
async fn a_job_runs_as_who_asked_for_it() {
    let house = House::new().await;
    let log = Log::default();
    let (one, two) = (log.clone(), log.clone());
    let registry = Registry::new()
        .job::<Mark>(move |_: Mark, ctx: JobCtx| {
            let log = one.clone();
            async move {
                log.add(who(&ctx).await?);
                Ok::<_, JobError>(())
            }
        })
        .job::<HouseWork>(move |_: HouseWork, ctx: JobCtx| {
            let log = two.clone();
            async move {
                log.add(format!("{}, asked by {:?}", who(&ctx).await?, ctx.asked_by().kind));
                Ok::<_, JobError>(())
            }
        });
    let user = Actor::user(UserId(Uuid::from_u128(1)), Some(SessionId(Uuid::from_u128(2))));
    let guest = Actor::guest(GuestId(Uuid::from_u128(3)));
    let mark = Mark::new("x");
    let mut doors = vec![
        house.db.as_actor(&user).await.unwrap(),
        house.db.as_actor(&guest).await.unwrap(),
        house.db.as_actor(&Actor::anonymous()).await.unwrap(),
    ];
    doors.push(house.db.as_service(Service::Sales, &user).await.unwrap());
    doors.push(house.db.as_service(Service::Claims, &guest).await.unwrap());
    doors.push(house.db.as_system("a test").await.unwrap());
    for mut tx in doors {
        enqueue(&mut tx, &mark).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = house.db.as_actor(&guest).await.unwrap();
    enqueue(&mut tx, &HouseWork).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.runner(registry).run_due().await.unwrap().done, 7);
    let (u, g) = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000003");
    assert_eq!(
        log.lines(),
        [
            format!("callboard_app authenticated {u}"),
            format!("callboard_app anon {g}"),
            "callboard_app anon".to_owned(),
            format!("callboard_app authenticated {u}"),
            format!("callboard_app anon {g}"),
            "callboard_system service_role test.mark".to_owned(),
            format!("callboard_system service_role test.house_work, asked by Guest(GuestId({g}))"),
        ]
    );
}

#[tokio::test]
async fn a_session_cannot_claim_to_be_the_house_or_somebody_else() {
    let house = House::new().await;
    let mut app = house.test_db.connect(Some("callboard_app")).await;
    // Everything an injected statement could set, it sets.
    for claims in [r#"{"role":"service_role","sub":"00000000-0000-0000-0000-000000000009"}"#, r#"{"role":"service_role"}"#] {
        let sql = "SELECT set_config('request.jwt.claims', $1, true), set_config('callboard.actor', '{\"why\":\"all is well\"}', true)";
        sqlx::raw_sql("BEGIN; SET LOCAL ROLE anon").execute(&mut app).await.unwrap();
        sqlx::query(sql).bind(claims).execute(&mut app).await.unwrap();
        sqlx::query("SELECT jobs.enqueue('test.mark', false, '{\"name\":\"forged\"}', NULL, 'k', true)").execute(&mut app).await.unwrap();
        sqlx::raw_sql("COMMIT").execute(&mut app).await.unwrap();
    }
    let log = Log::default();
    let seen = log.clone();
    let registry = Registry::new().job::<Mark>(move |_: Mark, ctx: JobCtx| {
        let log = seen.clone();
        async move {
            log.add(format!("{:?}", ctx.actor().kind));
            Ok::<_, JobError>(())
        }
    });
    house.runner(registry).run_due().await.unwrap();
    assert_eq!(log.lines(), ["Anonymous", "Anonymous"], "anon is nobody, and its keys meet nobody's");
}

#[tokio::test]
async fn nobody_but_worker_and_house_reaches_the_queue() {
    let house = House::new().await;
    let victim = Actor::user(UserId(Uuid::from_u128(1)), None);
    let mut tx = house.db.as_actor(&victim).await.unwrap();
    enqueue(&mut tx, &Mark::new("mine")).await.unwrap();
    tx.commit().await.unwrap();
    for sql in [
        "SELECT * FROM jobs.outbox",
        "SELECT * FROM jobs.queue",
        "SELECT * FROM jobs.dead_letters",
        "DELETE FROM jobs.outbox",
        "UPDATE jobs.queue SET payload = '{}'",
        "INSERT INTO jobs.outbox (kind, is_event, payload, run_at, replaces, actor, enqueued_at) VALUES ('a.b', false, '{}', now(), false, '{\"why\":\"x\"}', now())",
        "INSERT INTO jobs.queue (kind, payload, run_at, actor, enqueued_at) VALUES ('a.b', '{}', now(), '{}', now())",
        "INSERT INTO jobs.done VALUES (1, '', now())",
        "INSERT INTO jobs.subscriptions VALUES ('a.b', 'c.d')",
        "SELECT jobs.relay(1, now())",
        "SELECT jobs.take_over(1)",
        "SELECT jobs.settle(1, gen_random_uuid(), 'done', NULL, NULL, now())",
        "SELECT jobs.once(1, gen_random_uuid(), '')",
    ] {
        for actor in [Actor::anonymous(), Actor::user(UserId(Uuid::from_u128(2)), None), victim.clone()] {
            let mut tx = house.db.as_actor(&actor).await.unwrap();
            assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "{actor:?}: {sql}");
        }
        for service in Service::ALL {
            let mut tx = house.db.as_service(service, &victim).await.unwrap();
            assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "{service:?}: {sql}");
        }
    }
    // And the worker's login sees its own tables only.
    let mut worker = house.test_db.connect(Some("callboard_worker")).await;
    for sql in [
        "SELECT * FROM audit.events",
        "SELECT jobs.enqueue('a.b', false, '{}', NULL, NULL, false)",
        "SET ROLE service_role",
        "SET ROLE authenticated",
    ] {
        assert!(sqlx::raw_sql(sql).execute(&mut worker).await.is_err(), "worker: {sql}");
    }
}

/// A browser that is gone takes its request with it, at whatever point it was.
#[tokio::test]
async fn a_transaction_nobody_waits_for_any_more_leaves_the_door_to_the_next() {
    let house = TestDb::new().await;
    // One connection, so that the next has the same.
    let db = Db::new(&DbOptions { connections: 1, ..house.door_options() }, Clock::system());
    let anybody = Actor::anonymous();
    for polls in 0..40 {
        let mut beginning = Box::pin(db.read(&anybody));
        for _ in 0..polls {
            if beginning.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(beginning);
        let mut next = db.as_actor(&anybody).await.unwrap();
        let only_reads: String = sqlx::query_scalar("SELECT current_setting('transaction_read_only')").fetch_one(&mut *next).await.unwrap();
        assert_eq!(only_reads, "off", "after {polls} polls it stood within the reader's transaction");
        next.rollback().await.unwrap();
    }
}
