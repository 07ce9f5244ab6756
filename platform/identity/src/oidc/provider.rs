//! One provider: where its pages are, and what its answers are worth.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::Duration;
use jsonwebtoken::jwk::JwkSet;
use platform_auth::providers::{FlowSecrets, Proven};
use platform_outbound::{HttpRequest, Hub, OutboundError, RetryClass};
use platform_types::{EmailAddress, ExposeSecret, SecretString, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

use super::ProviderSettings;
use super::document::{self, Document};
use super::token::{self, Expected, IdClaims, Person, TokenFault};

/// How long what a provider says about itself is believed.
const KEPT: Duration = Duration::hours(1);
/// How soon unknown keys are asked for again: a forged token must not make us ask without end.
const KEYS_AGAIN: Duration = Duration::minutes(1);

/// Why nobody was proven.
#[derive(Debug, thiserror::Error)]
pub enum ProviderFault {
    /// No answer, or one that is no answer.
    #[error("the provider does not answer properly: {0}")]
    Away(String),
    /// It does not take the code: used, expired, or not ours.
    #[error("the provider does not take the code")]
    Code,
    /// Its token does not count.
    #[error("the provider's token does not count: {0}")]
    Token(String),
}

impl From<OutboundError> for ProviderFault {
    fn from(error: OutboundError) -> Self {
        Self::Away(error.to_string())
    }
}

#[derive(Default)]
struct Known {
    document: Option<(Arc<Document>, Timestamp)>,
    keys: Option<(Arc<JwkSet>, Timestamp)>,
}

/// A provider that is ready to be asked. Clones share what they know of it.
#[derive(Clone)]
pub struct Provider {
    settings: Arc<ProviderSettings>,
    hub: Hub,
    callback: String,
    known: Arc<Mutex<Known>>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<SecretString>,
}

impl Provider {
    pub(super) fn new(settings: ProviderSettings, hub: Hub, callback: String) -> Self {
        Self { settings: Arc::new(settings), hub, callback, known: Arc::default() }
    }

    /// As the settings have it.
    pub fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Whether this is its issuer.
    pub fn is(&self, issuer: &str) -> bool {
        issuer.trim_end_matches('/') == self.settings.issuer.as_str().trim_end_matches('/')
    }

    /// Where the browser goes. `scopes` are asked for besides the settings'.
    pub async fn address(&self, secrets: &FlowSecrets, scopes: &[String], now: Timestamp) -> Result<Url, ProviderFault> {
        let document = self.document(now).await?;
        let mut url = document.authorization_endpoint.clone();
        let mut wanted = vec!["openid".to_owned()];
        for scope in self.settings.scopes.iter().chain(scopes) {
            if !wanted.contains(scope) {
                wanted.push(scope.clone());
            }
        }
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(secrets.verifier().expose_secret().as_bytes()));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("scope", &wanted.join(" "))
            .append_pair("state", secrets.state.expose())
            .append_pair("nonce", &secrets.nonce())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// Redeems the code that came back and says who it is.
    pub async fn prove(&self, code: &str, secrets: &FlowSecrets, now: Timestamp) -> Result<Proven, ProviderFault> {
        let document = self.document(now).await?;
        let tokens = self.redeem(&document, code, secrets).await?;
        let claims = self.check(&document, &tokens.id_token, &secrets.nonce(), now).await?;
        let mut person = claims.person.clone();
        // By the standard the address is told at the userinfo endpoint, and only some providers put it into the token, too.
        if person.email.is_none()
            && let (Some(endpoint), Some(access)) = (&document.userinfo_endpoint, &tokens.access_token)
        {
            person = self.userinfo(endpoint, access, &claims.sub).await?;
        }
        let email = person.email.as_deref().and_then(|email| email.parse::<EmailAddress>().ok()).map(|email| email.to_string());
        let email_verified = email.is_some() && person.is_verified();
        let name = person.name.map(|name| platform_types::clean_line(&name)).filter(|name| !name.is_empty());
        Ok(Proven {
            provider: self.settings.name.clone(),
            label: self.settings.label.clone(),
            subject: claims.sub,
            email,
            email_verified,
            name: name.map(|name| name.chars().take(200).collect()),
        })
    }

    async fn redeem(&self, document: &Document, code: &str, secrets: &FlowSecrets) -> Result<Tokens, ProviderFault> {
        let verifier = secrets.verifier();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.callback.as_str()),
            ("code_verifier", verifier.expose_secret()),
        ];
        let secret = self.settings.client_secret.expose_secret();
        let mut request = HttpRequest::post(document.token_endpoint.clone());
        if document.secret_in_body() {
            fields.push(("client_id", self.settings.client_id.as_str()));
            fields.push(("client_secret", secret));
        } else {
            request = request.header(axum::http::header::AUTHORIZATION, basic(&self.settings.client_id, secret)?);
        }
        // A code is good for one try, so the gate does not repeat it.
        match self.hub.send(RetryClass::Never, request.form(fields)).await {
            Ok(reply) if reply.status.is_success() => read(&reply.body),
            Ok(reply) if reply.status.is_server_error() => Err(ProviderFault::Away(format!("it answers {}", reply.status))),
            Ok(reply) => {
                tracing::info!(provider = %self.settings.name, status = %reply.status, "a provider did not take a code");
                Err(ProviderFault::Code)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Checks the token; where its key is unknown, once more with keys asked for anew (they are changed from time to time).
    async fn check(&self, document: &Document, id_token: &str, nonce: &str, now: Timestamp) -> Result<IdClaims, ProviderFault> {
        let expected = Expected { issuer: &document.issuer, client_id: &self.settings.client_id, nonce, now };
        let keys = self.keys(document, now, KEPT).await?;
        let outcome = match token::check(id_token, &keys, &expected) {
            Err(TokenFault::UnknownKey) => {
                let anew = self.keys(document, now, KEYS_AGAIN).await?;
                token::check(id_token, &anew, &expected)
            }
            other => other,
        };
        outcome.map_err(|fault| ProviderFault::Token(fault.to_string()))
    }

    async fn userinfo(&self, endpoint: &Url, access: &SecretString, subject: &str) -> Result<Person, ProviderFault> {
        #[derive(Deserialize)]
        struct Info {
            sub: String,
            #[serde(flatten)]
            person: Person,
        }
        let info: Info = self.get(HttpRequest::get(endpoint.clone()).bearer(access)).await?;
        // Another person's answer must not lend its address to this one (Core, section 5.3.2).
        if info.sub != subject {
            return Err(ProviderFault::Token("the userinfo endpoint tells of somebody else".to_owned()));
        }
        Ok(info.person)
    }

    async fn document(&self, now: Timestamp) -> Result<Arc<Document>, ProviderFault> {
        let mut known = self.known.lock().await;
        if let Some((document, at)) = &known.document
            && now - *at < KEPT
        {
            return Ok(document.clone());
        }
        let address = document::address(&self.settings.issuer).ok_or_else(|| ProviderFault::Away("its issuer is no address".to_owned()))?;
        let document: Document = self.get(HttpRequest::get(address)).await?;
        if !document.is_of(&self.settings.issuer) {
            return Err(ProviderFault::Away("its document names another issuer, or addresses in clear text".to_owned()));
        }
        let document = Arc::new(document);
        known.document = Some((document.clone(), now));
        Ok(document)
    }

    async fn keys(&self, document: &Document, now: Timestamp, not_older: Duration) -> Result<Arc<JwkSet>, ProviderFault> {
        let mut known = self.known.lock().await;
        if let Some((keys, at)) = &known.keys
            && now - *at < not_older
        {
            return Ok(keys.clone());
        }
        let keys: Arc<JwkSet> = Arc::new(self.get(HttpRequest::get(document.jwks_uri.clone())).await?);
        known.keys = Some((keys.clone(), now));
        Ok(keys)
    }

    async fn get<T: DeserializeOwned>(&self, request: HttpRequest) -> Result<T, ProviderFault> {
        let reply = self.hub.send(RetryClass::Idempotent, request).await?;
        if !reply.status.is_success() {
            return Err(ProviderFault::Away(format!("it answers {}", reply.status)));
        }
        read(&reply.body)
    }
}

/// RFC 6749, section 2.3.1: both parts encoded as form fields first.
fn basic(client_id: &str, secret: &str) -> Result<axum::http::HeaderValue, ProviderFault> {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let value = format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret))));
    axum::http::HeaderValue::from_str(&value).map_err(|_| ProviderFault::Away("its client id or secret fits no header".to_owned()))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ProviderFault> {
    serde_json::from_slice(body).map_err(|error| ProviderFault::Away(format!("its answer cannot be read: {error}")))
}
