//! A message as one recipient reads it.

use std::borrow::Cow;

use commons::events::Event;
use platform_notify::HeaderText;
use platform_texts::{Telling, in_zone, t, zone_name};
use platform_ui::{Letter, Markup};

use super::Recipient;
use crate::readable::order_number;
use crate::shop::paper::{place_line, unmarked};

/// What a text may hold in braces.
pub const PLACEHOLDERS: [&str; 5] = ["{name}", "{event}", "{date}", "{place}", "{link}"];

/// What a placeholder becomes, for whoever writes the message.
pub fn meaning(placeholder: &str) -> Cow<'static, str> {
    match placeholder {
        "{name}" => t!("console-placeholder-name"),
        "{event}" => t!("console-placeholder-event"),
        "{date}" => t!("console-placeholder-date"),
        "{place}" => t!("console-placeholder-place"),
        _ => t!("console-placeholder-link"),
    }
}

/// The first thing in braces that is no placeholder.
pub fn unknown_placeholder(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (word, behind) = after.split_once('}')?;
        let whole = format!("{{{word}}}");
        let is_word = !word.is_empty() && word.len() <= 30 && word.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'));
        if is_word && !PLACEHOLDERS.contains(&whole.as_str()) {
            return Some(whole);
        }
        rest = if is_word { behind } else { after };
    }
    None
}

fn value(word: &str, event: &Event, to: &Recipient, public_url: &str) -> Option<String> {
    Some(match word {
        "name" => to.name.clone(),
        "event" => event.name.clone(),
        "date" => event.starts_at.map_or_else(
            || t!("message-date-open").into_owned(),
            |at| t!("mail-when", when = in_zone(at, event.zone, Telling::Whole), zone = zone_name(event.zone)).into_owned(),
        ),
        "place" => Some(place_line(event)).filter(|line| !line.is_empty()).unwrap_or_else(|| t!("message-place-open").into_owned()),
        "link" => format!("{public_url}/orders/{}?code={}", to.order, to.lookup_code),
        _ => return None,
    })
}

/// The text with every placeholder filled in, once: what a name holds in braces stays as it is.
pub fn filled(text: &str, event: &Event, to: &Recipient, public_url: &str) -> String {
    let mut out = String::with_capacity(text.len() + 200);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(word, behind)| Some((value(word, event, to, public_url)?, behind))) {
            Some((value, behind)) => {
                out.push_str(&value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The subject with its placeholders filled in, as a header can hold it.
pub fn subject_of(subject: &str, event: &Event, to: &Recipient, public_url: &str) -> HeaderText {
    HeaderText::cleaned(&filled(subject, event, to, public_url), "About your tickets")
}

/// The plain text, and the same as HTML, from the organizer.
pub fn letter_of(subject: &str, body: &str, event: &Event, to: &Recipient, public_url: &str) -> (String, Markup) {
    let text = filled(body, event, to, public_url);
    let link = format!("{public_url}/orders/{}?code={}", to.order, to.lookup_code);
    let why = t!("message-why", organizer = event.organizer, event = event.name, number = order_number(&to.number));
    let order = t!("mail-your-order");
    let paragraphs = text.split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect();
    let html = Letter::new(subject, &event.organizer, paragraphs).action(&*order, &link).after(&*why).render();
    (format!("{text}\n\n--\n{why}\n{}\n", unmarked(&t!("mail-link", label = order, address = link), &link)), html)
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;

    use super::*;
    use crate::console::samples;

    fn to(name: &str) -> Recipient {
        Recipient {
            order: samples::id(0x30),
            language: platform_types::Lang::En,
            number: "4F7K22QP".into(),
            email: "mei@example.org".into(),
            name: name.into(),
            lookup_code: "BCDFGHJKMN".into(),
            user: None,
        }
    }

    #[test]
    fn placeholders_are_filled_once() {
        let event = samples::event(EventStatus::Published);
        let text = filled("Hello {name}: {event}, {date}, {place}. {link} {x} {", &event, &to("{link} <b>"), "https://h.test");
        assert_eq!(
            text,
            "Hello {link} <b>: The Tempest & <Friends>, Saturday 14 March 2026, 19:30 (Berlin time), Hall, Am Ufer 1, Berlin. \
             https://h.test/orders/0195a1b2-0000-7000-8000-000000000030?code=BCDFGHJKMN {x} {"
        );
        let (plain, html) = letter_of("A", "One\n\nTwo {name}", &event, &to("<script>"), "https://h.test");
        assert!(plain.contains("Two <script>\n\n--\nLantern House writes to you"), "{plain}");
        let html = html.into_string();
        assert!(html.contains("<p>One</p><p>Two &lt;script&gt;</p>") && !html.contains("<script"), "{html}");
    }

    #[test]
    fn a_header_cannot_be_made_out_of_a_name() {
        let event = samples::event(EventStatus::Published);
        let subject = subject_of("For {name}", &event, &to("Mei\r\nBcc: x@y.zz"), "https://h.test");
        assert_eq!(subject.as_str(), "For Mei  Bcc: x@y.zz");
    }

    #[test]
    fn a_misspelt_placeholder_is_named() {
        assert_eq!(unknown_placeholder("Hi {name}, {nmae}!").as_deref(), Some("{nmae}"));
        assert_eq!(unknown_placeholder("{first name}").as_deref(), Some("{first name}"));
        for fine in ["{name} {event} {date} {place} {link}", "a { b", "{}", "set {1, 2}", "{{name}}"] {
            assert_eq!(unknown_placeholder(fine), None, "{fine}");
        }
    }
}
