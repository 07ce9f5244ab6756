//! Finding: words with typos, accents and signs without spaces; filters, counts and orders; nothing that is not public.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use boxoffice::catalogue;
use boxoffice::pricing::{FeeRule, Tariff, TaxRule};
use chrono::Duration;
use platform_types::{Actor, Currency, UserId};

use super::web::{Site, Visitor};

/// A season in three towns beside “The Night” of the house. Days count from now.
const SEASON: &str = "
  INSERT INTO venues (id, organization_id, slug, name, names, city, timezone) SELECT ('00000000-0000-0000-0000-0000000000' || v.id)::uuid, o.id, v.slug, v.name, v.names::jsonb, v.city, v.zone
    FROM organizations o, (VALUES ('a1', 'hall', 'Philharmonie', '{}', 'Köln', 'Europe/Berlin'), ('a2', 'centre', 'Cultural Centre', '{\"zh-Hant\": \"香港文化中心大劇院\"}', 'Hong Kong', 'Asia/Hong_Kong'),
      ('a3', 'cellar', 'Cellar', '{}', 'Berlin', 'Europe/Berlin')) v (id, slug, name, names, city, zone);
  INSERT INTO events (id, organization_id, slug, name, names, description, presenter, category, venue_id, starts_at, ends_at, timezone, currency, status)
    SELECT ('00000000-0000-0000-0000-0000000000' || e.id)::uuid, n.organization_id, e.slug, e.name, e.names::jsonb, e.description, e.presenter, e.category, ('00000000-0000-0000-0000-0000000000' || e.venue)::uuid,
      n.starts_at + (e.day || ' days')::interval, n.starts_at + (e.day || ' days')::interval + (e.hours || ' hours')::interval, v.timezone, e.currency, 'published'
    FROM (SELECT organization_id, starts_at FROM events WHERE slug = 'the-night') n, (VALUES
      ('b1', 'symphony', 'Symphony No. 9', '{\"de\": \"Sinfonie Nr. 9\"}', 'Beethoven, with choir.', 'Gürzenich-Orchester', 'music', 'a1', 1, 2, 'EUR'),
      ('b2', 'jazz', 'Blue Jazz Concerts', '{}', 'Trumpets all night.', '', 'music', 'a3', 2, 3, 'EUR'),
      ('b3', 'opera', 'The Peony Pavilion', '{\"zh-Hant\": \"粵劇《牡丹亭驚夢》\"}', 'Cantonese opera.', '', 'theatre', 'a2', 3, 3, 'HKD'),
      ('b4', 'fair', 'Book Fair', '{}', 'Three days of jazz books.', '', 'art', 'a3', 4, 60, 'EUR')) e (id, slug, name, names, description, presenter, category, venue, day, hours, currency)
    JOIN venues v ON v.id = ('00000000-0000-0000-0000-0000000000' || e.venue)::uuid;
  INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor) SELECT gen_random_uuid(), e.organization_id, e.id, 'Seat', p.price
    FROM events e JOIN (VALUES ('symphony', 4500), ('jazz', 1200), ('opera', 32000), ('fair', 0)) p (slug, price) ON p.slug = e.slug;
  INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) SELECT gen_random_uuid(), organization_id, id, 'event', 'Event', 50 FROM events WHERE slug <> 'the-night';
  INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) SELECT t.id, p.id, t.event_id FROM ticket_types t JOIN pools p ON p.event_id = t.event_id";

async fn season() -> Site {
    let site = Site::with_capacity(20).await;
    site.sql(SEASON).await;
    site
}

/// Slugs of the answer, in order.
async fn found(visitor: &Visitor, query: &str) -> Vec<String> {
    let page = visitor.get(&format!("/events?{query}")).await.expect(200);
    let dom = scraper::Html::parse_document(&page.text);
    let links = scraper::Selector::parse(".event-card__title a").unwrap();
    dom.select(&links).filter_map(|a| a.attr("href")?.strip_prefix("/events/").map(str::to_owned)).collect()
}

/// The same for words as they are typed.
async fn asked(visitor: &Visitor, words: &str) -> Vec<String> {
    found(visitor, &serde_urlencoded::to_string([("q", words)]).unwrap()).await
}

