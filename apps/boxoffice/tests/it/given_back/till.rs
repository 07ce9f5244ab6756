//! An organization that sells one event for money, its staff, and the routes of console and shop over it.

use std::sync::Arc;

use axum::Router;
use boxoffice::BoxOffice;
use boxoffice::console::{self, Console};
use boxoffice::orders::{PlaceOrder, Settled, place_order, settle, settle_refund, start_payment};
use boxoffice::refunds::{Policy, set_policy};
use boxoffice::shop::{Shop, routes};
use chrono::Duration;
use platform_auth_testing::House;
use platform_db::Service;
use platform_documents::Documents;
use platform_http::Registry;
use platform_http_testing::{Browser, ByName, roomy, router};
use platform_payments::store::{Payment, latest_of_order};
use platform_storage::{Files, Store};
use platform_types::{Actor, EventId, GuestId, OrderId, OrganizationId, TicketId, TicketTypeId};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::house::{Bank, OneKey};

/// What one of the dear tickets costs, everything in: 50.00, 7.50 fees, 4.74 tax on top.
pub const ALL_IN: i64 = 6_224;

pub struct Till {
    pub house: House,
    pub shop: BoxOffice,
    pub bank: Arc<Bank>,
    pub owner: Actor,
    pub organization: OrganizationId,
    pub event: EventId,
    pub stalls: TicketTypeId,
    pub free: TicketTypeId,
    router: Router,
}

