//! An order over its life: paid, declined, awaited, looked up, printed.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use chrono::Duration;
use platform_http::Limits;
use platform_http_testing::roomy;
use platform_types::UserId;

use super::buy::{DETAILS, hold};
use super::web::{Site, Visitor};

/// Orders two tickets and goes to the bank; returns the order's address and the bank's reference.
pub async fn at_the_bank(site: &Site, browser: &Visitor) -> (String, String) {
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let checkout = hold(browser, stalls, 2).await;
    let url = browser.post(&checkout, &[DETAILS[0], DETAILS[1], ("attendee_2", "Grace Hopper")]).await.leads().to_owned();
    let order = browser.get(&checkout).await;
    assert_eq!(order.status, StatusCode::OK, "an unpaid order's details can still be changed");
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM orders").fetch_one(&mut owner).await.unwrap();
    (format!("/orders/{id}"), url.rsplit('/').next().unwrap().to_owned())
}

async fn bought(site: &Site, browser: &Visitor) -> String {
    let (order, reference) = at_the_bank(site, browser).await;
    site.house.bank.person_pays(&reference.into());
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);
    order
}

pub async fn lookup_code(site: &Site) -> String {
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    sqlx::query_scalar("SELECT lookup_code FROM orders").fetch_one(&mut owner).await.unwrap()
}

#[tokio::test]
async fn paying_leads_to_tickets_papers_and_the_list() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    assert!(browser.get("/my/tickets").await.told().contains("No tickets yet"));
    let order = bought(&site, &browser).await;
    let page = browser.get(&order).await;
    assert!(
        page.told().contains("is paid") && page.told().contains("Grace Hopper") && page.told().contains("mei@example.org"),
        "{}",
        page.told()
    );
    assert_eq!(page.count(".qr__code svg"), 2);
    assert!(page.header("cache-control").contains("no-store"));

    let pdf = browser.get(&format!("{order}/tickets.pdf")).await;
    assert!(pdf.bytes.starts_with(b"%PDF-"), "{}", pdf.status);
    assert!(pdf.header("content-disposition").starts_with("attachment; filename=\"tickets-"));
    let ics = browser.get(&format!("{order}/calendar.ics")).await;
    assert!(ics.text.contains("SUMMARY:The Night") && ics.header("content-type").starts_with("text/calendar"));

    let mine = browser.get("/my/tickets").await;
    assert!(mine.told().contains("Coming up") && mine.told().contains("2 tickets"), "{}", mine.told());
    site.house.clock.advance(Duration::days(40));
    assert!(browser.get("/my/tickets").await.told().contains("Past"));
    // Withdrawn from the public, the event still has ticket holders.
    site.sql("UPDATE events SET visibility = 'private'").await;
    assert!(browser.get("/my/tickets").await.told().contains("The Night"));
    assert_eq!(browser.get(&order).await.count(".qr__code svg"), 2);
    site.house.assert_sound().await;
}

#[tokio::test]
async fn an_order_is_its_owners_alone() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let order = bought(&site, &browser).await;
    let person = site.browser().signed_in_as(UserId(site.house.entropy.uuid_v7(site.house.clock.now())));
    let guest = site.browser();
    guest.post("/events/the-night/hold", &[("quantity[x]", "1")]).await;
    assert!(guest.cookie("guest").is_some());
    for stranger in [site.browser(), person, guest] {
        for path in ["", "/tickets.pdf", "/receipt.pdf", "/calendar.ics", "?code=BCDFGHJKMN", "?wait=1"] {
            let answer = stranger.get(&format!("{order}{path}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.count("form[action='/orders/lookup'] input[name=code]"), 1, "the way in stands there");
            let nowhere = stranger.get(&format!("/orders/00000000-0000-7000-8000-000000000000{path}")).await;
            assert_eq!(answer.text, nowhere.text, "{path}: whether there is such an order is not told");
        }
        assert_eq!(stranger.post(&format!("{order}/pay"), &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(&format!("{order}/return")).await.leads(), "/orders/lookup?from=payment");
        assert!(stranger.get("/my/tickets").await.told().contains("No tickets yet"));
    }
    assert_eq!(
        site.browser().get("/orders/00000000-0000-7000-8000-000000000000/return").await.leads(),
        "/orders/lookup?from=payment",
        "one that does not exist answers the same"
    );
}

#[tokio::test]
async fn a_decline_is_told_and_the_next_try_works() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, reference) = at_the_bank(&site, &browser).await;
    site.house.bank.person_is_declined(&reference.clone().into());
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);
    let page = browser.get(&order).await;
    assert!(
        page.told().contains("insufficient funds") && page.told().contains("try again") && page.told().contains("Pay €50.00"),
        "{}",
        page.told()
    );
    let again = browser.post(&format!("{order}/pay"), &[]).await.leads().to_owned();
    assert!(again.ends_with(&reference), "one page per order: {again}");
    site.house.bank.person_pays(&reference.into());
    browser.get(&format!("{order}/return")).await;
    assert_eq!(browser.get(&order).await.count(".qr__code svg"), 2);
    assert_eq!(browser.post(&format!("{order}/pay"), &[]).await.leads(), order, "a paid order is not paid again");
    assert_eq!(site.house.bank.kept(), 5_000);
}

