//! What stands in place of a checkout or an order that this browser does not know.

use platform_ui::{Button, FieldErrors, House, Icon, Markup, html};

use super::{lookup, private_page};
use crate::shop::lookup::Asked;

/// In place of a checkout.
pub(in crate::shop) fn checkout(house: &House) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { "This checkout is not open here" }
            p { "A checkout opens only in the browser in which the tickets were chosen. It does not open in another browser or device, after a private window was closed, or after cookies were deleted." }
            p { "Tickets that were not paid for are on sale again after 15 minutes, and nothing is charged for them." }
            div class="cluster" {
                (Button::link("Choose tickets again", "/events").main().icon(Icon::Tickets))
                (Button::link("Find an order", "/orders/lookup"))
            }
            p class="muted" { "Paid already? Your tickets were sent by e-mail; with your address and the lookup code from that mail you find your order." }
        }
    };
    private_page(house, "Checkout not open here", main).narrow().render()
}

/// In place of an order: the way in by address and code stands on the page.
pub(in crate::shop) fn order(house: &House) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { "This order is not open here" }
            p { "An order opens in the browser in which it was bought, for whoever is signed in as its buyer, or with the e-mail address and the lookup code." }
            p { "If cookies were deleted since, or this is another browser or device, enter both here. The code is in the mail with your tickets." }
            (lookup::form(&Asked::default(), &FieldErrors::new()))
            p class="muted" { "Not paid yet? Tickets that were not paid for are on sale again after 15 minutes. " a href="/events" { "See what is on" } "." }
        }
    };
    private_page(house, "Order not open here", main).narrow().render()
}
