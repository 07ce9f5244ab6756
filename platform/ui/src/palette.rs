//! The command palette: where one may go from here, and what one looks for, by keyboard.
//!
//! Every staff page carries what opens it; its content comes from the address in [`crate::House::palette`]. Without
//! JavaScript the button leads to the same list as a page.

use maud::{Markup, html};
use platform_texts::t;

use crate::button::Button;
use crate::field::Field;
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What is read.
    pub label: String,
    /// Of what, or where.
    pub detail: String,
    /// Where it leads.
    pub href: String,
    /// Its sign.
    pub icon: Icon,
}

impl PaletteEntry {
    /// Reads `label`, leads to `href`.
    pub fn new(label: impl Into<String>, detail: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self { label: label.into(), detail: detail.into(), href: href.into(), icon }
    }
}

/// What the palette lists.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Pages.
    pub pages: Vec<PaletteEntry>,
    /// What was found for the typed text; the browser does not filter these.
    pub found: Vec<PaletteEntry>,
    /// As typed.
    pub typed: String,
}

impl Palette {
    /// The lines alone, as the dialog takes them.
    pub fn lines(&self) -> Markup {
        html! {
            ul class="palette__list" role="list" {
                @for entry in &self.found { (line(entry, true)) }
                @for entry in &self.pages { (line(entry, false)) }
            }
        }
    }

    /// The list as a page of its own, which asks `action`; `from` is the page one comes from.
    pub fn render_page(&self, action: &str, from: &str) -> Markup {
        html! {
            div class="palette__page" {
                form class="palette__form" method="get" action=(action) role="search" {
                    input type="hidden" name="at" value=(from);
                    (Field::search("q", t!("palette-label")).value(&self.typed))
                    (Button::submit(t!("list-find")).icon(Icon::Search))
                }
                @if self.found.is_empty() && self.pages.is_empty() { p { (t!("palette-none")) } }
                (self.lines())
            }
        }
    }

    /// The button, and what its script opens.
    pub(crate) fn opener(address: &str) -> Markup {
        html! {
            command-palette data-address=(address) {
                a class="palette-open" href=(address) aria-keyshortcuts="Control+K Meta+K" {
                    (Icon::Search) span class="palette-open__label" { (t!("palette-open")) }
                    kbd class="palette-open__keys" aria-hidden="true" { "Ctrl K" }
                }
                template {
                    dialog class="palette" aria-label=(t!("palette-label")) {
                        div class="palette__head" {
                            (Icon::Search)
                            input class="palette__box" type="text" role="combobox" aria-expanded="true" aria-autocomplete="list"
                                aria-controls="palette-options" aria-label=(t!("palette-label")) placeholder=(t!("palette-hint"))
                                autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="go" maxlength="80";
                            button class="button button--quiet button--icon" type="button" aria-label=(t!("layout-close")) title=(t!("layout-close")) { (Icon::X) }
                        }
                        ul class="palette__list" id="palette-options" role="listbox" aria-label=(t!("palette-label")) {}
                        p class="palette__none" hidden { (t!("palette-none")) }
                        p class="palette__failed" role="alert" hidden { (t!("layout-unreachable")) }
                        p class="unseen" role="status" data-one=(t!("palette-one")) data-many=(t!("palette-many", n = "{n}")) data-none=(t!("palette-none")) {}
                    }
                }
            }
        }
    }

    /// Lines, and none.
    pub fn sample() -> Vec<Sample> {
        let some = Self {
            pages: vec![
                PaletteEntry::new("Overview", "", "#", Icon::LayoutDashboard),
                PaletteEntry::new("Orders", "The Tempest", "#", Icon::Receipt),
            ],
            found: vec![PaletteEntry::new("4F7K-22QP", "Mei Chan · The Tempest", "#", Icon::Receipt)],
            typed: "4f7k".to_owned(),
        };
        vec![
            Sample::new("as a page", some.render_page("#", "/console")),
            Sample::new("nothing found", Self { typed: "x".to_owned(), ..Self::default() }.lines()),
            Sample::new("opener", Self::opener("#")),
        ]
    }

    /// The first state.
    pub fn render(&self) -> Markup {
        self.lines()
    }
}

fn line(entry: &PaletteEntry, found: bool) -> Markup {
    html! {
        li data-found[found] {
            a class="palette__line" href=(entry.href) {
                (entry.icon)
                span class="palette__label" dir="auto" { (entry.label) }
                @if !entry.detail.is_empty() { " " span class="palette__detail" dir="auto" { (entry.detail) } }
            }
        }
    }
}

splices!(Palette);
