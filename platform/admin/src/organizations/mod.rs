//! `/admin/organizations`: who organizes, whose it is, who belongs to it.

mod list;
mod one;

pub use list::list;
pub use one::show;
