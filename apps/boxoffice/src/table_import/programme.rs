//! Programmes: items of each source that a file names, and those that were made here.

use std::collections::BTreeMap;

use commons::programme::{self, Brought, Change, Delivery, ItemLink, NewItem, ProgrammeError, Source, SourceItem, TableItem, What};
use integration_interchange::{Programme, Refused, Session};
use platform_db::{DbError, Tx};
use platform_types::{Entropy, EventId, OrganizationId, ProgrammeItemId, Timestamp};
use serde_json::json;

use super::OWN;

/// What an import of a programme did, and what it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgrammeOutcome {
    /// Item by item.
    pub delivery: Delivery,
    /// Items that fit.
    pub taken: usize,
    /// What is refused: by the reader, and by the table of items.
    pub refused: Vec<Refused>,
}

impl ProgrammeOutcome {
    /// Items that are here as the file has them.
    pub fn unchanged(&self) -> usize {
        let counts = self.delivery.counts;
        self.taken.saturating_sub(counts.added + counts.changed + counts.kept)
    }
}

/// The audit's row of an import, in its transaction. An import that wrote nothing leaves none.
///
/// # Errors
/// The database's.
pub async fn note_import(
    tx: &mut Tx,
    (organization, event): (OrganizationId, EventId),
    source: &str,
    outcome: &ProgrammeOutcome,
) -> Result<(), DbError> {
    if !outcome.delivery.wrote() {
        return Ok(());
    }
    let after = json!({ "source": source, "counts": outcome.delivery.counts, "refused": outcome.refused.len() });
    let entry = platform_audit::Entry::new("programme.imported", "events").on(event.0).within(organization).after(after);
    platform_audit::record(tx, entry).await?;
    Ok(())
}

/// Brings a programme into an event, all in the caller's transaction. Items of a file of ours keep the source it names; all others
/// are of `source`. Items of sources that the file does not name are left alone.
///
/// # Errors
/// [`ProgrammeError`]; nothing of it is kept then.
pub async fn bring_programme(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    (organization, event): (OrganizationId, EventId),
    source: &str,
    read: &Programme,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<ProgrammeOutcome, ProgrammeError> {
    let mut outcome = ProgrammeOutcome { refused: read.refused.clone(), ..ProgrammeOutcome::default() };
    let mut by_source: BTreeMap<&str, Vec<SourceItem>> = BTreeMap::new();
    // A file without any item is still one of this source: what it made before is gone from it.
    if read.sessions.iter().all(|s| s.source.is_none()) {
        by_source.insert(source, Vec::new());
    }
    for session in &read.sessions {
        let item = item(session);
        match programme::misfit(&item.says) {
            Some(wrong) => outcome.refused.push(Refused::new(&item.id, wrong.field, &wrong.value, "programme.does_not_fit", wrong.reason)),
            None => by_source.entry(session.source.as_deref().unwrap_or(source)).or_default().push(item),
        }
    }
    outcome.taken = by_source.values().map(Vec::len).sum();
    let also_named: Vec<String> = outcome.refused.iter().map(|r| r.row.clone()).collect();
    let mut done = 0;
    for (name, mut items) in by_source {
        if name == OWN {
            let ours = made_here(tx, event, &mut items).await?;
            outcome.delivery.add(ours);
        }
        let source = Source { name, items: &items, also_named: &also_named };
        let delivered = programme::bring(tx, entropy, now, (organization, event), source, &mut |n| progress(done + n)).await?;
        outcome.delivery.add(delivered);
        done += items.len();
    }
    Ok(outcome)
}

/// Items that were made here and come back: what the file says now is taken over. They go out of `items`.
async fn made_here(tx: &mut Tx, event: EventId, items: &mut Vec<SourceItem>) -> Result<Delivery, ProgrammeError> {
    let all = programme::list_whole(tx, event, i64::MAX).await?;
    let ours: BTreeMap<String, &TableItem> = all.iter().filter(|i| i.origin.is_none()).map(|i| (i.id.to_string(), i)).collect();
    let mut counts = Brought::default();
    let mut changes = Vec::new();
    let mut others = Vec::new();
    for item in items.drain(..) {
        let Some(here) = ours.get(&item.id) else {
            others.push(item);
            continue;
        };
        if here.says != item.says {
            programme::update_item(tx, event, ProgrammeItemId(here.id.0), here.version, &item.says).await?;
            counts.changed += 1;
            changes.push(Change { id: item.id, title: item.says.title, what: What::Changed });
        }
    }
    *items = others;
    Ok(Delivery { counts, changes })
}

fn item(session: &Session) -> SourceItem {
    SourceItem {
        id: session.id.clone(),
        entry: session.entry.clone(),
        position: session.position,
        says: NewItem {
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            title: session.title.clone(),
            description: session.description.clone(),
            stage: session.room.clone(),
            track: session.track.clone(),
            people: session.persons.clone(),
            links: session.links.iter().map(|l| ItemLink { url: l.url.clone(), label: l.label.clone() }).collect(),
            language: session.language.clone(),
        },
    }
}
