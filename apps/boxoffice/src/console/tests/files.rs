//! Pictures, papers and plans, through the real routes, with a real store.

use axum::http::StatusCode;
use image::{ImageFormat, RgbImage};
use platform_storage::{sweep, sweep_strays};
use platform_types::{Actor, EventId};

use super::harness::World;
use super::whole;

fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 120]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n";

/// The key of the form that goes to this address.
async fn key(world: &World, page: &str, action: &str) -> String {
    let answer = world.get(&world.owner, page).await.expect(200);
    assert_eq!(whole::faults(&answer.text), Vec::<String>::new());
    answer
        .attribute(&format!("form[action='{action}'][enctype='multipart/form-data'] input[name=key]"), "value")
        .expect("a form with a key")
}

async fn add_picture(world: &World, event: EventId, alt: &str, bytes: &[u8]) -> String {
    let at = format!("/console/events/{event}");
    let key = key(world, &format!("{at}/files"), &format!("{at}/picture")).await;
    let done = world.upload(&world.owner, &format!("{at}/picture"), &[("key", &key), ("alt", alt)], "night.png", bytes).await;
    assert_eq!(done.leads(), format!("{at}/files?done=picture-set"));
    key
}

async fn count(world: &World, action: &str) -> i64 {
    world.audit().await.get(action).copied().unwrap_or(0)
}

#[tokio::test]
async fn a_picture_stands_wherever_the_event_is_shown() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let slug = world.slug(event).await;
    let nobody = Actor::anonymous();
    let before = world.get(&nobody, &format!("/events/{slug}")).await.expect(200);
    assert_eq!((before.count(".hero__poster svg.poster"), before.count(".hero__poster img")), (1, 0));

    add_picture(&world, event, "Lanterns over a <crowd>", &png(1000, 500)).await;
    let page = world.get(&nobody, &format!("/events/{slug}")).await.expect(200);
    assert_eq!(whole::faults(&page.text), Vec::<String>::new());
    assert_eq!((page.count(".hero__poster svg.poster"), page.count(".hero__poster picture img")), (0, 1));
    let img = |name: &str| page.attribute(".hero__poster img", name).unwrap_or_default();
    assert_eq!((img("width"), img("height"), img("alt")), ("1000".into(), "500".into(), "Lanterns over a <crowd>".into()));
    assert_eq!(img("srcset").matches(".jpg ").count(), 3, "320, 640 and its own width: {}", img("srcset"));
    let webp = page.attribute(".hero__poster source[type='image/webp']", "srcset").unwrap();
    assert!(webp.contains(" 320w") && webp.contains(" 1000w") && webp.contains(".webp"), "{webp}");
    // Same bytes for everybody, as before.
    let owners = world.get(&world.owner, &format!("/events/{slug}")).await.expect(200);
    assert_eq!(page.text, owners.text);
    // Shared links and search engines get the photo.
    let og = |name: &str| page.attribute(&format!("meta[property='og:image{name}']"), "content").unwrap();
    assert!(og("").starts_with("https://tickets.test/files/") && og("").contains(".jpg"), "{}", og(""));
    assert_eq!(
        (og(":type"), og(":width"), og(":height"), og(":alt")),
        ("image/jpeg".into(), "1000".into(), "500".into(), "Lanterns over a <crowd>".into())
    );
    assert!(page.text.contains(&format!("\"image\":[\"{}\"]", og(""))), "schema.org names the same picture");
    // In lists beside its words.
    let list = world.get(&nobody, "/events").await.expect(200);
    assert_eq!(list.count(".event-card__poster picture img[alt=''][loading=lazy]"), 1);
    assert_eq!(list.count(".event-card__poster svg.poster"), 0);

    // It is served to everybody, for ever, and as nothing but a picture.
    for source in webp.split(", ").chain([img("src").as_str()]) {
        let file = world.get(&nobody, source.split(' ').next().unwrap()).await.expect(200);
        let kind = if source.contains(".webp") { "image/webp" } else { "image/jpeg" };
        assert_eq!((file.header("content-type"), file.header("cache-control")), (kind, "public, max-age=31536000, immutable"));
        assert_eq!((file.header("x-content-type-options"), file.header("set-cookie")), ("nosniff", ""));
        assert!(file.header("content-security-policy").contains("sandbox") && file.header("content-disposition").starts_with("inline"));
        let drawn = image::load_from_memory(&file.bytes).unwrap();
        assert_eq!(drawn.width() as usize * 500, drawn.height() as usize * 1000, "{source}");
    }
    assert_eq!(count(&world, "event.picture_set").await, 1);
}

