//! How the live pages are, for the health page.

use futures::FutureExt;
use futures::future::BoxFuture;
use platform_http::health::{Condition, Health, Probe};

use crate::feed::Feed;
use crate::hub::Live;

impl Probe for Live {
    fn check(&self) -> BoxFuture<'_, Vec<Health>> {
        let sockets = self.sockets();
        let (state, detail) = match self.feed() {
            Feed::Streaming => (Condition::Up, "hears of changes from the log".to_owned()),
            Feed::Starting(why) => (Condition::Degraded, format!("live updates starting: {why}")),
            Feed::Asking(why) => (Condition::Degraded, format!("asks every {} s: {why}", self.0.settings.ask_every.as_secs())),
        };
        let facts = serde_json::json!({ "sockets": sockets, "sockets_at_most": self.0.settings.sockets });
        let health = Health { component: "live".to_owned(), state, detail, facts, essential: false };
        async move { vec![health] }.boxed()
    }
}
