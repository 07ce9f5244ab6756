//! The queue.

use axum::extract::State;
use platform_auth::permission as may;
use platform_db::Tx;
use platform_http::{Ctx, Fault, Page, Query};
use platform_jobs::{Depth, FailedRegular, JobFilter, JobRow, JobState, depth, failed_regular, list_jobs};
use platform_texts::t;
use platform_types::Zone;
use platform_ui::{Button, Card, Choice, Column, DataRow, DataTable, EmptyState, Field, FilterForm, Icon, Markup, Moment, Table, html};
use serde::Deserialize;

use super::badge;
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place};
use crate::list::{ONE_MORE, ROWS, chips, pages};
use crate::overview::waiting;

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    state: String,
    before: String,
    #[serde(flatten)]
    after: After,
}

impl Asked {
    fn says(&self) -> [(&str, &str); 2] {
        [("kind", self.kind.trim()), ("state", self.state.as_str())]
    }
}

struct Loaded {
    depth: Depth,
    jobs: Vec<JobRow>,
    regular: Vec<FailedRegular>,
}

async fn load(tx: &mut Tx, asked: &Asked) -> Result<Loaded, Fault> {
    let filter = JobFilter { state: JobState::named(&asked.state), kind: asked.kind.trim(), before: asked.before.parse().ok() };
    Ok(Loaded { depth: depth(tx).await?, jobs: list_jobs(tx, &filter, ONE_MORE).await?, regular: failed_regular(tx).await? })
}

pub async fn list(State(admin): State<Admin>, ctx: Ctx, Query(asked): Query<Asked>) -> Result<Page, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let loaded = load(&mut tx, &asked).await?;
    tx.rollback().await?;
    Ok(Page(page(&admin.frame(&ctx, held, &asked.after), &asked, loaded)))
}

fn state_words(state: JobState) -> String {
    let words = match state {
        JobState::Dead => t!("admin-job-dead"),
        JobState::Waiting => t!("admin-job-waiting"),
        JobState::Running => t!("admin-job-running"),
    };
    words.into_owned()
}

fn page(frame: &Frame, asked: &Asked, loaded: Loaded) -> Markup {
    let base = Place::Jobs.path();
    let Loaded { depth, mut jobs, regular } = loaded;
    let most = usize::try_from(ROWS).unwrap_or_default();
    let more = jobs.len() > most;
    jobs.truncate(most);
    let next = more.then(|| jobs.last().map(|last| last.id.to_string())).flatten();
    let state = JobState::named(&asked.state);
    let form = FilterForm::new(base, Field::search("kind", t!("admin-jobs-search")).value(&asked.kind).max_length(100)).field(
        Field::select("state", t!("admin-state"), JobState::ALL.into_iter().map(|s| Choice::new(s.as_str(), state_words(s))).collect())
            .value(state.map_or("", JobState::as_str))
            .placeholder(t!("admin-any")),
    );
    let mut on = Vec::new();
    if !asked.kind.trim().is_empty() {
        on.push(("kind", format!("“{}”", asked.kind.trim())));
    }
    on.extend(state.map(|state| ("state", state_words(state))));
    let empty = if on.is_empty() {
        EmptyState::new(Icon::CircleCheck, t!("admin-jobs-empty"), t!("admin-jobs-empty-text"))
    } else {
        EmptyState::new(Icon::Search, t!("admin-none-match"), t!("admin-none-match-text"))
    };
    let row = |job: &JobRow| {
        let error: String = job.error.as_deref().unwrap_or_default().chars().take(160).collect();
        let cells = vec![
            html! { a href={ (base) "/" (job.id) } { (job.kind) } @if job.is_cron { " " span class="muted small" { (t!("admin-regular")) } } },
            html! { (badge(job)) },
            html! { (job.attempts) },
            html! { span class="nowrap" { (Moment::short(job.died_at.unwrap_or(job.run_at), Zone::UTC)) } },
            html! { span class="as-typed" { (error) } },
        ];
        DataRow::new(job.id, format!("{} {}", job.kind, job.id), cells)
    };
    let columns = vec![
        Column::new(t!("admin-job")),
        Column::new(t!("admin-state")),
        Column::figures(t!("admin-attempts")),
        Column::new(t!("admin-when")),
        Column::prose(t!("admin-error")),
    ];
    let total = u64::try_from(jobs.len()).unwrap_or_default();
    let mut table = DataTable::new(t!("admin-jobs"), "jobs", columns).rows(jobs.iter().map(row)).total(total).empty(empty);
    // Only the dead can be tried again, so only a list of them is there to choose from.
    if frame.held.may(may::JOBS_MANAGE) && state == Some(JobState::Dead) {
        table = table.bulk(Button::submit(t!("admin-requeue")).sends_to(format!("{base}/requeue")).icon(Icon::RefreshCw).small());
    }
    let main = html! {
        (waiting(&depth))
        (form)
        (chips(base, &asked.says(), &on))
        (table)
        (pages(base, &asked.says(), &asked.before, next))
        @if !regular.is_empty() { (Card::new(failed(&regular).render()).title(t!("admin-regular-failed")).flush()) }
    };
    frame.page(Place::Jobs, &t!("admin-jobs"), main).lead(t!("admin-jobs-lead")).render()
}

fn failed(regular: &[FailedRegular]) -> Table {
    let row = |one: &FailedRegular| {
        vec![
            html! { (one.kind) },
            html! { span class="nowrap" { (Moment::short(one.failed_at, Zone::UTC)) } },
            html! { span class="as-typed" { (one.error.chars().take(300).collect::<String>()) } },
        ]
    };
    Table::new(
        t!("admin-regular-failed"),
        vec![Column::new(t!("admin-job")), Column::new(t!("admin-when")), Column::prose(t!("admin-error"))],
    )
    .rows(regular.iter().map(row))
}