#[tokio::test]
async fn a_picture_is_replaced_described_and_removed_and_leaves_no_byte() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}");
    let first = png(500, 400);
    let key = add_picture(&world, event, "First", &first).await;
    // A second click is the same picture.
    let again = world.upload(&world.owner, &format!("{at}/picture"), &[("key", &key), ("alt", "First")], "night.png", &first).await;
    assert_eq!(again.leads(), format!("{at}/files?done=picture-same"));
    assert_eq!(count(&world, "event.picture_set").await, 1);

    let done = world.post(&world.owner, &format!("{at}/picture/words"), &[("alt", "  Lanterns  ")]).await;
    assert_eq!(done.leads(), format!("{at}/files?done=picture-described"));
    let same = world.post(&world.owner, &format!("{at}/picture/words"), &[("alt", "Lanterns")]).await;
    assert_eq!(same.leads(), format!("{at}/files?done=picture-same"));
    let blank = world.post(&world.owner, &format!("{at}/picture/words"), &[("alt", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);

    let page = world.get(&world.owner, &format!("{at}/files")).await.expect(200);
    let old = page.attribute(".files__picture img", "src").unwrap();
    add_picture(&world, event, "Second", &png(640, 320)).await;
    let page = world.get(&world.owner, &format!("{at}/files?done=picture-set")).await.expect(200);
    assert_ne!(page.attribute(".files__picture img", "src").unwrap(), old, "an address never shows two pictures");
    world.get(&Actor::anonymous(), &old).await.expect(404);

    let gone = world.post(&world.owner, &format!("{at}/picture/remove"), &[]).await;
    assert_eq!(gone.leads(), format!("{at}/files?done=picture-removed"));
    let twice = world.post(&world.owner, &format!("{at}/picture/remove"), &[]).await;
    assert_eq!(twice.leads(), format!("{at}/files?done=picture-same"));
    let told = world.audit().await;
    let of = |action: &str| told.get(action).copied().unwrap_or(0);
    assert_eq!((of("event.picture_set"), of("event.picture_described"), of("event.picture_removed")), (2, 1, 1));

    sweep(&world.files).await.unwrap();
    sweep_strays(&world.files).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM storage.files").await, 0);
    assert_eq!(walk(world.folder.path()), 0, "no byte is left");
}

fn walk(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_copy_shows_the_same_picture_for_as_long_as_either_does() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    add_picture(&world, event, "Lanterns", &png(400, 300)).await;
    let done = world
        .post(&world.owner, &format!("/console/events/{event}/duplicate"), &[("title", "Again"), ("starts", "2026-04-15T19:30")])
        .await;
    let copy: EventId = done.leads().strip_prefix("/console/events/").unwrap().split('/').next().unwrap().parse().unwrap();
    let src =
        async |id: EventId| world.get(&world.owner, &format!("/console/events/{id}/files")).await.attribute(".files__picture img", "src");
    let shown = src(copy).await.expect("the copy has a picture");
    assert_eq!(Some(shown.clone()), src(event).await);
    world.post(&world.owner, &format!("/console/events/{event}/picture/remove"), &[]).await.expect(303);
    sweep(&world.files).await.unwrap();
    assert_eq!(src(event).await, None);
    assert_eq!(src(copy).await, Some(shown.clone()), "what the copy shows is kept");
    world.get(&world.owner, &shown).await.expect(200);
    // The copy is a draft: nobody outside sees its picture.
    world.get(&Actor::anonymous(), &shown).await.expect(404);
    world.post(&world.owner, &format!("/console/events/{copy}/picture/remove"), &[]).await.expect(303);
    sweep(&world.files).await.unwrap();
    assert_eq!((world.number("SELECT count(*) FROM storage.files").await, walk(world.folder.path())), (0, 0));
}

#[tokio::test]
async fn what_is_wrong_is_told_beside_the_field_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let event = world.draft().await;
    let at = format!("/console/events/{event}");
    let send = async |fields: &[(&str, &str)], name: &str, bytes: &[u8]| {
        world.upload(&world.owner, &format!("{at}/picture"), fields, name, bytes).await
    };
    let good = png(200, 100);
    // A little more than is accepted, and a JPEG as far as it says.
    let large = [&b"\xFF\xD8\xFF\xE0"[..], &vec![b'x'; (10 << 20) + 20_000]].concat();
    for (fields, name, bytes, status, says) in [
        (&[("key", "k-1"), ("alt", "Lanterns")][..], "", &b""[..], 422, "Choose a file first."),
        (&[("key", "k-1"), ("alt", "Lanterns")], "a.png", &b""[..], 422, "This file is empty"),
        (&[("key", "k-1"), ("alt", "Lanterns")], "a.png", &b"<!doctype html><script>x</script>"[..], 415, "This is a web page"),
        (&[("key", "k-1"), ("alt", "Lanterns")], "a.pdf", PDF, 415, "This is a PDF file; choose a JPEG"),
        (&[("key", "k-1"), ("alt", "Lanterns")], "a.png", &good[..good.len() / 2], 422, "damaged or incomplete"),
        (&[("key", "k-1"), ("alt", "Lanterns")], "a.png", &large[..], 413, "at most 10 MB"),
        (&[("key", "k-1"), ("alt", " ")], "a.png", &good[..], 422, "Say in a few words"),
    ] {
        let answer = send(fields, name, bytes).await;
        assert_eq!(answer.status.as_u16(), status, "{says}: {}", answer.told());
        assert!(answer.text.contains(says), "{says}: {}", answer.told());
        assert_eq!(whole::faults(&answer.text), Vec::<String>::new(), "{says}");
        if fields[1].1 != " " {
            assert_eq!(answer.field("alt").as_deref(), Some("Lanterns"), "{says}");
        }
    }
    // A form that cannot bring a file.
    let none = world.post(&world.owner, &format!("{at}/picture"), &[("alt", "x")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&world, "event.picture_set").await, 0);
    sweep(&world.files).await.unwrap();
    assert_eq!(
        (world.number("SELECT count(*) FROM storage.files").await, walk(world.folder.path())),
        (0, 0),
        "nothing is kept of what was refused"
    );
}

