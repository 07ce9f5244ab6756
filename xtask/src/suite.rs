//! Everything that has to pass before a change lands, in the order in which it fails soonest.

mod api;
mod browser;
mod counts;
mod drills;
mod report;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use clap::Args;

use crate::failure::{Failure, note};
use crate::testdb;
use crate::workspace::{PROFILE, Workspace, run as run_command};

use counts::Counts;
use report::Report;

/// Which tests.
#[derive(Args, Debug)]
pub struct Selection {
    /// The long form of the drills (20 stampedes, kill -9 at every named point and at 60 random moments)
    #[arg(long)]
    drills: bool,
    /// Only these crates; leaves the browser tests out
    #[arg(short, long)]
    package: Vec<String>,
    /// Only tests whose names contain one of these; leaves formatting and browser out
    filter: Vec<String>,
}

impl Selection {
    fn is_whole(&self) -> bool {
        self.package.is_empty() && self.filter.is_empty()
    }

    /// `--workspace`, or the crates asked for.
    fn packages(&self) -> Vec<String> {
        if self.package.is_empty() {
            return vec!["--workspace".to_owned()];
        }
        self.package.iter().flat_map(|name| ["-p".to_owned(), name.clone()]).collect()
    }

    fn nextest_profile(&self) -> &'static str {
        if self.drills { "drills" } else { "default" }
    }
}

/// Runs the steps until one fails. The last line is `N passed, N failed`: tests, and one for
/// each other step.
pub async fn run(workspace: &Workspace, selection: &Selection) -> Result<ExitCode, Failure> {
    let mut report = Report::default();
    let outcome = steps(workspace, selection, &mut report).await;
    report.close();
    match outcome {
        Ok(()) => Ok(ExitCode::SUCCESS),
        // The report has shown it.
        Err(_) => Ok(ExitCode::FAILURE),
    }
}

async fn steps(workspace: &Workspace, selection: &Selection, report: &mut Report) -> Result<(), Failure> {
    report.check("What the tests need", || install(workspace, selection))?;
    if selection.filter.is_empty() {
        report.check("Formatting", || check_format(workspace, selection))?;
    }
    report.check("Build, and lints", || build(workspace, selection))?;
    let started = report.begin("Test database");
    let url = report.end(started, testdb::ensure(workspace).await)?;
    let nextest = has_nextest(workspace);
    let name = if nextest { "Tests (nextest)" } else { "Tests (cargo test; `cargo install cargo-nextest` is faster)" };
    report.tests(name, || if nextest { run_nextest(workspace, selection, &url) } else { run_cargo_test(workspace, selection, &url) })?;
    if selection.is_whole() {
        report.check("Server, and drills against it", || drills::build(workspace, selection.drills))?;
        let name = if selection.drills { "Drills, long form" } else { "Drills, short form" };
        report.tests(name, || drills::run(workspace, selection.drills))?;
    }
    if selection.is_whole() {
        report.tests("The API against its document", || api::run(workspace))?;
    }
    if selection.is_whole() && browser::exist(workspace) {
        report.check("Browser driver", || browser::install(workspace))?;
        report.tests("Browser tests", || browser::run(workspace, &url, selection.drills))?;
    }
    Ok(())
}

fn install(workspace: &Workspace, selection: &Selection) -> Result<(), Failure> {
    let mut command = Command::new("bash");
    command.arg("xtask/needs.sh").args(["postgres", "fonts", "pdf"]).current_dir(&workspace.root);
    if selection.is_whole() && browser::exist(workspace) {
        command.args(["node", "browser"]);
    }
    run_command(&mut command)
}

fn check_format(workspace: &Workspace, selection: &Selection) -> Result<(), Failure> {
    let mut command = workspace.cargo(&["fmt", "--check"]);
    let packages = if selection.package.is_empty() { vec!["--all".to_owned()] } else { selection.packages() };
    run_command(command.args(packages))
}

/// Examples too: they are linted with the rest.
fn build(workspace: &Workspace, selection: &Selection) -> Result<(), Failure> {
    let mut command = workspace.linting_cargo(&["test", "--no-run", "--profile", PROFILE]);
    run_command(command.args(selection.packages()))
}

fn has_nextest(workspace: &Workspace) -> bool {
    let mut asked = workspace.cargo(&["nextest", "--version"]);
    asked.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn run_nextest(workspace: &Workspace, selection: &Selection, url: &str) -> Result<Counts, Failure> {
    let junit: PathBuf = ["nextest", selection.nextest_profile(), "junit.xml"].iter().collect();
    let junit = workspace.target.join(junit);
    let _ = std::fs::remove_file(&junit);
    let mut command = workspace.linting_cargo(&["nextest", "run", "--cargo-profile", PROFILE, "--profile", selection.nextest_profile()]);
    command.args(selection.packages()).args(&selection.filter);
    let ran = run_command(with_environment(&mut command, url, selection.drills));
    let text = std::fs::read_to_string(&junit).unwrap_or_default();
    // nextest shows nothing of a test that passes, so whoever reads the totals would take a skipped one for a proof.
    for skipped in counts::skipped_of_junit(&text) {
        note(&skipped);
    }
    counts::of_junit(&text).unless_broken(ran)
}

fn run_cargo_test(workspace: &Workspace, selection: &Selection, url: &str) -> Result<Counts, Failure> {
    let mut command = workspace.linting_cargo(&["test", "--profile", PROFILE, "--lib", "--bins", "--tests", "--no-fail-fast"]);
    command.args(selection.packages()).arg("--").args(&selection.filter);
    let (counts, ran) = counts::of_cargo_test(with_environment(&mut command, url, selection.drills))?;
    counts.unless_broken(ran)
}

/// What tests read about where they run.
fn with_environment<'a>(command: &'a mut Command, url: &str, drills: bool) -> &'a mut Command {
    command.env("CALLBOARD_TEST_ADMIN_URL", url).env("CALLBOARD_DRILLS", if drills { "full" } else { "short" })
}
