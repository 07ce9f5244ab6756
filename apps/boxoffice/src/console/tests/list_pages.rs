//! Lists, their empty states, and the form for a message, in their states.

use commons::events::EventStatus;
use platform_types::{Currency, Money};
use platform_ui::FieldErrors;
use uuid::Uuid;

use super::{attribute, checked, count, told};
use crate::console::access::{Desk, Held};
use crate::console::attendees::list_view::{AttendeesPage, page as attendees_page};
use crate::console::attendees::{AttendeeFilter, AttendeeRow};
use crate::console::form::{errors_of, wrong};
use crate::console::lists::views::SavedView;
use crate::console::lists::{Cut, Pairs, Params};
use crate::console::messages::list_view::{MessagesPage, page as messages_page};
use crate::console::messages::view::{MessagePage, Preview, page as message_page};
use crate::console::messages::{About, Audience, Draft, MessageRow};
use crate::console::orders::list::At;
use crate::console::orders::list_view::{OrdersPage, page as orders_page};
use crate::console::orders::{OrderFilter, OrderRow};
use crate::console::samples::{berlin, desk, frame, id, now, place};
use crate::orders::{OrderKind, OrderStatus};
use platform_auth::permission as may;

fn rows() -> Vec<OrderRow> {
    let row = |n: u128, status| OrderRow {
        id: id(n),
        number: "4F7K22QP".into(),
        buyer_name: "Mei <Chan>".into(),
        buyer_bare: "mei <chan>".into(),
        email: "mei@example.org".into(),
        status,
        tickets: 2,
        kind: OrderKind::Sale,
        total: Money::new(5_700, Currency::EUR),
        fees_minor: 700,
        tax_minor: 0,
        refunded_minor: 0,
        created_at: now(),
        paid_at: None,
        event: id(1),
        event_name: "The Tempest & <Friends>".into(),
        zone: berlin(),
    };
    OrderStatus::ALL.into_iter().zip(0x50..).map(|(status, n)| row(n, status)).collect()
}

fn orders(at: &At, query: &str, rows: Vec<OrderRow>, views: &[SavedView]) -> String {
    let params = Params::read(query);
    let (filter, faults) = OrderFilter::read(&params, berlin(), Currency::EUR);
    let total = if rows.is_empty() { 0 } else { 10_000 };
    let cut = Cut { more: !rows.is_empty(), rows, total, first: 51 };
    let types = [(Uuid::from_u128(7), "Stalls & <Circle>".to_owned())];
    checked(orders_page(
        &frame(""),
        &OrdersPage { at, params: &params, filter: &filter, faults: &faults, cut: &cut, types: &types, views, send: Uuid::from_u128(9) },
    ))
}

fn at_event(held: Held) -> At {
    At::Event(Box::new(desk(EventStatus::Published, held)))
}

#[test]
fn orders_are_filtered_sorted_chosen_and_paged_by_links() {
    let at = at_event(Held::all());
    let base = "/console/events/0195a1b2-0000-7000-8000-000000000001/orders";
    let views = [SavedView { id: id(0x70), name: "Big ones".into(), query: "least=100".into(), shared: true, removable: true }];
    let page = orders(&at, &format!("q=a%26b&status=paid&type={}&sort=total", Uuid::from_u128(7)), rows(), &views);
    for says in
        ["Not paid yet", "Lapsed", "Given up", "Payment failed", "Partly refunded", "Refunded", "51–57 of 10,000", "All 10,000 that match"]
    {
        assert!(told(&page).contains(says), "{says}");
    }
    assert_eq!(count(&page, ".filters .chip[aria-current=true]"), 3, "what is looked for, the state, the ticket");
    let without = format!("a.chip[href='{base}?status=paid&type={}&sort=total']", Uuid::from_u128(7));
    assert_eq!(count(&page, &without), 1, "each filter goes by itself");
    assert_eq!(count(&page, "th[aria-sort=ascending] a"), 1);
    assert!(attribute(&page, "th[aria-sort=ascending] a", "href").unwrap().contains("sort=-total"), "a second click turns it round");
    assert_eq!(count(&page, "tbody input[type=checkbox][name=id][form=orders]"), 7);
    assert_eq!(count(&page, "#orders input[type=hidden][name=q][value='a&b']"), 1, "all that match are the same ones");
    assert!(attribute(&page, "a[rel=next]", "href").unwrap().contains("sort=total&after=57_"));
    assert_eq!(count(&page, ".views__list a[href$='orders?least=100']"), 1);
    assert_eq!(count(&page, "button[formaction$='/resend']"), 1);
    let viewer = orders(&at_event(Held::of(&[may::EVENTS_VIEW, may::ORDERS_VIEW])), "", rows(), &[]);
    assert_eq!(
        (count(&viewer, "button[formaction$='/resend']"), count(&viewer, "select[name=payment]")),
        (0, 0),
        "nothing is offered that would be refused"
    );
}

