//! Backups of a house with a private cluster: what is kept, how it is checked, and how it comes back.
//!
//! Owns no table; owns the folder that the setting `backup.folder` names:
//!
//! ```text
//! callboard-backup.json     whose backups these are
//! base/<moment>/data        the whole cluster as of one night, by pg_basebackup, with the log it needs to open
//! base/<moment>/base.json, files.json, verified.json
//! log/<moment>/             a stretch of the database's log without a gap, by pg_receivewal
//! files/<house>/<file>/…    uploaded files, as in the store
//! ```
//!
//! Invariants:
//! - **No answered commit is lost with the machine.** While the log is received, a commit waits until `pg_receivewal` has
//!   flushed it to the backup's disk (`synchronous_standby_names`): `archive_command` would lose what was committed since the
//!   last whole segment. When the backup is away the house goes on without waiting, and says so ([`Keeper`]: health page,
//!   log; `callboard doctor`). Then what was committed meanwhile is in one place only.
//! - **A backup that is away fills no disk.** What was not received is kept by a slot, up to `max_slot_wal_keep_size` (1 GB);
//!   beyond that a new stretch begins, with a base of its own.
//! - **Every file that a restored row names is there.** An upload lies in the copies before its row becomes `stored`
//!   (`platform_storage::Copies`); a base is taken after everything older was copied. A copy that failed is logged and made up
//!   for within minutes; until then its bytes are in one place only.
//! - **A folder that lost its disk is not taken for an empty one.** It is never made, and begun anew only when asked for.
//! - The master key is not in it. Whoever finds a backup opens no secret; whoever lost the key does not either.
//!
//! # What is kept
//!
//! The first product's documents ("Disaster Recovery / Backup Strategy") keep the database daily for 30 days, file storage daily
//! for 90, and logs continuously for 7. So here: a base every night for 30 days; a removed file for 90 days more; and
//! the database's log, which is what is written continuously, so that any moment of the last 7 days can be
//! restored. The program's own log lines go to standard error, and are kept by whoever runs the service.

mod base;
mod beside;
mod error;
mod folder;
mod health;
mod keep;
mod keeper;
mod line;
mod restore;
mod segments;
mod verify;

pub use base::{About, Base, Order, take};
pub use beside::{current, open};
pub use error::BackupError;
pub use folder::Folder;
pub use keep::{Kept, prune};
pub use keeper::{Keeper, RECEIVER, State};
pub use line::Line;
pub use restore::{Chosen, Restored, choose, fill, recover};
pub use verify::{Checked, any_moment_since, check, log_has_base};
