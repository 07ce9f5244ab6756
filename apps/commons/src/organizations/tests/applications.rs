//! Becoming an organizer: asked, seen, decided, through the real routes on a real database; and each page's states.

use axum::http::StatusCode;
use platform_auth::mail::Message;
use platform_auth::organizations::{Application, ApplicationStatus};
use platform_auth::roles::PLATFORM;
use platform_http::Check;
use platform_types::UserId;
use uuid::Uuid;

use super::pages::{at, frame, id};
use super::routes::World;
use super::{checked, count, told};
use crate::organizations::applications::{ApplyForm, ApplyPage, ReviewPage, apply_page, list_page, review_page};

const FIELDS: [(&str, &str); 7] = [
    ("name", "Lantern House"),
    ("slug", ""),
    ("zone", "Europe/Berlin"),
    ("currency", "EUR"),
    ("about", "Concerts\nfor forty people"),
    ("website", "lantern.example"),
    ("contact", "+49 30 1234"),
];

fn application(status: ApplicationStatus) -> Application {
    Application {
        id: id(70),
        applicant: UserId(Uuid::from_u128(1)),
        applicant_name: "Zoë <Admin>".into(),
        applicant_email: "zoe@example.org".into(),
        name: "Lantern & <House>".into(),
        slug: "lantern".into(),
        timezone: "Europe/Berlin".into(),
        currency: "EUR".into(),
        about: "Concerts\n<b>for</b> forty".into(),
        website: "https://lantern.example".into(),
        contact: "+49 30 1234".into(),
        status,
        reason: if status == ApplicationStatus::Declined { "No such <house>".into() } else { String::new() },
        organization_slug: (status == ApplicationStatus::Approved).then(|| "lantern".to_owned()),
        created_at: at(),
        decided_at: matches!(status, ApplicationStatus::Approved | ApplicationStatus::Declined).then(at),
    }
}

#[test]
fn the_applicants_page_says_how_it_stands_and_what_to_do_next() {
    let form = ApplyForm { name: "A \"B\"".into(), ..ApplyForm::default() };
    let mut check = Check::new();
    assert!(form.read(&mut check).is_none());
    let faults = check.faults();
    let page = |own: &[Application], open: bool| checked(apply_page(&frame(), &ApplyPage { own, open, form: &form, faults: &faults }));
    let fresh = page(&[], false);
    assert_eq!(count(&fresh, "input[name=name][value='A \"B\"']"), 1, "nothing typed is lost");
    assert_eq!(count(&fresh, "[aria-invalid=true]"), 4, "zone, currency, about, contact");
    let waiting = page(&[application(ApplicationStatus::Open)], false);
    assert_eq!(
        (count(&waiting, "form[action$='/withdraw']"), count(&waiting, "form[action='/organizers/apply']")),
        (1, 0),
        "one at a time"
    );
    let declined = page(&[application(ApplicationStatus::Declined)], false);
    assert!(
        told(&declined).contains("No such <house>") && count(&declined, "form[action='/organizers/apply']") == 1,
        "{}",
        told(&declined)
    );
    let approved = page(&[application(ApplicationStatus::Approved)], false);
    assert_eq!(count(&approved, "a[href='/console/lantern/events']"), 1);
    let open = page(&[application(ApplicationStatus::Declined)], true);
    assert_eq!((count(&open, "a[href='/organizations/new']"), count(&open, "form[action='/organizers/apply']")), (1, 0));
}

#[test]
fn administrators_read_what_was_asked_and_decide_it_once() {
    let open = application(ApplicationStatus::Open);
    let model = ReviewPage { application: &open, slug: "lantern", reason: "", faults: &[], refusal: None };
    let page = checked(review_page(&frame(), &model));
    assert_eq!(count(&page, "form[action$='/approve'] input[name=slug][value=lantern], form[action$='/decline'] textarea"), 2);
    let gone = application(ApplicationStatus::Withdrawn);
    let page = checked(review_page(&frame(), &ReviewPage { application: &gone, refusal: Some("Decided."), ..model }));
    assert_eq!(count(&page, "form"), 0);
    assert!(told(&page).contains("Nothing was changed. Decided."));
    let list = checked(list_page(&frame(), &[open, gone], true));
    assert_eq!(count(&list, "tbody tr"), 2);
    assert!(told(&checked(list_page(&frame(), &[], false))).contains("Nothing waits for a decision"));
}

