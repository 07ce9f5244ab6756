//! Each invariant notices its damage. The damage is done past the guards that normally prevent it: as
//! superuser, without triggers and foreign keys, and where a constraint stands in the way it is dropped first.

use std::collections::BTreeSet;

use chrono::{Duration, TimeZone, Utc};
use platform_db_testing::TestDb;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{INVARIANTS, check};

/// Noon of a day on which all that follows has long happened.
const NOON: &str = "2026-03-01T12:00:00Z";

/// One house that sold one ticket for 25.00, and gave 10.00 of another order back.
const SOUND: &str = "
  SET session_replication_role = replica;
  SET callboard.now = '2026-03-01 12:00:00+00';
  INSERT INTO organizations (id, name, slug, currency) VALUES ('00000000-0000-0000-0000-0000000000a0', 'The House', 'the-house', 'EUR');
  INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
    VALUES ('00000000-0000-0000-0000-0000000000e0', '00000000-0000-0000-0000-0000000000a0', 'the-night', 'The Night', '2026-03-02 19:00:00+00', 'UTC', 'EUR', 'published');
  INSERT INTO pools (id, organization_id, event_id, kind, name, capacity, held, sold)
    VALUES ('00000000-0000-0000-0000-0000000000b0', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', 'event', 'All', 10, 1, 1);
  INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor)
    VALUES ('00000000-0000-0000-0000-0000000000c0', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', 'Stalls', 2500);
  INSERT INTO ticket_type_pools VALUES ('00000000-0000-0000-0000-0000000000c0', '00000000-0000-0000-0000-0000000000b0', '00000000-0000-0000-0000-0000000000e0');
  INSERT INTO holds (id, organization_id, event_id, guest_id, status, expires_at, created_at, updated_at)
    SELECT ('00000000-0000-0000-0000-00000000001' || n)::uuid, '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0',
      ('00000000-0000-0000-0000-00000000002' || n)::uuid, status, expires_at::timestamptz, '2026-03-01 10:00:00+00', '2026-03-01 11:30:00+00'
    FROM (VALUES (1, 'sold', '2026-03-01 10:15:00+00'), (2, 'sold', '2026-03-01 10:15:00+00'), (3, 'active', '2026-03-01 12:10:00+00')) h (n, status, expires_at);
  INSERT INTO hold_items SELECT id, event_id, '00000000-0000-0000-0000-0000000000c0', 1 FROM holds;
  INSERT INTO orders (id, organization_id, event_id, hold_id, number, lookup_code, guest_id, email, buyer_name, status, currency, subtotal_minor, fees_minor, tax_added_minor, tax_included_minor, total_minor, refunded_minor, paid_at)
    SELECT ('00000000-0000-0000-0000-00000000003' || n)::uuid, '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', ('00000000-0000-0000-0000-00000000001' || n)::uuid,
      number, 'BCDFGHJKMN', ('00000000-0000-0000-0000-00000000002' || n)::uuid, 'ada@example.org', 'Ada', status, 'EUR', 2500, 0, 0, 0, 2500, refunded, paid_at::timestamptz
    FROM (VALUES (1, 'BCDFGH22', 'paid', 0, '2026-03-01 10:05:00+00'), (2, 'BCDFGH23', 'refunded', 2500, '2026-03-01 10:05:00+00'), (3, 'BCDFGH24', 'pending', 0, NULL)) o (n, number, status, refunded, paid_at);
  INSERT INTO order_items (id, order_id, event_id, ticket_type_id, name, quantity, unit_price_minor, unit_fee_minor, unit_tax_added_minor, unit_tax_included_minor)
    SELECT gen_random_uuid(), id, event_id, '00000000-0000-0000-0000-0000000000c0', 'Stalls', 1, 2500, 0, 0, 0 FROM orders;
  INSERT INTO order_attendees SELECT order_id, event_id, 1, ticket_type_id, 'Ada', id FROM order_items;
  INSERT INTO promo_codes (id, organization_id, code, kind, amount_minor, currency, uses) VALUES ('00000000-0000-0000-0000-0000000000f0', '00000000-0000-0000-0000-0000000000a0', 'SPRING', 'fixed', 500, 'EUR', 1);
  INSERT INTO promo_redemptions (hold_id, code_id, organization_id, event_id, email) SELECT hold_id, '00000000-0000-0000-0000-0000000000f0', organization_id, event_id, email FROM orders WHERE status = 'paid';
  UPDATE orders SET promo_code = 'SPRING', discount_minor = 500 WHERE status = 'paid';
  UPDATE order_items SET unit_discount_minor = 500 WHERE order_id = '00000000-0000-0000-0000-000000000031';
  INSERT INTO tickets (id, organization_id, event_id, order_id, position, ticket_type_id, guest_id, attendee_name, status, human_code, code)
    SELECT ('00000000-0000-0000-0000-00000000004' || right(id::text, 1))::uuid, organization_id, event_id, id, 1, '00000000-0000-0000-0000-0000000000c0', guest_id, 'Ada',
      CASE status WHEN 'paid' THEN 'valid' ELSE 'refunded' END, 'CODE' || number, number FROM orders WHERE status <> 'pending';
  INSERT INTO payments (id, organization_id, subject_type, subject_id, provider, provider_ref, amount_minor, currency, status, captured_minor, refunded_minor, description, customer_email, return_url, cancel_url, expires_at, updated_at)
    SELECT ('00000000-0000-0000-0000-00000000005' || right(id::text, 1))::uuid, organization_id, 'order', id, 'stripe', 'cs_' || number, 2500, 'EUR',
      CASE status WHEN 'pending' THEN 'open' ELSE 'captured' END, CASE status WHEN 'pending' THEN 0 ELSE 2500 END, CASE status WHEN 'refunded' THEN 2500 ELSE 0 END,
      'x', 'ada@example.org', 'http://x', 'http://x', '2026-03-01 12:30:00+00', '2026-03-01 10:05:00+00' FROM orders;
  INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason, status) VALUES ('00000000-0000-0000-0000-000000000062', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-000000000052', 2500, 'rain', 'done');
  INSERT INTO refunds (id, organization_id, event_id, order_id, amount_minor, reason, status, payment_refund_id) SELECT '00000000-0000-0000-0000-000000000092', organization_id, event_id, id, 2500, 'rain', 'processed', '00000000-0000-0000-0000-000000000062' FROM orders WHERE status = 'refunded';
  INSERT INTO refund_tickets (refund_id, ticket_id, event_id, organization_id, amount_minor) SELECT '00000000-0000-0000-0000-000000000092', id, event_id, organization_id, 2500 FROM tickets WHERE status = 'refunded';
  INSERT INTO ledger_accounts (id, organization_id, code, name, type) VALUES ('00000000-0000-0000-0000-0000000000d0', '00000000-0000-0000-0000-0000000000a0', '1050', 'Clearing', 'asset');
  INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind) VALUES
    ('00000000-0000-0000-0000-000000000071', '00000000-0000-0000-0000-0000000000a0', 'x', 'EUR', 'order', '00000000-0000-0000-0000-000000000031', 'paid'),
    ('00000000-0000-0000-0000-000000000072', '00000000-0000-0000-0000-0000000000a0', 'x', 'EUR', 'order', '00000000-0000-0000-0000-000000000032', 'paid'),
    ('00000000-0000-0000-0000-000000000073', '00000000-0000-0000-0000-0000000000a0', 'x', 'EUR', 'refund', '00000000-0000-0000-0000-000000000092', 'refunded');
  INSERT INTO ledger_entries (id, organization_id, journal_id, account_id, side, amount_minor)
    SELECT gen_random_uuid(), organization_id, id, '00000000-0000-0000-0000-0000000000d0', side, 2500 FROM journals, (VALUES ('debit'), ('credit')) s (side);
  INSERT INTO ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, result, reason, scanned_by)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', '00000000-0000-0000-0000-000000000041', gen_random_uuid(), 'A', 'admitted', 'admitted', gen_random_uuid());
  INSERT INTO audit.events (id, organization_id, login, action, subject_type, at) VALUES ('00000000-0000-0000-0000-000000000081', '00000000-0000-0000-0000-0000000000a0', 'x', 'order.paid', 'orders', '2026-03-01 10:05:00+00');
  SELECT boxoffice.list_again();
  INSERT INTO audit.seals SELECT chain, 1, xid, id, xid, 1, decode(repeat('00', 48), 'hex'), decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'), at FROM audit.events;
