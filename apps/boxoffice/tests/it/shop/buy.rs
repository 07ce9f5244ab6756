//! From the ticket box to the provider's page.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use boxoffice::holds::HOLD_FOR;
use chrono::Duration;
use platform_types::TicketTypeId;
use serde_json::json;

use super::web::{Site, Visitor};

pub fn quantity(id: TicketTypeId) -> String {
    format!("quantity[{id}]")
}

/// Holds `n` and returns the checkout's address.
pub async fn hold(browser: &Visitor, id: TicketTypeId, n: u32) -> String {
    let checkout = browser.post("/events/the-night/hold", &[(&quantity(id), &n.to_string())]).await.leads().to_owned();
    assert!(checkout.starts_with("/checkout/"), "{checkout}");
    checkout
}

pub const DETAILS: [(&str, &str); 2] = [("name", "Mei Chan"), ("email", "Mei@Example.org")];

#[tokio::test]
async fn a_stranger_becomes_a_guest_and_comes_to_the_checkout() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 2).await;
    assert!(browser.cookie("guest").is_some());
    let page = browser.get(&checkout).await;
    assert!(page.told().contains("€50.00") && page.told().contains("Ticket 2, Stalls"), "{}", page.told());
    assert!(page.header("cache-control").contains("no-store"));
    let elsewhere = site.browser().get(&checkout).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "nobody else sees it");
    let nowhere = site.browser().get("/checkout/00000000-0000-7000-8000-000000000000").await;
    assert_eq!(elsewhere.text, nowhere.text, "whether there is such a checkout is not told");
    assert!(elsewhere.told().contains("This checkout is not open here"), "{}", elsewhere.told());
    assert_eq!(elsewhere.count("main a[href='/events'], main a[href='/orders/lookup']"), 2, "the ways back in");
    assert_eq!(site.browser().post(&checkout, &DETAILS).await.status, StatusCode::NOT_FOUND);
    // Another choice for the same event takes the first one's place.
    let second = hold(&browser, stalls, 3).await;
    assert_eq!(browser.get(&checkout).await.status, StatusCode::GONE);
    assert!(browser.get(&second).await.told().contains("€75.00"));
    site.house.assert_sound().await;
}

#[tokio::test]
async fn programs_hold_by_json_and_are_refused_by_code() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 4).await;
    let browser = site.browser();
    let held = browser.post_json("/events/the-night/hold", json!({"items": [{"ticket_type": stalls, "quantity": 2}]})).await;
    assert_eq!(held.status, StatusCode::CREATED, "{}", held.text);
    let body = held.json();
    assert_eq!(body["checkout_url"], format!("https://tickets.test/checkout/{}", body["hold"].as_str().unwrap()));
    let until = body["expires_at"].as_str().unwrap();
    assert!(until.len() == 20 && until.ends_with('Z'), "to the second, in UTC: {until}");

    let other = site.browser();
    let refused = async |items: serde_json::Value| {
        let answer = other.post_json("/events/the-night/hold", json!({ "items": items })).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap().to_owned())
    };
    let stranger = site.house.entropy.uuid_v7(site.house.clock.now());
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": 3}])).await, (409, "holds.sold_out".into()));
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": 9}])).await, (409, "holds.over_limit".into()));
    assert_eq!(refused(json!([{"ticket_type": stranger, "quantity": 1}])).await, (409, "holds.unknown_ticket_type".into()));
    assert_eq!(refused(json!([])).await, (409, "holds.empty".into()));
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": -1}])).await, (422, "http.invalid_input".into()));
    for (wrong, shown) in [(json!(-1), "-1"), (json!("abc"), "abc"), (json!(1.5), "1.5"), (json!(null), "null")] {
        let body = json!({"items": [{"ticket_type": stalls, "quantity": 1}, {"ticket_type": stalls, "quantity": wrong}]});
        let fields = other.post_json("/events/the-night/hold", body).await.json()["fields"].clone();
        let message = format!("“Stalls”: enter a whole number, 0 to 2. “{shown}” is none.");
        assert_eq!(fields, json!([{"field": "items[1].quantity", "message": message}]));
    }
    assert_eq!(refused(json!([{"ticket_type": stalls}])).await, (422, "http.invalid_input".into()));
    let faults = async |body: serde_json::Value| {
        let answer = other.post_json("/events/the-night/hold", body).await.json();
        let fields =
            answer["fields"].as_array().into_iter().flatten().map(|f| (f["field"].clone(), f["message"].to_string())).collect::<Vec<_>>();
        (answer["code"].clone(), fields)
    };
    // Whatever else is sent, the answer names `items` and shows one.
    let example = r#"[{\"ticket_type\": \"…\", \"quantity\": 2}]"#;
    let wish = json!({"ticket_type": stalls, "quantity": 1});
    for (body, names) in [
        (json!({"tickets": [wish]}), &["items", "tickets"][..]),
        (wish, &["items", "quantity", "ticket_type"]),
        (json!({}), &["items"]),
        (json!([]), &["body"]),
        (json!("x"), &["body"]),
    ] {
        let (code, fields) = faults(body.clone()).await;
        assert_eq!(code, "http.invalid_input", "{body}");
        assert_eq!(fields.iter().map(|(field, _)| field.as_str().unwrap()).collect::<Vec<_>>(), names, "{body}");
        assert!(fields[0].1.contains(example), "{body}: {fields:?}");
    }
    let (code, fields) = faults(json!({"items": [{"ticket_type": stalls, "quantity": 500}]})).await;
    assert_eq!((code, fields[0].1.as_str()), (json!("holds.over_limit"), "\"“Stalls”: enter 0 to 2. You asked for 500.\""));
    site.sql("UPDATE ticket_types SET min_per_order = 2").await;
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": 1}])).await, (409, "holds.under_limit".into()));
    site.sql("UPDATE ticket_types SET min_per_order = 1, sale_starts_at = (SELECT starts_at - interval '1 hour' FROM events)").await;
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": 1}])).await, (409, "holds.not_on_sale".into()));
    site.sql("UPDATE events SET status = 'postponed'").await;
    assert_eq!(refused(json!([{"ticket_type": stalls, "quantity": 1}])).await, (409, "holds.closed".into()));
    assert_eq!(site.house.number("SELECT sum(held)::bigint FROM pools WHERE kind = 'event'").await, 2, "refusals hold nothing");
}

