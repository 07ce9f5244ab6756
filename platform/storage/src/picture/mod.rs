//! Pictures: read within limits, made smaller, encoded anew.

mod decode;
mod encode;

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::Semaphore;

use crate::files::{Kind, Variant};

/// Decoded at once. A small picture takes one turn, a large one both: the house promises to stay small.
const TURNS: u32 = 2;

/// Why a picture was not drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It ends early, lies about itself, or is of a sort its decoder does not know.
    #[error("this picture is damaged or incomplete; save it again and send that")]
    Unreadable,
    /// More pixels than are decoded.
    #[error("this picture has {width} × {height} pixels; at most {megapixels} million are accepted of this kind, so make it smaller")]
    TooManyPixels {
        /// As its header says.
        width: u32,
        /// As its header says.
        height: u32,
        /// The limit.
        megapixels: u32,
    },
    /// Colours for a printing press, or more bits than a screen shows.
    #[error("this picture is made for print ({0}); save it with 8 bits per colour in RGB")]
    ForPrint(&'static str),
    /// A strip.
    #[error("this picture has {width} × {height} pixels; no side may be more than six times as long as the other")]
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
    /// All sizes of a picture, away from the threads that answer requests.
    pub(crate) async fn draw(&self, kind: Kind, bytes: Bytes) -> Result<Drawn, PictureError> {
        let size = decode::look(kind, &bytes)?;
        let turns = if size.is_large() { TURNS } else { 1 };
        let turn = Arc::clone(&self.0).acquire_many_owned(turns).await.map_err(|_| PictureError::Unreadable)?;
        let work = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            draw(kind, bytes)
        });
        // A decoder that panics has met a picture it cannot read.
        work.await.unwrap_or(Err(PictureError::Unreadable))
    }
}

fn draw(kind: Kind, bytes: Bytes) -> Result<Drawn, PictureError> {
    let decoded = decode::decode(kind, &bytes)?;
    drop(bytes);
    encode::all_sizes(decoded)
}

#[cfg(test)]
mod tests;
