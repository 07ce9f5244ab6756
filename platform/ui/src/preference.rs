//! One thing somebody can be told of, and the ways to choose.

use maud::{Markup, html};

use crate::field::{Choice, Field};
use crate::sample::{Sample, splices};

/// A thing and its ways.
#[derive(Clone, Debug)]
pub struct Preference {
    what: String,
    when: String,
    ways: Vec<Markup>,
}

impl Preference {
    /// What it is called, and when it is told.
    pub fn new(what: impl Into<String>, when: impl Into<String>) -> Self {
        Self { what: what.into(), when: when.into(), ways: Vec::new() }
    }

    /// A field to choose one way by.
    #[must_use]
    pub fn way(mut self, field: &Field) -> Self {
        self.ways.push(field.render());
        self
    }

    /// Words in the place of a field, where there is nothing to choose.
    #[must_use]
    pub fn always(mut self, words: impl Into<String>) -> Self {
        let words: String = words.into();
        self.ways.push(html! { p class="preference__always" { (words) } });
        self
    }

    /// The row of a form.
    pub fn render(&self) -> Markup {
        html! {
            div class="preference" role="group" aria-label=(self.what) {
                p class="preference__what" { (self.what) }
                p class="preference__when" { (self.when) }
                div class="preference__ways" { @for way in &self.ways { (way) } }
            }
        }
    }

    /// With choices, and without.
    pub fn sample() -> Vec<Sample> {
        let modes = vec![Choice::new("now", "At once"), Choice::new("digest", "With the digest"), Choice::new("never", "Never")];
        let open = Self::new("Orders", "Whenever somebody buys tickets.")
            .way(&Field::checkbox("in_app.sample", "In the inbox", true).id("preference-in-app"))
            .way(&Field::select("mail.sample", "By mail", modes).required().value("digest").id("preference-mail"));
        let closed = Self::new("Security", "Whenever your sign-in changes.").always("Always in the inbox").always("Always by mail");
        vec![Sample::new("choices", open.render()), Sample::new("no choice", closed.render())]
    }
}

splices!(Preference);
