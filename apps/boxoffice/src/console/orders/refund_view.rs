//! What a refund will do, the button that does it, and the way to another choice.

use platform_texts::{t, t_html};
use platform_types::Money;
use platform_ui::{Button, Card, Choice, Column, Field, FieldErrors, Form as FormView, Markup, Moment, Table, Toast, Tone, html};

use super::detail_view::{in_frame, ticket_badge};
use super::refund::{Chosen, Refundable, is_living, joined, used_ids};
use crate::console::frame::Frame;
use crate::orders::OrderTicket;
use crate::readable::order_number;
use crate::refunds::part;

/// What the page shows.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The order.
    pub refundable: &'a Refundable,
    /// What would be given back.
    pub chosen: &'a Chosen,
    /// What is wrong with the choice.
    pub choice_errors: &'a FieldErrors,
    /// What was typed as the reason.
    pub reason: &'a str,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Why the last button did nothing.
    pub notice: Option<&'a str>,
}

impl Shown<'_> {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.refundable.opened.order.currency)
    }

    fn tickets(&self) -> Vec<&OrderTicket> {
        self.refundable.opened.tickets.iter().filter(|t| self.chosen.tickets.contains(&t.id)).collect()
    }
}

/// The page.
pub fn page(frame: &Frame, shown: &Shown<'_>) -> Markup {
    let order = &shown.refundable.opened.order;
    let back = format!("/console/orders/{}", order.id);
    let main = html! {
        @if let Some(notice) = shown.notice { (Toast::new(Tone::Care, notice).flash()) }
        @if shown.choice_errors.is_empty() { (Card::new(html! { div class="stack" { ul class="consequences" { @for line in consequences(shown) { li { (line) } } } (confirm(shown, &back)) } })) }
        (Card::new(choice(shown, &back).render()).title(t!("console-refund-choice")))
    };
    in_frame(frame, &shown.refundable.opened.desk, &t!("console-refund-heading", number = order_number(&order.number)), main)
        .trail(t!("console-order-heading", number = order_number(&order.number)).into_owned(), back.as_str())
        .render()
}

fn confirm(shown: &Shown<'_>, back: &str) -> FormView {
    let amount = shown.money(shown.chosen.minor);
    let label = if amount.is_zero() {
        t!("console-refund-withdraw").into_owned()
    } else {
        t!("console-refund-button", amount = amount).into_owned()
    };
    let opened = &shown.refundable.opened;
    let fields = html! {
        (Field::text("reason", t!("console-refund-why")).value(shown.reason).required().max_length(500).help(t!("console-refund-why-help")).error(shown.errors.of("reason")))
    };
    FormView::post(format!("{back}/refund"), fields)
        .errors(shown.errors)
        .hidden("tickets", joined(&shown.chosen.tickets))
        .hidden("money", shown.chosen.minor.to_string())
        .hidden("seen", opened.order.refunded_minor.to_string())
        .hidden("came_in", used_ids(&opened.tickets))
        .button(Button::submit(label).danger().large())
        .button(Button::link(t!("console-refund-keep"), back).quiet())
}

/// The tickets with what each cost and what the policy gives for it, and how much is to go back.
fn choice(shown: &Shown<'_>, back: &str) -> FormView {
    let refundable = shown.refundable;
    let zone = refundable.opened.desk.event.zone;
    let by_policy = |t: &OrderTicket| refundable.offer.as_ref().and_then(|offer| Some(offer.tickets.iter().find(|(id, _)| *id == t.id)?.1));
    let row = |t: &OrderTicket| {
        let name = format!("ticket_{}", t.id);
        let checked = shown.chosen.tickets.contains(&t.id);
        vec![
            html! { (Field::checkbox(name, t.attendee_name.clone(), checked)) },
            html! { (t.type_name) },
            html! { div { (ticket_badge(&t.status)) @if let Some(at) = t.checked_in_at { div class="muted small" { (t_html!("console-order-in-since", moment = Moment::short(at, zone))) } } } },
            html! { (shown.money(refundable.cost(t.id))) },
            html! { @match by_policy(t) { Some(minor) => (shown.money(minor)), None => "–" } },
        ]
    };
    let columns = vec![
        Column::new(t!("console-refund-column-name")),
        Column::new(t!("console-refund-column-ticket")),
        Column::new(t!("console-refund-column-state")),
        Column::figures(t!("console-refund-column-paid")),
        Column::figures(t!("console-refund-column-policy")),
    ];
    let mut ways = vec![Choice::new("paid", t!("console-refund-way-paid"))];
    if let Some(offer) = &refundable.offer {
        let until = Moment::full(offer.until, zone).text();
        ways.push(
            Choice::new("policy", t!("console-refund-way-policy"))
                .hint(t!("console-refund-way-policy-hint", part = part(offer.rule), until = until).into_owned()),
        );
    }
    let left = shown.money(refundable.left());
    ways.push(Choice::new("other", t!("console-refund-way-other")).hint(t!("console-refund-way-other-hint", left = left).into_owned()));
    let how = if shown.chosen.how.is_empty() { "paid" } else { shown.chosen.how.as_str() };
    let fields = html! {
        @if refundable.opened.tickets.iter().any(is_living) {
            (Table::new(t!("console-refund-tickets-caption"), columns).rows(refundable.opened.tickets.iter().filter(|t| is_living(t)).map(row)))
        }
        (Field::choices("how", t!("console-refund-how"), ways).value(how))
        (Field::money("amount", t!("console-refund-other-amount"), left.currency).value(&shown.chosen.amount).help(t!("console-refund-other-amount-help")).error(shown.choice_errors.of("amount")))
    };
    FormView::get(format!("{back}/refund"), fields).errors(shown.choice_errors).button(Button::submit(t!("console-refund-show")))
}

