//! What every request passes, in the order of the seed: request id, security headers, CORS, rate
//! limits, authentication, authorization, (the handler: validation, work, audit), response.

mod acting;
mod cors;
mod cross_site;
mod idempotency;
pub mod limit;
mod operator;
mod packed;
mod peer;
mod security;

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use futures::FutureExt;
use platform_texts::t;
use platform_types::{ActorKind, RequestId, open_tx};

use crate::fault::FaultSlot;
use crate::{Access, Ctx, Fault, Kernel, RouteMeta, SignedIn, Surface, Wants, code};

/// Longer than any honest request; a slow client's upload has its own limit at the listener.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The request's id, put into its extensions by the outermost layer.
#[derive(Clone)]
pub(crate) struct ThisRequest {
    pub id: RequestId,
}

/// The address a request comes from, for whoever finds out who asks.
#[derive(Clone, Copy)]
pub(crate) struct CameFrom(pub Option<std::net::IpAddr>);

/// Wraps one route: limits, identity, permission, idempotency, then the handler.
pub(crate) fn guard(kernel: Kernel, meta: Arc<RouteMeta>, handler: MethodRouter) -> MethodRouter {
    let limit = meta.body_limit.unwrap_or(kernel.0.settings.body_limit);
    let chained: MethodRouter = handler.layer(from_fn(move |request: Request, next: Next| {
        let kernel = kernel.clone();
        let meta = meta.clone();
        async move {
            let started = Instant::now();
            let method = request.method().clone();
            let id = request.extensions().get::<ThisRequest>().map(|t| t.id);
            let usual = kernel.0.settings.request_timeout.unwrap_or(REQUEST_TIMEOUT);
            let longest = meta.patience.map_or(usual, |patience| patience.max(usual));
            let work = Box::pin(open_tx::scope(pass(kernel, meta.clone(), request, next)));
            let caught = tokio::time::timeout(longest, AssertUnwindSafe(work).catch_unwind()).await;
            let response = match caught {
                Ok(Ok(Ok(response))) => response,
                Ok(Ok(Err(fault))) => fault.into_response(),
                Ok(Err(_)) => Fault::internal("the handler panicked").into_response(),
                Err(_) => Fault::new(code::http::TIMEOUT).into_response(),
            };
            note(&meta, &method, id, &response, started.elapsed());
            response
        }
    }));
    chained.layer(DefaultBodyLimit::max(limit))
}

