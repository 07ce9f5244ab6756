//! `callboard doctor`: what is wrong with an installation, and how to mend it.

mod backup;
mod invariants;

use std::process::ExitCode;
use std::time::Duration;

use platform_db::{DbError, logins};
use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};

use crate::cli::Start;
use crate::failure::{Failure, say};
use crate::migrate::end;
use crate::open::Opened;
use crate::sql;

/// Longer than any database that works takes to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is looked at in a database that answers.
const IN_THE_SERVER: [&str; 4] = ["postgresql", "durability", "live updates", "owner"];
/// What is looked at in one that is as this program expects, and only when asked for.
const IN_THE_DATA: [&str; 3] = ["invariants", "audit", "files"];

/// One thing looked at.
#[derive(Debug)]
pub(crate) struct Finding {
    what: String,
    state: State,
    /// What was found, and what to do about it.
    detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Fine,
    Wrong,
    NotLookedAt,
}

impl Finding {
    fn fine(what: &str, detail: impl Into<String>) -> Self {
        Self { what: what.to_owned(), state: State::Fine, detail: detail.into() }
    }

    fn wrong(what: &str, detail: impl Into<String>) -> Self {
        Self { what: what.to_owned(), state: State::Wrong, detail: detail.into() }
    }

    fn not_looked_at(what: &str, needs: &str) -> Self {
        Self { what: what.to_owned(), state: State::NotLookedAt, detail: format!("not looked at: {needs}") }
    }

    pub(crate) fn is_fine(&self) -> bool {
        self.state == State::Fine
    }
}

