//! Codes, written as the organizer.

use platform_audit::Entry;
use platform_db::{DbError, Tx, constraint_of};
use platform_http::{Fault, FieldFault};
use platform_texts::t;
use platform_types::{Actor, OrganizationId};
use serde_json::json;
use uuid::Uuid;

use super::form::CodeTerms;
use super::{CodeRow, Counter, Scope};
use crate::BoxOffice;
use crate::codes::{Terms, random_code};
use crate::console::code;
use crate::console::form::wrong;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Not there, or not for the caller to change.
    #[error("{}", t!("console-code-not-found"))]
    NotFound,
    /// Something typed needs another look.
    #[error("{}", t!("console-code-refused", count = .0.len()))]
    Refused(Vec<FieldFault>),
    /// Somebody else changed it.
    #[error("{}", t!("console-code-changed"))]
    Changed,
    /// The database's fault.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        match constraint_of(&error) {
            Some("promo_codes_one_per_organization") => Self::Refused(wrong("code", t!("console-code-taken"))),
            Some("promo_codes_never_overused") => Self::Refused(wrong("max_uses", t!("console-code-overused"))),
            Some("promo_codes_window") => Self::Refused(wrong("ends", t!("console-code-window"))),
            _ => match &error {
                sqlx::Error::Database(e) if e.code().is_some_and(|c| c == "42501" || c == "23503") => Self::NotFound,
                _ => Self::Database(error.into()),
            },
        }
    }
}

impl From<WriteError> for Fault {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound => Self::not_found(),
            WriteError::Refused(faults) => Self::new(platform_http::code::http::INVALID).with_fields(faults),
            WriteError::Changed => Self::new(code::CODE_CHANGED),
            WriteError::Database(error) => error.into(),
        }
    }
}

/// The figure of each kind, as stored.
fn figures(terms: Terms) -> (Option<i64>, Option<i64>, Option<i32>) {
    match terms {
        Terms::Access => (None, None, None),
        Terms::Percent(rate) => (Some(rate), None, None),
        Terms::Fixed(minor) => (None, Some(minor), None),
        Terms::Free(n) => (None, None, Some(n)),
    }
}

fn told(terms: &CodeTerms, scope: &Scope) -> serde_json::Value {
    let (rate_millionths, amount_minor, free_tickets) = figures(terms.terms);
    json!({
        "event": scope.event.as_ref().map(|e| e.id), "kind": terms.terms.kind(), "rate_millionths": rate_millionths, "amount_minor": amount_minor,
        "free_tickets": free_tickets, "currency": scope.currency, "reveals": terms.reveals, "types": terms.types, "starts_at": terms.starts_at, "ends_at": terms.ends_at,
        "max_uses": terms.max_uses, "max_uses_per_buyer": terms.max_uses_per_buyer, "min_spend_minor": terms.min_spend_minor,
        "max_discount_minor": terms.max_discount_minor, "max_tickets": terms.max_tickets, "note": terms.note,
    })
}

/// Makes one code.
pub async fn create(
    shop: &BoxOffice,
    actor: &Actor,
    counter: &Counter,
    scope: &Scope,
    code: &str,
    terms: &CodeTerms,
) -> Result<Uuid, WriteError> {
    let mut tx = shop.db().as_actor(actor).await?;
    let id = shop.entropy().uuid_v7(shop.clock().now());
    if insert(&mut tx, actor, counter.place.id, scope, terms, &[(id, code.to_owned())], None).await? == 0 {
        return Err(WriteError::Refused(wrong("code", t!("console-code-taken"))));
    }
    let mut after = told(terms, scope);
    after["code"] = json!(code);
    platform_audit::record(&mut tx, Entry::new("promo_code.created", "promo_codes").on(id).within(counter.place.id).after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes so many random codes; the id they share.
pub async fn create_many(
    shop: &BoxOffice,
    actor: &Actor,
    counter: &Counter,
    scope: &Scope,
    (count, prefix): (usize, &str),
    terms: &CodeTerms,
) -> Result<Uuid, WriteError> {
    let mut tx = shop.db().as_actor(actor).await?;
    let now = shop.clock().now();
    let batch = shop.entropy().uuid_v7(now);
    let mut missing = count;
    // One of 28^8 is hardly drawn twice; what is there already is drawn anew.
    while missing > 0 {
        let drawn: Vec<(Uuid, String)> = (0..missing).map(|_| (shop.entropy().uuid_v7(now), random_code(shop.entropy(), prefix))).collect();
        missing -= insert(&mut tx, actor, counter.place.id, scope, terms, &drawn, Some(batch)).await?;
    }
    let mut after = told(terms, scope);
    after["count"] = json!(count);
    after["prefix"] = json!(prefix);
    platform_audit::record(&mut tx, Entry::new("promo_codes.created", "promo_codes").on(batch).within(counter.place.id).after(after))
        .await?;
    tx.commit().await?;
    Ok(batch)
}

/// Writes codes with the same terms; how many of them were new.
async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    organization: OrganizationId,
    scope: &Scope,
    terms: &CodeTerms,
    codes: &[(Uuid, String)],
    batch: Option<Uuid>,
) -> Result<usize, WriteError> {
    let (rate, amount, free) = figures(terms.terms);
    let ids: Vec<Uuid> = codes.iter().map(|c| c.0).collect();
    let texts: Vec<String> = codes.iter().map(|c| c.1.clone()).collect();
    let written = sqlx::query_scalar!(
        "INSERT INTO promo_codes (id, organization_id, event_id, code, note, kind, rate_millionths, amount_minor, free_tickets, currency, reveals, starts_at, ends_at,
           max_uses, max_uses_per_buyer, min_spend_minor, max_discount_minor, max_tickets, batch_id, created_by)
         SELECT c.id, $3, $4, c.code, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20 FROM unnest($1::uuid[], $2::text[]) AS c (id, code)
         ON CONFLICT (organization_id, code) DO NOTHING RETURNING id",
        &ids,
        &texts,
        organization.0,
        scope.event.as_ref().map(|e| e.id.0),
        terms.note,
        terms.terms.kind(),
        rate,
        amount,
        free,
        scope.currency.code(),
        terms.reveals,
        terms.starts_at,
        terms.ends_at,
        terms.max_uses,
        terms.max_uses_per_buyer,
        terms.min_spend_minor,
        terms.max_discount_minor,
        terms.max_tickets,
        batch,
        actor.user_id().map(|u| u.0),
    )
    .fetch_all(&mut **tx)
    .await?;
    if let Some(event) = &scope.event {
        set_types(tx, &written, event.id.0, terms).await?;
    }
    Ok(written.len())
}

