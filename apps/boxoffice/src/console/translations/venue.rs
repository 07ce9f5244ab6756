//! `/console/venues/{id}/languages`: a place's name and address in another language.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use platform_audit::Entry;
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::VenueId;
use platform_ui::{Banner, Button, Card, Field, Form as Fields, Markup, Tone, html};
use serde::Deserialize;
use serde_json::json;

use super::choose::{Asked, chooser, name_of, tags_of};
use super::queries::{VenueWords, find_venue_words, set_venue_words, under};
use crate::console::files::{VenueDesk, find_venue};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, code, must, typed};

/// One language as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WordsForm {
    language: String,
    name: String,
    address: String,
    /// What both said when the form was opened.
    name_was: String,
    address_was: String,
}

impl WordsForm {
    fn stored(words: &VenueWords, tag: &str) -> Self {
        let (name, address) = (under(&words.names, tag), under(&words.addresses, tag));
        Self { language: tag.to_owned(), name_was: name.clone(), address_was: address.clone(), name, address }
    }
}

async fn prepare(ctx: &Ctx, id: VenueId) -> Result<(VenueDesk, VenueWords), Fault> {
    let mut tx = ctx.read().await?;
    let desk = find_venue(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::VENUES_MANAGE)?;
    let words = find_venue_words(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    Ok((desk, words))
}

pub(super) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<VenueId>,
    Query(asked): Query<Asked>,
) -> Result<Page, Fault> {
    let (desk, words) = prepare(&ctx, id).await?;
    let form = match asked.tag() {
        Some(Ok(tag)) => Some(WordsForm::stored(&words, &tag)),
        _ => None,
    };
    Ok(Page(page(&console, &ctx, &desk, &words, &asked, form.as_ref(), &[], false)))
}

pub(super) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<VenueId>,
    Form(mut form): Form<WordsForm>,
) -> Result<Response, Fault> {
    let (desk, words) = prepare(&ctx, id).await?;
    let tag = super::choose::language(&form.language)?;
    let asked = Asked::default();
    let mut check = Check::new();
    let name = check.field("name", typed::line(&form.name, 200));
    let address = check.field("address", typed::line(&form.address, 500));
    let (Some(name), Some(address)) = (name, address) else {
        let faults = check.faults();
        let markup = page(&console, &ctx, &desk, &words, &asked, Some(&form), &faults, false);
        return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, markup));
    };
    let there = format!("/console/venues/{id}/languages");
    if (&name, &address) == (&form.name_was, &form.address_was) {
        return Ok(redirect(&there));
    }
    let mut tx = console.office().db().as_actor(&ctx.actor).await?;
    if !set_venue_words(&mut tx, id, &tag, (&form.name_was, &form.address_was), (&name, &address)).await? {
        tx.rollback().await?;
        if ctx.wants == Wants::Json {
            return Err(Fault::new(code::EVENT_CHANGED));
        }
        let (desk, words) = prepare(&ctx, id).await?;
        let theirs = WordsForm::stored(&words, &tag);
        (form.name_was, form.address_was) = (theirs.name_was, theirs.address_was);
        let markup = page(&console, &ctx, &desk, &words, &asked, Some(&form), &[], true);
        return Ok(again(&ctx, StatusCode::CONFLICT, Vec::new(), markup));
    }
    let entry = Entry::new("venue.language_set", "venues")
        .on(id.0)
        .within(desk.place.id)
        .before(json!({"lang": tag, "name": form.name_was, "address": form.address_was}))
        .after(json!({"lang": tag, "name": name, "address": address}));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(redirect(&format!("{there}?done=language-set")))
}

fn page(
    console: &Console,
    ctx: &Ctx,
    desk: &VenueDesk,
    words: &VenueWords,
    asked: &Asked,
    form: Option<&WordsForm>,
    faults: &[FieldFault],
    overtaken: bool,
) -> Markup {
    let base = format!("/console/venues/{}/languages", desk.id);
    let venues = format!("/console/{}/venues", desk.place.slug);
    let main = html! {
        @if let Some(form) = form {
            @if overtaken {
                (Banner::new(Tone::Care, t!("translations-overtaken")))
                p class="small" lang=(form.language) { (t!("translations-theirs", name = form.name_was, description = form.address_was)) }
            }
            (Card::new(fields(&base, words, form, faults)).title(t!("translations-place-in", language = name_of(&form.language))))
        }
        (Card::new(chooser(&base, &tags_of([&words.names, &words.addresses]), asked)).title(t!("translations-choose")))
    };
    let after = After { done: asked.after.done.clone() };
    console
        .frame(ctx, &after)
        .page(Some(&desk.place), &venues, &t!("translations-place-heading", place = desk.name), main)
        .trail(t!("translations-places"), venues.clone())
        .render()
}

fn fields(base: &str, words: &VenueWords, form: &WordsForm, faults: &[FieldFault]) -> Markup {
    let errors = errors_of(faults);
    let fields = html! {
        (Field::text("name", t!("translations-place-name")).value(&form.name).max_length(200).help(t!("translations-main", text = words.name)).error(errors.of("name")))
        (Field::text("address", t!("translations-place-address")).value(&form.address).max_length(500).help(t!("translations-main", text = words.address)).error(errors.of("address")))
    };
    html! {
        p class="muted" { (t!("translations-empty-means")) }
        (Fields::post(base, fields)
            .errors(&errors)
            .hidden("language", &form.language)
            .hidden("name_was", &form.name_was)
            .hidden("address_was", &form.address_was)
            .button(Button::submit(t!("translations-save")).main().large())
            .button(Button::link(t!("translations-back"), base.to_owned()).quiet()))
    }
}
