//! iCalendar.

use integration_interchange::{FileError, Limits, Link, read_programme};
use proptest::prelude::*;

use super::{read, refused, told};

/// A calendar of these events' lines, in London.
fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.replace('\n', "\r\n"))
}

fn london(events: &str) -> integration_interchange::Programme {
    read(calendar(events), "Europe/London")
}

#[test]
fn times_by_any_clock_are_instants() {
    let all = london(
        "BEGIN:VEVENT\nUID:utc\nSUMMARY:A\nDTSTART:20240601T100000Z\nDTEND:20240601T110000Z\nEND:VEVENT
BEGIN:VEVENT\nUID:zone\nSUMMARY:B\nDTSTART;TZID=America/New_York:20240601T100000\nDTEND;TZID=America/New_York:20240601T113000\nEND:VEVENT
BEGIN:VEVENT\nUID:floating\nSUMMARY:C\nDTSTART:20240601T100000\nDURATION:PT1H30M\nEND:VEVENT
BEGIN:VEVENT\nUID:long\nSUMMARY:D\nDTSTART;TZID=/mozilla.org/20070129_1/Europe/Berlin:20240601T100000\nEND:VEVENT
BEGIN:VEVENT\nUID:untimed\nSUMMARY:E\nEND:VEVENT
BEGIN:VEVENT\nUID:point\nSUMMARY:F\nDTSTART:20240601T100000Z\nDTEND:20240601T100000Z\nEND:VEVENT\n",
    );
    assert_eq!(
        told(&all),
        [
            "utc 2024-06-01T10:00Z-2024-06-01T11:00Z A",
            "zone 2024-06-01T14:00Z-2024-06-01T15:30Z B",
            "floating 2024-06-01T09:00Z-2024-06-01T10:30Z C",
            "long 2024-06-01T08:00Z- D",
            "untimed - E",
            "point 2024-06-01T10:00Z- F",
        ]
    );
    assert_eq!(refused(&all), [""; 0]);
    let own =
        read(calendar("X-WR-TIMEZONE:Asia/Tokyo\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20240601T100000\nEND:VEVENT\n"), "Europe/London");
    assert_eq!(told(&own), ["1 2024-06-01T01:00Z- A"], "the calendar's own zone goes before the event's");
}

#[test]
fn a_zone_that_the_file_defines_changes_as_it_says() {
    let zone = "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time
BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT
END:VTIMEZONE\n";
    let event = |n: u8, at: &str| format!("BEGIN:VEVENT\nUID:{n}\nSUMMARY:A\nDTSTART;TZID=W. Europe Standard Time:{at}\nEND:VEVENT\n");
    let all = london(&format!(
        "{zone}{}{}{}{}",
        event(1, "20240115T120000"),
        event(2, "20240715T120000"),
        event(3, "20241026T120000"),
        event(4, "20241028T120000")
    ));
    assert_eq!(told(&all), ["1 2024-01-15T11:00Z- A", "2 2024-07-15T10:00Z- A", "3 2024-10-26T10:00Z- A", "4 2024-10-28T11:00Z- A"]);
    let nowhere = london("BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART;TZID=Middle Earth:20240601T100000\nEND:VEVENT\n");
    assert_eq!(refused(&nowhere), ["1 DTSTART programme.time_unusable"]);
    assert!(nowhere.refused[0].reason.contains("Middle Earth"));
}

#[test]
fn an_hour_that_the_clocks_skip_is_refused_and_one_that_comes_twice_is_the_first() {
    let all = london(
        "BEGIN:VEVENT\nUID:gap\nSUMMARY:A\nDTSTART;TZID=Europe/London:20240331T013000\nEND:VEVENT
BEGIN:VEVENT\nUID:twice\nSUMMARY:B\nDTSTART;TZID=Europe/London:20241027T013000\nEND:VEVENT\n",
    );
    assert_eq!(refused(&all), ["gap DTSTART programme.hour_skipped"]);
    assert_eq!(all.refused[0].value, "20240331T013000");
    assert_eq!(told(&all), ["twice 2024-10-27T00:30Z- B"]);
}

#[test]
fn lines_are_unfolded_also_inside_a_character() {
    let mut file = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tekhn".to_vec();
    let e = "ē".as_bytes();
    file.extend([e[0]]);
    file.extend(b"\r\n ");
    file.extend([e[1]]);
    file.extend(
        "-cal \\, Villa\r\n\tge\r\nDESCRIPTION:One\\nTwo\\; \\\\three\\n\\n\\n\\nFour\r\nLOCATION:Stage A\r\nEND:VEVENT\r\nEND:VCALENDAR"
            .as_bytes(),
    );
    let all = read(&file, "Europe/London");
    let session = &all.sessions[0];
    assert_eq!(session.title, "Tekhnē-cal , Village");
    assert_eq!(session.description, "One\nTwo; \\three\n\nFour");
    assert_eq!(session.room, "Stage A");
}

