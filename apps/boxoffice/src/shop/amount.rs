//! What a buyer says a ticket may cost, where the price is theirs to say: form fields `amount[<ticket type>]` as people
//! type amounts, JSON `price_minor` in minor units.

use platform_http::FieldFault;
use platform_texts::t;
use platform_types::{Currency, Money, TicketTypeId};

use super::typed;
use crate::catalogue::Offer;
use crate::pricing::Tariff;

/// The database's own limit of a price, in minor units.
const DEAREST: i64 = 100_000_000;
/// Of an amount nobody means, so much is shown again.
const SHOWN: usize = 20;

/// The name of an amount field.
pub(super) fn field_name(id: TicketTypeId) -> String {
    format!("amount[{id}]")
}

/// As it was sent, not yet believed.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Its name as it was sent.
    pub(super) field: String,
    pub(super) id: TicketTypeId,
    price: Price,
}

#[derive(Clone, Debug)]
enum Price {
    Typed(String),
    /// What a program sent.
    Json(serde_json::Value),
}

impl Said {
    /// Of an amount field; other fields are none.
    pub(super) fn of_pair(name: &str, text: &str) -> Option<Self> {
        let id = name.strip_prefix("amount[")?.strip_suffix(']')?.parse().ok()?;
        Some(Self { field: name.to_owned(), id, price: Price::Typed(text.to_owned()) })
    }

    /// Of the item at this place of a list.
    pub(super) fn of_json(place: usize, id: TicketTypeId, value: serde_json::Value) -> Self {
        Self { field: format!("items[{place}].price_minor"), id, price: Price::Json(value) }
    }

    /// Where nothing was sent although something should have been.
    pub(super) fn nothing(id: TicketTypeId) -> Self {
        Self { field: field_name(id), id, price: Price::Typed(String::new()) }
    }

    /// Minor units, none where the field was left empty, or what would be right.
    pub(super) fn read(&self, currency: Currency) -> Result<Option<i64>, String> {
        match &self.price {
            Price::Typed(text) if text.trim().is_empty() => Ok(None),
            Price::Typed(text) => match Money::parse(text, currency) {
                Ok(money) => Ok(Some(money.minor)),
                Err(error) => Err(typed::of_money(error)),
            },
            Price::Json(value) => match value.as_i64() {
                Some(minor) => Ok(Some(minor)),
                None => Err(t!("amount-json", number = 1_250, money = Money::new(1_250, currency).to_string()).into_owned()),
            },
        }
    }

    /// As it was said, cut where nobody reads on.
    pub(super) fn shown(&self) -> String {
        let text = match &self.price {
            Price::Typed(text) => text.trim().to_owned(),
            Price::Json(value) => value.to_string(),
        };
        text.chars().take(SHOWN).collect()
    }
}

/// What amounts are judged by.
pub(super) struct Terms<'a> {
    /// What can be bought.
    pub(super) offers: &'a [Offer],
    /// Fees and tax, and the currency.
    pub(super) tariff: &'a Tariff,
    /// Why an all-in amount cannot be charged.
    pub(super) refusal: &'a dyn Fn(Money) -> Option<String>,
}

