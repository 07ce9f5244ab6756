//! What the organizer has beside the prices: the types with all that is said about them, the quotas they share, the
//! zones they open.

use platform_db::Tx;
use platform_types::EventId;
use uuid::Uuid;

use crate::catalogue::{QuotaRow, TypeRow, ZoneRow, list_quotas, list_types, list_zones};

/// All of an event.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Types in their order, archived ones among them.
    pub types: Vec<TypeRow>,
    /// Quotas, oldest first.
    pub quotas: Vec<QuotaRow>,
    /// Zones in their order.
    pub zones: Vec<ZoneRow>,
}

impl Shelf {
    /// Reads it.
    pub async fn read(tx: &mut Tx, event: EventId) -> Result<Self, sqlx::Error> {
        Ok(Self { types: list_types(tx, event).await?, quotas: list_quotas(tx, event).await?, zones: list_zones(tx, event).await? })
    }

    /// Types that are sold, in their order.
    pub fn on_offer(&self) -> impl Iterator<Item = &TypeRow> {
        self.types.iter().filter(|t| t.archived_at.is_none())
    }

    /// Their ids.
    pub fn order(&self) -> Vec<Uuid> {
        self.on_offer().map(|t| t.id.0).collect()
    }

    /// Names of these types; those that are gone are left out.
    pub fn type_names(&self, ids: &[Uuid]) -> Vec<&str> {
        self.types.iter().filter(|t| ids.contains(&t.id.0)).map(|t| t.details.basics.name.as_str()).collect()
    }

    /// Names of these zones, in the order of the zones.
    pub fn zone_names(&self, ids: &[Uuid]) -> Vec<&str> {
        self.zones.iter().filter(|z| ids.contains(&z.id)).map(|z| z.name.as_str()).collect()
    }
}

/// Ids in one line, in their own order, as a form remembers them.
pub fn joined(ids: impl IntoIterator<Item = Uuid>) -> String {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",")
}

/// Ids of [`joined`]; what is none is left out.
pub fn ids_of(joined: &str) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = joined.split(',').filter_map(|id| id.trim().parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Ids behind the ticked boxes whose names begin so.
pub fn ticked<'a>(prefix: &str, names: impl IntoIterator<Item = &'a String>) -> Vec<Uuid> {
    names.into_iter().filter_map(|name| name.strip_prefix(prefix)?.parse().ok()).collect()
}
