//! Staff choose tickets and amounts, through the console's routes and past them.

use axum::http::StatusCode;
use boxoffice::orders::{GiveBack, HowMuch, Origin, RefundError, Which, refund_tickets};
use boxoffice::refunds::{Policy, presets};
use platform_types::{Entropy, OrderId, TicketId};

use super::till::{ALL_IN, Till};

pub fn wish(tickets: &[TicketId], how_much: HowMuch) -> GiveBack<'_> {
    GiveBack { which: Which::These(tickets), how_much, reason: "Ill", origin: Origin::Staff, seen_minor: None, came_in: None }
}

#[tokio::test]
async fn tickets_go_back_one_by_one_to_the_cent() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 3).await;
    let tickets = till.tickets(order).await;
    let one = refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[..1], HowMuch::Paid)).await.unwrap();
    assert_eq!((one.amount_minor, till.stands(order).await), (ALL_IN, ("partially_refunded".to_owned(), ALL_IN)));
    // A ticket's own price, fees and tax leave the books with it.
    let left = "SELECT string_agg(a.code || ' ' || b.minor, ', ' ORDER BY a.code) FROM ledger_accounts a JOIN (SELECT account_id, sum(CASE side WHEN 'credit' THEN amount_minor ELSE -amount_minor END) AS minor FROM ledger_entries GROUP BY 1) b ON b.account_id = a.id";
    assert_eq!(till.text(left).await, "1050 -12448, 2200 948, 2400 10000, 4100 1500");
    till.assert_sound().await;

    let again = refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[..2], HowMuch::Paid)).await;
    assert!(matches!(again, Err(RefundError::Gone(gone)) if gone == tickets[..1]), "all or nothing");
    let half = refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[1..2], HowMuch::Exactly(3_000))).await.unwrap();
    assert_eq!(half.amount_minor, 3_000);
    let too_much = refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[2..], HowMuch::Exactly(2 * ALL_IN - 3_000 + 1))).await;
    assert!(matches!(too_much, Err(RefundError::TooMuch { left_minor }) if left_minor == 2 * ALL_IN - 3_000));
    assert_eq!(till.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 1, "what is refused changes nothing");

    refund_tickets(&till.shop, &till.owner, order, &wish(&tickets[2..], HowMuch::Paid)).await.unwrap();
    assert_eq!(till.stands(order).await, ("partially_refunded".to_owned(), 2 * ALL_IN + 3_000), "money of it stays with us");
    refund_tickets(&till.shop, &till.owner, order, &wish(&[], HowMuch::Exactly(ALL_IN - 3_000))).await.unwrap();
    assert_eq!(till.stands(order).await, ("refunded".to_owned(), 3 * ALL_IN));
    assert!(matches!(refund_tickets(&till.shop, &till.owner, order, &wish(&[], HowMuch::Exactly(0))).await, Err(RefundError::NotPaid(_))));
    till.send_all().await;
    assert_eq!((till.bank.kept(), till.number("SELECT count(*) FROM payment_refunds WHERE status = 'done'").await), (0, 4));
    till.assert_sound().await;
}

#[tokio::test]
async fn any_row_of_refunds_stays_within_what_was_paid_and_ends_at_nothing() {
    let till = Till::open().await;
    let dice = Entropy::seeded(7);
    let roll = |sides: u64| u64::from_le_bytes(dice.uuid_v7(till.house.clock.now()).as_bytes()[8..].try_into().unwrap()) % sides;
    for count in 1..=6 {
        let order = till.buy(till.stalls, count).await;
        let tickets = till.tickets(order).await;
        for _ in 0..5 {
            let chosen: Vec<TicketId> = tickets.iter().copied().filter(|_| roll(3) == 0).collect();
            let how_much = match roll(3) {
                0 => HowMuch::Paid,
                1 => HowMuch::Policy,
                _ => HowMuch::Exactly(i64::try_from(roll(9_000)).unwrap()),
            };
            match refund_tickets(&till.shop, &till.owner, order, &wish(&chosen, how_much)).await {
                Ok(_) | Err(RefundError::Gone(_) | RefundError::TooMuch { .. } | RefundError::Nothing | RefundError::NotPaid(_)) => {}
                Err(other) => panic!("{other}"),
            }
            till.assert_sound().await;
        }
        drop(boxoffice::orders::refund_order(&till.shop, &till.owner, order, "Enough").await);
        assert_eq!(till.stands(order).await, ("refunded".to_owned(), i64::from(count) * ALL_IN));
    }
    till.send_all().await;
    assert_eq!(till.bank.kept(), 0);
    till.assert_sound().await;
}

async fn shown(till: &Till, order: OrderId, query: &str) -> platform_http_testing::Answer {
    till.desk().get(&format!("/console/orders/{order}/refund{query}")).await
}

