//! What must be true of any house's data, at rest: each as one query that counts the rows for which it is not.

use platform_types::Timestamp;
use sqlx::PgConnection;

use super::Finding;

/// A name, the query, and what it means when it finds something.
struct Invariant {
    name: &'static str,
    counts: &'static str,
    meaning: &'static str,
}

const INVARIANTS: &[Invariant] = &[
    Invariant {
        name: "stock",
        counts: "SELECT count(*) FROM pools p WHERE
                   p.held <> (SELECT coalesce(sum(i.quantity), 0) FROM hold_items i JOIN holds h ON h.id = i.hold_id JOIN ticket_type_pools tp ON tp.ticket_type_id = i.ticket_type_id
                              WHERE tp.pool_id = p.id AND h.status IN ('active', 'committed'))
                OR p.sold <> (SELECT count(*) FROM tickets t JOIN ticket_type_pools tp ON tp.ticket_type_id = t.ticket_type_id
                              WHERE tp.pool_id = p.id AND t.status NOT IN ('void', 'refunded'))",
        meaning: "pools differ from the holds and tickets that draw from them",
    },
    Invariant {
        name: "oversold",
        counts: "SELECT count(*) FROM pools WHERE held < 0 OR sold < 0 OR held + sold > capacity",
        meaning: "pools have given out more than they hold",
    },
    Invariant {
        name: "paid orders have tickets",
        counts: "SELECT count(*) FROM orders o WHERE o.status IN ('paid', 'partially_refunded', 'refunded')
                   AND (SELECT count(*) FROM tickets t WHERE t.order_id = o.id) <> (SELECT sum(i.quantity) FROM order_items i WHERE i.order_id = o.id AND i.kind = 'ticket')",
        meaning: "paid orders lack tickets or have too many",
    },
    Invariant {
        name: "tickets have payment",
        counts: "SELECT count(DISTINCT t.order_id) FROM tickets t JOIN orders o ON o.id = t.order_id WHERE NOT o.is_test AND (o.status NOT IN ('paid', 'partially_refunded', 'refunded')
                   OR (o.total_minor > 0 AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id AND p.status = 'captured' AND p.captured_minor = o.total_minor)))",
        meaning: "orders have tickets without their payment",
    },
    Invariant {
        name: "money has its order",
        counts: "SELECT count(*) FROM payments p LEFT JOIN orders o ON o.id = p.subject_id
                   WHERE p.subject_type = 'order' AND p.status = 'captured' AND p.refunded_minor < p.captured_minor
                     AND (o.id IS NULL OR o.status NOT IN ('paid', 'partially_refunded', 'refunded'))
                     AND NOT EXISTS (SELECT 1 FROM payment_refunds r WHERE r.payment_id = p.id AND r.status = 'created')",
        meaning: "payments were taken for nothing and are not on their way back",
    },
    Invariant {
        name: "orders are paid once",
        counts: "SELECT count(*) FROM (SELECT subject_id FROM payments WHERE subject_type = 'order' AND captured_minor > refunded_minor GROUP BY subject_id HAVING count(*) > 1) twice",
        meaning: "orders were paid more than once",
    },
    Invariant {
        name: "refunded orders give their money back",
        counts: "SELECT count(*) FROM orders o JOIN payments p ON p.subject_type = 'order' AND p.subject_id = o.id AND p.status = 'captured' WHERE o.status = 'refunded'
                   AND (SELECT coalesce(sum(r.amount_minor), 0) FROM payment_refunds r WHERE r.payment_id = p.id) <> p.captured_minor",
        meaning: "orders are refunded, but their money is not on its way back",
    },
    Invariant {
        name: "refunds add up",
        counts: "SELECT count(*) FROM payments p WHERE p.refunded_minor <> (SELECT coalesce(sum(r.amount_minor), 0) FROM payment_refunds r WHERE r.payment_id = p.id AND r.status = 'done')",
        meaning: "payments say another sum was given back than their refunds do",
    },
    Invariant {
        name: "refunds are sent",
        counts: "SELECT count(*) FROM payment_refunds WHERE status = 'failed'",
        meaning: "refunds were refused by the provider and need a person",
    },
    Invariant {
        name: "payments move",
        counts: "SELECT count(*) FROM payments p WHERE (p.status IN ('created', 'capturing', 'cancelling') AND p.updated_at < clock.now() - interval '1 hour')
                   OR (p.status = 'open' AND p.expires_at < clock.now() - interval '1 hour')",
        meaning: "payments have not moved for an hour; is the job runner running, and does the provider answer?",
    },
    Invariant {
        name: "no stuck hold",
        counts: "SELECT count(*) FROM holds h WHERE (h.status = 'active' AND h.expires_at < clock.now() - interval '10 minutes')
                   OR (h.status = 'committed' AND h.updated_at < clock.now() - interval '1 hour')",
        meaning: "holds keep stock although their time is over; is the job runner running?",
    },
    Invariant {
        name: "one cart each",
        counts: "SELECT count(*) FROM (SELECT event_id, coalesce(user_id, guest_id) FROM holds WHERE status = 'active' GROUP BY 1, 2 HAVING count(*) > 1) hoarders",
        meaning: "buyers hold stock of one event in several carts",
    },
    Invariant {
        name: "no stuck order",
        counts: "SELECT count(*) FROM orders o JOIN holds h ON h.id = o.hold_id WHERE o.status = 'pending' AND h.status IN ('expired', 'released') AND h.updated_at < clock.now() - interval '10 minutes'",
        meaning: "orders wait for a payment although their seats are gone; is the job runner running?",
    },
    Invariant {
        name: "chosen amounts",
        counts: "SELECT count(*) FROM hold_items i JOIN holds h ON h.id = i.hold_id JOIN ticket_types t ON t.id = i.ticket_type_id WHERE NOT h.is_test AND (t.pricing = 'chosen') <> (i.chosen_minor IS NOT NULL)",
        meaning: "carts carry an amount where the price is fixed, or none where the buyer sets it",
    },
    Invariant {
        name: "nobody pays more than they chose",
        counts: "SELECT count(*) FROM order_items i JOIN orders o ON o.id = i.order_id JOIN hold_items h ON h.hold_id = o.hold_id AND h.ticket_type_id = i.ticket_type_id
                   WHERE h.chosen_minor IS NOT NULL AND i.unit_price_minor > h.chosen_minor",
        meaning: "orders charge more for a ticket than its buyer chose to pay",
    },
    Invariant {
        name: "zone passages",
        counts: "SELECT count(*) FROM ticket_scans s LEFT JOIN tickets t ON t.id = s.ticket_id WHERE s.kind = 'zone' AND s.result = 'admitted' AND NOT coalesce(t.is_test, false)
                   AND NOT EXISTS (SELECT 1 FROM ticket_type_zones z WHERE z.ticket_type_id = t.ticket_type_id AND z.zone_id = s.zone_id)",
        meaning: "people were let into zones that their tickets do not open",
    },
    Invariant {
        name: "one admission",
        counts: "SELECT count(*) FROM (SELECT ticket_id FROM ticket_scans WHERE result = 'admitted' AND kind = 'entry' GROUP BY ticket_id HAVING count(*) > 1) twice",
        meaning: "tickets were admitted twice",
    },
    Invariant {
        name: "balanced journals",
        counts: "SELECT count(*) FROM (SELECT j.id FROM journals j LEFT JOIN ledger_entries e ON e.journal_id = j.id GROUP BY j.id
                   HAVING count(e.id) < 2 OR sum(CASE e.side WHEN 'debit' THEN e.amount_minor ELSE -e.amount_minor END) <> 0) off",
        meaning: "journals do not balance",
    },
    Invariant {
        name: "orders are in the books",
        counts: "SELECT count(*) FROM orders o WHERE o.total_minor > 0 AND NOT o.is_test AND o.status IN ('paid', 'partially_refunded', 'refunded')
                   AND (SELECT count(*) FROM journals j WHERE j.source_type = 'order' AND j.source_id = o.id AND j.kind = 'paid') <> 1",
        meaning: "orders are missing from the books, or there more than once",
    },
    // A whole refund from before refunds in part has its journal beside the order's own.
    Invariant {
        name: "refunds are in the books",
        counts: "SELECT count(*) FROM refunds r WHERE r.amount_minor > 0 AND r.status IN ('approved', 'processed')
                   AND (SELECT count(*) FROM journals j WHERE (j.source_type = 'refund' AND j.source_id = r.id) OR (j.source_type = 'order' AND j.source_id = r.order_id AND j.kind = 'refunded')) <> 1",
        meaning: "refunds are missing from the books, or there more than once",
    },
    Invariant {
        name: "refunded orders are even in the books",
        counts: "SELECT count(DISTINCT o.id) FROM orders o JOIN LATERAL (
                   SELECT e.account_id FROM journals j JOIN ledger_entries e ON e.journal_id = j.id
                     WHERE (j.source_type = 'order' AND j.source_id = o.id) OR (j.source_type = 'refund' AND j.source_id IN (SELECT r.id FROM refunds r WHERE r.order_id = o.id))
                     GROUP BY e.account_id HAVING sum(CASE e.side WHEN 'debit' THEN e.amount_minor ELSE -e.amount_minor END) <> 0) off ON true
                   WHERE o.status = 'refunded'",
        meaning: "refunded orders leave something on an account",
    },
    Invariant {
        name: "orders know their refunds",
        counts: "SELECT count(*) FROM orders o WHERE o.paid_at IS NOT NULL
                   AND o.refunded_minor <> (SELECT coalesce(sum(r.amount_minor), 0) FROM refunds r WHERE r.order_id = o.id AND r.status IN ('approved', 'processed'))",
        meaning: "orders say another sum was given back than their refunds do",
    },
    Invariant {
        name: "refunds stay within what was paid",
        counts: "SELECT count(*) FROM payments p WHERE p.captured_minor < (SELECT coalesce(sum(r.amount_minor), 0) FROM payment_refunds r WHERE r.payment_id = p.id)",
        meaning: "payments are given back for more than was taken",
    },
    Invariant {
        name: "refunded tickets are dead",
        counts: "SELECT count(*) FROM tickets t WHERE t.status NOT IN ('void', 'refunded')
                   AND EXISTS (SELECT 1 FROM refund_tickets i JOIN refunds r ON r.id = i.refund_id WHERE i.ticket_id = t.id AND r.status IN ('approved', 'processed'))",
        meaning: "tickets were given back and still admit",
    },
    Invariant {
        name: "cancelled events are given back",
        counts: "SELECT count(*) FROM orders o JOIN event_cancellations c ON c.event_id = o.event_id WHERE o.status IN ('paid', 'partially_refunded')
                   AND greatest(c.created_at, o.paid_at) < clock.now() - interval '1 hour'",
        meaning: "orders of cancelled events are not given back after an hour; is the job runner running?",
    },
    Invariant {
        name: "tests move no money",
        counts: "SELECT count(*) FROM orders o WHERE o.is_test
                   AND (EXISTS (SELECT 1 FROM payments p WHERE p.subject_type = 'order' AND p.subject_id = o.id)
                     OR EXISTS (SELECT 1 FROM journals j WHERE j.source_type = 'order' AND j.source_id = o.id)
                     OR EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id))",
        meaning: "test orders have a payment, a refund or a line in the books",
    },
    Invariant {
        name: "tests end",
        counts: "SELECT (SELECT count(*) FROM tickets t JOIN events e ON e.id = t.event_id WHERE t.is_test AND e.status <> 'test' AND t.status NOT IN ('void', 'refunded'))
                      + (SELECT count(*) FROM holds h JOIN events e ON e.id = h.event_id WHERE h.status IN ('active', 'committed') AND h.is_test <> (e.status = 'test'))",
        meaning: "test tickets or carts live at events that are not tried out, or real carts at one that is",
    },
    Invariant {
        name: "totals",
        counts: "SELECT count(*) FROM orders o WHERE o.total_minor <> (SELECT sum(i.quantity * (i.unit_price_minor + i.unit_fee_minor + i.unit_tax_added_minor)) FROM order_items i WHERE i.order_id = o.id)",
        meaning: "orders' totals differ from the sum of their lines",
    },
    Invariant {
        name: "discounts",
        counts: "SELECT count(*) FROM orders o WHERE o.discount_minor <> (SELECT sum(i.quantity * i.unit_discount_minor) FROM order_items i WHERE i.order_id = o.id)",
        meaning: "orders' discounts differ from the sum of their lines",
    },
    Invariant {
        name: "codes are counted",
        counts: "SELECT (SELECT count(*) FROM promo_codes c WHERE c.uses <> (SELECT count(*) FROM promo_redemptions r WHERE r.code_id = c.id AND r.given_back_at IS NULL))
                   + (SELECT count(*) FROM promo_redemptions r JOIN holds h ON h.id = r.hold_id WHERE (r.given_back_at IS NULL) <> (NOT h.is_test AND h.status IN ('active', 'committed', 'sold')))
                   + (SELECT count(*) FROM orders o WHERE o.promo_code <> '' AND NOT EXISTS (SELECT 1 FROM promo_redemptions r WHERE r.hold_id = o.hold_id))",
        meaning: "codes count other uses than the carts and orders that have them",
    },
    Invariant {
        name: "the public list is the public events",
        counts: "SELECT (SELECT count(*) FROM events e WHERE e.status IN ('published', 'postponed') AND e.visibility = 'public' AND NOT EXISTS (SELECT 1 FROM listed_events l WHERE l.event_id = e.id))
                      + (SELECT count(*) FROM listed_events l JOIN events e ON e.id = l.event_id WHERE e.status NOT IN ('published', 'postponed') OR e.visibility <> 'public')",
        meaning: "events are public and cannot be found, or can be found and are not public",
    },
    Invariant {
        name: "audit is sealed",
        counts: "SELECT count(*) FROM audit.events e LEFT JOIN (SELECT DISTINCT ON (chain) chain, upto_xid, upto_id FROM audit.seals ORDER BY chain, number DESC) s ON s.chain = e.chain
                   WHERE e.at < clock.now() - interval '10 minutes' AND (s.chain IS NULL OR (e.xid, e.id) > (s.upto_xid, s.upto_id))",
        meaning: "rows of the audit are ten minutes old and not sealed; is the job runner running?",
    },
    Invariant {
        name: "no job given up",
        counts: "SELECT count(*) FROM jobs.queue WHERE state = 'dead'",
        meaning: "jobs were given up; jobs.dead_letters says which and why",
    },
    Invariant {
        name: "row level security",
        counts: "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND pg_get_userbyid(c.relowner) = 'callboard_owner'
                   AND NOT (c.relrowsecurity AND c.relforcerowsecurity)",
        meaning: "tables do not force row level security; run `callboard migrate`",
    },
];

/// A house with another clock is judged by that clock: by what it showed when the house last gave back what
/// lapsed, which it does every second. Where the clock *started* would say nothing of a house that has run since.
const HOUSE_CLOCK: &str = "SELECT set_config('callboard.now', greatest($1, (SELECT to_timestamp(tick) FROM jobs.cron WHERE kind = 'boxoffice.expire_holds'))::text, false)";

/// Counts the exceptions of each.
pub(super) async fn check(owner: &mut PgConnection, clock_start: Option<Timestamp>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(at) = clock_start
        && let Err(e) = sqlx::query(HOUSE_CLOCK).bind(at).execute(&mut *owner).await
    {
        return vec![Finding::wrong("clock", e.to_string())];
    }
    for invariant in INVARIANTS {
        let finding = match sqlx::query_scalar::<_, i64>(invariant.counts).fetch_one(&mut *owner).await {
            Ok(0) => Finding::fine(invariant.name, "holds"),
            Ok(n) => Finding::wrong(invariant.name, format!("{n} {}", invariant.meaning)),
            Err(e) => Finding::wrong(invariant.name, e.to_string()),
        };
        findings.push(finding);
    }
    findings
}

#[cfg(test)]
mod tests;