async fn set_types(tx: &mut Tx, codes: &[Uuid], event: Uuid, terms: &CodeTerms) -> Result<(), sqlx::Error> {
    let types: Vec<Uuid> = terms.types.iter().map(|t| t.0).collect();
    sqlx::query!("DELETE FROM promo_code_types WHERE code_id = ANY ($1)", codes).execute(&mut **tx).await?;
    sqlx::query!(
        "INSERT INTO promo_code_types (code_id, ticket_type_id, event_id) SELECT c, t, $3 FROM unnest($1::uuid[]) c CROSS JOIN unnest($2::uuid[]) t",
        codes,
        &types,
        event
    )
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Changes a code's terms; orders that were placed keep their prices. Refused where somebody else changed it since.
pub async fn update(
    shop: &BoxOffice,
    actor: &Actor,
    row: &CodeRow,
    scope: &Scope,
    version: i32,
    terms: &CodeTerms,
) -> Result<(), WriteError> {
    let (rate, amount, free) = figures(terms.terms);
    let mut tx = shop.db().as_actor(actor).await?;
    let done = sqlx::query!(
        "UPDATE promo_codes SET note = $3, kind = $4, rate_millionths = $5, amount_minor = $6, free_tickets = $7, reveals = $8, starts_at = $9, ends_at = $10,
           max_uses = $11, max_uses_per_buyer = $12, min_spend_minor = $13, max_discount_minor = $14, max_tickets = $15 WHERE id = $1 AND version = $2",
        row.id,
        version,
        terms.note,
        terms.terms.kind(),
        rate,
        amount,
        free,
        terms.reveals,
        terms.starts_at,
        terms.ends_at,
        terms.max_uses,
        terms.max_uses_per_buyer,
        terms.min_spend_minor,
        terms.max_discount_minor,
        terms.max_tickets,
    )
    .execute(&mut *tx)
    .await?;
    if done.rows_affected() == 0 {
        return Err(WriteError::Changed);
    }
    if let Some(event) = &scope.event {
        set_types(&mut tx, &[row.id], event.id.0, terms).await?;
    }
    let before = json!({"kind": row.terms.kind(), "max_uses": row.max_uses, "max_uses_per_buyer": row.max_uses_per_buyer, "starts_at": row.starts_at, "ends_at": row.ends_at, "reveals": row.reveals, "types": row.types, "note": row.note});
    let entry =
        Entry::new("promo_code.updated", "promo_codes").on(row.id).within(row.organization).before(before).after(told(terms, scope));
    platform_audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Takes a code out of use, or puts it back. False, and no line in the audit, where it was so already.
pub async fn set_paused(shop: &BoxOffice, actor: &Actor, row: &CodeRow, paused: bool) -> Result<bool, WriteError> {
    let (status, action) = if paused { ("paused", "promo_code.paused") } else { ("active", "promo_code.resumed") };
    let mut tx = shop.db().as_actor(actor).await?;
    let done = sqlx::query!("UPDATE promo_codes SET status = $2 WHERE id = $1 AND status <> $2", row.id, status).execute(&mut *tx).await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    platform_audit::record(
        &mut tx,
        Entry::new(action, "promo_codes").on(row.id).within(row.organization).after(json!({"code": row.code, "status": status})),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
