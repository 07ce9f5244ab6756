//! The API as programs use it: keys, tokens, events; and its document.

use axum::http::Method;
use chrono::Duration;
use platform_http_testing::{Answer, Browser};
use serde_json::{Value, json};

use super::estate::{Estate, MARK, make_key};
use super::site::Site;

const EVENTS: [&str; 4] = ["events:view", "events:create", "events:edit", "events:delete"];

/// A program with a token of a key with these permissions.
async fn program(site: &Site, estate: &Estate, may: &[&str]) -> (Browser, String) {
    let (_, key) = make_key(site, &estate.owner, estate.organization, may).await;
    let mut program = site.browser();
    let token = program.json("/api/tokens", json!({ "key": key })).await.expect(201).json();
    program.bearer = Some(token["token"].as_str().unwrap().to_owned());
    (program, key)
}

async fn put(program: &Browser, path: &str, seen: Option<&str>, body: Value) -> Answer {
    let json = [("content-type", "application/json")];
    let headers: Vec<(&str, &str)> = json.into_iter().chain(seen.map(|tag| ("if-match", tag))).collect();
    program.send(Method::PUT, path, &headers, &body.to_string()).await
}

fn fields(answer: &Answer) -> Vec<String> {
    answer.json()["fields"].as_array().into_iter().flatten().map(|f| f["field"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_program_makes_changes_and_deletes_an_event() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (program, _) = program(&site, &estate, &EVENTS).await;
    let body = json!({ "name": "Matinee", "starts_at": "2026-03-20T20:00:00Z", "venue_id": estate.venue, "visibility": "unlisted" });
    let made = program.json("/api/events", &body).await.expect(201);
    let event = made.json();
    let at = made.header("location").to_owned();
    assert_eq!((event["status"].as_str(), event["currency"].as_str(), made.header("etag")), (Some("draft"), Some("HKD"), "\"v1\""));
    assert_eq!(at, format!("/api/events/{}", event["id"].as_str().unwrap()));
    assert_eq!(site.browser().get(&at).await.status, 404, "a draft is nobody else's");
    assert_eq!(program.get(&at).await.expect(200).json(), event);
    assert_eq!(program.get(&format!("/api/events/{}", event["slug"].as_str().unwrap())).await.expect(200).json(), event);

    let changed = json!({ "name": "Matinée", "starts_at": "2026-03-21T20:00:00Z" });
    assert_eq!(put(&program, &at, None, changed.clone()).await.expect(428).json()["code"], "http.precondition_required");
    let now = put(&program, &at, Some("\"v1\""), changed.clone()).await.expect(200);
    assert_eq!((now.json()["name"].as_str(), now.header("etag")), (Some("Matinée"), "\"v2\""));
    assert_eq!(now.json()["management"]["visibility"], "public", "what is left out is as in a new one");
    assert_eq!(put(&program, &at, Some("\"v1\""), changed.clone()).await.expect(412).json()["code"], "http.precondition_failed");
    let mut body = changed;
    body["version"] = json!(1);
    assert_eq!(put(&program, &at, None, body).await.expect(409).json()["code"], "events.changed_meanwhile");
    assert_eq!(program.get(&at).await.json()["management"]["version"], 2, "what was refused changed nothing");

    let gone = program.send(Method::DELETE, &at, &[("if-match", "\"v1\"")], "").await;
    assert_eq!(gone.status, 412);
    program.send(Method::DELETE, &at, &[], "").await.expect(204);
    assert_eq!(program.get(&at).await.status, 404);
    assert_eq!(program.send(Method::DELETE, &at, &[], "").await.status, 404);
    let by = "SELECT string_agg(action, ' ' ORDER BY id) FROM audit.events WHERE key_id IS NOT NULL AND action LIKE 'event.%'";
    assert_eq!(site.text(by).await, "event.created event.updated event.deleted");
}

#[tokio::test]
async fn everything_wrong_is_told_at_once() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (program, _) = program(&site, &estate, &EVENTS).await;
    let wrong = json!({ "name": "", "starts_at": "soon", "visibility": "secret", "currency": "XYZ", "venue_id": "x" });
    let refused = program.json("/api/events", wrong).await.expect(422);
    assert_eq!(fields(&refused), ["name", "visibility", "venue_id", "starts_at", "currency"]);
    let capacity = program.json("/api/events", json!({ "name": "x", "capacity": 5 })).await.expect(422);
    assert_eq!(fields(&capacity), ["capacity"], "its key may not manage tickets");
    assert_eq!(fields(&program.json("/api/events", json!({ "name": "x", "organization": "rival" })).await.expect(422)), ["organization"]);
    assert_eq!(fields(&program.json("/api/events", json!({ "name": "x", "prize": 5 })).await.expect(422)), ["prize"]);
}

#[tokio::test]
async fn what_was_sold_is_neither_moved_unasked_nor_deleted() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (program, _) = program(&site, &estate, &EVENTS).await;
    let at = format!("/api/events/{}", estate.event);
    let before = program.get(&at).await.expect(200);
    let refused = program.send(Method::DELETE, &at, &[], "").await.expect(409);
    assert_eq!(refused.json()["code"], "events.sold");
    assert!(refused.json()["message"].as_str().unwrap().contains("Cancel it instead"));
    let mut body = json!({ "name": "Avalon Night", "starts_at": "2026-03-15T11:30:00Z", "venue_id": before.json()["venue"]["id"], "visibility": "unlisted" });
    let asked = put(&program, &at, Some(before.header("etag")), body.clone()).await.expect(409);
    assert_eq!(asked.json()["code"], "events.move_unconfirmed");
    let answer = asked.json()["fields"][0]["message"].as_str().unwrap().split(['“', '”']).nth(1).unwrap().to_owned();
    body["agreed"] = json!(answer);
    put(&program, &at, Some(before.header("etag")), body).await.expect(200);
    assert_eq!(program.get(&at).await.json()["management"]["sold"], before.json()["management"]["sold"]);
    // A cart is an order to be.
    let desk = site.signed_in(&estate.owner).await;
    let fresh = super::estate::make_event(&desk, "avalon", "Cart").await;
    desk.post(&format!("/console/events/{fresh}/ticket-types"), &[("type_name", "Entry"), ("quantity", "5")]).await.expect(303);
    desk.post(&format!("/console/events/{fresh}/publish"), &[]).await.expect(303);
    let slug = site.text(&format!("SELECT slug FROM events WHERE id = '{fresh}'")).await;
    let kind = site.text(&format!("SELECT id::text FROM ticket_types WHERE event_id = '{fresh}'")).await.parse().unwrap();
    super::estate::hold(&site.browser(), &slug, kind, 1).await;
    let path = format!("/api/events/{fresh}");
    assert_eq!(program.send(Method::DELETE, &path, &[], "").await.expect(409).json()["code"], "events.sold");
    site.house.clock.advance(Duration::hours(1));
    program.send(Method::DELETE, &path, &[], "").await.expect(204);
    assert_eq!(site.text(&format!("SELECT count(*)::text FROM ticket_types WHERE event_id = '{fresh}'")).await, "0");
}

