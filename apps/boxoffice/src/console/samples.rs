//! An organization, an event and an order of it, to be bent by each test.

use chrono::Duration;
use commons::events::{Event, EventNotes, EventStatus, EventVenue};
use commons::venues::VenueRow;
use platform_http::SignedIn;
use platform_types::{Currency, Money, Timestamp, UserId, Zone};
use platform_ui::House;
use serde_json::json;
use uuid::Uuid;

use super::access::{Desk, Held, Place};
use super::dashboard::{Asked, DayMoney, DayRefunds, EventSales, MoneySales, Placed, Sales, Span, TypeMoney, books};
use super::events::{EventRow, Stock};
use super::frame::{After, Frame};
use super::tickets::Pool;
use crate::catalogue::{Availability, Offer};
use crate::orders::{OrderItem, OrderKind, OrderStatus, OrderTicket, OrderView};
use crate::pricing::UnitPrice;

pub fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(0x0195_a1b2_0000_7000_8000_0000_0000_0000 | n))
}

pub fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

pub fn frame(done: &str) -> Frame {
    let person = SignedIn { id: UserId(Uuid::from_u128(1)), name: "Zoë <Admin>".into(), email: "zoe@example.org".into(), operates: false };
    Frame::new(House::default(), Some(person), &After { done: done.into() })
}

pub fn place(held: Held) -> Place {
    Place { id: id(2), name: "Lantern House".into(), slug: "lantern-house".into(), zone: berlin(), currency: Currency::EUR, held }
}

pub fn venues() -> Vec<VenueRow> {
    vec![VenueRow {
        id: id(3),
        name: "Hall & <Annex>".into(),
        city: "Berlin".into(),
        timezone: "Europe/Berlin".into(),
        capacity: Some(300),
    }]
}

pub fn event(status: EventStatus) -> Event {
    Event {
        id: id(1),
        organization: id(2),
        organizer: "Lantern House".into(),
        slug: "the-tempest-x".into(),
        name: "The Tempest & <Friends>".into(),
        own_name: "The Tempest & <Friends>".into(),
        names: json!({"zh-Hant": "暴風雨"}),
        category: "theatre".into(),
        description: "\nTwo hours.\n\nOne interval.".into(),
        descriptions: json!({}),
        presenter: "The Players".into(),
        starts_at: Some("2026-03-14T18:30:00Z".parse().unwrap()),
        ends_at: Some("2026-03-14T20:30:00Z".parse().unwrap()),
        doors_at: None,
        zone: berlin(),
        currency: Currency::EUR,
        status,
        visibility: "public".into(),
        age_limit: "From 6 years".into(),
        draft_reason: String::new(),
        source_texts: json!({}),
        venue: Some(EventVenue {
            addresses: serde_json::json!({}),
            id: id(3),
            name: "Hall".into(),
            names: json!({}),
            address: "Am Ufer 1".into(),
            city: "Berlin".into(),
            country: "DE".into(),
            position: None,
        }),
        version: 4,
        notes: EventNotes::default(),
    }
}

pub fn desk(status: EventStatus, held: Held) -> Desk {
    Desk { event: event(status), place: place(held.clone()), held, holds: Some(300) }
}

pub fn offer(name: &str, price_minor: i64) -> Offer {
    Offer {
        names: serde_json::json!({}),
        descriptions: serde_json::json!({}),
        id: id(0x10),
        name: name.into(),
        description: "Row <1>\nto 9".into(),
        unit: UnitPrice { price_minor, fee_minor: price_minor / 10, tax_added_minor: 0, tax_included_minor: 0 },
        suggested_minor: None,
        zones: vec![],
        sale_starts_at: None,
        sale_ends_at: None,
        min_per_order: 1,
        max_per_order: 8,
        left: 63,
        unsold: 70,
        availability: Availability::OnSale,
        hidden: false,
        sold: 30,
        held: 7,
        capacity: 100,
    }
}

pub fn pool(n: u128, kind: &str, name: &str) -> Pool {
    Pool { id: id(n), kind: kind.into(), name: name.into(), capacity: 100, held: 7, sold: 30, archived: false }
}

pub fn stock() -> Stock {
    Stock {
        offers: vec![offer("Stalls", 2_500), Offer { availability: Availability::SoldOut, hidden: true, ..offer("Child <6", 0) }],
        pools: vec![pool(0x20, "event", "Event"), pool(0x21, "type", "Stalls")],
        outside: vec![],
    }
}

