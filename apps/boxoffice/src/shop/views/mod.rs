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

use platform_texts::t;
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
    let said = house.banners.iter().any(|banner| banner.text == platform_ui::words::simulator());
    (simulated && !said).then(Banner::simulator)
}

/// `1 ticket`, `3 tickets`.
fn count_of_tickets(n: i64) -> String {
    t!("listing-tickets", count = n).into_owned()
}

/// `1 event`, `1,041 events`.
fn count_of_events(n: i64) -> String {
    t!("listing-count", count = n, n = platform_ui::words::grouped(u64::try_from(n).unwrap_or(0))).into_owned()
}

/// What one ticket costs, from the cheapest to the dearest.
fn price_words((lowest, highest): (Money, Money)) -> String {
    match (lowest.is_zero(), lowest == highest) {
        (true, true) => platform_ui::words::free().into_owned(),
        (false, true) => lowest.to_string(),
        (true, false) => t!("listing-price-free-to", price = highest.to_string()).into_owned(),
        (false, false) => t!("listing-price-from", price = lowest.to_string()).into_owned(),
    }
}
