//! The running order, through the pages and as an import brings it.

use axum::http::StatusCode;
use commons::events::EventStatus;
use commons::programme::{self, Brought, Entry, NewItem, ProgrammeItem, Source, SourceItem};
use platform_auth::permission as may;
use platform_types::{Actor, EventId};
use platform_ui::FieldErrors;

use super::harness::World;
use super::{attribute, checked, count, told};
use crate::console::access::Held;
use crate::console::programme::ItemForm;
use crate::console::programme::view::{ItemPage, ProgrammePage, Purpose, item_page, page};
use crate::console::samples::{berlin, desk, frame, id};

fn entry(n: u128, starts_at: Option<&str>, title: &str) -> Entry {
    Entry {
        id: id(n),
        position: 0,
        starts_at: starts_at.map(|at| at.parse().unwrap()),
        ends_at: None,
        title: title.into(),
        stage: "Main <stage>".into(),
        track: String::new(),
        people: vec!["Ada & Co".into(), "محمد علي".into()],
        language: String::new(),
        says_more: false,
    }
}

#[test]
fn a_running_order_is_listed_by_day() {
    let mut desk = desk(EventStatus::Published, Held::all());
    let entries = [
        entry(1, Some("2026-03-14T19:00:00Z"), "Opening"),
        entry(2, Some("2026-03-15T01:30:00Z"), "After midnight"),
        entry(3, Some("2026-03-15T19:00:00Z"), "Second night"),
        entry(4, None, "Guest"),
    ];
    let open = |day: &str| checked(page(&frame(""), &ProgrammePage { desk: &desk, entries: &entries, day, refused: None }));
    let first = open("");
    assert_eq!((count(&first, "tbody tr"), count(&first, ".chip")), (2, 3), "the night stays together: {}", told(&first));
    assert!(told(&first).contains("02:30") && told(&first).contains("Not published"), "{}", told(&first));
    assert!(told(&open("2026-03-15")).contains("Second night"));
    assert!(told(&open("open")).contains("Guest"));
    assert_eq!(count(&first, "form[action$='/programme/publish']"), 1);

    desk.event.notes.programme_published_at = Some("2026-03-01T12:00:00Z".parse().unwrap());
    let shown = checked(page(&frame("item-added"), &ProgrammePage { desk: &desk, entries: &entries, day: "", refused: None }));
    assert_eq!((count(&shown, "form[action$='/programme/withdraw']"), count(&shown, "a[href='/events/the-tempest-x/programme']")), (1, 1));
    let viewer = super::super::access::Desk { held: Held::of(&[may::EVENTS_VIEW]), ..desk };
    let looked_at = checked(page(&frame(""), &ProgrammePage { desk: &viewer, entries: &entries, day: "", refused: None }));
    assert_eq!(
        count(&looked_at, "main form, main a[href*='/programme/0'], a[href$='/programme/new']"),
        0,
        "who only looks is offered nothing"
    );
    let empty = checked(page(&frame(""), &ProgrammePage { desk: &viewer, entries: &[], day: "", refused: Some("Nothing there.") }));
    assert!(told(&empty).contains("No programme yet") && told(&empty).contains("Nothing there."));
}

#[test]
fn an_items_form_keeps_what_was_typed_and_says_what_it_says_now() {
    let desk = desk(EventStatus::Published, Held::all());
    let says = NewItem { title: "Ada <live>".into(), people: vec!["Ada".into()], language: "sw".into(), ..NewItem::default() };
    let item = ProgrammeItem { id: id(0x50), event: id(1), says, imported: true, version: 3 };
    let form = ItemForm { title: "Mine \"now\"".into(), ..ItemForm::of(&item.says, berlin()) };
    let mut errors = FieldErrors::new();
    errors.add("starts", "Enter the start as well.");
    let shown = |purpose| checked(item_page(&frame(""), &ItemPage { desk: &desk, form: &form, errors: &errors, purpose }));
    let edit = shown(Purpose::Edit { item: &item, version: 3, quarrel: true });
    assert!(told(&edit).contains("Somebody else changed this item") && told(&edit).contains("Ada <live>"), "{}", told(&edit));
    assert_eq!(attribute(&edit, "input[name=title]", "value").as_deref(), Some("Mine \"now\""));
    assert_eq!(count(&edit, "select[name=language] option[selected][value=sw]"), 1, "a language we do not offer stays");
    assert_eq!(count(&edit, "dialog form[action$='/remove'] button[type=submit]"), 1);
    let fresh = shown(Purpose::New { key: "k" });
    assert_eq!(
        (count(&fresh, "input[name=key][value=k]"), count(&fresh, "button[name=then][value=another]"), count(&fresh, "dialog")),
        (1, 1, 0)
    );
    assert_eq!(count(&fresh, "#field-starts-error"), 1);
}

