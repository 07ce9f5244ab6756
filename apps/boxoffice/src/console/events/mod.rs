//! Events as their organizers see and change them.

mod checklist;
mod conflict;
pub(super) mod create;
pub(super) mod duplicate;
pub(super) mod edit;
pub(super) mod edit_view;
mod form;
pub(super) mod languages;
pub(super) mod list;
pub(super) mod list_view;
pub(super) mod making;
mod moved;
mod notes;
pub(super) mod overview;
pub(super) mod overview_view;
mod publish;
mod queries;
pub(super) mod setup;
mod state;
mod test_mode;
mod write;

pub use conflict::{Change, Named, merge, merge_forms, remember};
pub use form::{
    Against, Draft, EventForm, NEW_VENUE, Part, Times, VISIBILITIES, VenueChoice, in_order, language_choices, language_name,
    visibility_hint, visibility_name,
};
pub use moved::{AGREED, Move, question};
pub use notes::{NotesForm, fields as notes_fields};
pub use publish::{
    Facts, Mend, PublishError, Requirement, Stock, charge_refusal, publish_event, refusal_of, requirements, requirements_of, stock_of,
    unpublish_event,
};
pub use queries::{EventRow, Show, Takings, count_events, find_takings, list_events};
pub use state::standing;
pub use test_mode::{Tests, count_tests, start_test};
pub use write::{WriteError, create_event, delete_event, update_event};
