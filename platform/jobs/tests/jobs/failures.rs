//! Trying again, and giving up.

use chrono::Duration;
use platform_jobs::{DeadLetter, JobCtx, JobError, Ran, Registry, RegistryError, Runner, dead_letters, depth, discard, enqueue, requeue};
use platform_types::{Actor, Entropy};

use crate::house::{House, Log, Mark, logging};

fn failing(log: &Log, error: fn(&JobCtx) -> JobError) -> Registry {
    let log = log.clone();
    Registry::new().job::<Mark>(move |mark: Mark, ctx: JobCtx| {
        let log = log.clone();
        async move {
            log.add(format!("{} {}{}", mark.name, ctx.attempt(), if ctx.is_last_attempt() { " last" } else { "" }));
            if mark.name == "panic" {
                panic!("on purpose");
            }
            Err::<(), _>(error(&ctx))
        }
    })
}

async fn ask(house: &House, name: &str) {
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    enqueue(&mut tx, &Mark::new(name)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn dead(house: &House) -> Vec<DeadLetter> {
    let mut tx = house.db.as_system("test").await.unwrap();
    dead_letters(&mut tx, 10).await.unwrap()
}

#[tokio::test]
async fn failures_wait_longer_each_time_then_lie_as_dead_letters_until_a_person_decides() {
    let house = House::new().await;
    let log = Log::default();
    let runner = house.runner(failing(&log, |_| JobError::retry(std::io::Error::other("printer on fire"))));
    ask(&house, "a").await;
    assert_eq!(runner.run_due().await.unwrap(), Ran { retried: 1, ..Ran::default() });
    assert_eq!(runner.run_due().await.unwrap(), Ran::default(), "not at once");
    house.clock.advance(Duration::seconds(7));
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::seconds(7));
    assert_eq!(runner.run_due().await.unwrap(), Ran::default(), "the second wait is longer");
    house.clock.advance(Duration::seconds(6));
    assert_eq!(runner.run_due().await.unwrap(), Ran { dead: 1, ..Ran::default() });
    assert_eq!(log.lines(), ["a 1", "a 2", "a 3 last"]);
    let letters = dead(&house).await;
    assert_eq!(
        (letters.len(), letters[0].kind.as_str(), letters[0].attempts, letters[0].error.as_str()),
        (1, "test.mark", 3, "printer on fire")
    );
    house.clock.advance(Duration::days(1));
    assert_eq!(runner.run_due().await.unwrap(), Ran::default());

    let id = letters[0].id;
    let mut tx = house.db.as_system("test").await.unwrap();
    assert!(requeue(&mut tx, id).await.unwrap());
    assert!(!requeue(&mut tx, id).await.unwrap() && !discard(&mut tx, id).await.unwrap(), "it is no dead letter any more");
    tx.commit().await.unwrap();
    runner.run_due().await.unwrap();
    assert_eq!(log.lines().last().unwrap(), "a 1", "all attempts again");
    let mut tx = house.db.as_system("test").await.unwrap();
    assert_eq!(depth(&mut tx).await.unwrap().later, 1);
}

#[tokio::test]
async fn what_cannot_help_is_given_up_at_once() {
    let house = House::new().await;
    let log = Log::default();
    let runner = house.runner(failing(&log, |_| JobError::give_up("no such order")));
    ask(&house, "a").await;
    // Somebody renamed a field, or an injected call sent nonsense.
    let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
    sqlx::query("SELECT jobs.enqueue('test.mark', false, '{\"nmae\":1}', NULL, NULL, false)").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(runner.run_due().await.unwrap(), Ran { dead: 2, ..Ran::default() });
    let mut errors: Vec<_> = dead(&house).await.into_iter().map(|l| l.error).collect();
    errors.sort();
    assert!(errors[0].contains("missing field `name`") && errors[1] == "no such order", "{errors:?}");
    let mut tx = house.db.as_system("test").await.unwrap();
    for letter in dead_letters(&mut tx, 10).await.unwrap() {
        assert!(discard(&mut tx, letter.id).await.unwrap());
    }
    assert_eq!(depth(&mut tx).await.unwrap().dead, 0);
}

#[tokio::test]
async fn a_panic_fails_one_job_and_the_other_side_may_ask_for_a_pause() {
    let house = House::new().await;
    let log = Log::default();
    let runner = house.runner(failing(&log, |_| JobError::RetryAfter(std::time::Duration::from_secs(600), "busy".into())));
    ask(&house, "panic").await;
    ask(&house, "patient").await;
    assert_eq!(runner.run_due().await.unwrap(), Ran { retried: 2, ..Ran::default() });
    house.clock.advance(Duration::seconds(599));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines(), ["panic 1", "patient 1", "panic 2"]);
    house.clock.advance(Duration::seconds(1));
    runner.run_due().await.unwrap();
    assert_eq!(log.lines().last().unwrap(), "patient 2");
}

#[tokio::test]
async fn a_kind_this_node_does_not_know_is_left_to_one_that_does() {
    let house = House::new().await;
    ask(&house, "later").await;
    let log = Log::default();
    assert_eq!(house.runner(Registry::new()).run_due().await.unwrap(), Ran::default());
    house.runner(logging(&log)).run_due().await.unwrap();
    assert_eq!(log.lines(), ["later"]);
}

#[tokio::test]
async fn wrong_registrations_are_all_named() {
    let house = House::new().await;
    let log = Log::default();
    let nothing = |_: JobCtx| async { Ok(()) };
    let registry = logging(&log).job::<Mark>(|_: Mark, _: JobCtx| async { Ok::<_, JobError>(()) }).every(
        "Sweep",
        "",
        std::time::Duration::ZERO,
        nothing,
    );
    let options = house.test_db.door_options().login(platform_db::logins::WORKER);
    let RegistryError(wrong) = Runner::new(house.db.clone(), options, Entropy::seeded(1), registry).map(|_| ()).unwrap_err();
    assert_eq!(
        wrong,
        [
            "test.mark is registered twice",
            "“Sweep” is not written like area.verb",
            "Sweep does not say what it is about",
            "Sweep happens more often than once a second"
        ]
    );
}
