//! Every state of the pages.

use platform_auth::organizations::{Member, Organization};
use platform_auth::roles::{Held, RoleDefinition};
use platform_http::Check;
use platform_types::{Timestamp, UserId};
use platform_ui::House;
use uuid::Uuid;

use super::{checked, count, told};
use crate::organizations::applications::Founding;
use crate::organizations::found::FoundForm;
use crate::organizations::people::{InviteForm, People};
use crate::organizations::queries::ComingEvent;
use crate::organizations::{Frame, people_view, views};
use crate::team::OpenInvitation;

pub(super) fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

pub(super) fn at() -> Timestamp {
    "2026-03-14T11:30:00Z".parse().unwrap()
}

pub(super) fn frame() -> Frame {
    Frame { house: House::default(), person: Some("Zoë <Admin>".into()), done: None, operates: false }
}

fn organization() -> Organization {
    Organization {
        id: id(2),
        name: "Lantern & <House>".into(),
        slug: "lantern".into(),
        timezone: "Asia/Hong_Kong".into(),
        currency: "HKD".into(),
    }
}

fn role(code: &str, label: &str) -> RoleDefinition {
    RoleDefinition {
        code: code.into(),
        kind: "event".into(),
        label: label.into(),
        description: "Works at the door".into(),
        apps: vec![],
        scope_kinds: vec!["project".into(), "event".into()],
    }
}

fn people() -> People {
    let member = |n: u128, name: &str| Member { user: id(n), full_name: name.into(), email: format!("p{n}@example.org"), since: at() };
    let held = |n: u128, scope: u128, until| Held {
        id: id(n),
        user: id(1),
        full_name: "Zoë".into(),
        email: "p1@example.org".into(),
        role: "STAFF".into(),
        label: "Staff".into(),
        scope: Uuid::from_u128(scope),
        expires_at: until,
    };
    People {
        held: Vec::new(),
        organization: organization(),
        members: vec![member(1, "Zoë <Admin>"), member(3, " ")],
        roles: vec![held(10, 2, None), held(11, 20, Some(at())), held(12, 99, None)],
        invitations: vec![OpenInvitation {
            id: id(30),
            email: "new@example.org".into(),
            code: "STAFF".into(),
            role: "Staff".into(),
            place: Some("The Tempest".into()),
            until: None,
            expires_at: at(),
        }],
        for_all: vec![role("GVTEWAY_ADMIN", "Box office administrator")],
        for_event: vec![role("STAFF", "Staff"), role("GVTEWAY_ADMIN", "Box office administrator")],
        for_venue: vec![role("GVTEWAY_VENUE_MANAGER", "Venue manager")],
        powers: vec![],
        events: vec![ComingEvent {
            id: id(20),
            name: "The Tempest".into(),
            starts_at: Some(at()),
            zone: "Asia/Hong_Kong".parse().unwrap(),
        }],
        venues: vec![(Uuid::from_u128(40), "Hall".into())],
        place_names: vec![(Uuid::from_u128(20), "The Tempest".into())],
        may_manage: true,
        may_grant: true,
        may_set_up: false,
        me: Some(UserId(Uuid::from_u128(1))),
    }
}

#[test]
fn the_list_says_how_to_begin() {
    assert!(told(&checked(views::list(&frame(), &[], Founding::default()))).contains("You belong to no organization yet"));
    assert_eq!(count(&checked(views::list(&frame(), &[organization()], Founding::default())), "a[href='/organizations/lantern']"), 1);
}

#[test]
fn founding_keeps_what_was_typed_and_knows_reserved_words() {
    let read = |name: &str, slug: &str| {
        let form = FoundForm { name: name.into(), slug: slug.into(), zone: "Asia/Hong_Kong".into(), currency: "HKD".into() };
        let mut check = Check::new();
        let read = form.read(&mut check);
        (read.map(|n| n.slug), check.faults().into_iter().map(|f| f.field).collect::<Vec<_>>())
    };
    assert_eq!(read("The Old Vic", ""), (Some("the-old-vic".to_owned()), vec![]));
    assert_eq!(read("The Old Vic", " Old-Vic "), (Some("old-vic".to_owned()), vec![]));
    assert_eq!(read("Events", ""), (None, vec!["slug".to_owned()]), "its pages would be hidden by those of events");
    assert_eq!(read("香港", ""), (None, vec!["slug".to_owned()]));

    let form = FoundForm { name: "A \"B\"".into(), zone: "Berlin".into(), ..FoundForm::default() };
    let mut check = Check::new();
    assert!(form.read(&mut check).is_none());
    let page = checked(views::form(&frame(), &form, &check.faults()));
    assert_eq!(count(&page, "input[name=name][value='A \"B\"']"), 1);
    assert_eq!(count(&page, "[aria-invalid=true]"), 2);
}

