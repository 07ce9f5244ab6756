//! What the job runner does for the box office.

use std::time::Duration;

use platform_jobs::{JobCtx, JobError, Registry};

use crate::later::{SettlePayment, SettleRefund};
use crate::{BoxOffice, messages, orders};

/// Adds the box office's kinds.
pub fn register(registry: Registry, shop: &BoxOffice) -> Registry {
    let (payments, refunds, holds, reconciler, cancelled) = (shop.clone(), shop.clone(), shop.clone(), shop.clone(), shop.clone());
    let uploads = shop.clone();
    messages::register(registry, shop)
        .job(move |job: SettlePayment, _: JobCtx| {
            let shop = payments.clone();
            async move { orders::settle(&shop, job.payment).await.map(drop).map_err(JobError::retry) }
        })
        .job(move |job: SettleRefund, _: JobCtx| {
            let shop = refunds.clone();
            async move { orders::settle_refund(&shop, job.refund).await.map_err(JobError::retry) }
        })
        .every("boxoffice.expire_holds", "Gives the stock of lapsed carts back, every second.", Duration::from_secs(1), move |_: JobCtx| {
            let shop = holds.clone();
            async move { orders::expire_lapsed(&shop, 500).await.map(drop).map_err(JobError::retry) }
        })
        .every(
            "boxoffice.forget_uploads",
            "Forgets uploaded programmes that nobody brought in within an hour, every ten minutes.",
            Duration::from_secs(600),
            move |_: JobCtx| {
                let shop = uploads.clone();
                async move { crate::console::programme::upload::forget_expired(shop.db()).await.map(drop).map_err(JobError::retry) }
            },
        )
        .every(
            "boxoffice.refund_cancelled",
            "Gives back what orders of cancelled events still hold, every five seconds.",
            Duration::from_secs(5),
            move |_: JobCtx| {
                let shop = cancelled.clone();
                async move { orders::refund_cancelled(&shop, 500).await.map(drop).map_err(JobError::retry) }
            },
        )
        .every(
            "boxoffice.reconcile",
            "Asks about payments and refunds that have not moved for a minute.",
            Duration::from_secs(30),
            move |_: JobCtx| {
                let shop = reconciler.clone();
                async move { orders::reconcile(&shop).await.map(drop).map_err(JobError::retry) }
            },
        )
}
