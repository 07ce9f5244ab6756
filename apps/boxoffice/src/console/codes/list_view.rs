//! The table of codes.

use platform_types::Timestamp;
use platform_ui::{Badge, Button, Column, EmptyState, Field, Icon, Markup, Table, Tone, html};

use super::form_view::{limits, what};
use super::list::PER_PAGE;
use super::queries::Wanted;
use super::{CodeRow, Counter};
use crate::console::events::list_view::paginate;
use crate::console::frame::Frame;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct CodesPage<'a> {
    /// Whose.
    pub counter: &'a Counter,
    /// The lines.
    pub rows: &'a [CodeRow],
    /// What is looked for.
    pub wanted: &'a Wanted,
    /// How many there are in all.
    pub total: i64,
    /// How many stand before these.
    pub offset: i64,
    /// Now.
    pub now: Timestamp,
}

/// The page.
pub fn page(frame: &Frame, model: &CodesPage<'_>) -> Markup {
    let place = &model.counter.place;
    let base = format!("/console/{}/codes", place.slug);
    let batch = model.wanted.batch.map(|id| id.to_string()).unwrap_or_default();
    let query = |offset: i64| {
        serde_urlencoded::to_string([("q", model.wanted.text.as_str()), ("batch", batch.as_str()), ("offset", &offset.to_string())])
            .unwrap_or_default()
    };
    let at = |offset: i64| format!("{base}?{}", query(offset));
    let shown = i64::try_from(model.rows.len()).unwrap_or(0);
    let filtered = !model.wanted.text.is_empty() || !batch.is_empty();
    let main = html! {
        form class="cluster" method="get" action=(base) role="search" {
            (Field::search("q", "Code or note").value(&model.wanted.text).max_length(100))
            @if !batch.is_empty() { input type="hidden" name="batch" value=(batch); }
            (Button::submit("Find").icon(Icon::Search))
            @if filtered { (Button::link("Show all", base.as_str()).quiet()) }
            @if !model.rows.is_empty() { (Button::link("Download as CSV", format!("/console/{}/codes.csv?{}", place.slug, query(0))).icon(Icon::Download).quiet()) }
        }
        (table(model).empty(empty(filtered, &base)))
        (paginate(model.offset, shown, model.total, PER_PAGE, &at))
    };
    frame
        .page(Some(place), &base, "Codes", main)
        .lead("Something off for whoever knows the code, or tickets that nobody else is shown.")
        .action(Button::link("New code", format!("{base}/new")).main().icon(Icon::Plus))
        .more(Button::link("Many random codes", format!("{base}/many")).render())
        .render()
}

fn empty(filtered: bool, base: &str) -> EmptyState {
    if filtered {
        EmptyState::new(Icon::Search, "No code found", "Look for a part of the code or of its note.")
    } else {
        EmptyState::new(Icon::Ticket, "No codes yet", "A code takes something off, or opens tickets that are hidden.")
            .action(Button::link("New code", format!("{base}/new")))
    }
}

fn table(model: &CodesPage<'_>) -> Table {
    let row = |code: &CodeRow| {
        vec![
            html! { div { a class="figures-only" href={ "/console/codes/" (code.id) } { (code.code) } @if !code.note.is_empty() { div class="muted small" { (code.note) } } } },
            html! { div { (what(code)) @for limit in limits(code, model.counter.place.zone) { div class="muted small" { (limit) } } } },
            html! { @match &code.event { Some((_, name)) => (name), None => "All events" } },
            html! { (state(code, model.now)) },
            html! { (uses(code)) },
        ]
    };
    let columns =
        vec![Column::new("Code"), Column::new("What it does"), Column::new("Event"), Column::new("State"), Column::figures("Used")];
    Table::new("Codes", columns).rows(model.rows.iter().map(row))
}

/// `3`, or `3 of 50`.
pub fn uses(code: &CodeRow) -> String {
    match code.max_uses {
        Some(most) => format!("{} of {most}", code.uses),
        None => code.uses.to_string(),
    }
}

/// Whether it counts now, as a mark.
pub fn state(code: &CodeRow, now: Timestamp) -> Badge {
    let word = state_word(code, now);
    match word {
        PAUSED => Badge::new(Tone::Care, word),
        NOT_YET => Badge::new(Tone::Note, word),
        IN_USE => Badge::new(Tone::Good, word),
        _ => Badge::plain(word),
    }
}

const PAUSED: &str = "Paused";
const NOT_YET: &str = "Not yet";
const IN_USE: &str = "In use";

/// The same as a word.
pub fn state_word(code: &CodeRow, now: Timestamp) -> &'static str {
    if code.paused {
        PAUSED
    } else if code.ends_at.is_some_and(|at| at <= now) {
        "Over"
    } else if code.max_uses.is_some_and(|most| code.uses >= most) {
        "Used up"
    } else if code.starts_at.is_some_and(|at| at > now) {
        NOT_YET
    } else {
        IN_USE
    }
}
