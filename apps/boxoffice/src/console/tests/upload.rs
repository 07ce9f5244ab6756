//! A programme's file from the form to the running order, through the real routes.

use axum::http::{Method, StatusCode};
use platform_http_testing::Answer;
use platform_types::{Actor, EventId};

use super::harness::World;
use super::whole;
use crate::console::programme::upload::forget_expired;

/// Four entries: two fit, one has an end before its start, one is cancelled.
const EVENING: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Lantern//EN\r\nX-WR-CALNAME:Evening\r\n\
BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260314T113000Z\r\nDTEND:20260314T121500Z\r\nSUMMARY:Opening <night>\r\nLOCATION:Hall\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260314T123000Z\r\nDTEND:20260314T133000Z\r\nSUMMARY:Second set\r\nLOCATION:Hall\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:c\r\nDTSTART:20260314T140000Z\r\nDTEND:20260314T130000Z\r\nSUMMARY:Backwards\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:d\r\nSTATUS:CANCELLED\r\nDTSTART:20260314T150000Z\r\nSUMMARY:Called off\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

struct Desk {
    world: World,
    event: EventId,
}

impl Desk {
    async fn new() -> Self {
        let world = World::new().await;
        let event = world.event_on_sale().await;
        Self { world, event }
    }

    fn at(&self, rest: &str) -> String {
        format!("/console/events/{}/programme{rest}", self.event)
    }

    async fn send(&self, who: &Actor, fields: &[(&str, &str)], name: &str, file: impl AsRef<[u8]>) -> Answer {
        self.world.upload(who, &self.at("/upload"), fields, name, file.as_ref()).await
    }

    /// Sent by the owner; the address of what it would do.
    async fn sent(&self, name: &str, file: impl AsRef<[u8]>) -> String {
        let done = self.send(&self.world.owner, &[], name, file).await.expect(303);
        let to = done.leads().to_owned();
        assert!(to.starts_with(&self.at("/uploads/")), "{to}");
        to
    }

    async fn looked(&self, at: &str) -> Answer {
        let page = self.world.get(&self.world.owner, at).await.expect(200);
        assert_eq!(whole::faults(&page.text), Vec::<String>::new());
        page
    }

    async fn confirm(&self, at: &str, seen: &str) -> Answer {
        self.world.post(&self.world.owner, at, &[("seen", seen)]).await
    }

    async fn items(&self) -> i64 {
        self.world.number("SELECT count(*) FROM programme_items WHERE removed_at IS NULL").await
    }

    async fn imports(&self) -> i64 {
        self.world.audit().await.get("programme.imported").copied().unwrap_or(0)
    }
}

/// The page's figures: `New 2`.
fn figures(page: &Answer) -> Vec<String> {
    page.find(".figures__figure dt").iter().zip(page.find(".figures__value")).map(|(name, value)| format!("{name} {value}")).collect()
}

