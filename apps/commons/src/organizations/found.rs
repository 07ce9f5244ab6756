//! `/organizations/new`: founds one; whoever founds it owns it.

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::organizations::{CreateOrganizationError, NewOrganization, slug_of};
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Wants, redirect};
use platform_texts::t;
use platform_types::{Currency, Zone, is_blank};
use serde::Deserialize;

use super::applications::founding;
use super::{After, Organizations, code, views};

/// Words that stand where an organization's short name stands in an address.
const RESERVED: [&str; 4] = ["events", "orders", "new", "venues"];

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FoundForm {
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) zone: String,
    pub(super) currency: String,
}

impl FoundForm {
    /// What it means, or every mistake noted. Without a short name one is made of the name.
    pub(super) fn read(&self, check: &mut Check) -> Option<NewOrganization> {
        let named = !is_blank(&self.name) && self.name.trim().chars().count() <= 200;
        check.that(named, "name", &t!("rule-name"));
        let typed = self.slug.trim().to_lowercase();
        let slug = if typed.is_empty() { slug_of(&self.name) } else { typed };
        let shaped = slug.is_empty() || (slug.len() >= 2 && slug_of(&slug) == slug);
        check.that(shaped, "slug", &t!("rule-slug"));
        let free = !RESERVED.contains(&slug.as_str());
        check.that(free, "slug", &t!("rule-slug-reserved"));
        check.that(!slug.is_empty() || self.name.trim().is_empty(), "slug", &t!("rule-slug-latin"));
        let zone = match self.zone.trim() {
            "" => {
                check.wrong("zone", t!("rule-zone"));
                None
            }
            zone => check.field("zone", zone.parse::<Zone>()),
        };
        let currency = match self.currency.as_str() {
            "" => {
                check.wrong("currency", t!("rule-currency"));
                None
            }
            currency => check.field("currency", currency.parse::<Currency>()),
        };
        if !named || !shaped || !free || slug.is_empty() {
            return None;
        }
        Some(NewOrganization { name: self.name.clone(), slug, zone: zone?, currency: currency? })
    }
}

pub(super) async fn open(State(organizations): State<Organizations>, ctx: Ctx) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    if !founding(&mut tx).await?.is_open() {
        return Ok(redirect("/organizers/apply"));
    }
    Ok(Page(views::form(&organizations.frame(&ctx, &After::default()), &FoundForm::default(), &[])).into_response())
}

pub(super) async fn save(State(organizations): State<Organizations>, ctx: Ctx, Form(form): Form<FoundForm>) -> Result<Response, Fault> {
    let refused = |faults: Vec<FieldFault>| {
        if ctx.wants == Wants::Json {
            return Fault::new(platform_http::code::http::INVALID).with_fields(faults).into_response();
        }
        let page = views::form(&organizations.frame(&ctx, &After::default()), &form, &faults);
        (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
    };
    let mut check = Check::new();
    let Some(new) = form.read(&mut check) else { return Ok(refused(check.faults())) };
    match organizations.auth().create_organization(&ctx.actor, &new).await {
        Ok(_) => Ok(redirect(&format!("/organizations/{}?done=founded", new.slug))),
        Err(CreateOrganizationError::Database(error)) => Err(error.into()),
        Err(CreateOrganizationError::NeedsApproval) => Err(Fault::new(code::NEEDS_APPROVAL)),
        Err(error) => {
            let field = match error {
                CreateOrganizationError::SlugTaken | CreateOrganizationError::SlugShape => "slug",
                _ => "name",
            };
            check.wrong(field, why(&error));
            Ok(refused(check.faults()))
        }
    }
}

/// What is wrong with a name that was refused, as a clause.
pub(super) fn why(error: &CreateOrganizationError) -> Cow<'static, str> {
    match error {
        CreateOrganizationError::SlugTaken => t!("rule-slug-taken"),
        CreateOrganizationError::SlugShape => t!("rule-slug"),
        _ => t!("rule-name"),
    }
}
