//! The house's front: a word to look for, what kinds of things are on, and a few of them.

use std::borrow::Cow;

use platform_texts::t;
use platform_ui::{Button, Chip, EmptyState, Filters, House, Icon, Markup, html};

use super::finder::{category_chips, search_line};
use super::list::Listed;
use super::public_page;
use crate::discover::{Facets, Search};

/// Some events under a word.
pub(in crate::shop) struct Shelf {
    pub(in crate::shop) title: Cow<'static, str>,
    /// The list they are from, where there is one.
    pub(in crate::shop) href: Option<String>,
    pub(in crate::shop) listed: Vec<Listed>,
}

/// The page.
pub(in crate::shop) struct Home<'a> {
    pub(in crate::shop) facets: &'a Facets,
    pub(in crate::shop) shelves: &'a [Shelf],
}

/// Towns that stand on the page; the others are in the list's filters.
const TOWNS: usize = 8;

impl Home<'_> {
    pub(in crate::shop) fn page(&self, house: &House, canonical: &str) -> Markup {
        let all = Search::default();
        let main = html! {
            div class="front" {
                h1 class="listing__title" { (t!("listing-title")) }
                @if self.facets.total > 0 {
                    search class="finder" {
                        form class="finder__form" method="get" action="/events" { (search_line("", None)) }
                        (category_chips(&all, self.facets, false))
                        @if self.facets.cities.len() > 1 { (self.towns(&all)) }
                    }
                }
            }
            @if self.shelves.is_empty() {
                (EmptyState::new(Icon::CalendarDays, t!("listing-nothing-title"), t!("listing-nothing-text")))
            }
            @for shelf in self.shelves {
                section class="shelf" {
                    div class="shelf__head" {
                        h2 class="listing__part" { (shelf.title) }
                        @if let Some(href) = &shelf.href {
                            a class="shelf__more" href=(href) { (t!("listing-see-all")) span class="unseen" { ": " (shelf.title) } (Icon::ArrowRight) }
                        }
                    }
                    div class="card-grid" { @for listed in &shelf.listed { (listed.card()) } }
                }
            }
            @if self.facets.total > 0 {
                p class="shelf__end" { (Button::link(super::count_of_events(self.facets.total), "/events").icon_after(Icon::ArrowRight)) }
            }
        };
        public_page(house, t!("listing-title"), main)
            .description(t!("listing-description"))
            .canonical(canonical)
            .image(format!("{canonical}social.png"), house.name.as_str())
            .render()
    }

    fn towns(&self, all: &Search) -> Filters {
        let chip = |town: &crate::discover::Facet| {
            let href = all.with(|s| s.city = Some(town.value.clone())).href("/events", &[]);
            Chip::new(&town.value, href, false).count(u64::try_from(town.count).unwrap_or(0))
        };
        Filters::new(self.facets.cities.iter().take(TOWNS).map(chip).collect()).named(t!("listing-towns"))
    }
}
