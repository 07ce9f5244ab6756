//! From the first byte to the last.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt};
use platform_texts::t;
use platform_types::{Actor, OrganizationId, failpoint};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt as _;
use tokio::time::Instant;
use uuid::Uuid;

use super::kind::HEAD;
use super::{Files, Kept, Kind, Purpose, UploadError, Variant, clean_name};
use crate::picture::Drawn;
use crate::store::{PART, Parts, StoreError};

/// What is known of a file before its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Whose it will be.
    pub organization: OrganizationId,
    /// What for.
    pub purpose: Purpose,
    /// What the client calls it.
    pub name: &'a str,
    /// Made with the form: sent twice, with the same bytes, it is one file.
    pub form_key: &'a str,
}

/// What the network brings, piece by piece.
struct Source<S> {
    pieces: S,
    head: BytesMut,
    ended: bool,
    seen: u64,
    purpose: Purpose,
    digest: Sha256,
    began: Instant,
}

/// A place at the counter is not kept for whoever sends nothing for so long,
const SILENCE: Duration = Duration::from_secs(20);
/// or, once a line has settled,
const SETTLED: Duration = Duration::from_secs(30);
/// fewer bytes a second than the slowest phone.
const SLOWEST: u64 = 4_096;

impl<S, E> Source<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Into<UploadError>,
{
    async fn next(&mut self) -> Result<Option<Bytes>, UploadError> {
        let next = tokio::time::timeout(SILENCE, self.pieces.next()).await.map_err(|_| UploadError::GivenUp)?;
        if self.began.elapsed() > SETTLED && self.seen < self.began.elapsed().as_secs() * SLOWEST {
            return Err(UploadError::GivenUp);
        }
        let Some(piece) = next else {
            self.ended = true;
            return Ok(None);
        };
        let piece = piece.map_err(Into::into)?;
        self.seen += piece.len() as u64;
        if self.seen > self.purpose.longest() {
            return Err(UploadError::TooLarge(self.purpose));
        }
        self.digest.update(&piece);
        Ok(Some(piece))
    }

    /// Until there is enough to tell what it is, or no more.
    async fn fill_head(&mut self, enough: usize) -> Result<(), UploadError> {
        while !self.ended && self.head.len() < enough {
            if let Some(piece) = self.next().await? {
                self.head.extend_from_slice(&piece);
            }
        }
        Ok(())
    }

    /// All of it, in a file without a name in the system's temporary folder: it is gone with us, however we end.
    async fn spool(&mut self) -> Result<std::fs::File, UploadError> {
        let wrong = |source| StoreError::Folder { folder: std::env::temp_dir().display().to_string(), source };
        let mut file = tokio::fs::File::from_std(tempfile::tempfile().map_err(wrong)?);
        file.write_all(&std::mem::take(&mut self.head)).await.map_err(wrong)?;
        while !self.ended {
            if let Some(piece) = self.next().await? {
                file.write_all(&piece).await.map_err(wrong)?;
            }
        }
        file.flush().await.map_err(wrong)?;
        Ok(file.into_std().await)
    }
}

