//! The rows that match, as a file that is written while it is read.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::stream;
use platform_audit::{Entry, Event, Filter};
use platform_auth::permission as may;
use platform_http::{Ctx, Fault, Form, code};
use platform_texts::t;
use serde_json::json;
use uuid::Uuid;

use super::asked::Asked;
use crate::Admin;
use crate::desk::Held;

/// Rows read at once.
const BATCH: i64 = 1_000;
/// Rows of one file: whoever needs more names a shorter time.
const MOST: usize = 100_000;

/// What it is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Csv,
    Json,
}

pub async fn export(State(_): State<Admin>, ctx: Ctx, Form(asked): Form<Asked>) -> Result<Response, Fault> {
    let shape = match asked.format.as_str() {
        "csv" => Shape::Csv,
        "json" => Shape::Json,
        _ => return Err(wrong("format", &t!("admin-wrong-format"))),
    };
    let mut tx = ctx.write().await?;
    if !Held::of(&mut tx).await?.may(may::AUDIT_VIEW) {
        return Err(Fault::not_found());
    }
    let (mut filter, faults) = asked.read(&mut tx).await?;
    if !faults.is_empty() {
        return Err(Fault::new(code::http::INVALID).with_fields(faults));
    }
    // From here on: what is written while the file is read does not come in.
    let upper = platform_audit::list(&mut tx, &filter, 1).await?;
    filter.before = None;
    let said: serde_json::Map<String, serde_json::Value> =
        asked.says().into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let entry = Entry::new("audit.exported", "audit.events").after(json!({ "filter": said, "format": asked.format }));
    platform_audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    let start =
        Reading { ctx: ctx.clone(), filter, shape, next: upper.first().map(|event| Next::From(event.id)), begun: false, written: 0 };
    let pieces = stream::try_unfold(Some(start), |reading| async move {
        let Some(mut reading) = reading else { return Ok::<_, std::io::Error>(None) };
        let piece = reading.piece().await.map_err(std::io::Error::other)?;
        let after = if reading.next.is_some() { Some(reading) } else { None };
        Ok(Some((piece, after)))
    });
    let (content_type, name) = match shape {
        Shape::Csv => ("text/csv; charset=utf-8", "audit.csv"),
        Shape::Json => ("application/json", "audit.json"),
    };
    let mut response = Response::new(Body::from_stream(pieces));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

fn wrong(field: &str, message: &str) -> Fault {
    let mut check = platform_http::Check::new();
    check.wrong(field, message);
    check.into_fault()
}

/// Where the reading goes on.
enum Next {
    /// With this row, the first of all.
    From(Uuid),
    /// After this row.
    After(Uuid),
}

/// A file on its way out. Between two pieces no transaction is open, however slowly it is taken.
struct Reading {
    ctx: Ctx,
    filter: Filter,
    shape: Shape,
    next: Option<Next>,
    begun: bool,
    written: usize,
}

impl Reading {
    async fn piece(&mut self) -> Result<Bytes, String> {
        let events = self.batch().await.map_err(|fault| fault.message().to_owned())?;
        let last = events.last().map(|event| event.id);
        let more = events.len() == usize::try_from(BATCH).unwrap_or_default() && self.written + events.len() < MOST;
        let text = match self.shape {
            Shape::Csv => self.csv(&events)?,
            Shape::Json => self.json(&events, more),
        };
        self.written += events.len();
        self.begun = true;
        self.next = last.filter(|_| more).map(Next::After);
        Ok(Bytes::from(text))
    }

    async fn batch(&mut self) -> Result<Vec<Event>, Fault> {
        let mut tx = self.ctx.read().await?;
        let events = match self.next {
            None => Vec::new(),
            Some(Next::After(id)) => {
                self.filter.before = Some(id);
                platform_audit::list(&mut tx, &self.filter, BATCH).await?
            }
            Some(Next::From(id)) => {
                // The first row itself and what lies below it; what came since lies above.
                self.filter.before = Some(Uuid::from_u128(id.as_u128().saturating_add(1)));
                platform_audit::list(&mut tx, &self.filter, BATCH).await?
            }
        };
        tx.rollback().await?;
        Ok(events)
    }

    fn csv(&self, events: &[Event]) -> Result<String, String> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let failed = |error: csv::Error| error.to_string();
        if !self.begun {
            let head = [
                "id",
                "at",
                "action",
                "subject_type",
                "subject_id",
                "organization_id",
                "user_id",
                "guest_id",
                "impersonator_id",
                "system_why",
                "login",
                "ip",
                "request_id",
                "before",
                "after",
            ];
            writer.write_record(head).map_err(failed)?;
        }
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        for e in events {
            let cells = [
                e.id.to_string(),
                e.at.to_rfc3339(),
                e.action.clone(),
                e.subject_type.clone(),
                id(e.subject),
                id(e.organization.map(|o| o.0)),
                id(e.user.map(|u| u.0)),
                id(e.guest),
                id(e.impersonator.map(|u| u.0)),
                plain(e.system_why.as_deref().unwrap_or_default()),
                e.login.clone(),
                e.ip.clone().unwrap_or_default(),
                id(e.request),
                e.before.as_ref().map(ToString::to_string).unwrap_or_default(),
                e.after.as_ref().map(ToString::to_string).unwrap_or_default(),
            ];
            writer.write_record(cells).map_err(failed)?;
        }
        let bytes = writer.into_inner().map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }

    fn json(&self, events: &[Event], more: bool) -> String {
        let mut text = String::from(if self.begun { "" } else { "[" });
        for (n, e) in events.iter().enumerate() {
            if self.begun || n > 0 {
                text.push(',');
            }
            let row = json!({
                "id": e.id, "at": e.at, "action": e.action, "subject_type": e.subject_type, "subject_id": e.subject,
                "organization_id": e.organization, "user_id": e.user, "guest_id": e.guest, "impersonator_id": e.impersonator,
                "system_why": e.system_why, "login": e.login, "ip": e.ip, "request_id": e.request, "before": e.before, "after": e.after,
            });
            text.push('\n');
            text.push_str(&row.to_string());
        }
        if !more {
            text.push_str("\n]\n");
        }
        text
    }
}

/// Spreadsheets take some texts for formulas: those get an apostrophe in front.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
