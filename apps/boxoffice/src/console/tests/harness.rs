//! The console's and the door's real routes on a real database, asked as whoever a header names.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::http::StatusCode;
use ed25519_dalek::{SigningKey, VerifyingKey};
use platform_auth_testing::House;
use platform_documents::Documents;
use platform_http::Registry;
use platform_http_testing::{Answer, Browser, ByName, roomy, router};
use platform_notify::{Attachment, AttachmentSource, Attachments, ContentType, LocalMailbox, Mailer, NamedAddress};
use platform_payments::{
    IdempotencyKey, NewPayment, OpenedPayment, PaymentError, PaymentProvider, ProviderRef, ProviderState, RefundRef, RefundState,
    WebhookError, WebhookEvent,
};
use platform_storage::{Files, Store};
use platform_types::{Actor, EventId, GuestId, Money, OrganizationId, Timestamp};
use platform_ui::House as Shown;

use crate::BoxOffice;
use crate::console::{self, Console};
use crate::gate::{self, Gate};
use crate::shop::{self, Shop};
use crate::tickets::{EventKey, KeyError, TicketKeys};

/// One organization with an owner, and the routes over it.
pub struct World {
    pub house: House,
    pub office: BoxOffice,
    pub owner: Actor,
    pub organization: OrganizationId,
    pub files: Files,
    pub folder: tempfile::TempDir,
    router: Router,
}

impl World {
    pub async fn new() -> Self {
        let house = House::new().await;
        let owner = house.person("owner").await;
        let organization = house.organization(&owner, "lantern").await;
        let office =
            BoxOffice::new(house.db.clone(), house.entropy.clone(), Arc::new(Counter), Arc::new(OneKey), "https://tickets.test".to_owned());
        let shell = Arc::new(Shown::default);
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(house.db.clone(), house.entropy.clone(), Store::disk(folder.path()).unwrap());
        let documents = Documents::new(1);
        let registry = Registry::new()
            .mount(platform_storage::routes(&files))
            .mount(console::routes(&Console::new(office.clone(), house.auth.clone(), documents.clone(), shell.clone(), files.clone())))
            .mount(shop::routes(&Shop::new(office.clone(), documents, shell.clone())))
            .mount(gate::routes(&Gate::new(office.clone(), shell)));
        let router = router(&house.db, &house.entropy, roomy("https://tickets.test"), Arc::new(ByName), registry);
        Self { house, office, owner, organization, files, folder, router }
    }

    /// The browser of this person, or of nobody.
    pub fn browser(&self, who: &Actor) -> Browser {
        Browser::new(&self.router, "tickets.test").of(who)
    }

    pub async fn get(&self, who: &Actor, path: &str) -> Answer {
        self.browser(who).get(path).await
    }

