//! The staff shell: rail, page header with the one main action, the work.

use maud::{Markup, html};
use platform_texts::t;

use super::{Document, House, NavLink, Rail};
use crate::button::Button;
use crate::icon::Icon;
use crate::sample::splices;
use crate::toast::Toast;

/// A page for people who work here.
#[derive(Clone, Debug)]
pub struct StaffPage {
    /// The installation.
    pub house: House,
    /// The head's facts; never indexed.
    pub document: Document,
    /// The rail.
    pub rail: Rail,
    /// The heading.
    pub heading: String,
    /// A mark beside the heading: a [`crate::Badge`].
    pub mark: Option<Markup>,
    /// One line under the heading.
    pub lead: Option<String>,
    /// The way up.
    pub trail: Vec<NavLink>,
    /// The one main action.
    pub action: Option<Markup>,
    /// Other actions, before the main one.
    pub more: Vec<Markup>,
    /// [`crate::Tabs`] under the heading.
    pub tabs: Option<Markup>,
    /// What just happened.
    pub flashes: Vec<Toast>,
    /// The work.
    pub main: Markup,
}

impl StaffPage {
    /// A page titled and headed `heading`.
    pub fn new(house: &House, rail: Rail, heading: impl Into<String>, main: Markup) -> Self {
        let heading = heading.into();
        Self {
            house: house.clone(),
            document: Document { title: heading.clone(), noindex: true, ..Document::default() },
            rail,
            heading,
            mark: None,
            lead: None,
            trail: Vec::new(),
            action: None,
            more: Vec::new(),
            tabs: None,
            flashes: Vec::new(),
            main,
        }
    }

    /// The one main action; drawn as such whatever weight it had.
    #[must_use]
    pub fn action(mut self, button: Button) -> Self {
        self.action = Some(button.main().render());
        self
    }

    /// A main action that is more than a button, a form around one for instance.
    #[must_use]
    pub fn action_markup(mut self, markup: Markup) -> Self {
        self.action = Some(markup);
        self
    }

    /// Another action.
    #[must_use]
    pub fn more(mut self, markup: Markup) -> Self {
        self.more.push(markup);
        self
    }

    /// One line under the heading.
    #[must_use]
    pub fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = Some(text.into());
        self
    }

    /// A mark beside the heading.
    #[must_use]
    pub fn mark(mut self, mark: Markup) -> Self {
        self.mark = Some(mark);
        self
    }

    /// A step of the way up.
    #[must_use]
    pub fn trail(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.trail.push(NavLink::new(label, href));
        self
    }

    /// Tabs under the heading.
    #[must_use]
    pub fn tabs(mut self, tabs: Markup) -> Self {
        self.tabs = Some(tabs);
        self
    }

    /// Says what just happened.
    #[must_use]
    pub fn flash(mut self, flash: Toast) -> Self {
        self.flashes.push(flash);
        self
    }

    /// A further style sheet, `css/apps/boxoffice.css`.
    #[must_use]
    pub fn style(mut self, sheet: &'static str) -> Self {
        self.document.styles.push(sheet);
        self
    }

    /// The whole page.
    pub fn render(&self) -> Markup {
        self.document.wrap(&self.house, &format!("staff app--{}", self.rail.app.name()), self.body())
    }

    /// What stands in the body tag.
    pub(super) fn body(&self) -> Markup {
        html! {
            div class="staff__frame" {
                (self.rail.render_in(&self.house))
                div class="staff__column" {
                    (self.house.render_banners())
                    main class="staff__main" id="main" tabindex="-1" {
                        (self.page_header())
                        @for flash in &self.flashes { (flash.flash()) }
                        div class="staff__work" { (self.main) }
                    }
                }
            }
            (Toast::stack())
            (self.kept_forms())
        }
    }

    /// Who is signed out while they type loses nothing: what was sent and not taken is put back.
    fn kept_forms(&self) -> Markup {
        let person = self.rail.person.as_ref().map(|(name, _)| name);
        html! {
            kept-forms data-person=[person] {
                template {
                    div class="banner tone--care" role="status" {
                        (Icon::TriangleAlert)
                        p { (t!("staff-form-back")) }
                        (Button::plain(t!("staff-form-discard")).small())
                    }
                }
            }
        }
    }

    fn page_header(&self) -> Markup {
        html! {
            header class="page-header" {
                @if !self.trail.is_empty() {
                    nav class="page-header__trail" aria-label=(t!("layout-trail")) {
                        ol role="list" { @for step in &self.trail { li { a href=(step.href) { (step.label) } } } }
                    }
                }
                div class="page-header__line" {
                    div class="page-header__heading" { h1 { (self.heading) } @if let Some(mark) = &self.mark { (mark) } }
                    @if self.action.is_some() || !self.more.is_empty() {
                        div class="page-header__actions" {
                            @for action in &self.more { (action) }
                            @if let Some(action) = &self.action { (action) }
                        }
                    }
                }
                @if let Some(lead) = &self.lead { p class="page-header__lead" { (lead) } }
                @if let Some(tabs) = &self.tabs { (tabs) }
            }
        }
    }
}

splices!(StaffPage);
