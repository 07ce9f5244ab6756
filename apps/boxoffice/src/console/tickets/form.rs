//! Ticket types, fees and capacities as they are typed.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_types::{Currency, Money, Zone, is_blank};
use serde::Deserialize;

use super::Pool;
use crate::catalogue::{NewTicketType, TaxChoice};
use crate::console::typed;
use crate::pricing::{Tariff, TaxRule};

/// The database's own limit of a price, in minor units.
const DEAREST: i64 = 100_000_000;
/// As many as a pool may reasonably hold.
const MOST: i32 = 10_000_000;

/// A ticket type, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TypeForm {
    /// Name.
    pub type_name: String,
    /// What it includes.
    pub type_description: String,
    /// Price of the ticket itself.
    pub price: String,
    /// How many there are.
    pub quantity: String,
    /// From when it sells, by the event's clock.
    pub sale_starts: String,
    /// Until when.
    pub sale_ends: String,
    /// At least so many at once.
    pub min_per_order: String,
    /// At most so many at once.
    pub max_per_order: String,
}

impl Default for TypeForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            type_name: empty(),
            type_description: empty(),
            price: empty(),
            quantity: empty(),
            sale_starts: empty(),
            sale_ends: empty(),
            min_per_order: "1".into(),
            max_per_order: "8".into(),
        }
    }
}

impl TypeForm {
    /// What it means, or every mistake noted. `refusal` says why an all-in amount cannot be charged.
    pub fn read(&self, zone: Zone, tariff: &Tariff, refusal: &dyn Fn(Money) -> Option<String>, check: &mut Check) -> Option<NewTicketType> {
        let name = check.field("type_name", typed::line(&self.type_name, 120)).filter(|n| {
            check.that(!is_blank(n), "type_name", "enter what buyers will see, such as Standing or Stalls");
            !is_blank(n)
        });
        let description = check.field("type_description", typed::text(&self.type_description, 2_000));
        let price_minor = self.read_price(tariff, refusal, check);
        let quantity = required(check, "quantity", typed::count(&self.quantity, 1, MOST), "enter how many there are");
        let opens = check.field("sale_starts", typed::local_time(&self.sale_starts, zone, None));
        let closes = check.field("sale_ends", typed::local_time(&self.sale_ends, zone, None));
        let least = check.field("min_per_order", typed::count(&self.min_per_order, 1, 100)).map(|n| n.unwrap_or(1));
        let most = check.field("max_per_order", typed::count(&self.max_per_order, 1, 100)).map(|n| n.unwrap_or(8));
        let (sale_starts_at, sale_ends_at) = (opens?, closes?);
        let window = sale_starts_at.zip(sale_ends_at).is_none_or(|(opens, closes)| closes > opens);
        check.that(window, "sale_ends", "sales must end after they start");
        let (min_per_order, max_per_order) = (least?, most?);
        check.that(min_per_order <= max_per_order, "max_per_order", "the largest order must not be smaller than the smallest");
        if !window || min_per_order > max_per_order {
            return None;
        }
        Some(NewTicketType {
            name: name?,
            description: description?,
            price_minor: price_minor?,
            quantity: quantity?,
            sale_starts_at,
            sale_ends_at,
            min_per_order,
            max_per_order,
        })
    }

