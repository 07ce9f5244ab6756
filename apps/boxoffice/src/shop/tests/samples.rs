//! An event, its tickets and an order of them, to be bent by each test.

use std::collections::HashMap;

use commons::events::{Event, EventNotes, EventStatus, EventVenue};
use commons::programme::Entry;
use platform_types::{Currency, Timestamp, Zone};
use serde_json::json;

use crate::catalogue::{Availability, Offer};
use crate::codes::{PricedLine, Quote};
use crate::holds::{HoldItem, HoldStatus, HoldView};
use crate::orders::{OrderItem, OrderKind, OrderStatus, OrderTicket, OrderView};
use crate::pricing::{Tariff, Totals, UnitPrice};
use crate::refunds::Policy;
use crate::shop::checkout::Cart;
use crate::shop::event::{Around, OnShow};
use crate::shop::order_access::Opened;

pub(super) fn id<T: std::str::FromStr<Err = uuid::Error>>(n: u8) -> T {
    format!("0195a1b2-0000-7000-8000-0000000000{n:02x}").parse().unwrap()
}

pub(in crate::shop) fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(super) fn hong_kong() -> Zone {
    "Asia/Hong_Kong".parse().unwrap()
}

pub(in crate::shop) fn event() -> Event {
    Event {
        id: id(1),
        organization: id(2),
        organizer: "Lantern House".into(),
        slug: "the-tempest".into(),
        name: "The Tempest & <Friends>".into(),
        own_name: "The Tempest & <Friends>".into(),
        names: json!({"en": "The Tempest & <Friends>", "zh-Hant": "暴風雨"}),
        category: "theatre".into(),
        description: "Two hours.\n\nOne interval.".into(),
        descriptions: json!({"zh-Hant": "兩小時"}),
        presenter: "The Players".into(),
        starts_at: Some("2026-03-14T11:30:00Z".parse().unwrap()),
        ends_at: Some("2026-03-14T13:30:00Z".parse().unwrap()),
        doors_at: Some("2026-03-14T10:45:00Z".parse().unwrap()),
        zone: hong_kong(),
        currency: Currency::HKD,
        status: EventStatus::Published,
        visibility: "public".into(),
        age_limit: "From 6 years".into(),
        draft_reason: String::new(),
        source_texts: json!({}),
        venue: Some(EventVenue {
            addresses: serde_json::json!({}),
            id: id(3),
            name: "Kwai Tsing Theatre".into(),
            names: json!({"zh-Hant": "葵青劇院"}),
            address: "12 Hing Ning Road".into(),
            city: "Hong Kong".into(),
            country: "HK".into(),
            position: Some((22.3577, 114.1289)),
        }),
        version: 1,
        notes: EventNotes::default(),
    }
}

/// Something of a running order.
pub(in crate::shop) fn entry(n: u8, position: i32, starts_at: Option<&str>, title: &str, stage: &str) -> Entry {
    Entry {
        id: id(n),
        position,
        starts_at: starts_at.map(|at| at.parse().unwrap()),
        ends_at: None,
        title: title.into(),
        stage: stage.into(),
        track: String::new(),
        people: Vec::new(),
        language: String::new(),
        says_more: false,
    }
}

pub(super) fn unit(price_minor: i64, fee_minor: i64) -> UnitPrice {
    UnitPrice { price_minor, fee_minor, tax_added_minor: 0, tax_included_minor: 0 }
}

pub(in crate::shop) fn offer(n: u8, name: &str, unit: UnitPrice, left: i32, availability: Availability) -> Offer {
    Offer {
        names: serde_json::json!({}),
        descriptions: serde_json::json!({}),
        id: id(n),
        name: name.into(),
        description: String::new(),
        unit,
        suggested_minor: None,
        zones: vec![],
        sale_starts_at: None,
        sale_ends_at: None,
        min_per_order: 1,
        max_per_order: 8,
        left,
        unsold: left,
        availability,
        hidden: false,
        sold: 0,
        held: 0,
        capacity: 100,
    }
}

