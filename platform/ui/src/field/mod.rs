//! Fields: label above, help below, the error beside in words that say what would be right.

mod control;
mod samples;

use maud::{Markup, html};
use platform_texts::t;
use platform_types::Currency;

use crate::icon::Icon;
use crate::sample::splices;
use control::Control;

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second, quieter line (only where choices are shown one below the other).
    pub hint: Option<String>,
    /// What it stands among in a folded list: neighbours of one group stand below its name.
    pub group: Option<String>,
}

impl Choice {
    /// Sends `value`, shows `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, group: None }
    }

    /// With a second, quieter line.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Among others of this name (only where choices are folded).
    #[must_use]
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.group = Some(name.into());
        self
    }
}

/// A labelled control. Start with the kind (`Field::email("email", "E-mail")`), add what is known.
#[derive(Clone, Debug)]
pub struct Field {
    name: String,
    label: String,
    id: Option<String>,
    help: Option<String>,
    error: Option<String>,
    value: String,
    required: bool,
    disabled: bool,
    autofocus: bool,
    autocomplete: Option<&'static str>,
    placeholder: Option<String>,
    max_length: Option<u32>,
    min: Option<String>,
    max: Option<String>,
    step: Option<String>,
    suffix: Option<String>,
    narrows: bool,
    form: Option<String>,
    control: Control,
}