";

/// The invariant, and what breaks it and nothing before it in a person's eye.
const DAMAGE: &[(&str, &str)] = &[
    ("stock", "UPDATE pools SET held = 0"),
    ("stock", "UPDATE pools SET sold = 2"),
    ("stock", "UPDATE tickets SET status = 'void' WHERE status = 'valid'"),
    ("stock", QUOTA_UNCOUNTED),
    ("chosen amounts", "UPDATE hold_items SET chosen_minor = 2500"),
    ("chosen amounts", "UPDATE ticket_types SET pricing = 'chosen', suggested_minor = 2500"),
    ("nobody pays more than they chose", "UPDATE ticket_types SET pricing = 'chosen', price_minor = 0, suggested_minor = 2500; UPDATE hold_items SET chosen_minor = 2499"),
    ("zone passages", PASSAGE),
    ("oversold", "ALTER TABLE pools DROP CONSTRAINT pools_never_oversold; UPDATE pools SET capacity = 1"),
    ("paid orders have tickets", "DELETE FROM tickets WHERE status = 'valid'"),
    ("paid orders have tickets", "UPDATE order_items SET quantity = 2 WHERE order_id = '00000000-0000-0000-0000-000000000031'"),
    ("tickets have payment", "DELETE FROM payments WHERE subject_id = '00000000-0000-0000-0000-000000000031'"),
    ("tickets have payment", "UPDATE orders SET status = 'pending', paid_at = NULL WHERE status = 'paid'"),
    ("money has its order", "UPDATE orders SET status = 'expired', paid_at = NULL WHERE status = 'paid'"),
    ("money has its order", "UPDATE payments SET subject_id = gen_random_uuid() WHERE subject_id = '00000000-0000-0000-0000-000000000031'"),
    ("refunded orders give their money back", "DELETE FROM payment_refunds"),
    ("orders are paid once", SECOND_PAYMENT_UNGUARDED),
    ("refunds add up", "UPDATE payments SET refunded_minor = 2400 WHERE refunded_minor = 2500"),
    ("refunds add up", "UPDATE payment_refunds SET status = 'created'"),
    ("refunds are sent", "UPDATE payment_refunds SET status = 'failed'"),
    ("payments move", "UPDATE payments SET status = 'capturing' WHERE status = 'open'"),
    ("payments move", "UPDATE payments SET expires_at = '2026-03-01 10:59:00+00' WHERE status = 'open'"),
    ("no stuck hold", "UPDATE holds SET expires_at = '2026-03-01 11:49:00+00' WHERE status = 'active'"),
    ("no stuck hold", "UPDATE holds SET status = 'committed', updated_at = '2026-03-01 10:59:00+00' WHERE status = 'active'"),
    ("one cart each", SECOND_CART_UNGUARDED),
    ("no stuck order", "UPDATE holds SET status = 'expired' WHERE status = 'active'"),
    (
        "one admission",
        "DROP INDEX ticket_scans_one_entry; INSERT INTO ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, result, reason, scanned_by)
           SELECT gen_random_uuid(), organization_id, event_id, ticket_id, gen_random_uuid(), 'B', result, reason, scanned_by FROM ticket_scans",
    ),
    ("balanced journals", "UPDATE ledger_entries SET amount_minor = 2499 WHERE side = 'credit' AND journal_id = '00000000-0000-0000-0000-000000000071'"),
    ("balanced journals", "DELETE FROM ledger_entries WHERE journal_id = '00000000-0000-0000-0000-000000000071'"),
    ("orders are in the books", "DELETE FROM journals WHERE id = '00000000-0000-0000-0000-000000000071'"),
    ("tests move no money", "UPDATE orders SET is_test = true WHERE status = 'pending'"),
    ("tests end", "UPDATE tickets SET is_test = true WHERE status = 'valid'"),
    ("tests end", "UPDATE events SET status = 'test'"),
    ("refunds are in the books", "DELETE FROM journals WHERE kind = 'refunded'"),
    (
        "refunds are in the books",
        "INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind) SELECT gen_random_uuid(), organization_id, memo, currency, source_type, source_id, 'again' FROM journals WHERE kind = 'refunded'",
    ),
    (
        "refunded orders are even in the books",
        "INSERT INTO ledger_accounts (id, organization_id, code, name, type) SELECT '00000000-0000-0000-0000-0000000000d1', organization_id, '4100', 'Fees', 'revenue' FROM ledger_accounts;
         UPDATE ledger_entries SET account_id = '00000000-0000-0000-0000-0000000000d1' WHERE side = 'debit' AND journal_id = '00000000-0000-0000-0000-000000000073'",
    ),
    ("orders know their refunds", "UPDATE orders SET refunded_minor = 2499 WHERE status = 'refunded'"),
    ("orders know their refunds", "DELETE FROM refunds"),
    (
        "refunds stay within what was paid",
        "INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason, status) SELECT gen_random_uuid(), organization_id, payment_id, 1, 'twice', 'created' FROM payment_refunds",
    ),
    ("refunded tickets are dead", "UPDATE tickets SET status = 'valid' WHERE status = 'refunded'"),
    (
        "cancelled events are given back",
        "INSERT INTO event_cancellations (event_id, organization_id, cancelled_by, reason, created_at) SELECT id, organization_id, gen_random_uuid(), 'rain', '2026-03-01 10:30:00+00' FROM events",
    ),
    ("totals", "UPDATE order_items SET unit_fee_minor = 1"),
    ("discounts", "UPDATE orders SET discount_minor = 501 WHERE discount_minor = 500"),
    ("codes are counted", "UPDATE promo_codes SET uses = 0"),
    ("codes are counted", "UPDATE promo_redemptions SET given_back_at = '2026-03-01 10:10:00+00'; UPDATE promo_codes SET uses = 0"),
    ("codes are counted", "DELETE FROM promo_redemptions; UPDATE promo_codes SET uses = 0"),
    ("the public list is the public events", "DELETE FROM listed_events"),
    ("the public list is the public events", "UPDATE events SET visibility = 'unlisted'"),
    ("audit is sealed", "DELETE FROM audit.seals"),
    (
        "audit is sealed",
        "INSERT INTO audit.events (id, organization_id, login, action, subject_type, at) VALUES (gen_random_uuid(), '00000000-0000-0000-0000-0000000000a0', 'x', 'order.paid', 'orders', '2026-03-01 11:49:00+00')",
    ),
    (
        "no job given up",
        "INSERT INTO jobs.queue (kind, payload, run_at, actor, enqueued_at, state, died_at) VALUES ('a.b', '{}', clock.now(), '{}', clock.now(), 'dead', clock.now())",
    ),
    ("row level security", "ALTER TABLE orders NO FORCE ROW LEVEL SECURITY"),
];

