//! The routes of signing in.

use platform_auth::permission::{SETTINGS_MANAGE, USERS_IMPERSONATE_GRANTED};
use platform_http::{GET, POST, Rate, Route, Routes};

use crate::pages::{
    account, allow_list, confirm, factors, history, invitation, link, providers, reset, second_step, sign_in, sign_up, staff_rule, support,
};
use crate::{Identity, api};

/// Stands for a token in the sweeps.
macro_rules! sample {
    ($before:literal) => {
        concat!($before, "0000000000000000000000000000000000000000000000000000000000000000")
    };
}

/// Every route of this crate.
pub fn routes(identity: &Identity) -> Routes<Identity> {
    let page = Route::page;
    Routes::new(identity.clone())
        .add(page(GET, "/sign-in", "identity.sign_in").public().first_step(), sign_in::show)
        .add(page(POST, "/sign-in", "identity.sign_in.submit").public().rate(Rate::Auth).audit("auth.signed_in"), sign_in::submit)
        .add(page(POST, "/sign-out", "identity.sign_out").first_step().own_hands().audit("auth.signed_out"), sign_in::sign_out)
        .add(page(GET, "/sign-in/second", "identity.second").public().first_step(), second_step::show)
        .add(
            page(POST, "/sign-in/second", "identity.second.submit").first_step().rate(Rate::Auth).audit("auth.second_factor_passed"),
            second_step::submit,
        )
        .add(page(GET, "/sign-in/recovery", "identity.recovery").public().first_step(), second_step::show_recovery)
        .add(
            page(POST, "/sign-in/recovery", "identity.recovery.submit").first_step().rate(Rate::Auth).audit("auth.recovery_code_used"),
            second_step::submit_recovery,
        )
        .add(
            page(GET, "/sign-in/with/{provider}", "identity.provider").public().rate(Rate::Auth).own_hands().sample("/sign-in/with/none"),
            providers::go,
        )
        .add(page(GET, "/sign-in/connect/{token}", "identity.offer").public().sample(sample!("/sign-in/connect/")), providers::offer)
        .add(
            page(POST, "/sign-in/connect/{token}", "identity.offer.accept")
                .rate(Rate::Auth)
                .audit("auth.provider_connected")
                .sample(sample!("/sign-in/connect/")),
            providers::accept,
        )
        .add(page(GET, "/sign-up", "identity.sign_up").public(), sign_up::show)
        .add(page(POST, "/sign-up", "identity.sign_up.submit").public().rate(Rate::Auth).audit("auth.sign_up_requested"), sign_up::submit)
        .add(page(GET, "/confirm/{token}", "identity.confirm").public().sample(sample!("/confirm/")), confirm::show)
        .add(
            page(POST, "/confirm/{token}", "identity.confirm.submit")
                .public()
                .rate(Rate::Auth)
                .audit("auth.address_confirmed")
                .sample(sample!("/confirm/")),
            confirm::submit,
        )
        .add(page(GET, "/sign-in/link", "identity.link").public(), link::show)
        .add(page(POST, "/sign-in/link", "identity.link.submit").public().rate(Rate::Auth).audit("auth.link_requested"), link::submit)
        .add(page(GET, "/sign-in/link/{token}", "identity.link.open").public().sample(sample!("/sign-in/link/")), link::open)
        .add(
            page(POST, "/sign-in/link/{token}", "identity.link.use")
                .public()
                .rate(Rate::Auth)
                .audit("auth.signed_in")
                .sample(sample!("/sign-in/link/")),
            link::redeem,
        )
        .add(page(GET, "/reset", "identity.reset").public(), reset::show)
        .add(page(POST, "/reset", "identity.reset.submit").public().rate(Rate::Auth).audit("auth.reset_requested"), reset::submit)
        .add(page(GET, "/reset/{token}", "identity.reset.open").public().sample(sample!("/reset/")), reset::open)
        .add(
            page(POST, "/reset/{token}", "identity.reset.use")
                .public()
                .rate(Rate::Auth)
                .audit("auth.password_reset")
                .sample(sample!("/reset/")),
            reset::redeem,
        )
        .add(page(GET, "/invitations/{token}", "identity.invitation").public().sample(sample!("/invitations/")), invitation::show)
        .add(
            page(POST, "/invitations/{token}", "identity.invitation.accept")
                .rate(Rate::Auth)
                .audit("member.joined")
                .sample(sample!("/invitations/")),
            invitation::accept,
        )
        .add(page(GET, "/account", "identity.account"), account::show)
        .add(page(POST, "/account/name", "identity.account.name").audit("auth.profile_changed"), account::rename)
        .add(page(GET, "/account/history", "identity.history"), history::show)
        .add(page(GET, "/account/second-factor", "identity.factors"), factors::show)
        .add(
            page(POST, "/account/second-factor", "identity.factors.begin")
                .own_hands()
                .no_audit("an app counts, and leaves auth.factor_added, once a code of it was given"),
            factors::begin,
        )
        .add(
            page(POST, "/account/second-factor/codes", "identity.factors.renew").rate(Rate::Auth).audit("auth.recovery_codes_renewed"),
            factors::renew,
        )
        .add(
            page(GET, "/account/second-factor/{id}", "identity.factors.begun")
                .own_hands()
                .sample("/account/second-factor/00000000-0000-0000-0000-000000000000"),
            factors::show_begun,
        )
        .add(
            page(POST, "/account/second-factor/{id}", "identity.factors.confirm")
                .rate(Rate::Auth)
                .audit("auth.factor_added")
                .sample("/account/second-factor/00000000-0000-0000-0000-000000000000"),
            factors::confirm,
        )
        .add(
            page(POST, "/account/second-factor/{id}/remove", "identity.factors.remove")
                .rate(Rate::Auth)
                .audit("auth.factor_removed")
                .sample("/account/second-factor/00000000-0000-0000-0000-000000000000/remove"),
            factors::remove,
        )
        .add(
            page(GET, "/account/connect/{provider}", "identity.account.connect")
                .rate(Rate::Auth)
                .own_hands()
                .sample("/account/connect/none"),
            providers::connect,
        )
        .add(
            page(POST, "/account/identities/{id}/remove", "identity.account.disconnect")
                .own_hands()
                .audit("auth.provider_disconnected")
                .sample("/account/identities/00000000-0000-0000-0000-000000000000/remove"),
            providers::disconnect,
        )
        .add(
            page(POST, "/account/support/allow", "identity.account.support_allow").own_hands().audit("auth.support_allowed"),
            account::allow_support,
        )
        .add(
            page(POST, "/account/support/refuse", "identity.account.support_refuse").own_hands().audit("auth.support_refused"),
            account::refuse_support,
        )
        .add(
            page(POST, "/account/sign-out-others", "identity.account.sign_out_others").own_hands().audit("auth.signed_out_elsewhere"),
            account::sign_out_others,
        )
        .add(page(GET, "/support", "identity.support").on_platform(USERS_IMPERSONATE_GRANTED), support::show)
        .add(
            page(POST, "/support", "identity.support.begin")
                .on_platform(USERS_IMPERSONATE_GRANTED)
                .own_hands()
                .audit("impersonation.started"),
            support::begin,
        )
        .add(page(POST, "/support/stop", "identity.support.stop").audit("impersonation.ended"), support::stop)
        .add(
            page(POST, "/admin/people/{person}/impersonate", "identity.support.begin_with")
                .on_platform(USERS_IMPERSONATE_GRANTED)
                .own_hands()
                .audit("impersonation.started")
                .sample("/admin/people/00000000-0000-0000-0000-000000000000/impersonate"),
            support::begin_with,
        )
        .add(page(GET, "/admin/allow-list", "identity.allow_list").on_platform(SETTINGS_MANAGE), allow_list::show)
        .add(
            page(POST, "/admin/allow-list", "identity.allow_list.save")
                .on_platform(SETTINGS_MANAGE)
                .own_hands()
                .audit("platform.allow_list_changed"),
            allow_list::save,
        )
        .add(page(GET, "/organizations/{slug}/sign-in", "identity.staff_rule").sample("/organizations/none/sign-in"), staff_rule::show)
        .add(
            page(POST, "/organizations/{slug}/sign-in", "identity.staff_rule.save")
                .own_hands()
                .audit("organization.second_factor_rule")
                .sample("/organizations/none/sign-in"),
            staff_rule::save,
        )
        .add(
            page(POST, "/account/password", "identity.account.password").rate(Rate::Auth).audit("auth.password_changed"),
            account::change_password,
        )
        .add(
            page(POST, "/account/sign-out-everywhere", "identity.account.sign_out_everywhere")
                .own_hands()
                .audit("auth.signed_out_everywhere"),
            account::sign_out_everywhere,
        )
        .add(
            page(POST, "/account/sessions/{id}/end", "identity.account.end_session")
                .own_hands()
                .audit("auth.session_ended")
                .sample("/account/sessions/00000000-0000-0000-0000-000000000000/end"),
            account::end_session,
        )
        .merge(api::routes(identity))
}
