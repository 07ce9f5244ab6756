//! Founding, inviting, accepting.

use chrono::Duration;
use platform_auth::mail::Message;
use platform_auth::organizations::{self, AcceptError, CreateOrganizationError, Invitation, InviteError, NewOrganization};
use platform_auth::roles::{self, GrantError, PLATFORM, ScopeKind};
use platform_auth_testing::House;
use platform_types::{Actor, OrganizationId};
use uuid::Uuid;

fn offer(email: &str, role: &str, scope: Uuid) -> Invitation {
    Invitation { email: email.parse().unwrap(), role: role.to_owned(), scope, role_expires_at: None, locale: "en".to_owned() }
}

async fn roles_of(house: &House, actor: &Actor) -> Vec<String> {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    sqlx::query_scalar("SELECT role FROM user_roles WHERE user_id = auth.uid() AND scope_kind <> 'platform' ORDER BY role")
        .fetch_all(&mut *tx)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_founder_owns_it_and_nobody_else_sees_it() {
    let house = House::new().await;
    let (owner, stranger) = (house.person("Owner").await, house.person("Stranger").await);
    let organization = house.organization(&owner, "old-vic").await;
    assert_eq!(roles_of(&house, &owner).await, ["ATLVS_SUPER_ADMIN", "GVTEWAY_ADMIN"]);
    let own = async |actor: &Actor| {
        let mut tx = house.db.as_actor(actor).await.unwrap();
        organizations::own(&mut tx).await.unwrap()
    };
    let seen = own(&owner).await;
    assert_eq!((seen.len(), seen[0].id, seen[0].timezone.as_str(), seen[0].currency.as_str()), (1, organization, "Asia/Hong_Kong", "HKD"));
    assert!(own(&stranger).await.is_empty());
    let members = {
        let mut tx = house.db.as_actor(&owner).await.unwrap();
        house.auth.members(&mut tx, organization).await.unwrap()
    };
    assert_eq!(members.iter().map(|m| (m.full_name.as_str(), m.email.as_str())).collect::<Vec<_>>(), [("Owner", "owner@example.org")]);
}

#[tokio::test]
async fn what_is_wrong_with_an_organization_is_named() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    house.organization(&owner, "taken").await;
    let found = async |name: &str, slug: &str| {
        let new = NewOrganization {
            name: name.to_owned(),
            slug: slug.to_owned(),
            zone: "Europe/London".parse().unwrap(),
            currency: "GBP".parse().unwrap(),
        };
        house.auth.create_organization(&owner, &new).await
    };
    assert!(matches!(found("x", "taken").await, Err(CreateOrganizationError::SlugTaken)));
    for shape in ["Upper", "a", "-a-", "a--b", "ä-b"] {
        assert!(matches!(found("x", shape).await, Err(CreateOrganizationError::SlugShape)), "{shape}");
    }
    assert!(matches!(found(" \u{200b} ", "blank").await, Err(CreateOrganizationError::Name)));
    let nobody = NewOrganization {
        name: "x".into(),
        slug: "nobody".into(),
        zone: "Europe/London".parse().unwrap(),
        currency: "GBP".parse().unwrap(),
    };
    assert!(matches!(house.auth.create_organization(&Actor::anonymous(), &nobody).await, Err(CreateOrganizationError::NotSignedIn)));
    // In another's name, the database refuses.
    let mut tx = house.db.as_actor(&house.person("Forger").await).await.unwrap();
    let forged = sqlx::query("INSERT INTO organizations (id, name, slug, currency, created_by) VALUES ($1, 'x', 'forged', 'GBP', $2)")
        .bind(Uuid::from_u128(5))
        .bind(owner.user_id().unwrap().0)
        .execute(&mut *tx)
        .await;
    assert!(forged.is_err());
}

async fn two(house: &House) -> (Actor, OrganizationId) {
    let owner = house.person("Owner").await;
    let organization = house.organization(&owner, "ours").await;
    (owner, organization)
}

#[tokio::test]
async fn an_invitation_gives_its_role_once_to_the_address_it_was_sent_to() {
    let house = House::new().await;
    let (owner, ours) = two(&house).await;
    house.auth.invite(&owner, &offer("ada@example.org", "ATLVS_ADMIN", ours.0)).await.unwrap();
    let mail = house.mailbox.only("ada@example.org");
    let Message::Invitation { token, organization, role_label, inviter, .. } = mail.message else { panic!("{mail:?}") };
    assert_eq!((organization.as_str(), role_label.as_str(), inviter.as_str()), ("ours", "Administrator", "Owner"));

    let (ada, eve) = (house.person("Ada").await, house.person("Eve").await);
    let shown = {
        let mut tx = house.db.as_actor(&Actor::anonymous()).await.unwrap();
        house.auth.invitation(&mut tx, token.expose()).await.unwrap().unwrap()
    };
    assert_eq!((shown.email.as_str(), shown.scope_kind.as_str()), ("ada@example.org", "organization"));
    assert!(matches!(house.auth.accept_invitation(&eve, token.expose()).await, Err(AcceptError::OtherAddress)), "a forwarded link");
    assert!(matches!(house.auth.accept_invitation(&Actor::anonymous(), token.expose()).await, Err(AcceptError::NotSignedIn)));
    assert_eq!(house.auth.accept_invitation(&ada, token.expose()).await.unwrap(), Some(ours));
    assert_eq!(roles_of(&house, &ada).await, ["ATLVS_ADMIN"]);
    assert!(matches!(house.auth.accept_invitation(&ada, token.expose()).await, Err(AcceptError::Unknown)), "once");
    let mut tx = house.db.as_actor(&ada).await.unwrap();
    assert_eq!(house.auth.members(&mut tx, ours).await.unwrap().len(), 2);
}

