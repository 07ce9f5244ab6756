//! Codes as buyers meet them: on the event's page, at the checkout, on the order.

use axum::http::StatusCode;
use platform_types::TicketTypeId;
use serde_json::json;

use super::buy::{DETAILS, hold, quantity};
use super::web::{Site, Visitor};

async fn site() -> (Site, TicketTypeId) {
    let site = Site::with_capacity(50).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 50).await;
    (site, stalls)
}

/// Presses “Apply” at a checkout.
async fn apply(browser: &Visitor, checkout: &str, code: &str, others: &[(&str, &str)]) -> platform_http_testing::Answer {
    let mut fields = vec![("code", code)];
    fields.extend_from_slice(others);
    assert_eq!(browser.post(&format!("{checkout}/code"), &fields).await.leads(), checkout);
    browser.get(checkout).await
}

#[tokio::test]
async fn a_code_in_the_address_comes_off_at_the_checkout() {
    let (site, stalls) = site().await;
    let before = site.browser().get("/events/the-night").await;
    assert_eq!(before.count("form[action='/events/the-night/code']"), 0, "nothing is asked where nothing can be used");
    site.house.code("SPRING", "kind, rate_millionths", "'percent', 200000").await;
    let public = site.browser().get("/events/the-night").await;
    assert_eq!(public.count("details input[name=code][form=tickets]"), 1, "one form with the tickets, so that the choice stays");
    assert_eq!(public.count("details button[form=tickets][formmethod=get][formaction='/events/the-night/code']"), 1);

    let browser = site.browser();
    let there = browser.get("/events/the-night?code=%20spring%20").await;
    assert_eq!((there.status, there.leads()), (StatusCode::SEE_OTHER, "/events/the-night/code?code=+spring+"));
    let page = browser.get(there.leads()).await;
    assert!(page.told().contains("Code SPRING: 20 % off."), "{}", page.told());
    assert!(page.header("cache-control").contains("no-store"), "{}", page.header("cache-control"));
    assert_eq!(page.attribute("form#tickets input[name=code]", "value").as_deref(), Some("SPRING"));
    assert_eq!(site.browser().get("/events/the-night").await.text, public.text, "everybody else's page is what it was");

    let checkout = browser.post("/events/the-night/hold", &[(&quantity(stalls), "2"), ("code", "SPRING")]).await.leads().to_owned();
    let page = browser.get(&checkout).await;
    for says in ["€40.00", "Discount with SPRING", "€10.00", "€5.00 less each", "Code SPRING counts."] {
        assert!(page.told().contains(says), "{says}: {}", page.told());
    }
    let total = page.field("total").unwrap();
    assert_eq!(total, "4000");
    let placed =
        browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("total", &total), ("occasion", &page.field("occasion").unwrap())]).await;
    assert!(placed.leads().starts_with("https://bank.test/"), "{}", placed.leads());
    assert_eq!(site.house.number("SELECT total_minor FROM orders").await, 4_000);
    let again = browser.get(&checkout).await;
    assert!(again.told().contains("Discount with SPRING") && again.told().contains("€40.00"), "{}", again.told());
    assert_eq!(again.count("input[name=code]"), 0, "a placed order keeps its price");
    let order = site.house.number("SELECT count(*) FROM orders WHERE promo_code = 'SPRING' AND discount_minor = 1000").await;
    assert_eq!(order, 1);
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_wrong_code_on_the_events_page_keeps_what_was_chosen() {
    let (site, stalls) = site().await;
    site.house.code("SPRING", "kind, rate_millionths", "'percent', 200000").await;
    let browser = site.browser();
    let chosen = quantity(stalls);
    let query = |code: &str, n: &str| serde_urlencoded::to_string([(chosen.as_str(), n), ("code", code)]).unwrap();
    let asked = format!("/events/the-night/code?{}", query("sprung", "3"));
    // “Get tickets” holds what everybody may buy, and the checkout tells the same of the code.
    let sent = browser.post("/events/the-night/hold", &[(&chosen, "3"), ("code", "sprung")]).await.leads().to_owned();
    for there in [&asked, &sent] {
        let page = browser.get(there).await;
        let summary = page.find(".error-summary[autofocus] a[href='#field-code']");
        assert_eq!(summary, ["“SPRUNG”: This code is not known here. Check how it is spelt."], "{there}");
        assert_eq!(page.find("#field-code-error"), ["This code is not known here. Check how it is spelt."], "beside its field too");
        assert_eq!(page.field("code").as_deref(), Some("SPRUNG"));
    }
    assert_eq!(browser.get(&asked).await.field(&chosen).as_deref(), Some("3"));
    let page = browser.get(&format!("/events/the-night/code?{}", query("spring", "3"))).await;
    assert_eq!((page.field(&chosen).as_deref(), page.count(".error-summary")), (Some("3"), 0));
    assert!(page.told().contains("Code SPRING: 20 % off."), "{}", page.told());
    // Enter in the field sends the form: before anything is chosen only the code is looked at.
    let enter = browser.post("/events/the-night/hold", &[(&chosen, "0"), ("code", "spring")]).await.leads().to_owned();
    let page = browser.get(&enter).await;
    assert!(page.told().contains("Code SPRING: 20 % off.") && !page.told().contains("Choose at least one"), "{}", page.told());
    let nothing = browser.post("/events/the-night/hold", &[(&chosen, "0"), ("code", "SPRING"), ("brought", "1")]).await;
    assert!(browser.get(nothing.leads()).await.told().contains("Choose at least one ticket."));
    let held = browser.post("/events/the-night/hold", &[(&chosen, "3"), ("code", "SPRING"), ("brought", "1")]).await;
    assert!(browser.get(held.leads()).await.told().contains("€60.00"));
}

