//! Charts: few kinds, drawn as SVG on the server, with axes from zero, direct labels and a table behind each.
//!
//! Every length is a percentage of its plot and every text has the size of the page's, so one drawing serves a phone
//! and a desk without a script. Times are the caller's: it hands labels, made in the zone of the place.

mod bars;
mod columns;
mod line;
mod samples;
mod scale;
mod spark;

pub use bars::{Bar, Bars};
pub use columns::{Columns, Series};
pub use line::LineChart;
pub use spark::Sparkline;

use maud::{Markup, Render, html};
use platform_texts::{Lang, t};
use platform_types::{Currency, Money};

use crate::disclosure::Disclosure;
use crate::table::{Column, Table};
use crate::words::grouped;
use scale::{Scale, percent, written};

/// What a chart counts. Values are whole: things, or minor units of a currency; what is below zero is drawn as nothing
/// and told by the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Minor units.
    Money(Currency),
}

impl Unit {
    /// A value in full.
    pub fn text(self, value: i64) -> String {
        match self {
            Self::Count => counted(value),
            Self::Money(currency) => Money::new(value, currency).to_string(),
        }
    }

    /// A value on an axis: round amounts lose their zero cents.
    fn tick(self, value: i64) -> String {
        let text = self.text(value);
        let Self::Money(currency) = self else { return text };
        let decimals = currency.decimals();
        if decimals == 0 || value % 10_i64.pow(decimals) != 0 {
            return text;
        }
        // Groups of thousands are parted by the other sign, so this is only found where the cents begin.
        let point = if Lang::current() == Lang::De { ',' } else { '.' };
        text.replacen(&format!("{point}{}", "0".repeat(decimals as usize)), "", 1)
    }
}

/// `-12345` as `−12,345`, as amounts are grouped.
fn counted(value: i64) -> String {
    let text = grouped(value.unsigned_abs());
    if value < 0 { format!("−{text}") } else { text }
}

/// A sum that stops at the largest number instead of turning over.
fn sum(values: impl IntoIterator<Item = i64>) -> i64 {
    values.into_iter().fold(0, i64::saturating_add)
}

/// What stands below a column or a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// On the axis: “14 Mar”.
    pub short: String,
    /// In the table and the summary: “Sat 14 March 2026”.
    pub long: String,
}

impl Label {
    /// Both tellings.
    pub fn new(short: impl Into<String>, long: impl Into<String>) -> Self {
        Self { short: short.into(), long: long.into() }
    }
}

/// What all charts have around their picture.
struct Frame<'a> {
    title: &'a str,
    /// The whole of it, in a few words; none where a sum says nothing.
    total: Option<String>,
    /// The whole picture in a sentence.
    summary: String,
    /// A second sentence below the title.
    note: Option<&'a str>,
}

impl Frame<'_> {
    /// Title, picture, and the table behind it; without a picture a word that there is nothing yet.
    fn render(&self, legend: Option<Markup>, picture: Option<Markup>, table: &Table) -> Markup {
        html! {
            figure class="chart" {
                figcaption class="chart__head" {
                    span class="chart__title" { (self.title) }
                    @if let (Some(total), true) = (&self.total, picture.is_some()) { span class="chart__total" { (total) } }
                    @if let Some(note) = self.note { span class="chart__note" { (note) } }
                }
                @match picture {
                    None => p class="chart__nothing" { (t!("chart-nothing")) },
                    Some(picture) => {
                        @if let Some(legend) = legend { (legend) }
                        div class="chart__picture" role="img" aria-label=(self.summary) { (picture) }
                        (Disclosure::new(html! { (t!("chart-table")) }, table.render()))
                    },
                }
            }
        }
    }
}

/// A plot between its two axes: what the lines stand for before it, the labels below.
fn picture(scale: Scale, unit: Unit, plot: Markup, axis: Markup) -> Markup {
    let ticks: Vec<(String, String)> = scale.ticks().into_iter().map(|tick| (percent(scale.down(tick)), unit.tick(tick))).collect();
    // The room before a plot is one of three, because no sheet knows how wide a text of SVG is.
    let room = match ticks.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0) {
        0..=3 => "chart__grid--short",
        4..=7 => "chart__grid--middling",
        _ => "chart__grid--long",
    };
    html! {
        div class={ "chart__grid " (room) } {
            svg class="chart__scale" aria-hidden="true" {
                @for (y, text) in &ticks { text class="chart__tick" x="100%" y=(y) dy="0.35em" text-anchor="end" { (text) } }
            }
            svg class="chart__plot" aria-hidden="true" {
                @for (nth, (y, _)) in ticks.iter().enumerate() {
                    line class=(if nth == 0 { "chart__base" } else { "chart__rule" }) x1="0" x2="100%" y1=(y) y2=(y) {}
                }
                (plot)
            }
            (axis)
        }
    }
}

