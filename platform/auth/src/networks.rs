//! From where the house is run: without a list from everywhere.
//!
//! The list is held where powers are asked for (`auth.operator_withheld`), so it counts on every page, for programs too.

use platform_audit::Entry;
use platform_db::{DbError, Tx, constraint_of};
use platform_types::{Actor, Timestamp};
use serde_json::json;

use crate::Auth;

/// One network of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// In CIDR notation.
    pub network: String,
    /// Whose it is, in somebody's words.
    pub note: String,
    /// Since when.
    pub since: Timestamp,
}

/// Why the list stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum NetworksError {
    /// It would leave out whoever saves it.
    #[error("this list leaves out the address you come from; add it, or save from one of these networks")]
    LocksOut,
    /// This line is no network.
    #[error("“{0}” is no address and no range; write 192.0.2.0/24 or 2001:db8::/32")]
    NoNetwork(String),
    /// Not allowed.
    #[error("only whoever may change the platform's settings changes this list")]
    NotAllowed,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The list as the caller of `tx` may see it.
pub async fn list(tx: &mut Tx) -> Result<Vec<Network>, DbError> {
    Ok(sqlx::query_as!(
        Network,
        r#"SELECT network::text AS "network!", note, created_at AS since FROM auth.admin_networks ORDER BY family(network), network"#
    )
    .fetch_all(&mut **tx)
    .await?)
}

impl Auth {
    /// Replaces the list; `wanted` are networks with notes, none of them opens the house to everywhere. Whether it changed.
    pub async fn set_networks(&self, actor: &Actor, wanted: &[(String, String)]) -> Result<bool, NetworksError> {
        let mut tx = self.db().as_actor(actor).await?;
        if !sqlx::query_scalar!(r#"SELECT auth.on_platform('settings:manage') AS "may!""#)
            .fetch_one(&mut *tx)
            .await
            .map_err(DbError::from)?
        {
            return Err(NetworksError::NotAllowed);
        }
        if actor.impersonator.is_some() {
            return Err(NetworksError::NotAllowed);
        }
        let changed = replace(&mut tx, wanted).await?;
        if changed {
            tx.commit().await?;
        }
        Ok(changed)
    }

    /// The same at the machine, in the house's own name: the way back for whoever is locked out.
    pub async fn set_networks_as_house(&self, wanted: &[(String, String)]) -> Result<bool, NetworksError> {
        let mut tx = self.db().as_system("administrator at the machine").await?;
        let changed = replace(&mut tx, wanted).await?;
        if changed {
            tx.commit().await?;
        }
        Ok(changed)
    }

    /// The list, in the house's own name.
    pub async fn networks_as_house(&self) -> Result<Vec<Network>, DbError> {
        let mut tx = self.db().as_system("administrator at the machine").await?;
        list(&mut tx).await
    }
}

async fn replace(tx: &mut Tx, wanted: &[(String, String)]) -> Result<bool, NetworksError> {
    let mut networks = Vec::new();
    for (text, note) in wanted {
        // Bits beyond the prefix are let go: 192.0.2.7/24 is what people copy.
        let network = sqlx::query_scalar!(r#"SELECT network($1::text::inet)::text AS "network!""#, text).fetch_one(&mut **tx).await;
        match network {
            Ok(network) if !networks.iter().any(|(known, _)| *known == network) => networks.push((network, note.clone())),
            Ok(_) => {}
            Err(_) => return Err(NetworksError::NoNetwork(text.clone())),
        }
    }
    let before = list(tx).await?;
    let plain = |list: &[Network]| list.iter().map(|n| (n.network.clone(), n.note.clone())).collect::<std::collections::BTreeSet<_>>();
    if plain(&before) == networks.iter().cloned().collect() {
        return Ok(false);
    }
    let (texts, notes): (Vec<String>, Vec<String>) = networks.into_iter().unzip();
    sqlx::query!("DELETE FROM auth.admin_networks").execute(&mut **tx).await.map_err(DbError::from)?;
    // One statement: the list is judged as a whole, by the trigger `keep_present_address`.
    sqlx::query!(
        "INSERT INTO auth.admin_networks (network, note) SELECT n::cidr, t FROM unnest($1::text[], $2::text[]) AS w (n, t)",
        &texts[..],
        &notes[..]
    )
    .execute(&mut **tx)
    .await
    .map_err(|error| match constraint_of(&error) {
        Some("admin_networks_keep_present_address") => NetworksError::LocksOut,
        _ => NetworksError::Database(error.into()),
    })?;
    let names = |list: &[Network]| list.iter().map(|n| n.network.clone()).collect::<Vec<_>>();
    let entry = Entry::new("platform.allow_list_changed", "auth.admin_networks").before(json!(names(&before))).after(json!(texts));
    platform_audit::record(tx, entry).await?;
    Ok(true)
}
