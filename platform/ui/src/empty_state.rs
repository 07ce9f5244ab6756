//! A place with nothing in it yet: says what it is for and offers the first step.

use maud::{Markup, html};

use crate::button::Button;
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// An empty place.
#[derive(Clone, Debug)]
pub struct EmptyState {
    icon: Icon,
    title: String,
    text: String,
    action: Option<Button>,
}

impl EmptyState {
    /// What is missing, and what the place is for.
    pub fn new(icon: Icon, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { icon, title: title.into(), text: text.into(), action: None }
    }

    /// The first step.
    #[must_use]
    pub fn action(mut self, button: Button) -> Self {
        self.action = Some(button);
        self
    }

    /// The empty place.
    pub fn render(&self) -> Markup {
        html! {
            div class="empty" {
                span class="empty__icon" { (self.icon) }
                p class="empty__title" { (self.title) }
                p class="empty__text" { (self.text) }
                @if let Some(action) = &self.action { (action) }
            }
        }
    }

    /// With a first step, and without.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new(
                "first step",
                Self::new(
                    Icon::CalendarPlus,
                    "No events yet",
                    "Everything you put on is listed here, from the first draft to the settled show.",
                )
                .action(Button::link("New event", "#").main().icon(Icon::Plus))
                .render(),
            ),
            Sample::new(
                "nothing found",
                Self::new(Icon::Search, "Nothing on that day", "Try another day, or take a filter away.").render(),
            ),
        ]
    }
}

splices!(EmptyState);
