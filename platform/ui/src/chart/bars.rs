//! Quantities beside each other, the name of each above its bar.

use maud::{Markup, html};
use platform_texts::t;

use super::scale::percent;
use super::{Frame, Unit, sum};
use crate::table::{Column, Table};

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// How much.
    pub value: i64,
    /// Of how much at most: drawn behind it, on the same scale.
    pub of: Option<i64>,
}

impl Bar {
    /// `name` has `value`.
    pub fn new(name: impl Into<String>, value: i64) -> Self {
        Self { name: name.into(), value, of: None }
    }

    /// `name` has `value` of `most`.
    pub fn of(name: impl Into<String>, value: i64, most: i64) -> Self {
        Self { of: Some(most), ..Self::new(name, value) }
    }

    fn reach(&self) -> i64 {
        self.value.max(self.of.unwrap_or(0)).max(0)
    }

    fn told(&self, unit: Unit) -> String {
        match self.of {
            Some(most) => t!("chart-of", value = unit.text(self.value), most = unit.text(most)).into_owned(),
            None => unit.text(self.value),
        }
    }
}

/// Bars below each other on one scale from zero.
#[derive(Clone, Debug)]
pub struct Bars {
    title: String,
    unit: Unit,
    bars: Vec<Bar>,
    note: Option<String>,
}

impl Bars {
    /// In the order given.
    pub fn new(title: impl Into<String>, unit: Unit, bars: Vec<Bar>) -> Self {
        Self { title: title.into(), unit, bars, note: None }
    }

    /// A second sentence below the title.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The chart.
    pub fn render(&self) -> Markup {
        let unit = self.unit;
        let told: Vec<String> = self.bars.iter().map(|b| format!("{} {}", b.name, b.told(unit))).collect();
        let frame = Frame {
            title: &self.title,
            // Of what is bounded one part may lie within another: no sum is meant.
            total: self.bars.iter().all(|b| b.of.is_none()).then(|| unit.text(sum(self.bars.iter().map(|b| b.value)))),
            summary: format!("{}. {}.", self.title, told.join("; ")),
            note: self.note.as_deref(),
        };
        let most = self.bars.iter().map(Bar::reach).max().unwrap_or(0);
        frame.render(None, (most > 0).then(|| self.picture(most)), &self.table())
    }

    fn picture(&self, most: i64) -> Markup {
        html! {
            div class="chart__bars" aria-hidden="true" {
                @for bar in &self.bars {
                    div class="chart__bar" {
                        span class="chart__name" { (bar.name) }
                        span class="chart__value" { (bar.told(self.unit)) }
                        svg class="chart__track" aria-hidden="true" {
                            @if let Some(of) = bar.of { rect class="chart__rest" width=(percent(share(of, most))) height="100%" rx="3" {} }
                            rect class="chart__fill" width=(percent(share(bar.value, most))) height="100%" rx="3" {}
                        }
                    }
                }
            }
        }
    }

    fn table(&self) -> Table {
        let bounded = self.bars.iter().any(|b| b.of.is_some());
        let mut columns = vec![Column::new(t!("chart-what")), Column::figures(t!("chart-how-much"))];
        if bounded {
            columns.push(Column::figures(t!("chart-at-most")));
        }
        let row = |bar: &Bar| {
            let mut cells = vec![html! { (bar.name) }, html! { (self.unit.text(bar.value)) }];
            if bounded {
                cells.push(html! { @if let Some(of) = bar.of { (self.unit.text(of)) } });
            }
            cells
        };
        Table::new(&self.title, columns).rows(self.bars.iter().map(row))
    }
}

#[allow(clippy::cast_precision_loss, reason = "a picture is not exact to one in 2^52")]
fn share(value: i64, most: i64) -> f64 {
    (value.max(0) as f64 / most.max(1) as f64).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bars_share_one_scale() {
        let bars = vec![Bar::of("Stalls", 30, 100), Bar::of("Balcony", 30, 60)];
        let page = Bars::new("Sold", Unit::Count, bars).render().into_string();
        for part in ["width=\"30%\"", "width=\"100%\"", "width=\"60%\"", "30 of 100", "30 of 60"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let none = Bars::new("Sold", Unit::Count, vec![]).render().into_string();
        assert!(none.contains(&*t!("chart-nothing")) && !none.contains("<svg"));
    }
}
