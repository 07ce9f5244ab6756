//! What pages of the box office follow while they are open: stock, an order, a door.
//!
//! Which rows each follows is in `watches`; the migration `live_box_office` gives the log their ids and nothing else.
//! Pages work without: they show what was so when they were loaded, and forms are judged by the database.

mod availability;
mod door;
mod order;

use std::sync::Arc;

use platform_realtime::Sources;

pub(crate) use availability::Tickets;
pub(crate) use door::Counts;
pub(crate) use order::{Progress, mark_of, pass_of};

use crate::BoxOffice;

/// Every kind.
pub fn sources(office: &BoxOffice) -> Sources {
    Sources::new()
        .add(Arc::new(Tickets::new(office.clone())))
        .add(Arc::new(Progress::new(office.clone())))
        .add(Arc::new(Counts::new(office.clone())))
}
