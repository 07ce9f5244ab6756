//! A message as it is typed.

use std::borrow::Cow;

use platform_http::{Check, FieldFault};
use platform_texts::t;
use platform_types::is_blank;
use uuid::Uuid;

use crate::console::lists::Params;
use crate::console::typed;
use crate::messages::{PLACEHOLDERS, unknown_placeholder};

/// What happened that people should know; the form begins with words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Another time or place.
    Moved,
    /// It will not happen.
    Cancelled,
    /// It will happen at another time.
    Postponed,
}

impl About {
    /// From an address.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "moved" => Some(Self::Moved),
            "cancelled" => Some(Self::Cancelled),
            "postponed" => Some(Self::Postponed),
            _ => None,
        }
    }

    /// Subject and text to begin with. The placeholders are filled in for each recipient, when it is sent.
    fn words(self) -> (Cow<'static, str>, Cow<'static, str>) {
        let (name, event, date, place, link) = ("{name}", "{event}", "{date}", "{place}", "{link}");
        match self {
            Self::Moved => (
                t!("console-message-moved-subject", event = event),
                t!("console-message-moved-body", name = name, event = event, date = date, place = place, link = link),
            ),
            Self::Cancelled => (
                t!("console-message-cancelled-subject", event = event),
                t!("console-message-cancelled-body", name = name, event = event, date = date),
            ),
            Self::Postponed => (
                t!("console-message-postponed-subject", event = event),
                t!("console-message-postponed-body", name = name, event = event, date = date, link = link),
            ),
        }
    }
}

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Names the message from the first look at the form: sent twice, it is one.
    pub id: Option<Uuid>,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: String,
}

impl Draft {
    /// As the form opens.
    pub fn fresh(id: Uuid, about: Option<About>) -> Self {
        let (subject, body) = match about {
            Some(about) => {
                let (subject, body) = about.words();
                (subject.into_owned(), body.into_owned())
            }
            None => (String::new(), format!("{}\n\n", t!("console-message-hello", name = "{name}"))),
        };
        Self { id: Some(id), subject, body }
    }

    /// As it was sent.
    pub fn of(params: &Params) -> Self {
        Self { id: params.get("message").parse().ok(), subject: params.get("subject").to_owned(), body: params.get("text").to_owned() }
    }

    /// The message, or what is wrong with it.
    pub fn read(&self) -> Result<(Uuid, String, String), Vec<FieldFault>> {
        let mut check = Check::new();
        check.that(self.id.is_some(), "message", &t!("console-message-id-missing"));
        let subject = check.field("subject", typed::line(&self.subject, 150)).unwrap_or_default();
        check.that(!is_blank(&subject), "subject", &t!("console-message-subject-missing"));
        let body = check.field("text", typed::text(&self.body, 5_000)).unwrap_or_default();
        check.that(!is_blank(&body), "text", &t!("console-message-text-missing"));
        for (field, text) in [("subject", &subject), ("text", &body)] {
            if let Some(word) = unknown_placeholder(text) {
                check.wrong(field, t!("console-message-placeholder", word = word, known = PLACEHOLDERS.join(", ")).into_owned());
            }
        }
        match self.id {
            Some(id) if check.is_fine() => Ok((id, subject, body)),
            _ => Err(check.faults()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_needs_words_and_knows_its_placeholders() {
        let draft = |subject: &str, body: &str| Draft { id: Some(Uuid::from_u128(1)), subject: subject.into(), body: body.into() };
        let faults = |draft: Draft| draft.read().unwrap_err().into_iter().map(|f| f.field).collect::<Vec<_>>();
        assert_eq!(draft(" New  time ", "Hello {name},\r\n\r\nlater.").read().unwrap().2, "Hello {name},\n\nlater.");
        assert_eq!(faults(draft("", "\u{200B}")), ["subject", "text"]);
        assert_eq!(faults(draft(&"x".repeat(151), &"x".repeat(5_001))), ["subject", "text"]);
        assert_eq!(faults(draft("a\r\nBcc: x@y.zz {to}", "x")), ["subject"]);
        assert_eq!(faults(Draft { id: None, ..draft("a", "b") }), ["message"]);
        for about in [About::Moved, About::Cancelled, About::Postponed] {
            assert!(Draft::fresh(Uuid::from_u128(1), Some(about)).read().is_ok(), "{about:?}");
        }
    }
}
