//! Every state of the door's pages.

use platform_ui::House;
use scraper::{Html, Selector};

use crate::console::tests::{checked, count, told as read};
use crate::gate::names::Found;
use crate::gate::samples::{REASONS, at_door, doors, evening, found, fresh, now, verdict};
use crate::gate::view::{self, DoorPage};
use crate::gate::words::told;

#[test]
fn doors_are_chosen_from_a_list() {
    let page = checked(view::choose(&House::default(), &doors(), now()));
    assert_eq!(count(&page, "a.doors__door"), 2);
    assert_eq!(read(&page).matches("Today").count(), 1);
    assert!(read(&checked(view::choose(&House::default(), &[], now()))).contains("No door to work at"));
}

#[test]
fn a_door_opens_with_the_scanner_and_nothing_else_in_the_way() {
    let (at, fresh) = (at_door(), fresh());
    let model =
        DoorPage { at: &at, gate: "North \"2\"", zone: None, said: false, evening: evening(), fresh: &fresh, verdict: None, hits: None };
    let page = checked(view::door(&House::default(), &model));
    assert_eq!(count(&page, "door-scanner form[action$='/scan'] input[name=client_id]"), 1);
    assert_eq!(count(&page, "door-scanner input[name=gate][value='North \"2\"']"), 1);
    assert_eq!(count(&page, "details[open]"), 0, "one thing at a time");
    assert_eq!(count(&page, "input[type=radio][name=zone]"), 3, "the entrance and its zones");
    let lounge = &at.zones[0];
    let into = checked(view::door(&House::default(), &DoorPage { zone: Some(lounge), ..model }));
    assert!(read(&into).contains("Zone: Lounge <1>"), "{}", read(&into));
    assert_eq!(count(&into, "door-scanner input[name=zone][value=LOUNGE]"), 1);
    assert_eq!(count(&page, "kept-field[data-said]"), 0);
    assert_eq!(count(&checked(view::door(&House::default(), &DoorPage { said: true, ..model })), "kept-field[data-said]"), 1);
    let text = read(&page);
    assert!(text.contains("Came in, Mei <b>Chan</b>") && text.contains("Forged"), "{text}");
    assert!(page.contains(">12<"), "the counter");
}

#[test]
fn without_javascript_the_verdict_comes_with_the_next_field_in_focus() {
    let (at, fresh) = (at_door(), fresh());
    for reason in REASONS {
        let verdict = verdict(reason);
        let words = told(&verdict, evening());
        let model = DoorPage {
            at: &at,
            gate: "A",
            zone: None,
            said: true,
            evening: evening(),
            fresh: &fresh,
            verdict: Some((&verdict, &words)),
            hits: None,
        };
        let page = checked(view::door(&House::default(), &model));
        assert_eq!(count(&page, "#verdict [data-ruling]"), 1);
        assert_eq!(count(&page, "#verdict [data-ruling=admit]"), usize::from(reason == "admitted"), "{reason}");
        assert_eq!(count(&page, "input[name=code][autofocus]"), 1);
        assert!(read(&page).contains(&words.reason), "{reason}");
        assert_eq!(count(&page, "main b"), 0, "a name is text");
    }
}

#[test]
fn the_fragment_brings_a_new_id_and_takes_old_buttons_away() {
    let (at, fresh) = (at_door(), fresh());
    let verdict = verdict("admitted");
    let words = told(&verdict, evening());
    let model = DoorPage {
        at: &at,
        gate: "A",
        zone: None,
        said: true,
        evening: evening(),
        fresh: &fresh,
        verdict: Some((&verdict, &words)),
        hits: None,
    };
    let fragment = view::answer(&model).into_string();
    let dom = Html::parse_fragment(&fragment);
    let one = |selector: &str| dom.select(&Selector::parse(selector).unwrap()).next().unwrap_or_else(|| panic!("{selector}: {fragment}"));
    let id = one("input[name=client_id]");
    assert_eq!(id.attr("value"), Some(fresh[0].to_string().as_str()));
    assert_eq!(id.attr("hx-swap-oob"), Some("outerHTML:.scanner__form [name=client_id]"));
    assert_eq!(one("#names").inner_html(), "");
    assert!(one("[hx-swap-oob='innerHTML:#counter']").text().collect::<String>().contains("12"));
}

#[test]
fn names_are_let_in_by_a_button_of_their_own() {
    let (at, fresh) = (at_door(), fresh());
    let hits = found();
    let model =
        DoorPage { at: &at, gate: "A", zone: None, said: true, evening: evening(), fresh: &fresh, verdict: None, hits: Some(&hits) };
    let page = checked(view::door(&House::default(), &model));
    assert_eq!(count(&page, "details[open] .names__hit"), 6);
    assert_eq!(count(&page, ".names__hit form"), 1, "only a valid ticket has a button");
    let text = read(&page);
    for says in ["Let in", "In already", "Refunded", "Being passed on", "Up for resale", "Revoked"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let results = |found: &Found| view::results(&DoorPage { hits: Some(found), ..model }).into_string();
    assert!(results(&Found { q: "zz".into(), short: false, hits: vec![] }).contains("Nobody of that name"));
    assert!(results(&Found { q: "z".into(), short: true, hits: vec![] }).contains("at least two letters"));
}

#[test]
fn every_form_that_scans_has_an_id_of_its_own() {
    let (at, fresh) = (at_door(), fresh());
    let mut hits = found();
    let valid = hits.hits.iter().find(|h| h.status == "valid").unwrap().clone();
    hits.hits = vec![valid; 20];
    let model =
        DoorPage { at: &at, gate: "A", zone: None, said: true, evening: evening(), fresh: &fresh, verdict: None, hits: Some(&hits) };
    let page = view::door(&House::default(), &model).into_string();
    let dom = Html::parse_document(&page);
    let ids: Vec<_> = dom.select(&Selector::parse("input[name=client_id]").unwrap()).map(|i| i.attr("value").unwrap()).collect();
    let unlike: std::collections::BTreeSet<_> = ids.iter().filter(|id| !id.is_empty()).collect();
    assert_eq!((ids.len(), unlike.len()), (21, 21));
}
