//! Every page in its states.

use commons::events::EventStatus;
use platform_auth::organizations::Organization;
use platform_auth::permission as may;
use platform_http::Check;
use platform_types::{Currency, Money};
use platform_ui::FieldErrors;

use super::{checked, count, told};
use crate::catalogue::Availability;
use crate::console::access::Held;
use crate::console::events::edit_view::{EventFormPage, Purpose};
use crate::console::events::list_view::EventsPage;
use crate::console::events::overview_view::OverviewPage;
use crate::console::events::{
    Against, Change, EventForm, Mend, Part, Requirement, Show, Stock, Takings, Tests, edit_view, list_view, overview_view,
};
use crate::console::form::errors_of;
use crate::console::home::{self, HomePage};
use crate::console::orders::detail_view::{self, OrderPage};
use crate::console::orders::refund::Chosen;
use crate::console::orders::refund_view::Shown;
use crate::console::orders::{PaymentTry, RefundRow, UnsentRefund, refund, refund_view};
use crate::console::samples::{
    berlin, desk, event_rows, frame, id, no_sales, now, offer, order, order_items, order_tickets, place, pool, sales, stock, venues,
};
use crate::console::tickets::view::{self as tickets_view, TicketsPage};
use crate::console::tickets::{FeesForm, QuotaForm, Shelf, TypeForm, ZoneForm};
use crate::console::venues::VenueForm;
use crate::console::venues::view::{self as venues_view, VenuesPage};
use crate::orders::OrderStatus;

fn organizations() -> Vec<Organization> {
    vec![Organization {
        id: id(2),
        name: "Lantern House".into(),
        slug: "lantern-house".into(),
        timezone: "Europe/Berlin".into(),
        currency: "EUR".into(),
    }]
}

