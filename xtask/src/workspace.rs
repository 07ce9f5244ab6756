//! The checkout: its crates and how cargo is called in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::failure::Failure;

/// The profile that tests and this program are built with.
pub const PROFILE: &str = "suite";
/// What `bin/run` builds and the long drills are run against.
pub const RUN_PROFILE: &str = "fast";

/// The variable that names what compiles the workspace's own crates.
const LINTER: &str = "RUSTC_WORKSPACE_WRAPPER";

/// This checkout.
#[derive(Debug)]
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
    pub members: Vec<Member>,
}

/// One of its crates.
#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub folder: PathBuf,
    /// The root files of its library, programs and test binaries.
    pub roots: Vec<PathBuf>,
}

impl Workspace {
    /// The workspace this program was built in.
    pub fn find() -> Result<Self, Failure> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(cargo());
        command.args(["metadata", "--no-deps", "--format-version", "1", "--offline"]).current_dir(here);
        let output = command.stderr(Stdio::inherit()).output().map_err(Failure::system("cannot run cargo in", here))?;
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from);
        let (Some(root), Some(target)) = (path("workspace_root"), path("target_directory")) else {
            return Err(Failure::Command("cargo metadata".to_owned()));
        };
        let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(Self { root, target, members: packages.iter().filter_map(member).collect() })
    }

    /// A cargo command at the root of the checkout.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo());
        command.args(args).current_dir(&self.root).env_remove(LINTER).env_remove("CLIPPY_ARGS");
        // What `cargo run` told this program about itself: build scripts that watch it would run
        // again, and with them half of all crates.
        for (name, _) in std::env::vars_os() {
            let own = name.to_str().is_some_and(|n| {
                ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_"].iter().any(|p| n.starts_with(p))
            });
            if own {
                command.env_remove(name);
            }
        }
        command
    }

    /// The same where every crate of the workspace is linted as it is compiled, and a lint is an error. Linting in a
    /// pass of its own (`cargo clippy`) reads all libraries once more, for minutes.
    pub fn linting_cargo(&self, args: &[&str]) -> Command {
        let mut command = self.cargo(args);
        command.env(LINTER, "clippy-driver").env("CLIPPY_ARGS", "-Dwarnings");
        command
    }

    /// The folder with what a profile built.
    pub fn built(&self, profile: &str) -> PathBuf {
        self.target.join(profile)
    }

    /// The crates of these names, in this order.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Member>, Failure> {
        let find = |name: &String| {
            let member = self.members.iter().find(|member| member.name == *name);
            member.ok_or_else(|| Failure::Refused(format!("no crate is called {name}")))
        };
        names.iter().map(find).collect()
    }
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn member(package: &Value) -> Option<Member> {
    let manifest = Path::new(package["manifest_path"].as_str()?);
    let targets = package["targets"].as_array()?;
    let roots = targets.iter().filter_map(|target| target["src_path"].as_str()).map(PathBuf::from).collect();
    Some(Member { name: package["name"].as_str()?.to_owned(), folder: manifest.parent()?.to_path_buf(), roots })
}

/// Runs a command that talks to the terminal itself.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = shown(command);
    let status = command.status().map_err(|source| Failure::System { what: format!("cannot run {shown}"), source })?;
    if status.success() { Ok(()) } else { Err(Failure::Command(shown)) }
}

/// A command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
