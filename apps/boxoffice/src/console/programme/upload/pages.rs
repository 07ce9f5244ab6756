//! `/console/events/{id}/programme/upload` and `…/uploads/{upload}`: send a file, look at what it would do, bring it in.

use axum::extract::Multipart;
use axum::extract::State;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use commons::programme::{self, ImportSource};
use integration_interchange::Read;
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, FieldFault, Form, Page, Path, Query, Wants, redirect};
use platform_storage::FIELD;
use platform_texts::t;
use platform_types::EventId;
use serde::Deserialize;
use uuid::Uuid;

use super::look::{self, Look};
use super::queries::{self, NewUpload, Upload};
use super::sent::{self, SentError};
use super::view::{FormPage, LookPage, Shown, form_page, look_page};
use crate::console::access::{self, Desk};
use crate::console::form::{again, errors_of, wrong};
use crate::console::frame::After;
use crate::console::programme::write;
use crate::console::{Console, code, must};
use crate::table_import::OWN;

/// The source of a first programme; `callboard import programme` says the same.
const SOURCE: &str = "programme";

/// Which part of the refused rows is looked at, and what a redirect said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The first refused row shown, from 0.
    from: usize,
    #[serde(flatten)]
    after: After,
}

async fn desk_of(ctx: &Ctx, id: EventId) -> Result<(Desk, Vec<ImportSource>), Fault> {
    let mut tx = ctx.read().await?;
    let desk = access::find_desk(&mut tx, id).await?.ok_or_else(Fault::not_found)?;
    must(&desk.held, may::EVENTS_EDIT)?;
    let mut sources = programme::list_sources(&mut tx, id).await?;
    tx.rollback().await?;
    // Files of ours name their sources themselves.
    sources.retain(|source| source.name != OWN);
    Ok((desk, sources))
}

pub(in crate::console) async fn open(State(console): State<Console>, ctx: Ctx, Path(id): Path<EventId>) -> Result<Page, Fault> {
    let (desk, sources) = desk_of(&ctx, id).await?;
    let model = FormPage { desk: &desk, sources: &sources, chosen: "", errors: &errors_of(&[]), code: None };
    Ok(Page(form_page(&console.frame(&ctx, &After::default()), &model)))
}

/// Keeps the file for an hour and leads to what it would do.
pub(in crate::console) async fn keep(
    State(console): State<Console>,
    ctx: Ctx,
    Path(id): Path<EventId>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Fault> {
    let (desk, sources) = desk_of(&ctx, id).await?;
    let sent = sent::read(form).await;
    let source = source_of(&sent.source, &sources);
    let file = match sent.file {
        // Whether it is a programme at all is known before anything is kept.
        Ok((name, bytes)) => match look::read(bytes.clone(), desk.event.zone).await.map_err(Fault::internal)? {
            Ok(_) => Ok((name, bytes)),
            Err(error) => Err(SentError::File(error)),
        },
        Err(error) => Err(error),
    };
    let refused = |status: StatusCode, faults: Vec<FieldFault>, code: Option<&str>| {
        let model = FormPage { desk: &desk, sources: &sources, chosen: &sent.source, errors: &errors_of(&faults), code };
        again(&ctx, status, faults, form_page(&console.frame(&ctx, &After::default()), &model))
    };
    let (name, bytes) = match file {
        Ok(file) => file,
        Err(error) => {
            let code = error.code();
            if ctx.wants == Wants::Json {
                return Err(Fault::new(code).with_fields(wrong(FIELD, error.to_string())).with_context(error));
            }
            return Ok(refused(code.status(), wrong(FIELD, error.to_string()), Some(code.code)));
        }
    };
    let Some(source) = source else {
        return Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, wrong("source", t!("upload-wrong-source")), None));
    };
    let mut tx = ctx.write().await?;
    let new = NewUpload {
        id: ctx.entropy().uuid_v7(ctx.now()),
        organization: desk.event.organization,
        event: id,
        name: &name,
        source: &source,
        content: &bytes,
    };
    let upload = queries::keep(&mut tx, ctx.now(), new).await?;
    tx.commit().await?;
    Ok(redirect(&format!("/console/events/{id}/programme/uploads/{upload}")))
}

/// What was chosen, as the rows name it; none where it is not offered.
fn source_of(chosen: &str, sources: &[ImportSource]) -> Option<String> {
    let known = |name: &str| sources.iter().any(|source| source.name == name);
    match chosen {
        "" => Some(sources.first().map_or_else(|| SOURCE.to_owned(), |newest| newest.name.clone())),
        "+" => (1..=sources.len() + 1).map(|n| if n == 1 { SOURCE.to_owned() } else { format!("{SOURCE}-{n}") }).find(|name| !known(name)),
        name => known(name).then(|| name.to_owned()),
    }
}

