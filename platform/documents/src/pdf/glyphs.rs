//! Looking for empty boxes in a finished document.

use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// The texts of glyph runs that hold glyph 0, the box a font draws for what it lacks.
pub(crate) fn boxes(document: &PagedDocument) -> Vec<String> {
    let mut found = Vec::new();
    for page in document.pages() {
        walk(&page.frame, &mut found);
    }
    found
}

fn walk(frame: &Frame, found: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, found),
            FrameItem::Text(run) => {
                for glyph in run.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    found.push(run.text.get(glyph.range()).unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
    }
}
