//! Which crates ask a database while they are compiled, and making cargo compile them again.

use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::workspace::Member;

/// The macros whose answers are kept.
const MACROS: [&str; 6] = ["query!", "query_as!", "query_scalar!", "query_file!", "query_file_as!", "query_file_scalar!"];

/// Whether a source file below `folder` has a checked query.
pub fn asks(folder: &Path) -> bool {
    sources(folder).iter().any(|path| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.into_iter().any(|line| MACROS.iter().any(|name| line.contains(name)))
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "rs" => found.push(path),
                _ => {}
            }
        }
    }
    found
}

/// Gives the root file of every library, program and test of these crates the time of now, which
/// is how cargo tells that a crate has changed. Contents stay as they are.
pub fn touch(members: &[&Member], target: &Path) -> Result<(), Failure> {
    let probe = target.join("xtask-now");
    let now = File::create(&probe).and_then(|file| file.metadata()?.modified());
    let now = now.map_err(Failure::system("cannot write", &probe))?;
    for path in members.iter().flat_map(|member| &member.roots) {
        let touched = File::options().append(true).open(path).and_then(|file| file.set_times(FileTimes::new().set_modified(now)));
        touched.map_err(Failure::system("cannot touch", path))?;
    }
    fs::remove_file(&probe).map_err(Failure::system("cannot remove", &probe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_in_a_comment_asks_nobody() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("orders")).unwrap();
        fs::write(dir.path().join("orders/mod.rs"), "/// see `sqlx::query!`\nfn f() {}\n").unwrap();
        assert!(!asks(dir.path()));
        fs::write(dir.path().join("orders/queries.rs"), "    let r = sqlx::query_as!(Order, \"select 1\");\n").unwrap();
        assert!(asks(dir.path()));
        assert!(!asks(&dir.path().join("tests")), "a folder that is not there");
    }
}
