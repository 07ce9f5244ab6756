use crate::RefusedBecause as Because;
use crate::{Limits, Listing, ListingError, Progress, RefusedBecause, Stage, read};

const VENUES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><venues>
  <venue id="7"><venuec>大會堂</venuec><venuee><![CDATA[City Hall]]></venuee><latitude>22.28</latitude><longitude>114.16</longitude></venue>
</venues>"#;

fn events(rows: &str) -> Result<Listing, ListingError> {
    let xml = format!("<events>{rows}</events>");
    read(xml.as_bytes(), VENUES.as_bytes(), &Limits::default(), &mut |_| ())
}

fn refusals(rows: &str) -> Vec<(String, String, RefusedBecause, bool)> {
    let listing = events(rows).unwrap();
    listing.refused.into_iter().map(|r| (r.source_id, r.field, r.reason, r.row_kept)).collect()
}

fn refusal(id: &str, field: &str, reason: RefusedBecause, kept: bool) -> (String, String, RefusedBecause, bool) {
    (id.to_owned(), field.to_owned(), reason, kept)
}

#[test]
fn a_row_is_read_with_cdata_references_and_unknown_elements() {
    let listing = events(
        r#"<event id="1"><titlee><![CDATA[R&amp;T <live>]]></titlee><titlec>甲 &amp; &#20057;</titlec>
           <enquiry>2222 3333 <b>secret</b></enquiry><email>a@example.org</email><venueid>7</venueid><unknown/>
           <predateE>21 December 2024 (Sat) 5:30pm</predateE><pricee>$70</pricee><saledate>2024-10-23 00:00:00.000</saledate></event>"#,
    )
    .unwrap();
    let event = &listing.events[0];
    assert_eq!(event.title.en.as_deref(), Some("R&T <live>"));
    assert_eq!(event.title.zh.as_deref(), Some("甲 & 乙"));
    assert_eq!(event.raw["titlee"], "R&amp;T <live>", "raw keeps the source's letters");
    assert_eq!(event.venue_id.as_deref(), Some("7"));
    assert_eq!(event.sale_date.unwrap().to_string(), "2024-10-23 00:00:00");
    assert!(event.draft_reasons().is_empty());
    assert!(!format!("{listing:?}").contains("2222"), "contact data of persons are not kept");
    assert!(listing.refused.is_empty());
    let coordinates = listing.venues[0].coordinates.unwrap();
    assert!((coordinates.latitude - 22.28).abs() < 1e-9 && (coordinates.longitude - 114.16).abs() < 1e-9);
}

#[test]
fn no_entity_is_ever_expanded() {
    let bomb = r#"<!DOCTYPE events [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><events><event id="1"><titlee>&b;</titlee></event></events>"#;
    let read_events = |xml: &str| read(xml.as_bytes(), VENUES.as_bytes(), &Limits::default(), &mut |_| ()).unwrap_err();
    assert_eq!(read_events(bomb).code(), "listing.file_document_type");
    let external = r#"<!DOCTYPE events SYSTEM "file:///etc/passwd"><events/>"#;
    assert_eq!(read_events(external).code(), "listing.file_document_type");
    assert_eq!(events("<event id='1'><titlee>&b;</titlee></event>").unwrap_err().code(), "listing.file_entity");
    assert_eq!(events("<event id='1'><titlee>&#0;</titlee></event>").unwrap_err().code(), "listing.file_entity");
    assert_eq!(events("<event id='1'><enquiry>&b;</enquiry></event>").unwrap_err().code(), "listing.file_entity");
}

#[test]
fn a_file_that_is_not_one_is_refused_as_a_whole() {
    let code = |xml: &[u8]| read(xml, VENUES.as_bytes(), &Limits::default(), &mut |_| ()).unwrap_err().code();
    assert_eq!(code(b""), "listing.file_malformed");
    assert_eq!(code(b"<events><event id='1'>"), "listing.file_malformed");
    assert_eq!(code(b"<events><event id='1'></events>"), "listing.file_malformed");
    assert_eq!(code(b"<events></events><events></events>"), "listing.file_root");
    assert_eq!(code(VENUES.as_bytes()), "listing.file_root");
    assert_eq!(code(b"<events>\xff</events>"), "listing.file_not_utf8");
    assert_eq!(code(b"<html><body>503</body></html>"), "listing.file_root");
}

