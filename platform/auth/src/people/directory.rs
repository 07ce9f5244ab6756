//! People as whoever runs the platform sees them. Asked as that person: the database refuses everybody else.

use platform_audit::Entry;
use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Actor, OrganizationId, SessionId, Timestamp, UserId};
use serde_json::json;
use uuid::Uuid;

use crate::Auth;
use crate::roles::{GrantId, label_told};

/// A person in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub id: UserId,
    /// What they call themselves; may be empty.
    pub full_name: String,
    /// Their address; may be empty.
    pub email: String,
    /// When they were added.
    pub created_at: Timestamp,
    /// When their address was proven.
    pub confirmed_at: Option<Timestamp>,
    /// When they last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// Until when they are locked out, if they are.
    pub locked_until: Option<Timestamp>,
}

impl Listed {
    /// Their name, else their address.
    pub fn called(&self) -> &str {
        if self.full_name.is_empty() { &self.email } else { &self.full_name }
    }
}

/// Which people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    /// Locked out now.
    Locked,
    /// Whose address is not proven.
    Unconfirmed,
    /// Who runs the platform.
    Staff,
}

impl PersonState {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Locked, Self::Unconfirmed, Self::Staff];

    /// As addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Unconfirmed => "unconfirmed",
            Self::Staff => "staff",
        }
    }
}

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleFilter<'a> {
    /// A part of name or address; empty for all.
    pub text: &'a str,
    /// Only these.
    pub state: Option<PersonState>,
    /// Only those that come after this one in the list.
    pub before: Option<(Timestamp, Uuid)>,
}

/// People, the latest first, at most `most`.
pub async fn list_people(tx: &mut Tx, filter: &PeopleFilter<'_>, most: i32) -> Result<Vec<Listed>, DbError> {
    let (at, id) = filter.before.unzip();
    Ok(sqlx::query_as!(
        Listed,
        r#"SELECT id AS "id!: UserId", full_name AS "full_name!", email AS "email!", created_at AS "created_at!", confirmed_at, last_sign_in_at, locked_until
           FROM auth.people_page($1, $2, $3, $4, $5)"#,
        filter.text,
        filter.state.map_or("", PersonState::as_str),
        at,
        id,
        most
    )
    .fetch_all(&mut **tx)
    .await?)
}

/// One person.
pub async fn find_listed(tx: &mut Tx, person: UserId) -> Result<Option<Listed>, DbError> {
    Ok(sqlx::query_as!(
        Listed,
        r#"SELECT id AS "id!: UserId", full_name AS "full_name!", email AS "email!", created_at AS "created_at!", confirmed_at, last_sign_in_at, locked_until
           FROM auth.person($1)"#,
        person.0
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// Who has this address, as far as the person behind `tx` may see them.
pub async fn id_of_address(tx: &mut Tx, email: &str) -> Result<Option<UserId>, DbError> {
    let id =
        sqlx::query_scalar!("SELECT id FROM public.platform_users WHERE email = lower($1)", email.trim()).fetch_optional(&mut **tx).await?;
    Ok(id.map(UserId))
}

/// A sign-in of somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OthersSession {
    /// Which.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the hour.
    pub last_seen: Timestamp,
    /// The program, as it called itself.
    pub user_agent: Option<String>,
}

/// A person's sign-ins that are alive, the most recently used first.
pub async fn sessions_of(tx: &mut Tx, person: UserId) -> Result<Vec<OthersSession>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", created_at AS "created_at!", refreshed_at AS "refreshed_at!", user_agent FROM auth.sessions_of($1)"#,
        person.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| OthersSession { id: SessionId(r.id), created_at: r.created_at, last_seen: r.refreshed_at, user_agent: r.user_agent })
        .collect())
}

/// A role that somebody holds somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOf {
    /// The grant.
    pub id: GrantId,
    /// The role's code.
    pub role: String,
    /// Its name for people.
    pub label: String,
    /// `platform`, `organization`, `event`, …
    pub scope_kind: String,
    /// Whose scope it is; none on the platform.
    pub organization: Option<OrganizationId>,
    /// That organization's name.
    pub organization_name: Option<String>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

