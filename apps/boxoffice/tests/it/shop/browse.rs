//! Looking around: the same bytes for everybody, nothing that is not public.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use platform_types::UserId;

use super::buy::hold;
use super::web::Site;

#[tokio::test]
async fn listing_and_event_are_byte_identical_for_everybody() {
    let site = Site::with_capacity(20).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 20).await;
    let guest = site.browser();
    super::buy::hold(&guest, stalls, 1).await;
    let person = site.browser().signed_in_as(UserId(site.house.organization.0));
    for path in ["/", "/events", "/events/the-night"] {
        let (a, b, c) = (site.browser().get(path).await, guest.get(path).await, person.get(path).await);
        assert_eq!(a.status, StatusCode::OK, "{path}");
        assert_eq!(a.text, b.text, "{path}");
        assert_eq!(a.text, c.text, "{path}");
        assert!(a.header("cache-control").starts_with("public"), "{path}: {}", a.header("cache-control"));
        assert_eq!(a.header("set-cookie"), "", "{path}");
        let known = Request::get(path).header("if-none-match", a.header("etag")).body(Body::empty()).unwrap();
        assert_eq!(person.send(known).await.status, StatusCode::NOT_MODIFIED, "{path}");
    }
    assert!(site.browser().get("/").await.told().contains("The Night"));
}

#[tokio::test]
async fn the_corner_differs_per_person_and_is_kept_by_nobody() {
    let site = Site::with_capacity(20).await;
    let anonymous = site.browser().get("/me/corner").await;
    assert!(anonymous.text.contains("/sign-in") && !anonymous.text.contains("/my/tickets"), "{}", anonymous.text);
    let person = site.browser().signed_in_as(UserId(site.house.organization.0)).get("/me/corner").await;
    assert!(person.text.contains("Ada Lovelace") && person.text.contains("/my/tickets"), "{}", person.text);
    assert!(person.header("cache-control").contains("no-store"));
}

#[tokio::test]
async fn what_is_not_public_is_not_there() {
    let site = Site::with_capacity(20).await;
    let browser = site.browser();
    for (sql, status, listed) in [
        ("UPDATE events SET visibility = 'unlisted'", StatusCode::OK, false),
        ("UPDATE events SET visibility = 'private'", StatusCode::NOT_FOUND, false),
        ("UPDATE events SET visibility = 'public', status = 'draft'", StatusCode::NOT_FOUND, false),
        ("UPDATE events SET status = 'published'", StatusCode::OK, true),
    ] {
        site.sql(sql).await;
        // Whoever comes within a second of a change came before it.
        site.house.clock.advance(chrono::Duration::seconds(1));
        assert_eq!(browser.get("/events/the-night").await.status, status, "{sql}");
        assert_eq!(browser.get("/events").await.text.contains("The Night"), listed, "{sql}");
        assert_eq!(
            browser.post("/events/the-night/hold", &[]).await.status == StatusCode::NOT_FOUND,
            status == StatusCode::NOT_FOUND,
            "{sql}"
        );
    }
    assert_eq!(browser.get("/events/no-such-event").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_tickets_are_not_called_sold_while_they_are_in_a_cart() {
    let site = Site::with_capacity(3).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 3).await;
    let browser = site.browser();
    hold(&browser, stalls, 3).await;
    let others = site.browser();
    for path in ["/events/the-night", "/events"] {
        let page = others.get(path).await;
        assert!(page.told().contains("All in carts") && !page.told().contains("Sold out"), "{path}: {}", page.told());
    }
    assert_eq!(others.get("/api/events").await.json()["data"][0]["availability"], "in_carts");
    site.sql("UPDATE pools SET sold = sold + held, held = 0").await;
    assert!(others.get("/events/the-night").await.told().contains("Sold out"));
}

#[tokio::test]
async fn states_of_an_event_are_told() {
    let site = Site::with_capacity(3).await;
    let browser = site.browser();
    assert!(browser.get("/events/the-night").await.told().contains("No tickets are sold"));
    site.house.ticket_type("Stalls", 2_500, 3).await;
    let on_sale = browser.get("/events/the-night").await;
    assert!(
        on_sale.told().contains("€25.00") && on_sale.told().contains("3 left") && on_sale.told().contains("Few left"),
        "{}",
        on_sale.told()
    );
    assert!(browser.get("/events").await.told().contains("€25.00"));

    site.sql("UPDATE ticket_types SET sale_starts_at = (SELECT starts_at - interval '1 day' FROM events)").await;
    assert!(browser.get("/events/the-night").await.told().contains("On sale from"));
    site.sql("UPDATE ticket_types SET sale_starts_at = NULL; UPDATE pools SET capacity = 0").await;
    assert!(browser.get("/events/the-night").await.told().contains("Sold out"));
    site.sql("UPDATE events SET status = 'postponed'").await;
    assert!(browser.get("/events/the-night").await.told().contains("postponed"));
    assert!(browser.get("/events").await.told().contains("Postponed"));
    site.sql("UPDATE events SET status = 'cancelled'").await;
    assert!(browser.get("/events/the-night").await.told().contains("has been cancelled"));
    assert!(browser.get("/events").await.told().contains("Nothing is on sale yet"));
}

#[tokio::test]
async fn a_long_listing_is_walked_to_its_end_without_losing_or_repeating_one() {
    let site = Site::with_capacity(3).await;
    // Many at the same minute: the cursor must tell them apart.
    site.sql(
        "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
         SELECT gen_random_uuid(), organization_id, 'e-' || n, 'Event ' || n, starts_at + (n / 30) * interval '1 day', timezone, currency, 'published' FROM events, generate_series(1, 89) n",
    )
    .await;
    let browser = site.browser();
    let (mut path, mut seen, mut pages) = ("/events".to_owned(), Vec::new(), 0);
    loop {
        let page = browser.get(&path).await;
        let dom = scraper::Html::parse_document(&page.text);
        let href = |selector: &str| {
            dom.select(&scraper::Selector::parse(selector).unwrap()).filter_map(|a| a.attr("href")).map(str::to_owned).collect::<Vec<_>>()
        };
        seen.extend(href(".event-card__title a"));
        pages += 1;
        match href("a[rel=next]").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    let unique: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), unique.len(), pages), (90, 90, 3));
    assert_eq!(browser.get("/events?after=nonsense").await.status, StatusCode::BAD_REQUEST);
}
