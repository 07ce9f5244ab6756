//! Against a small mail server on loopback that behaves as told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use integration_smtp::SmtpTransport;
use platform_notify::{Attachment, ContentType, HeaderText, MailTransport, NamedAddress, OutgoingMail, SendError};
use platform_outbound::{BreakerSettings, HubSettings, HubStatus, Outbound};
use platform_types::{Clock, Entropy, SecretString, open_tx};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does; the first matching line of the client gets the answer, other lines are answered as usual.
#[derive(Clone, Copy)]
enum Manner {
    Friendly,
    /// Answers `line` starting with this with that.
    Says(&'static str, &'static str),
    /// Takes the whole content and hangs up without a word.
    HangsUpAfterContent,
    /// Hangs up when it is told the sender.
    HangsUpEarly,
    /// Takes the content and never answers.
    FallsSilent,
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Seen {
    fn add(&self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Everything the client said, one entry per line or content.
async fn server(manner: Manner, extensions: &'static [&'static str]) -> (u16, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Seen::default();
    let noted = seen.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let noted = noted.clone();
            tokio::spawn(async move { converse(stream, manner, extensions, noted).await });
        }
    });
    (port, seen)
}

async fn converse(stream: TcpStream, manner: Manner, extensions: &[&str], seen: Seen) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let greeting = if let Manner::Says("", answer) = manner { answer } else { "220 here" };
    stream.write_all(format!("{greeting}\r\n").as_bytes()).await.ok()?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        seen.add(line.trim_end());
        let verb = line.split([' ', '\r']).next().unwrap_or_default().to_uppercase();
        let answer = match (manner, verb.as_str()) {
            (Manner::Says(start, answer), _) if !start.is_empty() && line.starts_with(start) => answer.to_owned(),
            (Manner::HangsUpEarly, "MAIL") => return None,
            (_, "EHLO") => extensions.iter().fold("250-here\r\n".to_owned(), |all, e| format!("{all}250-{e}\r\n")) + "250 SIZE 10000000",
            (_, "AUTH") => "235 welcome".to_owned(),
            (_, "DATA") => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let mut content = String::new();
                while !content.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut content).await.ok()? == 0 {
                        return None;
                    }
                }
                seen.add(&content);
                match manner {
                    Manner::HangsUpAfterContent => return None,
                    Manner::FallsSilent => std::future::pending::<()>().await,
                    _ => {}
                }
                if let Manner::Says("content", answer) = manner { answer.to_owned() } else { "250 taken as 4711".to_owned() }
            }
            (_, "QUIT") => "221 bye".to_owned(),
            _ => "250 fine".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
        if answer.starts_with("221") || answer.starts_with("421") {
            return None;
        }
    }
}

fn clock() -> Clock {
    Clock::manual("2026-11-21T12:00:00Z".parse().unwrap())
}

fn transport(url: &str, settings: HubSettings) -> (SmtpTransport, Outbound) {
    let outbound = Outbound::new(clock(), Entropy::seeded(1), [settings]).unwrap();
    let transport = SmtpTransport::new(&SecretString::from(url.to_owned()), outbound.hub("smtp").unwrap(), clock()).unwrap();
    (transport, outbound)
}

