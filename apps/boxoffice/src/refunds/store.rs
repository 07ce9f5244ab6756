//! Policies as rows, and the promise that is kept with an order.

use platform_db::Tx;
use platform_types::{EventId, OrderId, OrganizationId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Policy, Rule, Unit};

/// What an order was placed under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The event's policy then.
    #[serde(flatten)]
    pub policy: Policy,
    /// The event's start then: an event that is brought forward takes no deadline away.
    pub starts_at: Option<Timestamp>,
}

/// What an event promises now; without rows nothing but a cancelled event's money.
pub async fn policy_of(tx: &mut Tx, event: EventId) -> Result<Policy, sqlx::Error> {
    let set =
        sqlx::query_scalar!("SELECT self_service FROM refund_policies WHERE event_id = $1", event.0).fetch_optional(&mut **tx).await?;
    let Some(self_service) = set else { return Ok(Policy::NONE) };
    let rows =
        sqlx::query!("SELECT count, unit, percent, with_fees FROM refund_rules WHERE event_id = $1 ORDER BY hours_before DESC", event.0)
            .fetch_all(&mut **tx)
            .await?;
    let rules = rows.into_iter().map(|r| Rule {
        count: r.count,
        unit: Unit::parse(&r.unit).unwrap_or(Unit::Hours),
        percent: r.percent,
        with_fees: r.with_fees,
    });
    Ok(Policy::new(rules.collect(), self_service))
}

/// Replaces what an event promises, under the caller's own identity. Orders that were placed keep their promise.
pub async fn set_policy(tx: &mut Tx, organization: OrganizationId, event: EventId, policy: &Policy) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO refund_policies (event_id, organization_id, self_service) VALUES ($1, $2, $3) ON CONFLICT (event_id) DO UPDATE SET self_service = EXCLUDED.self_service",
        event.0,
        organization.0,
        policy.self_service
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("DELETE FROM refund_rules WHERE event_id = $1", event.0).execute(&mut **tx).await?;
    for rule in &policy.rules {
        sqlx::query!(
            "INSERT INTO refund_rules (event_id, organization_id, count, unit, percent, with_fees) VALUES ($1, $2, $3, $4, $5, $6)",
            event.0,
            organization.0,
            rule.count,
            rule.unit.as_str(),
            rule.percent,
            rule.with_fees
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What an order was promised; orders from before policies were promised nothing.
pub async fn promise_of(tx: &mut Tx, order: OrderId) -> Result<Promise, sqlx::Error> {
    let kept = sqlx::query_scalar!("SELECT refund_policy FROM orders WHERE id = $1", order.0).fetch_optional(&mut **tx).await?.flatten();
    Ok(kept.and_then(|kept| serde_json::from_value(kept).ok()).unwrap_or(Promise { policy: Policy::NONE, starts_at: None }))
}
