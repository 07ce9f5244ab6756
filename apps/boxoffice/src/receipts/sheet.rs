//! A receipt in words and figures.

use platform_documents::{Entry, ReceiptLine, ReceiptSheet, Sum};
use platform_types::{Money, Timestamp};

use super::{Line, Receipt};
use crate::orders::OrderKind;
use crate::readable::{ORDER_NUMBER, TEST_MODE, order_number, percent};
use crate::shop::paper::{language_of, other_texts, place_line};

/// What is printed. `simulated` is whether the house's provider moves no real money.
pub fn sheet(receipt: &Receipt, simulated: bool) -> ReceiptSheet {
    let (order, event) = (&receipt.order, &receipt.event);
    let number = order_number(&order.number);
    let presenter = event.presenter.trim();
    let presented = (!presenter.is_empty() && presenter != event.organizer.trim()).then(|| format!("Presented by {presenter}"));
    let when = event.starts_at.map(|at| event.zone.local(at).format("%A %-d %B %Y, %H:%M").to_string());
    let subject = std::iter::once(event.name.clone())
        .chain(other_texts(&event.names, &event.name).into_iter().map(|(_, text)| text).take(1))
        .chain(when)
        .chain(Some(place_line(event)).filter(|line| !line.is_empty()));
    let columns = Columns::of(receipt);
    ReceiptSheet {
        language: language_of(event),
        organiser: std::iter::once(event.organizer.clone()).chain(presented).collect(),
        title: "Receipt".to_owned(),
        number: number.clone(),
        mark: order.is_test.then(|| TEST_MODE.to_owned()),
        subject: subject.collect(),
        facts: facts(receipt, number, simulated),
        columns: columns.heads(receipt),
        lines: receipt.lines.iter().map(|line| columns.line(receipt, line)).collect(),
        sums: sums(receipt),
        tax_columns: if taxes(receipt).is_empty() { Vec::new() } else { ["Tax", "Net", "Tax", "Gross"].map(str::to_owned).to_vec() },
        taxes: taxes(receipt).iter().map(|tax| tax.row(receipt)).collect(),
        paid: paid(receipt),
        notes: notes(receipt, simulated),
        page: "Page {n} of {of}".to_owned(),
    }
}

impl Receipt {
    fn figures(&self, minor: i64) -> String {
        Money::new(minor, self.order.currency).figures()
    }

    fn local(&self, at: Timestamp, pattern: &str) -> String {
        self.event.zone.local(at).format(pattern).to_string()
    }
}

