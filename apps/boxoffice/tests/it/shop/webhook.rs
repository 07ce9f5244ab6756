//! The provider's messages: believed when signed, effective once.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::buy::{DETAILS, hold};
use platform_http_testing::Answer;

use super::web::Site;

async fn tell(site: &Site, signed: bool, body: String) -> Answer {
    let mut request = Request::post("/api/webhooks/stripe").header("content-type", "application/json");
    if signed {
        request = request.header("bank-signature", "true");
    }
    site.browser().send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_signed_message_asks_for_one_look_however_often_it_comes() {
    let site = Site::with_capacity(10).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 10).await;
    let browser = site.browser();
    let checkout = hold(&browser, stalls, 1).await;
    let url = browser.post(&checkout, &DETAILS).await.leads().to_owned();
    let reference = url.rsplit('/').next().unwrap();

    let forged = tell(&site, false, format!("evt_1 {reference}")).await;
    assert_eq!((forged.status, forged.json()["code"].as_str()), (StatusCode::BAD_REQUEST, Some("payments.webhook_refused")));
    assert_eq!(site.house.number("SELECT count(*) FROM payment_events").await, 0);
    assert_eq!(tell(&site, true, "nonsense".to_owned()).await.status, StatusCode::BAD_REQUEST);

    for _ in 0..3 {
        assert_eq!(tell(&site, true, format!("evt_1 {reference}")).await.status, StatusCode::OK);
    }
    assert_eq!(site.house.number("SELECT count(*) FROM payment_events").await, 1);
    assert_eq!(site.house.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.settle_payment'").await, 1);
    // About something that is not ours: acknowledged, or the provider would send it for days.
    assert_eq!(tell(&site, true, "evt_2 cs_unknown".to_owned()).await.status, StatusCode::OK);
    assert_eq!(site.house.number("SELECT count(*) FROM jobs.outbox WHERE kind = 'boxoffice.settle_payment'").await, 1);
}