    /// A form as a browser without JavaScript sends it.
    pub async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(who).post(path, fields).await
    }

    /// A form with a file, as a browser without JavaScript sends it.
    pub async fn upload(&self, who: &Actor, path: &str, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Answer {
        self.browser(who).upload(path, fields, "file", name, file).await
    }

    /// The same as htmx sends it.
    pub async fn post_fragment(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser(who).post_fragment(path, fields).await
    }

    pub async fn post_json(&self, who: &Actor, path: &str, body: serde_json::Value) -> (StatusCode, serde_json::Value) {
        let answer = self.browser(who).json(path, body).await;
        (answer.status, serde_json::from_str(&answer.text).unwrap_or_default())
    }

    /// Audit rows by action, of the organization.
    pub async fn audit(&self) -> BTreeMap<String, i64> {
        let mut admin = self.house.test_db.connect(None).await;
        let rows: Vec<(String, i64)> =
            sqlx::query_as("SELECT action, count(*) FROM audit.events WHERE organization_id = $1 GROUP BY action")
                .bind(self.organization.0)
                .fetch_all(&mut admin)
                .await
                .unwrap();
        rows.into_iter().collect()
    }

    /// One number, asked as the administrator.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, Option<i64>>(sql).fetch_one(&mut admin).await.unwrap().unwrap_or(0)
    }

    /// One text, asked as the administrator.
    pub async fn text(&self, sql: &'static str) -> String {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, Option<String>>(sql).fetch_one(&mut admin).await.unwrap().unwrap_or_default()
    }

    /// A published event two weeks away with free tickets, made through the pages.
    pub async fn event_on_sale(&self) -> EventId {
        self.event_on_sale_at("2026-03-14T19:30").await
    }

    /// The same at another time, by the clock of Hong Kong.
    pub async fn event_on_sale_at(&self, starts: &str) -> EventId {
        let id = self.draft_at(starts).await;
        let done =
            self.post(&self.owner, &format!("/console/events/{id}/ticket-types"), &[("type_name", "Free"), ("quantity", "50")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let done = self.post(&self.owner, &format!("/console/events/{id}/publish"), &[]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        id
    }

    /// A draft with a place and a capacity, made through the pages. The house's clock stands at 2026-03-01 12:00 UTC.
    pub async fn draft(&self) -> EventId {
        self.draft_at("2026-03-14T19:30").await
    }

    async fn draft_at(&self, starts: &str) -> EventId {
        let fields = [
            ("title", "The Tempest"),
            ("venue", "new"),
            ("venue_name", "Hall"),
            ("venue_zone", "Asia/Hong_Kong"),
            ("starts", starts),
            ("currency", "HKD"),
            ("capacity", "40"),
            ("visibility", "public"),
        ];
        let done = self.post(&self.owner, "/console/lantern/events/new", &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        done.leads().strip_prefix("/console/events/").and_then(|rest| rest.split('?').next()).expect("leads to the event").parse().unwrap()
    }

    /// Everything that waits, done: mails go into the local mailbox.
    pub async fn run_jobs(&self) {
        let jobs = crate::mails::register(crate::jobs::register(platform_jobs::Registry::new(), &self.office), &self.office);
        let from = NamedAddress { name: None, address: "no-reply@tickets.test".parse().unwrap() };
        let files = ["boxoffice.tickets_pdf", "boxoffice.calendar"]
            .into_iter()
            .fold(Attachments::new(), |a, kind| a.source(kind, Arc::new(NoFile)));
        let jobs = Mailer::new(from, Arc::new(LocalMailbox), files).register(jobs);
        let worker = self.house.test_db.door_options().login("callboard_worker");
        let runner = platform_jobs::Runner::new(self.house.db.clone(), worker, self.house.entropy.clone(), jobs).unwrap();
        runner.run_due().await.unwrap();
    }

    /// An event's place in addresses.
    pub async fn slug(&self, event: EventId) -> String {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar("SELECT slug FROM events WHERE id = $1").bind(event.0).fetch_one(&mut admin).await.unwrap()
    }

    /// A guest gets free tickets for these people.
    pub async fn give_tickets(&self, event: EventId, names: &[&str]) -> platform_types::OrderId {
        let guest = Actor::guest(GuestId::new(&self.house.entropy, self.house.clock.now()));
        let mut tx = self.house.db.as_system("test").await.unwrap();
        let kind: uuid::Uuid = sqlx::query_scalar("SELECT id FROM ticket_types WHERE event_id = $1 ORDER BY position LIMIT 1")
            .bind(event.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        tx.rollback().await.unwrap();
        let count = i32::try_from(names.len()).unwrap();
        let held = self.office.claims().claim(&guest, event, &[(kind.into(), count)]).await.unwrap();
        let attendees = names.iter().map(|n| (kind.into(), n.parse().unwrap())).collect();
        let command = crate::orders::PlaceOrder {
            hold: held.id,
            buyer_name: names[0].parse().unwrap(),
            email: "mei@example.org".parse().unwrap(),
            attendees,
        };
        crate::orders::place_order(&self.office, &guest, &command).await.unwrap()
    }
}

struct NoFile;

#[async_trait]
impl AttachmentSource for NoFile {
    async fn make(&self, _: uuid::Uuid) -> Result<Option<Attachment>, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Some(Attachment::new("file.ics", ContentType::Calendar, b"x".to_vec())))
    }
}

struct OneKey;

#[async_trait]
impl TicketKeys for OneKey {
    async fn current(&self, _: EventId) -> Result<EventKey, KeyError> {
        Ok(EventKey { number: 1, signing: SigningKey::from_bytes(&[7; 32]) })
    }
    async fn verifying(&self, _: EventId, number: u16) -> Result<Option<VerifyingKey>, KeyError> {
        Ok((number == 1).then(|| SigningKey::from_bytes(&[7; 32]).verifying_key()))
    }
}

/// A provider that knows its smallest amount and is otherwise away: nothing in these tests is paid for.
#[derive(Debug)]
struct Counter;

fn away<T>() -> Result<T, PaymentError> {
    Err(PaymentError::Unavailable { message: "closed".to_owned() })
}

#[async_trait]
impl PaymentProvider for Counter {
    fn name(&self) -> &'static str {
        "counter"
    }
    fn is_simulated(&self) -> bool {
        true
    }
    fn accepts(&self, amount: Money) -> Result<(), PaymentError> {
        if amount.minor >= 400 {
            Ok(())
        } else {
            Err(PaymentError::Invalid {
                code: "payments.amount_too_small".to_owned(),
                message: format!("{amount} is less than the smallest charge"),
            })
        }
    }
    async fn open(&self, _: &NewPayment) -> Result<OpenedPayment, PaymentError> {
        away()
    }
    async fn look_up(&self, _: &ProviderRef) -> Result<ProviderState, PaymentError> {
        away()
    }
    async fn capture(&self, _: &ProviderRef, _: Money, _: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        away()
    }
    async fn cancel(&self, _: &ProviderRef, _: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        away()
    }
    async fn refund(&self, _: &ProviderRef, _: Money, _: &IdempotencyKey) -> Result<RefundState, PaymentError> {
        away()
    }
    async fn look_up_refund(&self, _: &RefundRef) -> Result<RefundState, PaymentError> {
        away()
    }
    fn verify_webhook(&self, _: &axum::http::HeaderMap, _: &[u8], _: Timestamp) -> Result<WebhookEvent, WebhookError> {
        Err(WebhookError::Unsigned)
    }
}
