//! Fees and capacities as they are typed.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_texts::t;
use platform_types::{Currency, Money, is_blank};
use serde::Deserialize;

use super::Pool;
use crate::catalogue::TaxChoice;
use crate::console::typed;
use crate::pricing::{Tariff, TaxRule};

/// The database's own limit of a price, in minor units.
pub(super) const DEAREST: i64 = 100_000_000;
/// As many as a pool may reasonably hold.
pub(super) const MOST: i32 = 10_000_000;

/// Fees and tax of an event, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FeesForm {
    /// Service fee in percent of the price.
    pub fee_percent: String,
    /// Service fee per ticket.
    pub fee_fixed: String,
    /// `none`, `included`, `added`.
    pub tax_kind: String,
    /// Name on the receipt.
    pub tax_name: String,
    /// In percent.
    pub tax_percent: String,
}

/// Fees and tax that were read without a mistake.
#[derive(Clone, Debug)]
pub struct Fees {
    /// Parts per million of the price.
    pub rate_millionths: i64,
    /// Minor units per ticket.
    pub fixed_minor: i64,
    /// At most one.
    pub tax: Option<TaxChoice>,
}

impl FeesForm {
    /// As it opens. Fees of other kinds than the service fee (imported ones) are added up.
    pub fn of(tariff: &Tariff) -> Self {
        let rate: i64 = tariff.fees.iter().map(|f| f.rate_millionths).sum();
        let fixed: i64 = tariff.fees.iter().map(|f| f.fixed_minor).sum();
        let tax_kind = match &tariff.tax {
            None => "none",
            Some(tax) if tax.included => "included",
            Some(_) => "added",
        };
        Self {
            fee_percent: typed::as_percent(rate),
            fee_fixed: Money::new(fixed, tariff.currency).decimal(),
            tax_kind: tax_kind.to_owned(),
            tax_name: tariff.tax.as_ref().map(|t| t.name.clone()).unwrap_or_default(),
            tax_percent: tariff.tax.as_ref().map(|t| typed::as_percent(t.rate_millionths)).unwrap_or_default(),
        }
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, currency: Currency, check: &mut Check) -> Option<Fees> {
        let rate_millionths = check.field("fee_percent", typed::percent(&self.fee_percent));
        let fixed_minor = if self.fee_fixed.trim().is_empty() {
            Some(0)
        } else {
            check.field("fee_fixed", Money::parse(&self.fee_fixed, currency)).map(|m| m.minor)
        };
        let fixed_fine = fixed_minor.is_none_or(|f| (0..=DEAREST).contains(&f));
        check.that(fixed_fine, "fee_fixed", &t!("console-fees-fixed-wrong"));
        let tax = self.read_tax(check);
        if fixed_fine { Some(Fees { rate_millionths: rate_millionths?, fixed_minor: fixed_minor?, tax: tax? }) } else { None }
    }

    #[expect(clippy::option_option, reason = "no tax is an answer; a mistake is none")]
    fn read_tax(&self, check: &mut Check) -> Option<Option<TaxChoice>> {
        let included = match self.tax_kind.as_str() {
            "" | "none" => return Some(None),
            "included" => true,
            "added" => false,
            _ => {
                check.wrong("tax_kind", t!("console-fees-tax-kind-wrong"));
                return None;
            }
        };
        let name = check.field("tax_name", typed::line(&self.tax_name, 60));
        let named = name.as_ref().is_some_and(|n| !is_blank(n));
        check.that(name.is_none() || named, "tax_name", &t!("console-fees-tax-name-missing"));
        let rate = check.field("tax_percent", typed::percent(&self.tax_percent));
        let positive = rate.is_some_and(|r| r > 0);
        check.that(rate.is_none() || positive, "tax_percent", &t!("console-fees-tax-rate-missing"));
        if !named || !positive {
            return None;
        }
        Some(Some(TaxChoice { name: name?, rate_millionths: rate?, included }))
    }
}

impl Fees {
    /// The prices these fees make.
    pub fn tariff(&self, currency: Currency) -> Tariff {
        let fees = vec![crate::pricing::FeeRule {
            name: "Service fee".to_owned(),
            rate_millionths: self.rate_millionths,
            fixed_minor: self.fixed_minor,
        }];
        let tax = self.tax.as_ref().map(|t| TaxRule { name: t.name.clone(), rate_millionths: t.rate_millionths, included: t.included });
        Tariff { currency, fees, tax }
    }
}

/// The event's field of the capacities form; a type's is `pool_` and its pool's id.
pub const EVENT_CAPACITY: &str = "capacity";

