//! The import map: scripts name each other by plain relative paths, browsers fetch digested ones.

use std::fmt::Write as _;
use std::sync::LazyLock;

static TEXT: LazyLock<String> = LazyLock::new(build);
static HASH: LazyLock<String> = LazyLock::new(|| super::inline::csp_hash(&TEXT));

/// The JSON text, exactly as it stands between the script tags.
pub fn import_map() -> &'static str {
    &TEXT
}

/// For the Content-Security-Policy: `script-src 'self' <this>`. With its quotes.
pub fn import_map_csp_hash() -> &'static str {
    &HASH
}

/// A relative import resolves to the plain address first and is then mapped, so `./lib/time.js`
/// works in the browser and in node alike.
fn build() -> String {
    let mut json = String::from("{\"imports\":{");
    let scripts = super::all().filter(|(name, _)| name.starts_with("js/") && !name.starts_with("js/workers/") && *name != "js/start.js");
    for (i, (name, asset)) in scripts.enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let _ = write!(json, "{comma}\"/assets/{name}\":\"{}\"", asset.url);
    }
    json.push_str("}}");
    json
}
