//! The pictures that an event's and an organization's page share: range chips, sales by day, what came in.

use std::borrow::Cow;

use platform_texts::t;
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
                (Field::date("from", t!("console-range-from")).required().value(from).error(sales.errors.of("from")))
                (Field::date("to", t!("console-range-to")).required().value(to).error(sales.errors.of("to")))
            }
        },
    )
    .hidden("range", Range::Own.as_str())
    .button(Button::submit(t!("console-range-show")));
    html! {
        div class="ranges" {
            (Filters::new(chips))
            (Disclosure::new(html! { (Range::Own.label()) ": " (sales.span.words()) }, own.render()).open(chosen == Range::Own))
        }
    }
}

/// Tickets in parts of the span, by `kind` (type or event).
pub fn tickets(sales: &Sales, kind: &str) -> Markup {
    let title = t!("console-chart-tickets", by = sales.span.by());
    let many = sales.tickets.len() > 1;
    let chart = Columns::new(title, Unit::Count, sales.span.labels(), sales.tickets.clone());
    if many {
        chart.note(t!("console-chart-tickets-note", kind = kind)).render()
    } else {
        chart.note(t!("console-chart-tickets-note-one")).render()
    }
}

/// How tickets added up within the span.
pub fn course(sales: &Sales) -> LineChart {
    let labels = sales.span.labels();
    let sold = |i: usize| sales.tickets.iter().map(|s| s.values.get(i).copied().unwrap_or(0)).sum();
    let points = labels.into_iter().enumerate().map(|(i, label)| (label, sold(i))).collect();
    LineChart::growing(t!("console-chart-course"), Unit::Count, points).note(t!("console-chart-course-note"))
}

/// Takings of one currency in parts of the span, and what went back if anything did.
pub fn takings(sales: &Sales, money: &MoneySales, currency: Currency) -> Markup {
    let span = &sales.span;
    let paid = span.spread(money.paid.iter().filter(|d| d.currency == currency).map(|d| (d.day, d.gross_minor)));
    let back = span.spread(money.refunded.iter().filter(|d| d.currency == currency).map(|d| (d.day, d.amount_minor)));
    let unit = Unit::Money(currency);
    let (by, code) = (span.by(), currency.code());
    let (paid_title, back_title) = match money.books.0.len() {
        0 | 1 => (t!("console-chart-paid", by = by), t!("console-chart-back", by = by)),
        _ => (t!("console-chart-paid-in", by = by, currency = code), t!("console-chart-back-in", by = by, currency = code)),
    };
    html! {
        (Columns::new(paid_title, unit, span.labels(), vec![Series::new(t!("console-chart-paid-series"), paid)]).note(t!("console-chart-paid-note")))
        @if back.iter().any(|minor| *minor != 0) {
            (Columns::new(back_title, unit, span.labels(), vec![Series::new(t!("console-chart-back-series"), back)]).note(t!("console-chart-back-note")))
        }
    }
}

/// What came in, line by line down to what stays, one column per currency.
pub fn account(books: &Books) -> Table {
    let mut columns = vec![Column::new(t!("console-account-days"))];
    columns.extend(books.currencies().map(|c| Column::figures(c.code())));
    let lines: [(Cow<'static, str>, fn(Sums) -> i64); 6] = [
        (t!("console-account-tickets"), Sums::tickets_minor),
        (t!("console-account-fees"), |s| s.fees_minor),
        (t!("console-account-tax"), |s| s.tax_minor),
        (t!("console-account-paid"), |s| s.gross_minor),
        (t!("console-account-back"), |s| -s.refunds_minor),
        (t!("console-account-stays"), Sums::net_minor),
    ];
    let row = |(label, amount): (Cow<'static, str>, fn(Sums) -> i64)| {
        let mut cells = vec![html! { (label) }];
        cells.extend(books.0.iter().map(|(currency, sums)| html! { (Money::new(amount(*sums), *currency)) }));
        cells
    };
    Table::new(t!("console-account-caption"), columns).rows(lines.map(row))
}

/// What each type of ticket brought in, one picture per currency.
pub fn by_type(money: &MoneySales) -> Markup {
    html! {
        @for currency in money.books.currencies() {
            @let bars: Vec<Bar> = money.by_type.iter().filter(|t| t.currency == currency).map(|t| Bar::new(&t.name, t.gross_minor)).collect();
            @if bars.len() > 1 { (Bars::new(t!("console-chart-by-type"), Unit::Money(currency), bars).note(t!("console-chart-by-type-note"))) }
        }
    }
}

/// How many of those who went to the checkout paid.
pub fn checkouts(placed: Placed) -> Markup {
    html! {
        @if placed.placed > 0 {
            p class="muted" {
                @if placed.waiting > 0 {
                    (t!("console-checkouts-waiting", paid = placed.paid, placed = placed.placed, waiting = placed.waiting))
                } @else {
                    (t!("console-checkouts", paid = placed.paid, placed = placed.placed))
                }
            }
        }
    }
}
