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
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Request, Response, StatusCode, header};
use futures::future::BoxFuture;
use platform_db::testing::TestDb;
use platform_db::{Db, logins};
use platform_http::{Authenticated, Authenticator, Fault, HttpSettings, Kernel, Presentation, Registry, SignedIn};
use platform_jobs::Runner;
use platform_notify::{
    Accepted, Attachment, AttachmentRef, AttachmentSource, Attachments, ContentType, LocalMailbox, Mail, MailTransport, Mailer,
    NamedAddress, OutgoingMail, SendError, mailbox_routes, queue,
};
use platform_types::{Actor, Clock, Entropy, GuestId};
use platform_ui::House;
use tower::ServiceExt;
use uuid::Uuid;

struct Nobody;

impl Authenticator for Nobody {
    fn authenticate<'a>(&'a self, _: &'a Parts) -> BoxFuture<'a, Result<Authenticated, Fault>> {
        Box::pin(async { Ok(Authenticated { actor: Actor::anonymous(), signed_in: None, cookies: Vec::new(), by_token: false }) })
    }

    fn guest_cookie(&self, _: GuestId) -> String {
        String::new()
    }
}

impl Presentation for Nobody {
    fn fault_page(&self, fault: &Fault, _: &str, _: Option<&SignedIn>, _: &str) -> String {
        fault.message().to_owned()
    }
}

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
    let settings = HttpSettings { public_url: "http://127.0.0.1:8080".to_owned(), behind_proxy, ..HttpSettings::default() };
    let kernel =
        Kernel::new(db.clone(), Entropy::seeded(1), settings, Arc::new(Nobody), Arc::new(Nobody), Vec::new(), Arc::new(String::new));
    let registry = Registry::new().mount(mailbox_routes(mailer, House::default(), listen.parse().unwrap(), behind_proxy));
    assert!(registry.faults().is_empty(), "{:?}", registry.faults());
    registry.into_router(&kernel)
}

async fn get(router: &Router, path: &str, host: &str, peer: &str) -> Response<Body> {
    let mut request = Request::get(path).header(header::HOST, host).body(Body::empty()).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    router.clone().oneshot(request).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

const HERE: &str = "127.0.0.1:5555";

#[tokio::test]
async fn mails_are_listed_read_and_their_files_downloaded() {
    let test_db = TestDb::new().await;
    let db = test_db.db(Clock::manual("2026-11-21T12:00:00Z".parse().unwrap()));
    let mailer = mailer(Arc::new(LocalMailbox));
    let router = router(&db, &mailer, "127.0.0.1:8080", false);
    let empty = text(get(&router, "/dev/mailbox", "localhost:8080", HERE).await).await;
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
    let list = text(get(&router, "/dev/mailbox", "localhost:8080", HERE).await).await;
    assert!(list.contains("Waiting") && list.contains("Confirm &lt;b&gt;now&lt;/b&gt;") && list.contains("ada@example.org"), "{list}");
    let runner = Runner::new(
        db.clone(),
        test_db.door_options().login(logins::WORKER),
        Entropy::seeded(1),
        mailer.register(platform_jobs::Registry::new()),
    )
    .unwrap();
    runner.run_due().await.unwrap();
    let list = text(get(&router, "/dev/mailbox", "[::1]:8080", HERE).await).await;
    assert!(list.contains("Delivered") && list.contains(&format!("/dev/mailbox/{id}")), "{list}");

    let page = text(get(&router, &format!("/dev/mailbox/{id}"), "127.0.0.1:8080", HERE).await).await;
    assert!(page.contains("href=\"https://h/confirm?token=t&amp;lang=de\"") && page.contains("Ada &lt;ada@example.org&gt;"), "{page}");
    assert!(!page.contains("alert(1)"), "the formatted part is shown on its own");
    assert!(page.contains("order-7.pdf (16 bytes)") && !page.contains("test.tickets_pdf"), "files by their names: {page}");
    let formatted = get(&router, &format!("/dev/mailbox/{id}/html"), "localhost", HERE).await;
    let policy = formatted.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy.starts_with("sandbox; default-src 'none'") && !policy.contains("script"), "{policy}");
    let file = get(&router, &format!("/dev/mailbox/{id}/files/0"), "localhost", HERE).await;
    assert_eq!(file.headers()[header::CONTENT_TYPE], "application/pdf");
    assert_eq!(to_bytes(file.into_body(), 1000).await.unwrap().as_ref(), Uuid::from_u128(9).as_bytes());
    for gone in
        ["/dev/mailbox/00000000-0000-0000-0000-000000000000".to_owned(), format!("/dev/mailbox/{id}/files/1"), "/dev/mailbox/x".to_owned()]
    {
        assert_eq!(get(&router, &gone, "localhost", HERE).await.status(), StatusCode::NOT_FOUND, "{gone}");
    }
}

#[tokio::test]
async fn nobody_else_sees_it() {
    let test_db = TestDb::new().await;
    let db = test_db.db(Clock::manual("2026-11-21T12:00:00Z".parse().unwrap()));
    let local = mailer(Arc::new(LocalMailbox));
    let open = router(&db, &local, "127.0.0.1:8080", false);
    assert_eq!(get(&open, "/dev/mailbox", "localhost", "203.0.113.9:1").await.status(), StatusCode::NOT_FOUND, "another machine");
    assert_eq!(
        get(&open, "/dev/mailbox", "evil.example", HERE).await.status(),
        StatusCode::NOT_FOUND,
        "a page elsewhere whose name leads here"
    );
    for (mailer, listen, behind_proxy, why) in [
        (mailer(Arc::new(Elsewhere)), "127.0.0.1:8080", false, "mail leaves the house"),
        (local.clone(), "0.0.0.0:8080", false, "the house listens to everybody"),
        (local.clone(), "127.0.0.1:8080", true, "a proxy passes everybody on"),
    ] {
        let closed = router(&db, &mailer, listen, behind_proxy);
        assert_eq!(get(&closed, "/dev/mailbox", "localhost", HERE).await.status(), StatusCode::NOT_FOUND, "{why}");
    }
}
