//! `callboard`: the command line and the composition root.

mod account;
mod admin;
mod audit;
mod backup;
mod cli;
mod compose;
mod demo;
mod dev;
mod doctor;
mod errors;
mod export;
mod failure;
mod gallery;
mod import;
mod language;
mod migrate;
mod open;
mod open_files;
mod organization;
mod palette;
mod presentation;
mod reference;
mod serve;
mod simulate;
mod sql;
mod texts;
mod well_known;
pub mod whole;

use std::process::ExitCode;

use clap::Parser;

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    let arguments = cli::Cli::parse();
    match cli::run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            failure::complain(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
