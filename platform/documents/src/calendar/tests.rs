use proptest::prelude::*;

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event(zone: &str, starts: &str, ends: Option<&str>) -> CalendarEvent {
    CalendarEvent {
        uid: "event-018f@callboard.example".into(),
        sequence: 3,
        stamp: at("2024-11-01T09:00:00Z"),
        starts_at: at(starts),
        ends_at: ends.map(at),
        zone: zone.parse().unwrap(),
        title: "The Tempest; or, \"Storm\"\\".into(),
        location: "The Old Granary, 12 Millrace Lane".into(),
        description: "Doors 18:45\nTicket: Stalls".into(),
        url: Some("https://callboard.example/events/1".into()),
        organizer: Some(("Northgate \"Players\"".into(), "office@northgate.example".into())),
        cancelled: false,
    }
}

fn unfolded(ics: &str) -> Vec<String> {
    ics.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn has(ics: &str, line: &str) -> bool {
    unfolded(ics).iter().any(|l| l == line)
}

#[test]
fn times_carry_their_zone_and_the_zone_its_rule() {
    let ics = ics(&event("Europe/London", "2024-12-14T19:30:00Z", Some("2024-12-14T22:00:00Z")));
    assert!(has(&ics, "DTSTART;TZID=Europe/London:20241214T193000"), "{ics}");
    assert!(has(&ics, "DTEND;TZID=Europe/London:20241214T220000"));
    // British summer time ended on 27 October 2024 at 2:00 summer time.
    let lines = unfolded(&ics);
    let zone = lines.iter().position(|l| l == "BEGIN:STANDARD").unwrap();
    assert_eq!(lines[zone + 1..zone + 5], ["DTSTART:20241027T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT"]);
    assert!(!has(&ics, "BEGIN:DAYLIGHT"));
}

#[test]
fn a_night_in_which_the_clocks_change_has_both_rules() {
    let ics = ics(&event("Europe/Berlin", "2026-10-24T20:00:00Z", Some("2026-10-25T03:00:00Z")));
    assert!(has(&ics, "DTSTART;TZID=Europe/Berlin:20261024T220000"));
    assert!(has(&ics, "DTEND;TZID=Europe/Berlin:20261025T040000"));
    assert!(has(&ics, "BEGIN:DAYLIGHT") && has(&ics, "BEGIN:STANDARD"));
    assert!(has(&ics, "DTSTART:20260329T020000") && has(&ics, "DTSTART:20261025T030000"));
}

#[test]
fn a_zone_without_summer_time_and_utc() {
    let hk = ics(&event("Asia/Hong_Kong", "2024-12-14T12:00:00Z", None));
    assert!(has(&hk, "DTSTART;TZID=Asia/Hong_Kong:20241214T200000"));
    assert!(has(&hk, "DTEND;TZID=Asia/Hong_Kong:20241214T220000"));
    assert!(has(&hk, "TZOFFSETFROM:+0800") && has(&hk, "TZOFFSETTO:+0800"));
    let utc = ics(&event("UTC", "2024-12-14T12:00:00Z", None));
    assert!(has(&utc, "DTSTART:20241214T120000Z") && !utc.contains("VTIMEZONE"));
    assert!(ics(&event("Asia/Kathmandu", "2024-12-14T12:00:00Z", None)).contains("TZOFFSETTO:+0545"));
}

#[test]
fn identity_status_and_escapes() {
    let mut sample = event("Europe/London", "2024-12-14T19:30:00Z", None);
    let confirmed = ics(&sample);
    for line in [
        "METHOD:PUBLISH",
        "STATUS:CONFIRMED",
        "UID:event-018f@callboard.example",
        "SEQUENCE:3",
        "DTSTAMP:20241101T090000Z",
        "SUMMARY:The Tempest\\; or\\, \"Storm\"\\\\",
        "LOCATION:The Old Granary\\, 12 Millrace Lane",
        "DESCRIPTION:Doors 18:45\\nTicket: Stalls",
        "URL:https://callboard.example/events/1",
        "ORGANIZER;CN=\"Northgate 'Players'\":mailto:office@northgate.example",
    ] {
        assert!(has(&confirmed, line), "{line}\n{confirmed}");
    }
    sample.cancelled = true;
    assert!(has(&ics(&sample), "METHOD:CANCEL") && has(&ics(&sample), "STATUS:CANCELLED"));
}

#[test]
fn another_program_reads_it() {
    use icalendar::{Calendar, CalendarComponent, Component};
    let text = ics(&event("Europe/London", "2024-12-14T19:30:00Z", None));
    let calendar: Calendar = text.parse().unwrap();
    let read = calendar.components.iter().find_map(|c| if let CalendarComponent::Event(e) = c { Some(e) } else { None }).unwrap();
    assert_eq!(read.get_summary(), Some("The Tempest; or, \"Storm\"\\"));
    assert_eq!(read.get_uid(), Some("event-018f@callboard.example"));
}

proptest! {
    #[test]
    fn no_text_breaks_the_format(title in ".*", location in ".*", description in "(.|\n|\r)*", name in ".*", url in ".*", email in ".*") {
        let mut sample = event("Asia/Hong_Kong", "2024-12-14T12:00:00Z", None);
        sample.title = title.clone();
        sample.location = location;
        sample.description = description;
        sample.organizer = Some((name, email));
        sample.url = Some(url);
        let text = ics(&sample);
        prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
        prop_assert_eq!(text.replace("\r\n", "").chars().find(|c| c.is_control()), None);
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets", line.len());
        }
        let lines = unfolded(&text);
        prop_assert_eq!(lines.iter().filter(|l| l.starts_with("BEGIN:VEVENT")).count(), 1);
        prop_assert_eq!(lines.iter().filter(|l| l.starts_with("SUMMARY:")).count(), 1);
        let summary = lines.iter().find_map(|l| l.strip_prefix("SUMMARY:")).unwrap();
        // Unescaping gives the title back, without its control characters.
        let mut back = String::new();
        let mut chars = summary.chars();
        while let Some(c) = chars.next() {
            back.push(if c == '\\' { match chars.next() { Some('n') => '\n', Some(c) => c, None => '?' } } else { c });
        }
        let expected: String = title.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ").chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        prop_assert_eq!(back, expected);
    }
}
