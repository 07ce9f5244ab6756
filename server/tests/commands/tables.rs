//! `callboard import venues` and `events`, `callboard export`, and the way there and back.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;

use crate::house::{House, told};

fn write(house: &House, name: &str, text: &str) -> PathBuf {
    let path = house.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn mapping(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/import").join(name)
}

fn import(house: &House, what: &str, file: &Path, more: &[&str]) -> Output {
    let whose: &[&str] = if what == "programme" { &[] } else { &["--organization", "harbour-arts"] };
    let mut command = house.command(&["import", what]);
    house.run(command.args(if more.contains(&"--organization") { &[] } else { whose }).arg(file).args(more))
}

/// The answer as JSON, with its exit code.
fn outcome(house: &House, what: &str, file: &Path, more: &[&str]) -> (i32, Value) {
    let output = import(house, what, file, &[&["--json"], more].concat());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", told(&output)));
    (output.status.code().unwrap(), answer)
}

/// created, changed, unchanged, kept, refused.
fn counts(answer: &Value) -> [u64; 5] {
    let of = |field: &str| answer["counts"][field].as_u64().unwrap();
    [of("created"), of("changed"), of("unchanged"), of("kept"), answer["refused"].as_array().unwrap().len() as u64]
}

fn refused(answer: &Value) -> Vec<String> {
    let text = |r: &Value, field: &str| r[field].as_str().unwrap().to_owned();
    answer["refused"].as_array().unwrap().iter().map(|r| format!("{} {} {}", text(r, "row"), text(r, "field"), text(r, "code"))).collect()
}

fn export(house: &House, words: &[&str], name: &str) -> PathBuf {
    let path = house.folder.path().join(name);
    let output = house.run(house.command(&[&["export"], words].concat()).arg("--output").arg(&path));
    assert!(output.status.success(), "{words:?}: {}", told(&output));
    path
}

const VENUES: &str = "\u{feff}id;name;name:zh-Hant;address;city;country;latitude;longitude;zone;capacity\r
hall;Town hall;大會堂;\"5 Edinburgh Place\r\nCentral\";Hong Kong;HK;22.2825;114.1612;;1434\r
pier;The Pier;;;Brighton;United Kingdom;50.8148;-0.1367;Europe/London;\r
nowhere;Nowhere;;;;Atlantis;;;;\r
far;Far;;;;;95;0;;\r
none;None;;;;;;;;0\r
hall;Again;;;;;;;;\r
;No id;;;;;;;;\r
short;Short\r
";

const EVENTS: &str = "id,name,name:fr,category,description,venue,starts,ends,doors,currency,prices,capacity,presenter
one,Winter night,Nuit d’hiver,music,\"First line

third, \"\"quoted\"\"\",hall,2024-12-21 19:30,2024-12-21 22:00,2024-12-21 19:00,,\"120 Seat
60.50 Concession\",400,=HYPERLINK(1)
two,By the sea,,,,The Pier,2025-03-30T19:30:00+01:00,,,GBP,free,,
three,Undated,,,,,,,,,,,
gap,Skipped hour,,,,The Pier,2025-03-30 01:30,,,GBP,,,
lost,Lost,,,,Atlantis,2025-03-30 19:30,,,,,,
back,Upside down,,,,,2025-03-30 19:30,2025-03-30 18:30,,,,,
odd,Odd prices,,,,,2025-03-30 19:30,,,,cheap,,
";

#[tokio::test]
async fn tables_come_in_once_and_every_refused_row_says_why() {
    let house = House::new().await;
    let venues = write(&house, "venues.csv", VENUES);
    let report = house.folder.path().join("report.csv");
    let (code, dry) = outcome(&house, "venues", &venues, &["--dry-run"]);
    assert_eq!((code, house.number("SELECT count(*) FROM venues").await), (4, 0));
    let (code, first) = outcome(&house, "venues", &venues, &["--report", report.to_str().unwrap()]);
    assert_eq!((code, counts(&first)), (4, [2, 0, 0, 0, 6]), "{first:#}");
    assert_eq!((&first["lines"], &first["refused"]), (&dry["lines"], &dry["refused"]));
    assert_eq!(
        refused(&first),
        [
            "line 9  table.cells_differ",
            "far latitude table.position_unusable",
            "none capacity table.number_unusable",
            "hall id table.id_twice",
            "line 8 id table.id_missing",
            "nowhere country table.country_unknown",
        ]
    );
    assert!(
        std::fs::read_to_string(&report)
            .unwrap()
            .contains("\"row refused\",\"nowhere\",\"country\",\"Atlantis\",\"table.country_unknown\"")
    );
    let hall = "SELECT count(*) FROM venues WHERE name = 'Town hall' AND names ->> 'zh-Hant' = '大會堂' AND address = '5 Edinburgh Place Central' AND country = 'HK'
                  AND latitude = 22.2825 AND timezone = 'Asia/Hong_Kong' AND capacity = 1434 AND import_source = 'table' AND import_id = 'hall'";
    assert_eq!(house.number(hall).await, 1);
    assert_eq!(
        house.number("SELECT count(*) FROM venues WHERE country = 'GB' AND longitude = -0.1367 AND timezone = 'Europe/London'").await,
        1
    );

    let events = write(&house, "events.csv", EVENTS);
    let (code, first) = outcome(&house, "events", &events, &[]);
    assert_eq!(
        refused(&first),
        ["back ends table.ends_before", "odd prices table.price_unusable", "lost venue import.venue_unknown"],
        "{first:#}"
    );
    // By the organization's clocks: the row names no zone of its own.
    assert_eq!((code, counts(&first)[0]), (4, 4));
    let one = "SELECT count(*) FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.name = 'Winter night' AND e.names ->> 'fr' = 'Nuit d’hiver' AND e.status = 'draft'
                 AND e.starts_at = '2024-12-21T11:30Z' AND e.ends_at = '2024-12-21T14:00Z' AND e.doors_at = '2024-12-21T11:00Z' AND v.import_id = 'hall'
                 AND e.description = E'First line\\n\\nthird, \"quoted\"' AND e.presenter = '=HYPERLINK(1)' AND e.currency = 'HKD'";
    assert_eq!(house.number(one).await, 1);
    let types = "SELECT count(*) FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE (e.import_id, t.name, t.price_minor) IN (('one', 'Seat', 12000), ('one', 'Concession', 6050), ('two', 'Free admission', 0))";
    assert_eq!(house.number(types).await, 3);
    assert_eq!(house.number("SELECT count(*) FROM pools WHERE kind = 'event' AND capacity = 400").await, 1);
    let audited = "SELECT count(*) FROM audit.events WHERE action IN ('event.imported', 'venue.imported')";
    assert_eq!(house.number(audited).await, 6);

    assert_eq!(counts(&outcome(&house, "venues", &venues, &[]).1)[..4], [0, 0, 2, 0]);
    assert_eq!(counts(&outcome(&house, "events", &events, &[]).1)[..4], [0, 0, 4, 0]);
    assert_eq!(house.number(audited).await, 6, "nothing happened, so nothing is noted");
}

#[tokio::test]
async fn what_was_sold_or_changed_here_is_never_touched() {
    let house = House::new().await;
    outcome(&house, "venues", &write(&house, "venues.csv", VENUES), &[]);
    outcome(&house, "events", &write(&house, "events.csv", EVENTS), &[]);
    // One has sold (its stock says so), one was changed by hand, one is as it came.
    house
        .sql(
            "UPDATE events SET status = 'published', version = version + 1, import_version = version + 1 WHERE import_id = 'one';
             UPDATE pools SET sold = 1 WHERE kind = 'event';
             UPDATE events SET name = 'By the sea, as we call it' WHERE import_id = 'two'",
        )
        .await;
    let later = "id,name,description,venue,starts,currency,prices,capacity
one,Winter night revised,Another text,The Pier,2024-12-22 19:30,,130 Seat,500
two,By the lake,,The Pier,2025-03-30T19:30:00+01:00,GBP,free,
three,Undated no more,,hall,2025-05-01 20:00,,,
";
    let (code, answer) = outcome(&house, "events", &write(&house, "later.csv", later), &[]);
    assert_eq!(
        refused(&answer),
        ["one prices import.fixed", "one capacity import.fixed", "one venue import.sold", "one starts import.sold"],
        "{answer:#}"
    );
    assert_eq!((code, counts(&answer)[..4].to_vec()), (4, vec![0, 2, 0, 1]));
    let one = "SELECT count(*) FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.import_id = 'one' AND e.name = 'Winter night revised' AND e.description = 'Another text'
                 AND e.starts_at = '2024-12-21T11:30Z' AND v.import_id = 'hall'";
    assert_eq!(house.number(one).await, 1, "texts change, when and where do not");
    assert_eq!(house.number("SELECT count(*) FROM ticket_types WHERE name = 'Seat' AND price_minor = 12000").await, 1);
    assert_eq!(house.number("SELECT count(*) FROM pools WHERE kind = 'event' AND capacity = 400 AND sold = 1").await, 1);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE name = 'By the sea, as we call it'").await, 1);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE name = 'Undated no more' AND starts_at = '2025-05-01T12:00Z'").await, 1);
    house.sql("UPDATE venues SET city = 'Kowloon' WHERE import_id = 'hall'").await;
    let (_, answer) = outcome(&house, "venues", &write(&house, "again.csv", &VENUES.replace("1434", "99")), &[]);
    assert_eq!(counts(&answer)[..4], [0, 0, 1, 1]);
    assert_eq!(house.number("SELECT count(*) FROM venues WHERE city = 'Kowloon' AND capacity = 1434").await, 1);
}

