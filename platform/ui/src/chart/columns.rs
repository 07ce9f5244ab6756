//! Quantities over time, stacked by kind.

use maud::{Markup, html};
use platform_texts::t;

use super::scale::{Scale, band, percent};
use super::{Frame, Label, Unit, axis, highest, hint, peak, picture, sum, summary, table_of};

/// As many kinds as are told apart at a glance; the others are one.
const KINDS: usize = 6;

/// One kind, with a value for each label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// One value for each label, in their order; a missing one is nothing.
    pub values: Vec<i64>,
}

impl Series {
    /// A kind and its values.
    pub fn new(name: impl Into<String>, values: Vec<i64>) -> Self {
        Self { name: name.into(), values }
    }

    fn total(&self) -> i64 {
        sum(self.values.iter().copied())
    }
}

/// Columns over time; several series stand on each other.
#[derive(Clone, Debug)]
pub struct Columns {
    title: String,
    unit: Unit,
    labels: Vec<Label>,
    series: Vec<Series>,
    note: Option<String>,
}

impl Columns {
    /// `labels` in the order of time, none left out. More than six series are drawn as the five largest and the others.
    pub fn new(title: impl Into<String>, unit: Unit, labels: Vec<Label>, series: Vec<Series>) -> Self {
        Self { title: title.into(), unit, labels, series, note: None }
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
        let totals = totals(&self.series, self.labels.len());
        let frame = Frame {
            title: &self.title,
            total: Some(unit.text(sum(totals.iter().copied()))),
            summary: self.summary(&totals),
            note: self.note.as_deref(),
        };
        // The table tells every kind, also those drawn as one.
        let named: Vec<(String, &[i64])> = self.series.iter().map(|s| (s.name.clone(), s.values.as_slice())).collect();
        let table = table_of(&self.title, unit, &self.labels, &named);
        let drawn = folded(&self.series, self.labels.len());
        let picture = highest(&totals).map(|at| self.picture(&drawn, &totals, at));
        frame.render((drawn.len() > 1).then(|| legend(&drawn, unit)), picture, &table)
    }

    fn summary(&self, totals: &[i64]) -> String {
        let whole = summary(&self.title, self.unit, &self.labels, totals);
        if self.series.len() < 2 {
            return whole;
        }
        let parts: Vec<String> = self.series.iter().map(|s| format!("{} {}", s.name, self.unit.text(s.total()))).collect();
        format!("{whole} {}.", parts.join(", "))
    }

    fn picture(&self, drawn: &[Series], totals: &[i64], highest: usize) -> Markup {
        let count = self.labels.len();
        let scale = Scale::of(totals[highest]);
        let whole = 1.0 / f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX));
        let plot = html! {
            @for i in 0..count {
                @let (middle, width) = band(i, count);
                @for (kind, from, to) in stacked(drawn, i) {
                    rect class={ "chart__column chart__kind-" (kind + 1) } x=(percent(middle - width / 2.0)) width=(percent(width))
                        y=(percent(scale.down(to))) height=(percent(scale.down(from) - scale.down(to))) {}
                }
            }
            (peak(band(highest, count).0, scale, totals[highest], self.unit))
            @for (i, label) in self.labels.iter().enumerate() {
                (hint(band(i, count).0 - whole / 2.0, whole, &told(label, drawn, i, self.unit)))
            }
        };
        picture(scale, self.unit, plot, axis(&self.labels, |i| band(i, count).0))
    }
}

/// What each label has in all.
fn totals(series: &[Series], labels: usize) -> Vec<i64> {
    (0..labels).map(|i| sum(series.iter().map(|s| s.values.get(i).copied().unwrap_or(0)))).collect()
}

/// The parts of one column from below: which kind, from where, to where. Empty parts are none.
fn stacked(series: &[Series], at: usize) -> Vec<(usize, i64, i64)> {
    let mut from = 0_i64;
    let mut parts = Vec::new();
    for (kind, one) in series.iter().enumerate() {
        let value = one.values.get(at).copied().unwrap_or(0).max(0);
        if value > 0 {
            let to = from.saturating_add(value);
            parts.push((kind, from, to));
            from = to;
        }
    }
    parts
}

/// At most six: the five largest in their own order, and the others as one.
fn folded(series: &[Series], labels: usize) -> Vec<Series> {
    if series.len() <= KINDS {
        return series.to_vec();
    }
    let mut by_size: Vec<usize> = (0..series.len()).collect();
    by_size.sort_by_key(|i| (std::cmp::Reverse(series[*i].total()), *i));
    let (large, small) = by_size.split_at(KINDS - 1);
    let mut kept: Vec<usize> = large.to_vec();
    kept.sort_unstable();
    let others: Vec<Series> = small.iter().map(|i| series[*i].clone()).collect();
    let mut drawn: Vec<Series> = kept.into_iter().map(|i| series[i].clone()).collect();
    drawn.push(Series::new(t!("chart-others", count = others.len()), totals(&others, labels)));
    drawn
}

fn legend(drawn: &[Series], unit: Unit) -> Markup {
    html! {
        ul class="chart__legend" role="list" {
            @for (kind, one) in drawn.iter().enumerate() {
                li {
                    svg class={ "chart__swatch chart__kind-" (kind + 1) } aria-hidden="true" { rect width="100%" height="100%" rx="3" {} }
                    (one.name) " " span class="chart__sum" { (unit.text(one.total())) }
                }
            }
        }
    }
}

fn told(label: &Label, drawn: &[Series], at: usize, unit: Unit) -> String {
    let parts: Vec<String> =
        drawn.iter().filter_map(|s| s.values.get(at).filter(|v| **v != 0).map(|v| format!("{} {}", s.name, unit.text(*v)))).collect();
    format!("{}: {}", label.long, if parts.is_empty() { unit.text(0) } else { parts.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_on_each_other_without_gap_or_overlap() {
        let series = [Series::new("Stalls", vec![3, 0]), Series::new("Child", vec![0, 0]), Series::new("Free", vec![2])];
        assert_eq!(stacked(&series, 0), [(0, 0, 3), (2, 3, 5)]);
        assert_eq!(stacked(&series, 1), []);
        assert_eq!(totals(&series, 2), [5, 0]);
    }

    #[test]
    fn many_kinds_are_drawn_as_the_largest_and_the_others_and_none_is_lost() {
        let series: Vec<Series> = (0..9).map(|n| Series::new(format!("T{n}"), vec![n, 10 * n])).collect();
        let drawn = folded(&series, 2);
        let names: Vec<&str> = drawn.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["T4", "T5", "T6", "T7", "T8", "4 others"]);
        assert_eq!(totals(&drawn, 2), totals(&series, 2));
        let page = Columns::new("Tickets", Unit::Count, vec![Label::new("a", "A"), Label::new("b", "B")], series).render().into_string();
        assert!(page.contains("T0") && page.contains("chart__kind-6"), "the table tells all nine");
    }
}
