//! A ticket type as it is typed.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_texts::t;
use platform_types::{Currency, Money, Zone, is_blank};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::form::{DEAREST, MOST, required};
use super::shelf::{ids_of, joined, ticked};
use crate::catalogue::{NewTicketType, TypeDetails, TypeRow, ZoneRow, holder_role};
use crate::console::events::Named;
use crate::console::typed;
use crate::pricing::Tariff;

/// The buyer says the price.
pub const CHOSEN: &str = "chosen";
/// The organizer says the price.
pub const FIXED: &str = "fixed";
/// Before a zone's id, the name of its box.
pub const ZONE_BOX: &str = "zone_";

/// A ticket type, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeForm {
    /// Name.
    pub type_name: String,
    /// What it includes.
    pub type_description: String,
    /// `fixed` or `chosen`.
    pub pricing: String,
    /// Price of the ticket itself; the least where the buyer says it.
    pub price: String,
    /// What is suggested where the buyer says it.
    pub suggested: String,
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
    /// Ticked: not shown to the public.
    pub hidden: String,
    /// Code of what it makes of its holder.
    pub grants_role: String,
    /// Ids of the zones it opens, by commas; a page sends a box for each instead.
    pub zones: String,
}

/// Fields, and what people call them, in the form's order.
pub const FIELDS: [Named; 13] = [
    ("type_name", || t!("console-type-field-name")),
    ("type_description", || t!("console-type-field-description")),
    ("pricing", || t!("console-type-field-pricing")),
    ("price", || t!("console-type-field-price")),
    ("suggested", || t!("console-type-field-suggested")),
    ("quantity", || t!("console-type-field-quantity")),
    ("sale_starts", || t!("console-type-field-sale-starts")),
    ("sale_ends", || t!("console-type-field-sale-ends")),
    ("min_per_order", || t!("console-type-field-min")),
    ("max_per_order", || t!("console-type-field-max")),
    ("hidden", || t!("console-type-field-hidden")),
    ("grants_role", || t!("console-type-field-role")),
    ("zones", || t!("console-type-field-zones")),
];

impl Default for TypeForm {
    fn default() -> Self {
        let empty = String::new;
        Self {
            type_name: empty(),
            type_description: empty(),
            pricing: FIXED.into(),
            price: empty(),
            suggested: empty(),
            quantity: empty(),
            sale_starts: empty(),
            sale_ends: empty(),
            min_per_order: "1".into(),
            max_per_order: "8".into(),
            hidden: empty(),
            grants_role: empty(),
            zones: empty(),
        }
    }
}

/// The form as it is sent, with what it was opened on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentType {
    /// Which version the form shows.
    pub version: String,
    /// What the form said when it was opened.
    pub was: String,
    #[serde(flatten)]
    form: TypeForm,
    /// Boxes, and what nobody asked for.
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

impl SentType {
    /// What was typed, the boxes among it. An amount as its field shows it in any language is the plain one that the form was
    /// opened on, so that nobody seems to have changed it.
    pub fn form(&self, currency: Currency) -> TypeForm {
        let boxes = ticked(ZONE_BOX, self.others.keys());
        let zones = joined(ids_of(&self.form.zones).into_iter().chain(boxes));
        let plain = |typed: &str| match Money::parse(typed, currency) {
            Ok(amount) if amount.decimal() == typed.replace(',', ".") => amount.decimal(),
            _ => typed.to_owned(),
        };
        TypeForm { zones, price: plain(&self.form.price), suggested: plain(&self.form.suggested), ..self.form.clone() }
    }
}

/// What a form is read against.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The event's clocks.
    pub zone: Zone,
    /// Fees and tax.
    pub tariff: &'a Tariff,
    /// Why an all-in amount cannot be charged.
    pub refusal: &'a dyn Fn(Money) -> Option<String>,
    /// The event's zones.
    pub zones: &'a [ZoneRow],
    /// The type as it is, for one that is there.
    pub was: Option<&'a TypeRow>,
}

