//! The organizer's console: make an event, put it on sale, see who bought, give money back.
//!
//! Owns the kept views of its lists (`saved_views`). Every page is read and every change is written under the caller's own identity; what
//! somebody may not know of is 404. Invariants: one audit row per successful change, in its transaction;
//! nothing typed is ever lost; every change answers with a redirect, so that a reload repeats nothing.
//!
//! To add a page: a file in the folder of its noun with its handler, its markup as a function of a plain
//! model in a `…_view.rs` beside it, one line in [`routes()`], and its states in `samples.rs`.

mod access;
pub(crate) mod api;
mod attendees;
mod cancel;
pub mod code;
pub(crate) mod codes;
pub(crate) mod comps;
mod dashboard;
pub(crate) mod events;
mod exports;
mod files;
mod form;
mod frame;
mod home;
mod lists;
mod messages;
mod orders;
pub mod palette;
mod policies;
pub(crate) mod programme;
mod requests;
mod routes;
mod team;
pub(crate) mod tickets;
mod translations;
mod typed;
mod venues;

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
pub(crate) mod tests;

pub use codes::{CodeTerms, WriteError as CodeWriteError, make_code};
pub use events::{PublishError, publish_event};
pub use routes::routes;
pub use translations::set_type_words;

use std::sync::Arc;

use platform_auth::Auth;
use platform_documents::Documents;
use platform_http::{Ctx, Fault};
use platform_storage::Files;

use crate::BoxOffice;
use crate::shop::Shell;
use access::Place;
use frame::{After, Frame};

pub(crate) use access::{Held, held_at};

/// What the organizer's pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Console {
    office: BoxOffice,
    auth: Auth,
    documents: Documents,
    shell: Arc<dyn Shell>,
    files: Files,
}

impl Console {
    /// Puts it together.
    pub fn new(office: BoxOffice, auth: Auth, documents: Documents, shell: Arc<dyn Shell>, files: Files) -> Self {
        Self { office, auth, documents, shell, files }
    }

    fn auth(&self) -> &Auth {
        &self.auth
    }

    fn office(&self) -> &BoxOffice {
        &self.office
    }

    fn documents(&self) -> &Documents {
        &self.documents
    }

    fn files(&self) -> &Files {
        &self.files
    }

    fn frame(&self, ctx: &Ctx, after: &After) -> Frame {
        Frame::new(self.shell.house(), ctx.signed_in.clone(), after)
    }
}

/// The organization of an address, or 404.
async fn open_place(ctx: &Ctx, slug: &str) -> Result<Place, Fault> {
    let mut tx = ctx.read().await?;
    access::find_place(&mut tx, slug).await?.ok_or_else(Fault::not_found)
}

/// 404 unless the caller holds it here: whoever may not do it need not know that it can be done.
fn must(held: &Held, permission: platform_auth::Permission) -> Result<(), Fault> {
    if held.may(permission) { Ok(()) } else { Err(Fault::not_found()) }
}
