//! The three shells every page stands in: [`PublicPage`], [`StaffPage`], [`LivePage`].

mod document;
mod footer;
mod header;
mod house;
mod live;
mod public;
mod rail;
mod samples;
mod staff;

pub use document::{Dir, Document, SocialImage, THEME_DARK, THEME_LIGHT};
pub use house::{App, House, NavLink};
pub use live::LivePage;
pub use public::PublicPage;
pub use rail::{Rail, RailGroup, RailItem};
pub use staff::StaffPage;
