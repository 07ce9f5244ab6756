//! Published data that tests read where it is at hand: below `CALLBOARD_SHARED`, or in `shared` beside the checkout.
//! Nothing of it ships. A test that uses it has committed samples of its own as well, or says that it was skipped.

use std::path::{Path, PathBuf};

/// A file below the folder of data, if it is here; says so when it is not.
#[expect(clippy::print_stdout, reason = "a test that skips something says so")]
pub fn file(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CALLBOARD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), |shared| PathBuf::from(shared).join("data"));
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    println!("SKIPPED: {path} is not in {}; set CALLBOARD_SHARED", root.display());
    None
}

/// A file's text. None also when it is here and cannot be read as UTF-8: then there is nothing to test with.
pub fn text(path: &str) -> Option<String> {
    std::fs::read_to_string(file(path)?).ok()
}

/// One column of a CSV file, by its name in the first line.
///
/// # Panics
/// When the file is no CSV with that column: the data are not what the test was written for.
#[expect(clippy::panic, reason = "a test says what it needs by stopping")]
pub fn column(path: &str, name: &str) -> Option<Vec<String>> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |what: &dyn std::fmt::Display| -> ! { panic!("{path}: {what}") };
    let at = match reader.headers() {
        Ok(names) => names.iter().position(|n| n == name),
        Err(e) => wrong(&e),
    };
    let Some(at) = at else { wrong(&format!("no column {name}")) };
    let field = |record: Result<csv::StringRecord, csv::Error>| match record {
        Ok(record) => record.get(at).unwrap_or_default().to_owned(),
        Err(e) => wrong(&e),
    };
    Some(reader.records().map(field).collect())
}