/// What will happen, in words, before it does.
fn consequences(shown: &Shown<'_>) -> Vec<String> {
    let opened = &shown.refundable.opened;
    let amount = shown.money(shown.chosen.minor);
    let chosen = shown.tickets();
    let (dying, all) = (chosen.len(), opened.tickets.len());
    let living = opened.tickets.iter().filter(|t| is_living(t)).count();
    let mut lines = Vec::new();
    if !amount.is_zero() {
        lines.push(t!("console-refund-goes-back", amount = amount, name = opened.order.buyer_name).into_owned());
    }
    let policy: i64 = shown.refundable.offer.as_ref().map_or(0, |offer| offer.of(&shown.chosen.tickets));
    if dying > 0 && policy != shown.chosen.minor {
        lines.push(if policy == 0 {
            t!("console-refund-policy-nothing").into_owned()
        } else {
            t!("console-refund-policy-gives", money = shown.money(policy)).into_owned()
        });
    }
    match (dying, dying == all, dying == living) {
        (0, ..) if living == 0 => lines.push(t!("console-refund-none-works").into_owned()),
        (0, ..) => lines.push(t!("console-refund-all-stay").into_owned()),
        (1, true, _) => lines.push(t!("console-refund-the-one").into_owned()),
        (1, false, true) => lines.push(t!("console-refund-last-one").into_owned()),
        (1, false, false) => lines.push(t!("console-refund-ticket-of", name = chosen[0].attendee_name).into_owned()),
        (n, true, _) => lines.push(t!("console-refund-all-tickets", n = n).into_owned()),
        (n, false, true) => lines.push(t!("console-refund-all-living", n = n).into_owned()),
        (n, false, false) => {
            let names: Vec<&str> = chosen.iter().map(|t| t.attendee_name.as_str()).collect();
            lines.push(t!("console-refund-some", n = n, names = names.join(", ")).into_owned());
        }
    }
    match chosen.iter().filter(|t| t.checked_in_at.is_some()).count() {
        0 => {}
        1 => lines.push(t!("console-refund-used-one").into_owned()),
        n => lines.push(t!("console-refund-used", n = n).into_owned()),
    }
    lines.push(t!("console-refund-final").into_owned());
    lines
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;

    use super::*;
    use crate::console::access::Held;
    use crate::console::orders::refund::sample;
    use crate::console::samples;
    use crate::orders::OrderStatus;

    fn lines(tickets: Vec<OrderTicket>, chosen: &dyn Fn(&Refundable) -> Chosen) -> Vec<String> {
        let refundable = sample(samples::desk(EventStatus::Published, Held::all()), samples::order(OrderStatus::Paid), tickets);
        let chosen = chosen(&refundable);
        let none = FieldErrors::new();
        consequences(&Shown { refundable: &refundable, chosen: &chosen, choice_errors: &none, reason: "", errors: &none, notice: None })
    }

    fn all(refundable: &Refundable) -> Chosen {
        Chosen { tickets: refundable.living(), how: String::new(), amount: String::new(), minor: refundable.left() }
    }

    #[test]
    fn what_will_happen_is_said_before_it_does() {
        let said = lines(samples::order_tickets(), &all);
        assert_eq!(said[0], "€57.00 goes back to Mei Chan the way it came. Banks take a few days.");
        for line in [
            "All 2 tickets stop working at once, and their places go on sale again.",
            "One of the tickets was used at the door already.",
            "The refund policy gives nothing for them now; you decide otherwise.",
        ] {
            assert!(said.contains(&line.to_owned()), "{line}: {said:?}");
        }
        let mut tickets = samples::order_tickets();
        "void".clone_into(&mut tickets[0].status);
        let said = lines(tickets, &all);
        assert!(said.contains(&"The one ticket that still works stops at once, and its place goes on sale again.".to_owned()), "{said:?}");
        let said = lines(samples::order_tickets(), &|r| Chosen { tickets: vec![r.living()[0]], minor: 2_850, ..all(r) });
        assert!(
            said.contains(&"The ticket of Mei <b>Chan</b> stops working at once, and its place goes on sale again.".to_owned()),
            "{said:?}"
        );
        let said = lines(samples::order_tickets(), &|r| Chosen { tickets: vec![], minor: 500, ..all(r) });
        assert_eq!(
            said,
            [
                "€5.00 goes back to Mei Chan the way it came. Banks take a few days.",
                "All its tickets stay valid.",
                "This cannot be undone."
            ]
        );
    }
}
