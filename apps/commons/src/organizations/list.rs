//! `/organizations`: which ones one belongs to.

use axum::extract::State;
use platform_auth::organizations::own;
use platform_http::{Ctx, Fault, Page, Query};

use super::applications::founding;
use super::{After, Organizations, views};

pub(super) async fn show(State(organizations): State<Organizations>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let list = own(&mut tx).await?;
    let founding = founding(&mut tx).await?;
    Ok(Page(views::list(&organizations.frame(&ctx, &after), &list, founding)))
}
