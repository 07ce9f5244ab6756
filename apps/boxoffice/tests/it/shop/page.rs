//! The event's page with all that belongs to it: the same bytes for everybody, nothing that is not public.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use platform_types::UserId;
use scraper::{Html, Selector};
use serde_json::Value;
use sqlx::Row;

use super::web::{Site, Visitor};

/// A venue, a running order of three, a neighbour at the same place.
const NIGHT: &str = "
    INSERT INTO venues (id, organization_id, slug, name, address, city, country, latitude, longitude, timezone)
      SELECT '00000000-0000-7000-8000-0000000000a1', organization_id, 'hall', 'Hall', 'Am Ufer 1', 'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin' FROM events;
    UPDATE events SET venue_id = '00000000-0000-7000-8000-0000000000a1', category = 'music', doors_at = starts_at - interval '1 hour',
      description = E'Loud.\n\nMore at https://night.example/?a=1&b=2.', accessibility = 'One step.', notice = 'Doors at 20:30', programme_published_at = clock.now();
    INSERT INTO programme_items (id, organization_id, event_id, position, starts_at, ends_at, title, description, stage, track, people, links)
      SELECT ('00000000-0000-7000-8000-00000000000' || n)::uuid, organization_id, id, n, starts_at + n * interval '1 hour', starts_at + n * interval '1 hour' + interval '40 minutes',
        'Act ' || n, CASE n WHEN 1 THEN 'All about <it>' ELSE '' END, 'Stage ' || (n % 2), 'Loud', ARRAY['Ada', 'محمد ' || n], '[]' FROM events, generate_series(1, 3) n;
    INSERT INTO events (id, organization_id, venue_id, slug, name, starts_at, timezone, currency, status, category)
      SELECT '00000000-0000-7000-8000-0000000000e2', organization_id, venue_id, 'the-other-night', 'The Other Night', starts_at + interval '2 days', timezone, currency, 'published', 'music' FROM events;";

const ITEM: &str = "/events/the-night/programme/00000000-0000-7000-8000-000000000001";
const ALL: [&str; 5] =
    ["/events/the-night", "/events/the-night/programme", ITEM, "/events/the-night/calendar.ics", "/events/the-night/social.png"];

async fn night() -> Site {
    let site = Site::with_capacity(20).await;
    site.sql(NIGHT).await;
    site
}

fn select(page: &str, selector: &str, name: &str) -> Vec<String> {
    let dom = Html::parse_document(page);
    dom.select(&Selector::parse(selector).unwrap()).filter_map(|e| e.attr(name)).map(str::to_owned).collect()
}

fn structured(page: &str) -> Value {
    let dom = Html::parse_document(page);
    let script = dom.select(&Selector::parse("script[type='application/ld+json']").unwrap()).next().expect("structured data");
    serde_json::from_str(&script.text().collect::<String>()).unwrap()
}

async fn bytes(visitor: &Visitor, path: &str) -> (StatusCode, Vec<u8>, String, String) {
    let answer = visitor.send(Request::get(path).header("accept", "*/*").body(Body::empty()).unwrap()).await;
    (answer.status, answer.bytes.clone(), answer.header("etag").to_owned(), answer.header("cache-control").to_owned())
}

