//! More of something, folded away until it is asked for.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// A line that opens what lies behind it. Works without a script.
#[derive(Clone, Debug)]
pub struct Disclosure {
    summary: Markup,
    body: Markup,
    open: bool,
}

impl Disclosure {
    /// `summary` opens `body`.
    pub fn new(summary: Markup, body: Markup) -> Self {
        Self { summary, body, open: false }
    }

    /// Open from the start.
    #[must_use]
    pub fn open(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// The line and what lies behind it.
    pub fn render(&self) -> Markup {
        html! {
            details class="disclosure" open[self.open] {
                summary class="disclosure__summary" { (self.summary) }
                div class="disclosure__body" { (self.body) }
            }
        }
    }

    /// Closed and open.
    pub fn sample() -> Vec<Sample> {
        let body = || html! { p { "Admit people at the door. See events of the organization." } };
        vec![
            Sample::new("closed", Self::new(html! { "Staff" }, body()).render()),
            Sample::new("open", Self::new(html! { "Staff" }, body()).open(true).render()),
        ]
    }
}

splices!(Disclosure);
