//! What just happened: a flash in the page after a redirect, a toast after a request without one.

use maud::{Markup, html};
use platform_texts::t;

use crate::banner::Tone;
use crate::sample::{Sample, splices};

/// A short notice.
#[derive(Clone, Debug)]
pub struct Toast {
    /// What it means.
    pub tone: Tone,
    /// What happened.
    pub text: String,
    /// What one can do about it: words and address.
    pub link: Option<(String, String)>,
}

impl Toast {
    /// A notice of this tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, text: text.into(), link: None }
    }

    /// It went well.
    pub fn good(text: impl Into<String>) -> Self {
        Self::new(Tone::Good, text)
    }

    /// It went wrong.
    pub fn bad(text: impl Into<String>) -> Self {
        Self::new(Tone::Bad, text)
    }

    /// With a link at its end: “Undo”, “Show”.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some((label.into(), href.into()));
        self
    }

    /// As part of the page: stays until the page goes.
    pub fn flash(&self) -> Markup {
        html! { div class={ "flash tone--" (self.tone.name()) } role="status" { (self.inside()) } }
    }

    /// As a toast: the answer to an htmx request puts it into the stack out of band.
    pub fn render(&self) -> Markup {
        html! { div class={ "toast tone--" (self.tone.name()) } role="status" { (self.inside()) } }
    }

    /// The toast wrapped so that htmx adds it to the stack of the page, whatever else the answer replaces.
    pub fn out_of_band(&self) -> Markup {
        html! { div hx-swap-oob="beforeend:#toasts" { (self) } }
    }

    /// The empty stack every shell carries.
    pub(crate) fn stack() -> Markup {
        html! {
            toast-stack class="toast-stack" id="toasts" role="region" aria-label=(t!("layout-notices")) aria-live="polite"
                data-words-close=(t!("layout-close")) {}
        }
    }

    fn inside(&self) -> Markup {
        html! {
            (self.tone.icon())
            p { (self.text) @if let Some((label, href)) = &self.link { " " a href=(href) { (label) } } }
        }
    }

    /// Tones, as flash and as toast.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new(
                "flash",
                html! {
                    (Self::good("The event is published.").link("Show it", "#").flash())
                    (Self::bad("The card was declined: not enough money. The seats are still yours; try another card.").flash())
                },
            ),
            Sample::new(
                "toast",
                html! {
                    (Self::new(Tone::Note, "Draft saved."))
                    (Self::new(Tone::Care, "Somebody else changed this order a minute ago.").link("Show what", "#"))
                },
            ),
        ]
    }
}

splices!(Toast);
