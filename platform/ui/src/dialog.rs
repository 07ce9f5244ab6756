//! A question over the page. Opens and closes without JavaScript, by the popover attributes.

use maud::{Markup, html};
use platform_texts::t;

use crate::button::Button;
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A dialog; opened by [`Button::opens`] with its id.
#[derive(Clone, Debug)]
pub struct Dialog {
    /// Its id.
    pub id: String,
    /// The question.
    pub title: String,
    /// What follows from the answer; a form with the buttons.
    pub body: Markup,
}

impl Dialog {
    /// A dialog.
    pub fn new(id: impl Into<String>, title: impl Into<String>, body: Markup) -> Self {
        Self { id: id.into(), title: title.into(), body }
    }

    /// Asks before something is done that cannot be undone: a POST to `action`.
    pub fn confirm(id: impl Into<String>, title: impl Into<String>, text: &str, action: &str, button: Button) -> Self {
        let id = id.into();
        let body = html! {
            p { (text) }
            form class="dialog__buttons" method="post" action=(action) {
                button class="button" type="button" popovertarget=(id) popovertargetaction="hide" { (t!("layout-cancel")) }
                (button)
            }
        };
        Self::new(id, title, body)
    }

    /// The dialog, closed.
    pub fn render(&self) -> Markup {
        html! {
            dialog class="dialog" id=(self.id) popover="auto" aria-labelledby={ (self.id) "-title" } {
                header class="dialog__header" {
                    h2 class="dialog__title" id={ (self.id) "-title" } { (self.title) }
                    button class="button button--quiet button--icon" type="button" popovertarget=(self.id)
                        popovertargetaction="hide" aria-label=(t!("layout-close")) title=(t!("layout-close")) { (Icon::X) }
                }
                div class="dialog__body" { (self.body) }
            }
        }
    }

    /// A confirmation and what opens it.
    pub fn sample() -> Vec<Sample> {
        let dialog = Self::confirm(
            "refund-sample",
            "Refund order 4F7K-22?",
            "€57.00 goes back to the card. Both tickets stop working at once, and the seats go on sale again. This cannot be undone.",
            "#",
            Button::submit("Refund €57.00").danger(),
        );
        vec![Sample::new("confirmation", html! { (Button::opens("Refund", "refund-sample").icon(Icon::Undo2)) (dialog) })]
    }
}

splices!(Dialog);
