//! Who may follow what, and how sockets end.

use std::sync::atomic::Ordering;
use std::time::Duration;

use platform_db::logins;
use platform_realtime::LiveSettings;
use serde_json::json;
use tokio_tungstenite::tungstenite;
use uuid::Uuid;

use crate::site::{Follower, Heard, Site, quick};

const NOWHERE: Uuid = Uuid::nil();

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_topic_is_for_whom_it_is_and_says_only_that_it_changed() {
    let site = Site::new().await.streaming().await;
    let ada = site.house.person("ada").await.user_id().unwrap();
    let bob = site.house.person("bob").await.user_id().unwrap();
    let room = site.room().await;
    site.sql(format!("UPDATE rooms SET owner = '{ada}'")).await;
    let inside = format!("inside/{room}");

    let mut owner = site.follower_with(&[("cookie", &format!("user={ada}"))]).await.unwrap();
    owner.join(&inside).await;
    assert_eq!(owner.text().await, json!({ "joined": inside, "mark": "1" }));
    let mut with_key = site.follower().await;
    with_key.say(json!({ "join": [{ "topic": inside, "pass": format!("k-{room}") }] }).to_string()).await;
    assert_eq!(with_key.text().await, json!({ "joined": inside, "mark": "1" }));
    for mut stranger in [site.follower().await, site.follower_with(&[("cookie", &format!("user={bob}"))]).await.unwrap()] {
        stranger.join(&inside).await;
        assert_eq!(stranger.text().await, json!({ "gone": inside }), "as if there were nothing");
        stranger.join(format!("inside/{NOWHERE}")).await;
        assert_eq!(stranger.text().await, json!({ "gone": format!("inside/{NOWHERE}") }));
        // Not told of changes either: the next thing heard is the answer to the next question.
        site.sql(format!("UPDATE rooms SET version = version + 1 WHERE id = '{room}'")).await;
        assert_eq!(owner.text().await, json!({ "topic": inside, "changed": true }));
        assert_eq!(with_key.text().await, json!({ "topic": inside, "changed": true }));
        stranger.join("no such kind").await;
        assert_eq!(stranger.text().await, json!({ "gone": "no such kind" }));
    }
    assert_eq!(site.get(&format!("/live/{inside}"), "").await.0, 404);
    assert_eq!(site.get(&format!("/live/{inside}"), &format!("cookie: user={bob}\r\n")).await.0, 404);
    let (status, text) = site.get(&format!("/live/{inside}"), &format!("live-pass: k-{room}\r\n")).await;
    assert!(status == 200 && text.contains(r#""mark":"3""#) && text.contains("private, no-store"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_may_no_longer_see_they_no_longer_follow() {
    let site = Site::new().await.streaming().await;
    let ada = site.house.person("ada").await.user_id().unwrap();
    let session = Uuid::from_u128(7);
    site.sql(format!("INSERT INTO auth.sessions (id, user_id, not_after) VALUES ('{session}', '{ada}', '2027-01-01')")).await;
    let [lent, kept] = [site.room().await, site.room().await];
    site.sql(format!("UPDATE rooms SET owner = '{ada}'")).await;
    let mut ada_here = site.follower_with(&[("cookie", &format!("user={ada}; session={session}"))]).await.unwrap();
    for room in [lent, kept] {
        ada_here.join(format!("inside/{room}")).await;
        assert_eq!(but_changes(&mut ada_here).await, Heard::Text(json!({ "joined": format!("inside/{room}"), "mark": "1" })));
    }
    // A grant of hers changes: she is asked for again.
    let organization = site.house.organization(&site.house.person("eve").await, "theatre").await;
    site.sql(format!("ALTER PUBLICATION callboard_live DROP TABLE rooms; UPDATE rooms SET owner = NULL WHERE id = '{lent}'")).await;
    site.house.grant(&platform_types::Actor::user(ada, None), "GVTEWAY_ADMIN", organization.0, None).await;
    assert_eq!(but_changes(&mut ada_here).await, Heard::Text(json!({ "gone": format!("inside/{lent}") })));
    site.sql(format!("DELETE FROM auth.sessions WHERE id = '{session}'")).await;
    assert_eq!(but_changes(&mut ada_here).await, Heard::Closed(Some(4001)), "signed out");
}

/// What is heard besides that rows changed: the log tells it when it comes to it.
async fn but_changes(follower: &mut Follower) -> Heard {
    loop {
        match follower.hears().await {
            Heard::Text(value) if value["changed"] == true => {}
            other => return other,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follower_who_does_not_read_is_closed_with_a_code_and_delays_nobody() {
    let settings = LiveSettings { patience: Duration::from_millis(500), pace: Duration::from_millis(1), ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await.streaming().await;
    let room = site.room().await;
    let [mut slow, mut quick] = [site.follower().await, site.follower().await];
    for follower in [&mut slow, &mut quick] {
        follower.join(format!("sign/{room}")).await;
        follower.text().await;
    }
    // Each reads at its own time: more than any pipe holds, while the other hears every one of them.
    let mut n = 0;
    while site.live.sockets() == 2 {
        n += 1;
        let sign = format!("{n} {}", "x".repeat(256 * 1024));
        site.sign(room, &sign).await;
        while quick.text().await["value"]["sign"] != sign {}
    }
    // Whoever wakes up reads what was in the pipe, then why it ends.
    let end = loop {
        if let Heard::Closed(code) = slow.hears().await {
            break code;
        }
    };
    assert_eq!(end, Some(4008));
    site.sign(room, "still here").await;
    assert_eq!(quick.text().await["value"]["sign"], "still here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_at_whose_other_end_nobody_answers_is_closed() {
    let settings = LiveSettings { ping_every: Duration::from_millis(400), ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await;
    let mut there = site.follower().await;
    let mut away = site.follower().await;
    // One reads, and so answers pings; the other does not.
    let reads = tokio::spawn(async move { there.hears().await });
    site.until(|site| site.live.sockets() == 1).await;
    assert_eq!(away.hears().await, Heard::Closed(Some(4009)));
    assert!(!reads.is_finished());
    reads.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_that_closes_says_so() {
    let site = Site::new().await;
    let mut follower = site.follower().await;
    site.live.close_all().await;
    assert_eq!(follower.hears().await, Heard::Closed(Some(1012)));
    assert_eq!(refused(site.follower_with(&[]).await), 503, "and takes no more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_message_ends_the_socket_and_what_is_too_much_is_refused() {
    let settings = LiveSettings { topics: 2, joins_per_minute: 6, ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await;
    for nonsense in ["", "join", "7", r#"{"joins":[]}"#, r#"{"join":"sign/x"}"#, r#"{"join":[{"topic":"sign/x"}]}"#] {
        let mut follower = site.follower().await;
        follower.say(nonsense).await;
        assert_eq!(follower.hears().await, Heard::Closed(Some(1008)), "{nonsense}");
    }
    let mut long = site.follower().await;
    long.say("x".repeat(5_000)).await;
    assert!(matches!(long.hears().await, Heard::Closed(_)));
    let rooms = [site.room().await, site.room().await, site.room().await];
    let mut greedy = site.follower().await;
    for room in &rooms[..2] {
        greedy.join(format!("sign/{room}")).await;
        greedy.text().await;
    }
    greedy.join(format!("sign/{}", rooms[2])).await;
    assert_eq!(greedy.text().await, json!({ "refused": format!("sign/{}", rooms[2]), "code": "live.too_many_topics" }));
    greedy.say(json!({ "leave": [format!("sign/{}", rooms[0])], "join": [format!("sign/{}", rooms[2])] }).to_string()).await;
    assert_eq!(greedy.text().await["topic"], format!("sign/{}", rooms[2]), "one left, one came");
    greedy.join("x").await;
    greedy.text().await;
    greedy.join("x").await;
    greedy.text().await;
    greedy.join("x").await;
    assert_eq!(greedy.hears().await, Heard::Closed(Some(4029)));
    site.insides.broken.store(true, Ordering::Relaxed);
    let mut unlucky = site.follower().await;
    unlucky.join(format!("inside/{}", rooms[0])).await;
    assert_eq!(unlucky.text().await["refused"], format!("inside/{}", rooms[0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_are_counted_and_other_sites_have_none() {
    let settings = LiveSettings { sockets_per_address: 2, ..quick() };
    let site = Site::with(settings, logins::REPLICATOR).await;
    for wrong in ["https://evil.test", "null"] {
        assert_eq!(refused(site.follower_with(&[("origin", wrong)]).await), 403, "{wrong}");
    }
    let first = site.follower_with(&[("origin", "https://callboard.test")]).await.unwrap();
    let _second = site.follower().await;
    assert_eq!(refused(site.follower_with(&[]).await), 429);
    first.leave().await;
    site.until(|site| site.live.sockets() == 1).await;
    site.follower().await;
    let (status, text) = site.get("/live", "").await;
    assert!(status == 426 && text.contains("live.not_a_socket"), "{text}");
    let (status, text) = site.get(&format!("/live/sign/{NOWHERE}"), "").await;
    assert!(status == 404, "{text}");
    let room = site.room().await;
    let (status, text) = site.get(&format!("/live/sign/{room}"), "").await;
    assert!(status == 200 && text.contains("public, max-age=1") && text.contains(r#""sign":"closed""#), "{text}");
    assert_eq!(site.get(&format!("/live/sign/{}", room.simple()), "").await.0, 404, "a topic has one name");
}

fn refused<T>(outcome: Result<T, tungstenite::Error>) -> u16 {
    match outcome {
        Err(tungstenite::Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a socket was opened"),
    }
}
