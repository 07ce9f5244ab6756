//! Which rows something is to be done with: those that were ticked, or all that match.

use std::fmt;

use platform_http::{Check, FieldFault};
use platform_texts::t;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use super::Params;

/// More than a page has, so that programs can name rows of several; beyond that a filter says it better.
const MOST_NAMED: usize = 500;

/// Fields of a form, names that occur several times included. In JSON such a name holds a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("fields")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, OneOrMany>()? {
                    match value {
                        OneOrMany::One(value) => pairs.push((name, value)),
                        OneOrMany::Many(values) => pairs.extend(values.into_iter().map(|value| (name.clone(), value))),
                    }
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// What was chosen in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// These rows.
    Rows(Vec<Uuid>),
    /// Every row that the filter lets through, on whichever page it is.
    All,
}

impl Choice {
    /// From a list's form: `id` once for each ticked row, or `all`. `what` is what is chosen, in words: “one order”.
    pub fn read(pairs: &Pairs, none: &str) -> Result<Self, Vec<FieldFault>> {
        let mut check = Check::new();
        if Params::of(pairs.0.clone()).get("all") == "on" {
            return Ok(Self::All);
        }
        let mut ids: Vec<Uuid> = Vec::new();
        for (_, value) in pairs.0.iter().filter(|(name, value)| name == "id" && !value.is_empty()) {
            match value.parse() {
                Ok(id) if !ids.contains(&id) => ids.push(id),
                Ok(_) => {}
                Err(_) => check.wrong("id", t!("console-lists-rows")),
            }
        }
        check.that(!ids.is_empty(), "id", none);
        check.that(ids.len() <= MOST_NAMED, "id", &t!("console-lists-too-many"));
        if check.is_fine() { Ok(Self::Rows(ids)) } else { Err(check.faults()) }
    }

    /// The ids, where rows were ticked.
    pub fn ids(&self) -> Option<&[Uuid]> {
        match self {
            Self::Rows(ids) => Some(ids),
            Self::All => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0195a1b2-0000-7000-8000-000000000001";

    fn read(body: &str) -> Result<Choice, String> {
        let pairs: Pairs = serde_urlencoded::from_str(body).unwrap();
        Choice::read(&pairs, "choose at least one order").map_err(|faults| faults[0].message.clone())
    }

    #[test]
    fn a_choice_is_rows_or_all_of_them() {
        let one: Uuid = ID.parse().unwrap();
        assert_eq!(read(&format!("id={ID}&id={ID}&q=x")), Ok(Choice::Rows(vec![one])));
        assert_eq!(read(&format!("id={ID}&all=on")), Ok(Choice::All));
        assert_eq!(read("q=x"), Err("choose at least one order".to_owned()));
        assert!(read("id=me").is_err());
        let many: String = (0..501).map(|n| format!("id={}&", Uuid::from_u128(n))).collect();
        assert!(read(&many).unwrap_err().contains("at most 500"));
    }

    #[test]
    fn programs_send_a_list() {
        let pairs: Pairs = serde_json::from_value(serde_json::json!({"id": [ID], "q": "x"})).unwrap();
        assert_eq!(pairs.0, [("id".to_owned(), ID.to_owned()), ("q".to_owned(), "x".to_owned())]);
    }
}
