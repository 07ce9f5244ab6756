//! `/events/{slug}/code` and `/checkout/{hold}/code`: a code is tried before and at the checkout.
//!
//! The event's own page is the same for everybody; what a code opens stands at an address of its own that nobody
//! caches, and guessing is limited there as buying is.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use platform_db::Service;
use platform_http::{Ctx, Fault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::{HoldId, Zone};
use platform_ui::Moment;

use super::checkout::{self, Typed};
use super::event::{OnShow, load};
use super::hold::{Refused, refusal};
use super::views::event as view;
use super::wanted::Wanted;
use super::{Shop, codes, elsewhere};
use crate::catalogue;
use crate::codes::{Code, Refusal, Tries, normal, set_code, tried};

/// A code that somebody brought to an event, and what it does there.
pub(super) struct Brought {
    /// As it is looked for.
    pub(super) text: String,
    pub(super) outcome: Result<Code, Refusal>,
}

/// The event with what the code opens, for whoever brought it.
pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let mut on_show = load(&shop, &slug, ctx.now()).await?;
    let typed = asked.iter().find(|(name, _)| name == "code").and_then(|(_, text)| normal(text));
    let Some(text) = typed else { return Ok(redirect(&format!("/events/{slug}"))) };
    let brought = bring(&shop, &ctx, &mut on_show, text).await?;
    let on_show = on_show.told();
    let refused = Refused::of_pairs(&asked, &on_show.terms(&|amount| refusal(&shop, amount))).map(|refused| refused.fault);
    let wanted = Wanted::of_pairs(&asked);
    Ok(Page(view::with_code(&shop.house(), &on_show, &brought, &wanted, refused.as_ref())).into_response())
}

/// Tries the code and adds the hidden tickets that it opens.
async fn bring(shop: &Shop, ctx: &Ctx, on_show: &mut OnShow, text: String) -> Result<Brought, Fault> {
    let event = &on_show.event;
    let mut tx = shop.office().db().as_service(Service::Sales, &ctx.actor).await?;
    let outcome = tried(&mut tx, event.organization, event.id, &text, Tries { user: ctx.actor.user_id(), ..Tries::default() }).await?;
    if let Ok(code) = &outcome
        && code.reveals
    {
        let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
        let all = catalogue::list_offers(&mut tx, event.id, event.starts_at, &tariff, on_show.now, true).await.map_err(Fault::internal)?;
        on_show.offers = all.into_iter().filter(|offer| !offer.hidden || code.opens(offer.id)).collect();
    }
    tx.rollback().await?;
    Ok(Brought { text, outcome })
}

/// The code of a reservation: put on, changed, or with nothing typed taken off. What else was typed is kept.
pub(super) async fn apply(State(shop): State<Shop>, ctx: Ctx, Path(id): Path<HoldId>, Form(typed): Form<Typed>) -> Result<Response, Fault> {
    let cart = match checkout::load(&shop, &ctx, id).await {
        Ok((cart, _)) => cart,
        Err(fault) => return elsewhere::checkout(&shop, &ctx, fault),
    };
    let text = typed.get("code").and_then(|text| normal(text));
    let changed = set_code(shop.office(), &ctx.actor, id, text.as_deref()).await?;
    if ctx.wants == Wants::Page {
        let (coded, _) = checkout::load(&shop, &ctx, id).await?;
        checkout::keep_coded(&shop, &ctx, &cart, &typed, coded.made_cheaper_than(&cart)).await?;
        return Ok(redirect(&format!("/checkout/{id}")));
    }
    if !changed && cart.hold.code != text {
        return Err(Fault::new(codes::promo::NOT_NOW));
    }
    let (cart, _) = checkout::load(&shop, &ctx, id).await?;
    if let Some(refusal) = cart.refusal {
        return Err(fault_of(refusal, Some(cart.event.zone)));
    }
    let body = serde_json::json!({
        "hold": id, "code": cart.hold.code, "discount_minor": cart.quote.discount_minor, "total_minor": cart.quote.totals.total_minor, "currency": cart.event.currency,
    });
    Ok(axum::Json(body).into_response())
}

/// The refusal as the summary above a form says it: with the code it is about.
pub(super) fn told_of(text: &str, refused: &Fault) -> String {
    t!("code-refused", code = text, why = refused.message()).into_owned()
}

/// The refusal with what would be right.
pub(super) fn fault_of(refusal: Refusal, zone: Option<Zone>) -> Fault {
    match refusal {
        Refusal::Unknown => Fault::new(codes::promo::UNKNOWN),
        Refusal::Paused => Fault::new(codes::promo::PAUSED),
        Refusal::NotYet(from) => {
            let fault = Fault::new(codes::promo::NOT_YET);
            match from.zip(zone) {
                Some((at, zone)) => fault.with_detail(t!("refusal-code-from", when = Moment::short(at, zone).text())),
                None => fault,
            }
        }
        Refusal::Over => Fault::new(codes::promo::OVER),
        Refusal::UsedUp => Fault::new(codes::promo::USED_UP),
        Refusal::UsedByYou => Fault::new(codes::promo::USED_BY_YOU),
        Refusal::NotForThese => Fault::new(codes::promo::NOT_FOR_THESE),
        Refusal::BelowMinimum(least) => {
            Fault::new(codes::promo::BELOW_MINIMUM).with_detail(t!("refusal-code-minimum", least = least.to_string()))
        }
        Refusal::TooLittleLeft(left) => {
            Fault::new(codes::promo::TOO_LITTLE_LEFT).with_detail(t!("refusal-code-left", left = left.to_string()))
        }
    }
}
