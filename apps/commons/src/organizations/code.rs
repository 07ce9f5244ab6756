//! Stable codes of refusals about organizations and roles.

platform_http::codes! {
    /// Above oneself, or nothing of the caller's at all.
    ROLE_NOT_YOURS = 403, "organizations.role_not_yours", "You may not grant or take this role here: it allows more than you hold yourself.";
    /// It is the last owner's.
    LAST_OWNER = 409, "organizations.last_owner", "An organization keeps at least one owner. Name another one first.";
    /// They hold it already.
    ROLE_HELD = 409, "organizations.role_held", "They hold this role here already.";
    /// An application comes first.
    NEEDS_APPROVAL = 403, "organizations.needs_approval", "Founding an organization needs an approval here. Apply for it first.";
    /// Anybody may found one.
    NO_APPLICATION_NEEDED = 409, "organizations.no_application_needed", "No application is needed: everybody who signed in may found an organization here.";
    /// One at a time.
    APPLICATION_WAITING = 409, "organizations.application_waiting", "Your application is waiting for a decision already.";
    /// Decided or withdrawn.
    APPLICATION_CLOSED = 409, "organizations.application_closed", "This application was withdrawn or decided meanwhile.";
    /// Accepted, withdrawn or never there.
    INVITATION_CLOSED = 409, "organizations.invitation_closed", "This invitation was accepted or withdrawn meanwhile.";
}