impl Field {
    fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            id: None,
            help: None,
            error: None,
            value: String::new(),
            required: false,
            disabled: false,
            autofocus: false,
            autocomplete: None,
            placeholder: None,
            max_length: None,
            min: None,
            max: None,
            step: None,
            suffix: None,
            narrows: false,
            form: None,
            control,
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "text", mode: None })
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "email", mode: Some("email") }).autocomplete("email")
    }

    /// A secret, with `autocomplete` `current-password`; say `.autocomplete("new-password")` where one is set.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "password", mode: None }).autocomplete("current-password")
    }

    /// A telephone number as people type it.
    pub fn phone(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "tel", mode: Some("tel") }).autocomplete("tel")
    }

    /// An address on the web.
    pub fn web_address(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "url", mode: Some("url") })
    }

    /// Something to look for.
    pub fn search(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "search", mode: Some("search") })
    }

    /// A whole number.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "number", mode: Some("numeric") })
    }

    /// A file of these kinds (`accept` of the HTML standard), within [`crate::Form::upload`]. Nobody can fill it in but the person.
    pub fn file(name: impl Into<String>, label: impl Into<String>, accept: &'static str) -> Self {
        Self::new(name, label, Control::File { accept })
    }

    /// An amount, typed as people do (`12`, `12,50`); read it with `Money::parse`. A plain decimal number is
    /// shown as the language writes it.
    pub fn money(name: impl Into<String>, label: impl Into<String>, currency: Currency) -> Self {
        Self::new(name, label, Control::Money(currency))
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Textarea { rows: 4 })
    }

    /// One of many, folded.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Select(choices))
    }

    /// One of a few, all in sight.
    pub fn choices(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Choices(choices))
    }

    /// Yes or no; sends `name=on` when ticked.
    pub fn checkbox(name: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self::new(name, label, Control::Checkbox { checked })
    }

    /// A day.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "date", mode: None })
    }

    /// A day and a time without a zone: say in the help text which place's clock is meant.
    pub fn datetime_local(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Input { kind: "datetime-local", mode: None })
    }

    /// What stands in it: what was stored, or what was typed when the form comes back.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// A line below that helps to fill it in.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong and what would be right; `None` is fine.
    #[must_use]
    pub fn error(mut self, error: Option<&str>) -> Self {
        self.error = error.map(str::to_owned);
        self
    }

    /// May not stay empty. Others say “optional” beside their label.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Cannot be changed now.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Takes the focus when the page opens: only on pages that are nothing but this form.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// What the browser may fill in: the tokens of the HTML standard.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// An example in grey, never the only label. Of a select: what leaving it as it is means.
    #[must_use]
    pub fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = Some(text.into());
        self
    }

    /// At most this many characters.
    #[must_use]
    pub fn max_length(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// The smallest number, day or time.
    #[must_use]
    pub fn min(mut self, min: impl ToString) -> Self {
        self.min = Some(min.to_string());
        self
    }

    /// The largest number, day or time.
    #[must_use]
    pub fn max(mut self, max: impl ToString) -> Self {
        self.max = Some(max.to_string());
        self
    }

    /// The step between numbers.
    #[must_use]
    pub fn step(mut self, step: impl ToString) -> Self {
        self.step = Some(step.to_string());
        self
    }

    /// A unit after the value: “minutes”, “%”.
    #[must_use]
    pub fn suffix(mut self, unit: impl Into<String>) -> Self {
        self.suffix = Some(unit.into());
        self
    }

    /// Belongs to the form with this id, wherever it stands: a line to type in.
    #[must_use]
    pub fn of_form(mut self, form_id: impl Into<String>) -> Self {
        self.form = Some(form_id.into());
        self
    }

    /// Height of a text area in lines.
    #[must_use]
    pub fn rows(mut self, lines: u32) -> Self {
        if let Control::Textarea { rows } = &mut self.control {
            *rows = lines;
        }
        self
    }

    /// Another id than the one made from the name: where two forms of a page have a field of one name.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// One of the filters of a list: that it may stay empty needs no word.
    #[must_use]
    pub fn narrowing(mut self) -> Self {
        self.narrows = true;
        self
    }

    /// The control's id; the error summary links to it.
    pub fn control_id(&self) -> String {
        self.id.clone().unwrap_or_else(|| field_id(&self.name))
    }

    /// Label, control, help and error.
    pub fn render(&self) -> Markup {
        let id = self.control_id();
        let wrong = self.error.is_some();
        let class = if wrong { "field field--wrong" } else { "field" };
        match &self.control {
            Control::Checkbox { checked } => html! {
                div class={ (class) " field--check" } {
                    (self.checkbox_control(&id, *checked))
                    (self.label_of(&id))
                    (self.notes(&id))
                }
            },
            Control::Choices(choices) => html! {
                fieldset class={ (class) " field--choices" } id=(id) tabindex="-1" aria-describedby=[self.described_by(&id)]
                    aria-invalid=[wrong.then_some("true")] role="radiogroup" disabled[self.disabled] {
                    legend class="field__label" { (self.label) (self.optional()) }
                    (self.choice_controls(&id, choices))
                    (self.notes(&id))
                }
            },
            _ => html! {
                div class=(class) {
                    (self.label_of(&id))
                    (self.box_control(&id))
                    (self.notes(&id))
                }
            },
        }
    }

    fn label_of(&self, id: &str) -> Markup {
        html! { label class="field__label" for=(id) { (self.label) (self.optional()) } }
    }

    fn optional(&self) -> Markup {
        // A search is never an obligation, and a choice has one chosen.
        let search = matches!(self.control, Control::Input { kind: "search", .. });
        let says = !self.required && !self.narrows && !search && !matches!(self.control, Control::Checkbox { .. } | Control::Choices(_));
        html! { @if says { " " span class="field__optional" { (t!("form-optional")) } } }
    }

    /// Ids of the error and the help, the error first because it matters more.
    fn described_by(&self, id: &str) -> Option<String> {
        let ids = [self.error.as_ref().map(|_| format!("{id}-error")), self.help.as_ref().map(|_| format!("{id}-help"))];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn notes(&self, id: &str) -> Markup {
        html! {
            @if let Some(error) = &self.error {
                p class="field__error" id={ (id) "-error" } { (Icon::TriangleAlert) span { (error) } }
            }
            @if let Some(help) = &self.help { p class="field__help" id={ (id) "-help" } { (help) } }
        }
    }
}

/// The id of the control of a field with this name.
pub(crate) fn field_id(name: &str) -> String {
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("field-{safe}")
}

splices!(Field);
