//! What is told of `/auth/v1` in the API's document.

use std::collections::BTreeMap;

use platform_http::{AnswerDoc, Describe, Tag};
use schemars::JsonSchema;
use serde_json::json;

use super::{factors, mailed, session, user};
use crate::pages::providers;

/// Signing in as a person.
pub(super) const SIGN_IN: Tag = Tag {
    name: "Sign in",
    about: "The part of Supabase's protocol that signs people in, as its official clients speak it. Its refusals are `{code, message}` with Supabase's codes.",
};

/// A refusal as Supabase's clients read it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct AuthError {
    /// Such as `invalid_credentials`.
    code: String,
    /// What happened.
    message: String,
    /// Why a password is too weak.
    #[schemars(default)]
    weak_password: Option<WeakPassword>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct WeakPassword {
    /// `length`, `pwned` or `characters`.
    reasons: Vec<String>,
}

/// Somebody who is signed in.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Session {
    /// A JWT, good for `expires_in` seconds: the bearer token of this API.
    access_token: String,
    /// `bearer`.
    token_type: String,
    /// Seconds.
    expires_in: i64,
    /// Unix seconds.
    expires_at: i64,
    /// Gets the next pair, once.
    refresh_token: String,
    /// The person.
    user: User,
}

/// A person, as Supabase shows one.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct User {
    /// Who.
    id: String,
    /// Their address.
    email: String,
    /// How they may sign in.
    app_metadata: BTreeMap<String, serde_json::Value>,
    /// What they told about themselves.
    user_metadata: BTreeMap<String, serde_json::Value>,
}

/// Nothing to tell.
#[derive(JsonSchema)]
struct Nothing {}

/// Public keys (RFC 7517).
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Keys {
    /// Each verifies access tokens.
    keys: Vec<BTreeMap<String, serde_json::Value>>,
}

/// Ways to sign in.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Settings {
    /// By name, and whether it is open.
    external: BTreeMap<String, bool>,
    /// Whether nobody can sign up.
    disable_signup: bool,
}

fn describe(summary: &'static str, about: &'static str) -> Describe {
    Describe::new(SIGN_IN, summary, about)
}

fn refuse(described: Describe, statuses: &[u16]) -> Describe {
    statuses.iter().fold(described, |described, status| described.answers(AnswerDoc::json::<AuthError>(*status, "As `code` says.")))
}

pub(super) fn token() -> Describe {
    let described = describe(
        "Get or renew a session",
        "With `grant_type=password` an address and its password, with `grant_type=refresh_token` a refresh token, which works once.",
    )
    .query::<session::Grant>()
    .body::<session::Credentials>()
    .example(|| json!({ "email": "mei@example.org", "password": "correct horse battery staple" }))
    .answers(AnswerDoc::json::<Session>(200, "Signed in."));
    refuse(described, &[400, 422, 429])
}

pub(super) fn logout() -> Describe {
    let described = describe("Sign out", "Ends this sign-in (`scope=local`), all others (`others`) or all (`global`, the default).")
        .query::<session::Scope>()
        .answers(AnswerDoc::empty(204, "Signed out."));
    refuse(described, &[400])
}

pub(super) fn user() -> Describe {
    refuse(describe("Who one is", "The person behind the token.").answers(AnswerDoc::json::<User>(200, "You.")), &[403])
}

pub(super) fn change() -> Describe {
    let described = describe("Change oneself", "Sets a password, or what `user_metadata` says of the person.")
        .body::<user::Changes>()
        .answers(AnswerDoc::json::<User>(200, "You, changed."));
    refuse(described, &[400, 403, 422, 429])
}

pub(super) fn jwks() -> Describe {
    describe("Public keys", "They verify access tokens (ES256).").answers(AnswerDoc::json::<Keys>(200, "The keys in use."))
}

pub(super) fn settings() -> Describe {
    describe("Ways to sign in", "What this server offers.").answers(AnswerDoc::json::<Settings>(200, "They are the same for everybody."))
}

pub(super) fn sign_up() -> Describe {
    let described = describe(
        "Sign up",
        "Sends a mail with a link that confirms the address. The answer is the same for an address that has an account.",
    )
    .body::<mailed::NewUser>()
    .answers(AnswerDoc::json::<User>(200, "A mail is on its way."));
    refuse(described, &[400, 422, 429])
}

