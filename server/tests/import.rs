//! `callboard import` as it is typed, against a database of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test says what it needs by stopping")]

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

use platform_db::testing::TestDb;
use serde_json::Value;
use sqlx::Connection;
use tempfile::TempDir;

/// A database with two organizations, and a folder that the program's account may enter.
struct House {
    test: TestDb,
    folder: TempDir,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let mut owner = test.connect(Some("callboard_owner")).await;
        sqlx::raw_sql(
            "INSERT INTO organizations (id, name, slug, timezone, currency) VALUES
               (gen_random_uuid(), 'Harbour Arts', 'harbour-arts', 'Asia/Hong_Kong', 'HKD'), (gen_random_uuid(), 'Somebody Else', 'somebody-else', 'Asia/Hong_Kong', 'HKD')",
        )
        .execute(&mut owner)
        .await
        .unwrap();
        owner.close().await.unwrap();
        let open = std::fs::Permissions::from_mode(0o755);
        let folder = tempfile::Builder::new().prefix("cb-").permissions(open).tempdir_in("/tmp").unwrap();
        let house = Self { test, folder };
        house.as_the_clusters_account();
        house
    }

    /// As root the program becomes the account that owns its data folder; only that of the test cluster reaches its socket.
    fn as_the_clusters_account(&self) {
        let data = self.folder.path().join("data");
        let Some(socket) = self.test.admin_options().get_socket().cloned() else { return };
        std::fs::create_dir(&data).unwrap();
        let owner = std::fs::metadata(socket).unwrap();
        if std::fs::metadata(&data).unwrap().uid() == 0 {
            chown(&data, Some(owner.uid()), Some(owner.gid())).unwrap();
        }
    }

    /// Types the command, with the clock in the listing's season.
    fn import(&self, files: &[PathBuf; 2], organization: &str, more: &[&str]) -> Output {
        let at = self.test.admin_options();
        let url = format!(
            "postgres://{}@localhost:{}/{}?host={}",
            at.get_username(),
            at.get_port(),
            self.test.name(),
            at.get_socket().map_or_else(|| at.get_host().to_owned(), |s| s.display().to_string())
        );
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        command.args(["import", "lcsd", "--organization", organization, "--events"]).arg(&files[0]).arg("--venues").arg(&files[1]);
        command.arg("--data-dir").arg(self.folder.path().join("data")).args(more);
        command.env("DATABASE_URL", url).env("CALLBOARD_SERVER__CLOCK_START", "2024-12-01T04:00:00Z").output().unwrap()
    }

    fn outcome(&self, files: &[PathBuf; 2], more: &[&str]) -> Value {
        let more = [&["--json"], more].concat();
        let output = self.import(files, "harbour arts", &more);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["outcome"].clone()
    }

    async fn number(&self, sql: &'static str) -> i64 {
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        sqlx::query_scalar(sql).fetch_one(&mut owner).await.unwrap()
    }
}

fn fixture() -> [PathBuf; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    ["lcsd-events.xml", "lcsd-venues.xml"].map(|file| folder.join(file))
}

fn counts(outcome: &Value) -> [u64; 6] {
    ["created", "changed", "unchanged", "kept", "on_sale", "drafts"].map(|field| outcome[field].as_u64().unwrap())
}

