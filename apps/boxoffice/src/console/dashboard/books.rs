//! What came in, what of it is whose, what went back: one account per currency, never two added.

use std::collections::BTreeMap;

use platform_texts::t;
use platform_types::{Currency, Money};

use super::queries::{DayMoney, DayRefunds};

/// Sums of one currency, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Paid orders.
    pub orders: i64,
    /// What buyers paid.
    pub gross_minor: i64,
    /// Of it fees, without their tax.
    pub fees_minor: i64,
    /// Of it tax.
    pub tax_minor: i64,
    /// What went back to them.
    pub refunds_minor: i64,
}

impl Sums {
    /// Of what was paid the tickets' own part, without fees and tax.
    pub fn tickets_minor(self) -> i64 {
        self.gross_minor - self.fees_minor - self.tax_minor
    }

    /// What was paid and did not go back.
    pub fn net_minor(self) -> i64 {
        self.gross_minor - self.refunds_minor
    }
}

/// Sums by currency, each by itself, in the order of their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books(pub Vec<(Currency, Sums)>);

impl Books {
    /// The currencies in which anything was paid or given back.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.0.iter().map(|(currency, _)| *currency)
    }

    /// An amount of each currency, one after the other: “€1,200.00 and HK$80.00”.
    pub fn told(&self, amount: impl Fn(Sums) -> i64) -> String {
        let all = self.0.iter().map(|(currency, sums)| Money::new(amount(*sums), *currency).to_string());
        all.reduce(|some, more| t!("console-books-and", some = some, more = more).into_owned()).unwrap_or_default()
    }
}

/// The sums of these days.
pub fn books<'a>(paid: impl IntoIterator<Item = &'a DayMoney>, refunded: impl IntoIterator<Item = &'a DayRefunds>) -> Books {
    let mut sums: BTreeMap<Currency, Sums> = BTreeMap::new();
    for day in paid {
        let one = sums.entry(day.currency).or_default();
        one.orders += day.orders;
        one.gross_minor += day.gross_minor;
        one.fees_minor += day.fees_minor;
        one.tax_minor += day.tax_minor;
    }
    for day in refunded {
        sums.entry(day.currency).or_default().refunds_minor += day.amount_minor;
    }
    // Free orders alone are no account of anything.
    Books(sums.into_iter().filter(|(_, s)| s.gross_minor != 0 || s.refunds_minor != 0).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_are_never_added() {
        let day = "2026-03-14".parse().unwrap();
        let event = uuid::Uuid::from_u128(1).into();
        let paid = |currency, gross_minor| DayMoney { event, day, currency, orders: 1, gross_minor, fees_minor: 100, tax_minor: 200 };
        let back = DayRefunds { event, day, currency: Currency::EUR, refunds: 1, amount_minor: 700 };
        let books = books(&[paid(Currency::HKD, 5_000), paid(Currency::EUR, 2_000), paid(Currency::EUR, 1_000)], &[back]);
        let [(euro, in_euro), (_, in_dollars)] = books.0[..] else { panic!("{books:?}") };
        assert_eq!((euro, in_euro.gross_minor, in_euro.net_minor(), in_euro.tickets_minor()), (Currency::EUR, 3_000, 2_300, 2_400));
        assert_eq!((in_dollars.gross_minor, in_dollars.refunds_minor), (5_000, 0));
        assert_eq!(books.told(|s| s.gross_minor), "€30.00 and HK$50.00");
    }
}
