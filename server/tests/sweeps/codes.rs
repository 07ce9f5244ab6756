//! The list of error codes is whole: what the sources declare, what they use, and what is published.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use platform_db_testing::workspace_root;

use super::site::Site;

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["platform", "apps", "integrations", "server/src"].iter().map(|d| workspace_root().join(d)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// `NAME = 404, "area.code", "…";` within a `codes!` block: the constant by code.
fn declared(sources: &[(PathBuf, String)]) -> BTreeMap<String, (String, PathBuf)> {
    let mut codes = BTreeMap::new();
    for (path, text) in sources {
        for (at, _) in text.match_indices("codes! {") {
            let is_example = text[..at].lines().next_back().is_some_and(|line| line.trim_start().starts_with("//"));
            if is_example {
                continue;
            }
            for line in text[at..].lines().take_while(|line| line.trim() != "}").map(str::trim) {
                let Some((name, rest)) = line.split_once(" = ") else { continue };
                let Some(code) = rest.split('"').nth(1).filter(|_| name.chars().all(|c| c.is_ascii_uppercase() || c == '_')) else {
                    continue;
                };
                assert!(codes.insert(code.to_owned(), (name.to_owned(), path.clone())).is_none(), "{code} is declared twice");
            }
        }
    }
    codes
}

#[tokio::test]
async fn the_published_list_is_what_the_sources_declare() {
    let sources = sources();
    let declared = declared(&sources);
    let site = Site::new().await;
    let page = site.browser().get("/docs/errors").await.expect(200);
    let dom = scraper::Html::parse_document(&page.text);
    let published: BTreeSet<String> =
        dom.select(&scraper::Selector::parse("code[id]").unwrap()).map(|e| e.attr("id").unwrap().to_owned()).collect();
    assert_eq!(published, declared.keys().cloned().collect::<BTreeSet<_>>());
    assert!(published.len() >= 30, "{}", published.len());
    for code in &published {
        let well_formed = code.split_once('.').is_some_and(|(area, what)| {
            let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            word(area) && word(what)
        });
        assert!(well_formed, "{code} is not area.snake_case");
    }
}

#[test]
fn every_code_is_used() {
    let sources = sources();
    let mut unused = Vec::new();
    for (code, (name, home)) in declared(&sources) {
        let used = sources.iter().any(|(path, text)| {
            text.match_indices(name.as_str()).any(|(at, _)| {
                let whole = !text[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                    && !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
                let declares = text[at + name.len()..].starts_with(" = ") && *path == home;
                whole && !declares
            })
        });
        if !used {
            unused.push(format!("{code} ({name}) in {}", home.strip_prefix(workspace_root()).unwrap_or(Path::new("")).display()));
        }
    }
    assert!(unused.is_empty(), "codes that nothing answers with:\n{}", unused.join("\n"));
}

/// A fault is made of a declared code, never of one made up on the spot.
#[test]
fn codes_are_only_made_by_declaring_them() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|(path, _)| !path.ends_with("http/src/code.rs"))
        .filter(|(_, text)| text.contains("Code {") && text.contains("platform_http::Code") && text.contains("status:"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
