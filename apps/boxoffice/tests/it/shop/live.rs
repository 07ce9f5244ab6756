//! What open pages are told, and who is told it: asked once over HTTP here; the socket gives the same.

use axum::body::Body;
use axum::http::Request;
use chrono::Duration;
use serde_json::{Value, json};

use super::buy::{hold, quantity};
use super::order::{at_the_bank, lookup_code};
use super::web::{Site, Visitor};

async fn asks(browser: &Visitor, topic: &str, pass: Option<&str>) -> (u16, Value) {
    let mut request = Request::get(format!("/live/{topic}"));
    if let Some(pass) = pass {
        request = request.header("live-pass", pass);
    }
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    (answer.status.as_u16(), answer.json())
}

async fn tickets(site: &Site) -> Value {
    let (status, body) = asks(&site.browser(), &format!("tickets/{}", site.house.event), None).await;
    assert_eq!(status, 200, "{body}");
    body["value"].clone()
}

#[tokio::test]
async fn everybody_is_told_what_can_be_had_and_nothing_else() {
    let site = Site::with_capacity(20).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 6).await;
    let late = site.house.ticket_type("Late", 1_000, 5).await;
    let secret = site.house.ticket_type("Friends", 500, 5).await;
    site.house.owner("UPDATE ticket_types SET hidden = true WHERE name = 'Friends'").await;
    site.house.owner("UPDATE ticket_types SET sale_starts_at = '2027-01-15 09:00:00+00' WHERE name = 'Late'").await;
    let now = |stalls_are: Value| json!({ "closed": null, "rows": { quantity(stalls): stalls_are, quantity(late): { "is": "not_yet", "price": 1_000 } } });
    let on_sale = |left: u32| json!({ "is": "on_sale", "price": 2_500, "max": left, "left": left });
    let told = tickets(&site).await;
    assert_eq!(told, now(on_sale(6)));
    assert!(!told.to_string().contains(&secret.to_string()), "what is hidden is not told");
    let buyer = site.browser();
    hold(&buyer, stalls, 2).await;
    assert_eq!(tickets(&site).await, now(on_sale(4)));
    hold(&site.browser(), stalls, 4).await;
    assert_eq!(tickets(&site).await, now(json!({ "is": "in_carts", "price": 2_500 })));
    // The page says the same as it is served.
    let page = buyer.get("/events/the-night").await;
    assert!(page.text.contains(&format!("data-topic=\"tickets/{}\"", site.house.event)), "{}", page.text);
    let choices = page.text.matches("<template><quantity-stepper").count();
    assert_eq!(choices, 2, "both can be chosen once they are to be had");
    site.house.clock.advance(Duration::hours(1));
    assert_eq!(tickets(&site).await["rows"][quantity(late)]["is"], "on_sale");
    site.house.owner("UPDATE events SET status = 'cancelled'").await;
    assert_eq!(tickets(&site).await["closed"], "cancelled");
    site.house.owner("UPDATE events SET visibility = 'private'").await;
    let (status, _) = asks(&buyer, &format!("tickets/{}", site.house.event), None).await;
    assert_eq!(status, 404, "as its page");
}

#[tokio::test]
async fn an_order_is_followed_by_its_buyer_the_staff_and_whoever_has_its_code() {
    let site = Site::with_capacity(20).await;
    let buyer = site.browser();
    let (path, reference) = at_the_bank(&site, &buyer).await;
    let topic = path.trim_start_matches('/').replace("orders", "order");
    let page = buyer.get(&path).await;
    let (status, told) = asks(&buyer, &topic, None).await;
    assert_eq!(status, 200, "{told}");
    assert!(page.text.contains(&format!("data-mark={}", told["mark"])), "the page knows what it shows: {told}");
    assert!(!page.text.contains("data-pass"), "its owner needs none");

    let by_code = site.browser();
    let code = lookup_code(&site).await;
    by_code.post("/orders/lookup", &[("email", "mei@example.org"), ("code", &code)]).await;
    let theirs = by_code.get(&path).await.text;
    let pass = theirs.split("data-pass=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(!theirs.contains(&code), "the code itself is not in the page");
    let stranger = site.browser();
    assert_eq!(asks(&stranger, &topic, Some(&pass)).await, (200, told.clone()));
    for wrong in [None, Some("x"), Some(code.as_str())] {
        assert_eq!(asks(&stranger, &topic, wrong).await.0, 404, "{wrong:?}");
    }
    let staff = site.browser().signed_in_as(site.house.manager().await.user_id().unwrap());
    assert_eq!(asks(&staff, &topic, None).await, (200, told.clone()));

    site.house.bank.person_pays(&reference.into());
    buyer.get(&format!("{path}/return")).await;
    assert_ne!(asks(&buyer, &topic, None).await.1["mark"], told["mark"], "paid");
}

#[tokio::test]
async fn a_door_is_followed_by_those_who_work_at_it() {
    let site = Site::with_capacity(20).await;
    let topic = format!("door/{}", site.house.event);
    let staff = site.browser().signed_in_as(site.house.manager().await.user_id().unwrap());
    let (status, before) = asks(&staff, &topic, None).await;
    assert_eq!(status, 200);
    assert_eq!(asks(&site.browser(), &topic, None).await.0, 404);
    let buyer = site.browser();
    let (path, reference) = at_the_bank(&site, &buyer).await;
    assert_eq!(asks(&staff, &topic, None).await.1, before, "an order that is not paid brings nobody");
    site.house.bank.person_pays(&reference.into());
    buyer.get(&format!("{path}/return")).await;
    assert_ne!(asks(&staff, &topic, None).await.1["mark"], before["mark"], "two more are to come");
}