#[tokio::test]
async fn a_request_that_is_repeated_makes_one_event() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let (program, _) = program(&site, &estate, &EVENTS).await;
    let headers = [("content-type", "application/json"), ("idempotency-key", "matinee-of-march")];
    let body = json!({ "name": "Matinee" }).to_string();
    let first = program.send(Method::POST, "/api/events", &headers, &body).await.expect(201);
    let again = program.send(Method::POST, "/api/events", &headers, &body).await.expect(201);
    assert_eq!((first.json(), again.header("idempotent-replay")), (again.json(), "true"));
    assert_eq!(site.text("SELECT count(*)::text FROM events WHERE name = 'Matinee'").await, "1");
    let other = program.send(Method::POST, "/api/events", &headers, &json!({ "name": "Soirée" }).to_string()).await.expect(422);
    assert_eq!(other.json()["code"], "http.idempotency_key_reused");
}

#[tokio::test]
async fn an_organizations_list_holds_its_drafts_and_nobody_elses() {
    let site = Site::new().await;
    let (estate, rival) = (Estate::found(&site).await, Estate::found_as(&site, "rival").await);
    let (program, _) = program(&site, &estate, &["events:view"]).await;
    let list = program.get("/api/events?organization=avalon&limit=1").await.expect(200);
    assert_eq!(list.header("cache-control"), "private, no-store");
    let (mut seen, mut path) = (Vec::new(), "/api/events?organization=avalon&limit=1".to_owned());
    loop {
        let body = program.get(&path).await.expect(200).json();
        seen.extend(body["data"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap().to_owned()));
        let Some(next) = body["next"].as_str() else { break };
        path = format!("/api/events?organization=avalon&limit=1&cursor={next}");
    }
    let mut own = [estate.draft.to_string(), estate.event.to_string()];
    own.sort();
    seen.sort();
    assert_eq!(seen, own);
    let drafts = program.get(&format!("/api/events?organization={}&status=draft", estate.organization)).await.expect(200).json();
    assert_eq!((drafts["data"].as_array().unwrap().len(), drafts["data"][0]["id"].as_str()), (1, Some(estate.draft.to_string().as_str())));
    for (query, found) in
        [("q=NIGHT", 1), ("q=nothing", 0), ("city=Nowhere", 0), ("from=2026-03-15", 0), ("to=2026-03-14", 2), ("category=music", 0)]
    {
        let body = program.get(&format!("/api/events?organization=avalon&{query}")).await.expect(200).json();
        assert_eq!(body["data"].as_array().unwrap().len(), found, "{query}");
    }
    for wrong in ["status=sold", "from=March", "cursor=x", "cursor=e_x", "limit=0", "free=1"] {
        let refused = program.get(&format!("/api/events?organization=avalon&{wrong}")).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{wrong}: {}", refused.told());
    }
    assert_eq!(program.get("/api/events?organization=rival").await.status, 404);
    assert_eq!(program.get(&format!("/api/events/{}", rival.draft)).await.status, 404);
    assert_eq!(site.browser().get("/api/events?organization=avalon").await.status, 401);
    let stranger = site.signed_in(&site.house.person("Stranger").await).await;
    assert_eq!(stranger.get("/api/events?organization=avalon").await.status, 404);
    // What a token opens is in no answer for everybody.
    let public = program.get("/api/events").await.expect(200);
    assert!(!public.text.to_lowercase().contains(MARK), "both are unlisted or drafts");
    assert_eq!(public.text, site.browser().get("/api/events").await.text);
}

