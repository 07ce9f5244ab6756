//! Reading codes, for a Sales transaction: buyers may not read them, only try them.

use platform_db::Tx;
use platform_types::{Currency, EventId, OrganizationId, TicketTypeId};

use super::{Code, Terms};

/// A code of an organization by its text as [`super::normal`] gives it.
pub async fn find_code(tx: &mut Tx, organization: OrganizationId, text: &str) -> Result<Option<Code>, sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT id, event_id, code, kind, rate_millionths, amount_minor, free_tickets, currency, reveals, starts_at, min_spend_minor, max_discount_minor, max_tickets,
             ARRAY(SELECT o.ticket_type_id FROM promo_code_types o WHERE o.code_id = c.id) AS "types!"
           FROM promo_codes c WHERE organization_id = $1 AND code = $2"#,
        organization.0,
        text
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|r| Code {
        id: r.id,
        organization,
        event: r.event_id.map(EventId),
        text: r.code,
        terms: terms_of(&r.kind, r.rate_millionths, r.amount_minor, r.free_tickets),
        currency: r.currency.parse().unwrap_or(Currency::EUR),
        reveals: r.reveals,
        types: r.types.into_iter().map(TicketTypeId).collect(),
        starts_at: r.starts_at,
        min_spend_minor: r.min_spend_minor,
        max_discount_minor: r.max_discount_minor,
        max_tickets: r.max_tickets,
    }))
}

/// As stored; the table keeps kind and figure together.
pub(crate) fn terms_of(kind: &str, rate_millionths: Option<i64>, amount_minor: Option<i64>, free_tickets: Option<i32>) -> Terms {
    match kind {
        "percent" => Terms::Percent(rate_millionths.unwrap_or(0)),
        "fixed" => Terms::Fixed(amount_minor.unwrap_or(0)),
        "free" => Terms::Free(free_tickets.unwrap_or(0)),
        _ => Terms::Access,
    }
}

/// Whether an event's page has a reason to ask for a code.
pub async fn takes_codes(tx: &mut Tx, event: EventId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT boxoffice.takes_codes($1) AS "takes!""#, event.0).fetch_one(&mut **tx).await
}
