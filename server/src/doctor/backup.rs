//! Whether what is kept elsewhere is there, is new, and has every answered commit.

use platform_backup::{Base, Folder, RECEIVER, log_has_base};
use platform_config::PaymentProvider;
use platform_types::Clock;
use sqlx::{Connection as _, PgConnection};

use super::Finding;
use crate::cli::Start;
use crate::open::Opened;

const WHAT: &str = "backup";
/// A night and a half: one that failed was told and made up for by then.
const OLD: chrono::Duration = chrono::Duration::hours(36);
/// Below it the next nights find no room.
const ENOUGH: u64 = 1 << 30;

pub(super) async fn look(start: &Start, opened: Option<&Opened>) -> Finding {
    let config = &start.config;
    if config.database.url.is_some() {
        return Finding::fine(WHAT, "the server's own; `callboard backup --print-plan` says what to keep");
    }
    let Some(path) = &config.backup.folder else {
        let detail = "none is kept: set backup.folder to a folder on another disk or machine";
        // A demo may be lost; what was paid for may not.
        let real = config.payments.provider != PaymentProvider::Simulator;
        return if real { Finding::wrong(WHAT, detail) } else { Finding::fine(WHAT, detail) };
    };
    let mut wrong = Vec::new();
    let kept = match in_the_folder(path, &mut wrong) {
        Ok(kept) => kept,
        Err(error) => return Finding::wrong(WHAT, error.to_string()),
    };
    // A database that this command started has nobody who receives its log.
    let step = match opened.filter(|opened| opened.cluster.is_none()) {
        Some(opened) => match in_step(opened).await {
            Ok(true) => "; every answered commit is on its disk too",
            Ok(false) => {
                wrong.push(
                    "the log is not received: what is committed now is on this machine alone. The house's log and /health say why"
                        .to_owned(),
                );
                ""
            }
            Err(error) => {
                wrong.push(format!("the database did not say whether the log is received: {error}"));
                ""
            }
        },
        None => "",
    };
    if wrong.is_empty() {
        Finding::fine(WHAT, format!("{kept}{step}"))
    } else {
        Finding::wrong(WHAT, format!("{}; {kept}", wrong.join("; ")))
    }
}

fn in_the_folder(path: &std::path::Path, wrong: &mut Vec<String>) -> Result<String, platform_backup::BackupError> {
    let folder = Folder::read(path)?;
    let bases = Base::all(&folder)?;
    let free = folder.free()?;
    if free < ENOUGH {
        wrong.push(format!("{} MiB free in {}; give it more room, or keep fewer days", free >> 20, path.display()));
    }
    let Some(newest) = bases.iter().rev().find(|base| base.verified.is_some()) else {
        wrong.push("no base was taken and checked yet: `callboard backup` does".to_owned());
        return Ok(format!("{} bases", bases.len()));
    };
    if !log_has_base(&folder)? {
        wrong.push("no base was taken since the log was last begun anew; a running house takes one at once, and till then the log restores nothing".to_owned());
    }
    let finished = newest.about.finished;
    if Clock::system().now() - finished > OLD {
        wrong.push("the newest base is too old: the house's log and /health say why; `callboard backup` takes one".to_owned());
    }
    Ok(format!("{} bases, the newest of {}", bases.len(), finished.format("%Y-%m-%d %H:%M UTC")))
}

/// Whether commits wait for the backup, and it is there.
async fn in_step(opened: &Opened) -> Result<bool, sqlx::Error> {
    let mut admin = PgConnection::connect_with(opened.admin()).await?;
    let found = sqlx::query_scalar(
        "SELECT current_setting('synchronous_standby_names') = $1 AND EXISTS (SELECT 1 FROM pg_stat_replication WHERE application_name = $1 AND state = 'streaming')",
    )
    .bind(RECEIVER)
    .fetch_one(&mut admin)
    .await?;
    admin.close().await?;
    Ok(found)
}
