//! Chaining rows.

use platform_db::{DbError, Tx};
use platform_types::{OrganizationId, Timestamp};
use uuid::Uuid;

use crate::canonical::{Hash, Row, SealBody, rows};

/// Rows of one seal at most: 240 kB of digests.
const ROWS: i64 = 5000;

/// What a run of the sealer did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Seals made.
    pub seals: u64,
    /// Rows they cover.
    pub rows: u64,
}

/// The end of a chain: with it, everything before can be proven unaltered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// Whose chain; none: the house's own.
    pub organization: Option<OrganizationId>,
    /// The seal's number, from 1 without gaps.
    pub number: i64,
    /// The seal's hash in hex.
    pub hash: String,
    /// When it was made.
    pub sealed_at: Timestamp,
}

/// Seals every row of every transaction that is certainly over. Runs behind the system door; when
/// another node is at it, does nothing.
pub async fn seal(tx: &mut Tx) -> Result<Sealed, DbError> {
    let mine = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(7412010) AS "mine!""#).fetch_one(&mut **tx).await?;
    if !mine {
        return Ok(Sealed::default());
    }
    // A later statement than the lock's: it sees what the last sealer committed.
    let bounds = sqlx::query!(
        r#"SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "below!",
                  coalesce((SELECT horizon FROM audit.seals ORDER BY horizon DESC LIMIT 1), '0'::xid8)::text AS "from!""#
    )
    .fetch_one(&mut **tx)
    .await?;
    let chains = sqlx::query_scalar!(
        "SELECT DISTINCT chain FROM audit.events WHERE xid >= $1::text::xid8 AND xid < $2::text::xid8 ORDER BY chain",
        bounds.from,
        bounds.below
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut sealed = Sealed::default();
    for chain in chains {
        seal_chain(tx, chain, &bounds.from, &bounds.below, &mut sealed).await?;
    }
    Ok(sealed)
}

async fn seal_chain(tx: &mut Tx, chain: Uuid, from: &str, below: &str, sealed: &mut Sealed) -> Result<(), DbError> {
    let last = sqlx::query!("SELECT number, hash FROM audit.seals WHERE chain = $1 ORDER BY number DESC LIMIT 1", chain)
        .fetch_optional(&mut **tx)
        .await?;
    let (mut number, mut previous) = last.map_or((0, vec![0; 32]), |s| (s.number, s.hash));
    let mut after = (from.to_owned(), Uuid::nil());
    loop {
        let batch: Vec<Row> = rows!(
            "WHERE chain = $1 AND (xid, id) > ($2::text::xid8, $3) AND xid < $4::text::xid8 ORDER BY xid, id LIMIT $5",
            chain,
            after.0,
            after.1,
            below,
            ROWS
        )
        .fetch_all(&mut **tx)
        .await?;
        let Some(last) = batch.last() else { return Ok(()) };
        after = (last.xid.clone(), last.id);
        number += 1;
        previous = write_seal(tx, chain, number, &previous, below, &batch).await?.to_vec();
        sealed.seals += 1;
        sealed.rows += batch.len() as u64;
    }
}

async fn write_seal(tx: &mut Tx, chain: Uuid, number: i64, previous_hash: &[u8], horizon: &str, batch: &[Row]) -> Result<Hash, DbError> {
    let mut entries = Vec::with_capacity(batch.len() * 48);
    for row in batch {
        entries.extend_from_slice(row.id.as_bytes());
        entries.extend_from_slice(&row.digest());
    }
    let (upto_xid, upto_id) = batch.last().map_or(("0", Uuid::nil()), |row| (row.xid.as_str(), row.id));
    let hash = SealBody { chain, number, upto_xid: xid(upto_xid), upto_id, horizon: xid(horizon), previous_hash, entries: &entries }.hash();
    sqlx::query!(
        "INSERT INTO audit.seals (chain, number, upto_xid, upto_id, horizon, rows, entries, previous_hash, hash, sealed_at)
         VALUES ($1, $2, $3::text::xid8, $4, $5::text::xid8, $6, $7, $8, $9, clock.now())",
        chain,
        number,
        upto_xid,
        upto_id,
        horizon,
        i32::try_from(batch.len()).unwrap_or(i32::MAX),
        entries,
        previous_hash,
        &hash[..]
    )
    .execute(&mut **tx)
    .await?;
    Ok(hash)
}

/// The end of every chain the caller may see: what is published, so that nobody can rewrite the past unnoticed.
pub async fn heads(tx: &mut Tx) -> Result<Vec<Head>, DbError> {
    let heads = sqlx::query!("SELECT DISTINCT ON (chain) chain, number, hash, sealed_at FROM audit.seals ORDER BY chain, number DESC")
        .fetch_all(&mut **tx)
        .await?;
    Ok(heads
        .into_iter()
        .map(|s| Head { organization: organization_of(s.chain), number: s.number, hash: hex(&s.hash), sealed_at: s.sealed_at })
        .collect())
}

pub(crate) fn organization_of(chain: Uuid) -> Option<OrganizationId> {
    (!chain.is_nil()).then_some(OrganizationId(chain))
}

/// PostgreSQL writes an `xid8` in decimal; it always fits.
pub(crate) fn xid(text: &str) -> u64 {
    text.parse().unwrap_or(u64::MAX)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}