#[tokio::test]
async fn called_wrongly_it_says_what_would_be_right() {
    let house = House::new().await;
    let said = |what: &str, text: &[u8], more: &[&str]| {
        let path = house.folder.path().join("file");
        std::fs::write(&path, text).unwrap();
        let output = import(&house, what, &path, more);
        (output.status.code().unwrap(), told(&output))
    };
    let (code, told) = said("venues", b"id,name\n1,caf\xe9\n", &[]);
    assert!(code == 2 && told.contains("not UTF-8") && told.contains("Latin-1"), "{told}");
    let (code, told) = said("venues", b"number,title\n1,Hall\n", &[]);
    assert!(code == 2 && told.contains("“id”") && told.contains("number, title"), "{told}");
    let map = write(&house, "map.toml", "kind = \"venues\"\nsource = \"x\"\n[fields]\nid = \"number\"\nname = \"titel\"\n");
    let (code, told) = said("venues", b"number,title\n1,Hall\n", &["--mapping", map.to_str().unwrap()]);
    assert!(code == 2 && told.contains("“titel”") && told.contains("number, title"), "{told}");
    let (code, told) = said("events", b"number,title\n1,Hall\n", &["--mapping", map.to_str().unwrap()]);
    assert!(code == 2 && told.contains("events"), "{told}");
    let (code, _) = said("venues", b"id,name\n,Hall\n", &[]);
    assert_eq!(code, 5, "no row could be taken");
    assert_eq!(said("venues", b"id,name\n1,Hall\n", &["--organization", "Nobody"]).0, 2);
    let exported = house.type_in(&["export", "venues", "--organization", "harbour-arts", "--format", "ics"]);
    assert_eq!(exported.status.code(), Some(2));
    assert_eq!(house.number("SELECT count(*) FROM venues").await, 0);
}

