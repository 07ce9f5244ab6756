//! A text one takes elsewhere: a code, an address.

use maud::{Markup, html};
use platform_texts::t;

use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// A text with a button that copies it. Without JavaScript it is a text to select.
#[derive(Clone, Debug)]
pub struct CopyText {
    /// The text.
    pub text: String,
    /// What it is, for screen readers.
    pub label: String,
}

impl CopyText {
    /// `text`, which is a `label`.
    pub fn new(text: impl Into<String>, label: impl Into<String>) -> Self {
        Self { text: text.into(), label: label.into() }
    }

    /// Text and button.
    pub fn render(&self) -> Markup {
        html! {
            copy-button class="copy" data-text=(self.text) data-copied=(t!("layout-copied")) {
                code class="copy__text" { (self.text) }
                button class="button button--quiet button--small" type="button" hidden aria-label=(t!("layout-copy-what", what = self.label)) {
                    (Icon::Copy) span class="button__label" { (t!("layout-copy")) }
                }
            }
        }
    }

    /// A code.
    pub fn sample() -> Vec<Sample> {
        vec![Sample::new("a code", Self::new("7K2M9-QXD4F", "lookup code").render())]
    }
}

splices!(CopyText);
