//! `/account/inbox`: what somebody was told, newest first.

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Datelike, NaiveDate};
use maud::{Markup, html};
use platform_http::{Ctx, Fault, Form as Body, Page, Path, Query, redirect};
use platform_texts::{Telling, on_day, t};
use platform_types::{Timestamp, UserId, Zone};
use platform_ui::{Button, Card, EmptyState, Icon, Moment, NavLink, NoticeList, NoticeRow, Pagination, PublicPage, Tabs, Toast};
use serde::Deserialize;
use uuid::Uuid;

use crate::settings::settings_of;
use crate::store::{self, Told};
use crate::{Inbox, bell};

/// Notices of one page.
const PAGE: usize = 50;
const HERE: &str = "/account/inbox";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    only: String,
    after: String,
    done: String,
}

impl Asked {
    fn unread(&self) -> bool {
        self.only == "unread"
    }
}

/// Where a list goes on: microseconds and id of the last notice shown.
fn cursor(told: &Told) -> String {
    format!("{}-{}", told.created_at.timestamp_micros(), told.id.simple())
}

fn read_cursor(text: &str) -> Option<(Timestamp, Uuid)> {
    let (at, id) = text.rsplit_once('-')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, Uuid::try_parse(id).ok()?))
}

pub(crate) async fn show(State(inbox): State<Inbox>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let me = ctx.user()?.id;
    let mut tx = ctx.read().await?;
    let zone = settings_of(&mut tx, me).await?.zone;
    let unread = store::unread(&mut tx, me).await?;
    let most = i64::try_from(PAGE).unwrap_or(50) + 1;
    let mut told = store::list(&mut tx, me, asked.unread(), read_cursor(&asked.after), most).await?;
    tx.rollback().await?;
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let view = View { inbox: &inbox, asked: &asked, unread: u64::try_from(unread).unwrap_or(0), zone, now: ctx.now(), told, more };
    Ok(Page(PublicPage::new(&inbox.house(), t!("inbox-title"), view.main()).noindex().render()))
}

struct View<'a> {
    inbox: &'a Inbox,
    asked: &'a Asked,
    unread: u64,
    zone: Zone,
    now: Timestamp,
    told: Vec<Told>,
    more: bool,
}

impl View<'_> {
    fn main(&self) -> Markup {
        let unread = self.asked.unread();
        let tabs = Tabs::new(t!("inbox-title"))
            .tab(NavLink { current: !unread, ..NavLink::new(t!("inbox-all"), HERE) })
            .counted(NavLink { current: unread, ..NavLink::new(t!("inbox-unread"), format!("{HERE}?only=unread")) }, self.unread);
        html! {
            div class="stack" {
                @if self.asked.done == "read" { (Toast::good(t!("inbox-done-read")).flash()) }
                div class="ends" {
                    div {
                        p { a href="/account" { (t!("inbox-account")) } }
                        h1 { (t!("inbox-title")) }
                    }
                    div class="cluster" {
                        @if self.unread > 0 { (self.read_all()) }
                        (Button::link(t!("preferences-title"), "/account/notifications").icon(Icon::Settings))
                    }
                }
                (tabs)
                @if self.told.is_empty() { (self.empty()) }
                @for (day, rows) in self.days() {
                    (Card::new(NoticeList::new(rows).render()).title(self.day(day)).flush())
                }
                (self.pages())
            }
        }
    }

    /// Marks what is on this page, or older: not what came while it was read.
    fn read_all(&self) -> Markup {
        html! {
            form method="post" action={ (HERE) "/read" } {
                input type="hidden" name="until" value=(self.now.timestamp_micros());
                (Button::submit(t!("inbox-read-all")).icon(Icon::Check))
            }
        }
    }

    fn empty(&self) -> EmptyState {
        if self.asked.unread() {
            EmptyState::new(Icon::Bell, t!("inbox-none-unread"), t!("inbox-none-unread-text"))
        } else {
            EmptyState::new(Icon::Bell, t!("inbox-none"), t!("inbox-none-text"))
                .action(Button::link(t!("preferences-title"), "/account/notifications"))
        }
    }

    fn days(&self) -> Vec<(NaiveDate, Vec<NoticeRow>)> {
        let mut days: Vec<(NaiveDate, Vec<NoticeRow>)> = Vec::new();
        for told in &self.told {
            let day = self.zone.local(told.created_at).date_naive();
            let Some(row) = self.row(told) else { continue };
            match days.last_mut() {
                Some((last, rows)) if *last == day => rows.push(row),
                _ => days.push((day, vec![row])),
            }
        }
        days
    }

    /// None for a kind that a newer program told.
    fn row(&self, told: &Told) -> Option<NoticeRow> {
        let kind = self.inbox.kinds().find(&told.kind)?;
        Some(NoticeRow {
            opens: format!("{HERE}/{}", told.id),
            marks: format!("{HERE}/{}/read", told.id),
            told: (kind.told)(&told.given),
            when: Moment::time(told.created_at, self.zone).render(),
            area: (kind.group.title)().into_owned(),
            is_new: !told.is_read,
        })
    }

    fn day(&self, day: NaiveDate) -> String {
        let today = self.zone.local(self.now).date_naive();
        match (today - day).num_days() {
            0 => t!("inbox-today").into_owned(),
            1 => t!("inbox-yesterday").into_owned(),
            _ if day.year() == today.year() => on_day(day, Telling::LongDay),
            _ => on_day(day, Telling::LongDate),
        }
    }

    fn pages(&self) -> Markup {
        let only = if self.asked.unread() { "only=unread&" } else { "" };
        let next = self.told.last().filter(|_| self.more).map(|last| format!("{HERE}?{only}after={}", cursor(last)));
        let first = if self.asked.unread() { format!("{HERE}?only=unread") } else { HERE.to_owned() };
        Pagination { next, previous: (!self.asked.after.is_empty()).then_some(first), ..Pagination::default() }.render()
    }
}

/// Marks it read and goes where it leads. Whoever acts for somebody only goes.
pub(crate) async fn open(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    Ok(redirect(&mark(&ctx, id).await?))
}

pub(crate) async fn read(ctx: Ctx, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    mark(&ctx, id).await?;
    Ok(redirect(HERE))
}

async fn mark(ctx: &Ctx, id: Uuid) -> Result<String, Fault> {
    let me = ctx.user()?.id;
    let mut tx = ctx.write().await?;
    let about = store::read(&mut tx, me, id).await?.ok_or_else(Fault::not_found)?;
    tx.commit().await?;
    Ok(about)
}

#[derive(Deserialize)]
pub(crate) struct Until {
    until: Option<i64>,
}

pub(crate) async fn read_all(ctx: Ctx, Body(typed): Body<Until>) -> Result<Response, Fault> {
    let me = ctx.user()?.id;
    let until = typed.until.and_then(DateTime::from_timestamp_micros).unwrap_or_else(|| ctx.now());
    let mut tx = ctx.write().await?;
    store::read_all(&mut tx, me, until).await?;
    tx.commit().await?;
    Ok(redirect("/account/inbox?done=read"))
}

/// The bell alone, for a page that heard that something changed; nothing for whoever is not signed in any more.
pub(crate) async fn show_bell(ctx: Ctx) -> Result<Page, Fault> {
    let me: Option<UserId> = ctx.signed_in.as_ref().map(|person| person.id);
    let Some(me) = me else { return Ok(Page(html! {})) };
    let mut tx = ctx.read().await?;
    let bell = bell(&mut tx, me).await?;
    tx.rollback().await?;
    Ok(Page(bell))
}