#[tokio::test]
async fn a_corrected_address_gets_a_page_of_its_own_and_the_first_one_closes() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, first) = at_the_bank(&site, &browser).await;
    let hold: uuid::Uuid = sqlx::query_scalar("SELECT hold_id FROM orders")
        .fetch_one(&mut site.house.test.connect(Some("callboard_owner")).await)
        .await
        .unwrap();
    let corrected = [("name", "Mei Chan"), ("email", "mei.chan@example.org"), ("attendee_2", "Grace Hopper")];
    let url = browser.post(&format!("/checkout/{hold}"), &corrected).await.leads().to_owned();
    let second = url.rsplit('/').next().unwrap().to_owned();
    assert_ne!(first, second);
    assert!(site.house.bank.is_cancelled(&first.clone().into()), "nobody pays on the page that writes to the wrong address");
    let address = "SELECT count(*) FROM payments WHERE customer_email = 'mei.chan@example.org' AND status = 'open'";
    assert_eq!(site.house.number(address).await, 1);
    assert_eq!(browser.post(&format!("{order}/pay"), &[]).await.leads(), url, "the same address keeps its page");
    site.house.bank.person_pays(&second.into());
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);
    assert!(browser.get(&order).await.told().contains("is paid"));
    site.house.assert_sound().await;
}

#[tokio::test]
async fn a_page_paid_before_the_address_was_corrected_counts() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, reference) = at_the_bank(&site, &browser).await;
    site.house.bank.person_pays(&reference.clone().into());
    site.sql("UPDATE orders SET email = 'corrected@example.org'").await;
    browser.post(&format!("{order}/pay"), &[]).await;
    assert!(!site.house.bank.is_cancelled(&reference.into()), "what was paid is not let go");
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);
    assert!(browser.get(&order).await.told().contains("is paid"));
    assert_eq!(site.house.bank.kept(), 5_000);
}

#[tokio::test]
async fn a_cancelled_payment_can_be_taken_up_again_or_its_tickets_given_back() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, reference) = at_the_bank(&site, &browser).await;
    let back = browser.get(&format!("{order}?payment=cancelled")).await;
    assert!(back.told().contains("You cancelled the payment. Nothing was charged."), "{}", back.told());
    assert!(browser.post(&format!("{order}/pay"), &[]).await.leads().ends_with(&reference), "the same page");

    let held = async || site.house.number("SELECT sum(held)::bigint FROM pools WHERE kind = 'event'").await;
    assert_eq!(held().await, 2);
    assert_eq!(site.browser().post(&format!("{order}/release"), &[]).await.status, StatusCode::NOT_FOUND, "nobody else's to give back");
    assert_eq!(held().await, 2);
    for _ in 0..2 {
        assert_eq!(browser.post(&format!("{order}/release"), &[]).await.leads(), order);
    }
    assert_eq!(held().await, 0, "on sale again at once");
    let page = browser.get(&order).await;
    assert!(page.told().contains("You gave the tickets back before paying. Nothing was charged."), "{}", page.told());
    assert_eq!(site.house.number("SELECT count(*) FROM audit.events WHERE action = 'order.released'").await, 1);
    // Whoever pays on the bank's page all the same is not charged, and is told nothing untrue.
    site.house.bank.person_pays(&reference.into());
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);
    assert!(browser.get(&order).await.told().contains("You gave the tickets back"), "its words stay");
    assert_eq!(site.house.bank.kept(), 0);
    assert_eq!(site.house.number("SELECT count(*) FROM tickets").await, 0);
    assert_eq!(browser.post(&format!("{order}/pay"), &[]).await.leads(), order, "given up is given up");
    site.house.assert_sound().await;
}

