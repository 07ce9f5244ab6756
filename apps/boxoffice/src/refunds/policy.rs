//! What an event promises about money back: until when which part.
//!
//! Thresholds are counted back from the start: days by the place's calendar (so that a change of the clocks moves
//! nothing), hours by the hour. Whoever gives back earlier never gets less; the database holds that too.

use chrono::{Duration, NaiveDateTime};
use platform_types::{Timestamp, Zone};
use serde::{Deserialize, Serialize};

use crate::pricing::UnitPrice;

/// How a threshold is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours, of sixty minutes.
    Hours,
    /// Days of the place's calendar.
    Days,
}

impl Unit {
    /// As stored and sent by forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// From what is stored.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Hours, Self::Days].into_iter().find(|unit| unit.as_str() == text)
    }
}

/// Until so long before the start so much goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// How many hours or days; 0 is the start itself.
    pub count: i32,
    /// Of what.
    pub unit: Unit,
    /// 0 to 100.
    pub percent: i32,
    /// Of the whole, or of the price without its fees.
    pub with_fees: bool,
}

impl Rule {
    /// `percent` of everything until `count` days before the start.
    pub const fn days(count: i32, percent: i32) -> Self {
        Self { count, unit: Unit::Days, percent, with_fees: true }
    }

    /// For comparing thresholds.
    pub fn hours_before(self) -> i32 {
        match self.unit {
            Unit::Hours => self.count,
            Unit::Days => self.count * 24,
        }
    }

    /// Until when it gives something, the instant itself included.
    pub fn deadline(self, starts_at: Timestamp, zone: Zone) -> Timestamp {
        match self.unit {
            Unit::Hours => starts_at - Duration::hours(self.count.into()),
            Unit::Days => by_calendar(zone.local(starts_at).naive_local() - Duration::days(self.count.into()), zone)
                .unwrap_or(starts_at - Duration::days(self.count.into())),
        }
    }

    /// What goes back of one ticket that cost this much, in minor units; never more than it cost.
    pub fn of(self, unit: &UnitPrice) -> i64 {
        let taxed = unit.price_minor + unit.fee_minor;
        let base = if self.with_fees || taxed == 0 {
            unit.all_in_minor()
        } else {
            // The tax on top belongs to price and fees in proportion.
            unit.price_minor + rounded(i128::from(unit.tax_added_minor) * i128::from(unit.price_minor), i128::from(taxed))
        };
        rounded(i128::from(base) * i128::from(self.percent), 100)
    }
}

/// An hour that the clocks skip is the one after it.
fn by_calendar(local: NaiveDateTime, zone: Zone) -> Option<Timestamp> {
    zone.instant(local).or_else(|_| zone.instant(local + Duration::hours(1))).ok()
}

/// Half up; both are positive.
fn rounded(part: i128, of: i128) -> i64 {
    i64::try_from((part * 2 + of) / (of * 2)).unwrap_or(i64::MAX)
}

/// All of an event's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// The longest before the start first.
    pub rules: Vec<Rule>,
    /// Whether a buyer's request goes through by itself.
    pub self_service: bool,
}

impl Policy {
    /// Money only from a cancelled event.
    pub const NONE: Self = Self { rules: Vec::new(), self_service: true };

    /// In the order of their thresholds, however they come.
    pub fn new(mut rules: Vec<Rule>, self_service: bool) -> Self {
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.hours_before()));
        Self { rules, self_service }
    }

    /// The rule that gives something now, and until when.
    pub fn rule_at(&self, starts_at: Timestamp, zone: Zone, now: Timestamp) -> Option<(Rule, Timestamp)> {
        let dated = self.rules.iter().map(|rule| (*rule, rule.deadline(starts_at, zone)));
        dated.into_iter().find(|(_, until)| now <= *until).filter(|(rule, _)| rule.percent > 0)
    }

    /// Whether anything ever goes back while the event takes place.
    pub fn gives(&self) -> bool {
        self.rules.iter().any(|rule| rule.percent > 0)
    }
}

