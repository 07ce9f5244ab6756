//! The scanner: a form to type a code into; with a camera, a viewfinder above it.

use maud::{Markup, html};
use platform_texts::t;

use crate::asset;
use crate::button::Button;
use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::verdict::{Ruling, Verdict};

/// Reads codes and sends each as `code` to `action`.
#[derive(Clone, Debug)]
pub struct Scanner {
    /// Where codes go (POST).
    pub action: String,
    /// CSS selector of what the answer replaces: where the [`crate::Verdict`] stands.
    pub verdict: String,
    /// Sent along with each code: the gate, the list.
    pub hidden: Vec<(String, String)>,
}

impl Scanner {
    /// A scanner that sends to `action`; the answer's verdict replaces what `verdict` selects.
    pub fn new(action: impl Into<String>, verdict: impl Into<String>) -> Self {
        Self { action: action.into(), verdict: verdict.into(), hidden: Vec::new() }
    }

    /// Sends `name=value` along with each code.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// The scanner.
    pub fn render(&self) -> Markup {
        html! {
            door-scanner class="scanner" data-verdict=(self.verdict) data-decoder=(asset::url("vendor/jsqr.js"))
                data-worker=(asset::url("js/workers/decode.js")) data-words-off=(t!("door-camera-off"))
                data-words-refused=(t!("door-camera-refused")) data-words-insecure=(t!("door-camera-insecure"))
                data-words-start=(t!("door-camera-start")) data-words-stop=(t!("door-camera-stop")) {
                div class="scanner__view" hidden {
                    video class="scanner__video" playsinline muted aria-hidden="true" {}
                    div class="scanner__frame" aria-hidden="true" {}
                    p class="scanner__state" role="status" { (t!("door-camera-off")) }
                    div class="scanner__tools" {
                        button class="button scanner__camera" type="button" { (Icon::Camera) span class="button__label" { (t!("door-camera-start")) } }
                        button class="button button--icon scanner__torch" type="button" aria-pressed="false" hidden
                            aria-label=(t!("door-torch")) title=(t!("door-torch")) { (Icon::Flashlight) }
                        button class="button button--icon scanner__sound" type="button" aria-pressed="true"
                            aria-label=(t!("door-sound")) title=(t!("door-sound")) { (Icon::Volume2) }
                    }
                }
                (self.form())
                p class="scanner__offline" role="status" hidden { (Icon::TriangleAlert) (t!("door-offline")) }
                // What stands in place of a verdict when none came.
                @for (kind, why) in [("connection", t!("door-no-connection")), ("answer", t!("door-no-answer")), ("kept", t!("door-read-before"))] {
                    template data-unchecked=(kind) { (Verdict::new(Ruling::Check, t!("door-not-checked")).detail(why)) }
                }
                // The script adds the way back to this gate.
                template data-unchecked="session" {
                    (Verdict::new(Ruling::Check, t!("door-not-checked")).detail(t!("door-signed-out")).actions(Button::link(t!("door-sign-in-again"), "/sign-in").main().large().render()))
                }
            }
        }
    }

    fn form(&self) -> Markup {
        html! {
            form class="scanner__form" method="post" action=(self.action) hx-post=(self.action) hx-target=(self.verdict)
                hx-swap="innerHTML" hx-sync="this:queue all" hx-request=(r#"{"timeout":8000}"#) {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                label class="unseen" for="scanner-code" { (t!("door-type-code")) }
                input class="field__box scanner__code" id="scanner-code" name="code" type="text" required autocomplete="off"
                    autocapitalize="characters" spellcheck="false" enterkeyhint="go" placeholder=(t!("door-type-code"));
                (Button::submit(t!("door-check-code")).main().large())
            }
        }
    }

    /// Before the camera starts.
    pub fn sample() -> Vec<Sample> {
        vec![Sample::new("camera off", html! { (Self::new("#", "#verdict-sample").hidden("gate", "A")) div id="verdict-sample" {} })]
    }
}

splices!(Scanner);
