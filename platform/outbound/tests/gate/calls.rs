//! Calls over a transport of one's own, on paused time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use platform_outbound::{
    Backoff, BreakerSettings, CallError, Carries, CircuitState, Failure, Fate, HubSettings, HubStatus, Outbound, OutboundError, RetryClass,
};
use platform_types::{Clock, Entropy, Timestamp, open_tx};

fn start() -> Timestamp {
    Timestamp::from_timestamp(1_700_000_000, 0).unwrap()
}

pub fn hub() -> HubSettings {
    HubSettings {
        timeout: Duration::from_secs(2),
        attempts: 3,
        backoff: Backoff { base: Duration::from_millis(100), cap: Duration::from_secs(1) },
        breaker: BreakerSettings { failures: 4, open_for: Duration::from_secs(30) },
        carries: Carries::Personal,
        ..HubSettings::named("mail")
    }
}

fn gate(clock: &Clock) -> Outbound {
    Outbound::new(clock.clone(), Entropy::seeded(1), [hub()]).unwrap()
}

/// Calls with the given outcomes in turn; returns how many were used and the result.
async fn play(outbound: &Outbound, class: RetryClass, outcomes: &[Result<u32, Fate>]) -> (usize, Result<u32, CallError<&'static str>>) {
    let turn = Mutex::new(0);
    let result = outbound
        .call("mail", class, || {
            let mut turn = turn.lock().unwrap();
            let outcome = outcomes[*turn];
            *turn += 1;
            async move { outcome.map_err(|fate| Failure::new(fate, "no")) }
        })
        .await;
    let used = *turn.lock().unwrap();
    (used, result)
}

#[tokio::test(start_paused = true)]
async fn an_idempotent_call_is_repeated_up_to_the_limit_and_others_never() {
    let outbound = gate(&Clock::manual(start()));
    assert_eq!(play(&outbound, RetryClass::Idempotent, &[Err(Fate::Unknown), Err(Fate::NotSent), Ok(7)]).await, (3, Ok(7)));
    let failed = |fate| Err(CallError::Failed { fate, error: "no" });
    assert_eq!(play(&outbound, RetryClass::Idempotent, &[Err(Fate::Busy); 4]).await, (3, failed(Fate::Busy)));
    assert_eq!(play(&outbound, RetryClass::Idempotent, &[Err(Fate::Refused); 4]).await, (1, failed(Fate::Refused)));
    assert_eq!(play(&outbound, RetryClass::Never, &[Err(Fate::NotSent); 4]).await, (1, failed(Fate::NotSent)));
}

