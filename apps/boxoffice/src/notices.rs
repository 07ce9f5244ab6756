//! What buyers with an account and organizers' teams are told in their inbox. Told by the jobs that write the mails of the same
//! news, each once: nothing of it weighs on the transaction that sells.

use commons::events::Event;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_inbox::{Group, Kind, Kinds, Notice, Urgency, team, tell};
use platform_jobs::EnqueueError;
use platform_texts::t;
use platform_types::{EventId, Money, UserId};
use uuid::Uuid;

use crate::orders::{OrderKind, OrderView};
use crate::readable::order_number;

const SALES: Group = Group { key: "sales", title: || t!("told-group-sales") };
const TICKETS: Group = Group { key: "tickets", title: || t!("told-group-tickets") };

/// For the team: somebody bought.
const ORDER_PAID: Kind = Kind {
    key: "order.paid",
    group: &SALES,
    urgency: Urgency::Low,
    own_mail: false,
    fixed: false,
    staff: true,
    title: || t!("told-order-paid-title"),
    explained: || t!("told-order-paid-when"),
    told: |given| {
        let amount = given.money("amount").map(|m| m.to_string()).unwrap_or_default();
        t!("told-order-paid", number = given.text("number"), event = given.text("event"), amount = amount).into_owned()
    },
};

/// For the team: nothing is left.
const SOLD_OUT: Kind = Kind {
    key: "event.sold_out",
    group: &SALES,
    urgency: Urgency::High,
    own_mail: false,
    fixed: false,
    staff: true,
    title: || t!("told-sold-out-title"),
    explained: || t!("told-sold-out-when"),
    told: |given| t!("told-sold-out", event = given.text("event")).into_owned(),
};

/// For the team: a buyer wants their money back, and somebody has to decide.
const REFUND_ASKED: Kind = Kind {
    key: "refund.requested",
    group: &SALES,
    urgency: Urgency::High,
    own_mail: false,
    fixed: false,
    staff: true,
    title: || t!("told-refund-asked-title"),
    explained: || t!("told-refund-asked-when"),
    told: |given| t!("told-refund-asked", number = given.text("number"), event = given.text("event")).into_owned(),
};

/// For the team: the money did not go back.
const REFUND_FAILED: Kind = Kind {
    key: "refund.failed",
    group: &SALES,
    urgency: Urgency::High,
    own_mail: false,
    fixed: false,
    staff: true,
    title: || t!("told-refund-failed-title"),
    explained: || t!("told-refund-failed-when"),
    told: |given| t!("told-refund-failed", number = given.text("number"), event = given.text("event")).into_owned(),
};

/// For the buyer: the tickets are there.
const BOUGHT: Kind = Kind {
    key: "purchase.paid",
    group: &TICKETS,
    urgency: Urgency::Medium,
    own_mail: true,
    fixed: false,
    staff: false,
    title: || t!("told-bought-title"),
    explained: || t!("told-bought-when"),
    told: |given| t!("told-bought", event = given.text("event")).into_owned(),
};

/// For the buyer: how a refund stands.
const REFUND: Kind = Kind {
    key: "purchase.refund",
    group: &TICKETS,
    urgency: Urgency::Medium,
    own_mail: true,
    fixed: false,
    staff: false,
    title: || t!("told-refund-title"),
    explained: || t!("told-refund-when"),
    told: |given| {
        let event = given.text("event");
        match (given.text("word"), given.money("amount").filter(|amount| !amount.is_zero())) {
            ("requested", _) => t!("told-refund-waits", event = event),
            ("declined", _) => t!("told-refund-declined", event = event),
            (_, Some(amount)) => t!("told-refund-sent", event = event, amount = amount),
            (_, None) => t!("told-refund-void", event = event),
        }
        .into_owned()
    },
};

/// For the buyer: it will not happen.
const CALLED_OFF: Kind = Kind {
    key: "event.called_off",
    group: &TICKETS,
    urgency: Urgency::High,
    own_mail: true,
    fixed: true,
    staff: false,
    title: || t!("told-called-off-title"),
    explained: || t!("told-called-off-when"),
    told: |given| t!("told-called-off", event = given.text("event")).into_owned(),
};

/// For the buyer: the organizer wrote.
const MESSAGE: Kind = Kind {
    key: "event.message",
    group: &TICKETS,
    urgency: Urgency::Medium,
    own_mail: true,
    fixed: false,
    staff: false,
    title: || t!("told-message-title"),
    explained: || t!("told-message-when"),
    told: |given| t!("told-message", event = given.text("event"), subject = given.text("subject")).into_owned(),
};

/// Adds what the box office tells.
pub fn register(kinds: Kinds) -> Kinds {
    [&BOUGHT, &REFUND, &CALLED_OFF, &MESSAGE, &ORDER_PAID, &SOLD_OUT, &REFUND_ASKED, &REFUND_FAILED].into_iter().fold(kinds, Kinds::add)
}

