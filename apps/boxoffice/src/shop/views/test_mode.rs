//! What the pages of an event say while it is prepared or tried out.

use commons::events::{Event, EventStatus};
use platform_texts::t;
use platform_ui::{Banner, PublicPage, Tone};

use crate::readable::test_mode;

/// The test's label, above everything else.
pub(super) fn marked(mut page: PublicPage, is_test: bool) -> PublicPage {
    if is_test {
        page.house.banners.push(Banner::new(Tone::Care, test_mode()));
    }
    page
}

/// The same for a page of the event itself, which only its makers see while it is a draft.
pub(super) fn of_event(mut page: PublicPage, event: &Event) -> PublicPage {
    if event.status == EventStatus::Draft {
        let says = t!("event-draft");
        page.house.banners.push(Banner::new(Tone::Care, says).link(t!("event-back"), format!("/console/events/{}", event.id)));
    } else if event.visibility == "private" {
        page.house.banners.push(Banner::new(Tone::Care, t!("event-private")));
    }
    marked(page, event.status == EventStatus::Test)
}
