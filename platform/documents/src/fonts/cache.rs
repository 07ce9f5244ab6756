//! Font bytes, held only while documents are being made.
//!
//! A CJK collection is 20 MB; two of them kept around would be a third of what the whole server
//! may use. Bytes live in anonymous mappings rather than on the heap: unmapping gives them back
//! to the machine at once, while an allocator may keep what was freed.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use memmap2::MmapMut;
use typst::foundations::Bytes;
use typst::text::Font;

use super::Face;

/// Above this, fonts are dropped after a document even while others are waiting.
const KEEP_AT_MOST: usize = 64 << 20;

#[derive(Clone, Default)]
pub(super) struct Cache(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    leases: usize,
    bytes: usize,
    files: HashMap<PathBuf, Bytes>,
    fonts: HashMap<(PathBuf, u32), Font>,
}

/// Somebody is making a document, or is about to.
pub(crate) struct Lease(Cache);

pub(super) fn lease(cache: &Cache) -> Lease {
    lock(cache).leases += 1;
    Lease(cache.clone())
}

#[cfg(test)]
pub(super) fn held_bytes(cache: &Cache) -> usize {
    lock(cache).bytes
}

impl Lease {
    /// The font of this face, from memory or from its file. `None` when the file is gone or
    /// broken since the index was read.
    pub(crate) fn font(&self, face: &Face) -> Option<Font> {
        let path = match face.source() {
            super::index::Source::BuiltIn(font) => return Some(font.clone()),
            super::index::Source::File { path, .. } => path,
        };
        let index = face.collection_index();
        let mut held = lock(&self.0);
        if let Some(font) = held.fonts.get(&(path.clone(), index)) {
            return Some(font.clone());
        }
        let bytes = match held.files.get(path) {
            Some(bytes) => bytes.clone(),
            None => {
                let bytes = Bytes::new(read(path).ok()?);
                held.bytes += bytes.len();
                held.files.insert(path.clone(), bytes.clone());
                bytes
            }
        };
        let font = Font::new(bytes, index)?;
        held.fonts.insert((path.clone(), index), font.clone());
        Some(font)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut held = lock(&self.0);
        held.leases -= 1;
        if held.leases == 0 || held.bytes > KEEP_AT_MOST {
            held.files = HashMap::new();
            held.fonts = HashMap::new();
            held.bytes = 0;
        }
    }
}

fn lock(cache: &Cache) -> MutexGuard<'_, Held> {
    cache.0.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file's content outside the heap.
pub(super) fn read(path: &Path) -> std::io::Result<memmap2::Mmap> {
    let mut file = File::open(path)?;
    let len = usize::try_from(file.metadata()?.len()).map_err(std::io::Error::other)?;
    let mut map = MmapMut::map_anon(len.max(1))?;
    file.read_exact(&mut map[..len])?;
    map.make_read_only()
}
