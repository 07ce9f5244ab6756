//! The scanner: a form to type a code into; with a camera, a viewfinder above it.

use maud::{Markup, html};

use crate::asset;
use crate::button::Button;
use crate::icon::Icon;
use crate::sample::{Sample, splices};
use crate::verdict::{Ruling, Verdict};
use crate::words;

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
                data-worker=(asset::url("js/workers/decode.js")) data-words-off=(words::CAMERA_OFF)
                data-words-refused=(words::CAMERA_REFUSED) data-words-insecure=(words::CAMERA_INSECURE)
                data-words-start=(words::START_CAMERA) data-words-stop=(words::STOP_CAMERA) {
                div class="scanner__view" hidden {
                    video class="scanner__video" playsinline muted aria-hidden="true" {}
                    div class="scanner__frame" aria-hidden="true" {}
                    p class="scanner__state" role="status" { (words::CAMERA_OFF) }
                    div class="scanner__tools" {
                        button class="button scanner__camera" type="button" { (Icon::Camera) span class="button__label" { (words::START_CAMERA) } }
                        button class="button button--icon scanner__torch" type="button" aria-pressed="false" hidden
                            aria-label=(words::TORCH) title=(words::TORCH) { (Icon::Flashlight) }
                        button class="button button--icon scanner__sound" type="button" aria-pressed="true"
                            aria-label=(words::SOUND) title=(words::SOUND) { (Icon::Volume2) }
                    }
                }
                (self.form())
                p class="scanner__offline" role="status" hidden { (Icon::TriangleAlert) (words::OFFLINE) }
                // What stands in place of a verdict when none came.
                @for (kind, why) in [("connection", words::NO_CONNECTION), ("answer", words::NO_ANSWER), ("kept", words::READ_BEFORE)] {
                    template data-unchecked=(kind) { (Verdict::new(Ruling::Check, words::NOT_CHECKED).detail(why)) }
                }
                // The script adds the way back to this gate.
                template data-unchecked="session" {
                    (Verdict::new(Ruling::Check, words::NOT_CHECKED).detail(words::SIGNED_OUT).actions(Button::link(words::SIGN_IN_AGAIN, "/sign-in").main().large().render()))
                }
            }
        }
    }

    fn form(&self) -> Markup {
        html! {
            form class="scanner__form" method="post" action=(self.action) hx-post=(self.action) hx-target=(self.verdict)
                hx-swap="innerHTML" hx-sync="this:queue all" hx-request=(r#"{"timeout":8000}"#) {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                label class="unseen" for="scanner-code" { (words::TYPE_CODE) }
                input class="field__box scanner__code" id="scanner-code" name="code" type="text" required autocomplete="off"
                    autocapitalize="characters" spellcheck="false" enterkeyhint="go" placeholder=(words::TYPE_CODE);
                (Button::submit(words::CHECK_CODE).main().large())
            }
        }
    }

    /// Before the camera starts.
    pub fn sample() -> Vec<Sample> {
        vec![Sample::new("camera off", html! { (Self::new("#", "#verdict-sample").hidden("gate", "A")) div id="verdict-sample" {} })]
    }
}

splices!(Scanner);
