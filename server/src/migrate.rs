//! `callboard migrate`

use std::process::ExitCode;

use platform_db::logins;
use serde_json::json;

use crate::cli::Start;
use crate::failure::{Failure, say};
use crate::open::Opened;
use crate::sql;

/// Brings the database to what this program expects, or prints what an administrator must do first.
pub(crate) async fn migrate(start: Start, print_admin_sql: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open(&start).await?;
    let done = migrate_in(&opened, print_admin_sql, as_json).await;
    ended(opened, done).await
}

async fn migrate_in(opened: &Opened, print_admin_sql: bool, as_json: bool) -> Result<(), Failure> {
    if print_admin_sql {
        say(&logins::admin_sql(&opened.options.passwords, true));
        say(&logins::admin_database_sql(opened.database()));
        return Ok(());
    }
    opened.bootstrap().await?;
    let applied = opened
        .migrate(&sql::bundle()?, |name| {
            if !as_json {
                say(&format!("  {name}"));
            }
        })
        .await?;
    if as_json {
        say(&json!({ "migrations": applied.migrations, "repeatables": applied.repeatables }).to_string());
    } else {
        say(&format!("{} migrations and {} functions, views and policies applied.", applied.migrations.len(), applied.repeatables.len()));
    }
    Ok(())
}

/// Stops a cluster that only this command needed.
pub(crate) async fn end(opened: Opened) -> Result<ExitCode, Failure> {
    if let Some(cluster) = &opened.cluster {
        cluster.stop().await?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Ends what was opened also when the work failed; the work's failure is the one to be told.
pub(crate) async fn ended(opened: Opened, worked: Result<(), Failure>) -> Result<ExitCode, Failure> {
    let ended = end(opened).await;
    worked?;
    ended
}