impl TypeForm {
    /// As it opens for one that is there.
    pub fn of(row: &TypeRow, zone: Zone, currency: Currency) -> Self {
        let (details, basics) = (&row.details, &row.details.basics);
        let time = |at: Option<_>| at.map(|at| typed::as_local(at, zone)).unwrap_or_default();
        let money = |minor| Money::new(minor, currency).decimal();
        Self {
            type_name: basics.name.clone(),
            type_description: basics.description.clone(),
            pricing: if details.suggested_minor.is_some() { CHOSEN } else { FIXED }.to_owned(),
            price: money(basics.price_minor),
            suggested: details.suggested_minor.map(money).unwrap_or_default(),
            quantity: basics.quantity.to_string(),
            sale_starts: time(basics.sale_starts_at),
            sale_ends: time(basics.sale_ends_at),
            min_per_order: basics.min_per_order.to_string(),
            max_per_order: basics.max_per_order.to_string(),
            hidden: if details.hidden { "on" } else { "" }.to_owned(),
            grants_role: details.grants_role.clone().unwrap_or_default(),
            zones: joined(details.zones.iter().copied()),
        }
    }

    /// Whether the box of this zone is ticked.
    pub fn opens(&self, zone: Uuid) -> bool {
        ids_of(&self.zones).contains(&zone)
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, with: Reading<'_>, check: &mut Check) -> Option<TypeDetails> {
        let was = with.was.map(|row| &row.details.basics);
        let name = check.field("type_name", typed::line(&self.type_name, 120)).filter(|n| {
            check.that(!is_blank(n), "type_name", &t!("console-type-name-missing"));
            !is_blank(n)
        });
        let description = check.field("type_description", typed::text(&self.type_description, 2_000));
        let price = self.read_prices(with, check);
        let quantity = self.read_quantity(with.was, check);
        let opens = check.field("sale_starts", typed::local_time(&self.sale_starts, with.zone, was.and_then(|w| w.sale_starts_at)));
        let closes = check.field("sale_ends", typed::local_time(&self.sale_ends, with.zone, was.and_then(|w| w.sale_ends_at)));
        let least = check.field("min_per_order", typed::count(&self.min_per_order, 1, 100)).map(|n| n.unwrap_or(1));
        let most = check.field("max_per_order", typed::count(&self.max_per_order, 1, 100)).map(|n| n.unwrap_or(8));
        let role = self.grants_role.trim();
        check.that(role.is_empty() || holder_role(role).is_some(), "grants_role", &t!("console-type-role-wrong"));
        let zones = ids_of(&self.zones);
        let known = zones.iter().all(|id| with.zones.iter().any(|zone| zone.id == *id));
        check.that(known, "zones", &t!("console-type-zones-gone"));
        let (sale_starts_at, sale_ends_at) = (opens?, closes?);
        let window = sale_starts_at.zip(sale_ends_at).is_none_or(|(opens, closes)| closes > opens);
        check.that(window, "sale_ends", &t!("console-type-window-wrong"));
        let (min_per_order, max_per_order) = (least?, most?);
        check.that(min_per_order <= max_per_order, "max_per_order", &t!("console-type-limits-wrong"));
        if !window || min_per_order > max_per_order || !known || (!role.is_empty() && holder_role(role).is_none()) {
            return None;
        }
        let (price_minor, suggested_minor) = price?;
        Some(TypeDetails {
            basics: NewTicketType {
                name: name?,
                description: description?,
                price_minor,
                quantity: quantity?,
                sale_starts_at,
                sale_ends_at,
                min_per_order,
                max_per_order,
            },
            suggested_minor,
            hidden: matches!(self.hidden.as_str(), "on" | "true" | "1"),
            grants_role: (!role.is_empty()).then(|| role.to_owned()),
            zones,
        })
    }