#[tokio::test]
async fn a_code_is_put_on_and_taken_off_and_nothing_typed_is_lost() {
    let (site, stalls) = site().await;
    site.house.code("SPRING", "kind, amount_minor", "'fixed', 1000").await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    let page = browser.get(&checkout).await;
    assert_eq!(page.attribute("input[name=code]", "form").as_deref(), Some("details"), "one form, so that nothing typed is lost");
    assert_eq!(page.attribute("button[formaction]", "formaction").unwrap(), format!("{checkout}/code"));

    let page = apply(&browser, &checkout, "sprung", &[("name", "Mei Chan"), ("email", "")]).await;
    assert!(page.told().contains("This code is not known here. Check how it is spelt."), "{}", page.told());
    assert_eq!((page.field("code").as_deref(), page.field("name").as_deref()), (Some("SPRUNG"), Some("Mei Chan")));
    assert!(!page.told().contains("Enter"), "the rest has not been said to be all: {}", page.told());
    assert!(page.told().contains("€25.00"));
    // With a code that does not count nothing is bought at another price than was hoped for.
    let refused = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("code", "sprung"), ("total", "2500")]).await;
    assert_eq!(refused.leads(), checkout);
    assert_eq!(site.house.number("SELECT count(*) FROM orders").await, 0);

    let page = apply(&browser, &checkout, " Spring ", &[("name", "Mei Chan")]).await;
    assert!(page.told().contains("€15.00") && page.told().contains("Code SPRING counts."), "{}", page.told());
    assert_eq!(page.field("name").as_deref(), Some("Mei Chan"));
    let page = apply(&browser, &checkout, "", &[]).await;
    assert!(page.told().contains("€25.00") && !page.told().contains("SPRING"), "{}", page.told());

    // Typed, but “Apply” was not pressed: the new price is told kindly before anything is placed.
    let typed = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("code", "spring"), ("total", "2500")]).await;
    assert_eq!(typed.leads(), checkout);
    assert_eq!(site.house.number("SELECT count(*) FROM orders").await, 0, "nobody is charged what they have not seen");
    let page = browser.get(&checkout).await;
    assert!(page.told().contains("Code SPRING counts: you now pay €15.00 instead of €25.00."), "{}", page.told());
    assert_eq!((page.count(".flash.tone--good"), page.count(".error-summary, .field--wrong")), (1, 0), "good news is no mistake");
    assert_eq!((page.field("name").as_deref(), page.field("total").as_deref()), (Some("Mei Chan"), Some("1500")));
    let placed = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("total", "1500")]).await;
    assert!(placed.leads().starts_with("https://bank.test/"), "{}", placed.leads());
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_wrong_code_is_told_above_the_form_and_clearing_it_goes_on_without() {
    let (site, stalls) = site().await;
    site.house.code("SPRING", "kind, amount_minor", "'fixed', 1000").await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    let send =
        async |code: &str| browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("code", code), ("total", "2500")]).await.leads().to_owned();
    assert_eq!(send("sprung").await, checkout);
    let page = browser.get(&checkout).await;
    let summary = page.find(".error-summary[autofocus][tabindex='-1'] a[href='#field-code']");
    assert_eq!(summary, ["“SPRUNG”: This code is not known here. Check how it is spelt."]);
    assert_eq!(page.count("#field-code[aria-invalid=true]"), 1);
    assert_eq!(send("sprung").await, checkout, "with it nothing is bought at another price than was hoped for");
    assert!(send("").await.starts_with("https://bank.test/"), "the field was cleared, so the code is gone");
    assert_eq!(site.house.number("SELECT count(*) FROM orders WHERE promo_code = '' AND total_minor = 2500").await, 1);
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_code_and_a_mistake_beside_it_are_told_at_once() {
    let (site, stalls) = site().await;
    site.house.code("SPRING", "kind, amount_minor", "'fixed', 1000").await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    let sent = browser.post(&checkout, &[("name", "Mei Chan"), ("email", "mei@"), ("code", "spring"), ("total", "2500")]).await;
    assert_eq!(sent.leads(), checkout);
    let page = browser.get(&checkout).await;
    assert_eq!(page.find(".error-summary li"), ["Enter an e-mail address like name@example.org."], "the price is no mistake");
    assert!(page.told().contains("you now pay €15.00 instead of €25.00"), "{}", page.told());
    // Pressing “Apply” tells the same, at the top of the page.
    let other = site.browser();
    let checkout = hold(&other, stalls, 1).await;
    let page = apply(&other, &checkout, "spring", &[("name", "Mei Chan"), ("email", "")]).await;
    assert!(page.told().contains("you now pay €15.00 instead of €25.00"), "{}", page.told());
    assert_eq!(page.count(".error-summary"), 0);
}

