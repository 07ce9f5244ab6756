//! The ticket box: what can be bought, at the price one will pay.

use maud::{Markup, html};
use platform_texts::t;
use platform_types::{Currency, Money};

use crate::badge::Badge;
use crate::button::Button;
use crate::field::Field;
use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::stepper::Stepper;

/// Whether a ticket can be had.
#[derive(Clone, Debug)]
pub enum Availability {
    /// At most `max` an order; `left` is told when few are.
    OnSale {
        /// How many one order may hold.
        max: u32,
        /// How many are left, when that should be told.
        left: Option<u32>,
    },
    /// None left.
    SoldOut,
    /// Not now; in words: “On sale from Mon 2 Mar, 10:00”.
    NotNow(String),
}

/// Where the buyer says what one ticket may cost.
#[derive(Clone, Debug)]
pub struct OwnAmount {
    /// Name of the field.
    pub name: String,
    /// What stands in it, as it was typed or as it is suggested.
    pub value: String,
    /// What it is in.
    pub currency: Currency,
    /// What would be right: “€5.00 or more.”
    pub help: String,
    /// What is wrong with what was typed.
    pub error: Option<String>,
}

/// One kind of ticket.
#[derive(Clone, Debug)]
pub struct PriceRow {
    /// Name of the quantity field.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it is, for whom.
    pub note: Option<String>,
    /// What one pays, all in.
    pub price: Money,
    /// Said in place of the price: “from €5.00”.
    pub price_words: Option<String>,
    /// What is in the price, said under it.
    pub price_note: Option<String>,
    /// Where the buyer says the price.
    pub amount: Option<OwnAmount>,
    /// Names of the zones it opens.
    pub zones: Vec<String>,
    /// Whether it can be had.
    pub availability: Availability,
    /// How many are chosen, as it was typed.
    pub chosen: String,
    /// How few one order holds.
    pub min: u32,
    /// What is wrong with what was chosen.
    pub error: Option<String>,
}

impl PriceRow {
    /// A kind of ticket; its quantity is sent as `name`.
    pub fn new(name: impl Into<String>, title: impl Into<String>, price: Money, availability: Availability) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            note: None,
            price,
            price_words: None,
            price_note: None,
            amount: None,
            zones: Vec::new(),
            availability,
            chosen: "0".to_owned(),
            min: 0,
            error: None,
        }
    }

    /// What it is, for whom.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What is in the price.
    #[must_use]
    pub fn contains(mut self, what: impl Into<String>) -> Self {
        self.price_note = Some(what.into());
        self
    }

    /// How many are chosen; what was typed and refused is shown as it was.
    #[must_use]
    pub fn chosen(mut self, count: impl ToString) -> Self {
        self.chosen = count.to_string();
        self
    }

    /// How few one order holds.
    #[must_use]
    pub fn min(mut self, min: u32) -> Self {
        self.min = min;
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(str::to_owned);
        self
    }

    /// The row.
    pub fn render(&self) -> Markup {
        self.row(false)
    }

    fn stepper(&self, max: u32) -> Stepper {
        Stepper::new(self.name.as_str(), self.title.as_str(), max).value(&self.chosen).min(self.min).unit_minor(self.price.minor)
    }

    /// `live`: with what is needed to show it in another state.
    fn row(&self, live: bool) -> Markup {
        let open = matches!(self.availability, Availability::OnSale { .. });
        let left = if let Availability::OnSale { left, .. } = self.availability { left } else { None };
        html! {
            div class="price-row" data-open[open] data-row=[live.then_some(&self.name)] data-price=[live.then_some(self.price.minor)] {
                div class="price-row__what" {
                    p class="price-row__title" { (self.title) }
                    @if let Some(note) = &self.note { p class="price-row__note" { (note) } }
                    @if !self.zones.is_empty() {
                        p class="price-row__zones" { span class="price-row__opens" { (t!("price-opens")) } @for zone in &self.zones { " " (Badge::plain(zone.as_str())) } }
                    }
                    @if live || left.is_some() { p class="price-row__left" hidden[left.is_none()] { (left.map(|n| t!("price-left", n = n)).unwrap_or_default()) } }
                    @if let Some(error) = &self.error { p class="price-row__error" role="alert" { (Icon::TriangleAlert) (error) } }
                }
                div class="price-row__price" {
                    @match &self.price_words {
                        Some(words) => span class="price-row__amount" { (words) },
                        None if self.price.is_zero() => span class="price-row__amount" { (t!("price-free")) },
                        None => span class="price-row__amount" { (self.price.to_string()) },
                    }
                    @if let Some(note) = self.price_note.as_deref().filter(|_| !self.price.is_zero()) { span class="price-row__all-in" { (note) } }
                }
                div class="price-row__take" {
                    @match &self.availability {
                        Availability::OnSale { max, .. } => (self.stepper(*max)),
                        Availability::SoldOut => span class="price-row__gone" { (t!("price-sold-out")) },
                        Availability::NotNow(when) => span class="price-row__later" { (when) },
                    }
                    // A row with an amount of the buyer's own is more than a stepper: such a page is loaded again.
                    @if live && !open && self.amount.is_none() && self.price_words.is_none() { template { (self.stepper(1)) } }
                }
                @if let Some(amount) = &self.amount {
                    div class="price-row__own" {
                        (Field::money(amount.name.as_str(), t!("price-own-amount"), amount.currency).value(&amount.value).help(&amount.help).error(amount.error.as_deref()).required().autocomplete("off"))
                    }
                }
            }
        }
    }
}

