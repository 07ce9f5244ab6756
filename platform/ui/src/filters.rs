//! Filters as chips: each is a link, so that what one sees has an address.

use maud::{Markup, html};

use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::words;

/// One filter.
#[derive(Clone, Debug)]
pub struct Chip {
    /// What it lets through.
    pub label: String,
    /// The address with it switched.
    pub href: String,
    /// Whether it is on.
    pub on: bool,
    /// How much it lets through.
    pub count: Option<u64>,
}

impl Chip {
    /// A filter; `href` switches it.
    pub fn new(label: impl Into<String>, href: impl Into<String>, on: bool) -> Self {
        Self { label: label.into(), href: href.into(), on, count: None }
    }

    /// How much it lets through.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}

/// A row of filters.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// The chips.
    pub chips: Vec<Chip>,
    /// The address without any.
    pub clear: Option<String>,
    /// What is filtered, where a page has several rows of chips.
    pub name: Option<String>,
}

impl Filters {
    /// A row of chips.
    pub fn new(chips: Vec<Chip>) -> Self {
        Self { chips, clear: None, name: None }
    }

    /// The address without any filter; offered while one is on.
    #[must_use]
    pub fn clear(mut self, href: impl Into<String>) -> Self {
        self.clear = Some(href.into());
        self
    }

    /// What is filtered, where a page has several rows of chips.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The row.
    pub fn render(&self) -> Markup {
        let any = self.chips.iter().any(|chip| chip.on);
        html! {
            nav class="filters" aria-label=(self.name.as_deref().unwrap_or(words::FILTERS)) {
                ul role="list" {
                    @for chip in &self.chips { li { (one(chip)) } }
                    @if let (true, Some(href)) = (any, &self.clear) { li { a class="filters__clear" href=(href) { (words::CLEAR) } } }
                }
            }
        }
    }

    /// One on, others off.
    pub fn sample() -> Vec<Sample> {
        let chips = vec![
            Chip::new("This week", "#", true),
            Chip::new("Music", "#", false).count(42),
            Chip::new("Theatre", "#", false).count(17),
            Chip::new("Free", "#", false),
        ];
        vec![Sample::new("one on", Self::new(chips).clear("#").render())]
    }
}

fn one(chip: &Chip) -> Markup {
    html! {
        a class="chip" href=(chip.href) aria-current=[chip.on.then_some("true")] {
            (chip.label)
            @if let Some(count) = chip.count { " " span class="chip__count" { (count) } }
            @if chip.on { span class="unseen" { " " (words::REMOVE_FILTER) } (Icon::X) }
        }
    }
}

splices!(Filters);
