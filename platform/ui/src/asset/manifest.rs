//! From files to digested assets.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::{Asset, PREFIX, rewrite};

/// Digested assets by plain name and by served path.
pub(super) struct Manifest {
    by_name: BTreeMap<&'static str, Asset>,
    name_of_path: BTreeMap<String, &'static str>,
}

impl Manifest {
    pub(super) fn of(files: &'static [(&'static str, &'static [u8])]) -> Self {
        let mut manifest = Self { by_name: BTreeMap::new(), name_of_path: BTreeMap::new() };
        // Style sheets name fonts, so everything else gets its address first.
        let (sheets, others): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| extension(name) == "css");
        for (name, bytes) in others {
            manifest.add(name, bytes);
        }
        let texts: BTreeMap<&str, &str> =
            sheets.iter().filter_map(|(name, bytes)| Some((*name, std::str::from_utf8(bytes).ok()?))).collect();
        for name in texts.keys().copied().filter(|name| is_sheet_of_its_own(name)) {
            let joined = rewrite::join_imports(name, &texts);
            let text = rewrite::css_urls(&joined, |target| manifest.named(target).map(|a| a.url.clone()));
            manifest.add(name, Box::leak(text.into_bytes().into_boxed_slice()));
        }
        manifest
    }

    fn add(&mut self, name: &'static str, bytes: &'static [u8]) {
        let hash = HEXLOWER.encode(&Sha256::digest(bytes));
        let (stem, ext) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("{stem}.{}.{ext}", &hash[..8]);
        let asset = Asset { bytes, content_type: content_type(ext), etag: format!("\"{}\"", &hash[..32]), url: format!("{PREFIX}{path}") };
        self.by_name.insert(name, asset);
        self.name_of_path.insert(path, name);
    }

    pub(super) fn named(&self, name: &str) -> Option<&Asset> {
        self.by_name.get(name)
    }

    pub(super) fn at(&self, path: &str) -> Option<&Asset> {
        self.by_name.get(self.name_of_path.get(path)?)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &Asset)> {
        self.by_name.iter().map(|(name, asset)| (*name, asset))
    }
}

/// Sheets directly in `css/` and those of the apps are linked by pages; the parts are only joined
/// into them.
fn is_sheet_of_its_own(name: &str) -> bool {
    matches!(name, "css/app.css" | "css/public.css" | "css/print.css") || name.starts_with("css/apps/")
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ext)| ext)
}

fn content_type(ext: &str) -> &'static str {
    match ext {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "png" => "image/png",
        "ico" => "image/x-icon",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[(&str, &[u8])] = &[
        ("css/app.css", b"@import \"./tokens.css\";\n@import \"./components/a.css\";\n"),
        ("css/components/a.css", b"a { background: url(\"../../fonts/f.woff2\") }"),
        ("css/tokens.css", b":root { --x: 1 }"),
        ("fonts/f.woff2", b"font"),
    ];

    #[test]
    fn digests_are_those_of_the_bytes_and_do_not_move() {
        let first = Manifest::of(FILES);
        let second = Manifest::of(FILES);
        let url = &first.named("fonts/f.woff2").unwrap().url;
        assert_eq!(url, &format!("/assets/fonts/f.{}.woff2", &HEXLOWER.encode(&Sha256::digest(b"font"))[..8]));
        for (name, asset) in first.all() {
            assert_eq!(asset.url, second.named(name).unwrap().url, "{name}");
        }
    }

    #[test]
    fn a_font_that_changes_moves_the_sheet_that_names_it() {
        const OTHER: &[(&str, &[u8])] = &[FILES[0], FILES[1], FILES[2], ("fonts/f.woff2", b"another font")];
        let (one, two) = (Manifest::of(FILES), Manifest::of(OTHER));
        assert_ne!(one.named("css/app.css").unwrap().url, two.named("css/app.css").unwrap().url);
    }

    #[test]
    fn parts_are_joined_in_order_and_have_no_address() {
        let manifest = Manifest::of(FILES);
        let sheet = std::str::from_utf8(manifest.named("css/app.css").unwrap().bytes).unwrap();
        assert!(sheet.find("--x").unwrap() < sheet.find("background").unwrap(), "{sheet}");
        assert!(!sheet.contains("@import"), "{sheet}");
        assert!(sheet.contains(&manifest.named("fonts/f.woff2").unwrap().url), "{sheet}");
        assert!(manifest.named("css/tokens.css").is_none());
    }

    #[test]
    fn only_the_digested_path_is_served() {
        let manifest = Manifest::of(FILES);
        let url = manifest.named("css/app.css").unwrap().url.clone();
        assert!(manifest.at(url.strip_prefix(PREFIX).unwrap()).is_some());
        assert!(manifest.at("css/app.css").is_none());
        assert!(manifest.at("css/app.00000000.css").is_none());
        assert!(manifest.at("../css/app.css").is_none());
    }
}
