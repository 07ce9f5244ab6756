//! An event in a listing, and at the head of its own page.

use maud::{Markup, html};

use crate::badge::Badge;
use crate::banner::Tone;
use crate::definition_list::DefinitionList;
use crate::icon::Icon;
use crate::picture::Picture;
use crate::poster::{Category, Poster};
use crate::sample::{Sample, splices};

/// An event as a listing shows it.
#[derive(Clone, Debug)]
pub struct EventCard {
    /// Address of its page.
    pub href: String,
    /// Title.
    pub title: String,
    /// The title in another language, and that language's BCP 47 tag.
    pub other_title: Option<(String, String)>,
    /// The title’s language (BCP 47), where it is another one than the page’s.
    pub title_lang: Option<String>,
    /// When: a [`crate::Moment`].
    pub when: Markup,
    /// Why it is shown here: “Same place”.
    pub reason: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// “from €18.00”, “Free”.
    pub price: Option<String>,
    /// “Sold out”, “Few left”, “Draft”.
    pub badge: Option<Badge>,
    /// Its poster.
    pub poster: Poster,
    /// Its picture, in the poster's place.
    pub picture: Option<Picture>,
    /// Whether a heading of the second rank, a day say, stands above it.
    pub under_heading: bool,
}

impl EventCard {
    /// An event with what every listing shows.
    pub fn new(href: impl Into<String>, title: impl Into<String>, when: Markup, poster: Poster) -> Self {
        Self {
            href: href.into(),
            title: title.into(),
            title_lang: None,
            other_title: None,
            reason: None,
            when,
            place: None,
            price: None,
            badge: None,
            poster,
            picture: None,
            under_heading: false,
        }
    }

    /// Says that the title is in this language and not in the page’s.
    #[must_use]
    pub fn title_lang(mut self, lang: Option<String>) -> Self {
        self.title_lang = lang;
        self
    }

    /// The title in another language.
    #[must_use]
    pub fn other_title(mut self, title: impl Into<String>, lang: impl Into<String>) -> Self {
        self.other_title = Some((title.into(), lang.into()));
        self
    }

    /// Why it is shown here.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Where.
    #[must_use]
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// What it costs, in words.
    #[must_use]
    pub fn price(mut self, price: impl Into<String>) -> Self {
        self.price = Some(price.into());
        self
    }

    /// A status.
    #[must_use]
    pub fn badge(mut self, badge: Badge) -> Self {
        self.badge = Some(badge);
        self
    }

    /// A picture in the poster's place.
    #[must_use]
    pub fn picture(mut self, picture: Option<Picture>) -> Self {
        self.picture =
            picture.map(|picture| picture.decorative().lazy().sizes("(max-width: 34rem) 6.75rem, (max-width: 60rem) 45vw, 18rem"));
        self
    }

    /// Lowers the title's rank below a heading that stands above the card.
    #[must_use]
    pub fn under_heading(mut self) -> Self {
        self.under_heading = true;
        self
    }

    /// The card: one link, the rest is seen.
    pub fn render(&self) -> Markup {
        html! {
            article class="event-card" {
                div class="event-card__poster" aria-hidden="true" {
                    @match &self.picture { Some(picture) => (picture), None => (self.poster) }
                }
                div class="event-card__text" {
                    @if let Some(reason) = &self.reason { p class="event-card__reason" { (reason) } }
                    p class="event-card__when" { (self.when) }
                    @if self.under_heading {
                        h3 class="event-card__title" lang=[&self.title_lang] { a href=(self.href) { bdi { (self.title) } } }
                    } @else {
                        h2 class="event-card__title" lang=[&self.title_lang] { a href=(self.href) { bdi { (self.title) } } }
                    }
                    @if let Some((title, lang)) = &self.other_title { p class="event-card__other" lang=(lang) { bdi { (title) } } }
                    @if let Some(place) = &self.place { p class="event-card__place" { (place) } }
                    @if self.price.is_some() || self.badge.is_some() {
                        p class="event-card__foot" {
                            @if let Some(price) = &self.price { span class="event-card__price" { (price) } }
                            @if let Some(badge) = &self.badge { (badge) }
                        }
                    }
                }
            }
        }
    }

