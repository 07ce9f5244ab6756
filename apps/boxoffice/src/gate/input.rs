//! What a scan says: a code, typed or seen, or a name picked from the list; at which gate, into which zone; sent by what.

use std::borrow::Cow;

use platform_http::{Check, Fault};
use platform_texts::t;
use platform_types::{TicketId, clean_line};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::door::Shown;
use crate::tickets::code;

/// Where nobody said which gate it is.
pub const SOME_GATE: &str = "Door";

/// Longer than anything a person types; what a camera reads is several times as long.
const TYPED_AT_MOST: usize = 20;

/// As it is sent, by a form or as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct ScanInput {
    /// Made by the device, or by the form that is being sent.
    pub client_id: Option<String>,
    /// Which gate.
    pub gate: Option<String>,
    /// Code or id of the zone somebody wants to enter; nothing is the main entrance.
    pub zone: Option<String>,
    /// What the scanner's field holds: the text of a code, or a code that was typed there.
    pub code: Option<String>,
    /// A code that was certainly typed.
    pub typed: Option<String>,
    /// A ticket picked from the list of names.
    pub ticket: Option<String>,
    /// Set by our own forms: their id belongs to what they show, not to a device.
    pub form: Option<String>,
}

/// A scan that can be made.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What the same scan is recognised by.
    pub client_id: Uuid,
    /// Which gate.
    pub gate: String,
    /// The zone as it was named, not yet found.
    pub zone: Option<String>,
    /// What was shown.
    pub shown: Shown,
}

impl ScanInput {
    /// What it means, or what is wrong. `fresh` is for whoever sends no id.
    pub fn read(&self, fresh: Uuid) -> Result<Asked, Fault> {
        let mut check = Check::new();
        let shown = self.shown(&mut check);
        let sent = self.client_id.as_deref().filter(|id| !id.is_empty()).map(Uuid::parse_str);
        check.that(!matches!(sent, Some(Err(_))), "client_id", &t!("gate-client-wrong"));
        let gate = gate_of(self.gate.as_deref());
        let (Some(shown), true) = (shown, check.is_fine()) else { return Err(check.into_fault()) };
        let sent = sent.and_then(Result::ok).unwrap_or(fresh);
        let zone = self.zone.as_deref().map(str::trim).filter(|zone| !zone.is_empty()).map(str::to_owned);
        let client_id = if self.form.is_some() { bound(sent, &shown, zone.as_deref()) } else { sent };
        Ok(Asked { client_id, gate, zone, shown })
    }

    fn shown(&self, check: &mut Check) -> Option<Shown> {
        let given = |text: &Option<String>| text.clone().filter(|t| !t.trim().is_empty());
        if let Some(ticket) = given(&self.ticket) {
            let id = ticket.trim().parse::<TicketId>();
            check.that(id.is_ok(), "ticket", &t!("gate-ticket-wrong"));
            return id.ok().map(Shown::Picked);
        }
        let shown = given(&self.typed).map(Shown::Typed).or_else(|| given(&self.code).map(|text| kind_of(&text)));
        check.that(shown.is_some(), "code", &t!("gate-code-missing"));
        shown
    }
}

/// The one field of the scanner takes both: what reads as a signed code is one, what is short and plain was typed.
fn kind_of(text: &str) -> Shown {
    let plain = text.chars().filter(char::is_ascii_alphanumeric).count();
    let other = text.chars().any(|c| !c.is_ascii_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '.' | '_'));
    if code::read(text).is_err() && plain <= TYPED_AT_MOST && !other { Shown::Typed(text.to_owned()) } else { Shown::Code(text.to_owned()) }
}

/// A gate as it is shown: the one nobody named is told in the reader's language, its record is not.
pub fn gate_name(gate: &str) -> Cow<'_, str> {
    if gate == SOME_GATE { t!("gate-some") } else { Cow::Borrowed(gate) }
}

