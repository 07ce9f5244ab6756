//! What is wrong with a page's HTML. Also used by the tests over HTTP.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};

/// Faults of a whole page; none when it is sound.
pub fn faults(page: &str) -> Vec<String> {
    let dom = Html::parse_document(page);
    let mut faults: Vec<String> = dom.errors.iter().map(ToString::to_string).collect();
    let elements: Vec<ElementRef<'_>> = dom.tree.root().descendants().filter_map(ElementRef::wrap).collect();
    let mut ids = HashSet::new();
    for element in &elements {
        if let Some(id) = element.attr("id")
            && !ids.insert(id)
        {
            faults.push(format!("the id {id} occurs twice"));
        }
        for (name, value) in element.value().attrs() {
            if name == "style"
                || name.starts_with("on")
                || name.starts_with("hx-on")
                || (leads(name) && value.trim_start().to_ascii_lowercase().starts_with("javascript:"))
            {
                faults.push(format!("{name}={value} is inline style or script"));
            }
        }
    }
    for element in &elements {
        faults.extend(dangling(element, &ids));
        faults.extend(unnamed(element, &dom));
    }
    faults.extend(outline(&dom));
    faults
}

fn dangling(element: &ElementRef<'_>, ids: &HashSet<&str>) -> Vec<String> {
    let named = ["for", "aria-describedby", "aria-labelledby", "form", "data-follows"]
        .into_iter()
        .flat_map(|name| element.attr(name).unwrap_or_default().split_whitespace());
    let linked = element.attr("href").and_then(|href| href.strip_prefix('#')).filter(|id| !id.is_empty());
    named.chain(linked).filter(|id| !ids.contains(id)).map(|id| format!("#{id} leads nowhere")).collect()
}

fn unnamed(element: &ElementRef<'_>, dom: &Html) -> Option<String> {
    let field = matches!(element.value().name(), "input" | "select" | "textarea") && element.attr("type") != Some("hidden");
    let labelled = || {
        element.attr("id").is_some_and(|id| dom.select(&Selector::parse("label[for]").unwrap()).any(|label| label.attr("for") == Some(id)))
    };
    (field && element.attr("aria-label").is_none() && !labelled()).then(|| format!("the field {:?} has no label", element.attr("name")))
}

/// One first heading, and no level skipped.
fn outline(dom: &Html) -> Vec<String> {
    let levels: Vec<u8> = dom.select(&Selector::parse("h1, h2, h3, h4").unwrap()).map(|h| h.value().name().as_bytes()[1] - b'0').collect();
    let mut faults = Vec::new();
    if levels.iter().filter(|l| **l == 1).count() != 1 {
        faults.push(format!("headings {levels:?}: there must be one of level 1"));
    }
    if levels.windows(2).any(|w| w[1] > w[0] + 1) {
        faults.push(format!("headings {levels:?} skip a level"));
    }
    faults
}

/// Attributes that a browser follows; in any other the words are words (a field keeps what somebody typed).
fn leads(attribute: &str) -> bool {
    matches!(attribute, "href" | "xlink:href" | "src" | "action" | "formaction" | "data" | "hx-get" | "hx-post")
}
