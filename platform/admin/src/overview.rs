//! `/admin`: how the house is, part by part, and what waits for a person.

use axum::extract::State;
use platform_auth::permission as may;
use platform_http::health::{Condition, Health, board};
use platform_http::{Ctx, Fault, Page, Query};
use platform_jobs::{Depth, depth};
use platform_texts::t;
use platform_ui::{Badge, Card, Column, Figure, Figures, Markup, Table, Tone, html};

use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    // The parts are asked with no transaction open: some of them ask others.
    let parts = board(ctx.kernel()).await;
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let depth = if held.may(may::JOBS_VIEW) { Some(depth(&mut tx).await?) } else { None };
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &after), &parts, depth.as_ref())))
}

/// The page.
pub fn page(frame: &Frame, parts: &[Health], depth: Option<&Depth>) -> Markup {
    let (hubs, own): (Vec<&Health>, Vec<&Health>) = parts.iter().partition(|part| part.component.starts_with("outbound."));
    let main = html! {
        (summary(parts))
        @if let Some(depth) = depth { (waiting(depth)) }
        (Card::new(table(&t!("admin-parts"), &own).render()).title(t!("admin-parts")).flush())
        @if !hubs.is_empty() { (Card::new(table(&t!("admin-hubs"), &hubs).render()).title(t!("admin-hubs")).flush()) }
    };
    frame.page(Place::Overview, &t!("admin-overview"), main).lead(t!("admin-overview-lead")).render()
}

fn summary(parts: &[Health]) -> Markup {
    let down = parts.iter().filter(|part| part.state == Condition::Down).count();
    let half = parts.iter().filter(|part| part.state == Condition::Degraded).count();
    let (tone, words) = match (down, half) {
        (0, 0) => (Tone::Good, t!("admin-all-up")),
        (0, n) => (Tone::Care, t!("admin-some-degraded", count = n)),
        (n, _) => (Tone::Bad, t!("admin-some-down", count = n)),
    };
    html! { p role="status" { (Badge::new(tone, words)) } }
}

/// What waits, in figures; the dead want a person.
pub fn waiting(depth: &Depth) -> Markup {
    let mut late = Figure::new(t!("admin-jobs-due"), depth.due + depth.outbox);
    if depth.late_seconds > 0 {
        late = late.note(t!("admin-jobs-late", seconds = depth.late_seconds));
    }
    Figures(vec![
        late,
        Figure::new(t!("admin-jobs-later"), depth.later),
        Figure::new(t!("admin-jobs-running"), depth.running),
        Figure::new(t!("admin-jobs-dead"), depth.dead).note(if depth.dead > 0 {
            t!("admin-jobs-dead-note")
        } else {
            t!("admin-jobs-none-dead")
        }),
    ])
    .render()
}

fn table(caption: &str, parts: &[&Health]) -> Table {
    let row = |part: &&Health| {
        // Nobody has tried it since the start: that is neither good nor bad.
        let is_idle = part.facts["status"] == "idle";
        let (tone, words) = match part.state {
            Condition::Up if is_idle => (Tone::Note, t!("admin-idle")),
            Condition::Up => (Tone::Good, t!("admin-up")),
            Condition::Degraded => (Tone::Care, t!("admin-degraded")),
            Condition::Down => (Tone::Bad, t!("admin-down")),
        };
        vec![
            html! { (part.component.trim_start_matches("outbound.")) },
            html! { (Badge::new(tone, words)) },
            html! { (part.detail) @if part.essential { " " span class="muted small" { (t!("admin-essential")) } } },
        ]
    };
    Table::new(caption, vec![Column::new(t!("admin-part")), Column::new(t!("admin-state")), Column::prose(t!("admin-detail"))])
        .rows(parts.iter().map(row))
}
