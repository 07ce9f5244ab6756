//! `/dev/mailbox`: what the house would have sent, for whoever tries it out.
//!
//! Mails hold keys to accounts. These pages exist only while mails stay here and the house listens on
//! loopback without a proxy, and they answer only a browser of this machine that was told to go there:
//! a page elsewhere that makes its own name point here (DNS rebinding) is refused by the `Host` header,
//! a proxy nobody declared by the headers it adds.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use platform_http::{Ctx, Fault, GET, Page, Path, Rate, Route, Routes, download};
use platform_types::Zone;
use platform_ui::{Badge, Banner, Button, Column, DefinitionList, EmptyState, House, Icon, Moment, PublicPage, Table, Tone};
use uuid::Uuid;

use crate::messages::{Message, find, newest};
use crate::{AttachmentRef, Mailer, MessageId, MessageStatus};

/// Messages listed.
const LISTED: i64 = 200;

#[derive(Clone)]
struct Mailroom {
    mailer: Mailer,
    house: Arc<House>,
}

/// The pages of the local mailbox; none where mail leaves the house, or where others than this machine
/// could reach them.
pub fn mailbox_routes(mailer: &Mailer, house: House, listen: SocketAddr, behind_proxy: bool) -> Routes<()> {
    if !mailer.is_local_mailbox() || !listen.ip().is_loopback() || behind_proxy {
        return Routes::new(());
    }
    let room = Mailroom { mailer: mailer.clone(), house: Arc::new(house) };
    let mine = Routes::new(room)
        .add(Route::page(GET, "/dev/mailbox", "mailbox.list").loopback(), list)
        .add(
            Route::page(GET, "/dev/mailbox/{id}", "mailbox.message").loopback().sample("/dev/mailbox/00000000-0000-0000-0000-000000000000"),
            message,
        )
        .add(
            Route::page(GET, "/dev/mailbox/{id}/html", "mailbox.html")
                .loopback()
                .sample("/dev/mailbox/00000000-0000-0000-0000-000000000000/html"),
            html_part,
        )
        .add(
            Route::file("/dev/mailbox/{id}/files/{number}", "mailbox.file")
                .loopback()
                .rate(Rate::Browse)
                .sample("/dev/mailbox/00000000-0000-0000-0000-000000000000/files/0"),
            file,
        );
    Routes::new(()).merge(mine)
}

/// Only a browser of this machine that asked for this machine by one of its own names.
fn guard(headers: &HeaderMap, uri: &Uri) -> Result<(), Fault> {
    // HTTP/2 names the host in the address and not in a header.
    let host = headers
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .or_else(|| uri.authority().map(axum::http::uri::Authority::as_str))
        .unwrap_or_default();
    let name = if host.starts_with('[') { host.split(']').next().unwrap_or_default() } else { host.split(':').next().unwrap_or_default() };
    let is_ours = matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1");
    let is_forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"].iter().any(|h| headers.contains_key(*h));
    if is_ours && !is_forwarded { Ok(()) } else { Err(Fault::not_found()) }
}

async fn list(State(room): State<Mailroom>, ctx: Ctx, headers: HeaderMap, uri: Uri) -> Result<Page, Fault> {
    guard(&headers, &uri)?;
    let messages = newest(&mut ctx.kernel().db().as_system("local mailbox").await?, LISTED).await?;
    Ok(Page(list_page(&room.house, &messages)))
}

async fn message(State(room): State<Mailroom>, ctx: Ctx, headers: HeaderMap, uri: Uri, Path(id): Path<Uuid>) -> Result<Page, Fault> {
    guard(&headers, &uri)?;
    let message = load(&ctx, id).await?;
    let mut files = Vec::new();
    for wanted in attachments(&message) {
        let made = room.mailer.attachments().make(&wanted).await;
        files.push(made.ok().map(|file| format!("{} ({})", file.name(), size(file.bytes.len()))));
    }
    Ok(Page(message_page(&room.house, &message, &files)))
}

/// As mail programs say it: `870 bytes`, `34 KB`, `1.2 MB`.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The HTML part as a mail program shows it: no script, nothing from elsewhere.
async fn html_part(State(_): State<Mailroom>, ctx: Ctx, headers: HeaderMap, uri: Uri, Path(id): Path<Uuid>) -> Result<Response, Fault> {
    guard(&headers, &uri)?;
    let html = load(&ctx, id).await?.html_body.ok_or_else(Fault::not_found)?;
    let mut response = Html(html).into_response();
    let policy = HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response.headers_mut().insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    Ok(response)
}

async fn file(
    State(room): State<Mailroom>,
    ctx: Ctx,
    headers: HeaderMap,
    uri: Uri,
    Path((id, number)): Path<(Uuid, usize)>,
) -> Result<Response, Fault> {
    guard(&headers, &uri)?;
    let wanted = attachments(&load(&ctx, id).await?).into_iter().nth(number).ok_or_else(Fault::not_found)?;
    let made = room.mailer.attachments().make(&wanted).await.map_err(Fault::internal)?;
    let content_type = made.content_type.as_str();
    let name = made.name().to_owned();
    Ok(download(made.bytes, content_type, &name))
}

async fn load(ctx: &Ctx, id: Uuid) -> Result<Message, Fault> {
    let mut tx = ctx.kernel().db().as_system("local mailbox").await?;
    find(&mut tx, MessageId(id)).await?.ok_or_else(Fault::not_found)
}

fn attachments(message: &Message) -> Vec<AttachmentRef> {
    serde_json::from_value(message.attachments.clone()).unwrap_or_default()
}