/// The policies most organizers want, by name: the second one is the house's own proposal.
pub fn presets() -> [(&'static str, &'static str, Policy); 4] {
    let day = Rule { count: 24, unit: Unit::Hours, percent: 100, with_fees: true };
    [
        ("none", "No refunds", Policy::NONE),
        (
            "tiers",
            "Less and less: 14 days 100 %, 7 days 75 %, then 50 %",
            Policy::new(vec![Rule::days(14, 100), Rule::days(7, 75), Rule::days(0, 50)], true),
        ),
        ("day", "Everything until 24 hours before", Policy::new(vec![day], true)),
        ("always", "Everything until the start", Policy::new(vec![Rule::days(0, 100)], true)),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    #[test]
    fn days_are_the_calendars_and_hours_are_hours() {
        // The clocks go forward on 29 March 2026.
        let starts = at("2026-04-02T17:30:00Z");
        let seven = Rule::days(7, 75);
        assert_eq!(seven.deadline(starts, berlin()), at("2026-03-26T18:30:00Z"), "19:30 by the place's clock on both days");
        let hours = Rule { count: 168, unit: Unit::Hours, ..seven };
        assert_eq!(hours.deadline(starts, berlin()), at("2026-03-26T17:30:00Z"));
        // 02:30 does not exist on that day; it is 03:30.
        assert_eq!(Rule::days(1, 100).deadline(at("2026-03-30T00:30:00Z"), berlin()), at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn the_seeds_policy_gives_less_the_later_it_is_asked() {
        let [_, (_, _, policy), ..] = presets();
        let starts = at("2026-06-30T18:00:00Z");
        let percent = |days: i64, seconds: i64| {
            policy.rule_at(starts, berlin(), starts - Duration::days(days) + Duration::seconds(seconds)).map(|(rule, _)| rule.percent)
        };
        assert_eq!(
            [percent(20, 0), percent(14, 0), percent(14, 1), percent(7, 0), percent(7, 1), percent(0, 0), percent(0, 1)],
            [Some(100), Some(100), Some(75), Some(75), Some(50), Some(50), None]
        );
    }

    #[test]
    fn parts_come_out_to_the_cent() {
        // 50.00 + 7.50 fees + 4.74 tax on top.
        let unit = UnitPrice { price_minor: 5_000, fee_minor: 750, tax_added_minor: 474, tax_included_minor: 0 };
        assert_eq!(Rule::days(0, 100).of(&unit), 6_224);
        assert_eq!(Rule::days(0, 50).of(&unit), 3_112);
        assert_eq!(Rule { with_fees: false, ..Rule::days(0, 100) }.of(&unit), 5_412, "of the tax only what the price bears");
        assert_eq!(Rule::days(0, 75).of(&UnitPrice { price_minor: 1, fee_minor: 0, tax_added_minor: 0, tax_included_minor: 0 }), 1);
    }

    proptest! {
        #[test]
        fn earlier_never_gives_less_and_nothing_gives_more_than_was_paid(
            price in 0_i64..10_000_000, fee in 0_i64..1_000_000, tax in 0_i64..1_000_000,
            percents in prop::collection::vec(0_i32..=100, 1..5), fees in any::<bool>(), hours in 0_i64..2_000,
        ) {
            let mut percents = percents;
            percents.sort_unstable();
            let rules = percents.iter().enumerate().map(|(n, percent)| Rule { count: i32::try_from(n).unwrap() * 3, unit: Unit::Days, percent: *percent, with_fees: fees });
            let policy = Policy::new(rules.collect(), true);
            let unit = UnitPrice { price_minor: price, fee_minor: fee, tax_added_minor: tax, tax_included_minor: 0 };
            let starts = at("2026-04-02T17:30:00Z");
            let gives = |now| policy.rule_at(starts, berlin(), now).map_or(0, |(rule, _)| rule.of(&unit));
            let now = starts - Duration::hours(hours);
            prop_assert!(gives(now - Duration::hours(5)) >= gives(now));
            prop_assert!((0..=unit.all_in_minor()).contains(&gives(now)));
        }
    }
}
