//! Names of the world and strings that break things, through a whole purchase: form, order, page, paper, door.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use boxoffice::door::search_names;
use platform_types::{PersonName, TicketTypeId};
use scraper::{Html, Selector};

use super::buy::hold;
use platform_http_testing::Answer;

use super::web::Site;

/// Names from many scripts and shapes, always tested; the whole of CLDR's samples where they are at hand.
const NAMES: [&str; 24] = [
    "Mei",
    "李小龍",
    "佐藤 健",
    "김서연",
    "محمد العلي",
    "דנה כהן",
    "अमिताभ बच्चन",
    "தஞ்சாவூர் நடராஜன்",
    "สมชาย ใจดี",
    "አበበ ቢቂላ",
    "Нина Петровна Иванова-Смирнова",
    "Ἀριστοτέλης",
    "საბა მელიქიშვილი",
    "Nguyễn Thị Ánh Nguyệt",
    "Łukasz Żółć",
    "İpek Yılmaz",
    "O’Dwyer, Miss. Ellen \"Nellie\"",
    "Penasco y Castellana, Mrs. Victor de Satode (Maria Josefa Perez de Soto y Vallejo)",
    "Anne-Marie d'Árcy III, Ph.D.",
    "X Æ A-12",
    "@DoodleMe and @Lola_Rope",
    "Zoë 👩🏽‍🎤",
    "e\u{301}ric (with a combining accent)",
    "الاسم mixed 名字",
];

/// What breaks carelessly built pages, queries and documents; the whole big list where it is at hand.
const NAUGHTY: [&str; 20] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "Robert'); DROP TABLE tickets;--",
    "' OR 1=1 --",
    "100% _real\\",
    "${jndi:ldap://127.0.0.1/a}",
    "{{7*7}} #{7*7} <%= 7 %>",
    "#panic(\"typst\") *bold* $x$ @ref",
    "=1+1",
    "../../etc/passwd",
    "null",
    "undefined",
    "-1",
    "1e309",
    "\u{202E}gnirts desrever",
    "Z\u{351}\u{36B}\u{343}a\u{359}lgo",
    "\u{FFFE}\u{FFFD}",
    "test\r\nBcc: somebody@example.org",
    "a\u{200B}b\u{FEFF}c",
];

/// What a reader sees, as words: a page folds white space, so both sides are folded.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of every element on a page, folded: a name has to stand there as a whole, with nothing added.
fn texts(page: &Answer) -> BTreeSet<String> {
    let dom = Html::parse_document(&page.text);
    dom.select(&Selector::parse("main *").unwrap()).map(|element| folded(&element.text().collect::<String>())).collect()
}

/// Buys for a buyer and up to eight attendees; checks page, database, paper and the door's list.
async fn buy(site: &Site, ticket: TicketTypeId, names: &[String]) {
    let browser = site.browser();
    let checkout = hold(&browser, ticket, u32::try_from(names.len()).unwrap()).await;
    let keys: Vec<String> = (1..=names.len()).map(|n| format!("attendee_{n}")).collect();
    let mut form = vec![("name", names[0].as_str()), ("email", "guest@example.org")];
    form.extend(keys.iter().map(String::as_str).zip(names.iter().map(String::as_str)));
    let pay = browser.post(&checkout, &form).await.leads().to_owned();
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
    let mut names = NAMES.map(str::to_owned).to_vec();
    names.extend(real_input::column("names/cldr-sample-person-names.csv", "joined").into_iter().flatten());
    let site = Site::with_capacity(1_000).await;
    let ticket = site.house.ticket_type("Stalls", 2_500, 1_000).await;
    for some in names.chunks(8) {
        buy(&site, ticket, some).await;
    }
    site.house.assert_sound().await;
    assert_eq!(site.house.number("SELECT count(*) FROM tickets").await, i64::try_from(names.len()).unwrap());
}

#[tokio::test]
async fn naughty_strings_are_names_like_any_other_or_refused_by_field() {
    let mut all: Vec<String> = NAUGHTY.into_iter().chain(["", " \t ", "\u{200B}\u{2060}", "\u{3164}"]).map(str::to_owned).collect();
    all.extend(real_input::text("names/blns.json").into_iter().flat_map(|json| serde_json::from_str::<Vec<String>>(&json).unwrap()));
    let (names, refused): (Vec<String>, Vec<String>) = all.into_iter().partition(|text| text.parse::<PersonName>().is_ok());
    assert!(names.len() >= NAUGHTY.len() && refused.len() >= 4, "{} and {}", names.len(), refused.len());
    let site = Site::with_capacity(1_000).await;
    let ticket = site.house.ticket_type("Stalls", 2_500, 1_000).await;
    for some in names.chunks(8) {
        buy(&site, ticket, some).await;
    }
    let browser = site.browser();
    let checkout = hold(&browser, ticket, 1).await;
    for text in &refused {
        let answer = browser.post(&checkout, &[("name", text), ("email", "guest@example.org")]).await;
        assert_eq!(answer.leads(), checkout, "{text:?}");
        let answer = browser.get(&checkout).await;
        assert_eq!(answer.count("input[name=name][aria-invalid=true]"), 1, "{text:?}");
    }
    let other = site.browser();
    // In every other field of the purchase they are refused by name or mean nothing; none breaks the program.
    for text in names.iter().chain(&refused) {
        let answer = browser.post(&checkout, &[("name", "Mei Chan"), ("email", text)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{text:?}");
        let shown = browser.get(&checkout).await;
        assert!(matches!(shown.status.as_u16(), 200 | 303), "{text:?}: {}", shown.status);
        let answer = other.post("/orders/lookup", &[("email", text), ("code", text)]).await;
        assert!(answer.status.is_client_error() || answer.status == StatusCode::OK, "{text:?}: {}", answer.status);
        let answer = other.post("/events/the-night/hold", &[(&format!("quantity[{ticket}]"), text)]).await;
        assert!(answer.status.is_client_error() || answer.status == StatusCode::SEE_OTHER, "{text:?}: {}", answer.status);
        if answer.status == StatusCode::SEE_OTHER {
            let there = answer.header("location");
            assert_eq!(other.get(there).await.status, StatusCode::OK, "{text:?}: {there}");
        }
    }
    site.house.assert_sound().await;
}
