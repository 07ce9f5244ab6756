//! What one pays, line by line.

use maud::{Markup, html};
use platform_texts::t;
use platform_types::{Currency, Money};

use crate::sample::{Sample, splices};

/// So many of one thing.
#[derive(Clone, Debug)]
pub struct OrderLine {
    /// What.
    pub title: String,
    /// A second line: the event, the seat.
    pub note: Option<String>,
    /// How many.
    pub count: u32,
    /// What they cost together.
    pub amount: Money,
}

impl OrderLine {
    /// `count` of `title` for `amount` together.
    pub fn new(title: impl Into<String>, count: u32, amount: Money) -> Self {
        Self { title: title.into(), note: None, count, amount }
    }

    /// A second line.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// The lines, what is added, the total, what it contains.
#[derive(Clone, Debug)]
pub struct OrderSummary {
    /// The heading.
    pub title: String,
    /// What is bought.
    pub lines: Vec<OrderLine>,
    /// What is added or taken off: fees, discounts, refunds.
    pub extras: Vec<(String, Money)>,
    /// The sum.
    pub total: Money,
    /// What the sum contains: taxes.
    pub contained: Vec<(String, Money)>,
}

impl OrderSummary {
    /// The lines and their total.
    pub fn new(lines: Vec<OrderLine>, total: Money) -> Self {
        Self { title: t!("price-your-order").into_owned(), lines, extras: Vec::new(), total, contained: Vec::new() }
    }

    /// Another heading.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Something added or taken off.
    #[must_use]
    pub fn extra(mut self, label: impl Into<String>, amount: Money) -> Self {
        self.extras.push((label.into(), amount));
        self
    }

    /// Something the total contains.
    #[must_use]
    pub fn contained(mut self, label: impl Into<String>, amount: Money) -> Self {
        self.contained.push((label.into(), amount));
        self
    }

    /// The summary.
    pub fn render(&self) -> Markup {
        html! {
            section class="order" {
                h2 class="order__title" { (self.title) }
                ul class="order__lines" role="list" {
                    @for line in &self.lines {
                        li class="order__line" {
                            span class="order__count" { (line.count) " ×" }
                            span class="order__what" { (line.title) @if let Some(note) = &line.note { span class="order__note" { (note) } } }
                            span class="order__amount" { (amount(line.amount)) }
                        }
                    }
                }
                dl class="order__sums" {
                    @for (label, extra) in &self.extras { div class="order__sum" { dt { (label) } dd { (amount(*extra)) } } }
                    div class="order__sum order__sum--total" { dt { (t!("price-total")) } dd { (self.total.to_string()) } }
                    @for (label, part) in &self.contained { div class="order__sum order__sum--contained" { dt { (label) } dd { (amount(*part)) } } }
                }
            }
        }
    }

    /// With fees and taxes, and for nothing.
    pub fn sample() -> Vec<Sample> {
        let eur = |minor| Money::new(minor, Currency::EUR);
        let paid = Self::new(
            vec![OrderLine::new("Stalls", 2, eur(8000)).note("The Tempest · Sat 14 Mar, 19:30"), OrderLine::new("Under 26", 1, eur(0))],
            eur(8500),
        )
        .extra("Booking fee", eur(500))
        .contained("incl. 19 % VAT", eur(1357));
        let free = Self::new(vec![OrderLine::new("Admission", 2, eur(0)).note("What the River Knows")], eur(0));
        vec![Sample::new("fees and taxes", paid.render()), Sample::new("free", free.render())]
    }
}

fn amount(money: Money) -> String {
    if money.is_zero() { t!("price-free").into_owned() } else { money.to_string() }
}

splices!(OrderSummary);
