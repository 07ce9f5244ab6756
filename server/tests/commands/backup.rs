//! `callboard backup` and `callboard restore`.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::house::{open_folder, told};

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CALLBOARD_") || name.starts_with("PG") || name == "DATABASE_URL") {
            command.env_remove(name);
        }
    }
    command.args(words).env("CALLBOARD_LOG__FORMAT", "json").stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_managed_server_gets_a_plan_and_no_password_is_in_it() {
    let data = open_folder();
    let ask = |words: &[&str]| {
        let mut command = command(words);
        command.arg("--data-dir").arg(data.path());
        command.env("DATABASE_URL", "postgres://boss:hunter2@db.example.org:6432/house").output().unwrap()
    };
    let refused = ask(&["backup"]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("--print-plan"), "{}", told(&refused));
    let plan = said(&ask(&["backup", "--print-plan"]));
    for says in [
        "pg_dump --host=db.example.org --port=6432",
        "-mtime +30",
        "rsync --archive",
        "90 days",
        "logins.key",
        "master.key",
        "BYPASSRLS",
        "pg_restore",
    ] {
        assert!(plan.contains(says), "{says}: {plan}");
    }
    assert!(!plan.contains("hunter2"), "{plan}");
    let restored = ask(&["restore", "--from", "/nowhere", "--without-key"]);
    assert_eq!(restored.status.code(), Some(2), "{}", told(&restored));
}

#[test]
fn a_house_comes_back_as_it_was_and_nothing_is_overwritten() {
    let folder = open_folder();
    let (data, new, backups) = (folder.path().join("data"), folder.path().join("it's new"), folder.path().join("back ups"));
    let typed = |words: &[&str]| command(words).env("CALLBOARD_BACKUP__FOLDER", &backups).output().unwrap();
    let migrated = typed(&["migrate", "--data-dir", text(&data)]);
    assert!(migrated.status.success(), "{}", told(&migrated));
    let granted = typed(&["admin", "add-person", "--email", "ada@example.org", "--name", "Ada", "--data-dir", text(&data)]);
    assert!(granted.status.success(), "{}", told(&granted));

    let away = typed(&["backup", "--data-dir", text(&data)]);
    assert_eq!(away.status.code(), Some(2), "{}", told(&away));
    assert!(told(&away).contains("is not there") && !backups.exists(), "a folder without its disk is not made: {}", told(&away));
    std::fs::create_dir(&backups).unwrap();
    let taken = typed(&["backup", "--json", "--data-dir", text(&data)]);
    assert!(taken.status.success(), "{}", told(&taken));
    let taken: Value = serde_json::from_slice(&taken.stdout).unwrap();
    assert!(taken["base"]["verified"].is_string() && taken["master_key_is_in_it"] == false, "{taken}");
    let key = folder.path().join("put aside");
    std::fs::copy(data.join("master.key"), &key).unwrap_or_else(|_| {
        // A house that never served has no key yet.
        std::fs::write(&key, "00".repeat(32)).unwrap();
        0
    });

    let from = text(&backups);
    let listed: Value = serde_json::from_slice(&typed(&["backup", "list", "--json", "--from", from]).stdout).unwrap();
    assert_eq!(listed["bases"].as_array().unwrap().len(), 1, "{listed}");
    let checked = typed(&["backup", "verify", "--from", from]);
    assert!(checked.status.success(), "{} {}", said(&checked), told(&checked));

    let keyless = typed(&["restore", "--from", from, "--data-dir", text(&new)]);
    assert_eq!(keyless.status.code(), Some(2), "{}", told(&keyless));
    assert!(told(&keyless).contains("--master-key") && !new.exists(), "{}", told(&keyless));
    let over = typed(&["restore", "--from", from, "--master-key", text(&key), "--data-dir", text(&data)]);
    assert_eq!(over.status.code(), Some(2), "{}", told(&over));
    assert!(told(&over).contains("is not empty"), "{}", told(&over));

    let name = listed["bases"][0]["name"].as_str().unwrap();
    let words = ["restore", "--json", "--from", from, "--base", name, "--master-key", text(&key), "--data-dir", text(&new)];
    let back = typed(&words);
    let back: Value = serde_json::from_slice(&back.stdout).unwrap_or_else(|e| panic!("{e}: {}", told(&back)));
    let wrong: Vec<_> = back["findings"].as_array().unwrap().iter().filter(|f| f["fine"] != true && f["what"] != "disk").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let again = typed(&["admin", "add-person", "--json", "--email", "ada@example.org", "--name", "Ada", "--data-dir", text(&new)]);
    assert!(again.status.success(), "{}", told(&again));
    assert!(!said(&again).contains("\"added\":true"), "she is there: {}", said(&again));
}

#[test]
fn damage_in_a_backup_is_found() {
    let folder = open_folder();
    let (data, backups) = (folder.path().join("data"), folder.path().join("backups"));
    let typed = |words: &[&str]| command(words).env("CALLBOARD_BACKUP__FOLDER", &backups).output().unwrap();
    assert!(typed(&["migrate", "--data-dir", text(&data)]).status.success());
    std::fs::create_dir(&backups).unwrap();
    let taken: Value = serde_json::from_slice(&typed(&["backup", "--json", "--data-dir", text(&data)]).stdout).unwrap();
    let base = backups.join("base").join(taken["base"]["name"].as_str().unwrap()).join("data");
    let file = base.join("PG_VERSION");
    let before = std::fs::read(&file).unwrap();
    std::fs::write(&file, "16\n").unwrap();
    let checked = typed(&["backup", "verify", "--json", "--from", text(&backups)]);
    assert_eq!(checked.status.code(), Some(1), "{}", told(&checked));
    assert!(said(&checked).contains("PG_VERSION"), "{}", said(&checked));
    let key = folder.path().join("key");
    std::fs::write(&key, "00".repeat(32)).unwrap();
    let refused = typed(&["restore", "--from", text(&backups), "--master-key", text(&key), "--data-dir", text(&folder.path().join("new"))]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("no base that is whole"), "{}", told(&refused));
    std::fs::write(&file, before).unwrap();
    std::fs::remove_file(backups.join("callboard-backup.json")).unwrap();
    let lost = typed(&["backup", "--data-dir", text(&data)]);
    assert!(told(&lost).contains("neither empty nor a folder of backups"), "{}", told(&lost));
    std::fs::remove_dir_all(&backups).unwrap();
    std::fs::create_dir(&backups).unwrap();
    let unmounted = typed(&["backup", "--data-dir", text(&data)]);
    assert!(told(&unmounted).contains("probably not mounted"), "{}", told(&unmounted));
    assert!(typed(&["backup", "--begin", "--data-dir", text(&data)]).status.success());
}
