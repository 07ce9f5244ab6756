//! Buyers give tickets back themselves, or ask to.

use axum::http::StatusCode;
use boxoffice::refunds::{Policy, presets};
use chrono::Duration;
use platform_http_testing::Browser;
use platform_types::OrderId;

use super::till::{ALL_IN, Till};

/// Two dear tickets, bought and paid in this browser.
pub async fn bought(till: &Till, browser: &Browser) -> OrderId {
    let quantity = format!("quantity[{}]", till.stalls);
    let checkout = browser.post("/events/the-night/hold", &[(&quantity, "2")]).await.leads().to_owned();
    let page = browser.get(&checkout).await;
    assert!(page.told().contains("If the event is cancelled, you get everything back"), "told before paying: {}", page.told());
    browser.post(&checkout, &[("name", "Mei Chan"), ("email", "mei@example.org"), ("attendee_2", "Grace Hopper")]).await.leads();
    let order: OrderId = till.text("SELECT id::text FROM orders ORDER BY created_at DESC, id DESC LIMIT 1").await.parse().unwrap();
    till.pay(order).await;
    order
}

fn fields<'a>(tickets: &'a str, money: &'a str) -> [(&'a str, &'a str); 2] {
    [("tickets", tickets), ("money", money)]
}

#[tokio::test]
async fn a_buyer_chooses_sees_the_amount_and_gives_back_once() {
    let till = Till::open().await;
    let [_, (_, _, tiers), ..] = presets();
    till.policy(&tiers).await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    till.house.clock.advance(Duration::days(10));
    let at = format!("/orders/{order}");
    let page = browser.get(&at).await;
    assert!(page.told().contains("75 % back, fees included") && page.count(&format!("a[href='{at}/refund']")) == 1, "{}", page.told());
    let tickets = till.tickets(order).await;
    let choice = browser.get(&format!("{at}/refund")).await;
    assert_eq!(choice.count("input[type=checkbox][name^=ticket_]"), 2);
    assert_eq!(choice.count(".error-summary"), 0);
    let missed = browser.get(&format!("{at}/refund?chosen={}", choice.field("chosen").unwrap())).await;
    assert_eq!(missed.find(".error-summary[autofocus] a[href^='#field-ticket-']"), ["Choose at least one ticket to give back."]);
    assert_eq!((missed.count(".field--wrong"), missed.count("input[type=checkbox][name^=ticket_]")), (1, 2), "and lets them choose");
    assert!(choice.told().contains("HK$46.68 back"), "{}", choice.told());
    let shown = browser.get(&format!("{at}/refund?ticket_{}=on", tickets[1])).await;
    assert!(shown.told().contains("Give back for HK$46.68") && shown.told().contains("Grace Hopper"), "{}", shown.told());
    let (chosen, money) = (tickets[1].to_string(), "4668");
    assert_eq!(shown.attribute("input[name=tickets]", "value"), Some(chosen.clone()));
    let done = browser.post(&format!("{at}/refund"), &fields(&chosen, money)).await;
    assert_eq!(done.leads(), format!("{at}?refund=given"));
    let told = browser.get(done.leads()).await;
    for says in ["The tickets are given back", "On its way", "HK$46.68", "Refunded"] {
        assert!(told.told().contains(says), "{says}: {}", told.told());
    }
    assert_eq!(
        browser.post(&format!("{at}/refund"), &fields(&chosen, money)).await.leads(),
        format!("{at}?refused=refund_not_offered"),
        "a second tab"
    );
    assert_eq!(till.stands(order).await, ("partially_refunded".to_owned(), 4_668));
    till.send_all().await;
    assert!(browser.get(&at).await.told().contains("Sent"));
    assert_eq!(till.number("SELECT count(*) FROM audit.events WHERE action = 'order.refund_requested'").await, 1);
    till.assert_sound().await;
}