/// The gate's name as it is kept: one line of at most 60 characters.
pub fn gate_of(raw: Option<&str>) -> String {
    let name: String = clean_line(raw.unwrap_or_default()).chars().take(60).collect();
    let name = name.trim();
    if name.is_empty() { SOME_GATE.to_owned() } else { name.to_owned() }
}

/// A form's id is good for what is sent with it. A form whose answer was lost and that is then used for the next
/// person must not be given the first person's answer.
fn bound(form: Uuid, shown: &Shown, zone: Option<&str>) -> Uuid {
    let (kind, text) = match shown {
        Shown::Code(text) => ("code", text.clone()),
        Shown::Typed(text) => ("typed", text.clone()),
        Shown::Picked(id) => ("picked", id.to_string()),
    };
    let mut digest = Sha256::new().chain_update(form.as_bytes()).chain_update(kind).chain_update([0]).chain_update(text);
    if let Some(zone) = zone {
        digest = digest.chain_update([0]).chain_update(zone);
    }
    let digest = digest.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "0195a1b2-0000-7000-8000-000000000001";

    fn of_form(code: &str) -> ScanInput {
        ScanInput { client_id: Some(FORM.into()), code: Some(code.into()), form: Some("1".into()), ..ScanInput::default() }
    }

    fn fresh() -> Uuid {
        Uuid::from_u128(9)
    }

    #[test]
    fn a_form_sent_twice_is_one_scan_and_the_next_person_is_another() {
        let id = |code| of_form(code).read(fresh()).unwrap().client_id;
        assert_eq!(id("BCDF2345"), id("BCDF2345"));
        assert_ne!(id("BCDF2345"), id("BCDF2346"));
        let next_form = ScanInput { client_id: Some("0195a1b2-0000-7000-8000-000000000002".into()), ..of_form("BCDF2345") };
        assert_ne!(next_form.read(fresh()).unwrap().client_id, id("BCDF2345"));
        let into_zone = ScanInput { zone: Some(" LOUNGE ".into()), ..of_form("BCDF2345") }.read(fresh()).unwrap();
        assert_ne!(into_zone.client_id, id("BCDF2345"), "the entrance's answer is not the zone's");
        assert_eq!(into_zone.zone.as_deref(), Some("LOUNGE"));
    }

    #[test]
    fn a_device_keeps_its_own_id() {
        let sent = ScanInput { form: None, ..of_form("BCDF2345") };
        assert_eq!(sent.read(fresh()).unwrap().client_id.to_string(), FORM);
        let none = ScanInput { client_id: None, ..sent };
        assert_eq!(none.read(fresh()).unwrap().client_id, fresh());
    }

    #[test]
    fn one_field_takes_what_is_seen_and_what_is_typed() {
        for typed in ["BCDFG23456", "bcdf g23 456", "BCDF-G23-456", "BCDF"] {
            assert!(matches!(kind_of(typed), Shown::Typed(_)), "{typed}");
        }
        for seen in ["https://a.test/2345", "BCDFG23456BCDFG234567", "a:b%c$d/e"] {
            assert!(matches!(kind_of(seen), Shown::Code(_)), "{seen}");
        }
    }

    #[test]
    fn nothing_shown_and_nonsense_are_named() {
        let faults = |input: ScanInput| input.read(fresh()).unwrap_err().fields().iter().map(|f| f.field.clone()).collect::<Vec<_>>();
        assert_eq!(faults(ScanInput::default()), ["code"]);
        assert_eq!(
            faults(ScanInput { ticket: Some("x".into()), client_id: Some("y".into()), ..ScanInput::default() }),
            ["ticket", "client_id"]
        );
    }

    #[test]
    fn a_gate_always_has_a_name() {
        assert_eq!(gate_of(None), SOME_GATE);
        assert_eq!(gate_of(Some(" \n ")), SOME_GATE);
        assert_eq!(gate_of(Some(" North\n2 ")), "North 2");
        assert_eq!(gate_of(Some(&"x".repeat(100))).len(), 60);
    }
}
