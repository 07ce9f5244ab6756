//! Codes of what signing in can answer.

platform_http::codes! {
    /// No such account, or another password.
    WRONG_CREDENTIALS = 422, "auth.wrong_credentials", t!("code-auth-wrong-credentials");
    /// The address was never confirmed.
    NOT_CONFIRMED = 422, "auth.not_confirmed", t!("code-auth-not-confirmed");
    /// The account is suspended.
    SUSPENDED = 403, "auth.suspended", t!("code-auth-suspended");
    /// Not the code an authenticator app shows now, or one that was used.
    WRONG_CODE = 422, "auth.wrong_code", t!("code-auth-wrong-code");
    /// Somebody acts for the person, or nobody is signed in.
    NOT_THEMSELF = 403, "auth.not_themself", t!("code-auth-not-themself");
    /// A provider's answer that this browser did not ask for, or that was taken already.
    PROVIDER_STATE = 422, "auth.provider_state", t!("code-auth-provider-state");
    /// The person, or the provider, said no.
    PROVIDER_DENIED = 422, "auth.provider_denied", t!("code-auth-provider-denied");
    /// The provider cannot be reached, or answers nonsense.
    PROVIDER_AWAY = 503, "auth.provider_away", t!("code-auth-provider-away");
    /// The provider has not verified the address, or told none.
    PROVIDER_UNVERIFIED = 422, "auth.provider_unverified", t!("code-auth-provider-unverified");
    /// The account elsewhere is connected with another one here.
    PROVIDER_TAKEN = 409, "auth.provider_taken", t!("code-auth-provider-taken");
    /// Nobody could sign in any more.
    LAST_WAY = 409, "auth.last_way_in", t!("code-auth-last-way-in");
    /// An offer to connect two accounts that no longer stands.
    OFFER_GONE = 410, "auth.offer_gone", t!("code-auth-offer-gone");
    /// Support may not act for this person.
    MAY_NOT_ACT = 403, "auth.may_not_act", t!("code-auth-may-not-act");
    /// A link that was used or is too old.
    LINK_EXPIRED = 410, "auth.link_expired", t!("code-auth-link-expired");
    /// A key that is unknown, revoked or past its end.
    KEY_NOT_VALID = 401, "auth.key_not_valid", t!("code-auth-key-not-valid");
    /// A key that is bound to other addresses.
    KEY_ELSEWHERE = 403, "auth.key_elsewhere", t!("code-auth-key-elsewhere");
    /// An invitation that no longer stands.
    INVITATION_GONE = 410, "auth.invitation_gone", t!("code-auth-invitation-gone");
    /// Signed in with another address than the invited one.
    INVITATION_OTHER_ADDRESS = 403, "auth.invitation_other_address", t!("code-auth-invitation-other-address");
}
