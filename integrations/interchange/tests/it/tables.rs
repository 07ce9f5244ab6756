//! Tables and mappings.

use integration_interchange::{FileError, Kind, Limits, Mapping, Table, csv_file, event_rows, json_file, read_table, sessions, venue_rows};
use platform_types::{Currency, Zone};
use proptest::prelude::*;

fn table(text: &str, kind: Kind, mapping: Option<&str>) -> Result<Table, FileError> {
    let mapping = mapping.map(|text| Mapping::read(text).unwrap());
    read_table(text.as_bytes(), kind, mapping.as_ref(), &Limits::default())
}

fn paris() -> Zone {
    "Europe/Paris".parse().unwrap()
}

#[test]
fn separators_marks_and_quotes_are_seen_from_the_file() {
    for text in [
        "id,name,city\n1,\"A, \"\"B\"\"\",\"two\nlines\"\n",
        "\u{feff}id;name;city\r\n1;A, \"B\";\"two\nlines\"\r\n",
        "id\tname\tcity\n1\tA, \"B\"\t\"two\nlines\"\n",
    ] {
        let read = table(text, Kind::Venues, None).unwrap();
        assert_eq!(
            (read.records.len(), read.records[0].text("name"), read.records[0].text("city")),
            (1, "A, \"B\"", "two\nlines"),
            "{text}"
        );
    }
    let ragged = table("id,name\n1,A,B\n\n2,C\n,\n", Kind::Venues, None).unwrap();
    assert_eq!((ragged.records.len(), ragged.refused[0].row.as_str(), ragged.refused[0].code), (1, "line 2", "table.cells_differ"));
    assert_eq!(table("id,name,id\n1,A,2\n", Kind::Venues, None).unwrap_err().code(), "file.malformed");
    assert_eq!(table("id,title\n1,A\n", Kind::Venues, None).unwrap_err().code(), "file.column_missing");
    let more = table("id,name,colour,name:fr,name:?\n1,A,red,B,C\n", Kind::Venues, None).unwrap();
    assert_eq!(more.unknown, ["colour", "name:?"]);
    assert_eq!(read_table(b"id,name\n1,\xe9\n", Kind::Venues, None, &Limits::default()).unwrap_err().code(), "file.not_utf8");
}

#[test]
fn a_mapping_says_where_each_field_is() {
    let map = r#"
        kind = "events"
        source = "club"
        rows = "/data/items"
        zone = "Europe/Paris"
        dates = ["%d.%m.%Y %H:%M"]
        [fields]
        id = { from = ["year", "no"], join = "-" }
        name = "/title/en"
        starts = "when"
        category = { from = "kind", lookup = { K = "music" }, otherwise = "other" }
        presenter = { from = "by", omit = ["-"], prefix = "by " }
        description = { from = "acts", split = "/" }
        currency = { constant = "GBP" }
    "#;
    let json = r#"{"data":{"items":[
        {"year":2025,"no":7,"title":{"en":"One"},"when":"01.02.2025 19:30","kind":"K","by":"-","acts":"A / B"},
        {"year":2025,"no":8,"title":{"en":"Two"},"when":"soon","kind":"?","by":"Ada","acts":null},
        "nothing"]}}"#;
    let read = table(json, Kind::Events, Some(map)).unwrap();
    let (rows, refused) = event_rows(&read, paris(), Currency::EUR, &["%d.%m.%Y %H:%M".to_owned()]);
    let told: Vec<String> = refused.iter().map(|r| format!("{} {} {} {}", r.row, r.field, r.value, r.code)).collect();
    assert_eq!(told, ["row 3  \"nothing\" table.no_object", "2025-8 starts soon table.time_unusable"]);
    let one = &rows[0];
    assert_eq!(
        (one.id.as_str(), one.name.as_str(), one.starts_at.unwrap().unwrap().to_rfc3339().as_str()),
        ("2025-7", "One", "2025-02-01T18:30:00+00:00")
    );
    assert_eq!(
        (one.category.as_deref(), one.presenter.as_deref(), one.description.as_deref(), one.currency),
        (Some("music"), Some(""), Some("A\nB"), Some(Currency::GBP))
    );
    assert_eq!(one.ends_at, None, "what the mapping does not name stays as it is here");

    for (wrong, said) in [
        ("kind = \"venues\"\nsource = \"x\"\n[fields]\nid = \"a\"\n", "name"),
        ("kind = \"venues\"\nsource = \"x\"\n[fields]\nid = \"a\"\nname = \"b\"\ncolour = \"c\"\n", "colour"),
        ("kind = \"venues\"\nsource = \"Bad name\"\n[fields]\nid = \"a\"\nname = \"b\"\n", "source"),
        ("kind = \"venues\"\nsource = \"x\"\nzone = \"Mars\"\n[fields]\nid = \"a\"\nname = \"b\"\n", "Mars"),
        ("kind = \"venues\"\nsource = \"x\"\n[fields]\nid = \"a\"\nname = { join = \"b\" }\n", "name"),
        ("kind = \"venues\"\nsource = \"x\"\ncolour = 1\n[fields]\nid = \"a\"\nname = \"b\"\n", "colour"),
        ("kind = \"cars\"\n", "cars"),
    ] {
        let fault = Mapping::read(wrong).unwrap_err();
        assert!(fault.code() == "file.mapping" && fault.to_string().contains(said), "{fault}");
    }
}

