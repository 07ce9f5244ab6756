//! Becoming an organizer where the platform decides.

use platform_auth::mail::Message;
use platform_auth::organizations::{
    self, ApplicationId, ApplicationStatus, ApplyError, CreateOrganizationError, DecideError, NewApplication, NewOrganization,
};
use platform_auth::roles::PLATFORM;
use platform_auth_testing::House;
use platform_types::Actor;

fn organization(slug: &str) -> NewOrganization {
    NewOrganization {
        name: format!("House of {slug}"),
        slug: slug.to_owned(),
        zone: "Europe/Berlin".parse().unwrap(),
        currency: "EUR".parse().unwrap(),
    }
}

fn application(slug: &str) -> NewApplication {
    NewApplication {
        organization: organization(slug),
        about: "Concerts for forty people".to_owned(),
        website: "https://lantern.example".to_owned(),
        contact: "+49 30 1234".to_owned(),
    }
}

/// A house where an approval is needed, somebody who asks, and an administrator of the platform.
async fn strict() -> (House, Actor, Actor) {
    let house = House::new().await;
    let (person, admin) = (house.person("Person").await, house.holder("Chief", "LEGEND_ADMIN", PLATFORM).await);
    house.auth.set_founding_rule(true).await.unwrap();
    (house, person, admin)
}

async fn organizations_there(house: &House) -> i64 {
    let mut tx = house.db.as_system("test").await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM organizations").fetch_one(&mut *tx).await.unwrap()
}

async fn stands(house: &House, who: &Actor, id: ApplicationId) -> Option<ApplicationStatus> {
    let mut tx = house.db.as_actor(who).await.unwrap();
    organizations::find_application(&mut tx, id).await.unwrap().map(|a| a.status)
}

#[tokio::test]
async fn without_an_approval_the_database_founds_nothing() {
    let (house, person, admin) = strict().await;
    assert!(matches!(house.auth.create_organization(&person, &organization("mine")).await, Err(CreateOrganizationError::NeedsApproval)));
    // Not only this program's own way: whatever statement a person's identity sends.
    let mut tx = house.db.as_actor(&person).await.unwrap();
    let insert = "INSERT INTO organizations (id, name, slug, timezone, currency) VALUES (gen_random_uuid(), 'Mine', 'mine', 'UTC', 'EUR')";
    let refused = sqlx::query(insert).execute(&mut *tx).await.unwrap_err();
    assert_eq!(refused.as_database_error().unwrap().code().as_deref(), Some("42501"));
    drop(tx);
    let mut tx = house.db.as_actor(&person).await.unwrap();
    let decided: String =
        sqlx::query_scalar("SELECT outcome FROM auth.decide_application(gen_random_uuid(), true, gen_random_uuid(), 'mine', '')")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    assert_eq!(decided, "unknown");
    drop(tx);
    assert_eq!(organizations_there(&house).await, 0);
    house.auth.create_organization(&admin, &organization("theirs")).await.expect("whoever decides needs no decision");
    house.auth.set_founding_rule(false).await.unwrap();
    house.auth.create_organization(&person, &organization("mine")).await.expect("open again");
}

#[tokio::test]
async fn an_approval_founds_one_organization_that_the_applicant_owns() {
    let (house, person, admin) = strict().await;
    let id = house.auth.apply_as_organizer(&person, &application("lantern")).await.unwrap();
    assert!(matches!(house.auth.apply_as_organizer(&person, &application("again")).await, Err(ApplyError::OpenAlready)));
    house.mailbox.take();
    // A double click, and two administrators at once.
    let chief = house.holder("Second", "LEGEND_SUPER_ADMIN", PLATFORM).await;
    let (one, two) =
        tokio::join!(house.auth.approve_application(&admin, id, "lantern"), house.auth.approve_application(&chief, id, "lantern-2"));
    let founded = match (one, two) {
        (Ok(founded), Err(DecideError::Closed)) | (Err(DecideError::Closed), Ok(founded)) => founded,
        other => panic!("{other:?}"),
    };
    assert_eq!(organizations_there(&house).await, 1);
    let mut tx = house.db.as_actor(&person).await.unwrap();
    let own = organizations::own(&mut tx).await.unwrap();
    assert_eq!((own.len(), own[0].id, own[0].name.as_str(), own[0].currency.as_str()), (1, founded, "House of lantern", "EUR"));
    let roles: Vec<String> =
        sqlx::query_scalar("SELECT role FROM user_roles WHERE user_id = auth.uid() AND scope_kind <> 'platform' ORDER BY role")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    assert_eq!(roles, ["ATLVS_SUPER_ADMIN", "GVTEWAY_ADMIN"]);
    drop(tx);
    let mail = house.mailbox.only("person@example.org");
    assert!(matches!(&mail.message, Message::OrganizerApproved { organization, .. } if organization == "House of lantern"), "{mail:?}");
}

