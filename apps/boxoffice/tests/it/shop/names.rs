//! Names of the world and strings that break things, through a whole purchase: form, order, page, paper, door.

use std::collections::BTreeSet;
use std::path::PathBuf;

use axum::http::StatusCode;
use boxoffice::door::search_names;
use platform_types::{PersonName, TicketTypeId};
use scraper::{Html, Selector};

use super::buy::hold;
use super::web::{Answer, Site};

/// The neighbour folder with real data, or nothing where it is not at hand.
fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("CALLBOARD_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        println!("skipped: {path} is not at hand (set CALLBOARD_SHARED)");
    }
    text
}

/// Fields of one CSV line with quotes (RFC 4180).
fn fields(line: &str) -> Vec<String> {
    let (mut out, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out
}

/// What a reader sees, as words: a page folds white space, so both sides are folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of every element on a page, folded: a name has to stand there as a whole, with nothing added.
fn texts(page: &Answer) -> BTreeSet<String> {
    let dom = Html::parse_document(&page.text());
    dom.select(&Selector::parse("main *").unwrap()).map(|element| folded(&element.text().collect::<String>())).collect()
}

/// Buys for a buyer and up to eight attendees; checks page, database, paper and the door's list.
async fn buy(site: &Site, ticket: TicketTypeId, names: &[String]) {
    let browser = site.browser();
    let checkout = hold(&browser, ticket, u32::try_from(names.len()).unwrap()).await;
    let keys: Vec<String> = (1..=names.len()).map(|n| format!("attendee_{n}")).collect();
    let mut form = vec![("name", names[0].as_str()), ("email", "guest@example.org")];
    form.extend(keys.iter().map(String::as_str).zip(names.iter().map(String::as_str)));
    let pay = browser.post(&checkout, &form).await.leads();
    assert!(pay.starts_with("https://bank.test/"), "{pay}");
    let reference = pay.rsplit('/').next().unwrap().to_owned();
    site.house.bank.person_pays(&reference.into());
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    let held: uuid::Uuid = checkout.rsplit('/').next().unwrap().parse().unwrap();
    let (id, buyer): (uuid::Uuid, String) =
        sqlx::query_as("SELECT id, buyer_name FROM orders WHERE hold_id = $1").bind(held).fetch_one(&mut owner).await.unwrap();
    let order = format!("/orders/{id}");
    assert_eq!(browser.get(&format!("{order}/return")).await.leads(), order);

    let wanted: Vec<String> = names.iter().map(|name| name.parse::<PersonName>().unwrap().as_str().to_owned()).collect();
    let stored: Vec<String> = sqlx::query_scalar("SELECT attendee_name FROM tickets WHERE order_id = $1 ORDER BY position")
        .bind(id)
        .fetch_all(&mut owner)
        .await
        .unwrap();
    assert_eq!((stored, buyer), (wanted.clone(), wanted[0].clone()), "names are kept as they were written");

    let page = browser.get(&order).await;
    let shown = texts(&page);
    for name in &wanted {
        assert!(shown.contains(&folded(name)), "{name:?} stands on the page: {shown:#?}");
    }
    let pdf = browser.get(&format!("{order}/tickets.pdf")).await;
    assert!(pdf.status == StatusCode::OK && pdf.bytes.starts_with(b"%PDF-"), "{}: {wanted:?}", pdf.status);
    let mut tx = site.house.db.as_system("test").await.unwrap();
    let hits = search_names(&mut tx, site.house.event, &wanted[0]).await.unwrap();
    assert!(hits.iter().any(|hit| hit.attendee == wanted[0]), "the door finds {:?}", wanted[0]);
}

#[tokio::test]
async fn every_name_of_the_world_survives_a_purchase() {
    let Some(csv) = shared("data/names/cldr-sample-person-names.csv") else { return };
    let names: Vec<String> = csv.lines().skip(1).map(|line| fields(line)[11].clone()).collect();
    assert_eq!(names.len(), 783);
    let site = Site::with_capacity(1_000).await;
    let ticket = site.house.ticket_type("Stalls", 2_500, 1_000).await;
    for some in names.chunks(8) {
        buy(&site, ticket, some).await;
    }
    site.house.assert_sound().await;
    assert_eq!(site.house.number("SELECT count(*) FROM tickets").await, 783);
}

#[tokio::test]
async fn naughty_strings_are_names_like_any_other_or_refused_by_field() {
    let Some(json) = shared("data/names/blns.json") else { return };
    let all: Vec<String> = serde_json::from_str(&json).unwrap();
    let (names, refused): (Vec<String>, Vec<String>) = all.into_iter().partition(|text| text.parse::<PersonName>().is_ok());
    assert!(names.len() > 450 && !refused.is_empty(), "{} and {}", names.len(), refused.len());
    let site = Site::with_capacity(1_000).await;
    let ticket = site.house.ticket_type("Stalls", 2_500, 1_000).await;
    for some in names.chunks(8) {
        buy(&site, ticket, some).await;
    }
    let browser = site.browser();
    let checkout = hold(&browser, ticket, 1).await;
    for text in &refused {
        let answer = browser.post(&checkout, &[("name", text), ("email", "guest@example.org")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}");
        assert_eq!(answer.count("input[name=name][aria-invalid=true]"), 1, "{text:?}");
    }
    let other = site.browser();
    // In every other field of the purchase they are refused by name or mean nothing; none breaks the program.
    for text in names.iter().chain(&refused) {
        let answer = browser.post(&checkout, &[("name", "Mei Chan"), ("email", text)]).await;
        assert!(matches!(answer.status.as_u16(), 422 | 303), "{text:?}: {}", answer.status);
        let answer = other.post("/orders/lookup", &[("email", text), ("code", text)]).await;
        assert!(answer.status.is_client_error() || answer.status == StatusCode::OK, "{text:?}: {}", answer.status);
        let answer = other.post("/events/the-night/hold", &[(&format!("quantity[{ticket}]"), text)]).await;
        assert!(answer.status.is_client_error() || answer.status == StatusCode::SEE_OTHER, "{text:?}: {}", answer.status);
    }
    site.house.assert_sound().await;
}
