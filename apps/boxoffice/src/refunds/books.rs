//! What of a refund is ticket, fee and tax, so that all refunds of an order together undo its journal to the cent.

/// An amount by what it is, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Tickets, without the tax in them.
    pub revenue: i64,
    /// Fees, without the tax in them.
    pub fees: i64,
    /// Tax, on top or contained.
    pub tax: i64,
}

impl Parts {
    /// All of it.
    pub fn total(self) -> i64 {
        self.revenue + self.fees + self.tax
    }
}

/// Splits `amount` as `weights` are split, taking no more of a part than `remaining` has. What remains last goes whole,
/// so that nothing of rounding is left on any account.
pub fn share(amount: i64, weights: Parts, remaining: Parts) -> Parts {
    let amount = amount.min(remaining.total());
    if amount == remaining.total() {
        return remaining;
    }
    let weights = if weights.total() > 0 { weights } else { remaining };
    let of = |part: i64| i64::try_from(i128::from(amount) * i128::from(part) / i128::from(weights.total().max(1))).unwrap_or(0);
    let mut fees = of(weights.fees).clamp(0, remaining.fees);
    let mut tax = of(weights.tax).clamp(0, remaining.tax);
    let revenue = (amount - fees - tax).min(remaining.revenue);
    // Where tickets alone cannot bear it, tax and fees bear the rest; together they can.
    let mut rest = amount - fees - tax - revenue;
    let more = rest.min(remaining.tax - tax);
    tax += more;
    rest -= more;
    fees += rest;
    Parts { revenue, fees, tax }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tickets_own_parts_go_back() {
        let order = Parts { revenue: 10_000, fees: 1_500, tax: 948 };
        let one = Parts { revenue: 5_000, fees: 750, tax: 474 };
        assert_eq!(share(6_224, one, order), one);
        assert_eq!(share(5_000, Parts { fees: 0, tax: 0, ..one }, order), Parts { revenue: 5_000, fees: 0, tax: 0 });
    }

    fn parts() -> impl Strategy<Value = Parts> {
        (0_i64..100_000, 0_i64..20_000, 0_i64..20_000).prop_map(|(revenue, fees, tax)| Parts { revenue, fees, tax })
    }

    proptest! {
        #[test]
        fn any_row_of_refunds_takes_no_part_below_nothing_and_ends_at_nothing(
            order in parts(), refunds in prop::collection::vec((0_i64..60_000, parts()), 0..12),
        ) {
            let mut remaining = order;
            let last = (i64::MAX, order);
            let mut given = 0;
            for (amount, weights) in refunds.into_iter().chain([last]) {
                let gone = share(amount, weights, remaining);
                prop_assert_eq!(gone.total(), amount.min(remaining.total()));
                prop_assert!(gone.revenue >= 0 && gone.fees >= 0 && gone.tax >= 0, "{:?}", gone);
                remaining = Parts { revenue: remaining.revenue - gone.revenue, fees: remaining.fees - gone.fees, tax: remaining.tax - gone.tax };
                prop_assert!(remaining.revenue >= 0 && remaining.fees >= 0 && remaining.tax >= 0, "{:?}", remaining);
                given += gone.total();
            }
            prop_assert_eq!((given, remaining), (order.total(), Parts::default()));
        }
    }
}
