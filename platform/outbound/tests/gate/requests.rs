//! HTTP through the gate, against a few lines of server on a loopback port.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use platform_outbound::{Fate, HttpRequest, Hub, HubSettings, Outbound, OutboundError, RetryClass};
use platform_types::{Clock, Entropy, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::calls::hub as settings;

/// What the server does with the n-th request.
#[derive(Clone, Copy)]
enum Act {
    Answer(&'static str),
    Hang,
    Close,
}

struct Server {
    url: Url,
    seen: Arc<AtomicU32>,
    last: Arc<std::sync::Mutex<String>>,
}

async fn serve(acts: &'static [Act]) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/path", listener.local_addr().unwrap()).parse().unwrap();
    let server = Server { url, seen: Arc::default(), last: Arc::default() };
    let (seen, last) = (Arc::clone(&server.seen), Arc::clone(&server.last));
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read_request(&mut stream).await;
            *last.lock().unwrap() = request;
            let number = seen.fetch_add(1, Ordering::SeqCst) as usize;
            match acts[number.min(acts.len() - 1)] {
                Act::Answer(text) => stream.write_all(text.as_bytes()).await.unwrap(),
                Act::Hang => {
                    tokio::spawn(async move {
                        let _hold = stream;
                        std::future::pending::<()>().await;
                    });
                }
                Act::Close => {}
            }
        }
    });
    server
}

/// The head and as much of the body as its length says.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap();
        text.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse::<usize>().unwrap()));
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        if read == 0 {
            return text;
        }
    }
}

fn hub(change: impl FnOnce(&mut HubSettings)) -> Hub {
    let mut settings = settings();
    change(&mut settings);
    let clock = Clock::manual(platform_types::Timestamp::UNIX_EPOCH);
    Outbound::new(clock, Entropy::seeded(1), [settings]).unwrap().hub("mail").unwrap()
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi";
const BUSY: &str = "HTTP/1.1 429 Too Many\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const BROKEN: &str = "HTTP/1.1 500 Oops\r\ncontent-length: 4\r\nconnection: close\r\n\r\noops";
const CUT: &str = "HTTP/1.1 200 OK\r\ncontent-length: 20\r\nconnection: close\r\n\r\nhalf";
const MOVED: &str = "HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn a_form_arrives_whole_with_its_key() {
    let server = serve(&[Act::Answer(OK)]).await;
    let request = HttpRequest::post(server.url.clone()).bearer(&SecretString::from("sk_test_1")).form([("a[b]", "ü &="), ("c", "1")]);
    assert!(!format!("{request:?}").contains("sk_test_1"));
    let reply = hub(|_| {}).send(RetryClass::Never, request).await.unwrap();
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, b"hi".as_slice()));
    let seen = server.last.lock().unwrap().to_lowercase();
    assert!(seen.contains("authorization: bearer sk_test_1"), "{seen}");
    assert!(seen.contains("content-type: application/x-www-form-urlencoded"), "{seen}");
    assert!(seen.ends_with("a%5bb%5d=%c3%bc+%26%3d&c=1"), "{seen}");
}

#[tokio::test]
async fn busy_and_broken_servers_are_asked_again_and_the_last_answer_is_given() {
    let server = serve(&[Act::Answer(BUSY), Act::Answer(BROKEN), Act::Answer(OK)]).await;
    let reply = hub(|_| {}).send(RetryClass::Idempotent, HttpRequest::get(server.url.clone())).await.unwrap();
    assert_eq!((reply.status.as_u16(), server.seen.load(Ordering::SeqCst)), (200, 3));

    let server = serve(&[Act::Answer(BROKEN)]).await;
    let reply = hub(|_| {}).send(RetryClass::Never, HttpRequest::get(server.url.clone())).await.unwrap();
    assert_eq!((reply.status.as_u16(), reply.body.as_slice(), server.seen.load(Ordering::SeqCst)), (500, b"oops".as_slice(), 1));
}

#[tokio::test]
async fn a_lost_answer_may_have_acted_and_a_refused_connection_has_not() {
    for act in [&[Act::Close], &[Act::Answer(CUT)]] {
        let server = serve(act).await;
        let error = hub(|_| {}).send(RetryClass::Never, HttpRequest::post(server.url.clone())).await.unwrap_err();
        assert_eq!(error.fate(), Fate::Unknown, "{error}");
        assert!(matches!(error, OutboundError::Lost { .. }), "{error:?}");
    }
    let server = serve(&[Act::Hang]).await;
    let error =
        hub(|h| h.timeout = Duration::from_millis(50)).send(RetryClass::Never, HttpRequest::post(server.url.clone())).await.unwrap_err();
    assert_eq!(error, OutboundError::Timeout { hub: "mail", after: Duration::from_millis(50) });

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = hub(|_| {}).send(RetryClass::Never, HttpRequest::post(format!("http://{free}/secret").parse().unwrap())).await.unwrap_err();
    assert_eq!(error.fate(), Fate::NotSent, "{error}");
    assert!(!error.to_string().contains("secret"));
}

#[tokio::test]
async fn redirects_are_followed_only_where_asked_for() {
    let acts: &[Act] = &[Act::Answer(MOVED), Act::Answer(OK)];
    let server = serve(acts).await;
    let reply = hub(|_| {}).send(RetryClass::Never, HttpRequest::get(server.url.clone())).await.unwrap();
    assert_eq!((reply.status.as_u16(), server.seen.load(Ordering::SeqCst)), (302, 1));
}

#[tokio::test]
async fn an_endless_answer_is_not_read_to_its_end() {
    let server = serve(&[Act::Answer(OK)]).await;
    let error = hub(|h| h.max_reply = 1).send(RetryClass::Never, HttpRequest::get(server.url.clone())).await.unwrap_err();
    assert_eq!(error, OutboundError::TooLarge { hub: "mail", limit: 1 });
}