#[tokio::test]
async fn a_person_who_is_refused_sees_the_event_with_the_reason() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 2).await;
    let browser = site.browser();
    let refuse = async |quantity_typed: &str| {
        let there = browser.post("/events/the-night/hold", &[(&quantity(stalls), quantity_typed)]).await.leads().to_owned();
        assert!(there.starts_with("/events/the-night?refused="), "{there}");
        browser.get(&there).await
    };
    let refused = refuse("3").await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.told().contains("“Stalls” is sold out, or fewer are left") && refused.told().contains("2 left"), "{}", refused.told());
    assert_eq!(refused.count("input[type=number][value='3']"), 1, "what was chosen is still there");
    assert!(refused.header("cache-control").starts_with("public"), "a stampede's losers share one answer");
    let whole = browser.get("/events/the-night").await;
    let (small, whole) = (refused.without_sheets().len(), whole.without_sheets().len());
    assert!(small * 3 < whole * 2, "{small} of {whole} bytes");
    assert!(refuse("0").await.told().contains("Choose at least one ticket."));
    for typed in ["two", "-1", "1.5"] {
        let told = refuse(typed).await.told();
        assert!(told.contains(&format!("“Stalls”: enter a whole number, 0 to 2. “{typed}” is none.")), "{told}");
    }
    let many = refuse("99999").await;
    assert!(many.told().contains("more of “Stalls” than one order may have") && many.told().contains("enter 0 to 2. You asked for 99999."));
    assert_eq!(many.count("input[type=number][value='99999']"), 1, "nothing is changed silently");
    assert_eq!(site.house.number("SELECT count(*) FROM holds").await, 0);
}

#[tokio::test]
async fn the_checkout_names_every_mistake_and_loses_nothing() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 2).await;
    let typed = [("name", "  "), ("email", "mei@"), ("attendee_2", "Grace \0Hopper"), ("unknown", "x")];
    assert_eq!(browser.post(&checkout, &typed).await.leads(), checkout, "the form's own address: reload and back send nothing again");
    // However often it is loaded.
    for _ in 0..2 {
        let wrong = browser.get(&checkout).await;
        assert_eq!(wrong.status, StatusCode::OK);
        assert!(
            wrong.told().contains("Enter your name.") && wrong.told().contains("Enter an e-mail address like name@example.org."),
            "{}",
            wrong.told()
        );
        assert_eq!(wrong.count("input[value='Grace Hopper'], input[value='mei@']"), 2);
    }
    assert_eq!(site.house.number("SELECT count(*) FROM holds WHERE typed::text LIKE '%unknown%'").await, 0, "only the form's own fields");
    assert!(browser.post(&checkout, &DETAILS).await.leads().starts_with("https://bank.test/"));
    assert_eq!(site.house.number("SELECT count(*) FROM holds WHERE typed IS NOT NULL").await, 0, "an order needs no draft");
    // Back from the bank, and once more something wrong: the order stays, the slip is told.
    assert_eq!(browser.post(&checkout, &[("name", ""), ("email", "mei@example.org")]).await.leads(), checkout);
    assert!(browser.get(&checkout).await.told().contains("Enter your name."));
    let json = browser.post_json(&checkout, json!({"name": "Mei", "email": "x"})).await;
    assert_eq!((json.status.as_u16(), json.json()["fields"][0]["field"].as_str()), (422, Some("email")));
    assert_eq!(site.house.number("SELECT count(*) FROM orders").await, 1);
}

