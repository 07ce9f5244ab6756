//! One request through the gate.

use std::error::Error;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use reqwest::Client;

use crate::{CallError, Carries, Failure, Fate, HttpReply, HttpRequest, Hub, OutboundError, RetryClass};

/// How an attempt over HTTP fails.
#[derive(Debug)]
enum HttpFailure {
    /// It answered, with a status that says "later" or "my fault".
    Answered(HttpReply),
    NotSent(String),
    Lost(String),
    TooLarge,
}

impl Hub {
    /// Sends a request and reads the whole answer. Any status is an answer; 429 and 5xx are repeated first
    /// where the class allows it.
    pub async fn send(&self, class: RetryClass, request: HttpRequest) -> Result<HttpReply, OutboundError> {
        let hub = self.name();
        let settings = self.settings();
        let client = match self.clients().pick(&request.url, settings.follow_redirects) {
            Ok(client) => client,
            Err(reason) => return Err(OutboundError::NotSent { hub, reason: reason.to_owned() }),
        };
        let limit = settings.max_reply;
        let answer = self.call(class, || attempt(client, request.clone(), limit)).await;
        let error = match answer {
            Ok(reply) => return Ok(reply),
            Err(CallError::Gate(error)) => error,
            Err(CallError::Failed { error, .. }) => match error {
                HttpFailure::Answered(reply) => return Ok(reply),
                HttpFailure::NotSent(reason) => OutboundError::NotSent { hub, reason },
                HttpFailure::Lost(reason) => OutboundError::Lost { hub, reason },
                HttpFailure::TooLarge => OutboundError::TooLarge { hub, limit },
            },
        };
        if settings.carries == Carries::Nothing {
            tracing::warn!(hub, path = request.url.path(), %error, "no answer from the outside");
        } else {
            tracing::debug!(hub, %error, "no answer from the outside");
        }
        Err(error)
    }
}

async fn attempt(client: &Client, request: HttpRequest, limit: usize) -> Result<HttpReply, Failure<HttpFailure>> {
    let sent = client.request(request.method, request.url).headers(request.headers).body(request.body).send().await;
    let mut response = sent.map_err(broken)?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + chunk.len() > limit {
            return Err(Failure::new(Fate::Unknown, HttpFailure::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    let fate = match status {
        StatusCode::TOO_MANY_REQUESTS => Fate::Busy,
        status if status.is_server_error() => Fate::Unknown,
        _ => return Ok(HttpReply { status, headers, body }),
    };
    let retry_after = wait_asked(&headers);
    Err(Failure { fate, retry_after, error: HttpFailure::Answered(HttpReply { status, headers, body }) })
}

/// `Retry-After` in seconds; the date form is rare and our backoff does without it.
fn wait_asked(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn broken(error: reqwest::Error) -> Failure<HttpFailure> {
    if error.is_builder() {
        Failure::new(Fate::Refused, HttpFailure::NotSent(chain(&error)))
    } else if error.is_connect() {
        Failure::new(Fate::NotSent, HttpFailure::NotSent(chain(&error)))
    } else {
        lost(&error)
    }
}

fn lost(error: &reqwest::Error) -> Failure<HttpFailure> {
    Failure::new(Fate::Unknown, HttpFailure::Lost(chain(error)))
}

/// The causes alone: reqwest's own sentence repeats the address, which may be secret.
fn chain(error: &reqwest::Error) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    if causes.is_empty() { "the request could not be carried out".to_owned() } else { causes.join(": ") }
}
