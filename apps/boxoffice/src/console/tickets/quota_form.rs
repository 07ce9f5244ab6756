//! A quota as it is typed.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_texts::t;
use platform_types::is_blank;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::form::{MOST, required};
use super::shelf::{Shelf, ids_of, joined, ticked};
use crate::catalogue::QuotaDetails;
use crate::console::events::Named;
use crate::console::typed;

/// Before a type's id, the name of its box.
pub const TYPE_BOX: &str = "type_";

/// A quota, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuotaForm {
    /// Name.
    pub quota_name: String,
    /// How many tickets its types may sell together.
    pub quota_capacity: String,
    /// Ids of the types that draw from it, by commas; a page sends a box for each instead.
    pub types: String,
}

/// Fields, and what people call them.
pub const FIELDS: [Named; 3] = [
    ("quota_name", || t!("console-quota-field-name")),
    ("quota_capacity", || t!("console-quota-field-capacity")),
    ("types", || t!("console-quota-field-types")),
];

/// The form as it is sent, with what it was opened on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentQuota {
    /// What the form said when it was opened.
    pub was: String,
    #[serde(flatten)]
    form: QuotaForm,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

impl SentQuota {
    /// A form that says what is, opened on something else.
    pub fn of(details: &QuotaDetails, was: String) -> Self {
        Self { was, form: QuotaForm::of(details), others: BTreeMap::new() }
    }

    /// What was typed, the boxes among it.
    pub fn form(&self) -> QuotaForm {
        let boxes = ticked(TYPE_BOX, self.others.keys());
        QuotaForm { types: joined(ids_of(&self.form.types).into_iter().chain(boxes)), ..self.form.clone() }
    }
}

impl QuotaForm {
    /// As it opens for one that is there.
    pub fn of(details: &QuotaDetails) -> Self {
        Self {
            quota_name: details.name.clone(),
            quota_capacity: details.capacity.to_string(),
            types: joined(details.types.iter().copied()),
        }
    }

    /// Whether the box of this type is ticked.
    pub fn has(&self, id: Uuid) -> bool {
        ids_of(&self.types).contains(&id)
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, shelf: &Shelf, check: &mut Check) -> Option<QuotaDetails> {
        let name = check.field("quota_name", typed::line(&self.quota_name, 120)).filter(|n| {
            check.that(!is_blank(n), "quota_name", &t!("console-quota-name-missing"));
            !is_blank(n)
        });
        let capacity =
            required(check, "quota_capacity", typed::count(&self.quota_capacity, 0, MOST), &t!("console-quota-capacity-missing"));
        let types = ids_of(&self.types);
        check.that(!types.is_empty(), "types", &t!("console-quota-types-missing"));
        let known = types.iter().all(|id| shelf.types.iter().any(|t| t.id.0 == *id));
        check.that(known, "types", &t!("console-quota-types-gone"));
        if types.is_empty() || !known {
            return None;
        }
        let details = QuotaDetails { name: name?, capacity: capacity?, types };
        let of_them = || shelf.types.iter().filter(|t| details.types.contains(&t.id.0));
        let (sold, held) = (of_them().map(|t| t.sold).sum::<i32>(), of_them().map(|t| t.held).sum::<i32>());
        if details.capacity < sold + held {
            check.wrong("quota_capacity", super::type_form::below((sold, held)));
            return None;
        }
        Some(details)
    }
}
