//! A price that the buyer sets, from the ticket box to the books and back.

use axum::http::StatusCode;
use boxoffice::orders::expire_lapsed;
use platform_types::TicketTypeId;
use serde_json::json;

use super::buy::{DETAILS, quantity};
use super::web::{Site, Visitor};

fn amount(id: TicketTypeId) -> String {
    format!("amount[{id}]")
}

/// Holds two at this amount; where that leads.
async fn ask(browser: &Visitor, id: TicketTypeId, typed: &str) -> String {
    let fields = [(quantity(id), "2".to_owned()), (amount(id), typed.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post("/events/the-night/hold", &fields).await.leads().to_owned()
}

#[tokio::test]
async fn the_buyer_sets_the_price_and_the_order_keeps_it() {
    let site = Site::with_capacity(20).await;
    let support = site.house.chosen_type("Supporter", 500, 1_250, 20).await;
    site.sql("INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) SELECT gen_random_uuid(), organization_id, id, 'service', 'Fee', 100000, 50 FROM events").await;
    let browser = site.browser();
    let page = browser.get("/events/the-night").await;
    assert_eq!(
        page.attribute(&format!("input[name='{}']", amount(support)), "value").as_deref(),
        Some("12.50"),
        "the suggestion stands there"
    );
    assert!(page.told().contains("from €6.00") && page.told().contains("€5.00 or more. Fees and taxes come on top."), "{}", page.told());
    assert_eq!(page.attribute("ticket-box", "data-fees").as_deref(), Some("100000+50"));

    for (typed, total) in [("12", "€27.40"), ("12.50", "€28.50"), ("12,50", "€28.50"), ("5", "€12.00")] {
        let checkout = ask(&browser, support, typed).await;
        assert!(checkout.starts_with("/checkout/"), "{typed}: {checkout}");
        assert!(browser.get(&checkout).await.told().contains(total), "{typed}");
    }
    let checkout = ask(&browser, support, "12,50").await;
    // What the type asks now is nothing to a cart that is there; nor is that nobody else can have it any more.
    site.sql("UPDATE ticket_types SET price_minor = 900, suggested_minor = 2000, name = 'Patron', hidden = true, archived_at = created_at")
        .await;
    let page = browser.get(&checkout).await;
    assert!(page.told().contains("€28.50"), "{}", page.told());
    let paid = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("total", "2850")]).await;
    assert!(paid.leads().starts_with("https://bank.test/"), "{}", paid.leads());
    let line = "SELECT (unit_price_minor * 1000000 + unit_fee_minor * 1000 + quantity)::bigint FROM order_items";
    assert_eq!(site.house.number(line).await, 1_250_175_002, "12.50, a fee of 1.75, twice");
    assert_eq!(site.house.number("SELECT total_minor FROM orders").await, 2_850);
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_wrong_amount_is_told_beside_its_field_and_stays_as_it_was_typed() {
    let site = Site::with_capacity(20).await;
    let support = site.house.chosen_type("Supporter", 500, 1_250, 20).await;
    let browser = site.browser();
    for (typed, says) in [
        ("4.99", "“Supporter”: enter €5.00 or more, such as 12.50. You entered €4.99."),
        ("", "“Supporter”: enter €5.00 or more, such as 12.50."),
        ("lots", "“Supporter”: enter €5.00 or more, such as 12.50. “lots” is none."),
        ("12.505", "“12.505” is none."),
        ("9999999", "“Supporter”: enter at most €1,000,000.00."),
    ] {
        let there = ask(&browser, support, typed).await;
        assert!(there.starts_with("/events/the-night?refused="), "{typed}: {there}");
        let page = browser.get(&there).await;
        assert!(page.told().contains(says), "{typed}: {}", page.told());
        let field = format!("input[name='{}'][aria-invalid=true]", amount(support));
        let stays = if typed.is_empty() { "12.50" } else { typed };
        assert_eq!(page.attribute(&field, "value").as_deref(), Some(stays), "what was typed stays; nothing typed is suggested again");
        assert_eq!(page.count("input[type=number][value='2']"), 1, "and how many");
    }
    assert_eq!(site.house.number("SELECT sum(held)::bigint FROM pools").await, 0, "nothing is held");
    let program = site.browser();
    let refused = async |price: serde_json::Value| {
        let item = json!({"ticket_type": support, "quantity": 1, "price_minor": price});
        program.post_json("/events/the-night/hold", json!({"items": [item]})).await
    };
    let low = refused(json!(499)).await;
    assert_eq!((low.status, low.json()["code"].as_str()), (StatusCode::CONFLICT, Some("holds.wrong_amount")));
    assert_eq!(low.json()["fields"][0]["field"], "items[0].price_minor");
    assert_eq!(refused(json!("500")).await.json()["code"], "http.invalid_input");
    let missing = program.post_json("/events/the-night/hold", json!({"items": [{"ticket_type": support, "quantity": 1}]})).await;
    assert_eq!(missing.json()["code"], "holds.wrong_amount");
    assert_eq!(refused(json!(500)).await.status, StatusCode::CREATED);
    let shown = program.get("/api/events/the-night").await.json()["ticket_types"][0].clone();
    assert_eq!(
        (shown["pricing"].as_str(), shown["price_minor"].as_i64(), shown["suggested_minor"].as_i64()),
        (Some("chosen"), Some(500), Some(1_250))
    );
}

#[tokio::test]
async fn nothing_is_an_amount_where_the_organizer_says_so_and_carries_no_fee() {
    let site = Site::with_capacity(20).await;
    let open = site.house.chosen_type("Open", 0, 1_000, 20).await;
    site.sql("INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor) SELECT gen_random_uuid(), organization_id, id, 'service', 'Fee', 100000, 50 FROM events").await;
    let browser = site.browser();
    let page = browser.get("/events/the-night").await;
    assert!(page.told().contains("Pay what you want") && page.told().contains("As much as you like; 0 is fine."), "{}", page.told());
    let checkout = ask(&browser, open, "0").await;
    let placed = browser.post(&checkout, &DETAILS).await;
    assert!(placed.leads().starts_with("/orders/"), "{}", placed.leads());
    assert_eq!(site.house.number("SELECT count(*) FROM tickets").await, 2, "free tickets come at once");
    assert_eq!(site.house.number("SELECT total_minor FROM orders").await, 0);
    site.house.assert_sound().await;
    assert_eq!(expire_lapsed(&site.house.shop, 10).await.unwrap(), 0);
}
