//! The console without a server: every state of every page is whole HTML and says what is true; and the
//! organizer's story from the first draft to the last refund, through the real routes on a real database.

mod choices;
mod codes;
mod comps;
mod duplicate;
mod figures;
mod files;
mod german;
pub mod harness;
mod list_pages;
mod lists;
mod messages;
mod notices;
mod pages;
mod papers;
mod programme;
mod repair;
mod setup;
mod story;
mod strangers;
mod team;
mod test_mode;
mod types;
mod upload;
#[path = "../../shop/tests/whole.rs"]
mod whole;

use platform_ui::Markup;
use scraper::{Html, Selector};

/// The page as text, after it was found whole.
pub fn checked(markup: Markup) -> String {
    let page = markup.into_string();
    let faults = whole::faults(&page);
    assert!(faults.is_empty(), "{faults:#?}\n{page}");
    page
}

/// What a reader sees of the main part, spaces folded.
pub fn told(page: &str) -> String {
    let dom = Html::parse_document(page);
    let main = dom.select(&Selector::parse("main").unwrap()).next().expect("a page has a main part");
    main.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many elements fit.
pub fn count(page: &str, selector: &str) -> usize {
    Html::parse_document(page).select(&Selector::parse(selector).unwrap()).count()
}

/// An attribute of the first element that fits.
pub fn attribute(page: &str, selector: &str, name: &str) -> Option<String> {
    Html::parse_document(page).select(&Selector::parse(selector).unwrap()).next()?.attr(name).map(str::to_owned)
}
