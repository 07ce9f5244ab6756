//! What the buyer of an order is told about its payment, in the language they read now.
//!
//! Orders keep the sentence they were closed with, in English, because some are the payment provider's own. The house's
//! sentences, and those every provider says, are known here; any other is told as it came.

use platform_texts::t;

/// The sentence of an order, told.
pub(crate) fn told_notice(notice: &str) -> String {
    match notice {
        GAVE_BACK => t!("notice-gave-back"),
        RAN_OUT => t!("notice-ran-out"),
        SEATS_GONE => t!("notice-seats-gone"),
        LAPSED => t!("notice-lapsed"),
        "Your card was declined." => t!("notice-declined"),
        "Your card has insufficient funds." => t!("notice-funds"),
        "Your card has expired." => t!("notice-card-expired"),
        "Your card's security code is incorrect." => t!("notice-cvc"),
        "An error occurred while processing your card. Try again in a little bit." => t!("notice-processing"),
        "We are unable to authenticate your payment method. Please choose a different payment method and try again." => {
            t!("notice-authentication")
        }
        other => return other.to_owned(),
    }
    .into_owned()
}

/// The buyer let go of the tickets before paying.
pub(super) const GAVE_BACK: &str = "You gave the tickets back before paying. Nothing was charged.";
/// Paid too late; the reserved money is let go.
pub(super) const RAN_OUT: &str = "Your reservation ran out before it was paid, and its places were released. Nothing was charged; if your card shows a reserved amount, it disappears by itself.";
/// Charged although there were no seats.
pub(super) const SEATS_GONE: &str = "The seats were gone when your payment arrived. The whole amount is on its way back to you.";
/// Nobody paid in time.
pub(super) const LAPSED: &str = "Your reservation lapsed before it was paid.";

#[cfg(test)]
mod tests {
    use platform_types::Lang;

    use super::*;

    #[test]
    fn what_is_stored_is_told_as_it_stands_in_english_and_never_in_english_elsewhere() {
        for notice in [GAVE_BACK, RAN_OUT, SEATS_GONE, LAPSED, "Your card was declined."] {
            assert_eq!(told_notice(notice), notice);
            Lang::De.within(|| assert_ne!(told_notice(notice), notice));
        }
        assert_eq!(Lang::De.within(|| told_notice("Ask your bank (code 7).")), "Ask your bank (code 7).", "a provider's own word");
    }
}
