//! Stripe's REST calls, one function each.

use http::{HeaderName, HeaderValue};
use platform_outbound::{HttpRequest, Hub, RetryClass};
use platform_payments::{IdempotencyKey, PaymentError};
use platform_types::SecretString;
use serde::de::DeserializeOwned;
use url::Url;

use crate::fault::{read, unanswered};

/// The version whose shapes we read; Stripe keeps old ones.
const VERSION: &str = "2024-06-20";

/// Fields of a form body, nested keys spelt out (`metadata[order_id]`).
pub(crate) type Fields = Vec<(String, String)>;

/// Stripe at an address, under a key.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    base: Url,
    secret_key: SecretString,
    hub: Hub,
}

impl Api {
    pub(crate) fn new(base: Url, secret_key: SecretString, hub: Hub) -> Self {
        Self { base, secret_key, hub }
    }

    /// Reads an object.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &[&str], query: &[(&str, &str)]) -> Result<T, PaymentError> {
        let mut url = self.address(path)?;
        url.query_pairs_mut().extend_pairs(query);
        self.send(HttpRequest::get(url)).await
    }

    /// Changes something, under a key that makes repeating harmless.
    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &[&str], key: &IdempotencyKey, fields: Fields) -> Result<T, PaymentError> {
        let key = HeaderValue::from_str(key.as_str()).map_err(|_| PaymentError::Invalid {
            code: "payments.idempotency_key".to_owned(),
            message: "the key cannot be sent as a header".to_owned(),
        })?;
        let request = HttpRequest::post(self.address(path)?).header(HeaderName::from_static("idempotency-key"), key).form(fields);
        self.send(request).await
    }

    async fn send<T: DeserializeOwned>(&self, request: HttpRequest) -> Result<T, PaymentError> {
        let request = request.bearer(&self.secret_key).header(HeaderName::from_static("stripe-version"), HeaderValue::from_static(VERSION));
        let reply = self.hub.send(RetryClass::Idempotent, request).await.map_err(unanswered)?;
        read(&reply)
    }

    /// Segments are escaped, so that a reference from elsewhere cannot reach another path.
    fn address(&self, path: &[&str]) -> Result<Url, PaymentError> {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut segments) => {
                segments.pop_if_empty().push("v1").extend(path);
            }
            Err(()) => {
                return Err(PaymentError::Invalid {
                    code: "payments.address".to_owned(),
                    message: "the Stripe address cannot carry a path".to_owned(),
                });
            }
        }
        Ok(url)
    }
}
