//! `/console/orders/{id}/refund`: which tickets and how much; says what will happen, then does it.
//!
//! Looking is a GET: the page opens with everything that is left, and shows another choice under its own address. What
//! is confirmed is exactly what was shown: these tickets, this amount, of an order in this state.

use std::borrow::Cow;
use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Check, Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_texts::t;
use platform_types::{Money, OrderId, TicketId, is_blank};
use platform_ui::FieldErrors;
use serde::Deserialize;

use super::detail::{self, Opened};
use super::refund_view::{Shown, page};
use crate::console::form::{again, errors_of};
use crate::console::frame::After;
use crate::console::{Console, code, must, typed};
use crate::orders::{
    GiveBack, HowMuch, OrderStatus, OrderTicket, Origin, PaidTicket, RefundError, Which, offer_of, paid_tickets, refund_order,
    refund_tickets,
};
use crate::refunds::Offer;

/// What is confirmed. Without tickets and money it is everything that is left.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RefundForm {
    reason: String,
    /// Ids with commas between them.
    tickets: Option<String>,
    /// Minor units.
    money: Option<i64>,
    /// What had gone back when the page was made, in minor units.
    seen: Option<i64>,
    /// Tickets that the page showed as used.
    came_in: Option<String>,
}

/// What the page looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub tickets: Vec<TicketId>,
    /// `paid`, `policy`, `other`; empty for everything that is left.
    pub how: String,
    /// As typed, where another amount is meant.
    pub amount: String,
    pub minor: i64,
}

/// An order to be refunded.
pub struct Refundable {
    pub(in crate::console) opened: Opened,
    pub paid: Vec<PaidTicket>,
    pub offer: Option<Offer>,
}

impl Refundable {
    /// What was paid and has not gone back.
    pub fn left(&self) -> i64 {
        self.opened.order.total_minor - self.opened.order.refunded_minor
    }

    /// Tickets that live, in the order of the order.
    pub fn living(&self) -> Vec<TicketId> {
        self.opened.tickets.iter().filter(|t| is_living(t)).map(|t| t.id).collect()
    }

    pub(super) fn cost(&self, id: TicketId) -> i64 {
        self.paid.iter().find(|t| t.id == id).map_or(0, |t| t.unit.all_in_minor())
    }

    fn whole(&self) -> Chosen {
        Chosen { tickets: self.living(), how: String::new(), amount: String::new(), minor: self.left() }
    }

    /// The choice of the address, or what is wrong with it.
    fn chosen(&self, asked: &BTreeMap<String, String>, check: &mut Check) -> Chosen {
        let how = asked.get("how").cloned().unwrap_or_default();
        if how.is_empty() {
            return self.whole();
        }
        let living = self.living();
        let tickets: Vec<TicketId> = living.into_iter().filter(|id| asked.contains_key(&format!("ticket_{id}"))).collect();
        let amount = asked.get("amount").cloned().unwrap_or_default();
        let left = Money::new(self.left(), self.opened.order.currency);
        let minor = match how.as_str() {
            "policy" => self.offer.as_ref().map_or(0, |offer| offer.of(&tickets)),
            "other" => check.field("amount", Money::parse(&amount, left.currency)).map_or(0, |money| money.minor),
            _ => tickets.iter().map(|id| self.cost(*id)).sum::<i64>().min(left.minor),
        };
        check.that((0..=left.minor).contains(&minor), "amount", &t!("console-refund-too-much", left = left));
        check.that(minor > 0 || !tickets.is_empty(), "tickets", &t!("console-refund-nothing"));
        Chosen { tickets, how, amount, minor }
    }
}

pub(super) fn is_living(ticket: &OrderTicket) -> bool {
    !matches!(ticket.status.as_str(), "void" | "refunded")
}

/// Ids with commas between them; what is none is left out.
pub(in crate::console) fn ids(text: &str) -> Vec<TicketId> {
    text.split(',').filter_map(|id| id.trim().parse().ok()).collect()
}

pub(super) fn joined(tickets: &[TicketId]) -> String {
    tickets.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Tickets that were used at a door, for a form to say what its reader saw.
pub(in crate::console) fn used_ids(tickets: &[OrderTicket]) -> String {
    joined(&tickets.iter().filter(|t| t.checked_in_at.is_some()).map(|t| t.id).collect::<Vec<_>>())
}

/// Who came in meanwhile, and what confirming means now.
pub(in crate::console) fn came_in_words(tickets: &[OrderTicket], came_in: &[TicketId]) -> String {
    let names: Vec<&str> = tickets.iter().filter(|t| came_in.contains(&t.id)).map(|t| t.attendee_name.as_str()).collect();
    t!("console-refund-came-in", names = names.join(", ")).into_owned()
}

async fn prepare(console: &Console, ctx: &Ctx, id: OrderId) -> Result<Refundable, Fault> {
    let opened = detail::open(ctx, id).await?;
    must(&opened.desk.held, may::ORDERS_REFUND)?;
    if let Some(why) = refusal(opened.order.status) {
        return Err(Fault::new(code::ORDER_NOT_REFUNDABLE).with_detail(why));
    }
    let mut tx = ctx.read().await?;
    let paid = paid_tickets(&mut tx, id).await?;
    let offer = offer_of(console.office(), &mut tx, id).await?;
    Ok(Refundable { opened, paid, offer })
}

/// A person reads it on the order's page, beside what is true now.
fn back_to_the_order(ctx: &Ctx, id: OrderId, fault: Fault) -> Result<Response, Fault> {
    if fault.code() == code::ORDER_NOT_REFUNDABLE && ctx.wants == Wants::Page {
        return Ok(redirect(&format!("/console/orders/{id}?refused=refund")));
    }
    Err(fault)
}

/// Why this order's money cannot be given back; none when it can.
pub(super) fn refusal(status: OrderStatus) -> Option<Cow<'static, str>> {
    match status {
        OrderStatus::Paid | OrderStatus::PartiallyRefunded => None,
        OrderStatus::Refunded => Some(t!("console-refund-done-already")),
        _ => Some(t!("console-refund-never-paid")),
    }
}