#[tokio::test]
async fn documents_are_the_teams_and_nobody_elses() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}");
    let empty = world.get(&world.owner, &format!("{at}/files")).await.expect(200);
    assert!(empty.told().contains("No documents yet"), "{}", empty.told());
    let key = key(&world, &format!("{at}/files"), &format!("{at}/documents")).await;
    let send = async |key: &str, name: &str, bytes: &[u8]| {
        world.upload(&world.owner, &format!("{at}/documents"), &[("key", key)], name, bytes).await
    };
    let name = "Verträge\u{202E}/خريطة — rider.pdf";
    assert_eq!(send(&key, name, PDF).await.leads(), format!("{at}/files?done=document-added"));
    assert_eq!(send(&key, name, PDF).await.leads(), format!("{at}/files?done=document-same"));
    assert_eq!(send("another-key", "sound.csv", b"channel,what\n1,kick\n").await.leads(), format!("{at}/files?done=document-added"));
    let refused = send("a-third-key", "tool.pdf", b"MZ\x90\0\x03\0\0\0").await;
    assert_eq!(refused.status.as_u16(), 415);
    assert!(
        refused.attribute("#field-document", "aria-invalid").is_some() && refused.attribute("#field-file", "aria-invalid").is_none(),
        "{}",
        refused.told()
    );

    let page = world.get(&world.owner, &format!("{at}/files?done=document-added")).await.expect(200);
    assert!(page.told().contains("خريطة — rider.pdf") && page.told().contains("owner"), "{}", page.told());
    let links = page.attributes("table a[href^='/files/']", "href");
    assert_eq!(links.len(), 2);
    let (csv, pdf) = (&links[0], &links[1]);
    let file = world.get(&world.owner, pdf).await.expect(200);
    assert_eq!(
        (file.bytes.as_slice(), file.header("content-type"), file.header("cache-control")),
        (PDF, "application/pdf", "private, no-store")
    );
    let file = world.get(&world.owner, csv).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"sound.csv\""), "{}", file.header("content-disposition"));
    assert_eq!((file.header("content-type"), file.header("x-content-type-options")), ("text/csv; charset=utf-8", "nosniff"));

    let scope = world.organization.0;
    let organizer = world.house.holder("organizer", "GVTEWAY_EXPERIENCE_CREATOR", scope).await;
    let reader = world.house.holder("reader", "ATLVS_VIEWER", scope).await;
    let door = world.house.holder("door", "STAFF", event.0).await;
    let rival = world.house.person("rival").await;
    world.house.organization(&rival, "rival").await;
    for (who, sees) in [(&organizer, true), (&reader, true), (&door, false), (&rival, false), (&Actor::anonymous(), false)] {
        for link in &links {
            world.get(who, link).await.expect(if sees { 200 } else { 404 });
        }
    }
    let id = page.attributes("dialog[id^='remove-'] form", "action").into_iter().find(|action| action.contains("/documents/")).unwrap();
    for who in [&door, &reader, &rival] {
        let answer = world.post(who, &id, &[]).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    assert_eq!(world.post(&world.owner, &id, &[]).await.leads(), format!("{at}/files?done=document-removed"));
    assert_eq!(world.post(&world.owner, &id, &[]).await.leads(), format!("{at}/files?done=document-gone"));
    assert_eq!(links.len() - 1, world.get(&world.owner, &format!("{at}/files")).await.count("table a[href^='/files/']"));
    let told = world.audit().await;
    assert_eq!((told["event.document_added"], told["event.document_removed"]), (2, 1));
    // The copy of an event is another event: papers stay where they are.
    let copied = world.post(&world.owner, &format!("{at}/duplicate"), &[("title", "Again"), ("starts", "2026-04-15T19:30")]).await;
    let copy = copied.leads().strip_prefix("/console/events/").unwrap().split('/').next().unwrap().to_owned();
    assert_eq!(world.get(&world.owner, &format!("/console/events/{copy}/files")).await.count("table a[href^='/files/']"), 0);
}

