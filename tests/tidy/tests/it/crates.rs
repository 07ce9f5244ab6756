//! Who may depend on whom, and what may not come along.

use std::collections::BTreeMap;
use std::path::Path;

use platform_db_testing::workspace_root;

/// From the ground up; a crate depends on lower rows only, and never on its own row.
const ROWS: &[&[&str]] = &[
    &["platform-features", "platform-memory", "real-input", "platform-documents-testing"],
    &["platform-types"],
    &["platform-texts"],
    &["platform-config", "platform-telemetry", "platform-ui"],
    &["platform-db"],
    &["platform-keyring", "platform-audit", "platform-jobs"],
    &["platform-auth"],
    &["platform-db-testing"],
    &["platform-auth-testing"],
    &["platform-http"],
    &["platform-http-testing"],
    &["platform-outbound"],
    &["platform-notify", "platform-payments", "platform-documents", "platform-storage", "platform-realtime"],
    &["platform-inbox"],
    &["platform-identity", "platform-admin", "platform-backup"],
    &["integration-smtp", "integration-stripe", "integration-lcsd", "integration-interchange", "payment-simulator"],
    &["commons"],
    &["boxoffice"],
    &["callboard"],
    &["xtask", "tidy", "drills"],
    &["bench"],
];

fn row(name: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&name))
}

fn manifests() -> BTreeMap<String, toml::Table> {
    let root = workspace_root();
    let mut all = BTreeMap::new();
    for path in super::files(&root, "Cargo.toml") {
        let table: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        if let Some(name) = table.get("package").and_then(|p| p.get("name")).and_then(|n| n.as_str()) {
            all.insert(name.to_owned(), table);
        }
    }
    all
}

#[test]
fn dependencies_point_downwards() {
    let manifests = manifests();
    let mut wrong = Vec::new();
    for (name, manifest) in &manifests {
        let Some(own) = row(name) else {
            wrong.push(format!("{name} has no place in the list of rows"));
            continue;
        };
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        for dependency in dependencies.keys().filter(|d| manifests.contains_key(*d)) {
            if row(dependency).is_none_or(|theirs| theirs >= own) {
                wrong.push(format!("{name} depends on {dependency}, which is not below it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_that_runs_carries_what_tests_need() {
    let for_tests = |name: &str| name.ends_with("-testing") || name == "real-input";
    let mut wrong = Vec::new();
    for (name, manifest) in manifests().iter().filter(|(name, _)| !for_tests(name)) {
        let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        wrong.extend(dependencies.keys().filter(|d| for_tests(d)).map(|d| format!("{name} ships {d}")));
        // A feature for tests builds its crate, and every crate above it, a second time.
        if manifest.get("features").is_some_and(|features| features.get("testing").is_some()) {
            wrong.push(format!("{name} has a feature for tests; make it {name}-testing"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn apps_do_not_know_each_other() {
    let apps = ["boxoffice"];
    for app in apps {
        let manifest = &manifests()[app];
        let others = manifest["dependencies"].as_table().unwrap().keys().filter(|d| apps.contains(&d.as_str())).count();
        assert_eq!(others, 0, "{app} imports another app; they meet in commons and through events");
    }
}

#[test]
fn there_is_one_tls_stack() {
    let lock: toml::Table = std::fs::read_to_string(workspace_root().join("Cargo.lock")).unwrap().parse().unwrap();
    let names: Vec<&str> = lock["package"].as_array().unwrap().iter().filter_map(|p| p.get("name")?.as_str()).collect();
    for other in ["openssl", "openssl-sys", "native-tls", "aws-lc-rs", "aws-lc-sys", "boring", "mbedtls"] {
        assert!(!names.contains(&other), "{other} would be a second TLS stack; use rustls with ring");
    }
    assert_eq!(names.iter().filter(|n| **n == "rustls").count(), 1);
}

#[test]
fn every_crate_inherits_the_lints() {
    for (name, manifest) in manifests() {
        let inherits = manifest.get("lints").and_then(|l| l.get("workspace")).and_then(toml::Value::as_bool);
        assert_eq!(inherits, Some(true), "{name} lacks [lints] workspace = true");
    }
}

#[test]
fn every_crate_says_what_it_owns() {
    for path in super::files(&workspace_root(), "src/lib.rs").iter().chain(&super::files(&workspace_root(), "lib.rs")) {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(
            text.starts_with("//! ") && !text.contains("(being built)"),
            "{} does not start with what the crate is",
            Path::new(path).display()
        );
    }
}
