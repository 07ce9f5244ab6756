//! What is wrong with what a buyer typed, in sentences.

use platform_texts::t;
use platform_types::{EmailError, MoneyError, NameError};

/// Of the buyer's name.
pub(super) fn of_name(error: NameError) -> String {
    match error {
        NameError::Blank => t!("checkout-wrong-name"),
        NameError::TooLong => t!("checkout-wrong-name-long"),
    }
    .into_owned()
}

/// Of the name on the ticket that stands at this place.
pub(super) fn of_attendee(error: NameError, place: usize) -> String {
    match error {
        NameError::Blank => t!("checkout-wrong-attendee", n = place),
        NameError::TooLong => t!("checkout-wrong-attendee-long", n = place),
    }
    .into_owned()
}

/// Of an e-mail address.
pub(super) fn of_email(error: EmailError) -> String {
    match error {
        EmailError::Empty => t!("checkout-wrong-email-empty"),
        EmailError::Shape => t!("checkout-wrong-email-shape"),
        EmailError::TooLong => t!("checkout-wrong-email-long"),
    }
    .into_owned()
}

/// Of an amount.
pub(super) fn of_money(error: MoneyError) -> String {
    match error {
        MoneyError::Shape(example) => t!("amount-shape", example = example).into_owned(),
        MoneyError::Overflow => t!("amount-large").into_owned(),
        other @ MoneyError::Mixed(..) => platform_http::sentence(&other.to_string()),
    }
}