#[test]
fn home_shows_what_comes_or_how_to_begin() {
    let rows = event_rows();
    let page = checked(home::page(
        &frame(""),
        &HomePage {
            organizations: &organizations(),
            place: None,
            more: false,
            upcoming: &rows[..2],
            drafts: &rows[2..],
            unsent: &[],
            may_create: true,
            now: now(),
        },
    ));
    let text = told(&page);
    for says in ["Coming up", "30 / 100", "€855.00", "Sold out", "Being prepared", "No date yet", "Not shown to you", "Lantern House"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let nobody = told(&checked(home::page(
        &frame(""),
        &HomePage { organizations: &[], place: None, more: false, upcoming: &[], drafts: &[], unsent: &[], may_create: true, now: now() },
    )));
    assert!(nobody.contains("You belong to no organization yet"), "{nobody}");
    let staff = HomePage {
        organizations: &organizations()[..1],
        place: None,
        more: false,
        upcoming: &[],
        drafts: &[],
        unsent: &[],
        may_create: false,
        now: now(),
    };
    assert!(!told(&checked(home::page(&frame(""), &staff))).contains("New event"), "nothing is offered that would be refused");
    let fresh = checked(home::page(
        &frame(""),
        &HomePage {
            organizations: &organizations(),
            place: None,
            more: false,
            upcoming: &[],
            drafts: &[],
            unsent: &[],
            may_create: true,
            now: now(),
        },
    ));
    assert_eq!(count(&fresh, "a[href='/console/lantern-house/events/new']"), 1);
}

#[test]
fn the_list_leads_on_and_says_what_is_missing() {
    let place = place(Held::all());
    let rows = event_rows();
    let model =
        EventsPage { place: &place, show: Show::Drafts, counts: [2, 148, 0, 150], rows: &rows, offset: 50, may_create: true, now: now() };
    let page = checked(list_view::page(&frame("event-updated"), &model));
    assert_eq!(count(&page, "a[rel=prev]") + count(&page, "a[rel=next]"), 2);
    assert_eq!(count(&page, ".chip[aria-current=true]"), 1);
    assert!(told(&page).contains("Saved."), "a redirect's word is told");
    assert!(told(&page).contains("is not one that can be charged"), "why an import left it as a draft");
    let none = EventsPage { counts: [0; 4], rows: &[], offset: 0, may_create: false, ..model };
    let page = checked(list_view::page(&frame("nonsense"), &none));
    assert!(told(&page).contains("No events yet"));
    assert_eq!(count(&page, "a[href$='/events/new']"), 0, "who may not add one is not offered to");
}

#[test]
fn the_form_opens_fresh_and_comes_back_with_everything_typed() {
    let place = place(Held::all());
    let venues = venues();
    let fresh = EventForm::fresh(berlin(), Currency::EUR);
    let page = checked(edit_view::page(
        &frame(""),
        &EventFormPage {
            place: &place,
            venues: &venues,
            form: &fresh,
            errors: &FieldErrors::new(),
            part: Part::Whole,
            lacking: &[],
            purpose: Purpose::New { id: id(9) },
        },
    ));
    assert_eq!(count(&page, "select[name=venue] option"), 3, "choose, the hall, a new one");
    assert_eq!(count(&page, ".field:has(option[value=new]) + .new-place input[name=venue_name]"), 1, "the sheet shows it while chosen");
    assert_eq!(count(&page, "select[name=currency] option[selected][value=EUR]"), 1);

    let typed = EventForm {
        title: "A \"B\" <c>".into(),
        starts: "2026-03-29T02:30".into(),
        venue: "new".into(),
        place: VenueForm { venue_name: "Barn".into(), ..VenueForm::fresh(berlin()) },
        description: "\n\nKept".into(),
        ..fresh
    };
    let mut check = Check::new();
    assert!(typed.read(Against { venues: &venues, home: berlin(), was: None }, &mut check).is_none());
    let errors = errors_of(&check.faults());
    let page = checked(edit_view::page(
        &frame(""),
        &EventFormPage {
            place: &place,
            venues: &venues,
            form: &typed,
            errors: &errors,
            part: Part::Whole,
            lacking: &[],
            purpose: Purpose::New { id: id(9) },
        },
    ));
    assert_eq!(count(&page, "input[name=title][value='A \"B\" <c>']"), 1);
    assert_eq!(count(&page, "input[name=starts][aria-invalid=true][value='2026-03-29T02:30']"), 1);
    assert_eq!(count(&page, ".field:has(option[value=new][selected]) + .new-place input[name=venue_name][value=Barn]"), 1);
    assert!(told(&page).contains("skip this hour"));
    assert_eq!(count(&page, ".error-summary a[href='#field-starts']"), 1);
}

#[test]
fn an_edit_tells_what_somebody_else_changed() {
    let desk = desk(EventStatus::Published, Held::all());
    let venues = venues();
    let form = EventForm::of(&desk.event, berlin());
    assert_eq!((form.other_lang.as_str(), form.starts.as_str()), ("zh-Hant", "2026-03-14T19:30"));
    let changes = [
        Change {
            field: "starts",
            label: "Start".into(),
            was: "2026-03-14 19:30".into(),
            now: "2026-03-14 20:00".into(),
            yours: Some("2026-03-14 21:00".into()),
        },
        Change { field: "presenter", label: "Presenter".into(), was: String::new(), now: "The Players".into(), yours: None },
    ];
    let purpose = Purpose::Edit { desk: &desk, version: 5, was: "{\"title\":\"x\"}", changes: &changes, moves: None };
    let page = checked(edit_view::page(
        &frame(""),
        &EventFormPage {
            place: &desk.place,
            venues: &venues,
            form: &form,
            errors: &FieldErrors::new(),
            part: Part::Whole,
            lacking: &[],
            purpose,
        },
    ));
    let text = told(&page);
    for says in ["Somebody else changed this event", "2026-03-14 20:00", "Yours: 2026-03-14 21:00", "Empty", "As it is now"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "input[type=hidden][name=version][value='5']"), 1);
    assert_eq!(count(&page, "select[name=currency], input[name=capacity]"), 0, "the currency stays, the capacity has its own form");
}

fn requirements(missing: Option<&str>) -> Vec<Requirement> {
    use crate::console::events::Mend;
    vec![
        Requirement { label: "Starts in the future".into(), missing: None, mend: Mend::Event },
        Requirement { label: "Has tickets".into(), missing: missing.map(Into::into), mend: Mend::Tickets },
    ]
}

