//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use platform_config::{Config, Sources};
use platform_db::embedded::has_cluster;

use crate::admin::{self, Admin};
use crate::audit::{self, Audit};
use crate::backup::{self, Backup, restore};
use crate::dev::{self, Dev};
use crate::failure::Failure;
use crate::{account, demo, doctor, export, import, migrate, serve, simulate};

/// Runs the whole house of anyone who hosts people.
#[derive(Parser)]
#[command(name = "callboard", version, about, long_about = None)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests (starts the private database when no other is configured)
    Serve(House),
    /// Bring the database to what this program expects
    Migrate(Migrate),
    /// Make a demo house and serve it, with the payment simulator beside it
    Demo(Demo),
    /// Take listings, events, venues and programmes of others in
    #[command(subcommand)]
    Import(import::Import),
    /// Give venues, events or a programme out, as files that come in again
    Export(export::Export),
    /// Programs that stand in for services of others
    #[command(subcommand)]
    Simulate(Simulate),
    /// What the person at the machine may do past the pages
    #[command(subcommand)]
    Admin(Admin),
    /// The audit against its seals
    #[command(subcommand)]
    Audit(Audit),
    /// Take a backup now, look at those there are, check them
    Backup(Backup),
    /// Make a house out of a backup, in a new folder
    Restore(restore::Restore),
    /// Help on a developer's desk
    #[command(subcommand)]
    Dev(Dev),
    /// Say what is wrong with an installation and how to mend it
    Doctor(Doctor),
}

/// Where the house lives.
#[derive(Args, Clone, Debug)]
pub(crate) struct House {
    /// Folder of the house's data (root: /var/lib/callboard, else ~/.local/share/callboard)
    #[arg(long, env = "CALLBOARD_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Settings file (default: callboard.toml in the data folder)
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Address and port to listen on
    #[arg(long)]
    pub listen: Option<SocketAddr>,
    /// Certificate chain (PEM); with --tls-key
    #[arg(long, requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM); with --tls-cert
    #[arg(long, requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
}

#[derive(Args)]
struct Migrate {
    #[command(flatten)]
    house: House,
    /// Print what an administrator of a managed server must run once, and change nothing
    #[arg(long)]
    print_admin_sql: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Demo {
    #[command(flatten)]
    house: House,
    /// How much a new house is filled with
    #[arg(long, value_enum, default_value_t)]
    season: demo::Size,
}

#[derive(Subcommand)]
enum Simulate {
    /// A payment provider without real money
    Payments(simulate::Payments),
}

#[derive(Args)]
struct Doctor {
    #[command(flatten)]
    house: House,
    /// Also check every invariant of the data
    #[arg(long)]
    invariants: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

impl House {
    /// The folder, given or usual.
    pub(crate) fn folder(&self) -> Result<PathBuf, Failure> {
        folder(self.data_dir.as_ref())
    }

    /// Settings from every source, the command line last.
    pub(crate) fn settings(&self) -> Result<Config, Failure> {
        let mut flags = Vec::new();
        if let Some(listen) = self.listen {
            flags.push(("server.listen", listen.to_string(), "--listen"));
        }
        if let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) {
            flags.push(("server.tls_cert", cert.display().to_string(), "--tls-cert"));
            flags.push(("server.tls_key", key.display().to_string(), "--tls-key"));
        }
        let file = match &self.config {
            Some(path) => (path.clone(), true),
            None => (self.folder()?.join("callboard.toml"), false),
        };
        let environment = std::env::vars_os().filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?))).collect();
        let sources = Sources { file: Some(file), environment, flags };
        Ok(Config::load(&sources)?)
    }
}

/// The folder of a house's data, given or usual.
pub(crate) fn folder(given: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    match given {
        Some(dir) => std::path::absolute(dir).map_err(Failure::io("the data folder")),
        None => Ok(platform_db::embedded::default_data_dir()?),
    }
}

