//! A whole evening in the log: what happened can be followed, who it happened to cannot.

use std::io::Write;
use std::sync::{Arc, Mutex};

use platform_telemetry::Format;

use super::acts::PASSWORD;
use super::estate::Estate;
use super::site::Site;
use platform_http_testing::Browser;

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Pays on the simulator's page.
pub async fn pay(url: &str) {
    let card = [("number", "4242424242424242"), ("expiry", "12/34"), ("cvc", "737")];
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let paid = client.post(url).form(&card).send().await.unwrap();
    assert_eq!(paid.status(), 303, "{}", paid.text().await.unwrap());
}

/// Buys a ticket for money; the order's path.
pub async fn buy_for_money(site: &Site, buyer: &Browser, estate: &Estate) -> String {
    let hold = super::estate::hold(buyer, &estate.event_slug, estate.paid_type, 1).await;
    let fields = [("name", "Zephyrine Quill"), ("email", "zephyrine.quill@example.net")];
    let placed = buyer.post(&format!("/checkout/{hold}"), &fields).await;
    pay(placed.leads()).await;
    let id = site.text(&format!("SELECT id::text FROM orders WHERE hold_id = '{hold}'")).await;
    let path = format!("/orders/{id}");
    assert_eq!(buyer.get(&format!("{path}/return")).await.leads(), path);
    path
}

#[tokio::test]
async fn lines_name_what_happened_and_nobody() {
    let paper = Paper::default();
    let writer = paper.clone();
    let subscriber = platform_telemetry::subscriber(Format::Json, "debug,hyper=info", move || writer.clone()).unwrap();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let site = Site::new().await;
    let estate = Estate::found(&site).await;

    let visitor = site.browser();
    let person = [("full_name", "Zephyrine Quill"), ("email", "zephyrine.quill@example.net"), ("password", PASSWORD)];
    visitor.post("/sign-up", &person).await.expect(200);
    let confirm = site.link("zephyrine.quill@example.net").await;
    visitor.post(&confirm, &[]).await.expect(303);
    visitor.post("/sign-out", &[]).await.expect(303);
    visitor.post("/sign-in", &[("email", "zephyrine.quill@example.net"), ("password", "a wrong passphrase")]).await.expect(422);
    visitor.post("/sign-in", &[("email", "zephyrine.quill@example.net"), ("password", PASSWORD)]).await.expect(303);
    let tokens = visitor
        .json("/auth/v1/token?grant_type=password", &serde_json::json!({ "email": "zephyrine.quill@example.net", "password": PASSWORD }))
        .await
        .expect(200)
        .json();
    visitor.post("/reset", &[("email", "zephyrine.quill@example.net")]).await.expect(200);
    let reset = site.link("zephyrine.quill@example.net").await;
    let order = buy_for_money(&site, &visitor, &estate).await;
    visitor.get(&order).await.expect(200);
    let code = site.text(&format!("SELECT lookup_code FROM orders WHERE id = '{}'", order.trim_start_matches("/orders/"))).await;
    site.browser().post("/orders/lookup", &[("email", "zephyrine.quill@example.net"), ("code", &code)]).await.expect(303);
    site.browser().post("/orders/lookup", &[("email", "zephyrine.quill@example.net"), ("code", "WRONGCODE")]).await.expect(422);
    let desk = site.signed_in(&estate.owner).await;
    desk.post(&format!("/console{order}/refund"), &[("reason", "Broke her leg")]).await.expect(303);
    // Something breaks in the middle: what PostgreSQL then says quotes the row.
    site.sql("ALTER TABLE orders ADD CONSTRAINT nobody_buys CHECK (length(buyer_name) <> 15) NOT VALID").await;
    let hold = super::estate::hold(&visitor, &estate.event_slug, estate.paid_type, 1).await;
    let fields = [("name", "Zephyrine Quill"), ("email", "zephyrine.quill@example.net")];
    visitor.post(&format!("/checkout/{hold}"), &fields).await.expect(500);

    let cookies: Vec<String> = visitor.cookies();
    let token_of = |link: &str| link.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let mut secrets = vec![
        "zephyrine.quill".to_owned(),
        "Zephyrine".to_owned(),
        "Quill".to_owned(),
        PASSWORD.to_owned(),
        "a wrong passphrase".to_owned(),
        "4242424242424242".to_owned(),
        "sk_test_sweeps".to_owned(),
        "whsec_sweeps".to_owned(),
        "Broke her leg".to_owned(),
        code,
        token_of(&confirm),
        token_of(&reset),
        tokens["access_token"].as_str().unwrap().to_owned(),
        tokens["refresh_token"].as_str().unwrap().to_owned(),
    ];
    secrets.extend(cookies);
    let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    for secret in &secrets {
        let line = text.lines().find(|line| line.contains(secret.as_str()));
        assert!(line.is_none(), "{secret} stands in the log: {line:?}");
    }
    let lines: Vec<serde_json::Value> = text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    for (message, route) in [
        ("request", "identity.sign_in.submit"),
        ("request", "checkout.place"),
        ("request refused", "http"),
        ("request failed", "checkout.place"),
    ] {
        let found = lines.iter().any(|l| {
            l["message"] == message
                && (route == "http" || l["http.route"] == route)
                && l["request.id"].as_str().is_some_and(|id| id.len() == 36)
        });
        assert!(found || route == "http", "{message} of {route} can be followed");
    }
    assert!(lines.len() > 30, "{} lines", lines.len());
}
