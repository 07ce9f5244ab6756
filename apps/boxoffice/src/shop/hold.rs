//! `POST /events/{slug}/hold`: sets the chosen tickets aside for a quarter of an hour.
//!
//! A refusal leads back to the event's address with the choice and a word for the reason: reload and back
//! repeat nothing, and the page that a thousand losers of a stampede load is small and the same for all of
//! them who chose the same.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use platform_http::{Code, Ctx, Fault, FormOrJson, Path, Wants, code, redirect};
use platform_payments::PaymentError;
use platform_texts::t;
use platform_types::Money;

use super::amount::Terms;
use super::api::shapes::Moment;
use super::counter::Counter;
use super::wanted::{Items, Wanted};
use super::{Shop, codes, event, promo};
use crate::catalogue::{Availability, Offer};
use crate::holds::{ClaimError, Held};

/// What is wrong with the numbers alone: then each field says what would be right.
const OF_NUMBERS: [Code; 4] = [code::http::INVALID, codes::holds::OVER_LIMIT, codes::holds::UNDER_LIMIT, codes::holds::WRONG_AMOUNT];

/// A choice that could not be held, as its address says it.
pub(super) struct Refused {
    /// Why, in the light of what can be had now.
    pub(super) fault: Fault,
    pub(super) wanted: Wanted,
}

/// One look at the event's address, then the counter: everything else waits until the tickets are held.
pub(super) async fn place(
    State(shop): State<Shop>,
    mut ctx: Ctx,
    Path(slug): Path<String>,
    sent: FormOrJson<Wanted, Items>,
) -> Result<Response, Fault> {
    let wanted = match sent {
        FormOrJson::Form(wanted) => wanted,
        FormOrJson::Json(items) => items.wanted()?,
    };
    let db = shop.office().db();
    // What somebody says of money is read in the currency of now.
    let counter = if wanted.says_amounts() { shop.counters.find_now(db, &slug).await } else { shop.counters.find(db, &slug).await };
    let counter = counter?.ok_or_else(Fault::not_found)?;
    match claim(&shop, &mut ctx, &slug, counter, &wanted).await {
        Ok(held) => Ok(answer(&ctx, &held)),
        // Its own page says what is wrong with the code, by looking again.
        // Enter in the code's field sends the whole form: with nothing chosen yet, the code is what is asked about.
        Err(fault) if ctx.wants == Wants::Page && fault.code() == codes::holds::EMPTY && wanted.only_a_code() => {
            Ok(redirect(&address(&slug, None, &wanted)?))
        }
        Err(fault) if ctx.wants == Wants::Page && (reason_of(fault.code()).is_some() || codes::promo::ALL.contains(&fault.code())) => {
            Ok(redirect(&address(&slug, reason_of(fault.code()), &wanted)?))
        }
        Err(fault) if OF_NUMBERS.contains(&fault.code()) => {
            let on_show = event::load(&shop, &slug, ctx.now()).await?.told();
            let fields = wanted.faults(fault.code(), &on_show.terms(&|amount| refusal(&shop, amount)));
            Err(fault.with_fields(fields))
        }
        Err(fault) => Err(fault),
    }
}

async fn claim(shop: &Shop, ctx: &mut Ctx, slug: &str, counter: Counter, wanted: &Wanted) -> Result<Held, Fault> {
    let wishes = wanted.wishes(counter.currency)?;
    if wishes.iter().any(|wish| wish.chosen_minor.is_some()) {
        // What nobody could charge is refused before it is held; everything else about it is the database's to say.
        let on_show = event::load(shop, slug, ctx.now()).await?;
        if !wanted.wrong_amounts(&on_show.terms(&|amount| refusal(shop, amount))).is_empty() {
            return Err(Fault::new(codes::holds::WRONG_AMOUNT));
        }
    }
    let actor = ctx.or_guest().clone();
    shop.office().claims().claim_with(&actor, counter.event, &wishes, wanted.code()).await.map_err(fault_of)
}

/// Why an amount cannot be charged, for whoever would pay it.
pub(super) fn refusal(shop: &Shop, amount: Money) -> Option<String> {
    let told = match shop.office().payments().accepts(amount) {
        Ok(()) => None,
        Err(PaymentError::Invalid { code, message }) => {
            let message = message.trim_end_matches('.');
            Some(match code.as_str() {
                "payments.amount_too_small" => t!("amount-uncharged-small", message = message),
                "payments.amount_too_large" => t!("amount-uncharged-large", message = message),
                _ => t!("amount-uncharged-other", message = message),
            })
        }
        Err(_) => Some(t!("amount-uncharged", money = amount.to_string())),
    };
    told.map(Cow::into_owned)
}

fn answer(ctx: &Ctx, held: &Held) -> Response {
    let path = format!("/checkout/{}", held.id);
    if ctx.wants != Wants::Json {
        return redirect(&path);
    }
    let url = ctx.url(&path);
    let body = serde_json::json!({ "hold": held.id, "expires_at": Moment(held.expires_at), "checkout_url": url });
    (StatusCode::CREATED, [(header::LOCATION, path), (header::CACHE_CONTROL, "private, no-store".to_owned())], axum::Json(body))
        .into_response()
}