#[tokio::test]
async fn what_is_paid_is_not_given_back_but_refunded() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let order = bought(&site, &browser).await;
    let there = browser.post(&format!("{order}/release"), &[]).await.leads().to_owned();
    let page = browser.get(&there).await;
    assert!(page.told().contains("is not waiting for its payment any more") && page.count(".qr__code svg") == 2, "{}", page.told());
    let json = browser.post_json(&format!("{order}/release"), serde_json::json!({})).await;
    assert_eq!((json.status.as_u16(), json.json()["code"].as_str()), (409, Some("orders.not_releasable")));
    site.house.assert_sound().await;
}

#[tokio::test]
async fn while_the_bank_is_silent_the_page_waits_by_itself_and_not_for_ever() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, reference) = at_the_bank(&site, &browser).await;
    site.house.bank.person_pays(&reference.into());
    site.line.cut.store(true, Ordering::SeqCst);
    let mut path = format!("{order}/return");
    let mut rounds = 0;
    loop {
        let waiting = browser.get(&path).await.leads().to_owned();
        let page = browser.get(&waiting).await;
        assert!(page.told().contains("Confirming your payment"), "{}", page.told());
        let Some((_, next)) = page.header("refresh").split_once("; url=") else { break };
        path = next.to_owned();
        rounds += 1;
        assert!(rounds < 60, "it waits for ever");
    }
    assert!(rounds > 10, "it gave up after {rounds} rounds");
    assert!(browser.get(&format!("{order}?wait=25")).await.told().contains("takes longer than usual"));
    site.line.cut.store(false, Ordering::SeqCst);
    assert_eq!(browser.get(&format!("{order}/return?wait=1")).await.leads(), order);
    let page = browser.get(&format!("{order}?wait=3")).await;
    assert_eq!((page.count(".qr__code svg"), page.header("refresh")), (2, ""));
}

#[tokio::test]
async fn who_comes_back_while_the_webhook_settles_is_not_asked_to_pay_again() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let (order, _) = at_the_bank(&site, &browser).await;
    // Held up between the page's looks at the books; what the webhook writes meanwhile lands at once.
    let mut webhook = site.house.test.connect(Some("callboard_owner")).await;
    sqlx::raw_sql("BEGIN; LOCK TABLE payments IN ACCESS EXCLUSIVE MODE").execute(&mut webhook).await.unwrap();
    let path = format!("{order}?wait=1");
    let look = browser.get(&path);
    let settle = async {
        site.house.test.until_one_waits().await;
        let paid = "UPDATE orders SET status = 'paid', paid_at = clock.now(); UPDATE payments SET status = 'captured', captured_minor = amount_minor; COMMIT";
        sqlx::raw_sql(paid).execute(&mut webhook).await.unwrap();
    };
    let (page, ()) = tokio::join!(look, settle);
    assert!(page.told().contains("is paid") && !page.told().contains("Pay for your tickets"), "{}", page.told());
}

