//! The lines of the route registry under `/admin`.

use platform_auth::permission as may;
use platform_http::{GET, POST, Route, Routes};

use crate::{Admin, audit, jobs, messages, organizations, overview, people, queries};

/// Every page under `/admin`. Each takes its permission on the platform; for everybody else there is nothing.
pub fn routes(admin: &Admin) -> Routes<Admin> {
    const PERSON: &str = "/admin/people/00000000-0000-7000-8000-000000000000";
    Routes::new(admin.clone())
        .add(Route::page(GET, "/admin", "admin.overview").on_platform(may::SYSTEM_VIEW), overview::show)
        .add(Route::page(GET, "/admin/queries", "admin.queries").on_platform(may::SYSTEM_VIEW), queries::show)
        .add(Route::page(GET, "/admin/people", "admin.people").on_platform(may::MEMBERS_VIEW), people::list)
        .add(Route::page(GET, "/admin/people/{person}", "admin.person").on_platform(may::MEMBERS_VIEW).sample(PERSON), people::show)
        .add(
            Route::page(POST, "/admin/people/{person}/lock", "admin.person_lock")
                .on_platform(may::USERS_SUSPEND)
                .audit("person.locked")
                .sample("/admin/people/00000000-0000-7000-8000-000000000000/lock"),
            people::lock,
        )
        .add(
            Route::page(POST, "/admin/people/{person}/unlock", "admin.person_unlock")
                .on_platform(may::USERS_SUSPEND)
                .audit("person.unlocked")
                .sample("/admin/people/00000000-0000-7000-8000-000000000000/unlock"),
            people::unlock,
        )
        .add(
            Route::page(POST, "/admin/people/{person}/sign-out", "admin.person_sign_out")
                .on_platform(may::USERS_SUSPEND)
                .audit("person.signed_out")
                .sample("/admin/people/00000000-0000-7000-8000-000000000000/sign-out"),
            people::sign_out,
        )
        .add(
            Route::page(POST, "/admin/people/{person}/roles", "admin.role_give")
                .on_platform(may::ROLES_GRANT)
                .audit("role.granted")
                .sample("/admin/people/00000000-0000-7000-8000-000000000000/roles"),
            people::give_role,
        )
        .add(
            Route::page(POST, "/admin/people/{person}/roles/{grant}/revoke", "admin.role_take")
                .on_platform(may::ROLES_GRANT)
                .audit("role.revoked")
                .sample("/admin/people/00000000-0000-7000-8000-000000000000/roles/00000000-0000-7000-8000-000000000001/revoke"),
            people::take_role,
        )
        .add(Route::page(GET, "/admin/organizations", "admin.organizations").on_platform(may::ORGANIZATIONS_VIEW), organizations::list)
        .add(
            Route::page(GET, "/admin/organizations/{organization}", "admin.organization")
                .on_platform(may::ORGANIZATIONS_VIEW)
                .sample("/admin/organizations/00000000-0000-7000-8000-000000000000"),
            organizations::show,
        )
        .add(Route::page(GET, "/admin/jobs", "admin.jobs").on_platform(may::JOBS_VIEW), jobs::list)
        .add(
            Route::page(POST, "/admin/jobs/requeue", "admin.jobs_requeue").on_platform(may::JOBS_MANAGE).audit("jobs.requeued"),
            jobs::requeue_chosen,
        )
        .add(Route::page(GET, "/admin/jobs/{job}", "admin.job").on_platform(may::JOBS_VIEW).sample("/admin/jobs/0"), jobs::show)
        .add(
            Route::page(POST, "/admin/jobs/{job}/requeue", "admin.job_requeue")
                .on_platform(may::JOBS_MANAGE)
                .audit("job.requeued")
                .sample("/admin/jobs/0/requeue"),
            jobs::requeue_one,
        )
        .add(
            Route::page(POST, "/admin/jobs/{job}/discard", "admin.job_discard")
                .on_platform(may::JOBS_MANAGE)
                .audit("job.discarded")
                .sample("/admin/jobs/0/discard"),
            jobs::discard,
        )
        .add(Route::page(GET, "/admin/messages", "admin.messages").on_platform(may::MEMBERS_VIEW), messages::list)
        .add(
            Route::page(GET, "/admin/messages/{message}", "admin.message")
                .on_platform(may::MEMBERS_VIEW)
                .sample("/admin/messages/00000000-0000-7000-8000-000000000000"),
            messages::show,
        )
        .add(Route::page(GET, "/admin/audit", "admin.audit").on_platform(may::AUDIT_VIEW), audit::list)
        .add(Route::page(GET, "/admin/audit/verify", "admin.audit_verify").on_platform(may::AUDIT_VIEW), audit::verify)
        .add(
            Route::page(GET, "/admin/audit/events/{event}", "admin.audit_event")
                .on_platform(may::AUDIT_VIEW)
                .sample("/admin/audit/events/00000000-0000-7000-8000-000000000000"),
            audit::show,
        )
        .add(
            Route::page(POST, "/admin/audit/export", "admin.audit_export").on_platform(may::AUDIT_VIEW).audit("audit.exported"),
            audit::export,
        )
}
