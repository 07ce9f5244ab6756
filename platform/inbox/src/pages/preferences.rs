//! `/account/notifications`: by which way somebody wants to be told of what, and when they want quiet.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_auth::organizations;
use platform_http::{Check, Ctx, Fault, Form as Body, Page, Query, Wants, redirect};
use platform_texts::{t, zone_name};
use platform_types::{UserId, Zone};
use platform_ui::{Button, Card, Choice as Option_, Field, FieldErrors, Preference, PublicPage, Toast};
use serde::Deserialize;

use crate::choices::{Choice, Choices, choices_of, choose};
use crate::settings::{self, settings_of};
use crate::{DigestEvery, Group, Inbox, Kind, Mode, Quiet, Settings};

const HERE: &str = "/account/notifications";

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

struct Model {
    groups: Vec<(&'static Group, Vec<&'static Kind>)>,
    choices: Choices,
    settings: Settings,
}

async fn load(inbox: &Inbox, ctx: &Ctx, me: UserId) -> Result<Model, Fault> {
    let mut tx = ctx.read().await?;
    let staff = !organizations::own(&mut tx).await?.is_empty();
    let model =
        Model { groups: inbox.kinds().grouped(staff), choices: choices_of(&mut tx, me).await?, settings: settings_of(&mut tx, me).await? };
    tx.rollback().await?;
    Ok(model)
}

pub(crate) async fn show(State(inbox): State<Inbox>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let model = load(&inbox, &ctx, ctx.user()?.id).await?;
    let typed = Typed::of(&model);
    Ok(view(&inbox, &model, &typed, &FieldErrors::new(), after.done == "saved"))
}

/// The form, as it was sent: names of fields are `mail.<kind>`, `in_app.<kind>` and those of the settings.
pub(crate) struct Typed(HashMap<String, String>);

impl Typed {
    fn of(model: &Model) -> Self {
        let mut typed = HashMap::new();
        for kind in model.groups.iter().flat_map(|(_, kinds)| kinds) {
            let choice = model.choices.of(kind);
            typed.insert(format!("mail.{}", kind.key), choice.mail.name().to_owned());
            if choice.in_app {
                typed.insert(format!("in_app.{}", kind.key), "on".to_owned());
            }
        }
        let settings = &model.settings;
        let hour = |hour: Option<u32>| hour.map_or(String::new(), |h| h.to_string());
        typed.insert("zone".to_owned(), settings.zone.name().to_owned());
        typed.insert("quiet_from".to_owned(), hour(settings.quiet.map(|q| q.from)));
        typed.insert("quiet_until".to_owned(), hour(settings.quiet.map(|q| q.until)));
        typed.insert("digest".to_owned(), settings.digest.name().to_owned());
        typed.insert("digest_hour".to_owned(), settings.digest_hour.to_string());
        Self(typed)
    }

    fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    fn choice(&self, kind: &Kind) -> Choice {
        let usual = Choice::usual(kind);
        let mail = Mode::named(self.get(&format!("mail.{}", kind.key))).unwrap_or(usual.mail);
        Choice { in_app: kind.fixed || !self.get(&format!("in_app.{}", kind.key)).is_empty(), mail }
    }

    fn settings(&self, check: &mut Check) -> Option<Settings> {
        let zone = check.field("zone", self.get("zone").parse::<Zone>());
        let hour = |name: &str| self.get(name).parse::<u32>().ok().filter(|hour| *hour < 24);
        let (from, until) = (hour("quiet_from"), hour("quiet_until"));
        check.that(from.is_some() == until.is_some(), "quiet_until", &t!("preferences-quiet-both"));
        check.that(from.is_none() || from != until, "quiet_until", &t!("preferences-quiet-other"));
        let quiet = from.zip(until).map(|(from, until)| Quiet { from, until });
        let digest = DigestEvery::named(self.get("digest")).unwrap_or(DigestEvery::Day);
        let digest_hour = hour("digest_hour").unwrap_or(8);
        let asleep = digest != DigestEvery::Off && quiet.is_some_and(|quiet| quiet.covers(digest_hour));
        check.that(!asleep, "digest_hour", &t!("preferences-digest-awake"));
        Some(Settings { zone: zone?, quiet, digest, digest_hour })
    }
}

