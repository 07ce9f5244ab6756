//! What a ticket costs, computed once, on the server.
//!
//! Every ticket is priced by itself and rounded once per part, so that the price on the event page
//! times the quantity is the total of the order, to the cent:
//!
//! ```text
//! fee        = fixed + rate of the price      (per fee rule; a free ticket carries none)
//! taxable    = price + fees
//! tax added  = rate of taxable                (United States)     all-in = taxable + tax
//! tax within = taxable · r / (1 + r)          (Europe)            all-in = taxable
//! ```
//!
//! The seed's example (10 % service, 2.50 facility, 8.25 % tax on top) is one of the tests.

use platform_texts::t;
use platform_types::{Currency, Money, MoneyError, RoundingRule};

/// One fee on top of a ticket's price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeRule {
    /// As shown.
    pub name: String,
    /// Parts per million of the price.
    pub rate_millionths: i64,
    /// Minor units per ticket.
    pub fixed_minor: i64,
}

/// The tax on tickets and fees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxRule {
    /// As shown, such as `VAT 19 %`.
    pub name: String,
    /// Parts per million.
    pub rate_millionths: i64,
    /// Contained in the prices, or added to them.
    pub included: bool,
}

/// All rules of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Of every price.
    pub currency: Currency,
    /// On top, per ticket.
    pub fees: Vec<FeeRule>,
    /// At most one.
    pub tax: Option<TaxRule>,
}

/// One ticket's price in its parts, all in minor units of the tariff's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    /// The ticket itself.
    pub price_minor: i64,
    /// All fees together.
    pub fee_minor: i64,
    /// Tax on top.
    pub tax_added_minor: i64,
    /// Tax contained in price and fees.
    pub tax_included_minor: i64,
}

impl UnitPrice {
    /// What the buyer pays for one ticket, everything in.
    pub fn all_in_minor(&self) -> i64 {
        self.price_minor + self.fee_minor + self.tax_added_minor
    }
}

/// What of a price that is paid are fees and taxes, to the cent; nothing where there are none.
pub fn contained(fees: Money, tax: Money) -> Option<String> {
    let told = match (fees.is_zero(), tax.is_zero()) {
        (true, true) => return None,
        (false, true) => t!("pricing-incl-fees", fees = fees.to_string()),
        (true, false) => t!("pricing-incl-tax", tax = tax.to_string()),
        (false, false) => t!("pricing-incl-both", fees = fees.to_string(), tax = tax.to_string()),
    };
    Some(told.into_owned())
}

/// Of a price without fees and taxes that stands beside others with some.
pub fn nothing_added() -> String {
    t!("pricing-nothing-added").into_owned()
}

/// A whole order's sums, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Tickets.
    pub subtotal_minor: i64,
    /// Fees.
    pub fees_minor: i64,
    /// Tax on top.
    pub tax_added_minor: i64,
    /// Tax contained.
    pub tax_included_minor: i64,
    /// To pay.
    pub total_minor: i64,
}

impl Tariff {
    /// Prices one ticket.
    pub fn unit(&self, price_minor: i64) -> Result<UnitPrice, MoneyError> {
        let price = Money::new(price_minor, self.currency);
        let mut fee = Money::zero(self.currency);
        if price_minor > 0 {
            for rule in &self.fees {
                fee = fee.add(price.share(rule.rate_millionths, RoundingRule::HalfUp)?)?;
                fee = fee.add(Money::new(rule.fixed_minor, self.currency))?;
            }
        }
        let taxable = price.add(fee)?;
        let (added, within) = match &self.tax {
            None => (0, 0),
            Some(tax) if tax.included => (0, taxable.contained_share(tax.rate_millionths, RoundingRule::HalfUp)?.minor),
            Some(tax) => (taxable.share(tax.rate_millionths, RoundingRule::HalfUp)?.minor, 0),
        };
        Ok(UnitPrice { price_minor, fee_minor: fee.minor, tax_added_minor: added, tax_included_minor: within })
    }

