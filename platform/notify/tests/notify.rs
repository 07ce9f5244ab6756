//! Mails against a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration as Pause;

use async_trait::async_trait;
use chrono::Duration;
use platform_db::{Db, Service, Tx, logins};
use platform_db_testing::TestDb;
use platform_jobs::{Ran, Registry, Runner, dead_letters, requeue};
use platform_notify::{
    Accepted, Attachment, AttachmentRef, AttachmentSource, Attachments, ContentType, LocalMailbox, Mail, MailTransport, Mailer, MessageId,
    NamedAddress, OutgoingMail, SendError, queue, resend,
};
use platform_types::{Actor, Clock, Entropy, OrganizationId, UserId, open_tx};
use sqlx::Row;
use uuid::Uuid;

/// A mail server that answers as told, in order, then friendly.
#[derive(Clone, Default)]
struct Post {
    sent: Arc<Mutex<Vec<OutgoingMail>>>,
    answers: Arc<Mutex<Vec<SendError>>>,
}

impl Post {
    fn answering(answers: impl IntoIterator<Item = SendError>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() }
    }

    fn sent(&self) -> Vec<OutgoingMail> {
        self.sent.lock().unwrap().clone()
    }
}

#[async_trait]
impl MailTransport for Post {
    async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        assert!(!open_tx::is_open(), "nobody waits for a mail server inside a transaction");
        self.sent.lock().unwrap().push(mail.clone());
        match self.answers.lock().unwrap().pop() {
            Some(error) => Err(error),
            None => Ok(Accepted { provider_id: Some("4711".to_owned()) }),
        }
    }

    fn name(&self) -> &'static str {
        "post"
    }
}

/// Makes a file of the row it is asked for; `gone` and `failing` on request.
struct Files;

#[async_trait]
impl AttachmentSource for Files {
    async fn make(&self, id: Uuid) -> Result<Option<Attachment>, Box<dyn Error + Send + Sync>> {
        assert!(!open_tx::is_open());
        match id.as_u128() {
            0 => Ok(None),
            1 => Err("the printer jammed".into()),
            n => Ok(Some(Attachment::new(&format!("{n}.pdf"), ContentType::Pdf, n.to_string().into_bytes()))),
        }
    }
}

struct House {
    clock: Clock,
    db: Db,
    test_db: TestDb,
}

impl House {
    async fn new() -> Self {
        let clock = Clock::manual("2026-11-21T12:00:00Z".parse().unwrap());
        let test_db = TestDb::new().await;
        Self { db: test_db.db(clock.clone()), clock, test_db }
    }

    fn runner(&self, transport: Arc<dyn MailTransport>) -> Runner {
        let from = NamedAddress { name: None, address: "no-reply@callboard.example".parse().unwrap() };
        let mailer = Mailer::new(from, transport, Attachments::new().source("test.file", Arc::new(Files)));
        Runner::new(
            self.db.clone(),
            self.test_db.door_options().login(logins::WORKER),
            Entropy::seeded(1),
            mailer.register(Registry::new()),
        )
        .unwrap()
    }

    async fn send(&self, mail: &Mail) -> MessageId {
        let mut tx = self.db.as_system("test").await.unwrap();
        let id = queue(&mut tx, mail).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Status, attempts, error.
    async fn state(&self, id: MessageId) -> (String, i32, String) {
        let mut tx = self.db.as_system("test").await.unwrap();
        sqlx::query_as("SELECT status, attempts, coalesce(error, '') FROM notify.messages WHERE id = $1")
            .bind(id.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    }

    async fn body(&self, id: MessageId) -> Option<String> {
        let mut tx = self.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT text_body FROM notify.messages WHERE id = $1").bind(id.0).fetch_one(&mut *tx).await.unwrap()
    }
}

fn mail(key: &str) -> Mail {
    Mail::new(key, "test.hello", "ada@example.org".parse().unwrap(), "Grüße".parse().unwrap(), "Hello")
}

fn busy() -> SendError {
    SendError::Temporary { reason: "450 greylisted".to_owned(), after: None }
}

#[tokio::test]
async fn a_mail_leaves_once_its_transaction_has_committed_and_only_once_per_key() {
    let house = House::new().await;
    let post = Post::default();
    let runner = house.runner(Arc::new(post.clone()));
    let mut tx = house.db.as_system("test").await.unwrap();
    queue(&mut tx, &mail("rolled/back")).await.unwrap();
    tx.rollback().await.unwrap();
    let wanted = mail("order/1")
        .to_name("Ada Lovelace".parse().unwrap())
        .html(maud::html! { p { "Hello" } })
        .attach(AttachmentRef::new("test.file", Uuid::from_u128(9)));
    let id = house.send(&wanted).await;
    assert_eq!(house.send(&mail("order/1")).await, id, "the same key is the same mail");
    runner.run_due().await.unwrap();
    assert_eq!(house.send(&mail("order/1")).await, id, "also after it left");
    runner.run_due().await.unwrap();
    let sent = post.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].subject.as_str(), sent[0].text.as_str(), sent[0].html.as_deref()), ("Grüße", "Hello", Some("<p>Hello</p>")));
    assert_eq!((sent[0].to.address.as_str(), sent[0].to.name.as_ref().unwrap().as_str()), ("ada@example.org", "Ada Lovelace"));
    assert_eq!((sent[0].attachments[0].name(), sent[0].attachments[0].bytes.as_slice()), ("9.pdf", b"9".as_slice()));
    assert_eq!(sent[0].message_id(), format!("<{id}@callboard.example>"));
    assert_eq!(sent[0].date, house.clock.now());
    assert_eq!(id.0.get_version_num(), 8);
    assert_eq!(house.state(id).await, ("sent".to_owned(), 1, String::new()));
    let mut tx = house.db.as_system("test").await.unwrap();
    let row = sqlx::query("SELECT provider_id, transport, settled_at = clock.now() AS now FROM notify.messages WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert_eq!((row.get::<String, _>(0), row.get::<String, _>(1), row.get::<bool, _>(2)), ("4711".to_owned(), "post".to_owned(), true));
}

