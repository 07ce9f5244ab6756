//! What buyers are told by mail, in the language they bought in. Each mail is asked for by a job after its order changed, once.

mod attachments;
mod refund;
mod texts;

use commons::events::{self, Event};
use platform_db::{Service, Tx};
use platform_jobs::{JobCtx, JobError, Registry};
use platform_notify::{AttachmentRef, HeaderText, Mail, queue};
use platform_texts::t;
use platform_types::{EmailAddress, OrderId, UserId};
use uuid::Uuid;

use crate::later::{MailRefund, MailTickets, MailTicketsAgain, MailUnpaid};
use crate::orders::{OrderStatus, OrderView, find_order};
use crate::refunds::{self, Policy};
use crate::shop::paper::told_event;
use crate::{BoxOffice, notices};

pub use attachments::{CALENDAR, TICKETS_PDF, register as register_attachments};

/// Which news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    Tickets,
    Unpaid,
}

/// Adds the kinds that mail buyers.
pub fn register(registry: Registry, shop: &BoxOffice) -> Registry {
    let (tickets, unpaid, refunded, again) = (shop.clone(), shop.clone(), shop.clone(), shop.clone());
    registry
        .job(move |job: MailTickets, ctx: JobCtx| {
            let shop = tickets.clone();
            async move { tell(&shop, &ctx, job.order, News::Tickets).await }
        })
        .job(move |job: MailUnpaid, ctx: JobCtx| {
            let shop = unpaid.clone();
            async move { tell(&shop, &ctx, job.order, News::Unpaid).await }
        })
        .job(move |job: MailRefund, ctx: JobCtx| {
            let shop = refunded.clone();
            async move { refund::tell(&shop, &ctx, job.refund).await }
        })
        .job(move |job: MailTicketsAgain, ctx: JobCtx| {
            let shop = again.clone();
            async move { tell_again(&shop, &ctx, &job).await }
        })
}

async fn tell(shop: &BoxOffice, ctx: &JobCtx, order: OrderId, news: News) -> Result<(), JobError> {
    let Some(mut tx) = ctx.begin_once_at(Service::Sales).await? else { return Ok(()) };
    if let Some((order, event)) = load(&mut tx, order).await?
        && is_still_so(&order, news)
    {
        let promise = refunds::promise_of(&mut tx, order.id).await?;
        queue(&mut tx, &order.language.within(|| mail(shop, &order, &event, news, &promise.policy, None))?).await?;
        if news == News::Tickets {
            notices::order_paid(&mut tx, &order, &event).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Tickets that somebody asked to be mailed once more, each once a sending.
async fn tell_again(shop: &BoxOffice, ctx: &JobCtx, job: &MailTicketsAgain) -> Result<(), JobError> {
    let Some(mut tx) = ctx.begin_once().await? else { return Ok(()) };
    for id in &job.orders {
        if let Some((order, event)) = load(&mut tx, *id).await?
            && matches!(order.status, OrderStatus::Paid | OrderStatus::PartiallyRefunded)
        {
            let promise = refunds::promise_of(&mut tx, order.id).await?;
            let told = order.language.within(|| mail(shop, &order, &event, News::Tickets, &promise.policy, Some(job.send)))?;
            queue(&mut tx, &told).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn load(tx: &mut Tx, id: OrderId) -> Result<Option<(OrderView, Event)>, sqlx::Error> {
    let Some(order) = find_order(tx, id).await? else { return Ok(None) };
    let event = events::find_event(tx, order.event).await?;
    Ok(event.map(|event| (order, event)))
}

/// A job that was forged, or overtaken by events, tells nothing untrue.
fn is_still_so(order: &OrderView, news: News) -> bool {
    match news {
        News::Tickets => order.status == OrderStatus::Paid,
        News::Unpaid => matches!(order.status, OrderStatus::Cancelled | OrderStatus::Failed | OrderStatus::Expired),
    }
}

fn mail(shop: &BoxOffice, order: &OrderView, event: &Event, news: News, policy: &Policy, again: Option<Uuid>) -> Result<Mail, JobError> {
    let event = &told_event(event.clone());
    let (purpose, subject, body) = match news {
        News::Tickets => {
            ("boxoffice.tickets", t!("mail-subject-tickets", event = event.name), texts::tickets(order, event, policy, shop.public_url()))
        }
        News::Unpaid => ("boxoffice.unpaid", t!("mail-subject-unpaid", event = event.name), texts::unpaid(order, event, shop.public_url())),
    };
    let subject = if order.is_test { t!("mail-subject-test", subject = subject) } else { subject };
    let key = match again {
        None => format!("{purpose}/{}", order.id),
        Some(send) => format!("{purpose}/{}/{send}", order.id),
    };
    let mut mail = to_buyer(order, key, purpose, &subject, body)?;
    if news == News::Tickets {
        mail = mail.attach(AttachmentRef::new(TICKETS_PDF, order.id.0)).attach(AttachmentRef::new(CALENDAR, order.id.0));
    }
    Ok(mail)
}

/// A subject stands alone: the marks that keep a name’s direction within a sentence are of no use in a header.
fn plain(subject: &str) -> String {
    subject.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

/// A mail to whoever bought, sent once under its key.
fn to_buyer(order: &OrderView, key: String, purpose: &'static str, subject: &str, body: texts::Words) -> Result<Mail, JobError> {
    let to: EmailAddress = order.email.parse().map_err(JobError::give_up)?;
    let subject = HeaderText::cleaned(&plain(subject), "Your order");
    let mut mail = Mail::new(key, purpose, to, subject, body.text).html(body.html).within(order.organization);
    if let Ok(name) = order.buyer_name.parse() {
        mail = mail.to_name(name);
    }
    if let Some(user) = order.user {
        mail = mail.to_user(UserId(user.0));
    }
    Ok(mail)
}
