//! In which language the house answers, and that nobody's choice reaches anybody else through a cache.

use axum::http::Method;
use platform_db_testing::workspace_root;
use platform_http_testing::{Answer, Browser};

use super::estate::Estate;
use super::site::Site;

const GERMAN: (&str, &str) = ("accept-language", "de-AT,de;q=0.9,en;q=0.5");
const ARABIC: (&str, &str) = ("accept-language", "ar");

async fn get(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Answer {
    browser.send(Method::GET, path, headers, "").await
}

/// Language and direction of a page.
fn reads(answer: &Answer) -> (String, String) {
    let of = |name| answer.attribute("html", name).unwrap_or_default();
    (of("lang"), of("dir"))
}

fn read_as(lang: &str, dir: &str) -> (String, String) {
    (lang.to_owned(), dir.to_owned())
}

#[tokio::test]
async fn a_page_is_told_in_the_language_that_was_asked_for() {
    let site = Site::new().await;
    let browser = site.browser();
    assert_eq!(reads(&get(&browser, "/events", &[]).await), read_as("en", "ltr"));
    let german = get(&browser, "/events", &[GERMAN]).await;
    assert_eq!(reads(&german), read_as("de", "ltr"));
    assert_eq!(german.header("content-language"), "de");
    assert_eq!(reads(&get(&browser, "/events", &[ARABIC]).await), read_as("ar", "rtl"));
    assert_eq!(reads(&get(&site.browser(), "/events?lang=de", &[ARABIC]).await), read_as("de", "ltr"));
    assert_eq!(reads(&get(&browser, "/events?lang=xx", &[ARABIC]).await), read_as("ar", "rtl"), "what is no language chooses none");
    assert_eq!(reads(&get(&browser, "/no/such/page", &[ARABIC]).await), read_as("ar", "rtl"));
}

#[tokio::test]
async fn a_choice_is_kept_and_leads_back() {
    let site = Site::new().await;
    let browser = site.browser();
    let from = ("referer", "http://callboard.test/events?q=a&lang=ar&page=1");
    let chosen = get(&browser, "/language/de", &[from]).await;
    assert_eq!(chosen.leads(), "/events?q=a&page=1");
    assert!(chosen.header("set-cookie").contains("callboard-lang=de") || browser.cookies().contains(&"de".to_owned()), "{chosen:?}");
    assert_eq!(chosen.header("cache-control"), "private, no-store");
    assert_eq!(reads(&get(&browser, "/events", &[ARABIC]).await), read_as("de", "ltr"), "the choice goes before the browser's");
    assert_eq!(get(&browser, "/language/de", &[("referer", "https://elsewhere.test/x")]).await.leads(), "/");
    get(&browser, "/language/fr", &[]).await.expect(404);
}

#[tokio::test]
async fn an_address_that_names_a_language_chooses_it_for_the_pages_after_it() {
    let site = Site::new().await;
    let browser = site.browser();
    let (german, known) = (get(&site.browser(), "/events?lang=de", &[GERMAN]).await, get(&browser, "/events?lang=de", &[ARABIC]).await);
    assert_eq!(known.header("cache-control"), "private, no-store", "nobody else is to be brought this choice");
    assert_eq!(known.text, german.text, "the page itself is the same for everybody");
    assert_eq!(reads(&get(&browser, "/", &[ARABIC]).await), read_as("de", "ltr"), "the first click");
    assert_eq!(reads(&get(&browser, "/sign-in", &[ARABIC]).await), read_as("de", "ltr"), "and the next");
    let again = get(&browser, "/events?lang=de", &[ARABIC]).await.expect(200);
    assert!(again.header("cache-control").contains("public") && again.header("set-cookie").is_empty(), "{:?}", again.headers);
    // What a browser has kept from then brings no other choice along.
    let tag = get(&browser, "/events?lang=ar", &[ARABIC]).await.header("etag").to_owned();
    assert_eq!(reads(&get(&browser, "/", &[]).await), read_as("ar", "rtl"));
    get(&browser, "/events?lang=de", &[]).await.expect(200);
    get(&browser, "/events?lang=ar", &[("if-none-match", &tag)]).await.expect(200);
    assert_eq!(reads(&get(&browser, "/", &[]).await), read_as("ar", "rtl"));
    assert!(get(&site.browser(), "/events?lang=xx", &[]).await.header("set-cookie").is_empty(), "what is no language chooses none");
}

#[tokio::test]
async fn staff_pages_are_never_told_in_arabic() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    for path in ["/console", "/console/avalon/events", "/organizations", "/gate", "/docs/errors", "/palette"] {
        let asked = get(&desk, &format!("{path}?lang=ar"), &[ARABIC]).await.expect(200);
        assert_eq!(reads(&asked), read_as("en", "ltr"), "{path}");
        assert_eq!(reads(&get(&desk, path, &[GERMAN]).await), read_as("de", "ltr"), "{path}");
    }
}