pub(in crate::console) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    let refundable = match prepare(&console, &ctx, id).await {
        Ok(refundable) => refundable,
        Err(fault) => return back_to_the_order(&ctx, id, fault),
    };
    let mut check = Check::new();
    let chosen = refundable.chosen(&asked, &mut check);
    let choice_errors = errors_of(&check.faults());
    let shown = Shown {
        refundable: &refundable,
        chosen: &chosen,
        choice_errors: &choice_errors,
        reason: "",
        errors: &FieldErrors::new(),
        notice: None,
    };
    Ok(Page(page(&console.frame(&ctx, &After::default()), &shown)).into_response())
}

pub(in crate::console) async fn save(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<OrderId>,
    Form(form): Form<RefundForm>,
) -> Result<Response, Fault> {
    let refundable = match prepare(&console, &ctx, id).await {
        Ok(refundable) => refundable,
        Err(fault) => return back_to_the_order(&ctx, id, fault),
    };
    let chosen = form.chosen(&refundable);
    let reason = match read(&form) {
        Ok(reason) => reason,
        Err(faults) => {
            let errors = errors_of(&faults);
            let shown = Shown {
                refundable: &refundable,
                chosen: &chosen,
                choice_errors: &FieldErrors::new(),
                reason: &form.reason,
                errors: &errors,
                notice: None,
            };
            return Ok(again(&ctx, StatusCode::UNPROCESSABLE_ENTITY, faults, page(&console.frame(&ctx, &After::default()), &shown)));
        }
    };
    let done = match &form.tickets {
        None if form.money.is_none() => refund_order(console.office(), &ctx.actor, id, &reason).await,
        _ => {
            let tickets = ids(form.tickets.as_deref().unwrap_or_default());
            let came_in = form.came_in.as_deref().map(ids).unwrap_or_default();
            let wish = GiveBack {
                which: Which::These(&tickets),
                how_much: form.money.map_or(HowMuch::Paid, HowMuch::Exactly),
                reason: &reason,
                origin: Origin::Staff,
                seen_minor: form.seen,
                came_in: Some(&came_in),
            };
            refund_tickets(console.office(), &ctx.actor, id, &wish).await
        }
    };
    match done {
        Ok(given) => {
            let whole = given.amount_minor == refundable.left() && given.tickets.len() == refundable.living().len();
            Ok(redirect(&format!("/console/orders/{id}?done={}", if whole { "refunded" } else { "refunded-part" })))
        }
        Err(error) => refused(&console, &ctx, id, &form, error).await,
    }
}

/// The page as the order is now, with what was typed and why nothing happened.
async fn refused(console: &Console, ctx: &Ctx, id: OrderId, form: &RefundForm, error: RefundError) -> Result<Response, Fault> {
    let told = matches!(
        error,
        RefundError::Changed | RefundError::CameIn(_) | RefundError::Gone(_) | RefundError::TooMuch { .. } | RefundError::Nothing
    );
    if !told || ctx.wants != Wants::Page {
        return back_to_the_order(ctx, id, error.into());
    }
    let refundable = match prepare(console, ctx, id).await {
        Ok(refundable) => refundable,
        Err(fault) => return back_to_the_order(ctx, id, fault),
    };
    let (chosen, notice) = match &error {
        RefundError::CameIn(tickets) => (form.chosen(&refundable), came_in_words(&refundable.opened.tickets, tickets)),
        other => (
            refundable.whole(),
            t!("console-order-not-refunded", why = code_of(other).map(platform_http::Code::message).unwrap_or_default()).into_owned(),
        ),
    };
    let none = FieldErrors::new();
    let shown = Shown {
        refundable: &refundable,
        chosen: &chosen,
        choice_errors: &none,
        reason: &form.reason,
        errors: &none,
        notice: Some(&notice),
    };
    Ok((StatusCode::CONFLICT, Page(page(&console.frame(ctx, &After::default()), &shown))).into_response())
}

