//! `POST /console/{org}/views` keeps a view, `…/{view}/remove` takes it away. Both lead back to the list.

use axum::extract::State;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, Form, Path, redirect};
use platform_texts::t;
use platform_types::{EventId, is_blank};
use serde::Deserialize;
use uuid::Uuid;

use super::ViewPage;
use super::queries::{NewView, keep, remove};
use crate::console::access::{self, Place};
use crate::console::lists::Params;
use crate::console::{Console, attendees, must, orders, typed};

/// What is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ViewForm {
    page: String,
    event: Option<EventId>,
    query: String,
    view_name: String,
    shared: String,
}

/// The organization, where the caller may look at this list of it. Whoever does not belong to it learns nothing else.
async fn open(ctx: &Ctx, slug: &str, form: &ViewForm) -> Result<(Place, ViewPage, Option<EventId>), Fault> {
    let mut tx = ctx.read().await?;
    let place = access::find_place(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let mut check = Check::new();
    let page = ViewPage::parse(&form.page);
    check.that(page.is_some(), "page", &t!("console-views-page-wrong"));
    let everywhere = page == Some(ViewPage::OrganizationOrders);
    check.that(page.is_none() || everywhere || form.event.is_some(), "event", &t!("console-views-event-missing"));
    let Some(page) = page.filter(|_| check.is_fine()) else { return Err(check.into_fault()) };
    let event = form.event.filter(|_| !everywhere);
    let Some(id) = event else {
        must(&place.held, may::ORDERS_VIEW)?;
        return Ok((place, page, None));
    };
    let desk = access::find_desk(&mut tx, id).await?.filter(|desk| desk.place.id == place.id).ok_or_else(Fault::not_found)?;
    must(&desk.held, may::ORDERS_VIEW)?;
    Ok((place, page, Some(id)))
}

pub(in crate::console) async fn save(
    State(_): State<Console>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<ViewForm>,
) -> Result<Response, Fault> {
    let (place, page, event) = open(&ctx, &slug, &form).await?;
    let mut check = Check::new();
    let name = check.field("view_name", typed::line(&form.view_name, 60)).unwrap_or_default();
    check.that(!is_blank(&name), "view_name", &t!("console-views-name-missing"));
    let params = Params::read(&form.query).only(page.names());
    check.that(!params.is_empty(), "query", &t!("console-views-nothing"));
    let fine = match page {
        ViewPage::EventAttendees => attendees::AttendeeFilter::read(&params).1.is_empty(),
        _ => orders::OrderFilter::read(&params, place.zone, place.currency).1.is_empty(),
    };
    check.that(fine, "query", &t!("console-views-filter-wrong"));
    let query = params.query();
    check.that(query.len() <= 1_000, "query", &t!("console-views-filter-long"));
    check.done()?;
    let user = ctx.user()?.id;
    let id = ctx.entropy().uuid_v7(ctx.now());
    let shared = !form.shared.is_empty();
    // A ticket type is one event's alone; everything else means the same at every event. Who sees one event shares with it alone.
    let narrow = shared && !place.held.may(may::ORDERS_VIEW);
    let only_here = event.filter(|_| narrow || !params.get("type").is_empty());
    let view = NewView { id, organization: place.id, user, page, event: only_here, name: &name, query: &query, shared };
    let mut tx = ctx.write().await?;
    keep(&mut tx, &view).await?;
    let entry = Entry::new("view.saved", "saved_views").on(id).within(place.id);
    platform_audit::record(
        &mut tx,
        entry.after(serde_json::json!({"page": page.as_str(), "name": name, "query": query, "shared": shared})),
    )
    .await?;
    tx.commit().await?;
    Ok(redirect(&params.with("done", "view-kept").href(&page.address(&slug, event))))
}

pub(in crate::console) async fn take_away(
    State(_): State<Console>,
    ctx: Ctx,
    Path((slug, view)): Path<(String, Uuid)>,
    Form(form): Form<ViewForm>,
) -> Result<Response, Fault> {
    let (place, page, event) = open(&ctx, &slug, &form).await?;
    let mut tx = ctx.write().await?;
    let name = remove(&mut tx, place.id, view).await?.ok_or_else(Fault::not_found)?;
    let entry = Entry::new("view.removed", "saved_views").on(view).within(place.id).before(serde_json::json!({"name": name}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{}?done=view-removed", page.address(&slug, event))))
}