impl Terms<'_> {
    /// What is wrong with what was said of this ticket, and what would be right.
    pub(super) fn fault(&self, offer: &Offer, said: &Said) -> Option<FieldFault> {
        let asks = match said.read(self.tariff.currency) {
            Err(how) if offer.suggested_minor.is_some() => {
                t!("amount-not", asks = self.asks(offer), typed = said.shown(), how = how).into_owned()
            }
            Err(how) => how,
            Ok(said) => self.why_not(offer, said)?,
        };
        Some(FieldFault { field: said.field.clone(), message: t!("amount-of-ticket", ticket = offer.name, asks = asks).into_owned() })
    }

    fn why_not(&self, offer: &Offer, said: Option<i64>) -> Option<String> {
        let money = |minor| Money::new(minor, self.tariff.currency);
        let Some(suggested) = offer.suggested_minor else {
            return said.map(|_| t!("amount-fixed").into_owned());
        };
        let Some(minor) = said else { return Some(self.asks(offer)) };
        let least = offer.unit.price_minor;
        if minor < least || minor < 0 {
            return Some(t!("amount-entered", asks = self.asks(offer), money = money(minor).to_string()).into_owned());
        }
        if minor > DEAREST {
            return Some(t!("amount-most", money = money(DEAREST).to_string()).into_owned());
        }
        let all_in = self.tariff.unit(minor).ok()?.all_in_minor();
        let why = (all_in > 0).then(|| (self.refusal)(money(all_in))).flatten()?;
        let example = money(suggested.max(least)).typed();
        let told = if least == 0 {
            t!("amount-other-zero", example = example, why = why)
        } else {
            t!("amount-other", example = example, why = why)
        };
        Some(told.into_owned())
    }

    /// `enter €5.00 or more, such as 12.50.`
    fn asks(&self, offer: &Offer) -> String {
        let money = |minor| Money::new(minor, self.tariff.currency);
        let such_as = money(offer.suggested_minor.unwrap_or(offer.unit.price_minor)).typed();
        match offer.unit.price_minor {
            0 => t!("amount-asks-any", example = such_as),
            least => t!("amount-asks", least = money(least).to_string(), example = such_as),
        }
        .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Availability;
    use crate::pricing::{FeeRule, UnitPrice};

    const A: &str = "0195a1b2-0000-7000-8000-00000000000a";

    fn told(least: i64, suggested: Option<i64>, typed: &str) -> Option<String> {
        let unit = UnitPrice { price_minor: least, fee_minor: 0, tax_added_minor: 0, tax_included_minor: 0 };
        let offer =
            Offer { suggested_minor: suggested, ..crate::shop::tests::samples::offer(0x0a, "Support", unit, 9, Availability::OnSale) };
        let tariff = Tariff {
            currency: Currency::EUR,
            fees: vec![FeeRule { name: "Fee".into(), rate_millionths: 100_000, fixed_minor: 10 }],
            tax: None,
        };
        let refusal = |amount: Money| (amount.minor < 50).then(|| format!("{amount} is less than the smallest charge"));
        let said = Said::of_pair(&format!("amount[{A}]"), typed).unwrap();
        Terms { offers: &[], tariff: &tariff, refusal: &refusal }.fault(&offer, &said).map(|fault| fault.message)
    }

    proptest::proptest! {
        #[test]
        fn what_is_typed_is_what_is_priced_to_the_cent(minor in 0_i64..2_000_000, least in 0_i64..5_000, comma in proptest::prelude::any::<bool>(), n in 1_i64..9) {
            let sign = if comma { ',' } else { '.' };
            let said = Said::of_pair(&format!("amount[{A}]"), &format!(" {}{sign}{:02} ", minor / 100, minor % 100)).unwrap();
            proptest::prop_assert_eq!(said.read(Currency::EUR), Ok(Some(minor)));
            let tariff = Tariff { currency: Currency::EUR, fees: vec![FeeRule { name: "Fee".into(), rate_millionths: 100_000, fixed_minor: 10 }], tax: None };
            let unit = tariff.unit(minor).unwrap();
            let totals = tariff.totals([(unit, n)]).unwrap();
            proptest::prop_assert_eq!((totals.subtotal_minor, totals.total_minor), (minor * n, unit.all_in_minor() * n));
            proptest::prop_assert_eq!(unit.fee_minor == 0, minor == 0, "a free ticket carries no fee, and no other one is without");
            proptest::prop_assert_eq!(told(least, Some(least.max(1_250)), &said.shown()).is_none(), minor >= least && (minor == 0 || unit.all_in_minor() >= 50));
        }
    }

    #[test]
    fn an_amount_is_judged_with_what_would_be_right() {
        assert_eq!(told(500, Some(1_250), "5"), None);
        assert_eq!(told(500, Some(1_250), "12,50"), None);
        assert_eq!(told(0, Some(1_250), "0"), None, "nothing is fine where the least is nothing");
        assert_eq!(told(500, Some(1_250), "4.99").unwrap(), "“Support”: enter €5.00 or more, such as 12.50. You entered €4.99.");
        assert_eq!(told(0, Some(1_250), "").unwrap(), "“Support”: enter an amount such as 12.50, or 0.");
        assert_eq!(told(0, Some(1_250), "-1").unwrap(), "“Support”: enter an amount such as 12.50, or 0. You entered −€1.00.");
        assert_eq!(
            told(0, Some(1_250), "0.30").unwrap(),
            "“Support”: enter 0, or another amount such as 12.50: €0.43 is less than the smallest charge."
        );
        assert_eq!(told(0, Some(1_250), "2000000").unwrap(), "“Support”: enter at most €1,000,000.00.");
        assert!(told(500, Some(1_250), "lots").unwrap().starts_with("“Support”: enter €5.00 or more, such as 12.50. “lots” is none. "));
        assert_eq!(told(500, None, "5").unwrap(), "“Support”: its price is fixed; leave the amount out.");
    }
}
