//! Listing, event and checkout.

use commons::events::EventStatus;
use platform_http::FieldFault;
use platform_http_testing::without_sheets;
use platform_types::{Currency, Money};
use platform_ui::House;

use super::samples::{cart, event, now, offer, on_show, unit};
use super::{checked, count, told};
use crate::catalogue::Availability;
use crate::discover::Matching;
use crate::shop::checkout::Typed;
use crate::shop::glance::{Glance, Kind, Sale};
use crate::shop::hold::Refused;
use crate::shop::views::checkout::{self, Filled};
use crate::shop::views::event as event_view;
use crate::shop::views::list::{Listed, Listing};

const URL: &str = "https://tickets.test/events/the-tempest";

fn kind(minor: i64, left: i32, availability: Availability) -> Kind {
    Kind { all_in: Money::new(minor, Currency::HKD), left, may_return: false, availability, opens_at: Some(now()) }
}

fn listed(kinds: &[Kind]) -> Listed {
    let event = event();
    Listed { glance: Glance::of(&event, kinds), picture: None, event }
}

#[test]
fn a_glance_tells_what_a_buyer_must_know() {
    let glance = |kinds: &[Kind]| Glance::of(&event(), kinds);
    let hkd = |minor| Money::new(minor, Currency::HKD);
    assert_eq!(glance(&[]).sale, Sale::NotSold);
    let mixed = glance(&[kind(500, 50, Availability::OnSale), kind(900, 20, Availability::OnSale), kind(100, 0, Availability::SoldOut)]);
    assert_eq!((mixed.sale, mixed.prices), (Sale::OnSale, Some((hkd(500), hkd(900)))), "what is gone sets no price");
    assert_eq!(glance(&[kind(500, 9, Availability::OnSale)]).sale, Sale::FewLeft);
    assert_eq!(glance(&[kind(500, 9, Availability::OnSale), kind(500, 10, Availability::OnSale)]).sale, Sale::OnSale);
    assert_eq!(glance(&[kind(500, 0, Availability::SoldOut), kind(500, 5, Availability::NotYet)]).sale, Sale::NotYet);
    assert_eq!(glance(&[kind(500, 0, Availability::SoldOut), kind(500, 5, Availability::Ended)]).sale, Sale::SoldOut);
    let in_carts = Kind { may_return: true, ..kind(500, 0, Availability::SoldOut) };
    assert_eq!(glance(&[kind(500, 0, Availability::SoldOut), in_carts]).sale, Sale::InCarts);
    let mut postponed = event();
    postponed.status = EventStatus::Postponed;
    assert_eq!(Glance::of(&postponed, &[kind(500, 50, Availability::OnSale)]).sale, Sale::NotSold);
}

#[test]
fn the_listing_groups_by_the_month_and_tells_the_day_of_the_place() {
    let mut late = listed(&[kind(0, 50, Availability::OnSale)]);
    // 23:30 in Hong Kong is still the 14th there; in UTC too. 00:30 is the 15th there and the 14th in UTC.
    late.event.starts_at = Some("2026-03-14T16:30:00Z".parse().unwrap());
    let listing = Listing {
        finder: None,
        matching: Matching::Everything,
        listed: vec![listed(&[kind(42_000, 5, Availability::OnSale), kind(60_000, 9, Availability::OnSale)]), late],
        first: true,
        next: Some("/events?after=x".into()),
    };
    let page = checked(listing.page(&House::default(), "https://tickets.test/events"));
    let text = told(&page);
    for says in [
        "March 2026",
        "Sat 14 Mar",
        "Sun 15 Mar",
        "from HK$420.00",
        "Few left",
        "Free",
        "暴風雨",
        "Kwai Tsing Theatre, Hong Kong",
        "19:30",
        "00:30",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "a[rel=next]"), 1);
    assert_eq!(count(&page, "article svg.poster"), 2);
}

#[test]
fn an_empty_listing_says_what_will_stand_there() {
    let page = |first| {
        told(&checked(
            Listing { finder: None, matching: Matching::Everything, listed: Vec::new(), first, next: None }
                .page(&House::default(), "https://tickets.test/events"),
        ))
    };
    assert!(page(true).contains("Nothing is on sale yet"));
    assert!(page(false).contains("no further events"));
}

