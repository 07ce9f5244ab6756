//! `callboard doctor`.

use std::net::TcpListener;

use serde_json::Value;

use crate::house::House;

/// What, whether it is fine, whether it was looked at, and the detail.
fn findings(report: &Value) -> Vec<(&str, bool, bool, &str)> {
    let list = report["findings"].as_array().unwrap().iter();
    list.map(|f| (f["what"].as_str().unwrap(), f["fine"] == true, f["looked_at"] == true, f["detail"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_what_is_wrong() {
    let house = House::new().await;
    // Nobody listens where somebody just did.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nowhere = format!("postgres://callboard@127.0.0.1:{port}/house");
    let asked = |words: &[&str]| house.run(house.command(words).env("DATABASE_URL", &nowhere));
    let output = asked(&["doctor", "--invariants", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["fine"], false);
    let findings = findings(&report);
    let wrong: Vec<_> = findings.iter().filter(|(_, fine, looked_at, _)| !fine && *looked_at).collect();
    assert_eq!(wrong.len(), 1, "one cause, one finding: {wrong:?}");
    let (what, .., detail) = wrong[0];
    assert_eq!(*what, "database");
    for says in ["does not answer", &format!("127.0.0.1:{port}"), "“house”", "Start PostgreSQL there", "DATABASE_URL"] {
        assert!(detail.contains(says), "{says}: {detail}");
    }
    let left: Vec<_> = findings.iter().filter(|(.., looked_at, _)| !looked_at).map(|(what, ..)| *what).collect();
    assert_eq!(left, ["migrations", "postgresql", "durability", "live updates", "owner", "invariants", "audit", "files"]);
    let told = asked(&["doctor"]);
    let told = String::from_utf8_lossy(&told.stdout);
    assert!(told.contains("WRONG  database") && told.contains("-      migrations") && told.contains("not looked at"), "{told}");
}

#[tokio::test]
async fn behind_a_database_that_answers_everything_is_looked_at() {
    let house = House::new().await;
    let report = house.run(&mut house.command(&["doctor", "--json"]));
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let findings = findings(&report);
    assert!(findings.iter().all(|(.., looked_at, _)| *looked_at), "{report}");
    assert!(findings.iter().any(|(what, fine, ..)| *what == "migrations" && *fine), "{report}");
    house.sql("DELETE FROM platform.migrations WHERE name = (SELECT max(name) FROM platform.migrations)").await;
    let behind = house.run(&mut house.command(&["doctor", "--invariants", "--json"]));
    let behind: Value = serde_json::from_slice(&behind.stdout).unwrap();
    let wrong = |name: &str| findings_of(&behind, name);
    assert_eq!((wrong("migrations"), wrong("audit"), wrong("owner")), ((false, true), (false, false), (true, true)), "{behind}");
}

/// Whether it is fine, and whether it was looked at.
fn findings_of(report: &Value, name: &str) -> (bool, bool) {
    findings(report).into_iter().find(|(what, ..)| *what == name).map(|(_, fine, looked_at, _)| (fine, looked_at)).unwrap()
}
