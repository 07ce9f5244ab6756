//! What the mails say: a plain text, and the same as HTML for programs that show it.

use std::borrow::Cow;

use platform_auth::mail::{Message, SecurityChange};
use platform_notify::HeaderText;
use platform_texts::t;
use platform_ui::{Letter, Markup};

/// One mail's words.
pub(super) struct Words {
    subject: String,
    greeting: String,
    before: Vec<String>,
    /// What the button says, and where it leads.
    button: Option<(String, String)>,
    after: Vec<String>,
}

impl Words {
    pub(super) fn of(message: &Message, name: &str, base: &str) -> Self {
        let mut words = match message {
            Message::Confirm { token, .. } => Self::new(t!("mail-confirm-subject"))
                .says(t!("mail-confirm-lead"))
                .leads(t!("mail-confirm-button"), format!("{base}/confirm/{}", token.expose()))
                .ends(t!("mail-confirm-end")),
            Message::AlreadySignedUp => Self::new(t!("mail-already-subject"))
                .says(t!("mail-already-lead"))
                .leads(t!("mail-sign-in"), format!("{base}/sign-in"))
                .ends(t!("mail-already-end")),
            Message::SignInLink { token, next, .. } => Self::new(t!("mail-link-subject"))
                .says(t!("mail-link-lead"))
                .leads(t!("mail-sign-in"), link(&format!("{base}/sign-in/link/{}", token.expose()), next.as_deref()))
                .ends(t!("mail-link-end")),
            Message::ResetPassword { token, .. } => Self::new(t!("mail-reset-subject"))
                .says(t!("mail-reset-lead"))
                .leads(t!("mail-reset-subject"), format!("{base}/reset/{}", token.expose()))
                .ends(t!("mail-reset-end")),
            Message::PasswordChanged => Self::new(t!("mail-password-subject"))
                .says(t!("mail-password-lead"))
                .leads(t!("mail-not-me"), format!("{base}/reset"))
                .ends(t!("mail-password-end")),
            Message::SecurityChanged(change) => {
                Self::of_change(change).leads(t!("mail-account"), format!("{base}/account")).ends(t!("mail-security-end"))
            }
            Message::Invitation { token, organization, place, role, role_label, inviter, .. } => {
                let role = platform_auth::roles::label_told(role, role_label.clone());
                let house: Cow<'_, str> = if organization.is_empty() { t!("mail-platform") } else { organization.as_str().into() };
                let (subject, offer) = match (place.is_empty(), inviter.is_empty()) {
                    (true, true) => (t!("mail-invitation-subject", place = house), t!("mail-invitation-house", house = house, role = role)),
                    (true, false) => (
                        t!("mail-invitation-subject", place = house),
                        t!("mail-invitation-house-by", who = inviter, house = house, role = role),
                    ),
                    (false, true) => (
                        t!("mail-invitation-subject", place = place),
                        t!("mail-invitation-work", place = place, house = house, role = role),
                    ),
                    (false, false) => (
                        t!("mail-invitation-subject", place = place),
                        t!("mail-invitation-work-by", who = inviter, place = place, house = house, role = role),
                    ),
                };
                Self::new(subject)
                    .says(offer)
                    .leads(t!("mail-invitation-button"), format!("{base}/invitations/{}", token.expose()))
                    .ends(t!("mail-invitation-end"))
            }
            Message::OrganizerApproved { organization, slug } => Self::new(t!("mail-approved-subject", name = organization))
                .says(t!("mail-approved-lead", name = organization))
                .leads(t!("mail-approved-button"), format!("{base}/console/{slug}/events/new"))
                .ends(t!("mail-approved-end")),
            Message::OrganizerDeclined { organization, reason } => Self::new(t!("mail-declined-subject", name = organization))
                .says(t!("mail-declined-lead", name = organization))
                .says(t!("mail-declined-reason", reason = reason))
                .leads(t!("mail-declined-button"), format!("{base}/organizers/apply"))
                .ends(t!("mail-declined-end")),
        };
        words.greeting = if name.is_empty() { t!("mail-hello") } else { t!("mail-hello-name", name = name) }.into_owned();
        words
    }

    fn of_change(change: &SecurityChange) -> Self {
        match change {
            SecurityChange::FactorAdded => Self::new(t!("mail-factor-added-subject")).says(t!("mail-factor-added-lead")),
            SecurityChange::FactorRemoved => Self::new(t!("mail-factor-removed-subject")).says(t!("mail-factor-removed-lead")),
            SecurityChange::NewRecoveryCodes => Self::new(t!("mail-codes-renewed-subject")).says(t!("mail-codes-renewed-lead")),
            SecurityChange::RecoveryCodeUsed(left) => {
                Self::new(t!("mail-code-used-subject")).says(t!("mail-code-used-lead")).says(t!("factors-left", count = left))
            }
            SecurityChange::ProviderConnected(label) => {
                Self::new(t!("mail-connected-subject", label = label)).says(t!("mail-connected-lead", label = label))
            }
            SecurityChange::ProviderDisconnected(label) => {
                Self::new(t!("mail-disconnected-subject", label = label)).says(t!("mail-disconnected-lead", label = label))
            }
            SecurityChange::ActedFor(reason) => {
                Self::new(t!("mail-acted-subject")).says(t!("mail-acted-lead")).says(t!("mail-acted-reason", reason = reason))
            }
        }
    }

    fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), greeting: String::new(), before: Vec::new(), button: None, after: Vec::new() }
    }

    fn says(mut self, text: impl Into<String>) -> Self {
        self.before.push(text.into());
        self
    }

    fn leads(mut self, label: impl Into<String>, address: String) -> Self {
        self.button = Some((label.into(), address));
        self
    }

    fn ends(mut self, text: impl Into<String>) -> Self {
        self.after.push(text.into());
        self
    }

    pub(super) fn subject(&self) -> HeaderText {
        HeaderText::cleaned(&self.subject, "A message for you")
    }

    pub(super) fn text(&self) -> String {
        let mut parts = vec![self.greeting.clone()];
        parts.extend(self.before.iter().cloned());
        parts.extend(self.button.iter().map(|(label, address)| format!("{label}:\n{address}")));
        parts.extend(self.after.iter().cloned());
        parts.join("\n\n") + "\n"
    }

    pub(super) fn html(&self) -> Markup {
        let mut paragraphs = vec![self.greeting.clone()];
        paragraphs.extend(self.before.iter().cloned());
        let mut letter = Letter::new(self.subject.as_str(), "Callboard", paragraphs);
        if let Some((label, address)) = &self.button {
            letter = letter.action(label.as_str(), address.as_str()).after(format!("{}\n{address}", t!("mail-copy")));
        }
        self.after.iter().fold(letter, |letter, text| letter.after(text.as_str())).render()
    }
}

fn link(address: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("{address}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish()),
        None => address.to_owned(),
    }
}
