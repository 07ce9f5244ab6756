//! An item of a programme.

use platform_types::Zone;

use super::{Reading, each};
use crate::programme::{Link, Programme, Session, language, web};
use crate::table::Table;
use crate::text;

/// The rows of a table as a programme. `zone` is the event's.
pub fn sessions(table: &Table, zone: Zone, patterns: &[String]) -> Programme {
    let (sessions, refused) = each(table, |record, refused| {
        let mut r = Reading::new(record, refused);
        let title = r.title("title", 300);
        let starts_at = r.moment("starts", zone, patterns).flatten();
        let ends_at = r.moment("ends", zone, patterns).flatten();
        if let (Some(starts), Some(ends)) = (starts_at, ends_at)
            && ends < starts
        {
            r.refuse("ends", record.text("ends"), "table.ends_before", "the end must be after the start");
        }
        let links = links(&mut r);
        let id = text::line(record.text("id"));
        let entry = text::line(record.text("entry"));
        let session = Session {
            entry: if entry.is_empty() { id.clone() } else { entry },
            id,
            source: record.get("source").filter(|s| !s.is_empty()).map(str::to_owned),
            position: record.text("position").parse().ok(),
            starts_at,
            ends_at: ends_at.filter(|ends| Some(*ends) != starts_at),
            title: title.unwrap_or_default(),
            description: text::lines(record.text("description")),
            room: r.line("room", 120).unwrap_or_default(),
            track: r.line("track", 120).unwrap_or_default(),
            persons: record.text("people").lines().map(text::line).filter(|name| !platform_types::is_blank(name)).collect(),
            links,
            language: language(record.text("language")),
        };
        r.is_good().then_some(session)
    });
    Programme { sessions, refused, ..Programme::default() }
}

/// One on each line: the address, then what is there.
fn links(r: &mut Reading<'_>) -> Vec<Link> {
    let mut links = Vec::new();
    for line in r.record.text("links").to_owned().lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (url, label) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match web(url) {
            Some(url) => links.push(Link { url, label: text::line(label) }),
            None => r.refuse("links", line, "table.address_unusable", "a web address beginning with http:// or https:// is expected"),
        }
    }
    links
}
