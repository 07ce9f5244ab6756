//! What a buyer asks for: form fields `quantity[<ticket type>]` and, where the buyer says the price, `amount[<ticket type>]`;
//! or JSON `{"items": [{"ticket_type", "quantity", "price_minor"}]}`.

use std::collections::BTreeMap;
use std::fmt;

use platform_http::{Check, Code, Fault, FieldFault, code};
use platform_texts::t;
use platform_types::{Currency, TicketTypeId};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::amount::{Said, Terms};
use super::codes;
use crate::catalogue::{Availability, Offer};
use crate::codes::normal;
use crate::holds::Wish;

/// More than any ticket type allows in one order (the database's own bound).
const MOST_OF_A_TYPE: i64 = 100;
/// More types than any event shows; a longer list is no honest one.
const MOST_TYPES: usize = 100;
/// Of a number nobody means, so much is shown again.
const SHOWN: usize = 20;

/// The name of a quantity field.
pub(crate) fn field_name(id: TicketTypeId) -> String {
    format!("quantity[{id}]")
}

/// As it was sent, not yet believed; and the code that came with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    lines: Vec<Line>,
    /// What was said about prices.
    said: Vec<Said>,
    /// The code that came with it, as it is looked for.
    code: Option<String>,
    /// Whether the page it was sent from had tried that code.
    brought: bool,
}

