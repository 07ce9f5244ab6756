//! Forty and more questions to a real listing of a city, with the titles that must come first.

use std::collections::BTreeMap;

use integration_lcsd::{Bilingual, Limits};
use serde_json::json;
use uuid::Uuid;

use super::web::Site;

const QUESTIONS: &str = include_str!("../../fixtures/hong_kong_questions.txt");
const FOLDER: &str = "event-listings/hk-lcsd-cultural-programmes-2024-12";

/// Every entry of the listing as one public event, whatever its dates: what is asked here are words.
async fn hong_kong() -> Option<Site> {
    let (events, venues) = (real_input::text(&format!("{FOLDER}.events.xml"))?, real_input::text(&format!("{FOLDER}.venues.xml"))?);
    let listing = integration_lcsd::read(events.as_bytes(), venues.as_bytes(), &Limits::default(), &mut |_| {}).unwrap();
    let site = Site::with_capacity(1).await;
    let mut owner = site.house.test.connect(Some("callboard_owner")).await;
    let first = |text: &Bilingual| text.en.clone().or_else(|| text.zh.clone()).unwrap_or_default();
    let other = |text: &Bilingual| match (&text.en, &text.zh) {
        (Some(_), Some(zh)) => json!({ "zh-Hant": zh }),
        _ => json!({}),
    };
    let mut places = BTreeMap::new();
    for venue in &listing.venues {
        let id = Uuid::from_u128(0xa000 + places.len() as u128);
        sqlx::query("INSERT INTO venues (id, organization_id, slug, name, names, city, timezone) VALUES ($1, $2, $3, $4, $5, 'Hong Kong', 'Asia/Hong_Kong')")
            .bind(id)
            .bind(site.house.organization.0)
            .bind(format!("v-{}", places.len()))
            .bind(first(&venue.name))
            .bind(other(&venue.name))
            .execute(&mut owner)
            .await
            .unwrap();
        places.insert(venue.source_id.clone(), id);
    }
    for (n, event) in listing.events.iter().enumerate() {
        let name: String = first(&event.title).chars().take(300).collect();
        sqlx::query(
            "INSERT INTO events (id, organization_id, slug, name, names, description, descriptions, presenter, venue_id, starts_at, timezone, currency, status)
             VALUES ($1, $2, $3, $4, $5, left($6, 20000), $7, left($8, 500), $9, to_timestamp(1800000000) + make_interval(hours => $10), 'Asia/Hong_Kong', 'HKD', 'published')",
        )
        .bind(Uuid::from_u128(0xe000_0000 + n as u128))
        .bind(site.house.organization.0)
        .bind(format!("e-{n}"))
        .bind(name)
        .bind(other(&event.title))
        .bind(first(&event.description))
        .bind(other(&event.description))
        .bind(first(&event.presenter))
        .bind(event.venue_id.as_ref().and_then(|id| places.get(id)))
        .bind(i32::try_from(n).unwrap() + 1)
        .execute(&mut owner)
        .await
        .unwrap();
    }
    Some(site)
}

#[tokio::test]
async fn questions_to_the_listing_have_their_expected_answers() {
    let Some(site) = hong_kong().await else { return };
    let visitor = site.browser();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for line in QUESTIONS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut parts = line.split(" | ");
        let question = parts.next().unwrap();
        let expected: Vec<&str> = parts.collect();
        asked += 1;
        let page = visitor.get(&format!("/events?{}", serde_urlencoded::to_string([("q", question)]).unwrap())).await.expect(200);
        let mut titles: Vec<String> = Vec::new();
        for title in page.find(".event-card__title") {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles.truncate(3);
        let fits = titles.len() >= expected.len().min(3) && titles.iter().zip(&expected).all(|(title, start)| title.starts_with(start));
        if !fits || expected.is_empty() {
            wrong.push(format!("{question} | {}", titles.join(" | ")));
        }
    }
    assert!(asked >= 40, "{asked} questions");
    assert!(wrong.is_empty(), "other answers than expected:\n{}", wrong.join("\n"));
}