/// What an organization has, without its own ids: names, texts, times, places, prices.
const VENUES_OF: &str = "SELECT md5(coalesce(string_agg(concat_ws('|', v.name, v.names, v.address, v.city, v.country, v.latitude, v.longitude, v.timezone, v.capacity), E'\\n' ORDER BY v.name COLLATE \"C\", v.address), '')) FROM venues v JOIN organizations o ON o.id = v.organization_id WHERE o.slug = $1";
const EVENTS_OF: &str = "SELECT md5(coalesce(string_agg(concat_ws('|', e.name, e.names, e.category, e.description, e.descriptions, e.presenter, e.starts_at, e.ends_at, e.doors_at, e.timezone, e.currency, e.visibility, e.age_limit, e.accessibility, v.name,
  (SELECT string_agg(concat(t.name, '=', t.price_minor), ',' ORDER BY t.position) FROM ticket_types t WHERE t.event_id = e.id), (SELECT p.capacity FROM pools p WHERE p.event_id = e.id AND p.kind = 'event')), E'\\n' ORDER BY e.name COLLATE \"C\", e.starts_at), ''))
  FROM events e JOIN organizations o ON o.id = e.organization_id LEFT JOIN venues v ON v.id = e.venue_id WHERE o.slug = $1";

async fn digest(house: &House, sql: &'static str, slug: &str) -> String {
    let mut admin = house.test.connect(None).await;
    sqlx::query_scalar(sql).bind(slug).fetch_one(&mut admin).await.unwrap()
}