/// A type that has sold and holds begins to draw from a quota that knows nothing of it.
const QUOTA_UNCOUNTED: &str = "
  INSERT INTO pools (id, organization_id, event_id, kind, name, capacity)
    VALUES ('00000000-0000-0000-0000-0000000000b1', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', 'quota', 'Balcony', 10);
  INSERT INTO ticket_type_pools VALUES ('00000000-0000-0000-0000-0000000000c0', '00000000-0000-0000-0000-0000000000b1', '00000000-0000-0000-0000-0000000000e0')";

/// Somebody was let into a zone that their ticket does not open.
const PASSAGE: &str = "
  INSERT INTO event_zones (id, organization_id, event_id, name, code)
    VALUES ('00000000-0000-0000-0000-000000000091', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', 'Lounge', 'LOUNGE');
  INSERT INTO ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, kind, zone_id, result, reason, scanned_by)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', '00000000-0000-0000-0000-000000000041', gen_random_uuid(), 'A',
      'zone', '00000000-0000-0000-0000-000000000091', 'admitted', 'admitted', gen_random_uuid())";

/// The zone was the ticket's when it was used, and is taken from its type afterwards.
const ZONE_TAKEN: &str = "
  INSERT INTO event_zones (id, organization_id, event_id, name, code)
    VALUES ('00000000-0000-0000-0000-000000000091', '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', 'Lounge', 'LOUNGE');
  INSERT INTO ticket_type_zones VALUES ('00000000-0000-0000-0000-0000000000c0', '00000000-0000-0000-0000-000000000091', '00000000-0000-0000-0000-0000000000e0');
  INSERT INTO ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, kind, zone_id, result, reason, scanned_by)
    VALUES (gen_random_uuid(), '00000000-0000-0000-0000-0000000000a0', '00000000-0000-0000-0000-0000000000e0', '00000000-0000-0000-0000-000000000041', gen_random_uuid(), 'A',
      'zone', '00000000-0000-0000-0000-000000000091', 'admitted', 'admitted', gen_random_uuid());
  DELETE FROM ticket_type_zones";

