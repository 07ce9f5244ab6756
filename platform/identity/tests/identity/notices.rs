//! What people find in their inbox of their account and their work.

use std::sync::Arc;

use platform_auth::api_keys::NewApiKey;
use platform_auth::roles::Grant;
use platform_identity::Mails;
use platform_types::{Actor, KeyId};

use super::site::Site;

const PASSWORD: &str = "a long passphrase";

/// Kinds and what stands in them, oldest first.
async fn told(site: &Site, who: &Actor) -> Vec<(String, String)> {
    let mut tx = site.house.db.as_actor(who).await.unwrap();
    sqlx::query_as("SELECT kind, coalesce(given ->> 'what', given ->> 'name') FROM notify.notices ORDER BY created_at, id")
        .fetch_all(&mut *tx)
        .await
        .unwrap()
}

fn pair(kind: &str, what: &str) -> (String, String) {
    (kind.to_owned(), what.to_owned())
}

#[tokio::test]
async fn whoever_changes_their_password_finds_it_in_their_inbox_and_nobody_else_does() {
    let site = Site::new().await;
    let ada = site.house.person_with_password("Ada", PASSWORD).await;
    let eve = site.house.person("Eve").await;
    let browser = site.browser();
    browser.post("/sign-in", &[("email", "ada@example.org"), ("password", PASSWORD)]).await.expect(303);
    browser.post("/reset", &[("email", "ada@example.org")]).await.expect(200);
    let link = site.link("ada@example.org").await;
    site.browser().post(&link, &[("password", "another passphrase")]).await.expect(303);
    assert_eq!(told(&site, &ada).await, [pair("security.changed", "password")]);
    assert!(told(&site, &eve).await.is_empty());
}

#[tokio::test]
async fn roles_given_and_taken_and_keys_made_are_told_to_whom_they_are_about() {
    let site = Site::new().await;
    let auth = site.house.auth_with(Arc::new(Mails::new("https://callboard.test")));
    let (owner, ada) = (site.house.person("Owner").await, site.house.person("Ada").await);
    let organization = site.house.organization(&owner, "old-vic").await;
    let user = ada.user_id().unwrap();
    let grant = Grant { user, role: "ATLVS_VIEWER".into(), scope: organization.0, expires_at: None };
    let id = auth.grant_role(&owner, &grant).await.unwrap();
    site.house.clock.advance(chrono::Duration::seconds(1));
    auth.revoke_role(&owner, id).await.unwrap();
    assert_eq!(told(&site, &ada).await, [pair("team.role", "given"), pair("team.role", "taken")]);
    assert!(told(&site, &owner).await.is_empty(), "nobody is told what they did themselves");

    let key = NewApiKey {
        id: KeyId::new(&site.house.entropy, site.house.clock.now()),
        organization,
        name: "Till".to_owned(),
        permissions: vec!["orders:view".to_owned()],
        networks: Vec::new(),
        expires_at: None,
    };
    auth.make_key(&owner, &key).await.unwrap();
    assert_eq!(told(&site, &owner).await, [pair("security.key_made", "Till")], "but a key may be a thief's");
}
