//! How much and how often.

use std::time::Duration;

/// Bounds of the live pages.
#[derive(Clone, Debug)]
pub struct LiveSettings {
    /// Sockets of this node.
    pub sockets: usize,
    /// Sockets of one network address: a company or a campus behind one.
    pub sockets_per_address: usize,
    /// Topics of one socket.
    pub topics: usize,
    /// Joins of one socket in a minute.
    pub joins_per_minute: u32,
    /// Least time between two messages of one topic.
    pub pace: Duration,
    /// How long a socket may take to accept what is sent before it is closed.
    pub patience: Duration,
    /// How often an idle socket is asked whether it is still there; two unanswered questions end it.
    pub ping_every: Duration,
    /// How often it is asked again whether a follower of private topics still may.
    pub look_again: Duration,
    /// How often the database is asked while its log cannot be read.
    pub ask_every: Duration,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            sockets: 20_000,
            sockets_per_address: 5_000,
            topics: 32,
            joins_per_minute: 120,
            pace: Duration::from_millis(250),
            patience: Duration::from_secs(10),
            ping_every: Duration::from_secs(30),
            look_again: Duration::from_secs(300),
            ask_every: Duration::from_secs(2),
        }
    }
}