pub(super) fn on_show(event: Event, offers: Vec<Offer>) -> OnShow {
    let tariff = Tariff { currency: event.currency, fees: vec![], tax: None };
    OnShow { event, offers, tariff, refunds: Policy::NONE, now: now(), around: Around::default(), takes_codes: false, picture: None }
}

fn line(n: u8, name: &str, quantity: i32, unit: UnitPrice) -> PricedLine {
    PricedLine { ticket_type: id(n), name: name.into(), quantity, unit, off_minor: 0 }
}

pub(super) fn cart() -> Cart {
    let item = |n, name: &str, price_minor, quantity| HoldItem { ticket_type: id(n), name: name.into(), price_minor, quantity };
    Cart {
        hold: HoldView {
            id: id(0x20),
            event: id(1),
            user: None,
            guest: Some(id(0x21)),
            status: HoldStatus::Active,
            expires_at: now() + chrono::Duration::minutes(12),
            typed: None,
            code: None,
            items: vec![item(0x10, "Stalls", 40_000, 2), item(0x11, "Under 26", 0, 1)],
        },
        event: event(),
        quote: Quote {
            lines: vec![line(0x10, "Stalls", 2, unit(40_000, 2_000)), line(0x11, "Under 26", 1, unit(0, 0))],
            tickets: vec![0, 0, 1],
            totals: Totals { subtotal_minor: 80_000, fees_minor: 4_000, tax_added_minor: 0, tax_included_minor: 0, total_minor: 84_000 },
            discount_minor: 0,
        },
        refusal: None,
        takes_codes: false,
        bound: false,
        placed: Vec::new(),
        order: None,
        refunds: Policy::NONE,
    }
}

pub(super) fn order(status: OrderStatus) -> OrderView {
    let paid = matches!(status, OrderStatus::Paid | OrderStatus::PartiallyRefunded | OrderStatus::Refunded);
    OrderView {
        language: platform_types::Lang::En,
        is_test: false,
        id: id(0x30),
        organization: id(2),
        event: id(1),
        hold: id(0x20),
        hold_expires_at: now() + chrono::Duration::minutes(12),
        number: "4F7K22QP".into(),
        lookup_code: "969J43KMNY".into(),
        user: None,
        email: "mei@example.org".into(),
        buyer_name: "Mei Chan".into(),
        status,
        currency: Currency::HKD,
        subtotal_minor: 80_000,
        fees_minor: 4_000,
        tax_added_minor: 0,
        tax_included_minor: 0,
        total_minor: 84_000,
        discount_minor: 0,
        promo_code: String::new(),
        kind: OrderKind::Sale,
        refunded_minor: if status == OrderStatus::Refunded { 84_000 } else { 0 },
        notice: String::new(),
        paid_at: paid.then(now),
        created_at: now(),
    }
}

pub(super) fn ticket(n: u8, status: &str) -> OrderTicket {
    OrderTicket {
        id: id(n),
        type_name: "Stalls".into(),
        zones: vec![],
        role: None,
        attendee_name: "Mei <b>Chan</b>".into(),
        status: status.into(),
        human_code: "XYZW2345".into(),
        code: "6BF5*0:ZKH".into(),
        checked_in_at: (status == "checked_in").then(now),
    }
}

pub(super) fn opened(status: OrderStatus, tickets: Vec<OrderTicket>) -> Opened {
    Opened {
        order: order(status),
        event: event(),
        kinds: crate::catalogue::Kinds::default(),
        items: vec![OrderItem {
            ticket_type: id(0x10),
            name: "Stalls".into(),
            quantity: 2,
            unit_all_in_minor: 42_000,
            unit_discount_minor: 0,
        }],
        prices: HashMap::new(),
        tickets,
        payment: None,
        by_code: false,
        mark: "3".to_owned(),
        by_buyer: true,
        policy: Policy::NONE,
        offer: None,
        receipts: Vec::new(),
    }
}
