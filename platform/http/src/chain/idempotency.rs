//! `Idempotency-Key`: the same key and body give the stored answer, another body gives 422.
//!
//! The handler's own transaction is what must not happen twice; the stored answer is for a caller
//! whose first answer was lost. A key whose first request died with the server may be used again
//! after a minute: the use cases behind it are idempotent by themselves.
//!
//! An answer may carry cookies and names. It is sealed with a key made of the caller's own, of which
//! only a digest is kept: the table alone opens nothing.

use std::sync::{Arc, Mutex, PoisonError};

use aes_gcm::Aes256Gcm;
use aes_gcm::aead::{Aead, KeyInit};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http_body_util::BodyExt;
use platform_types::ActorKind;
use sha2::{Digest, Sha256};

use crate::fault::FaultSlot;
use crate::{Ctx, Fault, RouteMeta, code};

/// Answers larger than this are not stored; nothing that takes a key gives one.
const LARGEST_ANSWER: usize = 256 * 1024;

pub(super) async fn run(
    ctx: &Ctx,
    meta: &RouteMeta,
    cookies: &Arc<Mutex<Vec<String>>>,
    request: Request,
    next: Next,
) -> Result<Response, Fault> {
    let Some(key) = request.headers().get("idempotency-key") else { return Ok(next.run(request).await) };
    let key = key
        .to_str()
        .ok()
        .filter(|k| (8..=200).contains(&k.len()) && k.bytes().all(|b| b.is_ascii_graphic()))
        .ok_or_else(|| Fault::new(code::http::KEY_INVALID))?
        .to_owned();

    let (parts, body) = request.into_parts();
    let limit = meta.body_limit.unwrap_or(ctx.kernel().settings().body_limit);
    let bytes = http_body_util::Limited::new(body, limit).collect().await.map_err(|_| Fault::new(code::http::TOO_LARGE))?.to_bytes();
    let digest = Sha256::new()
        .chain_update(parts.uri.path())
        .chain_update([0])
        .chain_update(parts.uri.query().unwrap_or(""))
        .chain_update([0])
        .chain_update(&bytes)
        .finalize()
        .to_vec();
    let place = Place::new(owner(ctx), meta.name, &key);

    match claim(ctx, &place, &digest).await? {
        Claim::Fresh => {}
        Claim::Stored(answer) => return Ok(answer.into_response(cookies)),
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let retryable = response.status().is_server_error() || response.status() == StatusCode::TOO_MANY_REQUESTS;
    if retryable {
        forget(ctx, &place).await?;
        return Ok(response);
    }
    store(ctx, &place, cookies, response).await
}

/// Keys belong to whoever sends them; a visitor without identity is known by the address alone, and the key is the secret.
fn owner(ctx: &Ctx) -> String {
    match ctx.actor.kind {
        ActorKind::User { id, .. } => format!("user:{id}"),
        ActorKind::Guest(id) => format!("guest:{id}"),
        ActorKind::Key(id) => format!("key:{id}"),
        _ => format!("address:{}", ctx.actor.ip.map(|ip| ip.to_string()).unwrap_or_default()),
    }
}

/// Where an answer is kept, and what opens it.
struct Place {
    owner: String,
    route: &'static str,
    digest: String,
    cipher: Aes256Gcm,
}

impl Place {
    fn new(owner: String, route: &'static str, key: &str) -> Self {
        let derive = |purpose: &str| -> [u8; 32] {
            let parts = [purpose, &owner, route, key];
            parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part).chain_update([0])).finalize().into()
        };
        let digest = BASE64.encode(derive("callboard idempotency key"));
        let cipher = Aes256Gcm::new(&derive("callboard idempotency answer").into());
        Self { owner, route, digest, cipher }
    }

    fn seal(&self, nonce: [u8; 12], answer: &Answer) -> Result<serde_json::Value, Fault> {
        let plain = serde_json::to_vec(answer).map_err(Fault::internal)?;
        let sealed = self.cipher.encrypt(&nonce.into(), plain.as_slice()).map_err(|_| Fault::internal("an answer cannot be sealed"))?;
        Ok(serde_json::json!({ "sealed": BASE64.encode([&nonce[..], &sealed].concat()) }))
    }

    fn open(&self, stored: &serde_json::Value) -> Option<Answer> {
        let bytes = BASE64.decode(stored.get("sealed")?.as_str()?).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(12)?;
        let nonce: [u8; 12] = nonce.try_into().ok()?;
        let plain = self.cipher.decrypt(&nonce.into(), sealed).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

enum Claim {
    Fresh,
    Stored(Answer),
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    body: Vec<u8>,
}

impl Answer {
    fn into_response(self, cookies: &Arc<Mutex<Vec<String>>>) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        for (name, value) in self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
                response.headers_mut().append(name, value);
            }
        }
        response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
        cookies.lock().unwrap_or_else(PoisonError::into_inner).extend(self.cookies);
        response
    }
}

