//! Venues, events and programmes as files that `callboard import` takes back without a change.

use axum::extract::State;
use axum::response::Response;
use integration_interchange::{csv_file, events_file, json_file, programme_file};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Path, download};
use platform_texts::{t, t_html};
use platform_types::EventId;
use platform_ui::{Markup, html};

use super::access;
use super::{Console, must};
use crate::table_import::{Whole, event_table, programme_sessions, programme_table, venue_table};

/// What a file is written in, by how its address ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Csv,
    Json,
    Calendar,
}

impl Shape {
    /// Of `venues.csv` where `venues` is wanted.
    fn of(file: &str, wanted: &str) -> Option<Self> {
        match file.strip_prefix(wanted)? {
            ".csv" => Some(Self::Csv),
            ".json" => Some(Self::Json),
            ".ics" => Some(Self::Calendar),
            _ => None,
        }
    }
}

/// `/console/{org}/venues/export/{venues}`: `venues.csv`, `venues.json`.
pub(in crate::console) async fn venues(
    State(_): State<Console>,
    ctx: Ctx,
    Path((slug, file)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let shape = Shape::of(&file, "venues").filter(|shape| *shape != Shape::Calendar).ok_or_else(Fault::not_found)?;
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    must(&place.held, may::VENUES_VIEW)?;
    let whole = venue_table(&mut tx, place.id).await?;
    tx.rollback().await?;
    Ok(table(&whole, shape, &[], &format!("{slug}-{file}")))
}

/// `/console/{org}/events/export/{events}`: `events.csv`, `events.json`, `events.ics`.
pub(in crate::console) async fn events(
    State(_): State<Console>,
    ctx: Ctx,
    Path((slug, file)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let shape = Shape::of(&file, "events").ok_or_else(Fault::not_found)?;
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    must(&place.held, may::EVENTS_VIEW)?;
    let whole = event_table(&mut tx, place.id).await?;
    tx.rollback().await?;
    let name = format!("{slug}-{file}");
    Ok(match shape {
        Shape::Calendar => calendar(events_file(&place.name, &whole.columns, &whole.rows, ctx.now()), &name),
        Shape::Csv | Shape::Json => table(&whole, shape, &["prices"], &name),
    })
}

/// `/console/events/{id}/programme/export/{programme}`: `programme.csv`, `programme.json`, `programme.ics`.
pub(in crate::console) async fn programme(
    State(_): State<Console>,
    ctx: Ctx,
    Path((id, file)): Path<(EventId, String)>,
) -> Result<Response, Fault> {
    let shape = Shape::of(&file, "programme").ok_or_else(Fault::not_found)?;
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    let sessions = programme_sessions(&mut tx, id).await?;
    tx.rollback().await?;
    let name = format!("{}-{file}", desk.event.slug);
    Ok(match shape {
        Shape::Calendar => calendar(programme_file(&desk.event.name, &sessions, ctx.now()), &name),
        Shape::Csv | Shape::Json => table(&programme_table(&sessions, desk.event.zone), shape, &["people", "links"], &name),
    })
}

fn table(whole: &Whole, shape: Shape, lists: &[&str], name: &str) -> Response {
    match shape {
        Shape::Json => download(json_file(&whole.columns, &whole.rows, lists).into_bytes(), "application/json", name),
        Shape::Csv | Shape::Calendar => {
            download(csv_file(&whole.columns, &whole.rows).into_bytes(), "text/csv; charset=utf-8; header=present", name)
        }
    }
}

fn calendar(text: String, name: &str) -> Response {
    download(text.into_bytes(), "text/calendar; charset=utf-8", name)
}

/// Links to the files of a list: `base` is its page, `what` the file's name.
pub(in crate::console) fn links(base: &str, what: &str, calendar: bool) -> Markup {
    let csv = html! { a href={ (base) "/export/" (what) ".csv" } { "CSV" } };
    let json = html! { a href={ (base) "/export/" (what) ".json" } { "JSON" } };
    html! {
        p class="muted small" {
            @if calendar {
                @let calendar = html! { a href={ (base) "/export/" (what) ".ics" } { (t!("console-exports-calendar")) } };
                (t_html!("console-exports-take-calendar", csv = csv, json = json, calendar = calendar))
            } @else {
                (t_html!("console-exports-take", csv = csv, json = json))
            }
        }
    }
}