#[tokio::test]
async fn what_the_dry_run_says_is_what_the_import_does_and_again_it_does_nothing() {
    let house = House::new().await;
    let dry = house.outcome(&fixture(), &["--capacity", "80", "--dry-run"]);
    assert_eq!(house.number("SELECT count(*) FROM events").await, 0);
    let report = house.folder.path().join("report.csv");
    let first = house.outcome(&fixture(), &["--capacity", "80", "--report", report.to_str().unwrap()]);
    assert_eq!(first, dry);
    assert_eq!(counts(&first), [5, 0, 0, 0, 3, 2], "{first:#}");
    let both = "SELECT count(*) FROM events e JOIN venues v ON v.id = e.venue_id WHERE e.name = 'Concert on a Winter Night' AND e.names ->> 'zh-Hant' = '冬夜音樂會'
                  AND v.names ->> 'zh-Hant' LIKE '香港文化中心%' AND e.timezone = 'Asia/Hong_Kong' AND e.starts_at = '2024-12-21T09:30:00Z' AND e.status = 'published'";
    assert_eq!(house.number(both).await, 1);
    let prices = "SELECT count(*) FROM ticket_types t JOIN events e ON e.id = t.event_id WHERE e.import_entry = '1' AND t.price_minor IN (52000, 7000)";
    assert_eq!(house.number(prices).await, 2);
    let audited = "SELECT count(*) FROM audit.events WHERE action = 'event.imported' AND system_why = 'import a listing'";
    assert_eq!(house.number(audited).await, 5);

    let told = std::fs::read_to_string(&report).unwrap();
    for line in [
        "\"value refused\",\"1\",\"event.urle\",\"ask at the counter\",\"listing.address_unusable\"",
        "\"value refused\",\"4\",\"event.venueid\",\"9999\",\"listing.venue_unknown\"",
        "\"row refused\",\"4\",\"event.id\",\"4\",\"listing.id_duplicate\"",
        "\"draft\",\"3\",\"event.predateE\",\"Every Thu 1430-1630 | 逢星期四 1430-1630\",\"listing.date_recurring\"",
    ] {
        assert!(told.contains(line), "{line} is missing in\n{told}");
    }
    assert_eq!(counts(&house.outcome(&fixture(), &["--capacity", "80"])), [0, 0, 5, 0, 0, 0]);
}

#[tokio::test]
async fn called_wrongly_it_says_what_would_be_right() {
    let house = House::new().await;
    let nobody = house.import(&fixture(), "Nobody", &[]);
    assert_eq!(nobody.status.code(), Some(2));
    let said = String::from_utf8_lossy(&nobody.stderr).into_owned();
    assert!(said.contains("harbour-arts") && said.contains("somebody-else"), "{said}");
    let no_file = house.import(&["/nowhere.xml".into(), fixture()[1].clone()], "harbour-arts", &[]);
    assert_eq!(no_file.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&no_file.stderr).contains("/nowhere.xml"));
    let swapped = house.import(&[fixture()[1].clone(), fixture()[0].clone()], "harbour-arts", &[]);
    assert_eq!(swapped.status.code(), Some(2), "the venues' file is no events' file");
    assert_eq!(house.import(&fixture(), "harbour-arts", &["--capacity", "0"]).status.code(), Some(2));
    assert_eq!(house.number("SELECT count(*) FROM events").await, 0);
}

/// The published listing, where it is on this machine.
#[tokio::test]
async fn the_published_listing_comes_in_whole_and_once() {
    let file = |what| real_input::file(&format!("event-listings/hk-lcsd-cultural-programmes-2024-12.{what}.xml"));
    let (Some(events), Some(venues)) = (file("events"), file("venues")) else { return };
    let files = [events, venues];
    let house = House::new().await;
    let dry = house.outcome(&files, &["--capacity", "80", "--dry-run"]);
    let since = Instant::now();
    let first = house.outcome(&files, &["--capacity", "80"]);
    println!("imported in {:.1} s", since.elapsed().as_secs_f64());
    assert_eq!(first, dry);
    // 403 entries with plain dates give 960 events, the other 638 a draft each.
    assert_eq!(counts(&first), [1_598, 0, 0, 0, 434, 1_164]);
    assert_eq!(first["venues_created"], 134);
    assert_eq!(house.number("SELECT count(*) FROM events WHERE status = 'draft' AND draft_reason = ''").await, 0, "every draft says why");
    assert_eq!(
        house.number("SELECT count(*) FROM events WHERE source_texts ->> 'titlec' IS NULL OR source_texts ->> 'predateE' IS NULL").await,
        0
    );
    assert_eq!(house.number("SELECT count(*) FROM pools WHERE kind = 'event' AND capacity = 80").await, 434);
    let second = house.outcome(&files, &["--capacity", "80"]);
    assert_eq!(counts(&second), [0, 0, 1_598, 0, 0, 0]);
}
