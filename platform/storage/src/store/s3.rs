//! A bucket of a server that speaks S3.

use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{BackoffConfig, RetryConfig};
use platform_outbound::{Carries, Hub, HubSettings};
use platform_types::{ExposeSecret, SecretString};
use url::Url;

use super::StoreError;
use super::connector::ByHub;

/// The hub's name, as in `/health`.
pub const HUB: &str = "storage";

/// How a bucket is reached.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// Where the server answers.
    pub endpoint: Url,
    /// The bucket; it exists.
    pub bucket: String,
    /// The region in signatures.
    pub region: String,
    /// Who we are.
    pub access_key: String,
    /// What we sign with.
    pub secret_key: SecretString,
    /// `endpoint/bucket/key` instead of `bucket.endpoint/key`.
    pub path_style: bool,
}

/// What the house knows of its store: documents are personal, a part may take half a minute.
pub fn hub_settings() -> HubSettings {
    HubSettings { timeout: Duration::from_secs(30), carries: Carries::Personal, max_reply: 12 * 1024 * 1024, ..HubSettings::named(HUB) }
}

pub(super) fn open(settings: &S3Settings, hub: Hub) -> Result<AmazonS3, StoreError> {
    let endpoint = settings.endpoint.as_str().trim_end_matches('/');
    let endpoint = if settings.path_style { endpoint.to_owned() } else { with_bucket(&settings.endpoint, &settings.bucket) };
    let bucket = AmazonS3Builder::new()
        .with_http_connector(ByHub(hub))
        .with_endpoint(endpoint)
        .with_allow_http(settings.endpoint.scheme() == "http")
        .with_bucket_name(&settings.bucket)
        .with_region(&settings.region)
        .with_access_key_id(&settings.access_key)
        .with_secret_access_key(settings.secret_key.expose_secret())
        .with_virtual_hosted_style_request(!settings.path_style)
        // One by one: not every server that speaks S3 knows the other form.
        .with_disable_bulk_delete(true)
        // The hub repeats what may be repeated.
        .with_retry(RetryConfig { backoff: BackoffConfig::default(), max_retries: 0, retry_timeout: Duration::from_secs(60) })
        .build()?;
    Ok(bucket)
}

/// `https://bucket.host:port`.
fn with_bucket(endpoint: &Url, bucket: &str) -> String {
    let port = endpoint.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{bucket}.{}{port}", endpoint.scheme(), endpoint.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_stands_before_the_host_where_it_is_wanted() {
        let url = |text: &str| Url::parse(text).unwrap();
        assert_eq!(with_bucket(&url("https://s3.example.org/"), "ours"), "https://ours.s3.example.org");
        assert_eq!(with_bucket(&url("http://localhost:9000"), "ours"), "http://ours.localhost:9000");
    }
}
