//! `callboard admin rotate-key`.

use std::path::Path;
use std::process::ExitCode;

use platform_auth::keys::AuthKeys;
use platform_db::{Db, Service};
use platform_keyring::{Keyring, MasterKey, MasterKeyFile};
use platform_types::{Actor, Clock, Entropy, ExposeSecret};
use serde_json::json;

use crate::cli::Start;
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::sql;

/// The next master key out of its file.
pub(super) fn read_next(path: &Path) -> Result<MasterKey, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::io(format!("cannot read {}", path.display())))?;
    Ok(MasterKey::from_hex(text.trim(), "--next-master-key")?)
}

/// A new master key, a new data key, new keys for sign-in. A crash at any moment leaves a house that opens:
/// the next master key lies beside the old one until the database holds nothing that needs the old one.
pub(super) async fn rotate(start: Start, next: Option<MasterKey>, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let worked = rotate_in(&start, &opened, next, as_json).await;
    ended(opened, worked).await
}

async fn rotate_in(start: &Start, opened: &Opened, next: Option<MasterKey>, as_json: bool) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, Clock::system());
    let entropy = Entropy::from_os();
    let from_settings = start.config.keys.master_key.is_some();
    match (&start.config.keys.master_key, next) {
        (Some(text), Some(next)) => {
            let old = MasterKey::from_hex(text.expose_secret(), "keys.master_key")?;
            rewrap(&db, &entropy, &old, &next).await?;
        }
        (Some(_), None) => {
            return Err(Failure::Refused(
                "the master key comes from keys.master_key; put the next one into a file (64 hex digits, for example from `openssl rand -hex 32`) and give it with --next-master-key FILE".to_owned(),
            ));
        }
        (None, Some(_)) => {
            return Err(Failure::Refused(
                "--next-master-key is for a master key from the settings; this house keeps its own in master.key and makes the next one itself"
                    .to_owned(),
            ));
        }
        (None, None) => {
            let file = MasterKeyFile::new(start.folder.join("master.key"));
            // Ends a change that a crash left unfinished before it begins another.
            let mut tx = vault(&db).await?;
            let (_, old) = Keyring::load_with_file(&mut tx, &file, &entropy, db.clock().now()).await?;
            tx.commit().await?;
            let next = file.stage(&entropy)?;
            rewrap(&db, &entropy, &old, &next).await?;
            file.adopt_staged()?;
        }
    }
    db.close().await;
    tell(from_settings, as_json);
    Ok(())
}

/// Everything in one transaction: data keys wrapped anew, sign-in keys replaced, a data key added, one line in the audit.
async fn rewrap(db: &Db, entropy: &Entropy, old: &MasterKey, next: &MasterKey) -> Result<(), Failure> {
    let now = db.clock().now();
    let mut tx = vault(db).await?;
    let ring = Keyring::load(&mut tx, old, entropy, now).await?;
    ring.rewrap(&mut tx, old, next).await?;
    // Before the new data key: programs that run know only the old one, and have to open these.
    AuthKeys::rotate(&mut tx, &ring, entropy, now).await?;
    ring.rotate(&mut tx, next, now).await?;
    platform_audit::record(&mut tx, platform_audit::Entry::new("keys.rotated", "keyring")).await?;
    tx.commit().await?;
    Ok(())
}

async fn vault(db: &Db) -> Result<platform_db::Tx, Failure> {
    Ok(db.as_service(Service::Vault, &Actor::system("rotate keys")).await?)
}

fn tell(from_settings: bool, as_json: bool) {
    if as_json {
        say(&json!({ "rotated": ["master", "data", "sign_in"], "settings_must_change": from_settings }).to_string());
        return;
    }
    say("The master key, the data key and the sign-in keys are new.");
    if from_settings {
        say("Set keys.master_key to the next key before the program starts again: the old one opens nothing any more.");
    }
    say("Running programs take up the new sign-in keys within two minutes; restart them to take up the data key.");
}
