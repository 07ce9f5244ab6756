//! Ticket types, quotas and zones in the console, through the real routes: changed, put into order, archived, shared.

use axum::http::StatusCode;
use serde_json::json;

use super::harness::World;
use super::{attribute, count, told};

/// An event on sale with two types, and where its pages are.
async fn two_types(world: &World) -> (platform_types::EventId, String, [String; 2]) {
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}");
    let done =
        world.post(&world.owner, &format!("{at}/ticket-types"), &[("type_name", "Stalls"), ("price", "25"), ("quantity", "20")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let free = world.text("SELECT id::text FROM ticket_types WHERE name = 'Free'").await;
    let stalls = world.text("SELECT id::text FROM ticket_types WHERE name = 'Stalls'").await;
    (event, at, [free, stalls])
}

#[tokio::test]
async fn a_type_is_changed_and_what_was_sold_stays_what_it_was() {
    let world = World::new().await;
    let owner = &world.owner;
    let (event, at, [free, _]) = two_types(&world).await;
    let order = world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let path = format!("{at}/ticket-types/{free}");
    let opened = world.get(owner, &path).await.text;
    assert!(told(&opened).contains("2 sold, 0 in carts."), "{}", told(&opened));
    let says = |name: &str| attribute(&opened, &format!("input[name={name}]"), "value").unwrap();
    let (version, was) = (says("version"), says("was"));
    let fields = [
        ("type_name", "Gratis"),
        ("type_description", "Standing"),
        ("price", "30"),
        ("quantity", "2"),
        ("sale_ends", "2026-03-14T19:00"),
        ("min_per_order", "1"),
        ("max_per_order", "4"),
        ("hidden", "on"),
        ("version", &version),
        ("was", &was),
    ];
    let low = world.post(owner, &path, &[("type_name", "Gratis"), ("quantity", "1"), ("version", &version), ("was", &was)]).await;
    assert_eq!(low.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&low.text).contains("Enter at least 2: 2 are sold and 0 are in carts."), "{}", told(&low.text));
    assert_eq!(attribute(&low.text, "input[name=type_name]", "value").as_deref(), Some("Gratis"), "what was typed stays");
    assert_eq!(world.post(owner, &path, &fields).await.leads(), format!("{at}/tickets?done=type-updated"));
    let kept = world.text("SELECT t.name || ' ' || t.price_minor || ' ' || p.name || ' ' || p.capacity || ' ' || t.hidden FROM ticket_types t JOIN ticket_type_pools tp ON tp.ticket_type_id = t.id JOIN pools p ON p.id = tp.pool_id AND p.kind = 'type' WHERE t.name = 'Gratis'").await;
    assert_eq!(kept, "Gratis 3000 Gratis 2 true");
    let shown = world.get(owner, &format!("/console/orders/{order}")).await;
    assert!(
        told(&shown.text).contains("Free") && !told(&shown.text).contains("Gratis"),
        "an order says what was bought: {}",
        told(&shown.text)
    );
    assert_eq!(world.text("SELECT DISTINCT type_name FROM tickets").await, "Free");
    assert_eq!(world.audit().await.get("ticket_type.updated"), Some(&1));
    let again = world.get(owner, &path).await.text;
    let says = |name: &str| attribute(&again, &format!("input[name={name}]"), "value").unwrap();
    let same = [
        ("type_name", "Gratis"),
        ("type_description", "Standing"),
        ("price", "30.00"),
        ("quantity", "2"),
        ("sale_ends", "2026-03-14T19:00"),
        ("max_per_order", "4"),
        ("hidden", "on"),
        ("version", &says("version")),
        ("was", &says("was")),
    ];
    assert_eq!(world.post(owner, &path, &same).await.leads(), format!("{at}/tickets?done=type-same"));
    assert_eq!(world.audit().await.get("ticket_type.updated"), Some(&1), "what changes nothing leaves no line");
}

