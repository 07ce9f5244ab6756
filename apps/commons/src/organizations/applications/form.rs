//! What an applicant types.

use platform_auth::organizations::NewApplication;
use platform_http::Check;
use platform_texts::t;
use platform_types::{clean_line, is_blank};
use serde::Deserialize;

use crate::organizations::found::FoundForm;

/// As typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::organizations) struct ApplyForm {
    pub(in crate::organizations) name: String,
    pub(in crate::organizations) slug: String,
    pub(in crate::organizations) zone: String,
    pub(in crate::organizations) currency: String,
    pub(in crate::organizations) about: String,
    pub(in crate::organizations) website: String,
    pub(in crate::organizations) contact: String,
}

impl ApplyForm {
    /// The part that founding without an application asks for as well.
    pub(super) fn house(&self) -> FoundForm {
        FoundForm { name: self.name.clone(), slug: self.slug.clone(), zone: self.zone.clone(), currency: self.currency.clone() }
    }

    /// What it means, or every mistake noted.
    pub(in crate::organizations) fn read(&self, check: &mut Check) -> Option<NewApplication> {
        let organization = self.house().read(check);
        let about: String = self.about.lines().map(clean_line).collect::<Vec<_>>().join("\n").trim().to_owned();
        check.that(!is_blank(&about), "about", &t!("rule-about"));
        check.that(about.chars().count() <= 2000, "about", &t!("rule-about-length"));
        let contact = clean_line(&self.contact);
        let reachable = !is_blank(&contact) && contact.chars().count() <= 300;
        check.that(reachable, "contact", &t!("rule-contact"));
        let website = website(&self.website);
        check.that(website.is_some(), "website", &t!("rule-website"));
        check.is_fine().then_some(())?;
        Some(NewApplication { organization: organization?, about, website: website?, contact })
    }
}

/// An address of the web as a link wants it; what lacks the beginning gets it. Nothing typed is nothing.
fn website(typed: &str) -> Option<String> {
    let text = clean_line(typed);
    if text.is_empty() {
        return Some(text);
    }
    let whole = if text.contains("://") { text } else { format!("https://{text}") };
    let host = whole.strip_prefix("https://").or_else(|| whole.strip_prefix("http://"))?.split(['/', '?', '#']).next()?;
    let plain =
        host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !whole.contains(char::is_whitespace) && !host.contains('@');
    (plain && whole.chars().count() <= 300).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_a_link_or_refused() {
        assert_eq!(website("  lantern.example/about ").as_deref(), Some("https://lantern.example/about"));
        assert_eq!(website("http://lantern.example").as_deref(), Some("http://lantern.example"));
        assert_eq!(website("").as_deref(), Some(""));
        for wrong in ["javascript:alert(1)", "lantern", "ftp://lantern.example", "https://me@lantern.example", "a b.example"] {
            assert_eq!(website(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let mut check = Check::new();
        assert!(ApplyForm::default().read(&mut check).is_none());
        let fields: Vec<String> = check.faults().into_iter().map(|f| f.field).collect();
        for field in ["name", "zone", "currency", "about", "contact"] {
            assert!(fields.iter().any(|f| f == field), "{field}: {fields:?}");
        }
    }
}