#[tokio::test(start_paused = true)]
async fn the_pauses_grow_and_the_other_sides_wish_is_honoured() {
    let outbound = gate(&Clock::manual(start()));
    let begun = tokio::time::Instant::now();
    play(&outbound, RetryClass::Idempotent, &[Err(Fate::Busy); 3]).await.1.unwrap_err();
    let waited = begun.elapsed();
    assert!(waited >= Duration::from_millis(150) && waited <= Duration::from_millis(310), "{waited:?}");

    let begun = tokio::time::Instant::now();
    let asked = |()| async { Err::<(), _>(Failure { fate: Fate::Busy, error: "later", retry_after: Some(Duration::from_millis(900)) }) };
    outbound.call("mail", RetryClass::Idempotent, || asked(())).await.unwrap_err();
    assert!(begun.elapsed() >= Duration::from_millis(1_800));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_hangs_is_dropped_after_the_timeout_and_may_have_acted() {
    let outbound = gate(&Clock::manual(start()));
    let begun = tokio::time::Instant::now();
    let result = outbound.call("mail", RetryClass::Never, std::future::pending::<Result<(), Failure<&str>>>).await;
    let error = result.unwrap_err();
    assert_eq!(error, CallError::Gate(OutboundError::Timeout { hub: "mail", after: Duration::from_secs(2) }));
    assert_eq!(error.fate(), Fate::Unknown);
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn the_circuit_opens_refuses_at_once_and_closes_after_one_good_probe() {
    let clock = Clock::manual(start());
    let outbound = gate(&clock);
    assert_eq!(outbound.health()[0].status, HubStatus::Idle);
    for _ in 0..4 {
        play(&outbound, RetryClass::Never, &[Err(Fate::Unknown)]).await.1.unwrap_err();
    }
    let health = &outbound.health()[0];
    assert_eq!((health.status, health.circuit, health.failures_in_a_row, health.failures), (HubStatus::Down, CircuitState::Open, 4, 4));
    assert_eq!(health.open_until, Some(start() + Duration::from_secs(30)));
    assert_eq!(health.last_failure, Some("unknown"));

    let (used, refused) = play(&outbound, RetryClass::Idempotent, &[Ok(1)]).await;
    assert_eq!(used, 0, "nobody is asked while it is open");
    assert_eq!(refused.as_ref().unwrap_err().fate(), Fate::NotSent);
    assert!(matches!(refused, Err(CallError::Gate(OutboundError::CircuitOpen { .. }))));

    clock.advance(chrono::Duration::seconds(30));
    assert_eq!(outbound.health()[0].circuit, CircuitState::HalfOpen);
    assert_eq!(play(&outbound, RetryClass::Never, &[Ok(5)]).await, (1, Ok(5)));
    assert_eq!(outbound.health()[0].status, HubStatus::Up);
}

#[tokio::test(start_paused = true)]
async fn refusals_and_a_busy_sign_leave_the_circuit_closed() {
    let outbound = gate(&Clock::manual(start()));
    for fate in [Fate::Refused, Fate::Busy].repeat(10) {
        play(&outbound, RetryClass::Never, &[Err(fate)]).await.1.unwrap_err();
    }
    assert_eq!(outbound.health()[0].circuit, CircuitState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_circuit_that_opens_between_attempts_tells_the_last_real_failure() {
    let outbound = gate(&Clock::manual(start()));
    for _ in 0..2 {
        play(&outbound, RetryClass::Never, &[Err(Fate::NotSent)]).await.1.unwrap_err();
    }
    let (used, result) = play(&outbound, RetryClass::Idempotent, &[Err(Fate::Unknown); 3]).await;
    assert_eq!(used, 2);
    assert_eq!(result, Err(CallError::Failed { fate: Fate::Unknown, error: "no" }), "it may have acted, and the caller must know");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_may_have_acted_is_not_forgotten_when_the_next_ones_were_not_sent() {
    let outbound = gate(&Clock::manual(start()));
    for later in [Fate::NotSent, Fate::Busy] {
        let (used, result) = play(&outbound, RetryClass::Idempotent, &[Err(Fate::Unknown), Err(later), Err(later)]).await;
        assert_eq!((used, result), (3, Err(CallError::Failed { fate: Fate::Unknown, error: "no" })), "{later:?}");
        play(&outbound, RetryClass::Never, &[Ok(0)]).await.1.unwrap();
    }
}

#[tokio::test]
async fn nothing_leaves_the_house_while_a_transaction_is_open() {
    let outbound = gate(&Clock::manual(start()));
    let calls = AtomicU32::new(0);
    let call = || {
        outbound.call("mail", RetryClass::Idempotent, || async {
            calls.fetch_add(1, Ordering::SeqCst);
            Ok::<_, Failure<&str>>(())
        })
    };
    open_tx::scope(async {
        let transaction = open_tx::enter();
        let error = call().await.unwrap_err();
        assert_eq!(error, CallError::Gate(OutboundError::InsideTransaction { hub: "mail" }));
        let CallError::Gate(error) = error else { unreachable!() };
        assert_eq!(error.code(), "outbound.inside_transaction");
        assert_eq!(calls.load(Ordering::SeqCst), 0);
        drop(transaction);
        call().await.unwrap();
    })
    .await;
    let _transaction = open_tx::enter();
    call().await.unwrap_err();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[test]
fn hubs_are_declared_once_and_by_name() {
    let clock = Clock::manual(start());
    let twice = Outbound::new(clock.clone(), Entropy::seeded(1), [hub(), hub()]);
    assert_eq!(twice.unwrap_err(), OutboundError::DuplicateHub("mail"));
    assert_eq!(gate(&clock).hub("fax").unwrap_err(), OutboundError::UnknownHub("fax".to_owned()));
}

#[test]
fn latency_outcomes_and_retries_are_metrics() {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::with_local_recorder(&recorder, || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let outbound = gate(&Clock::manual(start()));
            play(&outbound, RetryClass::Idempotent, &[Err(Fate::Unknown), Ok(1)]).await.1.unwrap();
        });
    });
    let text = handle.render();
    assert!(text.contains(r#"outbound_call_seconds_count{hub="mail",outcome="ok"} 1"#), "{text}");
    assert!(text.contains(r#"outbound_call_seconds_count{hub="mail",outcome="unknown"} 1"#), "{text}");
    assert!(text.contains(r#"outbound_retries_total{hub="mail"} 1"#), "{text}");
    assert!(text.contains(r#"outbound_circuit_open{hub="mail"} 0"#), "{text}");
}

#[test]
fn health_reads_as_json() {
    let outbound = gate(&Clock::manual(start()));
    let json = serde_json::to_value(outbound.health()).unwrap();
    assert_eq!(json[0]["name"], "mail");
    assert_eq!(json[0]["status"], "idle");
    assert_eq!(json[0]["circuit"], "closed");
    assert_eq!(json[0]["carries"], "personal");
}