pub(crate) async fn save(State(inbox): State<Inbox>, ctx: Ctx, Body(typed): Body<HashMap<String, String>>) -> Result<Response, Fault> {
    let me = ctx.user()?.id;
    let model = load(&inbox, &ctx, me).await?;
    let typed = Typed(typed);
    let mut check = Check::new();
    let settings = typed.settings(&mut check);
    let Some(settings) = settings.filter(|_| check.is_fine()) else {
        if ctx.wants == Wants::Json {
            return Err(check.into_fault());
        }
        let mut errors = FieldErrors::new();
        for fault in check.faults() {
            errors.add(fault.field.clone(), fault.sentence());
        }
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, view(&inbox, &model, &typed, &errors, false)).into_response());
    };
    let mut tx = ctx.write().await?;
    // Kinds that are not offered to this person keep what was chosen.
    for kind in model.groups.iter().flat_map(|(_, kinds)| kinds) {
        choose(&mut tx, me, kind, typed.choice(kind)).await?;
    }
    settings::keep(&mut tx, me, &settings).await?;
    tx.commit().await?;
    Ok(redirect("/account/notifications?done=saved"))
}

fn view(inbox: &Inbox, model: &Model, typed: &Typed, errors: &FieldErrors, saved: bool) -> Page {
    let main = html! {
        div class="stack" {
            @if saved { (Toast::good(t!("preferences-saved")).flash()) }
            div {
                p { a href="/account/inbox" { (t!("preferences-back")) } }
                h1 { (t!("preferences-title")) }
                p { (t!("preferences-lead")) }
            }
            form class="stack" method="post" action=(HERE) {
                (errors.summary())
                @for (group, kinds) in &model.groups {
                    (Card::new(html! { @for kind in kinds { (row(kind, typed)) } }).title((group.title)()).flush())
                }
                (Card::new(when(typed, errors)).title(t!("preferences-when")))
                div { (Button::submit(t!("preferences-save")).main().large()) }
            }
        }
    };
    Page(PublicPage::new(&inbox.house(), t!("preferences-title"), main).noindex().render())
}

fn row(kind: &Kind, typed: &Typed) -> Preference {
    let choice = typed.choice(kind);
    let modes = [
        (Mode::Now, t!("preferences-mail-now")),
        (Mode::Digest, t!("preferences-mail-digest")),
        (Mode::Never, t!("preferences-mail-never")),
    ];
    let modes = modes.into_iter().map(|(mode, label)| Option_::new(mode.name(), label)).collect();
    let name = |channel: &str| format!("{channel}.{}", kind.key);
    let id = |channel: &str| format!("{channel}-{}", kind.key.replace('.', "-"));
    let row = Preference::new((kind.title)(), (kind.explained)());
    let row = if kind.fixed {
        row.always(t!("preferences-fixed"))
    } else {
        row.way(&Field::checkbox(name("in_app"), t!("preferences-in-app"), choice.in_app).id(id("in-app")))
    };
    if kind.is_optional_mail() {
        row.way(&Field::select(name("mail"), t!("preferences-mail"), modes).required().value(choice.mail.name()).id(id("mail")))
    } else {
        row.always(t!("preferences-own-mail"))
    }
}

fn when(typed: &Typed, errors: &FieldErrors) -> Markup {
    let hours = |first: Option<Option_>| {
        first.into_iter().chain((0..24).map(|hour| Option_::new(hour.to_string(), format!("{hour:02}:00")))).collect::<Vec<_>>()
    };
    let none = || Some(Option_::new("none", t!("preferences-quiet-none")));
    let quiet = |name: &str| match typed.get(name) {
        "" => "none".to_owned(),
        hour => hour.to_owned(),
    };
    let every = DigestEvery::ALL.into_iter().map(|every| {
        Option_::new(
            every.name(),
            match every {
                DigestEvery::Day => t!("preferences-digest-daily"),
                DigestEvery::Week => t!("preferences-digest-weekly"),
                DigestEvery::Off => t!("preferences-digest-off"),
            },
        )
    });
    let zones = Zone::all().map(|zone| Option_::new(zone.name(), zone.name().replace('_', " ")).group(zone_group(zone)));
    html! {
        div class="stack" {
            (Field::select("zone", t!("preferences-zone"), zones.collect()).required().value(typed.get("zone")).error(errors.of("zone")))
            div class="form__row" {
                (Field::select("quiet_from", t!("preferences-quiet-from"), hours(none())).required().value(quiet("quiet_from")).error(errors.of("quiet_from")))
                (Field::select("quiet_until", t!("preferences-quiet-until"), hours(none())).required().value(quiet("quiet_until")).error(errors.of("quiet_until")))
            }
            p class="muted small" { (t!("preferences-quiet-note")) }
            div class="form__row" {
                (Field::select("digest", t!("preferences-digest"), every.collect()).required().value(typed.get("digest")).error(errors.of("digest")))
                (Field::select("digest_hour", t!("preferences-digest-hour"), hours(None)).required().value(typed.get("digest_hour")).error(errors.of("digest_hour")))
            }
        }
    }
}

/// The part of the world; zones without one stand by themselves.
fn zone_group(zone: Zone) -> String {
    zone.name().split_once('/').map_or_else(|| zone_name(zone), |(part, _)| part.to_owned())
}
