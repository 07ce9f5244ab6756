//! Who hears of a sale, and of what becomes of it.

use platform_types::{Actor, EventId, OrderId};

use super::harness::World;

/// Somebody with an account orders so many free tickets.
async fn order(world: &World, buyer: &Actor, event: EventId, names: &[&str]) -> OrderId {
    let kind: uuid::Uuid = world.text("SELECT id::text FROM ticket_types ORDER BY position LIMIT 1").await.parse().unwrap();
    let held = world.office.claims().claim(buyer, event, &[(kind.into(), i32::try_from(names.len()).unwrap())]).await.unwrap();
    let attendees = names.iter().map(|n| (kind.into(), n.parse().unwrap())).collect();
    let email = "fan@example.org".parse().unwrap();
    let command = crate::orders::PlaceOrder { hold: held.id, buyer_name: names[0].parse().unwrap(), email, attendees };
    crate::orders::place_order(&world.office, buyer, &command).await.unwrap()
}

/// Kinds somebody was told, oldest first.
async fn told(world: &World, who: &Actor) -> Vec<String> {
    let mut tx = world.house.db.as_actor(who).await.unwrap();
    sqlx::query_scalar("SELECT kind FROM notify.notices ORDER BY created_at, kind").fetch_all(&mut *tx).await.unwrap()
}

#[tokio::test]
async fn team_and_buyer_hear_of_a_sale_of_the_last_ticket_and_of_the_event_that_is_called_off() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let fan = world.house.person("Fan").await;
    let door = world.house.holder("Door", "GVTEWAY_VENUE_MANAGER", world.organization.0).await;
    let elsewhere = world.house.person("Elsewhere").await;
    world.house.organization(&elsewhere, "rival").await;
    let order = order(&world, &fan, event, &["Mei Chan", "Ada Lovelace"]).await;
    world.run_jobs().await;
    world.run_jobs().await;
    assert_eq!(told(&world, &world.owner).await, ["order.paid"]);
    assert_eq!(told(&world, &fan).await, ["purchase.paid"], "a buyer hears of their own");
    assert!(told(&world, &elsewhere).await.is_empty(), "another organization's");
    let sees_orders =
        world.number("SELECT count(*) FROM role_permissions WHERE role = 'GVTEWAY_VENUE_MANAGER' AND permission = 'orders:view'").await;
    assert_eq!(told(&world, &door).await.len(), usize::try_from(sees_orders).unwrap(), "whoever may see orders");
    assert_eq!(world.text("SELECT about FROM notify.notices WHERE kind = 'purchase.paid'").await, format!("/orders/{order}"));

    // Two more are the last ones.
    world.house.clock.advance(chrono::Duration::minutes(1));
    let mut admin = world.house.test_db.connect(None).await;
    sqlx::query("UPDATE pools SET capacity = 4").execute(&mut admin).await.unwrap();
    self::order(&world, &fan, event, &["Grace Hopper", "Alan Turing"]).await;
    world.run_jobs().await;
    assert_eq!(told(&world, &world.owner).await, ["order.paid", "event.sold_out", "order.paid"]);

    world.house.clock.advance(chrono::Duration::minutes(1));
    let done = world.post(&world.owner, &format!("/console/events/{event}/cancel"), &[("reason", "The roof leaks")]).await;
    assert!(done.status.is_redirection(), "{}", done.told());
    for _ in 0..3 {
        world.house.clock.advance(chrono::Duration::seconds(6));
        world.run_jobs().await;
    }
    assert_eq!(told(&world, &fan).await, ["purchase.paid", "purchase.paid", "event.called_off", "event.called_off"]);
}

#[tokio::test]
async fn a_guest_who_buys_has_no_inbox_and_what_is_given_away_is_no_sale() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    world.give_tickets(event, &["Mei Chan"]).await;
    world.run_jobs().await;
    assert_eq!(world.number("SELECT count(*) FROM notify.notices WHERE kind LIKE 'purchase.%'").await, 0);
    let kind = world.text("SELECT id::text FROM ticket_types LIMIT 1").await;
    let people = [("kind", kind.as_str()), ("people", "Critic, critic@example.org"), ("reason", "Press")];
    let given = world.post(&world.owner, &format!("/console/events/{event}/comps"), &people).await;
    assert!(given.status.is_redirection(), "{}", given.told());
    world.run_jobs().await;
    assert_eq!(told(&world, &world.owner).await, ["order.paid"], "the guest's alone");
}