/// Every role of a person that is in force, those on the platform first, as far as the person behind `tx` may see them.
pub async fn roles_of(tx: &mut Tx, person: UserId) -> Result<Vec<RoleOf>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT g.id, g.role, d.label, g.scope_kind, g.organization_id, o.name AS "organization_name?", g.expires_at
           FROM public.user_roles g JOIN public.role_definitions d ON d.code = g.role LEFT JOIN public.organizations o ON o.id = g.organization_id
           WHERE g.user_id = $1 AND (g.expires_at IS NULL OR g.expires_at > clock.now())
           ORDER BY g.scope_kind = 'platform' DESC, o.name, d.rank, g.created_at LIMIT 500"#,
        person.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RoleOf {
            id: GrantId(r.id),
            label: label_told(&r.role, r.label),
            role: r.role,
            scope_kind: r.scope_kind,
            organization: r.organization_id.map(OrganizationId),
            organization_name: r.organization_name,
            expires_at: r.expires_at,
        })
        .collect())
}

/// Why somebody's sign-ins stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The actor may not, whoever it is.
    #[error("you may not do this")]
    NotAllowed,
    /// The actor themselves.
    #[error("you cannot lock yourself out; sign out on your account page instead")]
    Oneself,
    /// Somebody who may do more on the platform.
    #[error("they may do more on the platform than you do; ask somebody who may do as much")]
    Above,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for LockError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("people_not_oneself") => Self::Oneself,
            Some("people_not_above") => Self::Above,
            _ => match &error {
                sqlx::Error::Database(e) if e.code().as_deref() == Some("42501") => Self::NotAllowed,
                _ => Self::Database(error.into()),
            },
        }
    }
}

impl Auth {
    /// Locks a person out until a moment, as the actor, and ends all their sign-ins. `reason` is kept in the audit. False, and no line
    /// there, where they were locked until then already.
    pub async fn lock_person(&self, actor: &Actor, person: UserId, until: Timestamp, reason: &str) -> Result<bool, LockError> {
        let mut tx = self.db().as_actor(actor).await?;
        let done = sqlx::query_scalar!(r#"SELECT auth.lock_person($1, $2) AS "done!""#, person.0, until).fetch_one(&mut *tx).await?;
        if done {
            let entry = Entry::new("person.locked", "auth.users").on(person).after(json!({ "until": until, "reason": reason }));
            platform_audit::record(&mut tx, entry).await?;
            tx.commit().await?;
        }
        Ok(done)
    }

    /// Lets a locked person in again, as the actor. False where they were not locked.
    pub async fn unlock_person(&self, actor: &Actor, person: UserId) -> Result<bool, LockError> {
        let mut tx = self.db().as_actor(actor).await?;
        let done = sqlx::query_scalar!(r#"SELECT auth.unlock_person($1) AS "done!""#, person.0).fetch_one(&mut *tx).await?;
        if done {
            platform_audit::record(&mut tx, Entry::new("person.unlocked", "auth.users").on(person)).await?;
            tx.commit().await?;
        }
        Ok(done)
    }

    /// Ends every sign-in of somebody else, as the actor; how many they were. None, and no line in the audit, where there was none.
    pub async fn end_sessions_of(&self, actor: &Actor, person: UserId) -> Result<u64, LockError> {
        let mut tx = self.db().as_actor(actor).await?;
        let ended = sqlx::query_scalar!(r#"SELECT auth.end_sessions_of($1) AS "ended!""#, person.0).fetch_one(&mut *tx).await?;
        if ended > 0 {
            let entry = Entry::new("person.signed_out", "auth.users").on(person).after(json!({ "sessions": ended }));
            platform_audit::record(&mut tx, entry).await?;
            tx.commit().await?;
        }
        Ok(u64::try_from(ended).unwrap_or(0))
    }
}

/// Names of these people, else their addresses, as far as the person behind `tx` may see them.
pub async fn names_of(tx: &mut Tx, people: &[Uuid]) -> Result<std::collections::BTreeMap<Uuid, String>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT id, coalesce(nullif(full_name, ''), email, '') AS "name!" FROM public.platform_users WHERE id = ANY ($1)"#,
        people
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.name)).collect())
}
