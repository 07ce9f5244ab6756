//! The messages of an event.

use std::borrow::Cow;

use platform_texts::t;
use platform_types::Lang;
use platform_ui::{Button, Column, DataRow, DataTable, EmptyState, Icon, Markup, Moment, html, words};

use super::MessageRow;
use crate::console::access::Desk;
use crate::console::frame::{EventTab, Frame};

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct MessagesPage<'a> {
    /// The event.
    pub desk: &'a Desk,
    /// What was sent, the newest first.
    pub messages: &'a [MessageRow],
    /// Whether the caller may write one.
    pub may_write: bool,
}

/// The page.
pub fn page(frame: &Frame, model: &MessagesPage<'_>) -> Markup {
    let new = format!("/console/events/{}/messages/new", model.desk.event.id);
    let write = || Button::link(t!("console-messages-write"), new.as_str()).icon(Icon::Mail);
    let mut empty = EmptyState::new(Icon::Mail, t!("console-messages-none"), t!("console-messages-none-help"));
    if model.may_write {
        empty = empty.action(write().main());
    }
    let columns = vec![
        Column::prose(t!("console-messages-column-message")),
        Column::new(t!("console-messages-column-sent")),
        Column::prose(t!("console-messages-column-to")),
        Column::figures(t!("console-messages-column-addresses")),
        Column::figures(t!("console-messages-column-delivered")),
        Column::figures(t!("console-messages-column-failed")),
    ];
    let table = DataTable::new(t!("console-messages-caption"), "messages", columns)
        .rows(model.messages.iter().map(|m| line(model, m)))
        .empty(empty);
    let page = frame.event_page(model.desk, EventTab::Messages, table.render());
    if model.may_write && !model.messages.is_empty() { page.action(write()).render() } else { page.render() }
}

/// To whom it went, as it was kept; the commonest answer is told in the reader's language.
fn audience(kept: &str) -> Cow<'_, str> {
    if kept == Lang::En.within(|| t!("console-audience-everybody")) { t!("console-audience-everybody") } else { Cow::Borrowed(kept) }
}

fn line(model: &MessagesPage<'_>, message: &MessageRow) -> DataRow {
    let number = |n: i64| words::grouped(u64::try_from(n).unwrap_or(0));
    let waiting = i64::from(message.recipients) - message.sent - message.failed;
    let cells = vec![
        html! { details class="message" { summary { (message.subject) } p class="as-typed message__text" { (message.body) } } },
        html! { div { span class="nowrap" { (Moment::short(message.at, model.desk.event.zone)) } @if !message.by.is_empty() { div class="muted small" { (message.by) } } } },
        html! { (audience(&message.audience)) },
        html! { (number(message.recipients.into())) },
        html! { div { (number(message.sent)) @if waiting > 0 { div class="muted small nowrap" { (t!("console-messages-waiting", n = number(waiting))) } } } },
        html! { (number(message.failed)) },
    ];
    DataRow::new(message.id, &message.subject, cells)
}
