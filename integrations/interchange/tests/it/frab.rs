//! Pentabarf and frab, XML and JSON.

use integration_interchange::{FileError, Format, Limits, read_programme};

use super::{read, refused, told};

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<schedule><version>1</version><conference><title>Small fair</title><time_zone_name>Europe/Brussels</time_zone_name></conference>
<day index="1" date="2025-02-01"><room name="Aula &amp; more">
<event guid="g-1" id="1"><date>2025-02-01T10:35:00+01:00</date><start>10:35</start><duration>00:25</duration><room></room><title>One &lt;two&gt;</title><subtitle>Sub</subtitle>
<track></track><type>devroom</type><language>en</language><abstract><![CDATA[<p>First &amp; second.</p><ul><li>a</li></ul>]]></abstract><description></description><url>https://example.org/1</url>
<persons><person id="1">Ada</person><person id="2"> Bob &#233; </person></persons><attachments><attachment href="https://example.org/s.pdf">Slides</attachment></attachments>
<links><link href="https://example.org/1">again</link><link href="javascript:alert(1)">no</link></links></event>
<event id="2"><start>23:30</start><duration>1:00</duration><room>B</room><title>By the day around it</title><track>T</track></event>
<event guid="g-1" id="3"><title>Twice</title></event>
<event id="4"><date>soon</date><start>10:00</start><title>Bad date</title></event>
<event id="5"><date>2025-02-01</date><start>25:00</start><title>Bad clock</title></event>
<event id="6"><date>2025-02-01</date><start>10:00</start><duration>long</duration><title>Bad length</title></event>
<event><title>No id</title></event>
<event id="7"><title> </title></event>
</room></day></schedule>"#;

#[test]
fn xml_is_read_with_rooms_tracks_persons_and_links() {
    let all = read(XML, "Asia/Tokyo");
    assert_eq!(all.title, "Small fair");
    assert_eq!(
        told(&all),
        ["g-1 2025-02-01T09:35Z-2025-02-01T10:00Z One <two>", "2 2025-02-01T22:30Z-2025-02-01T23:30Z By the day around it"]
    );
    let one = &all.sessions[0];
    assert_eq!((one.room.as_str(), one.track.as_str(), one.language.as_str()), ("Aula & more", "devroom", "en"));
    assert_eq!(one.persons, ["Ada", "Bob é"]);
    assert_eq!(one.description, "Sub\n\nFirst & second.\n\n- a");
    let links: Vec<_> = one.links.iter().map(|l| (l.url.as_str(), l.label.as_str())).collect();
    assert_eq!(links, [("https://example.org/1", ""), ("https://example.org/s.pdf", "Slides")]);
    assert_eq!(
        refused(&all),
        [
            "g-1 guid programme.id_twice",
            "4 date programme.date_unusable",
            "5 start programme.start_unusable",
            "6 duration programme.duration_unusable",
            "event “No id” guid programme.id_missing",
            "7 title programme.title_missing",
        ]
    );
}

#[test]
fn json_says_the_same() {
    let json = r#"{"schedule":{"version":"1","conference":{"title":"Small fair","time_zone_name":"Europe/Brussels","days":[{"index":1,"date":"2025-02-01","rooms":{"Aula & more":[
      {"guid":"g-1","id":1,"date":"2025-02-01T10:35:00+01:00","start":"10:35","duration":"00:25","room":null,"title":{"en":"One <two>"},"subtitle":"Sub","track":null,"type":"devroom","language":"en",
       "abstract":"<p>First &amp; second.</p><ul><li>a</li></ul>","description":"","url":"https://example.org/1","persons":[{"id":1,"public_name":"Ada"},{"name":"Bob é"}],"links":[{"url":"https://example.org/1","title":"again"}],"attachments":[{"url":"https://example.org/s.pdf","title":"Slides"}]},
      {"id":9,"persons":"nobody","title":"Misshapen"}],
      "B":[{"id":2,"start":"23:30","duration":"1:00","title":"By the day around it","track":"T"}]}}]}}}"#;
    let (mut xml, mut json) = (read(XML, "Asia/Tokyo"), read(json, "Asia/Tokyo"));
    assert_eq!(refused(&json), ["9 event programme.row_misshapen"]);
    (xml.refused, json.refused) = (Vec::new(), Vec::new());
    assert_eq!(xml, json);
}

#[test]
fn what_could_harm_is_not_read() {
    let fault = |text: &str| read_programme(text.as_bytes(), None, platform_types::Zone::UTC, &Limits::default()).unwrap_err();
    let bomb = r#"<!DOCTYPE schedule [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><schedule><title>&b;</title></schedule>"#;
    assert!(matches!(fault(bomb), FileError::Entity { .. }));
    assert!(matches!(
        fault("<schedule><day><room><event id=\"1\"><title>&xxe;</title></event></room></day></schedule>"),
        FileError::Entity { .. }
    ));
    assert!(matches!(fault("<schedule><event id=\"&xxe;\"/></schedule>"), FileError::Entity { .. }));
    assert!(matches!(fault(&"<schedule>".repeat(99)), FileError::TooDeep { .. }));
    assert!(matches!(fault("<rss></rss>"), FileError::Unknown { .. }));
    assert_eq!(fault("<schedule><day>").code(), "file.malformed");
    assert_eq!(fault("{\"schedule\":{}}").code(), "file.malformed");
    assert_eq!(fault(&"[".repeat(100_000)).code(), "file.malformed");
    assert_eq!((Format::named("pentabarf"), Format::named("csv")), (Some(Format::FrabXml), None));
}
