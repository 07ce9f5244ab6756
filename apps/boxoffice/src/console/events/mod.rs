//! Events as their organizers see and change them.

mod conflict;
pub(super) mod create;
pub(super) mod edit;
pub(super) mod edit_view;
mod form;
pub(super) mod list;
pub(super) mod list_view;
mod moved;
mod notes;
pub(super) mod overview;
pub(super) mod overview_view;
mod publish;
mod queries;
mod state;
mod write;

pub use conflict::{Change, merge, merge_forms, remember};
pub use form::{Against, Draft, EventForm, LANGUAGES, NEW_VENUE, VISIBILITIES, VenueChoice};
pub use moved::{AGREED, Move, question};
pub use notes::{NotesForm, fields as notes_fields};
pub use publish::{
    Facts, Mend, PublishError, Requirement, Stock, charge_refusal, publish_event, refusal_of, requirements, requirements_of, stock_of,
    unpublish_event,
};
pub use queries::{EventRow, Show, Takings, count_events, find_takings, list_events};
pub use state::standing;
pub use write::{WriteError, create_event, update_event};
