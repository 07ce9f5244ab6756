//! Which PostgreSQL server on this machine runs the cluster.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::ClusterError;

/// The oldest major version the product supports.
pub const OLDEST_SUPPORTED: u32 = 15;

/// A folder with `initdb` and `postgres`, and their major version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    pub bin: PathBuf,
    pub major: u32,
}

impl Server {
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// Whether this library came with the server, in the folder that PostgreSQL finds relative to its programs. One that is not there
    /// must not be asked for: the server would not start.
    pub(super) fn has_library(&self, name: &str) -> bool {
        let folders = ["../lib", "../lib/postgresql", "../lib/pgsql", "../lib64", "../lib64/pgsql", "../lib64/postgresql"];
        let file = |ending: &str| folders.iter().any(|folder| self.bin.join(folder).join(format!("{name}.{ending}")).is_file());
        file("so") || file("dylib")
    }

    /// The server to use: the one in `pg_bin` if given, else the newest on the machine; of the
    /// major version `made_by` if the data exists already.
    pub(super) fn find(pg_bin: Option<&Path>, data: &Path, made_by: Option<u32>) -> Result<Self, ClusterError> {
        let folders = pg_bin.map_or_else(usual_folders, |folder| vec![folder.to_path_buf()]);
        let servers: Vec<Self> = folders.iter().filter_map(|folder| Self::at(folder)).collect();
        let searched = pg_bin.map_or_else(|| USUAL.join(", ") + ", PATH, pg_config", |folder| folder.display().to_string());
        choose(&servers, data, made_by, &searched)
    }

    /// The server in this folder, if there is a complete one.
    fn at(folder: &Path) -> Option<Self> {
        if !folder.join("initdb").is_file() {
            return None;
        }
        let said = output_of(Command::new(folder.join("postgres")).arg("--version"))?;
        // Absolute, since the programs are started from another folder.
        Some(Self { bin: std::path::absolute(folder).ok()?, major: major_of(&said)? })
    }
}

const USUAL: [&str; 7] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/libexec/postgresql*",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/local/pgsql/bin",
    "/usr/lib/postgresql*/bin",
];

fn usual_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = USUAL.iter().flat_map(|pattern| matching(pattern)).collect();
    if let Some(path) = std::env::var_os("PATH") {
        // A link in PATH leads to the folder that also has initdb's data files.
        let real = |dir: PathBuf| dir.join("postgres").canonicalize().ok().and_then(|p| p.parent().map(Path::to_path_buf));
        folders.extend(std::env::split_paths(&path).filter(|dir| dir.is_absolute()).filter_map(real));
    }
    folders.extend(output_of(Command::new("pg_config").arg("--bindir")).map(|said| PathBuf::from(said.trim())));
    folders.sort();
    folders.dedup();
    folders
}

/// The folders a pattern stands for; it has one `*`, inside one path component.
fn matching(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let starts = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    starts.map(|entry| entry.path().join(after.trim_start_matches('/'))).collect()
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// 15 from `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`; betas count as their version.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn choose(servers: &[Server], data: &Path, made_by: Option<u32>, searched: &str) -> Result<Server, ClusterError> {
    let named = |server: &Server| format!("{} in {}", server.major, server.bin.display());
    let found = || servers.iter().map(named).collect::<Vec<_>>().join(", ");
    if servers.is_empty() {
        return Err(ClusterError::NoServer { searched: searched.to_owned(), install: install_hint(made_by) });
    }
    if let Some(made_by) = made_by {
        let exact = servers.iter().find(|server| server.major == made_by);
        return exact.cloned().ok_or_else(|| ClusterError::OtherMajor {
            data: data.to_path_buf(),
            made_by,
            found: found(),
            install: install_hint(Some(made_by)),
        });
    }
    let newest = servers.iter().max_by_key(|server| server.major).filter(|server| server.major >= OLDEST_SUPPORTED);
    newest.cloned().ok_or_else(|| ClusterError::ServerTooOld { found: found(), install: install_hint(None) })
}

/// The command that installs a PostgreSQL server on this system: a given major version, or what
/// the system has.
pub fn install_hint(major: Option<u32>) -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    hint_for(&release, cfg!(target_os = "macos"), major)
}

fn hint_for(os_release: &str, mac: bool, major: Option<u32>) -> String {
    let field = |key: &str| os_release.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("").replace('"', "");
    let ids = format!(" {} {} ", field("ID="), field("ID_LIKE="));
    let is = |names: &[&str]| names.iter().any(|name| ids.contains(&format!(" {name} ")));
    let dashed = major.map(|major| format!("-{major}")).unwrap_or_default();
    let joined = major.map(|major| major.to_string()).unwrap_or_default();
    if mac {
        format!("brew install postgresql@{}", major.unwrap_or(17))
    } else if is(&["debian", "ubuntu"]) {
        format!("sudo apt-get update && sudo apt-get install -y postgresql{dashed}")
    } else if is(&["fedora", "rhel", "centos"]) {
        format!("sudo dnf install -y postgresql{joined}-server")
    } else if is(&["suse", "opensuse"]) {
        format!("sudo zypper install -y postgresql{joined}-server")
    } else if is(&["arch"]) {
        "sudo pacman -S postgresql".to_owned()
    } else if is(&["alpine"]) {
        format!("apk add postgresql{joined}")
    } else {
        format!("the package with initdb and postgres, version {}", major.unwrap_or(OLDEST_SUPPORTED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(major: u32) -> Server {
        Server { bin: format!("/pg/{major}/bin").into(), major }
    }

    #[test]
    fn versions_are_read_from_what_postgres_prints() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn new_data_gets_the_newest_server_and_old_data_its_own() {
        let all = [server(14), server(17), server(15)];
        let data = Path::new("/d");
        assert_eq!(choose(&all, data, None, "").unwrap().major, 17);
        assert_eq!(choose(&all, data, Some(15), "").unwrap().major, 15);
        let other = choose(&all, data, Some(16), "").unwrap_err().to_string();
        assert!(other.contains("made by PostgreSQL 16") && other.contains("17 in /pg/17/bin"), "{other}");
        assert_eq!(choose(&all[..1], data, None, "").unwrap_err().code(), "cluster.server_too_old");
        assert_eq!(choose(&[], data, None, "x").unwrap_err().code(), "cluster.no_server");
    }

    #[test]
    fn each_system_gets_its_own_command() {
        let hint = |release: &str| hint_for(release, false, None);
        assert_eq!(hint("ID=debian\n"), "sudo apt-get update && sudo apt-get install -y postgresql");
        assert!(hint("NAME=Mint\nID=linuxmint\nID_LIKE=\"ubuntu debian\"\n").contains("apt-get"));
        assert!(hint("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n").contains("dnf install -y postgresql-server"));
        assert_eq!(hint_for("ID=ubuntu\n", false, Some(16)).split(' ').next_back(), Some("postgresql-16"));
        assert_eq!(hint_for("", true, Some(15)), "brew install postgresql@15");
    }
}
