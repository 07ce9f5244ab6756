//! A sheet of paper: things that belong together, with a heading.

use maud::{Markup, html};

use crate::button::Button;
use crate::sample::{Sample, splices};

/// A card.
#[derive(Clone, Debug)]
pub struct Card {
    title: Option<String>,
    action: Option<Markup>,
    body: Markup,
    flush: bool,
}

impl Card {
    /// A card with this inside.
    pub fn new(body: Markup) -> Self {
        Self { title: None, action: None, body, flush: false }
    }

    /// A heading.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// A button or link at the end of the heading.
    #[must_use]
    pub fn action(mut self, action: Markup) -> Self {
        self.action = Some(action);
        self
    }

    /// Lets the inside, a table say, reach the edges.
    #[must_use]
    pub fn flush(mut self) -> Self {
        self.flush = true;
        self
    }

    /// The card.
    pub fn render(&self) -> Markup {
        html! {
            section class=(if self.flush { "card card--flush" } else { "card" }) {
                @if self.title.is_some() || self.action.is_some() {
                    header class="card__header" {
                        @if let Some(title) = &self.title { h2 class="card__title" { (title) } }
                        @if let Some(action) = &self.action { (action) }
                    }
                }
                div class="card__body" { (self.body) }
            }
        }
    }

    /// With and without a heading.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new(
                "headed",
                Self::new(html! { p { "Doors open at 18:45. Latecomers are let in at the interval." } })
                    .title("At the door")
                    .action(Button::link("Edit", "#").quiet().small().render())
                    .render(),
            ),
            Sample::new("reaching the edges", Self::new(crate::Skeleton::lines(2).render()).title("Orders").flush().render()),
            Sample::new(
                "with what can be done below",
                Self::new(
                    html! { (crate::Skeleton::lines(2)) div class="card__foot cluster" { (crate::Button::link("See all", "#").small()) } },
                )
                .title("Sign-ins")
                .flush()
                .render(),
            ),
            Sample::new("plain", Self::new(html! { p { "A sheet of paper." } }).render()),
        ]
    }
}

splices!(Card);
