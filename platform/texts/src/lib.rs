//! What the house says, by keys, in every language it speaks (Project Fluent).
//!
//! A crate keeps its words in `texts/<language>/<feature>.ftl` beside its sources and declares them once, in `src/texts.rs`,
//! with [`catalogue!`]; from then on [`t!`] tells a text in the language of the work at hand ([`Lang::current`]) and
//! [`t_html!`] one that holds markup. Every key is there in English and German; files that begin with `### Public` are
//! there in Arabic too. `tests/tidy` compares keys, variables and uses, so that no page can ask for a text that is missing.
//!
//! Owns no table. Invariants: a text that is missing in a language is told in English; what is put into a text is data and
//! never a pattern or markup.

mod catalogue;
mod dates;
mod html;
mod texts;

pub use fluent_bundle::FluentValue;
pub use maud;
pub use platform_types::Lang;

pub use self::catalogue::{Arg, Catalogue};
pub use self::dates::{Telling, in_zone, on_day, told, zone_name};
pub use self::html::{slot as html_slot, spliced};
