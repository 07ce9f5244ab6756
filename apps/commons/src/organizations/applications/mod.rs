//! Becoming an organizer where the platform's administrators decide: whoever wants to applies and sees how it stands;
//! administrators approve, which founds the organization, or decline with a reason.
//!
//! The rules are the database's: who may found (`auth.founding_needs_approval`), who may decide
//! (`auth.decide_application`), one application at a time.

mod apply;
mod form;
mod review;
mod views;

pub(super) use apply::{open, save, withdraw};
#[cfg(test)]
pub(super) use form::ApplyForm;
pub(super) use review::{approve, decline, list, show};
#[cfg(test)]
pub(super) use views::{ApplyPage, ReviewPage, apply_page, list_page, review_page};

use platform_auth::organizations::{ApplicationStatus, applications, needs_approval};
use platform_auth::{permission as may, roles};
use platform_db::Tx;
use platform_http::Fault;

/// How founding stands for the caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Founding {
    /// An application comes first.
    pub(super) needs_approval: bool,
    /// The caller decides applications.
    pub(super) decides: bool,
    /// How many wait for a decision, where the caller decides.
    pub(super) waiting: usize,
}

impl Founding {
    /// Whether the caller founds without asking.
    pub(super) fn is_open(self) -> bool {
        !self.needs_approval || self.decides
    }
}

/// How founding stands for the person behind `tx`.
pub(super) async fn founding(tx: &mut Tx) -> Result<Founding, Fault> {
    let decides = roles::on_platform(tx, may::ORGANIZATIONS_APPROVE).await?;
    let waiting = if decides { applications(tx, Some(ApplicationStatus::Open)).await?.len() } else { 0 };
    Ok(Founding { needs_approval: needs_approval(tx).await?, decides, waiting })
}
