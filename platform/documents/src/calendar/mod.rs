//! An event as a calendar file (iCalendar, RFC 5545; method per RFC 5546).
//!
//! Written here rather than by a crate because times must carry their zone with its real rules
//! (section 3.6.5), and nothing may come from the ambient clock.

mod zone;

use chrono::Duration;
use platform_types::{Timestamp, Zone};

/// What a calendar needs to know.
#[derive(Clone, Debug)]
pub struct CalendarEvent {
    /// Globally unique and the same for ever: `ticket-event-<uuid>@<host>`.
    pub uid: String,
    /// Grows with each change that the calendar should take over (0 at first).
    pub sequence: u32,
    /// When this file was made.
    pub stamp: Timestamp,
    /// Start.
    pub starts_at: Timestamp,
    /// End; without one, calendars show two hours.
    pub ends_at: Option<Timestamp>,
    /// The event's zone.
    pub zone: Zone,
    /// Title.
    pub title: String,
    /// Venue and address in one line.
    pub location: String,
    /// Doors, ticket type, where to find the ticket.
    pub description: String,
    /// Page of the event.
    pub url: Option<String>,
    /// Name and address of who puts it on.
    pub organizer: Option<(String, String)>,
    /// Whether the event is called off: the calendar strikes it out.
    pub cancelled: bool,
}

/// The file, `text/calendar; charset=utf-8; method=PUBLISH` (or `CANCEL`).
pub fn ics(event: &CalendarEvent) -> String {
    let mut out = Lines::default();
    let ends = event.ends_at.filter(|end| *end > event.starts_at).unwrap_or(event.starts_at + Duration::hours(2));
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Callboard//Tickets//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line(if event.cancelled { "METHOD:CANCEL" } else { "METHOD:PUBLISH" });
    zone::write(&mut out, event.zone, event.starts_at, ends);
    out.line("BEGIN:VEVENT");
    out.text("UID", &event.uid);
    out.line(&format!("SEQUENCE:{}", event.sequence));
    out.line(&format!("DTSTAMP:{}", event.stamp.format("%Y%m%dT%H%M%SZ")));
    out.line(&moment("DTSTART", event.zone, event.starts_at));
    out.line(&moment("DTEND", event.zone, ends));
    out.text("SUMMARY", &event.title);
    if !event.location.is_empty() {
        out.text("LOCATION", &event.location);
    }
    if !event.description.is_empty() {
        out.text("DESCRIPTION", &event.description);
    }
    if let Some(url) = event.url.as_deref().and_then(uri) {
        out.line(&format!("URL:{url}"));
    }
    if let Some((name, email)) = &event.organizer
        && let Some(email) = uri(email)
    {
        out.line(&format!("ORGANIZER;CN=\"{}\":mailto:{email}", parameter(name)));
    }
    out.line(if event.cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    out.line("TRANSP:OPAQUE");
    out.line("END:VEVENT");
    out.line("END:VCALENDAR");
    out.0
}

/// Content lines, folded.
#[derive(Default)]
pub(crate) struct Lines(String);

impl Lines {
    /// Ends a line with CRLF and folds it at 75 octets, never inside a character (section 3.1).
    pub(crate) fn line(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escape(value)));
    }
}

fn moment(name: &str, zone: Zone, at: Timestamp) -> String {
    if zone == Zone::UTC {
        format!("{name}:{}", at.format("%Y%m%dT%H%M%SZ"))
    } else {
        format!("{name};TZID={}:{}", zone.name(), zone.local(at).format("%Y%m%dT%H%M%S"))
    }
}

/// TEXT values (section 3.3.11): backslash, semicolon, comma and line ends are escaped; other
/// control characters are not allowed and go.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Quoted parameter values hold neither quotes nor control characters (section 3.2).
fn parameter(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect()
}

/// A URI as it stands, or nothing when something in it could end the line.
fn uri(text: &str) -> Option<String> {
    let clean = !text.is_empty() && text.chars().all(|c| !c.is_control() && !c.is_whitespace());
    clean.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
