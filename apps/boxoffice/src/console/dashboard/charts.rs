//! The pictures that an event's and an organization's page share: range chips, sales by day, what came in.

use platform_types::{Currency, Money};
use platform_ui::{
    Bar, Bars, Button, Chip, Column, Columns, Disclosure, Field, FieldErrors, Filters, Form, LineChart, Markup, Series, Table, Unit, html,
};

use super::books::{Books, Sums};
use super::queries::{DayMoney, DayRefunds, Placed, TypeMoney};
use super::range::{Asked, Range, Span};

/// Sales within a span, as far as the caller may see them.
#[derive(Clone, Debug)]
pub struct Sales {
    /// What the address said.
    pub asked: Asked,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// Which days.
    pub span: Span,
    /// Tickets by type (of an organization: by event), one value for each part of the span.
    pub tickets: Vec<Series>,
    /// What came in; none for whoever may not see money.
    pub money: Option<MoneySales>,
}

/// The money within a span.
#[derive(Clone, Debug, Default)]
pub struct MoneySales {
    /// Paid orders by day.
    pub paid: Vec<DayMoney>,
    /// Refunds by day.
    pub refunded: Vec<DayRefunds>,
    /// The sums of both.
    pub books: Books,
    /// By type of ticket, for one event.
    pub by_type: Vec<TypeMoney>,
    /// What became of checkouts.
    pub placed: Placed,
}

impl Sales {
    /// All tickets within the span.
    pub fn tickets_sold(&self) -> i64 {
        self.tickets.iter().flat_map(|s| &s.values).sum()
    }
}

/// Chips for the usual ranges and a form for one's own dates; `base` is the page's address.
pub fn chooser(base: &str, sales: &Sales) -> Markup {
    let chosen = sales.asked.range();
    let chips = Range::CHIPS.map(|range| Chip::new(range.label(), format!("{base}?range={}", range.as_str()), range == chosen)).to_vec();
    let (from, to) = match chosen {
        Range::Own => (sales.asked.from.clone(), sales.asked.to.clone()),
        _ => (sales.span.first.to_string(), sales.span.last.to_string()),
    };
    let own = Form::get(
        base,
        html! {
            div class="form__row" {
                (Field::date("from", "From").required().value(from).error(sales.errors.of("from")))
                (Field::date("to", "To").required().value(to).error(sales.errors.of("to")))
            }
        },
    )
    .hidden("range", Range::Own.as_str())
    .button(Button::submit("Show"));
    html! {
        div class="ranges" {
            (Filters::new(chips))
            (Disclosure::new(html! { (Range::Own.label()) ": " (sales.span.words()) }, own.render()).open(chosen == Range::Own))
        }
    }
}

/// Tickets in parts of the span, by `kind` (type or event).
pub fn tickets(sales: &Sales, kind: &str) -> Markup {
    let title = format!("Tickets by {}", sales.span.by());
    let many = sales.tickets.len() > 1;
    let chart = Columns::new(title, Unit::Count, sales.span.labels(), sales.tickets.clone());
    if many {
        chart.note(format!("By {kind}; refunded ones are among them")).render()
    } else {
        chart.note("Refunded ones are among them").render()
    }
}

/// How tickets added up within the span.
pub fn course(sales: &Sales) -> LineChart {
    let labels = sales.span.labels();
    let sold = |i: usize| sales.tickets.iter().map(|s| s.values.get(i).copied().unwrap_or(0)).sum();
    let points = labels.into_iter().enumerate().map(|(i, label)| (label, sold(i))).collect();
    LineChart::growing("Tickets in all", Unit::Count, points).note("Within these days")
}

/// Takings of one currency in parts of the span, and what went back if anything did.
pub fn takings(sales: &Sales, money: &MoneySales, currency: Currency) -> Markup {
    let span = &sales.span;
    let paid = span.spread(money.paid.iter().filter(|d| d.currency == currency).map(|d| (d.day, d.gross_minor)));
    let back = span.spread(money.refunded.iter().filter(|d| d.currency == currency).map(|d| (d.day, d.amount_minor)));
    let unit = Unit::Money(currency);
    let named = |what: &str| match money.books.0.len() {
        0 | 1 => format!("{what} by {}", span.by()),
        _ => format!("{what} by {}, {currency}", span.by()),
    };
    html! {
        (Columns::new(named("Paid"), unit, span.labels(), vec![Series::new("Paid", paid)]).note("By the day of payment, before refunds"))
        @if back.iter().any(|minor| *minor != 0) {
            (Columns::new(named("Given back"), unit, span.labels(), vec![Series::new("Given back", back)]).note("By the day on which it was decided"))
        }
    }
}

/// What came in, line by line down to what stays, one column per currency.
pub fn account(books: &Books) -> Table {
    let mut columns = vec![Column::new("Within these days")];
    columns.extend(books.currencies().map(|c| Column::figures(c.code())));
    let lines: [(&str, fn(Sums) -> i64); 6] = [
        ("Tickets, without fees and tax", Sums::tickets_minor),
        ("Fees", |s| s.fees_minor),
        ("Tax", |s| s.tax_minor),
        ("Paid by buyers", |s| s.gross_minor),
        ("Given back", |s| -s.refunds_minor),
        ("Stays", Sums::net_minor),
    ];
    let row = |(label, amount): (&'static str, fn(Sums) -> i64)| {
        let mut cells = vec![html! { (label) }];
        cells.extend(books.0.iter().map(|(currency, sums)| html! { (Money::new(amount(*sums), *currency)) }));
        cells
    };
    Table::new("What came in", columns).rows(lines.map(row))
}

/// What each type of ticket brought in, one picture per currency.
pub fn by_type(money: &MoneySales) -> Markup {
    html! {
        @for currency in money.books.currencies() {
            @let bars: Vec<Bar> = money.by_type.iter().filter(|t| t.currency == currency).map(|t| Bar::new(&t.name, t.gross_minor)).collect();
            @if bars.len() > 1 { (Bars::new("Paid by type", Unit::Money(currency), bars).note("Fees and tax included, before refunds")) }
        }
    }
}

/// How many of those who went to the checkout paid.
pub fn checkouts(placed: Placed) -> Markup {
    html! {
        @if placed.placed > 0 {
            p class="muted" {
                (placed.paid) " of " (placed.placed) @if placed.placed == 1 { " order" } @else { " orders" } " placed in these days "
                @if placed.paid == 1 { "was" } @else { "were" } " paid"
                @if placed.waiting > 0 { "; " (placed.waiting) " still may be" }
                "."
            }
        }
    }
}