impl Till {
    /// The event is 20 days away; tickets are dear or free.
    pub async fn open() -> Self {
        let house = House::new().await;
        let owner = house.person("owner").await;
        let organization = house.organization(&owner, "lantern").await;
        let bank = Arc::new(Bank::default());
        let shop =
            BoxOffice::new(house.db.clone(), house.entropy.clone(), bank.clone(), Arc::new(OneKey), "https://tickets.test".to_owned());
        let shell = Arc::new(platform_ui::House::default);
        // Nothing is uploaded here.
        let files = Files::new(house.db.clone(), house.entropy.clone(), Store::disk(&std::env::temp_dir()).unwrap());
        let documents = Documents::new(1);
        let registry = Registry::new()
            .mount(console::routes(&Console::new(shop.clone(), house.auth.clone(), documents.clone(), shell.clone(), files)))
            .mount(routes(&Shop::new(shop.clone(), documents, shell)));
        let router = router(&house.db, &house.entropy, roomy("https://tickets.test"), Arc::new(ByName), registry);
        let now = house.clock.now();
        let [event, pool, stalls, free] = [(); 4].map(|()| house.entropy.uuid_v7(now));
        let till = Self { house, shop, bank, owner, organization, event: event.into(), stalls: stalls.into(), free: free.into(), router };
        let starts = (now + Duration::days(20)).to_rfc3339();
        till.sql(&format!(
            "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
               VALUES ('{event}', '{organization}', 'the-night', 'The Night', '{starts}', 'Asia/Hong_Kong', 'HKD', 'published');
             INSERT INTO pools (id, organization_id, event_id, kind, name, capacity) VALUES ('{pool}', '{organization}', '{event}', 'event', 'Event', 200);
             INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor, max_per_order)
               VALUES ('{stalls}', '{organization}', '{event}', 'Stalls', 5000, 20), ('{free}', '{organization}', '{event}', 'Free', 0, 20);
             INSERT INTO ticket_type_pools (ticket_type_id, pool_id, event_id) VALUES ('{stalls}', '{pool}', '{event}'), ('{free}', '{pool}', '{event}');
             INSERT INTO fee_rules (id, organization_id, event_id, kind, name, rate_millionths, fixed_minor)
               VALUES (gen_random_uuid(), '{organization}', '{event}', 'service', 'Service', 100000, 0), (gen_random_uuid(), '{organization}', '{event}', 'facility', 'Facility', 0, 250);
             INSERT INTO tax_rules (id, organization_id, event_id, name, rate_millionths, included) VALUES (gen_random_uuid(), '{organization}', '{event}', 'Tax', 82500, false)"
        ))
        .await;
        till
    }

    /// Writes as the administrator.
    pub async fn sql(&self, sql: &str) {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut admin).await.unwrap();
    }

    /// One number, asked as the administrator.
    pub async fn number(&self, sql: &str) -> i64 {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar::<_, Option<i64>>(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap().unwrap_or(0)
    }

    /// One text.
    pub async fn text(&self, sql: &str) -> String {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap()
    }

    pub async fn policy(&self, policy: &Policy) {
        let mut tx = self.house.db.as_actor(&self.owner).await.unwrap();
        set_policy(&mut tx, self.organization, self.event, policy).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub fn guest(&self) -> Actor {
        Actor::guest(GuestId::new(&self.house.entropy, self.house.clock.now()))
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.router, "tickets.test")
    }

    pub fn desk(&self) -> Browser {
        self.browser().of(&self.owner)
    }

    /// Tickets of a kind, paid for where they cost something.
    pub async fn buy(&self, kind: TicketTypeId, count: i32) -> OrderId {
        let guest = self.guest();
        let held = self.shop.claims().claim(&guest, self.event, &[(kind, count)]).await.unwrap();
        let command = PlaceOrder {
            hold: held.id,
            buyer_name: "Mei Chan".parse().unwrap(),
            email: "mei@example.org".parse().unwrap(),
            attendees: vec![],
        };
        let order = place_order(&self.shop, &guest, &command).await.unwrap();
        if kind == self.stalls {
            start_payment(&self.shop, &guest, order).await.unwrap();
            self.pay(order).await;
        }
        order
    }

    /// The person pays on the bank's page.
    pub async fn pay(&self, order: OrderId) {
        let payment = self.payment(order).await;
        self.bank.person_pays(&payment.provider_ref.clone().unwrap());
        assert_eq!(settle(&self.shop, payment.id).await.unwrap(), Settled::Paid);
    }

    pub async fn payment(&self, order: OrderId) -> Payment {
        let mut tx = self.house.db.as_service(Service::Sales, &Actor::system("test")).await.unwrap();
        latest_of_order(&mut tx, order).await.unwrap().unwrap()
    }

    pub async fn tickets(&self, order: OrderId) -> Vec<TicketId> {
        let mut admin = self.house.test_db.connect(None).await;
        let ids: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM tickets WHERE order_id = $1 ORDER BY position")
            .bind(order.0)
            .fetch_all(&mut admin)
            .await
            .unwrap();
        ids.into_iter().map(TicketId).collect()
    }

    /// How an order stands: its status and what went back.
    pub async fn stands(&self, order: OrderId) -> (String, i64) {
        let mut admin = self.house.test_db.connect(None).await;
        sqlx::query_as("SELECT status, refunded_minor FROM orders WHERE id = $1").bind(order.0).fetch_one(&mut admin).await.unwrap()
    }

    /// Sends every refund's money until nothing moves any more; the errors on the way are the bank's.
    pub async fn send_all(&self) {
        for _ in 0..12 {
            let mut admin = self.house.test_db.connect(None).await;
            let due: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM payment_refunds WHERE status = 'created' ORDER BY id")
                .fetch_all(&mut admin)
                .await
                .unwrap();
            for refund in due {
                drop(settle_refund(&self.shop, refund).await);
            }
        }
    }

    /// Stock equals tickets; the books balance, hold what was paid and not given back, and nothing of refunded orders;
    /// the bank keeps what the house says it keeps.
    pub async fn assert_sound(&self) {
        for (what, sql) in [
            (
                "pools equal holds plus tickets",
                "SELECT count(*) FROM pools p WHERE p.sold <> (SELECT count(*) FROM tickets t JOIN ticket_type_pools tp ON tp.ticket_type_id = t.ticket_type_id WHERE tp.pool_id = p.id AND t.status NOT IN ('void', 'refunded'))",
            ),
            ("no order gives back more than was paid", "SELECT count(*) FROM orders WHERE refunded_minor NOT BETWEEN 0 AND total_minor"),
            (
                "orders know their refunds",
                "SELECT count(*) FROM orders o WHERE o.refunded_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM refunds r WHERE r.order_id = o.id AND r.status IN ('approved', 'processed'))",
            ),
            (
                "a refund is for its tickets",
                "SELECT count(*) FROM refunds r WHERE (SELECT sum(amount_minor) FROM refund_tickets t WHERE t.refund_id = r.id) <> r.amount_minor",
            ),
            (
                "each refund stands in the books once",
                "SELECT count(*) FROM refunds r WHERE r.status IN ('approved', 'processed') AND (SELECT count(*) FROM journals j WHERE j.source_id = r.id) <> CASE WHEN r.amount_minor > 0 THEN 1 ELSE 0 END",
            ),
            (
                "clearing holds what was paid and not given back",
                "SELECT count(*) FROM orders o WHERE o.paid_at IS NOT NULL AND o.total_minor - o.refunded_minor <>
                   (SELECT coalesce(sum(CASE e.side WHEN 'debit' THEN e.amount_minor ELSE -e.amount_minor END), 0) FROM ledger_entries e JOIN journals j ON j.id = e.journal_id JOIN ledger_accounts a ON a.id = e.account_id
                    WHERE a.code = '1050' AND (j.source_id = o.id OR j.source_id IN (SELECT r.id FROM refunds r WHERE r.order_id = o.id)))",
            ),
            (
                "no account goes below nothing, and refunded orders leave nothing",
                "SELECT count(*) FROM (SELECT o.status, a.code, sum(CASE e.side WHEN 'credit' THEN e.amount_minor ELSE -e.amount_minor END) AS minor
                   FROM orders o JOIN journals j ON j.source_id = o.id OR j.source_id IN (SELECT r.id FROM refunds r WHERE r.order_id = o.id)
                   JOIN ledger_entries e ON e.journal_id = j.id JOIN ledger_accounts a ON a.id = e.account_id GROUP BY o.id, o.status, a.code) b
                 WHERE (b.code <> '1050' AND b.minor < 0) OR (b.status = 'refunded' AND b.minor <> 0)",
            ),
        ] {
            assert_eq!(self.number(sql).await, 0, "{what}");
        }
        let kept = self.number("SELECT sum(captured_minor - refunded_minor)::bigint FROM payments").await;
        assert_eq!(self.bank.kept(), kept, "the bank keeps what the house says");
    }
}
