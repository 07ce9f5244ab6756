//! Who did what: a plain append-only row in the transaction of what was done, and a seal over it.
//!
//! Owns the schema `audit`. Invariants:
//! - [`record`] is the only way in; who it was is stamped by the database from what the door set, so a
//!   caller cannot name somebody else, and behind the door of people nobody acts for the house.
//! - No row is changed or removed (triggers refuse it to everybody); who gets around them is found by
//!   [`verify`].
//! - A purchase touches no hot row: rows are chained later, by [`seal`], one chain per organization
//!   and one for the house, and only below the oldest transaction still open, so that no row can
//!   legitimately appear below a seal. The sealer itself leaves no audit.
//!
//! # Canonical form, version 1
//!
//! The digest of a row is SHA-256 over its fields in this order, each as a big-endian `u32` length in
//! bytes and the UTF-8 bytes; a missing field is the length `0xFFFFFFFF` alone:
//! `id, organization_id, xid` (decimal)`, login, user_id, guest_id, impersonator_id, system_why, action,
//! subject_type, subject_id, before, after, at` (microseconds since 1970, decimal)`, ip, request_id`, then `key_id` where a
//! key acted.
//! UUIDs are lower-case with hyphens; `before` and `after` are PostgreSQL's `jsonb` text, `ip` its `inet` text.
//!
//! A seal's hash is SHA-256 over `callboard audit seal 1` and a zero byte, then: the chain (16 bytes,
//! the organization's id or nil), number (`u64`), xid (`u64`) and id (16 bytes) of its last row, the
//! horizon (`u64`), the previous seal's hash (32 bytes, zeros for the first), and for every row its
//! id and digest (48 bytes). Integers are big-endian.
//!
//! Who keeps the [`heads`] elsewhere (a printed page is enough) can prove to anybody that nothing
//! before them was altered, even by who owns the database. A dump restored into another cluster starts
//! with other transaction numbers: backups of this house are physical.

mod canonical;
mod entry;
mod read;
mod seal;
mod verify;

pub use entry::{Entry, record};
pub use read::{Event, Filter, Standing, list, standing};
pub use seal::{Head, Sealed, heads, seal};
pub use verify::{Finding, Report, verify};
