//! Routes without a socket, browsers that keep cookies, and what they are answered: for the tests of crates that
//! own pages.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test says what it needs by stopping")]

mod answer;
mod browser;
mod by_name;
mod router;

pub use answer::{Answer, without_sheets};
pub use browser::{Browser, form};
pub use by_name::ByName;
pub use router::{roomy, router};
