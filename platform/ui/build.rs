//! Lists the files under `assets/` that the binary carries, so that a new file needs no line of code.

#![allow(clippy::print_stdout, reason = "cargo reads it")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What is served. Licences and notes stay in the repository.
const SERVED: &[&str] = &["css", "js", "woff2", "svg", "png", "ico"];
/// Icons are drawn into the page by `icon.rs`; they have no address of their own.
const NOT_SERVED: &[&str] = &["icons"];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("../../assets").canonicalize()?;
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=texts");
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for (name, path) in files {
        writeln!(code, "    ({name:?}, include_bytes!({:?}).as_slice()),", path.display().to_string()).map_err(io::Error::other)?;
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("assets.rs"), code)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(root).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
        if path.is_dir() {
            if !NOT_SERVED.contains(&name.as_str()) {
                collect(root, &path, files)?;
            }
        } else if path.extension().is_some_and(|e| SERVED.contains(&e.to_string_lossy().as_ref())) && !name.ends_with(".test.js") {
            files.push((name, path));
        }
    }
    Ok(())
}