#[test]
fn a_draft_says_what_it_lacks_and_a_published_event_how_it_sells() {
    let draft = desk(EventStatus::Draft, Held::all());
    let stock = stock();
    let lacking = requirements(Some("Add at least one ticket type; it may be free."));
    let model = OverviewPage {
        desk: &draft,
        stock: &Stock { offers: vec![], pools: vec![], outside: vec![] },
        requirements: &lacking,
        takings: Some(Takings::default()),
        admitted: Some((0, 0)),
        sales: &no_sales(),
        hired: None,
        tests: Tests::default(),
        requests: 0,
        cancellation: None,
        public_url: "https://tickets.test/events/x",
        refused: Some("Not yet."),
        now: now(),
    };
    let page = checked(overview_view::page(&frame(""), &model));
    let text = told(&page);
    for says in ["Draft", "One thing is missing", "Add at least one ticket type", "Put it right", "Not published.", "No tickets yet"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "form[action$='/publish'] button"), 1);
    assert_eq!(
        count(&page, "a[href='/console/events/0195a1b2-0000-7000-8000-000000000001/tickets']"),
        3,
        "tab, card and the way to put it right"
    );

    let published = desk(EventStatus::Published, Held::all());
    let takings = Takings { orders: 12, paid_minor: 85_500, refunded_minor: 5_700, fees_minor: 7_000, tax_minor: 12_000 };
    let model = OverviewPage {
        desk: &published,
        stock: &stock,
        requirements: &requirements(None),
        takings: Some(takings),
        admitted: Some((4, 30)),
        sales: &sales(true),
        hired: Some(0),
        refused: None,
        ..model
    };
    let page = checked(overview_view::page(&frame("event-published"), &model));
    let text = told(&page);
    for says in [
        "On sale",
        "of 100, 7 in carts",
        "€798.00",
        "€855.00 paid, €57.00 given back",
        "In the house",
        "of 30 tickets",
        "Free",
        "Hidden",
        "Berlin time",
        "1 March to 7 March 2026",
        "Tickets by day",
        "Paid by day",
        "Given back by day",
        "Paid by type",
        "2 of 4 orders placed in these days were paid; 1 still may be.",
        "Sold of what there is",
        "Admitted by 15 minutes",
        "Nobody works at this event alone yet",
        "“Child <6” is sold out.",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "[role=img][aria-label]"), 7, "every picture is told to whoever cannot see it");
    assert_eq!(count(&page, ".chart details table"), 7, "and has its table");
    assert_eq!(count(&page, ".chip[aria-current=true][href$='?range=7']"), 1);
    assert_eq!(count(&page, "form[action$='/unpublish'], form[action$='/publish']"), 0, "nothing is taken back once something is sold");
    assert_eq!(count(&page, "a[href='/gate/0195a1b2-0000-7000-8000-000000000001']"), 1);

    let mut unsold = stock.clone();
    for pool in &mut unsold.pools {
        (pool.held, pool.sold) = (0, 0);
    }
    let page = checked(overview_view::page(&frame(""), &OverviewPage { stock: &unsold, ..model }));
    assert_eq!(count(&page, "dialog form[action$='/unpublish']"), 1);
    let watcher = desk(EventStatus::Published, Held::of(&[may::EVENTS_VIEW]));
    let page = checked(overview_view::page(
        &frame(""),
        &OverviewPage { desk: &watcher, takings: None, admitted: None, sales: &no_sales(), hired: None, ..model },
    ));
    assert_eq!(
        count(&page, "form, a[href$='/tickets'], a[href$='/orders'], a[href$='/edit'], a[href^='/gate/']"),
        0,
        "who only looks is offered nothing else"
    );
}

