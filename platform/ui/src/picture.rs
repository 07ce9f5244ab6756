//! A picture in several sizes and formats, of which the browser takes the one it needs.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// One size in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSource {
    /// Where it is.
    pub href: String,
    /// What it is: `image/webp`, `image/jpeg`.
    pub content_type: String,
    /// In pixels.
    pub width: u32,
}

/// A picture. Its shape is said with it, so that nothing moves when it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    sources: Vec<PictureSource>,
    size: (u32, u32),
    alt: String,
    sizes: &'static str,
    lazy: bool,
}

impl Picture {
    /// These sources of one picture of this size; `alt` says what is to be seen.
    pub fn new(sources: Vec<PictureSource>, size: (u32, u32), alt: impl Into<String>) -> Self {
        Self { sources, size, alt: alt.into(), sizes: "100vw", lazy: false }
    }

    /// How wide it is shown: the `sizes` of the HTML standard. As wide as the window unless it is said.
    #[must_use]
    pub fn sizes(mut self, sizes: &'static str) -> Self {
        self.sizes = sizes;
        self
    }

    /// Comes only when it is about to be seen: in lists, and below the first screen.
    #[must_use]
    pub fn lazy(mut self) -> Self {
        self.lazy = true;
        self
    }

    /// What is to be seen stands beside it already.
    #[must_use]
    pub fn decorative(mut self) -> Self {
        self.alt.clear();
        self
    }

    /// What is to be seen.
    pub fn alt(&self) -> &str {
        &self.alt
    }

    /// The JPEG nearest to this width from above, or the largest: for whoever takes one alone.
    pub fn jpeg(&self, width: u32) -> Option<&PictureSource> {
        let jpegs = || self.sources.iter().filter(|source| source.content_type == "image/jpeg");
        jpegs()
            .filter(|source| source.width >= width)
            .min_by_key(|source| source.width)
            .or_else(|| jpegs().max_by_key(|source| source.width))
    }

    /// Width and height of one of its sources.
    pub fn size_of(&self, source: &PictureSource) -> (u32, u32) {
        let (width, height) = (u64::from(self.size.0.max(1)), u64::from(self.size.1));
        (source.width, u32::try_from((height * u64::from(source.width)).div_ceil(width)).unwrap_or(self.size.1))
    }

    fn set_of(&self, content_type: &str) -> String {
        let of_type = self.sources.iter().filter(|source| source.content_type == content_type);
        of_type.map(|source| format!("{} {}w", source.href, source.width)).collect::<Vec<_>>().join(", ")
    }

    /// The picture; every format but JPEG is offered first.
    pub fn render(&self) -> Markup {
        let webp = self.set_of("image/webp");
        let jpeg = self.set_of("image/jpeg");
        html! {
            picture class="picture" {
                @if !webp.is_empty() { source type="image/webp" srcset=(webp) sizes=(self.sizes); }
                @if let Some(fallback) = self.jpeg(640) {
                    img src=(fallback.href) srcset=(jpeg) sizes=(self.sizes) width=(self.size.0) height=(self.size.1) alt=(self.alt)
                        loading=[self.lazy.then_some("lazy")] decoding="async";
                }
            }
        }
    }

    /// One picture, as it stands and as it waits.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("in two formats", sample().sizes("(min-width: 44rem) 22rem, 100vw").render()),
            Sample::new("beside its words, in a list", sample().decorative().lazy().render()),
        ]
    }
}

/// A drawing that needs no file.
pub(crate) fn sample() -> Picture {
    const DOT: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAFVxs////yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
    let source = |content_type: &str, width| PictureSource { href: DOT.to_owned(), content_type: content_type.to_owned(), width };
    Picture::new(
        vec![source("image/webp", 320), source("image/jpeg", 320), source("image/jpeg", 1280)],
        (1280, 853),
        "A small boat on a wide river",
    )
}

splices!(Picture);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_one_alone_takes_what_is_large_enough() {
        let source = |width| PictureSource { href: format!("/{width}.jpg"), content_type: "image/jpeg".to_owned(), width };
        let picture = Picture::new(vec![source(320), source(640), source(900)], (900, 600), "x");
        assert_eq!(picture.jpeg(500).map(|s| s.width), Some(640));
        assert_eq!(picture.jpeg(1200).map(|s| s.width), Some(900));
        assert_eq!(picture.size_of(&source(320)), (320, 214));
        assert!(picture.render().into_string().contains("srcset=\"/320.jpg 320w, /640.jpg 640w, /900.jpg 900w\""));
    }
}
