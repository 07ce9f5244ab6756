//! The pages without a server: every state is whole HTML and says what is true.

mod order_pages;
mod public_pages;
pub(super) mod samples;
mod whole;

use platform_ui::Markup;
use scraper::{Html, Selector};

/// The page as text, after it was found whole.
fn checked(markup: Markup) -> String {
    let page = markup.into_string();
    let faults = whole::faults(&page);
    assert!(faults.is_empty(), "{faults:#?}\n{page}");
    page
}

/// What a reader sees of the main part, spaces folded.
fn told(page: &str) -> String {
    let dom = Html::parse_document(page);
    let main = dom.select(&Selector::parse("main").unwrap()).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many elements fit.
fn count(page: &str, selector: &str) -> usize {
    Html::parse_document(page).select(&Selector::parse(selector).unwrap()).count()
}