    /// Nothing typed is free.
    fn read_price(&self, tariff: &Tariff, refusal: &dyn Fn(Money) -> Option<String>, check: &mut Check) -> Option<i64> {
        if self.price.trim().is_empty() {
            return Some(0);
        }
        let price = check.field("price", Money::parse(&self.price, tariff.currency))?.minor;
        if !(0..=DEAREST).contains(&price) {
            check.wrong("price", format!("enter a price from 0 to {}", Money::new(DEAREST, tariff.currency)));
            return None;
        }
        let all_in = check.field("price", tariff.unit(price))?.all_in_minor();
        let problem = (all_in > 0).then(|| refusal(Money::new(all_in, tariff.currency))).flatten();
        if let Some(why) = problem {
            check.wrong("price", why);
            return None;
        }
        Some(price)
    }
}

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
        check.that(fixed_fine, "fee_fixed", "enter an amount of 0 or more");
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
                check.wrong("tax_kind", "choose one of the three");
                return None;
            }
        };
        let name = check.field("tax_name", typed::line(&self.tax_name, 60));
        let named = name.as_ref().is_some_and(|n| !is_blank(n));
        check.that(name.is_none() || named, "tax_name", "enter the tax’s name as it stands on receipts, such as VAT 19 %");
        let rate = check.field("tax_percent", typed::percent(&self.tax_percent));
        let positive = rate.is_some_and(|r| r > 0);
        check.that(rate.is_none() || positive, "tax_percent", "enter the rate, such as 19");
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
            "enter how many people may come in all",
        ) {
            Some(capacity) => read.open_event = Some(capacity),
            None => fine = false,
        }
    }
    for pool in pools {
        let name = capacity_field(pool);
        let Some(raw) = fields.get(&name) else { continue };
        let Some(capacity) = required(check, &name, typed::count(raw, 0, MOST), "enter how many there are") else {
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
    format!("enter at least {}: {} are sold and {} are in carts", pool.taken(), pool.sold, pool.held)
}

fn required(check: &mut Check, field: &str, value: Result<Option<i32>, typed::TypedError>, message: &str) -> Option<i32> {
    let value = check.field(field, value)?;
    check.that(value.is_some(), field, message);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tariff() -> Tariff {
        Tariff { currency: Currency::EUR, fees: vec![], tax: None }
    }

    fn standing() -> TypeForm {
        TypeForm { type_name: "Standing".into(), price: "12,50".into(), quantity: "100".into(), ..TypeForm::default() }
    }

    fn read(form: &TypeForm) -> Result<NewTicketType, Vec<(String, String)>> {
        let mut check = Check::new();
        let refusal = |amount: Money| (amount.minor < 50).then(|| format!("{amount} is too little"));
        let read = form.read("Europe/Berlin".parse().unwrap(), &tariff(), &refusal, &mut check);
        let faults: Vec<_> = check.faults().into_iter().map(|f| (f.field, f.message)).collect();
        assert_eq!(read.is_none(), !faults.is_empty(), "{faults:?}");
        read.ok_or(faults)
    }

    #[test]
    fn prices_are_what_people_type_and_nothing_is_free() {
        assert_eq!(read(&standing()).unwrap().price_minor, 1_250);
        assert_eq!(read(&TypeForm { price: String::new(), ..standing() }).unwrap().price_minor, 0);
        assert_eq!(read(&TypeForm { price: "0".into(), ..standing() }).unwrap().price_minor, 0);
        let read = read(&standing()).unwrap();
        assert_eq!((read.min_per_order, read.max_per_order, read.quantity), (1, 8, 100));
    }

    #[test]
    fn what_cannot_be_charged_is_said_when_the_price_is_set() {
        let found = read(&TypeForm { price: "0,30".into(), ..standing() }).unwrap_err();
        assert_eq!(found, [("price".to_owned(), "€0.30 is too little".to_owned())]);
        assert_eq!(read(&TypeForm { price: "-5".into(), ..standing() }).unwrap_err()[0].0, "price");
        assert_eq!(read(&TypeForm { price: "12,5055".into(), ..standing() }).unwrap_err()[0].1, "enter an amount like 12.50");
    }

    #[test]
    fn every_mistake_of_a_type_is_named() {
        let form = TypeForm {
            type_name: " ".into(),
            quantity: String::new(),
            sale_starts: "2026-03-29T02:30".into(),
            max_per_order: "500".into(),
            ..standing()
        };
        let fields: Vec<String> = read(&form).unwrap_err().into_iter().map(|f| f.0).collect();
        assert_eq!(fields, ["type_name", "quantity", "sale_starts", "max_per_order"]);
        let upside_down = TypeForm {
            sale_starts: "2026-05-02T10:00".into(),
            sale_ends: "2026-05-01T10:00".into(),
            min_per_order: "4".into(),
            max_per_order: "2".into(),
            ..standing()
        };
        assert_eq!(read(&upside_down).unwrap_err().into_iter().map(|f| f.0).collect::<Vec<_>>(), ["sale_ends", "max_per_order"]);
    }

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
