//! Secrets at rest.
//!
//! A master key (a file with mode 0600 in the data directory, or the environment) wraps data keys,
//! data keys seal single values. Owns `vault.keys` and `vault.signing_keys`, reached only through
//! the vault's door (`Service::Vault`).
//!
//! Invariants: the database alone opens nothing; a sealed value opens only in the table, column
//! and row it was sealed for; a retired key still opens what it sealed; nothing secret is printed.
//!
//! ```text
//! master key ──wraps──> data key ──seals──> Sealed<T> column, private half of a signing key
//! (not in the database)  vault.keys
//! ```

mod crypto;
mod master;
mod signing;
mod store;

pub use crypto::{Binding, Keyring, OpenError, Sealed, Secret};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
pub use master::{MasterKey, MasterKeyError, MasterKeyFile};
pub use signing::SigningKeyRow;
pub use store::KeyringError;
