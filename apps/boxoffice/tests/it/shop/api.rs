//! `/api/events`.

use axum::http::StatusCode;

use super::web::Site;

#[tokio::test]
async fn events_are_told_to_programs_as_to_people() {
    let site = Site::with_capacity(20).await;
    let stalls = site.house.ticket_type("Stalls", 2_500, 6).await;
    let program = site.browser();
    let list = program.get("/api/events").await;
    assert_eq!((list.status, list.header("content-type")), (StatusCode::OK, "application/json"));
    let body = list.json();
    let event = &body["data"][0];
    assert_eq!(
        (event["slug"].as_str(), event["from_price_minor"].as_i64(), event["currency"].as_str(), event["availability"].as_str()),
        (Some("the-night"), Some(2_500), Some("EUR"), Some("few_left"))
    );
    assert_eq!(
        (event["organizer"]["name"].as_str(), event["timezone"].as_str(), event["url"].as_str()),
        (Some("The House"), Some("Europe/Berlin"), Some("https://tickets.test/events/the-night"))
    );
    assert!(body["next"].is_null());
    assert!(event.get("description").is_none(), "texts come with the event itself");

    let by_slug = program.get("/api/events/the-night").await.json();
    let by_id = program.get(&format!("/api/events/{}", site.house.event)).await.json();
    assert_eq!(by_slug, by_id);
    let kind = &by_slug["ticket_types"][0];
    assert_eq!(
        (kind["id"].as_str(), kind["all_in_minor"].as_i64(), kind["left"].as_i64(), kind["availability"].as_str()),
        (Some(stalls.to_string().as_str()), Some(2_500), Some(6), Some("on_sale"))
    );
    site.sql(
        "UPDATE events SET starts_at = date_trunc('minute', starts_at) + interval '0.25 s', doors_at = date_trunc('minute', starts_at) - interval '1 h';
         UPDATE ticket_types SET sale_ends_at = (SELECT starts_at FROM events)",
    )
    .await;
    let timed = program.get("/api/events/the-night").await.json();
    for time in [&timed["starts_at"], &timed["doors_at"], &timed["ticket_types"][0]["sale_ends_at"]] {
        assert!(time.as_str().is_some_and(|t| t.len() == 20 && t.ends_with(":00Z")), "to the second, in UTC: {time}");
    }
    site.sql("UPDATE pools SET capacity = 15 WHERE kind = 'type'").await;
    assert!(
        program.get("/api/events/the-night").await.json()["ticket_types"][0]["left"].is_null(),
        "how many are left is told only when few are"
    );
    site.sql("UPDATE events SET status = 'draft'").await;
    for path in ["/api/events/the-night".to_owned(), format!("/api/events/{}", site.house.event), "/api/events/nothing".to_owned()] {
        let gone = program.get(&path).await;
        assert_eq!((gone.status, gone.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("http.not_found")), "{path}");
    }
}