/// The word for a refusal in an address; none for what is no refusal of the choice.
fn reason_of(code: Code) -> Option<&'static str> {
    let of_choice = codes::holds::ALL.contains(&code) || code == code::http::INVALID;
    code.code.split_once('.').map(|(_, word)| word).filter(|_| of_choice)
}

/// Where a choice comes back to: with a code to its own page, else to the event's.
fn address(slug: &str, refused: Option<&str>, wanted: &Wanted) -> Result<String, Fault> {
    let refused = refused.map(|word| ("refused".to_owned(), word.to_owned()));
    let brought = wanted.code().map(|text| ("code".to_owned(), text.to_owned()));
    let page = if brought.is_some() { "/code" } else { "" };
    let pairs: Vec<(String, String)> = brought.into_iter().chain(refused).chain(wanted.pairs()).collect();
    Ok(format!("/events/{slug}{page}?{}", serde_urlencoded::to_string(pairs).map_err(Fault::internal)?))
}

impl Refused {
    /// What an address says was refused. The sentence is made here from what can be had now: nobody puts
    /// words of theirs on the page by a link.
    pub(super) fn of_pairs(pairs: &[(String, String)], terms: &Terms<'_>) -> Option<Self> {
        let word = pairs.iter().find(|(name, _)| name == "refused").map(|(_, word)| word.as_str())?;
        let known = codes::holds::ALL.iter().chain([&code::http::INVALID]).copied();
        let code = known.into_iter().find(|code| reason_of(*code) == Some(word))?;
        let wanted = Wanted::of_pairs(pairs);
        let fault = why(code, &wanted, terms).with_fields(wanted.faults(code, terms));
        Some(Self { fault, wanted })
    }
}

/// The reason with the name of the ticket it is about, if that is still so.
fn why(code: Code, wanted: &Wanted, terms: &Terms<'_>) -> Fault {
    let offers = terms.offers;
    let first = |is_so: &dyn Fn(&Offer, i64) -> bool| {
        let asked = |offer: &Offer| wanted.of(offer.id);
        offers.iter().find(|offer| asked(offer) > 0 && is_so(offer, asked(offer))).map(|offer| offer.name.clone())
    };
    let named = match code {
        it if it == codes::holds::SOLD_OUT => match first(&|offer, n| i64::from(offer.left) < n) {
            Some(name) => Some(ClaimError::SoldOut(name)),
            None => {
                let again = t!("refusal-again");
                return Fault::new(code).with_detail(again);
            }
        },
        it if it == codes::holds::NOT_ON_SALE => {
            first(&|offer, _| matches!(offer.availability, Availability::NotYet | Availability::Ended)).map(ClaimError::NotOnSale)
        }
        it if it == codes::holds::OVER_LIMIT => first(&|offer, n| n > i64::from(offer.max_per_order)).map(ClaimError::OverLimit),
        it if it == codes::holds::WRONG_AMOUNT => wanted.wrong_amounts(terms).first().and_then(|fault| {
            let about = |offer: &&Offer| fault.field == super::amount::field_name(offer.id);
            offers.iter().find(about).map(|offer| ClaimError::WrongAmount(offer.name.clone()))
        }),
        it if it == codes::holds::UNDER_LIMIT => first(&|offer, n| n < i64::from(offer.min_per_order)).map(ClaimError::UnderLimit),
        _ => None,
    };
    named.map_or_else(|| Fault::new(code), fault_of)
}

fn fault_of(error: ClaimError) -> Fault {
    match error {
        ClaimError::SoldOut(name) => Fault::new(codes::holds::SOLD_OUT).with_detail(t!("refusal-sold-out-named", ticket = name)),
        ClaimError::NotOnSale(name) => Fault::new(codes::holds::NOT_ON_SALE).with_detail(t!("refusal-not-on-sale-named", ticket = name)),
        ClaimError::OverLimit(name) => Fault::new(codes::holds::OVER_LIMIT).with_detail(t!("refusal-over-limit-named", ticket = name)),
        ClaimError::UnderLimit(name) => Fault::new(codes::holds::UNDER_LIMIT).with_detail(t!("refusal-under-limit-named", ticket = name)),
        ClaimError::WrongAmount(name) => {
            Fault::new(codes::holds::WRONG_AMOUNT).with_detail(t!("refusal-wrong-amount-named", ticket = name))
        }
        ClaimError::Code(refusal) => promo::fault_of(refusal, None),
        ClaimError::UnknownType => Fault::new(codes::holds::UNKNOWN_TICKET_TYPE),
        ClaimError::Closed => Fault::new(codes::holds::CLOSED),
        ClaimError::Empty => Fault::new(codes::holds::EMPTY),
        ClaimError::Nobody => Fault::internal(ClaimError::Nobody),
        ClaimError::Database(error) => error.into(),
    }
}
