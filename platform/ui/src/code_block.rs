//! Lines for programs: a command, an answer.

use maud::{Markup, html};

use crate::sample::{Sample, splices};

/// Lines in the letters of code. What is wider than the page is scrolled to by itself, with the keyboard too.
#[derive(Clone, Debug)]
pub struct CodeBlock {
    text: String,
    label: String,
}

impl CodeBlock {
    /// `text`, which is a `label` for screen readers.
    pub fn new(text: impl Into<String>, label: impl Into<String>) -> Self {
        Self { text: text.into(), label: label.into() }
    }

    /// The lines.
    pub fn render(&self) -> Markup {
        html! { pre class="code-block" tabindex="0" role="region" aria-label=(self.label) { code { (self.text) } } }
    }

    /// A command.
    pub fn sample() -> Vec<Sample> {
        let text = "curl https://tickets.example.org/api/events \\\n  -H 'Authorization: Bearer …'";
        vec![Sample::new("a command", Self::new(text, "Example").render())]
    }
}

splices!(CodeBlock);
