//! Sockets on a port of their own, over the whole chain and a migrated database whose log is read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it needs by stopping")]
#![allow(missing_docs)]

#[path = "it/followers.rs"]
mod followers;
#[path = "it/log.rs"]
mod log;
#[path = "it/rooms.rs"]
mod rooms;
#[path = "it/site.rs"]
mod site;