    /// A listing.
    pub fn sample() -> Vec<Sample> {
        let of = |title: &str, category: Category, day: &str, price: &str| {
            Self::new("#", title, html! { (day) }, Poster::new(title, category).date(day)).place("Kwai Tsing Theatre").price(price)
        };
        let cards = [
            of("The Tempest", Category::Theatre, "Sat 14 Mar, 19:30", "from €18.00"),
            of("Blue Note Sundays", Category::Music, "Sun 15 Mar, 20:00", "€28.50").badge(Badge::new(Tone::Care, "Few left")),
            of("Swan Lake", Category::Dance, "Fri 20 Mar, 19:00", "from €40.00")
                .reason("Same place")
                .badge(Badge::new(Tone::Bad, "Sold out")),
            of("Paper Boats: an afternoon for small sailors", Category::Family, "Sat 21 Mar, 15:00", "Free").other_title("紙船", "zh-Hant"),
            of("Paper Boats, again", Category::Family, "Sat 21 Mar, 17:00", "Free").picture(Some(crate::picture::sample())),
            of("Open Mic", Category::Comedy, "Sat 21 Mar, 21:00", "€5.00"),
            of("Metropolis, with live orchestra", Category::Film, "Sun 22 Mar, 18:00", "from €12.00"),
            of("What the River Knows", Category::Talk, "Mon 23 Mar, 18:30", "Free"),
            of("民族器樂演奏考級", Category::Other, "Tue 24 Mar, 10:00", "HK$70.00"),
        ];
        vec![Sample::new("a listing", html! { div class="card-grid" { @for card in cards { (card) } } })]
    }
}

/// The head of an event's own page.
#[derive(Clone, Debug)]
pub struct EventHero {
    /// Title.
    pub title: String,
    /// Its language (BCP 47), where it is another one than the page’s.
    pub title_lang: Option<String>,
    /// The title in another language, and its tag.
    pub other_title: Option<(String, String)>,
    /// Above the title: category, presenter.
    pub kicker: Option<String>,
    /// A status.
    pub badge: Option<Badge>,
    /// When, where, doors: with signs.
    pub facts: DefinitionList,
    /// Its poster.
    pub poster: Poster,
    /// Its picture, in the poster's place.
    pub picture: Option<Picture>,
}

impl EventHero {
    /// The head.
    pub fn render(&self) -> Markup {
        html! {
            header class="hero" {
                div class="hero__poster" {
                    @match &self.picture {
                        Some(picture) => (picture.clone().sizes("(max-width: 34rem) 100vw, 22rem")),
                        None => (self.poster),
                    }
                }
                div class="hero__text" {
                    @if self.kicker.is_some() || self.badge.is_some() {
                        p class="hero__kicker" {
                            @if let Some(kicker) = &self.kicker { span { (kicker) } }
                            @if let Some(badge) = &self.badge { (badge) }
                        }
                    }
                    h1 class="hero__title" lang=[&self.title_lang] data-word=[long_word(&self.title)] { bdi { (self.title) } }
                    @if let Some((title, lang)) = &self.other_title { p class="hero__other" lang=(lang) { bdi { (title) } } }
                    (self.facts)
                }
            }
        }
    }

    /// One event.
    pub fn sample() -> Vec<Sample> {
        let hero = Self {
            title: "Blue Note Sundays".to_owned(),
            title_lang: None,
            other_title: Some(("藍調星期日".to_owned(), "zh-Hant".to_owned())),
            kicker: Some("Music · Lantern House presents".to_owned()),
            badge: Some(Badge::new(Tone::Care, "Few left")),
            facts: DefinitionList::new()
                .signed(Icon::Calendar, "When", html! { "Sun 15 March 2026, 20:00" })
                .signed(Icon::MapPin, "Where", html! { a href="#" { "Lantern House, Cellar" } })
                .signed(Icon::DoorOpen, "Doors", html! { "19:15" }),
            poster: Poster::new("Blue Note Sundays", Category::Music).date("Sun 15 Mar"),
            picture: None,
        };
        let pictured = Self { picture: Some(crate::picture::sample()), ..hero.clone() };
        vec![Sample::new("an event's head", hero.render()), Sample::new("with a picture", pictured.render())]
    }
}

/// How far a title's longest word is beyond what fits a phone at full size.
fn long_word(title: &str) -> Option<&'static str> {
    // Han, kana and their kin part anywhere.
    let parts = |c: char| c.is_whitespace() || c == '-' || c >= '\u{2E80}';
    match title.split(parts).map(|word| word.chars().count()).max().unwrap_or(0) {
        0..=11 => None,
        12..=18 => Some("long"),
        _ => Some("longest"),
    }
}

splices!(EventCard, EventHero);