#[test]
fn an_event_on_sale_shows_prices_everything_in() {
    let mut group = offer(0x12, "Group", unit(30_000, 0), 40, Availability::OnSale);
    group.min_per_order = 5;
    let mut later = offer(0x13, "Balcony", unit(20_000, 0), 40, Availability::NotYet);
    later.sale_starts_at = Some("2026-03-10T02:00:00Z".parse().unwrap());
    let offers = vec![
        offer(0x10, "Stalls", unit(40_000, 2_000), 6, Availability::OnSale),
        offer(0x11, "Box", unit(90_000, 0), 0, Availability::SoldOut),
        group,
        later,
        offer(0x14, "Child", unit(0, 0), 12, Availability::OnSale),
        offer(0x15, "Early", unit(10_000, 0), 12, Availability::Ended),
    ];
    let page = checked(event_view::page(&House::default(), &on_show(event(), offers), URL));
    let text = told(&page);
    for says in [
        "HK$420.00 incl. HK$20.00 fees",
        "6 left",
        "Sold out",
        "At least 5 in one order.",
        "On sale from Tue 10 Mar, 10:00",
        "Sales have ended",
        "Free",
        "Sat 14 March 2026, 19:30 Hong Kong time , until 21:30",
        "18:45",
        "From 6 years",
        "The Players presents",
        "Two hours.",
        "12 Hing Ning Road, Hong Kong",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("兩小時"), "the reader’s own version alone: {text}");
    assert!(!text.contains("12 left"), "only few are counted out loud");
    assert_eq!(count(&page, "form#tickets input[type=number]"), 3);
    assert_eq!(count(&page, "input[name='quantity[0195a1b2-0000-7000-8000-000000000010]'][max='6']"), 1, "not more than are left");
    assert_eq!(count(&page, ".buy-bar button[form=tickets]"), 1);
    assert_eq!(count(&page, "a[href='geo:22.3577,114.1289']"), 1);
    assert_eq!(count(&page, "h1 + [lang=zh-Hant]"), 1);
    assert!(page.contains(r#""price":"420.00""#), "structured data carry the price one pays");
    assert!(page.contains(r#"rel="canonical""#));
}

#[test]
fn an_event_that_cannot_be_bought_says_why() {
    let stalls = || vec![offer(0x10, "Stalls", unit(40_000, 0), 50, Availability::OnSale)];
    let with = |status, starts: &str, offers| {
        let mut e = event();
        e.status = status;
        e.starts_at = Some(starts.parse().unwrap());
        e.ends_at = None;
        let page = checked(event_view::page(&House::default(), &on_show(e, offers), URL));
        assert_eq!(count(&page, "form#tickets .ticket-box__foot:not([hidden]) button[type=submit], .buy-bar:not([hidden])"), 0);
        told(&page)
    };
    let later = "2026-03-14T11:30:00Z";
    assert!(with(EventStatus::Cancelled, later, stalls()).contains("has been cancelled"));
    let postponed = with(EventStatus::Postponed, later, stalls());
    assert!(postponed.contains("A new date is not fixed yet") && postponed.contains("Postponed"), "{postponed}");
    assert!(with(EventStatus::Completed, "2026-02-01T11:30:00Z", stalls()).contains("is over"));
    assert!(with(EventStatus::Published, "2026-03-01T11:59:59Z", stalls()).contains("has begun"));
    assert!(with(EventStatus::Published, later, Vec::new()).contains("No tickets are sold"));
    let gone = with(EventStatus::Published, later, vec![offer(0x10, "Stalls", unit(40_000, 0), 0, Availability::SoldOut)]);
    assert!(gone.contains("Sold out"));
    let in_carts = crate::catalogue::Offer { unsold: 4, ..offer(0x10, "Stalls", unit(40_000, 0), 0, Availability::SoldOut) };
    let waiting = with(EventStatus::Published, later, vec![in_carts]);
    assert!(waiting.contains("All in carts now") && !waiting.contains("Sold out"), "{waiting}");
}

#[test]
fn an_event_with_next_to_nothing_known_still_stands() {
    let mut bare = event();
    (bare.venue, bare.starts_at, bare.ends_at, bare.doors_at) = (None, None, None, None);
    (bare.description, bare.presenter, bare.age_limit, bare.category) = (String::new(), String::new(), String::new(), "é".into());
    (bare.names, bare.descriptions) = (serde_json::Value::Null, serde_json::json!([1]));
    let text = told(&checked(event_view::page(&House::default(), &on_show(bare, Vec::new()), URL)));
    assert!(text.contains("The date is not fixed yet"), "{text}");
}

fn pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap()
}

const STALLS: &str = "quantity[0195a1b2-0000-7000-8000-000000000010]";
const BOX: &str = "quantity[0195a1b2-0000-7000-8000-000000000011]";

#[test]
fn a_refused_choice_comes_back_with_the_reason_and_what_was_chosen() {
    let offers = || {
        vec![offer(0x10, "Stalls", unit(40_000, 0), 6, Availability::OnSale), offer(0x11, "Box", unit(90_000, 0), 9, Availability::OnSale)]
    };
    let shown = |query: String| {
        let show = on_show(event(), offers());
        let refused = Refused::of_pairs(&pairs(&query), &show.terms(&|_| None))?;
        Some(checked(event_view::refused(&House::default(), &show, &refused)))
    };
    let page = shown(format!("refused=sold_out&{STALLS}=7&{BOX}=1")).unwrap();
    assert!(
        told(&page).contains("“Stalls” is sold out, or fewer are left than you chose. Nothing was held or charged."),
        "{}",
        told(&page)
    );
    assert_eq!(count(&page, "input[value='7'], input[value='1']"), 2);
    assert_eq!(count(&page, ".ticket-box__error[role=alert]"), 1);
    assert_eq!(count(&page, "meta[name=robots][content=noindex]"), 1);
    let whole = checked(event_view::page(&House::default(), &on_show(event(), offers()), URL));
    let (small, whole) = (without_sheets(&page).len(), without_sheets(&whole).len());
    assert!(small * 3 < whole * 2 && count(&page, "svg.poster, .poster svg") == 0, "{small} of {whole}");

    let page = shown(format!("refused=invalid_input&{STALLS}=-1&{BOX}=abc")).unwrap();
    for says in ["“Stalls”: enter a whole number, 0 to 6. “-1” is none.", "“Box”: enter a whole number, 0 to 8. “abc” is none."]
    {
        assert!(told(&page).contains(says), "{says}: {}", told(&page));
    }
    assert_eq!(count(&page, "input[value='-1'], input[value='abc']"), 2, "what was typed is not changed silently");
    let page = shown(format!("refused=over_limit&{STALLS}=2&{BOX}=99999")).unwrap();
    assert!(told(&page).contains("more of “Box” than one order may have"));
    assert!(told(&page).contains("“Box”: enter 0 to 8. You asked for 99999."), "{}", told(&page));
    assert_eq!((count(&page, "input[value='99999'], input[value='2']"), count(&page, ".price-row__error")), (2, 1));
    let again = told(&shown(format!("refused=sold_out&{STALLS}=2")).unwrap());
    assert!(again.contains("can be had again now"), "{again}");
    assert!(told(&shown("refused=empty".into()).unwrap()).contains("Choose at least one ticket."));
    for other in ["refused=no_such_word", "refused=", "a=b"] {
        assert!(shown(other.into()).is_none(), "{other} is no refusal");
    }
}

#[test]
fn a_price_says_what_is_in_it() {
    let mut taxed = unit(40_000, 2_000);
    taxed.tax_included_minor = 500;
    let offers =
        vec![offer(0x10, "Stalls", taxed, 50, Availability::OnSale), offer(0x11, "Box", unit(90_000, 0), 50, Availability::OnSale)];
    let page = checked(event_view::page(&House::default(), &on_show(event(), offers), URL));
    let text = told(&page);
    assert!(text.contains("HK$420.00 incl. HK$20.00 fees and HK$5.00 tax") && text.contains("HK$900.00 no fees or taxes added"), "{text}");
    let plain = vec![
        offer(0x10, "Stalls", unit(40_000, 0), 50, Availability::OnSale),
        offer(0x11, "Box", unit(90_000, 0), 50, Availability::OnSale),
    ];
    let page = checked(event_view::page(&House::default(), &on_show(event(), plain), URL));
    assert!(
        !page.contains("fees or taxes") && count(&page, ".price-row__all-in") == 0,
        "nobody expects any, so nothing is said: {}",
        told(&page)
    );
}

#[test]
fn refunds_are_told_as_they_are_now() {
    let refunds = |status, starts: &str, unit| {
        let event = commons::events::Event { status, starts_at: Some(starts.parse().unwrap()), ends_at: None, ..event() };
        let mut show = on_show(event, vec![offer(0x10, "Stalls", unit, 50, Availability::OnSale)]);
        show.refunds = crate::refunds::Policy::new(vec![crate::refunds::Rule::days(0, 50)], true);
        told(&checked(event_view::page(&House::default(), &show, URL)))
    };
    let (later, past) = ("2026-03-14T11:30:00Z", "2026-02-14T11:30:00Z");
    let dear = || unit(40_000, 0);
    let ahead = refunds(EventStatus::Published, later, dear());
    assert!(ahead.contains("Until the start: 50 % back") && ahead.contains("You give tickets back yourself"), "{ahead}");
    for (text, says) in [
        (refunds(EventStatus::Published, past, dear()), "This event has begun, so tickets can no longer be given back."),
        (refunds(EventStatus::Completed, past, dear()), "This event is over, so tickets can no longer be given back."),
        (refunds(EventStatus::Cancelled, later, dear()), "what was paid goes back in full"),
        (refunds(EventStatus::Published, later, unit(0, 0)), "Until the start you can give tickets back"),
    ] {
        assert!(text.contains(says) && !text.contains("50 %") && !text.contains("If the event is cancelled"), "{says}: {text}");
    }
    for text in [refunds(EventStatus::Completed, past, unit(0, 0)), refunds(EventStatus::Cancelled, later, unit(0, 0))] {
        assert!(!text.contains("efund") && !text.contains("give tickets back") && !text.contains("given back"), "{text}");
    }
}

fn filled<'a>(typed: &'a Typed, faults: &'a [FieldFault], notice: Option<&'a str>) -> Filled<'a> {
    Filled { typed, faults, notice, simulated: true, now: now() }
}

#[test]
fn the_checkout_adds_up_and_asks_for_names() {
    let page = checked(checkout::page(&House::default(), &cart(), &filled(&Typed::new(), &[], None)));
    let text = told(&page);
    for says in ["HK$840.00", "incl. fees HK$40.00", "Payment simulator", "Ticket 3, Under 26", "Continue to payment", "2 ×"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "input[name=attendee_1], input[name=attendee_2], input[name=attendee_3]"), 3);
    assert_eq!(count(&page, "count-down[data-seconds='720']"), 2);
    assert_eq!(count(&page, "form#details input[type=hidden][name=total][value='84000']"), 1);
    assert_eq!(count(&page, "meta[name=robots][content=noindex]"), 1);
}

