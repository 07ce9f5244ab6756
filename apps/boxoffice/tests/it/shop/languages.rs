//! The public side in German and Arabic: no English sentence of the house is left, organizers' texts are told in the reader's
//! language where there are any, and an order stays in the language it was placed in.

use std::collections::BTreeMap;
use std::path::Path;

use axum::http::StatusCode;
use scraper::{Html, Selector};

use super::buy::{DETAILS, hold};
use super::web::{Site, Visitor};

/// Texts by key, of one language of one crate.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let source = std::fs::read_to_string(file.path()).unwrap();
        let mut key = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((name, text)) if !line.starts_with(' ') => {
                    name.clone_into(&mut key);
                    all.insert(key.clone(), text.trim().to_owned());
                }
                _ => *all.entry(key.clone()).or_default() += &format!("\n{}", line.trim()),
            }
        }
    }
    all
}

/// What only English says, in pieces of two words and more between what is filled in.
fn english_alone(lang: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pieces = Vec::new();
    for krate in ["apps/boxoffice", "apps/commons", "platform/ui", "platform/http"] {
        let of = |lang: &str| texts(&root.join(krate).join("texts").join(lang));
        let (english, other) = (of("en"), of(lang));
        for (_, text) in english.iter().filter(|(key, text)| other.get(*key).is_some_and(|told| told != *text)) {
            let plain = text.split(['{', '}', '\n', '*', '[', ']']).map(str::trim);
            pieces.extend(plain.filter(|piece| piece.split_whitespace().count() >= 2 && !piece.contains('$')).map(str::to_owned));
        }
    }
    assert!(pieces.len() > 200, "{lang}: {}", pieces.len());
    pieces
}

/// All that a person reads or is read to, without what organizers and buyers wrote.
fn visible(page: &str) -> String {
    let dom = Html::parse_document(page);
    let mut told = String::new();
    for element in dom.select(&Selector::parse("body *, title, meta[name=description]").unwrap()) {
        if matches!(element.value().name(), "script" | "style") {
            continue;
        }
        for name in ["aria-label", "alt", "title", "placeholder", "content"] {
            told.extend(element.attr(name).into_iter().flat_map(|text| [text, "\n"]));
        }
        for text in element.children().filter_map(|child| child.value().as_text()) {
            told.push_str(text);
            told.push('\n');
        }
    }
    told.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

fn assert_none_left(path: &str, lang: &str, page: &str, pieces: &[String]) {
    let told = visible(page);
    let left: Vec<&String> = pieces.iter().filter(|piece| told.contains(piece.as_str())).collect();
    assert!(left.is_empty(), "{path} in {lang} still says {left:?}:\n{told}");
}

fn reading(site: &Site, lang: &str) -> Visitor {
    site.browser().reading(lang)
}

const EVERY_TEXT: &str = "
    INSERT INTO venues (id, organization_id, slug, name, names, address, addresses, city, country, latitude, longitude, timezone)
      SELECT '00000000-0000-7000-8000-0000000000a1', organization_id, 'hall', 'Quay Hall', '{\"de\": \"Kaihalle\", \"ar\": \"قاعة الرصيف\"}', 'Quay 1', '{\"de\": \"Kai 1\"}', 'Berlin', 'DE', 52.5, 13.4, 'Europe/Berlin' FROM events;
    UPDATE events SET venue_id = '00000000-0000-7000-8000-0000000000a1', category = 'music', doors_at = starts_at - interval '1 hour', description = 'Loud.',
      names = '{\"en\": \"The Night\", \"de\": \"Die Nacht\"}', descriptions = '{\"de\": \"Laut.\"}', accessibility = 'X', programme_published_at = clock.now();
    INSERT INTO programme_items (id, organization_id, event_id, position, starts_at, title, stage, track, people, links)
      SELECT '00000000-0000-7000-8000-000000000001', organization_id, id, 1, starts_at, 'Act', 'Stage', 'Loud', ARRAY['Ada'], '[]' FROM events;";

async fn night() -> (Site, platform_types::TicketTypeId) {
    let site = Site::with_capacity(20).await;
    site.sql(EVERY_TEXT).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 20).await;
    site.sql("UPDATE ticket_types SET names = '{\"de\": \"Parkett\"}', descriptions = '{\"de\": \"Sitzplatz\"}'").await;
    (site, stalls)
}

