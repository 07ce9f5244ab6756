//! The import itself: in batches, each of which is whole or not there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use commons::events::{self, EventError};
use commons::venues::{self, ImportedVenue};
use platform_db::{Db, DbError, Tx};
use platform_payments::PaymentProvider;
use platform_types::{Entropy, Money, OrganizationId, VenueId};

use super::check::refusals;
use super::decide::{Known, Step, steps_of};
use super::wanted::{Terms, Wanted, events_of};
use super::{ListedEntry, ListedVenue, Listing, Outcome, queries, write};
use crate::catalogue::{CatalogueError, OffersError};
use crate::console::events::refusal_of;

/// Entries whose events are written in one transaction.
const BATCH: usize = 50;

/// Why an import ended early. What was committed before stays, and the next import goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The events' rules.
    #[error(transparent)]
    Event(#[from] EventError),
    /// The ticket types' rules.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// A price cannot be computed.
    #[error(transparent)]
    Offers(#[from] OffersError),
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for ImportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Entries done.
    pub entries: usize,
    /// Of so many.
    pub of: usize,
}

/// An import into one organization.
pub struct Import {
    /// The doors.
    pub db: Db,
    /// Chance, for ids.
    pub entropy: Entropy,
    /// Who will charge the prices.
    pub payments: Arc<dyn PaymentProvider>,
    /// Whose events they become.
    pub organization: OrganizationId,
    /// How many people each event may have; without it nothing goes on sale.
    pub capacity: Option<i32>,
    /// Changes nothing, and says what it would do.
    pub dry_run: bool,
}

impl Import {
    /// Brings the listing in.
    ///
    /// # Errors
    /// [`ImportError`]; batches before the failing one are kept.
    pub async fn run(&self, listing: &Listing, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Outcome, ImportError> {
        let mut outcome = Outcome { refused: refusals(listing), ..Outcome::default() };
        let bad: BTreeSet<String> = outcome.refused.iter().filter(|r| r.kind == "venue").map(|r| r.row.clone()).collect();
        let venues = self.venues(listing, &bad, &mut outcome).await?;
        let mut seen = BTreeSet::new();
        let entries: Vec<&ListedEntry> = listing
            .entries
            .iter()
            .filter(|e| seen.insert(&e.id) && !outcome.refused.iter().any(|r| r.kind == "event" && r.row == e.id && r.field != "id"))
            .collect();
        let mut done = 0;
        for batch in entries.chunks(BATCH) {
            let lines = self.batch(listing, &venues, batch).await?;
            for line in lines {
                outcome.note(line);
            }
            done += batch.len();
            progress(Progress { entries: done, of: entries.len() });
        }
        if !self.dry_run && outcome.created + outcome.changed + outcome.venues_changed > 0 {
            self.sum_up(listing, &outcome).await?;
        }
        Ok(outcome)
    }

    /// A transaction of the house; in a dry run one that cannot write.
    async fn open(&self, listing: &Listing) -> Result<Tx, ImportError> {
        let mut tx = self.db.as_system("import a listing").await?;
        if self.dry_run {
            sqlx::raw_sql("SET TRANSACTION READ ONLY").execute(&mut *tx).await?;
        } else {
            queries::lock(&mut tx, self.organization, listing.source).await?;
        }
        Ok(tx)
    }

    /// Every place of the listing here. In a dry run new ones have no id yet.
    async fn venues(
        &self,
        listing: &Listing,
        bad: &BTreeSet<String>,
        outcome: &mut Outcome,
    ) -> Result<BTreeMap<String, Option<VenueId>>, ImportError> {
        let mut tx = self.open(listing).await?;
        let there = venues::list_imported(&mut tx, self.organization, listing.source).await?;
        let mut here: BTreeMap<String, Option<VenueId>> = there.iter().map(|v| (v.import_id.clone(), Some(v.id))).collect();
        for venue in listing.venues.iter().filter(|v| !bad.contains(&v.id)) {
            if let Some(was) = there.iter().find(|v| v.import_id == venue.id) {
                self.known_venue(&mut tx, listing, was, venue, outcome).await?;
                continue;
            }
            outcome.venues_created += 1;
            let id = if self.dry_run { None } else { Some(write::venue(self, &mut tx, listing, venue).await?) };
            here.insert(venue.id.clone(), id);
        }
        tx.commit().await?;
        Ok(here)
    }

    /// One that is here: what the listing says now is taken over, unless a person changed it here.
    async fn known_venue(
        &self,
        tx: &mut Tx,
        listing: &Listing,
        was: &ImportedVenue,
        venue: &ListedVenue,
        outcome: &mut Outcome,
    ) -> Result<(), ImportError> {
        let now = write::texts(venue);
        match (was.texts == now, was.untouched) {
            (true, _) => outcome.venues_known += 1,
            (false, false) => outcome.venues_kept.push(venue.name.clone()),
            (false, true) => {
                outcome.venues_changed += 1;
                if !self.dry_run {
                    write::changed_venue(self, tx, listing, was, &now).await?;
                }
            }
        }
        Ok(())
    }

    async fn batch(
        &self,
        listing: &Listing,
        venues: &BTreeMap<String, Option<VenueId>>,
        entries: &[&ListedEntry],
    ) -> Result<Vec<super::Line>, ImportError> {
        let refusal = |price: Money| refusal_of(&*self.payments, price);
        let terms = Terms { capacity: self.capacity, now: self.db.clock().now(), zone: listing.zone, refusal: &refusal };
        let mut tx = self.open(listing).await?;
        let mut known = self.known(&mut tx, listing, entries).await?;
        let mut lines = Vec::new();
        for entry in entries {
            let wanted: Vec<Wanted<'_>> = events_of(entry, terms);
            for step in steps_of(&wanted, known.remove(&entry.id).unwrap_or_default(), terms.now) {
                let venue = entry.venue.as_ref().and_then(|id| venues.get(id).copied().flatten());
                lines.push(self.carry_out(&mut tx, listing, venue, step).await?);
            }
        }
        tx.commit().await?;
        Ok(lines)
    }

    async fn carry_out(&self, tx: &mut Tx, listing: &Listing, venue: Option<VenueId>, step: Step<'_>) -> Result<super::Line, ImportError> {
        if self.dry_run { Ok(step.line) } else { write::step(self, tx, listing, venue, step).await }
    }

    /// What earlier imports made of these entries, by entry and own id.
    async fn known(
        &self,
        tx: &mut Tx,
        listing: &Listing,
        entries: &[&ListedEntry],
    ) -> Result<BTreeMap<String, BTreeMap<String, Known>>, ImportError> {
        let ids: Vec<String> = entries.iter().map(|e| e.id.clone()).collect();
        let rows = events::list_imported(tx, self.organization, listing.source, &ids).await?;
        let events: Vec<_> = rows.iter().map(|r| r.id.0).collect();
        let stock = queries::stock_states(tx, &events).await?;
        let mut known: BTreeMap<String, BTreeMap<String, Known>> = BTreeMap::new();
        for event in rows {
            let stock = stock.get(&event.id).copied().unwrap_or_default();
            known.entry(event.entry.clone()).or_default().insert(event.import_id.clone(), Known { event, stock });
        }
        Ok(known)
    }

    /// One row of the audit for the whole.
    async fn sum_up(&self, listing: &Listing, outcome: &Outcome) -> Result<(), ImportError> {
        let mut tx = self.db.as_system("import a listing").await?;
        let after = serde_json::json!({
            "source": listing.source, "capacity": self.capacity, "venues_created": outcome.venues_created, "venues_changed": outcome.venues_changed, "created": outcome.created,
            "changed": outcome.changed, "kept": outcome.kept, "refused": outcome.refused.len(),
        });
        let entry = platform_audit::Entry::new("listing.imported", "events").within(self.organization).after(after);
        platform_audit::record(&mut tx, entry).await?;
        Ok(tx.commit().await?)
    }
}
