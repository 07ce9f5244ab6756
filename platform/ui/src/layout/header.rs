//! The public header.

use maud::{Markup, html};
use platform_texts::t;

use super::{House, NavLink};

impl House {
    pub(super) fn render_header(&self, current: Option<&str>) -> Markup {
        html! {
            header class="site-header" {
                a class="site-header__name" href=(self.home) { (brand(&self.name)) }
                @if !self.links.is_empty() {
                    nav class="site-header__nav" aria-label=(t!("layout-site")) { (links(&self.links, current)) }
                }
                (self.person_slot())
            }
        }
    }

    /// The same bytes for everybody; htmx fetches who is here once the page stands.
    fn person_slot(&self) -> Markup {
        html! {
            div class="site-header__person" hx-get=[self.person_fragment.as_ref()]
                hx-trigger=[self.person_fragment.as_ref().map(|_| "load")] {
                @if let Some(href) = &self.sign_in { a class="site-header__sign-in" href=(href) { (t!("layout-sign-in")) } }
            }
        }
    }
}

pub(super) fn brand(name: &str) -> Markup {
    html! {
        svg class="brand" viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            // A board, a sheet pinned to it, and the lamp above.
            path class="brand__lamp" d="M12 1.5 18.5 8h-13z" {}
            path class="brand__board" d="M3 9.5h18v13H3z" {}
            path class="brand__sheet" d="M6.5 12.75h11v1.75h-11zm0 3.5h7.5V18H6.5z" {}
        }
        span { (name) }
    }
}

pub(super) fn links(links: &[NavLink], current: Option<&str>) -> Markup {
    html! {
        ul role="list" {
            @for link in links {
                @let here = link.current || current == Some(link.href.as_str());
                li { a href=(link.href) aria-current=[here.then_some("page")] { (link.label) } }
            }
        }
    }
}
