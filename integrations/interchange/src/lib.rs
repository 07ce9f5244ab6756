//! Files that other programs write and read: programmes as iCalendar, Pentabarf or frab XML and frab JSON.
//!
//! Pure: no database, no ambient clock, no network; the same bytes always give the same rows. A file that cannot be trusted as a
//! whole is a [`FileError`]; a row that cannot be taken is a [`Refused`] with its field, its value and what would be right, and
//! nothing of it is guessed.

mod calendar;
mod limits;
mod programme;
mod refused;
mod text;

pub use limits::{FileError, Limits};
pub use programme::{Format, LeftOut, Link, Programme, Session, read_programme};
pub use refused::Refused;
