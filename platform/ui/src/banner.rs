//! Banners: what everybody on every page must know about this server or this page.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// What a notice means. Colours mean only stop, go and care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Note,
    /// It went well; go.
    Good,
    /// Care.
    Care,
    /// It went wrong; stop.
    Bad,
}

impl Tone {
    /// Used in classes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Good => "good",
            Self::Care => "care",
            Self::Bad => "bad",
        }
    }

    /// Its sign: meaning is never in the colour alone.
    pub fn icon(self) -> Icon {
        match self {
            Self::Note => Icon::Info,
            Self::Good => Icon::CircleCheck,
            Self::Care => Icon::TriangleAlert,
            Self::Bad => Icon::CircleX,
        }
    }
}

/// A strip above the page.
#[derive(Clone, Debug)]
pub struct Banner {
    /// What it means.
    pub tone: Tone,
    /// Its sign.
    pub icon: Icon,
    /// What it says.
    pub text: String,
    /// Where one learns more: words and address.
    pub link: Option<(String, String)>,
}

impl Banner {
    /// A strip of this tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, icon: tone.icon(), text: text.into(), link: None }
    }

    /// “This server's clock is set to …”; `time` with its zone.
    pub fn shifted_clock(time: &str) -> Self {
        Self { icon: Icon::Clock, ..Self::new(Tone::Care, t!("layout-clock", time = time)) }
    }

    /// On pages of the payment simulator, and where it is used.
    pub fn simulator() -> Self {
        Self { icon: Icon::CreditCard, ..Self::new(Tone::Care, t!("layout-simulator")) }
    }

    /// A server that moves no real money.
    pub fn test_mode() -> Self {
        Self::new(Tone::Note, t!("layout-test-mode"))
    }

    /// With a link at its end.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((label.into(), href.into()));
        self
    }

    /// The strip.
    pub fn render(&self) -> Markup {
        html! {
            div class={ "banner tone--" (self.tone.name()) } {
                (self.icon)
                p { (self.text) @if let Some((label, href)) = &self.link { " " a href=(href) { (label) } } }
            }
        }
    }

    /// Clock, simulator, test mode, another.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new("shifted clock", Self::shifted_clock("Sat 21 Dec 2024, 19:04 Hong Kong time").render()),
            Sample::new("simulator", Self::simulator().render()),
            Sample::new("test mode", Self::test_mode().link("What that means", "#").render()),
            Sample::new("bad", Self::new(Tone::Bad, "Card payments are down. Holds are kept until they are back.").render()),
        ]
    }
}

splices!(Banner);
