//! The shells are pages of their own; the gallery shows their parts.

use maud::html;

use super::{App, House, LivePage, NavLink, PublicPage, Rail, RailItem, StaffPage};
use crate::banner::Banner;
use crate::button::Button;
use crate::icon::Icon;
use crate::sample::Sample;

impl House {
    /// A house for samples.
    pub(crate) fn sampled() -> Self {
        Self {
            links: vec![NavLink::new("Events", "/events").current(true), NavLink::new("My tickets", "/tickets")],
            person_fragment: Some("/me/header".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            footer_links: vec![NavLink::new("Privacy", "#"), NavLink::new("Terms", "#"), NavLink::new("Imprint", "#")],
            footer_note: Some("Tickets, and the house behind them.".to_owned()),
            banners: vec![Banner::test_mode()],
            ..Self::default()
        }
    }
}

impl Rail {
    pub(crate) fn sampled() -> Self {
        Self::new(App::Boxoffice, "/manage/events")
            .organization("Lantern House", Some("#"))
            .group(None, vec![
                RailItem::new("Overview", "/manage", Icon::LayoutDashboard),
                RailItem::new("Events", "/manage/events", Icon::CalendarDays),
                RailItem::new("Orders", "/manage/orders", Icon::Receipt).count(12),
                RailItem::new("Venues", "/manage/venues", Icon::Building2),
            ])
            .group(Some("Tonight"), vec![RailItem::new("Door", "/door", Icon::ScanLine)])
            .group(Some("House"), vec![
                RailItem::new("People", "/manage/people", Icon::Users),
                RailItem::new("Settings", "/manage/settings", Icon::Settings),
            ])
            .person("Mei Chan", "/account")
    }
}

impl PublicPage {
    /// A whole page.
    pub fn sample() -> Vec<Sample> {
        let main = html! { h1 { "An evening" } p { "The page." } };
        vec![Sample::new("page", Self::new(&House::sampled(), "An evening", main).description("One evening.").render())]
    }
}

impl StaffPage {
    /// A whole page.
    pub fn sample() -> Vec<Sample> {
        let page = Self::new(&House::sampled(), Rail::sampled(), "Events", html! { p { "The work." } })
            .trail("Lantern House", "#")
            .lead("What is planned, on sale and over.")
            .more(Button::link("Import", "#").icon(Icon::Upload).render())
            .action(Button::link("New event", "#").icon(Icon::Plus));
        vec![Sample::new("page", page.render())]
    }
}

impl LivePage {
    /// A whole page.
    pub fn sample() -> Vec<Sample> {
        let page = Self::new(&House::sampled(), "The Tempest", html! { p { "The thing." } })
            .detail("Gate A · Sat 14 Mar, 19:30")
            .leave("Leave the door", "#");
        vec![Sample::new("page", page.render())]
    }
}
