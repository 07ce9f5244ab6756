//! The table of codes.

use std::borrow::Cow;

use platform_texts::t;
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
            (Field::search("q", t!("console-codes-search")).value(&model.wanted.text).max_length(100))
            @if !batch.is_empty() { input type="hidden" name="batch" value=(batch); }
            (Button::submit(t!("console-codes-find")).icon(Icon::Search))
            @if filtered { (Button::link(t!("console-codes-show-all"), base.as_str()).quiet()) }
            @if !model.rows.is_empty() { (Button::link(t!("console-codes-csv"), format!("/console/{}/codes.csv?{}", place.slug, query(0))).icon(Icon::Download).quiet()) }
        }
        (table(model).empty(empty(filtered, &base)))
        (paginate(model.offset, shown, model.total, PER_PAGE, &at))
    };
    frame
        .page(Some(place), &base, &t!("console-codes-heading"), main)
        .lead(t!("console-codes-lead"))
        .action(Button::link(t!("console-codes-new"), format!("{base}/new")).main().icon(Icon::Plus))
        .more(Button::link(t!("console-codes-many"), format!("{base}/many")).render())
        .render()
}

fn empty(filtered: bool, base: &str) -> EmptyState {
    if filtered {
        EmptyState::new(Icon::Search, t!("console-codes-no-match"), t!("console-codes-no-match-help"))
    } else {
        EmptyState::new(Icon::Ticket, t!("console-codes-none"), t!("console-codes-none-help"))
            .action(Button::link(t!("console-codes-new"), format!("{base}/new")))
    }
}

fn table(model: &CodesPage<'_>) -> Table {
    let row = |code: &CodeRow| {
        vec![
            html! { div { a class="figures-only" href={ "/console/codes/" (code.id) } { (code.code) } @if !code.note.is_empty() { div class="muted small" { (code.note) } } } },
            html! { div { (what(code)) @for limit in limits(code, model.counter.place.zone) { div class="muted small" { (limit) } } } },
            html! { @match &code.event { Some((_, name)) => (name), None => (t!("console-codes-everywhere")) } },
            html! { (state(code, model.now)) },
            html! { (uses(code)) },
        ]
    };
    let columns = vec![
        Column::new(t!("console-codes-column-code")),
        Column::new(t!("console-codes-column-what")),
        Column::new(t!("console-codes-column-event")),
        Column::new(t!("console-codes-column-state")),
        Column::figures(t!("console-codes-column-used")),
    ];
    Table::new(t!("console-codes-caption"), columns).rows(model.rows.iter().map(row))
}

/// `3`, or `3 of 50`.
pub fn uses(code: &CodeRow) -> String {
    match code.max_uses {
        Some(most) => t!("console-codes-used-of", uses = code.uses, most = most).into_owned(),
        None => code.uses.to_string(),
    }
}

/// Whether it counts now, as a mark.
pub fn state(code: &CodeRow, now: Timestamp) -> Badge {
    let state = CodeState::of(code, now);
    match state {
        CodeState::Paused => Badge::new(Tone::Care, state.word()),
        CodeState::NotYet => Badge::new(Tone::Note, state.word()),
        CodeState::InUse => Badge::new(Tone::Good, state.word()),
        CodeState::Over | CodeState::UsedUp => Badge::plain(state.word()),
    }
}

/// Whether a code can be used now, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeState {
    Paused,
    Over,
    UsedUp,
    NotYet,
    InUse,
}

impl CodeState {
    fn of(code: &CodeRow, now: Timestamp) -> Self {
        if code.paused {
            Self::Paused
        } else if code.ends_at.is_some_and(|at| at <= now) {
            Self::Over
        } else if code.max_uses.is_some_and(|most| code.uses >= most) {
            Self::UsedUp
        } else if code.starts_at.is_some_and(|at| at > now) {
            Self::NotYet
        } else {
            Self::InUse
        }
    }

    fn word(self) -> Cow<'static, str> {
        match self {
            Self::Paused => t!("console-codes-paused"),
            Self::Over => t!("console-codes-over"),
            Self::UsedUp => t!("console-codes-used-up"),
            Self::NotYet => t!("console-codes-not-yet"),
            Self::InUse => t!("console-codes-in-use"),
        }
    }
}

/// The same as a word.
pub fn state_word(code: &CodeRow, now: Timestamp) -> Cow<'static, str> {
    CodeState::of(code, now).word()
}