#[test]
fn nothing_typed_is_lost_when_the_checkout_comes_back() {
    let typed: Typed =
        [("name", "<Ada>"), ("email", "ada@"), ("attendee_2", "\u{200b}")].into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let wrong = |field: &str, message: &str| FieldFault { field: field.into(), message: message.into() };
    let faults = [wrong("email", "Enter an e-mail address like name@example.org."), wrong("attendee_2", "Enter a name.")];
    let page = checked(checkout::page(&House::default(), &cart(), &filled(&typed, &faults, None)));
    assert_eq!(count(&page, "input[name=name][value='<Ada>']"), 1);
    assert_eq!(count(&page, "input[name=email][value='ada@'][aria-invalid=true]"), 1);
    assert_eq!(count(&page, "#field-attendee-2-error"), 1);
    assert_eq!(count(&page, ".error-summary a[href='#field-email']"), 1);
    let moved = checked(checkout::page(&House::default(), &cart(), &filled(&typed, &[], Some("The price has changed."))));
    assert!(told(&moved).contains("The price has changed."));
}

#[test]
fn a_free_checkout_speaks_of_no_payment() {
    let mut free = cart();
    free.quote.lines.iter_mut().for_each(|line| line.unit = unit(0, 0));
    free.quote.totals = crate::pricing::Totals::default();
    let text = told(&checked(checkout::page(&House::default(), &free, &filled(&Typed::new(), &[], None))));
    assert!(text.contains("Get tickets") && text.contains("Free"), "{text}");
    assert!(!text.to_lowercase().contains("payment"), "{text}");
}