#[derive(Clone, Debug)]
struct Line {
    /// Its name as it was sent.
    field: String,
    id: TicketTypeId,
    amount: Amount,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Amount {
    Number(i64),
    Typed(String),
    /// No number of tickets, of whatever kind.
    Other(serde_json::Value),
}

/// What programs send.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(expecting = r#"an object like {"items": [{"ticket_type": "…", "quantity": 2}]}"#)]
pub(super) struct Items {
    /// What is wanted.
    #[schemars(with = "Vec<Item>")]
    items: Option<Vec<Item>>,
    /// A promo code, or one that opens hidden tickets.
    code: Option<String>,
    /// The names of what else was sent.
    #[serde(flatten)]
    #[schemars(skip)]
    others: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(expecting = r#"an object like {"ticket_type": "…", "quantity": 2}"#)]
struct Item {
    /// Which.
    ticket_type: TicketTypeId,
    /// How many.
    #[schemars(with = "u32", range(min = 1, max = 100))]
    quantity: Amount,
    /// Of one, where the buyer says the price.
    #[serde(default)]
    #[schemars(with = "Option<i64>")]
    price_minor: Option<serde_json::Value>,
}

impl Items {
    /// The choice; without `items` it says what was sent in their place.
    pub(super) fn wanted(self) -> Result<Wanted, Fault> {
        let Some(items) = self.items else {
            let mut check = Check::new();
            check.wrong("items", t!("wanted-items-needed", example = r#"a list like [{"ticket_type": "…", "quantity": 2}]."#));
            for name in self.others.keys().take(SHOWN) {
                check.wrong(name, t!("wanted-unknown"));
            }
            return Err(check.into_fault());
        };
        let mut wanted = Wanted { code: self.code.as_deref().and_then(normal), ..Wanted::default() };
        for (n, item) in items.into_iter().enumerate() {
            wanted.said.extend(item.price_minor.map(|price| Said::of_json(n, item.ticket_type, price)));
            wanted.lines.push(Line { field: format!("items[{n}].quantity"), id: item.ticket_type, amount: item.quantity });
        }
        Ok(wanted)
    }
}

impl Wanted {
    /// One quantity per type, each 1 to 100, and what one may cost where that was said; types of which none is wanted are
    /// left out, whatever stands in their amount.
    pub(super) fn wishes(&self, currency: Currency) -> Result<Vec<Wish>, Fault> {
        let mut check = Check::new();
        let mut sums: BTreeMap<TicketTypeId, i64> = BTreeMap::new();
        for line in &self.lines {
            match line.amount.read() {
                Some(n) => *sums.entry(line.id).or_default() = sums.get(&line.id).copied().unwrap_or(0).saturating_add(n),
                None => check.wrong(&line.field, t!("wanted-number")),
            }
        }
        sums.retain(|_, n| *n != 0);
        for said in self.said.iter().filter(|said| sums.contains_key(&said.id)) {
            if let Err(message) = said.read(currency) {
                check.wrong(&said.field, message);
            }
        }
        check.done()?;
        if sums.is_empty() {
            return Err(Fault::new(codes::holds::EMPTY));
        }
        if sums.len() > MOST_TYPES || sums.values().any(|n| *n > MOST_OF_A_TYPE) {
            return Err(Fault::new(codes::holds::OVER_LIMIT));
        }
        let wish = |(id, n): (TicketTypeId, i64)| {
            Some(Wish { ticket_type: id, quantity: i32::try_from(n).ok()?, chosen_minor: self.price_of(id, currency) })
        };
        Ok(sums.into_iter().filter_map(wish).collect())
    }

    /// What one of this type may cost, in minor units; of two words that differ the larger, which is refused as any other.
    fn price_of(&self, id: TicketTypeId, currency: Currency) -> Option<i64> {
        let said = self.said.iter().filter(|said| said.id == id);
        said.filter_map(|said| said.read(currency).ok().flatten()).max()
    }

    /// What to say beside each field when the whole was refused for this: the ticket's name and what can be had.
    pub(super) fn faults(&self, refused: Code, terms: &Terms<'_>) -> Vec<FieldFault> {
        let about = |line: &Line| {
            let offer = terms.offers.iter().find(|o| o.id == line.id);
            let message = if refused == code::http::INVALID {
                line.amount.read().is_none().then(|| line.fault(offer))
            } else {
                offer.and_then(|offer| self.beyond(refused, offer))
            };
            Some(FieldFault { field: line.field.clone(), message: message? })
        };
        let mut faults: Vec<FieldFault> = self.lines.iter().filter_map(about).collect();
        if [code::http::INVALID, codes::holds::WRONG_AMOUNT].contains(&refused) {
            faults.extend(self.wrong_amounts(terms));
        }
        faults
    }

    /// Every amount that a chosen ticket cannot be had for, with what would be right.
    pub(super) fn wrong_amounts(&self, terms: &Terms<'_>) -> Vec<FieldFault> {
        let chosen = terms.offers.iter().filter(|offer| self.of(offer.id) > 0);
        let about = |offer: &Offer| {
            let mut said = self.said.iter().filter(|said| said.id == offer.id).peekable();
            let unsaid = (said.peek().is_none() && offer.suggested_minor.is_some()).then(|| Said::nothing(offer.id));
            said.chain(&unsaid).filter_map(|said| terms.fault(offer, said)).collect::<Vec<_>>()
        };
        chosen.flat_map(about).collect()
    }

    /// Why not so many of this ticket.
    fn beyond(&self, refused: Code, offer: &Offer) -> Option<String> {
        let asked = self.of(offer.id);
        let is_why = match refused {
            it if it == codes::holds::OVER_LIMIT => asked > i64::from(offer.max_per_order),
            it if it == codes::holds::UNDER_LIMIT => asked > 0 && asked < i64::from(offer.min_per_order),
            it if it == codes::holds::SOLD_OUT => asked > i64::from(offer.left),
            _ => false,
        };
        let range = range(offer).filter(|_| is_why)?;
        Some(t!("wanted-beyond", ticket = offer.name, range = range, asked = asked).into_owned())
    }

    /// How many of this type were asked for; what is no number reads as none.
    pub(super) fn of(&self, id: TicketTypeId) -> i64 {
        self.lines.iter().filter(|line| line.id == id).filter_map(|line| line.amount.read()).fold(0, i64::saturating_add)
    }

    /// What was typed for this type, to be shown again as it was.
    pub(super) fn typed(&self, id: TicketTypeId) -> String {
        let mut lines = self.lines.iter().filter(|line| line.id == id);
        match (lines.next(), lines.next()) {
            (Some(line), None) => line.amount.shown(),
            _ => self.of(id).to_string(),
        }
    }

    /// What was typed as the price of this type, to be shown again as it was; none where nothing was said.
    pub(super) fn typed_amount(&self, id: TicketTypeId) -> Option<String> {
        self.said.iter().find(|said| said.id == id).map(Said::shown)
    }

    /// The choice as a query, to be read again by [`Wanted::of_pairs`].
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let counts = self.lines.iter().take(MOST_TYPES).map(|line| (field_name(line.id), line.amount.shown()));
        let said = self.said.iter().take(MOST_TYPES).map(|said| (super::amount::field_name(said.id), said.shown()));
        counts.filter(|(_, amount)| amount != "0").chain(said).collect()
    }

    /// Whether anything was said about prices.
    pub(super) fn says_amounts(&self) -> bool {
        !self.said.is_empty()
    }

    /// The code that came with the choice, as it is looked for.
    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether nothing was said but a code that has not been tried yet.
    pub(super) fn only_a_code(&self) -> bool {
        self.code.is_some() && !self.brought
    }

    /// From a query or a form.
    pub(super) fn of_pairs(pairs: &[(String, String)]) -> Self {
        Self {
            lines: pairs.iter().filter_map(|(name, text)| Line::of_pair(name, text.clone())).collect(),
            said: pairs.iter().filter_map(|(name, text)| Said::of_pair(name, text)).collect(),
            code: pairs.iter().find(|(name, _)| name == "code").and_then(|(_, text)| normal(text)),
            brought: pairs.iter().any(|(name, _)| name == "brought"),
        }
    }
}

impl Line {
    /// Of a quantity field; other fields are none.
    fn of_pair(name: &str, text: String) -> Option<Self> {
        let of_type = name.strip_prefix("quantity[").and_then(|rest| rest.strip_suffix(']'))?;
        // A name we did not write stands for a type we do not sell.
        let id = of_type.parse().unwrap_or(TicketTypeId(uuid::Uuid::nil()));
        Some(Self { field: name.to_owned(), id, amount: Amount::Typed(text) })
    }

    fn fault(&self, offer: Option<&Offer>) -> String {
        let typed = self.amount.shown();
        match offer.and_then(|offer| Some((&offer.name, range(offer)?))) {
            Some((name, range)) => t!("wanted-number-of", ticket = name, range = range, typed = typed).into_owned(),
            None => t!("wanted-number-not", typed = typed).into_owned(),
        }
    }
}

/// How many can be had; none while it is not on sale.
fn range(offer: &Offer) -> Option<String> {
    if offer.availability != Availability::OnSale {
        return None;
    }
    let (least, most) = (offer.min_per_order, offer.max_per_order.min(offer.left));
    let told = match least {
        ..=1 => t!("wanted-range", most = most),
        _ if least > most => t!("wanted-range-none"),
        _ => t!("wanted-range-least", least = least, most = most),
    };
    Some(told.into_owned())
}

impl Amount {
    fn read(&self) -> Option<i64> {
        let n = match self {
            Self::Typed(text) => text.trim().parse().ok()?,
            Self::Number(n) => *n,
            Self::Other(_) => return None,
        };
        (n >= 0).then_some(n)
    }

    /// As it was said, cut where nobody reads on.
    fn shown(&self) -> String {
        let text = match self {
            Self::Typed(text) => text.trim().to_owned(),
            Self::Number(n) => n.to_string(),
            Self::Other(value) => value.to_string(),
        };
        text.chars().take(SHOWN).collect()
    }
}

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WantedVisitor)
    }
}

struct WantedVisitor;

impl<'de> Visitor<'de> for WantedVisitor {
    type Value = Wanted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("quantities by ticket type")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wanted, A::Error> {
        let mut wanted = Wanted::default();
        while let Some(key) = map.next_key::<String>()? {
            if key.starts_with("quantity[") {
                let text: String = map.next_value()?;
                wanted.lines.extend(Line::of_pair(&key, text));
            } else if key.starts_with("amount[") {
                let text: String = map.next_value()?;
                wanted.said.extend(Said::of_pair(&key, &text));
            } else if key == "code" {
                wanted.code = normal(&map.next_value::<String>()?);
            } else if key == "brought" {
                wanted.brought = true;
                map.next_value::<IgnoredAny>()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "0195a1b2-0000-7000-8000-00000000000a";
    const B: &str = "0195a1b2-0000-7000-8000-00000000000b";

    fn form(text: &str) -> Result<Vec<(TicketTypeId, i32)>, String> {
        let wanted: Wanted = serde_urlencoded::from_str(text).map_err(|e| e.to_string())?;
        plain(wanted.wishes(Currency::EUR))
    }

    fn plain(wishes: Result<Vec<Wish>, Fault>) -> Result<Vec<(TicketTypeId, i32)>, String> {
        let wishes = wishes.map_err(|f| f.code().code.to_owned())?;
        Ok(wishes.into_iter().map(|w| (w.ticket_type, w.quantity)).collect())
    }

    fn json(text: &str) -> Result<Vec<(TicketTypeId, i32)>, String> {
        let items: Items = serde_json::from_str(text).map_err(|e| e.to_string())?;
        plain(items.wanted().and_then(|wanted| wanted.wishes(Currency::EUR)))
    }

    #[test]
    fn a_form_and_json_ask_for_the_same() {
        let both = vec![(A.parse().unwrap(), 2), (B.parse().unwrap(), 1)];
        assert_eq!(form(&format!("quantity%5B{A}%5D=2&quantity[{B}]=+1+&other=x")), Ok(both.clone()));
        assert_eq!(
            json(&format!(r#"{{"items":[{{"ticket_type":"{A}","quantity":2}},{{"ticket_type":"{B}","quantity":1}}],"x":{{}}}}"#)),
            Ok(both)
        );
    }

    #[test]
    fn nothing_too_much_and_nonsense_are_refused() {
        assert_eq!(form(""), Err("holds.empty".into()));
        assert_eq!(form(&format!("quantity[{A}]=0")), Err("holds.empty".into()));
        assert_eq!(json(r#"{"items":[]}"#), Err("holds.empty".into()));
        for other in ["{}", r#"{"items":null}"#, r#"{"tickets":[]}"#, &format!(r#"{{"quantity[{A}]":"2"}}"#)] {
            assert_eq!(json(other), Err("http.invalid_input".into()), "{other}");
        }
        for other in ["[]", "\"x\"", "5", r#"{"items":{}}"#, r#"{"items":["x"]}"#] {
            assert!(json(other).is_err_and(|e| e.contains("expected")), "{other}");
        }
        for wrong in ["-1", "two", "1.5", "99999999999999999999"] {
            assert_eq!(form(&format!("quantity[{A}]={wrong}")), Err("http.invalid_input".into()), "{wrong}");
        }
        assert_eq!(form(&format!("quantity[{A}]=101")), Err("holds.over_limit".into()));
        // Two lines of one type are one wish: they do not pass a limit together that each passes alone.
        assert_eq!(
            json(&format!(r#"{{"items":[{{"ticket_type":"{A}","quantity":60}},{{"ticket_type":"{A}","quantity":60}}]}}"#)),
            Err("holds.over_limit".into())
        );
        assert_eq!(
            json(&format!(
                r#"{{"items":[{{"ticket_type":"{A}","quantity":{}}},{{"ticket_type":"{A}","quantity":{}}}]}}"#,
                i64::MAX,
                i64::MAX
            )),
            Err("holds.over_limit".into())
        );
        assert!(json(r#"{"items":[{"ticket_type":"x","quantity":1}]}"#).is_err());
        for wrong in ["-1", "1.5", "\"two\"", "null", "[]"] {
            let items = format!(r#"{{"items":[{{"ticket_type":"{A}","quantity":{wrong}}}]}}"#);
            assert_eq!(json(&items), Err("http.invalid_input".into()), "{wrong}");
        }
    }

    #[test]
    fn a_choice_goes_through_an_address_and_comes_back() {
        let wanted: Wanted =
            serde_urlencoded::from_str(&format!("quantity[{A}]=3&quantity[{B}]=0&quantity[x]={}&a=b", "9".repeat(50))).unwrap();
        let pairs = wanted.pairs();
        assert_eq!(pairs.len(), 2, "what was not chosen is not repeated");
        let again = Wanted::of_pairs(&pairs);
        assert_eq!((again.of(A.parse().unwrap()), again.of(B.parse().unwrap())), (3, 0));
        assert!(pairs[1].1.len() <= 20);
        let typed = Wanted::of_pairs(&[(format!("quantity[{A}]"), "99999".to_owned()), (format!("quantity[{B}]"), "-1".to_owned())]);
        assert_eq!((typed.typed(A.parse().unwrap()), typed.typed(B.parse().unwrap())), ("99999".into(), "-1".into()), "as it was typed");
    }

    #[test]
    fn an_amount_is_what_people_type_and_counts_only_for_what_is_chosen() {
        let chosen = |text: &str| {
            let wanted: Wanted = serde_urlencoded::from_str(text).unwrap();
            wanted.wishes(Currency::EUR).map(|w| w[0].chosen_minor).map_err(|f| f.fields()[0].field.clone())
        };
        for (typed, minor) in [("12", 1_200), ("12.50", 1_250), ("12%2C50", 1_250), ("+12+", 1_200), ("0", 0)] {
            assert_eq!(chosen(&format!("quantity[{A}]=1&amount[{A}]={typed}")), Ok(Some(minor)), "{typed}");
        }
        assert_eq!(chosen(&format!("quantity[{A}]=1&amount[{A}]=")), Ok(None), "nothing said is none, and the database asks for it");
        for wrong in ["twelve", "1.2.3", "12.505", "%E2%82%AC12"] {
            assert_eq!(chosen(&format!("quantity[{A}]=1&amount[{A}]={wrong}")), Err(format!("amount[{A}]")), "{wrong}");
        }
        assert_eq!(chosen(&format!("quantity[{A}]=1&quantity[{B}]=0&amount[{B}]=nonsense")), Ok(None), "of what is not chosen");
        let json: Items =
            serde_json::from_str(&format!(r#"{{"items":[{{"ticket_type":"{A}","quantity":1,"price_minor":1250}}]}}"#)).unwrap();
        assert_eq!(json.wanted().unwrap().wishes(Currency::EUR).unwrap()[0].chosen_minor, Some(1_250));
        for wrong in ["12.5", "\"12\"", "[]"] {
            let items: Items =
                serde_json::from_str(&format!(r#"{{"items":[{{"ticket_type":"{A}","quantity":1,"price_minor":{wrong}}}]}}"#)).unwrap();
            let fault = items.wanted().unwrap().wishes(Currency::EUR).unwrap_err();
            assert_eq!(fault.fields()[0].field, "items[0].price_minor", "{wrong}");
        }
    }

    #[test]
    fn what_was_typed_as_an_amount_comes_back_by_the_address() {
        let wanted: Wanted = serde_urlencoded::from_str(&format!("quantity[{A}]=1&amount[{A}]=zw%C3%B6lf&amount[{B}]=20")).unwrap();
        let again = Wanted::of_pairs(&wanted.pairs());
        assert_eq!(again.typed_amount(A.parse().unwrap()).as_deref(), Some("zwölf"));
        assert_eq!(again.typed_amount(B.parse().unwrap()).as_deref(), Some("20"), "also of what is not chosen yet");
    }
}