#[tokio::test]
async fn a_name_that_is_too_long_is_refused_and_never_cut() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 2).await;
    assert_eq!(browser.get(&checkout).await.count("form#details input[maxlength]"), 0, "a browser cuts what is pasted, and says nothing");
    let (most, long) = ("é".repeat(200), "é".repeat(201));
    let wrong = [("name", long.as_str()), DETAILS[1], ("attendee_2", long.as_str())];
    assert_eq!(browser.post(&checkout, &wrong).await.leads(), checkout);
    let page = browser.get(&checkout).await;
    assert_eq!(
        page.find(".error-summary li"),
        ["Your name is too long; at most 200 characters fit.", "The name on ticket 2 is too long; at most 200 characters fit."]
    );
    assert_eq!((page.field("name"), page.field("attendee_2")), (Some(long.clone()), Some(long)), "to be shortened by whoever typed it");
    assert!(browser.post(&checkout, &[("name", &most), DETAILS[1]]).await.leads().starts_with("https://bank.test/"));
    assert_eq!(site.house.number("SELECT char_length(buyer_name)::bigint FROM orders").await, 200);
}

#[tokio::test]
async fn what_was_typed_and_never_bought_is_forgotten() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let kept = async || site.house.number("SELECT count(*) FROM holds WHERE typed IS NOT NULL").await;
    let first = hold(&browser, stalls, 1).await;
    browser.post(&first, &[("name", "Mei"), ("email", "mei@")]).await.leads();
    assert_eq!(kept().await, 1);
    // Another cart takes its place.
    let second = hold(&browser, stalls, 2).await;
    assert_eq!(kept().await, 0);
    browser.post(&second, &[("name", "Mei"), ("email", "mei@")]).await.leads();
    site.house.clock.advance(HOLD_FOR);
    boxoffice::orders::expire_lapsed(&site.house.shop, 100).await.unwrap();
    assert_eq!(kept().await, 0, "its time is over");
}

#[tokio::test]
async fn however_often_it_is_sent_there_is_one_order_and_one_payment_page() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 2).await;
    let first = browser.post(&checkout, &DETAILS).await.leads().to_owned();
    assert!(first.starts_with("https://bank.test/cs_"), "{first}");
    // A second click, the back button with another name, a second tab: at once.
    let corrected = [("name", "Mei Ling Chan"), ("email", "mei@example.org"), ("attendee_1", "Grace Hopper")];
    let again = browser.post(&checkout, &corrected).await.leads().to_owned();
    let (a, b) = tokio::join!(browser.post(&checkout, &corrected), browser.post(&checkout, &corrected));
    assert_eq!((a.leads().to_owned(), b.leads().to_owned(), again), (first.clone(), first.clone(), first));
    assert_eq!(site.house.number("SELECT count(*) FROM orders").await, 1);
    assert_eq!(site.house.number("SELECT count(*) FROM payments").await, 1);
    assert_eq!(site.house.number("SELECT count(*) FROM audit.events WHERE action = 'order.placed'").await, 1);
    let back = browser.get(&checkout).await;
    assert_eq!(
        back.count("input[name=name][value='Mei Ling Chan'], input[name=attendee_1][value='Grace Hopper']"),
        2,
        "what was said last stands there"
    );
    assert_eq!(back.count("input[name=attendee_2][value]"), 0, "the buyer's own name is not repeated");
}

#[tokio::test]
async fn the_same_key_gives_the_same_hold() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    hold(&browser, stalls, 1).await;
    let send = async |n: u32| {
        let request = axum::http::Request::post("/events/the-night/hold")
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("idempotency-key", "key-0001");
        browser.send(request.body(json!({"items": [{"ticket_type": stalls, "quantity": n}]}).to_string().into()).unwrap()).await
    };
    let (first, second) = (send(2).await, send(2).await);
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    assert_eq!(first.json(), second.json());
    assert_eq!(send(3).await.json()["code"], "http.idempotency_key_reused");
}

