//! Stripe's answers, sorted by what the caller must do (docs.stripe.com/error-low-level).

use http::StatusCode;
use platform_outbound::{Fate, HttpReply, OutboundError};
use platform_payments::{Decline, PaymentError};
use serde::de::DeserializeOwned;

use crate::wire::{ErrorBody, Problem};

/// Reads a successful answer, or says what the other one means.
pub(crate) fn read<T: DeserializeOwned>(reply: &HttpReply) -> Result<T, PaymentError> {
    if reply.status.is_success() {
        // It did what we asked, but we cannot tell what.
        return serde_json::from_slice(&reply.body)
            .map_err(|error| PaymentError::Unknown { message: format!("an answer of Stripe cannot be read: {error}") });
    }
    let problem = serde_json::from_slice::<ErrorBody>(&reply.body).map(|body| body.error).unwrap_or_default();
    Err(refusal(reply.status, problem))
}

fn refusal(status: StatusCode, problem: Problem) -> PaymentError {
    let code = problem
        .code
        .clone()
        .unwrap_or_else(|| if problem.kind.is_empty() { format!("http_{}", status.as_u16()) } else { problem.kind.clone() });
    let at = problem.param.as_ref().map(|param| format!(" (at {param})")).unwrap_or_default();
    let message = format!("{}{at}", problem.message.as_deref().unwrap_or("Stripe gave no reason"));
    match status {
        _ if problem.kind == "card_error" => {
            let Decline { code, message } = decline(&problem);
            PaymentError::Declined { code, message }
        }
        // Under this key something else was sent before: our mistake, never cured by repeating.
        _ if problem.kind == "idempotency_error" && status != StatusCode::CONFLICT => PaymentError::Invalid { code: problem.kind, message },
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => PaymentError::Auth { message },
        StatusCode::TOO_MANY_REQUESTS => PaymentError::Unavailable { message },
        // The first request with this key is still being worked on.
        StatusCode::CONFLICT => PaymentError::Unknown { message },
        status if status.is_server_error() => PaymentError::Unknown { message: format!("{status}: {message}") },
        _ => PaymentError::Invalid { code, message },
    }
}

/// Why the bank said no.
pub(crate) fn decline(problem: &Problem) -> Decline {
    let code = problem.decline_code.as_ref().or(problem.code.as_ref());
    Decline {
        code: code.map_or("generic_decline", String::as_str).to_owned(),
        message: problem.message.clone().unwrap_or_else(|| "Your card was declined.".to_owned()),
    }
}

/// What it means that the gate has no answer.
pub(crate) fn unanswered(error: OutboundError) -> PaymentError {
    let message = error.to_string();
    match error.fate() {
        Fate::NotSent | Fate::Busy => PaymentError::Unavailable { message },
        Fate::Unknown => PaymentError::Unknown { message },
        Fate::Refused => PaymentError::Invalid { code: error.code().to_owned(), message },
    }
}

#[cfg(test)]
mod tests {
    use platform_payments::PaymentErrorKind;
    use rstest::rstest;

    use super::*;

    fn meaning(status: u16, body: &str) -> PaymentError {
        let reply = HttpReply { status: StatusCode::from_u16(status).unwrap(), headers: http::HeaderMap::new(), body: body.into() };
        read::<Problem>(&reply).unwrap_err()
    }

    #[rstest]
    #[case(
        402,
        r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"No."}}"#,
        PaymentErrorKind::Declined
    )]
    #[case(400, r#"{"error":{"type":"invalid_request_error","param":"amount"}}"#, PaymentErrorKind::Invalid)]
    #[case(400, r#"{"error":{"type":"idempotency_error"}}"#, PaymentErrorKind::Invalid)]
    #[case(404, r#"{"error":{"type":"invalid_request_error","code":"resource_missing"}}"#, PaymentErrorKind::Invalid)]
    #[case(401, r#"{"error":{"type":"invalid_request_error"}}"#, PaymentErrorKind::Auth)]
    #[case(403, "", PaymentErrorKind::Auth)]
    #[case(409, r#"{"error":{"type":"idempotency_error","code":"idempotency_key_in_use"}}"#, PaymentErrorKind::Unknown)]
    #[case(429, r#"{"error":{"type":"invalid_request_error","code":"lock_timeout"}}"#, PaymentErrorKind::Unavailable)]
    #[case(500, r#"{"error":{"type":"api_error"}}"#, PaymentErrorKind::Unknown)]
    #[case(502, "<html>bad gateway</html>", PaymentErrorKind::Unknown)]
    #[case(200, "not json", PaymentErrorKind::Unknown)]
    fn every_answer_has_its_kind(#[case] status: u16, #[case] body: &str, #[case] kind: PaymentErrorKind) {
        assert_eq!(meaning(status, body).kind(), kind);
    }

    #[test]
    fn codes_and_parameters_reach_our_logs() {
        let error = meaning(
            400,
            r#"{"error":{"type":"invalid_request_error","code":"parameter_invalid_integer","param":"expires_at","message":"Bad."}}"#,
        );
        assert_eq!(error, PaymentError::Invalid { code: "parameter_invalid_integer".into(), message: "Bad. (at expires_at)".into() });
        assert_eq!(meaning(418, ""), PaymentError::Invalid { code: "http_418".into(), message: "Stripe gave no reason".into() });
    }
}
