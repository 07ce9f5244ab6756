//! The live shell: one thing at a time, edge to edge. Door, show calling, kiosk.

use maud::{Markup, html};

use super::{Document, House};
use crate::button::Button;
use crate::icon::Icon;
use crate::sample::splices;
use crate::toast::Toast;

/// A page for work at arm's length.
#[derive(Clone, Debug)]
pub struct LivePage {
    /// The installation.
    pub house: House,
    /// The head's facts; never indexed.
    pub document: Document,
    /// What one is doing: the event, the gate.
    pub heading: String,
    /// A quieter second line: date, place.
    pub detail: Option<String>,
    /// Where one leaves to: words and address.
    pub leave: Option<(String, String)>,
    /// Right end of the bar: figures, a menu.
    pub tools: Option<Markup>,
    /// The thing.
    pub main: Markup,
}

impl LivePage {
    /// A page titled and headed `heading`.
    pub fn new(house: &House, heading: impl Into<String>, main: Markup) -> Self {
        let heading = heading.into();
        Self {
            house: house.clone(),
            document: Document { title: heading.clone(), noindex: true, ..Document::default() },
            heading,
            detail: None,
            leave: None,
            tools: None,
            main,
        }
    }

    /// A quieter second line.
    #[must_use]
    pub fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = Some(text.into());
        self
    }

    /// The way out.
    #[must_use]
    pub fn leave(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.leave = Some((label.into(), href.into()));
        self
    }

    /// Right end of the bar.
    #[must_use]
    pub fn tools(mut self, tools: Markup) -> Self {
        self.tools = Some(tools);
        self
    }

    /// A further style sheet, `css/apps/door.css`.
    #[must_use]
    pub fn style(mut self, sheet: &'static str) -> Self {
        self.document.styles.push(sheet);
        self
    }

    /// The whole page.
    pub fn render(&self) -> Markup {
        self.document.wrap(&self.house, "live", self.body())
    }

    /// What stands in the body tag.
    pub(super) fn body(&self) -> Markup {
        html! {
            (self.house.render_banners())
            header class="live-bar" {
                @if let Some((label, href)) = &self.leave { (Button::link(label.as_str(), href.as_str()).quiet().icon_only(Icon::ArrowLeft)) }
                div class="live-bar__what" {
                    h1 class="live-bar__heading" { (self.heading) }
                    @if let Some(detail) = &self.detail { p class="live-bar__detail" { (detail) } }
                }
                @if let Some(tools) = &self.tools { div class="live-bar__tools" { (tools) } }
            }
            main class="live__main" id="main" tabindex="-1" { (self.main) }
            (Toast::stack())
        }
    }
}

splices!(LivePage);
