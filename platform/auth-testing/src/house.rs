//! A migrated database with a clock that stands still, and people to put into it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use platform_auth::keys::{AuthKeys, Seed};
use platform_auth::mail::MailOut;
use platform_auth::organizations::NewOrganization;
use platform_auth::people::NewPerson;
use platform_auth::roles::{Grant, ScopeKind};
use platform_auth::{Auth, AuthSettings};
use platform_db::{Db, Service};
use platform_db_testing::TestDb;
use platform_keyring::{Keyring, MasterKey};
use platform_types::{Actor, Clock, Currency, Entropy, OrganizationId, Timestamp, UserId};
use uuid::Uuid;

use crate::Mailbox;

/// One database, one clock, one mailbox.
pub struct House {
    /// The database; dropped with this value.
    pub test_db: TestDb,
    /// Its doors.
    pub db: Db,
    /// Stands at 2026-03-01 12:00 UTC until moved.
    pub clock: Clock,
    /// Where mails arrive.
    pub mailbox: Mailbox,
    /// Sign-in, people, organizations, grants.
    pub auth: Auth,
    /// Repeatable chance.
    pub entropy: Entropy,
}

impl House {
    /// A new one. Answers are not slowed down to one length.
    pub async fn new() -> Self {
        Self::with(|settings| settings.even_time = Duration::ZERO).await
    }

    /// A new one with other settings.
    pub async fn with(change: impl FnOnce(&mut AuthSettings)) -> Self {
        let test_db = TestDb::new().await;
        let clock = Clock::manual(noon());
        let db = test_db.db(clock.clone());
        let mailbox = Mailbox::default();
        // Each database is its own world, so one seed serves them all.
        let entropy = Entropy::seeded(20_260_301);
        let mut settings = AuthSettings::new("https://callboard.test/auth/v1");
        change(&mut settings);
        let auth = Auth::new(db.clone(), entropy.clone(), settings, keys(&["k1"]), Arc::new(mailbox.clone()));
        Self { test_db, db, clock, mailbox, auth, entropy }
    }

    /// The same with another way out for mails.
    pub fn auth_with(&self, mail: Arc<dyn MailOut>) -> Auth {
        Auth::new(self.db.clone(), self.entropy.clone(), self.auth.settings().clone(), keys(&["k1"]), mail)
    }

    /// The same with what seals second factors, under the key that composed houses of tests have.
    pub async fn auth_sealing(&self, mail: Arc<dyn MailOut>) -> Auth {
        let master = MasterKey::from_hex(&"7f".repeat(32), "test").expect("a key");
        let mut tx = self.db.as_service(Service::Vault, &Actor::system("test")).await.expect("the vault's door");
        let keyring = Keyring::load(&mut tx, &master, &Entropy::seeded(7), self.clock.now()).await.expect("a keyring");
        tx.commit().await.expect("commit");
        Auth::sealing_with(keyring, self.db.clone(), self.entropy.clone(), self.auth.settings().clone(), keys(&["k1"]), mail)
    }

    /// A house whose `auth` seals second factors.
    pub async fn sealing() -> Self {
        let mut house = Self::new().await;
        house.auth = house.auth_sealing(Arc::new(house.mailbox.clone())).await;
        house
    }

    /// Somebody who signed up and confirmed `name@example.org`, without a password.
    pub async fn person(&self, name: &str) -> Actor {
        Actor::user(self.add(name, None).await, None)
    }

    /// The same with a password.
    pub async fn person_with_password(&self, name: &str, password: &str) -> Actor {
        Actor::user(self.add(name, Some(password)).await, None)
    }

    async fn add(&self, name: &str, password: Option<&str>) -> UserId {
        let person = NewPerson {
            email: format!("{name}@example.org").to_lowercase().parse().expect("an address"),
            full_name: name.parse().expect("a name"),
            locale: "en".to_owned(),
            password: password.map(Into::into),
        };
        Box::pin(self.auth.add_person(person)).await.expect("a person can be added").id
    }

    /// An organization of this owner.
    pub async fn organization(&self, owner: &Actor, slug: &str) -> OrganizationId {
        let zone = "Asia/Hong_Kong".parse().expect("a zone");
        let currency: Currency = "HKD".parse().expect("a currency");
        self.auth
            .create_organization(owner, &NewOrganization { name: slug.to_owned(), slug: slug.to_owned(), zone, currency })
            .await
            .expect("an organization can be founded")
    }

    /// A new person who holds this role on this scope, granted by the house.
    pub async fn holder(&self, name: &str, role: &str, scope: Uuid) -> Actor {
        let actor = self.person(name).await;
        self.grant(&actor, role, scope, None).await;
        actor
    }

    /// Grants in the name of the house.
    pub async fn grant(&self, to: &Actor, role: &str, scope: Uuid, expires_at: Option<Timestamp>) {
        let grant = Grant { user: to.user_id().expect("a person"), role: role.to_owned(), scope, expires_at };
        self.auth.grant_as_house("test", &grant).await.unwrap_or_else(|e| panic!("{role}: {e}"));
    }

    /// A bare scope, as a row's trigger would register it.
    pub async fn scope(&self, kind: ScopeKind, organization: OrganizationId, parents: &[Uuid]) -> Uuid {
        let id = self.entropy.uuid_v7(self.clock.now());
        let mut tx = self.db.as_system("test").await.expect("the system door");
        sqlx::query("SELECT auth.register_scope($1, $2, $3, $4)")
            .bind(id)
            .bind(kind.name())
            .bind(organization.0)
            .bind(parents)
            .execute(&mut *tx)
            .await
            .expect("a scope can be registered");
        tx.commit().await.expect("commit");
        id
    }
}

/// Keys of these names, made of fixed seeds.
pub(crate) fn keys(names: &[&str]) -> AuthKeys {
    let seed = |name: &&str| Seed {
        id: (*name).to_owned(),
        secret: [u8::try_from(name.len()).unwrap_or(1) ^ name.as_bytes()[name.len() - 1]; 32],
    };
    let seeds: Vec<Seed> = names.iter().map(seed).collect();
    AuthKeys::new(&seeds, seeds.clone()).expect("keys")
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_366_400, 0).expect("2026-03-01 12:00 UTC")
}
