//! Holding rows against seals.

use std::collections::{HashMap, HashSet};
use std::fmt;

use platform_db::{DbError, Tx};
use platform_types::OrganizationId;
use uuid::Uuid;

use crate::canonical::{Hash, Row, SealBody, rows};
use crate::seal::{Head, hex, organization_of, xid};

/// More than these are not listed; the books are lost then anyway.
const FINDINGS: usize = 1000;

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Chains looked at.
    pub chains: u64,
    /// Seals looked at.
    pub seals: u64,
    /// Rows that are as they were sealed.
    pub rows: u64,
    /// Rows not sealed yet.
    pub pending: u64,
    /// What is wrong; empty when all is well.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was altered.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    fn add(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }
}

/// One thing that is wrong. `organization` none: the house's own chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A row is not what it was when it was sealed.
    Changed {
        /// Whose chain.
        organization: Option<OrganizationId>,
        /// Which row.
        row: Uuid,
    },
    /// A sealed row is gone.
    Missing {
        /// Whose chain.
        organization: Option<OrganizationId>,
        /// Which row.
        row: Uuid,
    },
    /// A row lies where every row had been sealed: it was put there later.
    Inserted {
        /// Whose chain.
        organization: Option<OrganizationId>,
        /// Which row.
        row: Uuid,
    },
    /// A seal does not fit its own content or its neighbour.
    Seal {
        /// Whose chain.
        organization: Option<OrganizationId>,
        /// Which seal, or where one is missing.
        number: i64,
        /// What does not fit.
        what: &'static str,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = |o: &Option<OrganizationId>| o.map_or_else(|| "the house".to_owned(), |id| format!("organization {id}"));
        match self {
            Self::Changed { organization, row } => write!(f, "{}: row {row} was changed after it had been sealed", whose(organization)),
            Self::Missing { organization, row } => write!(f, "{}: sealed row {row} is gone", whose(organization)),
            Self::Inserted { organization, row } => write!(f, "{}: row {row} was put below a seal later", whose(organization)),
            Self::Seal { organization, number, what } => write!(f, "{}: seal {number}: {what}", whose(organization)),
        }
    }
}

/// Recomputes everything behind the system door and says what was altered. `published` are heads kept
/// elsewhere: with them a chain that was cut off or rewritten as a whole is found too.
pub async fn verify(tx: &mut Tx, published: &[Head]) -> Result<Report, DbError> {
    // Taken first: rows and seals that come while this runs lie above it.
    let horizon = sqlx::query_scalar!(
        r#"SELECT coalesce((SELECT horizon FROM audit.seals ORDER BY horizon DESC LIMIT 1), '0'::xid8)::text AS "horizon!""#
    )
    .fetch_one(&mut **tx)
    .await?;
    let mut report = Report::default();
    let chains = sqlx::query_scalar!(
        r#"SELECT chain AS "chain!" FROM audit.seals UNION SELECT chain FROM audit.events WHERE xid < $1::text::xid8 ORDER BY 1"#,
        horizon
    )
    .fetch_all(&mut **tx)
    .await?;
    for chain in chains {
        report.chains += 1;
        let known: HashMap<i64, &str> =
            published.iter().filter(|h| h.organization == organization_of(chain)).map(|h| (h.number, h.hash.as_str())).collect();
        verify_chain(tx, chain, &horizon, &known, &mut report).await?;
    }
    for head in published {
        let there = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM audit.seals WHERE chain = $1 AND number = $2) AS "there!""#,
            head.organization.map_or(Uuid::nil(), Uuid::from),
            head.number
        )
        .fetch_one(&mut **tx)
        .await?;
        if !there {
            report.add(Finding::Seal { organization: head.organization, number: head.number, what: "was published and is gone" });
        }
    }
    report.pending = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM audit.events WHERE xid >= $1::text::xid8"#, horizon)
        .fetch_one(&mut **tx)
        .await?
        .unsigned_abs();
    Ok(report)
}

