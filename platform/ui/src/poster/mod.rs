//! Posters for events without a picture: type, stripes, discs and spotlights in the playbill manner.
//!
//! Deterministic: the same title, category and date give the same poster for ever, here and in
//! shared links; told in another language it is the same poster with other words ([`Poster::drawn_as`]). Colours are presentation attributes, so a poster needs no style, looks the same
//! in light and dark, and stands alone as a file.

mod chance;
mod lettering;
mod motif;
mod palette;

use std::borrow::Cow;

use maud::{Markup, PreEscaped, html};
use platform_texts::t;

use crate::sample::{Sample, splices};
use chance::Chance;
use lettering::Lettering;
use palette::Palette;

/// What kind of event it is: chooses among motifs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// Concerts, clubs.
    Music,
    /// Plays, opera.
    Theatre,
    /// Ballet, dance.
    Dance,
    /// Screenings.
    Film,
    /// Comedy, variety.
    Comedy,
    /// For children and whoever brings them.
    Family,
    /// Talks, readings, lessons.
    Talk,
    /// Exhibitions, markets.
    Art,
    /// Games, races.
    Sport,
    /// Anything else.
    #[default]
    Other,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 10] =
        [Self::Music, Self::Theatre, Self::Dance, Self::Film, Self::Comedy, Self::Family, Self::Talk, Self::Art, Self::Sport, Self::Other];

    /// The word stored in data.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Music => "music",
            Self::Theatre => "theatre",
            Self::Dance => "dance",
            Self::Film => "film",
            Self::Comedy => "comedy",
            Self::Family => "family",
            Self::Talk => "talk",
            Self::Art => "art",
            Self::Sport => "sport",
            Self::Other => "other",
        }
    }

    /// As people read it.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Music => t!("poster-category-music"),
            Self::Theatre => t!("poster-category-theatre"),
            Self::Dance => t!("poster-category-dance"),
            Self::Film => t!("poster-category-film"),
            Self::Comedy => t!("poster-category-comedy"),
            Self::Family => t!("poster-category-family"),
            Self::Talk => t!("poster-category-talk"),
            Self::Art => t!("poster-category-art"),
            Self::Sport => t!("poster-category-sport"),
            Self::Other => t!("poster-category-other"),
        }
    }

    /// The word on a poster: shorter than [`Category::label`].
    fn on_poster(self) -> Option<Cow<'static, str>> {
        Some(match self {
            Self::Music => t!("poster-kind-music"),
            Self::Theatre => t!("poster-kind-theatre"),
            Self::Dance => t!("poster-kind-dance"),
            Self::Film => t!("poster-kind-film"),
            Self::Comedy => t!("poster-kind-comedy"),
            Self::Family => t!("poster-kind-family"),
            Self::Talk => t!("poster-kind-talk"),
            Self::Art => t!("poster-kind-art"),
            Self::Sport => t!("poster-kind-sport"),
            Self::Other => return None,
        })
    }

    /// The category stored as `slug`; [`Category::Other`] for a word we do not know.
    pub fn from_slug(slug: &str) -> Self {
        Self::ALL.into_iter().find(|category| category.slug() == slug).unwrap_or_default()
    }
}

/// The shape of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// 4:5, in listings and on the event's page.
    Portrait,
    /// 1200:630, for shared links.
    Wide,
}

/// A rectangle in the poster's units.
#[derive(Clone, Copy, Debug)]
struct Area {
    x: f32,
    y: f32,
    w: f32,
    h: f32,
}

/// A generated poster.
#[derive(Clone, Debug)]
pub struct Poster {
    title: String,
    category: Category,
    date: Option<String>,
    drawn_as: Option<(String, String)>,
    format: Format,
}

impl Poster {
    /// A poster for an event of this title and kind.
    pub fn new(title: impl Into<String>, category: Category) -> Self {
        Self { title: title.into(), category, date: None, drawn_as: None, format: Format::Portrait }
    }

    /// The date as it should be read: “Sat 14 Mar”.
    #[must_use]
    pub fn date(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }

    /// Drawn as the poster of this title and date, whatever words are shown: one event has one poster in every language.
    #[must_use]
    pub fn drawn_as(mut self, title: impl Into<String>, date: impl Into<String>) -> Self {
        self.drawn_as = Some((title.into(), date.into()));
        self
    }

    /// 1200 by 630, for shared links.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.format = Format::Wide;
        self
    }

    /// The poster within a page.
    pub fn render(&self) -> Markup {
        let (w, h) = self.size();
        html! {
            svg class="poster" viewBox={ "0 0 " (w) " " (h) } role="img" aria-label=(t!("poster-of", title = self.title))
                direction="ltr" focusable="false" { (self.drawing()) }
        }
    }

    /// The poster as a file of its own (`image/svg+xml`).
    pub fn standalone(&self) -> String {
        let (w, h) = self.size();
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (w) " " (h) } width=(w) height=(h) direction="ltr" {
                title { (self.title) }
                (self.drawing())
            }
        }
        .into_string()
    }

    fn size(&self) -> (u16, u16) {
        match self.format {
            Format::Portrait => (320, 400),
            Format::Wide => (1200, 630),
        }
    }

    fn drawing(&self) -> PreEscaped<String> {
        let (title, date) = match &self.drawn_as {
            Some((title, date)) => (title.as_str(), date.as_str()),
            None => (self.title.as_str(), self.date.as_deref().unwrap_or("")),
        };
        let mut chance = Chance::of(&[title, self.category.slug(), date]);
        let palette = Palette::choose(&mut chance);
        let (w, h) = self.size();
        let (w, h) = (f32::from(w), f32::from(h));
        // Everything is proportioned by the sheet's height, so that both shapes are one family.
        let unit = h / 400.0;
        let margin = 18.0 * unit;
        let type_first = chance.below(3) == 0;
        let (art, text) = areas(self.format, w, h, unit, type_first);
        let lettering = Lettering::set(&self.title, text, unit);
        let art = match self.format {
            Format::Portrait => art_beside(art, text, &lettering, type_first, unit),
            Format::Wide => art,
        };
        html! {
            rect width=(w) height=(h) fill=(palette.paper) {}
            (motif::draw(self.category, art, &palette, &mut chance))
            (self.kicker(&palette, w, margin, unit))
            (lettering.draw(text, &palette, self.format == Format::Wide || !type_first))
        }
    }

    /// The line above: what kind, what day, between rules.
    fn kicker(&self, palette: &Palette, w: f32, margin: f32, unit: f32) -> Markup {
        let size = 13.0 * unit;
        let baseline = margin + size * 0.8;
        let rule = margin + size * 1.45;
        html! {
            @if let Some(kind) = self.category.on_poster() {
                text x=(margin) y=(round(baseline)) font-family=(FACE) font-size=(round(size)) font-weight="700"
                    font-stretch="75%" letter-spacing=(round(0.08 * size)) fill=(palette.ink) { (kind.to_uppercase()) }
            }
            @if let Some(date) = &self.date {
                text x=(round(w - margin)) y=(round(baseline)) text-anchor="end" font-family=(FACE) font-size=(round(size))
                    font-weight="700" font-stretch="75%" letter-spacing=(round(0.08 * size)) fill=(palette.ink) { (date.to_uppercase()) }
            }
            rect x=(margin) y=(round(rule)) width=(round(w - 2.0 * margin)) height=(round(3.0 * unit)) fill=(palette.ink) {}
            rect x=(margin) y=(round(rule + 5.0 * unit)) width=(round(w - 2.0 * margin)) height=(round(unit)) fill=(palette.ink) {}
        }
    }

    /// Every category, a long title, other scripts, the wide shape.
    pub fn sample() -> Vec<Sample> {
        let all = html! {
            div class="card-grid" {
                @for category in Category::ALL { (Poster::new(title_for(category), category).date("Sat 14 Mar")) }
            }
        };
        let hard = html! {
            div class="card-grid" {
                @for title in ["A", "The Extraordinary and Most Lamentable History of Two Households, Both Alike in Dignity",
                    "粵劇折子戲《帝女花》《紫釵記》《再世紅梅記》", "محمد علي وأصدقاؤه", "Donaudampfschifffahrtsgesellschaft", "80s Night!"] {
                    (Poster::new(title, Category::Other).date("Fri 1 May"))
                }
            }
        };
        let wide = Poster::new("The Tempest", Category::Theatre).date("Sat 14 March 2026").wide();
        vec![Sample::new("categories", all), Sample::new("hard titles", hard), Sample::new("for shared links", wide.render())]
    }
}