#[test]
fn none_yet_is_not_none_that_match() {
    let at = at_event(Held::all());
    assert!(told(&orders(&at, "", vec![], &[])).contains("No orders yet"));
    let page = orders(&at, "q=zzz", vec![], &[]);
    assert!(told(&page).contains("None match"));
    assert_eq!(count(&page, ".empty a[href$='/orders']"), 1, "there is a way back to all of them");
    let page = orders(&at, "from=14.3.2026", rows(), &[]);
    assert_eq!(attribute(&page, "input[name=from]", "value").as_deref(), Some("14.3.2026"), "what was typed stays");
    assert_eq!(count(&page, "details.filter-form__more[open] input[name=from][aria-invalid=true]"), 1);
}

#[test]
fn an_organizations_orders_name_their_event() {
    let at = At::Organization(Box::new(place(Held::all())));
    let page = orders(&at, "", rows(), &[]);
    assert_eq!(count(&page, "td[data-label=Event] a[href^='/console/events/']"), 7);
    assert!(told(&page).contains("Everything bought at Lantern House"));
    assert_eq!(count(&page, ".rail a[aria-current][href='/console/lantern-house/orders']"), 1);
}

fn attendees(desk: &Desk, query: &str, rows: Vec<AttendeeRow>) -> String {
    let params = Params::read(query);
    let (filter, faults) = AttendeeFilter::read(&params);
    let cut = Cut { total: rows.len() as u64, rows, first: 1, more: false };
    let model = AttendeesPage {
        desk,
        params: &params,
        filter: &filter,
        faults: &faults,
        cut: &cut,
        types: &[],
        views: &[],
        send: Uuid::from_u128(9),
        retyped: None,
    };
    checked(attendees_page(&frame(""), &model))
}

#[test]
fn attendees_stand_with_ticket_door_and_order() {
    let row = |n: u128, status: &str, at| AttendeeRow {
        id: id(n),
        name: "محمد <b>علي".into(),
        bare: "محمد".into(),
        email: "mei@example.org".into(),
        buyer_name: "Mei Chan".into(),
        type_name: "Stalls".into(),
        status: status.into(),
        human_code: "BCDF2345GH".into(),
        checked_in_at: at,
        gate: at.map(|_| "North".into()),
        order: id(0x30),
        order_number: "4F7K22QP".into(),
        created_at: now(),
    };
    let all = desk(EventStatus::Published, Held::all());
    let page = attendees(&all, "", vec![row(1, "valid", None), row(2, "checked_in", Some(now())), row(3, "void", None)]);
    for says in ["Not yet", "Sun 1 Mar, 13:00", "North", "bought by Mei Chan", "4F7K-22QP", "Came in", "Revoked"] {
        assert!(told(&page).contains(says), "{says}: {}", told(&page));
    }
    assert_eq!(count(&page, "form[action$='/name']"), 2, "a ticket that is dead keeps its name");
    assert_eq!(count(&page, "button[formaction$='/messages/compose']"), 1);
    let viewer = attendees(&desk(EventStatus::Published, Held::of(&[may::ORDERS_VIEW])), "", vec![row(1, "valid", None)]);
    assert_eq!(count(&viewer, "form[action$='/name'], button[formaction$='/compose'], button[formaction$='/resend']"), 0);
    assert!(told(&attendees(&all, "", vec![])).contains("Nobody yet") && told(&attendees(&all, "in=yes", vec![])).contains("None match"));
}

