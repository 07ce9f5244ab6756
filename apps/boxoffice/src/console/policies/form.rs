//! A refund policy as it is typed: one of the usual ones, or rules of one's own.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_texts::t;

use crate::console::typed;
use crate::refunds::{Policy, Rule, Unit, presets};

/// Rows for rules of one's own.
pub const ROWS: usize = 4;
/// The choice beside the usual policies.
pub const OWN: &str = "own";
/// The longest that anybody counts back, in days.
const LONGEST_DAYS: i32 = 365;

/// What was sent, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyForm(pub BTreeMap<String, String>);

impl PolicyForm {
    /// As the event's policy stands.
    pub fn of(policy: &Policy) -> Self {
        let usual = presets().into_iter().find(|(_, _, usual)| usual.rules == policy.rules).map_or(OWN, |(name, ..)| name);
        let mut fields = BTreeMap::from([("preset".to_owned(), usual.to_owned())]);
        if policy.self_service {
            fields.insert("self_service".to_owned(), "on".to_owned());
        }
        for (n, rule) in (1..).zip(policy.rules.iter().take(ROWS)) {
            let mut put = |name: &str, value: String| _ = fields.insert(format!("{name}_{n}"), value);
            put("count", rule.count.to_string());
            put("unit", rule.unit.as_str().to_owned());
            put("percent", rule.percent.to_string());
            put("fees", if rule.with_fees { "with" } else { "without" }.to_owned());
        }
        Self(fields)
    }

    /// One field.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, check: &mut Check) -> Option<Policy> {
        let self_service = !self.get("self_service").is_empty();
        let preset = self.get("preset");
        if let Some((_, _, usual)) = presets().into_iter().find(|(name, ..)| *name == preset) {
            return Some(Policy { self_service, ..usual });
        }
        if preset != OWN {
            check.wrong("preset", t!("console-policy-preset-wrong"));
            return None;
        }
        let mut rules: Vec<(usize, Rule)> = Vec::new();
        for n in 1..=ROWS {
            if let Some(rule) = self.read_row(n, check) {
                rules.push((n, rule));
            }
        }
        if !check.is_fine() {
            return None;
        }
        if rules.is_empty() {
            check.wrong("count_1", t!("console-policy-rules-missing"));
            return None;
        }
        rules.sort_by_key(|(_, rule)| std::cmp::Reverse(rule.hours_before()));
        for pair in rules.windows(2) {
            let [(_, early), (n, late)] = pair else { continue };
            if early.hours_before() == late.hours_before() {
                check.wrong(&format!("count_{n}"), t!("console-policy-time-twice"));
            } else if late.percent > early.percent {
                check.wrong(&format!("percent_{n}"), t!("console-policy-percent-more", percent = early.percent).into_owned());
            } else if late.with_fees && !early.with_fees {
                check.wrong(&format!("fees_{n}"), t!("console-policy-fees-more"));
            }
        }
        check.is_fine().then(|| Policy::new(rules.into_iter().map(|(_, rule)| rule).collect(), self_service))
    }

    /// A row of which nothing is typed is none.
    fn read_row(&self, n: usize, check: &mut Check) -> Option<Rule> {
        let field = |name: &str| format!("{name}_{n}");
        let (count, percent) = (self.get(&field("count")), self.get(&field("percent")));
        if count.trim().is_empty() && percent.trim().is_empty() {
            return None;
        }
        let unit = match self.get(&field("unit")) {
            "" => Some(Unit::Days),
            text => Unit::parse(text),
        };
        check.that(unit.is_some(), &field("unit"), &t!("console-policy-unit-wrong"));
        let unit = unit?;
        let longest = if unit == Unit::Days { LONGEST_DAYS } else { LONGEST_DAYS * 24 };
        let count = check.field(&field("count"), typed::count(count, 0, longest));
        let percent = check.field(&field("percent"), typed::count(percent, 0, 100));
        check.that(count != Some(None), &field("count"), &t!("console-policy-count-missing"));
        check.that(percent != Some(None), &field("percent"), &t!("console-policy-percent-missing"));
        Some(Rule { count: count??, unit, percent: percent??, with_fees: self.get(&field("fees")) != "without" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> PolicyForm {
        PolicyForm(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn faults(form: &PolicyForm) -> Vec<String> {
        let mut check = Check::new();
        assert_eq!(form.read(&mut check), None);
        check.faults().into_iter().map(|f| f.field).collect()
    }

    #[test]
    fn every_usual_policy_opens_as_it_was_chosen() {
        for (name, _, policy) in presets() {
            let form = PolicyForm::of(&policy);
            assert_eq!(form.get("preset"), name);
            let mut check = Check::new();
            assert_eq!(form.read(&mut check).as_ref(), Some(&policy));
        }
    }

    #[test]
    fn own_rules_are_read_in_any_order_and_open_again() {
        let form = typed(&[
            ("preset", "own"),
            ("count_1", "12"),
            ("unit_1", "hours"),
            ("percent_1", "25"),
            ("fees_1", "without"),
            ("count_3", "30"),
            ("unit_3", "days"),
            ("percent_3", "90"),
            ("fees_3", "with"),
        ]);
        let mut check = Check::new();
        let policy = form.read(&mut check).unwrap();
        assert_eq!(policy.rules, [Rule::days(30, 90), Rule { count: 12, unit: Unit::Hours, percent: 25, with_fees: false }]);
        assert!(!policy.self_service, "an empty box is a no");
        assert_eq!(PolicyForm::of(&policy).read(&mut check), Some(policy));
    }

    #[test]
    fn every_mistake_is_named_at_its_field() {
        assert_eq!(faults(&typed(&[("preset", "nonsense")])), ["preset"]);
        assert_eq!(faults(&typed(&[("preset", "own")])), ["count_1"]);
        assert_eq!(
            faults(&typed(&[("preset", "own"), ("count_1", "400"), ("percent_1", "101"), ("count_2", "3")])),
            ["count_1", "percent_1", "percent_2"]
        );
        let same =
            typed(&[("preset", "own"), ("count_1", "1"), ("percent_1", "50"), ("count_2", "24"), ("unit_2", "hours"), ("percent_2", "50")]);
        assert_eq!(faults(&same), ["count_2"], "a day is 24 hours");
        assert_eq!(
            faults(&typed(&[("preset", "own"), ("count_1", "7"), ("percent_1", "50"), ("count_2", "3"), ("percent_2", "60")])),
            ["percent_2"]
        );
        let fees = typed(&[
            ("preset", "own"),
            ("count_1", "7"),
            ("percent_1", "50"),
            ("fees_1", "without"),
            ("count_2", "3"),
            ("percent_2", "50"),
        ]);
        assert_eq!(faults(&fees), ["fees_2"]);
    }
}