pub fn event_rows() -> Vec<EventRow> {
    let row = |n: u128, status, starts_at, sold_of, takings| EventRow {
        id: id(n),
        name: "The Tempest & <Friends>".into(),
        status,
        starts_at,
        ends_at: None,
        offers: vec![if sold_of == Some((100, 100)) { Availability::SoldOut } else { Availability::OnSale }],
        zone: berlin(),
        venue: Some("Hall".into()),
        organization: "Lantern House".into(),
        organization_slug: "lantern-house".into(),
        sold_of,
        takings,
        draft_reason: String::new(),
    };
    let soon = Some(now() + Duration::days(13));
    vec![
        row(1, EventStatus::Published, soon, Some((30, 100)), Some(Money::new(85_500, Currency::EUR))),
        row(4, EventStatus::Published, soon, Some((100, 100)), None),
        EventRow {
            draft_reason: "its price “待定” is not one that can be charged".into(),
            ..row(5, EventStatus::Draft, None, None, Some(Money::zero(Currency::EUR)))
        },
    ]
}

pub fn order(status: OrderStatus) -> OrderView {
    let paid = matches!(status, OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded);
    OrderView {
        language: platform_types::Lang::En,
        id: id(0x30),
        organization: id(2),
        event: id(1),
        hold: id(0x31),
        hold_expires_at: now() + Duration::minutes(15),
        number: "4F7K22QP".into(),
        lookup_code: "BCDFGHJKMN".into(),
        user: None,
        email: "mei@example.org".into(),
        buyer_name: "Mei Chan".into(),
        status,
        currency: Currency::EUR,
        subtotal_minor: 5_000,
        fees_minor: 700,
        tax_added_minor: 0,
        tax_included_minor: 910,
        total_minor: 5_700,
        discount_minor: 0,
        promo_code: String::new(),
        kind: OrderKind::Sale,
        refunded_minor: if status == OrderStatus::Refunded { 5_700 } else { 0 },
        notice: String::new(),
        is_test: false,
        paid_at: paid.then(|| now() + Duration::minutes(5)),
        created_at: now(),
    }
}

pub fn order_items() -> Vec<OrderItem> {
    vec![OrderItem { ticket_type: id(0x10), name: "Stalls".into(), quantity: 2, unit_all_in_minor: 2_850, unit_discount_minor: 0 }]
}

pub fn order_tickets() -> Vec<OrderTicket> {
    let ticket = |n: u128, name: &str, status: &str, at| OrderTicket {
        id: id(n),
        type_name: "Stalls".into(),
        zones: vec!["Balcony <1>".into()],
        role: Some("VIP 1"),
        attendee_name: name.into(),
        status: status.into(),
        human_code: "BCDF2345".into(),
        code: "6BF5*0:ZKH".into(),
        checked_in_at: at,
    };
    vec![ticket(0x40, "Mei <b>Chan</b>", "valid", None), ticket(0x41, "Björn Ångström", "checked_in", Some(now() + Duration::minutes(300)))]
}

/// A week of an event's sales in euros, with one refund; `money` says whether the caller sees it.
pub fn sales(money: bool) -> EventSales {
    let day = |n: u32| chrono::NaiveDate::from_ymd_opt(2026, 3, n).unwrap();
    let span = Span { first: day(1), last: day(7), zone: berlin() };
    let paid = |n: u32, gross_minor: i64| DayMoney {
        event: id(1),
        day: day(n),
        currency: Currency::EUR,
        orders: 1,
        gross_minor,
        fees_minor: gross_minor / 10,
        tax_minor: gross_minor / 20,
    };
    let paid = vec![paid(1, 50_000), paid(4, 35_500)];
    let refunded = vec![DayRefunds { event: id(1), day: day(5), currency: Currency::EUR, refunds: 1, amount_minor: 5_700 }];
    let money = money.then(|| MoneySales {
        books: books(&paid, &refunded),
        paid,
        refunded,
        by_type: vec![
            TypeMoney { name: "Stalls".into(), currency: Currency::EUR, gross_minor: 80_000 },
            TypeMoney { name: "Child <6".into(), currency: Currency::EUR, gross_minor: 5_500 },
        ],
        placed: Placed { placed: 4, paid: 2, waiting: 1 },
    });
    let tickets = vec![
        platform_ui::Series::new("Stalls", vec![18, 0, 0, 10, 0, 0, 0]),
        platform_ui::Series::new("Child <6", vec![2, 0, 0, 0, 0, 0, 0]),
    ];
    let asked = Asked { range: "7".into(), ..Asked::default() };
    let sales = Sales { asked, errors: platform_ui::FieldErrors::new(), span, tickets, money };
    EventSales { sales: Some(sales), arrivals: Some(vec![(now(), 3), (now() + Duration::minutes(45), 1)]) }
}

/// What whoever may see nothing of sales gets.
pub fn no_sales() -> EventSales {
    EventSales { sales: None, arrivals: None }
}
