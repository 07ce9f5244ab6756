//! Regular work of signing in.

use std::time::Duration;

use platform_auth::Auth;
use platform_jobs::{JobCtx, Registry};

/// Adds what runs by itself: ended sign-ins, links and counters are forgotten once an hour.
pub fn register(registry: Registry, auth: &Auth) -> Registry {
    let auth = auth.clone();
    registry.every(
        "auth.sweep",
        "Forgets ended sign-ins, links, counters and sign-ups nobody confirmed, once an hour.",
        Duration::from_secs(3_600),
        move |_: JobCtx| {
            let auth = auth.clone();
            async move {
                auth.sweep().await?;
                Ok(())
            }
        },
    )
}
