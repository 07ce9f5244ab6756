//! Where bytes lie. One set of calls for a folder and for S3; each key is written once and never changed.

mod connector;
mod disk;
mod error;
mod s3;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path as Folder;
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt;
use object_store::aws::AmazonS3;
use object_store::local::LocalFileSystem;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use platform_outbound::Hub;

pub use error::StoreError;
pub use s3::{HUB, S3Settings, hub_settings};

/// Parts of a long file. S3 takes none below this but the last.
pub const PART: usize = 5 * 1024 * 1024;

/// A folder or a bucket. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store(Arc<Place>);

#[derive(Debug)]
enum Place {
    Disk { root: std::path::PathBuf, files: LocalFileSystem },
    S3(AmazonS3),
}

/// A long file on its way, part after part.
#[derive(Debug)]
pub struct Parts(Way);

#[derive(Debug)]
enum Way {
    Disk(Box<dyn MultipartUpload>),
    S3 { store: Store, key: Path, id: String, parts: Vec<PartId> },
}

impl Store {
    /// Files below this folder, which is made if it is not there. Only this account reads them.
    pub fn disk(folder: &Folder) -> Result<Self, StoreError> {
        let (root, files) = disk::open(folder)?;
        Ok(Self(Arc::new(Place::Disk { root, files })))
    }

    /// A bucket, reached through this hub.
    pub fn s3(settings: &S3Settings, hub: Hub) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Place::S3(s3::open(settings, hub)?))))
    }

    /// In a word, for people who run the house.
    pub fn kind(&self) -> &'static str {
        match &*self.0 {
            Place::Disk { .. } => "disk",
            Place::S3(_) => "s3",
        }
    }

    fn objects(&self) -> &dyn ObjectStore {
        match &*self.0 {
            Place::Disk { files, .. } => files,
            Place::S3(bucket) => bucket,
        }
    }

    /// Writes the whole at once; nobody ever reads half of it.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), StoreError> {
        self.objects().put(&Path::from(key), PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// Begins a file in parts of [`PART`] bytes. Nothing can be read until [`Parts::complete`].
    pub async fn begin(&self, key: &str) -> Result<Parts, StoreError> {
        let key = Path::from(key);
        Ok(Parts(match &*self.0 {
            Place::Disk { files, .. } => Way::Disk(files.put_multipart(&key).await?),
            Place::S3(bucket) => {
                let id = bucket.create_multipart(&key).await?;
                Way::S3 { store: self.clone(), key, id, parts: Vec::new() }
            }
        }))
    }

    /// Calls off an upload in parts that was begun in another life of this program. None there is as good.
    pub async fn call_off(&self, key: &str, upload: &str) -> Result<(), StoreError> {
        let Place::S3(bucket) = &*self.0 else { return Ok(()) };
        match bucket.abort_multipart(&Path::from(key), &upload.to_owned()).await {
            // Not every server says "no such upload" of one that was completed.
            Err(error) if !is_gone(&error) && self.size(key).await?.is_none() => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Some bytes of a file; none when it is not there.
    pub async fn range(&self, key: &str, range: Range<u64>) -> Result<Option<Bytes>, StoreError> {
        match self.objects().get_range(&Path::from(key), range).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// How long a file is; none when it is not there.
    pub async fn size(&self, key: &str) -> Result<Option<u64>, StoreError> {
        match self.objects().head(&Path::from(key)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes everything whose key begins with this folder, half-written parts on the disk included.
    pub async fn remove_folder(&self, folder: &str) -> Result<(), StoreError> {
        match &*self.0 {
            Place::Disk { root, .. } => disk::remove_folder(root, folder).await,
            Place::S3(bucket) => {
                let keys: Vec<_> = bucket.list(Some(&Path::from(folder))).map_ok(|meta| meta.location).try_collect().await?;
                for key in keys {
                    match bucket.delete(&key).await {
                        Err(error) if !is_gone(&error) => return Err(error.into()),
                        _ => {}
                    }
                }
                Ok(())
            }
        }
    }

    /// Names of the folders directly below this one, of empty ones and half-written files on the disk too.
    pub async fn folders(&self, below: &str) -> Result<BTreeSet<String>, StoreError> {
        if let Place::Disk { root, .. } = &*self.0 {
            return disk::folders(root, below).await;
        }
        let found = self.objects().list_with_delimiter(Some(&Path::from(below))).await?;
        Ok(found.common_prefixes.iter().filter_map(|path| path.filename().map(str::to_owned)).collect())
    }

    /// Keys and sizes of everything below a folder.
    pub async fn list(&self, below: &str) -> Result<Vec<(String, u64)>, StoreError> {
        match self.objects().list(Some(&Path::from(below))).map_ok(|meta| (meta.location.to_string(), meta.size)).try_collect().await {
            Ok(found) => Ok(found),
            Err(error) if is_gone(&error) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The key is not there. A bucket that is not there is another matter: nothing that was ever stored could be told from it.
fn is_gone(error: &object_store::Error) -> bool {
    matches!(error, object_store::Error::NotFound { .. }) && !error::causes(error).contains("NoSuchBucket")
}

impl Parts {
    /// The store's own name of this upload, where one is needed to call it off later.
    pub fn id(&self) -> Option<&str> {
        match &self.0 {
            Way::Disk(_) => None,
            Way::S3 { id, .. } => Some(id),
        }
    }

    /// The next part: [`PART`] bytes, the last one as many as are left.
    pub async fn part(&mut self, bytes: Bytes) -> Result<(), StoreError> {
        match &mut self.0 {
            Way::Disk(upload) => upload.put_part(PutPayload::from_bytes(bytes)).await?,
            Way::S3 { store, key, id, parts } => {
                let Place::S3(bucket) = &*store.0 else { return Ok(()) };
                parts.push(bucket.put_part(key, id, parts.len(), PutPayload::from_bytes(bytes)).await?);
            }
        }
        Ok(())
    }

    /// From here on the file can be read.
    pub async fn complete(self) -> Result<(), StoreError> {
        match self.0 {
            Way::Disk(mut upload) => {
                upload.complete().await?;
            }
            Way::S3 { store, key, id, parts } => {
                if let Place::S3(bucket) = &*store.0 {
                    bucket.complete_multipart(&key, &id, parts).await?;
                }
            }
        }
        Ok(())
    }

    /// Forgets it; its parts are removed.
    pub async fn abort(self) -> Result<(), StoreError> {
        match self.0 {
            Way::Disk(mut upload) => Ok(upload.abort().await?),
            Way::S3 { store, key, id, .. } => store.call_off(key.as_ref(), &id).await,
        }
    }
}
