//! `callboard backup`: what is kept elsewhere, and whether it is whole. `callboard restore` is in [`restore`].

mod plan;
pub(crate) mod restore;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use nix::unistd::geteuid;
use platform_backup::{Base, Checked, Folder, Keeper, Order, check, prune};
use platform_db::Db;
use platform_db::embedded::Tools;
use platform_storage::Files;
use platform_types::Clock;
use serde_json::json;

use crate::cli::{self, House, Start};
use crate::compose;
use crate::failure::{Failure, complain_line, say};
use crate::migrate::ended;
use crate::open::Opened;

/// What the help says at its end.
const ABOUT: &str = "\
`callboard serve` does this by itself every night, and receives the database's log all the time, when backup.folder is set. The master key (master.key or keys.master_key) and the settings are NOT in a backup: keep them elsewhere, or nothing sealed opens again. Exit code 1: a backup is damaged or could not be taken.";

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, after_help = ABOUT)]
pub(crate) struct Backup {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    house: House,
    /// Print what has to be done for this configuration, step by step, and do nothing: for managed servers
    #[arg(long)]
    print_plan: bool,
    /// Begin in an empty folder though this house has kept backups elsewhere before
    #[arg(long)]
    begin: bool,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum What {
    /// The bases there are, and since when any moment can be restored
    List(Look),
    /// Read every byte of every base, of the log and of the uploaded files
    Verify(Look),
}

#[derive(Args)]
struct Look {
    #[command(flatten)]
    house: House,
    /// The folder with the backups (default: the setting backup.folder)
    #[arg(long, value_name = "FOLDER")]
    from: Option<PathBuf>,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Runs one of them.
pub(crate) fn run(args: Backup) -> Result<ExitCode, Failure> {
    match args.what {
        Some(What::List(look)) => list(&look),
        Some(What::Verify(look)) => {
            let folder = looked_at(&look)?;
            cli::block_on(verify(folder, look.json))
        }
        None if args.print_plan => {
            say(&plan::plan(&args.house.settings()?, &args.house.folder()?));
            Ok(ExitCode::SUCCESS)
        }
        None => {
            let config = args.house.settings()?;
            if config.database.url.is_some() {
                return Err(Failure::Refused(
                    "the database is an existing server (database.url), which is backed up by its own means; `callboard backup --print-plan` prints the steps".to_owned(),
                ));
            }
            let Some(folder) = config.backup.folder else {
                return Err(Failure::Refused(
                    "backup.folder is not set: name an existing folder on another disk or machine, in callboard.toml ([backup] folder = \"/mnt/backup/callboard\") or as CALLBOARD_BACKUP__FOLDER".to_owned(),
                ));
            };
            let start = cli::prepare_existing(&args.house)?;
            cli::block_on(once(start, folder, args.begin, args.json))
        }
    }
}

/// As root, gives an empty folder of root's to the account that will write there.
pub(crate) fn hand_over(folder: &Path, data_dir: &Path) {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(found) = std::fs::metadata(folder) else { return };
    let empty = || std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if !geteuid().is_root() || found.uid() != 0 || !found.is_dir() || !empty() {
        return;
    }
    if let Some(owner) = crate::account::account_of(data_dir) {
        // What keeps it from it is told by whoever wants to write there.
        let _ = nix::unistd::chown(folder, Some(owner.uid), Some(owner.gid));
        let _ = std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700));
    }
}

/// The keeper of a house with a private cluster and a folder for backups.
pub(crate) fn keeper(start: &Start, opened: &Opened, files: &Files) -> Option<Keeper> {
    let days = &start.config.backup;
    let folder = days.folder.clone().filter(|_| opened.cluster.is_some())?;
    Some(Keeper::new(days, folder, files.clone(), Clock::system()))
}

