//! Parts of a document as one file.

use hayro_write::hayro_syntax::Pdf;
use hayro_write::{ChunkSettings, ExtractionQuery, extract};
use pdf_writer::{Finish, Ref, TextStr};

use super::PdfError;

/// The pages of all parts, one after the other.
pub(super) fn join(parts: Vec<Vec<u8>>, title: &str, lang: &str) -> Result<Vec<u8>, PdfError> {
    let broken = || PdfError::Typesetting("a part of the document cannot be read again".to_owned());
    let mut whole = pdf_writer::Pdf::new();
    let mut next = Ref::new(1);
    let (catalog, tree, info) = (next.bump(), next.bump(), next.bump());
    let (mut branches, mut count) = (Vec::with_capacity(parts.len()), 0);
    for part in parts {
        let part = Pdf::new(part).map_err(|_| broken())?;
        let queries: Vec<ExtractionQuery> = (0..part.pages().len()).map(ExtractionQuery::new_page).collect();
        let taken = extract(&part, Box::new(|| next.bump()), ChunkSettings::default(), |_| {}, &queries).map_err(|_| broken())?;
        let pages = taken.root_refs.into_iter().collect::<Result<Vec<Ref>, _>>().map_err(|_| broken())?;
        let here = i32::try_from(pages.len()).map_err(|_| broken())?;
        whole.pages(taken.page_tree_parent_ref).parent(tree).kids(pages).count(here);
        whole.extend(&taken.chunk);
        branches.push(taken.page_tree_parent_ref);
        count += here;
    }
    whole.pages(tree).kids(branches).count(count);
    whole.document_info(info).title(TextStr(title)).creator(TextStr("Callboard"));
    let mut root = whole.catalog(catalog);
    root.pages(tree).lang(TextStr(lang));
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    Ok(whole.finish())
}
