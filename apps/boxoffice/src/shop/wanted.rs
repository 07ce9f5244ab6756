//! What a buyer asks for: form fields `quantity[<ticket type>]`, or JSON `{"items": [{"ticket_type", "quantity"}]}`.

use std::collections::BTreeMap;
use std::fmt;

use platform_http::{Check, Fault};
use platform_types::TicketTypeId;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::codes;

/// More than any ticket type allows in one order (the database's own bound).
const MOST_OF_A_TYPE: i64 = 100;
/// More types than any event shows; a longer list is no honest one.
const MOST_TYPES: usize = 100;

/// The name of a quantity field.
pub(super) fn field_name(id: TicketTypeId) -> String {
    format!("quantity[{id}]")
}

/// As it was sent, not yet believed.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted(Vec<(TicketTypeId, Amount)>);

#[derive(Clone, Debug)]
enum Amount {
    Typed(String),
    Number(i64),
}

#[derive(Deserialize)]
struct Item {
    ticket_type: TicketTypeId,
    quantity: i64,
}

impl Wanted {
    /// One quantity per type, each 1 to 100; types of which none is wanted are left out.
    pub(super) fn items(&self) -> Result<Vec<(TicketTypeId, i32)>, Fault> {
        let mut check = Check::new();
        let mut sums: BTreeMap<TicketTypeId, i64> = BTreeMap::new();
        for (id, amount) in &self.0 {
            match amount.read() {
                Some(n) => *sums.entry(*id).or_default() = sums.get(id).copied().unwrap_or(0).saturating_add(n),
                None => check.wrong(&field_name(*id), "Enter a whole number, or 0."),
            }
        }
        check.done()?;
        sums.retain(|_, n| *n != 0);
        if sums.is_empty() {
            return Err(Fault::new(codes::holds::EMPTY));
        }
        if sums.len() > MOST_TYPES || sums.values().any(|n| *n > MOST_OF_A_TYPE) {
            return Err(Fault::new(codes::holds::OVER_LIMIT));
        }
        Ok(sums.into_iter().filter_map(|(id, n)| Some((id, i32::try_from(n).ok()?))).collect())
    }

    /// How many of this type were asked for, to be shown again; what is no number reads as none.
    pub(super) fn of(&self, id: TicketTypeId) -> u32 {
        let n: i64 = self.0.iter().filter(|(t, _)| *t == id).filter_map(|(_, amount)| amount.read()).fold(0, i64::saturating_add);
        u32::try_from(n.clamp(0, MOST_OF_A_TYPE)).unwrap_or(0)
    }
}

impl Amount {
    fn read(&self) -> Option<i64> {
        let n = match self {
            Self::Typed(text) => text.trim().parse().ok()?,
            Self::Number(n) => *n,
        };
        (n >= 0).then_some(n)
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
        f.write_str("quantities by ticket type, or a list `items`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wanted, A::Error> {
        let mut wanted = Wanted::default();
        while let Some(key) = map.next_key::<String>()? {
            let of_type = key.strip_prefix("quantity[").and_then(|rest| rest.strip_suffix(']'));
            if key == "items" {
                let items: Vec<Item> = map.next_value()?;
                wanted.0.extend(items.into_iter().map(|i| (i.ticket_type, Amount::Number(i.quantity))));
            } else if let Some(id) = of_type {
                let text: String = map.next_value()?;
                // A name we did not write stands for a type we do not sell.
                let id = id.parse().unwrap_or(TicketTypeId(uuid::Uuid::nil()));
                wanted.0.push((id, Amount::Typed(text)));
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
        wanted.items().map_err(|f| f.code().code.to_owned())
    }

    fn json(text: &str) -> Result<Vec<(TicketTypeId, i32)>, String> {
        let wanted: Wanted = serde_json::from_str(text).map_err(|e| e.to_string())?;
        wanted.items().map_err(|f| f.code().code.to_owned())
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
    }
}