/// Runs one command.
pub(crate) fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let plan = std::env::var("CALLBOARD_FAILPOINTS").unwrap_or_default();
    if !plan.is_empty() {
        platform_types::failpoint::arm(&plan).map_err(Failure::Refused)?;
    }
    match cli.command {
        Command::Serve(house) => {
            let start = prepare_existing(&house)?;
            block_on(serve::serve(start))
        }
        Command::Demo(args) => {
            let start = prepare(&args.house)?;
            block_on(demo::demo(start, args.season))
        }
        Command::Migrate(args) => {
            let start = prepare(&args.house)?;
            block_on(migrate::migrate(start, args.print_admin_sql, args.json))
        }
        Command::Admin(command) => admin::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Backup(args) => backup::run(args),
        Command::Restore(args) => restore::run(args),
        Command::Dev(command) => dev::run(command),
        Command::Import(import::Import::Lcsd(args)) => {
            // Opened before root is left: the files may be readable, and the report's folder writable, for root alone.
            let files = import::Files::open(&args)?;
            let start = prepare_existing(&args.house)?;
            block_on(import::lcsd(start, args, files))
        }
        Command::Import(import::Import::Venues(args)) => import_table(args, import::Kind::Venues),
        Command::Import(import::Import::Events(args)) => import_table(args, import::Kind::Events),
        Command::Export(args) => {
            let output = export::Output::open(&args)?;
            let start = prepare_existing(&args.house)?;
            block_on(export::export(start, args, output))
        }
        Command::Import(import::Import::Programme(args)) => {
            let files = import::ProgrammeFiles::open(&args)?;
            let start = prepare_existing(&args.house)?;
            block_on(import::programme(start, args, files))
        }
        Command::Simulate(Simulate::Payments(args)) => block_on(simulate::payments(args)),
        Command::Doctor(args) => {
            let start = prepare_existing(&args.house)?;
            block_on(doctor::doctor(start, args.invariants, args.json))
        }
    }
}

fn import_table(args: import::TableFile, kind: import::Kind) -> Result<ExitCode, Failure> {
    let files = import::TableFiles::open(&args, kind)?;
    let start = prepare_existing(&args.house)?;
    block_on(import::table(start, args, files))
}

/// What a command starts from: settings read, files of root's read, root left behind.
pub(crate) struct Start {
    pub config: Config,
    pub folder: PathBuf,
    pub tls: Option<Pem>,
}

impl Start {
    /// The same for a part of the work that answers nobody.
    pub(crate) fn beside(&self) -> Self {
        Self { config: self.config.clone(), folder: self.folder.clone(), tls: None }
    }
}

/// Certificate and key, read while we still could.
pub(crate) struct Pem {
    pub cert: Vec<u8>,
    pub key: Vec<u8>,
}

/// Reads settings and root's files, then leaves root behind.
pub(crate) fn prepare(house: &House) -> Result<Start, Failure> {
    with(house.settings()?, house.folder()?)
}

/// The same for what needs a house that is there: a mistyped folder is refused, and nothing is made in it.
pub(crate) fn prepare_existing(house: &House) -> Result<Start, Failure> {
    let (config, folder) = (house.settings()?, house.folder()?);
    if config.database.url.is_none() && !has_cluster(&folder) {
        return Err(Failure::Refused(format!(
            "there is no house in {}: its database was never made there. Name the right folder with --data-dir, or make a house with `callboard migrate` or `callboard demo`",
            folder.display()
        )));
    }
    with(config, folder)
}

fn with(config: Config, folder: PathBuf) -> Result<Start, Failure> {
    let tls = match &config.server.tls {
        Some(tls) => {
            let read = |path: &PathBuf| std::fs::read(path).map_err(Failure::io(format!("cannot read {}", path.display())));
            Some(Pem { cert: read(&tls.cert)?, key: read(&tls.key)? })
        }
        None => None,
    };
    if let Some(backups) = &config.backup.folder {
        backup::hand_over(backups, &folder);
    }
    account::leave_root(&folder)?;
    Ok(Start { config, folder, tls })
}

/// Runs a command's work to its end.
pub(crate) fn block_on(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    // The one TLS stack's provider, for whoever opens a connection first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::io("cannot start the runtime"))?;
    runtime.block_on(work)
}
