//! `callboard`: the command line and the composition root.

mod account;
mod cli;
mod compose;
mod demo;
mod doctor;
mod failure;
mod import;
mod migrate;
mod open;
mod presentation;
mod serve;
mod simulate;
mod sql;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    match cli::run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            failure::complain(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}