#[tokio::test]
async fn what_was_promised_stays_promised_and_what_is_past_is_past() {
    let till = Till::open().await;
    let [_, (_, _, tiers), ..] = presets();
    till.policy(&tiers).await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    let at = format!("/orders/{order}/refund");
    till.policy(&Policy::NONE).await;
    // Whoever buys under no promise has none.
    let later = till.buy(till.free, 1).await;
    assert_eq!(till.text(&format!("SELECT refund_policy ->> 'rules' FROM orders WHERE id = '{later}'")).await, "[]");
    let tickets = till.tickets(order).await;
    let both = format!("ticket_{}=on&ticket_{}=on", tickets[0], tickets[1]);
    let shown = browser.get(&format!("{at}?{both}")).await;
    assert!(shown.told().contains("HK$124.48"), "14 days and more: everything: {}", shown.told());
    // The deadline passes between the page and the button.
    till.house.clock.advance(Duration::days(6) + Duration::seconds(1));
    let ids = format!("{},{}", tickets[0], tickets[1]);
    assert_eq!(browser.post(&at, &fields(&ids, "12448")).await.leads(), format!("/orders/{order}?refused=refund_changed"));
    assert!(browser.get(&format!("/orders/{order}?refused=refund_changed")).await.told().contains("What goes back has changed"));
    assert_eq!(till.stands(order).await.1, 0);
    till.house.clock.advance(Duration::days(14));
    assert_eq!(browser.get(&at).await.leads(), format!("/orders/{order}?refused=refund_not_offered"));
    assert_eq!(browser.get(&format!("/orders/{order}")).await.count("a[href$='/refund']"), 0);
}

#[tokio::test]
async fn free_tickets_go_back_without_a_word_of_money() {
    let till = Till::open().await;
    let [_, (_, _, tiers), ..] = presets();
    till.policy(&tiers).await;
    let browser = till.browser();
    let quantity = format!("quantity[{}]", till.free);
    let checkout = browser.post("/events/the-night/hold", &[(&quantity, "2")]).await.leads().to_owned();
    let says = |page: &str| page.contains("Until the start you can give tickets back") && page.contains("Giving tickets back");
    let before = browser.get(&checkout).await.told();
    let order = browser.post(&checkout, &[("name", "Mei Chan"), ("email", "mei@example.org")]).await.leads().to_owned();
    let after = browser.get(&order).await.told();
    let choice = browser.get(&format!("{order}/refund")).await;
    let tickets = choice.attributes("input[type=checkbox]", "name");
    let sure = browser.get(&format!("{order}/refund?{}=on", tickets[0])).await.told();
    assert!(says(&before) && says(&after), "{before}\n{after}");
    assert!(choice.told().contains("You can give them back until") && sure.contains("This ticket stops working at once"), "{sure}");
    for page in [&before, &after, &choice.told(), &sure] {
        assert!(!page.contains("efund") && !page.contains("fees included") && !page.contains("HK$0.00 back"), "{page}");
    }
}

#[tokio::test]
async fn what_an_order_says_of_refunds_is_true_after_the_event_too() {
    let till = Till::open().await;
    let [_, (_, _, tiers), ..] = presets();
    till.policy(&tiers).await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    let at = format!("/orders/{order}");
    assert!(browser.get(&at).await.told().contains("You give tickets back yourself"));
    till.house.clock.advance(Duration::days(90));
    for page in [&at, "/events/the-night"] {
        let told = browser.get(page).await.told();
        assert!(told.contains("so tickets can no longer be given back."), "{page}: {told}");
        assert!(!told.contains("yourself") && !told.contains("Until"), "{page}: {told}");
    }
}

#[tokio::test]
async fn an_order_is_given_back_by_its_buyer_alone() {
    let till = Till::open().await;
    let [.., (_, _, always)] = presets();
    till.policy(&always).await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    let ids = till.tickets(order).await[0].to_string();
    let at = format!("/orders/{order}/refund");
    for stranger in [till.browser(), till.desk()] {
        assert_eq!(stranger.get(&at).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.post(&at, &fields(&ids, "6224")).await.status, StatusCode::NOT_FOUND);
    }
    // The link of the mail opens it on another device.
    let code = till.text("SELECT lookup_code FROM orders").await;
    let elsewhere = till.browser();
    elsewhere.get(&format!("/orders/{order}?code={code}")).await;
    assert_eq!(elsewhere.post(&at, &fields(&ids, "6224")).await.leads(), format!("/orders/{order}?refund=given"));
    let other = till.buy(till.stalls, 1).await;
    let theirs = till.tickets(other).await[0].to_string();
    assert_eq!(
        browser.post(&at, &fields(&theirs, "6224")).await.leads(),
        format!("/orders/{order}?refused=refund_not_offered"),
        "no other order's tickets"
    );
    let (status, problem) = {
        let answer = browser.json(&at, &serde_json::json!({"tickets": "", "money": 0})).await;
        (answer.status, answer.json())
    };
    assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("orders.refund_empty")));
    till.assert_sound().await;
}

