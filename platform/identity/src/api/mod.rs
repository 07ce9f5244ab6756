//! `/auth/v1`: the part of Supabase's protocol that signs people in. `/api/tokens`: how programs do.

mod docs;
mod error;
mod factors;
mod mailed;
mod session;
mod tokens;
mod user;

use platform_http::{DELETE, GET, POST, PUT, Rate, Route, Routes};

use crate::Identity;
use crate::pages::providers;

pub(super) fn routes(identity: &Identity) -> Routes<Identity> {
    let api = Route::api;
    Routes::new(identity.clone())
        .add(
            api(POST, "/auth/v1/token", "auth_v1.token")
                .public()
                .rate(Rate::Auth)
                .no_audit("a password leaves auth.signed_in; a refresh is no act of the person")
                .describe(docs::token()),
            session::token,
        )
        .add(
            api(POST, "/auth/v1/logout", "auth_v1.logout")
                .first_step()
                .own_hands()
                .no_audit("leaves auth.signed_out, auth.signed_out_elsewhere, auth.signed_out_everywhere or, with nothing to end, nothing")
                .describe(docs::logout()),
            session::logout,
        )
        .add(api(GET, "/auth/v1/user", "auth_v1.user").first_step().describe(docs::user()), user::show)
        .add(
            api(PUT, "/auth/v1/user", "auth_v1.user.change")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("leaves auth.password_changed, auth.profile_changed, both or, with nothing to change, nothing")
                .describe(docs::change()),
            user::change,
        )
        .add(api(GET, "/auth/v1/.well-known/jwks.json", "auth_v1.jwks").public().describe(docs::jwks()), user::jwks)
        .add(api(GET, "/auth/v1/settings", "auth_v1.settings").public().describe(docs::settings()), user::settings)
        .add(api(GET, "/auth/v1/factors", "auth_v1.factors").first_step().describe(docs::factors()), factors::list)
        .add(
            api(POST, "/auth/v1/factors", "auth_v1.factors.enrol")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("an app counts, and leaves auth.factor_added, once a code of it was given")
                .describe(docs::enrol()),
            factors::enrol,
        )
        .add(
            api(POST, "/auth/v1/factors/{id}/challenge", "auth_v1.factors.challenge")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("a question changes nothing")
                .sample("/auth/v1/factors/00000000-0000-0000-0000-000000000000/challenge")
                .describe(docs::challenge()),
            factors::challenge,
        )
        .add(
            api(POST, "/auth/v1/factors/{id}/verify", "auth_v1.factors.verify")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("leaves auth.factor_added the first time, then auth.second_factor_passed")
                .sample("/auth/v1/factors/00000000-0000-0000-0000-000000000000/verify")
                .describe(docs::verify_factor()),
            factors::verify,
        )
        .add(
            api(DELETE, "/auth/v1/factors/{id}", "auth_v1.factors.remove")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("leaves auth.factor_removed where the app counted")
                .sample("/auth/v1/factors/00000000-0000-0000-0000-000000000000")
                .describe(docs::remove_factor()),
            factors::remove,
        )
        .add(
            api(POST, "/auth/v1/recovery-code", "auth_v1.recovery_code")
                .rate(Rate::Auth)
                .first_step()
                .no_audit("leaves auth.recovery_code_used")
                .describe(docs::recovery_code()),
            factors::recover,
        )
        .add(
            api(GET, "/auth/v1/authorize", "auth_v1.authorize").public().rate(Rate::Auth).describe(docs::authorize()),
            providers::authorize,
        )
        .add(api(GET, "/auth/v1/callback", "auth_v1.callback").public().rate(Rate::Auth).describe(docs::callback()), providers::callback)
        .add(
            api(POST, "/auth/v1/signup", "auth_v1.signup")
                .public()
                .rate(Rate::Auth)
                .audit("auth.sign_up_requested")
                .describe(docs::sign_up()),
            mailed::sign_up,
        )
        .add(
            api(POST, "/auth/v1/otp", "auth_v1.otp")
                .public()
                .rate(Rate::Auth)
                .audit("auth.link_requested")
                .describe(docs::mail("Ask for a link", "Sends a mail with a link that signs in, to an address that has an account.")),
            mailed::otp,
        )
        .add(
            api(POST, "/auth/v1/recover", "auth_v1.recover")
                .public()
                .rate(Rate::Auth)
                .audit("auth.reset_requested")
                .describe(docs::mail("Ask to reset a password", "Sends a mail with a link that sets a new password.")),
            mailed::recover,
        )
        .add(
            api(POST, "/auth/v1/verify", "auth_v1.verify")
                .public()
                .rate(Rate::Auth)
                .no_audit("leaves auth.address_confirmed or auth.signed_in, by what the link was for")
                .describe(docs::verify()),
            mailed::verify,
        )
        .add(
            api(POST, "/api/tokens", "api.tokens.create").public().rate(Rate::Auth).audit("api_key.exchanged").describe(tokens::describe()),
            tokens::exchange,
        )
}
