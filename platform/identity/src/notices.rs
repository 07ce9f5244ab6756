//! What people are told in their inbox of their account and their work.

use platform_auth::mail::{Announcement, Message, News, OutgoingMail, SecurityChange};
use platform_inbox::{Group, Kind, Kinds, Notice, Urgency};
use platform_texts::t;

const ACCOUNT: Group = Group { key: "account", title: || t!("told-group-account") };
const TEAM: Group = Group { key: "team", title: || t!("told-group-team") };

/// How one signs in has changed. Its mails are written by [`crate::Mails`].
const SECURITY: Kind = Kind {
    key: "security.changed",
    group: &ACCOUNT,
    urgency: Urgency::Critical,
    own_mail: true,
    fixed: true,
    staff: false,
    title: || t!("told-security-title"),
    explained: || t!("told-security-when"),
    told: |given| {
        match given.text("what") {
            "factor_added" => t!("told-factor-added"),
            "factor_removed" => t!("told-factor-removed"),
            "codes_renewed" => t!("told-codes-renewed"),
            "code_used" => t!("told-code-used"),
            "connected" => t!("told-connected", label = given.text("label")),
            "disconnected" => t!("told-disconnected", label = given.text("label")),
            "acted" => t!("told-acted", reason = given.text("label")),
            _ => t!("told-password"),
        }
        .into_owned()
    },
};

/// A program may act in one's name from now on.
const KEY_MADE: Kind = Kind {
    key: "security.key_made",
    group: &ACCOUNT,
    urgency: Urgency::Critical,
    own_mail: false,
    fixed: true,
    staff: true,
    title: || t!("told-key-title"),
    explained: || t!("told-key-when"),
    told: |given| t!("told-key", name = given.text("name"), organization = given.text("organization")).into_owned(),
};

/// An application to become an organizer is decided.
const APPLICATION: Kind = Kind {
    key: "organizer.decided",
    group: &TEAM,
    urgency: Urgency::High,
    own_mail: true,
    fixed: false,
    staff: false,
    title: || t!("told-application-title"),
    explained: || t!("told-application-when"),
    told: |given| {
        let organization = given.text("organization");
        match given.text("what") {
            "approved" => t!("told-application-approved", organization = organization),
            _ => t!("told-application-declined", organization = organization, reason = given.text("reason")),
        }
        .into_owned()
    },
};

/// A role is given or taken, or somebody is of a team no more.
const ROLE: Kind = Kind {
    key: "team.role",
    group: &TEAM,
    urgency: Urgency::Medium,
    own_mail: false,
    fixed: false,
    staff: false,
    title: || t!("told-role-title"),
    explained: || t!("told-role-when"),
    told: |given| {
        let (role, organization) = (given.text("role"), given.text("organization"));
        match (given.text("what"), organization.is_empty()) {
            ("given", true) => t!("told-role-given-house", role = role),
            ("given", false) => t!("told-role-given", role = role, organization = organization),
            ("taken", true) => t!("told-role-taken-house", role = role),
            ("taken", false) => t!("told-role-taken", role = role, organization = organization),
            _ => t!("told-removed", organization = organization),
        }
        .into_owned()
    },
};

/// Adds what signing in tells.
pub fn register(kinds: Kinds) -> Kinds {
    [&SECURITY, &KEY_MADE, &APPLICATION, &ROLE].into_iter().fold(kinds, Kinds::add)
}

/// The same news in the inbox of whoever is mailed it, if they have an account and it is news of theirs.
pub(crate) fn of_mail(mail: &OutgoingMail) -> Option<Notice> {
    let user = mail.user?;
    let security = |what: &str, label: &str| {
        Notice::new(&SECURITY, user, format!("mail/{}", mail.id), "/account/history").text("what", what).text("label", label)
    };
    let decided = |what: &str, organization: &str, about: String| {
        Notice::new(&APPLICATION, user, format!("mail/{}", mail.id), about).text("what", what).text("organization", organization)
    };
    Some(match &mail.message {
        Message::PasswordChanged => security("password", ""),
        Message::SecurityChanged(SecurityChange::FactorAdded) => security("factor_added", ""),
        Message::SecurityChanged(SecurityChange::FactorRemoved) => security("factor_removed", ""),
        Message::SecurityChanged(SecurityChange::NewRecoveryCodes) => security("codes_renewed", ""),
        Message::SecurityChanged(SecurityChange::RecoveryCodeUsed(_)) => security("code_used", ""),
        Message::SecurityChanged(SecurityChange::ProviderConnected(label)) => security("connected", label),
        Message::SecurityChanged(SecurityChange::ProviderDisconnected(label)) => security("disconnected", label),
        Message::SecurityChanged(SecurityChange::ActedFor(reason)) => security("acted", reason),
        Message::OrganizerApproved { organization, slug } => decided("approved", organization, format!("/console/{slug}")),
        Message::OrganizerDeclined { organization, reason } => {
            decided("declined", organization, "/organizers/apply".to_owned()).text("reason", reason)
        }
        Message::Confirm { .. }
        | Message::AlreadySignedUp
        | Message::SignInLink { .. }
        | Message::ResetPassword { .. }
        | Message::Invitation { .. } => return None,
    })
}

/// What has no letter of its own.
pub(crate) fn of(announcement: &Announcement) -> Notice {
    let notice = |kind, about: &str| {
        let notice = Notice::new(kind, announcement.to, format!("auth/{}", announcement.id), about);
        match announcement.organization {
            Some(organization) => notice.within(organization),
            None => notice,
        }
        .text("organization", &announcement.organization_name)
    };
    // Whoever holds nothing more has nothing to see behind the counter.
    let role = |what: &str, role: &str, about: &str| notice(&ROLE, about).text("what", what).text("role", role);
    match &announcement.news {
        News::KeyMade { name } => notice(&KEY_MADE, "/account").text("name", name),
        News::RoleGiven { role: label } => role("given", label, "/console"),
        News::RoleTaken { role: label } => role("taken", label, "/account"),
        News::MemberRemoved => role("removed", "", "/account"),
    }
}