#[tokio::test]
async fn a_short_name_that_is_taken_decides_nothing() {
    let (house, person, admin) = strict().await;
    house.auth.create_organization(&admin, &organization("taken")).await.unwrap();
    let id = house.auth.apply_as_organizer(&person, &application("taken")).await.unwrap();
    let refused = house.auth.approve_application(&admin, id, "taken").await;
    assert!(matches!(refused, Err(DecideError::Organization(CreateOrganizationError::SlugTaken))), "{refused:?}");
    assert_eq!(stands(&house, &admin, id).await, Some(ApplicationStatus::Open));
    house.auth.approve_application(&admin, id, "free").await.unwrap();
}

#[tokio::test]
async fn a_refusal_has_a_reason_and_a_withdrawal_ends_it() {
    let (house, person, admin) = strict().await;
    let first = house.auth.apply_as_organizer(&person, &application("one")).await.unwrap();
    house.mailbox.take();
    house.auth.decline_application(&admin, first, " No such house ").await.unwrap();
    let mail = house.mailbox.only("person@example.org");
    assert!(matches!(&mail.message, Message::OrganizerDeclined { reason, .. } if reason == "No such house"), "{mail:?}");
    assert!(!house.auth.withdraw_application(&person, first).await.unwrap(), "decided");
    assert!(matches!(house.auth.approve_application(&admin, first, "one").await, Err(DecideError::Closed)), "for good");

    let second = house.auth.apply_as_organizer(&person, &application("two")).await.expect("one may ask again");
    assert!(house.auth.withdraw_application(&person, second).await.unwrap());
    assert!(matches!(house.auth.approve_application(&admin, second, "two").await, Err(DecideError::Closed)));
    assert_eq!(organizations_there(&house).await, 0);
}

#[tokio::test]
async fn strangers_neither_see_nor_decide_an_application() {
    let (house, person, admin) = strict().await;
    let owner = house.person("Owner").await;
    house.auth.set_founding_rule(false).await.unwrap();
    house.organization(&owner, "elsewhere").await;
    house.auth.set_founding_rule(true).await.unwrap();
    let support = house.holder("Support", "LEGEND_SUPPORT", PLATFORM).await;
    let id = house.auth.apply_as_organizer(&person, &application("mine")).await.unwrap();
    for (who, sees) in [(&person, true), (&admin, true), (&owner, false), (&support, false)] {
        assert_eq!(stands(&house, who, id).await.is_some(), sees, "{who:?}");
    }
    for who in [&person, &owner, &support] {
        assert!(matches!(house.auth.approve_application(who, id, "mine").await, Err(DecideError::NotFound)));
        assert!(matches!(house.auth.decline_application(who, id, "no").await, Err(DecideError::NotFound)));
    }
    assert!(!house.auth.withdraw_application(&owner, id).await.unwrap());
    // Nobody approves themselves by writing the row.
    let mut tx = house.db.as_actor(&person).await.unwrap();
    assert!(sqlx::query("UPDATE organizer_applications SET status = 'approved'").execute(&mut *tx).await.is_err());
    drop(tx);
    assert_eq!(stands(&house, &admin, id).await, Some(ApplicationStatus::Open));
}
