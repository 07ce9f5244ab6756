//! `/console/events/{id}/attendees`: who comes.

use axum::extract::State;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Check, Ctx, Fault, FieldFault, Page, Path, Query};
use platform_texts::t;
use platform_types::{EventId, TicketId};
use platform_ui::Markup;

use super::filter::{AttendeeFilter, FILTER_NAMES};
use super::list_view::{AttendeesPage, page};
use super::search::find_page;
use crate::console::access::{self, Desk};
use crate::console::frame::After;
use crate::console::lists::views::{ViewPage, list_views};
use crate::console::lists::{Choice, Pairs, Params, Place};
use crate::console::orders::list_types;
use crate::console::{Console, must};

/// An event whose attendees the caller may see, or 404.
pub(in crate::console) async fn open(tx: &mut Tx, id: EventId) -> Result<Desk, Fault> {
    let desk = access::find_desk(tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::ORDERS_VIEW)?;
    Ok(desk)
}

/// What was chosen, and by which filter; a filter that is not understood chooses nothing.
pub(in crate::console) fn chosen(pairs: &Pairs) -> Result<(AttendeeFilter, Choice, Params), Fault> {
    let params = Params::of(pairs.0.clone()).only(&FILTER_NAMES);
    let (filter, mut faults) = AttendeeFilter::read(&params);
    match Choice::read(pairs, &t!("console-attendees-choose-one")) {
        Ok(choice) if faults.is_empty() => return Ok((filter, choice, params)),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    let mut check = Check::new();
    for fault in faults {
        check.wrong(&fault.field, fault.message);
    }
    Err(check.into_fault())
}

/// A name that was typed and not taken.
#[derive(Clone, Debug)]
pub struct Retyped {
    /// Of which ticket.
    pub ticket: TicketId,
    /// What was typed.
    pub name: String,
    /// What would be right.
    pub fault: FieldFault,
}

/// The page of the list that an address means.
pub(super) async fn show_page(
    console: &Console,
    ctx: &Ctx,
    id: EventId,
    params: &Params,
    retyped: Option<&Retyped>,
) -> Result<Markup, Fault> {
    let mut tx = ctx.read().await?;
    let desk = open(&mut tx, id).await?;
    let (filter, faults) = AttendeeFilter::read(params);
    let cut = find_page(&mut tx, id, &filter, &Place::read(params)).await?;
    let types = list_types(&mut tx, id).await?;
    let views = list_views(&mut tx, desk.place.id, ViewPage::EventAttendees, Some(id)).await?;
    tx.rollback().await?;
    let after = After { done: params.get("done").to_owned() };
    let params = params.only(&[&FILTER_NAMES[..], &["after", "before"]].concat());
    let send = ctx.entropy().uuid_v7(ctx.now());
    let model = AttendeesPage {
        desk: &desk,
        params: &params,
        filter: &filter,
        faults: &faults,
        cut: &cut,
        types: &types,
        views: &views,
        send,
        retyped,
    };
    Ok(page(&console.frame(ctx, &after), &model))
}

pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(params): Query<Params>,
) -> Result<Page, Fault> {
    show_page(&console, &ctx, id, &params, None).await.map(Page)
}