#[tokio::test]
async fn a_file_is_looked_at_and_then_comes_in_once() {
    let desk = Desk::new().await;
    let tab = desk.looked(&desk.at("")).await;
    assert_eq!(tab.count(&format!("a[href='{}']", desk.at("/upload"))), 1);
    let form = desk.looked(&desk.at("/upload")).await;
    assert_eq!((form.count("form[enctype='multipart/form-data'] input[type=file]"), form.count("select[name=source]")), (1, 0));

    let at = desk.sent("../evil\u{202E}/evening.ics", EVENING).await;
    assert_eq!((desk.items().await, desk.imports().await), (0, 0), "looking writes nothing");
    let page = desk.looked(&at).await;
    let told = page.told();
    assert!(told.contains("evening.ics") && told.contains("iCalendar") && told.contains("Calls itself Evening"), "{told}");
    assert!(
        told.contains("20:15") && told.contains("How it will look Hall") && told.contains("Opening <night>"),
        "as everybody will see it: {told}"
    );
    assert_eq!(figures(&page), ["New 2", "Changed 0", "Unchanged 0", "Gone 0", "Refused 1"]);
    let row = page.find("table tbody tr").join("|");
    assert!(row.contains('c') && row.contains("DTEND") && row.contains("programme.ends_before"), "row, field, code: {row}");
    assert!(told.contains("1 item left out") && told.contains("Called off"), "{told}");
    assert_eq!((desk.items().await, desk.imports().await), (0, 0));
    let seen = page.field("seen").unwrap();
    // The same file again is the same upload.
    assert_eq!(desk.sent("evening.ics", EVENING).await, at);

    assert_eq!(desk.confirm(&at, &seen).await.leads(), format!("{at}?done=programme-imported"));
    assert_eq!(desk.confirm(&at, &seen).await.leads(), format!("{at}?done=programme-imported-before"), "a double click");
    assert_eq!((desk.items().await, desk.imports().await), (2, 1));
    assert_eq!(desk.world.number("SELECT count(content) FROM programme_uploads").await, 0, "the bytes are not needed any more");
    let result = desk.looked(&format!("{at}?done=programme-imported")).await;
    assert!(result.told().contains("The programme is in.") && result.told().contains("What came in"), "{}", result.told());
    assert_eq!((figures(&result)[0].as_str(), result.field("seen")), ("New 2", None));
    assert_eq!(result.count("table tbody tr"), 1, "what was refused is still told");

    // Again: nothing to do, and nothing to press.
    let again = desk.sent("evening.ics", EVENING).await;
    assert_ne!(again, at);
    let page = desk.looked(&again).await;
    assert!(page.told().contains("Nothing would change") && page.field("seen").is_none(), "{}", page.told());
    assert_eq!(figures(&page)[..3], ["New 0", "Changed 0", "Unchanged 2"]);
    assert_eq!((desk.items().await, desk.imports().await), (2, 1));
}

#[tokio::test]
async fn a_new_edition_changes_what_nobody_changed_here() {
    let desk = Desk::new().await;
    let at = desk.sent("evening.ics", EVENING).await;
    let seen = desk.looked(&at).await.field("seen").unwrap();
    desk.confirm(&at, &seen).await.expect(303);
    // Somebody corrects the first item here.
    let first = desk.world.text("SELECT id::text FROM programme_items WHERE import_id = 'a'").await;
    let item = desk.at(&format!("/{first}"));
    let version = desk.looked(&item).await.field("version").unwrap();
    let fields =
        [("title", "Opening, corrected"), ("starts", "2026-03-14T19:30"), ("ends", "2026-03-14T20:15"), ("version", version.as_str())];
    desk.world.post(&desk.world.owner, &item, &fields).await.expect(303);

    let edition = EVENING.replace("SUMMARY:Second set", "SUMMARY:Second set, later").replace("Opening <night>", "Opening again");
    let form = desk.looked(&desk.at("/upload")).await;
    assert_eq!(form.attributes("select[name=source] option", "value"), ["programme", "+"]);
    let at = desk.sent("evening.ics", &edition).await;
    let page = desk.looked(&at).await;
    assert_eq!(figures(&page)[..4], ["New 0", "Changed 1", "Unchanged 0", "Gone 0"]);
    assert!(page.told().contains("Would be left alone 1") && page.told().contains("Opening, corrected Left alone"), "{}", page.told());
    let seen = page.field("seen").unwrap();
    desk.confirm(&at, &seen).await.expect(303);
    let titles = "SELECT string_agg(title, '; ' ORDER BY position) FROM programme_items WHERE removed_at IS NULL";
    assert_eq!(desk.world.text(titles).await, "Opening, corrected; Second set, later");

    // A file of something else beside it: nothing of the first goes.
    let other = EVENING.replace("UID:", "UID:other-");
    let at = desk.send(&desk.world.owner, &[("source", "+")], "other.ics", &other).await.expect(303).leads().to_owned();
    let page = desk.looked(&at).await;
    assert!(page.told().contains("“programme-2”"), "{}", page.told());
    assert_eq!(figures(&page)[..4], ["New 2", "Changed 0", "Unchanged 0", "Gone 0"]);
    // As an edition of the first it would take that out, and says so.
    let at = desk.send(&desk.world.owner, &[("source", "programme")], "other.ics", &other).await.expect(303).leads().to_owned();
    let page = desk.looked(&at).await;
    assert!(page.told().contains("1 item that an earlier edition brought is not in this file any more"), "{}", page.told());
    assert!(page.told().contains("Second set, later Would go"), "{}", page.told());
    let made_up = desk.send(&desk.world.owner, &[("source", "somebody-elses")], "other.ics", &other).await;
    assert_eq!((made_up.status.as_u16(), made_up.attribute("#field-source", "aria-invalid").as_deref()), (422, Some("true")));
}

