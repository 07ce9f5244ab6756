//! What a refund will do, the button that does it, and the way to another choice.

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
        (Card::new(choice(shown, &back).render()).title("Only some tickets, or another amount"))
    };
    in_frame(frame, &shown.refundable.opened.desk, &format!("Refund order {}?", order_number(&order.number)), main)
        .trail(format!("Order {}", order_number(&order.number)), back.as_str())
        .render()
}

fn confirm(shown: &Shown<'_>, back: &str) -> FormView {
    let amount = shown.money(shown.chosen.minor);
    let label = if amount.is_zero() { "Withdraw the tickets".to_owned() } else { format!("Refund {amount}") };
    let opened = &shown.refundable.opened;
    let fields = html! {
        (Field::text("reason", "Reason").value(shown.reason).required().max_length(500).help("The buyer does not see it. It stays in the books.").error(shown.errors.of("reason")))
    };
    FormView::post(format!("{back}/refund"), fields)
        .errors(shown.errors)
        .hidden("tickets", joined(&shown.chosen.tickets))
        .hidden("money", shown.chosen.minor.to_string())
        .hidden("seen", opened.order.refunded_minor.to_string())
        .hidden("came_in", used_ids(&opened.tickets))
        .button(Button::submit(label).danger().large())
        .button(Button::link("Keep the order", back).quiet())
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
            html! { div { (ticket_badge(&t.status)) @if let Some(at) = t.checked_in_at { div class="muted small" { "In since " (Moment::short(at, zone)) } } } },
            html! { (shown.money(refundable.cost(t.id))) },
            html! { @match by_policy(t) { Some(minor) => (shown.money(minor)), None => "–" } },
        ]
    };
    let columns = vec![
        Column::new("Ticket of"),
        Column::new("Ticket"),
        Column::new("State"),
        Column::figures("Paid"),
        Column::figures("By the policy"),
    ];
    let mut ways = vec![Choice::new("paid", "What was paid for them")];
    if let Some(offer) = &refundable.offer {
        let until = Moment::full(offer.until, zone).text();
        ways.push(Choice::new("policy", "What the refund policy gives for them now").hint(format!("{}, until {until}.", part(offer.rule))));
    }
    let left = shown.money(refundable.left());
    ways.push(
        Choice::new("other", "Another amount")
            .hint(format!("{left} is left of what was paid. With no ticket chosen, all of them stay valid.")),
    );
    let how = if shown.chosen.how.is_empty() { "paid" } else { shown.chosen.how.as_str() };
    let fields = html! {
        @if refundable.opened.tickets.iter().any(is_living) {
            (Table::new("Tickets that can be given back", columns).rows(refundable.opened.tickets.iter().filter(|t| is_living(t)).map(row)))
        }
        (Field::choices("how", "How much goes back", ways).value(how))
        (Field::money("amount", "Amount", left.currency).value(&shown.chosen.amount).help("For another amount only.").error(shown.choice_errors.of("amount")))
    };
    FormView::get(format!("{back}/refund"), fields).errors(shown.choice_errors).button(Button::submit("Show what will happen"))
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
        lines.push(format!("{amount} goes back to {} the way it came. Banks take a few days.", opened.order.buyer_name));
    }
    let policy: i64 = shown.refundable.offer.as_ref().map_or(0, |offer| offer.of(&shown.chosen.tickets));
    if dying > 0 && policy != shown.chosen.minor {
        lines.push(if policy == 0 {
            "The refund policy gives nothing for them now; you decide otherwise.".to_owned()
        } else {
            format!("The refund policy gives {} for them now; you decide otherwise.", shown.money(policy))
        });
    }
    match (dying, dying == all, dying == living) {
        (0, ..) if living == 0 => lines.push("No ticket of it works any more.".to_owned()),
        (0, ..) => lines.push("All its tickets stay valid.".to_owned()),
        (1, true, _) => lines.push("The ticket stops working at once, and its place goes on sale again.".to_owned()),
        (1, false, true) => lines.push("The one ticket that still works stops at once, and its place goes on sale again.".to_owned()),
        (1, false, false) => {
            lines.push(format!("The ticket of {} stops working at once, and its place goes on sale again.", chosen[0].attendee_name))
        }
        (n, true, _) => lines.push(format!("All {n} tickets stop working at once, and their places go on sale again.")),
        (n, false, true) => lines.push(format!("The {n} tickets that still work stop at once, and their places go on sale again.")),
        (n, false, false) => {
            let names: Vec<&str> = chosen.iter().map(|t| t.attendee_name.as_str()).collect();
            lines.push(format!("{n} tickets stop working at once, and their places go on sale again: {}.", names.join(", ")));
        }
    }
    match chosen.iter().filter(|t| t.checked_in_at.is_some()).count() {
        0 => {}
        1 => lines.push("One of the tickets was used at the door already.".to_owned()),
        n => lines.push(format!("{n} of the tickets were used at the door already.")),
    }
    lines.push("This cannot be undone.".to_owned());
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
