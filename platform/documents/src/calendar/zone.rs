//! The zone an event happens in, as the calendar format wants it spelt out (RFC 5545, section 3.6.5).

use chrono::{Duration, Offset};
use chrono_tz::OffsetComponents;
use platform_types::{Timestamp, Zone};

use super::Lines;

/// An offset that holds from an instant on.
struct Period {
    from: Timestamp,
    before: i32,
    offset: i32,
    name: String,
    summer: bool,
}

/// Writes the `VTIMEZONE` with the offsets in force around the event. UTC needs none.
pub(super) fn write(out: &mut Lines, zone: Zone, starts: Timestamp, ends: Timestamp) {
    if zone == Zone::UTC {
        return;
    }
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{}", zone.name()));
    for period in periods(zone, starts, ends) {
        let kind = if period.summer { "DAYLIGHT" } else { "STANDARD" };
        // The onset is told in the local time that held just before it.
        let onset = period.from.naive_utc() + Duration::seconds(i64::from(period.before));
        out.line(&format!("BEGIN:{kind}"));
        out.line(&format!("DTSTART:{}", onset.format("%Y%m%dT%H%M%S")));
        out.line(&format!("TZOFFSETFROM:{}", offset(period.before)));
        out.line(&format!("TZOFFSETTO:{}", offset(period.offset)));
        out.line(&format!("TZNAME:{}", period.name));
        out.line(&format!("END:{kind}"));
    }
    out.line("END:VTIMEZONE");
}

/// The offset at the start and every change until the end. A change less than a day after the end
/// is of no use to anybody and left out.
fn periods(zone: Zone, starts: Timestamp, ends: Timestamp) -> Vec<Period> {
    let mut out = Vec::new();
    // Clocks change at most a few times a year; one step a day never jumps over two changes.
    let mut day = starts - Duration::days(400);
    let mut last = seconds(zone, day);
    out.push(period(zone, day, last));
    while day < ends {
        let next = day + Duration::days(1);
        if seconds(zone, next) != last {
            let change = bisect(zone, day, next);
            if change > ends {
                break;
            }
            out.push(period(zone, change, last));
            last = seconds(zone, next);
        }
        day = next;
    }
    // Only the change before the start still matters, and those during the event.
    let first = out.iter().rposition(|p| p.from <= starts).unwrap_or(0);
    out.drain(..first);
    out
}

fn period(zone: Zone, from: Timestamp, before: i32) -> Period {
    let local = zone.local(from);
    Period {
        from,
        before,
        offset: seconds(zone, from),
        name: local.format("%Z").to_string(),
        summer: !local.offset().dst_offset().is_zero(),
    }
}

fn seconds(zone: Zone, at: Timestamp) -> i32 {
    zone.local(at).offset().fix().local_minus_utc()
}

/// The first second of the new offset.
fn bisect(zone: Zone, mut old: Timestamp, mut new: Timestamp) -> Timestamp {
    let before = seconds(zone, old);
    while new - old > Duration::seconds(1) {
        let middle = old + Duration::seconds((new - old).num_seconds() / 2);
        if seconds(zone, middle) == before {
            old = middle;
        } else {
            new = middle;
        }
    }
    new
}

/// `+0530`, `-0800`; seconds only where a zone has them.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let s = seconds.unsigned_abs();
    let rest = if s.is_multiple_of(60) { String::new() } else { format!("{:02}", s % 60) };
    format!("{sign}{:02}{:02}{rest}", s / 3600, s / 60 % 60)
}
