//! Long lists on a real database: every row on one page exactly, found by what people know, nobody else's.

use std::collections::HashSet;

use axum::http::StatusCode;
use platform_types::{EventId, OrderId};
use sqlx::AssertSqlSafe;

use super::harness::World;
use super::{attribute, told};
use crate::console::lists::{Params, Place, Spot};
use crate::console::orders::OrderFilter;
use crate::console::orders::search::{Scope, find_page};

impl World {
    /// So many paid orders of one ticket each, three a second, as the administrator: buyers `Zoë 1` … and `buyer1@…` …,
    /// the totals repeating.
    pub async fn many_orders(&self, event: EventId, n: i32) {
        let sql = format!(
            "CREATE TEMP TABLE many AS SELECT n, gen_random_uuid() AS hold, gen_random_uuid() AS guest, gen_random_uuid() AS id, translate(lpad(n::text, 8, '0'), '01', 'BC') AS number,
               '2026-02-01 08:00+00'::timestamptz + (n / 3) * interval '1 second' AS at FROM generate_series(1, {n}) n;
             INSERT INTO holds (id, organization_id, event_id, guest_id, status, expires_at) SELECT m.hold, e.organization_id, e.id, m.guest, 'sold', m.at FROM many m, events e WHERE e.id = '{event}';
             INSERT INTO orders (id, organization_id, event_id, hold_id, number, lookup_code, guest_id, email, buyer_name, status, currency, subtotal_minor, fees_minor, tax_added_minor, tax_included_minor, total_minor, paid_at, created_at)
               SELECT m.id, e.organization_id, e.id, m.hold, m.number, 'BCDFGHJKMN', m.guest, 'buyer' || m.n || '@example.org', 'Zoë ' || m.n, 'paid', 'HKD', m.n % 7 * 1000, 0, 0, 0, m.n % 7 * 1000, m.at, m.at
               FROM many m, events e WHERE e.id = '{event}';
             INSERT INTO order_items (id, order_id, event_id, ticket_type_id, name, quantity, unit_price_minor, unit_fee_minor, unit_tax_added_minor, unit_tax_included_minor)
               SELECT m.hold, m.id, '{event}', t.id, t.name, 1, m.n % 7 * 1000, 0, 0, 0 FROM many m, LATERAL (SELECT id, name FROM ticket_types WHERE event_id = '{event}' ORDER BY position LIMIT 1) t;
             INSERT INTO order_attendees (order_id, event_id, position, ticket_type_id, name, item_id) SELECT i.order_id, i.event_id, 1, i.ticket_type_id, 'Müller ' || m.n, i.id FROM many m JOIN order_items i ON i.id = m.hold;
             INSERT INTO tickets (id, organization_id, event_id, order_id, position, ticket_type_id, guest_id, attendee_name, human_code, code, created_at)
               SELECT gen_random_uuid(), e.organization_id, e.id, m.id, 1, a.ticket_type_id, m.guest, a.name, m.number || 'ZZ', 'x', m.at FROM many m JOIN order_attendees a ON a.order_id = m.id, events e WHERE e.id = '{event}';
             ANALYZE orders; ANALYZE tickets; DROP TABLE many;"
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.house.test_db.connect(None).await).await.unwrap();
    }

    async fn order_ids(&self, path: &str) -> (Vec<String>, Option<String>, String) {
        let page = self.get(&self.owner, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", told(&page.text));
        let ids = page.attributes("tbody th a", "href");
        (ids, attribute(&page.text, "a[rel=next]", "href"), page.text)
    }
}

#[tokio::test]
async fn ten_thousand_orders_stand_on_their_pages_once_each() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.many_orders(event, 10_000).await;
    let mut seen = HashSet::new();
    let mut next = Some(format!("/console/events/{event}/orders"));
    let mut pages = 0;
    let mut last = String::new();
    while let Some(path) = next {
        let (ids, more, text) = world.order_ids(&path).await;
        assert!(ids.iter().all(|id| seen.insert(id.clone())), "page {pages} repeats a row");
        (next, pages, last) = (more, pages + 1, text);
    }
    assert_eq!((seen.len(), pages), (10_000, 200));
    assert!(told(&last).contains("9,951–10,000 of 10,000"), "{}", told(&last));
    // One that is sold meanwhile moves no other: back from the end are the same rows.
    world.many_orders_later(event).await;
    let back = attribute(&last, "a[rel=prev]", "href").unwrap();
    let (ids, _, text) = world.order_ids(&back).await;
    assert_eq!(ids.len(), 50);
    assert!(ids.iter().all(|id| seen.contains(id)) && told(&text).contains("9,901–9,950 of 10,001"), "{}", told(&text));
}

impl World {
    async fn many_orders_later(&self, event: EventId) {
        self.give_tickets(event, &["Late Guest"]).await;
    }
}

#[tokio::test]
async fn every_order_of_the_list_is_whole_both_ways() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.many_orders(event, 230).await;
    for sort in ["placed", "-placed", "total", "-total", "buyer", "-buyer"] {
        let params = Params::default().with("sort", sort);
        let (filter, _) = OrderFilter::read(&params, platform_types::Zone::UTC, "HKD".parse().unwrap());
        for scope in [Scope::Event(event), Scope::Organization(world.organization)] {
            let mut tx = world.house.db.read(&world.owner).await.unwrap();
            let mut place = Place::Start;
            let mut all: Vec<OrderId> = Vec::new();
            loop {
                let cut = find_page(&mut tx, scope, &filter, &place).await.unwrap();
                assert_eq!((cut.total, cut.first), (230, all.len() as u64 + 1), "{sort}");
                all.extend(cut.rows.iter().map(|row| row.id));
                let end = cut.rows.last().unwrap();
                if !cut.more {
                    break;
                }
                place = Place::After(Spot { number: all.len() as u64, id: end.id.0, value: end.value(filter.sort) });
            }
            assert_eq!(all.iter().collect::<HashSet<_>>().len(), 230, "{sort}");
            // From the last page back to the first.
            let mut back: Vec<OrderId> = Vec::new();
            let (mut number, mut top) = (231, None);
            while number > 1 {
                let place = match top.take() {
                    None => place.clone(),
                    Some((id, value)) => Place::Before(Spot { number, id, value }),
                };
                let cut = find_page(&mut tx, scope, &filter, &place).await.unwrap();
                back.splice(0..0, cut.rows.iter().map(|row| row.id));
                (number, top) = (cut.first, cut.rows.first().map(|row| (row.id.0, row.value(filter.sort))));
            }
            assert_eq!(back, all, "{sort}");
        }
    }
}

