//! The doors to PostgreSQL.
//!
//! Owns the schemas `clock` and `platform` (migrations applied), the roles, and the rule that no
//! app ever sees a pool: it opens a *door* ([`Db::as_actor`], [`Db::as_system`],
//! [`Db::as_service`]) and gets one transaction, in which row level security sees exactly who is
//! asking. Dropping a [`Tx`] rolls it back.
//!
//! Boundary: nothing here knows a business noun. Migrations are found on disk or embedded by the
//! server, see [`migrate`].

mod doors;
pub mod embedded;
mod error;
pub mod logins;
pub mod migrate;
pub mod statements;

pub use doors::{Db, DbOptions, Service, Tx};
pub use error::{DbError, constraint_of};
