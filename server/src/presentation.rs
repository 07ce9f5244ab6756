//! How pages look around their content.

use boxoffice::BoxOffice;
use platform_http::{Fault, Presentation, SignedIn};
use platform_texts::{Lang, Telling, on_day, t};
use platform_types::Clock;
use platform_ui::{Banner, Button, Dir, ErrorPage, House, NavLink, PublicPage};

use crate::compose::Ground;

/// The house's frame; cheap to clone.
#[derive(Clone)]
pub(crate) struct Pages {
    simulated: bool,
    clock: Clock,
}

impl Pages {
    /// The same frame for every page and, in one language, for everybody.
    pub(crate) fn new(ground: &Ground, shop: &BoxOffice) -> Self {
        Self { simulated: shop.payments().is_simulated(), clock: ground.clock.clone() }
    }

    /// The frame, in the language of the work at hand. A house with another clock says on every page which day it has:
    /// today's, not that of its start.
    pub(crate) fn house(&self) -> House {
        let lang = Lang::current();
        let mut banners = Vec::new();
        if self.clock.is_shifted() {
            banners.push(Banner::shifted_clock(&on_day(self.clock.now().date_naive(), Telling::Date)));
        }
        if self.simulated {
            banners.push(Banner::simulator());
        }
        House {
            links: vec![NavLink::new(t!("frame-events"), "/events"), NavLink::new(t!("frame-my-tickets"), "/my/tickets")],
            person_fragment: Some("/me/corner".to_owned()),
            sign_in: Some("/sign-in".to_owned()),
            languages: crate::language::links(),
            footer_links: vec![
                NavLink::new(t!("frame-find-order"), "/orders/lookup"),
                NavLink::new(t!("frame-organizers"), "/console"),
                NavLink::new(t!("frame-api"), "/docs/api"),
            ],
            banners,
            palette: Some(crate::palette::ADDRESS.to_owned()),
            bell: Some("/me/bell".to_owned()),
            lang: lang.tag().to_owned(),
            dir: if lang.is_rtl() { Dir::Rtl } else { Dir::Ltr },
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            ..House::default()
        }
    }
}

impl Presentation for Pages {
    fn fault_page(&self, fault: &Fault, request_id: &str, _: Option<&SignedIn>, path: &str) -> String {
        let code = fault.code();
        let title = match code.status {
            401 => t!("fault-sign-in"),
            403 => t!("fault-forbidden"),
            404 => t!("fault-nothing"),
            409 => t!("fault-gone"),
            429 => t!("fault-moment"),
            500.. => t!("fault-broke"),
            _ => t!("fault-other"),
        };
        let mut page = ErrorPage::new(code.status, title.as_ref(), fault.message()).request_id(request_id);
        page = match code.status {
            401 => page.keeps_form().action(Button::link(t!("fault-sign-in-button"), sign_in_and_back(path)).main()),
            429 | 503 => page.keeps_form(),
            403 if code.code == platform_http::code::http::SECOND_FACTOR.code => page
                .action(Button::link(t!("fault-second-factor"), "/account/second-factor").main())
                .action(Button::link(t!("fault-account"), "/account").quiet()),
            403 | 404 => page
                .action(Button::link(t!("fault-see-events"), "/events").main())
                .action(Button::link(t!("frame-find-order"), "/orders/lookup").quiet()),
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
