//! S3's requests as calls of a hub.

use async_trait::async_trait;
use http::Method;
use http_body_util::BodyExt as _;
use object_store::ClientOptions;
use object_store::client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService};
use platform_outbound::{Fate, HttpRequest as Call, Hub, OutboundError, RetryClass};

/// Lends our way out to `object_store`.
#[derive(Clone, Debug)]
pub(super) struct ByHub(pub Hub);

impl HttpConnector for ByHub {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for ByHub {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let url = parts.uri.to_string().parse().map_err(|error: url::ParseError| HttpError::new(HttpErrorKind::Request, error))?;
        // A POST begins or ends an upload in parts: sent twice, it would leave one that nobody knows of.
        let class = if parts.method == Method::POST { RetryClass::Never } else { RetryClass::Idempotent };
        let bytes = body.collect().await?.to_bytes();
        let reply = self.0.send(class, Call::from_parts(parts.method, url, parts.headers, bytes)).await.map_err(failed)?;
        let mut response = HttpResponse::new(HttpResponseBody::from(reply.body));
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        Ok(response)
    }
}

fn failed(error: OutboundError) -> HttpError {
    let kind = match error.fate() {
        Fate::NotSent => HttpErrorKind::Connect,
        Fate::Busy | Fate::Unknown => HttpErrorKind::Interrupted,
        Fate::Refused => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
