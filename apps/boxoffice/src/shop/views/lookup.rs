//! Finding an order.

use platform_http::FieldFault;
use platform_texts::t;
use platform_ui::{Button, Field, FieldErrors, Form, House, Markup, Toast, Tone, html};

use super::private_page;
use crate::readable::lookup_code_name;
use crate::shop::lookup::Asked;

/// What stands above the form.
pub(in crate::shop) enum Above<'a> {
    /// Nothing but the heading.
    Nothing,
    /// A greeting for whoever paid in another browser.
    FromPayment,
    /// How long to wait before asking again.
    Wait(&'a str),
}

/// The page; `refused` says that nothing was found, `faults` what is wrong with each field by itself.
pub(in crate::shop) fn page(house: &House, asked: &Asked, refused: Option<&str>, faults: &[FieldFault], above: &Above<'_>) -> Markup {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), fault.sentence());
    }
    if let Some(refused) = refused {
        errors.add_form(refused);
    }
    let main = html! {
        div class="stack" {
            h1 { (t!("lookup-title")) }
            @match above {
                Above::Nothing => {}
                Above::FromPayment => (Toast::new(Tone::Note, t!("lookup-from-payment")).flash()),
                Above::Wait(words) => (Toast::new(Tone::Care, *words).flash()),
            }
            (form(asked, &errors))
        }
    };
    private_page(house, t!("lookup-title"), main).narrow().render()
}

/// Address and code.
pub(super) fn form(asked: &Asked, errors: &FieldErrors) -> Form {
    let fields = html! {
        (Field::email("email", t!("checkout-email")).required().value(asked.email.as_str()).error(errors.of("email")).help(t!("lookup-email-help")))
        (Field::text("code", lookup_code_name()).required().autocomplete("off").max_length(40).value(asked.code.as_str()).error(errors.of("code")).placeholder("7K2M9-QXD4F").help(t!("lookup-code-help")))
    };
    Form::post("/orders/lookup", fields).errors(errors).button(Button::submit(t!("lookup-show")).main().large())
}
