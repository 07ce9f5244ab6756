//! `callboard audit`.

use platform_db::Db;
use platform_types::Clock;

use crate::house::{House, told};

/// A house with sealed rows.
async fn sealed() -> House {
    let house = House::new().await;
    house.json(&["admin", "add-person", "--email", "ada@example.org", "--name", "Ada", "--json"]);
    house.json(&["admin", "add-person", "--email", "grace@example.org", "--name", "Grace", "--json"]);
    seal(&house).await;
    house
}

/// As the running house does once a minute.
async fn seal(house: &House) {
    house.test.settled().await;
    let db = Db::new(&house.test.door_options(), Clock::system());
    let mut tx = db.as_system("seal audit").await.unwrap();
    platform_audit::seal(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// Past the triggers, as who owns the machine can.
async fn tamper(house: &House, sql: &str) {
    house.sql(&format!("ALTER TABLE audit.events DISABLE TRIGGER ALL; ALTER TABLE audit.seals DISABLE TRIGGER ALL; {sql}")).await;
}

#[tokio::test]
async fn rows_as_they_were_sealed_are_said_to_be() {
    let house = sealed().await;
    let report = house.json(&["audit", "verify", "--json"]);
    assert_eq!((&report["clean"], &report["rows"], &report["pending"]), (&true.into(), &2.into(), &0.into()), "{report}");
}

#[tokio::test]
async fn a_changed_row_ends_in_exit_code_1_and_is_named() {
    let house = sealed().await;
    tamper(&house, "UPDATE audit.events SET action = 'auth.nothing_happened' WHERE id = (SELECT min(id::text)::uuid FROM audit.events)")
        .await;
    let found = house.type_in(&["audit", "verify"]);
    assert_eq!(found.status.code(), Some(1), "{}", told(&found));
    let said = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(said.lines().any(|line| line.starts_with("WRONG  ")) && said.contains("1 findings"), "{said}");
}

#[tokio::test]
async fn a_chain_cut_off_is_found_by_the_heads_kept_elsewhere() {
    let house = sealed().await;
    let heads = house.type_in(&["audit", "heads"]);
    let kept = house.folder.path().join("heads.json");
    std::fs::write(&kept, &heads.stdout).unwrap();
    let with_heads = ["audit", "verify", "--heads", kept.to_str().unwrap()];
    assert_eq!(house.type_in(&with_heads).status.code(), Some(0));

    tamper(&house, "DELETE FROM audit.seals; DELETE FROM audit.events").await;
    assert_eq!(house.type_in(&["audit", "verify"]).status.code(), Some(0), "nothing is left that could disagree");
    let found = house.type_in(&with_heads);
    assert_eq!(found.status.code(), Some(1), "{}", told(&found));

    let missing = house.type_in(&["audit", "verify", "--heads", "/nowhere/heads.json"]);
    assert_eq!(missing.status.code(), Some(2), "no alarm: {}", told(&missing));
    std::fs::write(&kept, "{}").unwrap();
    let refused = house.type_in(&with_heads);
    assert_eq!(refused.status.code(), Some(2));
    assert!(told(&refused).contains("audit heads"), "{}", told(&refused));
}
