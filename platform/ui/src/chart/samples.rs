//! The charts in their states.

use platform_types::Currency;

use super::{Bar, Bars, Columns, Label, LineChart, Series, Sparkline, Unit};
use crate::sample::Sample;

/// So many days in March.
fn days(count: usize) -> Vec<Label> {
    (1..=count).map(|day| Label::new(format!("{day} Mar"), format!("{day} March 2026"))).collect()
}

/// A wave that looks like sales.
fn wave(count: usize, by: i64) -> Vec<i64> {
    (0..count).map(|n| i64::try_from(n * n * 7 % 31).unwrap_or(0) * by).collect()
}

impl LineChart {
    /// A month, one day, nothing.
    pub fn sample() -> Vec<Sample> {
        let of = |count: usize, by: i64| days(count).into_iter().zip(wave(count, by)).collect();
        let euro = Unit::Money(Currency::EUR);
        vec![
            Sample::new(
                "a month of money",
                Self::growing("Paid in all", euro, of(30, 42_500)).note("Paid orders, before refunds").render(),
            ),
            Sample::new("one point", Self::growing("Paid in all", euro, vec![(Label::new("1 Mar", "1 March 2026"), 128_000)]).render()),
            Sample::new("nothing yet", Self::growing("Paid in all", euro, of(7, 0)).render()),
        ]
    }
}

impl Columns {
    /// By type over a month, one day, many types.
    pub fn sample() -> Vec<Sample> {
        let types = |count: usize, kinds: i64| {
            (1..=kinds)
                .map(|k| {
                    Series::new(
                        ["Stalls", "Balcony", "Child", "Members", "Box", "Standing", "Free", "Press"][usize::try_from(k - 1).unwrap_or(0)],
                        wave(count, k),
                    )
                })
                .collect()
        };
        vec![
            Sample::new("three types", Self::new("Tickets by day", Unit::Count, days(30), types(30, 3)).render()),
            Sample::new(
                "eight types in a week",
                Self::new("Tickets by day", Unit::Count, days(7), types(7, 8)).note("Types that sold least are drawn as one").render(),
            ),
            Sample::new("one column", Self::new("Tickets by day", Unit::Count, days(1), vec![Series::new("Stalls", vec![12])]).render()),
        ]
    }
}

impl Bars {
    /// With and without a bound.
    pub fn sample() -> Vec<Sample> {
        let bounded =
            vec![Bar::of("Stalls", 212, 300), Bar::of("Balcony", 96, 96), Bar::of("A box with a rather long name for the gallery", 0, 24)];
        let free = vec![Bar::new("Stalls", 530_000), Bar::new("Balcony", 144_000)];
        vec![
            Sample::new(
                "of a capacity",
                Self::new("Sold of each type", Unit::Count, bounded).note("The paler bar is what there is").render(),
            ),
            Sample::new("money", Self::new("Takings by type", Unit::Money(Currency::EUR), free).render()),
        ]
    }
}

impl Sparkline {
    /// Up and down, one value, nothing.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("a month", Self::new("Tickets over 30 days, at most 30 a day", wave(30, 1)).render()),
            Sample::new("one value", Self::new("Tickets on one day: 4", vec![4]).render()),
            Sample::new("nothing", Self::new("No tickets in 30 days", vec![0; 30]).render()),
        ]
    }
}