#[tokio::test]
async fn words_find_what_they_mean() {
    let site = season().await;
    let visitor = site.browser();
    for (query, first) in [
        ("symphony", "symphony"),
        ("SYMPHONIES", "symphony"),
        ("symphny", "symphony"),
        ("sinfonie", "symphony"),
        ("Sinfonie Koln", "symphony"),
        ("gurzenich", "symphony"),
        ("Gürzenich", "symphony"),
        ("gu\u{308}rzenich", "symphony"),
        ("beethoven", "symphony"),
        ("jazz", "jazz"),
        ("concert", "jazz"),
        ("blue jaz", "jazz"),
        ("牡丹亭", "opera"),
        ("粵", "opera"),
        ("文化中心", "opera"),
        ("大劇院 peony", "opera"),
        ("the peony of the pavilion", "opera"),
        ("文化中心 jazz", "jazz"),
        ("berlin", "jazz"),
        ("\"blue\" (jazz) & 'concerts'!", "jazz"),
    ] {
        let slugs = asked(&visitor, query).await;
        assert_eq!(slugs.first().map(String::as_str), Some(first), "{query}: {slugs:?}");
    }
    assert_eq!(found(&visitor, "q=jazz").await, ["jazz", "fair"], "a title says more than a description");
    assert_eq!(found(&visitor, "q=the+jazz").await, ["jazz", "fair"], "words that are everywhere are not asked");
    let near = visitor.get("/events?q=symphny").await.told();
    assert!(near.contains("Nothing matches “symphny” as it is written. 1 event with similar words"), "{near}");
    let some = visitor.get("/events?q=jazz+zanzibar").await.told();
    assert!(some.contains("Nothing matches all of “jazz zanzibar”. 2 events with some of the words"), "{some}");
    for nothing in ["zanzibar", "&&", "'; DROP TABLE events; --", "%", "😀", "\\", "(:*&"] {
        assert!(asked(&visitor, nothing).await.is_empty(), "{nothing}");
    }
}

#[tokio::test]
async fn what_only_begins_alike_is_not_meant_where_something_is_more_alike() {
    let site = season().await;
    let visitor = site.browser();
    site.sql("UPDATE events SET name = 'Hamlet' WHERE slug = 'opera'; UPDATE events SET name = 'Hamburg by night' WHERE slug = 'fair'")
        .await;
    assert_eq!(asked(&visitor, "hamlt").await, ["opera"]);
    assert_eq!(asked(&visitor, "hamlett").await, ["opera"]);
    assert_eq!(asked(&visitor, "hambrg").await, ["fair"]);
    assert_eq!(
        asked(&visitor, "concret").await,
        ["jazz"],
        "letters in a wrong order are less alike, and still found where nothing is more so"
    );
}

#[tokio::test]
async fn filters_narrow_by_kind_town_day_price_and_stock() {
    let site = season().await;
    let visitor = site.browser();
    let now = site.house.clock.now();
    let day = |n: i64| (now + Duration::days(30 + n)).date_naive();
    for (query, expected) in [
        ("category=music".to_owned(), vec!["symphony", "jazz"]),
        ("city=k%C3%B6ln".to_owned(), vec!["symphony"]),
        ("city=KOLN".to_owned(), vec!["symphony"]),
        ("category=music&city=Berlin".to_owned(), vec!["jazz"]),
        ("free=1".to_owned(), vec!["fair"]),
        ("price_to=20".to_owned(), vec!["jazz", "fair"]),
        ("price_from=1&price_to=45".to_owned(), vec!["symphony", "jazz"]),
        ("price_to=320&currency=HKD".to_owned(), vec!["opera", "fair"]),
        (format!("from={}&to={}", day(2), day(3)), vec!["jazz", "opera"]),
        (format!("from={}", day(6)), vec!["fair"]),
        (format!("to={}", day(0)), vec!["the-night"]),
        ("sort=price".to_owned(), vec!["fair", "jazz", "symphony", "opera", "the-night"]),
        ("q=jazz&sort=date".to_owned(), vec!["jazz", "fair"]),
    ] {
        assert_eq!(found(&visitor, &query).await, expected, "{query}");
    }
    site.sql("UPDATE pools SET held = capacity WHERE event_id = (SELECT id FROM events WHERE slug = 'jazz')").await;
    assert_eq!(found(&visitor, "available=1").await, ["symphony", "opera", "fair"], "what is in carts cannot be bought");
    site.sql("UPDATE ticket_types SET sale_ends_at = to_timestamp(1800000000) WHERE price_minor = 4500; UPDATE ticket_types SET sale_starts_at = to_timestamp(1800000001) WHERE price_minor = 0").await;
    assert_eq!(found(&visitor, "available=1").await, ["opera"], "neither can what is not on sale");
    assert!(!found(&visitor, "price_to=45").await.contains(&"symphony".to_owned()), "a price that is over is none");
}

