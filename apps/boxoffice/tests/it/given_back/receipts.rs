//! What a receipt prints is what the order and the books say, to the cent.

use axum::http::StatusCode;
use boxoffice::orders::{HowMuch, RefundError, refund_tickets};
use platform_documents_testing::text;
use platform_types::{Entropy, Money, OrderId, TicketId};

use super::buyer::bought;
use super::staff::wish;
use super::till::{ALL_IN, Till};

async fn printed(till: &Till, order: OrderId) -> String {
    let answer = till.desk().get(&format!("/console/orders/{order}/receipt.pdf")).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/pdf");
    text(&answer.bytes)
}

/// The figures of every line that begins so, in minor units.
fn figures(paper: &str, label: &str) -> Vec<i64> {
    let hkd = "HKD".parse().unwrap();
    let amounts = paper.lines().filter(|line| line.starts_with(label)).filter_map(|line| line.rsplit(" | ").next());
    amounts.map(|amount| Money::parse(amount, hkd).unwrap_or_else(|e| panic!("{label}: {amount}: {e}\n{paper}")).minor).collect()
}

#[tokio::test]
async fn a_buyers_receipt_follows_what_goes_back() {
    let till = Till::open().await;
    let browser = till.browser();
    let order = bought(&till, &browser).await;
    let at = format!("/orders/{order}");
    let page = browser.get(&at).await;
    assert_eq!(page.count(&format!("a[href='{at}/receipt.pdf']")), 1, "{}", page.told());
    let first = browser.get(&format!("{at}/receipt.pdf")).await.expect(200);
    assert!(first.header("content-disposition").starts_with("attachment; filename=\"receipt-"), "{}", first.header("content-disposition"));
    assert!(first.header("cache-control").contains("no-store"));
    let paper = text(&first.bytes);
    // 50.00 and 7.50 fees a ticket, 8.25 % of both on top.
    for line in [
        "Amounts in HKD | Quantity | Price each | Fees each | Tax each | Amount",
        "Stalls | 2 | 50.00 | 7.50 | 4.74 | 124.48",
        "Tickets | 100.00",
        "Fees | 15.00",
        "Tax 8.25 % | 9.48",
        "Total in HKD | 124.48",
        "Tax 8.25 %, on top of the prices | 115.00 | 9.48 | 124.48",
    ] {
        assert!(paper.lines().any(|l| l == line), "{line}\n{paper}");
    }
    assert!(paper.contains("Mei Chan") && paper.contains("payment simulator") && !paper.contains("Remaining"), "{paper}");

    // The event's tax changes: what was sold keeps its own.
    till.sql("UPDATE tax_rules SET name = 'New tax', rate_millionths = 100000").await;
    let tickets = till.tickets(order).await;
    refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[..1], HowMuch::Exactly(5_000))).await.unwrap();
    let paper = text(&browser.get(&format!("{at}/receipt.pdf")).await.expect(200).bytes);
    assert_eq!((figures(&paper, "Refund on its way"), figures(&paper, "Remaining paid in HKD")), (vec![-5_000], vec![2 * ALL_IN - 5_000]));
    assert!(paper.contains("Tax 8.25 %") && !paper.contains("New tax"), "{paper}");
    till.send_all().await;
    let paper = text(&browser.get(&format!("{at}/receipt.pdf")).await.expect(200).bytes);
    assert_eq!((figures(&paper, "Refunded"), figures(&paper, "Refund on its way")), (vec![-5_000], vec![]));
    assert_eq!(paper, printed(&till, order).await, "the desk has the buyer's copy");

    let stranger = till.browser().get(&format!("{at}/receipt.pdf")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{}", stranger.told());
    let other = till.house.person("other").await;
    till.house.organization(&other, "elsewhere").await;
    let answer = till.browser().of(&other).get(&format!("/console/orders/{order}/receipt.pdf")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn any_row_of_refunds_is_printed_as_the_books_have_it() {
    let till = Till::open().await;
    let dice = Entropy::seeded(11);
    let roll = |sides: u64| u64::from_le_bytes(dice.uuid_v7(till.house.clock.now()).as_bytes()[8..].try_into().unwrap()) % sides;
    for count in 1..=4 {
        let order = till.buy(till.stalls, count).await;
        let tickets = till.tickets(order).await;
        for _ in 0..3 {
            let chosen: Vec<TicketId> = tickets.iter().copied().filter(|_| roll(3) == 0).collect();
            let how_much = if roll(2) == 0 { HowMuch::Paid } else { HowMuch::Exactly(i64::try_from(roll(9_000)).unwrap()) };
            match refund_tickets(&till.shop, &till.owner, order, &wish(&chosen, how_much)).await {
                Ok(_) | Err(RefundError::Gone(_) | RefundError::TooMuch { .. } | RefundError::Nothing | RefundError::NotPaid(_)) => {}
                Err(other) => panic!("{other}"),
            }
            if roll(2) == 0 {
                till.send_all().await;
            }
            let paper = printed(&till, order).await;
            let (_, refunded) = till.stands(order).await;
            let total = i64::from(count) * ALL_IN;
            assert_eq!(figures(&paper, "Stalls"), [total], "{paper}");
            assert_eq!(figures(&paper, "Total in HKD"), [total], "{paper}");
            let parts: i64 = ["Tickets |", "Fees |", "Tax 8.25 % |"].iter().flat_map(|label| figures(&paper, label)).sum();
            assert_eq!(parts, total, "{paper}");
            let back: i64 = ["Refunded ", "Refund on its way"].iter().flat_map(|label| figures(&paper, label)).sum();
            assert_eq!(-back, refunded, "{paper}");
            let books = till
                .number(&format!(
                    "SELECT sum(CASE e.side WHEN 'debit' THEN e.amount_minor ELSE -e.amount_minor END)::bigint FROM ledger_entries e JOIN journals j ON j.id = e.journal_id JOIN ledger_accounts a ON a.id = e.account_id
                     WHERE a.code = '1050' AND (j.source_id = '{order}' OR j.source_id IN (SELECT id FROM refunds WHERE order_id = '{order}'))"
                ))
                .await;
            let left = if refunded > 0 { figures(&paper, "Remaining paid in HKD") } else { figures(&paper, "Paid on") };
            assert_eq!(left, [books], "{paper}");
        }
    }
}

#[tokio::test]
async fn what_was_not_paid_has_no_receipt_and_what_cost_nothing_says_so() {
    let till = Till::open().await;
    let free = till.buy(till.free, 1).await;
    let paper = printed(&till, free).await;
    assert!(paper.contains("Total in HKD | 0.00") && paper.contains("Nothing was charged for this order."), "{paper}");
    assert!(!paper.contains("Paid"), "{paper}");

    let browser = till.browser();
    let checkout = browser.post("/events/the-night/hold", &[(&format!("quantity[{}]", till.stalls), "1")]).await.leads().to_owned();
    browser.post(&checkout, &[("name", "Mei Chan"), ("email", "mei@example.org")]).await.leads();
    let order = till.text("SELECT id::text FROM orders WHERE status = 'pending'").await;
    let answer = browser.get(&format!("/orders/{order}/receipt.pdf")).await;
    assert_eq!(answer.leads(), format!("/orders/{order}?refused=no_receipt"));
    let told = browser.get(answer.leads()).await.told();
    assert!(told.contains("There is no receipt for this order: it was not paid."), "{told}");
    let desk = till.desk().get(&format!("/console/orders/{order}/receipt.pdf")).await;
    assert_eq!(desk.status, StatusCode::CONFLICT, "{}", desk.told());
    assert_eq!(till.desk().get(&format!("/console/orders/{order}")).await.count("a[href$='/receipt.pdf']"), 0);
}

#[tokio::test]
async fn staff_print_an_orders_living_tickets_in_their_order_and_it_is_written_down() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 4).await;
    let tickets = till.tickets(order).await;
    for (n, ticket) in tickets.iter().enumerate() {
        till.sql(&format!("UPDATE tickets SET attendee_name = 'Guest {}' WHERE id = '{ticket}'", n + 1)).await;
    }
    refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[1..2], HowMuch::Paid)).await.unwrap();
    let at = format!("/console/orders/{order}");
    assert_eq!(till.desk().get(&at).await.count(&format!("form[action='{at}/tickets.pdf'] button")), 1);
    let answer = till.desk().post(&format!("{at}/tickets.pdf"), &[]).await.expect(200);
    let pages = platform_documents_testing::lines(&answer.bytes);
    let names: Vec<&String> = pages.iter().flatten().filter(|line| line.contains("Guest ")).collect();
    assert_eq!(pages.len(), 3, "one page each: {names:?}");
    for (page, n) in pages.iter().zip([1, 3, 4]) {
        assert!(page.iter().any(|line| line.ends_with(&format!("Guest {n}"))), "{page:#?}");
        assert!(page.iter().any(|line| line.ends_with(&format!("{n} of 4"))), "{page:#?}");
    }
    assert_eq!(till.number("SELECT count(*) FROM audit.events WHERE action = 'tickets.printed'").await, 1);

    refund_tickets(&till.shop, &till.owner, order, &wish(&[tickets[0], tickets[2], tickets[3]], HowMuch::Paid)).await.unwrap();
    assert_eq!(till.desk().get(&at).await.count("form[action$='/tickets.pdf']"), 0);
    assert_eq!(till.desk().post(&format!("{at}/tickets.pdf"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(till.number("SELECT count(*) FROM audit.events WHERE action = 'tickets.printed'").await, 1, "nothing was printed");
}

#[tokio::test]
async fn lines_from_before_get_the_tax_they_were_charged_or_none() {
    let till = Till::open().await;
    let (kept, changed) = (till.buy(till.stalls, 1).await, till.buy(till.stalls, 2).await);
    till.sql("UPDATE order_items SET tax_name = '', tax_rate_millionths = NULL").await;
    till.sql(&format!("UPDATE order_items SET unit_tax_added_minor = unit_tax_added_minor - 1 WHERE order_id = '{changed}'")).await;
    let migration = include_str!("../../../sql/migrations/20261130081000_order_item_taxes.sql");
    till.sql(&migration[migration.find("UPDATE").unwrap()..]).await;
    let tax = async |order| {
        till.text(&format!(
            "SELECT tax_name || ' ' || coalesce(tax_rate_millionths::text, '?') FROM order_items WHERE order_id = '{order}'"
        ))
        .await
    };
    assert_eq!((tax(kept).await.as_str(), tax(changed).await.as_str()), ("Tax 82500", " ?"));
    // 19 % contained in 50.00 + 7.50: 9.18 (9.1807).
    till.sql("UPDATE tax_rules SET included = true, rate_millionths = 190000; UPDATE order_items SET unit_tax_added_minor = 0, unit_tax_included_minor = 918, tax_name = '', tax_rate_millionths = NULL").await;
    till.sql(&migration[migration.find("UPDATE").unwrap()..]).await;
    assert_eq!(tax(kept).await, "Tax 190000");
}