#[tokio::test]
async fn a_running_order_is_made_shown_changed_and_hidden() {
    let world = World::new().await;
    let (owner, event) = (&world.owner, world.draft().await);
    let at = |rest: &str| format!("/console/events/{event}/programme{rest}");

    let early = world.post(owner, &at("/publish"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(told(&early.text).contains("nothing in the programme yet"), "{}", told(&early.text));

    let opened = world.get(owner, &at("/new")).await;
    assert_eq!(attribute(&opened.text, "input[name=starts]", "value").as_deref(), Some("2026-03-14T19:30"), "by the event's clock");
    let key = attribute(&opened.text, "input[name=key]", "value").unwrap();
    let fields = [
        ("key", key.as_str()),
        ("title", "Ada"),
        ("starts", "2026-03-14T19:30"),
        ("ends", "2026-03-14T20:15"),
        ("stage", "Main"),
        ("people", "Ada Lovelace\nMei"),
    ];
    for _ in 0..2 {
        let done = world.post(owner, &at("/new"), &fields).await;
        assert_eq!(done.header("location"), at("?done=item-added&day=2026-03-14"), "{}", done.text);
    }
    assert_eq!(world.number("SELECT count(*) FROM programme_items").await, 1, "a double click adds one");
    let next = world.get(owner, &at("/new")).await;
    assert_eq!(
        attribute(&next.text, "input[name=starts]", "value").as_deref(),
        Some("2026-03-14T20:15"),
        "the next begins where the last ended"
    );

    let wrong = world.post(owner, &at("/new"), &[("title", "Late"), ("starts", "tonight"), ("people", "Mei")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&wrong.text).contains("Enter a day and a time like"), "{}", told(&wrong.text));
    assert_eq!(attribute(&wrong.text, "input[name=starts]", "value").as_deref(), Some("tonight"));

    assert_eq!(world.post(owner, &at("/publish"), &[]).await.header("location"), at("?done=programme-published"));
    assert_eq!(world.post(owner, &at("/publish"), &[]).await.header("location"), at("?done=programme-same"));

    let item = format!("/{key}");
    let form = world.get(owner, &at(&item)).await;
    let version = attribute(&form.text, "input[name=version]", "value").unwrap();
    let change =
        |title: &'static str| vec![("version", version.clone()), ("title", title.to_owned()), ("starts", "2026-03-14T19:45".to_owned())];
    let sent = async |fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.post(owner, &at(&item), &fields).await
    };
    assert_eq!(sent(change("Ada, late")).await.header("location"), at("?done=item-saved&day=2026-03-14"));
    let quarrel = sent(change("Ada, later")).await;
    assert_eq!(quarrel.status, StatusCode::CONFLICT);
    assert!(told(&quarrel.text).contains("Ada, late"), "{}", told(&quarrel.text));
    assert_eq!(attribute(&quarrel.text, "input[name=title]", "value").as_deref(), Some("Ada, later"), "what I typed stays");

    assert_eq!(world.post(owner, &at("/withdraw"), &[]).await.header("location"), at("?done=programme-withdrawn"));
    assert_eq!(world.post(owner, &at(&format!("{item}/remove")), &[]).await.header("location"), at("?done=item-removed&day=2026-03-14"));
    assert_eq!(world.post(owner, &at(&format!("{item}/remove")), &[]).await.status, StatusCode::NOT_FOUND);
    let audit = world.audit().await;
    for (action, times) in [
        ("programme.item_added", 1),
        ("programme.item_changed", 1),
        ("programme.item_removed", 1),
        ("programme.published", 1),
        ("programme.withdrawn", 1),
    ] {
        assert_eq!(audit.get(action), Some(&times), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn showing_the_programme_changes_nothing_of_the_event_itself() {
    let world = World::new().await;
    let (owner, event) = (&world.owner, world.draft().await);
    let version = "SELECT version::bigint FROM events";
    let before = world.number(version).await;
    let at = format!("/console/events/{event}/programme");
    world.post(owner, &format!("{at}/new"), &[("title", "Ada")]).await;
    assert_eq!(world.post(owner, &format!("{at}/publish"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.number("SELECT count(programme_published_at) FROM events").await, 1);
    assert_eq!(world.number(version).await, before, "an open form of the event stays good, an import still knows it");
}

#[tokio::test]
async fn a_notice_carries_its_time_and_an_event_that_is_out_remembers_its_start() {
    let world = World::new().await;
    let (owner, event) = (&world.owner, world.event_on_sale().await);
    let path = format!("/console/events/{event}/edit");
    let edit = async |notice: &str, starts: &str| {
        let form = world.get(owner, &path).await;
        let field = |name: &str| attribute(&form.text, &format!("input[name={name}]"), "value").unwrap();
        let venue = attribute(&form.text, "select[name=venue] option[selected]", "value").unwrap();
        let (version, was) = (field("version"), field("was"));
        let fields = [
            ("title", "The Tempest"),
            ("starts", starts),
            ("venue", &venue),
            ("visibility", "public"),
            ("version", &version),
            ("was", &was),
            ("notice", notice),
            ("accessibility", "One step."),
        ];
        let done = world.post(owner, &path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", told(&done.text));
    };
    edit("Doors at 20:30", "2026-03-14T19:30").await;
    let posted = "SELECT extract(epoch FROM notice_at)::bigint FROM events";
    let first = world.number(posted).await;
    assert!(first > 0);
    world.house.clock.advance(chrono::Duration::minutes(10));
    edit("Doors at 20:30", "2026-03-14T19:45").await;
    assert_eq!(world.number(posted).await, first, "the notice was not posted again");
    assert_eq!(
        world.number("SELECT count(*) FROM events WHERE previous_starts_at = '2026-03-14 11:30+00' AND accessibility = 'One step.'").await,
        1
    );
    edit("Doors at 21:00", "2026-03-14T19:30").await;
    assert_eq!(world.number(posted).await, first + 600);
    assert_eq!(world.number("SELECT count(previous_starts_at) FROM events").await, 0, "back where it was told to be");
    edit("", "2026-03-14T19:30").await;
    assert_eq!(world.number("SELECT count(notice_at) FROM events").await, 0);
}

async fn bring(world: &World, event: EventId, items: &[SourceItem]) -> Brought {
    let mut tx = world.house.db.as_actor(&world.owner).await.unwrap();
    let now = world.house.clock.now();
    let source = Source { name: "fair", items, also_named: &[] };
    let done = programme::bring(&mut tx, &world.house.entropy, now, (world.organization, event), source, &mut |_| {}).await.unwrap();
    tx.commit().await.unwrap();
    done.counts
}

fn source(n: usize, title: &str) -> SourceItem {
    let says = NewItem {
        title: title.into(),
        people: vec!["Ada".into(), "O’Hara, \"{Mei}\"".into()],
        starts_at: Some("2026-03-14T11:30:00Z".parse().unwrap()),
        links: vec![programme::ItemLink { url: "https://example.org/a".into(), label: String::new() }],
        ..NewItem::default()
    };
    SourceItem { id: n.to_string(), entry: n.to_string(), position: None, says }
}

#[tokio::test]
async fn an_import_is_repeatable_and_never_touches_what_a_person_changed() {
    let world = World::new().await;
    let (owner, event) = (&world.owner, world.draft().await);
    let brought = |added, changed, removed, kept| Brought { added, changed, removed, kept };
    let first = [source(1, "One"), source(2, "Two"), source(3, "Three"), source(4, "Four")];
    assert_eq!(bring(&world, event, &first).await, brought(4, 0, 0, 0));
    assert_eq!(bring(&world, event, &first).await, brought(0, 0, 0, 0), "brought again, nothing happens");

    let list = programme::list_entries(&mut world.house.db.read(owner).await.unwrap(), event, 9).await.unwrap();
    let path = |n: usize| format!("/console/events/{event}/programme/{}", list[n].id);
    let edited = [("version", "1"), ("title", "Two, as we call it"), ("starts", "2026-03-14T20:00")];
    assert_eq!(world.post(owner, &path(1), &edited).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.post(owner, &format!("{}/remove", path(2)), &[]).await.status, StatusCode::SEE_OTHER);

    let second = [source(1, "One, revised"), source(2, "Two, revised"), source(3, "Three, revised"), source(5, "Five")];
    assert_eq!(bring(&world, event, &second).await, brought(1, 1, 1, 2));
    let titles = async || {
        let mut tx = world.house.db.read(owner).await.unwrap();
        let list = programme::list_entries(&mut tx, event, 9).await.unwrap();
        let mut titles: Vec<String> = list.into_iter().map(|e| e.title).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles().await, ["Five", "One, revised", "Two, as we call it"]);
    assert_eq!(
        bring(&world, event, &first).await,
        brought(0, 2, 1, 2),
        "what the source has again comes back, what a person removed does not"
    );
    assert_eq!(titles().await, ["Four", "One", "Two, as we call it"]);
    let names = programme::find_item(&mut world.house.db.read(owner).await.unwrap(), event, list[0].id).await.unwrap().unwrap().says.people;
    assert_eq!(names, ["Ada", "O’Hara, \"{Mei}\""]);

    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let mut tx = world.house.db.as_actor(&stranger).await.unwrap();
    let source = Source { name: "x", items: &first, also_named: &[] };
    let now = world.house.clock.now();
    let refused = programme::bring(&mut tx, &world.house.entropy, now, (world.organization, event), source, &mut |_| {}).await;
    assert!(matches!(refused, Err(programme::ProgrammeError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn who_may_not_see_it_does_not_and_who_may_not_change_it_does_not() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    bring(&world, event, &[source(1, "One")]).await;
    let seen = async |who: &Actor| programme::list_entries(&mut world.house.db.read(who).await.unwrap(), event, 9).await.unwrap().len();
    let nobody = Actor::anonymous();
    assert_eq!((seen(&nobody).await, seen(&world.owner).await), (0, 1), "not before it is published");
    let at = format!("/console/events/{event}/programme");
    world.post(&world.owner, &format!("{at}/publish"), &[]).await;
    assert_eq!(seen(&nobody).await, 1);
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let item = programme::list_entries(&mut world.house.db.read(&nobody).await.unwrap(), event, 1).await.unwrap()[0].id;
    for path in [at.clone(), format!("{at}/new"), format!("{at}/{item}")] {
        assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in
        [format!("{at}/new"), format!("{at}/{item}"), format!("{at}/{item}/remove"), format!("{at}/publish"), format!("{at}/withdraw")]
    {
        assert_eq!(world.post(&stranger, &path, &[("title", "Mine"), ("version", "1")]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(seen(&nobody).await, 1);
    let other = world.event_on_sale().await;
    assert_eq!(
        world.get(&world.owner, &format!("/console/events/{other}/programme/{item}")).await.status,
        StatusCode::NOT_FOUND,
        "of another event"
    );
}

/// FOSDEM 2025 (Pentabarf), where it is at hand.
#[tokio::test]
async fn a_fair_of_943_sessions_is_brought_whole() {
    let Some(xml) = real_input::text("programme/fosdem-2025.pentabarf.xml") else { return };
    let inner = |text: &str, tag: &str| -> String {
        let body =
            text.split_once(&format!("<{tag}>")).and_then(|(_, rest)| rest.split_once(&format!("</{tag}>"))).map_or("", |(body, _)| body);
        ["&lt;<", "&gt;>", "&quot;\"", "&#39;'", "&apos;'", "&amp;&"].iter().fold(body.to_owned(), |text, pair| {
            let (entity, plain) = pair.split_at(pair.len() - 1);
            text.replace(entity, plain)
        })
    };
    let zone = "Europe/Brussels".parse::<platform_types::Zone>().unwrap();
    let items: Vec<SourceItem> = xml
        .split("<event guid=\"")
        .skip(1)
        .map(|event| {
            let id = event.split("id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
            let starts: chrono::DateTime<chrono::FixedOffset> = inner(event, "date").parse().unwrap();
            let (hours, minutes) =
                inner(event, "duration").split_once(':').map(|(h, m)| (h.parse::<i64>().unwrap(), m.parse::<i64>().unwrap())).unwrap();
            let people =
                event.split("<person id=\"").skip(1).map(|p| p.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()).collect();
            let says = NewItem {
                title: inner(event, "title"),
                starts_at: Some(starts.to_utc()),
                ends_at: Some(starts.to_utc() + chrono::Duration::minutes(hours * 60 + minutes)),
                description: inner(event, "abstract").chars().take(20_000).collect(),
                stage: inner(event, "room"),
                track: inner(event, "track"),
                people,
                language: inner(event, "language"),
                links: Vec::new(),
            };
            SourceItem { entry: id.clone(), id, position: None, says }
        })
        .collect();
    assert_eq!(items.len(), 943);
    let world = World::new().await;
    let event = world.draft().await;
    assert_eq!(bring(&world, event, &items).await.added, 943);
    assert_eq!(bring(&world, event, &items).await, Brought::default());
    let entries = programme::list_entries(&mut world.house.db.read(&world.owner).await.unwrap(), event, 5_000).await.unwrap();
    let mut shown = desk(EventStatus::Published, Held::all());
    shown.event.zone = zone;
    let list = checked(page(&frame(""), &ProgrammePage { desk: &shown, entries: &entries, day: "2025-02-02", refused: None }));
    let sunday = entries.iter().filter(|e| e.starts_at.is_some_and(|at| zone.local(at).date_naive().to_string() == "2025-02-02")).count();
    assert_eq!(count(&list, "tbody tr"), sunday);
    assert_eq!(count(&list, ".chip"), 2);
}

#[tokio::test]
async fn a_programme_can_be_taken_along_by_whoever_sees_it() {
    let world = World::new().await;
    let event = world.draft().await;
    bring(&world, event, &[source(1, "One, \"quoted\""), source(2, "=Two")]).await;
    let file = async |who: &Actor, name: &str| world.get(who, &format!("/console/events/{event}/programme/export/{name}")).await;
    let csv = file(&world.owner, "programme.csv").await;
    assert_eq!((csv.status, csv.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8; header=present"));
    assert!(csv.text.contains("\"One, \"\"quoted\"\"\"") && csv.text.contains("\"'=Two\""), "{}", csv.text);
    assert!(file(&world.owner, "programme.json").await.text.contains("\"title\": \"=Two\""));
    let calendar = file(&world.owner, "programme.ics").await;
    assert!(calendar.text.contains("SUMMARY:One\\, \"quoted\"") && calendar.text.contains("UID:1\r\n"), "{}", calendar.text);
    assert_eq!(file(&world.owner, "programme.exe").await.status, StatusCode::NOT_FOUND);
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(file(&stranger, "programme.csv").await.status, StatusCode::NOT_FOUND);
    for path in [
        "/console/lantern/events/export/events.csv",
        "/console/lantern/events/export/events.ics",
        "/console/lantern/venues/export/venues.json",
    ] {
        assert_eq!(world.get(&world.owner, path).await.status, StatusCode::OK, "{path}");
        assert_eq!(world.get(&stranger, path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        world.get(&world.owner, "/console/lantern/venues/export/venues.ics").await.status,
        StatusCode::NOT_FOUND,
        "places are no calendar"
    );
}