#[tokio::test]
async fn the_list_is_walked_by_its_cursor() {
    let site = Site::with_capacity(3).await;
    site.sql(
        "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
         SELECT gen_random_uuid(), organization_id, 'e-' || n, 'Event ' || n, starts_at, timezone, currency, 'published' FROM events, generate_series(1, 6) n",
    )
    .await;
    let program = site.browser();
    let (mut path, mut seen) = ("/api/events?limit=3".to_owned(), Vec::new());
    loop {
        let answer = program.get(&path).await;
        let body = answer.json();
        seen.extend(body["data"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()));
        let Some(next) = body["next"].as_str() else { break };
        path = format!("/api/events?limit=3&cursor={next}");
        assert_eq!(answer.header("link"), format!("<https://tickets.test{path}>; rel=\"next\""));
    }
    let unique: std::collections::HashSet<_> = seen.iter().collect();
    assert_eq!((seen.len(), unique.len()), (7, 7));
    let unknown = program.get("/api/events?limit=3&page=2&until=today").await;
    assert_eq!((unknown.status, unknown.header("content-type")), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"));
    let body = unknown.json();
    assert_eq!(body["code"], "http.invalid_input");
    let message = "There is no such parameter. This address knows only “q”, “category”, “city”, “when”, “from”, “to”, “free”, “price_from”, “price_to”, “currency”, “available”, “sort”, “cursor”, “after”, “limit”, “organization”, “status”.";
    let told = |name: &str| serde_json::json!({"field": name, "message": message});
    assert_eq!(body["fields"], serde_json::json!([told("page"), told("until")]));
    let twice = program.get("/api/events?page=2&page=3").await.json();
    assert_eq!(twice["fields"], serde_json::json!([told("page")]), "a field is listed once");
    assert_eq!(program.get("/api/events/the-night?lang=de").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (limit, once) = ("Give a whole number, 1 to 100.", "This is given more than once. Give it once.");
    let after = "Give the “next” of the answer before as it was, or leave this out to begin.";
    for (wrong, faults) in [
        ("limit=0", &[("limit", limit)][..]),
        ("limit=101", &[("limit", limit)]),
        ("limit=-1", &[("limit", limit)]),
        ("limit=x", &[("limit", limit)]),
        ("limit=", &[("limit", limit)]),
        ("after=x", &[("after", after)]),
        ("after=x&limit=0", &[("limit", limit), ("after", after)]),
        ("cursor=x", &[("cursor", after)]),
        ("cursor=1_2_3", &[("cursor", after)]),
        ("cursor=9999999999999999999999_0195a1b2-0000-7000-8000-000000000001", &[("cursor", after)]),
        ("cursor=&after=", &[("after", "Give “cursor” alone; it is the same.")]),
        ("status=draft", &[("status", "Only an organization’s own events differ in this. Give “organization” as well.")]),
        ("limit=1&limit=2", &[("limit", once)]),
        ("limit=x&limit=y&limit=z", &[("limit", once)]),
        ("after=&after=", &[("after", once)]),
    ] {
        let refused = program.get(&format!("/api/events?{wrong}")).await;
        let body = refused.json();
        assert_eq!((refused.status, body["code"].as_str()), (StatusCode::BAD_REQUEST, Some("http.bad_parameter")), "{wrong}");
        let fields: Vec<_> = faults.iter().map(|(field, message)| serde_json::json!({"field": field, "message": message})).collect();
        assert_eq!(body["fields"], serde_json::json!(fields), "{wrong}");
        assert!(body["message"].as_str().unwrap().contains(faults[0].1), "{body}");
    }
}

/// Ten thousand events, walked to the end by the cursor while others are added before and behind it: nobody is told twice, nobody
/// who was there is left out.
#[tokio::test]
async fn a_long_list_is_walked_whole_while_it_grows() {
    let site = Site::with_capacity(3).await;
    site.sql(
        "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
         SELECT gen_random_uuid(), organization_id, 'e-' || n, 'Event ' || n, starts_at + n % 700 * interval '1 hour', timezone, currency, 'published' FROM events, generate_series(1, 9999) n",
    )
    .await;
    let program = site.browser();
    let (mut path, mut seen, mut parts) = ("/api/events?limit=100".to_owned(), std::collections::HashSet::new(), 0);
    loop {
        let body = program.get(&path).await.json();
        for event in body["data"].as_array().unwrap() {
            assert!(seen.insert(event["id"].as_str().unwrap().to_owned()), "told twice: {event}");
        }
        parts += 1;
        let Some(next) = body["next"].as_str() else { break };
        path = format!("/api/events?limit=100&cursor={next}");
        if parts % 25 == 0 {
            site.sql(
                "INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
                 SELECT gen_random_uuid(), organization_id, slug || '-' || gen_random_uuid(), 'Early', starts_at - interval '1 minute', timezone, currency, 'published' FROM events WHERE slug = 'the-night'",
            )
            .await;
        }
    }
    assert_eq!((seen.len(), parts), (10_000, 100));
}
