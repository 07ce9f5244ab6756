//! The three codes that people meet, each with one name and one shape wherever it stands: page, mail, paper.
//!
//! | | for | reads |
//! |---|---|---|
//! | order number | asking about an order | `4F7K-22QP` |
//! | lookup code | opening an order, with the e-mail address | `7K2M9-QXD4F` |
//! | ticket code | typing at the door | `7K2M-9QX-D4F` |

use std::borrow::Cow;

use platform_texts::t;

use crate::tickets::HumanCode;

/// What opens an order.
pub const LOOKUP_CODE: &str = "Lookup code";
/// What is typed at the door.
pub const TICKET_CODE: &str = "Ticket code";

/// What an order is called, in the language of the work at hand.
pub fn order_number_name() -> Cow<'static, str> {
    t!("readable-order-number")
}

/// What opens an order.
pub fn lookup_code_name() -> Cow<'static, str> {
    t!("readable-lookup-code")
}

/// What is typed at the door.
pub fn ticket_code_name() -> Cow<'static, str> {
    t!("readable-ticket-code")
}

/// What every page, mail and paper of a test says.
pub fn test_mode() -> Cow<'static, str> {
    t!("readable-test-mode")
}

/// A percentage as people write it: 82,500 parts per million are `8.25`.
pub fn percent(millionths: i64) -> String {
    let text = format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `4F7K22QP` as `4F7K-22QP`.
pub fn order_number(number: &str) -> String {
    grouped(number, 4)
}

/// `7K2M9QXD4F` as `7K2M9-QXD4F`.
pub fn lookup_code(code: &str) -> String {
    grouped(code, 5)
}

/// `7K2M9QXD4F` as `7K2M-9QX-D4F`.
pub fn ticket_code(code: &str) -> String {
    code.parse::<HumanCode>().map_or_else(|_| grouped(code, 4), |code| code.to_string())
}

fn grouped(code: &str, size: usize) -> String {
    let chars: Vec<char> = code.chars().collect();
    chars.chunks(size).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// What every page, mail and paper of a test says.
pub const TEST_MODE: &str = "Test mode: tickets bought here admit nobody real, and no money moves.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_looks_like_another() {
        let code = HumanCode::random(&platform_types::Entropy::seeded(1));
        let shape = |text: String| text.split('-').map(str::len).collect::<Vec<_>>();
        assert_eq!(order_number("4F7K22QP"), "4F7K-22QP");
        assert_eq!(shape(lookup_code(code.as_str())), [5, 5]);
        assert_eq!(shape(ticket_code(code.as_str())), [4, 3, 3]);
        assert_eq!((order_number(""), lookup_code(""), ticket_code("")), (String::new(), String::new(), String::new()));
    }
}
