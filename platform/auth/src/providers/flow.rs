//! A sign-in at a provider that is under way.
//!
//! The state in the address and the cookie of the browser are both needed to finish it. What else is needed, the nonce and the
//! verifier (PKCE, RFC 7636), follows from the two, so that nothing secret is stored.

use chrono::Duration;
use platform_db::DbError;
use platform_types::{SecretString, UserId};

use crate::secret::{hex, hmac_sha256};
use crate::{Auth, SecretToken};

/// How long somebody may take at a provider.
const LASTS: Duration = Duration::minutes(10);

/// What the sign-in is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A page here; it leads on to this path.
    Page {
        /// A path here.
        next: Option<String>,
    },
    /// A program, answered at this address.
    Program {
        /// Where it is answered: checked by whoever begins.
        redirect_to: String,
        /// Method and challenge it will prove itself with; without, it gets tokens at once (Supabase's implicit flow).
        challenge: Option<(String, String)>,
    },
    /// Somebody signed in connects the account elsewhere with their own.
    Connect {
        /// Who.
        user: UserId,
    },
}

/// What the browser carries.
#[derive(Clone, Debug)]
pub struct FlowSecrets {
    /// In the address, to the provider and back.
    pub state: SecretToken,
    /// In a cookie.
    pub browser: SecretToken,
}

impl FlowSecrets {
    fn derive(&self, purpose: &str) -> String {
        hex(&hmac_sha256(self.browser.expose().as_bytes(), format!("{purpose}\0{}", self.state.expose()).as_bytes()))
    }

    /// What the provider puts into its token.
    pub fn nonce(&self) -> String {
        self.derive("nonce")
    }

    /// What proves to the provider that the code is asked for by who began.
    pub fn verifier(&self) -> SecretString {
        SecretString::from(self.derive("verifier"))
    }
}

/// A sign-in that came back.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The provider, by its name here.
    pub provider: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it began with.
    pub secrets: FlowSecrets,
}

impl Auth {
    /// Remembers that a browser goes to a provider. `browser` is what its cookie says, where it has one: two at once share it.
    pub async fn begin_flow(&self, provider: &str, purpose: &Purpose, browser: Option<&str>) -> Result<FlowSecrets, DbError> {
        let browser = browser.and_then(SecretToken::parse).unwrap_or_else(|| SecretToken::new(self.entropy()));
        let secrets = FlowSecrets { state: SecretToken::new(self.entropy()), browser };
        let (name, next, redirect_to, challenge, user) = match purpose {
            Purpose::Page { next } => ("page", next.as_deref(), None, None, None),
            Purpose::Program { redirect_to, challenge } => ("program", None, Some(redirect_to.as_str()), challenge.as_ref(), None),
            Purpose::Connect { user } => ("connect", None, None, None, Some(user.0)),
        };
        let mut tx = self.db().as_system("going to a provider").await?;
        sqlx::query!(
            "INSERT INTO auth.provider_flows (state_hash, browser_hash, provider, purpose, next, redirect_to, code_challenge, code_challenge_method, user_id, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &secrets.state.hash()[..],
            &secrets.browser.hash()[..],
            provider,
            name,
            next,
            redirect_to,
            challenge.map(|(_, challenge)| challenge.as_str()),
            challenge.map(|(method, _)| method.as_str()),
            user,
            self.clock().now() + LASTS
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(secrets)
    }

    /// Takes what comes back from a provider, once; `None` where this browser began no such thing, or it was taken already.
    pub async fn take_flow(&self, state: &str, browser: &str) -> Result<Option<Flow>, DbError> {
        let (Some(state), Some(browser)) = (SecretToken::parse(state), SecretToken::parse(browser)) else { return Ok(None) };
        let mut tx = self.db().as_system("coming back from a provider").await?;
        let row = sqlx::query!(
            "DELETE FROM auth.provider_flows WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > clock.now()
             RETURNING provider, next, redirect_to, code_challenge, code_challenge_method, user_id",
            &state.hash()[..],
            &browser.hash()[..]
        )
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(row.map(|row| Flow {
            provider: row.provider,
            purpose: match (row.user_id, row.redirect_to) {
                (Some(user), _) => Purpose::Connect { user: UserId(user) },
                (None, Some(redirect_to)) => Purpose::Program { redirect_to, challenge: row.code_challenge_method.zip(row.code_challenge) },
                (None, None) => Purpose::Page { next: row.next },
            },
            secrets: FlowSecrets { state, browser },
        }))
    }
}
