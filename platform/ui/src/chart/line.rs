//! How much there was in all over time, as a line with its area.

use std::fmt::Write as _;

use maud::{Markup, html};
use platform_texts::t;

use super::scale::{Scale, percent, point};
use super::{Frame, Label, Unit, axis, highest, hint, peak, picture, table_of};

/// A quantity that grows: each point is all there was until then.
#[derive(Clone, Debug)]
pub struct LineChart {
    title: String,
    unit: Unit,
    labels: Vec<Label>,
    /// Running sums.
    values: Vec<i64>,
    note: Option<String>,
}

impl LineChart {
    /// `points` in the order of time, none left out: what was added at each. The line shows how much there was in all.
    pub fn growing(title: impl Into<String>, unit: Unit, points: Vec<(Label, i64)>) -> Self {
        let (labels, added): (Vec<Label>, Vec<i64>) = points.into_iter().unzip();
        Self { title: title.into(), unit, labels, values: running(&added), note: None }
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
        let last = self.values.last().copied().unwrap_or(0);
        let frame = Frame { title: &self.title, total: Some(unit.text(last)), summary: self.summary(last), note: self.note.as_deref() };
        let table = table_of(&self.title, unit, &self.labels, &[(self.title.clone(), &self.values)]);
        frame.render(None, highest(&self.values).map(|_| self.picture(last)), &table)
    }

    fn summary(&self, last: i64) -> String {
        match (self.labels.first(), self.labels.last()) {
            (Some(first), Some(end)) => {
                t!("chart-growing", title = self.title, first = first.long, last = end.long, total = self.unit.text(last)).into_owned()
            }
            _ => t!("chart-nothing").into_owned(),
        }
    }

    fn picture(&self, last: i64) -> Markup {
        let count = self.values.len();
        let scale = Scale::of(self.values.iter().copied().max().unwrap_or(0));
        let band = 1.0 / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX));
        let end = point(count.saturating_sub(1), count);
        let (line, area) = paths(&self.values, scale);
        let plot = html! {
            // Only the line is stretched with its plot; its width and every text stay as they are.
            svg class="chart__stretched" x="0" y="0" width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" {
                path class="chart__area" d=(area) {}
                path class="chart__line" d=(line) {}
            }
            circle class="chart__dot" cx=(percent(end)) cy=(percent(scale.down(last))) r="4" {}
            (peak(end, scale, last, self.unit))
            @for (i, value) in self.values.iter().enumerate() {
                (hint((point(i, count) - band / 2.0).max(0.0), band, &format!("{}: {}", self.labels[i].long, self.unit.text(*value))))
            }
        };
        picture(scale, self.unit, plot, axis(&self.labels, |i| point(i, count)))
    }
}

/// What there was in all at each point.
fn running(added: &[i64]) -> Vec<i64> {
    let mut sum = 0_i64;
    added
        .iter()
        .map(|value| {
            sum = sum.saturating_add(*value);
            sum
        })
        .collect()
}

/// The line, and the area below it, in a square of 1000.
fn paths(values: &[i64], scale: Scale) -> (String, String) {
    let mut line = String::new();
    for (i, value) in values.iter().enumerate() {
        let (x, y) = (point(i, values.len()) * 1000.0, scale.down(*value) * 1000.0);
        write!(line, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" }).ok();
    }
    let (from, to) = (point(0, values.len()) * 1000.0, point(values.len().saturating_sub(1), values.len()) * 1000.0);
    let area = format!("{line}L{to:.1} 1000L{from:.1} 1000Z");
    (line, area)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_goes_through_every_day_and_the_area_ends_at_zero() {
        let (line, area) = paths(&[0, 4, 2], Scale::of(4));
        assert_eq!(line, "M0.0 1000.0L500.0 120.0L1000.0 560.0");
        assert!(area.starts_with(&line) && area.ends_with("L1000.0 1000L0.0 1000Z"), "{area}");
    }

    #[test]
    fn one_point_is_a_dot_and_nothing_is_a_sentence() {
        let day = || Label::new("1 Mar", "Sun 1 March 2026");
        let one = LineChart::growing("Sold", Unit::Count, vec![(day(), 5)]).render().into_string();
        assert!(one.contains("cx=\"50%\"") && one.contains('5'), "{one}");
        let none = LineChart::growing("Sold", Unit::Count, vec![(day(), 0)]).render().into_string();
        assert!(none.contains(&*t!("chart-nothing")) && !none.contains("<svg"), "{none}");
        assert!(LineChart::growing("Sold", Unit::Count, vec![]).render().into_string().contains(&*t!("chart-nothing")));
    }

    #[test]
    fn each_point_is_all_until_then() {
        assert_eq!(running(&[3, 0, 4]), [3, 3, 7]);
        let label = |n: u32| Label::new(n.to_string(), format!("day {n}"));
        let page = LineChart::growing("Sold", Unit::Count, vec![(label(1), 3), (label(2), 4)]).render().into_string();
        assert!(page.contains("aria-label=\"Sold. From day 1 to day 2 it grows to 7.\""), "{page}");
    }
}
