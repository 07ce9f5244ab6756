//! `/admin/messages`: what was written to whom, and what became of it. No text of any of them.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_notify::{LogFilter, MessageId, MessageRow, MessageStatus, list_messages};
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::{
    Badge, Card, Choice, Column, DataRow, DataTable, DefinitionList, EmptyState, Field, FilterForm, Icon, Markup, Moment, Tone, html,
};
use serde::Deserialize;

use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};
use crate::list::{ONE_MORE, ROWS, chips, mark, marked, pages};

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    purpose: String,
    before: String,
}

impl Asked {
    fn says(&self) -> [(&str, &str); 3] {
        [("q", self.q.trim()), ("state", self.state.as_str()), ("purpose", self.purpose.trim())]
    }
}

pub async fn list(State(admin): State<Admin>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter = LogFilter {
        address: asked.q.trim(),
        state: MessageStatus::named(&asked.state),
        purpose: asked.purpose.trim(),
        only: None,
        before: marked(&asked.before),
    };
    let rows = list_messages(&mut tx, &filter, ONE_MORE).await?;
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), &asked, rows)))
}

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<MessageId>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let filter = LogFilter { only: Some(id), ..LogFilter::default() };
    // One's own mails are nobody's log: the rows that a person sees as their recipient do not count here.
    let found = if held.may(may::MEMBERS_VIEW) { list_messages(&mut tx, &filter, 1).await?.pop() } else { None };
    tx.rollback().await?;
    let message = found.ok_or_else(Fault::not_found)?;
    Ok(Page(one(&admin.frame(&ctx, held, &After::default()), &message)))
}

fn state_words(state: MessageStatus) -> String {
    let words = match state {
        MessageStatus::Queued => t!("admin-message-queued"),
        MessageStatus::Sent => t!("admin-message-sent"),
        MessageStatus::Failed => t!("admin-message-failed"),
        MessageStatus::Skipped => t!("admin-message-skipped"),
    };
    words.into_owned()
}

fn badge(message: &MessageRow) -> Badge {
    let tone = match message.status {
        MessageStatus::Queued => Tone::Note,
        MessageStatus::Sent => Tone::Good,
        MessageStatus::Failed => Tone::Bad,
        MessageStatus::Skipped => Tone::Care,
    };
    Badge::new(tone, state_words(message.status))
}

fn page(frame: &Frame, asked: &Asked, mut rows: Vec<MessageRow>) -> Markup {
    let base = Place::Messages.path();
    let most = usize::try_from(ROWS).unwrap_or_default();
    let more = rows.len() > most;
    rows.truncate(most);
    let next = more.then(|| rows.last().map(|last| mark(last.created_at, last.id.0))).flatten();
    let state = MessageStatus::named(&asked.state);
    let form = FilterForm::new(base, Field::search("q", t!("admin-messages-search")).value(&asked.q).max_length(200))
        .field(
            Field::select(
                "state",
                t!("admin-state"),
                MessageStatus::ALL.into_iter().map(|s| Choice::new(s.as_str(), state_words(s))).collect(),
            )
            .value(state.map_or("", MessageStatus::as_str))
            .placeholder(t!("admin-any")),
        )
        .field(Field::text("purpose", t!("admin-purpose")).value(&asked.purpose).max_length(100));
    let mut on = Vec::new();
    if !asked.q.trim().is_empty() {
        on.push(("q", format!("“{}”", asked.q.trim())));
    }
    on.extend(state.map(|state| ("state", state_words(state))));
    if !asked.purpose.trim().is_empty() {
        on.push(("purpose", asked.purpose.trim().to_owned()));
    }
    let empty = if on.is_empty() {
        EmptyState::new(Icon::Mail, t!("admin-messages-none"), t!("admin-messages-none-text"))
    } else {
        EmptyState::new(Icon::Search, t!("admin-none-match"), t!("admin-none-match-text"))
    };
    let row = |message: &MessageRow| {
        let error: String = message.error.as_deref().unwrap_or_default().chars().take(160).collect();
        let cells = vec![
            html! { a href={ (base) "/" (message.id) } dir="auto" { (message.subject) } div class="muted small" { (message.purpose) } },
            html! { (message.to_address) },
            html! { (badge(message)) },
            html! { span class="nowrap" { (Moment::short(message.created_at, Zone::UTC)) } },
            html! { span class="as-typed" { (error) } },
        ];
        DataRow::new(message.id, message.subject.clone(), cells)
    };
    let columns = vec![
        Column::new(t!("admin-subject")),
        Column::new(t!("admin-to")),
        Column::new(t!("admin-state")),
        Column::new(t!("admin-when")),
        Column::prose(t!("admin-error")),
    ];
    let main = html! {
        (form)
        (chips(base, &asked.says(), &on))
        (DataTable::new(t!("admin-messages"), "messages", columns).rows(rows.iter().map(row)).empty(empty))
        (pages(base, &asked.says(), &asked.before, next))
    };
    frame.page(Place::Messages, &t!("admin-messages"), main).lead(t!("admin-messages-lead")).render()
}

fn one(frame: &Frame, message: &MessageRow) -> Markup {
    let moment = |at: Timestamp| html! { (Moment::full(at, Zone::UTC).with_zone()) };
    let to = message.to_name.as_ref().map_or_else(|| message.to_address.clone(), |name| format!("{name} <{}>", message.to_address));
    let mut facts = DefinitionList::columns()
        .text(t!("admin-to"), &to)
        .text(t!("admin-purpose"), &message.purpose)
        .text(t!("admin-attempts"), &message.attempts.to_string())
        .fact(t!("admin-written"), moment(message.created_at));
    if let Some(name) = &message.from_name {
        facts = facts.text(t!("admin-in-name-of"), name);
    }
    if let Some(at) = message.settled_at {
        facts = facts.fact(t!("admin-settled"), moment(at));
    }
    if let Some(at) = message.expires_at {
        facts = facts.fact(t!("admin-of-use-until"), moment(at));
    }
    if let Some(way) = &message.transport {
        facts = facts.text(t!("admin-way"), way);
    }
    if let Some(number) = &message.provider_id {
        facts = facts.text(t!("admin-number-there"), number);
    }
    let main = html! {
        (Card::new(html! {
            (facts)
            @if let Some(error) = &message.error { p { (t!("admin-last-error")) } pre class="as-written" { code { (error) } } }
            p class="cluster" {
                @if let Some(user) = message.user { a href={ (Place::People.path()) "/" (user) } { (t!("admin-to-the-person")) } }
                @if let (Some(organization), true) = (message.organization, frame.held.may(may::ORGANIZATIONS_VIEW)) {
                    a href={ (Place::Organizations.path()) "/" (organization) } { (t!("admin-to-the-organization")) }
                }
            }
        }).title(t!("admin-message")))
        p class="muted" { (t!("admin-body-not-shown")) }
    };
    frame.below(Place::Messages, &message.subject, main).mark(badge(message).render()).render()
}