async fn verify_chain(tx: &mut Tx, chain: Uuid, horizon: &str, published: &HashMap<i64, &str>, report: &mut Report) -> Result<(), DbError> {
    let organization = organization_of(chain);
    let mut sealed: HashSet<Uuid> = HashSet::new();
    let mut previous: Vec<u8> = vec![0; 32];
    let mut number = 0;
    loop {
        let seal = sqlx::query!(
            r#"SELECT number, upto_xid::text AS "upto_xid!", upto_id, horizon::text AS "horizon!", entries, previous_hash, hash
               FROM audit.seals WHERE chain = $1 AND number > $2 ORDER BY number LIMIT 1"#,
            chain,
            number
        )
        .fetch_optional(&mut **tx)
        .await?;
        let Some(seal) = seal else { break };
        report.seals += 1;
        let mut wrong = |what| report.add(Finding::Seal { organization, number: seal.number, what });
        if seal.number != number + 1 {
            wrong("the seal before it is gone");
        } else if seal.previous_hash != previous {
            wrong("does not follow from the seal before it");
        }
        let body = SealBody {
            chain,
            number: seal.number,
            upto_xid: xid(&seal.upto_xid),
            upto_id: seal.upto_id,
            horizon: xid(&seal.horizon),
            previous_hash: &seal.previous_hash,
            entries: &seal.entries,
        };
        if body.hash()[..] != seal.hash[..] {
            wrong("its content was changed");
        }
        if published.get(&seal.number).is_some_and(|hash| *hash != hex(&seal.hash)) {
            wrong("is not the one that was published");
        }
        verify_rows(tx, chain, &seal.entries, &mut sealed, report).await?;
        (number, previous) = (seal.number, seal.hash);
    }
    find_inserted(tx, chain, horizon, &sealed, report).await
}

async fn verify_rows(tx: &mut Tx, chain: Uuid, entries: &[u8], sealed: &mut HashSet<Uuid>, report: &mut Report) -> Result<(), DbError> {
    let organization = organization_of(chain);
    let expected: Vec<(Uuid, Hash)> =
        entries.chunks_exact(48).filter_map(|e| Some((Uuid::from_slice(&e[..16]).ok()?, e[16..].try_into().ok()?))).collect();
    let ids: Vec<Uuid> = expected.iter().map(|(id, _)| *id).collect();
    let found: Vec<Row> = rows!("WHERE id = ANY($1)", &ids).fetch_all(&mut **tx).await?;
    let found: HashMap<Uuid, Hash> = found.into_iter().map(|row| (row.id, row.digest())).collect();
    for (row, digest) in expected {
        sealed.insert(row);
        match found.get(&row) {
            Some(now) if *now == digest => report.rows += 1,
            Some(_) => report.add(Finding::Changed { organization, row }),
            None => report.add(Finding::Missing { organization, row }),
        }
    }
    Ok(())
}

/// Every row below the horizon had been sealed when the horizon was drawn.
async fn find_inserted(tx: &mut Tx, chain: Uuid, horizon: &str, sealed: &HashSet<Uuid>, report: &mut Report) -> Result<(), DbError> {
    let mut after = ("0".to_owned(), Uuid::nil());
    loop {
        let page = sqlx::query!(
            r#"SELECT id, xid::text AS "xid!" FROM audit.events WHERE chain = $1 AND (xid, id) > ($2::text::xid8, $3) AND xid < $4::text::xid8 ORDER BY xid, id LIMIT 10000"#,
            chain,
            after.0,
            after.1,
            horizon
        )
        .fetch_all(&mut **tx)
        .await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.xid.clone(), last.id);
        for row in page.iter().filter(|row| !sealed.contains(&row.id)) {
            report.add(Finding::Inserted { organization: organization_of(chain), row: row.id });
        }
    }
}
