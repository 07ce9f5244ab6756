//! The verdict at the door: readable at arm's length, in the dark, in sun, with the sound off.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// What to do with the person in front of you.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Let in.
    Admit,
    /// Do not.
    Refuse,
    /// Look closer first: a concession to prove, a name to compare.
    Check,
}

impl Ruling {
    /// Used in classes and in the scanner's sound.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admit => "admit",
            Self::Refuse => "refuse",
            Self::Check => "check",
        }
    }
}

/// A verdict.
#[derive(Clone, Debug)]
pub struct Verdict {
    ruling: Ruling,
    reason: String,
    detail: Option<String>,
    facts: Vec<(String, String)>,
    actions: Option<Markup>,
}

impl Verdict {
    /// A ruling and its reason in a few words: “Already used”, “Wrong event”, “Stalls”.
    pub fn new(ruling: Ruling, reason: impl Into<String>) -> Self {
        Self { ruling, reason: reason.into(), detail: None, facts: Vec::new(), actions: None }
    }

    /// A second line: “at 19:12 at gate A”.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Something to compare: the name, the kind of ticket.
    #[must_use]
    pub fn fact(mut self, term: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((term.into(), value.into()));
        self
    }

    /// What else can be done.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = Some(actions);
        self
    }

    /// The verdict.
    pub fn render(&self) -> Markup {
        let (icon, word) = match self.ruling {
            Ruling::Admit => (Icon::Check, t!("door-admit")),
            Ruling::Refuse => (Icon::X, t!("door-refuse")),
            Ruling::Check => (Icon::TriangleAlert, t!("door-check")),
        };
        html! {
            section class={ "verdict verdict--" (self.ruling.name()) } role="alert" data-ruling=(self.ruling.name()) {
                span class="verdict__sign" { (icon) }
                p class="verdict__word" { (word) }
                p class="verdict__reason" { (self.reason) }
                @if let Some(detail) = &self.detail { p class="verdict__detail" { (detail) } }
                @if !self.facts.is_empty() {
                    dl class="verdict__facts" { @for (term, value) in &self.facts { div { dt { (term) } dd { (value) } } } }
                }
                @if let Some(actions) = &self.actions { div class="verdict__actions" { (actions) } }
            }
        }
    }

    /// In, not in, look closer.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("let in", Self::new(Ruling::Admit, "Stalls").fact("Name", "Mei Chan").fact("Order", "4F7K-22").render()),
            Sample::new(
                "already used",
                Self::new(Ruling::Refuse, "Already used").detail("Today at 19:12, gate A").fact("Name", "Mei Chan").render(),
            ),
            Sample::new(
                "look closer",
                Self::new(Ruling::Check, "Under 26")
                    .detail("Ask for something with the date of birth.")
                    .actions(crate::Button::submit("Seen, let in").large().render())
                    .render(),
            ),
        ]
    }
}

splices!(Verdict);
