//! Who follows what, and what they are told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use platform_db::{Db, DbError};
use platform_http::Fault;
use platform_types::{Actor, ActorKind, Entropy, Timestamp};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::channel::Channel;
use crate::feed::Feed;
use crate::mailbox::Mailbox;
use crate::places::Places;
use crate::settings::LiveSettings;
use crate::source::{Caller, Now, Reach, Source, Sources};
use crate::topic::{Changed, Topic};
use crate::watched::{PERSON, SESSION};

/// The live part of a house. Cheap to clone.
#[derive(Clone)]
pub struct Live(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) entropy: Entropy,
    pub(crate) sources: Sources,
    pub(crate) settings: LiveSettings,
    pub(crate) places: Arc<Places>,
    /// How changes are heard of now.
    pub(crate) feed: watch::Sender<Feed>,
    /// Says that the house closes.
    pub(crate) stop: CancellationToken,
    /// Sockets and keepers under way.
    pub(crate) tasks: TaskTracker,
    seats: AtomicU64,
    channels: Mutex<HashMap<Topic, Arc<Channel>>>,
}

/// One socket among the followers; leaves everything when dropped.
pub(crate) struct Seat {
    live: Live,
    number: u64,
    pub(crate) mailbox: Arc<Mailbox>,
    pub(crate) actor: Actor,
    /// What it follows, with what opened it.
    pub(crate) follows: Vec<(Topic, Option<Box<str>>)>,
}

/// What came of a wish to follow.
#[derive(Debug, PartialEq)]
pub(crate) enum Joined {
    /// The value comes by itself.
    Public,
    /// The mark as of now.
    Private(serde_json::Value),
    /// There is no such topic for them.
    Unknown,
}

impl Live {
    /// Nobody follows anything yet. Changes are heard once [`Live::run`] runs.
    pub fn new(db: Db, entropy: Entropy, sources: Sources, settings: LiveSettings) -> Self {
        Self(Arc::new(Inner {
            db,
            entropy,
            sources,
            settings,
            places: Arc::default(),
            feed: watch::Sender::new(Feed::Starting("not started".to_owned())),
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            seats: AtomicU64::new(0),
            channels: Mutex::default(),
        }))
    }

    fn channels(&self) -> MutexGuard<'_, HashMap<Topic, Arc<Channel>>> {
        self.0.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn seat(&self, actor: Actor) -> Seat {
        let number = self.0.seats.fetch_add(1, Ordering::Relaxed);
        Seat { live: self.clone(), number, mailbox: Arc::default(), actor, follows: Vec::new() }
    }

    /// What a topic is now, for somebody who asks once.
    pub(crate) async fn look(&self, actor: &Actor, pass: Option<&str>, topic: Topic) -> Result<Option<Now>, Fault> {
        let Some((_, source)) = self.0.sources.get(topic.kind) else { return Ok(None) };
        look(&**source, actor, pass, topic.id).await
    }

    /// The topic of this name, if there is such a kind.
    pub(crate) fn topic(&self, name: &str) -> Option<Topic> {
        let (kind, id) = name.split_once('/')?;
        let (kind, _) = self.0.sources.get(kind)?;
        // One spelling only, so that a topic is one topic.
        Some(Topic { kind, id: Uuid::try_parse(id).ok().filter(|id| id.to_string() == id_text(name))? })
    }

    /// The value of a public topic as it was last pushed, where somebody follows it.
    pub(crate) fn pushed(&self, topic: Topic) -> Option<axum::extract::ws::Utf8Bytes> {
        self.channels().get(&topic).and_then(|channel| channel.latest())
    }

    /// Passes on what changed.
    pub(crate) fn heard(&self, changed: &Changed) {
        let channels = self.channels();
        let hit: Vec<Arc<Channel>> = if changed.kinds.is_empty() {
            changed.topics.iter().filter_map(|topic| channels.get(topic)).cloned().collect()
        } else {
            let hit = |topic: &Topic| changed.kinds.contains(topic.kind) || changed.topics.contains(topic);
            channels.iter().filter(|(topic, _)| hit(topic)).map(|(_, channel)| channel.clone()).collect()
        };
        drop(channels);
        for channel in hit {
            match channel.topic.kind {
                SESSION | PERSON => channel.look_again(),
                _ => channel.touched.notify_one(),
            }
        }
    }