#[tokio::test]
async fn a_key_opens_what_it_says_and_the_api_alone() {
    let site = Site::new().await;
    let (estate, rival) = (Estate::found(&site).await, Estate::found_as(&site, "rival").await);
    let (reader, _) = program(&site, &estate, &["events:view"]).await;
    assert_eq!(reader.json("/api/events", json!({ "name": "x" })).await.expect(403).json()["code"], "http.forbidden");
    assert_eq!(put(&reader, &format!("/api/events/{}", estate.draft), None, json!({})).await.status, 403);
    let (writer, _) = program(&site, &estate, &EVENTS).await;
    for method in [Method::PUT, Method::DELETE] {
        let answer = writer.send(method, &format!("/api/events/{}", rival.draft), &[("content-type", "application/json")], "{}").await;
        assert_eq!(answer.status, 404, "{}", answer.told());
    }
    let (mighty, _) = program(&site, &estate, &["settings:manage", "members:view", "orders:view", "events:view"]).await;
    let mut tried = 0;
    for meta in site.whole.routes.iter().filter(|meta| !meta.programs) {
        if matches!(meta.access, platform_http::Access::Signed | platform_http::Access::Loopback | platform_http::Access::Operator)
            || meta.surface == platform_http::Surface::File
        {
            continue;
        }
        let answer = mighty.bare(&meta.method, &estate.path(meta).unwrap()).await;
        assert_eq!(answer.status, 403, "{} {}: {}", meta.method, meta.path, answer.told());
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}

#[tokio::test]
async fn a_demoted_maker_a_revoked_key_and_an_old_token() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let admin = site.house.holder("Admin", "GVTEWAY_ADMIN", estate.organization.0).await;
    let (_, key) = make_key(&site, &admin, estate.organization, &EVENTS[..3]).await;
    let mut program = site.browser();
    let token = program.json("/api/tokens", json!({ "key": key })).await.expect(201).json();
    assert_eq!(token["permissions"], json!(["events:create", "events:edit", "events:view"]));
    assert_eq!((token["organization"]["slug"].as_str(), token["expires_in"].as_i64()), (Some("avalon"), Some(30 * 86_400)));
    program.bearer = Some(token["token"].as_str().unwrap().to_owned());
    let draft = format!("/api/events/{}", estate.draft);
    program.get(&draft).await.expect(200);
    program.json("/api/events", json!({ "name": "One" })).await.expect(201);
    site.sql(&format!("DELETE FROM user_roles WHERE user_id = '{}'", admin.user_id().unwrap())).await;
    assert_eq!(program.json("/api/events", json!({ "name": "Two" })).await.status, 403, "the maker may not any more");
    assert_eq!(program.get(&draft).await.status, 404);
    site.house.grant(&admin, "GVTEWAY_ADMIN", estate.organization.0, None).await;
    program.get(&draft).await.expect(200);

    site.house.clock.advance(Duration::days(30));
    let old = program.get(&draft).await.expect(401);
    assert_eq!(old.json()["code"], "http.bad_token");
    let token = site.browser().json("/api/tokens", json!({ "key": key })).await.expect(201).json();
    program.bearer = Some(token["token"].as_str().unwrap().to_owned());
    program.get(&draft).await.expect(200);
    let desk = site.signed_in(&estate.owner).await;
    let page = desk.get("/organizations/avalon/keys").await.expect(200);
    assert!(!page.text.contains(&key) && page.text.contains(&key[..12]));
    let id = site.text(&format!("SELECT id::text FROM api_keys WHERE prefix = '{}'", &key[..12])).await;
    desk.post(&format!("/organizations/avalon/keys/{id}/revoke"), &[]).await.expect(303);
    assert_eq!(program.get(&draft).await.status, 401, "at once");
    let refused = site.browser().json("/api/tokens", json!({ "key": key })).await.expect(401);
    assert_eq!(refused.json()["code"], "auth.key_not_valid");
    assert_eq!(site.browser().json("/api/tokens", json!({ "key": "cbk_x" })).await.status, 401);
}

