//! For a command beside a house that may be running.

use std::path::Path;

use sqlx::Connection as _;

use crate::BackupError;
use crate::base::Order;
use crate::folder::{Folder, New};
use crate::line::{Cluster, Line, was_begun};

/// The folder for this cluster's backups. `begin`: an empty one is begun, though there were backups elsewhere before.
///
/// # Errors
/// [`BackupError`]; its messages say what to do.
pub async fn open(order: &Order, folder: &Path, begin: bool) -> Result<Folder, BackupError> {
    let mut admin = order.connect().await?;
    let house = Cluster::ask(&mut admin).await?.house;
    let new = if begin || !was_begun(&mut admin).await? { New::Begin } else { New::Refuse };
    admin.close().await?;
    Folder::open(folder, &house, new)
}

/// The stretch of the log that goes on.
///
/// # Errors
/// What keeps it from looking.
pub async fn current(order: &Order, folder: &Folder) -> Result<Option<Line>, BackupError> {
    let mut admin = order.connect().await?;
    let line = Line::current(&mut admin, folder).await?;
    admin.close().await?;
    Ok(line)
}
