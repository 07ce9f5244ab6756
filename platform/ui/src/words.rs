//! Words of the kit that pages of their own need as well. What pages say comes from the pages.

use std::borrow::Cow;

use platform_texts::{Lang, t};

/// Leads to the sign-in page.
pub fn sign_in() -> Cow<'static, str> {
    t!("layout-sign-in")
}

/// The mark of the payment simulator.
pub fn simulator() -> Cow<'static, str> {
    t!("layout-simulator")
}

/// Price of what costs nothing.
pub fn free() -> Cow<'static, str> {
    t!("price-free")
}

/// Under a price that hides nothing.
pub fn all_in() -> Cow<'static, str> {
    t!("price-all-in")
}

/// A price that the buyer sets, from nothing on.
pub fn own_price() -> Cow<'static, str> {
    t!("price-own")
}

/// Ticket that cannot be bought any more.
pub fn sold_out() -> Cow<'static, str> {
    t!("price-sold-out")
}

/// Label of the field beside the camera.
pub fn type_code() -> Cow<'static, str> {
    t!("door-type-code")
}

/// Sends a typed code.
pub fn check_code() -> Cow<'static, str> {
    t!("door-check-code")
}

/// Text alternative of a generated poster.
pub fn poster_of(title: &str) -> Cow<'static, str> {
    t!("poster-of", title = title)
}

/// `10000` as `10,000`, or as `10.000` where that is how the language writes it.
pub fn grouped(n: u64) -> String {
    let group = if Lang::current() == Lang::De { '.' } else { ',' };
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(group);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        assert_eq!((grouped(7), grouped(1_234), grouped(1_234_567)), ("7".to_owned(), "1,234".to_owned(), "1,234,567".to_owned()));
        assert_eq!(Lang::De.within(|| grouped(1_234_567)), "1.234.567");
    }
}
