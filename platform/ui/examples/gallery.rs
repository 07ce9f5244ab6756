//! Writes the gallery, whole pages and all assets to `target/ui-gallery/`, to be served by any file
//! server and looked at: `cargo run --profile suite -p platform-ui --example gallery`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::path::{Path, PathBuf};
use std::{fs, io};

use platform_ui::{Dir, House, asset, gallery};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/ui-gallery");
    for (_, asset) in asset::all() {
        write(&out.join(asset.url.trim_start_matches('/')), asset.bytes)?;
    }
    let house = House::default();
    let mirrored = House { lang: "ar".to_owned(), dir: Dir::Rtl, ..House::default() };
    for (name, house, theme) in
        [("light", &house, Some("light")), ("dark", &house, Some("dark")), ("rtl", &mirrored, Some("light")), ("index", &house, None)]
    {
        write(
            &out.join(format!("{name}.html")),
            gallery::Gallery { house: house.clone(), theme, address: None }.all().into_string().as_bytes(),
        )?;
    }
    for (name, states) in gallery::pages() {
        for sample in states {
            let page = sample.markup.into_string();
            write(&out.join(format!("{name}-{}.html", sample.state)), page.as_bytes())?;
            let dark = page.replacen("<html ", "<html data-theme=\"dark\" ", 1);
            write(&out.join(format!("{name}-{}-dark.html", sample.state)), dark.as_bytes())?;
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