#[tokio::test]
async fn a_public_page_is_the_same_for_everybody_in_one_language() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (nobody, owner) = (site.browser(), site.signed_in(&estate.owner).await);
    for path in ["/", "/events", &format!("/events/{}", estate.event_slug)] {
        let mut tags = Vec::new();
        for header in [("accept-language", "en"), GERMAN, ARABIC] {
            let (one, other) = (get(&nobody, path, &[header]).await.expect(200), get(&owner, path, &[header]).await.expect(200));
            assert_eq!(one.text, other.text, "{path} {header:?}");
            assert_eq!(one.header("etag"), other.header("etag"), "{path} {header:?}");
            assert!(one.header("cache-control").contains("public"), "{path}");
            assert!(varies(&one), "{path}: {:?}", one.headers);
            let again = get(&nobody, path, &[header, ("if-none-match", one.header("etag"))]).await.expect(304);
            assert!(varies(&again), "{path}: a 304 says what its 200 says: {:?}", again.headers);
            tags.push(one.header("etag").to_owned());
        }
        assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{path}: {tags:?}");
        // What a browser holds in one language is no answer in another.
        get(&nobody, path, &[GERMAN, ("if-none-match", tags[0].as_str())]).await.expect(200);
        let plain = get(&site.browser(), &format!("{path}?lang=de"), &[GERMAN]).await.expect(200);
        assert!(varies(&plain) && plain.header("set-cookie").is_empty(), "{path}: a choice comes along for some: {:?}", plain.headers);
        let again = get(&site.browser(), &format!("{path}?lang=de"), &[GERMAN, ("if-none-match", plain.header("etag"))]).await.expect(304);
        assert!(varies(&again), "{path}: {:?}", again.headers);
    }
    let sheet = platform_ui::asset::url("css/app.css");
    assert!(!varies(&nobody.get(sheet).await.expect(200)), "a style sheet is one for everybody");
}

fn varies(answer: &Answer) -> bool {
    answer.headers.get_all("vary").iter().any(|v| v.to_str().unwrap().contains("accept-language, cookie"))
}

#[tokio::test]
async fn a_page_says_where_it_is_in_the_other_languages() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let at = format!("http://callboard.test/events/{}", estate.event_slug);
    for (header, own) in [(("accept-language", "en"), at.clone()), (GERMAN, format!("{at}?lang=de")), (ARABIC, format!("{at}?lang=ar"))] {
        let page = get(&site.browser(), &format!("/events/{}", estate.event_slug), &[header]).await;
        assert_eq!(page.attribute("link[rel=canonical]", "href").as_deref(), Some(own.as_str()));
        let others = page.attributes("link[rel=alternate][hreflang]", "hreflang");
        assert_eq!(others, ["en", "de", "ar", "x-default"]);
        assert_eq!(page.attribute("link[hreflang=ar]", "href"), Some(format!("{at}?lang=ar")));
    }
}

#[tokio::test]
async fn refusals_are_told_to_people_and_programs_in_their_language_under_the_same_code() {
    let site = Site::new().await;
    let browser = site.browser();
    let page = get(&browser, "/no/such/page", &[GERMAN]).await.expect(404);
    assert!(page.told().contains("Unter dieser Adresse gibt es nichts."), "{}", page.told());
    for (header, says) in [
        (("accept-language", "fr"), "There is nothing at this address."),
        (GERMAN, "Unter dieser Adresse gibt es nichts."),
        (ARABIC, "لا يوجد شيء في هذا العنوان."),
    ] {
        let problem = get(&browser, "/api/none", &[header]).await.expect(404).json();
        assert_eq!((problem["code"].as_str(), problem["message"].as_str()), (Some("http.not_found"), Some(says)));
    }
    let ada = site.signed_in(&site.house.person("Ada").await).await;
    let wrong = [GERMAN, ("content-type", "application/json"), ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let refused = ada.send(Method::POST, "/organizations/new", &wrong, "{}").await.expect(422);
    assert_eq!(refused.json()["code"], "http.invalid_input");
    assert_eq!(refused.json()["fields"][0]["message"], "geben Sie einen Namen mit höchstens 200 Zeichen ein", "{}", refused.text);
}

/// English sentences of these crates, longer than two words and without values.
fn english(crates: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for krate in crates {
        for entry in std::fs::read_dir(workspace_root().join(krate).join("texts/en")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let lines = text.lines().filter(|line| !line.starts_with(['#', ' ']));
            let values = lines.filter_map(|line| line.split_once(" = ")).map(|(_, value)| value.to_owned());
            all.extend(values.filter(|value| !value.contains('{') && value.split(' ').count() > 2));
        }
    }
    all
}

#[tokio::test]
async fn no_english_is_left_on_german_pages() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let sentences = english(&["platform/ui", "platform/http", "server", "apps/commons"]);
    assert!(sentences.len() > 100, "{}", sentences.len());
    let mut left = Vec::new();
    for path in ["/no/such/page", "/docs/errors", "/organizations", "/organizations/new", "/organizations/avalon", "/palette"] {
        let page = get(&desk, path, &[GERMAN]).await;
        let words = page.find("body").join(" ");
        left.extend(sentences.iter().filter(|s| words.contains(s.as_str())).map(|s| format!("{path}: {s}")));
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
    let english = get(&desk, "/organizations/new", &[]).await.find("body").join(" ");
    assert!(sentences.iter().any(|s| english.contains(s.as_str())), "the check sees what is English");
}