#[tokio::test]
async fn days_that_move_are_those_of_each_place() {
    let site = season().await;
    let visitor = site.browser();
    // Friday 15 January 2027, 08:00 in UTC: afternoon in Hong Kong, morning in Berlin.
    let set = |sql: &'static str| site.sql(sql);
    set("UPDATE events SET ends_at = NULL").await;
    set("UPDATE events SET starts_at = CASE slug WHEN 'opera' THEN '2027-01-15 16:30+00' WHEN 'jazz' THEN '2027-01-15 16:30+00' WHEN 'symphony' THEN '2027-01-17 22:30+00' WHEN 'fair' THEN '2027-01-17 23:30+00' ELSE '2027-03-01 12:00+00' END::timestamptz").await;
    assert_eq!(found(&visitor, "when=today").await, ["jazz"], "half past midnight in Hong Kong is tomorrow there");
    assert_eq!(found(&visitor, "when=tomorrow").await, ["opera"]);
    assert_eq!(found(&visitor, "when=weekend").await, ["opera", "symphony"], "Sunday, 23:30 in Berlin; an hour later it is Monday");
    assert_eq!(found(&visitor, "when=week").await.len(), 4);
    set("UPDATE events SET status = 'postponed' WHERE slug = 'jazz'").await;
    assert!(found(&visitor, "when=today").await.is_empty(), "a postponed event has no day");
    assert!(found(&visitor, "").await.contains(&"jazz".to_owned()));
}

#[tokio::test]
async fn what_is_not_public_is_found_by_nothing_and_counted_nowhere() {
    let site = season().await;
    let visitor = site.browser();
    let count = || async { visitor.get("/events?category=music").await.find(".listing__told p").concat() };
    assert_eq!(count().await, "2 events");
    for (hide, show) in [
        ("UPDATE events SET visibility = 'unlisted' WHERE slug = 'symphony'", "UPDATE events SET visibility = 'public'"),
        ("UPDATE events SET visibility = 'private' WHERE slug = 'symphony'", "UPDATE events SET visibility = 'public'"),
        ("UPDATE events SET status = 'draft' WHERE slug = 'symphony'", "UPDATE events SET status = 'published' WHERE status = 'draft'"),
        ("UPDATE events SET status = 'cancelled' WHERE slug = 'symphony'", ""),
    ] {
        site.sql(hide).await;
        assert_eq!(count().await, "1 event", "{hide}");
        for path in [
            "/events?q=symphony",
            "/events?q=symphny",
            "/events?q=beethoven",
            "/events?city=K%C3%B6ln",
            "/",
            "/events?view=calendar",
            "/api/events",
        ] {
            let page = visitor.get(path).await;
            assert!(!page.text.contains("Symphony") && !page.text.contains("events/symphony"), "{hide}: {path}");
        }
        assert!(!visitor.get("/events").await.text.contains("Köln"), "{hide}: not even as a town to choose");
        if !show.is_empty() {
            site.sql(show).await;
            assert_eq!(count().await, "2 events", "{show}");
        }
    }
}

#[tokio::test]
async fn the_calendar_opens_where_something_is_on() {
    let site = season().await;
    site.sql(
        "UPDATE events SET starts_at = starts_at + interval '70 days', ends_at = ends_at + interval '70 days' WHERE slug <> 'the-night';
         UPDATE events SET status = 'draft' WHERE slug = 'the-night'",
    )
    .await;
    let visitor = site.browser();
    let page = visitor.get("/events?view=calendar").await.expect(200);
    assert!(page.text.contains("href=\"/events/symphony\""), "{}", page.text);
    // What is asked for decides, and a month that was chosen is shown, empty or not.
    site.sql("UPDATE events SET starts_at = starts_at + interval '40 days', ends_at = ends_at + interval '40 days' WHERE slug = 'fair'")
        .await;
    let page = visitor.get("/events?view=calendar&category=art").await.expect(200);
    assert!(page.text.contains("href=\"/events/fair\"") && !page.text.contains("/events/symphony"), "{}", page.text);
    let page = visitor.get("/events?view=calendar&month=2031-05").await.expect(200);
    assert_eq!(page.find(".months__name"), ["May 2031"]);
}

