//! One open socket. The messages are in `docs/live.md`.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use platform_http::Fault;
use serde::Deserialize;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use crate::code;
use crate::hub::{Joined, Live, Seat};
use crate::places::Place;

/// Why a socket is closed by the house: RFC 6455, section 7.4, and the registry of its codes; from 4000 on our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Close {
    /// The other side is done.
    Theirs,
    /// The house stops; come back.
    Restart,
    /// Something else than the protocol was sent.
    Misread,
    /// What was sent was not taken in time.
    Slow,
    /// Two questions whether anybody is there were not answered.
    Silent,
    /// Too many joins.
    Hasty,
    /// The sign-in it came with has ended.
    SignedOut,
}

impl Close {
    fn frame(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Theirs => None,
            Self::Restart => Some((1012, "the house restarts: connect again")),
            Self::Misread => Some((1008, "not a message of this protocol: see docs/live.md")),
            Self::Slow => Some((4008, "too slow: connect again")),
            Self::Silent => Some((4009, "no answer to pings: connect again")),
            Self::Hasty => Some((4029, "too many joins in a minute: connect again later")),
            Self::SignedOut => Some((4001, "signed out")),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Theirs => "theirs",
            Self::Restart => "restart",
            Self::Misread => "misread",
            Self::Slow => "slow",
            Self::Silent => "silent",
            Self::Hasty => "hasty",
            Self::SignedOut => "signed_out",
        }
    }
}

/// What a follower says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    join: Vec<Wanted>,
    #[serde(default)]
    leave: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wanted {
    Named(String),
    WithPass { topic: String, pass: Box<str> },
}

/// Serves one socket until either side has enough.
pub(crate) async fn serve(live: Live, mut socket: WebSocket, seat: Seat, place: Place) {
    let mut line = Line { socket: &mut socket, patience: live.0.settings.patience };
    let why = converse(&live, &mut line, seat).await;
    metrics::counter!("live_closed_total", "why" => why.name()).increment(1);
    drop(place);
    if let Some((code, reason)) = why.frame() {
        let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason) };
        let goodbye = async {
            // To whoever does not read, the code can be said only once there is room in the pipe.
            if socket.send(Message::Close(Some(frame))).await.is_ok() {
                // Whoever lets go first takes away what the other has not read yet.
                while let Some(Ok(_)) = socket.recv().await {}
            }
        };
        timeout(live.0.settings.patience, goodbye).await.ok();
    }
}

struct Line<'a> {
    socket: &'a mut WebSocket,
    patience: Duration,
}

impl Line<'_> {
    async fn send(&mut self, message: Message) -> Result<(), Close> {
        match timeout(self.patience, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Close::Theirs),
            Err(_) => Err(Close::Slow),
        }
    }

    async fn say(&mut self, value: &serde_json::Value) -> Result<(), Close> {
        self.send(Message::Text(value.to_string().into())).await
    }
}

/// Ends with the reason.
async fn converse(live: &Live, line: &mut Line<'_>, mut seat: Seat) -> Close {
    let settings = &live.0.settings;
    // Thousands that came at once are not asked at once.
    let phase = Duration::from_millis(live.0.entropy.below(u64::try_from(settings.ping_every.as_millis()).unwrap_or(1).max(1)));
    let mut ping = interval_at(Instant::now() + settings.ping_every / 2 + phase, settings.ping_every);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut look = interval_at(Instant::now() + settings.look_again + phase, settings.look_again);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut unanswered = 0;
    let mut joins = Joins::default();
    loop {
        let done = tokio::select! {
            biased;
            () = live.0.stop.cancelled() => Err(Close::Restart),
            heard = line.socket.recv() => {
                unanswered = 0;
                match heard {
                    None | Some(Err(_) | Ok(Message::Close(_))) => Err(Close::Theirs),
                    Some(Ok(Message::Text(text))) => obey(live, line, &mut seat, &text, &mut joins).await,
                    Some(Ok(Message::Binary(_))) => Err(Close::Misread),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
                }
            }
            () = seat.mailbox.rings() => deliver(line, &mut seat).await,
            _ = ping.tick() => {
                if unanswered >= 2 { Err(Close::Silent) } else { unanswered += 1; line.send(Message::Ping(bytes::Bytes::new())).await }
            }
            _ = look.tick() => look_again(line, &mut seat).await,
        };
        if let Err(why) = done {
            return why;
        }
    }
}

async fn deliver(line: &mut Line<'_>, seat: &mut Seat) -> Result<(), Close> {
    for (_, text) in seat.mailbox.take() {
        line.send(Message::Text(text)).await?;
        metrics::counter!("live_messages_total").increment(1);
    }
    if seat.mailbox.must_look_again() { look_again(line, seat).await } else { Ok(()) }
}

/// A database that is away ends nothing: it is asked again soon.
async fn look_again(line: &mut Line<'_>, seat: &mut Seat) -> Result<(), Close> {
    let signed_out = seat.signed_out().await;
    if matches!(signed_out, Ok(true)) {
        return Err(Close::SignedOut);
    }
    let (lost, whole) = seat.lost().await;
    for topic in lost {
        line.say(&serde_json::json!({ "gone": topic.to_string() })).await?;
    }
    if !whole || signed_out.is_err() {
        let mailbox = seat.mailbox.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(2)).await;
            mailbox.look_again();
        });
    }
    Ok(())
}

async fn obey(live: &Live, line: &mut Line<'_>, seat: &mut Seat, text: &str, joins: &mut Joins) -> Result<(), Close> {
    let said: Said = serde_json::from_str(text).map_err(|_| Close::Misread)?;
    for name in said.leave {
        if let Some(topic) = live.topic(&name) {
            seat.leave(topic);
        }
    }
    for wanted in said.join {
        joins.one(live.0.settings.joins_per_minute)?;
        let (name, pass) = match wanted {
            Wanted::Named(name) => (name, None),
            Wanted::WithPass { topic, pass } => (topic, Some(pass)),
        };
        let answer = match live.topic(&name) {
            None => Ok(Joined::Unknown),
            Some(_) if seat.follows.len() >= live.0.settings.topics => {
                line.say(&serde_json::json!({ "refused": name, "code": code::TOO_MANY_TOPICS.code })).await?;
                continue;
            }
            Some(topic) => seat.join(topic, pass).await,
        };
        match answer {
            Ok(Joined::Public) => {}
            Ok(Joined::Private(mark)) => line.say(&serde_json::json!({ "joined": name, "mark": mark })).await?,
            Ok(Joined::Unknown) => line.say(&serde_json::json!({ "gone": name })).await?,
            Err(fault) => refuse(line, &name, &fault).await?,
        }
    }
    Ok(())
}

async fn refuse(line: &mut Line<'_>, name: &str, fault: &Fault) -> Result<(), Close> {
    tracing::warn!(topic = name, error = %fault.context().unwrap_or_default(), "a topic could not be joined");
    line.say(&serde_json::json!({ "refused": name, "code": fault.code().code })).await
}

/// Joins of the present minute.
#[derive(Default)]
struct Joins(Option<Instant>, u32);

impl Joins {
    fn one(&mut self, most: u32) -> Result<(), Close> {
        let now = Instant::now();
        if self.0.is_none_or(|since| now - since >= Duration::from_secs(60)) {
            *self = Self(Some(now), 0);
        }
        self.1 += 1;
        if self.1 > most { Err(Close::Hasty) } else { Ok(()) }
    }
}
