//! A message as it is typed.

use platform_http::{Check, FieldFault};
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

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Moved => (
                "New time or place: {event}",
                "Hello {name},\n\n{event} has moved. It is now on {date}, here: {place}.\n\nYour tickets stay valid; you need no new ones. You find them here: {link}",
            ),
            Self::Cancelled => (
                "Cancelled: {event}",
                "Hello {name},\n\nwe are sorry: {event} on {date} will not take place.\n\nYou need not do anything. We write to you again about your money.",
            ),
            Self::Postponed => (
                "Postponed: {event}",
                "Hello {name},\n\n{event} will not take place on {date}, but at another time. We write to you as soon as we know when.\n\nYour tickets stay valid. You find them here: {link}",
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
        let (subject, body) = about.map_or(("", "Hello {name},\n\n"), About::words);
        Self { id: Some(id), subject: subject.to_owned(), body: body.to_owned() }
    }

    /// As it was sent.
    pub fn of(params: &Params) -> Self {
        Self { id: params.get("message").parse().ok(), subject: params.get("subject").to_owned(), body: params.get("text").to_owned() }
    }

    /// The message, or what is wrong with it.
    pub fn read(&self) -> Result<(Uuid, String, String), Vec<FieldFault>> {
        let mut check = Check::new();
        check.that(self.id.is_some(), "message", "send an id of your own, a UUID, that names this message");
        let subject = check.field("subject", typed::line(&self.subject, 150)).unwrap_or_default();
        check.that(!is_blank(&subject), "subject", "enter what the message is about");
        let body = check.field("text", typed::text(&self.body, 5_000)).unwrap_or_default();
        check.that(!is_blank(&body), "text", "enter what you want to tell them");
        for (field, text) in [("subject", &subject), ("text", &body)] {
            if let Some(word) = unknown_placeholder(text) {
                let known: Vec<&str> = PLACEHOLDERS.iter().map(|(known, _)| *known).collect();
                check.wrong(field, format!("{word} stands for nothing; use {}", known.join(", ")));
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