    /// One that is there may have none left to sell; a new one has some.
    fn read_quantity(&self, was: Option<&TypeRow>, check: &mut Check) -> Option<i32> {
        let fewest = i32::from(was.is_none());
        let quantity = required(check, "quantity", typed::count(&self.quantity, fewest, MOST), &t!("console-type-quantity-missing"))?;
        let taken = was.map_or(0, |row| row.sold + row.held);
        if quantity < taken {
            check.wrong("quantity", below(was.map_or((0, 0), |row| (row.sold, row.held))));
            return None;
        }
        Some(quantity)
    }

    /// The price, and what is suggested where it is the least. Nothing typed is free.
    fn read_prices(&self, with: Reading<'_>, check: &mut Check) -> Option<(i64, Option<i64>)> {
        let price = read_amount("price", &self.price, with, check);
        match self.pricing.trim() {
            "" | FIXED => Some((price?, None)),
            CHOSEN if self.suggested.trim().is_empty() => {
                let least = price?;
                if least == 0 {
                    check.wrong("suggested", t!("console-type-suggested-missing"));
                    return None;
                }
                Some((least, Some(least)))
            }
            CHOSEN => {
                let suggested = read_amount("suggested", &self.suggested, with, check);
                let (price, suggested) = (price?, suggested?);
                check.that(suggested >= price, "suggested", &t!("console-type-suggested-low"));
                (suggested >= price).then_some((price, Some(suggested)))
            }
            _ => {
                check.wrong("pricing", t!("console-type-pricing-wrong"));
                None
            }
        }
    }
}

/// What would be right where somebody took too much away.
pub fn below((sold, held): (i32, i32)) -> String {
    t!("console-capacity-below", least = sold + held, sold = sold, held = held).into_owned()
}

