//! The console and the door in German: no English text of the house is left on any page.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use platform_documents::Documents;
use platform_http::Registry;
use scraper::{Html, Selector};

use super::harness::World;
use crate::console::{self, Console};
use crate::gate::{self, Gate};

/// An event that has something on each of its pages, and the ids by which addresses name them.
struct Filled {
    event: String,
    order: String,
    ids: Vec<(&'static str, String)>,
}

async fn filled(world: &World) -> Filled {
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}");
    let owner = &world.owner;
    let free = world.text("SELECT id::text FROM ticket_types WHERE name = 'Free'").await;
    let vip = format!("type_{free}");
    for (path, fields) in [
        (
            format!("{at}/ticket-types"),
            vec![("type_name", "Stalls"), ("price", "25"), ("quantity", "20"), ("hidden", "on"), ("grants_role", "GUEST")],
        ),
        (
            format!("{at}/ticket-types"),
            vec![("type_name", "Solidar"), ("price", "5"), ("suggested", "9"), ("pricing", "chosen"), ("quantity", "9")],
        ),
        (format!("{at}/quotas"), vec![("quota_name", "Balkon"), ("quota_capacity", "30"), (vip.as_str(), "on")]),
        (format!("{at}/zones"), vec![("zone_name", "Salon"), ("zone_code", "SALON")]),
        (
            format!("{at}/fees"),
            vec![("fee_percent", "10"), ("fee_fixed", "2"), ("tax_kind", "included"), ("tax_name", "MwSt."), ("tax_percent", "19")],
        ),
        (format!("{at}/programme/new"), vec![("title", "Auftakt"), ("starts", "2026-03-14T19:40")]),
        (format!("{at}/languages"), vec![("language", "fr"), ("title", "La Tempête"), ("story", "Deux heures.")]),
        (format!("{at}/refunds"), vec![("preset", "own"), ("count_1", "3"), ("unit_1", "days"), ("percent_1", "50"), ("fees_1", "with")]),
        (
            "/console/lantern/codes/new".to_owned(),
            vec![("code", "SOMMER"), ("kind", "percent"), ("percent", "20"), ("reveals", "on"), ("max_tickets", "2")],
        ),
        (
            "/console/lantern/views".to_owned(),
            vec![("page", "organization_orders"), ("query", "status=paid"), ("view_name", "Bezahlte"), ("shared", "on")],
        ),
    ] {
        let done = world.post(owner, &path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", super::told(&done.text));
    }
    let order = world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let message = [("message", "0195a1b2-0000-7000-8000-0000000000e1"), ("subject", "{event}"), ("text", "{name}: {link}")];
    world.post(owner, &format!("{at}/messages"), &message).await.expect(303);
    world.run_jobs().await;
    let id = async |sql| world.text(sql).await;
    let ids = vec![
        ("{org}", "lantern".to_owned()),
        ("{kind}", free),
        ("{quota}", id("SELECT id::text FROM pools WHERE kind = 'quota'").await),
        ("{zone}", id("SELECT id::text FROM event_zones").await),
        ("{item}", id("SELECT id::text FROM programme_items").await),
        ("{ticket}", id("SELECT id::text FROM tickets ORDER BY id LIMIT 1").await),
        ("{code}", id("SELECT id::text FROM promo_codes").await),
        ("{venue}", id("SELECT id::text FROM venues").await),
        ("{event}", event.to_string()),
    ];
    Filled { event: event.to_string(), order: order.to_string(), ids }
}

/// The address of a route's page for this event.
fn address(path: &str, filled: &Filled) -> String {
    let own = match path.split('/').nth(2) {
        Some("orders") => &filled.order,
        Some("codes") => &filled.ids.iter().find(|(name, _)| *name == "{code}").unwrap().1,
        Some("venues") => &filled.ids.iter().find(|(name, _)| *name == "{venue}").unwrap().1,
        _ => &filled.event,
    };
    filled.ids.iter().fold(path.replace("{id}", own), |path, (name, id)| path.replace(name, id))
}

/// English texts of three words or more, as far as they are the same whatever is filled in, that German does not share.
fn english() -> BTreeSet<String> {
    let read = |lang: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(lang);
        let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        files.collect::<Vec<_>>().join("\n")
    };
    let german = read("de");
    let said = |line: &str| line.split_once(" = ").map_or(line, |(_, text)| text).trim_start_matches([' ', '*', '[']).to_owned();
    let parts = |text: String| {
        let pieces = text.split(['{', '}', ']']).map(|piece| piece.trim().to_owned());
        pieces.filter(|piece| !piece.starts_with('$') && piece.split_whitespace().count() >= 3).collect::<Vec<_>>()
    };
    let lines = read("en").lines().filter(|line| !line.starts_with('#')).map(said).collect::<Vec<_>>();
    lines.into_iter().flat_map(parts).filter(|piece| !german.contains(piece.as_str())).collect()
}