#[tokio::test]
async fn every_address_of_an_event_is_byte_identical_for_everybody() {
    let site = night().await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 20).await;
    let guest = site.browser();
    super::buy::hold(&guest, stalls, 1).await;
    let owner = site.browser().signed_in_as(UserId(site.house.organization.0));
    for path in ALL.into_iter().chain(["/social.png", "/events/the-night/programme?room=Stage+1"]) {
        let (status, nobody, etag, keep) = bytes(&site.browser(), path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(nobody.len() > 100, "{path}");
        assert_eq!(nobody, bytes(&guest, path).await.1, "{path}");
        assert_eq!(nobody, bytes(&owner, path).await.1, "{path}");
        assert!(keep.starts_with("public") && keep.contains("stale-while-revalidate"), "{path}: {keep}");
        let known = Request::get(path).header("if-none-match", &etag).body(Body::empty()).unwrap();
        let again = owner.send(known).await;
        assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(again.header("etag"), etag, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_public_has_none_of_its_addresses() {
    let site = night().await;
    let organizer = site.browser().signed_in_as(UserId(site.house.organization.0));
    for (sql, expected) in [
        ("UPDATE events SET visibility = 'private' WHERE slug = 'the-night'", [404; 5]),
        ("UPDATE events SET visibility = 'public', status = 'draft' WHERE slug = 'the-night'", [404; 5]),
        ("UPDATE events SET status = 'published', visibility = 'unlisted' WHERE slug = 'the-night'", [200; 5]),
        ("UPDATE events SET programme_published_at = NULL WHERE slug = 'the-night'", [200, 404, 404, 200, 200]),
        (
            "UPDATE events SET programme_published_at = clock.now(), status = 'postponed' WHERE slug = 'the-night'",
            [200, 200, 200, 404, 200],
        ),
        ("UPDATE events SET status = 'cancelled' WHERE slug = 'the-night'", [200; 5]),
    ] {
        site.sql(sql).await;
        for (path, status) in ALL.into_iter().zip(expected) {
            assert_eq!(bytes(&site.browser(), path).await.0.as_u16(), status, "{sql}: {path}");
            assert_eq!(bytes(&organizer, path).await.0.as_u16(), status, "{sql}: {path} as its organizer");
        }
    }
    let cancelled = site.browser().get("/events/the-night/calendar.ics").await;
    assert!(cancelled.text.contains("METHOD:CANCEL") && cancelled.text.contains("STATUS:CANCELLED"), "{}", cancelled.text);
    site.sql("UPDATE programme_items SET removed_at = clock.now()").await;
    assert_eq!(site.browser().get(ITEM).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.browser().get("/events/the-night/programme").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_tells_everything_in_its_place() {
    let site = night().await;
    let page = site.browser().get("/events/the-night").await;
    let text = page.told();
    for says in [
        "Doors at 20:30. Posted",
        "Loud.",
        "One step.",
        "Act 1",
        "Ada, محمد 1",
        "Stage 1",
        "Add to calendar",
        "Similar events",
        "Also music, same place",
        "The Other Night",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(page.attributes("main a[rel~=nofollow]", "href"), ["https://night.example/?a=1&b=2"]);
    assert_eq!(page.attributes(".programme a", "href"), [ITEM], "only what says more has a page to lead to");
    assert!(!text.contains("The whole programme"), "a small one is whole already");
    let item = site.browser().get(ITEM).await;
    assert!(item.told().contains("All about <it>") && item.told().contains("Stage 1, Hall, Berlin"), "{}", item.told());

    site.sql("UPDATE events SET starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' WHERE slug = 'the-night'")
        .await;
    assert!(site.browser().get("/events/the-night").await.told().contains("Moved: it was planned for"));
    site.sql("UPDATE events SET notice = '' WHERE slug = 'the-night'").await;
    let page = site.browser().get("/events/the-night").await;
    assert_eq!(page.count(".banner"), 0, "a notice that is over is gone");
}

#[tokio::test]
async fn search_engines_and_networks_are_told_all_of_it() {
    let site = night().await;
    site.house.ticket_type("Stalls", 2_500, 20).await;
    site.house.ticket_type("Box", 5_000, 0).await;
    site.sql("UPDATE ticket_types SET sale_starts_at = clock.now() - interval '1 day' WHERE name = 'Stalls'").await;
    let page = site.browser().get("/events/the-night").await;
    let data = structured(&page.text);
    let url = "https://tickets.test/events/the-night";
    assert_eq!((data["@type"].as_str(), data["url"].as_str(), data["name"].as_str()), (Some("Event"), Some(url), Some("The Night")));
    assert_eq!(data["eventStatus"], "https://schema.org/EventScheduled");
    assert_eq!(data["image"][0], format!("{url}/social.png"));
    assert_eq!(data["location"]["geo"]["latitude"], 52.5);
    assert_eq!(data["location"]["address"]["addressCountry"], "DE");
    assert_eq!(data["organizer"]["name"], "The House");
    for name in ["startDate", "endDate", "doorTime"] {
        let at = chrono::DateTime::parse_from_rfc3339(data[name].as_str().unwrap_or_default());
        assert!(at.is_ok_and(|at| at.offset().local_minus_utc() == 3600), "{name}: {}", data[name]);
    }
    let offer = |name: &str| data["offers"].as_array().unwrap().iter().find(|o| o["name"] == name).unwrap().clone();
    assert_eq!(
        (offer("Stalls")["availability"].as_str(), offer("Box")["availability"].as_str()),
        (Some("https://schema.org/InStock"), Some("https://schema.org/SoldOut"))
    );
    assert!(offer("Stalls")["validFrom"].is_string() && offer("Box")["validFrom"].is_null());
    assert_eq!(data["performer"].as_array().unwrap().len(), 4, "each name once: {}", data["performer"]);
    assert!(data["previousStartDate"].is_null() && data["inLanguage"].is_null(), "what is not known is not said");

    let meta = |property: &str| select(&page.text, &format!("meta[property='{property}']"), "content").concat();
    assert_eq!((meta("og:title"), meta("og:type"), meta("og:url")), ("The Night".into(), "website".into(), url.into()));
    assert_eq!(
        (meta("og:image"), meta("og:image:width"), meta("og:image:height")),
        (format!("{url}/social.png"), "1200".into(), "630".into())
    );
    assert!(meta("og:image:alt").contains("The Night") && meta("og:description").contains("Hall, Berlin"), "{}", meta("og:description"));
    assert_eq!(select(&page.text, "meta[name='twitter:card']", "content"), ["summary_large_image"]);
    let list = site.browser().get("/events").await;
    assert_eq!(select(&list.text, "meta[property='og:image']", "content"), ["https://tickets.test/social.png"]);

    site.sql("UPDATE events SET starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day', names = '{\"de\": \"The Night\"}' WHERE slug = 'the-night'").await;
    let moved = structured(&site.browser().get("/events/the-night").await.text);
    assert_eq!((moved["eventStatus"].as_str(), moved["inLanguage"].as_str()), (Some("https://schema.org/EventRescheduled"), Some("de")));
    assert_eq!(moved["previousStartDate"], data["startDate"]);

    site.sql("UPDATE events SET visibility = 'unlisted' WHERE slug = 'the-night'").await;
    for path in &ALL[..3] {
        let page = site.browser().get(path).await;
        assert_eq!(page.count("meta[name=robots][content=noindex]"), 1, "{path}");
        assert_eq!(page.count("script[type='application/ld+json']"), 0, "{path}");
    }
}

#[tokio::test]
async fn only_what_everybody_may_find_is_called_similar() {
    let site = night().await;
    let seen = async || site.browser().get("/events/the-night").await.told().contains("The Other Night");
    assert!(seen().await);
    for (hide, show) in [
        (
            "UPDATE events SET visibility = 'unlisted' WHERE slug = 'the-other-night'",
            "UPDATE events SET visibility = 'public' WHERE slug = 'the-other-night'",
        ),
        (
            "UPDATE events SET visibility = 'private' WHERE slug = 'the-other-night'",
            "UPDATE events SET visibility = 'public' WHERE slug = 'the-other-night'",
        ),
        (
            "UPDATE events SET status = 'draft' WHERE slug = 'the-other-night'",
            "UPDATE events SET status = 'published' WHERE slug = 'the-other-night'",
        ),
        (
            "UPDATE events SET starts_at = starts_at - interval '90 days' WHERE slug = 'the-other-night'",
            "UPDATE events SET starts_at = starts_at + interval '90 days' WHERE slug = 'the-other-night'",
        ),
        ("UPDATE events SET status = 'cancelled' WHERE slug = 'the-other-night'", "SELECT 1"),
    ] {
        site.sql(hide).await;
        assert!(!seen().await, "{hide}");
        site.sql(show).await;
    }
}

#[tokio::test]
async fn the_picture_is_a_png_in_every_script_and_follows_the_event() {
    let site = night().await;
    let mut seen = Vec::new();
    for sql in [
        "SELECT 1",
        "UPDATE events SET name = '帝女花', names = '{\"zh-Hant\": \"帝女花\"}' WHERE slug = 'the-night'",
        "UPDATE events SET name = 'محمد علي وأصدقاؤه' WHERE slug = 'the-night'",
    ] {
        site.sql(sql).await;
        let (status, png, etag, _) = bytes(&site.browser(), "/events/the-night/social.png").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (1200, 630));
        assert!(!seen.contains(&etag), "{sql}");
        seen.push(etag);
    }
}

#[tokio::test]
async fn the_calendar_follows_the_event_and_is_the_one_of_the_tickets() {
    let site = night().await;
    let text = site.browser().get("/events/the-night/calendar.ics").await;
    assert!(text.header("content-type").starts_with("text/calendar"), "{}", text.header("content-type"));
    let id = format!("UID:event-{}@tickets.test", site.house.event);
    for says in ["BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "METHOD:PUBLISH", "SUMMARY:The Night", "Doors ", id.as_str()] {
        assert!(text.text.contains(says), "{says}: {}", text.text);
    }
    site.house.clock.advance(chrono::Duration::minutes(5));
    assert_eq!(
        site.browser().get("/events/the-night/calendar.ics").await.text,
        text.text,
        "made from what is stored, whenever it is asked for"
    );
    let sequence = |text: &str| text.split("SEQUENCE:").nth(1).unwrap().lines().next().unwrap().parse::<u32>().unwrap();
    site.sql("UPDATE events SET starts_at = starts_at - interval '1 hour' WHERE slug = 'the-night'").await;
    let later = site.browser().get("/events/the-night/calendar.ics").await;
    assert!(sequence(&later.text) > sequence(&text.text));
}

#[tokio::test]
async fn a_fair_of_943_sessions_stays_readable_and_can_be_narrowed() {
    let site = night().await;
    site.sql(
        "INSERT INTO programme_items (id, organization_id, event_id, position, starts_at, ends_at, title, description, stage, track, people)
         SELECT gen_random_uuid(), organization_id, id, n, starts_at + (n % 2) * interval '1 day' + (n % 17) * interval '25 minutes', starts_at + (n % 2) * interval '1 day' + (n % 17) * interval '25 minutes' + interval '20 minutes',
           'Session ' || n, repeat('Long words. ', 400), 'Room ' || (n % 29), 'Track ' || (n % 69), ARRAY['Speaker ' || n] FROM events, generate_series(4, 943) n WHERE slug = 'the-night'",
    )
    .await;
    let event = site.browser().get("/events/the-night").await;
    assert!(event.told().contains("The whole programme: 943 items"), "{}", event.told());
    assert_eq!(event.count(".programme__line"), 12);
    let whole = site.browser().get("/events/the-night/programme").await;
    assert_eq!(whole.count(".programme__line"), 943);
    assert!(whole.text.len() < 700_000, "{}", whole.text.len());
    assert_eq!(whole.count(".programme__day"), 2);
    assert_eq!(whole.count("select[name=room] option"), 32, "29 rooms, two stages, all");
    assert!(whole.count(".running-order__jumps a[href^='#day-']") > 58);
    let part = site.browser().get("/events/the-night/programme?track=Track+7&room=Room+7&day=").await;
    let lines = part.find(".programme__title");
    assert!(
        !lines.is_empty() && lines.iter().all(|t| t.trim().strip_prefix("Session ").unwrap().parse::<u32>().unwrap() % 69 == 7),
        "{lines:?}"
    );
    assert_eq!(part.count("meta[name=robots][content=noindex]"), 1, "a part is not another page");
    assert_eq!(part.attributes("link[rel=canonical]", "href"), ["https://tickets.test/events/the-night/programme"]);
    let nothing = site.browser().get("/events/the-night/programme?day=tomorrow").await;
    assert!(nothing.status == StatusCode::OK && nothing.told().contains("Nothing fits"), "{}", nothing.told());
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    let row = sqlx::query("SELECT count(*) AS n FROM programme_items").fetch_one(&mut owner).await.unwrap();
    assert_eq!(row.get::<i64, _>("n"), 943);
}
