//! A quantity: a number field anybody can type in; the custom element adds the two buttons.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A quantity between two bounds.
#[derive(Clone, Debug)]
pub struct Stepper {
    /// Name of the field.
    pub name: String,
    /// What is counted, for screen readers.
    pub label: String,
    /// How many now, as it was typed.
    pub value: String,
    /// How few.
    pub min: u32,
    /// How many at most.
    pub max: u32,
    /// Price of one in minor units, for the total the page shows while choosing.
    pub unit_minor: Option<i64>,
}

impl Stepper {
    /// Counts from 0 to `max`.
    pub fn new(name: impl Into<String>, label: impl Into<String>, max: u32) -> Self {
        Self { name: name.into(), label: label.into(), value: "0".to_owned(), min: 0, max, unit_minor: None }
    }

    /// How many now; what was typed and refused is shown as it was.
    #[must_use]
    pub fn value(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }

    /// How few; between 0 and this nothing can be chosen (the server says so too).
    #[must_use]
    pub fn min(mut self, min: u32) -> Self {
        self.min = min;
        self
    }

    /// Price of one in minor units.
    #[must_use]
    pub fn unit_minor(mut self, minor: i64) -> Self {
        self.unit_minor = Some(minor);
        self
    }

    /// The control, without a visible label: the row it stands in is the label.
    pub fn render(&self) -> Markup {
        html! {
            quantity-stepper class="stepper" data-least=[(self.min > 1).then_some(self.min)] {
                button class="stepper__less" type="button" aria-label=(t!("price-less", what = self.label)) hidden { (Icon::Minus) }
                input class="stepper__count" type="number" inputmode="numeric" name=(self.name) value=(self.value) min="0"
                    max=(self.max) step="1" autocomplete="off" aria-label=(self.label) data-unit-minor=[self.unit_minor];
                button class="stepper__more" type="button" aria-label=(t!("price-more", what = self.label)) hidden { (Icon::Plus) }
            }
        }
    }

    /// Nothing, some, all that may be had.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("none", Self::new("st1", "Standing", 8).render()),
            Sample::new("some", Self::new("st2", "Balcony", 8).value(2).render()),
            Sample::new("the most", Self::new("st3", "Box", 4).value(4).render()),
        ]
    }
}

splices!(Stepper);