#[tokio::test]
async fn two_tabs_do_not_overwrite_each_other() {
    let world = World::new().await;
    let owner = &world.owner;
    let (_, at, [_, stalls]) = two_types(&world).await;
    let path = format!("{at}/ticket-types/{stalls}");
    let opened = world.get(owner, &path).await.text;
    let says = |page: &str, name: &str| attribute(page, &format!("input[name={name}]"), "value").unwrap();
    let (version, was) = (says(&opened, "version"), says(&opened, "was"));
    let send = async |name: &str, price: &str, quantity: &str, version: &str, was: &str| {
        let fields = [("type_name", name), ("price", price), ("quantity", quantity), ("version", version), ("was", was)];
        world.post(owner, &path, &fields).await
    };
    assert_eq!(send("Front stalls", "25.00", "20", &version, &was).await.status, StatusCode::SEE_OTHER);
    let second = send("Stalls", "28", "20", &version, &was).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(told(&second.text).contains("Somebody else changed this ticket type"), "{}", told(&second.text));
    assert_eq!(says(&second.text, "type_name"), "Front stalls", "what I left alone follows");
    assert_eq!(says(&second.text, "price"), "28", "what I typed stays");
    assert_eq!(world.number("SELECT price_minor FROM ticket_types WHERE name = 'Front stalls'").await, 2_500, "nothing is saved yet");
    let settled = send("Front stalls", "28", "20", &says(&second.text, "version"), &says(&second.text, "was")).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.text);

    // The number of tickets is changed in the capacities' form, which is another one.
    let opened = world.get(owner, &path).await.text;
    let (version, was) = (says(&opened, "version"), says(&opened, "was"));
    let pool = world.text("SELECT 'pool_' || id FROM pools WHERE name = 'Front stalls'").await;
    assert_eq!(world.post(owner, &format!("{at}/capacity"), &[(&pool, "15")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send("Front stalls", "28.00", "18", &version, &was).await.status, StatusCode::CONFLICT);
    assert_eq!(world.number("SELECT capacity::bigint FROM pools WHERE name = 'Front stalls'").await, 15);
    let (status, problem) = world.post_json(owner, &path, json!({"type_name": "X", "quantity": "5", "version": "1"})).await;
    assert_eq!((status, problem["code"].as_str()), (StatusCode::CONFLICT, Some("tickets.changed_meanwhile")));
    // Another order of the types changes nothing that stands in the form.
    let opened = world.get(owner, &path).await.text;
    let (version, was) = (says(&opened, "version"), says(&opened, "was"));
    let list = world.get(owner, &format!("{at}/tickets")).await.text;
    let order = attribute(&list, "#type-order input[name=was]", "value").unwrap();
    let step = format!("up:{stalls}");
    assert_eq!(
        world.post(owner, &format!("{at}/ticket-types/order"), &[("was", &order), ("step", &step)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(send("Front stalls", "29", "15", &version, &was).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn types_are_put_into_another_order_once_however_often_the_button_is_pressed() {
    let world = World::new().await;
    let owner = &world.owner;
    let (_, at, [free, stalls]) = two_types(&world).await;
    let list = world.get(owner, &format!("{at}/tickets")).await.text;
    assert_eq!(count(&list, "button[form=type-order][name=step]:not([disabled])"), 2, "one down, one up");
    let was = attribute(&list, "#type-order input[name=was]", "value").unwrap();
    assert_eq!(was, format!("{free},{stalls}"));
    let press =
        || async { world.post(owner, &format!("{at}/ticket-types/order"), &[("was", &was), ("step", &format!("up:{stalls}"))]).await };
    let first = "SELECT string_agg(name, ',' ORDER BY position, id) FROM ticket_types";
    assert_eq!(press().await.leads(), format!("{at}/tickets?done=types-ordered"));
    assert_eq!(world.text(first).await, "Stalls,Free");
    assert_eq!(press().await.status, StatusCode::SEE_OTHER, "a double click is one step");
    assert_eq!(world.text(first).await, "Stalls,Free");
    assert_eq!(world.audit().await.get("ticket_types.ordered"), Some(&1));
    let stale = world.post(owner, &format!("{at}/ticket-types/order"), &[("was", &was), ("step", &format!("down:{stalls}"))]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "the page showed another order");
    assert!(told(&stale.text).contains("Somebody else changed these ticket types"), "{}", told(&stale.text));
    assert_eq!(world.text(first).await, "Stalls,Free");
}

#[tokio::test]
async fn an_archived_type_sells_no_more_keeps_its_tickets_and_comes_back() {
    let world = World::new().await;
    let owner = &world.owner;
    let (event, at, [free, _]) = two_types(&world).await;
    world.give_tickets(event, &["Mei Chan"]).await;
    let path = format!("{at}/ticket-types/{free}");
    let version = attribute(&world.get(owner, &path).await.text, "form[action$='/archive'] input[name=version]", "value").unwrap();
    let old = world.post(owner, &format!("{path}/archive"), &[("version", "0")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT, "a button of an older page does nothing");
    let press = || async { world.post(owner, &format!("{path}/archive"), &[("version", &version)]).await.leads().to_owned() };
    assert_eq!(press().await, format!("{at}/tickets?done=type-archived"));
    assert_eq!(press().await, format!("{at}/tickets?done=type-archived"), "pressed twice");
    assert_eq!(world.audit().await.get("ticket_type.archived"), Some(&1));
    let list = world.get(owner, &format!("{at}/tickets")).await.text;
    assert!(told(&list).contains("Archived ticket typesFree"), "{}", told(&list));
    assert_eq!(count(&list, "table tbody tr"), 1);
    let guest = platform_types::Actor::guest(platform_types::GuestId::new(&world.house.entropy, world.house.clock.now()));
    let refused = world.office.claims().claim(&guest, event, &[(free.parse().unwrap(), 1)]).await;
    assert!(matches!(refused, Err(crate::holds::ClaimError::UnknownType)), "{refused:?}");
    assert_eq!(world.number("SELECT count(*) FROM tickets WHERE status = 'valid'").await, 1);
    let saved = world.post(owner, &path, &[("type_name", "Typed"), ("quantity", "50"), ("version", "2")]).await;
    assert_eq!(saved.status, StatusCode::CONFLICT);
    assert_eq!(attribute(&saved.text, "input[name=type_name]", "value").as_deref(), Some("Typed"), "what was typed stays");
    let version = attribute(&world.get(owner, &path).await.text, "form[action$='/restore'] input[name=version]", "value").unwrap();
    assert_eq!(
        world.post(owner, &format!("{path}/restore"), &[("version", &version)]).await.leads(),
        format!("{at}/tickets?done=type-restored")
    );
    world.office.claims().claim(&guest, event, &[(free.parse().unwrap(), 1)]).await.unwrap();
}

#[tokio::test]
async fn a_quota_counts_what_its_types_sold_before_and_is_changed_by_one_tab_at_a_time() {
    let world = World::new().await;
    let owner = &world.owner;
    let (event, at, [free, stalls]) = two_types(&world).await;
    world.give_tickets(event, &["Mei Chan", "Björn Ångström"]).await;
    let (both_free, both_stalls) = (format!("type_{free}"), format!("type_{stalls}"));
    let low = world
        .post(
            owner,
            &format!("{at}/quotas"),
            &[("quota_name", "Balcony"), ("quota_capacity", "1"), (&both_free, "on"), (&both_stalls, "on")],
        )
        .await;
    assert_eq!(low.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&low.text).contains("Enter at least 2: 2 are sold and 0 are in carts."), "{}", told(&low.text));
    assert_eq!(count(&low.text, "details[open] input[name=quota_capacity][value='1'][aria-invalid=true]"), 1, "the form comes back open");
    assert_eq!(count(&low.text, "details[open] input[name^=type_][checked]"), 2, "with its boxes");
    let none = world.post(owner, &format!("{at}/quotas"), &[("quota_name", " "), ("quota_capacity", "")]).await;
    assert!(none.text.matches("field__error").count() >= 3, "{}", told(&none.text));
    let made = world
        .post(
            owner,
            &format!("{at}/quotas"),
            &[("quota_name", "Balcony"), ("quota_capacity", "3"), (&both_free, "on"), (&both_stalls, "on")],
        )
        .await;
    assert_eq!(made.leads(), format!("{at}/tickets?done=quota-added"), "{}", told(&made.text));
    assert_eq!(world.text("SELECT held || ' ' || sold || ' ' || capacity FROM pools WHERE kind = 'quota'").await, "0 2 3");
    let quota = world.text("SELECT id::text FROM pools WHERE kind = 'quota'").await;
    let list = world.get(owner, &format!("{at}/tickets")).await;
    assert!(told(&list.text).contains("BalconyFree, Stalls2 / 3 taken"), "{}", told(&list.text));

    let path = format!("{at}/quotas/{quota}");
    let opened = world.get(owner, &path).await.text;
    let was = attribute(&opened, "input[name=was]", "value").unwrap();
    let change = async |name: &str, capacity: &str, was: &str| {
        world
            .post(
                owner,
                &path,
                &[("quota_name", name), ("quota_capacity", capacity), (&both_free, "on"), (&both_stalls, "on"), ("was", was)],
            )
            .await
    };
    assert_eq!(change("Upper circle", "3", &was).await.leads(), format!("{at}/tickets?done=quota-updated"));
    let second = change("Balcony", "10", &was).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(told(&second.text).contains("Somebody else changed this quota"), "{}", told(&second.text));
    assert_eq!(attribute(&second.text, "input[name=quota_name]", "value").as_deref(), Some("Upper circle"));
    assert_eq!(attribute(&second.text, "input[name=quota_capacity]", "value").as_deref(), Some("10"));
    assert_eq!(world.number("SELECT capacity::bigint FROM pools WHERE kind = 'quota'").await, 3);

    // Only the types on sale count: taking one away gives its places back.
    let was = attribute(&second.text, "input[name=was]", "value").unwrap();
    let alone = [("quota_name", "Upper circle"), ("quota_capacity", "3"), (both_stalls.as_str(), "on"), ("was", &was)];
    assert_eq!(world.post(owner, &path, &alone).await.status, StatusCode::SEE_OTHER);
    assert_eq!(world.text("SELECT held || ' ' || sold FROM pools WHERE kind = 'quota'").await, "0 0");
    assert_eq!(
        world.post(owner, &format!("{path}/remove"), &[]).await.status,
        StatusCode::CONFLICT,
        "who does not say what they saw removes nothing"
    );
    let was = attribute(&world.get(owner, &path).await.text, "form[action$='/remove'] input[name=was]", "value").unwrap();
    assert_eq!(world.post(owner, &format!("{path}/remove"), &[("was", &was)]).await.leads(), format!("{at}/tickets?done=quota-removed"));
    assert_eq!(world.post(owner, &format!("{path}/remove"), &[("was", &was)]).await.leads(), format!("{at}/tickets"), "pressed twice");
    assert_eq!(world.number("SELECT count(*) FROM pools WHERE kind = 'quota'").await, 0);
    let audit = world.audit().await;
    for (action, times) in [("quota.added", 1), ("quota.updated", 2), ("quota.removed", 1)] {
        assert_eq!(audit.get(action), Some(&times), "{action}: {audit:?}");
    }
}

#[tokio::test]
async fn zones_are_named_once_and_removed_while_nobody_needs_them() {
    let world = World::new().await;
    let owner = &world.owner;
    let (_, at, _) = two_types(&world).await;
    assert_eq!(
        world.post(owner, &format!("{at}/zones"), &[("zone_name", "VIP Lounge")]).await.leads(),
        format!("{at}/tickets?done=zone-added")
    );
    let twice = world.post(owner, &format!("{at}/zones"), &[("zone_name", "Another"), ("zone_code", "vip-lounge")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&twice.text).contains("Another zone of this event has this code."), "{}", told(&twice.text));
    assert_eq!(count(&twice.text, "input[name=zone_name][value=Another]"), 1, "what was typed stays");
    let arabic = world.post(owner, &format!("{at}/zones"), &[("zone_name", "صالة")]).await;
    assert!(told(&arabic.text).contains("Enter up to 12 Latin letters and digits, such as LOUNGE."), "{}", told(&arabic.text));
    assert_eq!(
        world.post(owner, &format!("{at}/zones"), &[("zone_name", "صالة"), ("zone_code", "HALL")]).await.status,
        StatusCode::SEE_OTHER
    );
    let zone = world.text("SELECT id::text FROM event_zones WHERE code = 'VIP-LOUNGE'").await;
    let path = format!("{at}/zones/{zone}");
    let rename = |name: &'static str, version: &'static str| {
        let (world, path) = (&world, path.clone());
        async move { world.post(&world.owner, &path, &[("zone_name", name), ("zone_code", "VIP"), ("version", version)]).await }
    };
    assert_eq!(rename("Lounge", "1").await.leads(), format!("{at}/tickets?done=zone-updated"));
    assert_eq!(rename("Salon", "1").await.status, StatusCode::CONFLICT, "another tab was first");
    assert_eq!(world.text("SELECT name FROM event_zones WHERE code = 'VIP'").await, "Lounge");
    assert_eq!(world.post(owner, &format!("{path}/remove"), &[("version", "2")]).await.leads(), format!("{at}/tickets?done=zone-removed"));
    assert_eq!(world.number("SELECT count(*) FROM event_zones").await, 1);
}

#[tokio::test]
async fn who_sets_the_price_stays_once_it_was_in_a_cart() {
    let world = World::new().await;
    let owner = &world.owner;
    let (event, at, [free, stalls]) = two_types(&world).await;
    let change = async |kind: &str, fields: &[(&str, &str)]| {
        let path = format!("{at}/ticket-types/{kind}");
        let page = world.get(owner, &path).await.text;
        let version = attribute(&page, "input[name=version]", "value").unwrap();
        world.post(owner, &path, &[fields, &[("version", &version)]].concat()).await
    };
    let chosen = [("type_name", "Stalls"), ("quantity", "20"), ("pricing", "chosen"), ("price", "5"), ("suggested", "12,50")];
    assert_eq!(change(&stalls, &chosen).await.status, StatusCode::SEE_OTHER, "nobody had it yet");
    let list = world.get(owner, &format!("{at}/tickets")).await;
    assert!(told(&list.text).contains("from HK$5.00suggests HK$12.50"), "{}", told(&list.text));
    world.give_tickets(event, &["Mei Chan"]).await;
    let refused =
        change(&free, &[("type_name", "Free"), ("quantity", "50"), ("pricing", "chosen"), ("price", "0"), ("suggested", "5")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&refused.text).contains("was in carts already; archive it and add another"), "{}", told(&refused.text));
}
