//! Stampede, kill -9, webhooks and memory against the program that was built (`tests/drills`).

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::counts::{Counts, of_summary};
use crate::failure::{Failure, say};
use crate::workspace::{PROFILE, RUN_PROFILE, Workspace, run as run_command, shown};

/// The long form asks the program as people run it.
fn profile(full: bool) -> &'static str {
    if full { RUN_PROFILE } else { PROFILE }
}

/// The program and its drills.
pub fn build(workspace: &Workspace, full: bool) -> Result<(), Failure> {
    let args = ["build", "--profile", profile(full), "--package", "callboard", "--package", "drills"];
    run_command(&mut if full { workspace.cargo(&args) } else { workspace.linting_cargo(&args) })
}

/// Runs them, in full or in short, and shows what they say.
pub fn run(workspace: &Workspace, full: bool) -> Result<Counts, Failure> {
    let built = workspace.built(profile(full));
    let mut command = Command::new(built.join("drills"));
    command.args(["all", if full { "--full" } else { "--unoptimized" }]).env("CALLBOARD_BIN", built.join("callboard"));
    let name = shown(&command);
    let broken = |source| Failure::System { what: format!("cannot run {name}"), source };
    let mut child = command.current_dir(&workspace.root).stdout(Stdio::piped()).spawn().map_err(broken)?;
    let mut last = String::new();
    let lines = child.stdout.take().map(|stdout| BufReader::new(stdout).lines()).into_iter().flatten();
    for line in lines.map_while(Result::ok) {
        say(&line);
        last = line;
    }
    let status = child.wait().map_err(broken)?;
    let ran = if status.success() { Ok(()) } else { Err(Failure::Command(name.clone())) };
    of_summary(&last).unless_broken(ran)
}