#[test]
fn what_repeats_is_a_session_for_each_time_and_keeps_the_clock() {
    // Over the end of summer time; the second time is left out, the third moved, a further one added.
    let all = london(
        "BEGIN:VEVENT\nUID:yoga\nSUMMARY:Yoga\nDTSTART;TZID=Europe/London:20241020T090000\nDTEND;TZID=Europe/London:20241020T100000\nRRULE:FREQ=WEEKLY;UNTIL=20241110T090000Z\nEXDATE;TZID=Europe/London:20241027T090000\nRDATE;TZID=Europe/London:20241112T090000\nEND:VEVENT
BEGIN:VEVENT\nUID:yoga\nRECURRENCE-ID;TZID=Europe/London:20241103T090000\nSUMMARY:Yoga, later\nDTSTART;TZID=Europe/London:20241103T110000\nDTEND;TZID=Europe/London:20241103T120000\nEND:VEVENT\n",
    );
    assert_eq!(
        told(&all),
        [
            "yoga@20241020T0900 2024-10-20T08:00Z-2024-10-20T09:00Z Yoga",
            "yoga@20241103T0900 2024-11-03T11:00Z-2024-11-03T12:00Z Yoga, later",
            "yoga@20241110T0900 2024-11-10T09:00Z-2024-11-10T10:00Z Yoga",
            "yoga@20241112T0900 2024-11-12T09:00Z-2024-11-12T10:00Z Yoga",
        ]
    );
    assert!(all.sessions.iter().all(|s| s.entry == "yoga"));
    let summer = london(
        "BEGIN:VEVENT\nUID:s\nSUMMARY:S\nDTSTART;TZID=Europe/London:20240601T230000\nRRULE:FREQ=DAILY;UNTIL=20240603T220000Z\nEND:VEVENT\n",
    );
    assert_eq!(summer.sessions.len(), 3, "an end in UTC counts by the wall: {:?}", told(&summer));
    for rule in ["FREQ=DAILY", "FREQ=DAILY;COUNT=100000", "FREQ=SOMETIMES;COUNT=2", "COUNT=2", "FREQ=DAILY;UNTIL=soon"] {
        let bad = london(&format!("BEGIN:VEVENT\nUID:r\nSUMMARY:R\nDTSTART:20240601T100000Z\nRRULE:{rule}\nEND:VEVENT\n"));
        assert_eq!((refused(&bad), told(&bad).len()), (vec!["r RRULE programme.rule_unusable".to_owned()], 0), "{rule}");
    }
}

#[test]
fn whole_days_are_told_and_not_given_a_time() {
    let all = london(
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Camp\nDTSTART;VALUE=DATE:20240530\nDTEND;VALUE=DATE:20240603\nDESCRIPTION:Tents.\nEND:VEVENT
BEGIN:VEVENT\nUID:2\nSUMMARY:Day\nDTSTART;VALUE=DATE:20240530\nEND:VEVENT\n",
    );
    assert_eq!(told(&all), ["1 - Camp", "2 - Day"]);
    assert_eq!(all.sessions[0].description, "All day, 30 May 2024 to 2 June 2024.\n\nTents.");
    assert_eq!(all.sessions[1].description, "All day, 30 May 2024.");
}

#[test]
fn what_is_cancelled_is_left_out_and_what_is_wrong_is_refused() {
    let all = london(
        "BEGIN:VEVENT\nUID:off\nSUMMARY:Off\nSTATUS:CANCELLED\nDTSTART:20240601T100000Z\nEND:VEVENT
BEGIN:VEVENT\nUID:back\nSUMMARY:Back\nDTSTART:20240601T100000Z\nDTEND:20240601T090000Z\nEND:VEVENT
BEGIN:VEVENT\nUID:long\nSUMMARY:Long\nDTSTART:20240601T100000Z\nDURATION:forever\nEND:VEVENT
BEGIN:VEVENT\nUID:blank\nSUMMARY: \nDTSTART:20240601T100000Z\nEND:VEVENT
BEGIN:VEVENT\nUID:when\nSUMMARY:When\nDTSTART:next Tuesday\nEND:VEVENT
BEGIN:VEVENT\nUID:same\nSUMMARY:One\nEND:VEVENT
BEGIN:VEVENT\nUID:same\nSUMMARY:Two\nEND:VEVENT
BEGIN:VEVENT\nSUMMARY:No id\nDTSTART:20240601T100000Z\nEND:VEVENT\n",
    );
    assert_eq!(
        refused(&all),
        [
            "back DTEND programme.ends_before",
            "long DURATION programme.duration_unusable",
            "blank SUMMARY programme.title_missing",
            "when DTSTART programme.time_unusable",
            "same UID programme.id_twice",
        ]
    );
    assert_eq!(all.left_out.len(), 1);
    assert_eq!(
        told(&all),
        ["same - One", "20240601T100000Z No id 2024-06-01T10:00Z- No id"],
        "without an id it is found again by title and time"
    );
    let called_off = read("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:1\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\n", "UTC");
    assert_eq!((called_off.sessions.len(), called_off.left_out.len()), (0, 1));
}