const SECOND_PAYMENT: &str = "
  INSERT INTO payments (id, organization_id, subject_type, subject_id, attempt, provider, provider_ref, amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at)
    SELECT gen_random_uuid(), organization_id, subject_type, subject_id, 2, provider, 'cs_again', amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at
    FROM payments WHERE id = '00000000-0000-0000-0000-000000000051'";

const SECOND_CART: &str = "
  INSERT INTO holds (id, organization_id, event_id, guest_id, expires_at)
    SELECT gen_random_uuid(), organization_id, event_id, guest_id, expires_at FROM holds WHERE status = 'active'";

const SECOND_CART_UNGUARDED: &str = "
  DROP INDEX holds_one_cart_per_guest;
  INSERT INTO holds (id, organization_id, event_id, guest_id, expires_at)
    SELECT gen_random_uuid(), organization_id, event_id, guest_id, expires_at FROM holds WHERE status = 'active'";

const SECOND_PAYMENT_UNGUARDED: &str = "
  DROP INDEX payments_one_live_per_subject;
  INSERT INTO payments (id, organization_id, subject_type, subject_id, attempt, provider, provider_ref, amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at)
    SELECT gen_random_uuid(), organization_id, subject_type, subject_id, 2, provider, 'cs_again', amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at
    FROM payments WHERE id = '00000000-0000-0000-0000-000000000051'";