#[test]
fn xml_of_any_shape_is_a_table() {
    let map = "kind = \"venues\"\nsource = \"x\"\nrows = \"list/place\"\n[fields]\nid = \"@no\"\nname = \"name\"\ncity = \"address/city\"\nposition = \"geo\"\n";
    let xml = "<list><place no=\"1\"><name><![CDATA[A & B]]></name><address><city>Paris</city></address><geo>48.87, 2.29</geo></place><place no=\"2\"><name>C&#233;</name><address/><geo>91,0</geo></place></list>";
    let (rows, refused) = venue_rows(&table(xml, Kind::Venues, Some(map)).unwrap());
    assert_eq!(
        (rows.len(), rows[0].name.as_str(), rows[0].city.as_deref(), rows[0].position),
        (1, "A & B", Some("Paris"), Some(Some((48.87, 2.29))))
    );
    assert_eq!((refused[0].row.as_str(), refused[0].code), ("2", "table.position_unusable"));
    let bomb = "<!DOCTYPE l [<!ENTITY a \"aa\">]><list><place no=\"1\"><name>&a;</name></place></list>";
    assert!(matches!(table(bomb, Kind::Venues, Some(map)), Err(FileError::Entity { .. })));
    assert!(matches!(
        table("<list><place no=\"1\"><name>&b;</name></place></list>", Kind::Venues, Some(map)),
        Err(FileError::Entity { .. })
    ));
    assert_eq!(table("<other/>", Kind::Venues, Some(map)).unwrap_err().code(), "file.malformed");
}

#[test]
fn what_is_wrong_with_a_row_is_all_named() {
    let text = "id,title,starts,ends,links\n1,,2025-02-01,soon,javascript:x\n2,Fine,2025-03-30 02:30,,\n3,Good,2025-03-30 03:30,2025-03-30T04:30:00+02:00,https://e.org/a The page\n";
    let all = sessions(&table(text, Kind::Programme, None).unwrap(), paris(), &[]);
    let told: Vec<String> = all.refused.iter().map(|r| format!("{} {} {}", r.row, r.field, r.code)).collect();
    assert_eq!(
        told,
        [
            "1 title table.title_missing",
            "1 starts table.time_unusable",
            "1 ends table.time_unusable",
            "1 links table.address_unusable",
            "2 starts table.time_unusable"
        ]
    );
    assert!(all.refused[4].reason.contains("clocks go forward"), "{}", all.refused[4].reason);
    assert_eq!((all.sessions.len(), all.sessions[0].links[0].label.as_str()), (1, "The page"));
}

#[test]
fn ten_thousand_rows_are_read() {
    let rows: String = (0..10_000).map(|n| format!("{n},Hall {n},\"a\nb\"\n")).collect();
    let (rows, refused) = venue_rows(&table(&format!("id,name,address\n{rows}"), Kind::Venues, None).unwrap());
    assert_eq!((rows.len(), refused.len(), rows[9_999].address.as_deref()), (10_000, 0, Some("a b")));
}

proptest! {
    /// Whatever a cell says, it comes back from the file as it was, and no spreadsheet takes it for a formula.
    #[test]
    fn what_is_written_reads_back(cells in proptest::collection::vec("[ -~äé\u{4e00}=+@'\t\n,;\"-]{0,12}", 1..6)) {
        let cells: Vec<String> = cells.iter().map(|c| c.trim().to_owned()).collect();
        let columns = vec!["id".to_owned(), "name".to_owned()];
        let rows: Vec<Vec<String>> = cells.iter().enumerate().map(|(n, cell)| vec![n.to_string(), cell.clone()]).collect();
        let csv = csv_file(&columns, &rows);
        for file in [csv.clone(), json_file(&columns, &rows, &[]), json_file(&columns, &rows, &["name"])] {
            let read = table(&file, Kind::Venues, None);
            // A table in which no row has a name has no such column in JSON.
            let Ok(read) = read else { prop_assert!(cells.iter().all(String::is_empty)); continue };
            let back: Vec<&str> = read.records.iter().map(|r| r.text("name")).collect();
            prop_assert_eq!(back, cells.iter().map(String::as_str).collect::<Vec<_>>(), "{}", file);
        }
        for line in csv.lines() {
            prop_assert!(!line.contains(",=") || line.contains('"'), "{}", line);
        }
    }

    /// Whatever stands in a file, reading it ends and never panics.
    #[test]
    fn no_file_breaks_the_reader(text in "(id,name\n)?[{}\\[\\]<>a-z,;\"'\n\t:/&= 0-9]{0,80}") {
        for kind in [Kind::Venues, Kind::Events, Kind::Programme] {
            if let Ok(read) = table(&text, kind, None) {
                let _ = (venue_rows(&read), event_rows(&read, Zone::UTC, Currency::EUR, &[]), sessions(&read, Zone::UTC, &[]));
            }
        }
    }
}
