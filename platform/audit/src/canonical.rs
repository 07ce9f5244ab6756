//! What is hashed, byte by byte: see the crate's documentation.

use platform_types::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// 32 bytes of SHA-256.
pub(crate) type Hash = [u8; 32];

/// A row as it is sealed.
pub(crate) struct Row {
    pub id: Uuid,
    pub organization_id: Option<Uuid>,
    /// A `u64` in decimal; `xid8` has no type in the client.
    pub xid: String,
    pub login: String,
    pub user_id: Option<Uuid>,
    pub guest_id: Option<Uuid>,
    pub impersonator_id: Option<Uuid>,
    pub system_why: Option<String>,
    pub action: String,
    pub subject_type: String,
    pub subject_id: Option<Uuid>,
    pub before: Option<String>,
    pub after: Option<String>,
    pub at: Timestamp,
    pub ip: Option<String>,
    pub request_id: Option<Uuid>,
    /// Newer than the first seals: hashed only where there is one, so that these still verify.
    pub key_id: Option<Uuid>,
}

impl Row {
    pub(crate) fn digest(&self) -> Hash {
        let uuid = |id: &Option<Uuid>| id.map(|id| id.to_string());
        let fields = [
            Some(self.id.to_string()),
            uuid(&self.organization_id),
            Some(self.xid.clone()),
            Some(self.login.clone()),
            uuid(&self.user_id),
            uuid(&self.guest_id),
            uuid(&self.impersonator_id),
            self.system_why.clone(),
            Some(self.action.clone()),
            Some(self.subject_type.clone()),
            uuid(&self.subject_id),
            self.before.clone(),
            self.after.clone(),
            Some(self.at.timestamp_micros().to_string()),
            self.ip.clone(),
            uuid(&self.request_id),
        ];
        let mut hash = Sha256::new();
        for field in fields.into_iter().chain(uuid(&self.key_id).map(Some)) {
            match field {
                Some(text) => {
                    hash.update(u32::try_from(text.len()).unwrap_or(u32::MAX - 1).to_be_bytes());
                    hash.update(text.as_bytes());
                }
                None => hash.update(u32::MAX.to_be_bytes()),
            }
        }
        hash.finalize().into()
    }
}

/// What a seal's hash covers.
pub(crate) struct SealBody<'a> {
    pub chain: Uuid,
    pub number: i64,
    pub upto_xid: u64,
    pub upto_id: Uuid,
    pub horizon: u64,
    pub previous_hash: &'a [u8],
    /// id and digest of every row, 48 bytes each.
    pub entries: &'a [u8],
}

impl SealBody<'_> {
    pub(crate) fn hash(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(b"callboard audit seal 1\0");
        hash.update(self.chain.as_bytes());
        hash.update(self.number.to_be_bytes());
        hash.update(self.upto_xid.to_be_bytes());
        hash.update(self.upto_id.as_bytes());
        hash.update(self.horizon.to_be_bytes());
        hash.update(self.previous_hash);
        hash.update(self.entries);
        hash.finalize().into()
    }
}

/// The columns of [`Row`], for `query_as!`: every query of rows asks for the same.
macro_rules! rows {
    ($where:literal, $($args:expr),* $(,)?) => {
        sqlx::query_as!(
            crate::canonical::Row,
            r#"SELECT id, organization_id, xid::text AS "xid!", login, user_id, guest_id, impersonator_id, system_why, action, subject_type, subject_id,
               before::text, after::text, at, ip::text, request_id, key_id FROM audit.events "# + $where,
            $($args),*
        )
    };
}
pub(crate) use rows;
