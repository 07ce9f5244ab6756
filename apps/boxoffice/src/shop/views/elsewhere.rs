//! What stands in place of a checkout or an order that this browser does not know.

use platform_texts::{t, t_html};
use platform_ui::{Button, FieldErrors, House, Icon, Markup, html};

use super::{lookup, private_page};
use crate::shop::lookup::Asked;

/// In place of a checkout.
pub(in crate::shop) fn checkout(house: &House) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { (t!("checkout-elsewhere-heading")) }
            p { (t!("checkout-elsewhere-why")) }
            p { (t!("checkout-elsewhere-lapsed")) }
            div class="cluster" {
                (Button::link(t!("checkout-choose-again"), "/events").main().icon(Icon::Tickets))
                (Button::link(t!("checkout-elsewhere-find"), "/orders/lookup"))
            }
            p class="muted" { (t!("checkout-elsewhere-paid")) }
        }
    };
    private_page(house, t!("checkout-elsewhere-title"), main).narrow().render()
}

/// In place of an order: the way in by address and code stands on the page.
pub(in crate::shop) fn order(house: &House) -> Markup {
    let main = html! {
        div class="stack" {
            h1 { (t!("checkout-order-elsewhere-heading")) }
            p { (t!("checkout-order-elsewhere-why")) }
            p { (t!("checkout-order-elsewhere-how")) }
            (lookup::form(&Asked::default(), &FieldErrors::new()))
            p class="muted" { (t_html!("checkout-order-elsewhere-unpaid", link = html! { a href="/events" { (t!("checkout-see-what-is-on")) } })) }
        }
    };
    private_page(house, t!("checkout-order-elsewhere-title"), main).narrow().render()
}
