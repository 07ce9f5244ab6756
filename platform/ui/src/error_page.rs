//! What happened, what was saved, what to do; with the request's id for whoever has to find out.

use maud::{Markup, html};
use platform_texts::t;

use crate::button::Button;
use crate::sample::{Sample, splices};

/// The inside of an error page; put it into a [`crate::PublicPage`].
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// HTTP status, in large figures.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// What was saved, what to do.
    pub text: String,
    /// Ways on, the main one first.
    pub actions: Vec<Button>,
    /// The request's id.
    pub request_id: Option<String>,
    /// Whether what was typed may be sent again, and so is worth keeping.
    pub keeps_form: bool,
}

impl ErrorPage {
    /// An error with this status.
    pub fn new(status: u16, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { status, title: title.into(), text: text.into(), actions: Vec::new(), request_id: None, keeps_form: false }
    }

    /// A way on.
    #[must_use]
    pub fn action(mut self, button: Button) -> Self {
        self.actions.push(button);
        self
    }

    /// The request's id.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// Keeps the form that was sent, in the browser, until it is sent again.
    #[must_use]
    pub fn keeps_form(mut self) -> Self {
        self.keeps_form = true;
        self
    }

    /// The inside of the page.
    pub fn render(&self) -> Markup {
        html! {
            section class="error-page" {
                p class="error-page__status" aria-hidden="true" { (self.status) }
                h1 class="error-page__title" { (self.title) }
                p class="error-page__text" { (self.text) }
                @if self.keeps_form {
                    // Shown by its script, when there was something to keep.
                    unsent-form class="error-page__kept" hidden { (t!("form-kept")) " " a href="" { (t!("form-kept-back")) } }
                }
                @if !self.actions.is_empty() { div class="error-page__actions" { @for action in &self.actions { (action) } } }
                @if let Some(id) = &self.request_id { p class="error-page__request" { (t!("layout-request")) " " code { (id) } } }
            }
        }
    }

    /// Not found, and our fault.
    pub fn sample() -> Vec<Sample> {
        vec![
            Sample::new(
                "not found",
                Self::new(404, "This page is not on the board", "It may have moved, or the link is not complete.")
                    .action(Button::link("All events", "#").main())
                    .render(),
            ),
            Sample::new(
                "our fault",
                Self::new(500, "That did not work, and it is our fault", "Nothing was charged. Your seats are held until 20:15.")
                    .action(Button::link("Back to your order", "#").main())
                    .keeps_form()
                    .request_id("01JZ8K3V6Q")
                    .render(),
            ),
        ]
    }
}

splices!(ErrorPage);
