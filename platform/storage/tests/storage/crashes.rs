//! Death at every named place. The test starts itself once more as another process, which uploads into the same database
//! and store and dies where it is told to; then the sweep must leave neither bytes nor rows, and what is in use alone.

use std::process::Command;
use std::sync::Arc;

use platform_db::{Db, DbOptions};
use platform_storage::{Files, Purpose, Store, inspect, sweep, sweep_strays};
use platform_types::{Actor, Clock, Entropy, OrganizationId, UserId, failpoint};

use super::house::{Desk, S3, SECRET, jpeg, pdf, pieces};

/// What the other process needs to know.
const ORDERS: &str = "CALLBOARD_TEST_CRASH";

#[derive(serde::Serialize, serde::Deserialize)]
struct Orders {
    database: String,
    point: String,
    action: String,
    folder: String,
    port: Option<u16>,
    person: UserId,
    organization: OrganizationId,
    seed: u64,
}

/// Does nothing unless it is started by the tests below.
#[tokio::test]
async fn the_other_process() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let orders: Orders = serde_json::from_str(&orders).unwrap();
    failpoint::arm(&format!("{}=kill", orders.point)).unwrap();
    let options = DbOptions {
        base: orders.database.parse().unwrap(),
        passwords: std::collections::BTreeMap::new(),
        connections: 4,
        acquire_timeout: std::time::Duration::from_secs(20),
    };
    // By the clock of the house, which stands still.
    let clock = Clock::manual("2026-03-01T12:00:00Z".parse().unwrap());
    let db = Db::new(&options, clock);
    let store = match orders.port {
        None => Store::disk(std::path::Path::new(&orders.folder)).unwrap(),
        Some(port) => {
            let settings = platform_storage::S3Settings {
                endpoint: format!("http://127.0.0.1:{port}").parse().unwrap(),
                bucket: super::house::BUCKET.into(),
                region: "us-east-1".into(),
                access_key: "ours".into(),
                secret_key: SECRET.into(),
                path_style: true,
            };
            Store::s3(&settings, super::house::hub()).unwrap()
        }
    };
    let files = Files::new(db.clone(), Entropy::seeded(orders.seed), store);
    let actor = Actor::user(orders.person, None);
    let send = async |purpose, name, bytes: Vec<u8>| {
        let incoming = platform_storage::Incoming { organization: orders.organization, purpose, name, form_key: "crash" };
        let kept = files.receive(&actor, &incoming, pieces(&bytes)).await.unwrap();
        let mut tx = db.as_actor(&actor).await.unwrap();
        kept.keep(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    match orders.action.as_str() {
        "picture" => send(Purpose::Picture, "a.jpg", jpeg(1_000, 700)).await,
        "document" => send(Purpose::Document, "a.pdf", pdf(11_000_000)).await,
        _ => drop(sweep(&files).await.unwrap()),
    }
    panic!("{} was not passed", orders.point);
}

/// Starts the other process and sees it die of the signal that `kill` sends, not of a panic.
fn die(desk: &Desk, point: &str, action: &str, port: Option<u16>, seed: u64) {
    let orders = Orders {
        database: sqlx::ConnectOptions::to_url_lossy(&desk.house.test_db.admin_options()).to_string(),
        point: point.into(),
        action: action.into(),
        folder: desk.folder.path().display().to_string(),
        port,
        person: desk.owner.user_id().unwrap(),
        organization: desk.organization,
        seed,
    };
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "storage::crashes::the_other_process", "--nocapture"])
        .env(ORDERS, serde_json::to_string(&orders).unwrap())
        .output()
        .unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&out.status);
    assert_eq!(signal, Some(6), "{point}: {}\n{}", out.status, String::from_utf8_lossy(&out.stderr));
}

const POINTS: [&str; 4] = ["upload.after_row", "upload.between_bytes", "upload.after_bytes", "upload.before_commit"];

/// Everything is gone but what is in use.
async fn only_what_is_used(desk: &Desk, in_use: uuid::Uuid, when: &str) {
    desk.house.clock.advance(chrono::Duration::hours(26));
    sweep(&desk.files).await.unwrap();
    sweep_strays(&desk.files).await.unwrap();
    assert_eq!(desk.states().await, ["stored"], "{when}: rows");
    let found = inspect(&desk.files).await.unwrap();
    assert_eq!((found.stored, found.incomplete.len(), found.strays.len()), (1, 0, 0), "{when}: {found:?}");
    assert!(desk.files.store().list("").await.unwrap().iter().all(|(key, _)| key.contains(&in_use.to_string())), "{when}: bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_in_mid_upload_leaves_nothing_on_the_disk() {
    let desk = Desk::new().await;
    let (in_use, _, _) = desk.keep(Purpose::Document, "kept.pdf", "kept", &pdf(200)).await;
    let mut seed = 900;
    for action in ["picture", "document"] {
        for point in POINTS {
            seed += 1;
            die(&desk, point, action, None, seed);
            assert_eq!(desk.states().await, ["stored", "uploading"], "{action} {point}");
            only_what_is_used(&desk, in_use, &format!("{action} {point}")).await;
            assert_eq!(desk.on_disk(), ["file.pdf"], "{action} {point}: no half of a file either");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_in_mid_upload_leaves_nothing_in_a_bucket() {
    let s3 = S3::open().await;
    let desk = Desk::over(Arc::new(tempfile::tempdir().unwrap()), s3.store(SECRET).unwrap()).await;
    let (in_use, _, _) = desk.keep(Purpose::Document, "kept.pdf", "kept", &pdf(200)).await;
    // Beside what it keeps this server writes notes of its own, and forgets them.
    let bytes = || super::house::walk(s3.folder.path()).into_iter().filter(|name| !name.starts_with(".bucket-")).collect::<Vec<_>>();
    let mut seed = 950;
    for action in ["picture", "document"] {
        for point in POINTS {
            seed += 1;
            die(&desk, point, action, Some(s3.port), seed);
            only_what_is_used(&desk, in_use, &format!("{action} {point}")).await;
            assert_eq!(bytes(), ["file.pdf"], "{action} {point}: parts that nobody sees are bytes too");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_between_the_bytes_and_the_row_is_repeated() {
    let desk = Desk::new().await;
    let (in_use, _, _) = desk.keep(Purpose::Document, "kept.pdf", "kept", &pdf(200)).await;
    let kept = desk.send(Purpose::Document, "a.pdf", "k", &pdf(300)).await.unwrap();
    desk.files.discard(&desk.owner, kept.id).await;
    die(&desk, "sweep.after_bytes", "sweep", None, 990);
    assert_eq!(
        (desk.states().await, desk.on_disk()),
        (vec!["deleted".to_owned(), "stored".to_owned()], vec!["file.pdf".to_owned()]),
        "bytes first"
    );
    only_what_is_used(&desk, in_use, "sweep.after_bytes").await;
}