/// A value written above where it stands.
fn peak(at: f64, scale: Scale, value: i64, unit: Unit) -> Markup {
    let anchor = if at < 0.08 {
        "start"
    } else if at > 0.92 {
        "end"
    } else {
        "middle"
    };
    html! { text class="chart__peak" x=(percent(at)) y=(percent(scale.down(value))) dy="-7" text-anchor=(anchor) { (unit.text(value)) } }
}

/// The labels below a plot. `at` says where each stands; every second one is for wide screens alone.
fn axis(labels: &[Label], at: impl Fn(usize) -> f64) -> Markup {
    html! {
        svg class="chart__axis" aria-hidden="true" {
            @for (nth, i) in written(labels.len(), 7).into_iter().enumerate() {
                @let x = at(i);
                @let anchor = if x < 0.04 { "start" } else if x > 0.96 { "end" } else { "middle" };
                text class=(if nth % 2 == 1 { "chart__tick chart__tick--wide" } else { "chart__tick" }) x=(percent(x)) y="1.1em" text-anchor=(anchor) { (labels[i].short) }
            }
        }
    }
}

/// What a pointer that rests on a part of the plot is told.
fn hint(from: f64, width: f64, text: &str) -> Markup {
    html! { rect class="chart__hint" x=(percent(from)) y="0" width=(percent(width)) height="100%" { title { (text) } } }
}

/// The table behind a chart of labelled values.
fn table_of(title: &str, unit: Unit, labels: &[Label], series: &[(String, &[i64])]) -> Table {
    let mut columns = vec![Column::new(t!("chart-when"))];
    columns.extend(series.iter().map(|(name, _)| Column::figures(name.as_str())));
    let many = series.len() > 1;
    if many {
        columns.push(Column::figures(t!("price-total")));
    }
    let value = |values: &[i64], i: usize| values.get(i).copied().unwrap_or(0);
    let row = |(i, label): (usize, &Label)| {
        let mut cells = vec![html! { (label.long) }];
        cells.extend(series.iter().map(|(_, values)| html! { (unit.text(value(values, i))) }));
        if many {
            cells.push(html! { (unit.text(sum(series.iter().map(|(_, values)| value(values, i))))) });
        }
        cells
    };
    Table::new(title, columns).rows(labels.iter().enumerate().map(row))
}

/// The sentence that says what a picture over time shows.
fn summary(title: &str, unit: Unit, labels: &[Label], values: &[i64]) -> String {
    let (Some(first), Some(last)) = (labels.first(), labels.last()) else { return t!("chart-empty", title = title).into_owned() };
    let total = unit.text(sum(values.iter().copied()));
    match highest(values).and_then(|i| Some((labels.get(i)?, values.get(i)?))) {
        Some((label, value)) if labels.len() > 1 => t!(
            "chart-over-time",
            title = title,
            first = first.long,
            last = last.long,
            total = total,
            most = unit.text(*value),
            at = label.long
        )
        .into_owned(),
        _ => t!("chart-at-one-time", title = title, at = first.long, total = total).into_owned(),
    }
}

/// Where the largest value stands; the first of equals.
fn highest(values: &[i64]) -> Option<usize> {
    values.iter().enumerate().rev().max_by_key(|(_, value)| **value).filter(|(_, value)| **value > 0).map(|(i, _)| i)
}

macro_rules! draws {
    ($($chart:ty),+) => {$(
        impl Render for $chart {
            fn render(&self) -> Markup {
                <$chart>::render(self)
            }
        }
    )+};
}
draws!(Bars, Columns, LineChart, Sparkline);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_in_full_and_short_on_the_axis() {
        let euro = Unit::Money(Currency::EUR);
        assert_eq!((euro.text(123_450), euro.tick(120_000), euro.tick(150)), ("€1,234.50".into(), "€1,200".into(), "€1.50".into()));
        let yen = Unit::Money("JPY".parse().unwrap());
        assert_eq!(yen.tick(1_200), yen.text(1_200), "what has no cents loses none");
        assert_eq!(Lang::De.within(|| (euro.tick(120_000), euro.tick(150))), ("1.200\u{a0}€".into(), "1,50\u{a0}€".into()));
        assert_eq!(
            (Unit::Count.text(1_234_567), Unit::Count.text(-4_200), Unit::Count.tick(0)),
            ("1,234,567".into(), "−4,200".into(), "0".into())
        );
    }

    #[test]
    fn the_first_of_equals_is_the_peak_and_nothing_has_none() {
        assert_eq!(highest(&[1, 4, 2, 4]), Some(1));
        assert_eq!((highest(&[]), highest(&[0, 0])), (None, None));
    }

    #[test]
    fn the_summary_says_what_the_picture_shows() {
        let labels = [Label::new("1 Mar", "Sun 1 March 2026"), Label::new("2 Mar", "Mon 2 March 2026")];
        let told = summary("Tickets", Unit::Count, &labels, &[3, 9]);
        for says in ["Tickets", "Sun 1 March 2026", "12", "9 on Mon 2 March 2026"] {
            assert!(told.contains(says), "{says}: {told}");
        }
        assert!(summary("Tickets", Unit::Count, &labels[..1], &[3]).contains('3'));
    }
}