impl RefundForm {
    /// What was confirmed, as far as it can still be.
    fn chosen(&self, refundable: &Refundable) -> Chosen {
        let Some(tickets) = &self.tickets else { return refundable.whole() };
        let living = refundable.living();
        let tickets: Vec<TicketId> = ids(tickets).into_iter().filter(|id| living.contains(id)).collect();
        let minor = self.money.unwrap_or_default().clamp(0, refundable.left());
        let amount = Money::new(minor, refundable.opened.order.currency).decimal();
        Chosen { tickets, how: "other".to_owned(), amount, minor }
    }
}

fn read(form: &RefundForm) -> Result<String, Vec<FieldFault>> {
    let mut check = Check::new();
    let reason = check.field("reason", typed::line(&form.reason, 500));
    check.that(reason.as_ref().is_none_or(|r| !is_blank(r)), "reason", &t!("console-refund-reason-missing"));
    match reason {
        Some(reason) if check.is_fine() => Ok(reason),
        _ => Err(check.faults()),
    }
}

/// The code of what was refused; none for a fault of the house.
fn code_of(error: &RefundError) -> Option<platform_http::Code> {
    Some(match error {
        RefundError::NotFound => platform_http::code::http::NOT_FOUND,
        RefundError::NotPaid(_) | RefundError::NotOffered | RefundError::Waiting => code::ORDER_NOT_REFUNDABLE,
        RefundError::Changed => code::REFUND_OUTDATED,
        RefundError::Gone(_) => code::REFUND_TICKETS_GONE,
        RefundError::CameIn(_) => code::REFUND_TICKETS_USED,
        RefundError::TooMuch { .. } => code::REFUND_TOO_MUCH,
        RefundError::Nothing => code::REFUND_NOTHING,
        RefundError::Settle(_) | RefundError::Database(_) => return None,
    })
}

impl From<RefundError> for Fault {
    fn from(error: RefundError) -> Self {
        match (code_of(&error), error) {
            (_, RefundError::NotFound) => Self::not_found(),
            (Some(code), RefundError::NotPaid(status)) => {
                Self::new(code).with_detail(OrderStatus::parse(&status).and_then(refusal).unwrap_or_else(|| t!("console-refund-only-paid")))
            }
            (Some(code), _) => Self::new(code),
            (None, RefundError::Database(error)) => error.into(),
            (None, error) => Self::internal(error),
        }
    }
}

/// An order to be refunded, for the tests of the page.
#[cfg(test)]
pub(in crate::console) fn sample(
    desk: crate::console::access::Desk,
    order: crate::orders::OrderView,
    tickets: Vec<OrderTicket>,
) -> Refundable {
    let unit =
        |_: &OrderTicket| crate::pricing::UnitPrice { price_minor: 2_500, fee_minor: 350, tax_added_minor: 0, tax_included_minor: 455 };
    let paid = tickets
        .iter()
        .map(|t| PaidTicket {
            id: t.id,
            name: t.attendee_name.clone(),
            status: crate::tickets::TicketStatus::parse(&t.status).unwrap(),
            unit: unit(t),
        })
        .collect();
    let opened = Opened { desk, order, items: Vec::new(), tickets, payments: Vec::new(), refunds: Vec::new(), revocations: Vec::new() };
    Refundable { opened, paid, offer: None }
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;

    use super::*;
    use crate::console::access::Held;
    use crate::console::samples;

    #[test]
    fn a_refund_needs_a_reason_that_fits() {
        let form = |reason: &str| RefundForm { reason: reason.into(), ..RefundForm::default() };
        assert_eq!(read(&form(" Ill ")).unwrap(), "Ill");
        for reason in ["", " \u{200B} ", &"x".repeat(501)] {
            assert_eq!(read(&form(reason)).unwrap_err()[0].field, "reason", "{reason:?}");
        }
    }

    #[test]
    fn a_choice_is_read_from_the_address_and_never_exceeds_what_is_left() {
        let order = samples::order(OrderStatus::Paid);
        let refundable = sample(samples::desk(EventStatus::Published, Held::all()), order, samples::order_tickets());
        let first = refundable.living()[0];
        let read = |pairs: &[(&str, &str)]| {
            let asked = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            let mut check = Check::new();
            let chosen = refundable.chosen(&asked, &mut check);
            (chosen.tickets.len(), chosen.minor, check.faults().into_iter().map(|f| f.field).collect::<Vec<_>>())
        };
        assert_eq!(read(&[]), (2, 5_700, vec![]), "everything that is left");
        let one = format!("ticket_{first}");
        assert_eq!(read(&[("how", "paid"), (&one, "on")]), (1, 2_850, vec![]));
        assert_eq!(read(&[("how", "other"), ("amount", "10"), (&one, "on")]), (1, 1_000, vec![]));
        assert_eq!(read(&[("how", "other"), ("amount", "5,50")]), (0, 550, vec![]), "money alone");
        assert_eq!(read(&[("how", "other"), ("amount", "57.01")]).2, ["amount"]);
        assert_eq!(read(&[("how", "other"), ("amount", "much"), (&one, "on")]).2, ["amount"]);
        assert_eq!(read(&[("how", "paid")]).2, ["tickets"]);
    }
}