#[tokio::test]
async fn the_console_shows_what_the_policy_says_and_does_what_it_showed_once() {
    let till = Till::open().await;
    let [_, (_, _, tiers), ..] = presets();
    till.policy(&tiers).await;
    let order = till.buy(till.stalls, 3).await;
    let tickets = till.tickets(order).await;
    till.house.clock.advance(chrono::Duration::days(10));
    let page = shown(&till, order, "").await;
    assert!(
        page.told().contains("HK$186.72 goes back to Mei Chan") && page.told().contains("75 % back, fees included, until"),
        "{}",
        page.told()
    );
    let page = shown(&till, order, &format!("?how=policy&ticket_{}=on", tickets[0])).await;
    assert_eq!(page.attribute("form[method=post] input[name=money]", "value").as_deref(), Some("4668"));
    assert!(page.told().contains("HK$46.68 goes back") && !page.told().contains("you decide otherwise"), "{}", page.told());
    let page = shown(&till, order, &format!("?how=other&amount=20&ticket_{}=on", tickets[0])).await;
    assert!(page.told().contains("The refund policy gives HK$46.68 for them now; you decide otherwise."), "{}", page.told());
    let wrong = shown(&till, order, "?how=other&amount=500").await;
    assert!(
        wrong.told().contains("Enter at most HK$186.72") && wrong.count("form[method=post][action$='/refund']") == 0,
        "{}",
        wrong.told()
    );

    let field = |name: &str| page.attribute(&format!("form[method=post] input[name={name}]"), "value").unwrap_or_default();
    let (chosen, money, seen, came_in) = (field("tickets"), field("money"), field("seen"), field("came_in"));
    let fields = [("tickets", chosen.as_str()), ("money", money.as_str()), ("seen", seen.as_str()), ("came_in", came_in.as_str())];
    let path = format!("/console/orders/{order}/refund");
    let unsaid = till.desk().post(&path, &fields).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
    assert_eq!(unsaid.attribute("form[method=post] input[name=money]", "value").as_deref(), Some("2000"), "the choice stays");
    let said = [&fields[..], &[("reason", "Half of the show was dark")]].concat();
    assert_eq!(till.desk().post(&path, &said).await.header("location"), format!("/console/orders/{order}?done=refunded-part"));
    let twice = till.desk().post(&path, &said).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.told().contains("Nothing was refunded now."), "{}", twice.told());
    assert_eq!(till.stands(order).await, ("partially_refunded".to_owned(), 2_000), "a second click gives nothing");

    let page = till.desk().get(&format!("/console/orders/{order}")).await;
    for says in ["Partly refunded", "Half of the show was dark", "HK$20.00"] {
        assert!(page.told().contains(says), "{says}: {}", page.told());
    }
    assert_eq!(page.count("a[href$='/refund']"), 1, "the rest can still go back");
    // Nobody may who does not hold it here.
    let stranger = till.house.person("stranger").await;
    till.house.organization(&stranger, "elsewhere").await;
    assert_eq!(till.browser().of(&stranger).post(&path, &said).await.status, StatusCode::NOT_FOUND);
    till.assert_sound().await;
}

#[tokio::test]
async fn money_alone_goes_back_once_however_many_tabs_confirm_it() {
    let till = Till::open().await;
    till.policy(&Policy::NONE).await;
    let order = till.buy(till.stalls, 2).await;
    let path = format!("/console/orders/{order}/refund");
    let fields = [("tickets", ""), ("money", "500"), ("seen", "0"), ("reason", "Sorry for the noise")];
    assert_eq!(till.desk().post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    let late = till.desk().post(&path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.told().contains("A part of this order was refunded since you opened the page."), "{}", late.told());
    assert_eq!(late.attribute("input[name=reason]", "value").as_deref(), Some("Sorry for the noise"), "what was typed stays");
    assert_eq!(late.attribute("input[name=seen]", "value").as_deref(), Some("500"), "and the page is that of now");
    assert_eq!(till.stands(order).await, ("partially_refunded".to_owned(), 500));
    assert_eq!(till.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 2, "the tickets stay valid");
    till.assert_sound().await;
}

#[tokio::test]
async fn whoever_came_in_meanwhile_is_told_before_money_moves() {
    let till = Till::open().await;
    let order = till.buy(till.stalls, 2).await;
    let page = shown(&till, order, "").await;
    let field = |name: &str| page.attribute(&format!("form[method=post] input[name={name}]"), "value").unwrap_or_default();
    let (chosen, money) = (field("tickets"), field("money"));
    till.sql("UPDATE tickets SET status = 'checked_in', checked_in_at = clock.now() WHERE position = 1").await;
    let fields = [("tickets", chosen.as_str()), ("money", money.as_str()), ("seen", "0"), ("came_in", ""), ("reason", "Ill")];
    let path = format!("/console/orders/{order}/refund");
    let told = till.desk().post(&path, &fields).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.told().contains("Mei Chan came in at the door since you opened this page."), "{}", told.told());
    assert_eq!((till.stands(order).await.1, till.number("SELECT count(*) FROM payment_refunds").await), (0, 0));
    let seen = told.attribute("form[method=post] input[name=came_in]", "value").unwrap();
    let knowing = [("tickets", chosen.as_str()), ("money", money.as_str()), ("seen", "0"), ("came_in", seen.as_str()), ("reason", "Ill")];
    assert_eq!(till.desk().post(&path, &knowing).await.header("location"), format!("/console/orders/{order}?done=refunded"));
    till.assert_sound().await;
}
