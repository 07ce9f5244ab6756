//! A mail as bytes (RFC 5322, MIME).

use std::time::SystemTime;

use lettre::Message;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use platform_notify::{NamedAddress, OutgoingMail};

use crate::address::on_the_wire;

/// Envelope and content.
pub(crate) struct Letter {
    pub envelope: Envelope,
    pub bytes: Vec<u8>,
}

/// Why a mail cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ComposeError {
    #[error("the address cannot be written in a mail")]
    Address,
    #[error("a content type cannot be written in a mail")]
    ContentType,
    #[error("the mail cannot be composed: {0}")]
    Message(#[from] lettre::error::Error),
}

pub(crate) fn letter(mail: &OutgoingMail) -> Result<Letter, ComposeError> {
    let builder = Message::builder()
        .from(mailbox(&mail.from)?)
        .to(mailbox(&mail.to)?)
        .subject(mail.subject.as_str())
        .message_id(Some(mail.message_id()))
        .date(SystemTime::from(mail.date))
        // Out-of-office programs do not answer (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let builder = match &mail.unsubscribe {
        // One click in the reader's program ends mails of this kind (RFC 2369, RFC 8058).
        Some(address) => builder
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{address}>")))
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click".to_owned())),
        None => builder,
    };
    let text = SinglePart::plain(mail.text.clone());
    let message = if mail.attachments.is_empty() {
        match &mail.html {
            Some(html) => builder.multipart(alternative(text, html))?,
            None => builder.singlepart(text)?,
        }
    } else {
        let mut mixed = match &mail.html {
            Some(html) => MultiPart::mixed().multipart(alternative(text, html)),
            None => MultiPart::mixed().singlepart(text),
        };
        for file in &mail.attachments {
            let content_type = ContentType::parse(file.content_type.as_str()).map_err(|_| ComposeError::ContentType)?;
            mixed = mixed.singlepart(Attachment::new(file.name().to_owned()).body(file.bytes.clone(), content_type));
        }
        builder.multipart(mixed)?
    };
    Ok(Letter { envelope: message.envelope().clone(), bytes: message.formatted() })
}

fn alternative(text: SinglePart, html: &str) -> MultiPart {
    MultiPart::alternative().singlepart(text).singlepart(SinglePart::html(html.to_owned()))
}

fn mailbox(of: &NamedAddress) -> Result<Mailbox, ComposeError> {
    let address = on_the_wire(&of.address).ok_or(ComposeError::Address)?;
    Ok(Mailbox::new(of.name.as_ref().map(|n| n.as_str().to_owned()), address))
}
