//! `/unsubscribe/…`: the end of mails of one kind. Opening the address changes nothing, because mail programs open addresses by
//! themselves; the button does, and so does the one click of a mail program (RFC 8058).

use std::borrow::Cow;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform_db::Tx;
use platform_http::{Ctx, Fault, Page, Path};
use platform_texts::t;
use platform_types::UserId;
use platform_ui::{Button, Form, PublicPage};

use crate::choices::choose_one;
use crate::digest::DIGEST;
use crate::settings::{keep, settings_of};
use crate::{DigestEvery, Inbox, Kind, Mode};

/// What an address ends.
enum Ends {
    Kind(&'static Kind),
    Digest,
}

impl Ends {
    fn title(&self) -> Cow<'static, str> {
        match self {
            Self::Kind(kind) => (kind.title)(),
            Self::Digest => t!("stop-digest"),
        }
    }
}

/// Whose mails, and which; none where the house did not sign the address, or there is nothing to end.
fn read(inbox: &Inbox, token: &str, kind: &str) -> Option<(UserId, Ends)> {
    let user = inbox.keys().read(token, kind)?;
    if kind == DIGEST {
        return Some((user, Ends::Digest));
    }
    let kind = inbox.kinds().find(kind).filter(|kind| kind.is_optional_mail())?;
    Some((user, Ends::Kind(kind)))
}

pub(crate) async fn show(State(inbox): State<Inbox>, Path((token, kind)): Path<(String, String)>) -> Result<Response, Fault> {
    let Some((_, ends)) = read(&inbox, &token, &kind) else { return Ok(gone(&inbox)) };
    let form = Form::post(format!("/unsubscribe/{token}/{kind}"), html! {}).button(Button::submit(t!("stop-button")).main().large().wide());
    let main = html! {
        p { (t!("stop-lead", kind = ends.title())) }
        (form)
        (more())
    };
    Ok(page(&inbox, &t!("stop-title"), &main).into_response())
}

pub(crate) async fn submit(State(inbox): State<Inbox>, ctx: Ctx, Path((token, kind)): Path<(String, String)>) -> Result<Response, Fault> {
    let Some((user, ends)) = read(&inbox, &token, &kind) else { return Ok(gone(&inbox)) };
    let mut tx = inbox.db().as_system("end mails by their address").await?;
    let is_there = stop(&mut tx, user, &ends).await?;
    tx.commit().await?;
    if !is_there {
        return Ok(gone(&inbox));
    }
    tracing::info!(user.id = %user, kind, request.id = ?ctx.actor.request_id, "mails ended by their address");
    let main = html! {
        p role="status" { (t!("stop-done-text", kind = ends.title())) }
        (more())
    };
    Ok(page(&inbox, &t!("stop-done"), &main).into_response())
}

/// False where the account is gone.
async fn stop(tx: &mut Tx, user: UserId, ends: &Ends) -> Result<bool, Fault> {
    let there = sqlx::query_scalar!(r#"SELECT true AS "is!" FROM auth.users WHERE id = $1 AND deleted_at IS NULL FOR SHARE"#, user.0);
    if there.fetch_optional(&mut **tx).await?.is_none() {
        return Ok(false);
    }
    match ends {
        Ends::Kind(kind) => choose_one(tx, user, kind, "mail", Some(Mode::Never)).await?,
        Ends::Digest => {
            let settings = settings_of(tx, user).await?;
            keep(tx, user, &crate::Settings { digest: DigestEvery::Off, ..settings }).await?;
        }
    }
    Ok(true)
}

fn more() -> Markup {
    html! { p { a href="/account/notifications" { (t!("stop-more")) } } }
}

fn gone(inbox: &Inbox) -> Response {
    (StatusCode::NOT_FOUND, page(inbox, &t!("stop-gone"), &html! { p { (t!("stop-gone-text")) } (more()) })).into_response()
}

fn page(inbox: &Inbox, title: &str, main: &Markup) -> Page {
    Page(PublicPage::new(&inbox.house(), title, html! { div class="stack" { h1 { (title) } (main) } }).narrow().noindex().render())
}
