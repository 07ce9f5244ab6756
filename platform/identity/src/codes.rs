//! Codes of what signing in can answer.

platform_http::codes! {
    /// No such account, or another password.
    WRONG_CREDENTIALS = 422, "auth.wrong_credentials", "The address or the password is wrong.";
    /// The address was never confirmed.
    NOT_CONFIRMED = 422, "auth.not_confirmed", "Confirm your address first: the link is in the mail we sent you.";
    /// The account is suspended.
    SUSPENDED = 403, "auth.suspended", "This account is suspended.";
    /// A link that was used or is too old.
    LINK_EXPIRED = 410, "auth.link_expired", "This link has been used or has expired. Ask for a new one.";
    /// An invitation that no longer stands.
    INVITATION_GONE = 410, "auth.invitation_gone", "This invitation has been used, withdrawn or has expired. Ask for a new one.";
    /// Signed in with another address than the invited one.
    INVITATION_OTHER_ADDRESS = 403, "auth.invitation_other_address", "This invitation was sent to another address. Sign in with that one.";
}
