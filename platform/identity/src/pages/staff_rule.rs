//! Whether an organization's staff needs a second factor.

use axum::extract::State;
use axum::response::Response;
use maud::html;
use platform_auth::factors::{FactorError, StaffRule};
use platform_http::{Ctx, Fault, Form as Body, Page, Path, Query, code, redirect};
use platform_texts::{t, t_html};
use platform_types::OrganizationId;
use platform_ui::{Badge, Banner, Button, Form, Toast, Tone};
use serde::Deserialize;

use super::{broken, page};
use crate::{Identity, codes};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    done: String,
}

async fn load(identity: &Identity, ctx: &Ctx, slug: &str) -> Result<(OrganizationId, StaffRule), Fault> {
    let mut tx = ctx.read().await?;
    let found = identity.auth.staff_rule(&mut tx, slug).await?;
    found.filter(|(_, rule)| rule.may_change).ok_or_else(Fault::not_found)
}

pub(crate) async fn show(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let (_, rule) = load(&identity, &ctx, &slug).await?;
    let (value, label) = if rule.required { ("no", t!("staff-rule-stop")) } else { ("yes", t!("staff-rule-ask")) };
    let button = Button::submit(label);
    let form = Form::post(format!("/organizations/{slug}/sign-in"), html! {}).hidden("required", value);
    let main = html! {
        @if after.done == "saved" { (Toast::good(t!("staff-rule-saved")).flash()) }
        p { @if rule.required { (Badge::new(Tone::Good, t!("staff-rule-required"))) } @else { (Badge::plain(t!("staff-rule-free"))) } }
        p { (t_html!("staff-rule-means", name = html! { strong { (rule.name) } })) }
        @if ctx.actor.second_factor {
            (form.button(if rule.required { button.danger() } else { button.main() }))
        } @else {
            (Banner::new(Tone::Care, t!("staff-rule-own-first")).link(t!("staff-rule-set-up"), "/account/second-factor"))
        }
        p { a href={ "/organizations/" (slug) } { (t!("staff-rule-members", name = rule.name)) } }
    };
    Ok(page(&identity, &t!("staff-rule-title"), main))
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    required: Option<String>,
}

pub(crate) async fn save(
    State(identity): State<Identity>,
    ctx: Ctx,
    Path(slug): Path<String>,
    Body(typed): Body<Typed>,
) -> Result<Response, Fault> {
    let (id, _) = load(&identity, &ctx, &slug).await?;
    let required = match typed.required.as_deref() {
        Some("yes") => true,
        Some("no") => false,
        _ => {
            let mut check = platform_http::Check::new();
            check.wrong("required", t!("staff-rule-yes-no"));
            return Err(check.into_fault());
        }
    };
    match identity.auth.set_staff_rule(&ctx.actor, id, required).await {
        Ok(_) => Ok(redirect(&format!("/organizations/{slug}/sign-in?done=saved"))),
        Err(FactorError::SecondStepMissing) => Err(Fault::new(code::http::SECOND_FACTOR)),
        Err(FactorError::Broken(e)) => Err(broken(e)),
        Err(_) => Err(Fault::new(codes::NOT_THEMSELF)),
    }
}
