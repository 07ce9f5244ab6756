//! The private cluster against a real PostgreSQL, as root or as an ordinary account.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test and what it calls fails by panicking; its second process talks over standard output"
)]

#[path = "embedded/crashes.rs"]
mod crashes;
#[path = "embedded/house.rs"]
mod house;
#[path = "embedded/places.rs"]
mod places;

use platform_db::embedded::{Cluster, ClusterConfig};

/// Not a test of its own: what the second process of the other tests does.
#[tokio::test]
async fn child() {
    let Ok(role) = std::env::var(house::ROLE) else { return };
    let data = std::env::var(house::DATA).unwrap();
    match role.as_str() {
        "write" => crashes::write_for_ever(&Cluster::start(ClusterConfig::new(data)).await.unwrap()).await,
        "text" => places::say_text(Cluster::start(ClusterConfig::fast_and_unsafe(data)).await.unwrap()).await,
        "refused" => places::say_refusal(ClusterConfig::fast_and_unsafe(data)).await,
        other => panic!("no such role: {other}"),
    }
}
