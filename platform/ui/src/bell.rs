//! The bell: how much somebody has not read.

use maud::{Markup, html};

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A link to what somebody was told, with how much of it is new.
#[derive(Clone, Debug)]
pub struct Bell {
    href: String,
    label: String,
    unread: u64,
    live: Option<(String, String, String)>,
}

impl Bell {
    /// Leads to `href`; `label` says in words what the figure says.
    pub fn new(href: impl Into<String>, label: impl Into<String>, unread: u64) -> Self {
        Self { href: href.into(), label: label.into(), unread, live: None }
    }

    /// Follows a topic, whose state is `mark` now, and is fetched anew from `address` when that changes.
    #[must_use]
    pub fn live(mut self, topic: impl Into<String>, mark: impl Into<String>, address: impl Into<String>) -> Self {
        self.live = Some((topic.into(), mark.into(), address.into()));
        self
    }

    /// The bell.
    pub fn render(&self) -> Markup {
        match &self.live {
            Some((topic, mark, address)) => html! {
                live-part class="bell-part" data-topic=(topic) data-mark=(mark) hx-get=(address) hx-trigger="live-changed" hx-swap="outerHTML" { (self.link()) }
            },
            None => self.link(),
        }
    }

    fn link(&self) -> Markup {
        html! {
            a class="bell" href=(self.href) title=(self.label) {
                (Icon::Bell)
                span class="unseen" { (self.label) }
                @if self.unread > 0 { span class="bell__count" aria-hidden="true" { @if self.unread > 99 { "99+" } @else { (self.unread) } } }
            }
        }
    }

    /// Nothing new, something new, and more than anybody reads.
    pub fn sample() -> Vec<Sample> {
        let mut samples: Vec<Sample> = [("nothing new", "Notices", 0), ("very many", "Notices, 250 new", 250)]
            .into_iter()
            .map(|(name, label, unread)| Sample::new(name, Self::new("#", label, unread).render()))
            .collect();
        samples.push(Sample::new("three new, followed", Self::new("#", "Notices, 3 new", 3).live("", "3.3", "#").render()));
        samples
    }
}

splices!(Bell);
