//! A receipt in words and figures.

use std::borrow::Cow;

use platform_documents::{Entry, ReceiptLine, ReceiptSheet, Sum};
use platform_texts::{Telling, in_zone, t, zone_name};
use platform_types::{Lang, Money, Timestamp};

use super::{Line, Receipt};
use crate::orders::OrderKind;
use crate::readable::{order_number, order_number_name, percent, test_mode};
use crate::shop::paper::{language_of, other_text, place_line, told_event};

/// What is printed, in the language of the order. `simulated` is whether the house's provider moves no real money.
pub fn sheet(receipt: &Receipt, simulated: bool) -> ReceiptSheet {
    let told = || told_sheet(&Receipt { event: told_event(receipt.event.clone()), ..receipt.clone() }, simulated);
    receipt.order.language.within(told)
}

fn told_sheet(receipt: &Receipt, simulated: bool) -> ReceiptSheet {
    let (order, event) = (&receipt.order, &receipt.event);
    let number = order_number(&order.number);
    let presenter = event.presenter.trim();
    let presented =
        (!presenter.is_empty() && presenter != event.organizer.trim()).then(|| t!("receipt-presented", presenter = presenter).into_owned());
    let when = event.starts_at.map(|at| in_zone(at, event.zone, Telling::Whole));
    let subject = std::iter::once(event.name.clone())
        .chain(other_text(&event.names, &event.name).map(|(_, text)| text))
        .chain(when)
        .chain(Some(place_line(event)).filter(|line| !line.is_empty()));
    let columns = Columns::of(receipt);
    ReceiptSheet {
        language: language_of(event),
        organiser: std::iter::once(event.organizer.clone()).chain(presented).collect(),
        title: t!("receipt-title").into_owned(),
        number: number.clone(),
        mark: order.is_test.then(|| test_mode().into_owned()),
        subject: subject.collect(),
        facts: facts(receipt, number, simulated),
        columns: columns.heads(receipt),
        lines: receipt.lines.iter().map(|line| columns.line(receipt, line)).collect(),
        sums: sums(receipt),
        tax_columns: if taxes(receipt).is_empty() {
            Vec::new()
        } else {
            [t!("receipt-tax"), t!("receipt-net"), t!("receipt-tax"), t!("receipt-gross")].map(Cow::into_owned).to_vec()
        },
        taxes: taxes(receipt).iter().map(|tax| tax.row(receipt)).collect(),
        paid: paid(receipt),
        notes: notes(receipt, simulated),
        page: t!("receipt-page", n = "{n}", of = "{of}").into_owned(),
    }
}

impl Receipt {
    fn figures(&self, minor: i64) -> String {
        Money::new(minor, self.order.currency).figures()
    }

    fn told(&self, at: Timestamp, telling: Telling) -> String {
        in_zone(at, self.event.zone, telling)
    }
}

fn facts(receipt: &Receipt, number: String, simulated: bool) -> Vec<(String, String)> {
    let order = &receipt.order;
    let minute = |at| receipt.told(at, Telling::Minute);
    let with = match (&receipt.provider, order.total_minor) {
        (_, 0) => None,
        _ if order.is_test => Some(t!("paper-test-payment")),
        (Some(_), _) if simulated => Some(t!("receipt-simulator")),
        (Some(provider), _) => Some(t!("receipt-online", provider = named(provider))),
        (None, _) => None,
    };
    [
        Some((order_number_name(), number)),
        Some((t!("receipt-ordered"), minute(order.created_at))),
        order.paid_at.filter(|_| order.total_minor > 0).map(|at| (t!("receipt-paid"), minute(at))),
        with.map(|with| (t!("receipt-paid-with"), with.into_owned())),
        Some((t!("receipt-buyer"), order.buyer_name.clone())),
        Some((t!("receipt-email"), order.email.clone())),
    ]
    .into_iter()
    .flatten()
    .map(|(label, value)| (label.into_owned(), value))
    .collect()
}

