//! `callboard admin allow-list`.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::Start;
use crate::compose;
use crate::failure::{Failure, say};
use crate::migrate::ended;
use crate::open::Opened;
use crate::sql;

/// Shows the list, or replaces it.
pub(super) async fn allow_list(start: Start, set: Vec<String>, clear: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let opened = Opened::open_beside(&start).await?;
    let worked = allow_list_in(&start, &opened, set, clear, as_json).await;
    ended(opened, worked).await
}

async fn allow_list_in(start: &Start, opened: &Opened, set: Vec<String>, clear: bool, as_json: bool) -> Result<(), Failure> {
    opened.check(&sql::bundle()?).await?;
    let ground = compose::ground(start, opened).await?;
    let auth = compose::sign_in(&ground).await?;
    let changes = clear || !set.is_empty();
    if changes {
        let wanted: Vec<(String, String)> = set.into_iter().map(|network| (network.trim().to_owned(), String::new())).collect();
        auth.set_networks_as_house(&wanted).await.map_err(|e| Failure::Refused(format!("--set: {e}")))?;
    }
    let list = auth.networks_as_house().await?;
    ground.db.close().await;
    if as_json {
        let list: Vec<_> = list.iter().map(|n| json!({ "network": n.network, "note": n.note, "since": n.since })).collect();
        say(&json!({ "networks": list }).to_string());
        return Ok(());
    }
    if list.is_empty() {
        say("The platform is run from everywhere.");
    } else {
        say("The platform is run from these networks only:");
        for network in list {
            say(format!("  {:<40} {}", network.network, network.note).trim_end());
        }
    }
    Ok(())
}