#[tokio::test]
async fn what_is_confirmed_is_what_was_shown() {
    let desk = Desk::new().await;
    let at = desk.sent("evening.ics", EVENING).await;
    let seen = desk.looked(&at).await.field("seen").unwrap();
    // Somebody adds an item meanwhile.
    let key = desk.looked(&desk.at("/new")).await.field("key").unwrap();
    desk.world.post(&desk.world.owner, &desk.at("/new"), &[("key", &key), ("title", "Doors")]).await.expect(303);
    let refused = desk.confirm(&at, &seen).await;
    assert_eq!((refused.status, whole::faults(&refused.text)), (StatusCode::CONFLICT, vec![]));
    assert!(
        refused.told().contains("Somebody changed the programme since you looked at this file. Nothing was brought in."),
        "{}",
        refused.told()
    );
    assert_eq!((desk.items().await, desk.imports().await), (1, 0));
    let (status, fault) = desk.world.post_json(&desk.world.owner, &at, serde_json::json!({"seen": seen})).await;
    assert_eq!((status, fault["code"].as_str()), (StatusCode::CONFLICT, Some("events.programme_changed")), "{fault}");
    let bare = desk.world.post(&desk.world.owner, &at, &[]).await;
    assert_eq!(bare.status, StatusCode::CONFLICT, "who saw nothing confirms nothing");
    let now = refused.field("seen").unwrap();
    assert_ne!(now, seen);
    desk.confirm(&at, &now).await.expect(303);
    assert_eq!((desk.items().await, desk.imports().await), (3, 1));
}

#[tokio::test]
async fn two_clicks_at_once_are_one_import() {
    let desk = Desk::new().await;
    let at = desk.sent("evening.ics", EVENING).await;
    let seen = desk.looked(&at).await.field("seen").unwrap();
    let (one, two) = tokio::join!(desk.confirm(&at, &seen), desk.confirm(&at, &seen));
    let mut words: Vec<String> = [one, two].iter().map(|answer| answer.leads().rsplit('=').next().unwrap().to_owned()).collect();
    words.sort();
    assert_eq!(words, ["programme-imported", "programme-imported-before"]);
    assert_eq!((desk.items().await, desk.imports().await), (2, 1));
}

