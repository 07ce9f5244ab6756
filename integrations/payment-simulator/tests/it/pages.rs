//! The hosted page, without JavaScript, as a person uses it.

use scraper::{Html, Selector};
use serde_json::json;

use crate::house::{House, header, location, text};

fn select(html: &Html, css: &str) -> Vec<String> {
    html.select(&Selector::parse(css).unwrap()).map(|e| e.text().collect::<String>().trim().to_owned()).collect()
}

fn value(html: &Html, css: &str) -> String {
    html.select(&Selector::parse(css).unwrap()).next().unwrap().attr("value").unwrap_or_default().to_owned()
}

async fn page(house: &House, path: &str) -> Html {
    Html::parse_document(&text(&house.browse(path).await))
}

#[tokio::test]
async fn the_page_says_what_it_is_and_what_is_paid() {
    let house = House::open().await;
    let session = house.session_of("k1", &[("customer_email", "ada@example.org")]).await;
    let reply = house.browse(&format!("/pay/{session}")).await;
    let html = Html::parse_document(&text(&reply));
    assert_eq!(select(&html, ".label"), ["Payment simulator – no real money"]);
    assert_eq!(select(&html, "h1"), ["Pay €12.50"]);
    assert_eq!(select(&html, ".what"), ["Two seats <b>& more"], "names are text, never markup");
    assert_eq!(html.select(&Selector::parse(".back a").unwrap()).next().unwrap().attr("href"), Some("http://127.0.0.1:9/back"));
    let policy = header(&reply.headers, "content-security-policy");
    assert_eq!(
        policy,
        "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:9; base-uri 'none'; frame-ancestors 'none'"
    );
    assert_eq!(header(&reply.headers, "cache-control"), "no-store");
    assert_eq!(header(&reply.headers, "referrer-policy"), "no-referrer");
    assert!(select(&html, "script").is_empty() && !text(&reply).contains(" style=") && !text(&reply).contains(" onclick"));
    assert_eq!(house.browse("/simulator/pay.css").await.status, 200);
    assert_eq!(house.browse("/pay/cs_test_nobody").await.status, 404);
    assert_eq!(house.browse("/").await.status, 200);
}

#[tokio::test]
async fn a_button_fills_in_a_test_card_and_only_a_test_card() {
    let house = House::open().await;
    let session = house.session("k1").await;
    let html = page(&house, &format!("/pay/{session}?card=4000000000009995")).await;
    assert_eq!(value(&html, "#number"), "4000000000009995");
    assert_eq!(value(&html, "#expiry"), "12/26");
    assert_eq!(value(&html, "#cvc"), "123");
    assert_eq!(select(&html, "button[aria-pressed=true] span:first-child"), ["Insufficient funds"]);
    let cards = select(&html, ".cards button");
    assert_eq!(cards.len(), 9);
    for (number, effect) in [
        ("4242 4242 4242 4242", "The payment works."),
        ("4000 0000 0000 0002", "Your card was declined."),
        ("4000 0027 6000 3184", "The bank asks first: approve it or fail it."),
        ("4000 0000 0000 5126", "The payment works; a refund fails after 5 seconds."),
    ] {
        assert!(cards.iter().any(|card| card.contains(number) && card.contains(effect)), "{number}: {cards:?}");
    }
    assert!(select(&html, ".simulation")[0].starts_with("This is a simulation. No card is charged"));
    let html = page(&house, &format!("/pay/{session}?card=4111111111111111")).await;
    assert_eq!(value(&html, "#number"), "");
}

#[tokio::test]
async fn a_declined_person_reads_why_and_tries_again() {
    let house = House::open().await;
    for (card, reason, code) in [
        ("4000000000000002", "Your card was declined.", "generic_decline"),
        ("4000000000009995", "Your card has insufficient funds.", "insufficient_funds"),
    ] {
        let session = house.session(card).await;
        assert_eq!(house.pay(&session, card).await, format!("/pay/{session}"));
        let html = page(&house, &format!("/pay/{session}")).await;
        assert_eq!(select(&html, ".alert strong"), [reason]);
        let (_, seen) = house.get(&format!("/v1/checkout/sessions/{session}?expand[]=payment_intent")).await;
        assert_eq!((&seen["status"], &seen["payment_intent"]["status"]), (&json!("open"), &json!("requires_payment_method")));
        assert_eq!(seen["payment_intent"]["last_payment_error"]["decline_code"], code);
        assert_eq!(house.pay(&session, "4242424242424242").await, "http://127.0.0.1:9/paid");
    }
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 2_500);
}

