//! `bench`: see the library.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use bench::baseline::Tools;
use bench::run::{ALL, Plan, run};
use clap::Parser;
use clap::builder::PossibleValuesParser;
use drills::failure::say;

/// How fast Callboard is, each figure beside its baseline from the same run.
///
/// Makes a demo house in the system's temporary folder, asks it for pages, searches, holds, purchases and scans, and removes it.
/// Ends with 0 when everything was measured, 1 when something could not be, 2 when something is missing here, and 3 when a
/// goal was missed.
#[derive(Parser)]
#[command(name = "bench")]
struct Cli {
    /// About two minutes instead of ten
    #[arg(long)]
    quick: bool,
    /// Only these
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(ALL))]
    only: Vec<String>,
    /// Seconds of each load
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=300))]
    seconds: Option<u64>,
    /// Also write all figures to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// The built program (else CALLBOARD_BIN, else beside this one)
    #[arg(long, env = "CALLBOARD_BIN")]
    program: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let beside = || std::env::current_exe().ok().map(|own| own.with_file_name("callboard"));
    let Some(program) = cli.program.or_else(beside).filter(|program| program.is_file()) else {
        say("The program `callboard` is not built; build it, or name it with --program");
        return ExitCode::from(2);
    };
    let tools = match Tools::find() {
        Ok(tools) => tools,
        Err(missing) => {
            missing.iter().for_each(say);
            return ExitCode::from(2);
        }
    };
    let seconds = cli.seconds.unwrap_or(if cli.quick { 4 } else { 25 });
    let plan = Plan { only: cli.only, time: Duration::from_secs(seconds), guests_of_100: if cli.quick { 30 } else { 120 } };
    let report = match run(&program, &tools, &plan).await {
        Ok(report) => report,
        Err(failure) => {
            say(format!("Not measured: {failure}"));
            return ExitCode::from(1);
        }
    };
    say(format!("\n{}", report.table()));
    if let Some(path) = cli.json
        && let Err(error) = std::fs::write(&path, format!("{:#}\n", report.json()))
    {
        say(format!("{}: {error}", path.display()));
        return ExitCode::from(1);
    }
    let complaints = report.complaints();
    complaints.iter().for_each(say);
    if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) }
}
