//! What a cart costs, ticket by ticket, with a code or without.

use platform_types::{Money, MoneyError, TicketTypeId};

use super::spread::discounts;
use super::{Code, Refusal};
use crate::holds::HoldItem;
use crate::pricing::{Tariff, Totals, UnitPrice};

/// Tickets of one type at one price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedLine {
    /// Which type.
    pub ticket_type: TicketTypeId,
    /// Its name.
    pub name: String,
    /// How many.
    pub quantity: i32,
    /// The price of one, after the discount.
    pub unit: UnitPrice,
    /// What came off the price of one, in minor units.
    pub off_minor: i64,
}

/// A whole cart's price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The lines, in the order of the cart.
    pub lines: Vec<PricedLine>,
    /// Which line each ticket belongs to, in the order of the cart's tickets.
    pub tickets: Vec<usize>,
    /// Sums of what is paid.
    pub totals: Totals,
    /// What came off the tickets' prices, in minor units.
    pub discount_minor: i64,
}

/// Prices a cart. A code that does not suit it is refused: whether it may be used at all is asked of the database.
pub fn quote(tariff: &Tariff, items: &[HoldItem], code: Option<&Code>) -> Result<Result<Quote, Refusal>, MoneyError> {
    let per_ticket: Vec<usize> =
        (0..).zip(items).flat_map(|(n, item)| std::iter::repeat_n(n, usize::try_from(item.quantity).unwrap_or(0))).collect();
    let off = match code {
        None => vec![0; per_ticket.len()],
        Some(code) => match take_off(tariff, items, &per_ticket, code)? {
            Ok(off) => off,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    let mut lines: Vec<PricedLine> = Vec::new();
    let mut tickets = Vec::with_capacity(per_ticket.len());
    for (item, off_minor) in per_ticket.into_iter().map(|n| &items[n]).zip(off) {
        let known = lines.iter().position(|line| line.ticket_type == item.ticket_type && line.off_minor == off_minor);
        let at = match known {
            Some(at) => at,
            None => {
                let unit = tariff.unit(item.price_minor - off_minor)?;
                lines.push(PricedLine { ticket_type: item.ticket_type, name: item.name.clone(), quantity: 0, unit, off_minor });
                lines.len() - 1
            }
        };
        lines[at].quantity += 1;
        tickets.push(at);
    }
    let totals = tariff.totals(lines.iter().map(|line| (line.unit, i64::from(line.quantity))))?;
    let discount_minor = lines.iter().map(|line| line.off_minor * i64::from(line.quantity)).sum();
    Ok(Ok(Quote { lines, tickets, totals, discount_minor }))
}

/// What comes off each ticket of a cart.
fn take_off(tariff: &Tariff, items: &[HoldItem], per_ticket: &[usize], code: &Code) -> Result<Result<Vec<i64>, Refusal>, MoneyError> {
    if code.speaks_of_money() && code.currency != tariff.currency {
        return Ok(Err(Refusal::NotForThese));
    }
    let covered: Vec<usize> = (0..per_ticket.len()).filter(|t| code.covers(items[per_ticket[*t]].ticket_type)).collect();
    if covered.is_empty() {
        return Ok(Err(Refusal::NotForThese));
    }
    let price = |ticket: &usize| items[per_ticket[*ticket]].price_minor;
    let whole: i64 = (0..per_ticket.len()).map(|t| price(&t)).try_fold(0_i64, i64::checked_add).ok_or(MoneyError::Overflow)?;
    if let Some(least) = code.min_spend_minor.filter(|least| whole < *least) {
        return Ok(Err(Refusal::BelowMinimum(Money::new(least, tariff.currency))));
    }
    let prices: Vec<i64> = covered.iter().map(price).collect();
    let parts = discounts(&prices, code.terms, code.max_tickets, code.max_discount_minor, tariff.currency)?;
    // One that opened hidden tickets did that, also where they cost nothing.
    if code.terms != super::Terms::Access && !code.reveals && parts.iter().all(|part| *part == 0) {
        return Ok(Err(Refusal::NotForThese));
    }
    let mut off = vec![0; per_ticket.len()];
    for (ticket, part) in covered.into_iter().zip(parts) {
        off[ticket] = part;
    }
    Ok(Ok(off))
}

#[cfg(test)]
mod tests {
    use platform_types::Currency;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::Terms;
    use super::*;
    use crate::pricing::{FeeRule, TaxRule};

    fn tariff(fees: &[(i64, i64)], tax: Option<(i64, bool)>) -> Tariff {
        Tariff {
            currency: Currency::EUR,
            fees: fees.iter().map(|&(rate_millionths, fixed_minor)| FeeRule { name: "fee".into(), rate_millionths, fixed_minor }).collect(),
            tax: tax.map(|(rate_millionths, included)| TaxRule { name: "tax".into(), rate_millionths, included }),
        }
    }

    fn kind(n: u128) -> TicketTypeId {
        TicketTypeId(Uuid::from_u128(n))
    }

    fn item(n: u128, price_minor: i64, quantity: i32) -> HoldItem {
        HoldItem { ticket_type: kind(n), name: format!("Type {n}"), price_minor, quantity }
    }

    fn code(terms: Terms) -> Code {
        Code {
            id: Uuid::nil(),
            organization: Uuid::nil().into(),
            event: None,
            text: "SPRING".into(),
            terms,
            currency: Currency::EUR,
            reveals: false,
            types: Vec::new(),
            starts_at: None,
            min_spend_minor: None,
            max_discount_minor: None,
            max_tickets: None,
        }
    }

    #[test]
    fn fees_and_tax_are_of_the_price_that_is_left() {
        // 50.00 less 20 % is 40.00; 10 % and 2.50 on top are 6.50; 8.25 % of 46.50 are 3.84.
        let all = quote(&tariff(&[(100_000, 250)], Some((82_500, false))), &[item(1, 5_000, 1)], Some(&code(Terms::Percent(200_000))));
        let all = all.unwrap().unwrap();
        assert_eq!(all.lines[0].unit, UnitPrice { price_minor: 4_000, fee_minor: 650, tax_added_minor: 384, tax_included_minor: 0 });
        assert_eq!((all.discount_minor, all.totals.total_minor), (1_000, 5_034));
    }

    #[test]
    fn a_ticket_at_nothing_carries_no_fee() {
        let tariff = tariff(&[(100_000, 250)], Some((190_000, true)));
        let one_free = quote(&tariff, &[item(1, 2_500, 3)], Some(&code(Terms::Free(1)))).unwrap().unwrap();
        let shown: Vec<_> = one_free.lines.iter().map(|l| (l.quantity, l.unit.all_in_minor(), l.off_minor)).collect();
        assert_eq!(shown, [(1, 0, 2_500), (2, 3_000, 0)]);
        assert_eq!(one_free.tickets, [0, 1, 1]);
        let all_free = quote(&tariff, &[item(1, 2_500, 3)], Some(&code(Terms::Percent(1_000_000)))).unwrap().unwrap();
        assert_eq!(all_free.totals, Totals::default());
    }

    #[test]
    fn what_does_not_suit_is_refused() {
        let plain = tariff(&[], None);
        let refused = |code: Code, items: &[HoldItem]| quote(&plain, items, Some(&code)).unwrap().unwrap_err();
        let only = Code { types: vec![kind(9)], ..code(Terms::Percent(100_000)) };
        assert_eq!(refused(only, &[item(1, 2_500, 1)]), Refusal::NotForThese);
        let least = Code { min_spend_minor: Some(5_001), ..code(Terms::Fixed(100)) };
        assert_eq!(refused(least.clone(), &[item(1, 2_500, 2)]), Refusal::BelowMinimum(Money::new(5_001, Currency::EUR)));
        assert!(quote(&plain, &[item(1, 2_500, 2), item(2, 1, 1)], Some(&least)).unwrap().is_ok());
        assert_eq!(refused(Code { currency: Currency::USD, ..code(Terms::Fixed(100)) }, &[item(1, 2_500, 1)]), Refusal::NotForThese);
        assert_eq!(refused(code(Terms::Percent(100_000)), &[item(1, 0, 2)]), Refusal::NotForThese, "nothing to take off");
        assert!(quote(&plain, &[item(1, 0, 2)], Some(&code(Terms::Access))).unwrap().is_ok());
        let dollars = Code { currency: Currency::USD, ..code(Terms::Percent(100_000)) };
        assert!(quote(&plain, &[item(1, 2_500, 1)], Some(&dollars)).unwrap().is_ok(), "a tenth is a tenth in any currency");
    }

    proptest! {
        #[test]
        fn the_lines_add_up_to_the_order_under_any_tariff(
            wanted in prop::collection::vec((0_i64..1_000_000, 1_i32..8), 1..6),
            fees in prop::collection::vec((0_i64..500_000, 0_i64..10_000), 0..3),
            tax in prop::option::of((0_i64..500_000, any::<bool>())),
            terms in prop_oneof![
                (1_i64..=1_000_000).prop_map(Terms::Percent), (1_i64..=2_000_000).prop_map(Terms::Fixed), (1_i32..=20).prop_map(Terms::Free),
            ],
            cap in prop::option::of(1_i64..500_000),
            most in prop::option::of(1_i32..20),
        ) {
            let items: Vec<HoldItem> = (1..).zip(&wanted).map(|(n, (price, quantity))| item(n, *price, *quantity)).collect();
            let tariff = tariff(&fees, tax);
            let full = quote(&tariff, &items, None).unwrap().unwrap();
            let code = Code { max_discount_minor: cap, max_tickets: most, ..code(terms) };
            let Ok(less) = quote(&tariff, &items, Some(&code)).unwrap() else {
                prop_assert_eq!(full.totals.subtotal_minor, 0, "only what costs nothing has nothing to take off");
                return Ok(());
            };
            let sum: i64 = less.lines.iter().map(|l| l.unit.all_in_minor() * i64::from(l.quantity)).sum();
            prop_assert_eq!(sum, less.totals.total_minor);
            prop_assert_eq!(less.totals.subtotal_minor + less.discount_minor, full.totals.subtotal_minor);
            prop_assert_eq!(less.totals.total_minor, less.totals.subtotal_minor + less.totals.fees_minor + less.totals.tax_added_minor);
            prop_assert!(less.totals.total_minor < full.totals.total_minor);
            prop_assert!(less.lines.iter().all(|l| l.unit.price_minor >= 0 && l.off_minor >= 0));
            prop_assert!(less.lines.iter().all(|l| l.unit.price_minor > 0 || l.unit.all_in_minor() == 0), "free is free");
            prop_assert_eq!(less.tickets.len(), full.tickets.len());
            for (n, line) in less.lines.iter().enumerate() {
                prop_assert_eq!(less.tickets.iter().filter(|t| **t == n).count(), usize::try_from(line.quantity).unwrap());
            }
        }
    }
}