async fn pass(kernel: Kernel, meta: Arc<RouteMeta>, request: Request, next: Next) -> Result<Response, Fault> {
    let (mut parts, body) = request.into_parts();
    let settings = &kernel.0.settings;
    let peer = peer::address(&parts, settings);
    let now = kernel.0.clock.now();

    let must_wait = match kernel.0.limiter.address(&settings.limits, meta.rate, meta.name, peer, now) {
        Err(fault) if meta.tells_limit => fault.retry_after(),
        outcome => outcome.map(|()| None)?,
    };
    if meta.access == Access::Loopback && !peer.is_some_and(|ip| ip.is_loopback()) {
        return Err(Fault::not_found());
    }

    // No text of ours holds a NUL, and PostgreSQL takes none: what asks for one asks for nothing.
    if parts.uri.path().contains("%00") {
        return Err(Fault::not_found());
    }
    if parts.uri.query().is_some_and(|query| query.contains("%00")) {
        return Err(Fault::new(code::http::BAD_PARAMETER).with_detail(t!("input-nul")));
    }

    let operates = meta.access == Access::Operator && operator::is(&parts, peer, settings);
    parts.extensions.insert(CameFrom(peer));
    let mut known = if meta.access == Access::Signed || meta.surface == Surface::File || operates {
        crate::Authenticated::of(platform_types::Actor::anonymous())
    } else {
        kernel.0.authenticator.authenticate(&parts).await?
    };
    if !known.by_token && meta.access != Access::Signed {
        cross_site::refuse(&parts, &settings.public_url, meta.same_site)?;
    }
    if matches!(known.actor.kind, ActorKind::Key(_)) && !meta.programs {
        return Err(Fault::new(code::http::NOT_FOR_PROGRAMS));
    }
    // Until its second step a sign-in is nobody's, but where it takes that step.
    let half = known.half;
    if half && !meta.first_step {
        if known.by_token && !matches!(meta.access, Access::Public | Access::Loopback) {
            return Err(Fault::new(code::http::SECOND_FACTOR));
        }
        known = crate::Authenticated {
            cookies: known.cookies,
            by_token: known.by_token,
            ..crate::Authenticated::of(platform_types::Actor::anonymous())
        };
    }
    let left_to_the_person = if known.acts_for.is_some() { acting::refuse(&meta) } else { Ok(()) };
    if known.acts_for.is_some() {
        // What a browser keeps from before has no banner: every page is made anew.
        parts.headers.remove(header::IF_NONE_MATCH);
    }
    kernel.0.limiter.person(&settings.limits, meta.rate, &known.actor, now)?;

    let request_id = parts.extensions.get::<ThisRequest>().map(|t| t.id);
    let mut actor = known.actor;
    actor.request_id = request_id.map(|id| id.0);
    actor.ip = peer;
    let wants = match meta.surface {
        Surface::Api => Wants::Json,
        _ => Wants::of(&parts.headers, parts.uri.path()),
    };
    let cookies = Arc::new(Mutex::new(known.cookies));
    let mut ctx = Ctx::new(
        kernel.clone(),
        actor,
        known.signed_in.clone(),
        wants,
        parts.uri.path().to_owned(),
        request_id.map(|id| id.to_string()).unwrap_or_default(),
        cookies.clone(),
    );
    ctx.must_wait = must_wait;
    ctx.half = half;
    ctx.acts_for.clone_from(&known.acts_for);
    let outcome = match left_to_the_person {
        Ok(()) if operates => Ok(()),
        Ok(()) => authorize(&ctx, meta.access).await,
        Err(fault) => Err(fault),
    };
    let mut response = match outcome {
        Ok(()) => {
            parts.extensions.insert(ctx.clone());
            let request = Request::from_parts(parts, body);
            if meta.idempotent { idempotency::run(&ctx, &meta, &cookies, request, next).await? } else { next.run(request).await }
        }
        Err(fault) => fault.into_response(),
    };
    // A body cannot be held while something is waited for.
    let refused = response.extensions().get::<FaultSlot>().is_some_and(|FaultSlot(fault)| is_refusal(fault));
    if refused && let Some(fault) = withheld(&ctx).await {
        response = keep_cookies(fault.into_response(), &response);
    }
    if let (Some(by), Some(person)) = (known.acts_for, &known.signed_in) {
        response.extensions_mut().insert(acting::Acting::new(by, person));
    }
    if let Some(person) = known.signed_in {
        response.extensions_mut().insert(person);
    }
    let mut is_somebodys = false;
    for cookie in cookies.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
            is_somebodys = true;
        }
    }
    if is_somebodys {
        // A page for everybody that brings somebody a cookie, as when a session is renewed, is kept by no cache on the way.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    Ok(response)
}

async fn authorize(ctx: &Ctx, access: Access) -> Result<(), Fault> {
    match access {
        Access::Public | Access::Signed | Access::Loopback => Ok(()),
        Access::SignedIn => match ctx.actor.kind {
            ActorKind::User { .. } | ActorKind::Key(_) => Ok(()),
            _ => Err(Fault::new(code::http::UNAUTHENTICATED)),
        },
        Access::Operator => on_platform(ctx, platform_auth::permission::SETTINGS_MANAGE).await,
        Access::Platform(permission) => on_platform(ctx, permission).await,
        Access::Permission(permission) => {
            let (ActorKind::User { .. } | ActorKind::Key(_)) = ctx.actor.kind else { return Err(Fault::new(code::http::UNAUTHENTICATED)) };
            let mut tx = ctx.read().await?;
            let holds: bool = sqlx::query_scalar("SELECT auth.holds($1)").bind(permission.code()).fetch_one(&mut *tx).await?;
            if holds { Ok(()) } else { Err(Fault::new(code::http::FORBIDDEN)) }
        }
    }
}

/// Nothing is here for whoever does not hold it on the whole platform.
async fn on_platform(ctx: &Ctx, permission: platform_auth::Permission) -> Result<(), Fault> {
    let ActorKind::User { .. } = ctx.actor.kind else { return Err(Fault::not_found()) };
    let mut tx = ctx.read().await?;
    let holds: bool = sqlx::query_scalar("SELECT auth.on_platform($1)").bind(permission.code()).fetch_one(&mut *tx).await?;
    if holds { Ok(()) } else { Err(Fault::not_found()) }
}

fn is_refusal(fault: &Fault) -> bool {
    [code::http::NOT_FOUND, code::http::FORBIDDEN].contains(&fault.code())
}

/// What a refusal is for in truth, where something that somebody holds does not count now: they learn what is missing instead of
/// that there is nothing.
async fn withheld(ctx: &Ctx) -> Option<Fault> {
    if !matches!(ctx.actor.kind, ActorKind::User { .. }) {
        return None;
    }
    let mut tx = ctx.read().await.ok()?;
    let why: Option<String> = sqlx::query_scalar("SELECT auth.withheld()").fetch_one(&mut *tx).await.ok()?;
    match why.as_deref() {
        Some("second_factor") => Some(Fault::new(code::http::SECOND_FACTOR)),
        Some("address") => Some(Fault::new(code::http::ADDRESS)),
        _ => None,
    }
}

