//! The control inside a field.

use maud::{Markup, html};
use platform_texts::t;
use platform_types::{Currency, Money};

use super::{Choice, Field};
use crate::icon::Icon;

#[derive(Clone, Debug)]
pub(super) enum Control {
    Input { kind: &'static str, mode: Option<&'static str> },
    Money(Currency),
    File { accept: &'static str },
    Textarea { rows: u32 },
    Select(Vec<Choice>),
    Choices(Vec<Choice>),
    Checkbox { checked: bool },
}

/// A plain number as people of the language write it; anything else as it was typed.
fn as_typed(value: &str, currency: Currency) -> String {
    match Money::parse(value, currency) {
        Ok(amount) if amount.decimal() == value => amount.typed(),
        _ => value.to_owned(),
    }
}

impl Field {
    /// Controls that are a box to type or choose in.
    pub(super) fn box_control(&self, id: &str) -> Markup {
        match &self.control {
            Control::Input { kind, mode } => self.with_affixes(None, self.input(id, kind, *mode, "field__box")),
            Control::Money(currency) => {
                let shown = Self { value: as_typed(&self.value, *currency), ..self.clone() };
                shown.with_affixes(Some(currency.code()), shown.input(id, "text", Some("decimal"), "field__box field__box--figures"))
            }
            Control::File { accept } => html! {
                input class="field__box field__box--file" id=(id) name=(self.name) type="file" accept=(accept) required[self.required]
                    disabled[self.disabled] aria-describedby=[self.described_by(id)] aria-invalid=[self.invalid()];
            },
            Control::Textarea { rows } => html! {
                textarea class="field__box" id=(id) name=(self.name) rows=(rows) maxlength=[self.max_length]
                    placeholder=[self.placeholder.as_ref()] required[self.required] disabled[self.disabled]
                    autofocus[self.autofocus] aria-describedby=[self.described_by(id)] aria-invalid=[self.invalid()] {
                    // A line end directly after the tag is dropped by HTML, so one that was typed needs another.
                    @if self.value.starts_with('\n') { "\n" }
                    (self.value)
                }
            },
            Control::Select(choices) => self.select_control(id, choices),
            Control::Choices(_) | Control::Checkbox { .. } => html! {},
        }
    }

    fn input(&self, id: &str, kind: &str, mode: Option<&str>, class: &str) -> Markup {
        // What was typed as a password is the one thing that is not sent back.
        let value = (kind != "password" && !self.value.is_empty()).then_some(&self.value);
        html! {
            input class=(class) id=(id) name=(self.name) type=(kind) value=[value] inputmode=[mode] form=[self.form.as_ref()]
                autocomplete=[self.autocomplete] maxlength=[self.max_length] min=[self.min.as_ref()] max=[self.max.as_ref()]
                step=[self.step.as_ref()] placeholder=[self.placeholder.as_ref()] required[self.required]
                disabled[self.disabled] autofocus[self.autofocus] aria-describedby=[self.described_by(id)]
                aria-invalid=[self.invalid()];
        }
    }

    fn with_affixes(&self, prefix: Option<&str>, input: Markup) -> Markup {
        if prefix.is_none() && self.suffix.is_none() {
            return input;
        }
        html! {
            div class="field__affixed" {
                @if let Some(prefix) = prefix { span class="field__affix" { (prefix) } }
                (input)
                @if let Some(suffix) = &self.suffix { span class="field__affix" { (suffix) } }
            }
        }
    }

    fn select_control(&self, id: &str, choices: &[Choice]) -> Markup {
        html! {
            div class="field__select" {
                select class="field__box" id=(id) name=(self.name) autocomplete=[self.autocomplete] required[self.required]
                    disabled[self.disabled] autofocus[self.autofocus] aria-describedby=[self.described_by(id)] aria-invalid=[self.invalid()] {
                    @if self.value.is_empty() || self.placeholder.is_some() { option value="" { (self.placeholder.as_deref().unwrap_or(&t!("form-choose"))) } }
                    @for group in choices.chunk_by(|a, b| a.group == b.group) {
                        @match group.first().and_then(|c| c.group.as_ref()) {
                            Some(name) => optgroup label=(name) { (self.options(group)) },
                            None => (self.options(group)),
                        }
                    }
                }
                (Icon::ChevronDown)
            }
        }
    }

    fn options(&self, choices: &[Choice]) -> Markup {
        html! { @for choice in choices { option value=(choice.value) selected[choice.value == self.value] { (choice.label) } } }
    }

    pub(super) fn checkbox_control(&self, id: &str, checked: bool) -> Markup {
        html! {
            input class="field__tick" id=(id) name=(self.name) type="checkbox" checked[checked] required[self.required]
                disabled[self.disabled] aria-describedby=[self.described_by(id)] aria-invalid=[self.invalid()];
        }
    }

    pub(super) fn choice_controls(&self, id: &str, choices: &[Choice]) -> Markup {
        html! {
            @for (i, choice) in choices.iter().enumerate() {
                label class="field__choice" for={ (id) "-" (i) } {
                    input class="field__tick" id={ (id) "-" (i) } name=(self.name) type="radio" value=(choice.value)
                        checked[choice.value == self.value] required[self.required];
                    span class="field__choice-text" {
                        (choice.label)
                        @if let Some(hint) = &choice.hint { span class="field__choice-hint" { (hint) } }
                    }
                }
            }
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.is_some().then_some("true")
    }
}

#[cfg(test)]
mod tests {
    use platform_types::Lang;

    use super::*;

    #[test]
    fn an_amount_stands_in_its_field_as_people_write_it() {
        let field = |value: &str| Field::money("price", "Price", Currency::EUR).value(value).render().0;
        Lang::De.within(|| {
            assert!(field("12.50").contains("value=\"12,50\""), "{}", field("12.50"));
            assert!(field("about 12.50").contains("value=\"about 12.50\""), "what is no amount stays as it was typed");
            assert!(field("12").contains("value=\"12\""));
        });
        assert!(field("12.50").contains("value=\"12.50\""));
    }
}
