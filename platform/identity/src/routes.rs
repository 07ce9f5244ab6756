//! The routes of signing in.

use platform_http::{GET, POST, Rate, Route, Routes};

use crate::pages::{account, confirm, invitation, link, reset, sign_in, sign_up};
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
        .add(page(GET, "/sign-in", "identity.sign_in").public(), sign_in::show)
        .add(page(POST, "/sign-in", "identity.sign_in.submit").public().rate(Rate::Auth).audit("auth.signed_in"), sign_in::submit)
        .add(page(POST, "/sign-out", "identity.sign_out").audit("auth.signed_out"), sign_in::sign_out)
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
        .add(
            page(POST, "/account/password", "identity.account.password").rate(Rate::Auth).audit("auth.password_changed"),
            account::change_password,
        )
        .add(
            page(POST, "/account/sign-out-everywhere", "identity.account.sign_out_everywhere").audit("auth.signed_out_everywhere"),
            account::sign_out_everywhere,
        )
        .add(
            page(POST, "/account/sessions/{id}/end", "identity.account.end_session")
                .audit("auth.session_ended")
                .sample("/account/sessions/00000000-0000-0000-0000-000000000000/end"),
            account::end_session,
        )
        .merge(api::routes(identity))
}
