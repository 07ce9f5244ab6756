//! Form fields with nested keys, read strictly: what nobody asks for is a mistake.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::rules::Refusal;
use crate::rules::render::Expand;

#[derive(Clone, Debug)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
    fingerprint: String,
}

impl Form {
    /// Reads a form body or a query; `place` (method and path) goes into the fingerprint.
    pub fn parse(place: &str, raw: &[u8]) -> Self {
        let fields: Vec<(String, String)> = url::form_urlencoded::parse(raw).into_owned().collect();
        let mut sorted = fields.clone();
        sorted.sort();
        let mut hash = Sha256::new();
        hash.update(place);
        for (name, value) in &sorted {
            for part in [name, value] {
                hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                hash.update(part);
            }
        }
        Self { fields, fingerprint: data_encoding::HEXLOWER.encode(&hash.finalize()) }
    }

    /// Equal for requests to one place with equal fields, in any order.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A look at a field, which still has to be taken.
    pub fn peek(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// A text that may be missing. Empty means missing, as at the original.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(n, _)| n == name)?;
        Some(self.fields.remove(at).1).filter(|value| !value.is_empty())
    }

    /// A text that must be there.
    pub fn needed(&mut self, name: &str) -> Result<String, Refusal> {
        self.text(name).ok_or_else(|| Refusal::parameter("parameter_missing", name, format!("Missing required param: {name}.")))
    }

    /// A whole number.
    pub fn number(&mut self, name: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let wrong = || Refusal::parameter("parameter_invalid_integer", name, format!("Invalid integer: {text}"));
        text.parse().map(Some).map_err(|_| wrong())
    }

    /// Everything below a name: `metadata[order_id]`.
    pub fn map(&mut self, name: &str) -> BTreeMap<String, String> {
        let key = |field: &str| field.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']').map(str::to_owned);
        let (inside, rest) = std::mem::take(&mut self.fields).into_iter().partition(|(n, _)| key(n).is_some());
        self.fields = rest;
        let inside: Vec<(String, String)> = inside;
        inside.into_iter().filter_map(|(n, value)| Some((key(&n)?, value))).collect()
    }

    /// `expand[]`.
    pub fn expand(&mut self) -> Result<Expand, Refusal> {
        let mut expand = Expand::default();
        for (_, wish) in std::mem::take(&mut self.fields).into_iter().filter_map(|field| self.not_expand(field)) {
            match wish.as_str() {
                "payment_intent" => expand.intent = true,
                "payment_intent.latest_charge" => expand = Expand { intent: true, charge: true },
                "latest_charge" => expand.charge = true,
                other => {
                    return Err(Refusal::parameter("parameter_unknown", "expand", format!("This property cannot be expanded ({other}).")));
                }
            }
        }
        Ok(expand)
    }

    /// Keeps a field that is no wish for expansion.
    fn not_expand(&mut self, field: (String, String)) -> Option<(String, String)> {
        if field.0 == "expand" || field.0.starts_with("expand[") {
            return Some(field);
        }
        self.fields.push(field);
        None
    }

    /// Refuses what nobody asked for.
    pub fn finish(&self) -> Result<(), Refusal> {
        match self.fields.first() {
            None => Ok(()),
            Some((name, _)) => Err(Refusal::parameter("parameter_unknown", name, format!("Received unknown parameter: {name}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_keys_are_taken_and_leftovers_named() {
        let mut form = Form::parse("POST /x", b"metadata[order_id]=7&metadata[b]=%C3%BC&amount=5&expand[]=latest_charge&oops=1&empty=");
        assert_eq!(form.map("metadata"), BTreeMap::from([("b".into(), "ü".into()), ("order_id".into(), "7".into())]));
        assert_eq!(form.number("amount"), Ok(Some(5)));
        assert!(form.expand().unwrap().charge);
        assert_eq!(form.text("empty"), None);
        assert_eq!(form.finish().unwrap_err().problem.param.as_deref(), Some("oops"));
    }

    #[test]
    fn fingerprints_tell_requests_apart_but_not_the_order_of_fields() {
        let print = |place, raw: &str| Form::parse(place, raw.as_bytes()).fingerprint().to_owned();
        assert_eq!(print("POST /x", "a=1&b=2"), print("POST /x", "b=2&a=1"));
        assert_ne!(print("POST /x", "a=1&b=2"), print("POST /x", "a=1&b=3"));
        assert_ne!(print("POST /x", "a=1"), print("POST /y", "a=1"));
        assert_ne!(print("POST /x", "ab=c"), print("POST /x", "a=bc"));
    }
}
