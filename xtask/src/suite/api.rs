//! The API against its own document: schemathesis, from Python's package index, in an environment below `target`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::counts::{Counts, of_summary};
use crate::failure::{Failure, note, say};
use crate::workspace::{PROFILE, Workspace, run as run_command, shown};

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/api")
}

fn python(workspace: &Workspace) -> PathBuf {
    workspace.target.join("api-tests/bin/python")
}

/// Installs what `requirements.txt` says, unless it is there. `false` where Python or its package index is out of reach: then
/// the step is left out, and says so.
pub fn install(workspace: &Workspace) -> Result<bool, Failure> {
    let wanted = folder(workspace).join("requirements.txt");
    let wanted = fs::read_to_string(&wanted).map_err(Failure::system("cannot read", &wanted))?;
    let home = workspace.target.join("api-tests");
    let installed = home.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|text| text == wanted) && python(workspace).exists() {
        return Ok(true);
    }
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv"]).arg(&home);
    let mut pip = Command::new(python(workspace));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(folder(workspace).join("requirements.txt"));
    for command in [&mut venv, &mut pip] {
        if run_command(command).is_err() {
            note("SKIPPED: the API was not held against its document: Python 3 with venv, or Python's package index, is out of reach.");
            return Ok(false);
        }
    }
    fs::write(&installed, wanted).map_err(Failure::system("cannot write", &installed))?;
    Ok(true)
}

/// Runs `tests/api/run.py` against the server that was built, and shows what it says.
pub fn run(workspace: &Workspace) -> Result<Counts, Failure> {
    if !install(workspace)? {
        return Ok(Counts::default());
    }
    let mut command = Command::new(python(workspace));
    command.arg(folder(workspace).join("run.py")).env("CALLBOARD_BIN", workspace.built(PROFILE).join("callboard"));
    let name = shown(&command);
    let output = command.current_dir(&workspace.root).stdin(Stdio::null()).output();
    let output = output.map_err(|source| Failure::System { what: format!("cannot run {name}"), source })?;
    let text = String::from_utf8_lossy(&output.stdout);
    say(&text);
    note(&String::from_utf8_lossy(&output.stderr));
    let ran = if output.status.success() { Ok(()) } else { Err(Failure::Command(name)) };
    of_summary(text.trim_end().lines().next_back().unwrap_or_default()).unless_broken(ran)
}
