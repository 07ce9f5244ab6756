//! What a buyer can have back now: the better of what was promised with the order and what the event promises today.

use commons::events::{Event, EventStatus};
use platform_types::{TicketId, Timestamp};

use super::{Policy, Promise, Rule};
use crate::orders::PaidTicket;
use crate::tickets::TicketStatus;

/// What giving tickets back brings now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The rule that gives it.
    pub rule: Rule,
    /// Until when.
    pub until: Timestamp,
    /// Whether it goes through by itself.
    pub self_service: bool,
    /// Every ticket that can be given back, with its amount in minor units.
    pub tickets: Vec<(TicketId, i64)>,
}

impl Offer {
    /// What these tickets bring together, of those that can be given back.
    pub fn of(&self, chosen: &[TicketId]) -> i64 {
        self.tickets.iter().filter(|(id, _)| chosen.contains(id)).map(|(_, minor)| minor).sum()
    }
}

/// None when no rule gives anything now, or no ticket can be given back: used ones and dead ones cannot. `left_minor` is
/// what of the order's money has not gone back: with it, amounts of the last tickets are what is there.
pub fn offer(promise: &Promise, current: &Policy, event: &Event, tickets: &[PaidTicket], left_minor: i64, now: Timestamp) -> Option<Offer> {
    let starts_at = event.starts_at?;
    if matches!(event.status, EventStatus::Cancelled | EventStatus::Completed | EventStatus::Draft) {
        return None;
    }
    let later = promise.starts_at.map_or(starts_at, |then| then.max(starts_at));
    let found = [(&promise.policy, later), (current, starts_at)].map(|(policy, starts)| {
        let (rule, until) = policy.rule_at(starts, event.zone, now)?;
        let mut left = left_minor;
        let valid = tickets.iter().filter(|t| t.status == TicketStatus::Valid);
        let amounts = valid.map(|t| {
            let minor = rule.of(&t.unit).min(left);
            left -= minor;
            (t.id, minor)
        });
        Some(Offer { rule, until, self_service: policy.self_service, tickets: amounts.collect() })
    });
    let sum = |offer: &Offer| offer.tickets.iter().map(|(_, minor)| minor).sum::<i64>();
    let better = match found {
        [Some(promised), Some(current)] => {
            // What goes through at once is never made to wait by a policy that gives more but asks somebody first.
            let takes_current = match (promised.self_service, current.self_service) {
                (true, false) => false,
                (false, true) => sum(&current) >= sum(&promised),
                _ => sum(&current) > sum(&promised),
            };
            Some(if takes_current { current } else { promised })
        }
        [promised, current] => promised.or(current),
    };
    better.filter(|offer| !offer.tickets.is_empty())
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use platform_types::TicketId;
    use uuid::Uuid;

    use super::*;
    use crate::console::samples;
    use crate::pricing::UnitPrice;
    use crate::refunds::presets;

    fn ticket(n: u128, status: TicketStatus, price_minor: i64) -> PaidTicket {
        let unit = UnitPrice { price_minor, fee_minor: 100, tax_added_minor: 0, tax_included_minor: 0 };
        PaidTicket { id: TicketId(Uuid::from_u128(n)), name: "Ada".into(), status, unit }
    }

    #[test]
    fn a_policy_that_gets_worse_takes_nothing_from_whoever_bought_before() {
        let event = samples::event(EventStatus::Published);
        let starts_at = event.starts_at;
        let [(_, _, none), (_, _, tiers), _, (_, _, always)] = presets();
        let promise = |policy: &Policy| Promise { policy: policy.clone(), starts_at };
        let tickets =
            [ticket(1, TicketStatus::Valid, 2_000), ticket(2, TicketStatus::CheckedIn, 2_000), ticket(3, TicketStatus::Refunded, 2_000)];
        let now = starts_at.unwrap() - Duration::days(10);
        let sum =
            |promised: &Policy, current: &Policy, now| offer(&promise(promised), current, &event, &tickets, 10_000, now).map(|o| o.tickets);
        let only = |minor| Some(vec![(TicketId(Uuid::from_u128(1)), minor)]);
        assert_eq!(sum(&tiers, &none, now), only(1_575), "75 % of 21.00, and only of the ticket that was not used");
        assert_eq!(sum(&none, &always, now), only(2_100), "what gets better is better for everybody");
        assert_eq!(sum(&tiers, &always, now), only(2_100));
        assert_eq!(sum(&none, &none, now), None);
        assert_eq!(sum(&always, &none, starts_at.unwrap() + Duration::seconds(1)), None);
    }

    #[test]
    fn an_event_that_is_brought_forward_keeps_the_deadlines_it_sold() {
        let mut event = samples::event(EventStatus::Published);
        let sold_for = event.starts_at.unwrap();
        let [_, (_, _, tiers), ..] = presets();
        let promise = Promise { policy: tiers, starts_at: Some(sold_for) };
        event.starts_at = Some(sold_for - Duration::days(10));
        let now = sold_for - Duration::days(14);
        let found = offer(&promise, &Policy::NONE, &event, &[ticket(1, TicketStatus::Valid, 2_000)], 10_000, now).unwrap();
        assert_eq!((found.rule.percent, found.until), (100, now));
        let cancelled = samples::event(EventStatus::Cancelled);
        assert_eq!(offer(&promise, &Policy::NONE, &cancelled, &[ticket(1, TicketStatus::Valid, 2_000)], 10_000, now), None);
    }
}
