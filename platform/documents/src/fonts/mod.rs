//! The fonts documents are set in: Archivo, which is part of this program, and Noto, which the
//! machine has (Debian: `fonts-noto-core`, `fonts-noto-cjk`, `fonts-noto-color-emoji`).
//!
//! Only the index (family names and which characters each covers) stays in memory. A font's bytes
//! are read when a text needs them and dropped when no document is being made.

mod bidi;
mod cache;
mod clean;
mod dress;
mod index;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

pub(crate) use self::cache::Lease;
pub(crate) use self::dress::{Dressed, Script};
pub(crate) use self::index::{Face, Index};

/// Where distributions keep their fonts.
const SYSTEM_DIRS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// A character that stands for each package of fonts, as Debian and Ubuntu name them.
const PACKAGES: [(&str, char); 3] = [("fonts-noto-core", 'ก'), ("fonts-noto-cjk", '山'), ("fonts-noto-color-emoji", '🎭')];

/// The fonts at hand. Cheap to clone; clones share one index and one cache.
#[derive(Clone)]
pub struct Fonts(Arc<Inner>);

struct Inner {
    dirs: Vec<PathBuf>,
    index: OnceLock<Index>,
    cache: cache::Cache,
}

impl Fonts {
    /// The fonts of this machine. Nothing is read before the first use (or [`Fonts::warm`]).
    pub fn system() -> Self {
        Self::in_dirs(SYSTEM_DIRS.map(PathBuf::from))
    }

    /// The fonts below these directories, and the built-in ones.
    pub fn in_dirs(dirs: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(Arc::new(Inner { dirs: dirs.into_iter().collect(), index: OnceLock::new(), cache: cache::Cache::default() }))
    }

    /// Reads the index now: blocking, some tenths of a second. Answers how many font files of the
    /// machine can be used; 0 means that only Latin letters can be printed.
    pub fn warm(&self) -> usize {
        self.index().files()
    }

    /// The visible, assigned characters of `text` that no font at hand can draw, each once, in
    /// order. Blocking on first use, as [`Fonts::warm`].
    pub fn missing_glyphs(&self, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for c in clean::line(text).chars() {
            if clean::is_visible(c) && !self.index().covers(c) && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }

    /// The packages (Debian, Ubuntu) to install before every ticket can be printed; empty when all
    /// is there. Blocking on first use, as [`Fonts::warm`].
    pub fn missing_packages(&self) -> Vec<&'static str> {
        PACKAGES.into_iter().filter(|(_, probe)| !self.index().covers(*probe)).map(|(name, _)| name).collect()
    }

    pub(crate) fn index(&self) -> &Index {
        self.0.index.get_or_init(|| Index::read(&self.0.dirs))
    }

    /// Keeps loaded fonts in memory for as long as the answer lives.
    pub(crate) fn lease(&self) -> Lease {
        cache::lease(&self.0.cache)
    }

    /// Bytes of fonts in memory now.
    #[cfg(test)]
    pub(crate) fn held_bytes(&self) -> usize {
        cache::held_bytes(&self.0.cache)
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fonts({:?})", self.0.dirs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_installed_is_named() {
        assert_eq!(Fonts::in_dirs([]).missing_packages(), ["fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"]);
        assert_eq!(Fonts::system().missing_packages(), Vec::<&str>::new());
    }
}