fn note(meta: &RouteMeta, method: &Method, id: Option<RequestId>, response: &Response, took: Duration) {
    let status = response.status().as_u16();
    metrics::counter!("http_requests_total", "route" => meta.name, "method" => method.to_string(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "route" => meta.name).record(took.as_secs_f64());
    let id = id.map(|id| id.to_string()).unwrap_or_default();
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if let Some(FaultSlot(fault)) = response.extensions().get::<FaultSlot>() {
        let context = fault.context().unwrap_or_default();
        if status >= 500 {
            tracing::error!(request.id = %id, http.route = meta.name, http.status = status, error.code = fault.code().code, error.context = %context, duration_ms, "request failed");
        } else {
            tracing::info!(request.id = %id, http.route = meta.name, http.status = status, error.code = fault.code().code, error.context = %context, duration_ms, "request refused");
        }
    } else if meta.surface != Surface::File && meta.surface != Surface::Ops {
        tracing::info!(request.id = %id, http.route = meta.name, http.status = status, duration_ms, "request");
    }
}

/// Wraps the whole router: request id, security headers, CORS, faults rendered, compression.
pub(crate) fn around(kernel: Kernel, router: Router) -> Router {
    let packed = packed::Packed::default();
    router
        .layer(from_fn(move |mut request: Request, next: Next| {
            let (kernel, packed) = (kernel.clone(), packed.clone());
            let coding = packed::Coding::asked(request.headers());
            let cookies = crate::Cookies::new(kernel.0.settings.secure);
            let asked = crate::language::asked(cookies, request.uri(), request.headers());
            asked.prepare(request.headers_mut());
            asked.lang.scope(async move {
                let mut response = edge(kernel, request, next).await;
                crate::language::mark(&mut response, cookies, asked);
                packed.over(coding, response).await
            })
        }))
        .layer(tower_http::compression::CompressionLayer::new())
}

async fn edge(kernel: Kernel, mut request: Request, next: Next) -> Response {
    let settings = &kernel.0.settings;
    let id = RequestId::new(&kernel.0.entropy, kernel.0.clock.now());
    request.extensions_mut().insert(ThisRequest { id });
    let path = request.uri().path().to_owned();
    let query = request.uri().query().map(str::to_owned);
    let method = request.method().clone();
    let headers = request.headers().clone();

    let mut response = match cors::preflight(&method, &headers, &path, settings) {
        Some(answer) => answer,
        None => next.run(request).await,
    };
    if let Some(FaultSlot(fault)) = response.extensions_mut().remove::<FaultSlot>() {
        let asked = Asked { method, headers: headers.clone(), path: path.clone(), query, id: id.to_string() };
        let acting = response.extensions_mut().remove::<acting::Acting>();
        response = render(&kernel, &fault, &asked, response);
        if let Some(acting) = acting {
            response.extensions_mut().insert(acting);
        }
    }
    if let Some(acting) = response.extensions_mut().remove::<acting::Acting>() {
        response = acting.over(response).await;
    }
    cors::answer(&headers, &path, settings, response.headers_mut());
    security::headers(settings, &path, response.headers_mut());
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// What was asked, kept while the handler works.
struct Asked {
    method: Method,
    headers: HeaderMap,
    path: String,
    query: Option<String>,
    id: String,
}

/// Shows a fault in the way the caller can use, keeping cookies that were being set.
fn render(kernel: &Kernel, fault: &Fault, asked: &Asked, from: Response) -> Response {
    let (path, id) = (asked.path.as_str(), asked.id.as_str());
    let wants = Wants::of(&asked.headers, path);
    let signed_in = from.extensions().get::<SignedIn>().cloned();
    let status = fault.code().status();
    if status == StatusCode::UNAUTHORIZED && wants == Wants::Page && asked.method == Method::GET {
        let here = asked.query.as_ref().map_or_else(|| path.to_owned(), |q| format!("{path}?{q}"));
        let next: String = serde_urlencoded::to_string([("next", here.as_str())]).unwrap_or_default();
        return keep_cookies(crate::redirect(&format!("/sign-in?{next}")), &from);
    }
    let (content_type, text) = match wants {
        Wants::Json => ("application/problem+json", problem(fault, id).to_string()),
        Wants::Fragment => ("text/html; charset=utf-8", fragment(fault, id)),
        Wants::Page => {
            // A form is led back to the page it stood on; where it was sent may take forms alone.
            let back = || came_from(&asked.headers, &kernel.0.settings.public_url).unwrap_or_default();
            let page = if status == StatusCode::UNAUTHORIZED { back() } else { path };
            ("text/html; charset=utf-8", kernel.0.presentation.fault_page(fault, id, signed_in.as_ref(), page))
        }
    };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Some(seconds) = fault.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED && wants == Wants::Json {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    keep_cookies(response, &from)
}

/// The page of this house that sent the request, without its origin: browsers say it (`Referrer-Policy: same-origin`).
pub fn came_from<'a>(headers: &'a HeaderMap, public_url: &str) -> Option<&'a str> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let referer = text(header::REFERER)?;
    let here = referer.strip_prefix(public_url).filter(|rest| rest.starts_with('/'));
    here.or_else(|| referer.split_once("://")?.1.strip_prefix(text(header::HOST)?)).filter(|rest| rest.starts_with('/'))
}

fn keep_cookies(mut response: Response, from: &Response) -> Response {
    for value in from.headers().get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, value.clone());
    }
    if let Some(allow) = from.headers().get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, allow.clone());
    }
    response
}

