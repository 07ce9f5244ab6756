//! Who somebody is, and what they may do where.
//!
//! Owns the schema `auth` (people, sessions, tokens, scopes, attempts; shaped as Supabase's) and in
//! `public` `platform_users`, `organizations`, `organizer_applications`, `memberships`, `invitations`, `role_definitions`,
//! `permissions`, `role_permissions`, `user_roles`, `api_keys` and `system_tokens`. No HTTP: pages and `/auth/v1` are `identity`'s.
//!
//! # Which door
//!
//! - What looks a person up by address, or reads or writes a password or a token, runs behind
//!   [`platform_db::Db::as_system`], with bound statements only. The alternative, definer functions that
//!   the app's login may call, would hand password hashes to one injected expression at that login.
//! - What happens on *every* request (whose cookie is this, does that session still live) runs at the
//!   app's door through definer functions in `sql/functions/auth_040_sessions.sql`. Each answers only to
//!   whoever brings a 256-bit secret, so they tell an attacker nothing he did not have.
//! - What a person does with organizations, invitations and roles runs as that person; row level
//!   security decides, and nothing in Rust repeats it.
//!
//! # Invariants, and what holds them
//!
//! - Secrets are stored as SHA-256 (tokens) or argon2id (passwords); a dump opens no door.
//! - A refresh token works once; using it again ends the session, except that the answer just lost is
//!   given again for [`session::LOST_ANSWER`].
//! - A link in a mail works once, also when it is opened twice at once (`DELETE … RETURNING`).
//! - No answer tells whether an address has an account: same result, same work, same floor of time.
//! - A key's holder is no person (`auth.uid()` is NULL) and may do no more than the key's maker still may: `auth.scopes_with`.
//! - Nobody grants above themselves, in what or in how long: policy `granter_grants` and `auth.may_grant`.
//! - An organization keeps an owner: trigger `keep_an_owner`.
//!
//! # Recipes
//!
//! *A table's rows can hold roles*: give it the trigger `auth.scope_of_row` (see
//! `sql/functions/auth_010_scopes.sql`). *A new permission*: one line in
//! `sql/functions/auth_090_vocabulary.sql`, one in [`permission`], its words in `roles/words.rs`; a test compares them. *A new table's
//! policies*: add it to that crate's matrix, see `testing::Matrix`.

pub mod api_keys;
mod attempts;
mod audit;
mod auth;
pub mod factors;
pub mod guest;
pub mod history;
pub mod impersonation;
pub mod keys;
pub mod mail;
pub mod networks;
pub mod organizations;
pub mod password;
pub mod people;
pub mod permission;
pub mod providers;
pub mod roles;
mod secret;
pub mod session;
mod texts;

pub use attempts::{Limit, TooManyAttempts};
pub use auth::{Auth, AuthSettings, Origin};
pub use keys::AuthKeys;
pub use permission::Permission;
pub use secret::SecretToken;
pub use session::{Bearer, BearerError};
