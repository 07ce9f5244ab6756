//! Where one is on a way of a few steps.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// The steps of a checkout.
#[derive(Clone, Debug)]
pub struct Steps {
    /// Their names; any but the present one may have an address.
    pub steps: Vec<(String, Option<String>)>,
    /// Which one is now, from 0.
    pub current: usize,
}

impl Steps {
    /// Steps with these names, standing at number `current` (from 0).
    pub fn new(names: &[&str], current: usize) -> Self {
        Self { steps: names.iter().map(|name| ((*name).to_owned(), None)).collect(), current }
    }

    /// Lets one go back to step `index`.
    #[must_use]
    pub fn back_to(mut self, index: usize, href: impl Into<String>) -> Self {
        if let Some(step) = self.steps.get_mut(index) {
            step.1 = Some(href.into());
        }
        self
    }

    /// Lets one go to step `index`, back or ahead: where every step is saved by itself.
    #[must_use]
    pub fn to(self, index: usize, href: impl Into<String>) -> Self {
        self.back_to(index, href)
    }

    /// The steps.
    pub fn render(&self) -> Markup {
        html! {
            nav class="steps" aria-label=(t!("price-progress")) {
                ol role="list" { @for (i, (name, href)) in self.steps.iter().enumerate() { (self.step(i, name, href.as_deref())) } }
                p class="steps__where" { (t!("price-step", index = self.current + 1, count = self.steps.len())) }
            }
        }
    }

    fn step(&self, i: usize, name: &str, href: Option<&str>) -> Markup {
        let done = i < self.current;
        let mark = html! {
            span class="steps__mark" aria-hidden="true" { @if done { (Icon::Check) } @else { (i + 1) } }
        };
        let text = html! {
            (mark) span class="steps__name" { (name) @if done { span class="unseen" { " (" (t!("price-step-done")) ")" } } }
        };
        html! {
            li class="steps__step" data-done[done] aria-current=[(i == self.current).then_some("step")] {
                @match href.filter(|_| i != self.current) { Some(href) => a href=(href) { (text) }, None => span { (text) } }
            }
        }
    }

    /// In the middle.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("second of four", Self::new(&["Tickets", "Details", "Payment", "Done"], 1).back_to(0, "#").render()),
            Sample::new(
                "every step a press away",
                Self::new(&["What", "Where", "Tickets", "Review"], 1).to(0, "#").to(2, "#").to(3, "#").render(),
            ),
        ]
    }
}

splices!(Steps);
