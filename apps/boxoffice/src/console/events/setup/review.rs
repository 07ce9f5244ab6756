//! The last step: what buyers will see, what is missing, and the button.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page, Path, Query};
use platform_texts::t;
use platform_types::EventId;
use platform_ui::{Button, Card, Icon, html};

use super::super::checklist::{lacking_words, list};
use super::super::{Part, making, overview_view, requirements_of, stock_of};
use super::{Step, back, elsewhere, page};
use crate::console::access;
use crate::console::frame::After;
use crate::console::{Console, must};

pub(super) async fn open(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    Query(after): Query<After>,
) -> Result<Response, Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    if let Some(elsewhere) = elsewhere(&desk, Part::What) {
        return Ok(elsewhere);
    }
    let stock = stock_of(&mut tx, &desk.event, ctx.now()).await.map_err(Fault::from)?;
    let tests = super::super::count_tests(&mut tx, &desk.event).await?;
    tx.rollback().await?;
    let requirements = requirements_of(console.office(), &desk.event, &stock, ctx.now());
    let crowded = stock.pools.iter().find(|p| p.is_event()).and_then(|pool| desk.crowded(pool.capacity));
    let to_step = |mend| Step::of_mend(mend).href(id);
    let may_publish = desk.held.may(may::EVENTS_PUBLISH);
    let main = html! {
        (Card::new(list(&requirements, crowded.as_deref(), &to_step)).title(lacking_words(&requirements)))
        (making::test_card(&desk, tests))
        (Card::new(overview_view::offers_table(&desk, &stock.offers)).title(t!("console-setup-review-tickets")).flush())
        (Card::new(overview_view::facts(&desk, None)).title(t!("console-setup-review-event")))
        div class="cluster" {
            @if may_publish { (making::publish(&desk, crowded.as_deref(), tests)) }
            (Button::link(t!("console-setup-review-preview"), format!("/console/events/{id}/preview")).icon(Icon::Eye))
            @if may_publish { (making::try_out(&desk)) }
            (back(&desk, Step::Review))
        }
        @if !may_publish { p class="muted" { (t!("console-setup-review-may-not")) } }
    };
    Ok(Page(page(&console.frame(&ctx, &after), &desk, Step::Review, &requirements, main)).into_response())
}
