//! One job.

use axum::extract::State;
use axum::response::Response;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, FieldFault, Page, Path, Query};
use platform_jobs::{JobId, JobRow, find_job};
use platform_texts::t;
use platform_types::{Timestamp, Zone};
use platform_ui::{Button, Card, DefinitionList, Dialog, Disclosure, Field, FieldErrors, Form, Icon, Markup, Moment, html};

use super::badge;
use crate::Admin;
use crate::desk::Held;
use crate::frame::{After, Frame, Place, again, errors_of};

/// A job and what the caller may do with it.
pub async fn load(ctx: &Ctx, id: JobId) -> Result<Option<(Held, JobRow)>, Fault> {
    let mut tx = ctx.read().await?;
    let held = Held::of(&mut tx).await?;
    let job = if held.may(may::JOBS_VIEW) { find_job(&mut tx, id).await? } else { None };
    tx.rollback().await?;
    Ok(job.map(|job| (held, job)))
}

pub async fn show(State(admin): State<Admin>, ctx: Ctx, Path(id): Path<JobId>, Query(after): Query<After>) -> Result<Page, Fault> {
    let (held, job) = load(&ctx, id).await?.ok_or_else(Fault::not_found)?;
    Ok(Page(page(&admin.frame(&ctx, held, &after), &job, "", &FieldErrors::new())))
}

/// The page again, with the reason that was typed and what is wrong with it.
pub fn refused(admin: &Admin, ctx: &Ctx, held: Held, job: &JobRow, reason: &str, faults: Vec<FieldFault>) -> Response {
    let markup = page(&admin.frame(ctx, held, &After::default()), job, reason, &errors_of(&faults));
    again(ctx, faults, markup)
}

fn page(frame: &Frame, job: &JobRow, reason: &str, errors: &FieldErrors) -> Markup {
    let base = format!("{}/{}", Place::Jobs.path(), job.id);
    let moment = |at: Timestamp| html! { (Moment::full(at, Zone::UTC).with_zone()) };
    let mut facts = DefinitionList::columns()
        .text(t!("admin-number"), &job.id.to_string())
        .text(t!("admin-job"), &job.kind)
        .text(t!("admin-attempts"), &job.attempts.to_string())
        .fact(t!("admin-asked-for"), moment(job.enqueued_at))
        .fact(t!("admin-runs-at"), moment(job.run_at));
    if let Some(at) = job.died_at {
        facts = facts.fact(t!("admin-given-up"), moment(at));
    }
    let manages = frame.held.may(may::JOBS_MANAGE) && job.state == "dead";
    let main = html! {
        (Card::new(html! { (facts) @if let Some(error) = &job.error { p { (t!("admin-last-error")) } pre class="as-written" { code { (error) } } } }).title(t!("admin-job")))
        @if manages { (Card::new(mend(&base, job, reason, errors)).title(t!("admin-mend"))) }
        p class="muted" { (t!("admin-payload-not-shown")) }
    };
    frame.below(Place::Jobs, &job.kind, main).mark(badge(job).render()).render()
}

fn mend(base: &str, job: &JobRow, reason: &str, errors: &FieldErrors) -> Markup {
    let field = Field::text("reason", t!("admin-reason")).value(reason).required().max_length(500).error(errors.of("reason"));
    let form = Form::post(format!("{base}/discard"), field.render())
        .errors(errors)
        .button(Button::submit(t!("admin-discard")).danger().icon(Icon::Trash2));
    html! {
        p { (t!("admin-requeue-text")) }
        p {
            (Button::opens(t!("admin-requeue"), "requeue").icon(Icon::RefreshCw))
            (Dialog::confirm("requeue", t!("admin-requeue-ask"), &t!("admin-requeue-confirm", kind = job.kind.as_str()), &format!("{base}/requeue"), Button::submit(t!("admin-requeue")).main()))
        }
        (Disclosure::new(html! { (t!("admin-discard-open")) }, html! { p { (t!("admin-discard-text")) } (form) }).open(!errors.is_empty()))
    }
}
