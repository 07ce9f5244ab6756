//! Who works at an event: asked in by e-mail or taken from the members, each with a role that reads in words, for good
//! or until a day. What somebody may grant is the database's to say (`auth.may_grant`).

mod form;
pub(super) mod pages;
pub(super) mod view;

pub use form::{AddForm, InviteForm};

use platform_auth::organizations::Member;
use platform_auth::roles::{Held, Power, RoleDefinition};
use platform_types::UserId;

use commons::team::OpenInvitation;

use super::access::Desk;

/// Everything the page shows.
#[derive(Clone, Debug)]
pub struct Team {
    /// The event.
    pub desk: Desk,
    /// Roles held at this event alone.
    pub here: Vec<Held>,
    /// Roles held on the whole organization or on the event's venue that reach this event, as far as the caller sees them.
    pub from_above: Vec<Held>,
    /// Invitations to this event that were not answered yet.
    pub invitations: Vec<OpenInvitation>,
    /// Members of the organization, whom a role can be given without an invitation.
    pub members: Vec<Member>,
    /// Roles the caller may give here.
    pub offered: Vec<RoleDefinition>,
    /// What these allow.
    pub powers: Vec<Power>,
    /// Who is here.
    pub me: Option<UserId>,
}

impl Team {
    /// Whether the caller may give this role here, and so take it away.
    pub fn may_give(&self, role: &str) -> bool {
        self.offered.iter().any(|r| r.code == role && commons::team::is_work(r))
    }

    /// The roles one works as, in the order of a list.
    pub fn choices(&self) -> Vec<&RoleDefinition> {
        commons::team::offered(self.offered.iter().filter(|role| commons::team::is_work(role)))
    }
}