#[tokio::test]
async fn address_and_code_open_one_order_and_neither_tells_which_was_wrong() {
    let site = Site::with_capacity(10).await;
    let owner = site.browser();
    let order = bought(&site, &owner).await;
    let code = lookup_code(&site).await;
    let other = site.browser();
    let typed = format!(" {}-{} ", &code[..5].to_lowercase(), &code[5..]);
    let another = boxoffice::tickets::HumanCode::random(&platform_types::Entropy::seeded(99)).to_string();
    let wrong_code = other.post("/orders/lookup", &[("email", "mei@example.org"), ("code", &another)]).await;
    let wrong_mail = other.post("/orders/lookup", &[("email", "ada@example.org"), ("code", &typed)]).await;
    let no_mail = other.post("/orders/lookup", &[("email", "ada"), ("code", &typed)]).await;
    for wrong in [&wrong_code, &wrong_mail] {
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.told().contains("No order matches this e-mail address and lookup code."), "{}", wrong.told());
        assert_eq!(wrong.count("[aria-invalid=true]"), 0);
    }
    assert_eq!(no_mail.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(no_mail.told().contains("Enter an e-mail address like name@example.org."), "what is no address tells of no order");
    assert_eq!(other.get(&order).await.status, StatusCode::NOT_FOUND);

    // What is seen from the code alone is told: no order is looked at for that.
    let slip = format!("{}{}", &code[..9], if code.ends_with('2') { '3' } else { '2' });
    let mistyped = other.post("/orders/lookup", &[("email", "mei@example.org"), ("code", &slip)]).await;
    assert!(mistyped.told().contains("This code is mistyped."), "{}", mistyped.told());
    assert_eq!(other.post("/orders/lookup", &[("email", " MEI@example.org"), ("code", &typed)]).await.leads(), order);
    assert_eq!(other.get(&order).await.count(".qr__code svg"), 2);
    assert!(other.get(&format!("{order}/tickets.pdf")).await.bytes.starts_with(b"%PDF-"));
    assert_eq!(other.cookie("guest"), None, "whoever looks an order up does not become its buyer");
    assert!(other.get("/my/tickets").await.told().contains("No tickets yet"));
    let json = site.browser().post_json("/orders/lookup", serde_json::json!({"email": "mei@example.org", "code": "x"})).await;
    assert_eq!((json.status.as_u16(), json.json()["code"].as_str()), (404, Some("orders.lookup_failed")));
    let nothing = other.post("/orders/lookup", &[("email", ""), ("code", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(nothing.count("input[name=email][aria-invalid=true], input[name=code][aria-invalid=true]"), 2, "both are named");
    assert!(nothing.told().contains("Enter the lookup code."), "{}", nothing.told());
    let json = site.browser().post_json("/orders/lookup", serde_json::json!({})).await.json();
    let named: Vec<_> = json["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["email", "code"]);

    // The link of the mail, on another phone.
    let phone = site.browser();
    assert_eq!(phone.get(&format!("{order}?code={code}")).await.leads(), order);
    assert_eq!(phone.get(&order).await.count(".qr__code svg"), 2);
}

#[tokio::test]
async fn a_refunded_order_keeps_its_page_and_loses_its_codes() {
    let site = Site::with_capacity(10).await;
    let browser = site.browser();
    let order = bought(&site, &browser).await;
    site.sql("UPDATE tickets SET status = 'refunded'; UPDATE orders SET status = 'refunded', refunded_minor = total_minor").await;
    let page = browser.get(&order).await;
    assert!(page.told().contains("This order was refunded") && page.told().contains("Given back €50.00"), "{}", page.told());
    assert_eq!(page.count(".qr__code"), 0);
    for paper in ["tickets.pdf", "calendar.ics"] {
        let there = browser.get(&format!("{order}/{paper}")).await.leads().to_owned();
        assert!(browser.get(&there).await.told().contains("This order has no valid tickets."), "{paper}");
    }
    assert!(browser.get("/my/tickets").await.told().contains("Refunded"));
}

#[tokio::test]
async fn whoever_looks_too_often_is_told_how_long_to_wait_and_loses_nothing() {
    let limits = Limits { auth_per_minute: 2, ..roomy("https://tickets.test").limits };
    let site = Site::with_limits(10, limits).await;
    let browser = site.browser();
    let typed = [("email", "mei@example.org"), ("code", "7K2M9-QXD4F")];
    for _ in 0..2 {
        assert_eq!(browser.post("/orders/lookup", &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let wait = browser.post("/orders/lookup", &typed).await;
    assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds = wait.header("retry-after").to_owned();
    assert!(wait.told().contains(&format!("Too many requests in a short time. Try again in {seconds} seconds.")), "{}", wait.told());
    assert_eq!((wait.field("email").as_deref(), wait.field("code").as_deref()), (Some("mei@example.org"), Some("7K2M9-QXD4F")));
    assert_eq!(wait.count("form[action='/orders/lookup'] button[type=submit]"), 1);
    assert!(!wait.told().contains("No order matches"), "nothing was looked for");
    let json = browser.post_json("/orders/lookup", serde_json::json!({"email": "mei@example.org", "code": "x"})).await;
    assert_eq!((json.status, json.json()["code"].as_str()), (StatusCode::TOO_MANY_REQUESTS, Some("http.rate_limited")));
    site.house.clock.advance(Duration::minutes(1));
    assert_eq!(browser.post("/orders/lookup", &typed).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