fn read_amount(field: &str, raw: &str, with: Reading<'_>, check: &mut Check) -> Option<i64> {
    if raw.trim().is_empty() {
        return Some(0);
    }
    let currency = with.tariff.currency;
    let amount = check.field(field, Money::parse(raw, currency))?.minor;
    if !(0..=DEAREST).contains(&amount) {
        check.wrong(field, t!("console-type-price-range", most = Money::new(DEAREST, currency)).into_owned());
        return None;
    }
    let all_in = check.field(field, with.tariff.unit(amount))?.all_in_minor();
    let problem = (all_in > 0).then(|| (with.refusal)(Money::new(all_in, currency))).flatten();
    if let Some(why) = problem {
        check.wrong(field, why);
        return None;
    }
    Some(amount)
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

    fn lounge() -> ZoneRow {
        ZoneRow { id: Uuid::from_u128(7), name: "Lounge".into(), code: "LOUNGE".into(), version: 1 }
    }

    fn against(form: &TypeForm, was: Option<&TypeRow>) -> Result<TypeDetails, Vec<(String, String)>> {
        let mut check = Check::new();
        let refusal = |amount: Money| (amount.minor < 50).then(|| format!("{amount} is too little"));
        let (tariff, zones) = (tariff(), [lounge()]);
        let with = Reading { zone: "Europe/Berlin".parse().unwrap(), tariff: &tariff, refusal: &refusal, zones: &zones, was };
        let read = form.read(with, &mut check);
        let faults: Vec<_> = check.faults().into_iter().map(|f| (f.field, f.message)).collect();
        assert_eq!(read.is_none(), !faults.is_empty(), "{faults:?}");
        read.ok_or(faults)
    }

    fn read(form: &TypeForm) -> Result<TypeDetails, Vec<(String, String)>> {
        against(form, None)
    }

    #[test]
    fn prices_are_what_people_type_and_nothing_is_free() {
        assert_eq!(read(&standing()).unwrap().basics.price_minor, 1_250);
        assert_eq!(read(&TypeForm { price: String::new(), ..standing() }).unwrap().basics.price_minor, 0);
        assert_eq!(read(&TypeForm { price: "0".into(), ..standing() }).unwrap().basics.price_minor, 0);
        let read = read(&standing()).unwrap().basics;
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
    fn where_the_buyer_says_the_price_one_is_suggested() {
        let form = |price: &str, suggested: &str| TypeForm {
            pricing: CHOSEN.into(),
            price: price.into(),
            suggested: suggested.into(),
            ..standing()
        };
        let prices = |form: TypeForm| read(&form).map(|d| (d.basics.price_minor, d.suggested_minor));
        assert_eq!(prices(form("5", "12,50")), Ok((500, Some(1_250))));
        assert_eq!(prices(form("", "10")), Ok((0, Some(1_000))));
        assert_eq!(prices(form("5", "")), Ok((500, Some(500))), "the least suggests itself");
        assert_eq!(prices(form("0", "")).unwrap_err()[0].0, "suggested", "nothing does not");
        assert_eq!(prices(form("5", "4")), Err(vec![("suggested".to_owned(), "suggest at least the least amount".to_owned())]));
        assert_eq!(prices(form("0", "0,20")).unwrap_err()[0].1, "€0.20 is too little");
        assert_eq!(prices(TypeForm { suggested: "9".into(), ..standing() }), Ok((1_250, None)), "of a fixed price it means nothing");
        assert_eq!(prices(TypeForm { pricing: "haggled".into(), ..standing() }).unwrap_err()[0].0, "pricing");
    }

    #[test]
    fn zones_and_roles_are_those_there_are() {
        let with = |zones: &str, role: &str| read(&TypeForm { zones: zones.into(), grants_role: role.into(), ..standing() });
        let details = with(&lounge().id.to_string(), "PLATINUM_VIP_L1").unwrap();
        assert_eq!((details.zones, details.grants_role.as_deref()), (vec![lounge().id], Some("PLATINUM_VIP_L1")));
        assert_eq!(with(&Uuid::from_u128(8).to_string(), "").unwrap_err()[0].0, "zones");
        assert_eq!(with("", "EXECUTIVE").unwrap_err()[0].0, "grants_role", "a ticket gives no work in the console");
        let sent: SentType =
            serde_json::from_value(serde_json::json!({"type_name": "A", format!("zone_{}", lounge().id): "on", "version": "3"})).unwrap();
        let shown: SentType = serde_json::from_value(serde_json::json!({"price": "12,50", "suggested": "about 5"})).unwrap();
        let shown = shown.form(Currency::EUR);
        assert_eq!((shown.price.as_str(), shown.suggested.as_str()), ("12.50", "about 5"), "what a German form shows is no change");
        assert_eq!(
            (sent.form(Currency::EUR).opens(lounge().id), sent.version.as_str(), sent.form(Currency::EUR).max_per_order.as_str()),
            (true, "3", "8")
        );
    }

    #[test]
    fn a_form_opens_as_it_was_saved_and_never_goes_below_what_is_taken() {
        let form = TypeForm {
            type_description: "Row 1\nto 9".into(),
            pricing: CHOSEN.into(),
            price: "5.00".into(),
            suggested: "12.50".into(),
            sale_starts: "2026-05-01T10:00".into(),
            hidden: "on".into(),
            grants_role: "VIP_L1".into(),
            zones: lounge().id.to_string(),
            ..standing()
        };
        let details = read(&form).unwrap();
        let row = TypeRow { id: Uuid::from_u128(1).into(), version: 1, details, archived_at: None, sold: 30, held: 7 };
        assert_eq!(TypeForm::of(&row, "Europe/Berlin".parse().unwrap(), Currency::EUR), form);
        let fewer = |n: &str| against(&TypeForm { quantity: n.into(), ..form.clone() }, Some(&row)).map(|d| d.basics.quantity);
        assert_eq!(fewer("37"), Ok(37));
        assert_eq!(fewer("36").unwrap_err()[0].1, "enter at least 37: 30 are sold and 7 are in carts");
        let unsold = TypeRow { sold: 0, held: 0, ..row.clone() };
        assert_eq!(against(&TypeForm { quantity: "0".into(), ..form }, Some(&unsold)).map(|d| d.basics.quantity), Ok(0));
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
}
