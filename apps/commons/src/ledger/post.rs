//! Writes journals.

use platform_db::Tx;
use platform_types::{Entropy, Timestamp};
use uuid::Uuid;

use super::{Account, JournalId, LedgerError, Line, Posting, Side};

/// Posts once: `None` when this source and kind was posted before. Belongs in the transaction of what it records.
pub async fn post(tx: &mut Tx, entropy: &Entropy, now: Timestamp, posting: &Posting) -> Result<Option<JournalId>, LedgerError> {
    let lines: Vec<&Line> = posting.lines.iter().filter(|l| l.amount_minor != 0).collect();
    let sum = |side| lines.iter().filter(|l| l.side == side).map(|l| l.amount_minor).sum::<i64>();
    let (debit, credit) = (sum(Side::Debit), sum(Side::Credit));
    if debit != credit || lines.is_empty() {
        return Err(LedgerError::Unbalanced { debit, credit });
    }
    sqlx::query!("SELECT public.open_ledger($1)", posting.organization.0).execute(&mut **tx).await?;
    let id = JournalId::new(entropy, now);
    let fresh = sqlx::query_scalar!(
        "INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind, event_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT journals_once_per_source DO NOTHING RETURNING id",
        id.0,
        posting.organization.0,
        posting.memo,
        posting.currency.code(),
        posting.source_type,
        posting.source_id,
        posting.kind,
        posting.event.map(|e| e.0),
    )
    .fetch_optional(&mut **tx)
    .await?;
    if fresh.is_none() {
        return Ok(None);
    }
    for line in lines {
        sqlx::query!(
            "INSERT INTO ledger_entries (id, organization_id, journal_id, account_id, side, amount_minor, event_id)
             SELECT $1, $2, $3, a.id, $4, $5, $6 FROM ledger_accounts a WHERE a.organization_id = $2 AND a.code = $7",
            entropy.uuid_v7(now),
            posting.organization.0,
            id.0,
            line.side.as_str(),
            line.amount_minor,
            posting.event.map(|e| e.0),
            line.account.code(),
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(Some(id))
}

/// Posts the mirror image of an earlier journal, once. A posted journal itself never changes.
pub async fn reverse(
    tx: &mut Tx,
    entropy: &Entropy,
    now: Timestamp,
    source_type: &'static str,
    source_id: Uuid,
    kind: &'static str,
    reversal_kind: &'static str,
) -> Result<Option<JournalId>, LedgerError> {
    let original = sqlx::query!(
        "SELECT id, organization_id, memo, currency, event_id FROM journals WHERE source_type = $1 AND source_id = $2 AND kind = $3",
        source_type,
        source_id,
        kind
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(LedgerError::NothingToReverse { source_type, source_id, kind })?;
    let id = JournalId::new(entropy, now);
    let fresh = sqlx::query_scalar!(
        "INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind, event_id, reverses_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id",
        id.0,
        original.organization_id,
        format!("Reversal: {}", original.memo),
        original.currency,
        source_type,
        source_id,
        reversal_kind,
        original.event_id,
        original.id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if fresh.is_none() {
        return Ok(None);
    }
    let sides = sqlx::query!("SELECT account_id, side, amount_minor, event_id FROM ledger_entries WHERE journal_id = $1", original.id)
        .fetch_all(&mut **tx)
        .await?;
    for entry in sides {
        let mirrored = if entry.side == "debit" { "credit" } else { "debit" };
        sqlx::query!(
            "INSERT INTO ledger_entries (id, organization_id, journal_id, account_id, side, amount_minor, event_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            entropy.uuid_v7(now),
            original.organization_id,
            id.0,
            entry.account_id,
            mirrored,
            entry.amount_minor,
            entry.event_id
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(Some(id))
}

/// What all journals of these sources together leave on each account: credits less debits, in minor units.
pub async fn balances(tx: &mut Tx, sources: &[(&str, Uuid)]) -> Result<Vec<(Account, i64)>, LedgerError> {
    let (types, ids): (Vec<String>, Vec<Uuid>) = sources.iter().map(|(kind, id)| ((*kind).to_owned(), *id)).unzip();
    let rows = sqlx::query!(
        r#"SELECT a.code, sum(CASE e.side WHEN 'credit' THEN e.amount_minor ELSE -e.amount_minor END)::bigint AS "minor!"
           FROM unnest($1::text[], $2::uuid[]) s (type, id) JOIN journals j ON j.source_type = s.type AND j.source_id = s.id
           JOIN ledger_entries e ON e.journal_id = j.id JOIN ledger_accounts a ON a.id = e.account_id GROUP BY a.code ORDER BY a.code"#,
        &types[..],
        &ids[..]
    )
    .fetch_all(&mut **tx)
    .await?;
    let account = |code: &str| Account::ALL.into_iter().find(|account| account.code() == code);
    rows.into_iter().map(|r| account(&r.code).map(|a| (a, r.minor)).ok_or(LedgerError::UnknownAccount { code: r.code })).collect()
}
