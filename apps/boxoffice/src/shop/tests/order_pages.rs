//! An order in each of its states, the list of a person's tickets, the lookup form, and the papers.

use commons::events::EventStatus;
use platform_payments::store::PaymentStatus;
use platform_ui::House;

use super::samples::{event, hong_kong, id, now, opened, order, ticket};
use super::{checked, count, told};
use crate::orders::OrderStatus;
use crate::shop::lookup::Asked;
use crate::shop::my_tickets::Mine;
use crate::shop::order::Came;
use crate::shop::order_access::Opened;
use crate::shop::paper;
use crate::shop::stage::{Stage, stage};
use crate::shop::views::lookup::{self, Above};
use crate::shop::views::my_tickets;
use crate::shop::views::order::{Face, page};

fn face(opened: &Opened, stage: Stage) -> Face<'_> {
    Face { opened, stage, now: now(), round: 0, came: Came::Plainly, simulated: true }
}

fn shown(opened: &Opened, stage: Stage) -> String {
    checked(page(&House::default(), &face(opened, stage)))
}

#[test]
fn the_stage_follows_the_books_and_the_clock() {
    let pending = order(OrderStatus::Pending);
    let over = pending.hold_expires_at;
    let at = |payment, now, waiting| stage(&pending, payment, now, waiting);
    assert_eq!(at(None, now(), false), Stage::ToPay);
    assert_eq!(at(Some(PaymentStatus::Open), now(), false), Stage::ToPay);
    assert_eq!(at(Some(PaymentStatus::Open), now(), true), Stage::Confirming);
    assert_eq!(at(Some(PaymentStatus::Cancelled), now(), true), Stage::ToPay, "a try that is over is not waited for");
    assert_eq!(at(Some(PaymentStatus::Capturing), now(), false), Stage::Confirming);
    assert_eq!(at(None, over, false), Stage::Lapsed { checking: false });
    assert_eq!(at(Some(PaymentStatus::Open), over, true), Stage::Lapsed { checking: true });
    assert_eq!(
        at(Some(PaymentStatus::Capturing), over, false),
        Stage::Confirming,
        "money that is being taken belongs to seats that are certain"
    );
    let after = |status| stage(&order(status), Some(PaymentStatus::Captured), over, true);
    assert_eq!(after(OrderStatus::Paid), Stage::Paid);
    assert_eq!(after(OrderStatus::Refunded), Stage::Refunded);
    assert_eq!(after(OrderStatus::PartiallyRefunded), Stage::PartiallyRefunded);
    assert_eq!(after(OrderStatus::Cancelled), Stage::Cancelled);
    assert_eq!(after(OrderStatus::Failed), Stage::Failed);
    assert_eq!(after(OrderStatus::Expired), Stage::Lapsed { checking: false });
}

#[test]
fn an_unpaid_order_can_be_paid_once_more_after_a_decline() {
    let mut unpaid = opened(OrderStatus::Pending, Vec::new());
    unpaid.order.notice = "The card has insufficient funds.".into();
    unpaid.payment = Some(PaymentStatus::Open);
    let html = shown(&unpaid, Stage::ToPay);
    let text = told(&html);
    assert!(
        text.contains("insufficient funds. Your tickets are still reserved")
            && text.contains("Pay HK$840.00")
            && text.contains("Payment simulator"),
        "{text}"
    );
    assert_eq!(count(&html, "form#pay[method=post][action$='/pay']"), 1);
    assert_eq!(count(&html, ".buy-bar button[form=pay]"), 1);
    let away = checked(page(&House::default(), &Face { came: Came::ProviderAway, ..face(&unpaid, Stage::ToPay) }));
    assert!(told(&away).contains("cannot be reached"));
}

#[test]
fn a_cancelled_payment_is_told_and_the_way_on_and_the_way_out_stand_there() {
    let mut unpaid = opened(OrderStatus::Pending, Vec::new());
    unpaid.order.notice = "The card has insufficient funds.".into();
    unpaid.payment = Some(PaymentStatus::Open);
    let html = checked(page(&House::default(), &Face { came: Came::PaymentCancelled, ..face(&unpaid, Stage::ToPay) }));
    let text = told(&html);
    assert!(text.contains("You cancelled the payment. Nothing was charged.") && !text.contains("insufficient"), "{text}");
    assert_eq!(count(&html, "form#pay[action$='/pay'], dialog form[action$='/release']"), 2);
    assert_eq!(count(&html, ".steps [aria-current=step]"), 1);
    assert_eq!(count(&html, "main count-down"), 1, "the clock goes on");
    assert_eq!(count(&html, ".steps a[href^='/checkout/'], .steps a[href='/events/the-tempest']"), 2);
}

#[test]
fn whoever_came_by_code_is_not_offered_to_pay() {
    let mut unpaid = opened(OrderStatus::Pending, Vec::new());
    unpaid.by_code = true;
    assert_eq!(count(&shown(&unpaid, Stage::ToPay), "form"), 0);
}

#[test]
fn waiting_says_so_and_ends() {
    let mut waiting = opened(OrderStatus::Pending, Vec::new());
    waiting.payment = Some(PaymentStatus::Open);
    assert!(told(&shown(&waiting, Stage::Confirming)).contains("goes on by itself"));
    let long = checked(page(&House::default(), &Face { round: 25, ..face(&waiting, Stage::Confirming) }));
    assert!(told(&long).contains("takes longer than usual"));
}

#[test]
fn a_lapsed_order_tells_whether_money_is_under_way() {
    let lapsed = opened(OrderStatus::Expired, Vec::new());
    assert!(told(&shown(&lapsed, Stage::Lapsed { checking: false })).contains("Nothing was charged"));
    let checking = told(&shown(&lapsed, Stage::Lapsed { checking: true }));
    assert!(checking.contains("we are checking it now") && !checking.contains("Nothing was charged"), "{checking}");
}