#[tokio::test]
async fn no_english_sentence_is_left_in_german_and_arabic() {
    let (site, stalls) = night().await;
    for lang in ["de", "ar"] {
        let pieces = english_alone(lang);
        let visitor = reading(&site, lang);
        let checkout = hold(&visitor, stalls, 2).await;
        let lapsed = checkout.clone();
        let refused = visitor.post(&checkout, &[("name", ""), ("email", "nobody"), ("attendee_2", "")]).await;
        assert_eq!(refused.leads(), checkout);
        for path in [
            "/",
            "/events",
            "/events?q=nothing-of-the-kind",
            "/events?from=never&price_from=cheap",
            "/events?view=calendar&month=2026-03",
            "/events/the-night",
            &format!("/events/the-night?refused=over_limit&quantity[{stalls}]=50"),
            "/events/the-night/code?code=WRONG",
            "/events/the-night/programme",
            "/events/the-night/programme/00000000-0000-7000-8000-000000000001",
            "/orders/lookup",
            "/my/tickets",
            "/checkout/00000000-0000-7000-8000-000000000000",
            "/orders/00000000-0000-7000-8000-000000000000",
            &checkout,
        ] {
            let page = visitor.get(path).await;
            assert!(page.status.is_success() || page.status.is_client_error(), "{path}: {}", page.status);
            assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang), "{path}");
            assert_eq!(page.attribute("html", "dir").as_deref() == Some("rtl"), lang == "ar", "{path}");
            assert_none_left(path, lang, &page.text, &pieces);
        }
        let second = hold(&visitor, stalls, 1).await;
        let over = visitor.get(&lapsed).await;
        assert_eq!(over.status, StatusCode::GONE);
        assert_none_left("a checkout that is over", lang, &over.text, &pieces);
        visitor.post(&second, &DETAILS).await;
        let order = order_of(&site, lang).await;
        for path in [order.clone(), format!("{order}?payment=cancelled"), format!("{order}?refused=no_receipt")] {
            assert_none_left(&path, lang, &visitor.get(&path).await.text, &pieces);
        }
        let wrong = visitor.post("/orders/lookup", &[("email", "x"), ("code", "4F7K22QP")]).await;
        assert_none_left("a lookup that failed", lang, &wrong.text, &pieces);
    }
}

/// The newest order of a language.
async fn order_of(site: &Site, lang: &str) -> String {
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM orders WHERE language = $1 ORDER BY created_at DESC LIMIT 1")
        .bind(lang)
        .fetch_one(&mut owner)
        .await
        .unwrap();
    format!("/orders/{id}")
}

