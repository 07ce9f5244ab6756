//! What the mails say: a plain text, and the same as HTML for programs that show it.

use platform_auth::mail::Message;
use platform_notify::HeaderText;
use platform_ui::{Letter, Markup};

/// One mail's words.
pub(super) struct Words {
    subject: String,
    greeting: String,
    before: Vec<String>,
    /// What the button says, and where it leads.
    button: Option<(&'static str, String)>,
    after: Vec<&'static str>,
}

impl Words {
    pub(super) fn of(message: &Message, name: &str, base: &str) -> Self {
        let mut words = match message {
            Message::Confirm { token, .. } => Self::new("Confirm your address")
                .says("You signed up with this address. Confirm it to finish.")
                .leads("Confirm your address", format!("{base}/confirm/{}", token.expose()))
                .ends("The link works once, for 24 hours. If you did not sign up, do nothing: no account is made."),
            Message::AlreadySignedUp => Self::new("You already have an account")
                .says("Somebody, perhaps you, tried to sign up with this address. It has an account already, so nothing was changed.")
                .leads("Sign in", format!("{base}/sign-in"))
                .ends("Forgot your password? The page offers to set a new one. If it was not you, do nothing."),
            Message::SignInLink { token, next, .. } => Self::new("Your link to sign in")
                .says("Open this link to sign in.")
                .leads("Sign in", link(&format!("{base}/sign-in/link/{}", token.expose()), next.as_deref()))
                .ends("It works once, for an hour. If you did not ask for it, do nothing: nobody can sign in without it."),
            Message::ResetPassword { token, .. } => Self::new("Set a new password")
                .says("Open this link to set a new password.")
                .leads("Set a new password", format!("{base}/reset/{}", token.expose()))
                .ends("It works once, for an hour. If you did not ask for it, do nothing: your password stays as it is."),
            Message::PasswordChanged => Self::new("Your password was changed")
                .says("Your password was changed just now, and you were signed out everywhere else.")
                .leads("That was not me", format!("{base}/reset"))
                .ends("If it was you, there is nothing to do."),
            Message::Invitation { token, organization, place, role, inviter, .. } => {
                let house = if organization.is_empty() { "this platform" } else { organization };
                let who = if inviter.is_empty() { "You are invited".to_owned() } else { format!("{inviter} invites you") };
                let (subject, offer) = if place.is_empty() {
                    (format!("Invitation to {house}"), format!("{who} to {house}. Your role: {role}."))
                } else {
                    (format!("Invitation to {place}"), format!("{who} to work at “{place}” of {house}. Your role there: {role}."))
                };
                Self::new(subject)
                    .says(offer)
                    .leads("Open the invitation", format!("{base}/invitations/{}", token.expose()))
                    .ends("The invitation stands for 7 days and is for this address only.")
            }
            Message::OrganizerApproved { organization, slug } => Self::new(format!("{organization} can put on events now"))
                .says(format!("Your application was approved. {organization} is founded, and you own it."))
                .leads("Make your first event", format!("{base}/console/{slug}/events/new"))
                .ends("You can invite others who work with you under “Members”."),
            Message::OrganizerDeclined { organization, reason } => Self::new(format!("Your application for {organization}"))
                .says(format!("Your application to put on events as {organization} was declined."))
                .says(format!("The reason: {reason}"))
                .leads("See your application", format!("{base}/organizers/apply"))
                .ends("You can apply again with what was missing."),
        };
        words.greeting = if name.is_empty() { "Hello,".to_owned() } else { format!("Hello {name},") };
        words
    }

    fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), greeting: String::new(), before: Vec::new(), button: None, after: Vec::new() }
    }

    fn says(mut self, text: impl Into<String>) -> Self {
        self.before.push(text.into());
        self
    }

    fn leads(mut self, label: &'static str, address: String) -> Self {
        self.button = Some((label, address));
        self
    }

    fn ends(mut self, text: &'static str) -> Self {
        self.after.push(text);
        self
    }

    pub(super) fn subject(&self) -> HeaderText {
        HeaderText::cleaned(&self.subject, "A message for you")
    }

    pub(super) fn text(&self) -> String {
        let mut parts = vec![self.greeting.clone()];
        parts.extend(self.before.iter().cloned());
        parts.extend(self.button.iter().map(|(label, address)| format!("{label}:\n{address}")));
        parts.extend(self.after.iter().map(ToString::to_string));
        parts.join("\n\n") + "\n"
    }

    pub(super) fn html(&self) -> Markup {
        let mut paragraphs = vec![self.greeting.clone()];
        paragraphs.extend(self.before.iter().cloned());
        let mut letter = Letter::new(self.subject.as_str(), "Callboard", paragraphs);
        if let Some((label, address)) = &self.button {
            letter = letter.action(*label, address.as_str()).after(format!("If the link does not open, copy this address:\n{address}"));
        }
        self.after.iter().fold(letter, |letter, text| letter.after(*text)).render()
    }
}

fn link(address: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("{address}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish()),
        None => address.to_owned(),
    }
}
