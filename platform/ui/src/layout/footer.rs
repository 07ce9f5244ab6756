//! The foot of public pages.

use maud::{Markup, html};

use super::{House, header::links};

impl House {
    pub(super) fn render_footer(&self) -> Markup {
        html! {
            footer class="site-footer" {
                p class="site-footer__name" { (self.name) }
                @if let Some(note) = &self.footer_note { p class="site-footer__note" { (note) } }
                @if !self.footer_links.is_empty() { (links(&self.footer_links, None)) }
                @if let Some(version) = &self.version { p class="site-footer__version" { (version) } }
            }
        }
    }
}
