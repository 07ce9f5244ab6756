//! What the lists share: addresses that say what is looked at, pages by key, chips.

use chrono::{DateTime, NaiveDate};
use platform_texts::t;
use platform_types::Timestamp;
use platform_ui::{Button, Chip, Filters, Icon, Markup, html};
use uuid::Uuid;

/// Rows of one page.
pub const ROWS: i64 = 50;

/// One more than a page: whether there is another one.
pub const ONE_MORE: i64 = ROWS + 1;

/// An address with what is said in it; what is empty is left out.
pub fn address(base: &str, says: &[(&str, &str)]) -> String {
    let said: Vec<_> = says.iter().filter(|(_, value)| !value.is_empty()).collect();
    let query = serde_urlencoded::to_string(said).unwrap_or_default();
    if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
}

/// Where a list goes on: the time and the id of its last row.
pub fn mark(at: Timestamp, id: Uuid) -> String {
    format!("{}_{id}", at.timestamp_micros())
}

/// Reads a [`mark`]; anything else is the beginning.
pub fn marked(text: &str) -> Option<(Timestamp, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?))
}

/// A day as typed, at its beginning by the house's clock (UTC).
pub fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_| t!("admin-wrong-day").into_owned())
}

/// The links to the beginning and to the next page. `base` is the list's address with its filters, without a page.
pub fn pages(base: &str, says: &[(&str, &str)], here: &str, next: Option<String>) -> Markup {
    if here.is_empty() && next.is_none() {
        return html! {};
    }
    let to = |before: &str| {
        let mut says = says.to_vec();
        says.push(("before", before));
        address(base, &says)
    };
    html! {
        nav class="pagination" aria-label=(t!("admin-pages")) {
            @if !here.is_empty() { (Button::link(t!("admin-latest"), to("")).small().icon(Icon::ChevronLeft)) }
            @if let Some(next) = next { (Button::link(t!("admin-older"), to(&next)).small().icon_after(Icon::ChevronRight)) }
        }
    }
}

/// What is on, each with the address that takes it off.
pub fn chips(base: &str, says: &[(&str, &str)], on: &[(&str, String)]) -> Markup {
    if on.is_empty() {
        return html! {};
    }
    let without = |name: &str| address(base, &says.iter().filter(|(said, _)| *said != name).copied().collect::<Vec<_>>());
    let chips = on.iter().map(|(name, words)| Chip::new(words, without(name), true)).collect();
    Filters::new(chips).clear(base).render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leads_back_to_its_row() {
        let (at, id) = ("2026-03-01T12:00:00.123456Z".parse().unwrap(), Uuid::from_u128(7));
        assert_eq!(marked(&mark(at, id)), Some((at, id)));
        for text in ["", "x", "1_", "1_x", "9999999999999999999_00000000-0000-0000-0000-000000000007"] {
            assert_eq!(marked(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_say_what_is_on() {
        assert_eq!(address("/admin/people", &[("q", ""), ("state", "")]), "/admin/people");
        assert_eq!(address("/admin/people", &[("q", "ä&b"), ("state", "locked")]), "/admin/people?q=%C3%A4%26b&state=locked");
    }
}