fn message(draft: &Draft, body: &str, errors: &FieldErrors, preview: Option<&Preview>) -> String {
    let desk = desk(EventStatus::Published, Held::all());
    let pairs: Pairs = serde_urlencoded::from_str(body).unwrap();
    let audience = Audience::read(&pairs).unwrap();
    let types = [(Uuid::from_u128(7), "Stalls".to_owned())];
    checked(message_page(&frame(""), &MessagePage { desk: &desk, types: &types, draft, audience: Some(&audience), errors, preview }))
}

#[test]
fn a_message_is_typed_looked_at_and_only_then_sent() {
    let draft = Draft::fresh(id::<platform_types::EventId>(9).0, Some(About::Moved));
    let page = message(&draft, "", &FieldErrors::new(), None);
    assert_eq!(count(&page, "button.button--main"), 1);
    assert_eq!((count(&page, "form[action$='/messages']"), count(&page, "form[action$='/preview']")), (0, 1), "nothing is sent unseen");
    assert_eq!(attribute(&page, "input[name=subject]", "value").as_deref(), Some("New time or place: {event}"));
    let preview = Preview {
        to: "Mei <m@x.org>".into(),
        subject: "S".into(),
        text: "One\n\nTwo <b>".into(),
        addresses: 1_204,
        audience: "Stalls".into(),
    };
    let body = format!("type={}", Uuid::from_u128(7));
    let page = message(&draft, &body, &FieldErrors::new(), Some(&preview));
    assert!(told(&page).contains("It goes to 1,204 addresses (Stalls), to each once."), "{}", told(&page));
    let sent = "form[action$='/messages']";
    assert_eq!(
        count(&page, &format!("{sent} input[name=type]")) + count(&page, &format!("{sent} input[name=message]")),
        2,
        "it goes to those who were shown"
    );
    assert_eq!(count(&page, &format!("{sent} textarea[name=text]")), 1, "with all its lines");
    let chosen = message(&draft, &format!("id={}&id={}", Uuid::from_u128(1), Uuid::from_u128(2)), &FieldErrors::new(), None);
    assert_eq!((count(&chosen, "input[type=hidden][name=id]"), count(&chosen, "select[name=type]")), (2, 0));
    let refused = message(&draft, "", &errors_of(&wrong("text", "{nmae} stands for nothing")), None);
    assert_eq!(count(&refused, "textarea[name=text][aria-invalid=true]"), 1);
}

#[test]
fn sent_messages_say_what_became_of_them() {
    let desk = desk(EventStatus::Published, Held::all());
    let row = MessageRow {
        id: Uuid::from_u128(1),
        subject: "New <time>".into(),
        body: "Hello {name}".into(),
        audience: "everybody with a ticket".into(),
        recipients: 1_200,
        by: "Zoë".into(),
        at: now(),
        sent: 1_100,
        failed: 3,
    };
    let page = told(&checked(messages_page(&frame("message-sent"), &MessagesPage { desk: &desk, messages: &[row], may_write: true })));
    for says in ["The message is on its way.", "1,200", "1,100", "97 on the way", "Hello {name}", "Zoë"] {
        assert!(page.contains(says), "{says}: {page}");
    }
    let none = checked(messages_page(&frame(""), &MessagesPage { desk: &desk, messages: &[], may_write: false }));
    assert!(told(&none).contains("Nothing written yet") && count(&none, "a[href$='/messages/new']") == 0);
}
