//! How the backup is, for the health page.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use platform_http::health::{Condition, Health, Probe};

use crate::keeper::{Keeper, State};

impl Probe for Keeper {
    fn check(&self) -> BoxFuture<'_, Vec<Health>> {
        let state = self.state();
        let newest = self.newest();
        let failure = self.last_failure();
        let (condition, detail) = match (&state, &newest) {
            (State::InStep { .. }, Some(_)) if failure.is_some() => {
                let why = failure.clone().unwrap_or_default();
                (Condition::Degraded, format!("every answered commit is on the backup's disk too, but the nightly work failed: {why}"))
            }
            (State::InStep { .. }, Some(_)) => (Condition::Up, "every answered commit is on the backup's disk too".to_owned()),
            (State::InStep { .. }, None) => {
                (Condition::Degraded, "the first base is being taken; nothing can be restored before".to_owned())
            }
            (State::Starting(what), _) => (Condition::Degraded, what.clone()),
            (State::Away { why, since }, _) => {
                let since = since.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                (Condition::Degraded, format!("the house goes on without its backup since {since}: {why}"))
            }
        };
        let facts = serde_json::json!({
            "in_step": matches!(state, State::InStep { .. }),
            "newest_base": newest.as_ref().map(|base| base.about.finished),
            "newest_base_verified": newest.as_ref().is_some_and(|base| base.verified.is_some()),
            "last_failure": failure,
        });
        let health = Health { component: "backup".to_owned(), state: condition, detail, facts, essential: false };
        async move { vec![health] }.boxed()
    }
}
