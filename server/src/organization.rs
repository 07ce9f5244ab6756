//! The organization that was typed.

use platform_auth::organizations::{Organization, find};
use platform_db::Tx;

use crate::failure::Failure;

/// The one with this slug or name. The message says which there are.
pub(crate) async fn named(tx: &mut Tx, wanted: &str) -> Result<Organization, Failure> {
    let wanted = wanted.trim();
    let found = find(tx, wanted).await?;
    let exact = found.iter().find(|o| o.slug == wanted);
    match (exact, found.as_slice()) {
        (Some(one), _) => Ok(one.clone()),
        (None, [one]) if !wanted.is_empty() => Ok(one.clone()),
        (None, []) => {
            let all = find(tx, "").await?;
            let known = all.iter().map(|o| format!("  {}  ({})", o.slug, o.name)).collect::<Vec<_>>();
            let known = if known.is_empty() { "  none yet: found one in the console first".to_owned() } else { known.join("\n") };
            Err(Failure::Refused(format!("--organization: there is none called “{wanted}”. There are:\n{known}")))
        }
        (None, many) => {
            let slugs = many.iter().map(|o| o.slug.as_str()).collect::<Vec<_>>().join(", ");
            Err(Failure::Refused(format!("--organization: “{wanted}” may be several; name one by its slug: {slugs}")))
        }
    }
}
