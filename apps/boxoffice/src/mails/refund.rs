//! What buyers are told of a refund: that it is on its way, that it waits, or why it was declined.

use commons::events::{self, Event, EventStatus};
use platform_db::Service;
use platform_jobs::{JobCtx, JobError};
use platform_notify::queue;
use platform_texts::t;
use platform_types::{Money, OrderId};
use uuid::Uuid;

use super::texts::{Words, when_and_where, words};
use super::to_buyer;
use crate::orders::{OrderView, find_order};
use crate::readable::order_number;
use crate::shop::paper::told_event;
use crate::{BoxOffice, notices};

/// A refund as its mail tells of it.
struct Told {
    status: String,
    origin: String,
    amount: Money,
    tickets: i64,
    decision: String,
}

impl Told {
    fn is_called_off(&self, event: &Event) -> bool {
        self.origin == "cancelled" && event.status == EventStatus::Cancelled
    }
}

pub(super) async fn tell(shop: &BoxOffice, ctx: &JobCtx, refund: Uuid) -> Result<(), JobError> {
    let Some(mut tx) = ctx.begin_once_at(Service::Sales).await? else { return Ok(()) };
    let row = sqlx::query!(
        r#"SELECT r.order_id, r.status, r.origin, r.amount_minor, r.decision, (SELECT count(*) FROM refund_tickets t WHERE t.refund_id = r.id) AS "tickets!" FROM refunds r WHERE r.id = $1"#,
        refund
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(row) = row
        && let Some(order) = find_order(&mut tx, OrderId(row.order_id)).await?
        && let Some(event) = events::find_event(&mut tx, order.event).await?
    {
        let told = Told {
            status: row.status,
            origin: row.origin,
            amount: Money::new(row.amount_minor, order.currency),
            tickets: row.tickets,
            decision: row.decision,
        };
        let called_off = told.is_called_off(&event);
        let (word, subject, body) = order.language.within(|| news(&told, &order, &told_event(event.clone()), shop.public_url()));
        let key = if word == "refunded" { format!("boxoffice.refunded/{refund}") } else { format!("boxoffice.refunded/{refund}/{word}") };
        queue(&mut tx, &to_buyer(&order, key, "boxoffice.refunded", &subject, body)?).await?;
        notices::refund(&mut tx, refund, word, called_off, told.amount, &order, &event).await?;
    }
    Ok(tx.commit().await?)
}

fn news(told: &Told, order: &OrderView, event: &Event, public_url: &str) -> (&'static str, String, Words) {
    let called_off = told.is_called_off(event);
    let (word, subject, what) = match told.status.as_str() {
        "requested" => (
            "requested",
            t!("mail-subject-request", event = event.name).into_owned(),
            if told.amount.is_zero() {
                t!("mail-requested", count = told.tickets, organizer = event.organizer)
            } else {
                t!("mail-requested-for", count = told.tickets, amount = told.amount.to_string(), organizer = event.organizer)
            }
            .into_owned(),
        ),
        "rejected" => (
            "declined",
            t!("mail-subject-request", event = event.name).into_owned(),
            format!("{}\n\n{}", declined(told, event), t!("mail-reason", reason = told.decision)),
        ),
        _ if called_off => (
            "refunded",
            t!("mail-subject-cancelled", event = event.name).into_owned(),
            format!("{} {}", t!("mail-event-cancelled", event = event.name), sent(told, order)),
        ),
        _ => ("refunded", t!("mail-subject-refund", event = event.name).into_owned(), sent(told, order)),
    };
    let paragraphs = [
        t!("mail-hello", name = order.buyer_name).into_owned(),
        what,
        t!("mail-codes", number = order_number(&order.number)).into_owned(),
        when_and_where(event),
    ];
    (
        word,
        subject,
        words(
            &t!("mail-title-refund"),
            &paragraphs,
            Some((&*t!("mail-your-order"), format!("{public_url}/orders/{}?code={}", order.id, order.lookup_code))),
        ),
    )
}

fn declined(told: &Told, event: &Event) -> String {
    if told.amount.is_zero() {
        t!("mail-declined", organizer = event.organizer).into_owned()
    } else {
        t!("mail-declined-for", organizer = event.organizer, amount = told.amount.to_string()).into_owned()
    }
}

/// The money, and which tickets are dead.
fn sent(told: &Told, order: &OrderView) -> String {
    let money = (!told.amount.is_zero()).then(|| t!("mail-money-back", amount = told.amount.to_string()));
    let whole = order.status == crate::orders::OrderStatus::Refunded;
    let dead = match told.tickets {
        _ if whole => Some(t!("mail-all-dead")),
        0 => None,
        n => Some(t!("mail-some-dead", count = n)),
    };
    [money, dead].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use commons::events::EventStatus;
    use platform_types::Currency;

    use super::*;
    use crate::console::samples;
    use crate::orders::OrderStatus;

    fn told(status: &str, origin: &str, minor: i64, order: OrderStatus, event: EventStatus) -> (String, String) {
        let told = Told {
            status: status.into(),
            origin: origin.into(),
            amount: Money::new(minor, Currency::EUR),
            tickets: 1,
            decision: "The ticket was a prize".into(),
        };
        let (_, subject, body) = news(&told, &samples::order(order), &samples::event(event), "https://tickets.test");
        (subject, body.text)
    }

    #[test]
    fn each_outcome_has_its_words_and_the_way_to_the_order() {
        let (_, part) = told("approved", "staff", 2_850, OrderStatus::PartiallyRefunded, EventStatus::Published);
        assert!(
            part.contains("€28.50 is on its way back the way you paid.") && part.contains("The refunded ticket admits nobody any more."),
            "{part}"
        );
        assert!(part.contains("https://tickets.test/orders/") && part.contains("?code="), "{part}");
        let (subject, off) = told("processed", "cancelled", 5_700, OrderStatus::Refunded, EventStatus::Cancelled);
        assert!(subject.starts_with("Cancelled: ") && off.contains("has been cancelled. €57.00 is on its way back"), "{subject}: {off}");
        let (_, free) = told("processed", "cancelled", 0, OrderStatus::Refunded, EventStatus::Cancelled);
        assert!(!free.contains("€") && free.contains("admit nobody any more"), "{free}");
        let (_, asked) = told("requested", "buyer", 2_850, OrderStatus::Paid, EventStatus::Published);
        assert!(asked.contains("You asked to give back one ticket for €28.50. Lantern House decides"), "{asked}");
        let (_, no) = told("rejected", "buyer", 2_850, OrderStatus::Paid, EventStatus::Published);
        assert!(no.contains("The reason: The ticket was a prize"), "{no}");
    }
}
