//! `/live`: the socket. `/live/{kind}/{id}`: the same, asked once, for pages that cannot hold a socket.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform_http::{AnswerDoc, Ctx, Describe, Fault, GET, Path, Rate, Route, Routes, Tag};
use platform_types::ActorKind;

use crate::code;
use crate::hub::Live;
use crate::places::Full;
use crate::socket;
use crate::source::Reach;

/// A follower sends little: names of topics.
const LONGEST_MESSAGE: usize = 4 * 1024;
/// Per socket, and thousands are open; the library's own choice is 128 KiB each.
const BUFFER: usize = 1024;
/// Carries what opens a topic without an identity, where there is no message to put it in.
const PASS: &str = "live-pass";

/// The two addresses.
pub fn routes(live: &Live) -> Routes<Live> {
    Routes::new(live.clone())
        .add(Route::api(GET, "/live", "live.socket").public().same_site().rate(Rate::Browse).describe(socket_docs()), open)
        .add(
            Route::api(GET, "/live/{kind}/{id}", "live.look")
                .public()
                .sample("/live/order/00000000-0000-7000-8000-000000000000")
                .describe(look_docs()),
            look,
        )
}

const LIVE: Tag =
    Tag { name: "Live", about: "What changes while somebody looks: topics such as `event/{id}` and `order/{id}`. See docs/live.md." };

/// A topic as it is now.
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its shape is told")]
struct Look {
    /// Which.
    topic: String,
    /// What everybody may know of a public topic.
    #[schemars(default)]
    value: Option<serde_json::Value>,
    /// Changes whenever a private topic does: then look again at what it is about.
    #[schemars(default)]
    mark: Option<serde_json::Value>,
}

fn socket_docs() -> Describe {
    Describe::new(LIVE, "Follow topics", "A WebSocket (RFC 6455) that tells of changes to the topics it is asked to follow.")
        .answers(AnswerDoc::empty(101, "A socket."))
        .refuses([code::NOT_A_SOCKET, code::FULL, code::TOO_MANY_SOCKETS])
}

fn look_docs() -> Describe {
    Describe::new(LIVE, "Look at a topic once", "The same without a socket.")
        .path::<String>("kind", "Such as `event`.")
        .path::<String>("id", "Which.")
        .answers(AnswerDoc::json::<Look>(200, "As it is now."))
}

async fn open(State(live): State<Live>, ctx: Ctx, request: Request) -> Result<Response, Fault> {
    let (mut parts, _) = request.into_parts();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &live).await.map_err(|rejection| not_a_socket(&rejection))?;
    let settings = &live.0.settings;
    let place = live.0.places.take(ctx.actor.ip, settings.sockets, settings.sockets_per_address).map_err(|full| {
        let code = match full {
            Full::House => code::FULL,
            Full::Address => code::TOO_MANY_SOCKETS,
        };
        Fault::new(code).with_retry_after(30)
    })?;
    if live.0.stop.is_cancelled() {
        return Err(Fault::new(code::FULL).with_retry_after(5));
    }
    let seat = live.seat(ctx.actor.clone());
    let upgrade = upgrade.read_buffer_size(BUFFER).write_buffer_size(0).max_message_size(LONGEST_MESSAGE).max_frame_size(LONGEST_MESSAGE);
    Ok(upgrade.on_upgrade(move |socket| {
        let tasks = live.0.tasks.clone();
        tasks.track_future(async move { socket::serve(live, socket, seat, place).await })
    }))
}

fn not_a_socket(rejection: &WebSocketUpgradeRejection) -> Fault {
    Fault::new(code::NOT_A_SOCKET).with_detail(format!("This address speaks WebSocket (RFC 6455): {rejection}."))
}

async fn look(State(live): State<Live>, ctx: Ctx, Path((kind, id)): Path<(String, String)>, headers: HeaderMap) -> Result<Response, Fault> {
    let topic = live.topic(&format!("{kind}/{id}")).ok_or_else(Fault::not_found)?;
    let public = live.0.sources.get(topic.kind).is_some_and(|(_, source)| source.reach() == Reach::Public);
    let pass = headers.get(PASS).and_then(|value| value.to_str().ok());
    let body = match live.pushed(topic).filter(|_| public) {
        Some(pushed) => pushed.as_str().to_owned(),
        None => {
            let now = live.look(&ctx.actor, pass, topic).await?.ok_or_else(Fault::not_found)?;
            let name = if public { "value" } else { "mark" };
            serde_json::json!({ "topic": topic.to_string(), name: now.value }).to_string()
        }
    };
    let mut response = ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response();
    let keep = if public { "public, max-age=1" } else { "private, no-store" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if !public && matches!(ctx.actor.kind, ActorKind::Anonymous) {
        response.headers_mut().insert(header::VARY, HeaderValue::from_static(PASS));
    }
    Ok(response)
}