/// What removes a guard; what it prevents; the invariant that notices once it is gone.
const GUARDS: &[(&str, &str, &str)] = &[
    ("ALTER TABLE pools DROP CONSTRAINT pools_never_oversold", "UPDATE pools SET capacity = 1", "oversold"),
    (
        "DROP INDEX ticket_scans_one_entry",
        "INSERT INTO ticket_scans (id, organization_id, event_id, ticket_id, client_id, gate, result, reason, scanned_by)
           SELECT gen_random_uuid(), organization_id, event_id, ticket_id, gen_random_uuid(), 'B', result, reason, scanned_by FROM ticket_scans",
        "one admission",
    ),
    ("DROP TRIGGER ticket_type_pools_counted ON ticket_type_pools", QUOTA_UNCOUNTED, "stock"),
    ("DROP TRIGGER hold_items_chosen_price ON hold_items", "UPDATE hold_items SET chosen_minor = 2500", "chosen amounts"),
    ("DROP TRIGGER ticket_types_pricing_stays ON ticket_types", "UPDATE ticket_types SET pricing = 'chosen', suggested_minor = 2500", "chosen amounts"),
    ("DROP TRIGGER ticket_type_zones_kept ON ticket_type_zones", ZONE_TAKEN, "zone passages"),
    ("DROP INDEX holds_one_cart_per_guest", SECOND_CART, "one cart each"),
    (
        "DROP INDEX holds_one_cart_per_user",
        "INSERT INTO holds (id, organization_id, event_id, user_id, expires_at)
           SELECT gen_random_uuid(), organization_id, event_id, '00000000-0000-0000-0000-0000000000f0', expires_at FROM holds, generate_series(1, 2) WHERE status = 'active'",
        "one cart each",
    ),
    (
        "ALTER TABLE tickets DROP CONSTRAINT tickets_order_id_position_key",
        "INSERT INTO tickets (id, organization_id, event_id, order_id, position, ticket_type_id, guest_id, attendee_name, human_code, code)
           SELECT gen_random_uuid(), organization_id, event_id, order_id, position, ticket_type_id, guest_id, attendee_name, 'AGAIN', 'AGAIN' FROM tickets WHERE status = 'valid'",
        "paid orders have tickets",
    ),
    (
        "DROP TRIGGER payment_refunds_within ON payment_refunds",
        "INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason) SELECT gen_random_uuid(), organization_id, payment_id, 1, 'twice' FROM payment_refunds",
        "refunds stay within what was paid",
    ),
    (
        "DROP TRIGGER ledger_entries_balanced ON ledger_entries",
        "INSERT INTO ledger_entries (id, organization_id, journal_id, account_id, side, amount_minor) SELECT gen_random_uuid(), organization_id, journal_id, account_id, side, 1 FROM ledger_entries LIMIT 1",
        "balanced journals",
    ),
    ("DROP TRIGGER ledger_entries_immutable ON ledger_entries", "UPDATE ledger_entries SET amount_minor = 1 WHERE side = 'debit'", "balanced journals"),
    ("DROP TRIGGER journals_immutable ON journals", "UPDATE journals SET source_id = gen_random_uuid()", "orders are in the books"),
    (
        "ALTER TABLE journals DROP CONSTRAINT journals_once_per_source",
        "WITH again AS (INSERT INTO journals (id, organization_id, memo, currency, source_type, source_id, kind) SELECT gen_random_uuid(), organization_id, memo, currency, source_type, source_id, kind
             FROM journals WHERE id = '00000000-0000-0000-0000-000000000071' RETURNING id, organization_id)
           INSERT INTO ledger_entries (id, organization_id, journal_id, account_id, side, amount_minor)
           SELECT gen_random_uuid(), organization_id, id, '00000000-0000-0000-0000-0000000000d0', side, 2500 FROM again, (VALUES ('debit'), ('credit')) s (side)",
        "orders are in the books",
    ),
    ("ALTER TABLE payments DROP CONSTRAINT payments_captured_is_captured", "UPDATE payments SET status = 'cancelled' WHERE id = '00000000-0000-0000-0000-000000000051'", "tickets have payment"),
    ("ALTER TABLE payments DROP CONSTRAINT payments_capture_whole", "UPDATE payments SET captured_minor = 2400 WHERE id = '00000000-0000-0000-0000-000000000051'", "tickets have payment"),
    ("ALTER TABLE payments DROP CONSTRAINT payments_refund_within", "UPDATE payments SET refunded_minor = 2501 WHERE id = '00000000-0000-0000-0000-000000000051'", "refunds add up"),
    ("DROP INDEX payments_one_live_per_subject", SECOND_PAYMENT, "orders are paid once"),
    ("DROP TRIGGER orders_transition ON orders", "UPDATE orders SET status = 'pending', paid_at = NULL WHERE status = 'paid'", "tickets have payment"),
    ("DROP TRIGGER tickets_transition ON tickets", "UPDATE tickets SET status = 'valid' WHERE status = 'refunded'", "stock"),
    ("ALTER TABLE orders DROP CONSTRAINT orders_total", "UPDATE orders SET total_minor = 2501", "totals"),
    ("DROP TRIGGER refuse_change ON audit.seals", "DELETE FROM audit.seals", "audit is sealed"),
];

