//! Reading requests; what cannot be read is a fault that names the field.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{Fault, FieldFault, code};

/// Path parameters.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        // An id of the wrong shape names nothing: the same answer as for one that does not exist.
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Fault::not_found()),
        }
    }
}

/// Query parameters.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let raw = parts.uri.query().unwrap_or_default();
        serde_urlencoded::from_str(raw).map(Self).map_err(|e| {
            Fault::new(code::http::BAD_PARAMETER).with_detail(format!("The address has a parameter that is not of the expected form: {e}."))
        })
    }
}

/// A body of form fields or JSON, whichever was sent.
///
/// Empty form fields count as absent, so that `Option` means what it says.
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if content_type(&request).starts_with("application/json") {
            return Json::from_request(request, state).await.map(|Json(value)| Self(value));
        }
        if !content_type(&request).starts_with("application/x-www-form-urlencoded") && !content_type(&request).is_empty() {
            return Err(Fault::new(code::http::UNREADABLE));
        }
        let bytes = body(request, state).await?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|e| Fault::new(code::http::UNREADABLE).with_context(e))?;
        let given: Vec<&(String, String)> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
        let encoded = serde_urlencoded::to_string(given).map_err(Fault::internal)?;
        serde_urlencoded::from_str(&encoded).map(Self).map_err(|e| shape(&e.to_string()))
    }
}

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Fault;
    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !content_type(&request).starts_with("application/json") {
            return Err(Fault::new(code::http::UNREADABLE).with_detail("Send JSON, with content type application/json."));
        }
        let bytes = body(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|e| match e.classify() {
            serde_json::error::Category::Data => shape(&e.to_string()),
            _ => Fault::new(code::http::UNREADABLE).with_detail(format!("The body is not JSON: {e}.")),
        })
    }
}

fn content_type(request: &Request) -> &str {
    request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("")
}

async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<bytes::Bytes, Fault> {
    bytes::Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Fault::new(code::http::TOO_LARGE)
        } else {
            Fault::new(code::http::UNREADABLE).with_context(rejection.body_text())
        }
    })
}

/// serde names the field in backquotes: "missing field `email`".
fn shape(message: &str) -> Fault {
    let field = message.split('`').nth(1).unwrap_or("body").to_owned();
    let sentence = if message.starts_with("missing field") { "this is needed".to_owned() } else { message.to_owned() };
    Fault::new(code::http::INVALID).with_fields(vec![FieldFault { field, message: sentence }])
}
