//! Venues.

use commons::venues::{self, NewVenue, TableVenue, read_country};
use integration_interchange::{Refused, VenueRow};
use platform_audit::Entry;
use platform_db::Tx;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Action, BATCH, Into, OWN, Outcome, TableError, compare};

/// Brings venues in. `progress` hears how many rows are done.
///
/// # Errors
/// [`TableError`]; batches before the failing one are kept.
pub async fn bring_venues(into: &Into, rows: &[VenueRow], progress: &mut (dyn FnMut(usize) + Send)) -> Result<Outcome, TableError> {
    let mut outcome = Outcome::default();
    let mut done = 0;
    for batch in rows.chunks(BATCH) {
        let mut tx = into.db.as_system("import venues").await?;
        let known = known(into, &mut tx, batch).await?;
        for row in batch {
            let source = into.source_of(row.source.as_ref());
            let here = known.iter().find(|v| v.is(source, &row.id));
            one(into, &mut tx, source, row, here, &mut outcome).await?;
        }
        if into.dry_run {
            tx.rollback().await?
        } else {
            tx.commit().await?
        }
        done += batch.len();
        progress(done);
    }
    Ok(outcome)
}

trait Is {
    fn is(&self, source: &str, id: &str) -> bool;
}

impl Is for TableVenue {
    fn is(&self, source: &str, id: &str) -> bool {
        let own = source == OWN && id.parse::<Uuid>().is_ok_and(|id| id == self.id.0);
        own || self.origin.as_ref().is_some_and(|(s, i)| s == source && i == id)
    }
}

async fn known(into: &Into, tx: &mut Tx, rows: &[VenueRow]) -> Result<Vec<TableVenue>, sqlx::Error> {
    let sources: Vec<String> = rows.iter().map(|row| into.source_of(row.source.as_ref()).to_owned()).collect();
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let own: Vec<Uuid> = sources.iter().zip(&ids).filter(|(source, _)| *source == OWN).filter_map(|(_, id)| id.parse().ok()).collect();
    venues::list_by_origin(tx, into.organization, &sources, &ids, &own).await
}

async fn one(
    into: &Into,
    tx: &mut Tx,
    source: &str,
    row: &VenueRow,
    here: Option<&TableVenue>,
    outcome: &mut Outcome,
) -> Result<(), TableError> {
    let country = match row.country.as_deref().map(read_country).transpose() {
        Ok(country) => country,
        Err(e) => {
            let value = row.country.as_deref().unwrap_or_default();
            outcome.refused.push(Refused::new(&row.id, "country", value, "table.country_unknown", e.to_string()));
            return Ok(());
        }
    };
    let fresh = NewVenue {
        name: String::new(),
        names: json!({}),
        address: String::new(),
        city: String::new(),
        country: String::new(),
        position: None,
        zone: into.zone,
        capacity: None,
    };
    let mut says = here.map_or(fresh, |v| v.says.clone());
    let mut changed = Vec::new();
    compare::line(&mut says.name, Some(&row.name), "name", &mut changed);
    compare::languages(&mut says.names, row.names.as_ref(), "names", &mut changed);
    compare::line(&mut says.address, row.address.as_ref(), "address", &mut changed);
    compare::line(&mut says.city, row.city.as_ref(), "city", &mut changed);
    compare::line(&mut says.country, country.as_ref(), "country", &mut changed);
    compare::value(&mut says.position, row.position.as_ref(), "position", &mut changed);
    compare::value(&mut says.zone, row.zone.as_ref(), "zone", &mut changed);
    compare::value(&mut says.capacity, row.capacity.as_ref(), "capacity", &mut changed);
    let action = match here {
        None => Action::Create,
        Some(_) if changed.is_empty() => Action::Nothing,
        Some(here) if here.edited => Action::Keep,
        Some(_) => Action::Update,
    };
    let told = |v: &NewVenue, source: &str| -> Value {
        json!({"name": v.name, "names": v.names, "city": v.city, "country": v.country, "position": v.position, "timezone": v.zone.name(), "capacity": v.capacity, "source": source, "import_id": row.id})
    };
    let now = into.db.clock().now();
    match (action, here) {
        (Action::Create, _) => {
            let id = venues::create_venue(tx, &into.entropy, now, into.organization, &says).await?;
            venues::remember_import(tx, id, source, &row.id).await?;
            let entry = Entry::new("venue.imported", "venues").on(id.0).within(into.organization).after(told(&says, source));
            platform_audit::record(tx, entry).await?;
        }
        (Action::Update, Some(here)) => {
            venues::update_from_table(tx, here.id, &says).await?;
            let entry = Entry::new("venue.imported", "venues").on(here.id.0).within(into.organization);
            platform_audit::record(tx, entry.before(told(&here.says, source)).after(told(&says, source))).await?;
        }
        _ => {}
    }
    outcome.note(&row.id, &row.name, action, changed);
    Ok(())
}
