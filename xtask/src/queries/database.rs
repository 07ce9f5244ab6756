//! A fresh database with all SQL of the checkout applied.

use std::path::Path;
use std::str::FromStr;

use platform_db::migrate::{Bundle, prepare_database};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::failure::Failure;

const PREFIX: &str = "prepare_";

/// Migrated, empty, and ours alone.
pub struct Prepared {
    admin_url: String,
    name: String,
}

impl Prepared {
    /// Named after this process, so that two runs do not take each other's away.
    pub async fn make(admin_url: &str, root: &Path) -> Result<Self, Failure> {
        forget_abandoned(admin_url).await?;
        let made = Self { admin_url: admin_url.to_owned(), name: format!("{PREFIX}{}", std::process::id()) };
        prepare_database(admin_url, &made.name, &Bundle::from_disk(root)?).await?;
        Ok(made)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As the administrator: what a query means must not depend on who may see its tables.
    pub fn url(&self) -> String {
        let (base, query) = self.admin_url.split_once('?').unwrap_or((&self.admin_url, ""));
        let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
        format!("{server}/{}?{query}", self.name)
    }

    /// Removes it.
    pub async fn drop_again(&self) -> Result<(), Failure> {
        let mut admin = connect(&self.admin_url).await?;
        drop_database(&mut admin, &self.name).await?;
        Ok(admin.close().await?)
    }
}

/// Drops what killed runs left.
async fn forget_abandoned(admin_url: &str) -> Result<(), Failure> {
    let mut admin = connect(admin_url).await?;
    let query = "select datname::text from pg_database where datname ~ ('^' || $1 || '[0-9]+$')";
    let names: Vec<String> = sqlx::query_scalar(query).bind(PREFIX).fetch_all(&mut admin).await?;
    for name in names {
        let pid: Option<i32> = name.trim_start_matches(PREFIX).parse().ok();
        let alive = pid.is_some_and(|pid| nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), None).is_ok());
        if !alive {
            drop_database(&mut admin, &name).await?;
        }
    }
    Ok(admin.close().await?)
}

async fn connect(admin_url: &str) -> Result<PgConnection, sqlx::Error> {
    PgConnection::connect_with(&PgConnectOptions::from_str(admin_url)?).await
}

async fn drop_database(admin: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    let drop = format!("drop database if exists \"{name}\" with (force)");
    sqlx::raw_sql(AssertSqlSafe(drop)).execute(admin).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_names_our_database_on_the_same_server() {
        let made = Prepared { admin_url: "postgres://a@localhost:5432/postgres?host=/run/x".into(), name: "prepare_1".into() };
        assert_eq!(made.url(), "postgres://a@localhost:5432/prepare_1?host=/run/x");
        let plain = Prepared { admin_url: "postgres://a@db.example:5432/postgres".into(), name: "prepare_1".into() };
        assert_eq!(plain.url(), "postgres://a@db.example:5432/prepare_1?");
    }
}
