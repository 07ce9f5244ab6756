//! The staff shell around the organizer's pages: rail, way up, what just happened.

use platform_auth::permission as may;
use platform_http::SignedIn;
use platform_ui::{App, House, Icon, Markup, NavLink, Rail, RailItem, StaffPage, Tabs, Toast};
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
fn told(done: &str) -> Option<&'static str> {
    Some(match done {
        "event-created" => "The draft is saved. You can leave and go on later.",
        "event-updated" => "Saved.",
        "event-copied" => "The copy is a draft. Nothing that was sold came with it.",
        "language-set" => "The language is saved.",
        "test-started" => "Test mode is on. Buy a ticket on the public page: no money moves.",
        "event-published" => "The event is published.",
        "event-unpublished" => "The event is a draft again; nobody outside sees it.",
        "type-added" => "The ticket type is added.",
        "type-updated" => "The ticket type is saved. What was sold stays as it was sold.",
        "type-same" => "The ticket type was so already; nothing was changed.",
        "type-archived" => "The ticket type is archived: nobody can buy it any more. Its tickets stay valid.",
        "type-restored" => "The ticket type is back; it sells as its sale window says.",
        "types-ordered" => "The order is saved.",
        "quota-added" => "The quota is added.",
        "quota-updated" => "The quota is saved.",
        "quota-same" => "The quota was so already; nothing was changed.",
        "quota-removed" => "The quota is removed. Its ticket types sell as far as their other numbers go.",
        "zone-added" => "The zone is added. Now say which ticket types open it.",
        "zone-updated" => "The zone is saved.",
        "zone-same" => "The zone was so already; nothing was changed.",
        "zone-removed" => "The zone is removed.",
        "fees-set" => "Fees and tax are saved. Orders that were placed keep their prices.",
        "capacity-set" => "The capacity is saved.",
        "item-added" => "The item is added.",
        "item-saved" => "Saved.",
        "item-removed" => "The item is removed.",
        "programme-published" => "The programme is published: whoever sees the event sees it.",
        "programme-withdrawn" => "The programme is hidden again; nobody outside sees it.",
        "programme-same" => "It was so already; nothing was changed.",
        "capacity-same" => "The capacity was so already; nothing was changed.",
        "venue-created" => "The place is added.",
        "code-created" => "The code can be used now, within its window and limits.",
        "codes-created" => "The codes are made. Download them here, or look each up by itself.",
        "code-updated" => "The code is changed. Orders that were placed keep their prices.",
        "code-paused" => "The code is paused: nobody can use it until you let them again.",
        "code-resumed" => "The code can be used again.",
        "comps-issued" => "The tickets are given and on their way by mail.",
        "comps-before" => "These tickets were given by the same form already; nothing was given twice.",
        "refund-retried" => "The money is on its way again. This page says when it has arrived.",
        "refund-under-way" => "This refund is on its way already; nothing was sent twice.",
        "ticket-revoked" => "The ticket is revoked: its code admits nobody any more.",
        "ticket-gone" => "This ticket admits nobody any more already; nothing was changed.",
        "invited" => "The invitation is on its way.",
        "invitation-withdrawn" => "The invitation is withdrawn; its link works no more.",
        "role-given" => "They hold the role from now on.",
        "role-taken" => "The role is taken away.",
        "view-kept" => "The view is kept.",
        "view-removed" => "The view is removed.",
        "attendee-renamed" => "The name is changed. The ticket’s code stays the same.",
        "attendee-same" => "That is the name already; nothing was changed.",
        "tickets-resent" => "The tickets are on their way to their buyers again.",
        "message-sent" => "The message is on its way.",
        "event-moved" => "Saved. Nobody was written to yet.",
        "refunded" => {
            "The order is refunded: none of its tickets admits anybody any more, and the places they held are on sale again. The money is on its way."
        }
        "refunded-part" => "The refund is made. Tickets that were given back admit nobody any more, and their places are on sale again.",
        "policy-set" => "The refund policy is saved. Orders that were placed keep what they were promised, unless this gives more.",
        "picture-set" => "The picture is kept. It stands wherever the event is shown.",
        "picture-same" => "It was so already; nothing was changed.",
        "picture-described" => "The description is saved.",
        "picture-removed" => "The picture is removed. The event is shown with its drawn poster again.",
        "document-added" => "The document is kept.",
        "document-same" => "This document is kept already; nothing was added twice.",
        "document-removed" => "The document is removed.",
        "plan-added" => "The plan is kept.",
        "plan-same" => "It was so already; nothing was changed.",
        "plan-changed" => "The plan is saved.",
        "document-gone" => "This document was removed already; nothing was changed.",
        "plan-gone" => "This plan was removed meanwhile; nothing was changed.",
        "plan-removed" => "The plan is removed.",
        "request-approved" => "The request is approved: the tickets admit nobody any more, and the money is on its way.",
        "request-declined" => "The request is declined. The buyer is written to, and the tickets stay valid.",
        "request-decided" => "This request was answered already; nothing was changed.",
        "event-cancelled" => "The event is cancelled. Its orders are given back one after the other, and every buyer is written to.",
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
        let mut page = self.page(Some(&desk.place), &events, &desk.event.name, main).trail("Events", events.clone());
        page.document.title = format!("{} · {}", tab.label(), desk.event.name);
        page.tabs(tabs(desk, tab))
    }

    fn rail(&self, place: Option<&Place>, current: &str) -> Rail {
        let mut rail = Rail::new(App::Boxoffice, current).group(
            None,
            vec![
                RailItem::new("Overview", "/console", Icon::LayoutDashboard),
                RailItem::new("Door", "/gate", Icon::ScanLine),
                RailItem::new("Organizations", "/organizations", Icon::Users),
            ],
        );
        if let Some(place) = place {
            let orders =
                place.held.may(may::ORDERS_VIEW).then(|| RailItem::new("Orders", format!("/console/{}/orders", place.slug), Icon::Receipt));
            let mut items = vec![
                RailItem::new("Figures", format!("/console/{}", place.slug), Icon::ChartNoAxesColumn),
                RailItem::new("Events", format!("/console/{}/events", place.slug), Icon::CalendarDays),
                RailItem::new("Places", format!("/console/{}/venues", place.slug), Icon::Building2),
                RailItem::new("Members", format!("/organizations/{}", place.slug), Icon::Users),
            ];
            items.splice(2..2, orders);
            if place.held.may(may::MARKETING_MANAGE) {
                items.insert(items.len() - 2, RailItem::new("Codes", format!("/console/{}/codes", place.slug), Icon::Tag));
            }
            rail = rail.organization(&place.name, Some("/organizations")).group(Some(&place.name), items);
        }
        match &self.person {
            Some(person) => rail.person(if person.name.is_empty() { &person.email } else { &person.name }, "/account"),
            None => rail,
        }
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
    fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Programme => "Programme",
            Self::Tickets => "Tickets",
            Self::Comps => "Comps",
            Self::Orders => "Orders",
            Self::Team => "Team",
            Self::Attendees => "Attendees",
            Self::Messages => "Messages",
            Self::Refunds => "Refunds",
            Self::Files => "Files",
            Self::Edit => "Edit",
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