fn at(port: u16) -> SmtpTransport {
    transport(&format!("smtp://127.0.0.1:{port}"), SmtpTransport::hub_settings()).0
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        id: uuid::Uuid::from_u128(7),
        from: NamedAddress { name: Some("Callboard".parse().unwrap()), address: "no-reply@callboard.example".parse().unwrap() },
        to: NamedAddress { name: Some("José „Pepe“ 山田".parse().unwrap()), address: "pepe@example.org".parse().unwrap() },
        subject: "Deine Karten für „Größe“ 🎟".parse().unwrap(),
        text: "Hello\n.\n.. dots\n".to_owned(),
        html: Some("<p>Hello</p>".to_owned()),
        attachments: vec![
            Attachment::new("tickets.pdf", ContentType::Pdf, b"%PDF-1.7".to_vec()),
            Attachment::new("event.ics", ContentType::Calendar, b"BEGIN:VCALENDAR\r\n".to_vec()),
        ],
        unsubscribe: Some("https://callboard.example/unsubscribe/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/order.paid".to_owned()),
        date: clock().now(),
    }
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let (port, seen) = server(Manner::Friendly, &[]).await;
    let accepted = at(port).send(&mail()).await.unwrap();
    assert_eq!(accepted.provider_id.as_deref(), Some("taken as 4711"));
    let seen = seen.all();
    assert!(
        seen.contains(&"MAIL FROM:<no-reply@callboard.example>".to_owned()) && seen.contains(&"RCPT TO:<pepe@example.org>".to_owned()),
        "{seen:?}"
    );
    let content = seen.iter().find(|l| l.contains("Message-ID")).unwrap();
    for part in [
        "Message-ID: <00000000-0000-0000-0000-000000000007@callboard.example>\r\n",
        "Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://callboard.example/unsubscribe/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/order.paid>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "Content-Type: multipart/mixed",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
        "Content-Type: application/pdf",
        "Content-Type: text/calendar; charset=utf-8; method=PUBLISH",
        "filename=\"tickets.pdf\"",
        "\r\n..\r\n",
    ] {
        assert!(content.contains(part), "{part:?} is missing in\n{content}");
    }
    assert!(content.is_ascii(), "readable by servers that take ASCII only");
}

#[tokio::test]
async fn names_and_subjects_cannot_add_headers() {
    let (port, seen) = server(Manner::Friendly, &[]).await;
    let mut mail = mail();
    mail.subject = HeaderText::cleaned("Hi\r\nBcc: victim@example.net\r\n\r\nbody", "—");
    mail.to.name = Some("Ada\r\nBcc: victim@example.net".parse().unwrap());
    mail.attachments = vec![Attachment::new("a\r\nBcc: victim@example.net\".pdf", ContentType::Pdf, Vec::new())];
    at(port).send(&mail).await.unwrap();
    let seen = seen.all();
    let content = seen.iter().find(|l| l.contains("Message-ID")).unwrap();
    assert!(!content.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{content}");
    assert_eq!(seen.iter().filter(|l| l.starts_with("RCPT")).count(), 1);
}

#[tokio::test]
async fn what_the_server_says_decides_what_follows() {
    let temporary = |e: &SendError| matches!(e, SendError::Temporary { .. });
    let permanent = |e: &SendError| matches!(e, SendError::Permanent { .. });
    let unknown = |e: &SendError| matches!(e, SendError::Unknown { .. });
    let cases: [(Manner, &dyn Fn(&SendError) -> bool, &str); 11] = [
        (Manner::Says("RCPT", "450 4.2.0 greylisted"), &temporary, "naming the recipient"),
        (Manner::Says("RCPT", "550 5.1.1 no such user"), &permanent, "no such user"),
        (Manner::Says("content", "451 4.3.0 disk full"), &temporary, "disk full"),
        (Manner::Says("content", "554 5.6.0 looks like spam"), &permanent, "looks like spam"),
        (Manner::Says("DATA", "452 4.2.2 later"), &temporary, "later"),
        (Manner::Says("MAIL", "553 5.7.1 not your sender"), &temporary, "naming the sender"),
        (Manner::Says("", "421 too many"), &temporary, "connecting"),
        (Manner::Says("", "554 go away"), &temporary, "connecting"),
        (Manner::HangsUpEarly, &temporary, "naming the sender"),
        (Manner::HangsUpAfterContent, &unknown, "handing over the content"),
        (Manner::Says("content", "gibberish"), &unknown, "handing over the content"),
    ];
    for (manner, expected, words) in cases {
        let (port, seen) = server(manner, &[]).await;
        let error = at(port).send(&mail()).await.unwrap_err();
        assert!(expected(&error) && error.to_string().contains(words), "{words}: {error:?}");
        assert_eq!(seen.all().iter().filter(|l| l.starts_with("MAIL")).count(), usize::from(words != "connecting"), "one attempt: {words}");
    }
}

#[tokio::test]
async fn a_mail_sent_again_after_a_lost_answer_is_recognised_as_the_same() {
    let (port, seen) = server(Manner::HangsUpAfterContent, &[]).await;
    for _ in 0..2 {
        assert!(matches!(at(port).send(&mail()).await, Err(SendError::Unknown { .. })));
    }
    let contents: Vec<String> = seen.all().into_iter().filter(|l| l.contains("Message-ID")).collect();
    let id = |content: &String| content.lines().find(|l| l.starts_with("Message-ID")).unwrap().to_owned();
    assert_eq!(contents.len(), 2);
    assert_eq!(id(&contents[0]), id(&contents[1]));
}

#[tokio::test]
async fn no_server_is_temporary_and_the_gate_stops_asking() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let breaker = BreakerSettings { failures: 2, ..BreakerSettings::default() };
    let (transport, outbound) = transport(&format!("smtp://127.0.0.1:{port}"), HubSettings { breaker, ..SmtpTransport::hub_settings() });
    for _ in 0..2 {
        assert!(matches!(transport.send(&mail()).await, Err(SendError::Temporary { after: None, .. })));
    }
    let error = transport.send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary { after: Some(after), .. } if after > Duration::ZERO), "{error:?}");
    assert_eq!(outbound.health()[0].status, HubStatus::Down);
}

