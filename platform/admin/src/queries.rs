//! `/admin/queries`: which statements cost most, and which run now.

use axum::extract::State;
use platform_db::statements::{Missing, Running, Statement, Statistics, running, statistics};
use platform_http::{Ctx, Fault, Page, Query};
use platform_texts::t;
use platform_ui::{Banner, Card, Column, EmptyState, Icon, Markup, Table, Tone, html};

use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};

/// Statements shown.
const MOST: i64 = 50;

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Query(after): Query<After>) -> Result<Page, Fault> {
    let held = Held::in_request(&ctx).await?;
    let db = ctx.kernel().db();
    let (counted, now) = (statistics(db, MOST).await?, running(db, MOST).await?);
    Ok(Page(page(&admin.frame(&ctx, held, &after), &counted, &now)))
}

fn page(frame: &Frame, counted: &Statistics, now: &[Running]) -> Markup {
    let main = html! {
        @match counted {
            Statistics::Counted(statements) => (Card::new(costly(statements).render()).title(t!("admin-costly")).flush()),
            Statistics::Missing(why) => (missing(*why)),
        }
        (Card::new(at_work(now).render()).title(t!("admin-running-now")).flush())
        p class="muted" { (t!("admin-queries-values")) }
    };
    frame.page(Place::Queries, &t!("admin-queries"), main).lead(t!("admin-queries-lead")).render()
}

/// How to have them counted, in the statements that do it.
fn missing(why: Missing) -> Markup {
    let (words, how) = match why {
        Missing::Extension => (
            t!("admin-no-extension"),
            "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements';\n-- restart PostgreSQL, then in this database:\nCREATE EXTENSION pg_stat_statements;\nGRANT pg_read_all_stats TO callboard_system;",
        ),
        Missing::Library => {
            (t!("admin-no-library"), "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements';\n-- then restart PostgreSQL")
        }
        Missing::Grant => (t!("admin-no-grant"), "GRANT pg_read_all_stats TO callboard_system;"),
    };
    html! {
        (Banner::new(Tone::Note, words))
        (Card::new(html! { p { (t!("admin-enable-text")) } pre class="as-written" { code { (how) } } }).title(t!("admin-enable")))
    }
}

fn millis(value: f64) -> String {
    if value >= 100.0 { format!("{value:.0} ms") } else { format!("{value:.1} ms") }
}

fn costly(statements: &[Statement]) -> Table {
    let row = |s: &Statement| {
        vec![
            html! { code class="as-typed" { (s.text) } },
            html! { (s.calls) },
            html! { span class="nowrap" { (millis(s.mean_ms)) } },
            html! { span class="nowrap" { (millis(s.max_ms)) } },
            html! { span class="nowrap" { (millis(s.total_ms)) } },
            html! { (s.rows) },
        ]
    };
    let columns = vec![
        Column::prose(t!("admin-statement")),
        Column::figures(t!("admin-calls")),
        Column::figures(t!("admin-mean")),
        Column::figures(t!("admin-max")),
        Column::figures(t!("admin-total")),
        Column::figures(t!("admin-rows")),
    ];
    let empty = EmptyState::new(Icon::Hourglass, t!("admin-costly-none"), t!("admin-costly-none-text"));
    Table::new(t!("admin-costly"), columns).rows(statements.iter().map(row)).empty(empty)
}

fn at_work(now: &[Running]) -> Table {
    let row = |r: &Running| {
        vec![
            html! { code class="as-typed" { (r.text) } },
            html! { (r.login) },
            html! { (r.state) },
            html! { span class="nowrap" { (format!("{:.1} s", r.seconds)) } },
            html! { (r.waits.as_deref().unwrap_or("")) },
        ]
    };
    let columns = vec![
        Column::prose(t!("admin-statement")),
        Column::new(t!("admin-login")),
        Column::new(t!("admin-state")),
        Column::figures(t!("admin-for")),
        Column::new(t!("admin-waits-for")),
    ];
    let empty = EmptyState::new(Icon::CircleCheck, t!("admin-running-none"), t!("admin-running-none-text"));
    Table::new(t!("admin-running-now"), columns).rows(now.iter().map(row)).empty(empty)
}