async fn sound(test: &TestDb) -> PgConnection {
    let mut house = test.connect(None).await;
    sqlx::raw_sql(SOUND).execute(&mut house).await.unwrap();
    house
}

async fn wrongs(house: &mut PgConnection) -> Vec<String> {
    let noon = NOON.parse().unwrap();
    check(house, Some(noon)).await.into_iter().filter(|f| !f.is_fine()).map(|f| format!("{}: {}", f.what, f.detail)).collect()
}

#[tokio::test]
async fn every_invariant_notices_its_damage() {
    let test = TestDb::new().await;
    let mut house = sound(&test).await;
    assert_eq!(wrongs(&mut house).await, Vec::<String>::new(), "the house is sound before");
    for (name, damage) in DAMAGE {
        let mut attempt = house.begin().await.unwrap();
        sqlx::raw_sql(*damage).execute(&mut *attempt).await.unwrap_or_else(|e| panic!("{name}: {damage}: {e}"));
        let found = wrongs(&mut attempt).await;
        let meaning = INVARIANTS.iter().find(|i| i.name == *name).unwrap().meaning;
        assert!(
            found.iter().any(|f| f.starts_with(&format!("{name}: ")) && f.ends_with(meaning)),
            "{name} does not notice `{damage}`; found: {found:?}"
        );
        attempt.rollback().await.unwrap();
    }
    assert_eq!(wrongs(&mut house).await, Vec::<String>::new(), "and after");
    let damaged: BTreeSet<&str> = DAMAGE.iter().map(|(name, _)| *name).collect();
    let all: BTreeSet<&str> = INVARIANTS.iter().map(|i| i.name).collect();
    assert_eq!(damaged, all, "every invariant has its damage");
}

