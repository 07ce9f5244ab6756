//! `callboard restore`: a house out of a backup, in a new folder, looked at before anybody enters it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use platform_backup::{BackupError, Chosen, Folder, Restored, choose, fill, recover};
use platform_db::{Db, Service};
use platform_keyring::{Keyring, MasterKey, MasterKeyFile};
use platform_storage::{Store, bring_back};
use platform_types::{Actor, Clock, Entropy, ExposeSecret as _, Timestamp};
use serde_json::json;

use crate::cli::{self, House, Start};
use crate::failure::{Failure, complain_line, say};
use crate::open::Opened;
use crate::{compose, doctor};

/// What the help says at its end.
const ABOUT: &str = "\
Nothing is overwritten: the folder named with --data-dir has to be new or empty. Settings are not in a backup: put callboard.toml into the new folder afterwards, or name it with --config. The house that was lost must not run any more: two houses would sell the same seats. Exit code 1: something is wrong with what was restored; doctor's lines say what.";

#[derive(Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Restore {
    /// The folder with the backups
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The last moment to restore, for example 2027-01-31T18:00:00Z (default: everything)
    #[arg(long, value_parser = moment, conflicts_with = "base")]
    at: Option<Timestamp>,
    /// This night alone, by its name in `callboard backup list`: for nights before the days of the log
    #[arg(long, value_name = "NAME")]
    base: Option<String>,
    /// The master key of the lost house: its file master.key, kept elsewhere
    #[arg(long, value_name = "FILE")]
    master_key: Option<PathBuf>,
    /// Go on without the master key: nothing sealed can be opened, and the house does not start before it is found
    #[arg(long, conflicts_with = "master_key")]
    without_key: bool,
    #[command(flatten)]
    house: House,
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Reads a time as it is typed.
fn moment(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "write a day and a time like 2027-01-31T18:00:00Z")
}

/// Restores a house.
pub(crate) fn run(args: Restore) -> Result<ExitCode, Failure> {
    let (config, data_dir) = (args.house.settings()?, args.house.folder()?);
    if config.database.url.is_some() {
        return Err(Failure::Refused(
            "the settings name an existing server (database.url), which is restored by its own means; `callboard backup --print-plan` prints the steps".to_owned(),
        ));
    }
    // Read while we still may: the account we become may not see the file.
    let key = match &args.master_key {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::Refused(format!("--master-key: cannot read {}: {e}", path.display())))?;
            MasterKey::from_hex(&text, "--master-key")?;
            Some(text)
        }
        None => None,
    };
    if key.is_none() && config.keys.master_key.is_none() && !args.without_key {
        return Err(Failure::Refused(
            "the master key is not in a backup: give its file with --master-key FILE (or set keys.master_key). If it is lost, --without-key restores the rest; nothing sealed opens then, and no ticket of before can be shown to be genuine".to_owned(),
        ));
    }
    let from = std::path::absolute(&args.from).map_err(Failure::io("--from"))?;
    Folder::read(&from)?;
    refuse_occupied(&data_dir)?;
    give_to_the_backups_owner(&from, &data_dir)?;
    let start = cli::prepare(&args.house)?;
    cli::block_on(restore(start, args, from, key))
}

fn refuse_occupied(data_dir: &std::path::Path) -> Result<(), Failure> {
    match std::fs::read_dir(data_dir).map(Iterator::count) {
        Ok(1..) => Err(BackupError::Occupied(data_dir.to_path_buf()).into()),
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Failure::io(format!("cannot look into {}", data_dir.display()))(e)),
        _ => Ok(()),
    }
}

/// As root: the house belongs to whom the backups belong to, who may read them.
fn give_to_the_backups_owner(from: &std::path::Path, data_dir: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    let owner = std::fs::metadata(from).map_err(Failure::io(format!("cannot look at {}", from.display())))?;
    if let Some(parent) = data_dir.parent() {
        std::fs::create_dir_all(parent).map_err(Failure::io(format!("cannot make {}", parent.display())))?;
    }
    if !data_dir.exists() {
        let made = std::fs::DirBuilder::new().mode(0o700).create(data_dir);
        made.map_err(Failure::io(format!("cannot make {}", data_dir.display())))?;
        if nix::unistd::geteuid().is_root() && owner.uid() != 0 {
            let given = std::os::unix::fs::chown(data_dir, Some(owner.uid()), Some(owner.gid()));
            given.map_err(Failure::io(format!("cannot give away {}", data_dir.display())))?;
        }
    }
    Ok(())
}

