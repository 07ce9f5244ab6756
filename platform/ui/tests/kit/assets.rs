//! Everything a page names exists; what is vendored is what it says.

use std::fs;

use data_encoding::{BASE64, HEXLOWER};
use platform_ui::{House, asset, gallery};
use sha2::{Digest, Sha256};

use crate::{all_samples, asset_text, assets_folder, files_in};

#[test]
fn every_address_on_every_page_is_served() {
    let mut pages: Vec<String> = all_samples().into_iter().map(|(_, html)| html).collect();
    pages.push(gallery::Gallery { house: House::default(), theme: None, address: None }.all().into_string());
    let mut count = 0;
    for page in pages {
        for rest in page.split("/assets/").skip(1) {
            let path: String = rest.chars().take_while(|c| !matches!(c, '"' | '\'' | '<' | ' ')).collect();
            // The import map leads plain addresses to digested ones, for itself and for js/start.js.
            let mapped = asset::import_map().contains(&format!("\"/assets/{path}\":"));
            assert!(mapped || asset::find(&path).is_some(), "/assets/{path} is not served");
            count += 1;
        }
    }
    assert!(count > 50, "the search finds addresses at all");
}

#[test]
fn sheets_name_fonts_that_are_served() {
    let sheet = std::str::from_utf8(asset::find(asset::url("css/app.css")).unwrap().bytes).unwrap();
    let urls: Vec<&str> = sheet.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(urls.len(), 3, "{urls:?}");
    for url in urls {
        assert_eq!(asset::find(url).unwrap_or_else(|| panic!("{url}")).content_type, "font/woff2");
    }
    assert!(!sheet.contains("@import"));
}

#[test]
fn addresses_carry_the_digest_of_the_bytes() {
    for (name, asset) in asset::all() {
        let digest = HEXLOWER.encode(&Sha256::digest(asset.bytes));
        assert!(asset.url.contains(&format!(".{}.", &digest[..8])), "{name}: {}", asset.url);
        assert!(asset.etag.starts_with('"') && digest.starts_with(asset.etag.trim_matches('"')), "{name}: {}", asset.etag);
        assert!(std::ptr::eq(asset::find(&asset.url).unwrap(), asset), "{name}");
    }
}

#[test]
fn nothing_but_a_digested_path_is_found() {
    for path in ["", "/", "css/app.css", "/assets/css/app.css", "../Cargo.toml", "css/tokens.css", "icons/x.svg", "vendor/README.md"] {
        assert!(asset::find(path).is_none(), "{path}");
    }
}

#[test]
fn the_policy_allows_exactly_what_pages_carry() {
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text.as_bytes())));
    assert_eq!(asset::import_map_csp_hash(), hash(asset::import_map()));
    assert_eq!(asset::start_script_csp_hash(), hash(asset::start_script()));
    let styles = ["css/public.css", "css/apps/boxoffice.css", "css/print.css"].map(|name| hash(asset::inline_style(name).unwrap()));
    assert_eq!(asset::inline_style_csp_hashes(), styles.join(" "));
}

#[test]
fn scripts_import_what_exists() {
    for name in files_in("js", "js").into_iter().filter(|name| !name.ends_with(".test.js")) {
        let source = asset_text(&name);
        let folder = name.rsplit_once('/').unwrap().0;
        for line in source.lines().filter(|line| line.starts_with("import ")) {
            let path = line.split('"').nth(1).unwrap();
            let target = match path.strip_prefix("../") {
                Some(rest) => format!("{}/{rest}", folder.rsplit_once('/').unwrap().0),
                None => format!("{folder}/{}", path.trim_start_matches("./")),
            };
            assert!(asset::import_map().contains(&format!("\"/assets/{target}\":\"{}\"", asset::url(&target))), "{name} imports {path}");
        }
    }
}

#[test]
fn every_element_defines_the_tag_its_file_is_named_for() {
    for name in files_in("js/elements", "js") {
        let tag = name.rsplit('/').next().unwrap().trim_end_matches(".js").to_owned();
        assert!(asset_text(&name).contains(&format!("customElements.define(\"{tag}\"")), "{name}");
        assert!(asset::import_map().contains(&format!("/assets/{name}\"")), "{name} is not in the import map");
    }
}

#[test]
fn no_script_evaluates_text_or_writes_html() {
    for name in files_in("js", "js") {
        let source = asset_text(&name);
        for word in ["eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "setTimeout(\""] {
            assert!(!source.contains(word), "{name} uses {word}");
        }
    }
}

#[test]
fn vendored_files_are_what_they_say() {
    for (folder, least) in [("vendor", 2), ("fonts", 3)] {
        let notes = asset_text(&format!("{folder}/README.md"));
        let rows: Vec<Vec<&str>> = notes
            .lines()
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
            .filter(|cells| cells.last().is_some_and(|hash| hash.len() == 64))
            .collect();
        assert_eq!(rows.len(), least, "{folder}");
        for row in rows {
            let bytes = fs::read(assets_folder().join(folder).join(row[0])).unwrap();
            assert_eq!(&HEXLOWER.encode(&Sha256::digest(&bytes)), row.last().unwrap(), "{folder}/{}", row[0]);
        }
    }
    for licence in ["vendor/htmx.LICENSE", "vendor/jsqr.LICENSE", "fonts/LICENSE", "icons/LICENSE"] {
        assert!(asset_text(licence).len() > 400, "{licence}");
    }
}