/// Texts that have broken programs: the published list where it is at hand, and a few of our own.
fn naughty() -> Vec<String> {
    let mut all: Vec<String> = [
        "=1+1",
        "'=1",
        "''@x",
        "+44 20",
        "-5",
        "@home",
        "a,b;c\td",
        "\"quoted\"",
        "line\nbreak",
        "<p>no HTML</p>",
        "back\\slash \\n",
        "emoji 🎭",
        "العربية",
        "1;2",
        "'",
        "x\u{2028}y",
        "BEGIN:VEVENT",
        "END:VCALENDAR",
    ]
    .map(str::to_owned)
    .to_vec();
    if let Some(text) = real_input::text("names/blns.json") {
        all.extend(serde_json::from_str::<Vec<String>>(&text).unwrap());
    }
    all
}

#[tokio::test]
async fn what_is_given_out_comes_in_again_without_a_change_and_elsewhere_as_equal_rows() {
    let house = House::new().await;
    outcome(&house, "venues", &write(&house, "venues.csv", VENUES), &[]);
    outcome(&house, "events", &write(&house, "events.csv", EVENTS), &[]);
    // What was made here, with texts that break things.
    let rows: Vec<Value> = naughty().iter().enumerate().map(|(n, text)| serde_json::json!({"id": format!("n{n}"), "name": format!("{n} {text}"), "description": text, "presenter": text, "city": text.chars().take(100).collect::<String>(), "address": text.chars().take(400).collect::<String>(), "starts": "2025-01-02 20:00", "prices": [format!("5 {}", n)]})).collect();
    let file = write(&house, "naughty.json", &serde_json::to_string(&rows).unwrap());
    let count = rows.len() as u64;
    let (_, venues) = outcome(&house, "venues", &file, &["--source", "naughty"]);
    let (_, events) = outcome(&house, "events", &file, &["--source", "naughty"]);
    assert_eq!((counts(&venues)[0] + counts(&venues)[4], counts(&events)[0] + counts(&events)[4]), (count, count));
    assert!(counts(&events)[0] * 100 > count * 95, "{:#}", events["refused"]);
    house.sql("UPDATE events SET import_source = NULL, import_id = NULL, import_entry = NULL, import_version = NULL WHERE import_source = 'naughty' AND right(import_id, 1) IN ('1', '2', '3')").await;
    house.sql("UPDATE venues SET import_source = NULL, import_id = NULL, import_version = NULL WHERE import_source = 'naughty' AND right(import_id, 1) IN ('1', '2', '3')").await;

    let before = house.number("SELECT sum(version) FROM events").await + house.number("SELECT sum(version) FROM venues").await;
    for (what, formats) in [("venues", &["csv", "json"][..]), ("events", &["csv", "json", "ics"])] {
        for format in formats {
            let file = export(&house, &[what, "--organization", "harbour-arts", "--format", format], &format!("{what}.{format}"));
            let (code, again) = outcome(&house, what, &file, &[]);
            let [created, changed, unchanged, kept, refused] = counts(&again);
            assert_eq!(
                (code, created, changed, kept, refused),
                (0, 0, 0, 0, 0),
                "{what}.{format}: {:#} {:?}",
                again["refused"],
                again["lines"].as_array().unwrap().iter().filter(|l| l["action"] != "nothing").take(5).collect::<Vec<_>>()
            );
            assert!(unchanged > 100, "{unchanged}");
        }
    }
    let after = house.number("SELECT sum(version) FROM events").await + house.number("SELECT sum(version) FROM venues").await;
    assert_eq!(after, before, "nothing was written");

    let there = ["--organization", "somebody-else"];
    assert_eq!(outcome(&house, "venues", &house.folder.path().join("venues.csv"), &there).0, 0);
    assert_eq!(digest(&house, VENUES_OF, "somebody-else").await, digest(&house, VENUES_OF, "harbour-arts").await);
    for format in ["csv", "json", "ics"] {
        let (code, answer) = outcome(&house, "events", &house.folder.path().join(format!("events.{format}")), &there);
        assert_eq!(code, 0, "{:#}", answer["refused"]);
        assert_eq!(digest(&house, EVENTS_OF, "somebody-else").await, digest(&house, EVENTS_OF, "harbour-arts").await, "{format}");
    }
}

