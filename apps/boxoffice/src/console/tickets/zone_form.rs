//! A zone as it is typed.

use platform_http::Check;
use platform_texts::t;
use platform_types::is_blank;
use serde::{Deserialize, Serialize};

use crate::catalogue::ZoneRow;
use crate::console::events::Named;
use crate::console::typed;

/// As long as a code gets.
const CODE: usize = 12;

/// A zone, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ZoneForm {
    /// Name.
    pub zone_name: String,
    /// Short code; left empty, it is made from the name.
    pub zone_code: String,
}

/// Fields, and what people call them.
pub const FIELDS: [Named; 2] = [("zone_name", || t!("console-zone-field-name")), ("zone_code", || t!("console-zone-field-code"))];

/// The form as it is sent, with what it was opened on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentZone {
    /// Which version the form shows.
    pub version: String,
    /// What the form said when it was opened.
    pub was: String,
    /// What was typed.
    #[serde(flatten)]
    pub form: ZoneForm,
}

impl ZoneForm {
    /// As it opens for one that is there.
    pub fn of(zone: &ZoneRow) -> Self {
        Self { zone_name: zone.name.clone(), zone_code: zone.code.clone() }
    }

    /// Name and code, or every mistake noted.
    pub fn read(&self, check: &mut Check) -> Option<(String, String)> {
        let name = check.field("zone_name", typed::line(&self.zone_name, 60)).filter(|n| {
            check.that(!is_blank(n), "zone_name", &t!("console-zone-name-missing"));
            !is_blank(n)
        });
        let typed = self.zone_code.trim();
        let code = if typed.is_empty() { code_of(&self.zone_name) } else { typed.to_ascii_uppercase() };
        let fine = is_code(&code);
        check.that(fine, "zone_code", &t!("console-zone-code-wrong"));
        if fine { Some((name?, code)) } else { None }
    }
}

fn is_code(code: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    (1..=CODE).contains(&code.len()) && code.starts_with(fits) && code.chars().all(|c| fits(c) || c == '-')
}

/// `VIP Lounge` is `VIP-LOUNGE`.
fn code_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let whole = words.collect::<Vec<_>>().join("-").to_ascii_uppercase();
    whole.chars().take(CODE).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, code: &str) -> Result<(String, String), Vec<String>> {
        let mut check = Check::new();
        let read = ZoneForm { zone_name: name.into(), zone_code: code.into() }.read(&mut check);
        read.ok_or_else(|| check.faults().into_iter().map(|f| f.field).collect())
    }

    #[test]
    fn a_zone_has_a_code_that_can_be_typed() {
        assert_eq!(read("VIP Lounge", ""), Ok(("VIP Lounge".into(), "VIP-LOUNGE".into())));
        assert_eq!(read("Upper foyer, left side", "").unwrap().1, "UPPER-FOYER");
        assert_eq!(read("Lounge", " l-1 ").unwrap().1, "L-1");
        assert_eq!(read("صالة", "").unwrap_err(), ["zone_code"], "a name without Latin letters needs a code of its own");
        assert_eq!(read("صالة", "HALL").unwrap(), ("صالة".into(), "HALL".into()));
        assert_eq!(read(" ", "-A").unwrap_err(), ["zone_name", "zone_code"]);
        assert_eq!(read("A", "THIRTEEN-LONG").unwrap_err(), ["zone_code"]);
    }
}
