//! The sales of one event: what its overview shows below the figures.

use std::collections::BTreeMap;

use platform_auth::permission as may;
use platform_db::Tx;
use platform_texts::t;
use platform_types::{EventId, TicketTypeId, Timestamp, Zone};
use platform_ui::{Bar, Bars, Card, Columns, FieldErrors, Figure, Figures, Markup, Series, Unit, html};

use super::arrivals::doors;
use super::books::books;
use super::charts::{self, MoneySales, Sales};
use super::queries::{
    DayTickets, count_placed, find_first_sale, list_arrivals, list_by_type, list_paid, list_refunded, list_tickets, list_type_names,
    prepare,
};
use super::range::{Asked, Range, Span};
use crate::console::access::{Desk, Held};
use crate::console::events::Stock;

/// What somebody may see of an event's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sees {
    /// What came in.
    pub money: bool,
    /// How many tickets were sold when.
    pub sales: bool,
    /// Who came when.
    pub door: bool,
}

impl Sees {
    /// By what is held at the event. Without a door's or an order's view nobody reads tickets, whatever their role is called.
    pub fn of(held: &Held) -> Self {
        let (money, door) = (held.may(may::ORDERS_VIEW), held.may(may::TICKETS_SCAN));
        Self { money, sales: money || (door && held.may(may::ANALYTICS_VIEW)), door: money || door }
    }
}

/// An event's sales within a span, and who came.
#[derive(Clone, Debug)]
pub struct EventSales {
    /// Sales; none for whoever may not see them.
    pub sales: Option<Sales>,
    /// Admissions by quarter of an hour; none for whoever may not see the door.
    pub arrivals: Option<Vec<(Timestamp, i64)>>,
}

/// Asks for what the caller may see.
pub async fn find_sales(tx: &mut Tx, desk: &Desk, asked: &Asked, now: Timestamp) -> Result<EventSales, sqlx::Error> {
    let sees = Sees::of(&desk.held);
    let id = desk.event.id;
    prepare(tx).await?;
    let sales = if sees.sales { Some(sales_of(tx, id, desk.event.zone, asked, now, sees.money).await?) } else { None };
    let arrivals = if sees.door { Some(list_arrivals(tx, id).await?) } else { None };
    Ok(EventSales { sales, arrivals })
}

async fn sales_of(tx: &mut Tx, id: EventId, zone: Zone, asked: &Asked, now: Timestamp, sees_money: bool) -> Result<Sales, sqlx::Error> {
    let mut errors = FieldErrors::new();
    let first = match asked.range() {
        Range::All => find_first_sale(tx, &[id]).await?,
        _ => None,
    };
    let span = asked.span(zone, now, first.map(|at| zone.local(at).date_naive()), &mut errors);
    let tickets = by_type(&span, &list_tickets(tx, &[id], &span).await?, &list_type_names(tx, id).await?);
    let money = if sees_money {
        let (paid, refunded) = (list_paid(tx, &[id], &span).await?, list_refunded(tx, &[id], &span).await?);
        let books = books(&paid, &refunded);
        Some(MoneySales {
            by_type: list_by_type(tx, id, &span).await?,
            placed: count_placed(tx, &[id], &span).await?,
            paid,
            refunded,
            books,
        })
    } else {
        None
    };
    Ok(Sales { asked: asked.clone(), errors, span, tickets, money })
}

/// One series for each type that sold within the span, in the order of the event's page.
fn by_type(span: &Span, days: &[DayTickets], names: &[(TicketTypeId, String)]) -> Vec<Series> {
    let mut found: BTreeMap<usize, Vec<(chrono::NaiveDate, i64)>> = BTreeMap::new();
    for day in days {
        let at = names.iter().position(|(id, _)| *id == day.ticket_type).unwrap_or(names.len());
        found.entry(at).or_default().push((day.day, day.tickets));
    }
    found
        .into_iter()
        .map(|(at, days)| Series::new(names.get(at).map_or_else(|| t!("console-sales-gone"), |(_, name)| name.into()), span.spread(days)))
        .collect()
}

/// The cards below an event's figures. `admitted` is who is inside and how many tickets live.
pub fn cards(desk: &Desk, stock: &Stock, shown: &EventSales, admitted: Option<(i64, i64)>) -> Markup {
    let base = format!("/console/events/{}", desk.event.id);
    html! {
        @if let Some(sales) = &shown.sales { (Card::new(sold(&base, sales)).title(t!("console-sales-heading"))) }
        div class="panels" {
            (Card::new(html! { (capacity(stock)) }).title(t!("console-sales-capacity")))
            @if let Some(arrivals) = &shown.arrivals { (Card::new(at_the_door(arrivals, desk.event.zone, admitted)).title(t!("console-sales-door"))) }
        }
    }
}

fn sold(base: &str, sales: &Sales) -> Markup {
    html! {
        div class="stack" {
            (charts::chooser(base, sales))
            div class="charts" {
                (charts::tickets(sales, "type"))
                (charts::course(sales))
                @if let Some(money) = &sales.money {
                    @for currency in money.books.currencies() { (charts::takings(sales, money, currency)) }
                    (charts::by_type(money))
                }
            }
            @if let Some(money) = &sales.money {
                (charts::checkouts(money.placed))
                @if !money.books.0.is_empty() { (charts::account(&money.books)) }
            }
        }
    }
}

fn capacity(stock: &Stock) -> Bars {
    let whole =
        stock.pools.iter().find(|p| p.is_event()).map(|p| Bar::of(t!("console-sales-whole"), i64::from(p.sold), i64::from(p.capacity)));
    let types = stock.offers.iter().map(|o| Bar::of(&o.name, i64::from(o.sold), i64::from(o.capacity)));
    Bars::new(t!("console-sales-sold"), Unit::Count, types.chain(whole).collect()).note(t!("console-sales-sold-note"))
}

fn at_the_door(arrivals: &[(Timestamp, i64)], zone: Zone, admitted: Option<(i64, i64)>) -> Markup {
    let (parts, length) = doors(arrivals, zone);
    let entered: i64 = arrivals.iter().map(|(_, n)| n).sum();
    let (labels, values) = parts.into_iter().map(|p| (p.label, p.admitted)).unzip();
    let of = |part: i64, whole: i64| u8::try_from((part * 100).checked_div(whole).unwrap_or(0)).unwrap_or(100);
    html! {
        div class="stack" {
            @if let Some((inside, living)) = admitted {
                (Figures(vec![
                    Figure::new(t!("console-sales-entered"), entered).note(t!("console-sales-entered-of", living = living).into_owned()).percent(of(entered, living)),
                    Figure::new(t!("console-sales-inside"), inside),
                ]))
            }
            (Columns::new(t!("console-sales-admitted", length = length), Unit::Count, labels, vec![Series::new(t!("console-sales-admitted-series"), values)]))
        }
    }
}
