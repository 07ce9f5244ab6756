//! What a file does to a running order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use commons::programme::{self, Change, Entry, ProgrammeError, What};
use integration_interchange::{FileError, Limits, Read, Refused, recognise_programme};
use platform_db::Tx;
use platform_types::{Entropy, Timestamp, Zone};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::queries::Upload;
use crate::console::access::Desk;
use crate::table_import::{bring_programme, note_import};

/// Rows of a file: what is looked at in a request is brought in in a request. The largest programme at hand has 943.
const ROWS: usize = 20_000;

/// Bytes of all texts of a file, those of repeating entries once for each time.
const TOLD: usize = 32 << 20;

/// Items that a preview shows as they will look.
const FIRST: i64 = 12;

/// What a file does, or did. Kept with it once it is in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// What it was recognised as: `icalendar`, `frab_xml`, `frab_json`, `table`.
    pub format: String,
    /// What it calls itself.
    pub title: String,
    /// Items that fit.
    pub taken: usize,
    /// Of these, new here.
    pub added: usize,
    /// Of these, said otherwise here.
    pub changed: usize,
    /// Of these, here as the file has them.
    pub unchanged: usize,
    /// Items that it does not have any more.
    pub removed: usize,
    /// Items left alone, because somebody changed or removed them here.
    pub kept: usize,
    /// What is refused, row by row.
    pub refused: Vec<RefusedRow>,
    /// Columns of a table that nothing is read from.
    #[serde(default)]
    pub unread: Vec<String>,
    /// Titles of what the file itself calls cancelled.
    pub left_out: Vec<String>,
    /// Items that are not new and not as they were.
    pub changes: Vec<Touched>,
}

/// A row that is refused, or one of its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Its id in the file, or its place there.
    pub row: String,
    /// Which field.
    pub field: String,
    /// Its value, shortened.
    pub value: String,
    /// Stable code.
    pub code: String,
    /// Why, and what would be right.
    pub reason: String,
}

impl From<&Refused> for RefusedRow {
    fn from(r: &Refused) -> Self {
        Self { row: r.row.clone(), field: r.field.clone(), value: r.value.clone(), code: r.code.to_owned(), reason: r.reason.clone() }
    }
}

/// An item that was here before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Its title.
    pub title: String,
    /// What happens with it.
    pub how: How,
}

/// What happens with an item that was here before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The file says something else.
    Changed,
    /// The file does not have it any more.
    Removed,
    /// It stays as somebody left it here.
    Kept,
}

impl Summary {
    /// Whether anything is written.
    pub fn writes(&self) -> bool {
        self.added + self.changed + self.removed > 0
    }
}

/// What an import does, before it is kept or taken back.
#[derive(Clone, Debug)]
pub struct Look {
    /// In figures and rows.
    pub summary: Summary,
    /// How the running order begins then.
    pub first: Vec<Entry>,
    /// How many items it has then.
    pub total: i64,
    /// Marks all that is said here, and the running order it is said of: another mark, another outcome.
    pub seen: String,
}

/// Reads a file beside the requests: a large one takes a while.
pub async fn read(bytes: Vec<u8>, zone: Zone) -> Result<Result<Read, FileError>, tokio::task::JoinError> {
    tokio::task::spawn_blocking(move || recognise_programme(&bytes, zone, &Limits { rows: ROWS, told_bytes: TOLD, ..Limits::default() }))
        .await
}

/// Brings the file in and says what that did. The caller keeps the transaction or takes it back.
pub async fn bring(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    desk: &Desk,
    upload: &Upload,
    read: &Read,
) -> Result<Look, ProgrammeError> {
    let place = (desk.event.organization, desk.event.id);
    let before = programme::revision(tx, place.1).await?;
    let outcome = bring_programme(tx, entropy, now, place, &upload.source, &read.programme, &mut |_| ()).await?;
    note_import(tx, place, &upload.source, &outcome).await?;
    // The database answers in whatever order it wrote.
    let mut changes = outcome.delivery.changes.clone();
    changes.sort_by(|a, b| (&a.title, &a.id).cmp(&(&b.title, &b.id)));
    let mark = format!("{before:?} {:?} {} {} {changes:?} {:?}", upload.sha256, upload.source, desk.event.zone.name(), outcome.refused);
    let counts = outcome.delivery.counts;
    let summary = Summary {
        format: read.is.code().to_owned(),
        title: read.programme.title.clone(),
        taken: outcome.taken,
        added: counts.added,
        changed: counts.changed,
        unchanged: outcome.unchanged(),
        removed: counts.removed,
        kept: counts.kept,
        refused: outcome.refused.iter().map(RefusedRow::from).collect(),
        unread: read.unread.clone(),
        left_out: read.programme.left_out.iter().map(|row| row.title.clone()).collect(),
        changes: changes.iter().filter_map(touched).collect(),
    };
    Ok(Look {
        summary,
        first: programme::list_entries(tx, place.1, FIRST).await?,
        total: programme::count_entries(tx, place.1).await?,
        seen: URL_SAFE_NO_PAD.encode(Sha256::digest(mark.as_bytes())),
    })
}

fn touched(change: &Change) -> Option<Touched> {
    let how = match change.what {
        What::Added => return None,
        What::Changed => How::Changed,
        What::Removed => How::Removed,
        What::Kept => How::Kept,
    };
    Some(Touched { title: change.title.clone(), how })
}
