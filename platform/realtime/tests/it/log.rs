//! How changes are heard of.

use std::time::{Duration, Instant};

use platform_db::logins;
use platform_realtime::{Feed, LiveSettings};
use serde_json::json;

use crate::site::{Site, quick};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_row_reaches_those_who_follow_it() {
    // Nothing is asked here: what is heard comes from the log.
    let settings = LiveSettings { ask_every: Duration::from_secs(3_600), ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await.streaming().await;
    let [room, other] = [site.room().await, site.room().await];
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    let sign =
        |sign: &str, chairs: u32| json!({ "topic": format!("sign/{room}"), "value": { "sign": sign, "chairs": chairs, "over": false } });
    assert_eq!(follower.text().await, sign("closed", 0), "what it is now");
    site.sign(other, "elsewhere").await;
    site.sign(room, "open").await;
    assert_eq!(follower.text().await, sign("open", 0));
    site.sql(format!("INSERT INTO chairs VALUES ('{room}', 1), ('{room}', 2)")).await;
    assert_eq!(follower.text().await, sign("open", 2), "another table's rows belong to it");
    site.sql(format!("BEGIN; UPDATE rooms SET sign = 'never' WHERE id = '{room}'; ROLLBACK; DELETE FROM chairs WHERE number = 1")).await;
    assert_eq!(follower.text().await, sign("open", 1), "what was rolled back was never heard");
    site.sql("TRUNCATE chairs").await;
    assert_eq!(follower.text().await, sign("open", 0));
    site.sql(format!("DELETE FROM rooms WHERE id = '{room}'")).await;
    assert_eq!(follower.text().await, json!({ "gone": format!("sign/{room}") }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_readable_log_the_database_is_asked() {
    let site = Site::with(quick(), logins::APP).await;
    let room = site.room().await;
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    assert_eq!(follower.text().await["value"]["sign"], "closed");
    follower.say(json!({ "join": [{ "topic": format!("inside/{room}"), "pass": format!("k-{room}") }] }).to_string()).await;
    assert_eq!(follower.text().await, json!({ "joined": format!("inside/{room}"), "mark": "1" }));
    site.until(|site| matches!(site.live.feed(), Feed::Asking(_))).await;
    let Feed::Asking(why) = site.live.feed() else { unreachable!() };
    assert!(why.contains("callboard_app") || why.contains("replication") || why.contains("callboard_replicator"), "{why}");
    // The mark of the private topic is known from the second turn on; until then its change is no change.
    let mut changed = false;
    let mut n = 0;
    while !changed {
        n += 1;
        let sign = format!("open {n}");
        site.sign(room, &sign).await;
        loop {
            let heard = follower.text().await;
            changed |= heard["changed"] == true;
            if heard["value"]["sign"] == sign {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_missed_while_the_log_was_cut_is_made_good() {
    let settings = LiveSettings { ask_every: Duration::from_secs(3_600), ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await.streaming().await;
    let room = site.room().await;
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    assert_eq!(follower.text().await["value"]["sign"], "closed");
    // In one transaction, so that the change lies before the next slot.
    site.sql(format!(
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database(); UPDATE rooms SET sign = 'missed' WHERE id = '{room}'"
    ))
    .await;
    assert_eq!(follower.text().await["value"]["sign"], "missed");
    site.until(|site| site.live.feed() == Feed::Streaming).await;
    site.sign(room, "heard").await;
    assert_eq!(follower.text().await["value"]["sign"], "heard");
}

/// The log tells a commit before everybody sees it. A standby that never answers makes that moment as long as the test
/// needs; other tests do not wait for standbys, because their commits wait for nothing (`synchronous_commit = off`).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_cannot_be_seen_yet_is_told_once_it_can() {
    let settings = LiveSettings { ask_every: Duration::from_secs(3_600), ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await.streaming().await;
    let room = site.room().await;
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    assert_eq!(follower.text().await["value"]["sign"], "closed");
    site.sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'").await;
    site.sql("SELECT pg_reload_conf()").await;
    let mut slow = site.house.test_db.connect(None).await;
    let waits = tokio::spawn(async move {
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("SET synchronous_commit = on; UPDATE rooms SET sign = 'open' WHERE id = '{room}'")))
            .execute(&mut slow)
            .await
    });
    let mut admin = site.house.test_db.connect(None).await;
    let waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'";
    let pid: i32 = loop {
        if let Some(pid) = sqlx::query_scalar(waiting).fetch_optional(&mut admin).await.unwrap() {
            break pid;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    // The log has told it when it has told what came after it.
    let other = site.room().await;
    follower.join(format!("sign/{other}")).await;
    assert_eq!(follower.text().await["value"]["sign"], "closed");
    site.sign(other, "after it").await;
    assert_eq!(follower.text().await["value"]["sign"], "after it");
    sqlx::query("SELECT pg_cancel_backend($1)").bind(pid).execute(&mut admin).await.unwrap();
    waits.await.unwrap().unwrap();
    assert_eq!(follower.text().await, json!({ "topic": format!("sign/{room}"), "value": { "sign": "open", "chairs": 0, "over": false } }));
    site.sql("ALTER SYSTEM RESET synchronous_standby_names").await;
    site.sql("SELECT pg_reload_conf()").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_that_ends_leaves_no_slot_behind() {
    let site = Site::new().await.streaming().await;
    let slots = "SELECT count(*) FROM pg_replication_slots WHERE database = current_database()";
    let mut admin = site.house.test_db.connect(None).await;
    assert_eq!(sqlx::query_scalar::<_, i64>(slots).fetch_one(&mut admin).await.unwrap(), 1);
    site.live.close_all().await;
    while sqlx::query_scalar::<_, i64>(slots).fetch_one(&mut admin).await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_are_told_at_the_pace_and_the_last_is_always_told() {
    let pace = Duration::from_millis(100);
    let site = Site::with(LiveSettings { pace, ..quick() }, logins::REPLICATOR).await.streaming().await;
    let room = site.room().await;
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    follower.text().await;
    let since = Instant::now();
    for n in 1..=200 {
        site.sign(room, &format!("{n}")).await;
    }
    let mut heard = 0;
    while follower.text().await["value"]["sign"] != "200" {
        heard += 1;
    }
    let most = since.elapsed().as_millis() / pace.as_millis() + 1;
    assert!(heard <= most, "{heard} messages where {most} fit");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_that_changes_by_the_clock_is_told_when_it_does() {
    let pace = Duration::from_millis(300);
    let site = Site::with(LiveSettings { pace, ..quick() }, logins::REPLICATOR).await.streaming().await;
    let room = site.room().await;
    let soon = site.house.clock.now() + Duration::from_millis(50);
    *site.signs.changes_at.lock().unwrap() = Some(soon);
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    assert_eq!(follower.text().await["value"]["over"], false);
    // Already past when the pace of the topic allows the next look.
    site.house.clock.set(soon + Duration::from_secs(1));
    assert_eq!(follower.text().await["value"]["over"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_rows_at_once_than_are_kept_in_mind_lose_no_change() {
    let site = Site::new().await.streaming().await;
    let room = site.room().await;
    let mut follower = site.follower().await;
    follower.join(format!("sign/{room}")).await;
    follower.text().await;
    site.sql(format!(
        "BEGIN; INSERT INTO rooms (id) SELECT gen_random_uuid() FROM generate_series(1, 20000); UPDATE rooms SET sign = 'open' WHERE id = '{room}'; COMMIT"
    ))
    .await;
    assert_eq!(follower.text().await["value"]["sign"], "open");
}
