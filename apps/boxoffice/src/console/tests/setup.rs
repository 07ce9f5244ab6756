//! From an idea to an event on sale, one step after the other.

use axum::http::StatusCode;
use platform_http_testing::Answer;

use super::harness::World;
use super::{attribute, count, told};

/// The hidden fields of a page's form with these before them.
fn with_hidden<'a>(page: &'a Answer, fields: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let hidden = ["version", "was", "draft", "seen"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), attribute(&page.text, &format!("input[type=hidden][name={name}]"), "value")?)));
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(hidden).collect()
}

/// Fields with all that a form hides, whatever it is called.
fn with_every_hidden(page: &Answer, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let dom = scraper::Html::parse_document(&page.text);
    let hidden = scraper::Selector::parse("main form[method=post] input[type=hidden]").unwrap();
    let hidden = dom.select(&hidden).filter_map(|it| Some((it.attr("name")?.to_owned(), it.attr("value").unwrap_or_default().to_owned())));
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).chain(hidden).collect()
}

/// Opens a step and sends it with these fields.
async fn step(world: &World, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = world.get(&world.owner, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    send(world, path, &with_hidden(&page, fields)).await
}

async fn send(world: &World, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(&world.owner, path, &fields).await
}

const WHAT: [(&str, &str); 4] = [("title", "Lamp Light"), ("category", "music"), ("currency", "HKD"), ("visibility", "public")];

/// The first step; says where the event is.
async fn begun(world: &World) -> String {
    let made = step(world, "/console/lantern/events/new", &WHAT).await;
    made.leads().strip_suffix("/setup/where?done=event-created").expect("leads to the next step").to_owned()
}

#[tokio::test]
async fn an_event_goes_on_sale_in_six_steps_and_sells() {
    let world = World::new().await;
    let at = begun(&world).await;
    let whereabouts = world.get(&world.owner, &format!("{at}/setup/where")).await;
    let says = told(&whereabouts.text);
    assert!(says.contains("4 things are missing before it can be published") && says.contains("Enter when it starts."), "{says}");
    assert_eq!(count(&whereabouts.text, "main button.button--main, main .button--main"), 1, "one main action");
    assert_eq!(count(&whereabouts.text, &format!(".steps a[href='{at}/setup/review']")), 1, "every step is a press away");

    let place = [("venue", "new"), ("venue_name", "Hall"), ("venue_zone", "Asia/Hong_Kong"), ("starts", "2026-03-14T19:30")];
    let tickets = step(&world, &format!("{at}/setup/where"), &place).await;
    assert_eq!(tickets.leads(), format!("{at}/setup/tickets?done=event-updated"));
    let more =
        step(&world, &format!("{at}/setup/tickets"), &[("type_name", "Stalls"), ("price", "120,50"), ("quantity", "30"), ("more", "1")])
            .await;
    assert_eq!(more.leads(), format!("{at}/setup/tickets?done=type-added"), "stays for another type");
    assert_eq!(world.number("SELECT capacity::bigint FROM pools WHERE kind = 'event'").await, 30, "as many as there are tickets");
    let free = [("type_name", "Gallery"), ("quantity", "10"), ("capacity", "40")];
    assert_eq!(step(&world, &format!("{at}/setup/tickets"), &free).await.leads(), format!("{at}/setup/fees?done=type-added"));
    assert_eq!(
        step(&world, &format!("{at}/setup/tickets"), &[("capacity", "40")]).await.leads(),
        format!("{at}/setup/fees"),
        "nothing typed, nothing added"
    );
    assert_eq!(
        step(&world, &format!("{at}/setup/fees"), &[("fee_percent", "10"), ("tax_kind", "none")]).await.leads(),
        format!("{at}/setup/who?done=fees-set")
    );
    let who = [("visibility", "public"), ("age_limit", "From 6 years")];
    assert_eq!(step(&world, &format!("{at}/setup/who"), &who).await.leads(), format!("{at}/setup/review?done=event-updated"));
    let review = told(&world.get(&world.owner, &format!("{at}/setup/review")).await.text);
    for says in ["Ready to be published", "Stalls", "HK$132.55", "Sat 14 March 2026, 19:30"] {
        assert!(review.contains(says), "{says}: {review}");
    }
    assert_eq!(world.post(&world.owner, &format!("{at}/publish"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        world.number("SELECT count(*) FROM events WHERE category = 'music' AND age_limit = 'From 6 years' AND currency = 'HKD'").await,
        1
    );
    assert_eq!(world.get(&world.owner, &format!("{at}/setup/where")).await.leads(), format!("{at}/edit"), "the setup is over");
    let id = at.rsplit('/').next().unwrap().parse().unwrap();
    let buyer = world.browser(&platform_types::Actor::anonymous());
    let slug = world.slug(id).await;
    let kind = buyer.get(&format!("/events/{slug}")).await.attribute("input[name^=quantity]:last-of-type", "name").unwrap();
    let held = buyer.post(&format!("/events/{slug}/hold"), &[(&kind, "1")]).await;
    assert!(held.leads().starts_with("/checkout/"), "{}", held.leads());
    let audit = world.audit().await;
    for (action, times) in [("event.created", 1), ("event.updated", 2), ("ticket_type.added", 2), ("fees.set", 1), ("event.published", 1)] {
        assert_eq!(audit.get(action), Some(&times), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn a_step_sent_twice_is_saved_once_and_mistakes_lose_nothing() {
    let world = World::new().await;
    let new = "/console/lantern/events/new";
    let page = world.get(&world.owner, new).await;
    let fields = with_hidden(&page, &WHAT);
    let (one, two) = (send(&world, new, &fields).await, send(&world, new, &fields).await);
    assert_eq!(one.leads().split('?').next(), two.leads().split('?').next(), "the same draft");
    assert_eq!(world.number("SELECT count(*) FROM events").await, 1);
    let at = one.leads().strip_suffix("/setup/where?done=event-created").unwrap().to_owned();
    // Back to the first page, and corrected there: it is the same draft.
    let corrected = send(
        &world,
        new,
        &with_hidden(&page, &[("title", "Lamp Lights"), ("category", "music"), ("currency", "HKD"), ("visibility", "public")]),
    )
    .await;
    assert_eq!(corrected.leads(), format!("{at}/setup/where?done=event-updated"));
    assert_eq!(world.number("SELECT count(*) FROM events WHERE name = 'Lamp Lights'").await, 1);
    let late =
        send(&world, new, &with_hidden(&page, &[("title", "Lamps"), ("category", "music"), ("currency", "HKD"), ("visibility", "public")]))
            .await;
    assert_eq!((late.status, attribute(&late.text, "input[name=title]", "value").as_deref()), (StatusCode::CONFLICT, Some("Lamps")));

    let skipped = [("venue", "new"), ("venue_name", "Keller"), ("venue_zone", "Europe/Berlin"), ("starts", "2026-03-29T02:30")];
    let wrong = step(&world, &format!("{at}/setup/where"), &skipped).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&wrong.text).contains("skip this hour"));
    assert_eq!(attribute(&wrong.text, "input[name=venue_name]", "value").as_deref(), Some("Keller"), "nothing typed is lost");
    assert_eq!(
        attribute(&wrong.text, "form.form", "action").unwrap(),
        format!("{at}/setup/where"),
        "the step comes back, not the whole form"
    );

    let path = format!("{at}/setup/tickets");
    let page = world.get(&world.owner, &path).await;
    let fields = with_hidden(&page, &[("type_name", "Entry"), ("price", "50"), ("quantity", "20")]);
    for _ in 0..2 {
        assert_eq!(send(&world, &path, &fields).await.leads(), format!("{at}/setup/fees?done=type-added"));
    }
    assert_eq!(world.number("SELECT count(*) FROM ticket_types").await, 1, "a double click adds once");
    let cheap = step(&world, &path, &[("type_name", "Cheap"), ("price", "3"), ("quantity", "5")]).await;
    assert_eq!(cheap.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        told(&cheap.text).contains("HK$3.00 is less than the smallest charge"),
        "the rules of the tickets’ page: {}",
        told(&cheap.text)
    );
    assert_eq!(attribute(&cheap.text, "input[name=type_name]", "value").as_deref(), Some("Cheap"));
    let low = step(&world, &path, &[("capacity", "many")]).await;
    assert_eq!(low.status, StatusCode::UNPROCESSABLE_ENTITY);

    let untouched = step(&world, &format!("{at}/setup/what"), &[("title", "Lamp Lights"), ("category", "music")]).await;
    assert_eq!(untouched.leads(), format!("{at}/setup/where"));
    assert_eq!(world.audit().await.get("event.updated"), Some(&1), "what is as it was is not written again");
}

#[tokio::test]
async fn two_at_the_same_step_are_shown_each_other() {
    let world = World::new().await;
    let at = begun(&world).await;
    let path = format!("{at}/setup/what");
    let page = world.get(&world.owner, &path).await;
    let mine = with_hidden(&page, &[("title", "Lamp Light"), ("presenter", "Mine")]);
    let theirs = with_hidden(&page, &[("title", "Lamp Light II"), ("presenter", "Theirs")]);
    assert_eq!(send(&world, &path, &theirs).await.status, StatusCode::SEE_OTHER);
    let quarrel = send(&world, &path, &mine).await;
    assert_eq!(quarrel.status, StatusCode::CONFLICT);
    assert!(told(&quarrel.text).contains("Somebody else changed this event"));
    assert_eq!(attribute(&quarrel.text, "input[name=title]", "value").as_deref(), Some("Lamp Light II"), "what I left alone follows");
    assert_eq!(attribute(&quarrel.text, "input[name=presenter]", "value").as_deref(), Some("Mine"), "what I typed stays");
    assert_eq!(count(&quarrel.text, "select[name=venue]"), 0, "it is the step that comes back");
    assert_eq!(
        send(&world, &path, &with_hidden(&quarrel, &[("title", "Lamp Light II"), ("presenter", "Mine")])).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(world.number("SELECT count(*) FROM events WHERE name = 'Lamp Light II' AND presenter = 'Mine'").await, 1);
}

#[tokio::test]
async fn a_draft_is_previewed_by_its_own_people_and_by_nobody_else() {
    let world = World::new().await;
    let at = begun(&world).await;
    let path = format!("{at}/preview");
    let page = world.get(&world.owner, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert!(page.text.contains("Draft: only you and your team see this.") && page.text.contains("Lamp Light"));
    assert!(page.header("cache-control").contains("no-store"), "{}", page.header("cache-control"));
    assert_eq!(count(&page.text, "meta[name=robots][content*=noindex]"), 1);
    assert_eq!(count(&page.text, "link[rel=canonical]"), 0);
    let id = at.rsplit('/').next().unwrap().parse().unwrap();
    let slug = world.slug(id).await;
    for (who, status) in [(&world.owner, 404), (&platform_types::Actor::anonymous(), 404)] {
        assert_eq!(
            world.get(who, &format!("/events/{slug}")).await.status.as_u16(),
            status,
            "the public address shows no draft, whoever asks"
        );
    }
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    assert_eq!(world.get(&stranger, &path).await.status, StatusCode::NOT_FOUND);
    let steps = ["what", "where", "tickets", "fees", "who", "review"];
    for step in steps {
        assert_eq!(world.get(&stranger, &format!("{at}/setup/{step}")).await.status, StatusCode::NOT_FOUND, "{step}");
    }
}

#[tokio::test]
async fn ticket_types_and_places_are_told_in_other_languages_and_nobody_overwrites_unseen() {
    let world = World::new().await;
    let at = begun(&world).await;
    let place = [
        ("venue", "new"),
        ("venue_name", "Hall"),
        ("venue_address", "Quay 1"),
        ("venue_zone", "Asia/Hong_Kong"),
        ("starts", "2026-03-14T19:30"),
    ];
    step(&world, &format!("{at}/setup/where"), &place).await;
    step(&world, &format!("{at}/setup/tickets"), &[("type_name", "Stalls"), ("price", "120,50"), ("quantity", "30")]).await;
    let path = format!("{at}/languages/tickets");
    let chosen = world.get(&world.owner, &format!("{path}?language=de")).await;
    let name = attribute(&chosen.text, "main input[name^=name_]", "name").expect("a field for the type’s name");
    let description = name.replace("name_", "description_");
    let set = with_every_hidden(&chosen, &[(&name, "Parkett"), (&description, "Sitzplatz")]);
    assert_eq!(send(&world, &path, &set).await.leads(), format!("{path}?done=language-set"));
    assert_eq!(world.number("SELECT count(*) FROM ticket_types WHERE names = '{\"de\": \"Parkett\"}' AND descriptions = '{\"de\": \"Sitzplatz\"}' AND name = 'Stalls'").await, 1);
    // The same form again was filled in before somebody else wrote.
    let late = with_every_hidden(&chosen, &[(&name, "Parterre"), (&description, "")]);
    let unseen = send(&world, &path, &late).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT);
    assert!(told(&unseen.text).contains("What stands there now: Parkett · Sitzplatz"), "{}", told(&unseen.text));
    assert_eq!(attribute(&unseen.text, &format!("input[name='{name}']"), "value").as_deref(), Some("Parterre"), "nothing typed is lost");
    assert_eq!(
        send(&world, &path, &with_every_hidden(&unseen, &[(&name, "Parterre"), (&description, "")])).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        world.number("SELECT count(*) FROM ticket_types WHERE names = '{\"de\": \"Parterre\"}' AND descriptions = '{}'").await,
        1,
        "an empty text takes it away"
    );
    let long = "x".repeat(121);
    let wrong = send(&world, &path, &with_every_hidden(&unseen, &[(&name, &long), (&description, "")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strange = world.get(&world.owner, &format!("{path}?other=Chinese!")).await;
    assert!(told(&strange.text).contains("Enter a language’s tag"), "{}", told(&strange.text));

    let languages = world.get(&world.owner, &format!("{at}/languages")).await;
    let venue = attribute(&languages.text, "main a[href^='/console/venues/']", "href").expect("the way to the place’s texts");
    let chosen = world.get(&world.owner, &format!("{venue}?language=ar")).await;
    let set = with_every_hidden(&chosen, &[("name", "القاعة"), ("address", "الرصيف 1")]);
    assert_eq!(send(&world, &venue, &set).await.leads(), format!("{venue}?done=language-set"));
    assert_eq!(
        world.number("SELECT count(*) FROM venues WHERE names = '{\"ar\": \"القاعة\"}' AND addresses = '{\"ar\": \"الرصيف 1\"}'").await,
        1
    );
    assert_eq!(send(&world, &venue, &with_every_hidden(&chosen, &[("name", "x"), ("address", "")])).await.status, StatusCode::CONFLICT);
    let audit = world.audit().await;
    assert_eq!((audit.get("event.ticket_language_set"), audit.get("venue.language_set")), (Some(&2), Some(&1)));
}

#[tokio::test]
async fn titles_in_other_languages_are_added_one_by_one_and_nobody_overwrites_unseen() {
    let world = World::new().await;
    let at = begun(&world).await;
    let path = format!("{at}/languages");
    let set = [("language", "zh-hant"), ("title", "燈光"), ("story", "一個晚上。")];
    let saved = step(&world, &path, &set).await;
    assert_eq!(saved.leads(), format!("{path}?done=language-set"));
    assert_eq!(step(&world, &path, &[("language", "ar"), ("title", "ضوء المصباح")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.number("SELECT count(*) FROM events WHERE names = '{\"zh-Hant\": \"燈光\", \"ar\": \"ضوء المصباح\"}' AND descriptions = '{\"zh-Hant\": \"一個晚上。\"}'").await, 1);
    let wrong = step(&world, &path, &[("language", "Chinese!"), ("title", "燈")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(attribute(&wrong.text, "input[name=title]", "value").as_deref(), Some("燈"), "nothing typed is lost");
    // A form opened without the language does not replace what somebody else wrote in it.
    let unseen = step(&world, &path, &[("language", "ar"), ("title", "مصباح")]).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT);
    assert!(told(&unseen.text).contains("ضوء المصباح"), "both are shown: {}", told(&unseen.text));
    assert_eq!(attribute(&unseen.text, "input[name=title]", "value").as_deref(), Some("مصباح"));
    assert_eq!(send(&world, &path, &with_hidden(&unseen, &[("language", "ar"), ("title", "مصباح")])).await.status, StatusCode::SEE_OTHER);
    assert_eq!(step(&world, &format!("{path}?language=ar"), &[("language", "ar")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.number("SELECT count(*) FROM events WHERE names = '{\"zh-Hant\": \"燈光\"}'").await, 1, "empty texts take it away");
    assert_eq!(world.audit().await.get("event.language_set"), Some(&4));
}