async fn claim(ctx: &Ctx, place: &Place, digest: &[u8]) -> Result<Claim, Fault> {
    let mut tx = ctx.kernel().db().as_system("idempotency key").await?;
    let fresh: Option<bool> = sqlx::query_scalar(
        "INSERT INTO http.idempotency_keys (owner, route, key, request_digest, created_at) VALUES ($1, $2, $3, $4, clock.now())
         ON CONFLICT (owner, route, key) DO UPDATE SET created_at = clock.now()
           WHERE http.idempotency_keys.answer IS NULL AND http.idempotency_keys.request_digest = excluded.request_digest
             AND http.idempotency_keys.created_at < clock.now() - interval '1 minute'
         RETURNING true",
    )
    .bind(&place.owner)
    .bind(place.route)
    .bind(&place.digest)
    .bind(digest)
    .fetch_optional(&mut *tx)
    .await?;
    if fresh.is_some() {
        tx.commit().await?;
        return Ok(Claim::Fresh);
    }
    let known: (Vec<u8>, Option<serde_json::Value>) =
        sqlx::query_as("SELECT request_digest, answer FROM http.idempotency_keys WHERE owner = $1 AND route = $2 AND key = $3")
            .bind(&place.owner)
            .bind(place.route)
            .bind(&place.digest)
            .fetch_one(&mut *tx)
            .await?;
    tx.rollback().await?;
    match known {
        (stored, _) if stored != digest => Err(Fault::new(code::http::KEY_REUSED)),
        (_, Some(answer)) => Ok(Claim::Stored(place.open(&answer).ok_or_else(|| Fault::internal("a kept answer cannot be opened"))?)),
        (_, None) => Err(Fault::new(code::http::KEY_IN_PROGRESS).with_retry_after(1)),
    }
}

async fn forget(ctx: &Ctx, place: &Place) -> Result<(), Fault> {
    let mut tx = ctx.kernel().db().as_system("idempotency key").await?;
    sqlx::query("DELETE FROM http.idempotency_keys WHERE owner = $1 AND route = $2 AND key = $3 AND answer IS NULL")
        .bind(&place.owner)
        .bind(place.route)
        .bind(&place.digest)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn store(ctx: &Ctx, place: &Place, cookies: &Arc<Mutex<Vec<String>>>, response: Response) -> Result<Response, Fault> {
    let fault = response.extensions().get::<FaultSlot>().cloned();
    if fault.is_some() {
        // A refusal is cheap to repeat and shown differently to people and programs: it is not stored.
        forget(ctx, place).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(Fault::internal)?.to_bytes();
    let answer = Answer {
        status: parts.status.as_u16(),
        headers: parts.headers.iter().filter_map(|(n, v)| Some((n.to_string(), v.to_str().ok()?.to_owned()))).collect(),
        cookies: cookies.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        body: bytes.to_vec(),
    };
    if bytes.len() <= LARGEST_ANSWER {
        let stored = place.seal(ctx.entropy().bytes(), &answer)?;
        let mut tx = ctx.kernel().db().as_system("idempotency key").await?;
        sqlx::query("UPDATE http.idempotency_keys SET answer = $4 WHERE owner = $1 AND route = $2 AND key = $3")
            .bind(&place.owner)
            .bind(place.route)
            .bind(&place.digest)
            .bind(stored)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
