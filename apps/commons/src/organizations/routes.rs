//! The lines of the route registry about organizations.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};
use platform_texts::t;

use super::{Organizations, applications, found, keys, list, people};

/// Every page about organizations.
pub fn routes(organizations: &Organizations) -> Routes<Organizations> {
    Routes::new(organizations.clone())
        .add(Route::page(GET, "/organizations", "organizations.list").titled(|| t!("title-organizations")).signed_in(), list::show)
        .add(Route::page(GET, "/organizations/new", "organizations.form").signed_in(), found::open)
        .add(Route::page(POST, "/organizations/new", "organizations.found").signed_in().audit("organization.created"), found::save)
        .add(Route::page(GET, "/organizers/apply", "organizers.form").signed_in(), applications::open)
        .add(Route::page(POST, "/organizers/apply", "organizers.apply").signed_in().audit("organizer.applied"), applications::save)
        .add(
            Route::page(GET, "/organizers/applications", "organizers.list")
                .titled(|| t!("title-applications"))
                .needs(may::ORGANIZATIONS_APPROVE),
            applications::list,
        )
        .add(
            Route::page(GET, "/organizers/applications/{id}", "organizers.application")
                .needs(may::ORGANIZATIONS_APPROVE)
                .sample("/organizers/applications/00000000-0000-7000-8000-000000000000"),
            applications::show,
        )
        .add(
            Route::page(POST, "/organizers/applications/{id}/withdraw", "organizers.withdraw")
                .signed_in()
                .audit("organizer.withdrawn")
                .sample("/organizers/applications/00000000-0000-7000-8000-000000000000/withdraw"),
            applications::withdraw,
        )
        .add(
            Route::page(POST, "/organizers/applications/{id}/approve", "organizers.approve")
                .needs(may::ORGANIZATIONS_APPROVE)
                .audit("organizer.approved")
                .sample("/organizers/applications/00000000-0000-7000-8000-000000000000/approve"),
            applications::approve,
        )
        .add(
            Route::page(POST, "/organizers/applications/{id}/decline", "organizers.decline")
                .needs(may::ORGANIZATIONS_APPROVE)
                .audit("organizer.declined")
                .sample("/organizers/applications/00000000-0000-7000-8000-000000000000/decline"),
            applications::decline,
        )
        .add(
            Route::page(GET, "/organizations/{slug}", "organizations.people")
                .titled(|| t!("title-people"))
                .signed_in()
                .sample("/organizations/nowhere"),
            people::show,
        )
        .add(
            Route::page(GET, "/organizations/{slug}/keys", "organizations.keys")
                .needs(may::SETTINGS_MANAGE)
                .sample("/organizations/nowhere/keys"),
            keys::show,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/keys", "organizations.key_make")
                .needs(may::SETTINGS_MANAGE)
                .audit("api_key.created")
                .sample("/organizations/nowhere/keys"),
            keys::make,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/keys/{key}/revoke", "organizations.key_revoke")
                .needs(may::SETTINGS_MANAGE)
                .audit("api_key.revoked")
                .sample("/organizations/nowhere/keys/00000000-0000-7000-8000-000000000000/revoke"),
            keys::revoke,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/invitations", "organizations.invite")
                .needs(may::ROLES_GRANT)
                .audit("member.invited")
                .sample("/organizations/nowhere/invitations"),
            people::invite,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/invitations/{id}/withdraw", "organizations.withdraw")
                .needs(may::MEMBERS_MANAGE)
                .audit("member.invitation_withdrawn")
                .sample("/organizations/nowhere/invitations/00000000-0000-7000-8000-000000000000/withdraw"),
            people::withdraw,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/roles/{id}/revoke", "organizations.revoke")
                .needs(may::ROLES_GRANT)
                .audit("role.revoked")
                .sample("/organizations/nowhere/roles/00000000-0000-7000-8000-000000000000/revoke"),
            people::revoke,
        )
        .add(
            Route::page(POST, "/organizations/{slug}/members/{id}/remove", "organizations.remove")
                .needs(may::MEMBERS_MANAGE)
                .audit("member.removed")
                .sample("/organizations/nowhere/members/00000000-0000-7000-8000-000000000000/remove"),
            people::remove,
        )
}
