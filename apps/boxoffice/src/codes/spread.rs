//! What comes off each ticket, in minor units: exact to the cent, never more than the ticket costs.

use platform_types::{Currency, Money, MoneyError, RoundingRule};

use super::Terms;

/// Parts of `amount` in proportion to the weights, which together are at least `amount`: they add up to it, and none
/// is more than its weight. The cents that are left over go to the largest remainders, the first of equal ones first.
pub(super) fn spread(amount: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |w: i64| i128::from(amount) * i128::from(w);
    let mut parts: Vec<i64> = weights.iter().map(|w| i64::try_from(exact(*w) / sum).unwrap_or(0)).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|i| std::cmp::Reverse(exact(weights[*i]) % sum));
    let left = amount - parts.iter().sum::<i64>();
    for i in by_remainder.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        parts[i] += 1;
    }
    parts
}

/// What comes off each of these tickets, in their order. `most` of them at most, the cheapest first; together at most `cap`.
pub(super) fn discounts(
    prices: &[i64],
    terms: Terms,
    most: Option<i32>,
    cap: Option<i64>,
    currency: Currency,
) -> Result<Vec<i64>, MoneyError> {
    let count = |n: i32| usize::try_from(n).unwrap_or(0);
    let mut limit = most.map_or(prices.len(), count);
    if let Terms::Free(n) = terms {
        limit = limit.min(count(n));
    }
    let mut cheapest: Vec<usize> = (0..prices.len()).collect();
    // What costs nothing needs no code; the order stays among equals.
    cheapest.retain(|i| prices[*i] > 0);
    cheapest.sort_by_key(|i| prices[*i]);
    cheapest.truncate(limit);
    let chosen: Vec<i64> = cheapest.iter().map(|i| prices[*i]).collect();
    let whole: i64 = chosen.iter().try_fold(0_i64, |sum, p| sum.checked_add(*p)).ok_or(MoneyError::Overflow)?;
    let mut off = match terms {
        Terms::Access => vec![0; chosen.len()],
        Terms::Percent(rate) => chosen
            .iter()
            .map(|p| Ok(Money::new(*p, currency).share(rate, RoundingRule::HalfUp)?.minor))
            .collect::<Result<_, MoneyError>>()?,
        Terms::Fixed(amount) => spread(amount.min(whole), &chosen),
        Terms::Free(_) => chosen.clone(),
    };
    let together: i64 = off.iter().sum();
    if let Some(cap) = cap.filter(|cap| *cap < together) {
        off = spread(cap, &off);
    }
    let mut all = vec![0; prices.len()];
    for (i, part) in cheapest.into_iter().zip(off) {
        all[i] = part;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn off(prices: &[i64], terms: Terms, most: Option<i32>, cap: Option<i64>) -> Vec<i64> {
        discounts(prices, terms, most, cap, Currency::EUR).unwrap()
    }

    #[test]
    fn ten_over_three_equal_tickets() {
        assert_eq!(off(&[2_500; 3], Terms::Fixed(1_000), None, None), [334, 333, 333]);
        assert_eq!(off(&[100, 300], Terms::Fixed(1_000), None, None), [100, 300], "never more than they cost");
        assert_eq!(off(&[1_000, 3_000], Terms::Fixed(400), None, None), [100, 300], "in proportion");
    }

    #[test]
    fn percentages_are_rounded_per_ticket_and_capped_together() {
        assert_eq!(off(&[2_499, 2_499], Terms::Percent(100_000), None, None), [250, 250]);
        assert_eq!(off(&[2_500; 4], Terms::Percent(200_000), None, Some(1_001)), [251, 250, 250, 250]);
        assert_eq!(off(&[5_000, 2_500, 3_000], Terms::Percent(500_000), Some(2), None), [0, 1_250, 1_500], "the cheapest ones");
        assert_eq!(off(&[999], Terms::Percent(1_000_000), None, None), [999]);
    }

    #[test]
    fn free_tickets_are_the_cheapest_that_cost_something() {
        assert_eq!(off(&[0, 4_000, 2_500, 2_500], Terms::Free(1), None, None), [0, 0, 2_500, 0]);
        assert_eq!(off(&[4_000, 2_500], Terms::Free(5), None, Some(3_000)), [1_846, 1_154]);
        assert_eq!(off(&[4_000], Terms::Access, None, None), [0]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_within_their_tickets(
            prices in prop::collection::vec(0_i64..100_000_000, 0..100),
            terms in prop_oneof![
                Just(Terms::Access),
                (1_i64..=1_000_000).prop_map(Terms::Percent),
                (1_i64..=100_000_000).prop_map(Terms::Fixed),
                (1_i32..=100).prop_map(Terms::Free),
            ],
            most in prop::option::of(1_i32..100),
            cap in prop::option::of(1_i64..1_000_000_000),
        ) {
            let parts = off(&prices, terms, most, cap);
            prop_assert_eq!(parts.len(), prices.len());
            for (part, price) in parts.iter().zip(&prices) {
                prop_assert!((0..=*price).contains(part));
            }
            let together: i64 = parts.iter().sum();
            prop_assert!(cap.is_none_or(|cap| together <= cap));
            prop_assert!(most.is_none_or(|most| parts.iter().filter(|p| **p > 0).count() <= usize::try_from(most).unwrap()));
            if let (Terms::Fixed(amount), None) = (terms, most) {
                let whole: i64 = prices.iter().sum();
                prop_assert_eq!(together, amount.min(whole).min(cap.unwrap_or(i64::MAX)));
            }
        }

        #[test]
        fn a_cap_is_reached_to_the_cent(prices in prop::collection::vec(1_i64..1_000_000, 1..50), rate in 1_i64..=1_000_000, cap in 1_i64..1_000_000) {
            let open: i64 = off(&prices, Terms::Percent(rate), None, None).iter().sum();
            let capped: i64 = off(&prices, Terms::Percent(rate), None, Some(cap)).iter().sum();
            prop_assert_eq!(capped, open.min(cap));
        }
    }
}
