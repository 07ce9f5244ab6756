//! Finding a guest by name, and how full it is.

use platform_db::Tx;
use platform_types::{EventId, TicketId, Timestamp, clean_line};

/// A ticket whose attendee's name fits.
#[derive(Clone, Debug)]
pub struct NameHit {
    /// Which ticket.
    pub ticket: TicketId,
    /// Who comes.
    pub attendee: String,
    /// With which ticket.
    pub type_name: String,
    /// As stored.
    pub status: String,
    /// When admitted.
    pub checked_in_at: Option<Timestamp>,
}

/// At most 20 tickets of this event whose name contains the text, whole names and beginnings first: who is called
/// “Ng” is found among hundreds of “Nguyen”. Letters count, not their accents or case. Row level security keeps strangers out.
pub async fn search_names(tx: &mut Tx, event: EventId, text: &str) -> Result<Vec<NameHit>, sqlx::Error> {
    let text = clean_line(text);
    let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let rows = sqlx::query!(
        r#"WITH typed AS MATERIALIZED (SELECT lower(regexp_replace(normalize($2::text, NFKD), '[\u0300-\u036f]', '', 'g')) AS bare)
           SELECT t.id, t.attendee_name, t.type_name, t.status, t.checked_in_at
           FROM typed, tickets t
           WHERE t.event_id = $1 AND t.attendee_bare LIKE '%' || typed.bare || '%'
           ORDER BY t.attendee_bare LIKE typed.bare DESC, t.attendee_bare LIKE typed.bare || '%' DESC, t.attendee_name, t.id LIMIT 20"#,
        event.0,
        literal
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| NameHit {
            ticket: r.id.into(),
            attendee: r.attendee_name,
            type_name: r.type_name,
            status: r.status,
            checked_in_at: r.checked_in_at,
        })
        .collect())
}

/// Tickets admitted and tickets that live, of one event.
pub async fn counts(tx: &mut Tx, event: EventId) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE status = 'checked_in') AS "inside!", count(*) FILTER (WHERE status NOT IN ('void', 'refunded')) AS "sold!" FROM tickets WHERE event_id = $1"#,
        event.0
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok((row.inside, row.sold))
}
