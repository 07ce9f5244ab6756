//! What holds for the whole kit: valid HTML, layered CSS, readable colours, assets that exist.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

mod assets;
mod colours;
mod html;
mod sheets;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of assets.
fn assets_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets")
}

/// A file below it, as text.
fn asset_text(name: &str) -> String {
    fs::read_to_string(assets_folder().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Names of all files below `folder` that end in `.ext`, relative to the assets' folder.
fn files_in(folder: &str, ext: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![assets_folder().join(folder)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ext) {
                found.push(path.strip_prefix(assets_folder()).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// Every sample's name and HTML, single components and whole pages.
fn all_samples() -> Vec<(String, String)> {
    use platform_ui::gallery;
    gallery::samples()
        .into_iter()
        .chain(gallery::pages())
        .flat_map(|(name, states)| states.into_iter().map(move |s| (format!("{name}: {}", s.state), s.markup.into_string())))
        .collect()
}
