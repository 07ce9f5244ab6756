//! `/organizations/{slug}/keys`: the keys with which programs act for an organization.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::api_keys::{self, ApiKey, KeyText, MakeKeyError, Network, NewApiKey};
use platform_auth::organizations::Organization;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_types::{KeyId, Timestamp, Zone, clean_line, is_blank};
use serde::Deserialize;

use super::keys_view::{KeysPage, page};
use super::queries::{find_own, held_on};
use super::{After, Organizations, code};
use crate::team::read_until;

/// What a checkbox of a permission is called before its code.
pub(super) const MAY: &str = "may_";

/// Everything the page shows.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub(super) organization: Organization,
    /// Codes of what the caller holds on it.
    pub(super) held: Vec<String>,
    pub(super) keys: Vec<ApiKey>,
    /// What the caller may put into a key, and what it means.
    pub(super) offered: Vec<(String, String)>,
    pub(super) now: Timestamp,
}

impl Keys {
    pub(super) fn zone(&self) -> Zone {
        self.organization.timezone.parse().unwrap_or(Zone::UTC)
    }
}

async fn open(ctx: &Ctx, slug: &str) -> Result<Keys, Fault> {
    let mut tx = ctx.read().await?;
    let organization = find_own(&mut tx, slug).await?.ok_or_else(Fault::not_found)?;
    let held = held_on(&mut tx, organization.id).await?;
    if !held.iter().any(|held| held == "settings:manage") {
        return Err(Fault::not_found());
    }
    let keys = api_keys::list(&mut tx, organization.id).await?;
    let offered = api_keys::grantable(&mut tx, organization.id).await?;
    tx.rollback().await?;
    Ok(Keys { organization, held, keys, offered, now: ctx.now() })
}

pub(super) async fn show(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let keys = open(&ctx, &slug).await?;
    let fresh = KeyId::new(ctx.entropy(), ctx.now());
    Ok(Page(page(&organizations.frame(&ctx, &after), &KeysPage::of(&keys, fresh))))
}

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeyForm {
    /// Given out with the form, so that a form sent twice makes one key.
    pub(super) id: String,
    pub(super) name: String,
    /// Addresses and ranges, one a line.
    pub(super) networks: String,
    /// The last day on which it is good; empty: until it is revoked.
    pub(super) until: String,
    /// The ticked permissions, as `may_` and their code.
    #[serde(flatten)]
    pub(super) others: BTreeMap<String, String>,
}

impl KeyForm {
    /// What is ticked.
    pub(super) fn may(&self) -> Vec<String> {
        self.others.keys().filter_map(|name| name.strip_prefix(MAY)).map(str::to_owned).collect()
    }

    fn read(&self, keys: &Keys, id: KeyId, check: &mut Check) -> Option<NewApiKey> {
        let name = clean_line(&self.name);
        check.that(!is_blank(&name), "name", "enter a name by which you will know the program");
        check.that(name.chars().count() <= 80, "name", "at most 80 characters fit");
        let permissions = self.may();
        check.that(!permissions.is_empty(), "may", "choose at least one permission");
        let known = permissions.iter().all(|code| keys.offered.iter().any(|(offered, _)| offered == code));
        check.that(known, "may", "choose only permissions that you hold in this organization yourself");
        let lines = self.networks.lines().flat_map(|line| line.split(',')).map(str::trim).filter(|line| !line.is_empty());
        let networks: Option<Vec<Network>> = lines.map(|line| check.field("networks", line.parse())).collect();
        check.that(networks.as_ref().is_none_or(|all| all.len() <= 50), "networks", "at most 50 addresses and ranges fit");
        let expires_at = read_until(&self.until, keys.zone(), keys.now, check);
        if !check.is_fine() {
            return None;
        }
        Some(NewApiKey { id, organization: keys.organization.id, name, permissions, networks: networks?, expires_at: expires_at? })
    }
}

/// The answer is the page that shows the key: it stands in no address, and nowhere else.
pub(super) async fn make(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Form(form): Form<KeyForm>,
) -> Result<Response, Fault> {
    let keys = open(&ctx, &slug).await?;
    let id = form.id.parse().unwrap_or_else(|_| KeyId::new(ctx.entropy(), ctx.now()));
    let mut check = Check::new();
    let Some(wanted) = form.read(&keys, id, &mut check) else { return refused(&organizations, &ctx, &keys, &form, check.faults()) };
    match organizations.auth().make_key(&ctx.actor, &wanted).await {
        Ok((_, key)) => made(&organizations, &ctx, &slug, &wanted.name, &key).await,
        Err(MakeKeyError::Repeated) => Err(Fault::new(code::KEY_SHOWN)),
        Err(MakeKeyError::Database(error)) => Err(error.into()),
        Err(error @ MakeKeyError::NotTold(_)) => Err(Fault::internal(error)),
        Err(error) => {
            let field = match error {
                MakeKeyError::Name => "name",
                MakeKeyError::EndsInThePast => "until",
                MakeKeyError::TooManyNetworks => "networks",
                _ => "may",
            };
            check.wrong(field, error.to_string());
            refused(&organizations, &ctx, &keys, &form, check.faults())
        }
    }
}

async fn made(organizations: &Organizations, ctx: &Ctx, slug: &str, name: &str, key: &KeyText) -> Result<Response, Fault> {
    let keys = open(ctx, slug).await?;
    if ctx.wants == Wants::Json {
        return Ok((StatusCode::CREATED, axum::Json(serde_json::json!({ "name": name, "key": key.expose() }))).into_response());
    }
    let shown = key.expose();
    let fresh = KeyId::new(ctx.entropy(), ctx.now());
    let model = KeysPage { made: Some((name, shown.as_str())), ..KeysPage::of(&keys, fresh) };
    Ok(Page(page(&organizations.frame(ctx, &After::default()), &model)).into_response())
}

fn refused(organizations: &Organizations, ctx: &Ctx, keys: &Keys, form: &KeyForm, faults: Vec<FieldFault>) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(platform_http::code::http::INVALID).with_fields(faults));
    }
    let fresh = form.id.parse().unwrap_or_else(|_| KeyId::new(ctx.entropy(), ctx.now()));
    let model = KeysPage { form, faults: &faults, ..KeysPage::of(keys, fresh) };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page(&organizations.frame(ctx, &After::default()), &model))).into_response())
}

pub(super) async fn revoke(
    State(organizations): State<Organizations>,
    ctx: Ctx,
    Path((slug, id)): Path<(String, KeyId)>,
) -> Result<Response, Fault> {
    let keys = open(&ctx, &slug).await?;
    if !keys.keys.iter().any(|key| key.id == id) {
        return Err(Fault::not_found());
    }
    if !organizations.auth().revoke_key(&ctx.actor, keys.organization.id, id).await? {
        return Err(Fault::new(code::KEY_ENDED));
    }
    Ok(redirect(&format!("/organizations/{slug}/keys?done=key-revoked")))
}
