//! Pictures: read within limits, made smaller, encoded anew.

mod decode;
mod encode;

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::sync::Arc;

use bytes::Bytes;
use platform_texts::t;
use tokio::sync::Semaphore;

use crate::files::{Kind, Variant};

/// Decoded at once. A small picture takes one turn, a large one both: the house promises to stay small.
const TURNS: u32 = 2;
/// Bytes of a file that are read at once.
const BUFFER: usize = 64 << 10;

/// Why a picture was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It ends early, lies about itself, or is of a sort its decoder does not know.
    #[error("{}", t!("picture-unreadable"))]
    Unreadable,
    /// More pixels than are decoded.
    #[error("{}", t!("picture-too-many-pixels", width = .width.to_string(), height = .height.to_string(), megapixels = .megapixels))]
    TooManyPixels {
        /// As its header says.
        width: u32,
        /// As its header says.
        height: u32,
        /// The limit.
        megapixels: u32,
    },
    /// Colours for a printing press, or more bits than a screen shows.
    #[error("{}", t!("picture-for-print", why = .0))]
    ForPrint(&'static str),
    /// A strip.
    #[error("{}", t!("picture-strip", width = .width.to_string(), height = .height.to_string()))]
    Strip {
        /// As its header says.
        width: u32,
        /// As its header says.
        height: u32,
    },
}

/// A picture in all its sizes.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// Of the upright original.
    pub width: u32,
    /// Of the upright original.
    pub height: u32,
    /// Smallest first, WebP before JPEG.
    pub pictures: Vec<(Variant, Bytes)>,
}

/// Draws, two at a time at most. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Pictures(Arc<Semaphore>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(TURNS as usize)))
    }
}

impl Pictures {
    /// All sizes of the picture in this file, away from the threads that answer requests. What waits for its turn waits on
    /// the disk, and none of it in memory.
    pub(crate) async fn draw(&self, kind: Kind, file: File) -> Result<Drawn, PictureError> {
        let (size, mut file) = away(move || {
            let mut file = BufReader::with_capacity(BUFFER, file);
            Ok((decode::look(kind, &mut file)?, file))
        })
        .await?;
        let turns = if size.is_large() { TURNS } else { 1 };
        let turn = Arc::clone(&self.0).acquire_many_owned(turns).await.map_err(|_| PictureError::Unreadable)?;
        away(move || {
            let _turn = turn;
            draw(kind, &mut file)
        })
        .await
    }
}

/// A decoder that panics has met a picture it cannot read.
async fn away<T: Send + 'static>(work: impl FnOnce() -> Result<T, PictureError> + Send + 'static) -> Result<T, PictureError> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(PictureError::Unreadable))
}

fn draw(kind: Kind, file: &mut (impl BufRead + Seek)) -> Result<Drawn, PictureError> {
    encode::all_sizes(decode::decode(kind, file)?)
}

#[cfg(test)]
mod tests;