#[tokio::test]
async fn a_programme_comes_back_as_it_was_in_every_format() {
    let house = House::new().await;
    house
        .sql(
            "INSERT INTO events (id, organization_id, slug, name, timezone, currency, starts_at)
             SELECT gen_random_uuid(), o.id, x.slug, 'Fair', 'Europe/Brussels', 'EUR', '2025-02-01T08:00Z' FROM organizations o, (VALUES ('fair-x'), ('fair-y')) x (slug) WHERE o.slug = 'harbour-arts'",
        )
        .await;
    let rows: Vec<Value> = naughty()
        .iter()
        .enumerate()
        .map(|(n, text)| serde_json::json!({"id": format!("n{n}"), "title": format!("{n} {text}"), "description": text, "room": text.chars().take(100).collect::<String>(), "track": text.chars().take(100).collect::<String>(), "people": ["Ada", text], "links": ["https://example.org/a Slides, and more"], "language": "en", "starts": "2025-02-01 10:00", "ends": "2025-02-01 10:25"}))
        .collect();
    let file = write(&house, "naughty.json", &serde_json::to_string(&rows).unwrap());
    outcome(&house, "programme", &file, &["--event", "fair-x", "--source", "naughty"]);
    if let Some(fosdem) = real_input::file("programme/fosdem-2025.pentabarf.xml") {
        outcome(&house, "programme", &fosdem, &["--event", "fair-x", "--source", "fosdem"]);
    }
    house
        .sql(
            "INSERT INTO programme_items (id, organization_id, event_id, position, title) SELECT gen_random_uuid(), organization_id, id, 7, 'By hand' FROM events WHERE slug = 'fair-x';
             UPDATE programme_items SET title = 'Changed here' WHERE import_id = 'n0'; UPDATE programme_items SET removed_at = clock.now() WHERE import_id = 'n1'",
        )
        .await;
    let items = "SELECT md5(string_agg(concat_ws('|', coalesce(i.import_source, 'callboard'), i.position, i.starts_at, i.ends_at, i.title, i.description, i.stage, i.track, array_to_string(i.people, '~'), i.links, i.language), E'\\n' ORDER BY i.position, i.title, i.import_source)) FROM programme_items i JOIN events e ON e.id = i.event_id WHERE i.removed_at IS NULL AND e.slug = $1";
    for format in ["csv", "json", "ics"] {
        let file = export(&house, &["programme", "--event", "fair-x", "--format", format], &format!("programme.{format}"));
        let version =
            house.number("SELECT sum(i.version) FROM programme_items i JOIN events e ON e.id = i.event_id WHERE e.slug = 'fair-x'").await;
        let (code, again) = outcome(&house, "programme", &file, &["--event", "fair-x"]);
        let counts = &again["counts"];
        assert_eq!(
            (code, counts["added"].as_u64(), counts["changed"].as_u64(), counts["removed"].as_u64()),
            (0, Some(0), Some(0), Some(0)),
            "{format}: {counts} {:#}",
            again["refused"]
        );
        assert_eq!(
            house.number("SELECT sum(i.version) FROM programme_items i JOIN events e ON e.id = i.event_id WHERE e.slug = 'fair-x'").await,
            version
        );
        house.sql("DELETE FROM programme_items USING events e WHERE e.id = event_id AND e.slug = 'fair-y'").await;
        assert_eq!(outcome(&house, "programme", &file, &["--event", "fair-y"]).0, 0);
        assert_eq!(digest(&house, items, "fair-y").await, digest(&house, items, "fair-x").await, "{format}");
    }
}

