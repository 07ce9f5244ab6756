//! What is told beside an event's main facts, as it is typed.

use commons::events::{EventNotes, NewNotes};
use platform_http::Check;
use platform_texts::t;
use platform_ui::{Field, FieldErrors, Markup, html};
use serde::{Deserialize, Serialize};

use crate::console::typed;

/// The fields, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotesForm {
    /// What people should know now.
    pub notice: String,
    /// Steps, lifts, hearing loops.
    pub accessibility: String,
}

impl NotesForm {
    /// As it opens for an event that is there.
    pub fn of(notes: &EventNotes) -> Self {
        Self { notice: notes.notice.clone(), accessibility: notes.accessibility.clone() }
    }

    /// What it means, or every mistake noted.
    pub fn read(&self, check: &mut Check) -> Option<NewNotes> {
        let notice = check.field("notice", typed::line(&self.notice, 300));
        let accessibility = check.field("accessibility", typed::text(&self.accessibility, 4_000));
        Some(NewNotes { accessibility: accessibility?, notice: notice? })
    }
}

/// The fields themselves.
pub fn fields(form: &NotesForm, errors: &FieldErrors) -> Markup {
    html! {
        (Field::text("notice", t!("console-edit-notice")).value(&form.notice).max_length(300).placeholder(t!("console-edit-notice-example"))
            .help(t!("console-edit-notice-help")).error(errors.of("notice")))
        (Field::textarea("accessibility", t!("console-edit-accessibility")).value(&form.accessibility).rows(3).max_length(4_000)
            .help(t!("console-edit-accessibility-help")).error(errors.of("accessibility")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_said_beside_its_field() {
        let form = NotesForm { notice: "x".repeat(301), accessibility: "One step.\n\nAsk Mei.".into() };
        let mut check = Check::new();
        assert_eq!(form.read(&mut check), None);
        assert_eq!(check.faults().into_iter().map(|f| f.field).collect::<Vec<_>>(), ["notice"]);
        let fine = NotesForm { notice: " Doors\nat 20:30 ".into(), ..form };
        let read = fine.read(&mut Check::new()).unwrap();
        assert_eq!((read.notice.as_str(), read.accessibility.as_str()), ("Doors at 20:30", "One step.\n\nAsk Mei."));
    }
}