#[test]
fn a_paid_order_shows_codes_for_what_admits_and_words_for_what_does_not() {
    let tickets = ["valid", "checked_in", "transfer_pending", "listed", "void", "refunded"];
    let paid = opened(OrderStatus::Paid, (0x40..).zip(tickets).map(|(n, status)| ticket(n, status)).collect());
    let html = shown(&paid, Stage::Paid);
    let text = told(&html);
    assert_eq!(count(&html, ".qr__code svg"), 1, "one ticket admits, one code is shown");
    for says in [
        "Order number 4F7K-22QP is paid",
        "Ticket code XYZW-2345",
        "Stalls, 1 of 6",
        "Let in Sun 1 Mar, 20:00",
        "Mei <b>Chan</b>",
        "969J4-3KMNY",
        "Lookup code",
        "no longer admits",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&html, "a[href$='/tickets.pdf'], a[href$='/calendar.ics']"), 2);
    assert_eq!(count(&html, "main b"), 0, "a name is text");
}

#[test]
fn every_other_end_of_an_order_is_told() {
    let mut cancelled = opened(OrderStatus::Cancelled, Vec::new());
    cancelled.order.notice = "The seats were gone when your payment arrived.".into();
    assert!(told(&shown(&cancelled, Stage::Cancelled)).contains("The seats were gone"));
    assert!(told(&shown(&opened(OrderStatus::Failed, Vec::new()), Stage::Failed)).contains("Nothing was charged"));
    let refunded = shown(&opened(OrderStatus::Refunded, vec![ticket(0x40, "refunded")]), Stage::Refunded);
    assert!(told(&refunded).contains("Given back HK$840.00"));
    assert_eq!(count(&refunded, ".qr__code, a[href$='/tickets.pdf']"), 0);
    assert!(
        told(&shown(&opened(OrderStatus::PartiallyRefunded, vec![ticket(0x40, "valid")]), Stage::PartiallyRefunded))
            .contains("Part of this order was refunded")
    );
    let mut off = opened(OrderStatus::Paid, vec![ticket(0x40, "valid")]);
    off.event.status = EventStatus::Cancelled;
    assert!(told(&shown(&off, Stage::Paid)).contains("This event has been cancelled"));
}

#[test]
fn my_tickets_stand_in_two_rows_or_say_where_to_begin() {
    let mine = |status, tickets| Mine {
        is_test: false,
        order: id(0x30),
        status,
        tickets,
        title: "The Tempest".into(),
        own_title: "The Tempest".into(),
        category: "theatre".into(),
        event_cancelled: false,
        starts_at: event().starts_at,
        ends_at: None,
        zone: hong_kong(),
        venue: Some("Kwai Tsing Theatre".into()),
    };
    let empty = checked(my_tickets::page(&House::default(), &[], &[], false));
    assert_eq!(count(&empty, "main a[href='/events']"), 1);
    let some = checked(my_tickets::page(
        &House::default(),
        &[mine(OrderStatus::Paid, 2), mine(OrderStatus::Pending, 0)],
        &[mine(OrderStatus::Refunded, 0)],
        true,
    ));
    let text = told(&some);
    for says in ["Coming up", "Past", "2 tickets", "Not paid yet", "Refunded", "Sat 14 Mar, 19:30"] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn the_lookup_keeps_what_was_typed_and_tells_nothing() {
    let asked = Asked { email: "mei@example.org".into(), code: "abcde".into() };
    let html = checked(lookup::page(&House::default(), &asked, Some("No order matches."), &[], &Above::Nothing));
    assert_eq!(count(&html, "input[name=email][value='mei@example.org'], input[name=code][value=abcde]"), 2);
    assert_eq!(count(&html, "[aria-invalid=true]"), 0, "neither field is called wrong");
    assert!(
        told(&checked(lookup::page(&House::default(), &Asked::default(), None, &[], &Above::FromPayment)))
            .contains("on their way by e-mail")
    );
}

#[test]
fn papers_print_only_what_admits_and_name_the_event_once() {
    let paid = opened(OrderStatus::Paid, vec![ticket(0x40, "refunded"), ticket(0x41, "valid")]);
    let sheets = paper::sheets(&paid.event, &paid.order, &paid.tickets, &[(id(0x41), 42_000)].into_iter().collect());
    assert_eq!(sheets.len(), 1);
    let sheet = &sheets[0];
    assert_eq!((sheet.place, sheet.price.as_str(), sheet.language.as_str()), ((2, 2), "HK$420.00 incl. fees and taxes", "en"));
    assert_eq!((sheet.dates.as_slice(), sheet.titles.len()), (["Saturday 14 March 2026, 19:30".to_owned()].as_slice(), 2));
    let file = paper::calendar(&paid.event, &paid.order, 1, "https://tickets.test", now()).unwrap().replace("\r\n ", "");
    for line in [
        "UID:event-0195a1b2-0000-7000-8000-000000000001@tickets.test",
        "DTSTART;TZID=Asia/Hong_Kong:20260314T193000",
        "LOCATION:Kwai Tsing Theatre\\, 12 Hing Ning Road\\, Hong Kong",
        "/orders/0195a1b2-0000-7000-8000-000000000030",
    ] {
        assert!(file.contains(line), "{line}: {file}");
    }
    let mut undated = paid.event.clone();
    undated.starts_at = None;
    assert!(paper::calendar(&undated, &paid.order, 1, "https://tickets.test", now()).is_none());
}