async fn restore(start: Start, args: Restore, from: PathBuf, key: Option<String>) -> Result<ExitCode, Failure> {
    let folder = Folder::read(&from)?;
    complain_line("looking at the backup …");
    let chosen = choose(&folder, args.at, args.base.as_deref()).await?;
    for skipped in &chosen.skipped {
        complain_line(&format!("damaged, not used: {skipped}"));
    }
    fill(&chosen, &start.folder, |line| complain_line(&line)).await?;
    let restored = recover(&chosen, &start.folder, |line| complain_line(&line)).await?;
    if let Some(text) = &key {
        put_key(&start.folder, text)?;
    }
    let opened = Opened::open(&start).await?;
    let found = look(&start, &opened, &folder, key.is_some() || start.config.keys.master_key.is_some()).await;
    crate::migrate::end(opened).await?;
    let found = found?;
    let findings = doctor::look(&start, true).await?;
    let fine = findings.iter().all(doctor::Finding::is_fine) && found.lacking.is_empty() && found.key != Some(false);
    if args.json {
        say(&json!({
            "fine": fine, "base": chosen.base.name, "last_commit": restored.last_commit, "log_ended_before": restored.ended_early,
            "orders": found.orders, "last_order": found.last_order, "files": found.files, "lacking_files": found.lacking,
            "master_key_opens": found.key, "skipped": chosen.skipped, "findings": doctor::as_json(&findings),
        })
        .to_string());
    } else {
        tell(&start, &chosen, &restored, &found);
        doctor::report(&findings, false);
    }
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What was found in the house that came back.
struct Found {
    orders: i64,
    last_order: Option<Timestamp>,
    files: usize,
    lacking: Vec<String>,
    /// Whether the master key opens what is sealed; none: there is no key.
    key: Option<bool>,
}

async fn look(start: &Start, opened: &Opened, folder: &Folder, has_key: bool) -> Result<Found, Failure> {
    let db = Db::new(&opened.options, Clock::system());
    let found = async {
        let mut tx = db.as_system("look at what was restored").await?;
        let (orders, last_order) =
            sqlx::query_as::<_, (i64, Option<Timestamp>)>("SELECT count(*), max(created_at) FROM orders").fetch_one(&mut *tx).await?;
        drop(tx);
        let files = compose::files_beside(start, &db)?;
        complain_line("the files come back …");
        let (files, lacking) =
            bring_back(&files, &Store::disk(&folder.files()).map_err(BackupError::from)?).await.map_err(BackupError::from)?;
        let key = if has_key { Some(opens(start, &db).await?) } else { None };
        Ok(Found { orders, last_order, files, lacking, key })
    };
    let found = found.await;
    db.close().await;
    found
}

/// Whether the key belongs to this house.
async fn opens(start: &Start, db: &Db) -> Result<bool, Failure> {
    let master = match &start.config.keys.master_key {
        Some(text) => MasterKey::from_hex(text.expose_secret(), "keys.master_key")?,
        None => MasterKeyFile::new(start.folder.join("master.key")).read_or_create(&Entropy::from_os())?,
    };
    let mut tx = db.as_service(Service::Vault, &Actor::system("look at what was restored")).await?;
    let loaded = Keyring::load(&mut tx, &master, &Entropy::from_os(), db.clock().now()).await;
    drop(tx);
    match loaded {
        Ok(_) => Ok(true),
        Err(platform_keyring::KeyringError::WrongMaster) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

fn put_key(folder: &std::path::Path, text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let path = folder.join("master.key");
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let mut file = made.map_err(Failure::io(format!("cannot make {}", path.display())))?;
    file.write_all(text.trim().as_bytes()).and_then(|()| file.sync_all()).map_err(Failure::io(format!("cannot write {}", path.display())))
}

fn tell(start: &Start, chosen: &Chosen, restored: &Restored, found: &Found) {
    let time = |at: Option<Timestamp>| at.map_or_else(|| "none".to_owned(), |at| at.to_rfc3339());
    say(&format!("Restored to {} from base {}.", start.folder.display(), chosen.base.name));
    say(&format!("  Last commit      {}", time(restored.last_commit)));
    if restored.ended_early {
        say("                   Nothing was committed between it and the moment that was asked for.");
    }
    say(&format!("  Orders           {}, the last one of {}", found.orders, time(found.last_order)));
    say(&format!("  Uploaded files   {} brought back, {} missing", found.files, found.lacking.len()));
    for key in &found.lacking {
        say(&format!("                   missing: {key}"));
    }
    let key = match found.key {
        Some(true) => "opens what is sealed",
        Some(false) => "WRONG: it is another house's; put the right one to master.key in the folder before the house starts",
        None => "not given: nothing sealed opens before it is in master.key in the folder",
    };
    say(&format!("  Master key       {key}"));
    say("  Settings         not in a backup; put callboard.toml into the folder. Without backup.folder there are no backups from here on.");
}