/// Names as the page's own face, and what replaces it where the file stands alone.
const FACE: &str = "Archivo, 'Archivo Narrow', Helvetica, Arial, sans-serif";

/// Where the art and the title go before the title's height is known.
fn areas(format: Format, w: f32, h: f32, unit: f32, type_first: bool) -> (Area, Area) {
    let margin = 18.0 * unit;
    let top = margin + 13.0 * unit * 1.45 + 6.0 * unit + 12.0 * unit;
    let inner = w - 2.0 * margin;
    let whole = h - top - margin;
    match format {
        Format::Wide => {
            let text = Area { x: margin, y: top, w: inner * 0.56, h: whole };
            let art = Area { x: margin + inner * 0.6, y: top, w: inner * 0.4, h: whole };
            (art, text)
        }
        Format::Portrait => {
            let text_h = whole * 0.6;
            let y = if type_first { top } else { h - margin - text_h };
            (Area { x: margin, y: top, w: inner, h: whole }, Area { x: margin, y, w: inner, h: text_h })
        }
    }
}

/// The art takes what the title leaves.
fn art_beside(art: Area, text: Area, lettering: &Lettering, type_first: bool, unit: f32) -> Area {
    let taken = lettering.height() + 12.0 * unit;
    let y = if type_first { text.y + taken } else { art.y };
    Area { y, h: (art.h - taken).max(60.0 * unit), ..art }
}

/// One decimal is finer than any printer; short numbers keep pages small.
fn round(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

fn title_for(category: Category) -> &'static str {
    match category {
        Category::Music => "Blue Note Sundays",
        Category::Theatre => "The Tempest",
        Category::Dance => "Swan Lake",
        Category::Film => "Metropolis",
        Category::Comedy => "Open Mic",
        Category::Family => "Paper Boats",
        Category::Talk => "What the River Knows",
        Category::Art => "Salt & Silver",
        Category::Sport => "Night Derby",
        Category::Other => "Lantern Fair",
    }
}

splices!(Poster);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_has_one_poster() {
        let poster = || Poster::new("The Tempest", Category::Theatre).date("Sat 14 Mar").standalone();
        assert_eq!(poster(), poster());
        assert_ne!(poster(), Poster::new("The Tempest", Category::Theatre).date("Sun 15 Mar").standalone());
    }

    #[test]
    fn other_words_do_not_make_another_poster() {
        // How high the art is depends on the lines of the title; which shapes in which colours does not.
        let art = |poster: Poster| {
            let svg = poster.standalone();
            let drawn = &svg[svg.find("<rect").unwrap()..svg.find("<text").unwrap()];
            drawn
                .split('<')
                .filter_map(|shape| Some((shape.split(' ').next()?.to_owned(), shape.split_once("fill=")?.1.to_owned())))
                .collect::<Vec<_>>()
        };
        let english = art(Poster::new("The Tempest", Category::Theatre).date("Sat 14 Mar"));
        let german = || Poster::new("Der Sturm!!", Category::Theatre).date("Sa., 14. März");
        assert_eq!(art(german().drawn_as("The Tempest", "Sat 14 Mar")), english);
        assert_ne!(art(german()), english);
    }

    #[test]
    fn any_title_keeps_on_the_sheet() {
        let long = "word ".repeat(120);
        for title in ["", " ", "A", "🎭", "\u{202e}abc", "<script>&\"'", long.as_str(), &"長".repeat(200), &"x".repeat(300)] {
            for category in Category::ALL {
                let svg = Poster::new(title, category).standalone();
                assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("<script>"), "{title:?} {svg}");
                for y in svg.split("<text").skip(1).filter_map(|t| t.split(" y=\"").nth(1)?.split('"').next()?.parse::<f32>().ok()) {
                    assert!((0.0..=400.0).contains(&y), "{title:?} at {y}");
                }
            }
        }
    }
}
