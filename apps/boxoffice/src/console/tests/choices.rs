//! What is done with chosen rows: files, tickets mailed again, names corrected, views kept.

use axum::http::StatusCode;

use super::harness::World;
use super::{attribute, told};

const SEND: &str = "0195a1b2-0000-7000-8000-0000000000f1";

#[tokio::test]
async fn a_file_holds_every_row_and_no_formula() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    world.many_orders(event, 2_300).await;
    world.give_tickets(event, &["=HYPERLINK(\"http://evil\")", "Chan, \"Mei\""]).await;
    let all = world.post(owner, &format!("/console/events/{event}/orders/export"), &[("all", "on"), ("bom", "on")]).await;
    assert_eq!(all.status, StatusCode::OK);
    assert_eq!(all.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(
        all.header("content-disposition").starts_with("attachment; filename=\"orders-the-tempest"),
        "{}",
        all.header("content-disposition")
    );
    assert!(all.text.starts_with("\u{FEFF}Order number,Event,"), "{}", &all.text[..40]);
    assert_eq!(all.text.matches("\r\n").count(), 2_302, "the head and each order once");
    assert!(all.text.contains("\"'=HYPERLINK(\"\"http://evil\"\")\""), "the name is text");
    assert!(all.text.contains(",HKD,6000.00,") || all.text.contains(",HKD,60.00,"), "money is a decimal with its currency");
    assert!(all.text.contains("2026-02-01T16:00:00+08:00"), "times are the place's");
    let some = world.post(owner, &format!("/console/events/{event}/orders/export"), &[("all", "on"), ("q", "buyer17@example.org")]).await;
    assert_eq!(some.text.matches("\r\n").count(), 2, "{}", some.text);
    let none = world.post(owner, "/console/lantern/orders/export", &[("q", "x")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing was chosen");
    let people = world.post(owner, &format!("/console/events/{event}/attendees/export"), &[("all", "on"), ("q", "chan")]).await;
    assert!(people.text.contains("\"Chan, \"\"Mei\"\"\",mei@example.org,Free,Valid,,,Asia/Hong_Kong,"), "{}", people.text);
    let audit = world.audit().await;
    assert_eq!((audit.get("orders.exported"), audit.get("attendees.exported")), (Some(&2), Some(&1)));
}

#[tokio::test]
async fn tickets_are_mailed_again_once_a_sending() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    let order = world.give_tickets(event, &["Mei Chan"]).await;
    world.many_orders(event, 3).await;
    world.run_jobs().await;
    let mails = "SELECT count(*) FROM notify.messages WHERE purpose = 'boxoffice.tickets'";
    assert_eq!(world.number(mails).await, 1, "the first mail of a purchase");
    let path = format!("/console/events/{event}/orders/resend");
    let fields = [("id", &*order.to_string()), ("send", SEND), ("q", "mei")];
    let done = world.post(owner, &path, &fields).await;
    assert_eq!(done.header("location"), format!("/console/events/{event}/orders?q=mei&done=tickets-resent"));
    world.post(owner, &path, &fields).await;
    world.run_jobs().await;
    assert_eq!(world.number(mails).await, 2, "a second click is the same sending");
    let people = format!("/console/events/{event}/attendees/resend");
    world.post(owner, &people, &[("all", "on"), ("send", "0195a1b2-0000-7000-8000-0000000000f2")]).await;
    world.run_jobs().await;
    assert_eq!(world.number(mails).await, 6, "each order once, however many tickets it has");
    let nothing = world.post(owner, &path, &[("all", "on"), ("q", "nobody"), ("send", SEND)]).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    assert_eq!(world.audit().await.get("tickets.resent"), Some(&3));
}

#[tokio::test]
async fn a_name_is_corrected_where_it_stands_and_shown_at_the_door() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale_at("2026-03-01T21:00").await;
    world.give_tickets(event, &["Jhon Smiht"]).await;
    let list = format!("/console/events/{event}/attendees?q=smiht");
    let page = world.get(owner, &list).await;
    let path = attribute(&page.text, "form.rename__form", "action").unwrap();
    let code = world.number("SELECT hashtext(code)::bigint FROM tickets").await;
    let save = async |was: &str, name: &str| world.post(owner, &path, &[("was", was), ("name", name), ("q", "smiht")]).await;
    let refused = save("Jhon Smiht", " \u{200B} ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.count("details.rename[open] input[name=name][aria-invalid=true]"), 1, "{}", refused.told());
    let done = save("Jhon Smiht", "John Smith").await;
    assert_eq!(done.header("location"), format!("/console/events/{event}/attendees?q=smiht&done=attendee-renamed"));
    let meanwhile = save("Jhon Smiht", "Joan Smith").await;
    assert_eq!(meanwhile.status, StatusCode::CONFLICT);
    assert_eq!(save("John Smith", "John Smith").await.leads(), format!("/console/events/{event}/attendees?q=smiht&done=attendee-same"));
    assert_eq!(world.audit().await.get("ticket.attendee_renamed"), Some(&1));
    assert_eq!(world.number("SELECT hashtext(code)::bigint FROM tickets").await, code, "the code is the same");
    let codes: Vec<String> =
        sqlx::query_scalar("SELECT code FROM tickets").fetch_all(&mut world.house.test_db.connect(None).await).await.unwrap();
    let (_, scan) = world.post_json(owner, &format!("/gate/{event}/scan"), serde_json::json!({"gate": "A", "code": codes[0]})).await;
    assert_eq!((scan["admitted"].as_bool(), scan["attendee"].as_str()), (Some(true), Some("John Smith")), "{scan}");
    let page = world.get(owner, &format!("/console/events/{event}/attendees?in=yes")).await;
    assert!(told(&page.text).contains("John Smith") && told(&page.text).contains("Came in"), "{}", told(&page.text));
}

#[tokio::test]
async fn a_view_leads_to_its_own_list_and_to_whom_it_is_for() {
    let world = World::new().await;
    let owner = &world.owner;
    let event = world.event_on_sale().await;
    let colleague = world.house.holder("colleague", "GVTEWAY_EXPERIENCE_CREATOR", world.organization.0).await;
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let id = event.to_string();
    let keep = async |name: &str, query: &str, shared: &str| {
        let fields = [("page", "event_orders"), ("event", &*id), ("query", query), ("view_name", name), ("shared", shared)];
        world.post(owner, "/console/lantern/views", &fields).await
    };
    let kept = keep("Big ones", "least=100&evil=//x.y&sort=-total", "on").await;
    assert_eq!(kept.leads(), format!("/console/events/{event}/orders?least=100&sort=-total&done=view-kept"), "only what the list knows");
    keep("Mine", "status=paid", "").await;
    keep("Mine", "status=refunded", "").await;
    for (name, query) in [(" ", "status=paid"), ("x", ""), ("x", "status=sold"), ("x", "evil=1")] {
        assert_eq!(keep(name, query, "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {query}");
    }
    let list = format!("/console/events/{event}/orders");
    let mine = world.get(owner, &list).await;
    let links = mine.attributes(".views__list a", "href");
    assert_eq!(links, [format!("{list}?least=100&sort=-total"), format!("{list}?status=refunded")], "the newer of one name stays");
    assert_eq!(world.get(&colleague, &list).await.find(".views__list a").len(), 1, "what is shared");
    let other = world.event_on_sale().await;
    assert_eq!(world.get(owner, &format!("/console/events/{other}/orders")).await.find(".views__list a").len(), 2, "at every event");
    assert_eq!(world.get(owner, "/console/lantern/orders").await.find(".views__list a").len(), 0, "that is another list");
    let remove = attribute(&mine.text, ".views__mine form", "action").unwrap();
    for who in [&stranger, &colleague] {
        assert_eq!(world.post(who, &remove, &[("page", "event_orders"), ("event", &id)]).await.status, StatusCode::NOT_FOUND);
    }
    world.post(owner, &remove, &[("page", "event_orders"), ("event", &id)]).await;
    assert_eq!(world.number("SELECT count(*) FROM saved_views").await, 1);
    let audit = world.audit().await;
    assert_eq!((audit.get("view.saved"), audit.get("view.removed")), (Some(&3), Some(&1)));
}
