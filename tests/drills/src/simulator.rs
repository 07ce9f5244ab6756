//! The simulator's controls: faults on order, its books, and lies.

use hmac::{Hmac, KeyInit, Mac};
use http::Method;
use platform_types::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;
use url::Url;

use crate::failure::{Failure, wrong};
use crate::house::House;
use crate::http::{Answer, Browser};

/// Everything it holds.
pub async fn state(house: &House) -> Result<Value, Failure> {
    let answer = Browser::new().get_json(&house.pay_url("/simulator/state")?).await?;
    if answer.status == 200 { Ok(answer.json()) } else { Err(wrong(format!("the simulator's state: {} {}", answer.status, answer.body))) }
}

/// Orders a fault: `{"fault": "answer_lost", "on": "capture"}`.
pub async fn order_fault(house: &House, rule: Value) -> Result<(), Failure> {
    let answer = Browser::new().program(Method::POST, &house.pay_url("/simulator/faults")?, Some(rule.to_string()), &[]).await?;
    if answer.status == 201 { Ok(()) } else { Err(wrong(format!("the fault {rule} was refused: {}", answer.body))) }
}

/// No faults any more.
pub async fn behave(house: &House) -> Result<(), Failure> {
    Browser::new().program(Method::DELETE, &house.pay_url("/simulator/faults")?, None, &[]).await?;
    Ok(())
}

/// Has it send a webhook signed by somebody who does not know the secret; what the house answered.
pub async fn forge(house: &House, session: &str) -> Result<Option<u64>, Failure> {
    let body = json!({ "session": session }).to_string();
    let answer = Browser::new().program(Method::POST, &house.pay_url("/simulator/forge")?, Some(body), &[]).await?;
    Ok(answer.json()["house_answered"].as_u64())
}

/// Takes the money of an authorisation as somebody at the provider's own dashboard would, past the house.
pub async fn capture_elsewhere(house: &House, session: &str) -> Result<(), Failure> {
    let known = payment(house, session).await?;
    let intent = known["payment_intent"].as_str().unwrap_or_default();
    let (key, _) = house.secrets()?;
    let url = house.pay_url(&format!("/v1/payment_intents/{intent}/capture"))?;
    let bearer = format!("Bearer {key}");
    let form = [("authorization", bearer.as_str()), ("accept", "application/json"), ("idempotency-key", session)];
    let answer = Browser::new().program(Method::POST, &url, None, &form).await?;
    if answer.status == 200 { Ok(()) } else { Err(wrong(format!("the capture elsewhere: {} {}", answer.status, answer.body))) }
}

/// What it holds of one payment, by its page's id.
pub async fn payment(house: &House, session: &str) -> Result<Value, Failure> {
    let state = state(house).await?;
    let found = state["payments"].as_array().into_iter().flatten().find(|p| p["session"] == session).cloned();
    found.ok_or_else(|| wrong(format!("the simulator does not know {session}")))
}

/// The page's id in its address.
pub fn session_of(page: &Url) -> String {
    page.path().trim_start_matches("/pay/").to_owned()
}

/// Sends the house a webhook that we signed ourselves, with this secret, as of this time.
pub async fn webhook(house: &House, event: &Value, secret: &str, at: Timestamp) -> Result<Answer, Failure> {
    let body = event.to_string();
    let time = at.timestamp();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|e| wrong(e.to_string()))?;
    mac.update(format!("{time}.{body}").as_bytes());
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let header = format!("t={time},v1={signature}");
    let url = house.url("/api/webhooks/stripe")?;
    Ok(Browser::new().program(Method::POST, &url, Some(body), &[("stripe-signature", &header)]).await?)
}

/// An event that says this page was paid.
pub fn says_paid(id: &str, session: &str, at: Timestamp) -> Value {
    json!({
        "id": id, "object": "event", "type": "checkout.session.completed", "created": at.timestamp(),
        "data": { "object": { "id": session, "object": "checkout.session", "status": "complete", "metadata": {} } },
    })
}
