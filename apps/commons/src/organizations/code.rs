//! Stable codes of refusals about organizations and roles.

platform_http::codes! {
    /// Above oneself, or nothing of the caller's at all.
    ROLE_NOT_YOURS = 403, "organizations.role_not_yours", "You may not grant or take this role here: it allows more than you hold yourself.";
    /// It is the last owner's.
    LAST_OWNER = 409, "organizations.last_owner", "An organization keeps at least one owner. Name another one first.";
    /// They hold it already.
    ROLE_HELD = 409, "organizations.role_held", "They hold this role here already.";
    /// Accepted, withdrawn or never there.
    INVITATION_CLOSED = 409, "organizations.invitation_closed", "This invitation was accepted or withdrawn meanwhile.";
}
