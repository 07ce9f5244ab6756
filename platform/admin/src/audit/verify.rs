//! `/admin/audit/verify`: every sealed row held against its seal.

use axum::extract::State;
use platform_audit::{Report, standing, verify as hold_against};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Page};
use platform_texts::t;
use platform_ui::{Banner, Card, Column, Figure, Figures, Markup, Table, Tone, html};

use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};

/// More rows than these take longer than somebody waits for a page; the command has no hurry.
const MOST: i64 = 200_000;
/// Findings that are listed.
const LISTED: usize = 100;

pub async fn verify(State(admin): State<Admin>, ctx: Ctx) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    if !held.may(may::AUDIT_VIEW) {
        return Err(Fault::not_found());
    }
    let report = if standing(&mut tx).await?.rows > MOST { None } else { Some(hold_against(&mut tx, &[]).await?) };
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &After::default()), report.as_ref())))
}

fn page(frame: &Frame, report: Option<&Report>) -> Markup {
    let main = html! {
        @match report {
            None => { (Banner::new(Tone::Note, t!("admin-verify-too-many", most = MOST))) pre class="as-written" { code { "callboard audit verify" } } },
            Some(report) => (told(report)),
        }
        p class="muted" { (t!("admin-verify-heads")) }
    };
    frame.below(Place::Audit, &t!("admin-verify-title"), main).render()
}

fn told(report: &Report) -> Markup {
    let banner = if report.is_clean() {
        Banner::new(Tone::Good, t!("admin-verify-clean"))
    } else {
        Banner::new(Tone::Bad, t!("admin-verify-altered", count = report.findings.len()))
    };
    let figures = Figures(vec![
        Figure::new(t!("admin-chains"), report.chains),
        Figure::new(t!("admin-seals"), report.seals),
        Figure::new(t!("admin-rows-fit"), report.rows),
        Figure::new(t!("admin-rows-pending"), report.pending),
    ]);
    let rows = report.findings.iter().take(LISTED).map(|finding| vec![html! { (finding) }]);
    html! {
        (banner)
        (figures)
        @if !report.is_clean() { (Card::new(Table::new(t!("admin-findings"), vec![Column::prose(t!("admin-finding"))]).rows(rows).render()).title(t!("admin-findings")).flush()) }
    }
}
