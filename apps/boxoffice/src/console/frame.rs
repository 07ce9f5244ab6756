//! The staff shell around the organizer's pages: rail, way up, what just happened.

use std::borrow::Cow;

use commons::rail::{Here, rail};
use platform_auth::permission as may;
use platform_http::SignedIn;
use platform_texts::t;
use platform_ui::{App, House, Markup, NavLink, Rail, StaffPage, Tabs, Toast};
use serde::Deserialize;

use super::access::{Desk, Place};

/// What a redirect after a write says on the page it leads to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct After {
    /// One of the words of [`told`].
    pub done: String,
}

/// The sentence behind the word in the address; other words say nothing.
fn told(done: &str) -> Option<Cow<'static, str>> {
    Some(match done {
        "event-created" => t!("console-done-event-created"),
        "event-updated" => t!("console-done-event-updated"),
        "event-copied" => t!("console-done-event-copied"),
        "language-set" => t!("console-done-language-set"),
        "test-started" => t!("console-done-test-started"),
        "event-published" => t!("console-done-event-published"),
        "event-unpublished" => t!("console-done-event-unpublished"),
        "type-added" => t!("console-done-type-added"),
        "type-updated" => t!("console-done-type-updated"),
        "type-same" => t!("console-done-type-same"),
        "type-archived" => t!("console-done-type-archived"),
        "type-restored" => t!("console-done-type-restored"),
        "types-ordered" => t!("console-done-types-ordered"),
        "quota-added" => t!("console-done-quota-added"),
        "quota-updated" => t!("console-done-quota-updated"),
        "quota-same" => t!("console-done-quota-same"),
        "quota-removed" => t!("console-done-quota-removed"),
        "zone-added" => t!("console-done-zone-added"),
        "zone-updated" => t!("console-done-zone-updated"),
        "zone-same" => t!("console-done-zone-same"),
        "zone-removed" => t!("console-done-zone-removed"),
        "fees-set" => t!("console-done-fees-set"),
        "capacity-set" => t!("console-done-capacity-set"),
        "item-added" => t!("console-done-item-added"),
        "item-saved" => t!("console-done-item-saved"),
        "item-removed" => t!("console-done-item-removed"),
        "programme-published" => t!("console-done-programme-published"),
        "programme-withdrawn" => t!("console-done-programme-withdrawn"),
        "programme-imported" => t!("console-done-programme-imported"),
        "programme-imported-before" => t!("console-done-programme-imported-before"),
        "programme-same" => t!("console-done-programme-same"),
        "capacity-same" => t!("console-done-capacity-same"),
        "venue-created" => t!("console-done-venue-created"),
        "code-created" => t!("console-done-code-created"),
        "codes-created" => t!("console-done-codes-created"),
        "code-updated" => t!("console-done-code-updated"),
        "code-paused" => t!("console-done-code-paused"),
        "code-resumed" => t!("console-done-code-resumed"),
        "comps-issued" => t!("console-done-comps-issued"),
        "comps-before" => t!("console-done-comps-before"),
        "refund-retried" => t!("console-done-refund-retried"),
        "refund-under-way" => t!("console-done-refund-under-way"),
        "ticket-revoked" => t!("console-done-ticket-revoked"),
        "ticket-gone" => t!("console-done-ticket-gone"),
        "invited" => t!("console-done-invited"),
        "invitation-withdrawn" => t!("console-done-invitation-withdrawn"),
        "role-given" => t!("console-done-role-given"),
        "role-taken" => t!("console-done-role-taken"),
        "view-kept" => t!("console-done-view-kept"),
        "view-removed" => t!("console-done-view-removed"),
        "attendee-renamed" => t!("console-done-attendee-renamed"),
        "attendee-same" => t!("console-done-attendee-same"),
        "tickets-resent" => t!("console-done-tickets-resent"),
        "message-sent" => t!("console-done-message-sent"),
        "event-moved" => t!("console-done-event-moved"),
        "refunded" => {
            t!("console-done-refunded")
        }
        "refunded-part" => t!("console-done-refunded-part"),
        "policy-set" => t!("console-done-policy-set"),
        "picture-set" => t!("console-done-picture-set"),
        "picture-same" => t!("console-done-picture-same"),
        "picture-described" => t!("console-done-picture-described"),
        "picture-removed" => t!("console-done-picture-removed"),
        "document-added" => t!("console-done-document-added"),
        "document-same" => t!("console-done-document-same"),
        "document-removed" => t!("console-done-document-removed"),
        "plan-added" => t!("console-done-plan-added"),
        "plan-same" => t!("console-done-plan-same"),
        "plan-changed" => t!("console-done-plan-changed"),
        "document-gone" => t!("console-done-document-gone"),
        "plan-gone" => t!("console-done-plan-gone"),
        "plan-removed" => t!("console-done-plan-removed"),
        "request-approved" => t!("console-done-request-approved"),
        "request-declined" => t!("console-done-request-declined"),
        "request-decided" => t!("console-done-request-decided"),
        "event-cancelled" => t!("console-done-event-cancelled"),
        _ => return None,
    })
}

