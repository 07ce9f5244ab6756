//! A file on its way in.

mod form;
mod kind;
mod name;
mod purpose;
mod receive;
mod rows;
mod upload_error;

use std::sync::Arc;

use platform_db::Db;
use platform_types::Entropy;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::picture::Pictures;
use crate::store::Store;

pub use form::{FORM_KEY, Received, read_form};
pub use kind::Kind;
pub use name::clean_name;
pub use purpose::Purpose;
pub use receive::Incoming;
pub use rows::{Kept, Variant};
pub use upload_error::{FIELD, UploadError};

/// Uploads received at once. Each holds a few megabytes; who comes next waits.
const AT_ONCE: usize = 4;

/// What uploads and downloads work with. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Parts>);

struct Parts {
    db: Db,
    entropy: Entropy,
    store: Store,
    pictures: Pictures,
    doors: Semaphore,
    house: tokio::sync::OnceCell<Uuid>,
    copies: crate::copies::Copies,
}

impl Files {
    /// Over this store.
    pub fn new(db: Db, entropy: Entropy, store: Store) -> Self {
        let parts = Parts {
            db,
            entropy,
            store,
            pictures: Pictures::default(),
            doors: Semaphore::new(AT_ONCE),
            house: tokio::sync::OnceCell::new(),
            copies: crate::copies::Copies::default(),
        };
        Self(Arc::new(parts))
    }

    /// The doors.
    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    /// Where bytes lie.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Where everything that comes in is put a second time.
    pub fn copies(&self) -> &crate::copies::Copies {
        &self.0.copies
    }

    pub(crate) fn pictures(&self) -> &Pictures {
        &self.0.pictures
    }

    /// The folder of this house in its store.
    pub(crate) async fn house(&self) -> Result<Uuid, platform_db::DbError> {
        self.0.house.get_or_try_init(|| rows::house(&self.0.db)).await.copied()
    }

    /// The folder of one file.
    pub(crate) async fn folder(&self, file: Uuid) -> Result<String, platform_db::DbError> {
        Ok(format!("{}/{file}", self.house().await?))
    }
}
