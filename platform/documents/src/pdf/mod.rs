//! Documents as PDF, set by typst.

mod glyphs;
mod join;
mod print;
mod receipt;
mod render;
mod roll;
mod sheet;
#[cfg(test)]
mod tests;
mod world;

use std::sync::Arc;

use tokio::sync::Semaphore;

pub use self::receipt::{Entry, ReceiptLine, ReceiptSheet, Sum, render_receipt};
pub use self::render::render_tickets;
pub use self::roll::{MAX_ROWS, RollRow, RollSheet, Tick, render_roll};
pub use self::sheet::{Labels, TicketSheet};
use crate::Fonts;
use crate::picture::{Kept, PictureError, draw};

/// The most tickets one document may hold.
pub const MAX_SHEETS: usize = 1_000;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// Nothing to print.
    #[error("a document needs at least one ticket or row")]
    Empty,
    /// More than [`MAX_SHEETS`].
    #[error("{0} tickets are too many for one document; {MAX_SHEETS} is the most")]
    TooMany(usize),
    /// More than [`MAX_ROWS`].
    #[error("{0} rows are too many for one list; {MAX_ROWS} is the most")]
    TooLong(usize),
    /// The payload does not fit a QR code.
    #[error("the code of ticket {0} does not fit a QR code")]
    Code(usize),
    /// The typesetter refused: a fault of ours.
    #[error("the document could not be set: {0}")]
    Typesetting(String),
    /// The worker died or the server is shutting down.
    #[error("the document was abandoned")]
    Abandoned,
}

impl PdfError {
    /// Stable code for logs and answers.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "documents.empty",
            Self::TooMany(_) => "documents.too_many",
            Self::TooLong(_) => "documents.too_long",
            Self::Code(_) => "documents.code_too_long",
            Self::Typesetting(_) => "documents.typesetting",
            Self::Abandoned => "documents.abandoned",
        }
    }
}

/// Makes documents, at most one per core at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Documents {
    fonts: Fonts,
    turns: Arc<Semaphore>,
    /// Long lists take turns of their own: each needs the memory of many tickets while it is set.
    long: Arc<Semaphore>,
    pictures: Kept,
}

impl Documents {
    /// For a machine of `cores` cores, with the machine's fonts.
    pub fn new(cores: usize) -> Self {
        Self::with_fonts(cores, Fonts::system())
    }

    /// The same with other fonts.
    pub fn with_fonts(cores: usize, fonts: Fonts) -> Self {
        Self { fonts, turns: Arc::new(Semaphore::new(cores.max(1))), long: Arc::new(Semaphore::new(1)), pictures: Kept::default() }
    }

    /// The fonts documents are set in.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Reads the index of fonts before the first buyer waits for it; answers as [`Fonts::warm`].
    pub async fn warm(&self) -> usize {
        let fonts = self.fonts.clone();
        tokio::task::spawn_blocking(move || fonts.warm()).await.unwrap_or(0)
    }

    /// A drawing (SVG, ours and no stranger's) as PNG, in its own size; `language` chooses among the faces of Han.
    /// Waits for its turn; those drawn last are kept.
    pub async fn picture(&self, svg: String, language: &str) -> Result<Arc<Vec<u8>>, PictureError> {
        if let Some(kept) = self.pictures.find(&svg, language) {
            return Ok(kept);
        }
        let lease = self.fonts.lease();
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| PictureError::Abandoned)?;
        let (fonts, pictures, language) = (self.fonts.clone(), self.pictures.clone(), language.to_owned());
        tokio::task::spawn_blocking(move || {
            // Somebody may have asked for the same while this one waited.
            if let Some(kept) = pictures.find(&svg, &language) {
                return Ok(kept);
            }
            let png = Arc::new(draw(&fonts, &svg, &language)?);
            pictures.keep(svg, language, &png);
            drop(lease);
            drop(turn);
            Ok(png)
        })
        .await
        .map_err(|_| PictureError::Abandoned)?
    }

    /// One page per ticket, in the order given. Waits for its turn; never blocks the caller's thread.
    pub async fn tickets_pdf(&self, sheets: Vec<TicketSheet>) -> Result<Vec<u8>, PdfError> {
        self.in_turn(move |fonts| render_tickets(fonts, &sheets)).await
    }

    /// A receipt of one page or several. Waits for its turn; never blocks the caller's thread.
    pub async fn receipt_pdf(&self, sheet: ReceiptSheet) -> Result<Vec<u8>, PdfError> {
        self.in_turn(move |fonts| render_receipt(fonts, &sheet)).await
    }

    /// A list to tick people off. Waits for its turn, one long list after the other; never blocks the caller's thread.
    pub async fn roll_pdf(&self, sheet: RollSheet) -> Result<Vec<u8>, PdfError> {
        let long = if sheet.rows.len() > roll::SHORT {
            Some(Arc::clone(&self.long).acquire_owned().await.map_err(|_| PdfError::Abandoned)?)
        } else {
            None
        };
        let pdf = self.in_turn(move |fonts| render_roll(fonts, &sheet)).await;
        drop(long);
        pdf
    }

    async fn in_turn(&self, make: impl FnOnce(&Fonts) -> Result<Vec<u8>, PdfError> + Send + 'static) -> Result<Vec<u8>, PdfError> {
        // Taken before the turn, so that waiting documents find the fonts of the one before.
        let lease = self.fonts.lease();
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| PdfError::Abandoned)?;
        let fonts = self.fonts.clone();
        tokio::task::spawn_blocking(move || {
            let pdf = make(&fonts);
            drop(lease);
            drop(turn);
            pdf
        })
        .await
        .map_err(|_| PdfError::Abandoned)?
    }
}
