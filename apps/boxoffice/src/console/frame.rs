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
        "event-created" => "The draft is saved. Next: its capacity and its tickets.",
        "event-updated" => "Saved.",
        "event-published" => "The event is published.",
        "event-unpublished" => "The event is a draft again; nobody outside sees it.",
        "type-added" => "The ticket type is added.",
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
    /// What it is.
    Edit,
}

impl EventTab {
    fn label(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Programme => "Programme",
            Self::Tickets => "Tickets",
            Self::Orders => "Orders",
            Self::Team => "Team",
            Self::Attendees => "Attendees",
            Self::Messages => "Messages",
            Self::Refunds => "Refunds",
            Self::Edit => "Edit",
        }
    }

    fn href(self, desk: &Desk) -> String {
        let id = desk.event.id;
        match self {
            Self::Overview => format!("/console/events/{id}"),
            Self::Programme => format!("/console/events/{id}/programme"),
            Self::Tickets => format!("/console/events/{id}/tickets"),
            Self::Orders => format!("/console/events/{id}/orders"),
            Self::Team => format!("/console/events/{id}/team"),
            Self::Attendees => format!("/console/events/{id}/attendees"),
            Self::Messages => format!("/console/events/{id}/messages"),
            Self::Refunds => format!("/console/events/{id}/refunds"),
            Self::Edit => format!("/console/events/{id}/edit"),
        }
    }
}

/// Only the views the caller may open.
fn tabs(desk: &Desk, here: EventTab) -> Markup {
    let mut tabs = Tabs::new(&desk.event.name);
    for (tab, open) in [
        (EventTab::Overview, true),
        (EventTab::Programme, true),
        (EventTab::Tickets, desk.held.may(may::TICKETS_MANAGE)),
        (EventTab::Orders, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Team, desk.held.may(may::MEMBERS_VIEW)),
        (EventTab::Attendees, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Messages, desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Refunds, desk.held.may(may::TICKETS_MANAGE) || desk.held.may(may::ORDERS_VIEW)),
        (EventTab::Edit, desk.held.may(may::EVENTS_EDIT)),
    ] {
        if open {
            tabs = tabs.tab(NavLink::new(tab.label(), tab.href(desk)).current(tab == here));
        }
    }
    tabs.render()
}
