//! What all pages of one installation share.

use maud::Markup;
use platform_texts::t;

use crate::banner::Banner;

/// A link of a navigation.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// What is read.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it leads to the page it stands on, or to the part of the house this page is in.
    pub current: bool,
}

impl NavLink {
    /// Reads `label`, leads to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// Marks it as the place one is in.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// The installation as its pages show it; made once per request by the HTTP layer.
///
/// Nothing in it may depend on who is asking: public pages are byte-identical for everybody. What
/// differs per person comes in the fragment at [`House::person_fragment`].
#[derive(Clone, Debug)]
pub struct House {
    /// Name in the header and in titles.
    pub name: String,
    /// Where the name leads.
    pub home: String,
    /// Public navigation.
    pub links: Vec<NavLink>,
    /// Address of the fragment that replaces the “Sign in” link once the page stands (htmx, on load).
    pub person_fragment: Option<String>,
    /// Where “Sign in” leads; without it there is no such link.
    pub sign_in: Option<String>,
    /// Links at the foot: imprint, privacy, terms, contact.
    pub footer_links: Vec<NavLink>,
    /// The languages pages can be read in, where there are several: links at the foot.
    pub languages: Vec<(platform_types::Lang, String)>,
    /// A line at the foot.
    pub footer_note: Option<String>,
    /// Shown above every page: shifted clock, simulator, test mode.
    pub banners: Vec<Banner>,
    /// BCP 47 tag of the pages' language.
    pub lang: String,
    /// Its direction.
    pub dir: super::Dir,
    /// Where the command palette's lines come from: opened on every staff page.
    pub palette: Option<String>,
    /// Address of the fragment with the bell: fetched on staff pages once they stand (htmx).
    pub bell: Option<String>,
    /// A version for the foot and for bug reports.
    pub version: Option<String>,
}

impl Default for House {
    fn default() -> Self {
        Self {
            name: "Callboard".to_owned(),
            home: "/".to_owned(),
            links: Vec::new(),
            person_fragment: None,
            sign_in: None,
            footer_links: Vec::new(),
            languages: Vec::new(),
            footer_note: None,
            banners: Vec::new(),
            lang: "en".to_owned(),
            dir: super::Dir::Ltr,
            palette: None,
            bell: None,
            version: None,
        }
    }
}

impl House {
    /// All banners, one below the other.
    pub(super) fn render_banners(&self) -> Markup {
        maud::html! {
            @if !self.banners.is_empty() {
                aside class="banners" aria-label=(t!("layout-about-server")) { @for banner in &self.banners { (banner) } }
            }
        }
    }
}

/// One of the apps: gives the rail its mark and its quiet hue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum App {
    /// What all share: people, organizations, the house itself.
    #[default]
    Commons,
    /// Tickets.
    Boxoffice,
    /// Books, assets, people.
    Backoffice,
    /// The production.
    Backstage,
    /// The private event.
    Planner,
    /// The practice.
    Frontdesk,
}

impl App {
    /// The folder's name, used in classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Commons => "commons",
            Self::Boxoffice => "boxoffice",
            Self::Backoffice => "backoffice",
            Self::Backstage => "backstage",
            Self::Planner => "planner",
            Self::Frontdesk => "frontdesk",
        }
    }
}
