//! Sign-ins that are alive, and what carries them: a cookie for pages, a pair of tokens for programs.

mod access;
mod cookie;
mod open;
mod own;
mod refresh;
mod second;

use chrono::Duration;
use platform_types::{SessionId, UserId};

use crate::SecretToken;

pub use access::{AccessClaims, Bearer, BearerError};
pub use cookie::{ActsFor, CookieSession};
pub(crate) use open::open;
pub use own::{EndedSessions, OwnSession, Which};
pub use refresh::RefreshError;
pub(crate) use second::prove_twice;

/// A sign-in ends this long after it began, whatever happens.
pub const ABSOLUTE: Duration = Duration::days(30);
/// A page's sign-in that waits for its second step ends this long after it began.
pub const HALF: Duration = Duration::minutes(15);
/// A sign-in ends when it was not used for this long.
pub const IDLE: Duration = Duration::days(7);
/// An access token is good for this long.
pub const ACCESS: Duration = Duration::minutes(15);
/// For this long after a refresh the answer is given again to whoever repeats the question: the official
/// clients retry a lost answer for 30 seconds. Supabase repeats it without end; then a thief and the owner can
/// take turns unnoticed.
pub const LOST_ANSWER: Duration = Duration::seconds(60);

/// Who asks to be signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// A browser, through our pages: gets a cookie.
    Page,
    /// A program, through `/auth/v1`: gets tokens.
    Program,
}

/// How somebody proved who they are, as the `amr` claim names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// A password.
    Password,
    /// A link that signs in.
    MagicLink,
    /// The link that confirmed the address.
    Signup,
    /// A link that set a new password.
    Recovery,
    /// An account at a provider.
    OAuth,
}

impl Method {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::MagicLink => "magiclink",
            Self::Signup => "email/signup",
            Self::Recovery => "recovery",
            Self::OAuth => "oauth",
        }
    }
}

/// What the client keeps.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// The session cookie's value.
    Cookie(SecretToken),
    /// Tokens.
    Tokens(Box<TokenPair>),
}

/// What a program gets.
#[derive(Clone, Debug)]
pub struct TokenPair {
    /// A signed JWT.
    pub access_token: String,
    /// Unix seconds at which it ends.
    pub expires_at: i64,
    /// Gets the next pair, once.
    pub refresh_token: SecretToken,
    /// The person, as Supabase shows one.
    pub user: serde_json::Value,
}

impl TokenPair {
    /// The answer's body, as the official clients read it.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "access_token": self.access_token,
            "token_type": "bearer",
            "expires_in": ACCESS.num_seconds(),
            "expires_at": self.expires_at,
            "refresh_token": self.refresh_token.expose(),
            "user": self.user,
        })
    }
}

/// Somebody is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user_id: UserId,
    /// The sign-in.
    pub session_id: SessionId,
    /// What the client keeps.
    pub carrier: Carrier,
    /// Whether it waits for a second step: until then it may do nothing but that.
    pub half: bool,
}

impl SignedIn {
    /// The cookie, where a page signed in.
    pub fn cookie(&self) -> Option<&SecretToken> {
        match &self.carrier {
            Carrier::Cookie(token) => Some(token),
            Carrier::Tokens(_) => None,
        }
    }

    /// The tokens, where a program signed in.
    pub fn tokens(&self) -> Option<&TokenPair> {
        match &self.carrier {
            Carrier::Tokens(pair) => Some(pair),
            Carrier::Cookie(_) => None,
        }
    }
}