#[tokio::test]
async fn what_changes_is_found_as_it_is_now() {
    let site = season().await;
    let visitor = site.browser();
    site.sql("UPDATE events SET name = 'Requiem', names = '{}' WHERE slug = 'symphony'").await;
    assert!(found(&visitor, "q=sinfonie").await.is_empty() && found(&visitor, "q=requiem").await == ["symphony"]);
    site.sql("UPDATE venues SET city = 'Bonn', name = 'Beethovenhalle' WHERE slug = 'hall'").await;
    assert_eq!(
        (found(&visitor, "city=bonn").await, found(&visitor, "q=beethovenhalle").await),
        (vec!["symphony".to_owned()], vec!["symphony".to_owned()])
    );
    site.sql("UPDATE ticket_types SET price_minor = 900 WHERE price_minor = 4500").await;
    assert!(found(&visitor, "price_to=10").await.contains(&"symphony".to_owned()));
    site.sql("UPDATE ticket_types SET hidden = true WHERE price_minor = 900").await;
    assert!(!found(&visitor, "price_to=10").await.contains(&"symphony".to_owned()), "a hidden ticket's price is hidden");
    site.sql("UPDATE organizations SET name = 'Moonlight Society'").await;
    assert_eq!(found(&visitor, "q=moonlight").await.len(), 5);
}

#[tokio::test]
async fn a_listed_price_is_what_the_buyer_pays_to_the_cent() {
    let site = Site::with_capacity(20).await;
    let event = site.house.event;
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    for (at, (rate, fixed, tax, included)) in
        [(0, 0, 0, false), (100_000, 250, 82_500, false), (33_333, 99, 190_000, true), (15, 1, 77_777, false)].into_iter().enumerate()
    {
        let tariff = Tariff {
            currency: Currency::EUR,
            fees: vec![
                FeeRule { name: "Service fee".into(), rate_millionths: rate, fixed_minor: fixed },
                FeeRule { name: "House".into(), rate_millionths: rate / 3, fixed_minor: 0 },
            ],
            tax: Some(TaxRule { name: "Tax".into(), rate_millionths: tax, included }),
        };
        sqlx::query("DELETE FROM fee_rules").execute(&mut owner).await.unwrap();
        sqlx::query("DELETE FROM tax_rules").execute(&mut owner).await.unwrap();
        for (kind, fee) in ["service", "facility"].into_iter().zip(&tariff.fees) {
            sqlx::query("INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)")
                .bind(site.house.organization.0).bind(event.0).bind(kind).bind(&fee.name).bind(fee.rate_millionths).bind(fee.fixed_minor).execute(&mut owner).await.unwrap();
        }
        sqlx::query("INSERT INTO tax_rules (id, organization_id, event_id, name, rate_millionths, included) VALUES (gen_random_uuid(), $1, $2, 'Tax', $3, $4)")
            .bind(site.house.organization.0).bind(event.0).bind(tax).bind(included).execute(&mut owner).await.unwrap();
        for price in [0, 1, 3, 5, 50, 99, 149, 250, 333, 1_005, 2_499, 12_345, 100_000_000] {
            site.house.ticket_type(&format!("{at} {price}"), price, 1).await;
            let listed: i64 = sqlx::query_scalar(
                "SELECT all_in_minor FROM listed_prices p JOIN ticket_types t ON t.id = p.ticket_type_id WHERE t.name = $1",
            )
            .bind(format!("{at} {price}"))
            .fetch_one(&mut owner)
            .await
            .unwrap();
            assert_eq!(listed, tariff.unit(price).unwrap().all_in_minor(), "{price} with {tariff:?}");
        }
        let mut tx = site.house.db.read(&Actor::anonymous()).await.unwrap();
        let read = catalogue::tariff_of(&mut tx, event, Currency::EUR).await.unwrap();
        assert_eq!(read.unit(12_345), tariff.unit(12_345));
    }
}

