//! Roles and logins: who may connect, and what must be run once by an administrator.
//!
//! Roles as in Supabase (`anon`, `authenticated`, `service_role`), an owner and a definer, and one
//! login per door. Nothing needs superuser or BYPASSRLS: owner and `service_role` get generated
//! policies instead.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, PgConnection};

/// Owns every table; migrations run as this login.
pub const OWNER: &str = "callboard_owner";
/// Owns the `SECURITY DEFINER` helpers; nobody logs in as it.
pub const DEFINER: &str = "callboard_definer";
/// Requests of people and programs: may become `anon` or `authenticated`, nothing else.
pub const APP: &str = "callboard_app";
/// The house itself: may become `service_role`.
pub const SYSTEM: &str = "callboard_system";
/// The job runner's own tables.
pub const WORKER: &str = "callboard_worker";
/// Reads the log of changes.
pub const REPLICATOR: &str = "callboard_replicator";
/// [`crate::Service::Claims`].
pub const CLAIMS: &str = "callboard_claims";
/// [`crate::Service::Sales`].
pub const SALES: &str = "callboard_sales";
/// [`crate::Service::Vault`].
pub const VAULT: &str = "callboard_vault";

/// Every login.
pub const ALL: [&str; 8] = [OWNER, APP, SYSTEM, WORKER, REPLICATOR, CLAIMS, SALES, VAULT];

/// One password per login, derived from one secret of the installation.
pub fn passwords(secret: &[u8]) -> BTreeMap<&'static str, String> {
    ALL.into_iter()
        .map(|login| {
            let digest = Sha256::new().chain_update(secret).chain_update([0]).chain_update(login).finalize();
            (login, digest.iter().map(|b| format!("{b:02x}")).collect())
        })
        .collect()
}

/// The statements an administrator runs once per server. `replication` and reading statistics are left out where the
/// administrator may not grant them (CREATEROLE on PostgreSQL 15 cannot).
pub fn admin_sql(passwords: &BTreeMap<&'static str, String>, replication: bool) -> String {
    let mut sql = String::from("-- Roles of Callboard. Run once per server as an administrator.\n");
    for role in ["anon", "authenticated", "service_role", DEFINER] {
        let _ = writeln!(sql, "{}", create_role(role, "NOLOGIN NOINHERIT"));
    }
    for login in ALL {
        let attributes = match login {
            OWNER => "LOGIN INHERIT".to_owned(),
            REPLICATOR if replication => "LOGIN NOINHERIT REPLICATION".to_owned(),
            _ => "LOGIN NOINHERIT".to_owned(),
        };
        let _ = writeln!(sql, "{}", create_role(login, &attributes));
        if let Some(password) = passwords.get(login) {
            let _ = writeln!(sql, "ALTER ROLE {login} PASSWORD '{}';", password.replace('\'', "''"));
        }
        let _ = writeln!(sql, "ALTER ROLE {login} SET standard_conforming_strings = on;");
        let _ = writeln!(sql, "ALTER ROLE {login} SET timezone = 'UTC';");
    }
    for login in [APP, CLAIMS, SALES, SYSTEM, VAULT] {
        let _ = writeln!(sql, "ALTER ROLE {login} SET statement_timeout = '30s';");
        let _ = writeln!(sql, "ALTER ROLE {login} SET idle_in_transaction_session_timeout = '60s';");
    }
    let _ = writeln!(sql, "GRANT anon, authenticated TO {APP};");
    let _ = writeln!(sql, "GRANT service_role TO {SYSTEM};");
    let _ = writeln!(sql, "GRANT {DEFINER} TO {OWNER};");
    if replication {
        let _ = writeln!(sql, "GRANT pg_read_all_stats TO {SYSTEM};");
    }
    sql
}

/// What the administrator runs once per database, besides `CREATE DATABASE … OWNER callboard_owner`.
pub fn admin_database_sql(database: &str) -> String {
    format!(
        "ALTER DATABASE \"{database}\" OWNER TO {OWNER};\nREVOKE ALL ON DATABASE \"{database}\" FROM PUBLIC;\nGRANT CONNECT ON DATABASE \"{database}\" TO {};\n",
        ALL.join(", ")
    )
}

/// PostgreSQL has no `CREATE ROLE IF NOT EXISTS`. An existing role keeps its other attributes.
fn create_role(role: &str, attributes: &str) -> String {
    format!(
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role} {attributes}; END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
    )
}

/// Creates roles and logins and, when it is missing, the database, through an administrator's connection.
pub async fn bootstrap(admin: &mut PgConnection, database: &str, passwords: &BTreeMap<&'static str, String>) -> Result<(), sqlx::Error> {
    let superuser: bool = sqlx::query_scalar("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetch_one(&mut *admin).await?;
    // Two nodes, or two tests, may set up one server at once; catalogue updates do not queue by themselves.
    sqlx::query("SELECT pg_advisory_lock(7412001)").execute(&mut *admin).await?;
    let outcome = bootstrap_locked(admin, database, passwords, superuser).await;
    sqlx::query("SELECT pg_advisory_unlock(7412001)").execute(&mut *admin).await?;
    outcome
}

async fn bootstrap_locked(
    admin: &mut PgConnection,
    database: &str,
    passwords: &BTreeMap<&'static str, String>,
    superuser: bool,
) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(admin_sql(passwords, superuser))).execute(&mut *admin).await?;
    if !superuser {
        // CREATE DATABASE … OWNER needs membership in the owner.
        sqlx::raw_sql(AssertSqlSafe(format!("GRANT {OWNER} TO CURRENT_USER"))).execute(&mut *admin).await?;
    }
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)").bind(database).fetch_one(&mut *admin).await?;
    if !exists {
        let create = format!("CREATE DATABASE \"{database}\" OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut *admin).await?;
    }
    sqlx::raw_sql(AssertSqlSafe(admin_database_sql(database))).execute(&mut *admin).await?;
    Ok(())
}