impl Files {
    /// Receives a file: looks at its first bytes, then either draws it anew or passes it on to the store as it comes. Nothing
    /// is kept until [`Kept::keep`]. Call it with no transaction open.
    pub async fn receive<S, E>(&self, actor: &Actor, incoming: &Incoming<'_>, pieces: S) -> Result<Kept, UploadError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Into<UploadError>,
    {
        let _door = self.0.doors.acquire().await.map_err(|error| UploadError::BrokenOff(error.into()))?;
        let purpose = incoming.purpose;
        let mut source =
            Source { pieces, head: BytesMut::new(), ended: false, seen: 0, purpose, digest: Sha256::new(), began: Instant::now() };
        source.fill_head(HEAD).await?;
        if source.head.is_empty() {
            return Err(UploadError::Empty);
        }
        let name = clean_name(incoming.name);
        let kind = Kind::of(&source.head, source.ended, &name).map_err(|found| UploadError::Kind { found, purpose })?;
        if !purpose.kinds().contains(&kind) {
            return Err(UploadError::Kind { found: t!("upload-found-file", kind = kind.extension().to_uppercase()).into_owned(), purpose });
        }
        if purpose.is_drawn(kind) {
            let file = source.spool().await?;
            let drawn = self.pictures().draw(kind, file).await?;
            let known = Known { name, kind, size: source.seen, digest: source.digest.finalize().into() };
            return self.put_pictures(actor, incoming, known, drawn).await;
        }
        let id = self.start(actor, incoming, &name).await?;
        failpoint::pass("upload.after_row").await;
        match self.pass_on(actor, id, kind, &mut source).await {
            Ok(variant) => {
                self.copy_beside(id, std::slice::from_ref(&variant)).await?;
                failpoint::pass("upload.after_bytes").await;
                Ok(Kept {
                    id,
                    name,
                    content_type: kind.content_type(),
                    size: source.seen,
                    digest: source.digest.finalize().into(),
                    dimensions: None,
                    variants: vec![variant],
                })
            }
            Err(error) => {
                self.discard(actor, id).await;
                Err(error)
            }
        }
    }

    async fn put_pictures(&self, actor: &Actor, incoming: &Incoming<'_>, known: Known, drawn: Drawn) -> Result<Kept, UploadError> {
        let id = self.start(actor, incoming, &known.name).await?;
        failpoint::pass("upload.after_row").await;
        let folder = self.folder(id).await?;
        let mut variants = Vec::with_capacity(drawn.pictures.len());
        for (variant, bytes) in drawn.pictures {
            if let Err(error) = self.store().put(&format!("{folder}/{}", variant.name), bytes).await {
                self.discard(actor, id).await;
                return Err(error.into());
            }
            variants.push(variant);
            failpoint::pass("upload.between_bytes").await;
        }
        self.copy_beside(id, &variants).await?;
        failpoint::pass("upload.after_bytes").await;
        Ok(Kept {
            id,
            name: known.name,
            content_type: known.kind.content_type(),
            size: known.size,
            digest: known.digest,
            dimensions: Some((drawn.width, drawn.height)),
            variants,
        })
    }

    /// Bytes as they come, at most one part of them in memory.
    async fn pass_on<S, E>(&self, actor: &Actor, id: Uuid, kind: Kind, source: &mut Source<S>) -> Result<Variant, UploadError>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
        E: Into<UploadError>,
    {
        // The digest of the whole is not known yet; the id is the file's alone and its bytes never change.
        let name = format!("file.{}", kind.extension());
        let key = format!("{}/{name}", self.folder(id).await?);
        let mut held = std::mem::take(&mut source.head);
        let mut parts: Option<Parts> = None;
        loop {
            while held.len() >= PART && !(source.ended && held.len() == PART) {
                let begun = match &mut parts {
                    Some(begun) => begun,
                    None => parts.insert(self.begin(actor, id, &key).await?),
                };
                if let Err(error) = begun.part(held.split_to(PART).freeze()).await {
                    call_off(parts).await;
                    return Err(error.into());
                }
                failpoint::pass("upload.between_bytes").await;
            }
            if source.ended {
                break;
            }
            match source.next().await {
                Ok(Some(piece)) => held.extend_from_slice(&piece),
                Ok(None) => {}
                Err(error) => {
                    call_off(parts).await;
                    return Err(error);
                }
            }
        }
        match parts {
            None => self.store().put(&key, held.freeze()).await?,
            Some(mut begun) => {
                begun.part(held.freeze()).await?;
                begun.complete().await?;
            }
        }
        Ok(Variant { name, content_type: kind.content_type().to_owned(), size: source.seen, width: None, height: None })
    }

    /// The store's name for the upload is written down before its first byte, so that the sweep can call it off.
    async fn begin(&self, actor: &Actor, id: Uuid, key: &str) -> Result<Parts, UploadError> {
        let begun = self.store().begin(key).await?;
        if let Some(upload) = begun.id()
            && let Err(error) = self.note_parts(actor, id, key, upload).await
        {
            call_off(Some(begun)).await;
            return Err(error.into());
        }
        Ok(begun)
    }
}

struct Known {
    name: String,
    kind: Kind,
    size: u64,
    digest: [u8; 32],
}

/// At once if the store answers; the sweep does it otherwise.
async fn call_off(parts: Option<Parts>) {
    if let Some(parts) = parts
        && let Err(error) = parts.abort().await
    {
        tracing::warn!(%error, "an upload in parts is called off by the sweep only");
    }
}