#[tokio::test]
async fn a_plan_is_for_everybody_only_when_it_says_so() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let slug = world.slug(event).await;
    let venue = world.text("SELECT id::text FROM venues").await;
    let at = format!("/console/venues/{venue}/plans");
    let list = world.get(&world.owner, "/console/lantern/venues").await.expect(200);
    assert_eq!(list.attribute("table a", "href"), Some(at.clone()));
    let plan_key = key(&world, &at, &at).await;
    let send = async |key: &str, title: &str, public: bool, name: &str, bytes: &[u8]| {
        let fields = [("key", key), ("title", title), ("public", "on")];
        world.upload(&world.owner, &at, &fields[..if public { 3 } else { 2 }], name, bytes).await
    };
    assert_eq!(send(&plan_key, "Ways out", false, "ways.pdf", PDF).await.leads(), format!("{at}?done=plan-added"));
    assert_eq!(send(&plan_key, "Ways out", false, "ways.pdf", PDF).await.leads(), format!("{at}?done=plan-same"));
    assert_eq!(send("second-key", "Stalls & balcony", true, "stalls.png", &png(700, 500)).await.leads(), format!("{at}?done=plan-added"));
    let svg = send("third-key", "Vectors", true, "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").await;
    assert_eq!(svg.status.as_u16(), 415);
    assert_eq!(svg.attribute("#field-title", "value").as_deref(), Some("Vectors"));

    let nobody = Actor::anonymous();
    let page = world.get(&nobody, &format!("/events/{slug}")).await.expect(200);
    assert_eq!(whole::faults(&page.text), Vec::<String>::new());
    assert!(
        page.told().contains("Plans of Hall") && page.told().contains("Stalls & balcony") && !page.told().contains("Ways out"),
        "{}",
        page.told()
    );
    assert_eq!(page.attribute("dd a[href='#plans']", "href").as_deref(), Some("#plans"));
    let public = page.attribute("#plans a", "href").unwrap();
    assert_eq!(world.get(&nobody, &public).await.expect(200).header("cache-control"), "public, max-age=31536000, immutable");

    let staff = world.get(&world.owner, &at).await.expect(200);
    let private = staff.attributes("a[href$='.pdf']", "href").remove(0);
    world.get(&nobody, &private).await.expect(404);
    let file = world.get(&world.owner, &private).await.expect(200);
    assert_eq!((file.header("cache-control"), file.header("content-type")), ("private, no-store", "application/pdf"));
    let crew = world.house.holder("crew", "EXECUTIVE", event.0).await;
    world.get(&crew, &private).await.expect(200);
    let theirs = world.get(&crew, &format!("/console/events/{event}/files")).await.expect(200);
    assert!(theirs.told().contains("Ways out"), "who works there knows the ways out: {}", theirs.told());
    let rival = world.house.person("rival").await;
    world.house.organization(&rival, "rival").await;
    world.get(&rival, &private).await.expect(404);
    world.get(&rival, &at).await.expect(404);
    assert_eq!(world.post(&rival, &at, &[]).await.status, StatusCode::NOT_FOUND);

    let id = world.text("SELECT id::text FROM venue_plans WHERE title = 'Ways out'").await;
    let done = world.post(&world.owner, &format!("{at}/{id}"), &[("title", "Ways in and out"), ("public", "on")]).await;
    assert_eq!(done.leads(), format!("{at}?done=plan-changed"));
    world.get(&nobody, &private).await.expect(200);
    let blank = world.post(&world.owner, &format!("{at}/{id}"), &[("title", " ")]).await;
    assert_eq!((blank.status.as_u16(), whole::faults(&blank.text)), (422, vec![]));
    assert!(blank.attribute(&format!("#field-title-{id}"), "aria-invalid").is_some(), "{}", blank.told());
    let same = world.post(&world.owner, &format!("{at}/{id}"), &[("title", "Ways in and out"), ("public", "on")]).await;
    assert_eq!(same.leads(), format!("{at}?done=plan-same"));
    assert_eq!(world.post(&world.owner, &format!("{at}/{id}/remove"), &[]).await.leads(), format!("{at}?done=plan-removed"));
    world.get(&nobody, &private).await.expect(404);
    let told = world.audit().await;
    assert_eq!((told["venue.plan_added"], told["venue.plan_changed"], told["venue.plan_removed"]), (2, 1, 1));
}