/// Published tables of others, where they are on this machine, by the mapping files that the documentation has.
#[tokio::test]
async fn published_tables_come_in_by_their_mapping_files() {
    let tables = [
        ("venues/cinemas-ile-de-france-2020.csv", "cinemas-ile-de-france.toml", 310, 0),
        ("venues/football-stadiums-gps-capacity.csv", "football-stadiums.toml", 136, 0),
        ("event-listings/hk-lcsd-cultural-programmes-2024-12.venues.xml", "hong-kong-venues.toml", 134, 0),
        ("venues/music-venues-bobo-cc0.csv", "music-venues-bobo.toml", 4_111, 36),
    ];
    for (file, map, created, refused) in tables {
        let Some(file) = real_input::file(file) else { return };
        let house = House::new().await;
        let map = mapping(map);
        let (_, first) = outcome(&house, "venues", &file, &["--mapping", map.to_str().unwrap()]);
        assert_eq!(counts(&first), [created, 0, 0, 0, refused], "{}: {:#}", map.display(), first["refused"]);
        let (_, again) = outcome(&house, "venues", &file, &["--mapping", map.to_str().unwrap()]);
        assert_eq!(counts(&again), [0, 0, created, 0, refused]);
    }
}

/// Both of EMF's own exports say the same, and either updates what the other brought.
#[tokio::test]
async fn the_two_files_of_emf_2024_agree() {
    let (Some(ics), Some(json)) =
        (real_input::file("programme/emf-2024.schedule.ics"), real_input::file("programme/emf-2024.schedule.json"))
    else {
        return;
    };
    let house = House::new().await;
    house
        .sql(
            "INSERT INTO events (id, organization_id, slug, name, timezone, currency, starts_at)
             SELECT gen_random_uuid(), id, 'emf', 'EMF', 'Europe/London', 'GBP', '2024-05-30T08:00Z' FROM organizations WHERE slug = 'harbour-arts'",
        )
        .await;
    let map = mapping("emf-schedule.toml");
    let (code, first) = outcome(&house, "programme", &json, &["--event", "emf", "--mapping", map.to_str().unwrap()]);
    assert_eq!((code, first["counts"]["added"].as_u64()), (0, Some(482)), "{:#}", first["refused"]);
    assert!(house.number("SELECT count(*) FROM programme_items WHERE cardinality(people) > 0").await > 400, "this file names speakers");
    let said = "SELECT count(*) FROM (SELECT DISTINCT import_id, title, starts_at, ends_at, stage FROM programme_items) x";
    let agree = "CREATE TABLE of_json AS SELECT import_id, title, starts_at, ends_at, stage FROM programme_items";
    house.sql(agree).await;
    let (code, second) = outcome(&house, "programme", &ics, &["--event", "emf", "--source", "emf"]);
    assert_eq!((code, second["counts"]["added"].as_u64(), second["counts"]["removed"].as_u64()), (0, Some(0), Some(0)));
    assert_eq!(house.number(said).await, 482);
    let differ = house.number("SELECT count(*) FROM programme_items i JOIN of_json j USING (import_id) WHERE (i.title, i.starts_at, i.ends_at, i.stage) IS DISTINCT FROM (j.title, j.starts_at, j.ends_at, j.stage)").await;
    assert_eq!(differ, 0, "title, time and room are the same in both");
}

/// The published listing of Hong Kong, brought in by its own reader, where it is on this machine.
#[tokio::test]
async fn a_whole_listing_goes_out_and_comes_in_again_without_a_change() {
    let file = |what| real_input::file(&format!("event-listings/hk-lcsd-cultural-programmes-2024-12.{what}.xml"));
    let (Some(events), Some(venues)) = (file("events"), file("venues")) else { return };
    let house = House::new().await;
    let mut command = house.command(&["import", "lcsd", "--organization", "harbour-arts", "--capacity", "80"]);
    assert!(house.run(command.arg("--events").arg(events).arg("--venues").arg(venues)).status.success());
    for (what, format, rows) in [("venues", "csv", 134), ("events", "csv", 1_598), ("events", "json", 1_598), ("events", "ics", 1_598)] {
        let file = export(&house, &[what, "--organization", "harbour-arts", "--format", format], &format!("{what}.{format}"));
        let (code, again) = outcome(&house, what, &file, &[]);
        let changed: Vec<&Value> = again["lines"].as_array().unwrap().iter().filter(|l| l["action"] != "nothing").take(3).collect();
        assert_eq!(
            (code, counts(&again)),
            (0, [0, 0, rows, 0, 0]),
            "{what}.{format}: {changed:?} {:?}",
            again["refused"].as_array().unwrap().iter().take(3).collect::<Vec<_>>()
        );
    }
}
