//! Pictures: a drawing as the PNG that networks show beside a shared link.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, FontFamily, FontResolver, Options, Tree, fontdb};

use crate::Fonts;
use crate::fonts::{Face, Script};

/// As many pictures as are kept: some megabytes.
const KEEP: usize = 64;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The drawing is none: a fault of ours.
    #[error("the drawing could not be read: {0}")]
    Drawing(#[from] usvg::Error),
    /// It has no size that can be drawn.
    #[error("the drawing has no size")]
    Size,
    /// It could not be written as PNG.
    #[error("the picture could not be written: {0}")]
    Encoding(String),
    /// The worker died or the server is shutting down.
    #[error("the picture was abandoned")]
    Abandoned,
}

/// What a picture is made from, and the picture.
type Drawn = ((String, String), Arc<Vec<u8>>);

/// The pictures that were drawn last, by their drawing and language.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<VecDeque<Drawn>>>);

impl Kept {
    pub(crate) fn find(&self, svg: &str, language: &str) -> Option<Arc<Vec<u8>>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.iter().find(|((drawing, tag), _)| drawing == svg && tag == language).map(|(_, png)| Arc::clone(png))
    }

    pub(crate) fn keep(&self, svg: String, language: String, png: &Arc<Vec<u8>>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.push_front(((svg, language), Arc::clone(png)));
        held.truncate(KEEP);
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

/// Blocking and hungry: call it through [`crate::Documents::picture`].
pub(crate) fn draw(fonts: &Fonts, svg: &str, language: &str) -> Result<Vec<u8>, PictureError> {
    let shelf = Shelf { fonts, loaded: Mutex::default() };
    let options = Options {
        font_resolver: FontResolver {
            select_font: Box::new(|font, db| shelf.font(font, db)),
            // The parts of a text name their families; a guess would set Latin letters in a Han face.
            select_fallback: Box::new(|_, _, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(&readable(fonts, svg, &Script::of(language)), &options)?;
    let size = tree.size().to_int_size();
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or(PictureError::Size)?;
    resvg::render(&tree, Transform::default(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PictureError::Encoding(error.to_string()))
}

/// Fonts as the drawing asks for them: only what it needs is read.
struct Shelf<'f> {
    fonts: &'f Fonts,
    loaded: Mutex<HashMap<(String, u16), Option<fontdb::ID>>>,
}

impl Shelf<'_> {
    fn font(&self, wanted: &usvg::Font, db: &mut Arc<fontdb::Database>) -> Option<fontdb::ID> {
        wanted.families().iter().find_map(|family| match family {
            FontFamily::Named(name) => self.face(name, wanted.weight(), db),
            _ => None,
        })
    }

    fn face(&self, name: &str, weight: u16, db: &mut Arc<fontdb::Database>) -> Option<fontdb::ID> {
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        *loaded.entry((name.to_owned(), weight)).or_insert_with(|| {
            let family = self.fonts.index().families.iter().find(|family| family.name == name)?;
            let distance = |face: &&Face| face.info().variant.weight.to_number().abs_diff(weight);
            let face = family.faces.iter().min_by_key(distance)?;
            let font = self.fonts.lease().font(face)?;
            let ids = Arc::make_mut(db).load_font_source(fontdb::Source::Binary(Arc::new(font.data().clone())));
            ids.into_iter().find(|id| db.face(*id).is_some_and(|known| known.index == face.collection_index()))
        })
    }
}

/// The drawing as the drawer understands it: each part of a text names its family, and the width of letters is told
/// by their axis (it knows `font-stretch` by keywords only).
fn readable(fonts: &Fonts, svg: &str, script: &Script) -> String {
    let mut out = String::with_capacity(svg.len() * 2);
    let mut rest = svg;
    while let Some((before, from)) = rest.split_once("<text") {
        out.push_str(before);
        let Some((tag, after)) = from.split_once('>') else { break };
        let Some((text, after)) = after.split_once("</text>") else { break };
        let tag = tag.replace("font-stretch=\"", "font-variation-settings=\"'wdth' ").replace("%\"", "\"");
        match fonts.parts(&unescaped(text), script).as_slice() {
            // A length that the text is to fill is honoured on a text of one part only.
            [(family, part)] => {
                let _ = write!(out, "<text{}>{}", named(&tag, family), escaped(part));
            }
            parts => {
                let _ = write!(out, "<text{tag}>");
                for (family, part) in parts {
                    let _ = write!(out, "<tspan font-family=\"'{family}'\">{}</tspan>", escaped(part));
                }
            }
        }
        out.push_str("</text>");
        rest = after;
    }
    out + rest
}

/// The tag with this family instead of its own.
fn named(tag: &str, family: &str) -> String {
    let around = tag.split_once("font-family=\"").and_then(|(before, from)| Some((before, from.split_once('"')?.1)));
    around.map_or_else(|| tag.to_owned(), |(before, after)| format!("{before}font-family=\"'{family}'\"{after}"))
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(title: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 600 120\" width=\"600\" height=\"120\"><rect width=\"600\" height=\"120\" fill=\"white\"/>\
             <text x=\"10\" y=\"90\" font-family=\"Archivo, Arial\" font-weight=\"800\" font-size=\"60\" font-stretch=\"62%\" fill=\"black\">{title}</text></svg>"
        )
    }

    /// How many pixels of a picture are dark.
    fn ink(png: &[u8]) -> usize {
        Pixmap::decode_png(png).unwrap().pixels().iter().filter(|p| p.red() < 128).count()
    }

    #[test]
    fn a_drawing_becomes_a_png_of_its_size_and_the_same_one_each_time() {
        let fonts = Fonts::system();
        let png = draw(&fonts, &svg("The Tempest &amp; Co"), "en").unwrap();
        let read = Pixmap::decode_png(&png).unwrap();
        assert_eq!((read.width(), read.height()), (600, 120));
        assert_eq!(draw(&fonts, &svg("The Tempest &amp; Co"), "en").unwrap(), png);
        assert!(ink(&png) > 3_000, "{}", ink(&png));
    }

    #[test]
    fn every_script_is_drawn_in_a_font_that_has_it() {
        let fonts = Fonts::system();
        let shelf = |text: &str, tag: &str| -> Vec<(String, String)> { fonts.parts(text, &Script::of(tag)) };
        assert_eq!(
            shelf("帝女花 Live", "zh-Hant-HK"),
            [("Noto Sans CJK HK".into(), "帝女花 ".into()), ("Archivo".into(), "Live".to_owned())]
        );
        assert!(shelf("محمد & Ada", "ar")[0].0.contains("Arab"));
        // A box is drawn for a missing glyph: many boxes of one kind would make two different texts alike.
        for (one, other) in [("帝女花", "紫釵記"), ("محمد علي", "ليلى خالد"), ("ภาษา", "ไทยไป"), ("Ночь", "День")]
        {
            let (a, b) = (draw(&fonts, &svg(one), "en").unwrap(), draw(&fonts, &svg(other), "en").unwrap());
            assert!(ink(&a) > 1_000, "{one}: {}", ink(&a));
            assert_ne!(a, b, "{one}");
        }
        let without = Fonts::in_dirs([]);
        assert!(draw(&without, &svg("帝女花"), "en").is_ok(), "a machine without fonts still answers");
    }

    #[test]
    fn letters_are_as_wide_as_they_should_be() {
        let fonts = Fonts::system();
        let wide = svg("TEMPEST").replace("62%", "125%");
        let (narrow, wide) = (draw(&fonts, &svg("TEMPEST"), "en").unwrap(), draw(&fonts, &wide, "en").unwrap());
        assert!(ink(&wide) > ink(&narrow) * 5 / 4, "{} {}", ink(&wide), ink(&narrow));
    }

    #[tokio::test]
    async fn the_same_picture_is_drawn_once() {
        let documents = crate::Documents::new(1);
        let (a, b) = tokio::join!(documents.picture(svg("A"), "en"), documents.picture(svg("A"), "en"));
        assert!(Arc::ptr_eq(&a.unwrap(), &b.unwrap()));
    }
}
