//! Checked queries: asking a database about them, and keeping its answers in `.sqlx`.

mod answers;
mod database;
mod sources;

use crate::failure::{Failure, note, say};
use crate::testdb;
use crate::workspace::{self, Member, PROFILE, Workspace};

use answers::Answers;
use database::Prepared;

/// What `prepare` looks at.
pub struct Scope {
    /// Only these crates; none means all that have checked queries.
    pub packages: Vec<String>,
    /// Also remove answers nobody asks for.
    pub all: bool,
    /// Compare instead of writing.
    pub check: bool,
}

/// Describes every checked query of the crates and saves or compares the answers.
pub async fn prepare(workspace: &Workspace, scope: &Scope) -> Result<(), Failure> {
    let members = chosen(workspace, &scope.packages)?;
    let fresh = Answers::collecting(&workspace.target)?;
    let admin_url = testdb::ensure(workspace).await?;
    let database = Prepared::make(&admin_url, &workspace.root).await?;
    // Cargo does not know that the macros read a database, so unchanged crates would be skipped.
    sources::touch(&members, &workspace.target)?;
    let built = online_check(workspace, &members, &database, Some(&fresh));
    database.drop_again().await?;
    built?;
    let saved = Answers::committed(&workspace.root);
    let whole = scope.packages.is_empty();
    if scope.check {
        return fresh.compare(&saved, whole);
    }
    let (written, removed) = fresh.save_to(&saved, scope.all)?;
    say(&format!("{} queries described, {written} answers changed, {removed} removed", fresh.names()?.len()));
    Ok(())
}

/// Compiles the crates against a fresh database and saves nothing.
pub async fn check(workspace: &Workspace, packages: &[String]) -> Result<(), Failure> {
    let members = chosen(workspace, packages)?;
    let admin_url = testdb::ensure(workspace).await?;
    let database = Prepared::make(&admin_url, &workspace.root).await?;
    let built = online_check(workspace, &members, &database, None);
    database.drop_again().await?;
    built
}

fn chosen<'a>(workspace: &'a Workspace, packages: &[String]) -> Result<Vec<&'a Member>, Failure> {
    let members = if packages.is_empty() {
        workspace.members.iter().filter(|member| sources::asks(&member.folder)).collect()
    } else {
        workspace.named(packages)?
    };
    if members.is_empty() {
        return Err(Failure::Refused("no crate has checked queries".to_owned()));
    }
    Ok(members)
}

fn online_check(workspace: &Workspace, members: &[&Member], database: &Prepared, answers: Option<&Answers>) -> Result<(), Failure> {
    let mut command = workspace.cargo(&["check", "--profile", PROFILE]);
    for member in members {
        command.args(["-p", &member.name]);
    }
    if members.iter().any(|member| sources::asks(&member.folder.join("tests"))) {
        command.arg("--tests");
    }
    command.env("SQLX_OFFLINE", "false").env("DATABASE_URL", database.url()).env_remove("SQLX_OFFLINE_DIR");
    if let Some(answers) = answers {
        command.env("SQLX_OFFLINE_DIR", answers.folder());
    }
    note(&format!("{} (queries answered by {})", workspace::shown(&command), database.name()));
    workspace::run(&mut command)
}
