//! What all use cases share.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use platform_db::Db;
use platform_keyring::Keyring;
use platform_types::{Clock, Entropy};

use crate::Limit;
use crate::keys::{AuthKeys, KeyBox};
use crate::mail::MailOut;
use crate::password::{PasswordRule, Passwords};
use crate::people::Broken;

/// Settings of sign-in.
#[derive(Clone, Debug)]
pub struct AuthSettings {
    /// `iss` of access tokens, for example `https://tickets.example.org/auth/v1`.
    pub issuer: String,
    /// What a password must be.
    pub password_rule: PasswordRule,
    /// Wrong passwords per account.
    pub per_account: Limit,
    /// Failed attempts, and requests for mails, per network address.
    pub per_network: Limit,
    /// Wrong codes of a second factor per person.
    pub per_factor: Limit,
    /// Mails per address.
    pub mails: Limit,
    /// The shortest time in which a request that depends on whether an address is known is answered.
    pub even_time: Duration,
}

impl AuthSettings {
    /// What a house starts with.
    pub fn new(issuer: impl Into<String>) -> Self {
        let minute = Duration::from_secs(60);
        Self {
            issuer: issuer.into(),
            password_rule: PasswordRule::default(),
            per_account: Limit { times: 5, per: minute },
            per_network: Limit { times: 5, per: minute },
            per_factor: Limit { times: 5, per: minute },
            mails: Limit { times: 3, per: 3 * minute },
            even_time: Duration::from_millis(250),
        }
    }
}

/// Where a request came from, for the session list, for counting and for the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The network address, if known.
    pub ip: Option<IpAddr>,
    /// The program, as it called itself.
    pub user_agent: Option<String>,
    /// The request, for the audit.
    pub request_id: Option<uuid::Uuid>,
}

impl Origin {
    /// At most what fits a list.
    pub(crate) fn short_agent(&self) -> Option<String> {
        self.user_agent.as_ref().map(|agent| agent.chars().filter(|c| !c.is_control()).take(300).collect())
    }
}

/// Sign-in, people, organizations and grants. Cheap to clone.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Clock,
    entropy: Entropy,
    settings: AuthSettings,
    passwords: Passwords,
    keys: KeyBox,
    mail: Arc<dyn MailOut>,
    keyring: Option<Keyring>,
}

impl Auth {
    /// Puts the parts together. Takes the time of one password hash. Without a keyring nobody has a second factor:
    /// see [`Auth::sealing_with`].
    pub fn new(db: Db, entropy: Entropy, settings: AuthSettings, keys: AuthKeys, mail: Arc<dyn MailOut>) -> Self {
        Self::put_together(db, entropy, settings, keys, mail, None)
    }

    /// The same with what seals the secrets of second factors.
    pub fn sealing_with(
        keyring: Keyring,
        db: Db,
        entropy: Entropy,
        settings: AuthSettings,
        keys: AuthKeys,
        mail: Arc<dyn MailOut>,
    ) -> Self {
        Self::put_together(db, entropy, settings, keys, mail, Some(keyring))
    }

    fn put_together(
        db: Db,
        entropy: Entropy,
        settings: AuthSettings,
        keys: AuthKeys,
        mail: Arc<dyn MailOut>,
        keyring: Option<Keyring>,
    ) -> Self {
        let clock = db.clock().clone();
        let passwords = Passwords::new(&entropy);
        Self(Arc::new(Inner { db, clock, entropy, settings, passwords, keys: KeyBox::new(keys), mail, keyring }))
    }

    /// Uses other keys from now on, after a rotation.
    pub fn replace_keys(&self, keys: AuthKeys) {
        self.0.keys.replace(keys);
    }

    /// The keys in use.
    pub fn keys(&self) -> Arc<AuthKeys> {
        self.0.keys.get()
    }

    /// The settings.
    pub fn settings(&self) -> &AuthSettings {
        &self.0.settings
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn entropy(&self) -> &Entropy {
        &self.0.entropy
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn keyring(&self) -> Result<&Keyring, Broken> {
        self.0.keyring.as_ref().ok_or(Broken::NoKeyring)
    }

    pub(crate) fn mail(&self) -> &dyn MailOut {
        &*self.0.mail
    }
}