/// RFC 9457, with our code, fields and request id as extension members.
fn problem(fault: &Fault, id: &str) -> serde_json::Value {
    let code = fault.code();
    let mut body = serde_json::json!({
        "type": format!("/docs/errors#{}", code.code),
        "title": code.message(),
        "status": code.status,
        "code": code.code,
        // What programs written for Supabase read.
        "message": fault.message(),
        "request_id": id,
    });
    if fault.message() != code.message() {
        body["detail"] = fault.message().into();
    }
    if !fault.fields().is_empty() {
        body["fields"] = serde_json::json!(fault.fields());
    }
    body
}

fn fragment(fault: &Fault, id: &str) -> String {
    let note = fault.code().status >= 500;
    maud::html! {
        div.notice.notice--error role="alert" {
            p { (fault.message()) }
            @if !fault.fields().is_empty() {
                ul { @for f in fault.fields() { li { (f.field) ": " (f.message) } } }
            }
            @if note { p.notice__meta { (t!("fault-request", id = id)) } }
        }
    }
    .into_string()
}

/// What no route answers: with a slash at its end it may be the address of a page, which has none.
pub(crate) async fn nothing_here(request: Request) -> Result<Response, Fault> {
    let (method, uri) = (request.method(), request.uri());
    let reads = *method == Method::GET || *method == Method::HEAD;
    let page = without_slash(uri.path()).filter(|_| reads).ok_or_else(Fault::not_found)?;
    let target = uri.query().map_or_else(|| page.to_owned(), |query| format!("{page}?{query}"));
    let location = HeaderValue::from_str(&target).map_err(|_| Fault::not_found())?;
    Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response())
}

/// The address of a page without the slash at its end; none for what is no page's, or leads to another house.
fn without_slash(path: &str) -> Option<&str> {
    let page = path.strip_suffix('/')?.trim_end_matches('/');
    let of_programs = ["/api", "/auth/v1", "/assets", "/live"]
        .iter()
        .any(|area| page == *area || page.strip_prefix(area).is_some_and(|rest| rest.starts_with('/')));
    (page.len() > 1 && !page.starts_with("//") && !page.contains('\\') && !of_programs).then_some(page)
}

pub(crate) async fn method_not_allowed() -> Fault {
    Fault::new(code::http::METHOD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_too_many_leads_to_the_page_and_never_elsewhere() {
        for (path, is) in [
            ("/events/", Some("/events")),
            ("/events//", Some("/events")),
            ("/apiary/", Some("/apiary")),
            ("/", None),
            ("//", None),
            ("/events", None),
            ("//evil.test/", None),
            ("/\\evil.test/", None),
            ("/api/", None),
            ("/api/events/", None),
            ("/auth/v1/user/", None),
            ("/assets/x.css/", None),
            ("/live/order/", None),
        ] {
            assert_eq!(without_slash(path), is, "{path}");
        }
    }

    #[test]
    fn only_pages_of_this_house_are_led_back_to() {
        for (referer, is) in [
            ("https://a.test/console/x?y=1", Some("/console/x?y=1")),
            ("http://here.test:8080/gate/7", Some("/gate/7")),
            ("https://a.test.evil.test/console", None),
            ("https://evil.test/https://a.test/", None),
            ("https://a.test", None),
            ("nonsense", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::REFERER, HeaderValue::from_str(referer).unwrap());
            headers.insert(header::HOST, HeaderValue::from_static("here.test:8080"));
            assert_eq!(came_from(&headers, "https://a.test"), is, "{referer}");
        }
    }
}