/// Looks at everything; exit code 0 when all is well, 1 when something is not.
pub(crate) async fn doctor(start: Start, with_invariants: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let findings = look(&start, with_invariants).await?;
    report(&findings, as_json);
    Ok(if findings.iter().all(Finding::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that was looked at.
pub(crate) async fn look(start: &Start, with_invariants: bool) -> Result<Vec<Finding>, Failure> {
    let mut findings = vec![settings(start), space(start)];
    let opened = match Opened::open_beside(start).await {
        Ok(opened) => Some(opened),
        Err(failure) => {
            findings.push(Finding::wrong("database", failure.to_string()));
            None
        }
    };
    let owner = match &opened {
        Some(opened) => reach(start, opened).await.map_err(|finding| findings.push(finding)).ok(),
        None => None,
    };
    match (&opened, owner) {
        (Some(opened), Some(owner)) => findings.extend(database(start, opened, owner, with_invariants).await),
        _ => {
            let all = ["migrations"].into_iter().chain(IN_THE_SERVER).chain(IN_THE_DATA.into_iter().filter(|_| with_invariants));
            findings.extend(all.map(|what| Finding::not_looked_at(what, "the database has to answer first")));
        }
    }
    findings.push(backup::look(start, opened.as_ref()).await);
    if let Some(opened) = opened {
        end(opened).await?;
    }
    Ok(findings)
}

fn settings(start: &Start) -> Finding {
    match crate::serve::refuse_clear_text(start) {
        Ok(()) => Finding::fine("settings", format!("read; data in {}", start.folder.display())),
        Err(failure) => Finding::wrong("settings", failure.to_string()),
    }
}

/// A full disk stops sales; say so while there is time.
fn space(start: &Start) -> Finding {
    const ENOUGH: u64 = 1 << 30;
    match nix::sys::statvfs::statvfs(&start.folder) {
        Ok(disk) => {
            let free = disk.blocks_available() * disk.fragment_size();
            let text = format!("{} MiB free", free >> 20);
            if free >= ENOUGH {
                Finding::fine("disk", text)
            } else {
                Finding::wrong("disk", format!("{text}; keep at least 1024 MiB, or purchases will be refused when it is full"))
            }
        }
        Err(e) => Finding::wrong(
            "disk",
            format!("{} cannot be looked at: {e}; it is made by `callboard migrate` or `callboard demo`", start.folder.display()),
        ),
    }
}

/// A connection as the owner of the tables, or what keeps us from it.
async fn reach(start: &Start, opened: &Opened) -> Result<PgConnection, Finding> {
    let options = opened.direct(logins::OWNER);
    let at = address(&options);
    let no_answer = |why: &str| {
        let how = if start.config.database.url.is_some() {
            "Start PostgreSQL there, for example with `systemctl start postgresql`, or correct database.url (DATABASE_URL)"
        } else {
            "It is the house's own: `callboard serve` starts it"
        };
        Finding::wrong("database", format!("does not answer at {at}: {why}. {how}"))
    };
    match tokio::time::timeout(PATIENCE, PgConnection::connect_with(&options)).await {
        Err(_) => Err(no_answer(&format!("nothing came within {} seconds", PATIENCE.as_secs()))),
        Ok(Ok(owner)) => Ok(owner),
        Ok(Err(error)) => Err(match DbError::from(error) {
            DbError::Unavailable(error) => no_answer(&error.to_string()),
            DbError::Query(error) => Finding::wrong(
                "database",
                format!(
                    "answers at {at}, but does not let {} in: {error}. `callboard migrate` makes what is missing; a managed server needs what `callboard migrate --print-admin-sql` prints",
                    logins::OWNER
                ),
            ),
        }),
    }
}

/// Where a database is asked.
fn address(options: &PgConnectOptions) -> String {
    let at = match options.get_socket() {
        Some(folder) => format!("the socket in {}", folder.display()),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    options.get_database().map_or_else(|| at.clone(), |name| format!("{at}, database “{name}”"))
}

async fn database(start: &Start, opened: &Opened, mut owner: PgConnection, with_invariants: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bundle = match sql::bundle() {
        Ok(bundle) => bundle,
        Err(e) => return vec![Finding::wrong("program", e.to_string())],
    };
    let as_expected = bundle.check(&mut owner).await;
    let is_as_expected = as_expected.is_ok();
    findings.push(match as_expected {
        Ok(()) => Finding::fine("migrations", "the database is what this program expects"),
        Err(error) => Finding::wrong("migrations", error.to_string()),
    });
    findings.extend(server_settings(&mut owner).await);
    if with_invariants && is_as_expected {
        findings.extend(invariants::check(&mut owner, start.config.server.clock_start).await);
        findings.push(audit(opened).await);
        findings.push(files(start, opened).await);
    } else if with_invariants {
        findings.extend(IN_THE_DATA.map(|what| Finding::not_looked_at(what, "the migrations have to be right first")));
    }
    findings
}

/// What a server that is not ours may have set differently.
async fn server_settings(owner: &mut PgConnection) -> Vec<Finding> {
    let read = sqlx::query_as::<_, (i32, String, String, bool, bool)>(
        "SELECT current_setting('server_version_num')::int, current_setting('wal_level'), current_setting('fsync'), r.rolsuper, r.rolbypassrls FROM pg_roles r WHERE r.rolname = current_user",
    )
    .fetch_one(owner)
    .await;
    let (version, wal, fsync, superuser, bypass) = match read {
        Ok(row) => row,
        Err(e) => return vec![Finding::wrong("database", e.to_string())],
    };
    let check = |what, fine, good: String, bad: &str| if fine { Finding::fine(what, good) } else { Finding::wrong(what, bad) };
    vec![
        check(
            "postgresql",
            version >= 150_000,
            format!("version {}.{}", version / 10_000, version % 10_000),
            "older than 15; move the data to PostgreSQL 15 or newer",
        ),
        check("durability", fsync == "on", "fsync is on".to_owned(), "fsync is off: a power cut loses paid orders; set fsync = on"),
        check(
            "live updates",
            wal == "logical",
            "wal_level is logical".to_owned(),
            "wal_level is not logical: pages ask again instead of being told; set wal_level = logical and restart PostgreSQL",
        ),
        check(
            "owner",
            !superuser && !bypass,
            "callboard_owner is neither superuser nor exempt from row level security".to_owned(),
            "callboard_owner is superuser or has BYPASSRLS; run ALTER ROLE callboard_owner NOSUPERUSER NOBYPASSRLS",
        ),
    ]
}

/// The seals of the audit against its rows.
async fn audit(opened: &Opened) -> Finding {
    let db = platform_db::Db::new(&opened.options, platform_types::Clock::system());
    let verified = async {
        let mut tx = db.as_system("verify audit").await?;
        // Heads kept elsewhere are compared by `audit verify`; here the chains alone.
        platform_audit::verify(&mut tx, &[]).await
    };
    let finding = match verified.await {
        Ok(report) if report.is_clean() => Finding::fine("audit", format!("{} seals of {} chains verified", report.seals, report.chains)),
        Ok(report) => Finding::wrong(
            "audit",
            format!(
                "{} findings: {:?}; somebody changed the audit past the program: keep the database as it is and look into it",
                report.findings.len(),
                report.findings
            ),
        ),
        Err(e) => Finding::wrong("audit", e.to_string()),
    };
    db.close().await;
    finding
}

/// Every stored file against the store, and the store against the rows.
async fn files(start: &Start, opened: &Opened) -> Finding {
    let db = platform_db::Db::new(&opened.options, platform_types::Clock::system());
    let finding = match crate::compose::files_beside(start, &db) {
        Err(failure) => Finding::wrong("files", failure.to_string()),
        Ok(files) => match platform_storage::inspect(&files).await {
            Err(error) => Finding::wrong("files", error.to_string()),
            Ok(found) if found.incomplete.is_empty() && found.strays.is_empty() => {
                Finding::fine("files", format!("{} files, all of their bytes in the store ({})", found.stored, files.store().kind()))
            }
            Ok(found) => Finding::wrong("files", lost(&found)),
        },
    };
    db.close().await;
    finding
}

/// What is missing and what is too much, with the first of each by its id.
fn lost(found: &platform_storage::Findings) -> String {
    let first = |ids: &[uuid::Uuid]| ids.iter().take(5).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut told = Vec::new();
    if !found.incomplete.is_empty() {
        let (n, ids) = (found.incomplete.len(), first(&found.incomplete));
        told.push(format!(
            "{n} of {} files lack bytes in the store (first {ids}): bring the store back from its backup, or upload them again",
            found.stored
        ));
    }
    if !found.strays.is_empty() {
        let (n, ids) = (found.strays.len(), first(&found.strays));
        told.push(format!("bytes of {n} files have no row (first {ids}): `serve` removes them a day after they came"));
    }
    told.join("; ")
}

/// For programs.
pub(crate) fn as_json(findings: &[Finding]) -> serde_json::Value {
    let found =
        |f: &Finding| json!({ "what": f.what, "fine": f.is_fine(), "looked_at": f.state != State::NotLookedAt, "detail": f.detail });
    findings.iter().map(found).collect()
}

/// For whoever asked.
pub(crate) fn report(findings: &[Finding], as_json: bool) {
    if as_json {
        let list = self::as_json(findings);
        say(&json!({ "fine": findings.iter().all(Finding::is_fine), "findings": list }).to_string());
        return;
    }
    for finding in findings {
        let mark = match finding.state {
            State::Fine => "ok   ",
            State::Wrong => "WRONG",
            State::NotLookedAt => "-    ",
        };
        say(&format!("{mark}  {:<28} {}", finding.what, finding.detail));
    }
}
