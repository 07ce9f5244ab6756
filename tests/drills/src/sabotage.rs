//! Takes the guards of the stock away, to show that the stampede would notice.
//!
//! In the running house's database and for the rest of its days: the house is thrown away afterwards.
//!
//! - `check`: the constraint `pools_never_oversold` is dropped, and `boxoffice.claim` no longer compares what is
//!   wanted with what is free.
//! - `lock`: the constraint is dropped, and `boxoffice.claim` counts without locking the event's pools, as buyers
//!   at several nodes of one house would notice.

use futures::future::try_join_all;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection};
use uuid::Uuid;

use crate::failure::{Failure, wrong};
use crate::house::House;
use crate::organizer::Show;

/// Which guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What is wanted is compared with what is free.
    Check,
    /// The event's pools are locked while they are counted.
    Lock,
}

const CHECK: &str = "IF trial[at] < 0 THEN verdict := 'sold_out'; note := i.name; EXIT; END IF;";
const LOCK: &str = " ORDER BY id FOR UPDATE;";

/// Takes it away.
pub async fn remove(house: &House, guard: Guard) -> Result<(), Failure> {
    let mut database = house.database().await?;
    let source: String =
        sqlx::query_scalar("SELECT pg_get_functiondef('boxoffice.claim(jsonb)'::regprocedure)").fetch_one(&mut database).await?;
    let changed = match guard {
        Guard::Check => source.replacen(CHECK, "", 1),
        // Counting takes a moment in a large house; without the lock others count meanwhile.
        Guard::Lock => source.replacen(LOCK, "; ", 1).replacen("FOR c IN SELECT", "PERFORM pg_sleep(0.002);\n  FOR c IN SELECT", 1),
    };
    if changed == source {
        return Err(wrong("the guard to remove is not in boxoffice.claim any more: the sabotage has to follow it"));
    }
    let sql = format!("ALTER TABLE pools DROP CONSTRAINT IF EXISTS pools_never_oversold; {changed}");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut database).await?;
    database.close().await?;
    Ok(())
}

/// Claims one ticket for each of `guests` over `nodes` sessions of the counter's own login at once, as so
/// many nodes of one house do. How many got one.
pub async fn claim_from_nodes(house: &House, show: &Show, nodes: u32, guests: u32) -> Result<i64, Failure> {
    let held = try_join_all((0..nodes).map(|_| one_node(house, show, guests / nodes))).await?;
    Ok(held.into_iter().sum())
}

async fn one_node(house: &House, show: &Show, guests: u32) -> Result<i64, Failure> {
    let mut database = house.database_as("callboard_claims").await?;
    let entropy = platform_types::Entropy::from_os();
    let mut held = 0;
    for _ in 0..guests {
        let now = house.now();
        let id = || -> Uuid { entropy.uuid_v7(now) };
        let claim = json!([{
            "hold": id(), "event": show.id, "guest": id(), "expires_at": now + chrono::Duration::minutes(15),
            "items": [{ "type": show.ticket, "quantity": 1 }],
        }]);
        let mut tx = database.begin().await?;
        sqlx::query("SELECT set_config('callboard.now', $1, true)").bind(now.to_rfc3339()).execute(&mut *tx).await?;
        let outcome: String = sqlx::query_scalar("SELECT outcome FROM boxoffice.claim($1)").bind(claim).fetch_one(&mut *tx).await?;
        tx.commit().await?;
        held += i64::from(outcome == "held");
    }
    database.close().await?;
    Ok(held)
}
