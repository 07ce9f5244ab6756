//! A policy in words: what is true of it where it is read, one sentence a line.

use std::borrow::Cow;

use commons::events::{Event, EventStatus};
use platform_texts::t;
use platform_types::Timestamp;

use super::{Policy, Rule, Unit};

/// How an event stands to what was promised about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Before the event: what is promised counts.
    Ahead,
    /// Before the event, after the last time at which something goes back.
    Passed,
    /// It has begun.
    Begun,
    /// It is over.
    Over,
    /// It was called off.
    CalledOff,
}

impl Standing {
    /// Of this event, now.
    pub fn of(policy: &Policy, event: &Event, now: Timestamp) -> Self {
        let postponed = event.status == EventStatus::Postponed;
        let begun = !postponed && event.starts_at.is_some_and(|at| at <= now);
        match event.status {
            EventStatus::Cancelled => Self::CalledOff,
            EventStatus::Completed => Self::Over,
            _ if begun && event.ends_at.is_some_and(|at| at <= now) => Self::Over,
            _ if begun => Self::Begun,
            _ if policy.gives() && event.starts_at.is_some_and(|at| policy.rule_at(at, event.zone, now).is_none()) => Self::Passed,
            _ => Self::Ahead,
        }
    }
}

/// The policy for tickets that cost something, in all its rules.
pub fn words(policy: &Policy) -> Vec<String> {
    let mut lines = rules(policy);
    lines.extend(how(policy));
    lines
}

/// What is true of money back here and now; nothing where nothing is to be said. `free`: nothing was paid or is to be paid.
pub fn words_now(policy: &Policy, standing: Standing, free: bool) -> Vec<String> {
    match standing {
        Standing::Ahead if free => free_words(policy),
        _ if free => Vec::new(),
        Standing::Ahead => words(policy),
        Standing::Passed => rules(policy).into_iter().chain([t!("policy-passed").into_owned()]).collect(),
        Standing::Begun => vec![t!("policy-begun").into_owned()],
        Standing::Over => vec![t!("policy-over").into_owned()],
        Standing::CalledOff => vec![t!("policy-called-off").into_owned()],
    }
}

/// What the words are about: money, or tickets for which none was paid.
pub fn heading(free: bool) -> String {
    if free { t!("policy-title-free") } else { t!("policy-title") }.into_owned()
}

/// Tickets that cost nothing go back for the sake of others, where they can.
fn free_words(policy: &Policy) -> Vec<String> {
    let last = policy.rules.iter().rev().find(|rule| rule.percent > 0);
    let until = last.map(|rule| match (rule.count, rule.unit) {
        (0, _) => t!("policy-free-until-start"),
        (n, Unit::Hours) => t!("policy-free-until-hours", count = n),
        (n, Unit::Days) => t!("policy-free-until-days", count = n),
    });
    until.map(Cow::into_owned).into_iter().chain(how(policy)).collect()
}

/// What goes back until when, and of an event that is called off.
fn rules(policy: &Policy) -> Vec<String> {
    let cancelled = t!("policy-cancelled").into_owned();
    if !policy.gives() {
        return vec![t!("policy-none").into_owned(), cancelled];
    }
    let mut lines: Vec<String> = policy.rules.iter().map(|rule| line(*rule)).collect();
    match policy.rules.last() {
        Some(rule) if rule.percent == 0 => {}
        Some(rule) if rule.hours_before() == 0 => lines.push(t!("policy-after-start").into_owned()),
        _ => lines.push(t!("policy-after-that").into_owned()),
    }
    lines.push(cancelled);
    lines
}

/// What a buyer does about it, where there is something to do.
fn how(policy: &Policy) -> Option<String> {
    policy.gives().then(|| if policy.self_service { t!("policy-self") } else { t!("policy-ask") }.into_owned())
}

fn line(rule: Rule) -> String {
    let part = part(rule);
    match (rule.count, rule.unit) {
        (0, _) => t!("policy-until-start", part = part),
        (n, Unit::Hours) => t!("policy-until-hours", count = n, part = part),
        (n, Unit::Days) => t!("policy-until-days", count = n, part = part),
    }
    .into_owned()
}

/// How much of a price a rule gives, in words.
pub fn part(rule: Rule) -> String {
    match (rule.percent, rule.with_fees) {
        (0, _) => t!("policy-part-nothing"),
        (100, true) => t!("policy-part-all"),
        (100, false) => t!("policy-part-price"),
        (percent, true) => t!("policy-part-percent", percent = percent),
        (percent, false) => t!("policy-part-percent-price", percent = percent),
    }
    .into_owned()
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;
    use crate::console::samples;
    use crate::refunds::presets;

    #[test]
    fn the_words_say_every_rule_and_what_comes_after_it() {
        let [(_, _, none), (_, _, tiers), (_, _, day), _] = presets();
        assert_eq!(words(&none), ["No refunds.", "If the event is cancelled, you get everything back, fees included."]);
        assert_eq!(
            words(&tiers)[..4],
            [
                "Until 14 days before the start: everything back, fees included.",
                "Until 7 days before the start: 75 % back, fees included.",
                "Until the start: 50 % back, fees included.",
                "Once it has begun: nothing.",
            ]
        );
        assert_eq!(words(&day)[1], "After that: nothing.");
        let asked = Policy::new(vec![Rule { with_fees: false, ..Rule::days(1, 80) }], false);
        assert_eq!(words(&asked)[0], "Until a day before the start: 80 % of the price back, without fees.");
        assert!(words(&asked).last().unwrap().contains("the organizer then decides"));
    }

    #[test]
    fn nothing_is_promised_that_is_not_so_any_more() {
        let [(_, _, none), (_, _, tiers), (_, _, day), _] = presets();
        let event = samples::event(EventStatus::Published);
        let starts = event.starts_at.unwrap();
        let told = |policy: &Policy, event: &Event, now| words_now(policy, Standing::of(policy, event, now), false);
        assert_eq!(told(&tiers, &event, starts - Duration::days(1)), words(&tiers));
        let late = told(&day, &event, starts - Duration::hours(1));
        assert_eq!(late.last().unwrap(), "These times have passed, so tickets can no longer be given back.");
        assert!(!late.iter().any(|line| line.contains("yourself")), "{late:?}");
        assert_eq!(told(&none, &event, starts - Duration::hours(1)), words(&none));
        assert_eq!(told(&tiers, &event, starts), ["This event has begun, so tickets can no longer be given back."]);
        let over = Event { status: EventStatus::Completed, ..event.clone() };
        assert_eq!(told(&tiers, &over, starts), ["This event is over, so tickets can no longer be given back."]);
        let off = Event { status: EventStatus::Cancelled, ..event };
        assert_eq!(told(&none, &off, starts), ["This event is cancelled: what was paid goes back in full, fees included."]);
    }

    #[test]
    fn tickets_that_cost_nothing_promise_no_money() {
        let [(_, _, none), (_, _, tiers), (_, _, day), _] = presets();
        assert_eq!(
            words_now(&tiers, Standing::Ahead, true),
            [
                "Until the start you can give tickets back, so that somebody else can come.",
                "You give tickets back yourself, on your order’s page."
            ]
        );
        assert!(words_now(&day, Standing::Ahead, true)[0].starts_with("Until 24 hours before the start you can"));
        for (policy, standing) in
            [(&none, Standing::Ahead), (&tiers, Standing::Passed), (&tiers, Standing::Over), (&tiers, Standing::CalledOff)]
        {
            assert!(words_now(policy, standing, true).is_empty(), "{standing:?}");
        }
    }
}