#[test]
fn people_roles_and_offers_are_told_and_taken_away_by_who_may() {
    let page = checked(people_view::page(&frame(), &people(), &InviteForm::default(), &[], None));
    let text = told(&page);
    for says in [
        "p3@example.org",
        "The whole organization",
        "The Tempest",
        "A part of it",
        "For good",
        "Staff (at one event): Works at the door",
        "new@example.org",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert_eq!(count(&page, "form[action$='/remove']"), 1, "not oneself");
    assert_eq!(count(&page, "form[action$='/revoke']"), 3);
    assert_eq!(count(&page, "select[name=role] option[value=GVTEWAY_ADMIN]"), 1, "once, although it fits both");
    let watcher = People { may_manage: false, may_grant: false, members: vec![], roles: vec![], ..people() };
    let page = checked(people_view::page(&frame(), &watcher, &InviteForm::default(), &[], None));
    assert_eq!(count(&page, "form"), 0);
    assert!(told(&page).contains("does not show you who else works here"));
}

#[test]
fn roles_stand_by_what_they_are_for_and_who_is_no_member_is_no_fault() {
    let of = |code: &str, kind: &str, app: &str| RoleDefinition { kind: kind.into(), apps: vec![app.into()], ..role(code, code) };
    let ticket = RoleDefinition { scope_kinds: vec!["event".into()], ..of("GA_L1", "event", "boxoffice") };
    let offered = People {
        for_all: vec![
            of("ATLVS_VIEWER", "platform", "backoffice"),
            of("COMPVSS_ADMIN", "platform", "backstage"),
            of("GVTEWAY_ADMIN", "platform", "boxoffice"),
            of("GVTEWAY_EXPERIENCE_CREATOR", "platform", "boxoffice"),
            of("GVTEWAY_ARTIST", "platform", "boxoffice"),
        ],
        for_event: vec![ticket, of("CREW", "event", "backstage"), of("STAFF", "event", "backstage")],
        for_venue: vec![],
        members: vec![],
        ..people()
    };
    let page = checked(people_view::page(&frame(), &offered, &InviteForm::default(), &[], None));
    let dom = scraper::Html::parse_document(&page);
    let all = |selector: &str, attribute: &str| {
        let selector = scraper::Selector::parse(selector).unwrap();
        dom.select(&selector).map(|e| e.attr(attribute).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        all("select[name=role] optgroup", "label"),
        [
            "Box office, door and money",
            "Working at one event",
            "Office and projects",
            "Production and crew",
            "Artists, partners and others",
            "What a ticket makes of its holder"
        ]
    );
    assert_eq!(
        all("select[name=role] optgroup option", "value"),
        ["GVTEWAY_EXPERIENCE_CREATOR", "STAFF", "GVTEWAY_ADMIN", "CREW", "ATLVS_VIEWER", "COMPVSS_ADMIN", "GVTEWAY_ARTIST", "GA_L1"]
    );
    assert!(told(&page).contains("Has a role here, without a membership"), "{}", told(&page));
}

#[test]
fn a_role_goes_with_its_place() {
    let read = |role: &str, event: &str| {
        let mut check = Check::new();
        let form = InviteForm { email: "New@Example.org".into(), role: role.into(), event: event.into(), until: String::new() };
        let read = form.read(&people(), at(), &mut check);
        (read.map(|o| (o.role, o.scope)), check.faults().into_iter().map(|f| f.field).collect::<Vec<_>>())
    };
    let event = Uuid::from_u128(20).to_string();
    assert_eq!(read("STAFF", &event), (Some(("STAFF".to_owned(), Uuid::from_u128(20))), vec![]));
    assert_eq!(read("GVTEWAY_ADMIN", ""), (Some(("GVTEWAY_ADMIN".to_owned(), Uuid::from_u128(2))), vec![]));
    assert_eq!(read("STAFF", ""), (None, vec!["role".to_owned()]));
    assert_eq!(read("LEGEND_SUPER_ADMIN", ""), (None, vec!["role".to_owned()]));
    assert_eq!(read("STAFF", &Uuid::from_u128(21).to_string()), (None, vec!["event".to_owned()]));
    let venue = Uuid::from_u128(40).to_string();
    assert_eq!(read("GVTEWAY_VENUE_MANAGER", &venue), (Some(("GVTEWAY_VENUE_MANAGER".to_owned(), Uuid::from_u128(40))), vec![]));
    assert_eq!(read("STAFF", &venue), (None, vec!["role".to_owned()]), "door staff work at an event");
}
