//! How pages look around their content.

use std::sync::Arc;

use boxoffice::BoxOffice;
use platform_http::{Fault, Presentation, SignedIn};
use platform_types::Clock;
use platform_ui::{Banner, Button, ErrorPage, House, NavLink, PublicPage};

use crate::compose::Ground;

/// The house's frame; cheap to clone.
#[derive(Clone)]
pub(crate) struct Pages {
    base: Arc<House>,
    clock: Clock,
}

impl Pages {
    /// The same frame for every page and everybody.
    pub(crate) fn new(ground: &Ground, shop: &BoxOffice) -> Self {
        let mut banners = Vec::new();
        if shop.payments().is_simulated() {
            banners.push(Banner::simulator());
        }
        let base = Arc::new(House {
            links: vec![NavLink::new("Events", "/events"), NavLink::new("My tickets", "/my/tickets")],
            person_fragment: Some("/me/corner".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            footer_links: vec![NavLink::new("Find my order", "/orders/lookup"), NavLink::new("For organizers", "/console")],
            banners,
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..House::default()
        });
        Self { base, clock: ground.clock.clone() }
    }

    /// The frame. A house with another clock says on every page which day it has: today's, not that of its start.
    pub(crate) fn house(&self) -> House {
        let mut house = (*self.base).clone();
        if self.clock.is_shifted() {
            house.banners.insert(0, Banner::shifted_clock(&self.clock.now().format("%-d %B %Y").to_string()));
        }
        house
    }
}

impl Presentation for Pages {
    fn fault_page(&self, fault: &Fault, request_id: &str, _: Option<&SignedIn>, path: &str) -> String {
        let code = fault.code();
        let title = match code.status {
            401 => "Sign in first",
            403 => "Not allowed",
            404 => "Nothing here",
            409 => "Not any more",
            429 => "One moment",
            500.. => "Something broke",
            _ => "That did not work",
        };
        let mut page = ErrorPage::new(code.status, title, fault.message()).request_id(request_id);
        page = match code.status {
            401 => page.keeps_form().action(Button::link("Sign in", sign_in_and_back(path)).main()),
            429 | 503 => page.keeps_form(),
            403 | 404 => page
                .action(Button::link("See what is on", "/events").main())
                .action(Button::link("Find my order", "/orders/lookup").quiet()),
            _ => page,
        };
        PublicPage::new(&self.house(), title, page.render()).noindex().render().into_string()
    }
}

/// The sign-in page that leads on to a page of this house.
fn sign_in_and_back(path: &str) -> String {
    if path.is_empty() {
        return "/sign-in".to_owned();
    }
    format!("/sign-in?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("next", path).finish())
}
