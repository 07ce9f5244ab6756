//! Who asked, as the database wrote it down.

use platform_types::{Actor, ActorKind, GuestId, KeyId, SessionId, UserId};
use serde::Deserialize;

/// `jobs.queue.actor`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Stamp {
    user: Option<UserId>,
    session: Option<SessionId>,
    guest: Option<GuestId>,
    key: Option<KeyId>,
    why: Option<String>,
    login: String,
    impersonator: Option<UserId>,
    request: Option<uuid::Uuid>,
    ip: Option<std::net::IpAddr>,
    second_factor: bool,
}

impl Stamp {
    /// The same identity again. Who came through a door of the house without one is the house, with the
    /// job's kind as the reason.
    pub(crate) fn actor(&self, kind: &'static str) -> Actor {
        let kind = match (self.user, self.guest) {
            _ if self.key.is_some() => self.key.map_or(ActorKind::Anonymous, ActorKind::Key),
            (Some(id), _) => ActorKind::User { id, session: self.session },
            (None, Some(id)) => ActorKind::Guest(id),
            (None, None) if self.why.is_some() || self.login == platform_db::logins::WORKER => ActorKind::System(kind),
            (None, None) => ActorKind::Anonymous,
        };
        Actor { kind, impersonator: self.impersonator, request_id: self.request, ip: self.ip, second_factor: self.second_factor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_caller_is_nobody_and_not_the_house() {
        let read = |json: serde_json::Value| serde_json::from_value::<Stamp>(json).unwrap().actor("a.b").kind;
        assert_eq!(read(serde_json::json!({})), ActorKind::Anonymous);
        assert_eq!(read(serde_json::json!({ "login": "callboard_app", "role": "anon" })), ActorKind::Anonymous);
        let key = KeyId(uuid::Uuid::from_u128(7));
        assert_eq!(read(serde_json::json!({ "login": "callboard_app", "role": "authenticated", "key": key })), ActorKind::Key(key));
        assert_eq!(read(serde_json::json!({ "login": "callboard_system", "why": "import" })), ActorKind::System("a.b"));
    }
}
