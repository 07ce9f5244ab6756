//! Embeds the SQL of every crate, so that the binary alone can migrate, and deleting an app's folder
//! takes its SQL along.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let root = here.join("..");
    println!("cargo::rerun-if-changed={}", here.join("texts").display());
    let mut code =
        String::from("/// `(folder, name, text)` of every SQL file of the house.\npub(crate) static SQL: &[(&str, &str, &str)] = &[\n");
    for group in ["platform", "apps", "integrations"] {
        watch(&root.join(group));
        for krate in sorted(&root.join(group))? {
            for folder in ["before", "migrations", "functions", "views", "policies"] {
                let dir = krate.join("sql").join(folder);
                watch(&krate);
                if dir.is_dir() {
                    watch(&dir);
                    for file in sorted(&dir)? {
                        if file.extension().is_some_and(|e| e == "sql") {
                            watch(&file);
                            let name = file.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
                            let path = file.canonicalize()?.display().to_string();
                            let _ = writeln!(code, "    ({folder:?}, {name:?}, include_str!({path:?})),");
                        }
                    }
                }
            }
        }
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    fs::write(out.join("sql.rs"), code)
}

/// A folder's own time changes when a file is added or removed; watching the whole crate would rebuild on every edit.
fn watch(path: &Path) {
    if path.is_file()
        || path.ends_with("before")
        || path.ends_with("migrations")
        || path.ends_with("functions")
        || path.ends_with("views")
        || path.ends_with("policies")
    {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

fn sorted(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(dir)?.map(|e| e.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
