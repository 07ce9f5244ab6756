//! Markup of the buyer's pages: pure functions of plain models.

pub(super) mod calendar;
pub(super) mod checkout;
pub(super) mod elsewhere;
pub(super) mod event;
pub(super) mod finder;
pub(super) mod home;
pub(super) mod list;
pub(super) mod lookup;
pub(super) mod my_tickets;
pub(super) mod order;
mod order_parts;
pub(super) mod programme;
pub(super) mod refund;
mod structured;
mod test_mode;
mod ticket_box;
mod tickets;
mod where_when;

pub(super) use where_when::poster;

use platform_types::Money;
use platform_ui::{Banner, House, Markup, PublicPage};

/// A page in the house's shell, with this app's style sheet.
fn public_page(house: &House, title: impl Into<String>, main: Markup) -> PublicPage {
    PublicPage::new(house, title, main).style("css/apps/boxoffice.css")
}

/// A page of one person: search engines stay away.
fn private_page(house: &House, title: impl Into<String>, main: Markup) -> PublicPage {
    public_page(house, title, main).noindex()
}

/// The simulator's label, unless the house says it on every page already.
fn simulator_label(house: &House, simulated: bool) -> Option<Banner> {
    let said = house.banners.iter().any(|banner| banner.text == platform_ui::words::SIMULATOR);
    (simulated && !said).then(Banner::simulator)
}

/// `1 ticket`, `3 tickets`.
fn count_of_tickets(n: i64) -> String {
    if n == 1 { "1 ticket".to_owned() } else { format!("{n} tickets") }
}

/// `1 event`, `1,041 events`.
fn count_of_events(n: i64) -> String {
    if n == 1 { "1 event".to_owned() } else { format!("{} events", grouped(n)) }
}

/// With commas between thousands.
fn grouped(n: i64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What one ticket costs, from the cheapest to the dearest.
fn price_words((lowest, highest): (Money, Money)) -> String {
    match (lowest.is_zero(), lowest == highest) {
        (true, true) => platform_ui::words::FREE.to_owned(),
        (false, true) => lowest.to_string(),
        (true, false) => format!("{} to {highest}", platform_ui::words::FREE),
        (false, false) => format!("from {lowest}"),
    }
}
