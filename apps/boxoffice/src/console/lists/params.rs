//! What a list's address says, kept as it was typed.

use serde::{Deserialize, Deserializer};

use super::choice::Pairs;

/// Names and values of an address. Of one name the first counts; empty values say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Pairs::deserialize(deserializer).map(|pairs| Self::of(pairs.0))
    }
}

impl Params {
    /// Of pairs.
    pub fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut kept: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs {
            let value = value.trim().to_owned();
            if !value.is_empty() && kept.iter().all(|(known, _)| *known != name) {
                kept.push((name, value));
            }
        }
        Self(kept)
    }

    /// Of a form-encoded text.
    pub fn read(query: &str) -> Self {
        Self::of(serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default())
    }

    /// The value of a name; empty when nothing was said.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Only what these names say, in their order.
    pub fn only(&self, names: &[&str]) -> Self {
        Self::of(names.iter().map(|name| ((*name).to_owned(), self.get(name).to_owned())))
    }

    /// With another value; an empty one takes the name away.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let others = self.0.iter().filter(|(known, _)| known != name).cloned();
        Self::of(others.chain([(name.to_owned(), value.to_owned())]))
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Form-encoded.
    pub fn query(&self) -> String {
        serde_urlencoded::to_string(&self.0).unwrap_or_default()
    }

    /// The address that says this of the page at `base`.
    pub fn href(&self, base: &str) -> String {
        if self.0.is_empty() { base.to_owned() } else { format!("{base}?{}", self.query()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_each_thing_once_and_nothing_empty() {
        let params = Params::read("q=M%C3%BCller+%26+Co&status=&q=other&sort=total");
        assert_eq!(params.get("q"), "Müller & Co");
        assert_eq!(params.get("status"), "");
        assert_eq!(params.href("/x"), "/x?q=M%C3%BCller+%26+Co&sort=total");
        assert_eq!(params.with("q", "").href("/x"), "/x?sort=total");
        assert_eq!(params.only(&["sort", "done"]).query(), "sort=total");
        assert_eq!(Params::default().href("/x"), "/x");
        assert_eq!(Params::read(&params.query()), params);
    }
}