/// What it would do; what it did, once it is in.
pub(in crate::console) async fn show(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, upload)): Path<(EventId, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let (desk, _) = desk_of(&ctx, id).await?;
    let Some(upload) = queries::find(&mut ctx.read().await?, id, upload).await? else {
        return gone(&console, &ctx, &desk).await;
    };
    let frame = console.frame(&ctx, &asked.after);
    if let Some(outcome) = &upload.outcome {
        let model = LookPage { desk: &desk, upload: &upload, summary: outcome, shown: Shown::Done, from: asked.from };
        return Ok(Page(look_page(&frame, &model)).into_response());
    }
    let look = try_out(&console, &ctx, &desk, &upload).await?;
    let shown = Shown::Preview { look: &look, quarrel: false };
    let model = LookPage { desk: &desk, upload: &upload, summary: &look.summary, shown, from: asked.from };
    Ok(Page(look_page(&frame, &model)).into_response())
}

/// Does it, and takes it back.
async fn try_out(console: &Console, ctx: &Ctx, desk: &Desk, upload: &Upload) -> Result<Look, Fault> {
    let read = read(ctx, desk, upload).await?;
    let mut tx = ctx.write().await?;
    let look = look::bring(&mut tx, console.office().entropy(), ctx.now(), desk, upload, &read).await.map_err(write::fault)?;
    tx.rollback().await?;
    Ok(look)
}

async fn read(ctx: &Ctx, desk: &Desk, upload: &Upload) -> Result<Read, Fault> {
    let bytes = queries::content(&mut ctx.read().await?, upload.id).await?.ok_or_else(Fault::not_found)?;
    // It was read once before it was kept; a newer program may know better.
    look::read(bytes, desk.event.zone).await.map_err(Fault::internal)?.map_err(|error| {
        let error = SentError::File(error);
        Fault::new(error.code()).with_fields(wrong(FIELD, error.to_string())).with_context(error)
    })
}

/// It is forgotten, or never was: the way to begin again.
async fn gone(console: &Console, ctx: &Ctx, desk: &Desk) -> Result<Response, Fault> {
    if ctx.wants == Wants::Json {
        return Err(Fault::new(code::UPLOAD_FORGOTTEN));
    }
    let (_, sources) = desk_of(ctx, desk.event.id).await?;
    let mut errors = errors_of(&[]);
    errors.add_form(t!("upload-forgotten"));
    let model = FormPage { desk, sources: &sources, chosen: "", errors: &errors, code: Some(code::UPLOAD_FORGOTTEN.code) };
    Ok((StatusCode::NOT_FOUND, Page(form_page(&console.frame(ctx, &After::default()), &model))).into_response())
}

/// What the preview said.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Confirm {
    seen: String,
}

/// Brings it in, if it does what the preview said.
pub(in crate::console) async fn confirm(
    State(console): State<Console>,
    ctx: Ctx,
    Path((id, upload)): Path<(EventId, Uuid)>,
    Form(confirm): Form<Confirm>,
) -> Result<Response, Fault> {
    let (desk, _) = desk_of(&ctx, id).await?;
    let Some(upload) = queries::find(&mut ctx.read().await?, id, upload).await? else {
        return gone(&console, &ctx, &desk).await;
    };
    let back = |word: &str| redirect(&format!("/console/events/{id}/programme/uploads/{}?done={word}", upload.id));
    if upload.outcome.is_some() {
        return Ok(back("programme-imported-before"));
    }
    let read = read(&ctx, &desk, &upload).await;
    let mut tx = ctx.write().await?;
    match queries::lock(&mut tx, upload.id).await? {
        Some(true) => {}
        // Another click was faster.
        Some(false) => return Ok(back("programme-imported-before")),
        None => return gone(&console, &ctx, &desk).await,
    }
    let look = look::bring(&mut tx, console.office().entropy(), ctx.now(), &desk, &upload, &read?).await.map_err(write::fault)?;
    if look.seen != confirm.seen {
        tx.rollback().await?;
        if ctx.wants == Wants::Json {
            return Err(Fault::new(code::PROGRAMME_CHANGED));
        }
        let shown = Shown::Preview { look: &look, quarrel: true };
        let model = LookPage { desk: &desk, upload: &upload, summary: &look.summary, shown, from: 0 };
        return Ok((StatusCode::CONFLICT, Page(look_page(&console.frame(&ctx, &After::default()), &model))).into_response());
    }
    if !look.summary.writes() {
        tx.rollback().await?;
        return Ok(back("programme-same"));
    }
    queries::done(&mut tx, ctx.now(), upload.id, &look.summary).await?;
    tx.commit().await?;
    Ok(back("programme-imported"))
}
