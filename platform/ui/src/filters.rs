//! Filters as chips: each is a link, so that what one sees has an address.

use maud::{Markup, html};
use platform_texts::t;

use crate::button::Button;
use crate::field::{Choice, Field};
use crate::icon::Icon;
use crate::sample::{Sample, splices};

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
            nav class="filters" aria-label=(self.name.as_deref().unwrap_or(&t!("list-filters"))) {
                ul role="list" {
                    @for chip in &self.chips { li { (one(chip)) } }
                    @if let (true, Some(href)) = (any, &self.clear) { li { a class="filters__clear" href=(href) { (t!("list-clear")) } } }
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
            @if chip.on { span class="unseen" { " " (t!("list-filter-remove")) } (Icon::X) }
        }
    }
}

/// The form behind the chips: what is looked for, and folded below it everything else. A GET: its answer has an address.
#[derive(Clone, Debug)]
pub struct FilterForm {
    action: String,
    search: Field,
    fields: Vec<Field>,
    hidden: Vec<(String, String)>,
    open: bool,
}

impl FilterForm {
    /// Looks for something at `action`.
    pub fn new(action: impl Into<String>, search: Field) -> Self {
        Self { action: action.into(), search, fields: Vec::new(), hidden: Vec::new(), open: false }
    }

    /// One more filter.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field.narrowing());
        self
    }

    /// Sent along unseen: how the list is sorted.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Unfolded from the start: something in it was not understood.
    #[must_use]
    pub fn open(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// The form.
    pub fn render(&self) -> Markup {
        html! {
            form class="filter-form" method="get" action=(self.action) role="search" novalidate {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                div class="filter-form__search" { (self.search) (Button::submit(t!("list-find")).icon(Icon::Search)) }
                @if !self.fields.is_empty() {
                    details class="filter-form__more" open[self.open] {
                        summary class="filter-form__open" { (Icon::Funnel) (t!("list-filter-more")) }
                        div class="filter-form__fields" { @for field in &self.fields { (field) } }
                        (Button::submit(t!("list-apply")).main())
                    }
                }
            }
        }
    }

    /// Folded, and open on a mistake.
    pub fn sample() -> Vec<Sample> {
        let form = |n: u8, error: Option<&str>| {
            Self::new("#", Field::search(format!("q{n}"), "Number, name or e-mail").value("mei"))
                .field(Field::select(format!("status{n}"), "State", vec![Choice::new("paid", "Paid")]).placeholder("Any"))
                .field(Field::date(format!("from{n}"), "Placed from").error(error))
                .hidden("sort", "total")
                .open(error.is_some())
                .render()
        };
        vec![Sample::new("folded", form(1, None)), Sample::new("a mistake", form(2, Some("Enter a day like 2026-03-14.")))]
    }
}

splices!(Filters, FilterForm);