#[test]
fn limits_hold() {
    let code = |rows: &str, limits: &Limits| {
        let xml = format!("<events>{rows}</events>");
        read(xml.as_bytes(), VENUES.as_bytes(), limits, &mut |_| ()).unwrap_err().code()
    };
    let deep = "<a>".repeat(1_000) + &"</a>".repeat(1_000);
    assert_eq!(code(&format!("<event id='1'>{deep}</event>"), &Limits::default()), "listing.file_too_deep");
    let few = Limits { rows: 2, ..Limits::default() };
    assert_eq!(code(&"<event id='1'></event>".repeat(3), &few), "listing.file_too_many_rows");
    let small = Limits { file_bytes: 1_000, ..Limits::default() };
    assert_eq!(code(&" ".repeat(1_000), &small), "listing.file_too_large");
    let long = format!("<event id='1'><titlee>ok</titlee><desce>{}</desce></event>", "x".repeat(70_000));
    assert_eq!(refusals(&long), [refusal("1", "desce", RefusedBecause::TooLong, false)]);
}

#[test]
fn a_bad_row_is_refused_by_name_and_the_others_are_taken() {
    let row = |id: &str, rest: &str| format!("<event id='{id}'><titlee>T</titlee>{rest}</event>");
    let rows = [
        row("1", ""),
        row("1", "<desce>again</desce>"),
        row("", ""),
        row("a b", ""),
        "<event><titlee>T</titlee></event>".to_owned(),
        "<event id='2'><titlee> </titlee></event>".to_owned(),
        row("3", "<titlee>U</titlee>"),
        row("4", "<desce>a<b>c</b></desce>"),
        row("5", "<desce>a\u{1}c</desce>"),
        "<venue id='6'/>".to_owned(),
        row("4", ""),
        row("7", "<venueid>99</venueid><urle>javascript:alert(1)</urle><saledate>soon</saledate>"),
    ];
    assert_eq!(
        refusals(&rows.concat()),
        [
            refusal("1", "id", Because::Duplicate, false),
            refusal("", "id", Because::Id, false),
            refusal("a b", "id", Because::Id, false),
            refusal("", "id", Because::Id, false),
            refusal("2", "titlee", Because::Nameless, false),
            refusal("3", "titlee", Because::Twice, false),
            refusal("4", "desce", Because::Markup, false),
            refusal("5", "desce", Because::ControlCharacter, false),
            refusal("6", "venue", Because::UnknownRow, false),
            refusal("7", "venueid", Because::UnknownVenue, true),
            refusal("7", "urle", Because::Address, true),
            refusal("7", "saledate", Because::Date, true),
        ]
    );
    let taken: Vec<String> = events(&rows.concat()).unwrap().events.into_iter().map(|e| e.source_id).collect();
    assert_eq!(taken, ["1", "4", "7"]);
}

#[test]
fn a_cancelled_event_keeps_its_date_as_text() {
    for title in ["Concert (Cancelled)", "【延期】音樂會"] {
        let rows = format!("<event id='1'><titlee>{title}</titlee><predateE>21 December 2024 (Sat) 5:30pm</predateE></event>");
        assert_eq!(events(&rows).unwrap().events[0].dates, crate::DatesFound::Text(crate::DateDoubt::MayHaveChanged));
    }
}

#[test]
fn the_same_entry_under_two_ids_is_pointed_out() {
    let row = |id: &str| format!("<event id='{id}'><titlee>T</titlee><predateE>tomorrow</predateE></event>");
    let listing = events(&[row("1"), row("2"), "<event id='3'><titlee>U</titlee></event>".to_owned()].concat()).unwrap();
    assert_eq!(listing.events.len(), 3);
    assert_eq!(listing.look_alikes, [["1", "2"]]);
}

#[test]
fn venues_need_a_name_and_whole_coordinates() {
    let venues = "<venues><venue id='1'><venuee>A</venuee><latitude>22</latitude></venue><venue id='2'/>\
                  <venue id='3'><venuee>B</venuee><latitude>95</latitude><longitude>0</longitude></venue></venues>";
    let listing = read(b"<events/>", venues.as_bytes(), &Limits::default(), &mut |_| ()).unwrap();
    assert_eq!(listing.venues.len(), 2);
    assert!(listing.venues.iter().all(|v| v.coordinates.is_none()));
    let because: Vec<_> = listing.refused.iter().map(|r| (r.source_id.as_str(), r.reason.code())).collect();
    assert_eq!(because, [("1", "listing.coordinates_unusable"), ("2", "listing.nameless"), ("3", "listing.coordinates_unusable")]);
}

#[test]
fn progress_is_told_on_the_way_and_at_the_end() {
    let xml = format!("<events>{}</events>", "<event id='1'><titlee>T</titlee></event>".repeat(120));
    let mut heard = Vec::new();
    read(xml.as_bytes(), VENUES.as_bytes(), &Limits::default(), &mut |p: Progress| heard.push(p)).unwrap();
    let rows: Vec<_> = heard.iter().map(|p| (p.stage, p.rows)).collect();
    let event = |rows| (Stage::Events, rows);
    assert_eq!(rows, [(Stage::Venues, 1), event(50), event(100), event(120)]);
    assert!(heard.iter().all(|p| p.bytes <= p.of_bytes));
    assert_eq!(heard[3].bytes, xml.len());
}
