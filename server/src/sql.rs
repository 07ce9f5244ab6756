//! All SQL of the house, embedded by the build script.

use platform_db::migrate::{Bundle, MigrateError};

include!(concat!(env!("OUT_DIR"), "/sql.rs"));

/// The SQL this program was built with.
pub(crate) fn bundle() -> Result<Bundle, MigrateError> {
    Bundle::from_files(SQL.iter().copied())
}