#[tokio::test]
async fn hidden_tickets_are_seen_and_bought_by_their_code_alone() {
    let (site, stalls) = site().await;
    let backstage = site.house.ticket_type("Backstage", 9_000, 5).await;
    site.sql("UPDATE ticket_types SET hidden = true WHERE name = 'Backstage'").await;
    site.house.code("FRIENDS", "kind, reveals, max_uses", "'access', true, 5").await;
    let public = site.browser().get("/events/the-night").await;
    assert!(!public.text.contains("Backstage"));
    let browser = site.browser();
    let page = browser.get("/events/the-night/code?code=friends").await;
    assert!(page.told().contains("Code FRIENDS opens the tickets below.") && page.told().contains("Backstage"), "{}", page.told());

    let without = browser.post("/events/the-night/hold", &[(&quantity(backstage), "1")]).await;
    assert!(without.leads().contains("refused=unknown_ticket_type"), "{}", without.leads());
    let wrong = browser.post("/events/the-night/hold", &[(&quantity(backstage), "1"), ("code", "enemies")]).await;
    let there = browser.get(wrong.leads()).await;
    assert!(there.told().contains("This code is not known here."), "{}", there.told());
    assert!(!there.text.contains("Backstage"), "nor is what it would have opened");

    let held = browser.post("/events/the-night/hold", &[(&quantity(backstage), "2"), (&quantity(stalls), "1"), ("code", "friends")]).await;
    let checkout = held.leads().to_owned();
    let page = browser.get(&checkout).await;
    assert!(page.told().contains("Backstage") && page.told().contains("€205.00"), "{}", page.told());
    assert_eq!(page.count("button[formaction]"), 0, "the code that opened them stays");
    let kept = apply(&browser, &checkout, "", &[]).await;
    assert!(kept.told().contains("Code FRIENDS counts."), "{}", kept.told());
    let placed = browser.post(&checkout, &DETAILS).await;
    assert!(placed.leads().starts_with("https://bank.test/"), "{}", placed.leads());
    assert_eq!(site.house.number("SELECT uses::bigint FROM promo_codes").await, 1);
    // Too many: back to the same page, with the code and the choice.
    let more = site.browser().post("/events/the-night/hold", &[(&quantity(backstage), "7"), ("code", "friends")]).await;
    let page = site.browser().get(more.leads()).await;
    assert_eq!(page.attribute("form#tickets input[name=code]", "value").as_deref(), Some("FRIENDS"));
    assert!(page.told().contains("is sold out, or fewer are left"), "{}", page.told());
    site.house.assert_sound().await;
}