/// Keeps a box up to date while its page is open (`assets/js/elements/live-tickets.js`).
#[derive(Clone, Debug)]
pub struct LiveTickets {
    /// What is followed; its values are those of the box office's `tickets` topics.
    pub topic: String,
    /// Said of a kind of which what is not sold is in carts.
    pub in_carts: String,
    /// Said of a kind that is not on sale yet.
    pub not_yet: String,
    /// Said of a kind whose sale is over.
    pub ended: String,
    /// Said when the box is no longer what is sold.
    pub changed: String,
    /// Words of the link that loads the page again.
    pub reload: String,
    /// Said to screen readers when something can be had again.
    pub back: String,
}

/// All kinds of tickets of an event, as a form.
#[derive(Clone, Debug)]
pub struct TicketBox {
    /// Id of the form; the [`crate::BuyBar`] of the page names it.
    pub id: String,
    /// Where it is sent.
    pub action: String,
    /// Sent along unseen.
    pub hidden: Vec<(String, String)>,
    /// The heading.
    pub title: String,
    /// The kinds.
    pub rows: Vec<PriceRow>,
    /// What everything is paid in.
    pub currency: Currency,
    /// Words of the button.
    pub button: String,
    /// A line under the button.
    pub note: Option<String>,
    /// What is wrong with the choice as a whole.
    pub error: Option<String>,
    /// What comes on top of a price that the buyer says, for the sum shown while choosing: fees as millionths of the price
    /// and minor units, then the added tax in millionths.
    pub on_top: (Vec<(i64, i64)>, i64),
    /// Keeps it up to date.
    pub live: Option<LiveTickets>,
}

impl TicketBox {
    /// A box sent to `action` by a button that says `button`.
    pub fn new(
        action: impl Into<String>,
        title: impl Into<String>,
        button: impl Into<String>,
        currency: Currency,
        rows: Vec<PriceRow>,
    ) -> Self {
        Self {
            id: "tickets".to_owned(),
            action: action.into(),
            hidden: Vec::new(),
            title: title.into(),
            rows,
            currency,
            button: button.into(),
            note: None,
            error: None,
            on_top: (Vec::new(), 0),
            live: None,
        }
    }

    /// What comes on top of a price that the buyer says: fees as `(millionths, minor units)`, and added tax in millionths.
    #[must_use]
    pub fn on_top(mut self, fees: Vec<(i64, i64)>, tax: i64) -> Self {
        self.on_top = (fees, tax);
        self
    }

