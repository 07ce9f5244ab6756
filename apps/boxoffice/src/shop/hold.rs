//! `POST /events/{slug}/hold`: sets the chosen tickets aside for a quarter of an hour.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform_db::Tx;
use platform_http::{Ctx, Fault, Form, Page, Path, Wants, redirect};
use platform_types::{Actor, EventId};

use super::views::event as view;
use super::wanted::Wanted;
use super::{Shop, codes, event};
use crate::holds::{ClaimError, Held};

/// What a refused choice shows again.
pub(super) struct Refused<'a> {
    pub(super) fault: &'a Fault,
    pub(super) wanted: &'a Wanted,
}

/// One look at the event's address, then the counter: everything else waits until the tickets are held.
pub(super) async fn place(
    State(shop): State<Shop>,
    mut ctx: Ctx,
    Path(slug): Path<String>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = find_event_id(&mut tx, &slug).await?.ok_or_else(Fault::not_found)?;
    tx.rollback().await?;
    match claim(&shop, &mut ctx, event, &wanted).await {
        Ok(held) => Ok(answer(&ctx, &held)),
        Err(fault) if ctx.wants == Wants::Page && fault.code().status < 500 => refuse(&shop, &ctx, &slug, &fault, &wanted).await,
        Err(fault) => Err(fault),
    }
}

async fn claim(shop: &Shop, ctx: &mut Ctx, event: EventId, wanted: &Wanted) -> Result<Held, Fault> {
    let items = wanted.items()?;
    let actor = ctx.or_guest().clone();
    shop.office().claims().claim(&actor, event, &items).await.map_err(fault_of)
}

fn answer(ctx: &Ctx, held: &Held) -> Response {
    let path = format!("/checkout/{}", held.id);
    if ctx.wants != Wants::Json {
        return redirect(&path);
    }
    let url = ctx.url(&path);
    let body = serde_json::json!({ "hold": held.id, "expires_at": held.expires_at, "checkout_url": url });
    (StatusCode::CREATED, [(header::LOCATION, path), (header::CACHE_CONTROL, "private, no-store".to_owned())], axum::Json(body))
        .into_response()
}

/// The event's page again, with the reason, what was chosen, and what is true now.
async fn refuse(shop: &Shop, ctx: &Ctx, slug: &str, fault: &Fault, wanted: &Wanted) -> Result<Response, Fault> {
    let on_show = event::load(shop, slug, ctx.now()).await?;
    let canonical = ctx.url(&format!("/events/{}", on_show.event.slug));
    let page = view::page(&shop.house(), &on_show, &canonical, Some(&Refused { fault, wanted }));
    Ok((fault.code().status(), Page(page)).into_response())
}

/// Who everybody may see by this address.
async fn find_event_id(tx: &mut Tx, slug: &str) -> Result<Option<EventId>, sqlx::Error> {
    sqlx::query_scalar!("SELECT id FROM events WHERE slug = $1", slug).fetch_optional(&mut **tx).await.map(|id| id.map(EventId))
}

fn fault_of(error: ClaimError) -> Fault {
    match error {
        ClaimError::SoldOut(name) => Fault::new(codes::holds::SOLD_OUT)
            .with_detail(format!("“{name}” is sold out, or fewer are left than you chose. Nothing was held or charged.")),
        ClaimError::NotOnSale(name) => Fault::new(codes::holds::NOT_ON_SALE).with_detail(format!("“{name}” is not on sale at the moment.")),
        ClaimError::OverLimit(name) => {
            Fault::new(codes::holds::OVER_LIMIT).with_detail(format!("You chose more of “{name}” than one order may have. Choose fewer."))
        }
        ClaimError::UnderLimit(name) => {
            Fault::new(codes::holds::UNDER_LIMIT).with_detail(format!("“{name}” is sold only in larger numbers. Choose more, or none."))
        }
        ClaimError::UnknownType => Fault::new(codes::holds::UNKNOWN_TICKET_TYPE),
        ClaimError::Closed => Fault::new(codes::holds::CLOSED),
        ClaimError::Empty => Fault::new(codes::holds::EMPTY),
        ClaimError::Nobody => Fault::internal(ClaimError::Nobody),
        ClaimError::Database(error) => error.into(),
    }
}