#[tokio::test]
async fn organizers_texts_are_told_in_the_readers_language_else_in_their_own_with_its_tag() {
    let (site, _) = night().await;
    let german = reading(&site, "de").get("/events/the-night").await;
    let told = german.told();
    for says in ["Die Nacht", "Laut.", "Kaihalle", "Kai 1, Berlin", "Parkett", "Sitzplatz", "25,00 €"] {
        assert!(told.contains(says), "{says}: {told}");
    }
    assert!(told.contains("Kaihalle Quay Hall"), "what stands over the door: {told}");
    for other in ["Loud.\n", "Stalls", "قاعة"] {
        assert!(!told.contains(other), "{other}: {told}");
    }
    assert_eq!(german.find("h1"), ["Die Nacht"]);
    let arabic = reading(&site, "ar").get("/events/the-night").await;
    assert_eq!(arabic.find("h1[lang=en]"), ["The Night"], "nothing in Arabic: the organizer's own, which says that it is English");
    assert!(arabic.told().contains("قاعة الرصيف") && arabic.told().contains("Stalls"), "{}", arabic.told());
    let english = site.browser().get("/events/the-night").await;
    assert_eq!((english.find("h1"), english.count("h1[lang]")), (vec!["The Night".to_owned()], 0));
    // Found by what it is called in any language, and told in one's own.
    for (lang, words, title) in
        [("en", "Nacht", "The Night"), ("de", "night", "Die Nacht"), ("de", "Kaihalle", "Die Nacht"), ("ar", "الرصيف", "The Night")]
    {
        let found = reading(&site, lang).get(&format!("/events?q={words}")).await;
        assert_eq!(found.find(".event-card__title"), [title], "{words} in {lang}: {}", found.told());
    }
    // A program gets all of them, whatever it reads.
    let data = reading(&site, "de").get("/api/events/the-night").await.json();
    assert_eq!((data["name"].as_str(), data["names"]["de"].as_str()), (Some("The Night"), Some("Die Nacht")));
    assert_eq!(
        (data["venue"]["addresses"]["de"].as_str(), data["ticket_types"][0]["names"]["de"].as_str()),
        (Some("Kai 1"), Some("Parkett"))
    );
    assert_eq!(data["ticket_types"][0]["descriptions"]["de"], "Sitzplatz");
}

#[tokio::test]
async fn one_language_has_the_same_bytes_for_everybody() {
    let (site, stalls) = night().await;
    for path in ["/", "/events", "/events/the-night", "/events/the-night/calendar.ics"] {
        let mut seen = Vec::new();
        for lang in ["en", "de", "ar"] {
            let one = reading(&site, lang);
            hold(&one, stalls, 1).await;
            let (first, second) = (one.get(path).await, reading(&site, lang).get(path).await);
            assert_eq!(first.bytes, second.bytes, "{path} in {lang}");
            assert!(first.header("vary").contains("accept-language"), "{path}: {}", first.header("vary"));
            assert!(!seen.contains(&first.bytes), "{path} in {lang} is another language's");
            seen.push(first.bytes.clone());
        }
    }
    let picture = async |lang: &str| reading(&site, lang).get("/events/the-night/social.png").await.bytes;
    assert_eq!(picture("de").await, picture("ar").await, "a shared picture is one picture");
}

#[tokio::test]
async fn an_order_stays_in_the_language_it_was_placed_in() {
    let (site, stalls) = night().await;
    let buyer = reading(&site, "de");
    let checkout = hold(&buyer, stalls, 1).await;
    let url = buyer.post(&checkout, &DETAILS).await.leads().to_owned();
    let order = order_of(&site, "de").await;
    site.house.bank.person_pays(&url.rsplit('/').next().unwrap().to_owned().into());
    assert_eq!(buyer.get(&format!("{order}/return")).await.leads(), order);
    buyer.read("en");
    let page = buyer.get(&order).await;
    assert!(page.told().contains("is paid") && page.told().contains("Stalls"), "the page follows its reader: {}", page.told());
    let calendar = buyer.get(&format!("{order}/calendar.ics")).await.text.replace("\r\n ", "");
    assert!(calendar.contains("SUMMARY:Die Nacht") && calendar.contains("Ihre Tickets: "), "the papers do not: {calendar}");
    let pdf = platform_documents_testing::text;
    let ticket = pdf(&buyer.get(&format!("{order}/tickets.pdf")).await.bytes);
    assert!(ticket.contains("Parkett") && ticket.contains("Die Nacht") && !ticket.contains("Admit one"), "{ticket}");
    let receipt = pdf(&buyer.get(&format!("{order}/receipt.pdf")).await.bytes);
    assert!(
        receipt.contains("Beleg") && receipt.contains("25,00") && receipt.contains("Parkett") && !receipt.contains("Quantity"),
        "{receipt}"
    );
}
