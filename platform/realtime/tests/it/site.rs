//! A house of two kinds of topics, its followers, and what happens to its rows.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::http::header;
use axum::http::request::Parts;
use futures::future::BoxFuture;
use futures::{FutureExt as _, SinkExt as _, StreamExt as _};
use platform_auth_testing::House;
use platform_db::logins;
use platform_http::{Authenticated, Authenticator, Fault, Registry};
use platform_http_testing::{roomy, router};
use platform_realtime::{Feed, Live, LiveSettings, LogAddress, Sources, routes};
use platform_types::{Actor, GuestId};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgConnection};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;

use crate::rooms::{Insides, Signs};

pub struct Site {
    pub house: House,
    pub live: Live,
    pub signs: Arc<Signs>,
    pub insides: Arc<Insides>,
    pub address: SocketAddr,
    admin: tokio::sync::Mutex<PgConnection>,
}

/// Quick enough for a test to wait for, and still in the right proportions.
pub fn quick() -> LiveSettings {
    LiveSettings { pace: Duration::from_millis(20), ask_every: Duration::from_millis(50), ..LiveSettings::default() }
}

impl Site {
    pub async fn new() -> Self {
        Self::with(quick(), logins::REPLICATOR).await
    }

    /// `reader` is the login that reads the log.
    pub async fn with(settings: LiveSettings, reader: &str) -> Self {
        let house = House::new().await;
        let mut admin = house.test_db.connect(None).await;
        sqlx::raw_sql(
            "CREATE TABLE public.rooms (id uuid PRIMARY KEY, sign text NOT NULL DEFAULT '', owner uuid, key text, version integer NOT NULL DEFAULT 1);
             CREATE TABLE public.chairs (room uuid NOT NULL, number integer NOT NULL, PRIMARY KEY (room, number));
             GRANT SELECT ON public.rooms, public.chairs TO anon, authenticated, service_role;
             ALTER PUBLICATION callboard_live ADD TABLE public.rooms (id), public.chairs (room, number);",
        )
        .execute(&mut admin)
        .await
        .unwrap();
        let signs = Arc::new(Signs { db: house.db.clone(), changes_at: std::sync::Mutex::default() });
        let insides = Arc::new(Insides { db: house.db.clone(), broken: AtomicBool::new(false) });
        let sources = Sources::new().add(signs.clone()).add(insides.clone());
        let live = Live::new(house.db.clone(), house.entropy.clone(), sources, settings);
        let registry = Registry::new().mount(routes(&live));
        let router = router(&house.db, &house.entropy, roomy("https://callboard.test"), Arc::new(ByCookie), registry);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await });
        let log = LogAddress::new(house.test_db.admin_options().username(reader), None);
        tokio::spawn({
            let live = live.clone();
            async move { live.run(log).await }
        });
        Self { house, live, signs, insides, address, admin: admin.into() }
    }

    /// Waits until the log is read.
    pub async fn streaming(self) -> Self {
        self.until(|site| site.live.feed() == Feed::Streaming).await;
        self
    }

    pub async fn until(&self, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub async fn sql(&self, statement: impl Into<String>) {
        sqlx::raw_sql(AssertSqlSafe(statement.into())).execute(&mut *self.admin.lock().await).await.unwrap();
    }

    pub async fn room(&self) -> Uuid {
        let id = self.house.entropy.uuid_v7(self.house.clock.now());
        self.sql(format!("INSERT INTO rooms (id, sign, key) VALUES ('{id}', 'closed', 'k-{id}')")).await;
        id
    }

    pub async fn sign(&self, room: Uuid, sign: &str) {
        self.sql(format!("UPDATE rooms SET sign = '{sign}', version = version + 1 WHERE id = '{room}'")).await;
    }

    pub async fn follower(&self) -> Follower {
        self.follower_with(&[]).await.unwrap()
    }

    pub async fn follower_with(&self, headers: &[(&'static str, &str)]) -> Result<Follower, tungstenite::Error> {
        let mut request = format!("ws://{}/live", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let socket = TcpSocket::new_v4().unwrap();
        // A small pipe, so that a follower that does not read is noticed soon.
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = socket.connect(self.address).await.unwrap();
        let (socket, _) = client_async(request, stream).await?;
        Ok(Follower(socket))
    }

    /// What a plain request is answered: status and body.
    pub async fn get(&self, path: &str, headers: &str) -> (u16, String) {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\nhost: callboard.test\r\nconnection: close\r\n{headers}\r\n").as_bytes())
            .await
            .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        (status, text)
    }
}

/// What a follower hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    Text(Value),
    Closed(Option<u16>),
}

pub struct Follower(WebSocketStream<TcpStream>);

impl Follower {
    pub async fn say(&mut self, text: impl Into<String>) {
        self.0.send(Message::Text(text.into().into())).await.unwrap();
    }

    pub async fn join(&mut self, topic: impl std::fmt::Display) {
        self.say(json!({ "join": [topic.to_string()] }).to_string()).await;
    }

    /// The next message or the end; pings are answered unseen.
    pub async fn hears(&mut self) -> Heard {
        let next = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Heard::Text(serde_json::from_str(&text).unwrap()),
                    Some(Ok(Message::Close(frame))) => return Heard::Closed(frame.map(|f| f.code.into())),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Heard::Closed(None),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(30), next).await.expect("nothing was heard")
    }

    pub async fn text(&mut self) -> Value {
        match self.hears().await {
            Heard::Text(value) => value,
            Heard::Closed(code) => panic!("closed with {code:?}"),
        }
    }

    pub async fn leave(mut self) {
        self.0.close(None).await.unwrap();
    }
}

/// Believes the cookies `user`, `session` and `guest`, each an id.
struct ByCookie;

impl Authenticator for ByCookie {
    fn authenticate<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        let all = parts.headers.get(header::COOKIE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let read = |name: &str| {
            all.split("; ").filter_map(|c| c.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v.parse::<Uuid>().unwrap())
        };
        let actor = match read("user") {
            Some(user) => Actor::user(user.into(), read("session").map(Into::into)),
            None => Actor::anonymous(),
        };
        async move { Ok(Authenticated::of(actor)) }.boxed()
    }

    fn guest_cookie(&self, guest: GuestId) -> String {
        format!("guest={guest}")
    }
}
