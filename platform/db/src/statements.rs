//! What the database works at: statements that PostgreSQL counts (`pg_stat_statements`), and those that run now.
//!
//! Both are read by the house's own login, which an administrator made a member of `pg_read_all_stats`: without that it sees no other
//! login's statements. Texts are shown without the values in them.

use sqlx::{PgConnection, Row};

use crate::{Db, DbError, Tx};

/// A statement, over all its calls. Times are those it ran, in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its text, without values.
    pub text: String,
    /// How often it was called.
    pub calls: i64,
    /// Of one call, on average.
    pub mean_ms: f64,
    /// Of the longest call.
    pub max_ms: f64,
    /// Of all calls.
    pub total_ms: f64,
    /// Rows of all calls.
    pub rows: i64,
}

/// Why nothing is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The extension is not in this database.
    Extension,
    /// It is, but the server was started without its library.
    Library,
    /// The house's login may not read it.
    Grant,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq)]
pub enum Statistics {
    /// The costliest first, by the time of all their calls.
    Counted(Vec<Statement>),
    /// Nothing, for this reason.
    Missing(Missing),
}

/// A statement that runs now.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Its text, without values, cut to what a page can show.
    pub text: String,
    /// Behind which login.
    pub login: String,
    /// `active`, `idle in transaction`, …
    pub state: String,
    /// How many seconds its transaction is open.
    pub seconds: f64,
    /// What it waits for.
    pub waits: Option<String>,
}

/// Characters of a statement that are shown.
const SHOWN: usize = 1_000;

/// Has them counted in this database, through an administrator's connection, where the server came with what counts them.
pub async fn enable(admin: &mut PgConnection) -> Result<(), sqlx::Error> {
    let available: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_stat_statements')")
        .fetch_one(&mut *admin)
        .await?;
    if available {
        sqlx::query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public").execute(&mut *admin).await?;
    }
    Ok(())
}

/// Statements by what they cost, at most `most`.
pub async fn statistics(db: &Db, most: i64) -> Result<Statistics, DbError> {
    let mut tx = db.as_system("look at the statements PostgreSQL counts").await?;
    let there: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements')").fetch_one(&mut *tx).await?;
    if !there {
        return Ok(Statistics::Missing(Missing::Extension));
    }
    if !become_reader(&mut tx).await? {
        return Ok(Statistics::Missing(Missing::Grant));
    }
    // Times and counts are float8 and int8; other statements than of this database are none of the house's.
    let rows = sqlx::query(
        "SELECT query, calls, mean_exec_time, max_exec_time, total_exec_time, rows FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY total_exec_time DESC LIMIT $1",
    )
    .bind(most)
    .fetch_all(&mut *tx)
    .await;
    let rows = match rows {
        Ok(rows) => rows,
        // 55000: “must be loaded via shared_preload_libraries”.
        Err(sqlx::Error::Database(e)) if e.code().as_deref() == Some("55000") => return Ok(Statistics::Missing(Missing::Library)),
        Err(error) => return Err(error.into()),
    };
    let read = |row: &sqlx::postgres::PgRow| -> Result<Statement, sqlx::Error> {
        Ok(Statement {
            text: shown(row.try_get(0)?),
            calls: row.try_get(1)?,
            mean_ms: row.try_get(2)?,
            max_ms: row.try_get(3)?,
            total_ms: row.try_get(4)?,
            rows: row.try_get(5)?,
        })
    };
    Ok(Statistics::Counted(rows.iter().map(read).collect::<Result<_, _>>()?))
}

/// What runs now, the longest first, at most `most`. Where the login may not see others' statements, their texts say so.
pub async fn running(db: &Db, most: i64) -> Result<Vec<Running>, DbError> {
    let mut tx = db.as_system("look at what runs now").await?;
    become_reader(&mut tx).await?;
    let rows = sqlx::query(
        "SELECT query, coalesce(usename::text, ''), coalesce(state, ''), extract(epoch FROM statement_timestamp() - coalesce(xact_start, query_start))::float8, wait_event
         FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'
         ORDER BY coalesce(xact_start, query_start) LIMIT $1",
    )
    .bind(most)
    .fetch_all(&mut *tx)
    .await?;
    let read = |row: &sqlx::postgres::PgRow| -> Result<Running, sqlx::Error> {
        Ok(Running {
            text: shown(row.try_get(0)?),
            login: row.try_get(1)?,
            state: row.try_get(2)?,
            seconds: row.try_get(3)?,
            waits: row.try_get(4)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Takes on the role that sees every login's statements, for this transaction. False where an administrator has not given it.
async fn become_reader(tx: &mut Tx) -> Result<bool, DbError> {
    let may: bool = sqlx::query_scalar("SELECT pg_has_role(session_user, 'pg_read_all_stats', 'MEMBER')").fetch_one(&mut **tx).await?;
    if may {
        sqlx::query("SET LOCAL ROLE pg_read_all_stats").execute(&mut **tx).await?;
    }
    Ok(may)
}

/// A text for a page: cut, in one line, with `'…'` for every value in quotation marks.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match (c, inside) {
            ('\'', false) => {
                out.push_str("'…");
                inside = true;
            }
            ('\'', true) => {
                out.push('\'');
                inside = false;
            }
            (_, true) => {}
            (c, false) => out.push(c),
        }
    }
    if out.chars().count() > SHOWN { out.chars().take(SHOWN).chain(std::iter::once('…')).collect() } else { out }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn values_stay_out_of_what_is_shown() {
        assert_eq!(shown("SELECT set_config('claims',\n  '{\"sub\":\"it''s me\"}', true)"), "SELECT set_config('…', '…''…', true)");
        assert_eq!(shown("SELECT 1 WHERE a = 'open"), "SELECT 1 WHERE a = '…");
        assert_eq!(shown(&"x".repeat(2_000)).chars().count(), 1_001);
    }
}
