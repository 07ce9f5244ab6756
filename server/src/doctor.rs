//! `callboard doctor`: what is wrong with an installation, and how to mend it.

mod invariants;

use std::process::ExitCode;

use serde_json::json;

use crate::cli::Start;
use crate::failure::{Failure, say};
use crate::migrate::end;
use crate::open::Opened;
use crate::sql;

/// One thing looked at.
#[derive(Debug)]
struct Finding {
    what: String,
    fine: bool,
    /// What was found, and what to do about it.
    detail: String,
}

impl Finding {
    fn fine(what: &str, detail: impl Into<String>) -> Self {
        Self { what: what.to_owned(), fine: true, detail: detail.into() }
    }

    fn wrong(what: &str, detail: impl Into<String>) -> Self {
        Self { what: what.to_owned(), fine: false, detail: detail.into() }
    }
}

/// Looks at everything; exit code 0 when all is well, 1 when something is not.
pub(crate) async fn doctor(start: Start, with_invariants: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let mut findings = vec![settings(&start), space(&start)];
    let opened = match Opened::open_beside(&start).await {
        Ok(opened) => Some(opened),
        Err(failure) => {
            findings.push(Finding::wrong("database", failure.to_string()));
            None
        }
    };
    if let Some(opened) = &opened {
        findings.extend(database(&start, opened, with_invariants).await);
    }
    report(&findings, as_json);
    if let Some(opened) = opened {
        end(opened).await?;
    }
    Ok(if findings.iter().all(|f| f.fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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

async fn database(start: &Start, opened: &Opened, with_invariants: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let bundle = match sql::bundle() {
        Ok(bundle) => bundle,
        Err(e) => return vec![Finding::wrong("program", e.to_string())],
    };
    match opened.check(&bundle).await {
        Ok(()) => findings.push(Finding::fine("migrations", "the database is what this program expects")),
        Err(failure) => return vec![Finding::wrong("migrations", failure.to_string())],
    }
    let mut owner = match opened.owner().await {
        Ok(owner) => owner,
        Err(failure) => return vec![Finding::wrong("database", failure.to_string())],
    };
    findings.extend(server_settings(&mut owner).await);
    if with_invariants {
        findings.extend(invariants::check(&mut owner, start.config.server.clock_start).await);
        findings.push(audit(opened).await);
    }
    findings
}

/// What a server that is not ours may have set differently.
async fn server_settings(owner: &mut sqlx::PgConnection) -> Vec<Finding> {
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

fn report(findings: &[Finding], as_json: bool) {
    if as_json {
        let list: Vec<_> = findings.iter().map(|f| json!({ "what": f.what, "fine": f.fine, "detail": f.detail })).collect();
        say(&json!({ "fine": findings.iter().all(|f| f.fine), "findings": list }).to_string());
        return;
    }
    for finding in findings {
        say(&format!("{}  {:<28} {}", if finding.fine { "ok   " } else { "WRONG" }, finding.what, finding.detail));
    }
}