#[tokio::test]
async fn an_order_is_found_by_whatever_somebody_knows_of_it() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Björn Ångström", "Mei Chan"]).await;
    world.many_orders(event, 60).await;
    let mut admin = world.house.test_db.connect(None).await;
    let (number, code): (String, String) =
        sqlx::query_as("SELECT number, lookup_code FROM orders WHERE buyer_name LIKE 'Björn%'").fetch_one(&mut admin).await.unwrap();
    let dashed = format!("{}-{}", &number[..4], &number[4..]);
    for (list, base) in [("event", format!("/console/events/{event}/orders")), ("organization", "/console/lantern/orders".to_owned())] {
        let found = async |query: &str| {
            let (ids, _, _) = world.order_ids(&format!("{base}?{query}")).await;
            ids.len()
        };
        for q in ["bjorn", "ANGSTROM+bjorn", "MEI%40example.org", &dashed, &dashed.to_lowercase(), &code] {
            assert_eq!(found(&format!("q={q}")).await, 1, "{list} {q}");
        }
        for q in
            ["q=%25", "q=bjorn+zoe", "status=refunded", "kind=paid&most=0.50", "from=2026-04-01", "until=2026-01-31", "payment=received"]
        {
            assert_eq!(found(q).await, 0, "{list} {q}");
        }
        // Placed at noon UTC: the evening of that day in Hong Kong.
        assert_eq!(found("from=2026-03-01&until=2026-03-01").await, 1, "{list}");
        assert_eq!(found("status=paid&until=2026-02-28&least=5&most=5").await, 0, "{list}: the totals are 0 to 60");
        assert_eq!(found("status=paid&kind=free&until=2026-02-28").await, 8, "{list}");
    }
    let kind: uuid::Uuid = sqlx::query_scalar("SELECT id FROM ticket_types").fetch_one(&mut admin).await.unwrap();
    let (ids, _, text) = world.order_ids(&format!("/console/events/{event}/orders?type={kind}")).await;
    assert_eq!(ids.len(), 50, "a page of all that have this type: {}", told(&text));
    let (ids, _, _) = world.order_ids(&format!("/console/events/{event}/orders?type={}", uuid::Uuid::nil())).await;
    assert!(ids.is_empty(), "nobody bought a type that is not there");

    let attendees = |query: &str| format!("/console/events/{event}/attendees?{query}");
    for (query, n) in [
        ("q=muller+7", 6),
        ("q=angstrom", 2),
        ("q=mei", 2),
        (&format!("q={dashed}"), 2),
        ("in=yes", 0),
        ("in=no&q=mei", 2),
        ("status=void", 0),
        ("q=nobody", 0),
    ] {
        let page = world.get(owner, &attendees(query)).await;
        assert_eq!(page.count("tbody tr"), n, "{query}: {}", told(&page.text));
    }
}

#[tokio::test]
async fn strangers_see_no_row_and_no_number() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let other = world.event_on_sale().await;
    world.many_orders(event, 60).await;
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let lead = world.house.holder("lead", "AA", other.0).await;
    let paths = ["orders", "attendees", "messages", "messages/new"].map(|page| format!("/console/events/{event}/{page}"));
    for who in [&stranger, &lead] {
        for path in paths.iter().map(String::as_str).chain(["/console/lantern/orders"]) {
            assert_eq!(world.get(who, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for what in [
            "orders/export",
            "orders/resend",
            "attendees/export",
            "attendees/list.pdf",
            "attendees/resend",
            "messages/compose",
            "messages/preview",
            "messages",
        ] {
            let path = format!("/console/events/{event}/{what}");
            let fields = [
                ("all", "on"),
                ("send", "0195a1b2-0000-7000-8000-000000000001"),
                ("message", "0195a1b2-0000-7000-8000-000000000002"),
                ("subject", "S"),
                ("text", "T"),
            ];
            assert_eq!(world.post(who, &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(world.post(who, "/console/lantern/orders/export", &[("all", "on")]).await.status, StatusCode::NOT_FOUND);
    }
    // Their own lists count nobody else's, and a row that is named from outside is not found.
    let (mine, _, _) = world.order_ids(&format!("/console/events/{other}/orders")).await;
    assert_eq!(mine, Vec::<String>::new());
    let mut admin = world.house.test_db.connect(None).await;
    let foreign: uuid::Uuid = sqlx::query_scalar("SELECT id FROM orders LIMIT 1").fetch_one(&mut admin).await.unwrap();
    let file = world.post(&lead, &format!("/console/events/{other}/orders/export"), &[("id", &foreign.to_string())]).await;
    assert_eq!((file.status, file.text.lines().count()), (StatusCode::OK, 1), "only the head");
    assert_eq!(world.number("SELECT count(*) FROM event_messages").await + world.number("SELECT count(*) FROM notify.messages").await, 0);
}
