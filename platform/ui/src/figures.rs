//! The few numbers a page is about.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// One number with its name.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What is counted.
    pub label: String,
    /// How much.
    pub value: String,
    /// A second, quieter line: of how many, since when.
    pub note: Option<String>,
    /// A share to draw, in percent.
    pub percent: Option<u8>,
}

impl Figure {
    /// `label` is `value`.
    pub fn new(label: impl Into<String>, value: impl ToString) -> Self {
        Self { label: label.into(), value: value.to_string(), note: None, percent: None }
    }

    /// A second line.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// A share to draw, at most 100.
    #[must_use]
    pub fn percent(mut self, percent: u8) -> Self {
        self.percent = Some(percent.min(100));
        self
    }
}

/// Numbers in a row.
#[derive(Clone, Debug)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    /// The row.
    pub fn render(&self) -> Markup {
        html! {
            dl class="figures" {
                @for figure in &self.0 {
                    div class="figures__figure" {
                        dt { (figure.label) }
                        dd {
                            span class="figures__value" { (figure.value) }
                            @if let Some(note) = &figure.note { span class="figures__note" { (note) } }
                            @if let Some(percent) = figure.percent {
                                meter class="figures__share" min="0" max="100" value=(percent) aria-label=(figure.label) { (percent) " %" }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Three numbers.
    pub fn sample() -> Vec<Sample> {
        vec![Sample::new(
            "three",
            Self(vec![
                Figure::new("Sold", 312).note("of 420 seats").percent(74),
                Figure::new("Takings", "€8,736.00").note("after refunds"),
                Figure::new("In the house", 0).note("doors open at 18:45"),
            ])
            .render(),
        )]
    }
}

splices!(Figures);
