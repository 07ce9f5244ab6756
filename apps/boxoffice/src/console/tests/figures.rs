//! Figures: who sees which, in which states of their pages.

use axum::http::StatusCode;
use platform_auth::permission as may;

use super::harness::World;
use super::{checked, count, told};
use crate::console::access::Held;
use crate::console::dashboard::{EventLine, MoneySales, OrganizationPage, Sales, Sees, books, organization_page};
use crate::console::samples::{berlin, frame, id, now, place, sales};

#[test]
fn who_may_not_see_money_sees_none() {
    let sees = |held: &[platform_auth::Permission]| {
        let Sees { money, sales, door } = Sees::of(&Held::of(held));
        (money, sales, door)
    };
    assert_eq!(sees(&[may::EVENTS_VIEW]), (false, false, false));
    assert_eq!(sees(&[may::EVENTS_VIEW, may::TICKETS_SCAN]), (false, false, true), "door staff");
    assert_eq!(sees(&[may::ANALYTICS_VIEW, may::TICKETS_SCAN]), (false, true, true), "a venue's manager");
    assert_eq!(sees(&[may::ANALYTICS_VIEW]), (false, false, false), "no row of a ticket is theirs to count");
    assert_eq!(sees(&[may::ORDERS_VIEW]), (true, true, true));
}

#[test]
fn an_organizations_page_keeps_currencies_apart_and_hides_what_is_not_seen() {
    let mut week: Sales = sales(true).sales.unwrap();
    let mut money: MoneySales = week.money.take().unwrap();
    let dollars = crate::console::dashboard::DayMoney { currency: platform_types::Currency::HKD, ..money.paid[0] };
    money.paid.push(dollars);
    money.books = books(&money.paid, &money.refunded);
    week.money = Some(money.clone());
    let line = |n: u128, books| EventLine {
        id: id(n),
        name: format!("Night {n} <b>"),
        starts_at: Some(now()),
        zone: berlin(),
        tickets: 20,
        values: vec![18, 0, 0, 2, 0, 0, 0],
        books,
    };
    let place = place(Held::all());
    let lines = [line(1, Some(money.books)), line(4, None)];
    let model = OrganizationPage { place: &place, sales: &week, lines: &lines, events: 2 };
    let page = checked(organization_page(&frame(""), &model));
    let text = told(&page);
    for says in
        ["Stays, EUR", "€798.00", "Stays, HKD", "HK$500.00", "Paid by day, HKD", "€855.00 and HK$500.00", "Not shown to you", "50 %"]
    {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, ".spark[role=img]"), 2);
    assert_eq!(count(&page, "a[href='/console/events/0195a1b2-0000-7000-8000-000000000001?range=7']"), 1, "the same days at the event");

    let unpriced = Sales { money: None, ..week.clone() };
    let blind = OrganizationPage { sales: &unpriced, lines: &lines[1..], ..model };
    let text = told(&checked(organization_page(&frame(""), &blind)));
    assert!(!text.contains('€') && !text.contains("Stays") && text.contains("30"), "{text}");
    let text = told(&checked(organization_page(&frame(""), &OrganizationPage { events: 0, lines: &[], ..model })));
    assert!(text.contains("No figures to show"), "{text}");
}

#[tokio::test]
async fn each_role_sees_the_figures_that_are_its_own() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let at = format!("/console/events/{event}?range=all");
    let venue = world.house.holder("venue", "GVTEWAY_VENUE_MANAGER", world.organization.0).await;
    let door = world.house.holder("door", "STAFF", event.0).await;
    let page = async |who| world.get(who, &at).await.expect(200).text;
    let owner = page(&world.owner).await;
    assert!(told(&owner).contains("1 of 1 order placed in these days was paid."), "{}", told(&owner));
    let sees = page(&venue).await;
    assert!(
        told(&sees).contains("Tickets by day") && !told(&sees).contains("were paid") && !told(&sees).contains("was paid"),
        "{}",
        told(&sees)
    );
    assert!(count(&sees, ".chart__legend, .chart__column") > 0, "two tickets are drawn");
    let gate = page(&door).await;
    assert!(told(&gate).contains("At the door") && !told(&gate).contains("Tickets by day"), "{}", told(&gate));

    let whole = world.get(&venue, "/console/lantern?range=7").await.expect(200).text;
    assert!(told(&whole).contains("The Tempest") && !told(&whole).contains("Stays"), "{}", told(&whole));
    assert!(told(&world.get(&door, "/console/lantern").await.expect(200).text).contains("No figures to show"));
    let stranger = world.house.person("stranger").await;
    assert_eq!(world.get(&stranger, "/console/lantern").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_range_that_is_wrong_says_so_and_keeps_what_was_typed() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan"]).await;
    for base in [format!("/console/events/{event}"), "/console/lantern".to_owned()] {
        let page = world.get(&world.owner, &format!("{base}?range=own&from=2026-03-05&to=2026-02-31")).await.expect(200).text;
        assert_eq!(count(&page, "details[open] input[name=from][value='2026-03-05']"), 1, "{base}");
        assert_eq!(count(&page, "input[name=to][aria-invalid=true][value='2026-02-31']"), 1, "{base}");
        assert!(told(&page).contains("Enter a day like 2026-03-14."));
    }
    let none = world.get(&world.owner, &format!("/console/events/{event}?from=2025-01-01&to=2025-01-31")).await.expect(200).text;
    assert!(told(&none).contains("Nothing yet"), "{}", told(&none));
}