#[tokio::test]
async fn a_question_has_the_same_bytes_for_everybody() {
    let site = season().await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 20).await;
    let guest = site.browser();
    super::buy::hold(&guest, stalls, 1).await;
    let person = site.browser().signed_in_as(UserId(site.house.organization.0));
    for path in ["/", "/events?q=jazz", "/events?category=music&price_to=50&sort=price", "/events?view=calendar&month=2027-02"] {
        let (a, b, c) = (site.browser().get(path).await, guest.get(path).await, person.get(path).await);
        assert_eq!((a.status, &a.text, &a.text), (StatusCode::OK, &b.text, &c.text), "{path}");
        assert!(a.header("cache-control").contains("stale-while-revalidate"), "{path}");
        let known = Request::get(path).header("if-none-match", a.header("etag")).body(Body::empty()).unwrap();
        assert_eq!(person.send(known).await.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[tokio::test]
async fn a_wrong_filter_is_told_beside_its_field_and_nothing_typed_is_lost() {
    let site = season().await;
    let visitor = site.browser();
    let page = visitor.get("/events?q=jazz&from=31.12.2027&price_to=5").await.expect(400);
    assert_eq!(page.find("[id$=from-error]").concat(), "Give a day as year, month and day: 2027-03-14.");
    assert!(
        page.text.contains("value=\"31.12.2027\"") && page.text.contains("value=\"jazz\"") && page.text.contains("value=\"5.00\""),
        "{}",
        page.told()
    );
    assert_eq!(page.count(".event-card"), 0, "no list that answers another question");
    for path in ["/events?view=calendar&month=2027-13", "/events?after=36", "/events?q=jazz&after=1_0195a1b2-0000-7000-8000-000000000001"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    let program = visitor.get("/api/events?from=31.12.2027&sort=random").await.expect(400).json();
    let fields: Vec<&str> = program["fields"].as_array().into_iter().flatten().filter_map(|f| f["field"].as_str()).collect();
    assert_eq!(fields, ["from", "sort"], "{program}");
}

#[tokio::test]
async fn chips_take_away_what_they_name_and_keep_the_rest() {
    let site = season().await;
    let visitor = site.browser();
    let page = visitor.get("/events?q=jazz&category=music&city=Berlin").await;
    let dom = scraper::Html::parse_document(&page.text);
    let chips = scraper::Selector::parse("nav[aria-label=Chosen] a.chip").unwrap();
    let hrefs: Vec<&str> = dom.select(&chips).filter_map(|a| a.attr("href")).collect();
    assert_eq!(hrefs, ["/events?category=music&city=Berlin", "/events?q=jazz&category=music"]);
    assert_eq!(page.find("nav[aria-label=Categories] a[aria-current] .chip__count"), ["1"]);
    assert!(
        page.find("nav[aria-label=Categories] a").iter().any(|chip| chip.starts_with("Art 1")),
        "{:?}",
        page.find("nav[aria-label=Categories] a")
    );
    let hidden = scraper::Selector::parse(".finder input[type=hidden]").unwrap();
    let kept: Vec<_> = dom.select(&hidden).filter_map(|i| Some((i.attr("name")?, i.attr("value")?))).collect();
    assert_eq!(kept, [("category", "music")], "what is a chip stays when the form is sent");
}

#[tokio::test]
async fn every_order_is_walked_to_its_end_without_losing_or_repeating_one() {
    let site = Site::with_capacity(3).await;
    site.sql(
        "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
         SELECT gen_random_uuid(), organization_id, 'e-' || n, 'Night ' || n, starts_at + (n / 30) * interval '1 day', timezone, currency, 'published' FROM events, generate_series(1, 89) n",
    )
    .await;
    let visitor = site.browser();
    for query in ["sort=date", "sort=price", "sort=new", "q=night"] {
        let (mut path, mut seen) = (format!("/events?{query}"), Vec::new());
        loop {
            let page = visitor.get(&path).await.expect(200);
            let dom = scraper::Html::parse_document(&page.text);
            let all = |selector: &str| {
                dom.select(&scraper::Selector::parse(selector).unwrap())
                    .filter_map(|a| a.attr("href"))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            };
            seen.extend(all(".event-card__title a"));
            match all("a[rel=next]").pop() {
                Some(next) => path = next,
                None => break,
            }
        }
        let unique: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (90, 90), "{query}");
    }
}

#[tokio::test]
async fn the_front_shows_what_is_on_and_each_event_on_one_shelf_at_most() {
    let site = Site::with_capacity(3).await;
    let visitor = site.browser();
    let few = visitor.get("/").await;
    assert_eq!(few.find(".shelf h2"), ["Coming up"], "a small house has one shelf");
    site.sql(
        "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
         SELECT gen_random_uuid(), organization_id, 'e-' || n, 'Event ' || n, to_timestamp(1800000000) + n * interval '7 hours', timezone, currency, 'published' FROM events, generate_series(1, 20) n",
    )
    .await;
    site.house.ticket_type("Stalls", 2_500, 3).await;
    let page = visitor.get("/").await;
    assert_eq!(page.find(".shelf h2"), ["Almost gone", "This weekend", "Just announced", "Coming up"]);
    assert!(page.told().contains("21 events") && page.told().contains("Few left"), "{}", page.told());
}