#[tokio::test]
async fn what_is_no_programme_is_told_with_its_code() {
    let desk = Desk::new().await;
    let owner = desk.world.owner.clone();
    let large = vec![b'x'; (10 << 20) + 1];
    let many: String = std::iter::once("id,title\n".to_owned()).chain((0..20_001).map(|n| format!("{n},Act\n"))).collect();
    let cases: [(&str, &[u8], u16, &str, &str); 12] = [
        ("", b"", 422, "Choose a file first", "files.no_file"),
        ("empty.ics", b"", 422, "This file is empty", "files.empty"),
        ("large.ics", &large, 413, "at most 10 MB", "files.too_large"),
        ("photo.ics", b"\xFF\xD8\xFF\xE0 JFIF", 422, "it is no text", "file.unknown"),
        ("latin.ics", b"BEGIN:VCALENDAR\r\nSUMMARY:Caf\xE9\r\nEND:VCALENDAR\r\n", 422, "not UTF-8", "file.not_utf8"),
        ("notes.txt", b"See you at eight", 422, "it begins with", "file.unknown"),
        ("broken.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:No end\r\n", 422, "a part has no end", "file.malformed"),
        ("half.xml", b"<schedule><day>", 422, "not well-formed XML", "file.malformed"),
        ("bomb.xml", b"<!DOCTYPE s [<!ENTITY a \"b\">]><schedule/>", 422, "plain XML is expected", "file.entity"),
        ("many.csv", many.as_bytes(), 422, "more than 20000 rows", "file.too_many_rows"),
        ("other.csv", b"name,price\nA,1\n", 422, "There is no column", "file.column_missing"),
        (
            "deep.xml",
            &[b"<schedule>".to_vec(), b"<a>".repeat(40), b"</a>".repeat(40), b"</schedule>".to_vec()].concat(),
            422,
            "nests deeper",
            "file.too_deep",
        ),
    ];
    for (name, file, status, says, code) in cases {
        let answer = desk.send(&owner, &[], name, file).await;
        assert_eq!((answer.status.as_u16(), whole::faults(&answer.text)), (status, vec![]), "{name}: {}", answer.told());
        assert!(answer.told().contains(says) && answer.told().contains(code), "{name}: {}", answer.told());
        assert_eq!(answer.attribute("#field-file", "aria-invalid").as_deref(), Some("true"), "{name}");
    }
    // Told in the language of whoever sends it.
    for (file, says) in [
        ("See you at eight", "Sie beginnt mit „See you at eight“"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "Die Datei ist kein fehlerfreies iCalendar"),
        ("<!DOCTYPE s><schedule/>", "erwartet wird schlichtes XML"),
        ("name,price\nA,1\n", "Es gibt keine Spalte „id“; es gibt: name, price."),
    ] {
        let headers = [("content-type", "multipart/form-data; boundary=x"), ("accept", "text/html"), ("accept-language", "de")];
        let body = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n{file}\r\n--x--\r\n");
        let german = desk.world.browser(&owner).send(Method::POST, &desk.at("/upload"), &headers, &body).await.expect(422);
        assert!(german.told().to_lowercase().contains(&says.to_lowercase()), "{says}: {}", german.told());
    }
    // A form that brings nothing, and a program that asks for JSON.
    let none = desk.world.post(&owner, &desk.at("/upload"), &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let headers = [("content-type", "multipart/form-data; boundary=x"), ("accept", "application/json")];
    let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nSee you\r\n--x--\r\n";
    let fault = desk.world.browser(&owner).send(Method::POST, &desk.at("/upload"), &headers, body).await;
    assert_eq!((fault.status.as_u16(), fault.json()["code"].as_str()), (422, Some("file.unknown")), "{}", fault.text);
    assert_eq!(desk.world.number("SELECT count(*) FROM programme_uploads").await, 0, "nothing of it is kept");
    // A file without a session is a programme, and an odd one.
    let bare = desk.sent("bare.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n").await;
    assert!(desk.looked(&bare).await.told().contains("There is no session in this file"));
}

#[tokio::test]
async fn a_file_is_its_senders_alone_and_for_an_hour() {
    let desk = Desk::new().await;
    let at = desk.sent("evening.ics", EVENING).await;
    let seen = desk.looked(&at).await.field("seen").unwrap();
    let world = &desk.world;
    let colleague = world.house.holder("colleague", "GVTEWAY_EXPERIENCE_CREATOR", world.organization.0).await;
    let door = world.house.holder("door", "STAFF", desk.event.0).await;
    let rival = world.house.person("rival").await;
    world.house.organization(&rival, "rival").await;
    for (who, form) in [(&colleague, true), (&door, false), (&rival, false), (&Actor::anonymous(), false)] {
        let answer = world.get(who, &at).await;
        assert!(!answer.text.contains("evening.ics") && !answer.text.contains("Second set"), "{}", answer.text);
        assert_eq!(answer.status.as_u16() == 404 && answer.count("input[type=file]") == 1, form, "{}: {}", answer.status, answer.told());
        let confirmed = world.post(who, &at, &[("seen", &seen)]).await;
        assert!(!confirmed.status.is_success() && !confirmed.header("location").contains("imported"), "{}", confirmed.status);
        if !form {
            assert!(!desk.send(who, &[], "mine.ics", EVENING).await.header("location").contains("/uploads/"));
        }
    }
    assert_eq!((desk.items().await, world.number("SELECT count(*) FROM programme_uploads").await), (0, 1));
    // Who uploads more than five loses the oldest.
    for n in 0..6 {
        desk.sent("more.ics", EVENING.replace("Second set", &format!("Set {n}"))).await;
    }
    assert_eq!(world.number("SELECT count(*) FROM programme_uploads").await, 5);
    let last = desk.sent("evening.ics", EVENING).await;
    assert_eq!(forget_expired(&world.house.db).await.unwrap(), 0);
    world.house.clock.advance(chrono::Duration::minutes(61));
    let late = world.get(&world.owner, &last).await;
    assert_eq!((late.status.as_u16(), whole::faults(&late.text)), (404, vec![]));
    assert!(late.told().contains("not kept any more") && late.count("input[type=file]") == 1, "{}", late.told());
    let seen = [("seen", seen.as_str())];
    assert_eq!(world.post(&world.owner, &last, &seen).await.status, StatusCode::NOT_FOUND);
    assert_eq!(forget_expired(&world.house.db).await.unwrap(), 5);
    assert_eq!((desk.items().await, world.number("SELECT count(*) FROM programme_uploads").await), (0, 0));
}

#[tokio::test]
async fn what_was_sold_stays_as_it_was_sold() {
    let desk = Desk::new().await;
    desk.world.give_tickets(desk.event, &["Mei Chan", "Ada Wong"]).await;
    let sold = "SELECT md5((SELECT string_agg(t::text, ';' ORDER BY t.id) FROM tickets t) || (SELECT string_agg(o::text, ';') FROM orders o) || (SELECT string_agg(e::text, ';') FROM events e)
         || (SELECT string_agg(p::text, ';' ORDER BY p.id) FROM pools p))";
    let before = desk.world.text(sold).await;
    let at = desk.sent("evening.ics", EVENING).await;
    let seen = desk.looked(&at).await.field("seen").unwrap();
    desk.confirm(&at, &seen).await.expect(303);
    assert_eq!((desk.items().await, desk.world.text(sold).await), (2, before));
}

