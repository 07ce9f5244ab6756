//! `callboard dev`: what helps on a desk and is no part of running a house.

mod authority;
mod phone;
mod tls;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::account;
use crate::cli;
use crate::failure::Failure;

#[derive(Subcommand)]
pub(crate) enum Dev {
    /// Make a local certificate authority and a certificate, so that phones may use their camera on this machine's pages
    Tls(Tls),
}

#[derive(Args)]
pub(crate) struct Tls {
    /// Folder of the house's data; the files go into its folder tls
    #[arg(long, env = "CALLBOARD_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Another name or address of this machine (localhost, its host name and its addresses are known)
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// Show a QR code under which a phone finds the authority to install, until Ctrl-C
    #[arg(long)]
    phone: bool,
    /// Port for --phone
    #[arg(long, default_value_t = 8081)]
    phone_port: u16,
    /// Report as JSON
    #[arg(long, conflicts_with = "phone")]
    json: bool,
}

/// Runs it.
pub(crate) fn run(command: Dev) -> Result<ExitCode, Failure> {
    let Dev::Tls(args) = command;
    let folder = cli::folder(args.data_dir.as_ref())?;
    account::leave_root(&folder)?;
    let made = tls::make(&folder.join("tls"), &args.name)?;
    tls::tell(&made, args.json);
    if args.phone { cli::block_on(phone::show(made, args.phone_port)) } else { Ok(ExitCode::SUCCESS) }
}
