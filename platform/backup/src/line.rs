//! A stretch of the log without a gap.

use std::fs;
use std::path::PathBuf;

use platform_types::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::BackupError;
use crate::folder::{Folder, make, moments, name_of, read_json, write_json};
use crate::segments::{Held, Segment};

/// Of the slots that keep for us what we have not received. What follows is the stretch's name: a slot that is gone ends it.
const SLOT: &str = "callboard_backup_";
const ABOUT: &str = "line.json";

/// One stretch: its folder is filled by one slot of one cluster on one timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The moment it began, as in its folder's name.
    pub name: String,
    /// Its folder.
    pub path: PathBuf,
    /// The cluster's timeline.
    pub timeline: u32,
}

#[derive(Serialize, Deserialize)]
struct About {
    house: String,
    timeline: u32,
    begun: Timestamp,
}

/// What the cluster says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    /// PostgreSQL's own number of it.
    pub house: String,
    pub timeline: u32,
}

impl Cluster {
    pub async fn ask(admin: &mut PgConnection) -> Result<Self, sqlx::Error> {
        let (house, file) = sqlx::query_as::<_, (String, String)>(
            "SELECT system_identifier::text, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()",
        )
        .fetch_one(admin)
        .await?;
        let timeline = Segment::parse(&file).map_or(0, |segment| segment.timeline);
        Ok(Self { house, timeline })
    }
}

/// Slots of ours, and whether what they keep is still there.
async fn slots(admin: &mut PgConnection) -> Result<Vec<(String, bool)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT slot_name::text, coalesce(wal_status, 'lost') <> 'lost' FROM pg_replication_slots
         WHERE starts_with(slot_name::text, $1) AND slot_type = 'physical' ORDER BY 1",
    )
    .bind(SLOT)
    .fetch_all(admin)
    .await
}

impl Line {
    /// The slot that keeps for it what was not received yet.
    pub(crate) fn slot(&self) -> String {
        format!("{SLOT}{}", self.name)
    }

    /// Those in the folder, oldest first.
    pub(crate) fn all(folder: &Folder) -> Result<Vec<Self>, BackupError> {
        let mut all = Vec::new();
        for name in moments(&folder.lines())? {
            let path = folder.lines().join(&name);
            if path.join(ABOUT).is_file() {
                let about: About = read_json(&path.join(ABOUT))?;
                all.push(Self { name, path, timeline: about.timeline });
            }
        }
        Ok(all)
    }

    /// The one that goes on, if there is one.
    pub(crate) async fn current(admin: &mut PgConnection, folder: &Folder) -> Result<Option<Self>, BackupError> {
        let cluster = Cluster::ask(admin).await?;
        let kept: Vec<String> = slots(admin).await?.into_iter().filter(|(_, kept)| *kept).map(|(name, _)| name).collect();
        let goes_on = |line: &Self| kept.contains(&line.slot()) && line.timeline == cluster.timeline;
        Ok(Self::all(folder)?.into_iter().rev().find(goes_on))
    }

    /// The one that goes on, else a new one from here.
    pub(crate) async fn obtain(admin: &mut PgConnection, folder: &Folder, now: Timestamp) -> Result<Self, BackupError> {
        if let Some(line) = Self::current(admin, folder).await? {
            return Ok(line);
        }
        Self::begin(admin, folder, now).await
    }

    /// A new one. The slots of those before let go of what they kept.
    pub(crate) async fn begin(admin: &mut PgConnection, folder: &Folder, now: Timestamp) -> Result<Self, BackupError> {
        let cluster = Cluster::ask(admin).await?;
        let name = name_of(now);
        let path = folder.lines().join(&name);
        make(&path)?;
        write_json(&path.join(ABOUT), &About { house: cluster.house, timeline: cluster.timeline, begun: now })?;
        let line = Self { name, path, timeline: cluster.timeline };
        for (slot, _) in slots(admin).await? {
            free(admin, &slot).await?;
            sqlx::query("SELECT pg_drop_replication_slot($1)").bind(&slot).execute(&mut *admin).await?;
        }
        sqlx::query("SELECT pg_create_physical_replication_slot($1, true)").bind(line.slot()).execute(&mut *admin).await?;
        tracing::info!(line = line.name, "a new stretch of the log begins in the backup");
        Ok(line)
    }

    /// Whether its folder still is.
    pub(crate) fn is_there(&self) -> bool {
        self.path.join(ABOUT).is_file()
    }

    /// What of it is there.
    pub(crate) fn held(&self) -> Result<Held, BackupError> {
        Held::look(&self.path)
    }

    /// Removes whole files before this one; how many.
    pub(crate) fn cut(&self, before: Segment) -> Result<usize, BackupError> {
        let old: Vec<Segment> = self.held()?.whole.into_iter().filter(|segment| *segment < before).collect();
        for segment in &old {
            let path = self.path.join(segment.name());
            fs::remove_file(&path).map_err(BackupError::system("remove", &path))?;
        }
        Ok(old.len())
    }
}

/// Ends whoever reads through this slot: the receiver of a server that was killed goes on by itself.
pub(crate) async fn free(admin: &mut PgConnection, slot: &str) -> Result<(), sqlx::Error> {
    for _ in 0..100 {
        let reader: Option<Option<i32>> = sqlx::query_scalar("SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1")
            .bind(slot)
            .fetch_optional(&mut *admin)
            .await?;
        let Some(Some(pid)) = reader else { return Ok(()) };
        sqlx::query("SELECT pg_terminate_backend($1, 5000)").bind(pid).execute(&mut *admin).await?;
    }
    Ok(())
}