/// What a page of the console is built with.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The installation.
    pub house: House,
    /// Who is here.
    pub person: Option<SignedIn>,
    /// What a redirect said.
    pub done: Option<Toast>,
}

impl Frame {
    /// For one request.
    pub fn new(house: House, person: Option<SignedIn>, after: &After) -> Self {
        Self { house, person, done: told(&after.done).map(Toast::good) }
    }

    /// A page of the console; `current` is the address of the rail's place it belongs to.
    pub fn page(&self, place: Option<&Place>, current: &str, heading: &str, main: Markup) -> StaffPage {
        let page = StaffPage::new(&self.house, self.rail(place, current), heading, main).style("css/apps/console.css");
        match &self.done {
            Some(toast) => page.flash(toast.clone()),
            None => page,
        }
    }

    /// One of the pages of an event, with its tabs.
    pub fn event_page(&self, desk: &Desk, tab: EventTab, main: Markup) -> StaffPage {
        let events = format!("/console/{}/events", desk.place.slug);
        let mut page = self.page(Some(&desk.place), &events, &desk.event.name, main).trail(t!("console-trail-events"), events.clone());
        page.document.title = format!("{} · {}", tab.label(), desk.event.name);
        page.tabs(tabs(desk, tab))
    }

    fn rail(&self, place: Option<&Place>, current: &str) -> Rail {
        let here = place.map(|place| Here { name: &place.name, slug: &place.slug, held: place.held.codes() });
        let operates = self.person.as_ref().is_some_and(|person| person.operates);
        let person = self.person.as_ref().map(|person| if person.name.is_empty() { &person.email } else { &person.name });
        rail(App::Boxoffice, current, here, operates, person.map(String::as_str))
    }
}

/// Views of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventTab {
    /// How it stands.
    Overview,
    /// Who plays, who speaks, when.
    Programme,
    /// Types, prices, capacity.
    Tickets,
    /// Who is given tickets.
    Comps,
    /// Who bought.
    Orders,
    /// Who works there.
    Team,
    /// Who comes.
    Attendees,
    /// What was written to them.
    Messages,
    /// What goes back.
    Refunds,
    /// Its picture, its papers, the plans of its place.
    Files,
    /// What it is.
    Edit,
}

impl EventTab {
    fn label(self) -> Cow<'static, str> {
        match self {
            Self::Overview => t!("console-tab-overview"),
            Self::Programme => t!("console-tab-programme"),
            Self::Tickets => t!("console-tab-tickets"),
            Self::Comps => t!("console-tab-comps"),
            Self::Orders => t!("console-tab-orders"),
            Self::Team => t!("console-tab-team"),
            Self::Attendees => t!("console-tab-attendees"),
            Self::Messages => t!("console-tab-messages"),
            Self::Refunds => t!("console-tab-refunds"),
            Self::Files => t!("console-tab-files"),
            Self::Edit => t!("console-tab-edit"),
        }
    }

    fn href(self, desk: &Desk) -> String {
        let id = desk.event.id;
        match self {
            Self::Overview => format!("/console/events/{id}"),
            Self::Programme => format!("/console/events/{id}/programme"),
            Self::Tickets => format!("/console/events/{id}/tickets"),
            Self::Comps => format!("/console/events/{id}/comps"),
            Self::Orders => format!("/console/events/{id}/orders"),
            Self::Team => format!("/console/events/{id}/team"),
            Self::Attendees => format!("/console/events/{id}/attendees"),
            Self::Messages => format!("/console/events/{id}/messages"),
            Self::Refunds => format!("/console/events/{id}/refunds"),
            Self::Files => format!("/console/events/{id}/files"),
            Self::Edit => format!("/console/events/{id}/edit"),
        }
    }
}

/// Only the views the caller may open.
fn tabs(desk: &Desk, here: EventTab) -> Markup {
    let mut tabs = Tabs::new(&desk.event.name);
    for (tab, open) in [
        (EventTab::Overview, true),
        (EventTab::Tickets, desk.held.may(may::TICKETS_MANAGE)),
        (EventTab::Orders, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Attendees, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Messages, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Comps, desk.held.may(may::TICKETS_MANAGE)),
        (EventTab::Refunds, desk.held.may(may::TICKETS_MANAGE) || desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Programme, true),
        (EventTab::Files, true),
        (EventTab::Team, desk.held.may(may::MEMBERS_VIEW)),
        (EventTab::Edit, desk.held.may(may::EVENTS_EDIT)),
    ] {
        if open {
            tabs = tabs.tab(NavLink::new(tab.label(), tab.href(desk)).current(tab == here));
        }
    }
    tabs.render()
}