#[test]
fn persons_tracks_and_links_are_where_programmes_have_them() {
    let all = london(
        "BEGIN:VEVENT\nUID:1\nSUMMARY;LANGUAGE=pt_BR:Fala\nCATEGORIES:Main stage\nURL:https://example.org/1\nATTACH:https://example.org/s.pdf\nATTACH:mailto:x@example.org
ATTENDEE;ROLE=REQ-PARTICIPANT;CUTYPE=INDIVIDUAL;CN=\"Ada ^'The^' Lovelace\":invalid:nomail\nATTENDEE;CN=Bob:invalid:nomail\nEND:VEVENT\n",
    );
    let s = &all.sessions[0];
    assert_eq!((s.track.as_str(), s.language.as_str()), ("Main stage", "pt-BR"));
    assert_eq!(s.persons, ["Ada \"The\" Lovelace", "Bob"]);
    let link = |url: &str| Link { url: url.into(), label: String::new() };
    assert_eq!(s.links, [link("https://example.org/1"), link("https://example.org/s.pdf")]);
}

#[test]
fn a_file_that_cannot_be_trusted_is_not_read() {
    let fault = |bytes: &[u8], limits: &Limits| read_programme(bytes, None, platform_types::Zone::UTC, limits).unwrap_err();
    let usual = Limits::default();
    let latin = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:caf\xe9\nEND:VEVENT\nEND:VCALENDAR\n";
    assert!(matches!(fault(latin, &usual), FileError::Encoding { at: 40, .. }));
    assert!(matches!(fault(b"\xff\xfeB\0", &usual), FileError::Unknown { .. }));
    assert!(matches!(fault(b"hello", &usual), FileError::Unknown { .. }));
    assert!(matches!(fault(b"", &usual), FileError::Unknown { .. }));
    assert_eq!(fault(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n", &usual).code(), "file.malformed");
    let deep = "BEGIN:VCALENDAR\n".repeat(50_000);
    assert!(matches!(fault(deep.as_bytes(), &usual), FileError::TooDeep { .. }));
    let many = calendar(&"BEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n".repeat(9));
    assert!(matches!(fault(many.as_bytes(), &Limits { rows: 8, ..usual.clone() }), FileError::TooManyRows { limit: 8 }));
    assert!(matches!(fault(many.as_bytes(), &Limits { file_bytes: 8, ..usual }), FileError::TooLarge { .. }));
}

proptest! {
    /// Whatever stands in a file, reading it ends and never panics.
    #[test]
    fn no_file_breaks_the_reader(lines in proptest::collection::vec("(BEGIN|END|UID|SUMMARY|DTSTART|DTEND|RRULE|EXDATE|DURATION)[;:=A-Z0-9 ]{0,24}", 0..24), tail in proptest::collection::vec(any::<u8>(), 0..40)) {
        let mut file = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR\n", lines.join("\n")).into_bytes();
        file.extend(tail);
        let _ = read_programme(&file, None, platform_types::Zone::UTC, &Limits::default());
    }
}

#[test]
fn a_few_entries_that_repeat_cannot_tell_more_than_fits() {
    let entry = |n: usize, text: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:20260314T100000Z\r\nRRULE:FREQ=DAILY;COUNT=300\r\nSUMMARY:Again\r\nDESCRIPTION:{text}\r\nEND:VEVENT\r\n"
        )
    };
    let file = |count: usize, text: &str| {
        let entries: String = (0..count).map(|n| entry(n, text)).collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n")
    };
    let limits = Limits { rows: 1_000, told_bytes: 200_000, ..Limits::default() };
    let read = |file: String| read_programme(file.as_bytes(), None, "Europe/Paris".parse().unwrap(), &limits);
    assert_eq!(read(file(3, "x")).unwrap().sessions.len(), 900);
    assert_eq!(read(file(4, "x")).unwrap_err(), FileError::TooManyRows { limit: 1_000 });
    assert_eq!(read(file(1, &"x".repeat(1_000))).unwrap_err(), FileError::TellsTooMuch { limit: 200_000 });
    // Several calendars in one file count together.
    let twice = format!("{0}{0}", file(1, &"x".repeat(400))).replacen("UID:0", "UID:a", 1);
    assert_eq!(read(twice).unwrap_err(), FileError::TellsTooMuch { limit: 200_000 });
}