#[tokio::test]
async fn a_busy_server_is_asked_again_and_a_lost_answer_repeats_the_same_message() {
    let house = House::new().await;
    let post = Post::answering([
        busy(),
        SendError::Unknown { reason: "hung up".to_owned() },
        SendError::Temporary { reason: "later".to_owned(), after: Some(Pause::from_secs(900)) },
    ]);
    let runner = house.runner(Arc::new(post.clone()));
    let id = house.send(&mail("m")).await;
    runner.run_due().await.unwrap();
    assert_eq!(house.state(id).await, ("queued".to_owned(), 1, "not taken now: 450 greylisted".to_owned()));
    house.clock.advance(Duration::seconds(7));
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::seconds(13));
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::seconds(899));
    assert_eq!(runner.run_due().await.unwrap(), Ran::default(), "the server asked for 15 minutes");
    house.clock.advance(Duration::seconds(1));
    runner.run_due().await.unwrap();
    assert_eq!(house.state(id).await, ("sent".to_owned(), 4, String::new()));
    let ids: Vec<String> = post.sent().iter().map(OutgoingMail::message_id).collect();
    assert_eq!(ids.len(), 4);
    assert!(ids.iter().all(|i| *i == ids[0]));
}

#[tokio::test]
async fn a_refusal_is_final_and_a_person_may_try_again() {
    let house = House::new().await;
    let post = Post::answering([SendError::Permanent { reason: "550 no such user".to_owned() }]);
    let runner = house.runner(Arc::new(post.clone()));
    let id = house.send(&mail("m")).await;
    assert_eq!(runner.run_due().await.unwrap(), Ran { done: 1, ..Ran::default() });
    assert_eq!(house.state(id).await, ("failed".to_owned(), 1, "refused: 550 no such user".to_owned()));
    let mut tx = house.db.as_system("test").await.unwrap();
    assert!(resend(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
    runner.run_due().await.unwrap();
    assert_eq!(house.state(id).await.0, "sent");
    let mut tx = house.db.as_system("test").await.unwrap();
    assert!(!resend(&mut tx, id).await.unwrap(), "what was sent is not sent again");
}

#[tokio::test]
async fn a_server_that_stays_away_leaves_a_dead_letter_that_can_be_tried_again() {
    let house = House::new().await;
    let post = Post::answering((0..12).map(|_| busy()));
    let runner = house.runner(Arc::new(post.clone()));
    let id = house.send(&mail("m")).await;
    for _ in 0..12 {
        runner.run_due().await.unwrap();
        house.clock.advance(Duration::hours(2));
    }
    assert_eq!(house.state(id).await.0, "failed");
    let mut tx = house.db.as_system("test").await.unwrap();
    let letters = dead_letters(&mut tx, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert!(requeue(&mut tx, letters[0].id).await.unwrap());
    tx.commit().await.unwrap();
    runner.run_due().await.unwrap();
    assert_eq!((house.state(id).await.0.as_str(), post.sent().len()), ("sent", 13));
}

#[tokio::test]
async fn attachments_are_made_at_delivery_and_their_trouble_is_the_mails() {
    let house = House::new().await;
    let post = Post::default();
    let runner = house.runner(Arc::new(post.clone()));
    let gone = house.send(&mail("gone").attach(AttachmentRef::new("test.file", Uuid::from_u128(0)))).await;
    let jammed = house.send(&mail("jammed").attach(AttachmentRef::new("test.file", Uuid::from_u128(1)))).await;
    let unknown = house.send(&mail("unknown").attach(AttachmentRef::new("test.song", Uuid::from_u128(2)))).await;
    runner.run_due().await.unwrap();
    assert_eq!(house.state(gone).await, ("failed".to_owned(), 1, "what test.file is made of is gone".to_owned()));
    assert_eq!(house.state(jammed).await, ("queued".to_owned(), 1, "test.file could not be made: the printer jammed".to_owned()));
    assert_eq!(house.state(unknown).await, ("queued".to_owned(), 1, "nobody makes attachments of kind test.song".to_owned()));
    assert!(post.sent().is_empty(), "no mail without what belongs to it");
}

#[tokio::test]
async fn keys_to_accounts_are_erased_once_delivered_and_late_mails_are_not_sent() {
    let house = House::new().await;
    let post = Post::answering([busy()]);
    let runner = house.runner(Arc::new(post.clone()));
    let late = house.send(&mail("late").secret().expires_at(house.clock.now() + Duration::minutes(1))).await;
    runner.run_due().await.unwrap();
    house.clock.advance(Duration::minutes(1));
    runner.run_due().await.unwrap();
    assert_eq!(house.state(late).await, ("skipped".to_owned(), 2, "it would have arrived too late to be of use".to_owned()));
    let secret = house.send(&mail("secret").secret()).await;
    let plain = house.send(&mail("plain")).await;
    runner.run_due().await.unwrap();
    assert_eq!((house.body(late).await, house.body(secret).await), (None, None));
    assert_eq!(house.body(plain).await.as_deref(), Some("Hello"));
    // In the local mailbox the text is all there is.
    let kept = house.send(&mail("kept").secret()).await;
    house.runner(Arc::new(LocalMailbox)).run_due().await.unwrap();
    assert_eq!((house.state(kept).await.0.as_str(), house.body(kept).await.as_deref()), ("sent", Some("Hello")));
}

async fn may_queue(tx: Result<Tx, platform_db::DbError>, key: &str) -> bool {
    queue(&mut tx.unwrap(), &mail(key)).await.is_ok()
}

#[tokio::test]
async fn nobody_reads_bodies_and_a_nameless_visitor_cannot_send() {
    let house = House::new().await;
    let ada = Actor::user(UserId(Uuid::from_u128(1)), None);
    let bob = Actor::user(UserId(Uuid::from_u128(2)), None);
    let id = house.send(&mail("m").to_user(UserId(Uuid::from_u128(1))).within(OrganizationId(Uuid::from_u128(5)))).await;
    let seen = |actor: Actor| {
        let db = house.db.clone();
        async move {
            let mut tx = db.as_actor(&actor).await.unwrap();
            sqlx::query_scalar::<_, String>("SELECT subject FROM notify.messages WHERE status = 'queued'").fetch_all(&mut *tx).await
        }
    };
    assert_eq!(seen(ada.clone()).await.unwrap(), ["Grüße"]);
    assert!(seen(bob.clone()).await.unwrap().is_empty());
    assert!(seen(Actor::anonymous()).await.is_err());
    for sql in [
        "SELECT text_body FROM notify.messages",
        "SELECT html_body FROM notify.messages",
        "SELECT key FROM notify.messages",
        "SELECT * FROM notify.messages",
        "UPDATE notify.messages SET to_address = 'bob@example.org'",
        "DELETE FROM notify.messages",
        "INSERT INTO notify.messages (id, key, purpose, to_address, subject, text_body, created_at, updated_at) VALUES (gen_random_uuid(), 'k', 'a.b', 'x@y.zz', 's', 't', now(), now())",
    ] {
        for actor in [&ada, &bob, &Actor::anonymous()] {
            let mut tx = house.db.as_actor(actor).await.unwrap();
            assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "{actor:?}: {sql}");
        }
        for service in Service::ALL {
            let mut tx = house.db.as_service(service, &ada).await.unwrap();
            assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "{service:?}: {sql}");
        }
    }
    assert!(!may_queue(house.db.as_actor(&Actor::anonymous()).await, "a").await);
    assert!(may_queue(house.db.as_actor(&ada).await, "b").await);
    assert!(may_queue(house.db.as_service(Service::Sales, &Actor::anonymous()).await, "c").await);
    // A line end in what reaches the table by other means is refused there too.
    let mut admin = house.test_db.connect(None).await;
    assert!(
        sqlx::query("UPDATE notify.messages SET subject = E'a\\nBcc: x@y.zz' WHERE id = $1").bind(id.0).execute(&mut admin).await.is_err()
    );
}
