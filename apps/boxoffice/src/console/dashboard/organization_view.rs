//! An organization's figures: sums, pictures, and a line for each event.

use platform_texts::t;
use platform_types::{EventId, Timestamp, Zone};
use platform_ui::{Card, Column, EmptyState, Figure, Figures, Icon, Markup, Moment, Sparkline, Table, html};

use super::books::{Books, Sums};
use super::charts::{self, Sales};
use crate::console::access::Place;
use crate::console::frame::Frame;

/// As many events as are listed.
const LINES: usize = 100;

/// How one event sold within the span.
#[derive(Clone, Debug)]
pub struct EventLine {
    /// Which.
    pub id: EventId,
    /// Its title.
    pub name: String,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// Its clocks.
    pub zone: Zone,
    /// Tickets sold.
    pub tickets: i64,
    /// The same in parts of the span.
    pub values: Vec<i64>,
    /// What came in; none where the caller may not see it.
    pub books: Option<Books>,
}

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct OrganizationPage<'a> {
    /// The organization.
    pub place: &'a Place,
    /// What was sold.
    pub sales: &'a Sales,
    /// By event.
    pub lines: &'a [EventLine],
    /// Of how many events the caller sees figures.
    pub events: usize,
}

/// The page.
pub fn page(frame: &Frame, model: &OrganizationPage<'_>) -> Markup {
    let current = format!("/console/{}", model.place.slug);
    let main = html! {
        @if model.events == 0 {
            (EmptyState::new(Icon::ChartNoAxesColumn, t!("console-figures-none"), t!("console-figures-none-help")))
        } @else {
            (charts::chooser(&current, model.sales))
            (figures(model))
            div class="charts charts--cards" {
                (Card::new(charts::tickets(model.sales, "event")))
                (Card::new(charts::course(model.sales).render()))
            }
            @if let Some(money) = &model.sales.money {
                @for currency in money.books.currencies() {
                    (Card::new(html! { div class="charts" { (charts::takings(model.sales, money, currency)) } }))
                }
            }
            @if let Some(money) = model.sales.money.as_ref().filter(|m| !m.books.0.is_empty()) { (Card::new(charts::account(&money.books).render()).title(t!("console-figures-account")).flush()) }
            (Card::new(html! { (events(model)) }).title(t!("console-figures-by-event")).flush())
            @if model.lines.len() > LINES { p class="muted" { (t!("console-figures-most", shown = LINES, all = model.lines.len())) } }
        }
    };
    frame
        .page(Some(model.place), &current, &t!("console-figures-heading"), main)
        .lead(t!("console-figures-lead", days = model.sales.span.words(), zone = model.place.zone.name()).into_owned())
        .render()
}

fn figures(model: &OrganizationPage<'_>) -> Figures {
    let sales = model.sales;
    let mut figures = vec![
        Figure::new(t!("console-figures-tickets"), sales.tickets_sold()).note(t!("console-figures-tickets-of", count = model.lines.len())),
    ];
    if let Some(money) = &sales.money {
        let several = money.books.0.len() > 1;
        for (currency, sums) in &money.books.0 {
            let label = if several {
                t!("console-figures-stays-in", currency = currency.code()).into_owned()
            } else {
                t!("console-figures-stays").into_owned()
            };
            let amount = |minor| platform_types::Money::new(minor, *currency);
            let note = if sums.refunds_minor > 0 {
                t!("console-figures-paid-back", paid = amount(sums.gross_minor), refunded = amount(sums.refunds_minor)).into_owned()
            } else {
                t!("console-figures-orders", count = sums.orders).into_owned()
            };
            figures.push(Figure::new(label, amount(sums.net_minor())).note(note));
        }
        let placed = money.placed;
        if placed.placed > 0 {
            figures.push(
                Figure::new(t!("console-figures-checkouts"), format!("{} %", placed.paid * 100 / placed.placed))
                    .note(t!("console-figures-checkouts-of", paid = placed.paid, placed = placed.placed).into_owned()),
            );
        }
    }
    Figures(figures)
}

fn events(model: &OrganizationPage<'_>) -> Table {
    let money = model.lines.iter().any(|l| l.books.is_some());
    let mut columns = vec![
        Column::new(t!("console-figures-column-event")),
        Column::new(t!("console-figures-column-starts")),
        Column::figures(t!("console-figures-column-tickets")),
        Column::new(t!("console-figures-column-course")),
    ];
    if money {
        columns.extend([
            Column::figures(t!("console-figures-column-paid")),
            Column::figures(t!("console-figures-column-back")),
            Column::figures(t!("console-figures-column-stays")),
        ]);
    }
    let by = model.sales.span.by();
    let row = |line: &EventLine| {
        let most = line.values.iter().max().copied().unwrap_or(0);
        let mut cells = vec![
            html! { a href={ "/console/events/" (line.id) "?range=" (model.sales.asked.range().as_str()) (dates(model)) } { (line.name) } },
            html! { @match line.starts_at { Some(at) => (Moment::short(at, line.zone)), None => span class="muted" { (t!("console-figures-no-date")) } } },
            html! { (line.tickets) },
            html! { (Sparkline::new(t!("console-figures-spark", tickets = line.tickets, most = most, by = by), line.values.clone())) },
        ];
        if money {
            let seen = |text: String| html! { @if line.books.is_none() { span class="muted" { (t!("console-figures-hidden")) } } @else if text.is_empty() { "–" } @else { (text) } };
            cells.extend([seen(line.told(|s| s.gross_minor)), seen(line.told(|s| s.refunds_minor)), seen(line.told(Sums::net_minor))]);
        }
        cells
    };
    Table::new(t!("console-figures-caption"), columns).rows(model.lines.iter().map(row)).empty(EmptyState::new(
        Icon::ChartNoAxesColumn,
        t!("console-figures-nothing"),
        t!("console-figures-nothing-help"),
    ))
}

/// One's own dates go along to the event.
fn dates(model: &OrganizationPage<'_>) -> String {
    let asked = &model.sales.asked;
    match asked.range() {
        super::Range::Own => format!("&from={}&to={}", model.sales.span.first, model.sales.span.last),
        _ => String::new(),
    }
}