#[tokio::test]
async fn silence_after_the_content_ends_with_the_gates_timeout() {
    let (port, _) = server(Manner::FallsSilent, &[]).await;
    let settings = HubSettings { timeout: Duration::from_millis(300), ..SmtpTransport::hub_settings() };
    let error = transport(&format!("smtp://127.0.0.1:{port}"), settings).0.send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::Unknown { .. }), "{error:?}");
}

#[tokio::test]
async fn nothing_is_sent_while_a_transaction_is_open() {
    let (port, seen) = server(Manner::Friendly, &[]).await;
    let error = open_tx::scope(async {
        let _open = open_tx::enter();
        at(port).send(&mail()).await.unwrap_err()
    })
    .await;
    assert!(error.to_string().contains("inside a database transaction"), "{error}");
    assert!(seen.all().is_empty());
}

#[tokio::test]
async fn credentials_are_used_and_a_refusal_of_them_is_not_the_mails_fault() {
    let (port, seen) = server(Manner::Friendly, &["AUTH PLAIN LOGIN"]).await;
    let url = format!("smtp://ada:hunter2@127.0.0.1:{port}");
    transport(&url, SmtpTransport::hub_settings()).0.send(&mail()).await.unwrap();
    assert!(seen.all().iter().any(|l| l.starts_with("AUTH PLAIN")));
    let (port, _) = server(Manner::Says("AUTH", "535 5.7.8 wrong password"), &["AUTH PLAIN"]).await;
    let url = format!("smtp://ada:hunter2@127.0.0.1:{port}");
    let error = transport(&url, SmtpTransport::hub_settings()).0.send(&mail()).await.unwrap_err();
    assert!(matches!(error, SendError::Temporary { .. }) && error.to_string().contains("signing in"), "{error:?}");
    assert!(!error.to_string().contains("hunter2"));
}

#[tokio::test]
async fn addresses_beyond_ascii_need_a_server_that_can() {
    let mut mail = mail();
    mail.to.address = "jürgen@münchen.example".parse().unwrap();
    let (port, _) = server(Manner::Friendly, &["8BITMIME"]).await;
    let error = at(port).send(&mail).await.unwrap_err();
    assert!(matches!(error, SendError::Permanent { .. }) && error.to_string().contains("SMTPUTF8"), "{error:?}");
    let (port, seen) = server(Manner::Friendly, &["8BITMIME", "SMTPUTF8"]).await;
    at(port).send(&mail).await.unwrap();
    let said = seen.all();
    assert!(said.iter().any(|l| l.starts_with("RCPT TO:<jürgen@xn--mnchen-3ya.example>")), "{said:?}");
    // The domain alone is written in ASCII and needs nothing special.
    mail.to.address = "ada@münchen.example".parse().unwrap();
    let (port, _) = server(Manner::Friendly, &[]).await;
    at(port).send(&mail).await.unwrap();
}