#[tokio::test]
async fn a_request_waits_for_staff_who_say_yes_or_no() {
    let till = Till::open().await;
    let [.., (_, _, always)] = presets();
    till.policy(&Policy { self_service: false, ..always }).await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    let tickets = till.tickets(order).await;
    let at = format!("/orders/{order}/refund");
    let one = tickets[0].to_string();
    assert!(browser.get(&format!("{at}?ticket_{one}=on")).await.told().contains("Ask for the refund"));
    let asked = fields(&one, "6224");
    let both = tokio::join!(browser.post(&at, &asked), browser.post(&at, &asked));
    let mut answers = [both.0.leads().to_owned(), both.1.leads().to_owned()];
    answers.sort();
    assert_eq!(
        answers,
        [format!("/orders/{order}?refund=asked"), format!("/orders/{order}?refused=refund_waits")],
        "asked twice at once is asked once"
    );
    let page = browser.get(&format!("/orders/{order}")).await;
    assert!(page.told().contains("Asked for") && page.count("a[href$='/refund']") == 0, "{}", page.told());
    assert_eq!(till.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 2, "until then the tickets stay valid");

    let desk = till.desk();
    assert!(desk.get(&format!("/console/events/{}", till.event)).await.told().contains("One buyer asks for a refund."));
    let list = desk.get(&format!("/console/events/{}/refunds", till.event)).await;
    let request = list.attribute("a[href*='/requests/']", "href").unwrap();
    assert!(desk.get(&request).await.told().contains("Approve and refund HK$62.24"));
    assert_eq!(desk.post(&format!("{request}/decline"), &[("why", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        desk.post(&format!("{request}/decline"), &[("why", "The ticket was a prize")]).await.header("location"),
        format!("/console/orders/{order}?done=request-declined")
    );
    assert_eq!(
        desk.post(&format!("{request}/approve"), &[]).await.header("location"),
        format!("/console/orders/{order}?done=request-decided"),
        "answered once"
    );
    let page = browser.get(&format!("/orders/{order}")).await;
    assert!(page.told().contains("Declined") && page.told().contains("The ticket was a prize"), "{}", page.told());
    assert_eq!(till.stands(order).await, ("paid".to_owned(), 0));

    assert_eq!(browser.post(&at, &fields(&one, "6224")).await.leads(), format!("/orders/{order}?refund=asked"), "asked again");
    let list = desk.get(&format!("/console/events/{}/refunds", till.event)).await;
    let request = list.attribute("a[href*='/requests/']", "href").unwrap();
    till.sql(&format!("UPDATE tickets SET status = 'checked_in', checked_in_at = clock.now() WHERE id = '{one}'")).await;
    let told = desk.post(&format!("{request}/approve"), &[]).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.told().contains("came in at the door"), "{}", told.told());
    let came_in = told.attribute("input[name=came_in]", "value").unwrap();
    // However late the answer is, what was asked for in time is given.
    till.house.clock.advance(Duration::days(30));
    let approved = [("came_in", came_in.as_str())];
    let approve = format!("{request}/approve");
    let both = tokio::join!(desk.post(&approve, &approved), desk.post(&approve, &approved));
    assert!(both.0.status == StatusCode::SEE_OTHER && both.1.status == StatusCode::SEE_OTHER);
    assert_eq!(till.stands(order).await, ("partially_refunded".to_owned(), ALL_IN), "once");
    for (action, times) in [("order.refund_requested", 2), ("order.refund_declined", 1), ("order.refund_approved", 1)] {
        assert_eq!(till.number(&format!("SELECT count(*) FROM audit.events WHERE action = '{action}'")).await, times, "{action}");
    }
    till.send_all().await;
    till.assert_sound().await;
}