    /// Sends `name=value` along.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// A line under the button.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// What is wrong with the choice as a whole.
    #[must_use]
    pub fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(str::to_owned);
        self
    }

    /// Whether anything can be bought.
    pub fn is_open(&self) -> bool {
        self.rows.iter().any(|row| matches!(row.availability, Availability::OnSale { .. }))
    }

    /// The box.
    pub fn render(&self) -> Markup {
        let own = self.rows.iter().any(|row| row.amount.is_some());
        let live = self.live.as_ref();
        let fees = || self.on_top.0.iter().map(|(rate, fixed)| format!("{rate}+{fixed}")).collect::<Vec<_>>().join(" ");
        let ticket_box = html! {
            ticket-box class="ticket-box" data-currency=(self.currency.code()) data-decimals=(self.currency.decimals())
                data-fees=[own.then(fees)] data-tax=[own.then_some(self.on_top.1)] {
                form id=(self.id) method="post" action=(self.action) novalidate {
                    h2 class="ticket-box__title" { (self.title) }
                    @if let Some(error) = &self.error { p class="ticket-box__error" role="alert" tabindex="-1" autofocus { (Icon::TriangleAlert) (error) } }
                    @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                    div class="ticket-box__rows" { @for row in &self.rows { (row.row(live.is_some())) } }
                    @if live.is_some() || self.is_open() {
                        div class="ticket-box__foot" hidden[!self.is_open()] {
                            p class="ticket-box__total" hidden { (t!("price-total")) " " output class="ticket-box__sum" {} }
                            (Button::submit(self.button.as_str()).main().large().wide())
                        }
                    }
                    @if let Some(note) = &self.note { p class="ticket-box__note" { (note) } }
                }
            }
        };
        match live {
            None => ticket_box,
            Some(live) => html! {
                live-tickets data-topic=(live.topic) data-left=(t!("price-left", n = "{n}")) data-sold-out=(t!("price-sold-out")) data-in-carts=(live.in_carts)
                    data-not-yet=(live.not_yet) data-ended=(live.ended) data-back=(live.back) {
                    (ticket_box)
                    p class="live-tickets__changed" role="status" hidden { (live.changed) " " a href="" { (live.reload) } }
                    p class="unseen" role="status" data-said {}
                }
            },
        }
    }

    /// On sale, and over.
    pub fn sample() -> Vec<Sample> {
        let eur = |minor| Money::new(minor, Currency::EUR);
        let open = Self {
            id: "tickets-open".to_owned(),
            ..Self::new(
                "#",
                "Tickets",
                "Get tickets",
                Currency::EUR,
                vec![
                    PriceRow::new("tb-stalls", "Stalls", eur(4250), Availability::OnSale { max: 8, left: Some(6) })
                        .chosen(2)
                        .contains("incl. €2.50 fees")
                        .note("Rows A to M, numbered on arrival"),
                    PriceRow {
                        price_words: Some("from €5.00".to_owned()),
                        amount: Some(OwnAmount {
                            name: "tb-own-amount".to_owned(),
                            value: "12.50".to_owned(),
                            currency: Currency::EUR,
                            help: "€5.00 or more.".to_owned(),
                            error: None,
                        }),
                        zones: vec!["Lounge".to_owned(), "Upper foyer".to_owned()],
                        ..PriceRow::new("tb-own", "Supporter", eur(500), Availability::OnSale { max: 4, left: None }).chosen(1)
                    },
                    PriceRow::new("tb-balcony", "Balcony", eur(2850), Availability::OnSale { max: 8, left: None }),
                    PriceRow::new("tb-table", "Table", eur(9000), Availability::OnSale { max: 6, left: None })
                        .min(4)
                        .chosen(2)
                        .error(Some("A table seats four or more: choose at least 4.")),
                    PriceRow::new("tb-under", "Under 26", eur(0), Availability::OnSale { max: 1, left: None })
                        .note("Bring something with your date of birth"),
                    PriceRow::new("tb-box", "Box", eur(12_000), Availability::SoldOut),
                    PriceRow::new("tb-last", "Last minute", eur(1500), Availability::NotNow("From Sat 14 Mar, 18:30".to_owned())),
                ],
            )
        };
        let over = Self {
            id: "tickets-over".to_owned(),
            ..Self::new(
                "#",
                "Tickets",
                "Get tickets",
                Currency::EUR,
                vec![PriceRow::new("tb-all", "Admission", eur(1800), Availability::SoldOut)],
            )
            .error(Some("The last seats went while you were choosing. Nothing was charged."))
        };
        vec![
            Sample::new("on sale", open.note("Held for 15 minutes while you pay.").render()),
            Sample::new("sold out while looking", over.render()),
        ]
    }
}

splices!(PriceRow, TicketBox);