    /// Sums `(unit, quantity)` lines.
    pub fn totals(&self, lines: impl IntoIterator<Item = (UnitPrice, i64)>) -> Result<Totals, MoneyError> {
        let mut totals = Totals::default();
        for (unit, n) in lines {
            let add = |to: &mut i64, part: i64| -> Result<(), MoneyError> {
                *to = part.checked_mul(n).and_then(|p| to.checked_add(p)).ok_or(MoneyError::Overflow)?;
                Ok(())
            };
            add(&mut totals.subtotal_minor, unit.price_minor)?;
            add(&mut totals.fees_minor, unit.fee_minor)?;
            add(&mut totals.tax_added_minor, unit.tax_added_minor)?;
            add(&mut totals.tax_included_minor, unit.tax_included_minor)?;
            add(&mut totals.total_minor, unit.all_in_minor())?;
        }
        Ok(totals)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tariff(fees: &[(i64, i64)], tax: Option<(i64, bool)>) -> Tariff {
        Tariff {
            currency: Currency::USD,
            fees: fees.iter().map(|&(rate_millionths, fixed_minor)| FeeRule { name: "fee".into(), rate_millionths, fixed_minor }).collect(),
            tax: tax.map(|(rate_millionths, included)| TaxRule { name: "tax".into(), rate_millionths, included }),
        }
    }

    #[test]
    fn the_seeds_fees_come_out_to_the_cent() {
        // 10 % service, 2.50 facility, 8.25 % tax added: 50.00 + 5.00 + 2.50 = 57.50, tax 4.74 (4.74375).
        let unit = tariff(&[(100_000, 0), (0, 250)], Some((82_500, false))).unit(5_000).unwrap();
        assert_eq!(unit, UnitPrice { price_minor: 5_000, fee_minor: 750, tax_added_minor: 474, tax_included_minor: 0 });
        assert_eq!(unit.all_in_minor(), 6_224);
    }

    #[test]
    fn european_tax_is_within_the_price() {
        let unit = tariff(&[], Some((190_000, true))).unit(11_900).unwrap();
        assert_eq!((unit.all_in_minor(), unit.tax_included_minor), (11_900, 1_900));
    }

    #[test]
    fn a_free_ticket_is_free() {
        let unit = tariff(&[(100_000, 100), (0, 250)], Some((82_500, false))).unit(0).unwrap();
        assert_eq!(unit.all_in_minor(), 0);
    }

    proptest! {
        #[test]
        fn the_total_is_the_shown_price_times_the_quantity(
            lines in prop::collection::vec((0_i64..10_000_000, 1_i64..50), 1..8),
            fees in prop::collection::vec((0_i64..500_000, 0_i64..10_000), 0..3),
            tax in prop::option::of((0_i64..500_000, any::<bool>())),
        ) {
            let tariff = tariff(&fees, tax);
            let priced: Vec<_> = lines.iter().map(|&(price, n)| (tariff.unit(price).unwrap(), n)).collect();
            let totals = tariff.totals(priced.clone()).unwrap();
            let shown: i64 = priced.iter().map(|(u, n)| u.all_in_minor() * n).sum();
            prop_assert_eq!(totals.total_minor, shown);
            prop_assert_eq!(totals.total_minor, totals.subtotal_minor + totals.fees_minor + totals.tax_added_minor);
            prop_assert!(totals.tax_included_minor <= totals.subtotal_minor + totals.fees_minor);
            prop_assert!(totals.tax_added_minor == 0 || totals.tax_included_minor == 0);
        }

        #[test]
        fn a_dearer_ticket_never_costs_less(price in 0_i64..10_000_000, fee in 0_i64..500_000, tax in 0_i64..500_000) {
            let t = tariff(&[(fee, 99)], Some((tax, false)));
            prop_assert!(t.unit(price + 1).unwrap().all_in_minor() > t.unit(price).unwrap().all_in_minor());
        }
    }
}
