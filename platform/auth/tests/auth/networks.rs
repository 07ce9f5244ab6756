//! From where the platform is run.

use platform_auth::networks::{self, NetworksError};
use platform_auth::permission;
use platform_auth::roles::PLATFORM;
use platform_auth_testing::House;
use platform_types::Actor;

fn at(actor: &Actor, ip: &str) -> Actor {
    Actor { ip: Some(ip.parse().unwrap()), ..actor.clone() }
}

fn list(networks: &[&str]) -> Vec<(String, String)> {
    networks.iter().map(|n| ((*n).to_owned(), "office".to_owned())).collect()
}

async fn runs(house: &House, actor: &Actor) -> bool {
    let mut tx = house.db.as_actor(actor).await.unwrap();
    let wanted = permission::SETTINGS_MANAGE.code();
    let both: (bool, bool) = sqlx::query_as("SELECT auth.on_platform($1), auth.holds($1)").bind(wanted).fetch_one(&mut *tx).await.unwrap();
    assert_eq!(both.0, both.1);
    both.0
}

#[tokio::test]
async fn powers_count_from_the_networks_of_the_list_alone() {
    let house = House::new().await;
    let admin = house.holder("Admin", "LEGEND_SUPER_ADMIN", PLATFORM).await;
    let office = at(&admin, "192.0.2.7");
    assert!(runs(&house, &at(&admin, "203.0.113.9")).await, "no list: from everywhere");
    assert!(house.auth.set_networks(&office, &list(&["192.0.2.7/24", "2001:db8::/32", "192.0.2.0/24"])).await.unwrap());
    assert!(!house.auth.set_networks(&office, &list(&["192.0.2.0/24", "2001:db8::/32"])).await.unwrap(), "as it is already");
    for (ip, may) in [("192.0.2.200", true), ("2001:db8:5::1", true), ("192.0.3.1", false), ("2001:db9::1", false)] {
        assert_eq!(runs(&house, &at(&admin, ip)).await, may, "{ip}");
    }
    let outside = at(&admin, "203.0.113.9");
    assert_eq!(house.auth.withheld(&outside).await.unwrap().as_deref(), Some("address"));
    assert!(matches!(house.auth.set_networks(&outside, &[]).await, Err(NetworksError::NotAllowed)));
    // An organization's own people are not the platform's.
    let owner = house.person("Owner").await;
    let ours = house.organization(&owner, "ours").await;
    let mut tx = house.db.as_actor(&at(&owner, "203.0.113.9")).await.unwrap();
    let sees: bool = sqlx::query_scalar("SELECT $1 = ANY (auth.scopes_with('settings:manage', 'organization'))")
        .bind(ours.0)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    assert!(sees);
    let mut tx = house.db.as_system("test").await.unwrap();
    let kept: (serde_json::Value, serde_json::Value) =
        sqlx::query_as("SELECT before, after FROM audit.events WHERE action = 'platform.allow_list_changed'")
            .fetch_one(&mut *tx)
            .await
            .unwrap();
    assert_eq!(kept, (serde_json::json!([]), serde_json::json!(["192.0.2.0/24", "2001:db8::/32"])));
}

#[tokio::test]
async fn nobody_saves_a_list_that_leaves_them_out_and_the_machine_is_the_way_back() {
    let house = House::new().await;
    let admin = house.holder("Admin", "LEGEND_SUPER_ADMIN", PLATFORM).await;
    let here = at(&admin, "192.0.2.7");
    for wanted in [&["198.51.100.0/24"][..], &["2001:db8::/32"]] {
        assert!(matches!(house.auth.set_networks(&here, &list(wanted)).await, Err(NetworksError::LocksOut)), "{wanted:?}");
    }
    for wrong in ["nonsense", "192.0.2.0/40", ""] {
        assert!(matches!(house.auth.set_networks(&here, &list(&[wrong])).await, Err(NetworksError::NoNetwork(_))), "{wrong}");
    }
    assert!(runs(&house, &here).await);
    assert!(house.auth.set_networks_as_house(&list(&["198.51.100.0/24"])).await.unwrap());
    assert!(!runs(&house, &here).await);
    assert!(house.auth.set_networks_as_house(&[]).await.unwrap());
    assert!(runs(&house, &here).await);
    // Whoever acts for an administrator does not open the house's doors for them.
    let mut acted = here.clone();
    acted.impersonator = house.person("Support").await.user_id();
    assert!(matches!(house.auth.set_networks(&acted, &list(&["192.0.2.0/24"])).await, Err(NetworksError::NotAllowed)));
    let mut tx = house.db.as_actor(&acted).await.unwrap();
    assert!(networks::list(&mut tx).await.unwrap().is_empty());
    assert!(sqlx::query("INSERT INTO auth.admin_networks (network) VALUES ('192.0.2.0/24')").execute(&mut *tx).await.is_err());
}
