//! `callboard audit`: the audit's rows against their seals.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use platform_audit::{Head, Report};
use platform_db::Db;
use platform_types::Clock;
use serde_json::json;

use crate::cli::{self, House, Start};
use crate::failure::{Failure, say};
use crate::migrate::{end, ended};
use crate::open::Opened;
use crate::sql;

#[derive(Subcommand)]
pub(crate) enum Audit {
    /// Check every row against its seal; exit code 1 when something was changed past the program
    Verify(Verify),
    /// Print the newest seal of every chain as JSON, to be kept elsewhere
    Heads(Heads),
}

#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    house: House,
    /// Heads kept elsewhere (from `callboard audit heads`): a chain cut off or rewritten as a whole is found too
    #[arg(long, value_name = "FILE")]
    heads: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Heads {
    #[command(flatten)]
    house: House,
}

/// Runs one of them.
pub(crate) fn run(command: Audit) -> Result<ExitCode, Failure> {
    match command {
        Audit::Verify(args) => {
            // Read while we still may: the account we become may not see the file.
            let published = args.heads.as_deref().map(read_heads).transpose()?.unwrap_or_default();
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(verify(start, published, args.json))
        }
        Audit::Heads(args) => {
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(heads(start))
        }
    }
}

fn read_heads(path: &Path) -> Result<Vec<Head>, Failure> {
    // Not exit code 1, which says that something was changed past the program.
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Refused(format!("--heads: cannot read {}: {e}", path.display())))?;
    serde_json::from_str(&text)
        .map_err(|e| Failure::Refused(format!("--heads: {} is not what `callboard audit heads` prints: {e}", path.display())))
}

async fn verify(start: Start, published: Vec<Head>, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let looked = report_of(&opened, &published).await;
    end(opened).await?;
    let report = looked?;
    let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    if as_json {
        let text = json!({ "clean": report.is_clean(), "chains": report.chains, "seals": report.seals, "rows": report.rows, "pending": report.pending, "findings": findings });
        say(&text.to_string());
    } else {
        for finding in &findings {
            say(&format!("WRONG  {finding}"));
        }
        say(&format!(
            "{} rows under {} seals in {} chains are as they were sealed; {} rows wait for their seal; {} findings.",
            report.rows,
            report.seals,
            report.chains,
            report.pending,
            findings.len()
        ));
    }
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn report_of(opened: &Opened, published: &[Head]) -> Result<Report, Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, Clock::system());
    let mut tx = db.as_system("verify audit").await?;
    let report = platform_audit::verify(&mut tx, published).await?;
    drop(tx);
    db.close().await;
    Ok(report)
}

async fn heads(start: Start) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let told = tell_heads(&opened).await;
    ended(opened, told).await
}

async fn tell_heads(opened: &Opened) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, Clock::system());
    let mut tx = db.as_system("publish heads of the audit").await?;
    let heads = platform_audit::heads(&mut tx).await?;
    drop(tx);
    db.close().await;
    say(&serde_json::to_string_pretty(&heads).map_err(|e| Failure::Refused(e.to_string()))?);
    Ok(())
}
