//! Stable codes of refusals about organizations and roles.

platform_http::codes! {
    /// Above oneself, or nothing of the caller's at all.
    ROLE_NOT_YOURS = 403, "organizations.role_not_yours", t!("code-organizations-role-not-yours");
    /// It is the last owner's.
    LAST_OWNER = 409, "organizations.last_owner", t!("code-organizations-last-owner");
    /// They hold it already.
    ROLE_HELD = 409, "organizations.role_held", t!("code-organizations-role-held");
    /// An application comes first.
    NEEDS_APPROVAL = 403, "organizations.needs_approval", t!("code-organizations-needs-approval");
    /// Anybody may found one.
    NO_APPLICATION_NEEDED = 409, "organizations.no_application_needed", t!("code-organizations-no-application-needed");
    /// One at a time.
    APPLICATION_WAITING = 409, "organizations.application_waiting", t!("code-organizations-application-waiting");
    /// Decided or withdrawn.
    APPLICATION_CLOSED = 409, "organizations.application_closed", t!("code-organizations-application-closed");
    /// The form that made a key was sent again.
    KEY_SHOWN = 409, "organizations.key_shown", t!("code-organizations-key-shown");
    /// Somebody else was faster, or its day is over.
    KEY_ENDED = 409, "organizations.key_ended", t!("code-organizations-key-ended");
    /// Accepted, withdrawn or never there.
    INVITATION_CLOSED = 409, "organizations.invitation_closed", t!("code-organizations-invitation-closed");
}
