//! Comps as they are typed.

use platform_http::Check;
use platform_texts::t;
use platform_types::{EventId, TicketTypeId, is_blank};
use serde::Deserialize;
use uuid::Uuid;

use crate::catalogue::Offer;
use crate::comps::{Comps, read_people};
use crate::console::typed;

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CompForm {
    /// Made with the form: the same form gives nothing twice.
    pub batch: String,
    /// The ticket type.
    pub kind: String,
    /// A name and an address on each line.
    pub people: String,
    /// Why.
    pub reason: String,
}

impl CompForm {
    /// What it means, or every mistake noted. Of a list, every wrong line is told.
    pub fn read(&self, event: EventId, offers: &[Offer], check: &mut Check) -> Option<Comps> {
        let kind = self.kind.trim().parse::<TicketTypeId>().ok().filter(|id| offers.iter().any(|o| o.id == *id));
        check.that(kind.is_some(), "kind", &t!("console-comps-kind-missing"));
        let people = read_people(&self.people).map_err(|wrong| check.wrong("people", wrong.join(" "))).ok();
        let reason = check.field("reason", typed::line(&self.reason, 500));
        let told = reason.as_ref().is_none_or(|r| !is_blank(r));
        check.that(told, "reason", &t!("console-comps-reason-missing"));
        // A program that names no batch gives anew.
        let batch = self.batch.trim().parse::<Uuid>().ok();
        check.that(batch.is_some() || self.batch.trim().is_empty(), "batch", &t!("console-comps-batch-wrong"));
        if !told {
            return None;
        }
        Some(Comps { batch: batch.unwrap_or_default(), event, kind: kind?, people: people?, reason: reason? })
    }
}