fn facts(receipt: &Receipt, number: String, simulated: bool) -> Vec<(String, String)> {
    let order = &receipt.order;
    let minute = |at| receipt.local(at, "%-d %B %Y, %H:%M");
    let with = match (&receipt.provider, order.total_minor) {
        (_, 0) => None,
        _ if order.is_test => Some("Test payment".to_owned()),
        (Some(_), _) if simulated => Some("Payment simulator".to_owned()),
        (Some(provider), _) => Some(format!("Online, through {}", named(provider))),
        (None, _) => None,
    };
    [
        Some((ORDER_NUMBER, number)),
        Some(("Ordered", minute(order.created_at))),
        order.paid_at.filter(|_| order.total_minor > 0).map(|at| ("Paid", minute(at))),
        with.map(|with| ("Paid with", with)),
        Some(("Buyer", order.buyer_name.clone())),
        Some(("E-mail", order.email.clone())),
    ]
    .into_iter()
    .flatten()
    .map(|(label, value)| (label.to_owned(), value))
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
        let figures =
            [Some("Quantity"), Some("Price each"), self.fees.then_some("Fees each"), self.tax.then_some("Tax each"), Some("Amount")];
        std::iter::once(format!("Amounts in {}", receipt.order.currency)).chain(figures.into_iter().flatten().map(str::to_owned)).collect()
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
        let less = || format!("{full} each, less {} with {}", receipt.figures(line.off_minor), receipt.order.promo_code);
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
        let how = match (self.tax_minor, self.on_top) {
            (0, _) => "",
            (_, true) => ", on top of the prices",
            (_, false) => ", contained in the prices",
        };
        let figures = [self.gross_minor - self.tax_minor, self.tax_minor, self.gross_minor].map(|minor| receipt.figures(minor));
        std::iter::once(format!("{}{how}", self.label)).chain(figures).collect()
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
            None if tax > 0 => "Tax".to_owned(),
            None => "No tax".to_owned(),
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

/// The name with its rate, which most names say already.
fn tax_label(name: &str, rate_millionths: i64) -> String {
    let rate = percent(rate_millionths);
    if name.contains(&rate) || name.contains(&rate.replace('.', ",")) { name.to_owned() } else { format!("{name} {rate} %") }
}

fn sums(receipt: &Receipt) -> Vec<Sum> {
    let order = &receipt.order;
    let sum = |label: String, minor: i64, entry| Sum { label, amount: receipt.figures(minor), entry };
    let mut sums = Vec::new();
    let taxes = taxes(receipt);
    if order.discount_minor > 0 {
        sums.push(sum("Tickets at full price".to_owned(), order.subtotal_minor + order.discount_minor, Entry::Plain));
        sums.push(sum(format!("Discount with {}", order.promo_code), -order.discount_minor, Entry::Plain));
    } else if order.fees_minor > 0 || order.tax_added_minor > 0 {
        sums.push(sum("Tickets".to_owned(), order.subtotal_minor, Entry::Plain));
    }
    if order.fees_minor > 0 {
        sums.push(sum("Fees".to_owned(), order.fees_minor, Entry::Plain));
    }
    for tax in taxes.iter().filter(|t| t.on_top) {
        sums.push(sum(tax.label.clone(), tax.tax_minor, Entry::Plain));
    }
    sums.push(sum(format!("Total in {}", order.currency), order.total_minor, Entry::Total));
    for tax in taxes.iter().filter(|t| !t.on_top && t.tax_minor > 0) {
        sums.push(sum(format!("incl. {}", tax.label), tax.tax_minor, Entry::Aside));
    }
    sums
}

fn paid(receipt: &Receipt) -> Vec<Sum> {
    let order = &receipt.order;
    let Some(at) = order.paid_at.filter(|_| order.total_minor > 0) else { return Vec::new() };
    let day = |at| receipt.local(at, "%-d %B %Y");
    let sum = |label: String, minor: i64, entry| Sum { label, amount: receipt.figures(minor), entry };
    let how = if order.is_test { "Settled as a test" } else { "Paid" };
    if receipt.backs.is_empty() {
        return vec![sum(format!("{how} on {}", day(at)), order.total_minor, Entry::Total)];
    }
    let back = |back: &super::Back| {
        let what = if back.sent { "Refunded" } else { "Refund on its way," };
        sum(format!("{what} {}", day(back.at)), -back.amount_minor, Entry::Plain)
    };
    let left = order.total_minor - order.refunded_minor;
    std::iter::once(sum(format!("{how} on {}", day(at)), order.total_minor, Entry::Plain))
        .chain(receipt.backs.iter().map(back))
        .chain([sum(format!("Remaining paid in {}", order.currency), left, Entry::Total)])
        .collect()
}

fn notes(receipt: &Receipt, simulated: bool) -> Vec<String> {
    let order = &receipt.order;
    let organizer = &receipt.event.organizer;
    let what = match order.kind {
        _ if order.is_test => format!("This is the receipt of a test: nothing was sold and no money moved. {TEST_MODE}"),
        OrderKind::Comp => format!("These tickets were given away by {organizer}: nothing was charged for them."),
        OrderKind::Sale if order.total_minor == 0 => "Nothing was charged for this order.".to_owned(),
        OrderKind::Sale => "This is a receipt for what was paid. It is not a tax invoice: ask the organizer if you need one.".to_owned(),
    };
    let untrue = (simulated && order.total_minor > 0 && !order.is_test)
        .then(|| "This house runs with a payment simulator: no real money moved.".to_owned());
    let rounding = (!taxes(receipt).is_empty()).then(|| "Tax is rounded once for each ticket.".to_owned());
    let zone = format!("Dates and times are by the clock of the event’s place, {}.", receipt.event.zone);
    [Some(what), untrue, rounding, Some(zone)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
