//! Style sheets, scripts, fonts: embedded, addressed by their content.
//!
//! A file `assets/css/app.css` is served at `/assets/css/app.<hash8>.css`; its address changes when
//! its bytes (or those of anything it names) change, so it may be kept by caches for ever. Style
//! sheets that `@import` others are joined into one; `url()` in them and `import` in scripts follow
//! to the digested names.

mod import_map;
mod inline;
mod manifest;
mod rewrite;

use std::sync::LazyLock;

pub use import_map::{import_map, import_map_csp_hash};
pub use inline::{inline_style, inline_style_csp_hashes, mark_address, start_script, start_script_csp_hash};
use manifest::Manifest;

/// The path under which assets are served, with both slashes.
pub const PREFIX: &str = "/assets/";

/// `Cache-Control` of everything [`find`] returns.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));
static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| Manifest::of(FILES));

/// One file as it is served.
#[derive(Debug)]
pub struct Asset {
    /// What goes over the wire.
    pub bytes: &'static [u8],
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// For `ETag`, with its quotes.
    pub etag: String,
    /// The address, `/assets/…` with the digest.
    pub url: String,
}

/// The asset at a digested path: `css/app.0a1b2c3d.css`, with or without `/assets/` before it.
/// `None` for anything else, also for a name without its digest or with an old one.
pub fn find(path: &str) -> Option<&'static Asset> {
    MANIFEST.at(path.strip_prefix(PREFIX).unwrap_or(path))
}

/// The digested address of `css/app.css`.
///
/// An unknown name gives an address that answers 404; a test renders every component and asks for
/// every address it names.
pub fn url(name: &str) -> &'static str {
    MANIFEST.named(name).map_or("/assets/missing", |asset| asset.url.as_str())
}

/// Every asset by its plain name, in order: for a server that warms a cache and for tests.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Asset)> {
    MANIFEST.all()
}
