//! `callboard admin`: what the person at the machine may do past the pages. Every step is in the audit.

mod allow_list;
mod people;
mod rotate_key;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use platform_types::Timestamp;

use crate::cli::{self, House};
use crate::failure::Failure;

#[derive(Subcommand)]
pub(crate) enum Admin {
    /// Change the keys: master key, data key, sign-in keys. What they protect stays readable, nobody is signed out
    RotateKey(RotateKey),
    /// Add a person whose address needs no confirmation; who exists is left as they are
    AddPerson(AddPerson),
    /// Give a person a role in an organization, or on the whole platform
    Grant(Grant),
    /// Show, replace or clear the networks from which the platform is run: the way back for whoever is locked out
    AllowList(AllowList),
    /// Remove the second factor of a person who lost their app and their recovery codes
    RemoveSecondFactor(RemoveSecondFactor),
}

#[derive(Args)]
pub(crate) struct AllowList {
    #[command(flatten)]
    house: House,
    /// Networks from now on, with commas: 192.0.2.0/24,2001:db8::/32; without it the list is shown
    #[arg(long, value_name = "NETWORKS", value_delimiter = ',', conflicts_with = "clear")]
    set: Vec<String>,
    /// From everywhere again
    #[arg(long)]
    clear: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct RemoveSecondFactor {
    #[command(flatten)]
    house: House,
    /// Whose address it is
    #[arg(long)]
    email: String,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct RotateKey {
    #[command(flatten)]
    house: House,
    /// Where the master key comes from the settings (keys.master_key): the file holding the next one, as 64 hex digits
    #[arg(long, value_name = "FILE")]
    next_master_key: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct AddPerson {
    #[command(flatten)]
    house: House,
    /// Their e-mail address
    #[arg(long)]
    email: String,
    /// What they call themselves
    #[arg(long)]
    name: String,
    /// Their language (BCP 47)
    #[arg(long, default_value = "en")]
    locale: String,
    /// Read a password from standard input; without one they sign in by a link sent to them
    #[arg(long)]
    password_stdin: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Grant {
    #[command(flatten)]
    house: House,
    /// Whose address it is
    #[arg(long)]
    email: String,
    /// The role's code, for example ATLVS_SUPER_ADMIN (an organization's owner); a wrong one lists those there are
    #[arg(long)]
    role: String,
    /// The organization's name, or its part of addresses (slug); without it the role is held on the whole platform
    #[arg(long, value_name = "NAME_OR_SLUG")]
    organization: Option<String>,
    /// Until when, for example 2027-01-31T00:00:00Z; without it for good
    #[arg(long, value_parser = moment)]
    expires: Option<Timestamp>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Reads a time as it is typed.
fn moment(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "write a day and a time like 2027-01-31T00:00:00Z")
}

/// Runs one of them.
pub(crate) fn run(command: Admin) -> Result<ExitCode, Failure> {
    match command {
        Admin::RotateKey(args) => {
            // Read while we still may: the account we become may not see the file.
            let next = args.next_master_key.as_deref().map(rotate_key::read_next).transpose()?;
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(rotate_key::rotate(start, next, args.json))
        }
        Admin::AddPerson(args) => {
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(people::add(start, people::Wanted::read(&args)?, args.json))
        }
        Admin::AllowList(args) => {
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(allow_list::allow_list(start, args.set, args.clear, args.json))
        }
        Admin::RemoveSecondFactor(args) => {
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(people::remove_second_factor(start, args.email, args.json))
        }
        Admin::Grant(args) => {
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(people::grant(start, args))
        }
    }
}