async fn once(start: Start, folder: PathBuf, begin: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let mut told = None;
    let worked = take_one(&start, &opened, &folder, begin).await.map(|base| told = Some(base));
    let code = ended(opened, worked).await?;
    if let Some((base, gone)) = told {
        if as_json {
            say(&json!({ "base": summary(&base), "removed_bases": gone, "master_key_is_in_it": false }).to_string());
        } else {
            say(&format!(
                "Base {} of {} MiB with {} uploaded files was taken and checked; {gone} old ones removed.",
                base.name,
                base.about.size >> 20,
                base.about.files
            ));
            say(KEYS);
        }
    }
    Ok(code)
}

/// What is not in a backup.
const KEYS: &str = "The master key and the settings (master.key, callboard.toml) are not in it: keep a copy of both elsewhere.";

async fn take_one(start: &Start, opened: &Opened, folder: &Path, begin: bool) -> Result<(Base, usize), Failure> {
    let order = Order { tools: Tools::find(&start.folder, None)?, admin: opened.admin().clone(), data_dir: start.folder.clone() };
    let folder = platform_backup::open(&order, folder, begin).await?;
    let db = Db::new(&opened.options, Clock::system());
    let files = compose::files_beside(start, &db)?;
    let clock = Clock::system();
    let taken = async {
        let line = platform_backup::current(&order, &folder).await?;
        let mut base = platform_backup::take(&order, &folder, line.as_ref(), &files, &clock, |line| complain_line(&line)).await?;
        complain_line("checking …");
        base.verify(clock.now()).await?;
        let kept = prune(&folder, &start.config.backup, line.as_ref(), &files, clock.now()).await?;
        Ok((base, kept.bases))
    };
    let taken = taken.await;
    db.close().await;
    taken
}

/// The folder that was named or set. Reading needs no house, which may be lost; where there is one, its account reads.
fn looked_at(look: &Look) -> Result<Folder, Failure> {
    let path = match &look.from {
        Some(path) => std::path::absolute(path).map_err(Failure::io("--from"))?,
        None => look
            .house
            .settings()?
            .backup
            .folder
            .ok_or_else(|| Failure::Refused("backup.folder is not set; name the folder with the backups: --from FOLDER".to_owned()))?,
    };
    leave_root_for(&path)?;
    Ok(Folder::read(&path)?)
}

/// As root, becomes whoever the backups belong to.
fn leave_root_for(path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt as _;
    if std::fs::metadata(path).is_ok_and(|found| found.uid() != 0) {
        crate::account::leave_root(path)?;
    }
    Ok(())
}

fn list(look: &Look) -> Result<ExitCode, Failure> {
    let folder = looked_at(look)?;
    let bases = Base::all(&folder)?;
    let from = platform_backup::any_moment_since(&folder)?;
    if look.json {
        let list: Vec<_> = bases.iter().map(summary).collect();
        say(&json!({ "folder": folder.path(), "bases": list, "any_moment_since": from }).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    for base in &bases {
        let checked = if base.verified.is_some() { "checked" } else { "not checked" };
        let about = &base.about;
        say(&format!("{}  {:>8} MiB  {:>6} files  PostgreSQL {}  {checked}", base.name, about.size >> 20, about.files, about.postgres));
    }
    match from {
        Some(from) => say(&format!("Any moment since {} can be restored, with --at.", from.to_rfc3339())),
        None => say("No moment can be restored from the log; the bases above alone, with --base."),
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(base: &Base) -> serde_json::Value {
    let about = &base.about;
    json!({
        "name": base.name, "started": about.started, "finished": about.finished, "bytes": about.size, "files": about.files,
        "postgres": about.postgres, "version": about.version, "verified": base.verified,
    })
}

async fn verify(folder: Folder, as_json: bool) -> Result<ExitCode, Failure> {
    let Checked { bases, segments, files, wrong } = check(&folder, Clock::system().now(), |line| complain_line(&line)).await?;
    if as_json {
        say(&json!({ "fine": wrong.is_empty(), "bases": bases, "log_files": segments, "files": files, "wrong": wrong }).to_string());
    } else {
        for wrong in &wrong {
            say(&format!("WRONG  {wrong}"));
        }
        say(&format!("{bases} bases, {segments} files of the log and {files} uploaded files are whole; {} are not.", wrong.len()));
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
