//! Reads a PDF as its reader does: which words stand on which line of which page.
//!
//! Only for tests; nothing that runs depends on it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint, PathDrawMode, SoftMask,
    interpret_page,
};
use kurbo::{Affine, BezPath, Rect};

/// Parts of a line that stand further apart than this, in parts of the letters' size, are columns.
const GAP: f64 = 0.6;

/// The lines of every page from the top, each from left to right as it is seen; what stands apart is parted by ` | `.
pub fn lines(pdf: &[u8]) -> Vec<Vec<String>> {
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    let cache = InterpreterCache::new();
    let read = |page| {
        let mut seen = Seen::default();
        let mut context = Context::new(Affine::IDENTITY, Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), InterpreterSettings::default());
        interpret_page(page, &mut context, &mut seen);
        seen.lines()
    };
    pdf.pages().iter().map(read).collect()
}

/// All lines of all pages, one below the other.
pub fn text(pdf: &[u8]) -> String {
    lines(pdf).concat().join("\n")
}

#[derive(Default)]
struct Seen(Vec<Letter>);

struct Letter {
    x: f64,
    y: f64,
    size: f64,
    end: f64,
    text: String,
}

impl Seen {
    fn lines(mut self) -> Vec<String> {
        // The page's own axis grows upwards.
        self.0.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
        let mut rows: Vec<Vec<Letter>> = Vec::new();
        for letter in self.0 {
            match rows.last_mut() {
                Some(row) if (row[0].y - letter.y).abs() < 1.0 => row.push(letter),
                _ => rows.push(vec![letter]),
            }
        }
        rows.into_iter().map(line).filter(|line| !line.is_empty()).collect()
    }
}

fn line(mut row: Vec<Letter>) -> String {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut out = String::new();
    let mut end = f64::INFINITY;
    for letter in row {
        if letter.x - end > GAP * letter.size {
            out.truncate(out.trim_end().len());
            out.push_str(" | ");
        }
        out.push_str(&letter.text);
        end = letter.end;
    }
    out.replace(['\u{200B}', '\u{2068}', '\u{2069}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Device<'_> for Seen {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, transform: Affine, own: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => return,
        };
        let [a, b, _, _, x, y] = (transform * own).as_coeffs();
        let em = (a * a + b * b).sqrt() * 1000.0;
        let advance = match glyph {
            Glyph::Outline(outline) => f64::from(outline.advance_width().unwrap_or(500.0)) / 1000.0 * em,
            Glyph::Type3(_) => em,
        };
        self.0.push(Letter { x, y, size: em, end: x + advance, text });
    }
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