#[tokio::test]
async fn the_second_step_is_approved_failed_or_left_for_another_card() {
    let house = House::open().await;
    let session = house.session("k1").await;
    let challenge = format!("/pay/{session}/challenge");
    assert_eq!(location(&house.browse(&challenge).await), format!("/pay/{session}"), "nothing to approve yet");
    assert_eq!(house.pay(&session, "4000002760003184").await, challenge);
    assert_eq!(select(&page(&house, &challenge).await, "button"), ["Approve the payment", "Fail authentication"]);
    let html = page(&house, &format!("/pay/{session}")).await;
    assert_eq!(select(&html, ".alert a"), ["Go on with 3-D Secure"]);

    assert_eq!(location(&house.submit(&challenge, &[("answer", "fail")]).await), format!("/pay/{session}"));
    let html = page(&house, &format!("/pay/{session}")).await;
    assert!(select(&html, ".alert strong")[0].starts_with("We are unable to authenticate"));
    assert_eq!(
        location(&house.submit(&challenge, &[("answer", "approve")]).await),
        format!("/pay/{session}"),
        "a failed step cannot be approved afterwards"
    );
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 0);

    house.pay(&session, "4000002760003184").await;
    assert_eq!(location(&house.submit(&challenge, &[("answer", "approve")]).await), "http://127.0.0.1:9/paid");
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 1_250);
}

#[tokio::test]
async fn paying_twice_or_coming_back_pays_once() {
    let house = House::open().await;
    let session = house.session("k1").await;
    house.pay(&session, "4242424242424242").await;
    assert_eq!(house.pay(&session, "4242424242424242").await, "http://127.0.0.1:9/paid");
    assert_eq!(house.pay(&session, "4000000000000002").await, "http://127.0.0.1:9/paid", "a paid page declines nothing");
    assert_eq!(select(&page(&house, &format!("/pay/{session}")).await, "h1"), ["This is paid already"]);
    assert_eq!(house.state().await["totals"]["eur"]["authorised"], 1_250);
}

#[tokio::test]
async fn a_number_that_is_no_test_card_is_neither_shown_again_nor_kept() {
    let house = House::open().await;
    let session = house.session("k1").await;
    // By redirect, so that reload and back send nothing again.
    let refused = async |number: &str, expiry: &str| {
        let there = location(&house.submit(&format!("/pay/{session}"), &[("number", number), ("expiry", expiry), ("cvc", "737")]).await);
        (house.browse(&there).await, there)
    };
    let (reply, there) = refused("4111 1111 1111 1111", "12/34").await;
    assert!(!text(&reply).contains("1111") && !there.contains("1111") && !there.contains("737"), "{there}");
    let html = Html::parse_document(&text(&reply));
    assert_eq!(select(&html, "#number-problem"), ["This is not one of the test cards above. Never enter a real card here."]);
    let input = html.select(&Selector::parse("#number").unwrap()).next().unwrap();
    assert_eq!((input.attr("aria-invalid"), input.attr("aria-describedby")), (Some("true"), Some("number-problem")));
    assert!(!house.state().await.to_string().contains("1111"));
    let (reply, _) = refused("4242 4242 4242 4242", "01/20").await;
    let html = Html::parse_document(&text(&reply));
    assert_eq!(value(&html, "#number"), "4242424242424242", "what was right stays");
    assert_eq!((value(&html, "#expiry").as_str(), value(&html, "#cvc").as_str()), ("01/20", "737"));
    assert_eq!(select(&html, "#expiry-problem").len(), 1);
    assert_eq!(select(&html, ".problem").len(), 1);
    let dir = house.close().await;
    assert!(!std::fs::read_to_string(dir.path().join("payments.jsonl")).unwrap().contains("4242424242424242"));
}
