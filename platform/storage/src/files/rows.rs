//! The rows of `storage.files`.

use platform_db::{Db, DbError, Tx};
use platform_types::Actor;
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::{Files, Incoming, UploadError};

/// One thing that is kept of a file: the file itself, or a picture in one size and format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// The last part of its key and its address; holds a digest of its bytes.
    pub name: String,
    /// As it is served.
    #[serde(rename = "type")]
    pub content_type: String,
    /// In bytes.
    pub size: u64,
    /// Of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

/// A file whose bytes are all in the store, and which nothing refers to yet.
#[derive(Clone, Debug)]
#[must_use = "what is not kept is swept away"]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Its name, cleaned.
    pub name: String,
    /// As seen in the bytes.
    pub content_type: &'static str,
    /// Of what was sent, in bytes.
    pub size: u64,
    /// SHA-256 of what was sent.
    pub digest: [u8; 32],
    /// Of a picture, upright.
    pub dimensions: Option<(u32, u32)>,
    /// What lies in the store.
    pub variants: Vec<Variant>,
}

impl Kept {
    /// Keeps it, in the transaction of what will refer to it. The answer is the file to refer to, and whether the same form
    /// had brought the same bytes before: then it is that one. Once this is done, refer to it before the transaction ends.
    pub async fn keep(&self, tx: &mut Tx) -> Result<(Uuid, bool), UploadError> {
        let kept = sqlx::query_scalar!(
            "SELECT storage.keep($1, $2, $3, $4, $5, $6, $7)",
            self.id,
            self.content_type,
            i64::try_from(self.size).unwrap_or(i64::MAX),
            &self.digest[..],
            self.dimensions.map(|(width, _)| i32::try_from(width).unwrap_or(i32::MAX)) as _,
            self.dimensions.map(|(_, height)| i32::try_from(height).unwrap_or(i32::MAX)) as _,
            Json(&self.variants) as _,
        )
        .fetch_one(&mut **tx)
        .await?
        .ok_or(UploadError::GivenUp)?;
        platform_types::failpoint::pass("upload.before_commit").await;
        Ok((kept, kept != self.id))
    }
}

impl Files {
    /// Nothing refers to this file here any more. While something else does, it stays; true when nothing did.
    pub async fn let_go(tx: &mut Tx, file: Uuid) -> Result<bool, DbError> {
        Ok(sqlx::query_scalar!(r#"SELECT storage.let_go($1) AS "gone!""#, file).fetch_one(&mut **tx).await?)
    }

    /// An upload that came to nothing: what was written of it is swept away. A failure is only logged: the sweep finds it later.
    pub async fn discard(&self, actor: &Actor, file: Uuid) {
        let done: Result<(), DbError> = async {
            let mut tx = self.open(actor).await?;
            sqlx::query!("SELECT storage.drop_upload($1)", file).execute(&mut *tx).await?;
            tx.commit().await
        }
        .await;
        if let Err(error) = done {
            tracing::warn!(%error, %file, "an upload that came to nothing is found by the sweep only");
        }
    }

    /// The house's own uploads (imports, demos) go through the system door.
    async fn open(&self, actor: &Actor) -> Result<Tx, DbError> {
        match actor.kind {
            platform_types::ActorKind::System(why) => self.db().as_system(why).await,
            _ => self.db().as_actor(actor).await,
        }
    }

    pub(super) async fn start(&self, actor: &Actor, incoming: &Incoming<'_>, name: &str) -> Result<Uuid, DbError> {
        let id = self.0.entropy.uuid_v7(self.db().clock().now());
        let mut tx = self.open(actor).await?;
        sqlx::query!(
            "SELECT storage.start($1, $2, $3, $4, $5)",
            id,
            incoming.organization.0,
            incoming.purpose.as_str(),
            name,
            incoming.form_key
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(super) async fn note_parts(&self, actor: &Actor, file: Uuid, key: &str, upload: &str) -> Result<(), DbError> {
        let mut tx = self.open(actor).await?;
        sqlx::query!("SELECT storage.in_parts($1, $2, $3)", file, key, upload).execute(&mut *tx).await?;
        tx.commit().await
    }
}

pub(super) async fn house(db: &Db) -> Result<Uuid, DbError> {
    let mut tx = db.as_system("the house's folder in its store").await?;
    Ok(sqlx::query_scalar!("SELECT id FROM storage.house").fetch_one(&mut *tx).await?)
}