/// An order's tickets exist: for its buyer, and, where it was a sale, for whoever sees the event's orders.
pub(crate) async fn order_paid(tx: &mut Tx, order: &OrderView, event: &Event) -> Result<(), EnqueueError> {
    if let Some(buyer) = order.user {
        tell(tx, &of_buyer(&BOUGHT, buyer, order, format!("purchase.paid/{}", order.id)).text("event", &event.name)).await?;
    }
    if order.is_test || order.kind != OrderKind::Sale {
        return Ok(());
    }
    let amount = Money::new(order.total_minor, order.currency);
    to_team(tx, order.event, &|to| {
        of_team(&ORDER_PAID, to, order, &event.name, format!("order.paid/{}", order.id)).money("amount", amount)
    })
    .await?;
    if nothing_left(tx, order.event).await? {
        let about = format!("/console/events/{}", order.event);
        let notice = |to| {
            Notice::new(&SOLD_OUT, to, format!("event.sold_out/{}", order.event), about.as_str())
                .within(order.organization)
                .text("event", &event.name)
        };
        to_team(tx, order.event, &notice).await?;
    }
    Ok(())
}

/// How a refund stands: `word` is `requested`, `declined` or `refunded`.
pub(crate) async fn refund(
    tx: &mut Tx,
    refund: Uuid,
    word: &str,
    called_off: bool,
    amount: Money,
    order: &OrderView,
    event: &Event,
) -> Result<(), EnqueueError> {
    if let Some(buyer) = order.user {
        let kind = if called_off { &CALLED_OFF } else { &REFUND };
        let notice = of_buyer(kind, buyer, order, format!("purchase.refund/{refund}/{word}"));
        tell(tx, &notice.text("event", &event.name).text("word", word).money("amount", amount)).await?;
    }
    if word == "requested" && !order.is_test {
        let about = format!("/console/orders/{}/requests/{refund}", order.id);
        let notice = |to| {
            Notice::new(&REFUND_ASKED, to, format!("refund.requested/{refund}"), about.as_str())
                .within(order.organization)
                .text("number", &order_number(&order.number))
                .text("event", &event.name)
        };
        let people = team(tx, order.event.0, may::ORDERS_REFUND.code()).await?;
        for to in people {
            tell(tx, &notice(to)).await?;
        }
    }
    Ok(())
}

/// The money of these refunds did not go back, and a person must look.
pub(crate) async fn refund_failed(tx: &mut Tx, money: Uuid) -> Result<(), EnqueueError> {
    let rows = sqlx::query!(
        "SELECT r.id, o.id AS order_id, o.number, e.id AS event_id, e.organization_id, e.name FROM refunds r JOIN orders o ON o.id = r.order_id JOIN events e ON e.id = r.event_id WHERE r.payment_refund_id = $1",
        money
    )
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let people = team(tx, row.event_id, may::ORDERS_REFUND.code()).await?;
        for to in people {
            let notice = Notice::new(&REFUND_FAILED, to, format!("refund.failed/{}", row.id), format!("/console/orders/{}", row.order_id))
                .within(row.organization_id.into())
                .text("number", &order_number(&row.number))
                .text("event", &row.name);
            tell(tx, &notice).await?;
        }
    }
    Ok(())
}

/// The organizer wrote to whoever holds tickets of this order.
pub(crate) async fn message(
    tx: &mut Tx,
    message: Uuid,
    subject: &str,
    to: UserId,
    order: platform_types::OrderId,
    event: &Event,
) -> Result<(), EnqueueError> {
    let notice = Notice::new(&MESSAGE, to, format!("event.message/{message}"), format!("/orders/{order}"));
    tell(tx, &notice.within(event.organization).text("event", &event.name).text("subject", subject)).await.map(drop)
}

fn of_buyer(kind: &'static Kind, buyer: UserId, order: &OrderView, key: String) -> Notice {
    Notice::new(kind, buyer, key, format!("/orders/{}", order.id)).within(order.organization)
}

fn of_team(kind: &'static Kind, to: UserId, order: &OrderView, event: &str, key: String) -> Notice {
    Notice::new(kind, to, key, format!("/console/orders/{}", order.id))
        .within(order.organization)
        .text("number", &order_number(&order.number))
        .text("event", event)
}

async fn to_team(tx: &mut Tx, event: EventId, notice: &(dyn Fn(UserId) -> Notice + Sync)) -> Result<(), EnqueueError> {
    for to in team(tx, event.0, may::ORDERS_VIEW.code()).await? {
        tell(tx, &notice(to)).await?;
    }
    Ok(())
}

/// Whether every ticket of every type is sold; what lies in carts may come back.
async fn nothing_left(tx: &mut Tx, event: EventId) -> Result<bool, EnqueueError> {
    let left = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM ticket_types t WHERE t.event_id = $1 AND t.archived_at IS NULL
             AND (SELECT coalesce(min(p.capacity - p.sold), 0) FROM ticket_type_pools tp JOIN pools p ON p.id = tp.pool_id WHERE tp.ticket_type_id = t.id) > 0) AS "is!""#,
        event.0
    );
    Ok(!left.fetch_one(&mut **tx).await?)
}
