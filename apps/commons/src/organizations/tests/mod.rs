//! Organizations without a server: whole HTML in every state; and founding, inviting and revoking through the real
//! routes on a real database.

mod applications;
mod pages;
mod routes;

use platform_ui::Markup;
use scraper::{Html, Selector};

/// The page as text, after it was found whole: parses, no id twice, every field labelled, every reference met.
fn checked(markup: Markup) -> String {
    let page = markup.into_string();
    let dom = Html::parse_document(&page);
    let mut faults: Vec<String> = dom.errors.iter().map(ToString::to_string).collect();
    let all = Selector::parse("*").unwrap();
    let ids: Vec<&str> = dom.select(&all).filter_map(|e| e.attr("id")).collect();
    for id in &ids {
        if ids.iter().filter(|other| other == &id).count() > 1 {
            faults.push(format!("the id {id} occurs twice"));
        }
    }
    for element in dom.select(&all) {
        for reference in ["for", "aria-describedby", "aria-labelledby", "popovertarget"] {
            for id in element.attr(reference).unwrap_or_default().split_whitespace() {
                if !ids.contains(&id) {
                    faults.push(format!("{reference}={id} leads nowhere"));
                }
            }
        }
        if element.value().attrs().any(|(name, _)| name == "style" || name.starts_with("on")) {
            faults.push(format!("inline style or script on {}", element.value().name()));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}\n{page}");
    page
}

/// What a reader sees of the main part, spaces folded.
fn told(page: &str) -> String {
    let dom = Html::parse_document(page);
    let main = dom.select(&Selector::parse("main").unwrap()).next().expect("a page has a main part");
    main.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many elements fit.
fn count(page: &str, selector: &str) -> usize {
    Html::parse_document(page).select(&Selector::parse(selector).unwrap()).count()
}
