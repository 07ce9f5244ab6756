//! The table of an organization's events.

use std::borrow::Cow;

use commons::events::EventStatus;
use platform_texts::t;
use platform_types::Timestamp;
use platform_ui::{Button, Chip, Column, EmptyState, Filters, Icon, Markup, Moment, Pagination, Table, html};

use super::list::PER_PAGE;
use super::state::listed;
use super::{EventRow, Show};
use crate::console::access::Place;
use crate::console::exports;
use crate::console::frame::Frame;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct EventsPage<'a> {
    /// Whose events.
    pub place: &'a Place,
    /// Which part.
    pub show: Show,
    /// How many each part has.
    pub counts: [i64; 4],
    /// The lines.
    pub rows: &'a [EventRow],
    /// How many lines stand before these.
    pub offset: i64,
    /// Whether the caller may add one.
    pub may_create: bool,
    /// Now.
    pub now: Timestamp,
}

/// The page.
pub fn page(frame: &Frame, model: &EventsPage<'_>) -> Markup {
    let base = format!("/console/{}/events", model.place.slug);
    let new = || Button::link(t!("console-events-new"), format!("{base}/new")).main().icon(Icon::Plus);
    let main = html! {
        (chips(model, &base))
        (table(model.rows, model.now, false).empty(empty(model, new())))
        (pages(model, &base))
        @if model.counts[3] > 0 { (exports::links(&base, "events", true)) }
    };
    let page = frame
        .page(Some(model.place), &base, &t!("console-events-heading"), main)
        .lead(t!("console-events-lead", organization = model.place.name).into_owned());
    if model.may_create { page.action(new()).render() } else { page.render() }
}

fn label(show: Show) -> Cow<'static, str> {
    match show {
        Show::Upcoming => t!("console-events-upcoming"),
        Show::Drafts => t!("console-events-drafts"),
        Show::Past => t!("console-events-past"),
        Show::All => t!("console-events-all"),
    }
}

fn chips(model: &EventsPage<'_>, base: &str) -> Filters {
    let chip = |(show, count): (Show, i64)| {
        Chip::new(label(show), format!("{base}?show={}", show.as_str()), show == model.show).count(u64::try_from(count).unwrap_or(0))
    };
    Filters::new(Show::ALL.into_iter().zip(model.counts).map(chip).collect())
}

fn empty(model: &EventsPage<'_>, new: Button) -> EmptyState {
    let state = if model.counts[3] == 0 {
        EmptyState::new(Icon::CalendarPlus, t!("console-events-none"), t!("console-events-none-help"))
    } else {
        EmptyState::new(Icon::Calendar, t!("console-events-part-none"), t!("console-events-part-none-help"))
    };
    if model.may_create { state.action(new) } else { state }
}

/// Lines of events; with the organization's name where there is more than one.
pub fn table(rows: &[EventRow], now: Timestamp, with_organization: bool) -> Table {
    let mut columns = vec![
        Column::new(t!("console-events-column-event")),
        Column::new(t!("console-events-column-state")),
        Column::new(t!("console-events-column-when")),
    ];
    if with_organization {
        columns.push(Column::new(t!("console-events-column-organization")));
    }
    columns.extend([Column::figures(t!("console-events-column-sold")), Column::figures(t!("console-events-column-takings"))]);
    Table::new(t!("console-events-caption"), columns).rows(rows.iter().map(|row| line(row, now, with_organization)))
}

fn line(row: &EventRow, now: Timestamp, with_organization: bool) -> Vec<Markup> {
    let mut cells = vec![
        html! {
            a href={ "/console/events/" (row.id) } { (row.name) }
            @if let Some(venue) = &row.venue { div class="muted small" { (venue) } }
            @if !row.draft_reason.is_empty() { div class="muted small" { (row.draft_reason) } }
        },
        html! { (listed(row, now)) },
        html! { @match row.starts_at { Some(at) => span class="nowrap" { (Moment::full(at, row.zone)) }, None => span class="muted" { (t!("console-events-no-date")) } } },
    ];
    if with_organization {
        cells.push(html! { a href={ "/console/" (row.organization_slug) "/events" } { (row.organization) } });
    }
    cells.push(html! { @match row.sold_of { _ if row.status == EventStatus::Test => span class="muted" { (t!("console-events-test")) }, Some((sold, capacity)) => span class="nowrap" { (format!("{sold} / {capacity}")) }, None => span class="muted" { (t!("console-events-no-capacity")) } } });
    cells.push(
        html! { @match row.takings { Some(money) => (money), None => span class="muted" { (t!("console-events-takings-hidden")) } } },
    );
    cells
}

fn pages(model: &EventsPage<'_>, base: &str) -> Pagination {
    let total = Show::ALL.into_iter().zip(model.counts).find(|(s, _)| *s == model.show).map_or(0, |(_, n)| n);
    let at = |offset: i64| format!("{base}?show={}&offset={offset}", model.show.as_str());
    paginate(model.offset, i64::try_from(model.rows.len()).unwrap_or(0), total, PER_PAGE, &at)
}

/// Links to the part before and the part after; nothing where everything fits.
pub fn paginate(offset: i64, shown: i64, total: i64, per_page: i64, at: &dyn Fn(i64) -> String) -> Pagination {
    if total <= per_page && offset == 0 {
        return Pagination::default();
    }
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    Pagination {
        previous: (offset > 0).then(|| at((offset - per_page).max(0))),
        next: (offset + shown < total).then(|| at(offset + per_page)),
        range: (shown > 0).then(|| (number(offset + 1), number(offset + shown), number(total))),
        ..Pagination::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lead_on_while_there_is_more() {
        let at = |offset: i64| offset.to_string();
        assert_eq!(paginate(0, 20, 20, 50, &at).range, None);
        let middle = paginate(50, 50, 148, 50, &at);
        assert_eq!((middle.previous.as_deref(), middle.next.as_deref(), middle.range), (Some("0"), Some("100"), Some((51, 100, 148))));
        let last = paginate(100, 48, 148, 50, &at);
        assert_eq!((last.previous.as_deref(), last.next), (Some("50"), None));
    }
}