pub(super) fn mail(summary: &'static str, about: &'static str) -> Describe {
    let described = describe(summary, about)
        .body::<mailed::ToAddress>()
        .answers(AnswerDoc::json::<Nothing>(200, "A mail is on its way, if the address has an account."));
    refuse(described, &[400, 429])
}

pub(super) fn verify() -> Describe {
    let described = describe("Redeem a link", "The token of a mail's link, as `token_hash`, for a session.")
        .body::<mailed::Link>()
        .answers(AnswerDoc::json::<Session>(200, "Signed in."));
    refuse(described, &[400, 403])
}

/// A second factor.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Factor {
    /// Its id.
    id: String,
    /// What its owner calls it.
    friendly_name: String,
    /// `totp`.
    factor_type: String,
    /// `verified` once a code of it was given, else `unverified`.
    status: String,
}

/// An app that is being set up.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Enrolled {
    /// The factor's id.
    id: String,
    /// `totp`.
    #[schemars(rename = "type")]
    kind: String,
    /// What its owner calls it.
    friendly_name: String,
    /// What the app needs.
    totp: Totp,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Totp {
    /// An SVG.
    qr_code: String,
    /// The key in base 32.
    secret: String,
    /// `otpauth://`.
    uri: String,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Challenge {
    /// What `verify` names.
    id: String,
    /// `totp`.
    #[schemars(rename = "type")]
    kind: String,
    /// Unix seconds.
    expires_at: i64,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Removed {
    /// The factor that is gone.
    id: String,
}

pub(super) fn factors() -> Describe {
    let told = describe("Second factors", "The authenticator apps of the person behind the token.");
    refuse(told.answers(AnswerDoc::json::<Vec<Factor>>(200, "Oldest first.")), &[403])
}

pub(super) fn enrol() -> Describe {
    let told = describe("Set up an authenticator app", "It counts once a code of it was given: `challenge`, then `verify`.")
        .body::<factors::New>()
        .example(|| json!({ "factor_type": "totp", "friendly_name": "Phone" }))
        .answers(AnswerDoc::json::<Enrolled>(200, "What the app needs; told this once."));
    refuse(told, &[400, 403, 422, 429])
}

pub(super) fn challenge() -> Describe {
    let told = describe("Ask for a code", "Begins the proof that `verify` ends.")
        .path::<String>("id", "The factor's id.")
        .answers(AnswerDoc::json::<Challenge>(200, "To be answered within minutes."));
    refuse(told, &[400, 403, 404, 422, 429])
}

pub(super) fn verify_factor() -> Describe {
    let told =
        describe("Give a code", "The app's six digits. The first time it also makes the factor count and answers with `recovery_codes`.")
            .path::<String>("id", "The factor's id.")
            .body::<factors::Code>()
            .answers(AnswerDoc::json::<Session>(200, "A session proven twice (`aal2`)."));
    refuse(told, &[400, 403, 404, 422, 429])
}

pub(super) fn remove_factor() -> Describe {
    let told = describe("Remove a second factor", "Needs a session that was proven twice, where the factor counts.")
        .path::<String>("id", "The factor's id.")
        .answers(AnswerDoc::json::<Removed>(200, "It is gone."));
    refuse(told, &[400, 403, 404, 422, 429])
}

pub(super) fn recovery_code() -> Describe {
    let told = describe("Use a recovery code", "Instead of the app's code; each works once.")
        .body::<factors::Recovery>()
        .answers(AnswerDoc::json::<Session>(200, "A session proven twice (`aal2`)."));
    refuse(told, &[400, 403, 404, 422, 429])
}

pub(super) fn authorize() -> Describe {
    let told = describe(
        "Sign in with an account elsewhere",
        "Leads the browser to the provider, and back to `redirect_to` with a code or tokens.",
    )
    .query::<providers::Authorize>()
    .answers(AnswerDoc::empty(302, "On to the provider."))
    .answers(AnswerDoc::empty(303, "On to the provider."));
    told.refuses([crate::codes::PROVIDER_AWAY, crate::codes::PROVIDER_STATE])
}

pub(super) fn callback() -> Describe {
    let told = describe("Back from the provider", "For the provider's redirect; leads on to where the sign-in began.")
        .query::<providers::Back>()
        .answers(AnswerDoc::empty(302, "On to where it began."))
        .answers(AnswerDoc::empty(303, "On to where it began."));
    let page = |status| AnswerDoc::text(status, "text/html", "A page that says why nobody was signed in.");
    told.answers(page(409)).answers(page(422)).answers(page(503))
}
