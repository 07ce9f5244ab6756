//! What the figures of an event say is what its orders and its books say, to the cent.

use platform_types::Money;
use scraper::{Html, Selector};
use uuid::Uuid;

use super::estate::{Estate, buy, hold};
use super::logs::pay;
use super::site::Site;
use platform_http_testing::Browser;

/// The cells of the table with this caption, row by row.
fn rows(page: &str, caption: &str) -> Vec<Vec<String>> {
    let dom = Html::parse_document(page);
    let select = |s: &str| Selector::parse(s).unwrap();
    let text = |e: scraper::ElementRef<'_>| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let table = dom
        .select(&select("table"))
        .find(|t| t.select(&select("caption")).next().is_some_and(|c| text(c) == caption))
        .unwrap_or_else(|| panic!("no table “{caption}” in {page}"));
    table.select(&select("tbody tr")).map(|tr| tr.select(&select("td, th")).map(text).collect()).collect()
}

/// An amount of the account; labels that a phone shows before a cell do not belong to it.
fn line(page: &str, label: &str) -> String {
    let rows = rows(page, "What came in");
    rows.iter().find(|r| r[0] == label).unwrap_or_else(|| panic!("{label}: {rows:?}"))[1].clone()
}

async fn sum(site: &Site, sql: &str) -> i64 {
    site.text(&format!("SELECT coalesce(({sql})::bigint, 0)::text")).await.parse().unwrap()
}

async fn buys(site: &Site, buyer: &Browser, estate: &Estate, count: u32) -> Uuid {
    let held = hold(buyer, &estate.event_slug, estate.paid_type, count).await;
    let names: Vec<(String, String)> = (2..=count).map(|n| (format!("attendee_{n}"), format!("Friend {n}"))).collect();
    let mut fields = vec![("name", "Ada Byron"), ("email", "ada@example.net")];
    fields.extend(names.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    pay(buyer.post(&format!("/checkout/{held}"), &fields).await.leads()).await;
    let id = site.text(&format!("SELECT id::text FROM orders WHERE hold_id = '{held}'")).await;
    buyer.get(&format!("/orders/{id}/return")).await.expect(303);
    id.parse().unwrap()
}

#[tokio::test]
async fn an_events_figures_agree_with_its_orders_and_its_books() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    // Rates that leave fractions of a cent on every line.
    let fees = [("fee_percent", "7.35"), ("fee_fixed", "1.13"), ("tax_kind", "included"), ("tax_name", "VAT"), ("tax_percent", "13")];
    desk.post(&format!("/console/events/{}/fees", estate.event), &fees).await.expect(303);
    let mut orders = Vec::new();
    for count in [1, 2, 3, 1] {
        orders.push(buys(&site, &site.browser(), &estate, count).await);
        site.wait(86_400);
    }
    buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
    // Days have passed, and with them the session.
    let desk = site.signed_in(&estate.owner).await;
    desk.post(&format!("/console/orders/{}/refund", orders[1]), &[("reason", "Ill")]).await.expect(303);

    let page = desk.get(&format!("/console/events/{}?range=all", estate.event)).await.expect(200).text;
    let event = estate.event;
    let account = async |code: &str, kind: &str| {
        sum(
            &site,
            &format!(
                "SELECT sum(CASE n.side WHEN 'debit' THEN n.amount_minor ELSE -n.amount_minor END) FROM ledger_entries n JOIN journals j ON j.id = n.journal_id
                 JOIN ledger_accounts a ON a.id = n.account_id WHERE j.event_id = '{event}' AND a.code = '{code}' AND {kind}"
            ),
        )
        .await
    };
    let dollars = |minor: i64| Money::new(minor, "HKD".parse().unwrap()).to_string();
    let (paid, all) = ("j.source_type = 'order' AND j.kind = 'paid'", "true");
    for (label, booked) in [
        ("Paid by buyers", account("1050", paid).await),
        ("Stays", account("1050", all).await),
        ("Given back", account("1050", "NOT (j.source_type = 'order' AND j.kind = 'paid')").await),
        ("Tickets, without fees and tax", -account("2400", paid).await),
        ("Fees", -account("4100", paid).await),
        ("Tax", -account("2200", paid).await),
    ] {
        assert_eq!(line(&page, label), dollars(booked), "{label}");
        assert_ne!(booked, 0, "{label} proves nothing");
    }
    // The orders' list: every line that was paid, added up by hand.
    let list = desk.get(&format!("/console/events/{event}/orders")).await.expect(200).text;
    let listed: i64 = sum(&site, &format!("SELECT sum(total_minor) FROM orders WHERE event_id = '{event}' AND paid_at IS NOT NULL")).await;
    assert_eq!(line(&page, "Paid by buyers"), dollars(listed));
    for id in &orders {
        let total = sum(&site, &format!("SELECT total_minor FROM orders WHERE id = '{id}'")).await;
        assert!(list.contains(&dollars(total)), "{}", dollars(total));
    }
    // Each picture's table adds up to the same, day by day and type by type.
    let minor = |text: &str| Money::parse(text.trim_start_matches("HK$"), "HKD".parse().unwrap()).unwrap().minor;
    let by_day: i64 = rows(&page, "Paid by day").iter().map(|r| minor(&r[1])).sum();
    let types: i64 = rows(&page, "Tickets by day").iter().map(|r| r.last().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(by_day, listed);
    assert_eq!(types, sum(&site, &format!("SELECT count(*) FROM tickets WHERE event_id = '{event}'")).await);
    // A range of days counts those days alone.
    let week = desk.get(&format!("/console/events/{event}?from=2026-03-01&to=2026-03-02")).await.expect(200).text;
    let first = sum(&site, &format!("SELECT sum(total_minor) FROM orders WHERE id IN ('{}', '{}')", orders[0], orders[1])).await;
    assert_eq!(line(&week, "Paid by buyers"), dollars(first));
    // And the organization's page says the same of its one event.
    let whole = desk.get("/console/avalon?range=all").await.expect(200).text;
    assert_eq!(line(&whole, "Stays"), line(&page, "Stays"));
}