#[test]
fn tickets_come_after_the_capacity_and_mistakes_stay_in_their_form() {
    let desk = desk(EventStatus::Draft, Held::all());
    let (type_form, fees_form) = (TypeForm::default(), FeesForm::default());
    let (shelf, quota_form, zone_form) = (Shelf::default(), QuotaForm::default(), ZoneForm::default());
    let empty = TicketsPage {
        desk: &desk,
        offers: &[],
        pools: &[],
        shelf: &shelf,
        notice: None,
        quota_form: &quota_form,
        zone_form: &zone_form,
        type_form: &type_form,
        fees_form: &fees_form,
        capacities: None,
        failed: None,
        errors: &FieldErrors::new(),
    };
    let page = checked(tickets_view::page(&frame(""), &empty));
    assert!(told(&page).contains("Set the capacity first"));
    assert_eq!(count(&page, "form[action$='/ticket-types']"), 0);
    assert!(told(&page).contains("A quota is a number of places that several ticket types share"), "an empty shelf says what it is for");
    assert!(told(&page).contains("A zone is a part of the place that only some tickets open"));

    let stock = stock();
    let typed = TypeForm { type_name: "Box".into(), price: "0,30".into(), ..TypeForm::default() };
    let mut errors = FieldErrors::new();
    errors.add("price", "The payment provider cannot charge this price.");
    let filled =
        TicketsPage { offers: &stock.offers, pools: &stock.pools, type_form: &typed, failed: Some("type"), errors: &errors, ..empty };
    let page = checked(tickets_view::page(&frame("capacity-set"), &filled));
    assert_eq!(count(&page, ".error-summary"), 1, "only the form that came back has mistakes");
    assert_eq!(count(&page, "input[name=price][value='0,30'][aria-invalid=true]"), 1);
    assert_eq!(count(&page, "form[action$='/capacity'] input[type=number]"), 2);
    assert!(told(&page).contains("30 sold, 7 in carts."));

    let capacities = std::collections::BTreeMap::from([("capacity".to_owned(), "5".to_owned())]);
    let mut errors = FieldErrors::new();
    errors.add("capacity", "Enter at least 37: 30 are sold and 7 are in carts.");
    let page = checked(tickets_view::page(
        &frame(""),
        &TicketsPage { capacities: Some(&capacities), failed: Some("capacity"), errors: &errors, ..filled },
    ));
    assert_eq!(count(&page, "input[name=capacity][value='5'][aria-invalid=true]"), 1);
}

