//! The staff shell around these pages: the rail, the way up, what just happened.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, FieldFault, Page, Wants, code};
use platform_texts::t;
use platform_ui::{App, FieldErrors, House, Icon, Markup, Rail, RailItem, StaffPage, Toast};
use serde::Deserialize;

use crate::Admin;
use crate::desk::Held;

/// A place of the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// How the house is.
    Overview,
    /// Who has an account.
    People,
    /// Who organizes.
    Organizations,
    /// What happens later.
    Jobs,
    /// What was written to whom.
    Messages,
    /// Who did what.
    Audit,
    /// What the database works at.
    Queries,
}

impl Place {
    const ALL: [Self; 7] = [Self::Overview, Self::People, Self::Organizations, Self::Jobs, Self::Messages, Self::Audit, Self::Queries];

    /// Its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::People => "/admin/people",
            Self::Organizations => "/admin/organizations",
            Self::Jobs => "/admin/jobs",
            Self::Messages => "/admin/messages",
            Self::Audit => "/admin/audit",
            Self::Queries => "/admin/queries",
        }
    }

    /// Its name.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Overview => t!("admin-overview"),
            Self::People => t!("admin-people"),
            Self::Organizations => t!("admin-organizations"),
            Self::Jobs => t!("admin-jobs"),
            Self::Messages => t!("admin-messages"),
            Self::Audit => t!("admin-audit"),
            Self::Queries => t!("admin-queries"),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Overview => Icon::ShieldCheck,
            Self::People => Icon::User,
            Self::Organizations => Icon::Building2,
            Self::Jobs => Icon::RefreshCw,
            Self::Messages => Icon::Mail,
            Self::Audit => Icon::History,
            Self::Queries => Icon::Hourglass,
        }
    }

    /// What opens it.
    pub fn needs(self) -> platform_auth::Permission {
        match self {
            Self::Overview | Self::Queries => may::SYSTEM_VIEW,
            Self::People | Self::Messages => may::MEMBERS_VIEW,
            Self::Organizations => may::ORGANIZATIONS_VIEW,
            Self::Jobs => may::JOBS_VIEW,
            Self::Audit => may::AUDIT_VIEW,
        }
    }
}

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
        "locked" => t!("admin-done-locked"),
        "locked-before" => t!("admin-done-locked-before"),
        "unlocked" => t!("admin-done-unlocked"),
        "unlocked-before" => t!("admin-done-unlocked-before"),
        "signed-out" => t!("admin-done-signed-out"),
        "signed-out-before" => t!("admin-done-signed-out-before"),
        "role-given" => t!("admin-done-role-given"),
        "role-held" => t!("admin-done-role-held"),
        "role-taken" => t!("admin-done-role-taken"),
        "role-gone" => t!("admin-done-role-gone"),
        "requeued" => t!("admin-done-requeued"),
        "requeued-before" => t!("admin-done-requeued-before"),
        "discarded" => t!("admin-done-discarded"),
        "discarded-before" => t!("admin-done-discarded-before"),
        _ => return None,
    })
}

/// What a page is built with.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The installation.
    pub house: House,
    /// What the caller may.
    pub held: Held,
    /// What the caller is called.
    pub person: Option<String>,
    /// What a redirect said.
    pub done: Option<Cow<'static, str>>,
}

impl Admin {
    /// For one request.
    pub fn frame(&self, ctx: &Ctx, held: Held, after: &After) -> Frame {
        let person = ctx.signed_in.as_ref().map(|p| if p.name.is_empty() { p.email.clone() } else { p.name.clone() });
        Frame { house: (self.house)(), held, person, done: told(&after.done) }
    }
}

impl Frame {
    /// A page of this place.
    pub fn page(&self, place: Place, heading: &str, main: Markup) -> StaffPage {
        let page = StaffPage::new(&self.house, self.rail(place), heading, main);
        match &self.done {
            Some(words) => page.flash(Toast::good(words.clone())),
            None => page,
        }
    }

    /// A page below this place, about one thing.
    pub fn below(&self, place: Place, heading: &str, main: Markup) -> StaffPage {
        self.page(place, heading, main).trail(place.name(), place.path())
    }

    fn rail(&self, place: Place) -> Rail {
        let mut house: Vec<RailItem> = Place::ALL
            .into_iter()
            .filter(|place| self.held.may(place.needs()))
            .map(|place| RailItem::new(place.name(), place.path(), place.icon()))
            .collect();
        if self.held.may(may::ORGANIZATIONS_APPROVE) {
            house.push(RailItem::new(t!("admin-applications"), "/organizers/applications", Icon::FileText));
        }
        let rail = Rail::new(App::Commons, place.path())
            .group(
                None,
                vec![
                    RailItem::new(t!("admin-console"), "/console", Icon::LayoutDashboard),
                    RailItem::new(t!("admin-own-organizations"), "/organizations", Icon::Users),
                ],
            )
            .group(Some(&t!("admin-platform")), house);
        match &self.person {
            Some(person) => rail.person(person, "/account"),
            None => rail,
        }
    }
}

/// Mistakes as pages show them: sentences, beside their fields.
pub fn errors_of(faults: &[FieldFault]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), fault.sentence());
    }
    errors
}

/// The page again, with what was typed: for people; the list of fields for programs.
pub fn again(ctx: &Ctx, faults: Vec<FieldFault>, page: Markup) -> Response {
    if ctx.wants == Wants::Json {
        return Fault::new(code::http::INVALID).with_fields(faults).into_response();
    }
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}
