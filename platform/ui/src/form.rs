//! Forms: mistakes named above the fields and beside them.

use maud::{Markup, html};
use platform_texts::t;

use crate::Button;
use crate::field::{Field, field_id};
use crate::icon::Icon;
use crate::sample::{Sample, splices};

/// What is wrong with what was typed: by field, in order, and for the form as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors {
    form: Vec<String>,
    fields: Vec<(String, String)>,
}

impl FieldErrors {
    /// Nothing wrong.
    pub fn new() -> Self {
        Self::default()
    }

    /// The field `name` needs correcting; `message` says what would be right.
    pub fn add(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.fields.push((name.into(), message.into()));
    }

    /// Something that belongs to no single field.
    pub fn add_form(&mut self, message: impl Into<String>) {
        self.form.push(message.into());
    }

    /// What to show beside the field `name`: `Field::error(errors.of("email"))`.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, message)| message.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.form.is_empty() && self.fields.is_empty()
    }

    /// The summary above the form; takes the focus. Nothing when nothing is wrong.
    pub fn summary(&self) -> Markup {
        let count = self.form.len() + self.fields.len();
        html! {
            @if count > 0 {
                div class="error-summary" role="alert" tabindex="-1" autofocus {
                    (Icon::TriangleAlert)
                    div {
                        h2 class="error-summary__title" { (t!("form-mistakes", count = count)) }
                        ul role="list" {
                            @for message in &self.form { li { (message) } }
                            @for (name, message) in &self.fields { li { a href={ "#" (field_id(name)) } { (message) } } }
                        }
                    }
                }
            }
        }
    }
}

/// A form. Works without JavaScript; with [`Form::swap`] htmx sends it and replaces a part of the page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes.
    pub action: String,
    /// GET for searches, POST for what changes something.
    pub post: bool,
    /// An id, for buttons that stand elsewhere.
    pub id: Option<String>,
    /// What is wrong.
    pub errors: FieldErrors,
    /// Sent along unseen: name and value.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Markup,
    /// The buttons, the main one first.
    pub buttons: Vec<Button>,
    /// CSS selector of what htmx replaces by the answer.
    pub swap: Option<String>,
    /// Whether it brings a file: then it is sent in parts.
    pub uploads: bool,
}

impl Form {
    /// A form that changes something.
    pub fn post(action: impl Into<String>, fields: Markup) -> Self {
        Self {
            action: action.into(),
            post: true,
            id: None,
            errors: FieldErrors::new(),
            hidden: Vec::new(),
            fields,
            buttons: Vec::new(),
            swap: None,
            uploads: false,
        }
    }

    /// A form that brings a file ([`Field::file`]). Hidden values are sent before the fields.
    pub fn upload(action: impl Into<String>, fields: Markup) -> Self {
        Self { uploads: true, ..Self::post(action, fields) }
    }

    /// A form that only asks.
    pub fn get(action: impl Into<String>, fields: Markup) -> Self {
        Self { post: false, ..Self::post(action, fields) }
    }

    /// What is wrong; shown above. Give each field its own with `Field::error(errors.of(name))`.
    #[must_use]
    pub fn errors(mut self, errors: &FieldErrors) -> Self {
        self.errors = errors.clone();
        self
    }

    /// Sends `name=value` along.
    #[must_use]
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn button(mut self, button: Button) -> Self {
        self.buttons.push(button);
        self
    }

    /// An id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// htmx sends it and replaces what the selector finds; without JavaScript it is sent as ever.
    #[must_use]
    pub fn swap(mut self, selector: impl Into<String>) -> Self {
        self.swap = Some(selector.into());
        self
    }

    /// The form.
    pub fn render(&self) -> Markup {
        let method = if self.post { "post" } else { "get" };
        let (hx_get, hx_post) = match (&self.swap, self.post) {
            (Some(_), true) => (None, Some(&self.action)),
            (Some(_), false) => (Some(&self.action), None),
            (None, _) => (None, None),
        };
        html! {
            form class="form" id=[self.id.as_ref()] method=(method) action=(self.action) enctype=[self.uploads.then_some("multipart/form-data")] novalidate hx-get=[hx_get]
                hx-post=[hx_post] hx-target=[self.swap.as_ref()] hx-swap=[self.swap.as_ref().map(|_| "outerHTML")] {
                (self.errors.summary())
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (self.fields)
                @if !self.buttons.is_empty() { div class="form__buttons" { @for button in &self.buttons { (button) } } }
            }
        }
    }

    /// As it opens, and as it comes back.
    pub fn sample() -> Vec<Sample> {
        let fields = |errors: &FieldErrors, n: u8| {
            html! {
                (Field::text(format!("form{n}-name"), "Name").required().autocomplete("name").error(errors.of(&format!("form{n}-name"))))
                (Field::email(format!("form{n}-email"), "E-mail").required().help("The tickets go here.").error(errors.of(&format!("form{n}-email"))))
            }
        };
        let mut errors = FieldErrors::new();
        errors.add("form2-name", "Enter the name that should be on the ticket.");
        errors.add("form2-email", "Add what comes after the @, like example.org.");
        let fresh = FieldErrors::new();
        vec![
            Sample::new("fresh", Self::post("#", fields(&fresh, 1)).button(Button::submit("Continue to payment").main().large()).render()),
            Sample::new(
                "with a file",
                Self::upload(
                    "#",
                    html! { h2 class="form__part" { "On the page" } (Field::file("form3-file", "Picture", "image/jpeg,image/png").required().help("JPEG or PNG, at most 10 MB.")) },
                )
                .hidden("key", "8c1f")
                .button(Button::submit("Upload").icon(Icon::Upload))
                .render(),
            ),
            Sample::new(
                "came back",
                Self::post("#", fields(&errors, 2))
                    .errors(&errors)
                    .hidden("hold", "8c1f")
                    .button(Button::submit("Continue to payment").main().large())
                    .button(Button::link("Back", "#").quiet())
                    .render(),
            ),
        ]
    }
}

splices!(Form);
