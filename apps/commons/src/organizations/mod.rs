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
mod keys;
mod keys_view;
mod list;
mod people;
mod people_view;
mod queries;
mod routes;
#[cfg(test)]
mod tests;
mod views;

pub use routes::routes;

use std::borrow::Cow;
use std::sync::Arc;

use platform_auth::Auth;
use platform_http::Ctx;
use platform_texts::t;
use platform_ui::{App, House, Markup, StaffPage, Toast};

use crate::rail::{Here, rail};
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
        let operates = ctx.signed_in.as_ref().is_some_and(|person| person.operates);
        Frame { house: (self.house)(), person, operates, done: told(&after.done).map(Toast::good) }
    }
}

/// What a redirect after a write says on the page it leads to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    done: String,
}

/// The sentence behind the word in the address; other words say nothing.
fn told(done: &str) -> Option<Cow<'static, str>> {
    Some(match done {
        "founded" => t!("done-founded"),
        "invited" => t!("done-invited"),
        "withdrawn" => t!("done-withdrawn"),
        "revoked" => t!("done-revoked"),
        "applied" => t!("done-applied"),
        "application-withdrawn" => t!("done-application-withdrawn"),
        "approved" => t!("done-approved"),
        "declined" => t!("done-declined"),
        "key-revoked" => t!("done-key-revoked"),
        "removed" => t!("done-removed"),
        _ => return None,
    })
}

/// The staff shell around these pages.
#[derive(Clone, Debug)]
struct Frame {
    house: House,
    person: Option<String>,
    operates: bool,
    done: Option<Toast>,
}

impl Frame {
    /// A page; `here` is the organization it is about.
    fn page(&self, here: Option<Here<'_>>, current: &str, heading: &str, main: Markup) -> StaffPage {
        let rail = rail(App::Commons, current, here, self.operates, self.person.as_deref());
        let page = StaffPage::new(&self.house, rail, heading, main);
        match &self.done {
            Some(toast) => page.flash(toast.clone()),
            None => page,
        }
    }
}
