//! Who is asking.

use crate::{GuestId, KeyId, SessionId, UserId};

/// The identity under which the database is read and written; row level security sees exactly this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who, in kind.
    pub kind: ActorKind,
    /// The support person acting as `kind`, if any: both identities reach the audit.
    pub impersonator: Option<UserId>,
    /// The request this belongs to, for the audit.
    pub request_id: Option<uuid::Uuid>,
    /// The network address the request came from: for the audit, and for what counts from some networks only.
    pub ip: Option<std::net::IpAddr>,
    /// Whether the sign-in was proven twice (`aal2`).
    pub second_factor: bool,
}

/// The kinds of actors. Everything reads as one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// Nobody yet: role `anon`, no identity.
    Anonymous,
    /// A visitor with a signed cookie: role `anon` with a `guest` claim.
    Guest(GuestId),
    /// A signed-in person: role `authenticated`.
    User {
        /// The person.
        id: UserId,
        /// The sign-in.
        session: Option<SessionId>,
    },
    /// A program with a key of an organization: role `authenticated` with a `key` claim and no person. What it may do is the
    /// key's permissions as far as the key's maker still holds them (`auth.scopes_with`).
    Key(KeyId),
    /// A program acting for the house itself, with the reason it was opened for.
    System(&'static str),
}

impl Actor {
    /// Nobody yet.
    pub fn anonymous() -> Self {
        Self::of(ActorKind::Anonymous)
    }

    /// A visitor with a cookie.
    pub fn guest(id: GuestId) -> Self {
        Self::of(ActorKind::Guest(id))
    }

    /// A signed-in person.
    pub fn user(id: UserId, session: Option<SessionId>) -> Self {
        Self::of(ActorKind::User { id, session })
    }

    /// A program with a key.
    pub fn key(id: KeyId) -> Self {
        Self::of(ActorKind::Key(id))
    }

    /// The house itself, for the reason given.
    pub fn system(why: &'static str) -> Self {
        Self::of(ActorKind::System(why))
    }

    fn of(kind: ActorKind) -> Self {
        Self { kind, impersonator: None, request_id: None, ip: None, second_factor: false }
    }

    /// The signed-in person, if it is one.
    pub fn user_id(&self) -> Option<UserId> {
        match self.kind {
            ActorKind::User { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The guest, if it is one.
    pub fn guest_id(&self) -> Option<GuestId> {
        match self.kind {
            ActorKind::Guest(id) => Some(id),
            _ => None,
        }
    }
}
