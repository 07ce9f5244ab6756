//! `/auth/v1`: the part of Supabase's protocol that signs people in.

mod error;
mod mailed;
mod session;
mod user;

use platform_http::{GET, POST, PUT, Rate, Route, Routes};

use crate::Identity;

pub(super) fn routes(identity: &Identity) -> Routes<Identity> {
    let api = Route::api;
    Routes::new(identity.clone())
        .add(
            api(POST, "/auth/v1/token", "auth_v1.token")
                .public()
                .rate(Rate::Auth)
                .no_audit("a password leaves auth.signed_in; a refresh is no act of the person"),
            session::token,
        )
        .add(
            api(POST, "/auth/v1/logout", "auth_v1.logout")
                .no_audit("leaves auth.signed_out, auth.signed_out_everywhere or, with nothing to end, nothing"),
            session::logout,
        )
        .add(api(GET, "/auth/v1/user", "auth_v1.user"), user::show)
        .add(
            api(PUT, "/auth/v1/user", "auth_v1.user.change")
                .rate(Rate::Auth)
                .no_audit("leaves auth.password_changed, auth.profile_changed, both or, with nothing to change, nothing"),
            user::change,
        )
        .add(api(GET, "/auth/v1/.well-known/jwks.json", "auth_v1.jwks").public(), user::jwks)
        .add(api(GET, "/auth/v1/settings", "auth_v1.settings").public(), user::settings)
        .add(api(POST, "/auth/v1/signup", "auth_v1.signup").public().rate(Rate::Auth).audit("auth.sign_up_requested"), mailed::sign_up)
        .add(api(POST, "/auth/v1/otp", "auth_v1.otp").public().rate(Rate::Auth).audit("auth.link_requested"), mailed::otp)
        .add(api(POST, "/auth/v1/recover", "auth_v1.recover").public().rate(Rate::Auth).audit("auth.reset_requested"), mailed::recover)
        .add(
            api(POST, "/auth/v1/verify", "auth_v1.verify")
                .public()
                .rate(Rate::Auth)
                .no_audit("leaves auth.address_confirmed or auth.signed_in, by what the link was for"),
            mailed::verify,
        )
}
