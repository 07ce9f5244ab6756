//! The public shell: phone first, one column, a header, a foot, a bar to buy from.

use maud::{Markup, html};

use super::{Document, House, SocialImage};
use crate::sample::splices;
use crate::toast::Toast;

/// A page for everybody.
#[derive(Clone, Debug)]
pub struct PublicPage {
    /// The installation.
    pub house: House,
    /// The head's facts.
    pub document: Document,
    /// The navigation link this page belongs to, by its address.
    pub current: Option<String>,
    /// What just happened; leave empty on pages that are cached.
    pub flashes: Vec<Toast>,
    /// The page.
    pub main: Markup,
    /// A [`crate::BuyBar`], kept at the lower edge on phones.
    pub bar: Option<Markup>,
    /// One narrow column: forms, sign-in, checkout.
    pub narrow: bool,
}

impl PublicPage {
    /// A page titled `title`.
    pub fn new(house: &House, title: impl Into<String>, main: Markup) -> Self {
        Self {
            house: house.clone(),
            document: Document { title: title.into(), inlined: true, ..Document::default() },
            current: None,
            flashes: Vec::new(),
            main,
            bar: None,
            narrow: false,
        }
    }

    /// One or two sentences for search results.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.document.description = Some(text.into());
        self
    }

    /// The one absolute address; also makes the page shareable with title and picture.
    #[must_use]
    pub fn canonical(mut self, address: impl Into<String>) -> Self {
        self.document.canonical = Some(address.into());
        self
    }

    /// Picture for shared links: its address, absolute, and what it shows.
    #[must_use]
    pub fn image(mut self, address: impl Into<String>, alt: impl Into<String>) -> Self {
        self.document.image = Some(SocialImage::drawn(address, alt));
        self
    }

    /// The same with a picture of another kind or size.
    #[must_use]
    pub fn social_image(mut self, image: SocialImage) -> Self {
        self.document.image = Some(image);
        self
    }

    /// Structured data as JSON text.
    #[must_use]
    pub fn json_ld(mut self, json: impl Into<String>) -> Self {
        self.document.json_ld = Some(json.into());
        self
    }

    /// A further style sheet, `css/apps/boxoffice.css`.
    #[must_use]
    pub fn style(mut self, sheet: &'static str) -> Self {
        self.document.styles.push(sheet);
        self
    }

    /// Links every component's rules, where the page shows one that is none of those in `css/public.css`.
    #[must_use]
    pub fn every_component(mut self) -> Self {
        self.document.inlined = false;
        self
    }

    /// Keeps search engines away.
    #[must_use]
    pub fn noindex(mut self) -> Self {
        self.document.noindex = true;
        self
    }

    /// Marks the navigation link with this address.
    #[must_use]
    pub fn current(mut self, href: impl Into<String>) -> Self {
        self.current = Some(href.into());
        self
    }

    /// Says what just happened.
    #[must_use]
    pub fn flash(mut self, flash: Toast) -> Self {
        self.flashes.push(flash);
        self
    }

    /// A bar kept at the lower edge on phones.
    #[must_use]
    pub fn bar(mut self, bar: Markup) -> Self {
        self.bar = Some(bar);
        self
    }

    /// One narrow column.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// The whole page.
    pub fn render(&self) -> Markup {
        let class = match (self.narrow, self.bar.is_some()) {
            (true, true) => "public public--narrow public--bar",
            (true, false) => "public public--narrow",
            (false, true) => "public public--bar",
            (false, false) => "public",
        };
        self.document.wrap(&self.house, class, self.body())
    }

    /// What stands in the body tag.
    pub(super) fn body(&self) -> Markup {
        html! {
            (self.house.render_banners())
            (self.house.render_header(self.current.as_deref()))
            main class="public__main" id="main" tabindex="-1" {
                @for flash in &self.flashes { (flash.flash()) }
                (self.main)
            }
            @if let Some(bar) = &self.bar { (bar) }
            (self.house.render_footer())
            (Toast::stack())
        }
    }
}

splices!(PublicPage);
