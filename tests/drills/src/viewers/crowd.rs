//! Sockets that read, and sockets that do not.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::stream::{self, TryStreamExt as _};
use futures::{SinkExt as _, StreamExt as _};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::failure::{Failure, wrong};

/// So many connect at the same time.
const AT_ONCE: usize = 64;
/// Nobody waits longer for a message.
const PATIENCE: Duration = Duration::from_secs(20);
/// Three of the house's pings and what it waits before the first.
const UNTIL_CLOSED: Duration = Duration::from_secs(180);

/// Each socket is an open file.
pub(super) fn open_files(sockets: u64) -> Result<(), Failure> {
    let wanted = sockets + 256;
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).map_err(|e| wrong(format!("the limit of open files: {e}")))?;
    if soft < wanted && setrlimit(Resource::RLIMIT_NOFILE, wanted.min(hard), hard).is_err() || hard < wanted {
        return Err(wrong(format!("{sockets} sockets need {wanted} open files, the limit is {hard} (ulimit -Hn)")));
    }
    Ok(())
}

async fn connect(to: SocketAddr, topic: &str, n: u32, pipe: Option<u32>) -> Result<WebSocketStream<TcpStream>, Failure> {
    let (third, fourth) = (n / 4 / 200 % 250, n / 4 % 200 + 1);
    let from = Ipv4Addr::new(127, 3, u8::try_from(third).unwrap_or(1), u8::try_from(fourth).unwrap_or(1));
    let socket = TcpSocket::new_v4().map_err(Failure::system("a socket"))?;
    socket.bind((from, 0).into()).map_err(Failure::system(format!("an address at {from}")))?;
    if let Some(bytes) = pipe {
        socket.set_recv_buffer_size(bytes).map_err(Failure::system("a small pipe"))?;
    }
    let stream = socket.connect(to).await.map_err(Failure::system("a connection"))?;
    stream.set_nodelay(true).ok();
    let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
    let opened = client_async_with_config(format!("ws://{to}/live"), stream, Some(config)).await;
    let (mut socket, _) = opened.map_err(|e| wrong(format!("socket {n} was refused: {e}")))?;
    let join = serde_json::json!({ "join": [topic] }).to_string();
    socket.send(Message::Text(join.into())).await.map_err(|e| wrong(format!("socket {n}: {e}")))?;
    // Everybody has the value as it is before anything is measured.
    match socket.next().await {
        Some(Ok(Message::Text(_))) => Ok(socket),
        other => Err(wrong(format!("socket {n} heard {other:?}"))),
    }
}

/// Those who read.
pub(super) struct Crowd {
    viewers: Vec<Arc<Shared>>,
    count: usize,
}

#[derive(Default)]
struct Shared {
    round: Mutex<Option<Arc<Round>>>,
    closed: AtomicUsize,
}

/// One change that everybody is to be told of.
pub(super) struct Round {
    text: String,
    since: Instant,
    times: Mutex<Vec<Duration>>,
    wanted: usize,
    all: tokio::sync::Notify,
}

impl Crowd {
    /// Opens so many sockets that read from now on.
    pub(super) async fn gather(to: SocketAddr, topic: &str, count: u32) -> Result<Self, Failure> {
        let shared = Arc::new(Shared::default());
        stream::iter((0..count).map(Ok))
            .try_for_each_concurrent(AT_ONCE, |n| {
                let shared = shared.clone();
                async move {
                    let socket = connect(to, topic, n, None).await?;
                    tokio::spawn(read(socket, shared));
                    Ok::<(), Failure>(())
                }
            })
            .await?;
        Ok(Self { viewers: vec![shared], count: usize::try_from(count).unwrap_or(0) })
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.viewers.extend(other.viewers);
        self.count += other.count;
        self
    }

    /// From now on everybody waits for a message with this in it.
    pub(super) fn expect(&self, text: String) -> Arc<Round> {
        let round =
            Arc::new(Round { text, since: Instant::now(), times: Mutex::default(), wanted: self.count, all: tokio::sync::Notify::new() });
        for shared in &self.viewers {
            *shared.round.lock().unwrap_or_else(PoisonError::into_inner) = Some(round.clone());
        }
        round
    }

    /// Readers whose socket has ended.
    pub(super) fn closed(&self) -> usize {
        self.viewers.iter().map(|shared| shared.closed.load(Ordering::Relaxed)).sum()
    }
}

impl Round {
    /// When each was told, once everybody was or nobody waits any more.
    pub(super) async fn everybody(&self) -> Vec<Duration> {
        tokio::time::timeout(PATIENCE, self.all.notified()).await.ok();
        self.times.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn heard(&self, text: &str) {
        if !text.contains(&self.text) {
            return;
        }
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        times.push(self.since.elapsed());
        if times.len() == self.wanted {
            self.all.notify_one();
        }
    }
}

async fn read(mut socket: WebSocketStream<TcpStream>, shared: Arc<Shared>) {
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => {
                let round = shared.round.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some(round) = round {
                    round.heard(&text);
                }
            }
            Message::Close(_) => break,
            _ => {}
        }
    }
    shared.closed.fetch_add(1, Ordering::Relaxed);
}

/// Those who do not.
pub(super) struct Slow(Vec<WebSocketStream<TcpStream>>);

impl Slow {
    pub(super) async fn gather(to: SocketAddr, topic: &str, count: u32) -> Result<Self, Failure> {
        let sockets = stream::iter((0..count).map(|n| connect(to, topic, 60_000 + n, Some(4096))));
        Ok(Self(sockets.buffered(AT_ONCE).try_collect().await?))
    }

    /// Waits until the house has given up on them, then reads why.
    pub(super) async fn ends(self) -> Result<Vec<Option<u16>>, Failure> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let since = Instant::now();
        let mut codes = Vec::new();
        // The house notices by pings that nobody answers, while it goes on telling the others.
        tokio::time::sleep(Duration::from_secs(110)).await;
        for mut socket in self.0 {
            // As bytes: a client that answers the pings it finds first would be told that nobody listens any more.
            let mut bytes = Vec::new();
            let left = UNTIL_CLOSED.saturating_sub(since.elapsed());
            tokio::time::timeout(left, socket.get_mut().read_to_end(&mut bytes)).await.ok();
            codes.push(close_code(&bytes));
        }
        Ok(codes)
    }
}

/// The code of the close frame among these frames of a server (RFC 6455, sections 5.2 and 5.5.1).
fn close_code(mut frames: &[u8]) -> Option<u16> {
    while let [first, length, rest @ ..] = frames {
        let (length, rest) = match (*length, rest) {
            (126, [a, b, rest @ ..]) => (usize::from(u16::from_be_bytes([*a, *b])), rest),
            (length, rest) => (usize::from(length), rest),
        };
        if first & 0x0f == 8 {
            return rest.first_chunk().map(|code| u16::from_be_bytes(*code));
        }
        frames = rest.get(length..)?;
    }
    None
}
