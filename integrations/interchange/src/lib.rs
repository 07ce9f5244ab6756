//! Files that other programs write and read: programmes as iCalendar, Pentabarf or frab XML and frab JSON; venues, events and
//! programmes as tables (CSV, JSON, XML), in our own columns or by a [`Mapping`]; and the same, written.
//!
//! Pure: no database, no ambient clock, no network; the same bytes always give the same rows. A file that cannot be trusted as a
//! whole is a [`FileError`]; a row that cannot be taken is a [`Refused`] with its field, its value and what would be right, and
//! nothing of it is guessed.

mod calendar;
mod entities;
mod limits;
mod programme;
mod refused;
mod rows;
mod table;
mod text;

pub use calendar::{events_file, programme_file};
pub use limits::{Beginning, Encoding, FileError, Limits};
pub use programme::{Format, LeftOut, Link, Programme, Read, Recognised, Session, read_programme, recognise_programme};
pub use refused::Refused;
pub use rows::{EventRow, Languages, Price, VenueRow, event_rows, sessions, venue_rows};
pub use table::{Kind, Mapping, Record, Shape, Table, csv_file, json_file, read_event_calendar, read_table};
