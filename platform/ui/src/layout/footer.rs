//! The foot of public pages.

use maud::{Markup, html};
use platform_texts::t;

use super::{House, header::links};

impl House {
    pub(super) fn render_footer(&self) -> Markup {
        html! {
            footer class="site-footer" {
                p class="site-footer__name" { (self.name) }
                @if let Some(note) = &self.footer_note { p class="site-footer__note" { (note) } }
                @if !self.footer_links.is_empty() { (links(&self.footer_links, None)) }
                @if !self.languages.is_empty() {
                    nav class="site-footer__languages" aria-label=(t!("layout-languages")) {
                        ul role="list" {
                            @for (lang, href) in &self.languages {
                                li {
                                    a href=(href) rel="nofollow" lang=(lang.tag()) hreflang=(lang.tag())
                                        aria-current=[(self.lang == lang.tag()).then_some("true")] { (lang.own_name()) }
                                }
                            }
                        }
                    }
                }
                @if let Some(version) = &self.version { p class="site-footer__version" { (version) } }
            }
        }
    }
}
