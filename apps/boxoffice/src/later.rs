//! What happens after a purchase: put off in the transaction that causes it, done by the job runner.
//!
//! The jobs carry ids only and look at the state again: a forged call does nothing that was not due.

use platform_db::Tx;
use platform_jobs::{DomainEvent, Enqueue, EnqueueError, Job, KeyMode, RunsAs, publish};
use platform_types::{OrderId, PaymentId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why something could not be put off.
pub type LaterError = EnqueueError;

macro_rules! jobs {
    ($($(#[$doc:meta])* $name:ident { $field:ident: $type:ty } = $kind:literal, $about:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $name {
            /// Which one.
            pub $field: $type,
        }
        impl Job for $name {
            const KIND: &'static str = $kind;
            const ABOUT: &'static str = $about;
            const RUNS_AS: RunsAs = RunsAs::System;
        }
    )*};
}

jobs! {
    /// Ask the provider about a payment.
    SettlePayment { payment: PaymentId } = "boxoffice.settle_payment", "Asks the payment provider where a payment stands, after its webhook.";
    /// Send a refund's money.
    SettleRefund { refund: Uuid } = "boxoffice.settle_refund", "Sends a refund's money, after the order was refunded.";
    /// Mail the tickets.
    MailTickets { order: OrderId } = "boxoffice.mail_tickets", "Mails tickets and calendar file, after an order was paid.";
    /// Tell the buyer that nothing was charged, or that the money comes back.
    MailUnpaid { order: OrderId } = "boxoffice.mail_unpaid", "Tells a buyer whose payment came to nothing.";
    /// Tell the buyer about a refund.
    MailRefund { refund: Uuid } = "boxoffice.mail_refund", "Tells a buyer that tickets were refunded, or what became of their request.";
}

/// Mail the tickets of some orders again, as whoever asked: row level security decides whose orders these are.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MailTicketsAgain {
    /// Names the sending: asked for twice, it is one.
    pub send: Uuid,
    /// Which orders, at most a hundred.
    pub orders: Vec<OrderId>,
}

impl Job for MailTicketsAgain {
    const KIND: &'static str = "boxoffice.mail_tickets_again";
    const ABOUT: &'static str = "Mails tickets and calendar file again, when somebody who sees the orders asks for it.";
    const RUNS_AS: RunsAs = RunsAs::Actor;
}

/// An order is paid: its tickets exist.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderPaid {
    /// Which order.
    pub order: OrderId,
}

impl DomainEvent for OrderPaid {
    const KIND: &'static str = "order.paid";
    const ABOUT: &'static str = "An order is paid and its tickets exist.";
}

/// Money of an order went back, or some of its tickets: those admit nobody any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrderRefunded {
    /// Which order.
    pub order: OrderId,
    /// Which refund of it.
    pub refund: Uuid,
}

impl DomainEvent for OrderRefunded {
    const KIND: &'static str = "order.refunded";
    const ABOUT: &'static str = "An order is refunded, or some of its tickets, and they admit nobody.";
}

/// One waiting job per thing is enough.
async fn put_off<J: Job>(tx: &mut Tx, job: &J, key: impl ToString) -> Result<(), LaterError> {
    Enqueue::new(job).key(key.to_string(), KeyMode::Keep).send(tx).await
}

/// Ask the provider about a payment soon.
pub async fn settle_payment(tx: &mut Tx, payment: PaymentId) -> Result<(), LaterError> {
    put_off(tx, &SettlePayment { payment }, payment).await
}

/// Send a refund's money soon.
pub async fn settle_refund(tx: &mut Tx, refund: Uuid) -> Result<(), LaterError> {
    put_off(tx, &SettleRefund { refund }, refund).await
}

/// Mail the tickets, and tell whoever listens.
pub async fn order_paid(tx: &mut Tx, order: OrderId) -> Result<(), LaterError> {
    put_off(tx, &MailTickets { order }, order).await?;
    publish(tx, &OrderPaid { order }).await
}

/// Mail the tickets of these orders again.
pub async fn mail_tickets_again(tx: &mut Tx, send: Uuid, orders: &[OrderId]) -> Result<(), LaterError> {
    for part in orders.chunks(100) {
        platform_jobs::enqueue(tx, &MailTicketsAgain { send, orders: part.to_vec() }).await?;
    }
    Ok(())
}

/// Mail the tickets of a test; nobody else is told.
pub async fn test_order_settled(tx: &mut Tx, order: OrderId) -> Result<(), LaterError> {
    put_off(tx, &MailTickets { order }, order).await
}

/// Tell the buyer about a refund, and whoever listens.
pub async fn order_refunded(tx: &mut Tx, order: OrderId, refund: Uuid) -> Result<(), LaterError> {
    tell_refund(tx, refund).await?;
    publish(tx, &OrderRefunded { order, refund }).await
}

/// Tell the buyer how a refund stands: asked for, given or declined.
pub async fn tell_refund(tx: &mut Tx, refund: Uuid) -> Result<(), LaterError> {
    put_off(tx, &MailRefund { refund }, refund).await
}

/// Tell the buyer that it did not work out.
pub async fn tell_unpaid(tx: &mut Tx, order: OrderId) -> Result<(), LaterError> {
    put_off(tx, &MailUnpaid { order }, order).await
}