/// With the guard the damage is refused; without it, it is done, and the doctor sees it. So it was this guard.
#[tokio::test]
async fn every_guard_is_what_stands_in_the_way() {
    let test = TestDb::new().await;
    let mut house = sound(&test).await;
    for (removal, damage, invariant) in GUARDS {
        let mut attempt = house.begin().await.unwrap();
        // Triggers and foreign keys as in a running house.
        sqlx::raw_sql("SET LOCAL session_replication_role = origin; SAVEPOINT guarded").execute(&mut *attempt).await.unwrap();
        let whole = format!("{damage}; SET CONSTRAINTS ALL IMMEDIATE");
        let refused = sqlx::raw_sql(AssertSqlSafe(whole.clone())).execute(&mut *attempt).await;
        assert!(refused.is_err(), "nothing prevents `{damage}`");
        sqlx::raw_sql("ROLLBACK TO SAVEPOINT guarded").execute(&mut *attempt).await.unwrap();
        sqlx::raw_sql(*removal).execute(&mut *attempt).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(whole)).execute(&mut *attempt).await;
        assert!(done.is_ok(), "after `{removal}` something else prevents `{damage}`: {done:?}");
        let found = wrongs(&mut attempt).await;
        assert!(
            found.iter().any(|f| f.starts_with(&format!("{invariant}: "))),
            "after `{removal}` {invariant} does not notice; found: {found:?}"
        );
        attempt.rollback().await.unwrap();
    }
}

/// A rehearsal house whose clock was started days ahead has run since then: what lapsed meanwhile is stuck,
/// although the clock's start lies before it.
#[tokio::test]
async fn a_rehearsal_is_judged_by_the_hour_it_has_reached() {
    let test = TestDb::new().await;
    let mut house = sound(&test).await;
    let late = Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap() + Duration::minutes(25);
    let tick = "INSERT INTO jobs.cron (kind, tick) VALUES ('boxoffice.expire_holds', $1)";
    sqlx::query(tick).bind(late.timestamp()).execute(&mut house).await.unwrap();
    let found = wrongs(&mut house).await;
    assert!(found.iter().any(|f| f.starts_with("no stuck hold: 1 ")), "{found:?}");
}
