//! Views of one thing, each with its own address.

use maud::{Markup, html};

use crate::layout::NavLink;
use crate::sample::{Sample, splices};

/// Tabs that are links.
#[derive(Clone, Debug)]
pub struct Tabs {
    /// What they are views of, for screen readers.
    pub label: String,
    /// The views.
    pub links: Vec<(NavLink, Option<u64>)>,
}

impl Tabs {
    /// Views of `label`.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), links: Vec::new() }
    }

    /// Adds a view.
    #[must_use]
    pub fn tab(mut self, link: NavLink) -> Self {
        self.links.push((link, None));
        self
    }

    /// Adds a view with how much is in it.
    #[must_use]
    pub fn counted(mut self, link: NavLink, count: u64) -> Self {
        self.links.push((link, Some(count)));
        self
    }

    /// The tabs.
    pub fn render(&self) -> Markup {
        html! {
            nav class="tabs" aria-label=(self.label) {
                ul role="list" {
                    @for (link, count) in &self.links {
                        li {
                            a href=(link.href) aria-current=[link.current.then_some("page")] {
                                (link.label)
                                @if let Some(count) = count { " " span class="tabs__count" { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Three views.
    pub fn sample() -> Vec<Sample> {
        let tabs = Self::new("The Tempest")
            .tab(NavLink::new("Overview", "#").current(true))
            .counted(NavLink::new("Orders", "#"), 148)
            .tab(NavLink::new("Tickets", "#"));
        vec![Sample::new("tabs", tabs.render())]
    }
}

splices!(Tabs);
