//! How an import ends: figures for people, everything for programs, a table of what needs a hand, and an exit code.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use integration_interchange::{Kind, Mapping, Refused};

use crate::failure::Failure;

/// Exit code when rows were refused beside others that came in.
const SOME_REFUSED: u8 = 4;

/// Exit code when no row could be taken.
const NOTHING: u8 = 5;

/// What the help says of both.
pub(crate) const EXIT_CODES: &str = "\
Exit codes: 0 everything came in, 4 some rows were refused (see --report), 5 no row could be taken, 1 something failed, 2 called wrongly or a file that cannot be read, 3 the database is not there or not as needed.";

/// The code for so many rows taken and refused.
pub(super) fn exit_code(taken: usize, refused: usize) -> ExitCode {
    ExitCode::from(match (taken, refused) {
        (_, 0) => 0,
        (0, _) => NOTHING,
        _ => SOME_REFUSED,
    })
}

/// The file as it is now, read while we are still who started the program.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::Refused(format!("cannot read {}: {e}", path.display())))
}

/// The report's file, opened at the same time.
pub(super) fn create(path: Option<&PathBuf>) -> Result<Option<File>, Failure> {
    path.map(|path| File::create(path).map_err(|e| Failure::Refused(format!("cannot write {}: {e}", path.display())))).transpose()
}

/// A mapping file, for rows of this kind.
pub(super) fn mapping(path: Option<&PathBuf>, kind: Kind) -> Result<Option<Mapping>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Refused(format!("cannot read {}: {e}", path.display())))?;
    let mapping = Mapping::read(&text).map_err(|e| Failure::Refused(format!("{}: {e}", path.display())))?;
    if mapping.kind != kind {
        return Err(Failure::Refused(format!("{}: this mapping is for another kind of rows; its kind must be {kind}", path.display())));
    }
    Ok(Some(mapping))
}

/// Writes the table of refused rows: what, row, field, value, code, reason.
pub(super) fn write(file: Option<File>, refused: &[Refused], more: &[[String; 6]]) -> Result<(), Failure> {
    let Some(mut file) = file else { return Ok(()) };
    let head = ["what", "row", "field", "value", "code", "reason"].map(str::to_owned);
    let rows = refused
        .iter()
        .map(|r| ["row refused".to_owned(), r.row.clone(), r.field.clone(), r.value.clone(), r.code.to_owned(), r.reason.clone()]);
    let text: String = std::iter::once(head).chain(rows).chain(more.iter().cloned()).map(|row| super::report::line(&row)).collect();
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(Failure::io("cannot write the report"))
}
