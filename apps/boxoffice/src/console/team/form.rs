//! What is typed on an event's team page.

use commons::team::read_until;
use platform_auth::organizations::Invitation;
use platform_auth::roles::Grant;
use platform_http::Check;
use platform_texts::t;
use platform_types::{EmailAddress, Timestamp, UserId};
use serde::Deserialize;

use super::Team;

/// Somebody is asked in by e-mail, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// Their address.
    pub email: String,
    /// The role's code.
    pub role: String,
    /// The last day on which it is held; empty for good.
    pub until: String,
}

impl InviteForm {
    /// What it means, or every mistake noted.
    pub fn read(&self, team: &Team, now: Timestamp, check: &mut Check) -> Option<Invitation> {
        let email = check.field("email", self.email.parse::<EmailAddress>());
        check.that(team.may_give(&self.role), "role", &t!("console-team-role-wrong"));
        let until = read_until(&self.until, team.desk.event.zone, now, check);
        let known = |address: &EmailAddress| team.here.iter().any(|h| h.role == self.role && h.email == address.as_str());
        check.that(!email.as_ref().is_some_and(known), "email", &t!("console-team-held-already"));
        check.is_fine().then_some(())?;
        Some(Invitation {
            email: email?,
            role: self.role.clone(),
            scope: team.desk.event.id.0,
            role_expires_at: until?,
            locale: "en".to_owned(),
        })
    }
}

/// A member gets a role at the event, as typed. Its fields are named apart from those of the other form on the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// Who.
    pub member: String,
    /// The role's code.
    pub member_role: String,
    /// The last day on which it is held; empty for good.
    pub member_until: String,
}

impl AddForm {
    /// What it means, or every mistake noted.
    pub fn read(&self, team: &Team, now: Timestamp, check: &mut Check) -> Option<Grant> {
        let user = self.member.parse::<UserId>().ok().filter(|id| team.members.iter().any(|m| m.user == *id));
        check.that(user.is_some(), "member", &t!("console-team-member-wrong"));
        check.that(team.may_give(&self.member_role), "member_role", &t!("console-team-role-wrong"));
        let mut day = Check::new();
        let until = read_until(&self.member_until, team.desk.event.zone, now, &mut day);
        for fault in day.faults() {
            check.wrong("member_until", fault.message);
        }
        let held = user.is_some_and(|id| team.here.iter().any(|h| h.user == id && h.role == self.member_role));
        check.that(!held, "member", &t!("console-team-held-already"));
        check.is_fine().then_some(())?;
        Some(Grant { user: user?, role: self.member_role.clone(), scope: team.desk.event.id.0, expires_at: until? })
    }
}