#[test]
fn every_window_and_availability_is_told() {
    let desk = desk(EventStatus::Published, Held::all());
    let at = |text: &str| Some(text.parse().unwrap());
    let mut offers: Vec<_> = [Availability::OnSale, Availability::NotYet, Availability::Ended, Availability::SoldOut]
        .into_iter()
        .map(|availability| crate::catalogue::Offer { availability, ..offer("Stalls", 2_500) })
        .collect();
    offers[1].sale_starts_at = at("2026-03-05T09:00:00Z");
    offers[2].sale_ends_at = at("2026-03-06T09:00:00Z");
    (offers[3].sale_starts_at, offers[3].sale_ends_at) = (at("2026-03-05T09:00:00Z"), at("2026-03-06T09:00:00Z"));
    let pools = [pool(0x20, "event", "Event")];
    let (type_form, fees_form) = (TypeForm::default(), FeesForm::default());
    let (shelf, quota_form, zone_form) = (Shelf::default(), QuotaForm::default(), ZoneForm::default());
    let page = checked(tickets_view::page(
        &frame(""),
        &TicketsPage {
            desk: &desk,
            offers: &offers,
            pools: &pools,
            shelf: &shelf,
            notice: None,
            quota_form: &quota_form,
            zone_form: &zone_form,
            type_form: &type_form,
            fees_form: &fees_form,
            capacities: None,
            failed: None,
            errors: &FieldErrors::new(),
        },
    ));
    let text = told(&page);
    for says in [
        "On saleUntil the start",
        "Not on sale yetFrom Thu 5 Mar, 10:00",
        "Sales endedUntil Fri 6 Mar, 10:00",
        "Sold outThu 5 Mar, 10:00 to Fri 6 Mar, 10:00",
        "€25.00",
        "€27.50",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn places_are_listed_and_added_by_who_may() {
    let venues = venues();
    let form = VenueForm::fresh(berlin());
    let place_all = place(Held::all());
    let page = checked(venues_view::page(
        &frame("venue-created"),
        &VenuesPage { place: &place_all, venues: &venues, form: &form, errors: &FieldErrors::new() },
    ));
    assert_eq!(count(&page, "form[action='/console/lantern-house/venues'] input[name=venue_zone][value='Europe/Berlin']"), 1);
    let viewer = place(Held::default());
    let page =
        checked(venues_view::page(&frame(""), &VenuesPage { place: &viewer, venues: &[], form: &form, errors: &FieldErrors::new() }));
    assert_eq!(count(&page, "form"), 0);
    assert!(told(&page).contains("No places yet"));
}

#[test]
fn an_order_tells_all_of_its_story() {
    let desk = desk(EventStatus::Published, Held::all());
    let (items, tickets) = (order_items(), order_tickets());
    let payment = |status: &str, failure: Option<&str>| PaymentTry {
        attempt: 1,
        status: status.into(),
        amount_minor: 5_700,
        failure: failure.map(Into::into),
        created_at: now(),
        updated_at: now(),
    };
    let refund = |status: &str, failure: Option<&str>| RefundRow {
        id: Some(id(0x51)),
        names: vec!["Mei Chan".into()],
        decision: String::new(),
        money: Some(id(0x50)),
        amount_minor: 5_700,
        reason: "Ill".into(),
        status: status.into(),
        by: "Zoë".into(),
        failure: failure.map(Into::into),
        created_at: now(),
        updated_at: now(),
    };
    for status in OrderStatus::ALL {
        let order = order(status);
        let page = checked(detail_view::page(
            &frame(""),
            &OrderPage { desk: &desk, order: &order, items: &items, tickets: &tickets, payments: &[], refunds: &[], revocations: &[] },
        ));
        let something_is_left = matches!(status, OrderStatus::Paid | OrderStatus::PartiallyRefunded);
        assert_eq!(count(&page, "a[href$='/refund']"), usize::from(something_is_left), "{status:?}");
    }
    for (status, words) in [
        ("created", "Waiting for the buyer"),
        ("open", "Waiting for the buyer"),
        ("capturing", "Being taken"),
        ("captured", "Received"),
        ("cancelling", "Being let go"),
        ("cancelled", "Let go"),
        ("failed", "Failed"),
        ("expired", "Not used"),
    ] {
        let order = order(OrderStatus::Refunded);
        let page = checked(detail_view::page(
            &frame(""),
            &OrderPage {
                desk: &desk,
                order: &order,
                items: &items,
                tickets: &[],
                payments: &[payment(status, Some("no <money>"))],
                refunds: &[refund("approved", None)],
                revocations: &[],
            },
        ));
        assert!(told(&page).contains(words) && told(&page).contains("On its way"), "{status}");
    }
    let order = order(OrderStatus::Refunded);
    let refunds = [refund("approved", Some("account closed"))];
    let model =
        OrderPage { desk: &desk, order: &order, items: &items, tickets: &tickets, payments: &[], refunds: &refunds, revocations: &[] };
    let page = checked(detail_view::page(&frame("refunded"), &model));
    let failed = told(&page);
    assert!(failed.contains("€57.00 did not go back to Mei Chan") && failed.contains("account closed"), "{failed}");
    assert!(failed.contains("Not sent"), "{failed}");
    assert_eq!(count(&page, "form[method=post][action$='/retry'] button"), 1);
    assert_eq!(count(&page, "a[href$='/revoke']"), 2);
    let watcher = super::super::samples::desk(EventStatus::Published, Held::of(&[may::ORDERS_VIEW]));
    let page = checked(detail_view::page(&frame(""), &OrderPage { desk: &watcher, ..model }));
    assert_eq!(count(&page, "form") + count(&page, "a[href$='/revoke']"), 0, "who may not refund is offered nothing");
}

#[test]
fn refunds_that_did_not_arrive_stand_on_the_overview() {
    let unsent = [UnsentRefund {
        order: id(0x30),
        number: "4F7K22QP".into(),
        event: "The Tempest".into(),
        buyer_name: "Mei <Chan>".into(),
        amount: Money::new(5_700, Currency::EUR),
        failure: "account closed".into(),
    }];
    let organizations = organizations();
    let model = HomePage {
        organizations: &organizations,
        place: None,
        more: false,
        upcoming: &[],
        drafts: &[],
        unsent: &unsent,
        may_create: false,
        now: now(),
    };
    let page = checked(home::page(&frame(""), &model));
    for says in ["Refunds that did not arrive", "Mei <Chan>", "account closed", "€57.00"] {
        assert!(told(&page).contains(says), "{says}");
    }
    assert_eq!(count(&page, "a[href^='/console/orders/']"), 1);
}

#[test]
fn more_people_than_the_place_holds_is_said_and_can_be_meant() {
    let crowd = |capacity| {
        let mut stock = stock();
        stock.pools[0].capacity = capacity;
        stock
    };
    let desk = desk(EventStatus::Draft, Held::all());
    let fine = |label| Requirement { label, missing: None, mend: Mend::Event };
    let requirements = [fine("Starts in the future".into()), fine("Has a place".into())];
    let overview = |stock: &Stock| {
        checked(overview_view::page(
            &frame(""),
            &OverviewPage {
                desk: &desk,
                stock,
                requirements: &requirements,
                takings: None,
                admitted: None,
                sales: &no_sales(),
                hired: None,
                tests: Tests::default(),
                requests: 0,
                cancellation: None,
                public_url: "x",
                refused: None,
                now: now(),
            },
        ))
    };
    let fits = overview(&crowd(300));
    assert!(!told(&fits).contains("holds") && count(&fits, "dialog") == 0);
    let tight = overview(&crowd(301));
    assert_eq!(told(&tight).matches("301 people may come, but Hall holds 300.").count(), 2, "in the list, and in the question");
    assert_eq!(count(&tight, ".checklist__item"), 3);
    assert_eq!(count(&tight, "dialog form[action$='/publish'] button[type=submit]"), 1);
    assert_eq!(count(&tight, "form[action$='/publish']"), 1, "not past the question");
    let tickets = |capacity| {
        let pools = crowd(capacity).pools;
        let (type_form, fees_form, errors) = (TypeForm::default(), FeesForm::default(), FieldErrors::new());
        let (shelf, quota_form, zone_form) = (Shelf::default(), QuotaForm::default(), ZoneForm::default());
        told(&checked(tickets_view::page(
            &frame(""),
            &TicketsPage {
                desk: &desk,
                offers: &[],
                pools: &pools,
                shelf: &shelf,
                notice: None,
                quota_form: &quota_form,
                zone_form: &zone_form,
                type_form: &type_form,
                fees_form: &fees_form,
                capacities: None,
                failed: None,
                errors: &errors,
            },
        )))
    };
    assert!(tickets(300).contains("Hall holds 300.") && !tickets(300).contains("Lower the capacity"));
    assert!(tickets(301).contains("Lower the capacity if they do not fit."));
}

#[test]
fn a_refund_is_confirmed_on_a_page_of_its_own() {
    let opened = refund::sample(desk(EventStatus::Published, Held::all()), order(OrderStatus::Paid), order_tickets());
    let none = FieldErrors::new();
    let whole = Chosen { tickets: opened.living(), how: String::new(), amount: String::new(), minor: opened.left() };
    let shown = Shown { refundable: &opened, chosen: &whole, choice_errors: &none, reason: "", errors: &none, notice: None };
    let page = checked(refund_view::page(&frame(""), &shown));
    assert_eq!(count(&page, "form[method=post][action$='/refund'] button.button--danger"), 1);
    assert_eq!(count(&page, "form[method=get][action$='/refund'] input[name^=ticket_][checked]"), 2);
    assert!(told(&page).contains("Refund €57.00") && told(&page).contains("This cannot be undone."));
    let mut errors = FieldErrors::new();
    errors.add("reason", "Enter why.");
    let page =
        checked(refund_view::page(&frame(""), &Shown { reason: " ", errors: &errors, notice: Some("Nothing was refunded now."), ..shown }));
    assert_eq!(count(&page, "input[name=reason][aria-invalid=true]"), 1);
}
