//! A season that was left half made is made anew, as long as nothing else was in its house.

use std::path::PathBuf;

use platform_db::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::bank::books;
use super::refused;
use crate::cli::Start;
use crate::failure::{Failure, say};
use crate::open::Opened;

/// There while the season is being made, so that a half made one is never taken for the whole. It says whether the house
/// was empty before.
const MARK: &str = "demo.unfinished";
const EMPTY: &str = "the house was empty\n";

fn mark(start: &Start) -> PathBuf {
    start.folder.join(MARK)
}

/// Notes that the making begins.
pub(super) async fn begin(start: &Start, db: &Db) -> Result<(), Failure> {
    let mut tx = db.as_system("look for people").await?;
    let people: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM auth.users)").fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    let path = mark(start);
    std::fs::write(&path, if people { "" } else { EMPTY }).map_err(Failure::io(format!("cannot write {}", path.display())))
}

/// Notes that it is whole.
pub(super) fn end(start: &Start) -> Result<(), Failure> {
    let path = mark(start);
    std::fs::remove_file(&path).map_err(Failure::io(format!("cannot remove {}", path.display())))
}

/// Removes what an interrupted start made in the private database and beside it, before anything else is done with it.
pub(in crate::demo) async fn clear_half_made(start: &Start, opened: &Opened) -> Result<(), Failure> {
    let path = mark(start);
    let Ok(said) = std::fs::read_to_string(&path) else { return Ok(()) };
    let Some(cluster) = opened.cluster.as_ref().filter(|_| said == EMPTY) else {
        let folder = start.folder.display();
        return Err(refused(format!("it was left half made. Remove {folder} (and the database, if it is elsewhere) and start again")));
    };
    say("The season was left half made; it is made anew.");
    let mut admin = PgConnection::connect_with(&cluster.admin_options("postgres")).await?;
    let drop = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", opened.database().replace('"', "\"\""));
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut admin).await?;
    admin.close().await?;
    let banks = (1..super::houses::MOST).map(|n| start.folder.join(format!("payments-{n}")));
    for made in banks.chain([books(start), start.folder.join("files")]) {
        if made.exists() {
            std::fs::remove_dir_all(&made).map_err(Failure::io(format!("cannot remove {}", made.display())))?;
        }
    }
    // What it wrapped is gone with the database.
    let master = start.folder.join("master.key");
    if master.exists() {
        std::fs::remove_file(&master).map_err(Failure::io(format!("cannot remove {}", master.display())))?;
    }
    end(start)
}