#[tokio::test]
async fn a_key_is_shown_once() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let at = "/organizations/avalon/keys";
    let id = desk.get(at).await.expect(200).attribute("form input[name=id]", "value").unwrap();
    let fields = [("id", id.as_str()), ("name", "Website"), ("may_events:view", "on"), ("networks", "198.18.0.0/16\n203.0.113.7")];
    let made = desk.post(at, &fields).await.expect(200);
    let key = made.text.split("data-text=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    assert!(key.starts_with("cbk_") && made.header("cache-control") == "private, no-store");
    site.browser().json("/api/tokens", json!({ "key": key })).await.expect(201);
    assert!(!desk.get(at).await.expect(200).text.contains(&key));
    assert_eq!(desk.post(at, &fields).await.status, 409, "a form sent twice makes one key");
    assert_eq!(site.text("SELECT count(*)::text FROM api_keys WHERE name = 'Website'").await, "1");
    let wrong = [("name", " "), ("networks", "here"), ("until", "2020-01-01")];
    let refused = desk.post(at, &wrong).await.expect(422);
    for said in ["Enter a name by which", "Choose at least one permission", "range like 203.0.113.0/24", "This day is over"] {
        assert!(refused.text.contains(said), "{said}: {}", refused.told());
    }
    let elsewhere = site.browser().at("192.0.2.9").json("/api/tokens", json!({ "key": key })).await.expect(403);
    assert_eq!(elsewhere.json()["code"], "auth.key_elsewhere");
}

#[tokio::test]
async fn a_key_has_an_allowance_of_its_own() {
    let site = Site::wished(super::site::Wish::roomy().with("limits.key_per_minute", "5")).await;
    let estate = Estate::found(&site).await;
    let (program, _) = program(&site, &estate, &["events:view"]).await;
    for _ in 0..5 {
        program.get("/api/events").await.expect(200);
    }
    let refused = program.get("/api/events").await.expect(429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    let (other, _) = self::program(&site, &estate, &["events:view"]).await;
    other.get("/api/events").await.expect(200);
}

#[tokio::test]
async fn the_document_is_whole_and_the_page_shows_it() {
    let site = Site::new().await;
    let answer = site.browser().get("/api/openapi.json").await.expect(200);
    let document = answer.json();
    assert_eq!((document["openapi"].as_str(), answer.header("content-type")), (Some("3.1.0"), "application/json"));
    let known = site.browser().send(Method::GET, "/api/openapi.json", &[("if-none-match", answer.header("etag"))], "").await;
    assert_eq!((known.status.as_u16(), known.text.as_str()), (304, ""));
    let page = site.browser().get("/docs/api").await.expect(200);
    let mut ids = std::collections::BTreeSet::new();
    for meta in site.whole.routes.iter().filter(|meta| meta.described.is_some()) {
        let operation = &document["paths"][meta.path][meta.method.as_str().to_lowercase()];
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{} {} is not in the document", meta.method, meta.path));
        assert!(ids.insert(id.to_owned()), "{id} twice");
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{id} is not on the page");
        for code in ["500", "503"] {
            assert!(operation["responses"][code]["content"]["application/problem+json"].is_object(), "{id} {code}");
        }
    }
    for id in [
        "events_list",
        "events_show",
        "events_create",
        "events_update",
        "events_delete",
        "tokens_create",
        "auth_v1_token",
        "gate_scan",
        "holds_place",
    ] {
        assert!(ids.contains(id), "{id} of {ids:?}");
    }
    // Every reference leads somewhere.
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    let codes = document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"].as_array().unwrap();
    assert!(codes.len() > 40 && codes.contains(&json!("http.invalid_input")));
    assert!(site.browser().get("/").await.expect(200).text.contains("href=\"/docs/api\""), "the footer leads there");
}
