//! The pages of organizations: which one belongs to, founding one, who works there and as what.
//!
//! Owns no table and no rule: `platform_auth` has both, row level security decides, each use case writes its own
//! line in the audit. Invariants: what somebody may not know of is 404; nothing typed is lost; every change
//! answers with a redirect.
//!
//! To add a page: a file with its handler, its markup as a function of a plain model in `views.rs` or
//! `people_view.rs`, one line in [`routes()`].

mod applications;
pub mod code;
mod found;
mod list;
mod people;
mod people_view;
mod queries;
mod routes;
#[cfg(test)]
mod tests;
mod views;

pub use routes::routes;

use std::sync::Arc;

use platform_auth::Auth;
use platform_http::Ctx;
use platform_ui::{App, House, Icon, Markup, Rail, RailItem, StaffPage, Toast};
use serde::Deserialize;

/// What these pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Organizations {
    auth: Auth,
    house: Arc<dyn Fn() -> House + Send + Sync>,
}

impl Organizations {
    /// Puts it together. `house` is how every page looks around its content; nothing in it depends on who asks.
    pub fn new(auth: Auth, house: Arc<dyn Fn() -> House + Send + Sync>) -> Self {
        Self { auth, house }
    }

    fn auth(&self) -> &Auth {
        &self.auth
    }

    fn frame(&self, ctx: &Ctx, after: &After) -> Frame {
        let person = ctx.signed_in.as_ref().map(|p| if p.name.is_empty() { p.email.clone() } else { p.name.clone() });
        Frame { house: (self.house)(), person, done: told(&after.done).map(Toast::good) }
    }
}

/// What a redirect after a write says on the page it leads to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    done: String,
}

/// The sentence behind the word in the address; other words say nothing.
fn told(done: &str) -> Option<&'static str> {
    Some(match done {
        "founded" => "The organization is founded. You own it; invite whoever works with you.",
        "invited" => "The invitation is on its way.",
        "withdrawn" => "The invitation is withdrawn; its link works no more.",
        "revoked" => "The role is taken away.",
        "applied" => "Your application is sent. You get a mail as soon as it is decided.",
        "application-withdrawn" => "Your application is withdrawn.",
        "approved" => "The organization is founded. Whoever asked owns it and is told by mail.",
        "declined" => "The application is declined. Whoever asked is told why by mail.",
        "removed" => "They are no longer a member, and hold no role here any more.",
        _ => return None,
    })
}

/// The staff shell around these pages.
#[derive(Clone, Debug)]
struct Frame {
    house: House,
    person: Option<String>,
    done: Option<Toast>,
}

impl Frame {
    /// A page; `organization` is name and address of the one it is about.
    fn page(&self, organization: Option<(&str, &str)>, current: &str, heading: &str, main: Markup) -> StaffPage {
        let mut rail = Rail::new(App::Commons, current).group(
            None,
            vec![
                RailItem::new("Overview", "/console", Icon::LayoutDashboard),
                RailItem::new("Door", "/gate", Icon::ScanLine),
                RailItem::new("Organizations", "/organizations", Icon::Users),
            ],
        );
        if let Some((name, slug)) = organization {
            let items = vec![
                RailItem::new("Figures", format!("/console/{slug}"), Icon::ChartNoAxesColumn),
                RailItem::new("Events", format!("/console/{slug}/events"), Icon::CalendarDays),
                RailItem::new("Places", format!("/console/{slug}/venues"), Icon::Building2),
                RailItem::new("Members", format!("/organizations/{slug}"), Icon::Users),
            ];
            rail = rail.organization(name, Some("/organizations")).group(Some(name), items);
        }
        if let Some(person) = &self.person {
            rail = rail.person(person, "/account");
        }
        let page = StaffPage::new(&self.house, rail, heading, main);
        match &self.done {
            Some(toast) => page.flash(toast.clone()),
            None => page,
        }
    }
}