#[test]
fn a_lapsed_checkout_leads_back_to_the_event() {
    let page = checked(checkout::lapsed(&House::default(), &cart()));
    assert_eq!(count(&page, "main a[href='/events/the-tempest']"), 1);
    assert!(told(&page).contains("Nothing was charged"));
}

#[test]
fn a_price_of_ones_own_and_zones_stand_beside_the_ticket() {
    let own = |least, availability| crate::catalogue::Offer {
        suggested_minor: Some(1_250),
        zones: vec!["Lounge <1>".into(), "Backstage".into()],
        ..offer(0x10, "Supporter", unit(least, 0), 20, availability)
    };
    let fixed = offer(0x11, "Stalls", unit(40_000, 2_000), 20, Availability::OnSale);
    let show = on_show(event(), vec![own(500, Availability::OnSale), fixed.clone()]);
    let page = checked(event_view::page(&House::default(), &show, URL));
    assert_eq!(count(&page, ".price-row__own input[inputmode=decimal][value='12.50']"), 1, "a fixed price has no field");
    let text = told(&page);
    for says in ["from HK$5.00", "Opens Lounge <1> Backstage", "You pay per ticket", "HK$5.00 or more."] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let open = on_show(event(), vec![own(0, Availability::OnSale)]);
    let page = checked(event_view::page(&House::default(), &open, URL));
    assert_eq!(told(&page).matches("Pay what you want").count(), 1, "{}", told(&page));
    assert!(page.contains("buy-bar") && page.matches("Pay what you want").count() == 2, "in the bar too");
    let gone = on_show(event(), vec![own(500, Availability::SoldOut), fixed]);
    let page = checked(event_view::page(&House::default(), &gone, URL));
    assert_eq!(count(&page, ".price-row__own"), 0, "what is not sold asks nothing");
}