#[tokio::test]
async fn programs_are_told_by_code_why_not() {
    let (site, stalls) = site().await;
    site.house.code("SPRING", "kind, rate_millionths", "'percent', 1000000").await;
    site.house.code("LATER", "kind, amount_minor, starts_at", "'fixed', 500, '2100-01-01'").await;
    site.house.code("BIG", "kind, amount_minor, min_spend_minor", "'fixed', 500, 10000").await;
    site.house.code("ONCE", "kind, amount_minor, max_uses, uses", "'fixed', 500, 1, 1").await;
    site.sql(
        "INSERT INTO organizations (id, name, slug, timezone, currency) VALUES (gen_random_uuid(), 'Rival', 'rival', 'UTC', 'EUR');
         INSERT INTO promo_codes (id, organization_id, currency, code, kind, amount_minor) SELECT gen_random_uuid(), id, 'EUR', 'RIVAL', 'fixed', 500 FROM organizations WHERE slug = 'rival'",
    )
    .await;
    let browser = site.browser();
    let held =
        browser.post_json("/events/the-night/hold", json!({"items": [{"ticket_type": stalls, "quantity": 1}], "code": "spring"})).await;
    let checkout = format!("/checkout/{}", held.json()["hold"].as_str().unwrap());
    let ask = async |code: &str| browser.post_json(&format!("{checkout}/code"), json!({ "code": code })).await.json();
    for (code, why) in
        [("nonsense", "promo.unknown"), ("later", "promo.not_yet"), ("big", "promo.below_minimum"), ("once", "promo.used_up")]
    {
        assert_eq!(ask(code).await["code"], why, "{code}");
    }
    let (mut rival, mut none) = (ask("rival").await, ask("rivax").await);
    for answer in [&mut rival, &mut none] {
        answer.as_object_mut().unwrap().retain(|key, _| key != "request_id" && key != "instance");
    }
    assert_eq!(rival, none, "a stranger's code reads as none");
    assert!(ask("later").await["detail"].as_str().unwrap().starts_with("This code can be used from Fri 1 Jan"));
    let fine = ask("Spring").await;
    assert_eq!((fine["discount_minor"].as_i64(), fine["total_minor"].as_i64()), (Some(2_500), Some(0)));
    let placed = browser.post_json(&checkout, json!({"name": "Mei", "email": "mei@example.org"})).await;
    assert_eq!((placed.status, placed.json()["status"].as_str()), (StatusCode::CREATED, Some("paid")), "{}", placed.text);
    assert_eq!(ask("big").await["code"], "promo.not_now", "an order keeps its price");
    let public = site.browser().get("/events/the-night").await;
    assert!(!public.text.contains("SPRING"));
    // Its use is nobody's: it stands here for one that is gone.
    site.sql("DELETE FROM promo_codes WHERE code = 'ONCE'").await;
    site.house.assert_sound().await;
}
