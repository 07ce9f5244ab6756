//! From a press to bytes, the same for every kind of document.

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::world::Press;
use super::{PdfError, glyphs};

/// A document and what is known of its quality.
pub(super) struct Printed {
    pub(super) pdf: Vec<u8>,
    /// Texts drawn as empty boxes.
    pub(super) boxes: Vec<String>,
    /// Why it is not PDF/UA-1, if it is not.
    pub(super) barrier: Option<String>,
}

impl Printed {
    /// The bytes; what is wrong with them goes into the log.
    pub(super) fn delivered(self) -> Vec<u8> {
        if !self.boxes.is_empty() {
            // Reached only when a font's table of characters promises what its shaping rules break.
            let points: Vec<String> = self.boxes.iter().flat_map(|text| text.chars()).map(|c| format!("U+{:04X}", u32::from(c))).collect();
            tracing::error!(characters = points.join(" "), "a document shows empty boxes");
        }
        if let Some(reason) = &self.barrier {
            tracing::warn!(reason, "a document is not PDF/UA");
        }
        self.pdf
    }
}

/// Sets and exports, and leaves nothing behind.
pub(super) fn print(press: Press<'_>) -> Result<Printed, PdfError> {
    let printed = set(press).and_then(|document| {
        let boxes = glyphs::boxes(&document);
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| PdfError::Typesetting(e.message().to_string()))?;
        match typst_pdf::pdf(&document, &options(standards, true)) {
            Ok(pdf) => Ok(Printed { pdf, boxes, barrier: None }),
            Err(errors) => {
                // A ticket that fails the validator is still a ticket.
                let barrier = Some(refused(&errors).to_string());
                let pdf = typst_pdf::pdf(&document, &options(PdfStandards::default(), true)).map_err(|errors| refused(&errors))?;
                Ok(Printed { pdf, boxes, barrier })
            }
        }
    });
    forget();
    printed
}

/// Some pages of a longer document, to be joined with the others: without tags, which would not survive that.
pub(super) fn print_part(press: Press<'_>) -> Result<Printed, PdfError> {
    let printed = set(press).and_then(|document| {
        let boxes = glyphs::boxes(&document);
        let pdf = typst_pdf::pdf(&document, &options(PdfStandards::default(), false)).map_err(|errors| refused(&errors))?;
        Ok(Printed { pdf, boxes, barrier: None })
    });
    forget();
    printed
}

fn set(press: Press<'_>) -> Result<PagedDocument, PdfError> {
    typst::compile(&press).output.map_err(|errors| refused(&errors))
}

/// Results of typst's memoized functions would otherwise stay for ever, fonts included.
fn forget() {
    comemo::evict(0);
}

/// Nothing of the clock or the machine goes into the file.
fn options(standards: PdfStandards, tagged: bool) -> PdfOptions {
    PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Callboard".to_owned())),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged,
        pretty: false,
    }
}

fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    PdfError::Typesetting(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
}
