//! What happens with each event: pure, so that a dry run and an import cannot differ.

use std::collections::BTreeMap;

use commons::events::{EventStatus, ImportedEvent};
use platform_types::{EventId, Timestamp};

use super::wanted::{Wanted, ticket_types};
use super::{Action, Line};

/// What an event here has sold, and whether its stock is as the import left it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StockState {
    /// Tickets sold or in carts.
    pub taken: bool,
    /// It has ticket types but no capacity, and nobody changed them.
    pub waits: bool,
    /// It has no ticket types at all.
    pub bare: bool,
}

/// An event here, with what it has sold.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub event: ImportedEvent,
    pub stock: StockState,
}

/// What is to be done, and with what.
#[derive(Debug)]
pub(super) struct Step<'a> {
    pub action: Action,
    /// What the listing wants; nothing when it does not name the event any more.
    pub wanted: Option<&'a Wanted<'a>>,
    /// The row here.
    pub known: Option<Known>,
    pub line: Line,
}

/// Steps for one entry's events: those the listing names, then those it does not name any more.
pub(super) fn steps_of<'a>(wanted: &'a [Wanted<'a>], mut known: BTreeMap<String, Known>, now: Timestamp) -> Vec<Step<'a>> {
    // The listing gave no date before. Who entered one by hand keeps the event; else the first date takes it over.
    let dateless = wanted.first().filter(|w| w.starts_at.is_some()).and_then(|w| known.remove(&w.entry.id));
    if let Some(by_hand) = dateless.as_ref().filter(|k| k.event.edited || k.stock.taken) {
        return vec![keep(by_hand.clone(), "the listing has dates now, but somebody here entered them by hand".to_owned())];
    }
    let mut dateless = dateless;
    let mut steps: Vec<Step<'a>> = wanted
        .iter()
        .map(|w| match known.remove(&w.id).or_else(|| dateless.take()) {
            Some(found) => meet(w, found),
            None => step(Action::Create, Some(w), None),
        })
        .collect();
    steps.extend(known.into_values().filter_map(|k| gone(k, now)));
    steps
}

/// The listing and a row here.
fn meet<'a>(wanted: &'a Wanted<'a>, known: Known) -> Step<'a> {
    let untouched = !known.event.edited && !known.stock.taken;
    // Days that an earlier program did not understand are told now; nobody's work is touched for that.
    let same = known.event.texts == wanted.entry.texts
        && known.event.import_id == wanted.id
        && (!untouched || known.event.days == wanted.entry.days);
    if known.event.edited || known.stock.taken {
        let why = if known.event.edited { "somebody here changed the event" } else { "tickets are sold or in carts" };
        return if same {
            step(Action::Nothing, Some(wanted), Some(known))
        } else {
            keep(known, format!("the listing changed, but {why}"))
        };
    }
    let waits = wanted.draft_reason.is_none() && known.event.status == EventStatus::Draft && known.stock.waits;
    let action = match (same, waits) {
        (false, _) => Action::Update,
        (true, true) => Action::PutOnSale,
        (true, false) => Action::Nothing,
    };
    step(action, Some(wanted), Some(known))
}

/// A row here whose date the listing does not name any more. What has passed, or is no longer on sale, rests.
fn gone<'a>(known: Known, now: Timestamp) -> Option<Step<'a>> {
    let coming = known.event.starts_at.is_some_and(|at| at > now);
    if !coming || !matches!(known.event.status, EventStatus::Published | EventStatus::Postponed) {
        return None;
    }
    if known.event.edited || known.stock.taken || known.event.status == EventStatus::Postponed {
        return Some(keep(known, "the listing does not name this date any more, but somebody here changed the event or bought".to_owned()));
    }
    let mut step = step(Action::TakeBack, None, Some(known));
    "the listing does not name this date any more; is it cancelled or moved?".clone_into(&mut step.line.reason);
    Some(step)
}

fn keep<'a>(known: Known, reason: String) -> Step<'a> {
    let mut step = step(Action::Keep, None, Some(known));
    step.line.reason = reason;
    step
}

fn step<'a>(action: Action, wanted: Option<&'a Wanted<'a>>, known: Option<Known>) -> Step<'a> {
    let ready = wanted.is_some_and(|w| w.draft_reason.is_none());
    let (draft, stock) = known
        .as_ref()
        .map_or((true, StockState { bare: true, ..StockState::default() }), |k| (k.event.status == EventStatus::Draft, k.stock));
    let writes = matches!(action, Action::Create | Action::Update | Action::PutOnSale);
    let opens = writes && ready && draft && (stock.bare || stock.waits);
    let added = if writes && stock.bare { wanted.map_or(0, |w| ticket_types(&w.entry.asking).len()) } else { 0 };
    let line = Line {
        entry: wanted.map(|w| w.entry.id.clone()).or_else(|| known.as_ref().map(|k| k.event.entry.clone())).unwrap_or_default(),
        import_id: wanted.map(|w| w.id.clone()).or_else(|| known.as_ref().map(|k| k.event.import_id.clone())).unwrap_or_default(),
        name: wanted.map(|w| w.entry.name.clone()).or_else(|| known.as_ref().map(|k| k.event.name.clone())).unwrap_or_default(),
        starts_at: wanted.map_or_else(|| known.as_ref().and_then(|k| k.event.starts_at), |w| w.starts_at),
        action,
        on_sale: opens || (action == Action::Update && !draft),
        ticket_types: added,
        reason: match wanted.filter(|_| writes).map(|w| &w.draft_reason) {
            Some(Some(reason)) => reason.clone(),
            // Somebody set its stock, or an earlier import took it back: it opens by hand alone.
            Some(None) if draft && !opens => "its ticket types or capacity were set before; publish it when they are right".to_owned(),
            _ => String::new(),
        },
    };
    Step { action, wanted, known, line }
}

impl Step<'_> {
    /// Whether this import puts the event on sale.
    pub(super) fn opens(&self) -> bool {
        self.line.on_sale && self.known.as_ref().is_none_or(|k| k.event.status == EventStatus::Draft)
    }

    /// The row here.
    pub(super) fn event(&self) -> Option<EventId> {
        self.known.as_ref().map(|k| k.event.id)
    }
}
