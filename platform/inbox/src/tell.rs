//! Telling somebody, in the transaction of what happened.

use platform_db::Tx;
use platform_jobs::{EnqueueError, enqueue};
use platform_types::{Money, OrganizationId, UserId};
use serde_json::Value;
use uuid::Uuid;

use crate::mails::MailNotice;
use crate::{Given, Kind};

/// Something to be told to somebody.
#[derive(Clone, Debug)]
pub struct Notice {
    kind: &'static Kind,
    to: UserId,
    key: String,
    about: String,
    organization: Option<OrganizationId>,
    given: Given,
}

impl Notice {
    /// `key` names what happened for ever (`order.paid/<order>`): the same person is told once. `about` is the path it leads to.
    pub fn new(kind: &'static Kind, to: UserId, key: impl Into<String>, about: impl Into<String>) -> Self {
        Self { kind, to, key: key.into(), about: about.into(), organization: None, given: Given::default() }
    }

    /// Whose business it is.
    #[must_use]
    pub fn within(mut self, organization: OrganizationId) -> Self {
        self.organization = Some(organization);
        self
    }

    /// Words of its sentence; long ones are cut.
    #[must_use]
    pub fn text(mut self, name: &'static str, words: &str) -> Self {
        let cut: String = words.chars().filter(|c| *c != '\0').take(300).collect();
        self.given.put(name, Value::String(cut));
        self
    }

    /// A number of its sentence.
    #[must_use]
    pub fn count(mut self, name: &'static str, count: i64) -> Self {
        self.given.put(name, Value::from(count));
        self
    }

    /// An amount of its sentence.
    #[must_use]
    pub fn money(mut self, name: &'static str, money: Money) -> Self {
        self.given.put_money(name, money);
        self
    }

    /// The same for somebody else.
    #[must_use]
    pub fn to(&self, user: UserId) -> Self {
        Self { to: user, ..self.clone() }
    }
}

/// Writes `notice` in this transaction. False: they were told before, or want to hear nothing of it. Through the doors of signed-in
/// people, of the house and of its services.
pub async fn tell(tx: &mut Tx, notice: &Notice) -> Result<bool, EnqueueError> {
    let kind = notice.kind;
    let told = sqlx::query!(
        r#"SELECT id AS "id!", is_new AS "is_new!", mail AS "mail!" FROM notify.tell($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        notice.to.0,
        notice.organization.map(Uuid::from) as _,
        kind.key,
        notice.key,
        notice.about,
        notice.given.to_value(),
        kind.usual_mail().name(),
        kind.own_mail,
        kind.fixed,
    )
    .fetch_one(&mut **tx)
    .await?;
    if told.is_new && told.mail == "now" {
        enqueue(tx, &MailNotice { notice: told.id }).await?;
    }
    Ok(told.is_new)
}

/// Who holds `permission` at `scope` (an event, a venue, an organization) or above it now, in no order. For the house and its sales.
pub async fn team(tx: &mut Tx, scope: Uuid, permission: &str) -> Result<Vec<UserId>, EnqueueError> {
    let people = sqlx::query_scalar!(r#"SELECT notify.team($1, $2) AS "team!""#, scope, permission).fetch_one(&mut **tx).await?;
    Ok(people.into_iter().map(UserId).collect())
}
