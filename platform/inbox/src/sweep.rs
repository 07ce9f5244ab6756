//! Forgets what is old.

use platform_jobs::{JobCtx, JobError};

/// Notices read more than 180 days ago, and any that are older than two years.
pub(crate) async fn run(ctx: &JobCtx) -> Result<(), JobError> {
    let mut tx = ctx.db().as_system("forget old notices").await?;
    sqlx::query!(
        "DELETE FROM notify.notices WHERE read_at < clock.now() - interval '180 days' OR created_at < clock.now() - interval '2 years'"
    )
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
