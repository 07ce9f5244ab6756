//! The local mailbox as a browser on this machine sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::error::Error;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::http::{StatusCode, header};
use platform_db::{Db, logins};
use platform_db_testing::TestDb;
use platform_http::{HttpSettings, Registry};
use platform_http_testing::{Answer, Browser, ByName, roomy};
use platform_jobs::Runner;
use platform_notify::{
    Accepted, Attachment, AttachmentRef, AttachmentSource, Attachments, ContentType, LocalMailbox, Mail, MailTransport, Mailer,
    NamedAddress, OutgoingMail, SendError, mailbox_routes, queue,
};
use platform_types::{Clock, Entropy};
use platform_ui::House;
use uuid::Uuid;

struct Tickets;

#[async_trait]
impl AttachmentSource for Tickets {
    async fn make(&self, id: Uuid) -> Result<Option<Attachment>, Box<dyn Error + Send + Sync>> {
        Ok(Some(Attachment::new("order-7.pdf", ContentType::Pdf, id.as_bytes().to_vec())))
    }
}

struct Elsewhere;

#[async_trait]
impl MailTransport for Elsewhere {
    async fn send(&self, _: &OutgoingMail) -> Result<Accepted, SendError> {
        Ok(Accepted::default())
    }

    fn name(&self) -> &'static str {
        "elsewhere"
    }
}

fn mailer(transport: Arc<dyn MailTransport>) -> Mailer {
    let from = NamedAddress { name: None, address: "no-reply@callboard.example".parse().unwrap() };
    Mailer::new(from, transport, Attachments::new().source("test.tickets_pdf", Arc::new(Tickets)))
}

fn router(db: &Db, mailer: &Mailer, listen: &str, behind_proxy: bool) -> Router {
    let settings = HttpSettings { behind_proxy, ..roomy("http://127.0.0.1:8080") };
    let registry = Registry::new().mount(mailbox_routes(mailer, House::default(), listen.parse().unwrap(), behind_proxy));
    platform_http_testing::router(db, &Entropy::seeded(1), settings, Arc::new(ByName), registry)
}

async fn get(router: &Router, path: &str, host: &str, peer: &str) -> Answer {
    Browser::new(router, host).at(peer).get(path).await
}

const HERE: &str = "127.0.0.1";

#[tokio::test]
async fn mails_are_listed_read_and_their_files_downloaded() {
    let test_db = TestDb::new().await;
    let db = test_db.db(Clock::manual("2026-11-21T12:00:00Z".parse().unwrap()));
    let mailer = mailer(Arc::new(LocalMailbox));
    let router = router(&db, &mailer, "127.0.0.1:8080", false);
    let empty = get(&router, "/dev/mailbox", "localhost:8080", HERE).await.text;
    assert!(empty.contains("No mail yet"), "{empty}");

    let mut tx = db.as_system("test").await.unwrap();
    let link = "https://h/confirm?token=t&lang=de";
    let mail = Mail::new(
        "k",
        "identity.confirm",
        "ada@example.org".parse().unwrap(),
        "Confirm <b>now</b>".parse().unwrap(),
        format!("Hello,\n\nfollow {link}\n"),
    )
    .to_name("Ada".parse().unwrap())
    .html(maud::html! { p { "Hello" } script { "alert(1)" } })
    .attach(AttachmentRef::new("test.tickets_pdf", Uuid::from_u128(9)));
    let id = queue(&mut tx, &mail).await.unwrap();
    tx.commit().await.unwrap();
    let list = get(&router, "/dev/mailbox", "localhost:8080", HERE).await.text;
    assert!(list.contains("Waiting") && list.contains("Confirm &lt;b&gt;now&lt;/b&gt;") && list.contains("ada@example.org"), "{list}");
    let runner = Runner::new(
        db.clone(),
        test_db.door_options().login(logins::WORKER),
        Entropy::seeded(1),
        mailer.register(platform_jobs::Registry::new()),
    )
    .unwrap();
    runner.run_due().await.unwrap();
    let list = get(&router, "/dev/mailbox", "[::1]:8080", HERE).await.text;
    assert!(list.contains("Delivered") && list.contains(&format!("/dev/mailbox/{id}")), "{list}");

    let page = get(&router, &format!("/dev/mailbox/{id}"), "127.0.0.1:8080", HERE).await.text;
    assert!(page.contains("href=\"https://h/confirm?token=t&amp;lang=de\"") && page.contains("Ada &lt;ada@example.org&gt;"), "{page}");
    assert!(!page.contains("alert(1)"), "the formatted part is shown on its own");
    assert!(page.contains("order-7.pdf (16 bytes)") && !page.contains("test.tickets_pdf"), "files by their names: {page}");
    let formatted = get(&router, &format!("/dev/mailbox/{id}/html"), "localhost", HERE).await;
    let policy = formatted.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script"), "{policy}");
    let file = get(&router, &format!("/dev/mailbox/{id}/files/0"), "localhost", HERE).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(file.bytes, Uuid::from_u128(9).as_bytes());
    for gone in
        ["/dev/mailbox/00000000-0000-0000-0000-000000000000".to_owned(), format!("/dev/mailbox/{id}/files/1"), "/dev/mailbox/x".to_owned()]
    {
        assert_eq!(get(&router, &gone, "localhost", HERE).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test]
async fn nobody_else_sees_it() {
    let test_db = TestDb::new().await;
    let db = test_db.db(Clock::manual("2026-11-21T12:00:00Z".parse().unwrap()));
    let local = mailer(Arc::new(LocalMailbox));
    let open = router(&db, &local, "127.0.0.1:8080", false);
    assert_eq!(get(&open, "/dev/mailbox", "localhost", "203.0.113.9").await.status, StatusCode::NOT_FOUND, "another machine");
    assert_eq!(
        get(&open, "/dev/mailbox", "evil.example", HERE).await.status,
        StatusCode::NOT_FOUND,
        "a page elsewhere whose name leads here"
    );
    for (mailer, listen, behind_proxy, why) in [
        (mailer(Arc::new(Elsewhere)), "127.0.0.1:8080", false, "mail leaves the house"),
        (local.clone(), "0.0.0.0:8080", false, "the house listens to everybody"),
        (local.clone(), "127.0.0.1:8080", true, "a proxy passes everybody on"),
    ] {
        let closed = router(&db, &mailer, listen, behind_proxy);
        assert_eq!(get(&closed, "/dev/mailbox", "localhost", HERE).await.status, StatusCode::NOT_FOUND, "{why}");
    }
}
