//! What the database itself refuses.

use boxoffice::refunds::{Policy, Rule, policy_of, presets, set_policy};
use platform_db::constraint_of;
use platform_types::Actor;
use sqlx::Connection;

use super::till::{ALL_IN, Till};

/// The constraint that a policy breaks, however it comes there.
async fn broken(till: &Till, rules: Vec<Rule>) -> Option<String> {
    let mut tx = till.house.db.as_actor(&till.owner).await.unwrap();
    let policy = Policy { rules, self_service: true };
    let name = |error: &sqlx::Error| constraint_of(error).map(str::to_owned);
    match set_policy(&mut tx, till.organization, till.event, &policy).await {
        Err(error) => name(&error),
        Ok(()) => match sqlx::query("SET CONSTRAINTS ALL IMMEDIATE").execute(&mut *tx).await {
            Err(error) => name(&error),
            Ok(_) => tx.commit().await.err().map(|error| error.to_string()),
        },
    }
}

#[tokio::test]
async fn a_policy_that_makes_no_sense_is_no_row() {
    let till = Till::open().await;
    let without = Rule { with_fees: false, ..Rule::days(7, 50) };
    assert_eq!(broken(&till, vec![Rule::days(7, 101)]).await.as_deref(), Some("refund_rules_percent"));
    assert_eq!(broken(&till, vec![Rule::days(7, -1)]).await.as_deref(), Some("refund_rules_percent"));
    assert_eq!(broken(&till, vec![Rule::days(-1, 10)]).await.as_deref(), Some("refund_rules_count"));
    assert_eq!(broken(&till, vec![Rule::days(7, 50), Rule::days(7, 60)]).await.as_deref(), Some("refund_rules_distinct"));
    assert_eq!(broken(&till, vec![Rule::days(7, 50), Rule::days(1, 60)]).await.as_deref(), Some("refund_rules_fall"));
    assert_eq!(
        broken(&till, vec![without, Rule::days(1, 50)]).await.as_deref(),
        Some("refund_rules_fall"),
        "fees come back no later than they went"
    );
    assert_eq!(broken(&till, vec![Rule::days(7, 50), Rule { with_fees: false, ..Rule::days(1, 50) }]).await, None);
    for (_, _, policy) in presets() {
        assert_eq!(broken(&till, policy.rules.clone()).await, None);
        let mut tx = till.house.db.read(&Actor::anonymous()).await.unwrap();
        assert_eq!(policy_of(&mut tx, till.event).await.unwrap(), policy, "everybody may read it");
    }
}

#[tokio::test]
async fn only_whoever_prices_the_tickets_sets_the_policy() {
    let till = Till::open().await;
    let watcher = till.house.holder("watcher", "STAFF", till.event.0).await;
    let mut tx = till.house.db.as_actor(&watcher).await.unwrap();
    assert!(set_policy(&mut tx, till.organization, till.event, &Policy::NONE).await.is_err());
    drop(tx);
    let path = format!("/console/events/{}/refunds", till.event);
    let desk = till.desk();
    assert_eq!(
        desk.post(&path, &[("preset", "tiers"), ("self_service", "on")]).await.header("location"),
        format!("{path}?done=policy-set")
    );
    let page = desk.get(&path).await;
    assert!(page.told().contains("Until 14 days before the start: everything back, fees included."), "{}", page.told());
    assert_eq!(page.count("input[name=preset][value=tiers][checked]"), 1);
    let wrong = desk.post(&path, &[("preset", "own"), ("count_1", "7"), ("percent_1", "150")]).await;
    assert_eq!(wrong.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.attribute("input[name=percent_1]", "value").as_deref(), Some("150"), "what was typed stays");
    let public = till.browser().get("/events/the-night").await;
    assert!(public.told().contains("Until the start: 50 % back, fees included."), "{}", public.told());
}

#[tokio::test]
async fn no_payment_is_promised_back_twice_whoever_writes() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 1).await;
    let payment = till.payment(order).await;
    let sql =
        "INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason) VALUES (gen_random_uuid(), $1, $2, $3, 'x')";
    let mut first = till.house.test_db.connect(Some("callboard_owner")).await;
    let mut second = till.house.test_db.connect(Some("callboard_owner")).await;
    let promise = async |owner: &mut sqlx::PgConnection, minor: i64| {
        let done = sqlx::query(sql).bind(till.organization.0).bind(payment.id.0).bind(minor).execute(owner).await;
        done.map(drop).map_err(|error| constraint_of(&error).map_or_else(|| error.to_string(), str::to_owned))
    };
    sqlx::query("SET lock_timeout = '200ms'").execute(&mut second).await.unwrap();
    let mut writing = first.begin().await.unwrap();
    promise(&mut writing, ALL_IN - 100).await.unwrap();
    let meanwhile = promise(&mut second, 100).await.unwrap_err();
    assert!(meanwhile.contains("lock timeout"), "while one is written nobody counts without it: {meanwhile}");
    writing.commit().await.unwrap();
    assert_eq!(promise(&mut second, 101).await, Err("payment_refunds_within".to_owned()));
    assert_eq!(promise(&mut second, 100).await, Ok(()));
    assert_eq!(promise(&mut first, 1).await, Err("payment_refunds_within".to_owned()));
}