#[tokio::test]
async fn an_invitation_ends_is_withdrawn_and_falls_with_its_inviter() {
    let house = House::new().await;
    let (owner, ours) = two(&house).await;
    let admin = house.holder("Admin", "ATLVS_ADMIN", ours.0).await;
    let ada = house.person("Ada").await;
    let invite = async |by: &Actor, role: &str| {
        let id = house.auth.invite(by, &offer("ada@example.org", role, ours.0)).await.unwrap();
        (id, house.mailbox.token("ada@example.org"))
    };
    let (_, late) = invite(&owner, "ATLVS_VIEWER").await;
    house.clock.advance(Duration::days(8));
    assert!(matches!(house.auth.accept_invitation(&ada, late.expose()).await, Err(AcceptError::Unknown)));

    let (id, withdrawn) = invite(&owner, "ATLVS_VIEWER").await;
    assert!(!house.auth.withdraw_invitation(&ada, id).await.unwrap(), "only who may invite there");
    assert!(house.auth.withdraw_invitation(&owner, id).await.unwrap());
    assert!(matches!(house.auth.accept_invitation(&ada, withdrawn.expose()).await, Err(AcceptError::Unknown)));

    // Nor does anybody bring it back.
    let mut tx = house.db.as_actor(&owner).await.unwrap();
    assert!(sqlx::query("UPDATE invitations SET revoked_at = NULL").execute(&mut *tx).await.is_err());
    drop(tx);

    let (_, first) = invite(&owner, "ATLVS_VIEWER").await;
    let (_, second) = invite(&owner, "ATLVS_VIEWER").await;
    assert!(
        matches!(house.auth.accept_invitation(&ada, first.expose()).await, Err(AcceptError::Unknown)),
        "the newer offer replaces the older"
    );
    house.auth.accept_invitation(&ada, second.expose()).await.unwrap();

    let (_, orphan) = invite(&admin, "ATLVS_TEAM_MEMBER").await;
    let grants = {
        let mut tx = house.db.as_actor(&owner).await.unwrap();
        roles::held_in(&mut tx, ours).await.unwrap()
    };
    let of_admin = grants.iter().find(|g| g.user == admin.user_id().unwrap()).unwrap();
    house.auth.revoke_role(&owner, of_admin.id).await.unwrap();
    assert!(matches!(house.auth.accept_invitation(&ada, orphan.expose()).await, Err(AcceptError::Withdrawn)));
}

#[tokio::test]
async fn what_may_not_be_granted_may_not_be_offered() {
    let house = House::new().await;
    let (owner, ours) = two(&house).await;
    let admin = house.holder("Admin", "ATLVS_ADMIN", ours.0).await;
    for (who, role, scope) in [
        (&admin, "ATLVS_SUPER_ADMIN", ours.0),
        (&owner, "LEGEND_ADMIN", PLATFORM),
        (&house.person("Stranger").await, "ATLVS_VIEWER", ours.0),
    ] {
        let refused = house.auth.invite(who, &offer("x@example.org", role, scope)).await.unwrap_err();
        assert!(matches!(refused, InviteError::Grant(GrantError::NotAllowed)), "{role}: {refused}");
    }
    assert!(house.mailbox.take().is_empty(), "no mail without an invitation");
    // The token's hash cannot be read, even by who invited.
    let mut tx = house.db.as_actor(&owner).await.unwrap();
    assert!(sqlx::query("SELECT token_hash FROM invitations").execute(&mut *tx).await.is_err());
}

#[tokio::test]
async fn staff_of_one_event_are_not_members_of_the_organization() {
    let house = House::new().await;
    let (owner, ours) = two(&house).await;
    let event = house.scope(ScopeKind::Event, ours, &[]).await;
    house.auth.invite(&owner, &offer("door@example.org", "STAFF", event)).await.unwrap();
    let token = house.mailbox.token("door@example.org");
    let door = house.person("Door").await;
    house.auth.accept_invitation(&door, token.expose()).await.unwrap();
    assert_eq!(roles_of(&house, &door).await, ["STAFF"]);
    let mut tx = house.db.as_actor(&door).await.unwrap();
    assert!(house.auth.members(&mut tx, ours).await.unwrap().is_empty());
    assert_eq!(organizations::own(&mut tx).await.unwrap().len(), 1, "but they know whom they work for");
}