    /// Something may have been missed: everything is looked at again.
    pub(crate) fn missed_something(&self) {
        let kinds = self.0.sources.iter().map(|(kind, _)| kind).chain([SESSION, PERSON]);
        self.heard(&Changed { kinds: kinds.collect(), ..Changed::default() });
    }

    /// Topics of this kind that somebody follows.
    pub(crate) fn followed(&self, kind: &str) -> Vec<Uuid> {
        self.channels().keys().filter(|topic| topic.kind == kind).map(|topic| topic.id).collect()
    }

    pub(crate) fn is_followed(&self, topic: Topic) -> bool {
        self.channels().contains_key(&topic)
    }

    fn enter(&self, topic: Topic, seat: u64, mailbox: &Arc<Mailbox>) {
        let mut channels = self.channels();
        let channel = channels.entry(topic).or_insert_with(|| {
            let channel = Arc::new(Channel::new(topic));
            if let Some((_, source)) = self.0.sources.get(topic.kind) {
                self.0.tasks.spawn(keep(self.clone(), channel.clone(), source.clone()));
            }
            channel
        });
        channel.enter(seat, mailbox);
    }

    fn leave(&self, topic: Topic, seat: u64) {
        let mut channels = self.channels();
        if let Some(channel) = channels.get(&topic)
            && channel.leave(seat)
            && let Some(channel) = channels.remove(&topic)
        {
            channel.closed.cancel();
        }
    }

    /// A topic that is no longer there for anybody.
    fn close(&self, channel: &Arc<Channel>) {
        let mut channels = self.channels();
        if channels.get(&channel.topic).is_some_and(|current| Arc::ptr_eq(current, channel)) {
            channels.remove(&channel.topic);
        }
        drop(channels);
        channel.closed.cancel();
        channel.tell(&serde_json::json!({ "gone": channel.topic.to_string() }).to_string());
    }

    /// Ends all sockets, then waits for them.
    pub async fn close_all(&self) {
        self.0.stop.cancel();
        self.0.tasks.close();
        tokio::time::timeout(Duration::from_secs(3), self.0.tasks.wait()).await.ok();
    }
}

fn id_text(name: &str) -> &str {
    name.split_once('/').map_or("", |(_, id)| id)
}

async fn look(source: &dyn Source, actor: &Actor, pass: Option<&str>, id: Uuid) -> Result<Option<Now>, Fault> {
    let nobody = Actor::anonymous();
    let caller = match source.reach() {
        Reach::Public => Caller { actor: &nobody, pass: None },
        Reach::Private => Caller { actor, pass },
    };
    source.look(caller, id).await
}

/// Tells a topic's followers of its changes, for as long as there are any, and never more often than the pace.
async fn keep(live: Live, channel: Arc<Channel>, source: Arc<dyn Source>) {
    let topic = channel.topic;
    let mut first = true;
    loop {
        let asked_at = live.0.db.clock().now();
        let again = match source.reach() {
            Reach::Public => match look(&*source, &Actor::anonymous(), None, topic.id).await {
                Ok(Some(now)) => {
                    channel.tell_value(&serde_json::json!({ "topic": topic.to_string(), "value": now.value }).to_string());
                    Again::At(now.again_at)
                }
                Ok(None) => return live.close(&channel),
                Err(fault) => {
                    tracing::warn!(%topic, error = %fault.context().unwrap_or_default(), "a followed topic could not be looked at; again in a second");
                    Again::Soon
                }
            },
            Reach::Private => {
                if !first {
                    channel.tell(&serde_json::json!({ "topic": topic.to_string(), "changed": true }).to_string());
                }
                Again::At(None)
            }
        };
        first = false;
        tokio::select! {
            () = channel.closed.cancelled() => return,
            () = live.0.stop.cancelled() => return,
            () = tokio::time::sleep(live.0.settings.pace) => {}
        }
        tokio::select! {
            () = channel.closed.cancelled() => return,
            () = live.0.stop.cancelled() => return,
            () = channel.touched.notified() => {}
            () = wait(again, asked_at, live.0.db.clock().now()) => {}
        }
    }
}

