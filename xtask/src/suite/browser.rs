//! The tests that click: node's test runner with playwright-core and the system's Chromium.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::counts::{Counts, of_tap};
use super::with_environment;
use crate::failure::Failure;
use crate::workspace::{PROFILE, Workspace, run as run_command};

/// Names the systems give Chromium.
const BROWSERS: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/e2e")
}

/// Whether this checkout has browser tests.
pub fn exist(workspace: &Workspace) -> bool {
    folder(workspace).join("package.json").exists()
}

/// Installs playwright-core as the lock file says, unless it is there.
pub fn install(workspace: &Workspace) -> Result<(), Failure> {
    let folder = folder(workspace);
    let age = |path: &str| fs::metadata(folder.join(path)).and_then(|found| found.modified()).ok();
    let installed = age("node_modules/.package-lock.json");
    if installed.is_some() && installed >= age("package-lock.json") {
        return Ok(());
    }
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run_command(command.current_dir(&folder))
}

/// Runs `tests/e2e/*.test.mjs` against the server that was built. The tests find it in
/// `CALLBOARD_BIN`, the browser in `CALLBOARD_CHROMIUM`.
pub fn run(workspace: &Workspace, url: &str, drills: bool) -> Result<Counts, Failure> {
    let folder = folder(workspace);
    let entries = fs::read_dir(&folder).map_err(Failure::system("cannot read", &folder))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    let tap = workspace.target.join("browser-tests.tap");
    let _ = fs::remove_file(&tap);
    let mut command = Command::new("node");
    // Two at a time took four fifths of the time of one by one on two cores; more would only starve the camera. The longest
    // file is the first by name.
    command.args(["--test", "--test-concurrency=2", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    command.arg(format!("--test-reporter-destination={}", tap.display())).args(&files).current_dir(&workspace.root);
    command.env("CALLBOARD_BIN", workspace.built(PROFILE).join("callboard"));
    if let Some(browser) = chromium() {
        command.env("CALLBOARD_CHROMIUM", browser);
    }
    let ran = run_command(with_environment(&mut command, url, drills));
    let counts = fs::read_to_string(&tap).map_or_else(|_| Counts::default(), |text| of_tap(&text));
    counts.unless_broken(ran)
}

/// The browser named by the environment, else the first one in PATH.
fn chromium() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CALLBOARD_CHROMIUM") {
        return Some(chosen.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let candidates = BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}
