//! `/console/events/{id}/duplicate`: another draft like this event, on another day.

mod shift;
mod tables;

pub use shift::Shift;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use commons::events::{self, NewEvent};
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, redirect};
use platform_texts::t;
use platform_types::{Actor, EventId, Timestamp, is_blank};
use platform_ui::{Button, Card, Field, Form as Fields, Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::WriteError;
use super::setup::Step;
use super::write::told;
use crate::BoxOffice;
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of};
use crate::console::frame::{After, EventTab};
use crate::console::{Console, must, typed};
use tables::{Copying, copy_tables};

/// The question as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CopyForm {
    /// The copy's id: sent twice it makes one copy.
    copy: String,
    /// The copy's title.
    title: String,
    /// The copy's start, by the clock of its place.
    starts: String,
}

async fn prepare(ctx: &Ctx, id: EventId) -> Result<Desk, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.place.held, may::EVENTS_CREATE)?;
    Ok(desk)
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Page, Fault> {
    let desk = prepare(&ctx, id).await?;
    let copy = EventId::new(ctx.entropy(), ctx.now()).to_string();
    let form = CopyForm { copy, title: desk.event.name.clone(), starts: String::new() };
    Ok(Page(page(&console, &ctx, &desk, &form, &[])))
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Form(form): Form<CopyForm>,
) -> Result<Response, Fault> {
    let desk = prepare(&ctx, id).await?;
    let mut check = Check::new();
    let title = check.field("title", typed::line(&form.title, 300)).filter(|title| {
        check.that(!is_blank(title), "title", &t!("console-duplicate-title-missing"));
        !is_blank(title)
    });
    let starts = check.field("starts", typed::local_time(&form.starts, desk.event.zone, None));
    let (Some(title), Some(starts)) = (title, starts) else {
        let faults = check.faults();
        let markup = page(&console, &ctx, &desk, &form, &faults);
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    let copy = form.copy.parse().unwrap_or_else(|_| EventId::new(ctx.entropy(), ctx.now()));
    let made = match duplicate(console.office(), &ctx.actor, &desk, copy, &title, starts).await {
        // Gone back to and asked for another day: that is another copy.
        Err(WriteError::Repeated) if !same(&ctx, copy, &title, starts).await? => {
            duplicate(console.office(), &ctx.actor, &desk, EventId::new(ctx.entropy(), ctx.now()), &title, starts).await?
        }
        Err(WriteError::Repeated) => copy,
        made => made?,
    };
    let step = if starts.is_some() { Step::Review } else { Step::Where };
    Ok(redirect(&format!("{}?done=event-copied", step.href(made))))
}

/// Whether the copy that was made before is the one that is asked for: a double click.
async fn same(ctx: &Ctx, copy: EventId, title: &str, starts: Option<Timestamp>) -> Result<bool, Fault> {
    let known = access::find_desk(&mut ctx.read().await?, copy).await?;
    Ok(known.is_some_and(|desk| desk.event.name == title && desk.event.starts_at == starts))
}

fn page(console: &Console, ctx: &Ctx, desk: &Desk, form: &CopyForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let help = t!("console-duplicate-starts-help", zone = desk.event.zone.name());
    let fields = html! {
        (Field::text("title", t!("console-duplicate-title")).value(&form.title).required().max_length(300).error(errors.of("title")))
        (Field::datetime_local("starts", t!("console-duplicate-starts")).value(&form.starts).help(help).error(errors.of("starts")))
    };
    let asks = Fields::post(format!("/console/events/{}/duplicate", desk.event.id), fields)
        .errors(&errors)
        .hidden("copy", &form.copy)
        .button(Button::submit(t!("console-duplicate-make")).main().large())
        .button(Button::link(t!("console-duplicate-cancel"), format!("/console/events/{}", desk.event.id)).quiet());
    let main = html! {
        (Card::new(asks.render()).title(t!("console-duplicate-heading")))
        p class="muted" {
            @if desk.place.held.may(may::TICKETS_MANAGE) { (t!("console-duplicate-copied-tickets")) } @else { (t!("console-duplicate-copied")) }
        }
    };
    console.frame(ctx, &After::default()).event_page(desk, EventTab::Overview, main).render()
}

/// Makes the copy, once for an id. Without a start it has no dates and no sale windows.
pub async fn duplicate(
    shop: &BoxOffice,
    actor: &Actor,
    desk: &Desk,
    copy: EventId,
    title: &str,
    starts: Option<Timestamp>,
) -> Result<EventId, WriteError> {
    let was = &desk.event;
    let now = shop.clock().now();
    let shift = was.starts_at.zip(starts).map(|(was_at, new)| Shift::between(was.zone, was_at, new));
    let moved = |at: Option<Timestamp>| shift.zip(at).map(|(shift, at)| shift.at(at));
    let ends_at = shift.and_then(|shift| shift.span(was.starts_at, was.ends_at).1);
    // Doors never open after the start, whatever the clocks skip.
    let doors_at = moved(was.doors_at).map(|doors| starts.map_or(doors, |starts| doors.min(starts)));
    let event = NewEvent { name: title.to_owned(), starts_at: starts, ends_at, doors_at, ..NewEvent::from(was) };
    let mut tx = shop.db().as_actor(actor).await?;
    let slug = events::create_event_as(&mut tx, shop.entropy(), copy, desk.place.id, &event).await?.1;
    commons::files::share_picture(&mut tx, was.id, copy).await.map_err(platform_db::DbError::from)?;
    if desk.place.held.may(may::TICKETS_MANAGE) {
        let mut copying = Copying {
            from: was.id,
            to: copy,
            organization: desk.place.id,
            shift,
            entropy: shop.entropy(),
            now,
            ids: std::collections::HashMap::new(),
        };
        copy_tables(&mut tx, &mut copying).await.map_err(platform_db::DbError::from)?;
    }
    let mut after = told(&event);
    after["slug"] = json!(slug);
    after["copy_of"] = json!(was.id);
    platform_audit::record(&mut tx, Entry::new("event.duplicated", "events").on(copy.0).within(desk.place.id).after(after)).await?;
    tx.commit().await?;
    Ok(copy)
}