/// `stripe` as its owners write it.
fn named(provider: &str) -> String {
    let mut letters = provider.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Which figures the lines have: none of what nobody was charged.
struct Columns {
    fees: bool,
    tax: bool,
}

impl Columns {
    fn of(receipt: &Receipt) -> Self {
        let any = |part: fn(&Line) -> i64| receipt.lines.iter().any(|line| part(line) != 0);
        Self { fees: any(|line| line.unit.fee_minor), tax: any(|line| line.unit.tax_added_minor) }
    }

    fn heads(&self, receipt: &Receipt) -> Vec<String> {
        let figures = [
            Some(t!("receipt-quantity")),
            Some(t!("receipt-price-each")),
            self.fees.then(|| t!("receipt-fees-each")),
            self.tax.then(|| t!("receipt-tax-each")),
            Some(t!("receipt-amount")),
        ];
        let first = t!("receipt-amounts-in", currency = receipt.order.currency.code());
        std::iter::once(first).chain(figures.into_iter().flatten()).map(Cow::into_owned).collect()
    }

    fn line(&self, receipt: &Receipt, line: &Line) -> ReceiptLine {
        let unit = &line.unit;
        let figures = [
            Some(line.quantity.to_string()),
            Some(receipt.figures(unit.price_minor)),
            self.fees.then(|| receipt.figures(unit.fee_minor)),
            self.tax.then(|| receipt.figures(unit.tax_added_minor)),
            Some(receipt.figures(unit.all_in_minor() * line.quantity)),
        ];
        let full = receipt.figures(unit.price_minor + line.off_minor);
        let less = || t!("receipt-less", full = full, off = receipt.figures(line.off_minor), code = receipt.order.promo_code).into_owned();
        ReceiptLine { what: line.name.clone(), note: (line.off_minor > 0).then(less), figures: figures.into_iter().flatten().collect() }
    }
}

/// Lines that were priced with one tax.
struct Taxed {
    label: String,
    on_top: bool,
    gross_minor: i64,
    tax_minor: i64,
}

impl Taxed {
    fn row(&self, receipt: &Receipt) -> Vec<String> {
        let what = match (self.tax_minor, self.on_top) {
            (0, _) => t!("receipt-tax-plain", tax = self.label),
            (_, true) => t!("receipt-tax-on-top", tax = self.label),
            (_, false) => t!("receipt-tax-contained", tax = self.label),
        };
        let figures = [self.gross_minor - self.tax_minor, self.tax_minor, self.gross_minor].map(|minor| receipt.figures(minor));
        std::iter::once(what.into_owned()).chain(figures).collect()
    }
}

/// The order's lines by tax; none where there was no tax at all.
fn taxes(receipt: &Receipt) -> Vec<Taxed> {
    let mut all: Vec<Taxed> = Vec::new();
    for line in &receipt.lines {
        let unit = &line.unit;
        let (tax, gross) = ((unit.tax_added_minor + unit.tax_included_minor) * line.quantity, unit.all_in_minor() * line.quantity);
        let label = match &line.tax {
            Some((name, rate)) => tax_label(name, *rate),
            None if tax > 0 => t!("receipt-tax").into_owned(),
            None => t!("receipt-no-tax").into_owned(),
        };
        let on_top = unit.tax_added_minor > 0;
        // What costs nothing bears no tax and says nothing of how others bear it.
        match all.iter_mut().find(|t| t.label == label && (t.on_top == on_top || tax == 0 || t.tax_minor == 0)) {
            Some(known) => {
                known.on_top |= on_top;
                known.gross_minor += gross;
                known.tax_minor += tax;
            }
            None => all.push(Taxed { label, on_top, gross_minor: gross, tax_minor: tax }),
        }
    }
    if all.iter().all(|t| t.tax_minor == 0) { Vec::new() } else { all }
}

/// What the form of fees proposes as a tax's name, in its languages.
const USUAL_TAXES: [&str; 2] = ["VAT", "MwSt."];

/// The name with its rate, which most names say already. The name that the form proposes is told in the reader's language; one
/// that the house made up itself stands as it was written.
fn tax_label(name: &str, rate_millionths: i64) -> String {
    let rate = percent(rate_millionths);
    let comma = rate.replace('.', ",");
    let says_only_the_rate = |rest: &str| ["", &rate, &comma].contains(&rest.trim().trim_end_matches('%').trim());
    let is_usual = USUAL_TAXES.iter().filter_map(|usual| name.trim().strip_prefix(usual)).any(says_only_the_rate);
    let told_rate = if Lang::current() == Lang::De { &comma } else { &rate };
    if is_usual {
        t!("receipt-tax-rate", name = t!("receipt-vat"), rate = told_rate).into_owned()
    } else if name.contains(&rate) || name.contains(&comma) {
        name.to_owned()
    } else {
        t!("receipt-tax-rate", name = name, rate = told_rate).into_owned()
    }
}

fn sums(receipt: &Receipt) -> Vec<Sum> {
    let order = &receipt.order;
    let sum = |label: String, minor: i64, entry| Sum { label, amount: receipt.figures(minor), entry };
    let mut sums = Vec::new();
    let taxes = taxes(receipt);
    if order.discount_minor > 0 {
        sums.push(sum(t!("receipt-full-price").into_owned(), order.subtotal_minor + order.discount_minor, Entry::Plain));
        sums.push(sum(t!("receipt-discount", code = order.promo_code).into_owned(), -order.discount_minor, Entry::Plain));
    } else if order.fees_minor > 0 || order.tax_added_minor > 0 {
        sums.push(sum(t!("receipt-tickets").into_owned(), order.subtotal_minor, Entry::Plain));
    }
    if order.fees_minor > 0 {
        sums.push(sum(t!("receipt-fees").into_owned(), order.fees_minor, Entry::Plain));
    }
    for tax in taxes.iter().filter(|t| t.on_top) {
        sums.push(sum(tax.label.clone(), tax.tax_minor, Entry::Plain));
    }
    sums.push(sum(t!("receipt-total", currency = order.currency.code()).into_owned(), order.total_minor, Entry::Total));
    for tax in taxes.iter().filter(|t| !t.on_top && t.tax_minor > 0) {
        sums.push(sum(t!("receipt-incl", tax = tax.label).into_owned(), tax.tax_minor, Entry::Aside));
    }
    sums
}

fn paid(receipt: &Receipt) -> Vec<Sum> {
    let order = &receipt.order;
    let Some(at) = order.paid_at.filter(|_| order.total_minor > 0) else { return Vec::new() };
    let day = |at| receipt.told(at, Telling::Date);
    let sum = |label: String, minor: i64, entry| Sum { label, amount: receipt.figures(minor), entry };
    let settled = if order.is_test { t!("receipt-test-on", day = day(at)) } else { t!("receipt-paid-on", day = day(at)) }.into_owned();
    if receipt.backs.is_empty() {
        return vec![sum(settled, order.total_minor, Entry::Total)];
    }
    let back = |back: &super::Back| {
        let day = day(back.at);
        let what = if back.sent { t!("receipt-refunded", day = day) } else { t!("receipt-refund-under-way", day = day) };
        sum(what.into_owned(), -back.amount_minor, Entry::Plain)
    };
    let left = order.total_minor - order.refunded_minor;
    std::iter::once(sum(settled, order.total_minor, Entry::Plain))
        .chain(receipt.backs.iter().map(back))
        .chain([sum(t!("receipt-remaining", currency = order.currency.code()).into_owned(), left, Entry::Total)])
        .collect()
}

fn notes(receipt: &Receipt, simulated: bool) -> Vec<String> {
    let order = &receipt.order;
    let organizer = &receipt.event.organizer;
    let what = match order.kind {
        _ if order.is_test => t!("receipt-note-test", test = test_mode()),
        OrderKind::Comp => t!("receipt-note-comp", organizer = organizer),
        OrderKind::Sale if order.total_minor == 0 => t!("receipt-note-free"),
        OrderKind::Sale => t!("receipt-note-sale"),
    };
    let untrue = (simulated && order.total_minor > 0 && !order.is_test).then(|| t!("receipt-note-simulated"));
    let rounding = (!taxes(receipt).is_empty()).then(|| t!("receipt-note-rounding"));
    let zone = t!("receipt-note-zone", zone = zone_name(receipt.event.zone));
    [Some(what), untrue, rounding, Some(zone)].into_iter().flatten().map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests;
