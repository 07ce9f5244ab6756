//! `postmaster.pid`, by which a running postmaster is found again.

use std::path::{Path, PathBuf};

/// What a postmaster wrote about itself (`src/include/utils/pidfile.h`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub pid: i32,
    pub socket_dir: PathBuf,
    /// `starting`, `ready`, `stopping`, or empty in the first moments.
    pub status: String,
}

impl PidFile {
    /// The file of this cluster, if there is a whole one.
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        parse(&std::fs::read_to_string(path(cluster)).ok()?)
    }

    pub(super) fn is_ready(&self) -> bool {
        self.status == "ready"
    }
}

/// Where it is.
pub(super) fn path(cluster: &Path) -> PathBuf {
    cluster.join("postmaster.pid")
}

fn parse(text: &str) -> Option<PidFile> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let line = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
    let pid = line(1).parse().ok().filter(|pid| *pid > 0)?;
    Some(PidFile { pid, socket_dir: line(5).into(), status: line(8).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_postmaster_writes() {
        let text = "4242\n/d/postgres\n1763729000\n5432\n/run/callboard-1\n\n  123 45\nready   \n";
        let expected = PidFile { pid: 4242, socket_dir: "/run/callboard-1".into(), status: "ready".into() };
        assert_eq!(parse(text), Some(expected));
        assert_eq!(parse("4242\n/d\n").unwrap().status, "", "a postmaster writes its file line by line");
        assert_eq!(parse(""), None);
        assert_eq!(parse("-1\n"), None, "a negative number would signal a whole process group");
    }
}
