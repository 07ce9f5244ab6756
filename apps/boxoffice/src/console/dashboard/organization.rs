//! `/console/{org}`: how everything an organization puts on sells.

use std::collections::BTreeMap;

use axum::extract::State;
use platform_db::Tx;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_texts::t;
use platform_types::{EventId, OrganizationId, Timestamp};
use platform_ui::{FieldErrors, Series};

use super::books::{Sums, books};
use super::charts::{MoneySales, Sales};
use super::organization_view::{EventLine, OrganizationPage, page};
use super::queries::{DayTickets, count_placed, find_first_sale, list_paid, list_refunded, list_tickets, prepare};
use super::range::{Asked, Range, Span};
use crate::console::frame::After;
use crate::console::{Console, access};

/// An event whose figures the caller may see.
struct Seen {
    id: EventId,
    name: String,
    starts_at: Option<Timestamp>,
    timezone: String,
    /// Whether its money is seen too.
    money: bool,
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    prepare(&mut tx).await?;
    let events = list_seen(&mut tx, place.id).await?;
    let all: Vec<EventId> = events.iter().map(|e| e.id).collect();
    let with_money: Vec<EventId> = events.iter().filter(|e| e.money).map(|e| e.id).collect();
    let mut errors = FieldErrors::new();
    let first = if asked.range() == Range::All { find_first_sale(&mut tx, &all).await? } else { None };
    let span = asked.span(place.zone, ctx.now(), first.map(|at| place.zone.local(at).date_naive()), &mut errors);
    let tickets = list_tickets(&mut tx, &all, &span).await?;
    let money = if with_money.is_empty() {
        None
    } else {
        let (paid, refunded) = (list_paid(&mut tx, &with_money, &span).await?, list_refunded(&mut tx, &with_money, &span).await?);
        let books = books(&paid, &refunded);
        Some(MoneySales { placed: count_placed(&mut tx, &with_money, &span).await?, by_type: Vec::new(), paid, refunded, books })
    };
    tx.rollback().await?;
    let lines = lines(&span, &events, &tickets, money.as_ref());
    let series = series(&lines);
    let sales = Sales { asked, errors, span, tickets: series, money };
    let model = OrganizationPage { place: &place, sales: &sales, lines: &lines, events: events.len() };
    Ok(Page(page(&console.frame(&ctx, &After::default()), &model)))
}

/// Events of an organization whose figures the caller may see, newest first: all of them, for the sums.
async fn list_seen(tx: &mut Tx, organization: OrganizationId) -> Result<Vec<Seen>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, name, starts_at, timezone, money AS "money!" FROM (
             SELECT e.id, e.name, e.starts_at, e.timezone,
               e.organization_id = ANY ((SELECT auth.scopes_with('orders:view', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('orders:view', 'event'))::uuid[]) AS money,
               (e.organization_id = ANY ((SELECT auth.scopes_with('analytics:view', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('analytics:view', 'event'))::uuid[]))
                 AND (e.organization_id = ANY ((SELECT auth.scopes_with('tickets:scan', 'organization'))::uuid[]) OR e.id = ANY ((SELECT auth.scopes_with('tickets:scan', 'event'))::uuid[])) AS counts
             FROM events e WHERE e.organization_id = $1 AND e.status <> 'draft') seen
           WHERE money OR counts ORDER BY starts_at DESC NULLS LAST, id"#,
        organization.0
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| Seen { id: r.id.into(), name: r.name, starts_at: r.starts_at, timezone: r.timezone, money: r.money })
        .collect())
}

/// One line for each event that sold or gave back within the span, the one with most tickets first.
fn lines(span: &Span, events: &[Seen], tickets: &[DayTickets], money: Option<&MoneySales>) -> Vec<EventLine> {
    let mut by_event: BTreeMap<EventId, Vec<(chrono::NaiveDate, i64)>> = BTreeMap::new();
    for day in tickets {
        by_event.entry(day.event).or_default().push((day.day, day.tickets));
    }
    let line = |event: &Seen| {
        let values = span.spread(by_event.remove(&event.id).unwrap_or_default());
        let sums = money.filter(|_| event.money).map(|m| {
            let paid = m.paid.iter().filter(|d| d.event == event.id);
            books(paid, m.refunded.iter().filter(|d| d.event == event.id))
        });
        EventLine {
            id: event.id,
            name: event.name.clone(),
            starts_at: event.starts_at,
            zone: event.timezone.parse().unwrap_or(span.zone),
            tickets: values.iter().sum(),
            values,
            books: sums,
        }
    };
    let mut lines: Vec<EventLine> =
        events.iter().map(line).filter(|l| l.tickets > 0 || l.books.as_ref().is_some_and(|b| !b.0.is_empty())).collect();
    lines.sort_by_key(|l| std::cmp::Reverse(l.tickets));
    lines
}

/// As many events as a picture tells apart.
const DRAWN: usize = 5;

/// The events that sold most, each by itself, and all others as one: a house with a thousand events has six colours too.
fn series(lines: &[EventLine]) -> Vec<Series> {
    let sold: Vec<&EventLine> = lines.iter().filter(|l| l.tickets > 0).collect();
    let (drawn, others) = sold.split_at(if sold.len() > DRAWN + 1 { DRAWN } else { sold.len() });
    let mut series: Vec<Series> = drawn.iter().map(|l| Series::new(&l.name, l.values.clone())).collect();
    if let Some(first) = others.first() {
        let sums = (0..first.values.len()).map(|i| others.iter().map(|l| l.values.get(i).copied().unwrap_or(0)).sum());
        series.push(Series::new(t!("console-figures-others", count = others.len()).into_owned(), sums.collect()));
    }
    series
}

impl EventLine {
    /// An amount of each currency of this event.
    pub fn told(&self, amount: impl Fn(Sums) -> i64) -> String {
        self.books.as_ref().map(|b| b.told(amount)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_events_are_drawn_as_those_that_sold_most_and_no_ticket_is_lost() {
        let line = |n: u128| EventLine {
            id: uuid::Uuid::from_u128(n).into(),
            name: format!("Night {n}"),
            starts_at: None,
            zone: platform_types::Zone::UTC,
            tickets: 20 - i64::try_from(n).unwrap(),
            values: vec![19 - i64::try_from(n).unwrap(), 1],
            books: None,
        };
        let lines: Vec<EventLine> = (1..=9).map(line).collect();
        let drawn = series(&lines);
        let names: Vec<&str> = drawn.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["Night 1", "Night 2", "Night 3", "Night 4", "Night 5", "4 other events"]);
        assert_eq!(drawn.iter().flat_map(|s| &s.values).sum::<i64>(), lines.iter().map(|l| l.tickets).sum::<i64>());
        assert_eq!(series(&lines[..6]).len(), 6, "six are all drawn");
    }
}