/// What is seen of a page, or read out.
fn words(page: &str) -> String {
    let dom = Html::parse_document(page);
    let hidden = Selector::parse("script, style, textarea").unwrap();
    let unread: Vec<_> = dom.select(&hidden).flat_map(|element| element.descendants().map(|node| node.id()).collect::<Vec<_>>()).collect();
    let mut seen = String::new();
    for node in dom.tree.nodes() {
        if let Some(text) = node.value().as_text()
            && !unread.contains(&node.id())
        {
            seen.push_str(text);
            seen.push(' ');
        }
        if let Some(element) = node.value().as_element() {
            for name in ["aria-label", "title", "placeholder", "alt"] {
                seen.push_str(element.attr(name).unwrap_or_default());
                seen.push(' ');
            }
        }
    }
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn left_over(page: &str, english: &BTreeSet<String>) -> Vec<String> {
    let words = words(page);
    english.iter().filter(|text| words.contains(text.as_str())).cloned().collect()
}

#[tokio::test]
async fn every_page_is_told_in_german() {
    let world = World::new().await;
    let filled = filled(&world).await;
    let shell = Arc::new(platform_ui::House::default);
    let console = Console::new(world.office.clone(), world.house.auth.clone(), Documents::new(1), shell.clone(), world.files.clone());
    let registry = Registry::new().mount(console::routes(&console)).mount(gate::routes(&Gate::new(world.office.clone(), shell)));
    let browser = world.browser(&world.owner);
    let english = english();
    assert!(english.contains("Nobody outside sees it yet."), "the texts are read: {}", english.len());
    let (mut pages, mut wrong) = (0, Vec::new());
    for meta in registry.metas() {
        if meta.method != Method::GET || !meta.path.starts_with("/console") && !meta.path.starts_with("/gate") {
            continue;
        }
        let path = address(meta.path, &filled);
        let answer = browser.send(Method::GET, &path, &[("accept", "text/html"), ("accept-language", "de")], "").await;
        if answer.status != StatusCode::OK || !answer.header("content-type").starts_with("text/html") {
            continue;
        }
        pages += 1;
        let left = left_over(&answer.text, &english);
        if !left.is_empty() {
            wrong.push(format!("{path}: {left:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages >= 38, "only {pages} pages were opened");
}

#[tokio::test]
async fn what_is_refused_and_what_was_done_is_told_in_german() {
    let world = World::new().await;
    let id = world.draft().await;
    let browser = world.browser(&world.owner);
    let german = [
        ("accept", "text/html"),
        ("accept-language", "de-AT,en;q=0.5"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let early = browser.send(Method::POST, &format!("/console/events/{id}/publish"), &german, "").await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    let text = super::told(&early.text);
    for says in ["Eine Sache fehlt noch bis zur Veröffentlichung", "Fügen Sie mindestens eine Ticketart hinzu", "Nicht veröffentlicht."]
    {
        assert!(text.contains(says), "{says}: {text}");
    }
    let typed = browser.send(Method::POST, &format!("/console/events/{id}/ticket-types"), &german, "type_name=&quantity=0").await;
    let text = super::told(&typed.text);
    for says in ["Geben Sie ein, was Käuferinnen und Käufer sehen", "Geben Sie eine ganze Zahl von 1 bis 10000000 ein."] {
        assert!(text.contains(says), "{says}: {text}");
    }
    let done = browser.send(Method::GET, &format!("/console/events/{id}?done=event-created"), &german[..2], "").await;
    assert!(done.text.contains("Der Entwurf ist gespeichert."), "{}", super::told(&done.text));
    let list = browser.send(Method::GET, "/console/lantern/events?show=drafts", &german[..2], "").await;
    assert!(super::told(&list.text).contains("Sa., 14. März 2026, 19:30 Uhr"), "{}", super::told(&list.text));
}

#[tokio::test]
async fn files_for_programs_are_the_same_in_every_language() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan"]).await;
    let browser = world.browser(&world.owner);
    let at = format!("/console/events/{event}/orders/export");
    let ask = async |lang: &str| {
        let headers = [("accept-language", lang), ("sec-fetch-site", "same-origin"), ("content-type", "application/x-www-form-urlencoded")];
        browser.send(Method::POST, &at, &headers, "all=on").await
    };
    let (english, german) = (ask("en").await, ask("de").await);
    assert_eq!(english.status, StatusCode::OK);
    assert_eq!(english.text, german.text);
    assert!(german.text.contains(",Paid,"), "{}", german.text);
}
