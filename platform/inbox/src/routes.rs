//! The routes of notices.

use platform_http::{GET, POST, Rate, Route, Routes};
use platform_texts::t;

use crate::Inbox;
use crate::pages::{list, preferences, stop};

/// Every route of this crate.
pub fn routes(inbox: &Inbox) -> Routes<Inbox> {
    let page = Route::page;
    Routes::new(inbox.clone())
        .add(page(GET, "/account/inbox", "inbox.list").titled(|| t!("inbox-title")), list::show)
        .add(
            page(POST, "/account/inbox/read", "inbox.read_all").own_hands().no_audit("one's own mark of what one has read"),
            list::read_all,
        )
        .add(
            page(POST, "/account/inbox/{id}", "inbox.open")
                .no_audit("one's own mark of what one has read")
                .sample("/account/inbox/00000000-0000-0000-0000-000000000000"),
            list::open,
        )
        .add(
            page(POST, "/account/inbox/{id}/read", "inbox.read")
                .own_hands()
                .no_audit("one's own mark of what one has read")
                .sample("/account/inbox/00000000-0000-0000-0000-000000000000/read"),
            list::read,
        )
        .add(Route::fragment(GET, "/me/bell", "inbox.bell").public(), list::show_bell)
        .add(page(GET, "/account/notifications", "inbox.preferences").titled(|| t!("preferences-title")), preferences::show)
        .add(
            page(POST, "/account/notifications", "inbox.preferences.save").own_hands().no_audit("one's own wish how to be told"),
            preferences::save,
        )
        .add(page(GET, "/unsubscribe/{token}/{kind}", "inbox.unsubscribe").public().sample("/unsubscribe/none/none.at_all"), stop::show)
        .add(
            page(POST, "/unsubscribe/{token}/{kind}", "inbox.unsubscribe.submit")
                .public()
                .rate(Rate::Auth)
                .no_audit("one's own wish how to be told")
                .sample("/unsubscribe/none/none.at_all"),
            stop::submit,
        )
}
