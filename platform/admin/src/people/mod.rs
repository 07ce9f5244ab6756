//! `/admin/people`: who has an account, what they hold, and whether they may sign in.

mod acts;
mod list;
mod person;
mod person_view;

pub use acts::{give_role, lock, sign_out, take_role, unlock};
pub use list::list;
pub use person::show;

use platform_auth::people::Listed;
use platform_ui::Markup;

/// Whose page it is.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The person.
    pub person: &'a Listed,
    /// Whether the page is the caller's own.
    pub is_oneself: bool,
}

/// Something that another part of the house lets whoever runs it do on a person's page: a button, a form. It is asked for each page, and
/// answers with nothing where it does not apply; what it leads to checks for itself who may.
pub trait PersonAction: Send + Sync {
    /// What stands beside the person's name.
    fn offer(&self, on: &Subject<'_>) -> Option<Markup>;
}
