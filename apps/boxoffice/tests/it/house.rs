//! A small house on a fresh database: one organizer, one event, a provider in memory.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use boxoffice::BoxOffice;
use boxoffice::catalogue::{QuotaDetails, add_quota};
use boxoffice::tickets::{EventKey, KeyError, TicketKeys};
use chrono::{DateTime, Duration};
use ed25519_dalek::{SigningKey, VerifyingKey};
use platform_db::Db;
use platform_db_testing::TestDb;
use platform_payments::{
    IdempotencyKey, NewPayment, OpenedPayment, PaymentError, PaymentProvider, ProviderRef, ProviderState, ProviderStatus, RefundRef,
    RefundState, RefundStatus, WebhookError, WebhookEvent,
};
use platform_types::{Actor, Clock, Currency, Entropy, EventId, GuestId, Money, OrganizationId, TicketTypeId, Timestamp};
use sqlx::Connection;

pub struct House {
    pub test: TestDb,
    pub db: Db,
    pub clock: Clock,
    pub entropy: Entropy,
    pub shop: BoxOffice,
    pub bank: Arc<Bank>,
    pub organization: OrganizationId,
    pub event: EventId,
}

impl House {
    /// An event a month away with one capacity; ticket types are added by [`House::ticket_type`].
    pub async fn with_capacity(capacity: i32) -> Self {
        let test = TestDb::new().await;
        let clock = Clock::manual(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let entropy = Entropy::seeded(1);
        let db = test.db(clock.clone());
        let bank = Arc::new(Bank::default());
        let shop = BoxOffice::new(db.clone(), entropy.clone(), bank.clone(), Arc::new(OneKey), "https://tickets.test".to_owned());
        let now = clock.now();
        let organization = OrganizationId::new(&entropy, now);
        let event = EventId::new(&entropy, now);
        let mut owner = test.connect(Some("callboard_owner")).await;
        sqlx::query(
            "INSERT INTO organizations (id, name, slug, timezone, currency) VALUES ($1, 'The House', 'the-house', 'Europe/Berlin', 'EUR')",
        )
        .bind(organization.0)
        .execute(&mut owner)
        .await
        .unwrap();
        sqlx::query("INSERT INTO events (id, organization_id, slug, name, starts_at, ends_at, timezone, currency, status) VALUES ($1, $2, 'the-night', 'The Night', $3, $4, 'Europe/Berlin', 'EUR', 'published')")
            .bind(event.0)
            .bind(organization.0)
            .bind(now + Duration::days(30))
            .bind(now + Duration::days(30) + Duration::hours(3))
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::query("INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) VALUES ($1, $2, $3, 'event', 'Event', $4)")
            .bind(entropy.uuid_v7(now))
            .bind(organization.0)
            .bind(event.0)
            .bind(capacity)
            .execute(&mut owner)
            .await
            .unwrap();
        owner.close().await.unwrap();
        Self { test, db, clock, entropy, shop, bank, organization, event }
    }

    pub async fn ticket_type(&self, name: &str, price_minor: i64, quantity: i32) -> TicketTypeId {
        let now = self.clock.now();
        let id = TicketTypeId::new(&self.entropy, now);
        let pool = self.entropy.uuid_v7(now);
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        sqlx::query("INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.0)
            .bind(self.organization.0)
            .bind(self.event.0)
            .bind(name)
            .bind(price_minor)
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::query("INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) VALUES ($1, $2, $3, 'type', $4, $5)")
            .bind(pool)
            .bind(self.organization.0)
            .bind(self.event.0)
            .bind(name)
            .bind(quantity)
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::query("INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) SELECT $1, id, event_id FROM pools WHERE event_id = $2 AND (id = $3 OR kind = 'event')").bind(id.0).bind(self.event.0).bind(pool).execute(&mut owner).await.unwrap();
        owner.close().await.unwrap();
        id
    }

    /// A type whose price the buyer sets, from `least` on.
    pub async fn chosen_type(&self, name: &str, least: i64, suggested: i64, quantity: i32) -> TicketTypeId {
        let id = self.ticket_type(name, least, quantity).await;
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        sqlx::query("UPDATE ticket_types SET pricing = 'chosen', suggested_minor = $2 WHERE id = $1")
            .bind(id.0)
            .bind(suggested)
            .execute(&mut owner)
            .await
            .unwrap();
        owner.close().await.unwrap();
        id
    }

    /// Stock that these types share, made by whoever manages the tickets.
    pub async fn quota(&self, manager: &Actor, name: &str, capacity: i32, types: &[TicketTypeId]) -> uuid::Uuid {
        let new = QuotaDetails { name: name.to_owned(), capacity, types: types.iter().map(|t| t.0).collect() };
        let mut tx = self.db.as_actor(manager).await.unwrap();
        let id = add_quota(&mut tx, &self.entropy, self.clock.now(), self.organization, self.event, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Somebody who manages the tickets of the event.
    pub async fn manager(&self) -> Actor {
        let id = self.entropy.uuid_v7(self.clock.now());
        let mut owner = self.test.connect(None).await;
        sqlx::query("INSERT INTO auth.users (id, email) VALUES ($1, 'manager-' || $1 || '@example.org')")
            .bind(id)
            .execute(&mut owner)
            .await
            .unwrap();
        sqlx::query("INSERT INTO user_roles (id, user_id, role, scope_id, scope_kind, organization_id) VALUES (gen_random_uuid(), $1, 'GVTEWAY_ADMIN', $2, 'organization', $2)")
            .bind(id)
            .bind(self.organization.0)
            .execute(&mut owner)
            .await
            .unwrap();
        owner.close().await.unwrap();
        Actor::user(id.into(), None)
    }

    pub fn guest(&self) -> Actor {
        Actor::guest(GuestId::new(&self.entropy, self.clock.now()))
    }

    /// One number, asked as the owner of the tables.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        sqlx::query_scalar::<_, Option<i64>>(sql).fetch_one(&mut owner).await.unwrap().unwrap_or(0)
    }

    /// Writes as the owner of the tables.
    pub async fn owner(&self, sql: &'static str) {
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        sqlx::raw_sql(sql).execute(&mut owner).await.unwrap();
    }

    /// A code of the house, with these columns and values besides its text; without an event it counts at all of them.
    pub async fn code(&self, text: &str, columns: &str, values: &str) {
        let mut owner = self.test.connect(Some("callboard_owner")).await;
        let sql = format!(
            "INSERT INTO promo_codes (id, organization_id, currency, code, {columns}) VALUES (gen_random_uuid(), '{}', 'EUR', '{text}', {values})",
            self.organization
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut owner).await.unwrap();
    }

    /// Stock equals holds plus tickets, in every pool; debits equal credits; tickets exist exactly for paid orders; codes are counted.
    pub async fn assert_sound(&self) {
        let wrong_pools = self
            .number(
                "SELECT count(*) FROM pools p WHERE
                   p.held <> (SELECT coalesce(sum(i.quantity), 0) FROM hold_items i JOIN holds h ON h.id = i.hold_id JOIN ticket_type_pools tp ON tp.ticket_type_id = i.ticket_type_id
                              WHERE tp.pool_id = p.id AND h.status IN ('active', 'committed'))
                OR p.sold <> (SELECT count(*) FROM tickets t JOIN ticket_type_pools tp ON tp.ticket_type_id = t.ticket_type_id WHERE tp.pool_id = p.id AND t.status NOT IN ('void', 'refunded'))",
            )
            .await;
        assert_eq!(wrong_pools, 0, "pools equal holds plus tickets");
        let ticketless = self.number("SELECT count(*) FROM orders o WHERE (o.status IN ('paid', 'refunded')) <> EXISTS (SELECT 1 FROM tickets t WHERE t.order_id = o.id)").await;
        assert_eq!(ticketless, 0, "tickets exist exactly for orders that were paid");
        let off = self
            .number("SELECT coalesce(sum(CASE side WHEN 'debit' THEN amount_minor ELSE -amount_minor END), 0)::bigint FROM ledger_entries")
            .await;
        assert_eq!(off, 0, "debits equal credits");
        let miscounted = self
            .number(
                "SELECT (SELECT count(*) FROM promo_codes c WHERE c.uses <> (SELECT count(*) FROM promo_redemptions r WHERE r.code_id = c.id AND r.given_back_at IS NULL))
                   + (SELECT count(*) FROM promo_redemptions r JOIN holds h ON h.id = r.hold_id WHERE (r.given_back_at IS NULL) <> (NOT h.is_test AND h.status IN ('active', 'committed', 'sold')))",
            )
            .await;
        assert_eq!(miscounted, 0, "uses of codes are those of holds that live or were sold");
        let torn = self
            .number(
                "SELECT count(*) FROM orders o WHERE (o.total_minor, o.discount_minor) <>
                   (SELECT sum(i.quantity * (i.unit_price_minor + i.unit_fee_minor + i.unit_tax_added_minor)), sum(i.quantity * i.unit_discount_minor) FROM order_items i WHERE i.order_id = o.id)",
            )
            .await;
        assert_eq!(torn, 0, "orders are the sum of their lines");
    }
}

pub struct OneKey;

#[async_trait]
impl TicketKeys for OneKey {
    async fn current(&self, _: EventId) -> Result<EventKey, KeyError> {
        Ok(EventKey { number: 1, signing: SigningKey::from_bytes(&[7; 32]) })
    }
    async fn verifying(&self, _: EventId, number: u16) -> Result<Option<VerifyingKey>, KeyError> {
        Ok((number == 1).then(|| SigningKey::from_bytes(&[7; 32]).verifying_key()))
    }
}

/// A provider in memory that keeps its word and its keys; the tests set what people do on its page.
#[derive(Debug, Default)]
pub struct Bank {
    accounts: Mutex<HashMap<String, Account>>,
    /// By key: of which payment, and how much; nothing once the bank has sent it back.
    refunds: Mutex<HashMap<String, (String, i64)>>,
    /// How refunds stand; they succeed when nothing is said.
    pub refund_status: Mutex<Option<RefundStatus>>,
    /// Answers that are lost after they took effect, by call.
    pub lose: Mutex<Vec<&'static str>>,
    /// Calls that are refused, without effect.
    pub refuse: Mutex<Vec<&'static str>>,
    /// Payments whose money is being taken at this moment.
    taking: Mutex<HashSet<String>>,
}

#[derive(Clone, Debug)]
struct Account {
    amount: Money,
    status: ProviderStatus,
    captured: i64,
}

impl Bank {
    pub fn person_pays(&self, reference: &ProviderRef) {
        let intent = ProviderRef::from(format!("pi_{reference}"));
        self.accounts.lock().unwrap().get_mut(reference.as_str()).unwrap().status = ProviderStatus::Authorised { intent };
    }

    pub fn person_is_declined(&self, reference: &ProviderRef) {
        let reason =
            platform_payments::Decline { code: "insufficient_funds".to_owned(), message: "The card has insufficient funds.".to_owned() };
        self.accounts.lock().unwrap().get_mut(reference.as_str()).unwrap().status = ProviderStatus::Declined { reason };
    }

    /// Minor units that the bank holds for us: taken and not given back.
    pub fn kept(&self) -> i64 {
        let taken: i64 = self.accounts.lock().unwrap().values().map(|a| a.captured).sum();
        taken - self.refunds.lock().unwrap().values().map(|(_, minor)| minor).sum::<i64>()
    }

    pub fn is_cancelled(&self, reference: &ProviderRef) -> bool {
        self.accounts.lock().unwrap()[reference.as_str()].status == ProviderStatus::Cancelled
    }

    fn given_back(&self, reference: &ProviderRef) -> i64 {
        self.refunds.lock().unwrap().values().filter(|(of, _)| of == reference.as_str()).map(|(_, minor)| minor).sum()
    }

    fn answer<T>(&self, call: &'static str, value: T) -> Result<T, PaymentError> {
        let mut lose = self.lose.lock().unwrap();
        if let Some(at) = lose.iter().position(|c| *c == call) {
            lose.remove(at);
            return Err(PaymentError::Unknown { message: "lost".to_owned() });
        }
        Ok(value)
    }

    fn state(&self, reference: &ProviderRef) -> ProviderState {
        let account = self.accounts.lock().unwrap()[reference.as_str()].clone();
        let money = |minor| Money::new(minor, account.amount.currency);
        ProviderState {
            provider_ref: reference.clone(),
            payment: None,
            status: account.status,
            amount: account.amount,
            amount_captured: money(account.captured),
            amount_refunded: money(self.given_back(reference)),
        }
    }
}

#[async_trait]
impl PaymentProvider for Bank {
    fn name(&self) -> &'static str {
        "bank"
    }
    fn is_simulated(&self) -> bool {
        true
    }
    fn accepts(&self, _: Money) -> Result<(), PaymentError> {
        Ok(())
    }
    async fn open(&self, payment: &NewPayment) -> Result<OpenedPayment, PaymentError> {
        let reference = format!("cs_{}", payment.key);
        self.accounts.lock().unwrap().entry(reference.clone()).or_insert(Account {
            amount: payment.amount,
            status: ProviderStatus::Open,
            captured: 0,
        });
        let opened = OpenedPayment {
            pay_url: format!("https://bank.test/{reference}").parse().unwrap(),
            provider_ref: reference.into(),
            expires_at: payment.expires_at,
        };
        self.answer("open", opened)
    }
    async fn look_up(&self, payment: &ProviderRef) -> Result<ProviderState, PaymentError> {
        Ok(self.state(payment))
    }
    async fn capture(&self, payment: &ProviderRef, amount: Money, _: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        // As providers answer a key whose first request is not answered yet.
        if !self.taking.lock().unwrap().insert(payment.to_string()) {
            return Err(PaymentError::Unknown { message: "another request with this key is under way".to_owned() });
        }
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        self.taking.lock().unwrap().remove(payment.as_str());
        {
            let mut accounts = self.accounts.lock().unwrap();
            let account = accounts.get_mut(payment.as_str()).unwrap();
            let ProviderStatus::Authorised { intent } = account.status.clone() else {
                return Err(PaymentError::Invalid { code: "state".to_owned(), message: "not authorised".to_owned() });
            };
            account.status = ProviderStatus::Captured { intent };
            account.captured = amount.minor;
        }
        let state = self.state(payment);
        self.answer("capture", state)
    }
    async fn cancel(&self, payment: &ProviderRef, _: &IdempotencyKey) -> Result<ProviderState, PaymentError> {
        {
            let mut accounts = self.accounts.lock().unwrap();
            let account = accounts.get_mut(payment.as_str()).unwrap();
            if matches!(account.status, ProviderStatus::Captured { .. }) {
                return Err(PaymentError::Invalid { code: "state".to_owned(), message: "captured".to_owned() });
            }
            account.status = ProviderStatus::Cancelled;
        }
        let state = self.state(payment);
        self.answer("cancel", state)
    }
    async fn refund(&self, payment: &ProviderRef, amount: Money, key: &IdempotencyKey) -> Result<RefundState, PaymentError> {
        let mut refuse = self.refuse.lock().unwrap();
        if let Some(at) = refuse.iter().position(|c| *c == "refund") {
            refuse.remove(at);
            return Err(PaymentError::Invalid { code: "state".to_owned(), message: "the account is closed".to_owned() });
        }
        drop(refuse);
        let known = self.refunds.lock().unwrap().contains_key(key.as_str());
        let captured = self.accounts.lock().unwrap()[payment.as_str()].captured;
        if !known && self.given_back(payment) + amount.minor > captured {
            return Err(PaymentError::Invalid { code: "amount_too_large".to_owned(), message: "more than was taken".to_owned() });
        }
        self.refunds.lock().unwrap().entry(key.as_str().to_owned()).or_insert((payment.as_str().to_owned(), amount.minor));
        let state = RefundState { refund_ref: RefundRef::from(format!("re_{}", key.as_str())), amount, status: RefundStatus::Succeeded };
        self.answer("refund", state)
    }
    async fn look_up_refund(&self, refund: &RefundRef) -> Result<RefundState, PaymentError> {
        let key = refund.as_str().trim_start_matches("re_");
        let status = self.refund_status.lock().unwrap().clone().unwrap_or(RefundStatus::Succeeded);
        let mut refunds = self.refunds.lock().unwrap();
        let minor = refunds[key].1;
        if matches!(status, RefundStatus::Failed { .. }) {
            refunds.entry(key.to_owned()).and_modify(|(_, minor)| *minor = 0);
        }
        Ok(RefundState { refund_ref: refund.clone(), amount: Money::new(minor, Currency::EUR), status })
    }
    fn verify_webhook(&self, _: &http::HeaderMap, _: &[u8], _: Timestamp) -> Result<WebhookEvent, WebhookError> {
        Err(WebhookError::Unsigned)
    }
}
