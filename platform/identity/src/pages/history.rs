//! What happened to one's account.

use axum::extract::State;
use maud::html;
use platform_auth::history::Happened;
use platform_http::{Ctx, Fault, Page};
use platform_texts::t;
use platform_ui::{Badge, Column, EmptyState, Icon, PublicPage, Table, Tone};

use super::clock::OwnClock;
use crate::Identity;

pub(crate) async fn show(State(identity): State<Identity>, ctx: Ctx) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let list = identity.auth.own_history(&mut tx, 100).await?;
    let clock = OwnClock::of(&mut tx, &ctx).await?;
    drop(tx);
    let columns = vec![
        Column::new(t!("history-when")),
        Column::prose(t!("history-what")),
        Column::prose(t!("history-who")),
        Column::prose(t!("history-why")),
    ];
    let rows = list.iter().map(|happened| {
        vec![
            html! { span class="nowrap" { (clock.tell(happened.at)) } },
            html! { (words(&happened.action)) },
            who(happened),
            html! { (happened.reason.as_deref().unwrap_or_default()) },
        ]
    });
    let empty = EmptyState::new(Icon::Info, t!("history-nothing"), t!("history-empty"));
    let main = html! {
        div class="stack stack--loose" {
            div {
                p { a href="/account" { (t!("history-account")) } }
                h1 { (t!("history-title")) }
                p { (t!("history-lead")) }
            }
            (Table::new(t!("history-title"), columns).rows(rows).empty(empty).render())
        }
    };
    Ok(Page(PublicPage::new(&(identity.house)(), t!("history-title"), main).noindex().render()))
}

fn who(happened: &Happened) -> maud::Markup {
    html! {
        @match (&happened.by_other, happened.by_house) {
            (Some(name), _) => { (name) " " (Badge::new(Tone::Care, t!("history-support"))) },
            (None, true) => (t!("history-house")),
            (None, false) => (t!("history-you")),
        }
    }
}

/// What the audit names, in words; what nobody gave words keeps its name.
fn words(action: &str) -> String {
    let known = match action {
        "auth.signed_in" => t!("history-auth-signed-in"),
        "auth.signed_out" => t!("history-auth-signed-out"),
        "auth.signed_out_everywhere" => t!("history-auth-signed-out-everywhere"),
        "auth.signed_out_elsewhere" => t!("history-auth-signed-out-elsewhere"),
        "auth.session_ended" => t!("history-auth-session-ended"),
        "auth.session_revoked" => t!("history-auth-session-revoked"),
        "auth.sign_up_requested" => t!("history-auth-sign-up-requested"),
        "auth.address_confirmed" => t!("history-auth-address-confirmed"),
        "auth.link_requested" => t!("history-auth-link-requested"),
        "auth.reset_requested" => t!("history-auth-reset-requested"),
        "auth.password_changed" | "auth.password_reset" => t!("history-auth-password-changed"),
        "auth.profile_changed" => t!("history-auth-profile-changed"),
        "auth.factor_added" => t!("history-auth-factor-added"),
        "auth.factor_removed" => t!("history-auth-factor-removed"),
        "auth.second_factor_passed" => t!("history-auth-second-factor-passed"),
        "auth.recovery_code_used" => t!("history-auth-recovery-code-used"),
        "auth.recovery_codes_renewed" => t!("history-auth-recovery-codes-renewed"),
        "auth.provider_connected" => t!("history-auth-provider-connected"),
        "auth.provider_disconnected" => t!("history-auth-provider-disconnected"),
        "auth.support_allowed" => t!("history-auth-support-allowed"),
        "auth.support_refused" => t!("history-auth-support-refused"),
        "auth.person_added" => t!("history-auth-person-added"),
        "impersonation.started" => t!("history-impersonation-started"),
        "impersonation.ended" => t!("history-impersonation-ended"),
        other => return other.replace(['.', '_'], " "),
    };
    known.into_owned()
}
