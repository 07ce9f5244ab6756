//! Markup.

use maud::{Markup, html};
use platform_types::{Currency, Money};

use crate::books::Session;
use crate::rules::{CARDS, CardEntry, CardProblem};

/// How the amount reads. The API counts krónur in hundredths, people do not.
pub(super) fn price(session: &Session) -> String {
    let Ok(currency) = session.currency.parse::<Currency>() else {
        return format!("{} {}", session.amount, session.currency);
    };
    let minor = if session.currency == "isk" { session.amount / 100 } else { session.amount };
    Money::new(minor, currency).to_string()
}

/// What stands above the form after a try.
#[derive(Debug, Default)]
pub(super) struct Notice {
    /// The bank's no.
    pub declined: Option<String>,
    /// What is wrong with the entry.
    pub problem: Option<CardProblem>,
    /// A second step that was left open.
    pub challenge_waits: bool,
}

pub(super) fn checkout(session: &Session, entry: &CardEntry, notice: &Notice) -> Markup {
    let here = format!("/pay/{}", session.id);
    html! {
        header {
            h1 { "Pay " (price(session)) }
            p.what { (session.description) }
            @if let Some(email) = &session.customer_email { p.quiet { "Receipt to " (email) } }
            @if let Some(locale) = &session.locale { p.quiet { "Language of the page: " (locale) } }
        }
        @if let Some(message) = &notice.declined {
            div.alert role="alert" { p { strong { (message) } } p { "Nothing was charged. Try again with another card." } }
        }
        @if notice.challenge_waits {
            div.alert role="status" { p { "The bank is waiting for you. " a href={ (here) "/challenge" } { "Go on with 3-D Secure" } } }
        }
        p.simulation { "This is a simulation. No card is charged, and real card numbers are refused. The number decides what happens:" }
        form.cards method="get" action=(here) {
            fieldset {
                legend { "Choose a test card" }
                @for card in CARDS {
                    button name="card" value=(card.number) aria-pressed=[(entry.number == card.number).then_some("true")] {
                        span.name { (card.label) } span.number { (card.grouped()) } span.effect { (card.effect()) }
                    }
                }
            }
        }
        form.pay method="post" action=(here) novalidate {
            (field("number", "Card number", &entry.number, "numeric", notice.problem))
            div.pair {
                (field("expiry", "Expiry (month/year)", &entry.expiry, "text", notice.problem))
                (field("cvc", "Security code", &entry.cvc, "numeric", notice.problem))
            }
            p.quiet { "Any expiry to come and any three digits will do." }
            button.main type="submit" { "Pay " (price(session)) }
        }
        p.back { a href=(session.cancel_url) { "Cancel and go back" } }
    }
}

/// Real card numbers must not be filled in by the browser here.
fn field(name: &'static str, label: &str, value: &str, mode: &str, problem: Option<CardProblem>) -> Markup {
    let problem = problem.filter(|p| p.field == name);
    let hint = format!("{name}-problem");
    html! {
        div.field {
            label for=(name) { (label) }
            input #(name) name=(name) value=(value) inputmode=(mode) autocomplete="off" required
                aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| hint.as_str())];
            @if let Some(problem) = problem { p.problem #(hint) role="alert" { (problem.message) } }
        }
    }
}

pub(super) fn challenge(session: &Session) -> Markup {
    html! {
        header {
            h1 { "3-D Secure" }
            p { "This stands for your bank's own page. It asks whether you are paying " strong { (price(session)) } " for " (session.description) "." }
        }
        form.pay method="post" action={ "/pay/" (session.id) "/challenge" } {
            button.main name="answer" value="approve" { "Approve the payment" }
            button.other name="answer" value="fail" { "Fail authentication" }
        }
        p.back { a href={ "/pay/" (session.id) } { "Use another card" } }
    }
}

pub(super) fn done(session: &Session) -> Markup {
    html! {
        h1 { "This is paid already" }
        p { "Nothing more is charged." }
        p { a.main href=(session.success_url) { "Back to the shop" } }
    }
}

pub(super) fn over(session: &Session) -> Markup {
    html! {
        h1 { "This payment page has expired" }
        p { "Nothing was charged. Start again from the shop." }
        p { a.main href=(session.cancel_url) { "Back to the shop" } }
    }
}

pub(super) fn unknown() -> Markup {
    html! {
        h1 { "There is no such page" }
        p { "Perhaps the address was cut. Go back to the shop and start the payment again." }
    }
}

pub(super) fn broken() -> Markup {
    html! {
        h1 { "The simulator cannot write its journal" }
        p { "Nothing was charged. Try again later." }
    }
}

pub(super) fn home() -> Markup {
    html! {
        h1 { "Payment simulator" }
        p { "This program stands in for a card processor while you try things out. It moves no money and knows only test cards." }
        p { "You come here from a shop's checkout; there is nothing to do on this page." }
    }
}
