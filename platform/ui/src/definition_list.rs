//! Facts: a term and what is true of it.

use maud::{Markup, html};

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// Facts about one thing: with signs on public pages, in two columns for staff.
#[derive(Clone, Debug, Default)]
pub struct DefinitionList {
    facts: Vec<(Option<Icon>, String, Markup)>,
    columns: bool,
}

impl DefinitionList {
    /// One below the other, the term above its fact.
    pub fn new() -> Self {
        Self::default()
    }

    /// In two columns, the term before its fact.
    pub fn columns() -> Self {
        Self { columns: true, ..Self::default() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, term: impl Into<String>, value: Markup) -> Self {
        self.facts.push((None, term.into(), value));
        self
    }

    /// Adds a fact that is plain text.
    #[must_use]
    pub fn text(self, term: impl Into<String>, value: &str) -> Self {
        self.fact(term, html! { (value) })
    }

    /// Adds a fact with a sign.
    #[must_use]
    pub fn signed(mut self, icon: Icon, term: impl Into<String>, value: Markup) -> Self {
        self.facts.push((Some(icon), term.into(), value));
        self
    }

    /// The list.
    pub fn render(&self) -> Markup {
        html! {
            dl class=(if self.columns { "facts facts--columns" } else { "facts" }) {
                @for (icon, term, value) in &self.facts {
                    div class="facts__fact" {
                        dt { @if let Some(icon) = icon { (icon) } (term) }
                        dd { (value) }
                    }
                }
            }
        }
    }

    /// Both ways.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new(
                "signed",
                Self::new()
                    .signed(Icon::Calendar, "When", html! { "Sat 14 March 2026, 19:30" })
                    .signed(Icon::MapPin, "Where", html! { a href="#" { "Kwai Tsing Theatre" } ", Hong Kong" })
                    .signed(Icon::DoorOpen, "Doors", html! { "18:45" })
                    .render(),
            ),
            Sample::new(
                "columns",
                Self::columns().text("Order", "4F7K-22").text("Buyer", "Mei Chan").text("Paid", "€57.00 by card ending 4242").render(),
            ),
        ]
    }
}

splices!(DefinitionList);