/// The name of a pool's field.
pub fn capacity_field(pool: &Pool) -> String {
    if pool.is_event() { EVENT_CAPACITY.to_owned() } else { format!("pool_{}", pool.id) }
}

/// New capacities by pool; `None` for the event's own while it has none yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capacities {
    /// For an event without stock of its own.
    pub open_event: Option<i32>,
    /// Pools whose capacity changes, with the new one.
    pub changed: Vec<(Pool, i32)>,
}

/// Reads the capacities form: fields left out or unchanged change nothing.
pub fn read_capacities(fields: &BTreeMap<String, String>, pools: &[Pool], check: &mut Check) -> Option<Capacities> {
    let mut read = Capacities::default();
    let mut fine = true;
    if !pools.iter().any(Pool::is_event) {
        match required(
            check,
            EVENT_CAPACITY,
            typed::count(fields.get(EVENT_CAPACITY).map_or("", String::as_str), 1, MOST),
            &t!("console-capacity-missing"),
        ) {
            Some(capacity) => read.open_event = Some(capacity),
            None => fine = false,
        }
    }
    for pool in pools {
        let name = capacity_field(pool);
        let Some(raw) = fields.get(&name) else { continue };
        let Some(capacity) = required(check, &name, typed::count(raw, 0, MOST), &t!("console-capacity-how-many")) else {
            fine = false;
            continue;
        };
        if capacity < pool.taken() {
            check.wrong(&name, below_taken(pool));
            fine = false;
        } else if capacity != pool.capacity {
            read.changed.push((pool.clone(), capacity));
        }
    }
    fine.then_some(read)
}

/// What would be right where somebody took too much away.
pub fn below_taken(pool: &Pool) -> String {
    t!("console-capacity-below", least = pool.taken(), sold = pool.sold, held = pool.held).into_owned()
}

pub(super) fn required(check: &mut Check, field: &str, value: Result<Option<i32>, typed::TypedError>, message: &str) -> Option<i32> {
    let value = check.field(field, value)?;
    check.that(value.is_some(), field, message);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_open_as_they_were_typed() {
        let form = FeesForm {
            fee_percent: "8,25".into(),
            fee_fixed: "1.50".into(),
            tax_kind: "included".into(),
            tax_name: "VAT 19 %".into(),
            tax_percent: "19".into(),
        };
        let mut check = Check::new();
        let fees = form.read(Currency::EUR, &mut check).unwrap();
        assert!(check.is_fine());
        let opened = FeesForm::of(&fees.tariff(Currency::EUR));
        assert_eq!(opened, FeesForm { fee_percent: "8.25".into(), ..form });
        let mut check = Check::new();
        assert!(
            FeesForm { tax_kind: "added".into(), fee_fixed: "-1".into(), ..FeesForm::default() }.read(Currency::EUR, &mut check).is_none()
        );
        assert_eq!(check.faults().into_iter().map(|f| f.field).collect::<Vec<_>>(), ["fee_fixed", "tax_name", "tax_percent"]);
    }

    #[test]
    fn capacities_never_go_below_what_is_taken() {
        let pool = |n: u128, kind: &str| Pool {
            id: uuid::Uuid::from_u128(n),
            kind: kind.into(),
            name: "x".into(),
            capacity: 50,
            held: 7,
            sold: 30,
            archived: false,
        };
        let pools = [pool(1, "event"), pool(2, "type"), pool(3, "type")];
        let field = |p: &Pool, v: &str| (capacity_field(p), v.to_owned());
        let mut check = Check::new();
        let fields = BTreeMap::from([field(&pools[0], "50"), field(&pools[1], "37")]);
        let read = read_capacities(&fields, &pools, &mut check).unwrap();
        assert_eq!(read.changed, [(pools[1].clone(), 37)]);
        let fields = BTreeMap::from([field(&pools[0], "36"), field(&pools[2], "")]);
        assert_eq!(read_capacities(&fields, &pools, &mut check), None);
        let faults = check.faults();
        assert_eq!(faults[0].message, "enter at least 37: 30 are sold and 7 are in carts");
        assert_eq!(faults[1].message, "enter how many there are");
    }

    #[test]
    fn an_event_without_stock_must_get_some() {
        let mut check = Check::new();
        assert_eq!(read_capacities(&BTreeMap::new(), &[], &mut check), None);
        assert_eq!(check.faults()[0].field, EVENT_CAPACITY);
        let mut check = Check::new();
        let read = read_capacities(&BTreeMap::from([(EVENT_CAPACITY.to_owned(), "250".to_owned())]), &[], &mut check).unwrap();
        assert_eq!(read.open_event, Some(250));
    }
}