fn list_page(house: &House, messages: &[Message]) -> Markup {
    let columns =
        vec![Column::new("Subject"), Column::new("To"), Column::new("Purpose"), Column::new("State"), Column::new("Asked for (UTC)")];
    let rows = messages.iter().map(|m| {
        vec![
            html! { a href=(format!("/dev/mailbox/{}", m.id)) { (m.subject) } },
            html! { (m.to_address) },
            html! { code { (m.purpose) } },
            state(m.status).render(),
            Moment::full(m.created_at, Zone::UTC).render(),
        ]
    });
    let empty =
        EmptyState::new(Icon::Mail, "No mail yet", "Confirmations, sign-in links and tickets appear here as soon as the house sends them.");
    let main = html! {
        div class="stack" {
            h1 { "Local mailbox" }
            (Banner::new(Tone::Note, "No mail server is set, so nothing leaves this machine. Set SMTP_URL to send for real."))
            (Table::new("Mails", columns).rows(rows).empty(empty))
        }
    };
    PublicPage::new(house, "Local mailbox", main).noindex().render()
}

/// `files`: what comes with it, by the names and sizes that its reader sees; none for one that cannot be made any more.
fn message_page(house: &House, message: &Message, files: &[Option<String>]) -> Markup {
    let base = format!("/dev/mailbox/{}", message.id);
    let to = match &message.to_name {
        Some(name) => format!("{name} <{}>", message.to_address),
        None => message.to_address.clone(),
    };
    let mut facts = DefinitionList::columns()
        .text("To", &to)
        .fact("Asked for (UTC)", Moment::full(message.created_at, Zone::UTC).render())
        .fact("State", state(message.status).render());
    if let Some(error) = &message.error {
        facts = facts.text("Last problem", error);
    }
    if let Some(transport) = &message.transport {
        facts = facts.text("By way of", transport);
    }
    let main = html! {
        div class="stack" {
            p { a href="/dev/mailbox" { "All mails" } }
            h1 { (message.subject) }
            (facts)
            @if message.html_body.is_some() || !files.is_empty() {
                div class="cluster" {
                    @if message.html_body.is_some() { (Button::link("Show as formatted", format!("{base}/html")).icon(Icon::Eye)) }
                    @for (number, file) in files.iter().enumerate() {
                        @match file {
                            Some(file) => (Button::link(file.as_str(), format!("{base}/files/{number}")).icon(Icon::Download)),
                            None => p class="muted" { "One file cannot be made any more." },
                        }
                    }
                }
            }
            @match &message.text_body {
                Some(text) => (paragraphs(text)),
                None => p { "The text was erased after delivery, because it held a key to an account." },
            }
        }
    };
    PublicPage::new(house, message.subject.clone(), main).noindex().narrow().render()
}

fn state(status: MessageStatus) -> Badge {
    match status {
        MessageStatus::Queued => Badge::new(Tone::Note, "Waiting"),
        MessageStatus::Sent => Badge::new(Tone::Good, "Delivered"),
        MessageStatus::Failed => Badge::new(Tone::Bad, "Failed"),
        MessageStatus::Skipped => Badge::plain("Not sent"),
    }
}

/// Plain text as it was written, its addresses made links.
fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.replace("\r\n", "\n").split("\n\n").filter(|p| !p.trim().is_empty()) {
            p {
                @for (number, line) in paragraph.trim_matches('\n').lines().enumerate() {
                    @if number > 0 { br; }
                    @for (number, word) in line.split(' ').enumerate() {
                        @if number > 0 { " " }
                        @if word.starts_with("https://") || word.starts_with("http://") { a href=(word) { (word) } } @else { (word) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, HeaderName, HeaderValue, Uri, paragraphs, size};

    #[test]
    fn only_this_machine_asked_by_its_own_name_is_answered() {
        let headers = |pairs: &[(&'static str, &'static str)]| -> HeaderMap {
            pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect()
        };
        let guard = |headers: &HeaderMap| super::guard(headers, &Uri::from_static("/dev/mailbox"));
        for host in ["localhost:8080", "LOCALHOST", "127.0.0.1:8080", "[::1]:8080", "[::1]"] {
            assert!(guard(&headers(&[("host", host)])).is_ok(), "{host}");
        }
        for host in ["evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""] {
            assert!(guard(&headers(&[("host", host)])).is_err(), "{host}");
        }
        assert!(guard(&headers(&[])).is_err());
        assert!(guard(&headers(&[("host", "localhost"), ("x-forwarded-for", "203.0.113.9")])).is_err(), "an undeclared proxy");
        assert!(super::guard(&headers(&[]), &Uri::from_static("https://localhost:8080/dev/mailbox")).is_ok(), "HTTP/2");
    }

    #[test]
    fn sizes_are_said_as_mail_programs_say_them() {
        assert_eq!([0, 999, 1_000, 34_100, 999_999, 1_250_000].map(size), ["0 bytes", "999 bytes", "1 KB", "35 KB", "1000 KB", "1.2 MB"]);
    }

    #[test]
    fn text_is_shown_as_written_and_nothing_in_it_is_markup() {
        let shown = paragraphs("Hello <b>Ada</b>,\r\nsee https://h/x?a=1&b=2 now\n\njavascript:alert(1)").into_string();
        assert_eq!(
            shown,
            "<p>Hello &lt;b&gt;Ada&lt;/b&gt;,<br>see <a href=\"https://h/x?a=1&amp;b=2\">https://h/x?a=1&amp;b=2</a> now</p><p>javascript:alert(1)</p>"
        );
    }
}