#[tokio::test]
async fn a_table_says_which_of_its_columns_are_not_read() {
    let desk = Desk::new().await;
    let table = "id;title;starts;colour\n1;Opening;2026-03-14 19:30;red\n2;;;blue\n";
    let page = desk.looked(&desk.sent("acts.csv", table).await).await;
    let told = page.told();
    assert!(told.contains("Table (CSV or JSON)") && told.contains("Columns that are not read colour"), "{told}");
    assert_eq!(figures(&page), ["New 1", "Changed 0", "Unchanged 0", "Gone 0", "Refused 1"]);
}

#[tokio::test]
async fn the_pages_are_told_in_german_too() {
    let desk = Desk::new().await;
    let at = desk.sent("evening.ics", EVENING).await;
    let headers = [("accept", "text/html"), ("accept-language", "de")];
    let english = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/texts/en/console-upload.ftl")).unwrap();
    let sentences: Vec<&str> = english
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(_, text)| text)
        .filter(|text| text.split(' ').count() > 2 && !text.contains('{'))
        .collect();
    for path in [desk.at("/upload"), at] {
        let page = desk.world.browser(&desk.world.owner).send(Method::GET, &path, &headers, "").await.expect(200);
        let left: Vec<&&str> = sentences.iter().filter(|sentence| page.text.contains(**sentence)).collect();
        assert!(left.is_empty(), "{path}: {left:?}");
        assert!(page.told().contains("Datei"), "{}", page.told());
    }
}

/// Published programmes, where they are at hand: in, and again without a change.
#[tokio::test]
async fn published_programmes_come_in_and_say_nothing_new_again() {
    for (file, format, least) in
        [("programme/emf-2024.schedule.ics", "iCalendar", 300), ("programme/fosdem-2025.pentabarf.xml", "Pentabarf or frab XML", 900)]
    {
        let Some(path) = real_input::file(file) else { return };
        let bytes = std::fs::read(path).unwrap();
        let desk = Desk::new().await;
        let at = desk.sent(file, &bytes).await;
        let page = desk.looked(&at).await;
        assert!(page.told().contains(format), "{file}: {}", page.told());
        let counted = figures(&page);
        let new: i64 = counted[0].strip_prefix("New ").unwrap().parse().unwrap();
        assert!(new >= least, "{file}: {counted:?}");
        assert!(page.count(".programme__line") == 12, "{file}: how it begins");
        assert!(page.text.len() < 200_000, "{file}: {} bytes", page.text.len());
        let seen = page.field("seen").unwrap();
        assert_eq!(desk.confirm(&at, &seen).await.leads(), format!("{at}?done=programme-imported"), "{file}");
        assert_eq!((desk.items().await, desk.imports().await), (new, 1), "{file}");
        let again = desk.looked(&desk.sent(file, &bytes).await).await;
        assert!(again.told().contains("Nothing would change"), "{file}: {}", again.told());
    }
}
