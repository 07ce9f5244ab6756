//! The team of an event: asked in, given, ended, taken; through the real routes on a real database.

use axum::http::StatusCode;
use chrono::Duration;
use platform_auth::mail::Message;
use platform_types::{Actor, EventId};

use super::harness::World;
use super::{attribute, count, told};

async fn page(world: &World, who: &Actor, event: EventId) -> String {
    world.get(who, &format!("/console/events/{event}/team")).await.expect(200).text
}

fn revoke(page: &str) -> String {
    attribute(page, "form[action$='/revoke']", "action").expect("a role that can be taken away")
}

#[tokio::test]
async fn an_invitation_names_its_event_and_opens_it_alone() {
    let world = World::new().await;
    let (event, other) = (world.event_on_sale().await, world.event_on_sale().await);
    let at = format!("/console/events/{event}/team");
    let empty = page(&world, &world.owner, event).await;
    assert!(told(&empty).contains("Nobody works at this event alone") && told(&empty).contains("At every event"), "{}", told(&empty));
    world.house.mailbox.take();
    let sent = world.post(&world.owner, &format!("{at}/invitations"), &[("email", "Gate@Example.org"), ("role", "STAFF")]).await;
    assert_eq!(sent.header("location"), format!("{at}?done=invited"));
    let mail = world.house.mailbox.only("gate@example.org");
    let Message::Invitation { token, place, organization, role_label, .. } = mail.message else { panic!("{mail:?}") };
    assert_eq!((place.as_str(), organization.as_str(), role_label.as_str()), ("The Tempest", "lantern", "Staff"));

    let gate = world.house.person("gate").await;
    world.house.auth.accept_invitation(&gate, token.expose()).await.unwrap();
    assert_eq!(world.get(&gate, &format!("/gate/{event}")).await.status, StatusCode::OK);
    assert_eq!(world.get(&gate, &format!("/gate/{other}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.get(&gate, &at).await.status, StatusCode::FORBIDDEN, "door staff see no team");
    let shown = page(&world, &world.owner, event).await;
    assert!(told(&shown).contains("gate@example.org") && told(&shown).contains("For good"), "{}", told(&shown));
    let again = world.post(&world.owner, &format!("{at}/invitations"), &[("email", "gate@example.org"), ("role", "STAFF")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told(&again.text).contains("This person holds that role here already"));
}

#[tokio::test]
async fn a_role_that_has_ended_or_was_taken_works_no_more_on_the_next_request() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/team");
    let (brief, taken) = (world.house.person("brief").await, world.house.person("taken").await);
    for (who, until) in [("brief", "2026-03-02"), ("taken", "")] {
        world.house.mailbox.take();
        let fields = [("email", format!("{who}@example.org")), ("role", "STAFF".to_owned()), ("until", until.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        world.post(&world.owner, &format!("{at}/invitations"), &fields).await.expect(303);
        let token = world.house.mailbox.token(&format!("{who}@example.org"));
        world.house.auth.accept_invitation(if who == "brief" { &brief } else { &taken }, token.expose()).await.unwrap();
    }
    let door = format!("/gate/{event}");
    for who in [&brief, &taken] {
        assert_eq!(world.get(who, &door).await.status, StatusCode::OK);
    }
    let shown = page(&world, &world.owner, event).await;
    assert!(told(&shown).contains("Until the end of Mon 2 Mar 2026"), "{}", told(&shown));

    // The end of 2 March in Hong Kong is 16:00 UTC; the house's clock stands at noon of the first.
    world.house.clock.advance(Duration::hours(28) - Duration::seconds(1));
    assert_eq!(world.get(&brief, &door).await.status, StatusCode::OK, "to the last second");
    world.house.clock.advance(Duration::seconds(1));
    assert_eq!(world.get(&brief, &door).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&taken, &door).await.status, StatusCode::OK);
    let shown = page(&world, &world.owner, event).await;
    assert_eq!(count(&shown, "form[action$='/revoke']"), 1, "what has ended is not shown: {}", told(&shown));
    assert_eq!(world.post(&world.owner, &revoke(&shown), &[]).await.header("location"), format!("{at}?done=role-taken"));
    assert_eq!(world.get(&taken, &door).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.post(&world.owner, &revoke(&shown), &[]).await.status, StatusCode::NOT_FOUND, "once");
    let audit = world.audit().await;
    assert_eq!((audit.get("member.invited"), audit.get("role.revoked")), (Some(&2), Some(&1)), "{audit:?}");
}

#[tokio::test]
async fn nobody_gives_or_takes_above_themselves() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/team");
    let lead = world.house.holder("lead", "EXECUTIVE", event.0).await;
    let shown = page(&world, &lead, event).await;
    assert_eq!(count(&shown, "form[action$='/team/invitations']"), 1, "whoever leads an event hires for it");
    assert_eq!(count(&shown, "option[value=GVTEWAY_EXPERIENCE_CREATOR]"), 0, "an organizer may more than they");
    assert!(count(&shown, "option[value=STAFF]") > 0 && count(&shown, "option[value=GA_L1]") == 0, "nobody works as a ticket's holder");
    assert!(told(&shown).contains("Admit people at the door.") && !told(&shown).contains("tickets:scan"), "in words: {}", told(&shown));
    let above =
        world.post(&lead, &format!("{at}/invitations"), &[("email", "x@example.org"), ("role", "GVTEWAY_EXPERIENCE_CREATOR")]).await;
    assert_eq!(above.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&above.text, "input[name=email][value='x@example.org']"), 1, "what was typed stays");
    // Not in what, not in how long: the database says so, whatever the page offers.
    let until = world.house.clock.now() + Duration::days(2);
    let brief = world.house.person("brief").await;
    world.house.grant(&brief, "EXECUTIVE", event.0, Some(until)).await;
    let forever = world.post(&brief, &format!("{at}/invitations"), &[("email", "y@example.org"), ("role", "STAFF")]).await;
    assert_eq!(forever.status, StatusCode::UNPROCESSABLE_ENTITY);
    world
        .post(&brief, &format!("{at}/invitations"), &[("email", "y@example.org"), ("role", "STAFF"), ("until", "2026-03-02")])
        .await
        .expect(303);
    let organizer = world.house.holder("organizer", "GVTEWAY_EXPERIENCE_CREATOR", event.0).await;
    let grant: String = {
        let mut tx = world.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT id::text FROM user_roles WHERE user_id = $1 AND scope_kind = 'event'")
            .bind(organizer.user_id().unwrap().0)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    };
    let refused = world.post(&lead, &format!("{at}/roles/{grant}/revoke"), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(told(&refused.text).contains("Nothing was changed.") && count(&refused.text, "form[action$='/team/invitations']") == 1);
    // What is held on the whole organization is not this page's to take, not even for its owner.
    let owners: String = {
        let mut tx = world.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT id::text FROM user_roles WHERE role = 'ATLVS_SUPER_ADMIN'").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(world.post(&world.owner, &format!("{at}/roles/{owners}/revoke"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_member_gets_a_role_without_an_invitation() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/team");
    let person = world.house.person("Ada").await;
    let user = person.user_id().unwrap();
    let strange = world.post(&world.owner, &format!("{at}/roles"), &[("member", &user.to_string()), ("member_role", "STAFF")]).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY, "not a member");
    let mut tx = world.house.db.as_system("test").await.unwrap();
    sqlx::query("INSERT INTO memberships (organization_id, user_id) VALUES ($1, $2)")
        .bind(world.organization.0)
        .bind(user.0)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let wrong = [("member", user.to_string()), ("member_role", String::new()), ("member_until", "yesterday".to_owned())];
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let refused = world.post(&world.owner, &format!("{at}/roles"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(count(&refused.text, "[aria-invalid=true]"), 2, "the role and the day: {}", told(&refused.text));
    let fields = [("member", user.to_string()), ("member_role", "STAFF".to_owned()), ("member_until", "2026-03-20".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(world.post(&world.owner, &format!("{at}/roles"), &fields).await.header("location"), format!("{at}?done=role-given"));
    assert_eq!(world.get(&person, &format!("/gate/{event}")).await.status, StatusCode::OK);
    assert_eq!(world.post(&world.owner, &format!("{at}/roles"), &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    assert_eq!(world.audit().await.get("role.granted"), Some(&1));
}

#[tokio::test]
async fn strangers_find_no_team() {
    let world = World::new().await;
    let event = world.event_on_sale().await;
    let at = format!("/console/events/{event}/team");
    let stranger = world.house.person("stranger").await;
    world.house.organization(&stranger, "elsewhere").await;
    let theirs = world.house.holder("rival", "STAFF", event.0).await.user_id().unwrap();
    let grant: String = {
        let mut tx = world.house.db.as_system("test").await.unwrap();
        sqlx::query_scalar("SELECT id::text FROM user_roles WHERE user_id = $1 AND scope_kind = 'event'")
            .bind(theirs.0)
            .fetch_one(&mut *tx)
            .await
            .unwrap()
    };
    assert_eq!(world.get(&stranger, &at).await.status, StatusCode::NOT_FOUND);
    let before = world.audit().await;
    for path in [format!("{at}/invitations"), format!("{at}/roles"), format!("{at}/roles/{grant}/revoke")] {
        let fields = [("email", "spy@example.org"), ("role", "STAFF"), ("member_role", "STAFF")];
        assert_eq!(world.post(&stranger, &path, &fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(world.audit().await, before);
}