#[tokio::test]
async fn whoever_applies_owns_what_is_approved() {
    let world = World::new().await;
    world.house.auth.set_founding_rule(true).await.unwrap();
    let (person, chief) = (world.house.person("person").await, world.house.holder("chief", "LEGEND_ADMIN", PLATFORM).await);
    assert_eq!(world.get(&person, "/organizations/new").await.header("location"), "/organizers/apply");
    let around = [("name", "Lantern House"), ("zone", "Europe/Berlin"), ("currency", "EUR")];
    assert_eq!(world.post(&person, "/organizations/new", &around).await.status, StatusCode::FORBIDDEN);
    assert!(count(&world.get(&person, "/organizations").await.text, "a[href='/organizers/apply']") > 0, "the way in is named");

    let lacking = world.post(&person, "/organizers/apply", &FIELDS[..1]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.post(&person, "/organizers/apply", &FIELDS).await.header("location"), "/organizers/apply?done=applied");
    assert_eq!(world.post(&person, "/organizers/apply", &FIELDS).await.status, StatusCode::CONFLICT, "one at a time");
    let page = world.get(&person, "/organizers/apply").await.text;
    assert!(told(&page).contains("Waiting") && told(&page).contains("lantern-house"), "{}", told(&page));

    assert!(told(&world.get(&chief, "/organizations").await.text).contains("One application waits for a decision."));
    let list = world.get(&chief, "/organizers/applications").await.text;
    let path =
        list.split("href=\"").filter_map(|p| p.split('"').next()).find(|p| p.starts_with("/organizers/applications/0")).unwrap().to_owned();
    assert!(told(&world.get(&chief, &path).await.text).contains("person@example.org"));
    world.house.mailbox.take();
    let wrong = world.post(&chief, &format!("{path}/approve"), &[("slug", "Events")]).await;
    assert_eq!((wrong.status, count(&wrong.text, "input[name=slug][aria-invalid=true]")), (StatusCode::UNPROCESSABLE_ENTITY, 1));
    let done = world.post(&chief, &format!("{path}/approve"), &[("slug", "lantern-house")]).await;
    assert_eq!(done.header("location"), format!("{path}?done=approved"));
    let twice = world.post(&chief, &format!("{path}/approve"), &[("slug", "lantern-house")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "a double click founds one");
    let mail = world.house.mailbox.only("person@example.org");
    assert!(matches!(&mail.message, Message::OrganizerApproved { slug, .. } if slug == "lantern-house"));
    assert_eq!(world.get(&person, "/organizations/lantern-house").await.status, StatusCode::OK);
    assert_eq!(world.get(&chief, "/organizations/new").await.status, StatusCode::OK, "whoever decides founds as before");
    let audit = world.audit().await;
    for action in ["organizer.applied", "organizer.approved"] {
        assert_eq!(audit.get(action), Some(&1), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn a_refusal_says_why_and_strangers_find_nothing() {
    let world = World::new().await;
    let owner = world.house.person("owner").await;
    world.house.organization(&owner, "elsewhere").await;
    world.house.auth.set_founding_rule(true).await.unwrap();
    let (person, chief) = (world.house.person("person").await, world.house.holder("chief", "LEGEND_SUPER_ADMIN", PLATFORM).await);
    world.post(&person, "/organizers/apply", &FIELDS).await.expect(303);
    let mut admin = world.house.test_db.connect(None).await;
    let id: String = sqlx::query_scalar("SELECT id::text FROM organizer_applications").fetch_one(&mut admin).await.unwrap();
    let at = format!("/organizers/applications/{id}");
    for who in [&owner, &person] {
        for path in [at.clone(), "/organizers/applications".to_owned()] {
            assert_eq!(world.get(who, &path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        for verb in ["approve", "decline"] {
            let fields = [("slug", "mine"), ("reason", "mine")];
            assert_eq!(world.post(who, &format!("{at}/{verb}"), &fields).await.status, StatusCode::FORBIDDEN, "{verb}");
        }
    }
    assert_eq!(world.post(&owner, &format!("{at}/withdraw"), &[]).await.status, StatusCode::NOT_FOUND);
    let silent = world.post(&chief, &format!("{at}/decline"), &[("reason", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.house.mailbox.take();
    world.post(&chief, &format!("{at}/decline"), &[("reason", "We know no such house")]).await.expect(303);
    let mail = world.house.mailbox.only("person@example.org");
    assert!(matches!(&mail.message, Message::OrganizerDeclined { reason, .. } if reason == "We know no such house"));
    let page = world.get(&person, "/organizers/apply").await.text;
    assert!(told(&page).contains("We know no such house") && count(&page, "form[action='/organizers/apply']") == 1, "{}", told(&page));
    assert_eq!(world.post(&person, &format!("{at}/withdraw"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(world.audit().await.get("organizer.declined"), Some(&1));
}

#[tokio::test]
async fn in_an_open_house_nobody_has_to_ask() {
    let world = World::new().await;
    let person = world.house.person("person").await;
    assert_eq!(world.get(&person, "/organizers/apply").await.header("location"), "/organizations/new");
    assert_eq!(world.post(&person, "/organizers/apply", &FIELDS).await.status, StatusCode::CONFLICT);
    assert_eq!(world.get(&person, "/organizations/new").await.status, StatusCode::OK);
}
