//! The one address files are served under.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use platform_http::{Ctx, Fault, GET, Path, Route, Routes};
use platform_types::{Actor, ActorKind};
use uuid::Uuid;

use crate::files::Files;
use crate::serve::{Asked, answer, find};

/// `/files/{id}/{name}`.
pub fn routes(files: &Files) -> Routes<Files> {
    Routes::new(files.clone()).add(
        Route::page(GET, "/files/{id}/{name}", "files.show")
            .public()
            .sample("/files/00000000-0000-7000-8000-000000000000/640-0000000000000000.webp"),
        show,
    )
}

/// Asked as nobody first: what everybody may see may be kept by every cache, whoever asks.
async fn show(State(files): State<Files>, ctx: Ctx, Path((id, name)): Path<(Uuid, String)>, headers: HeaderMap) -> Result<Response, Fault> {
    let asked = Asked::of(&headers);
    let seen = find(&mut ctx.kernel().db().read(&Actor::anonymous()).await?, id).await?;
    if let Some(file) = seen {
        return answer(&files, &file, &name, &asked, true).await;
    }
    if !matches!(ctx.actor.kind, ActorKind::User { .. }) {
        return Err(Fault::not_found());
    }
    let seen = find(&mut ctx.read().await?, id).await?;
    answer(&files, &seen.ok_or_else(Fault::not_found)?, &name, &asked, false).await
}
