//! The door's pages: choose tonight's event, hold codes before the camera, see green or red and why.
//!
//! Owns no rule: [`crate::door::scan`] decides, once, whatever is repeated. Invariants: every answer is a
//! verdict with its reason in words, whatever was held up; each form carries an id of its own, so that the
//! same press sent twice is one scan and the next press is another; works without JavaScript; nothing here
//! is ever stored by a browser.
//!
//! To add a reason: a line in `words.rs`; its test reads `boxoffice.scan.sql` and fails until it is there.

mod event;
mod input;
mod names;
mod page;
mod queries;
mod routes;
mod scan;
mod view;
mod words;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub(crate) use event::find_door;
pub use routes::routes;

use std::sync::Arc;

use platform_ui::House;

use crate::BoxOffice;
use crate::shop::Shell;

/// What the door's pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    office: BoxOffice,
    shell: Arc<dyn Shell>,
}

impl Gate {
    /// Puts it together.
    pub fn new(office: BoxOffice, shell: Arc<dyn Shell>) -> Self {
        Self { office, shell }
    }

    fn office(&self) -> &BoxOffice {
        &self.office
    }

    fn house(&self) -> House {
        self.shell.house()
    }
}