/// When to look by oneself.
enum Again {
    Soon,
    At(Option<Timestamp>),
}

/// Until the topic changes by itself. A turn that passed since it was asked is due at once; an earlier one was seen.
async fn wait(again: Again, asked_at: Timestamp, now: Timestamp) {
    match again {
        Again::Soon => tokio::time::sleep(Duration::from_secs(1)).await,
        Again::At(None) => std::future::pending().await,
        // At most an hour at once: clocks are set, too.
        Again::At(Some(at)) => match (at - now).to_std() {
            Ok(left) => tokio::time::sleep(left.min(Duration::from_secs(3_600))).await,
            Err(_) if at > asked_at => {}
            Err(_) => std::future::pending().await,
        },
    }
}

impl Seat {
    /// Follows a topic. Entered before it is looked at, so that no change falls between.
    pub(crate) async fn join(&mut self, topic: Topic, pass: Option<Box<str>>) -> Result<Joined, Fault> {
        let Some((_, source)) = self.live.0.sources.get(topic.kind) else { return Ok(Joined::Unknown) };
        let source = source.clone();
        self.live.enter(topic, self.number, &self.mailbox);
        if !self.follows.iter().any(|(followed, _)| *followed == topic) {
            self.follows.push((topic, pass.clone()));
        }
        if source.reach() == Reach::Public {
            return Ok(Joined::Public);
        }
        self.follow_owner();
        match look(&*source, &self.actor, pass.as_deref(), topic.id).await {
            Ok(Some(now)) => Ok(Joined::Private(now.value)),
            Ok(None) => {
                self.leave(topic);
                Ok(Joined::Unknown)
            }
            Err(fault) => {
                self.leave(topic);
                Err(fault)
            }
        }
    }

    /// From now on told when the sign-in ends or the person's grants change.
    fn follow_owner(&mut self) {
        let ActorKind::User { id, session } = self.actor.kind else { return };
        let mut own = vec![Topic { kind: PERSON, id: id.0 }];
        own.extend(session.map(|session| Topic { kind: SESSION, id: session.0 }));
        for topic in own {
            if !self.follows.iter().any(|(followed, _)| *followed == topic) {
                self.live.enter(topic, self.number, &self.mailbox);
                self.follows.push((topic, None));
            }
        }
    }

    pub(crate) fn leave(&mut self, topic: Topic) {
        self.follows.retain(|(followed, _)| *followed != topic);
        self.live.leave(topic, self.number);
        self.mailbox.forget(topic);
    }

    /// Whether the sign-in it came with is over.
    pub(crate) async fn signed_out(&self) -> Result<bool, DbError> {
        let ActorKind::User { id, session: Some(session) } = self.actor.kind else { return Ok(false) };
        let mut tx = self.live.0.db.read(&self.actor).await?;
        let lives: bool = sqlx::query_scalar("SELECT auth.session_lives($1, $2)").bind(session.0).bind(id.0).fetch_one(&mut *tx).await?;
        Ok(!lives)
    }

    /// Private topics it may no longer follow, which it follows no more; and whether all of them could be asked for.
    pub(crate) async fn lost(&mut self) -> (Vec<Topic>, bool) {
        let (mut lost, mut whole) = (Vec::new(), true);
        for (topic, pass) in self.follows.clone() {
            let Some((_, source)) = self.live.0.sources.get(topic.kind) else { continue };
            let source = source.clone();
            if source.reach() == Reach::Public {
                continue;
            }
            match look(&*source, &self.actor, pass.as_deref(), topic.id).await {
                Ok(Some(_)) => {}
                Ok(None) => {
                    self.leave(topic);
                    lost.push(topic);
                }
                Err(_) => whole = false,
            }
        }
        (lost, whole)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        for (topic, _) in std::mem::take(&mut self.follows) {
            self.live.leave(topic, self.number);
        }
    }
}
