//! `callboard admin rotate-key`.

use std::path::Path;

use platform_auth::AuthKeys;
use platform_db::{Db, Service};
use platform_keyring::{Keyring, MasterKey};
use platform_types::{Actor, Clock, Entropy};

use crate::house::{House, told};

/// A command that opens the keyring.
const OPENS: [&str; 7] = ["admin", "add-person", "--email", "ada@example.org", "--name", "Ada", "--json"];
const ROTATE: [&str; 3] = ["admin", "rotate-key", "--json"];

/// The keyring as a program has it that was started with this master key.
async fn opened(db: &Db, master: &str) -> Keyring {
    let master = MasterKey::from_hex(master, "test").unwrap();
    let mut tx = db.as_service(Service::Vault, &Actor::system("test")).await.unwrap();
    let ring = Keyring::load(&mut tx, &master, &Entropy::from_os(), db.clock().now()).await.unwrap();
    tx.commit().await.unwrap();
    ring
}

fn key_in(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("master.key")).unwrap().trim().to_owned()
}

#[tokio::test]
async fn the_old_master_key_opens_nothing_and_running_programs_go_on() {
    let house = House::new().await;
    house.json(&OPENS);
    let old = key_in(&house.data());
    let db = Db::new(&house.test.door_options(), Clock::system());
    let running = opened(&db, &old).await;
    let before = AuthKeys::load(&db, &running, &Entropy::from_os()).await.unwrap().tokens().len();

    assert_eq!(house.json(&ROTATE)["settings_must_change"], false);
    let new = key_in(&house.data());
    assert_ne!(new, old);
    house.json(&OPENS);
    let audited =
        "SELECT count(*) FROM audit.events WHERE action = 'keys.rotated' AND login = 'callboard_vault' AND system_why = 'rotate keys'";
    assert_eq!(house.number(audited).await, 1);
    assert_eq!(house.number("SELECT count(*) FROM vault.keys WHERE retired_at IS NULL").await, 1);
    let after = AuthKeys::load(&db, &running, &Entropy::from_os()).await.unwrap().tokens().len();
    assert_eq!(after, before + 1, "a running program opens the new sign-in key");

    std::fs::write(house.data().join("master.key"), &old).unwrap();
    let refused = house.type_in(&OPENS);
    assert!(!refused.status.success(), "the old key still opens the house");
    assert!(told(&refused).contains("master key"), "{}", told(&refused));
}

#[tokio::test]
async fn a_change_that_cannot_be_written_down_changes_no_key() {
    let house = House::new().await;
    house.json(&OPENS);
    let (old, signing) = (key_in(&house.data()), "SELECT count(*) FROM vault.signing_keys");
    let keys = house.number(signing).await;
    house.sql("REVOKE EXECUTE ON FUNCTION audit.record(uuid, text, text, uuid, jsonb, jsonb) FROM callboard_vault").await;
    assert!(!house.type_in(&ROTATE).status.success());
    assert_eq!(house.number(signing).await, keys);
    assert_eq!(key_in(&house.data()), old);
    house.json(&OPENS);

    // Nor does what was begun stand in the way of the next try.
    house.sql("GRANT EXECUTE ON FUNCTION audit.record(uuid, text, text, uuid, jsonb, jsonb) TO callboard_vault").await;
    house.json(&ROTATE);
    house.json(&OPENS);
}

#[tokio::test]
async fn a_key_from_the_settings_is_changed_for_the_one_in_the_file() {
    let house = House::new().await;
    let (old, next) = ("7f".repeat(32), "a5".repeat(32));
    let file = house.folder.path().join("next.key");
    std::fs::write(&file, &next).unwrap();
    let with = |key: &str, words: &[&str]| house.run(house.command(words).env("CALLBOARD_KEYS__MASTER_KEY", key));
    assert!(with(&old, &OPENS).status.success());

    let nameless = with(&old, &ROTATE);
    assert_eq!(nameless.status.code(), Some(2));
    assert!(told(&nameless).contains("--next-master-key"), "{}", told(&nameless));
    let done = with(&old, &[&ROTATE[..], &["--next-master-key", file.to_str().unwrap()]].concat());
    assert!(done.status.success(), "{}", told(&done));
    assert!(String::from_utf8_lossy(&done.stdout).contains("\"settings_must_change\":true"));
    assert!(!with(&old, &OPENS).status.success());
    assert!(with(&next, &OPENS).status.success());
    assert!(!house.data().join("master.key").exists(), "a key from the settings is not written down");
}
