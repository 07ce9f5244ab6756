//! Where commands are typed.

use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use platform_db_testing::TestDb;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// A folder that the program's account may enter, whoever that is.
pub fn open_folder() -> TempDir {
    let open = std::fs::Permissions::from_mode(0o755);
    tempfile::Builder::new().prefix("cb-").permissions(open).tempdir_in("/tmp").unwrap()
}

/// What the command said on standard error.
pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A database, and a data folder.
pub struct House {
    pub test: TestDb,
    pub folder: TempDir,
}

impl House {
    /// With two organizations.
    pub async fn new() -> Self {
        let house = Self::empty().await;
        house
            .sql(
                "INSERT INTO organizations (id, name, slug, timezone, currency) VALUES
                   (gen_random_uuid(), 'Harbour Arts', 'harbour-arts', 'Asia/Hong_Kong', 'HKD'), (gen_random_uuid(), 'Somebody Else', 'somebody-else', 'Asia/Hong_Kong', 'HKD')",
            )
            .await;
        house
    }

    /// The same without anything in it.
    pub async fn empty() -> Self {
        let house = Self { test: TestDb::new().await, folder: open_folder() };
        house.as_the_clusters_account();
        house
    }

    /// As root the program becomes the account that owns its data folder; only that of the test cluster reaches its socket.
    fn as_the_clusters_account(&self) {
        let Some(socket) = self.test.admin_options().get_socket().cloned() else { return };
        std::fs::create_dir(self.data()).unwrap();
        let owner = std::fs::metadata(socket).unwrap();
        if std::fs::metadata(self.data()).unwrap().uid() == 0 {
            chown(self.data(), Some(owner.uid()), Some(owner.gid())).unwrap();
        }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A command on this house, with the clock in the listing's season.
    pub fn command(&self, words: &[&str]) -> Command {
        let at = self.test.admin_options();
        let host = at.get_socket().map_or_else(|| at.get_host().to_owned(), |s| s.display().to_string());
        let url = format!("postgres://{}@localhost:{}/{}?host={host}", at.get_username(), at.get_port(), self.test.name());
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        command.args(words).arg("--data-dir").arg(self.data());
        command.env("DATABASE_URL", url).env("CALLBOARD_SERVER__CLOCK_START", "2024-12-01T04:00:00Z");
        command
    }

    /// Types it.
    #[expect(clippy::unused_self, reason = "a command runs while its house stands")]
    pub fn run(&self, command: &mut Command) -> Output {
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// Types these words.
    pub fn type_in(&self, words: &[&str]) -> Output {
        self.run(&mut self.command(words))
    }

    /// Types them with something on standard input.
    pub fn type_with(&self, words: &[&str], input: &str) -> Output {
        let piped = |command: &mut Command| command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = piped(&mut self.command(words)).unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// What a command that succeeds answers as JSON.
    pub fn json(&self, words: &[&str]) -> Value {
        let output = self.type_in(words);
        assert!(output.status.success(), "{words:?}: {}", told(&output));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stdout)))
    }

    /// Writes as the administrator, past every guard but constraints.
    pub async fn sql(&self, sql: &str) {
        let mut admin = self.test.connect(None).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut admin).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
        admin.close().await.unwrap();
    }

    /// One number.
    pub async fn number(&self, sql: impl Into<String>) -> i64 {
        let mut admin = self.test.connect(None).await;
        sqlx::query_scalar(AssertSqlSafe(sql.into())).fetch_one(&mut admin).await.unwrap()
    }
}
