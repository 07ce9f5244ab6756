//! For a command beside a house that may be running.

use std::path::Path;

use sqlx::Connection as _;

use crate::BackupError;
use crate::base::Order;
use crate::folder::Folder;
use crate::line::{Cluster, Line};

/// The folder for this cluster's backups. `begin`: an empty one is begun, though there were backups elsewhere before.
///
/// # Errors
/// [`BackupError`]; its messages say what to do.
pub async fn open(order: &Order, folder: &Path, begin: bool) -> Result<Folder, BackupError> {
    let mut admin = order.connect().await?;
    let house = Cluster::ask(&mut admin).await?.house;
    admin.close().await?;
    order.open(folder, &house, begin)
}

/// The stretch of the log that is being received, if one is.
///
/// # Errors
/// What keeps it from looking.
pub async fn current(order: &Order, folder: &Folder) -> Result<Option<Line>, BackupError> {
    let mut admin = order.connect().await?;
    let line = Line::current(&mut admin, folder).await?;
    admin.close().await?;
    // One that nothing of was received yet is waited for by nobody.
    Ok(match line {
        Some(line) if line.held()?.last().is_some() => Some(line),
        _ => None,
    })
}
