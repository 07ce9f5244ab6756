//! `/events/{slug}`: one event, what can be bought for it and what stands around it, the same bytes for everybody who asks by the same address.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commons::events::{self, Event};
use commons::files::{self, Plan};
use commons::programme::{self, Entry};
use commons::told::told;
use platform_db::Tx;
use platform_http::{Ctx, Fault, Path, Query, cached_page, redirect};
use platform_types::{Actor, EventId, Lang, Money, Timestamp};
use platform_ui::{House, Markup, Picture};

use super::Shop;
use super::amount::Terms;
use super::hold::{Refused, refusal};
use super::list::{etag_of, with_glances};
use super::paper::told_event;
use super::similar;
use super::views::event as view;
use super::views::list::Listed;
use crate::catalogue::{self, Offer};
use crate::codes::takes_codes;
use crate::pricing::Tariff;
use crate::refunds::{Policy, policy_of};

/// An event with its tickets, as everybody may see them.
pub(super) struct OnShow {
    pub(super) event: Event,
    pub(super) offers: Vec<Offer>,
    /// Fees and tax of all prices.
    pub(super) tariff: Tariff,
    /// What it promises about money back.
    pub(super) refunds: Policy,
    pub(super) now: Timestamp,
    pub(super) around: Around,
    /// Whether there is a reason to ask for a code.
    pub(super) takes_codes: bool,
    /// Its picture, in the poster's place.
    pub(super) picture: Option<Picture>,
}

/// Items of a running order that the event's own page shows whole.
const INLINE: usize = 24;
/// Of a longer one, so many.
const FIRST: usize = 12;

/// What stands around an event's facts; read for its own page alone.
#[derive(Default)]
pub(super) struct Around {
    /// The running order, or how it begins.
    pub(super) programme: Vec<Entry>,
    /// Items in all.
    pub(super) items: usize,
    /// Events like this one, each with the reason.
    pub(super) similar: Vec<(Listed, String)>,
    /// How the place is laid out, as far as everybody may see it.
    pub(super) plans: Vec<Plan>,
}

async fn around(shop: &Shop, event: &Event, now: Timestamp) -> Result<Around, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let mut around = Around::default();
    if event.notes.programme_published_at.is_some() {
        let limit = i64::try_from(INLINE + 1).unwrap_or(i64::MAX);
        around.programme = programme::list_entries(&mut tx, event.id, limit).await?;
        around.items = around.programme.len();
        if around.items > INLINE {
            around.programme.truncate(FIRST);
            around.items = usize::try_from(programme::count_entries(&mut tx, event.id).await?).unwrap_or(around.items);
        }
    }
    let like = similar::load(&mut tx, event, now).await?;
    let events: Vec<Event> = like.iter().map(|s| s.event.clone()).collect();
    let reasons: HashMap<EventId, String> = like.into_iter().map(|s| (s.event.id, s.reason)).collect();
    let listed = with_glances(&mut tx, events, now).await?;
    around.similar = listed
        .into_iter()
        .map(|listed| (reasons.get(&listed.event.id).cloned().unwrap_or_default(), listed))
        .map(|(why, listed)| (listed, why))
        .collect();
    if let Some(venue) = &event.venue {
        around.plans = files::list_public_plans(&mut tx, venue.id).await?;
    }
    tx.rollback().await?;
    Ok(around)
}

impl OnShow {
    /// As whoever reads the language of the work at hand is told it.
    pub(super) fn told(mut self) -> Self {
        let lang = Lang::current();
        self.event = told_event(self.event);
        for offer in &mut self.offers {
            offer.name = told(&offer.name, &offer.names, lang).to_owned();
            offer.description = told(&offer.description, &offer.descriptions, lang).to_owned();
        }
        self
    }

    /// What chosen amounts are judged by; `refusal` says why an all-in amount cannot be charged.
    pub(super) fn terms<'a>(&'a self, refusal: &'a dyn Fn(Money) -> Option<String>) -> Terms<'a> {
        Terms { offers: &self.offers, tariff: &self.tariff, refusal }
    }
}

/// The page of an event as its makers see it before anybody else may: with the tickets that buyers would see.
pub(crate) async fn preview(tx: &mut Tx, house: &House, event: Event, now: Timestamp) -> Result<Markup, Fault> {
    let tariff = catalogue::tariff_of(tx, event.id, event.currency).await?;
    let offers = catalogue::list_offers(tx, event.id, event.starts_at, &tariff, now, false).await.map_err(Fault::internal)?;
    let mut around = Around::default();
    if event.notes.programme_published_at.is_some() {
        let limit = i64::try_from(INLINE).unwrap_or(i64::MAX);
        around.programme = programme::list_entries(tx, event.id, limit).await?;
        around.items = around.programme.len();
    }
    if let Some(venue) = &event.venue {
        around.plans = files::list_public_plans(tx, venue.id).await?;
    }
    let refunds = policy_of(tx, event.id).await?;
    let picture = files::find_picture(tx, event.id).await?.map(|known| known.picture);
    let show = OnShow { event, offers, tariff, refunds, now, around, takes_codes: false, picture };
    Ok(view::page(house, &show.told(), ""))
}

/// Reads it as nobody: a draft or a private event is not there, whoever asks.
pub(super) async fn load(shop: &Shop, slug: &str, now: Timestamp) -> Result<OnShow, Fault> {
    let mut tx = shop.office().db().read(&Actor::anonymous()).await?;
    let event = events::find_by_slug(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let tariff = catalogue::tariff_of(&mut tx, event.id, event.currency).await?;
    let offers = catalogue::list_offers(&mut tx, event.id, event.starts_at, &tariff, now, false).await.map_err(Fault::internal)?;
    let takes_codes = takes_codes(&mut tx, event.id).await?;
    let refunds = policy_of(&mut tx, event.id).await?;
    let picture = files::find_picture(&mut tx, event.id).await?.map(|known| known.picture);
    tx.rollback().await?;
    Ok(OnShow { event, offers, tariff, refunds, now, around: Around::default(), takes_codes, picture })
}

pub(super) async fn show(
    State(shop): State<Shop>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if asked.iter().any(|(name, _)| name == "code") {
        // What a code opens is nobody else's, and this page is everybody's.
        let query = serde_urlencoded::to_string(&asked).map_err(Fault::internal)?;
        return Ok(redirect(&format!("/events/{slug}/code?{query}")));
    }
    let mut on_show = load(&shop, &slug, ctx.now()).await?.told();
    if let Some(refused) = Refused::of_pairs(&asked, &on_show.terms(&|amount| refusal(&shop, amount))) {
        return Ok(cached_page(view::refused(&shop.house(), &on_show, &refused), etag_of(&headers)));
    }
    let canonical = ctx.url(&format!("/events/{}", on_show.event.slug));
    on_show.around = around(&shop, &on_show.event, on_show.now).await?;
    Ok(cached_page(view::page(&shop.house(), &on_show, &canonical), etag_of(&headers)))
}
