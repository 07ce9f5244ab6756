//! The whole of platform-auth against a migrated database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]
#![allow(missing_docs)]

#[path = "auth/api_keys.rs"]
mod api_keys;
#[path = "auth/factors.rs"]
mod factors;
#[path = "auth/grants.rs"]
mod grants;
#[path = "auth/impersonation.rs"]
mod impersonation;
#[path = "auth/links.rs"]
mod links;
#[path = "auth/matrix.rs"]
mod matrix;
#[path = "auth/networks.rs"]
mod networks;
#[path = "auth/organizations.rs"]
mod organizations;
#[path = "auth/organizers.rs"]
mod organizers;
#[path = "auth/providers.rs"]
mod providers;
#[path = "auth/seeds.rs"]
mod seeds;
#[path = "auth/sessions.rs"]
mod sessions;
#[path = "auth/sign_in.rs"]
mod sign_in;
#[path = "auth/sign_up.rs"]
mod sign_up;
#[path = "auth/tokens.rs"]
mod tokens;
#[path = "auth/vocabulary.rs"]
mod vocabulary;
#[path = "auth/who_may.rs"]
mod who_may;
