//! Keys of programs, the form that makes one, and the one that was just made.

use std::sync::LazyLock;

use platform_auth::api_keys::ApiKey;
use platform_http::FieldFault;
use platform_texts::{t, t_html};
use platform_types::KeyId;
use platform_ui::{
    Badge, Banner, Button, Card, Column, CopyText, Dialog, Disclosure, EmptyState, Field, FieldErrors, Form, Icon, Markup, Moment, Table,
    Tone, html,
};

use super::Frame;
use super::keys::{KeyForm, Keys, MAY};
use super::views::errors_of;
use crate::rail::Here;
use crate::team::as_day;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeysPage<'a> {
    pub(super) keys: &'a Keys,
    /// The new key as typed.
    pub(super) form: &'a KeyForm,
    pub(super) faults: &'a [FieldFault],
    /// The id that the form gives out.
    pub(super) fresh: KeyId,
    /// Name and text of the key that was just made.
    pub(super) made: Option<(&'a str, &'a str)>,
}

/// What the API asks for; the rest is folded away.
const USUAL: [&str; 6] = ["events:view", "events:create", "events:edit", "events:delete", "tickets:manage", "venues:manage"];

static NOTHING_TYPED: LazyLock<KeyForm> = LazyLock::new(KeyForm::default);

impl<'a> KeysPage<'a> {
    /// With an empty form.
    pub(super) fn of(keys: &'a Keys, fresh: KeyId) -> Self {
        Self { keys, form: &NOTHING_TYPED, faults: &[], fresh, made: None }
    }
}

/// The page.
pub(super) fn page(frame: &Frame, model: &KeysPage<'_>) -> Markup {
    let organization = &model.keys.organization;
    let current = format!("/organizations/{}/keys", organization.slug);
    let here = Here { name: &organization.name, slug: &organization.slug, held: &model.keys.held };
    let main = html! {
        @if let Some((name, key)) = model.made { (made(name, key)) }
        (Card::new(html! { (list(model.keys)) }).title(t!("keys-list")).flush())
        (Card::new(form(model)).title(t!("keys-make")))
    };
    frame
        .page(Some(here), &current, &t!("keys-title"), main)
        .trail(organization.name.as_str(), format!("/organizations/{}", organization.slug))
        .lead(t!("keys-lead"))
        .render()
}

fn made(name: &str, key: &str) -> Markup {
    let text = html! {
        div class="stack" {
            (Banner::new(Tone::Care, t!("keys-copy-now")))
            p { (CopyText::new(key, t!("keys-one"))) }
            p { (t_html!("keys-exchange", reference = html! { a href="/docs/api#authentication" { (t!("keys-reference")) } })) }
        }
    };
    Card::new(text).title(t!("keys-made", name = name)).render()
}

fn list(keys: &Keys) -> Table {
    let zone = keys.zone();
    let row = |key: &ApiKey| {
        let lives = key.lives(keys.now);
        let lost = key.permissions.iter().filter(|code| !key.reach.contains(code)).count();
        let id = format!("revoke-{}", key.id);
        let action = format!("/organizations/{}/keys/{}/revoke", keys.organization.slug, key.id);
        let text = t!("keys-revoke-means", name = key.name);
        vec![
            html! { (key.name) div class="muted small" { code { (key.prefix) "…" } } @if let Some(by) = &key.made_by { div class="muted small" { (t!("keys-made-by", name = by)) } } },
            html! {
                div {
                    @for code in &key.permissions { div class="small" { code { (code) } } }
                    @if lives && lost > 0 {
                        div class="small" { (Badge::new(Tone::Care, t!("keys-lost", count = lost))) }
                        div class="muted small" { (t!("keys-lost-why")) }
                    }
                    @if !key.networks.is_empty() { div class="muted small" { (t!("keys-from", networks = key.networks.join(", "))) } }
                }
            },
            html! { @match key.last_used_at { Some(at) => (Moment::short(at, zone)), None => (t!("keys-never")) } @if key.tokens > 0 { div class="muted small" { (t!("keys-tokens", count = key.tokens)) } } },
            html! {
                @match (key.revoked_at, key.expires_at) {
                    (Some(at), _) => { (Badge::new(Tone::Bad, t!("keys-revoked"))) " " (Moment::short(at, zone)) },
                    (None, Some(at)) if !lives => { (Badge::new(Tone::Bad, t!("keys-ended"))) " " (Moment::day(as_day(at), zone)) },
                    (None, Some(at)) => (t_html!("keys-until", day = Moment::day(as_day(at), zone))),
                    (None, None) => (t!("keys-for-good")),
                }
            },
            html! {
                @if lives {
                    (Button::opens(t!("keys-revoke"), id.as_str()).quiet().small())
                    (Dialog::confirm(id.as_str(), t!("keys-revoke-ask"), &text, &action, Button::submit(t!("keys-revoke")).danger()))
                }
            },
        ]
    };
    let empty = EmptyState::new(Icon::Settings, t!("keys-empty"), t!("keys-empty-text"));
    let columns = vec![
        Column::new(t!("keys-column-key")),
        Column::new(t!("keys-column-may")),
        Column::new(t!("keys-column-used")),
        Column::new(t!("keys-column-good")),
        Column::new(t!("keys-column-change")),
    ];
    Table::new(t!("keys-title"), columns).rows(keys.keys.iter().map(row)).empty(empty)
}

fn form(model: &KeysPage<'_>) -> Markup {
    let (keys, form) = (model.keys, model.form);
    let errors: FieldErrors = errors_of(model.faults);
    let ticked = form.may();
    let choice = |code: &String, about: &str| Field::checkbox(format!("{MAY}{code}"), code.as_str(), ticked.contains(code)).help(about);
    let fields = html! {
        (Field::text("name", t!("keys-name")).value(&form.name).required().max_length(80).autocomplete("off").help(t!("keys-name-help")).error(errors.of("name")))
        fieldset class="stack" {
            legend { (t!("keys-may")) }
            p class="muted small" { (t_html!("keys-may-help", permissions = html! { code { "events:view" } ", " code { "events:create" } ", " code { "events:edit" } ", " code { "events:delete" } })) }
            @if let Some(error) = errors.of("may") { (Banner::new(Tone::Bad, error)) }
            @for (code, about) in keys.offered.iter().filter(|(code, _)| USUAL.contains(&code.as_str())) { (choice(code, about)) }
            (Disclosure::new(html! { (t!("keys-may-more")) }, html! {
                div class="stack" { @for (code, about) in keys.offered.iter().filter(|(code, _)| !USUAL.contains(&code.as_str())) { (choice(code, about)) } }
            }).open(ticked.iter().any(|code| !USUAL.contains(&code.as_str()))))
        }
        (Field::textarea("networks", t!("keys-networks")).value(&form.networks).rows(3).help(t!("keys-networks-help")).error(errors.of("networks")))
        (Field::date("until", t!("keys-last-day")).value(&form.until).help(t!("keys-last-day-help")).error(errors.of("until")))
    };
    let mut own = FieldErrors::new();
    for name in ["name", "networks", "until"] {
        if let Some(error) = errors.of(name) {
            own.add(name, error);
        }
    }
    if let Some(error) = errors.of("may") {
        own.add_form(error);
    }
    Form::post(format!("/organizations/{}/keys", keys.organization.slug), fields)
        .hidden("id", model.fresh.to_string())
        .errors(&own)
        .button(Button::submit(t!("keys-make-button")).icon(Icon::Plus))
        .render()
}
