//! Collects what is wrong with an input, all of it at once.

use std::fmt::Display;

use crate::{Fault, code};

/// One field and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct FieldFault {
    /// The field's name as it was sent.
    pub field: String,
    /// A sentence for the person.
    pub message: String,
}

impl FieldFault {
    /// The message as pages show it beside the field.
    pub fn sentence(&self) -> String {
        sentence(&self.message)
    }
}

/// The error of a rule as a sentence: a capital first, a full stop last.
pub fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let mut out: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    out.push_str(chars.as_str());
    if !out.is_empty() && !out.ends_with(['.', '?', '!', '…', '؟']) {
        out.push('.');
    }
    out
}

/// Gathers field errors while a command is being read.
#[derive(Debug, Default)]
pub struct Check {
    faults: Vec<FieldFault>,
}

impl Check {
    /// Nothing wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value, or a noted error.
    pub fn field<T, E: Display>(&mut self, name: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|e| self.wrong(name, e.to_string())).ok()
    }

    /// Notes an error. Of one field the first is told: mending it is the next thing to do.
    pub fn wrong(&mut self, name: &str, message: impl Into<String>) {
        if self.faults.iter().all(|fault| fault.field != name) {
            self.faults.push(FieldFault { field: name.to_owned(), message: message.into() });
        }
    }

    /// Notes an error unless `fine`.
    pub fn that(&mut self, fine: bool, name: &str, message: &str) {
        if !fine {
            self.wrong(name, message);
        }
    }

    /// Whether nothing was wrong.
    pub fn is_fine(&self) -> bool {
        self.faults.is_empty()
    }

    /// What was wrong.
    pub fn faults(self) -> Vec<FieldFault> {
        self.faults
    }

    /// `Ok` when nothing was wrong, else the fault with every field.
    pub fn done(self) -> Result<(), Fault> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.into_fault()) }
    }

    /// The fault with every field.
    pub fn into_fault(self) -> Fault {
        Fault::new(code::http::INVALID).with_fields(self.faults)
    }
}

#[cfg(test)]
mod tests {
    use super::{Check, sentence};

    #[test]
    fn a_field_is_listed_once() {
        let mut check = Check::new();
        for (field, message) in [("a", "first"), ("b", "other"), ("a", "second")] {
            check.wrong(field, message);
        }
        let faults = check.faults();
        assert_eq!(faults.iter().map(|f| (f.field.as_str(), f.message.as_str())).collect::<Vec<_>>(), [("a", "first"), ("b", "other")]);
    }

    #[test]
    fn rules_speak_in_sentences() {
        assert_eq!(sentence("enter a name"), "Enter a name.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), "");
    }
}
