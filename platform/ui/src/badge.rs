//! A status in one word.

use maud::{Markup, html};

use crate::banner::Tone;
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A small mark. The colour repeats what the word says.
#[derive(Clone, Debug)]
pub struct Badge {
    label: String,
    tone: Option<Tone>,
    icon: Option<Icon>,
}

impl Badge {
    /// Without a meaning of its own: drafts, kinds.
    pub fn plain(label: impl Into<String>) -> Self {
        Self { label: label.into(), tone: None, icon: None }
    }

    /// With a meaning.
    pub fn new(tone: Tone, label: impl Into<String>) -> Self {
        Self { label: label.into(), tone: Some(tone), icon: None }
    }

    /// With a sign.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The mark.
    pub fn render(&self) -> Markup {
        let tone = self.tone.map(|tone| format!(" tone--{}", tone.name())).unwrap_or_default();
        html! {
            span class={ "badge" (tone) } {
                @match self.icon { Some(icon) => (icon), None => { @if self.tone.is_some() { span class="badge__dot" {} } } }
                (self.label)
            }
        }
    }

    /// All tones.
    pub fn sample() -> Vec<Sample> {
        let row = html! {
            div class="cluster" {
                (Self::plain("Draft"))
                (Self::new(Tone::Good, "On sale"))
                (Self::new(Tone::Care, "Few left"))
                (Self::new(Tone::Bad, "Refunded"))
                (Self::new(Tone::Note, "Doors open"))
                (Self::plain("Family").icon(Icon::Tag))
            }
        };
        vec![Sample::new("tones", row)]
    }
}

splices!(Badge);
