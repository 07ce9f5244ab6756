//! Signing in with an account elsewhere: what is remembered, and to whom an account elsewhere belongs. Talking to a provider is
//! `identity`'s; here arrives what was proven.
//!
//! Invariants: an answer is taken once, and only in the browser that began; an account elsewhere belongs to one person; a
//! provider's word about an address never opens an account that is here already: its owner proves that it is theirs, too,
//! by signing in as before; nobody is added at an address that the provider has not verified.

mod code;
mod flow;
mod identities;
mod resolve;
mod sign_in;

pub use code::CodeError;
pub use flow::{Flow, FlowSecrets, Purpose};
pub use identities::{ConnectError, DisconnectError, Offer, OwnIdentity};
pub use sign_in::{Answer, ByProvider, ProviderError};

use serde_json::{Value, json};

/// What a provider has proven about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The provider, by its name here.
    pub provider: String,
    /// What people call it.
    pub label: String,
    /// Who it is there: never another's, never changed (OpenID Connect Core, section 5.7).
    pub subject: String,
    /// Their address there, normalised.
    pub email: Option<String>,
    /// Whether the provider has verified it.
    pub email_verified: bool,
    /// What they call themselves there.
    pub name: Option<String>,
}

impl Proven {
    /// As the official clients read it.
    fn data(&self) -> Value {
        json!({
            "sub": self.subject, "email": self.email, "email_verified": self.email_verified, "phone_verified": false,
            "full_name": self.name, "name": self.name,
        })
    }
}