#[tokio::test]
async fn a_changed_price_is_shown_before_it_is_charged() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 2).await;
    site.sql("UPDATE ticket_types SET price_minor = 3000").await;
    let shown = [DETAILS[0], DETAILS[1], ("total", "5000")];
    assert_eq!(browser.post(&checkout, &shown).await.leads(), checkout);
    let moved = browser.get(&checkout).await;
    assert!(moved.told().contains("The price has changed") && moved.told().contains("€60.00"), "{}", moved.told());
    assert_eq!(moved.count("input[name=name][value='Mei Chan']"), 1);
    assert!(browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("total", "6000")]).await.leads().starts_with("https://bank.test/"));
}

#[tokio::test]
async fn an_event_that_moved_meanwhile_is_shown_before_it_is_bought() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    let seen = browser.get(&checkout).await.attribute("input[name=occasion]", "value").unwrap();
    site.sql("UPDATE events SET starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day'").await;
    let continued = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("occasion", &seen)]).await;
    assert_eq!(continued.leads(), checkout, "nobody pays for a day they did not choose");
    let moved = browser.get(&checkout).await;
    assert!(moved.told().contains("This event has moved since you opened this page"), "{}", moved.told());
    assert_eq!(moved.count("input[name=name][value='Mei Chan']"), 1);
    let now = moved.attribute("input[name=occasion]", "value").unwrap();
    assert!(browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("occasion", &now)]).await.leads().starts_with("https://bank.test/"));
}

#[tokio::test]
async fn a_lapsed_reservation_says_so_and_leads_back() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    site.house.clock.advance(HOLD_FOR);
    let shown = browser.get(&checkout).await;
    assert_eq!((shown.status, shown.count("main a[href='/events/the-night']")), (StatusCode::GONE, 1));
    for fields in [&DETAILS[..], &[]] {
        assert_eq!(browser.post(&checkout, fields).await.leads(), checkout);
    }
    assert!(browser.get(&checkout).await.told().contains("This reservation is over"));
    let json = browser.post_json(&checkout, json!({"name": "Mei", "email": "mei@example.org"})).await;
    assert_eq!((json.status.as_u16(), json.json()["code"].as_str()), (409, Some("holds.expired")));
    assert_eq!(site.house.number("SELECT count(*) FROM orders").await, 0);
}

#[tokio::test]
async fn a_free_ticket_comes_at_once() {
    let site = Site::with_capacity(10).await;
    let free = site.house.ticket_type("Free", 0, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, free, 2).await;
    let order = browser.post(&checkout, &DETAILS).await.leads().to_owned();
    assert!(order.starts_with("/orders/"), "{order}");
    let page = browser.get(&order).await;
    assert!(page.told().contains("is booked") && page.count(".qr__code svg") == 2, "{}", page.told());
    assert_eq!(browser.post(&checkout, &DETAILS).await.leads(), order, "the same form again leads to the same order");
    assert_eq!(browser.get(&checkout).await.leads(), order);
    assert_eq!(site.house.number("SELECT count(*) FROM tickets").await, 2);
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_signed_in_person_finds_the_form_filled_in() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let person = site.browser().signed_in_as(platform_types::UserId(site.house.entropy.uuid_v7(site.house.clock.now())));
    let checkout = hold(&person, stalls, 1).await;
    assert_eq!(person.cookie("guest"), None);
    let page = person.get(&checkout).await;
    assert_eq!(page.count("input[name=name][value='Ada Lovelace'], input[name=email][value='ada@example.org']"), 2);
    let url = person.post_json(&checkout, json!({"name": "Ada Lovelace", "email": "ada@example.org"})).await;
    assert_eq!(url.status, StatusCode::CREATED);
    assert!(url.json()["pay_url"].as_str().unwrap().starts_with("https://bank.test/"));
}

#[tokio::test]
async fn a_provider_that_is_away_leaves_the_order_and_its_seats() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    site.line.cut.store(true, Ordering::SeqCst);
    let order = browser.post(&checkout, &DETAILS).await.leads().to_owned();
    assert!(order.ends_with("?provider=away"), "{order}");
    let page = browser.get(&order).await;
    assert!(page.told().contains("cannot be reached") && page.told().contains("Pay €25.00"), "{}", page.told());
    let path = order.trim_end_matches("?provider=away").to_owned() + "/pay";
    let json = browser.post_json(&path, json!({})).await;
    assert_eq!(
        (json.status.as_u16(), json.json()["code"].as_str(), json.header("retry-after")),
        (503, Some("payments.provider_away"), "5")
    );
    site.line.cut.store(false, Ordering::SeqCst);
    assert!(browser.post(&path, &[]).await.leads().starts_with("https://bank.test/"));
    site.house.clock.advance(Duration::minutes(16));
    assert!(browser.get(order.split('?').next().unwrap()).await.told().contains("Your reservation has lapsed"));
}
