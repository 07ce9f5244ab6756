//! Finding an order.

use platform_http::FieldFault;
use platform_ui::{Button, Field, FieldErrors, Form, House, Markup, Toast, Tone, html};

use super::private_page;
use crate::readable::LOOKUP_CODE;
use crate::shop::lookup::Asked;

/// The page; `refused` says that nothing was found, `faults` what is wrong with each field by itself,
/// `from_payment` greets whoever paid in another browser.
pub(in crate::shop) fn page(house: &House, asked: &Asked, refused: Option<&str>, faults: &[FieldFault], from_payment: bool) -> Markup {
    let mut errors = FieldErrors::new();
    for fault in faults {
        errors.add(fault.field.clone(), fault.sentence());
    }
    if let Some(refused) = refused {
        errors.add_form(refused);
    }
    let main = html! {
        div class="stack" {
            h1 { "Find your order" }
            @if from_payment { (Toast::new(Tone::Note, "If you paid just now, your tickets are on their way by e-mail. To see them here, enter the lookup code from that mail.").flash()) }
            (form(asked, &errors))
        }
    };
    private_page(house, "Find your order", main).narrow().render()
}

/// Address and code.
pub(super) fn form(asked: &Asked, errors: &FieldErrors) -> Form {
    let fields = html! {
        (Field::email("email", "E-mail").required().value(asked.email.as_str()).error(errors.of("email")).help("The address the tickets were sent to."))
        (Field::text("code", LOOKUP_CODE).required().autocomplete("off").max_length(40).value(asked.code.as_str()).error(errors.of("code")).placeholder("7K2M9-QXD4F").help("Twice five letters and digits, in the confirmation mail. Capitals, spaces and dashes do not matter."))
    };
    Form::post("/orders/lookup", fields).errors(errors).button(Button::submit("Show my order").main().large())
}