#[tokio::test]
async fn a_private_event_keeps_its_picture_to_itself_until_it_is_published() {
    let world = World::new().await;
    let event = world.draft().await;
    add_picture(&world, event, "Lanterns", &png(400, 300)).await;
    let src = world.get(&world.owner, &format!("/console/events/{event}/files")).await.attribute(".files__picture img", "src").unwrap();
    world.get(&Actor::anonymous(), &src).await.expect(404);
    assert_eq!(world.get(&world.owner, &src).await.expect(200).header("cache-control"), "private, no-store");
    let preview = world.get(&world.owner, &format!("/console/events/{event}/preview")).await.expect(200);
    assert_eq!(preview.count(".hero__poster picture"), 1, "its makers see it as buyers will");
    for (path, fields) in [("ticket-types", &[("type_name", "Free"), ("quantity", "5")][..]), ("publish", &[])] {
        world.post(&world.owner, &format!("/console/events/{event}/{path}"), fields).await.expect(303);
    }
    assert_eq!(world.get(&Actor::anonymous(), &src).await.expect(200).header("cache-control"), "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn somebody_else_uploads_nothing_here() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let rival = world.house.person("rival").await;
    world.house.organization(&rival, "rival").await;
    let door = world.house.holder("door", "STAFF", event.0).await;
    for path in ["picture", "documents"] {
        for who in [&rival, &door] {
            let answer =
                world.upload(who, &format!("/console/events/{event}/{path}"), &[("key", "key"), ("alt", "x")], "a.png", &png(10, 10)).await;
            assert!(matches!(answer.status.as_u16(), 403 | 404), "{path}: {}", answer.status);
        }
    }
    assert_eq!((world.number("SELECT count(*) FROM storage.files").await, walk(world.folder.path())), (0, 0), "not a byte was taken");
}
