//! Permissions and roles as data.

use std::collections::{BTreeMap, BTreeSet};

use platform_auth::permission;
use platform_auth::roles::{self, brief_told, label_told, permission_told};
use platform_auth_testing::House;
use platform_types::Lang;

const PLATFORM_ROLES: [&str; 28] = [
    "LEGEND_SUPER_ADMIN",
    "LEGEND_ADMIN",
    "LEGEND_DEVELOPER",
    "LEGEND_COLLABORATOR",
    "LEGEND_SUPPORT",
    "LEGEND_INCOGNITO",
    "ATLVS_SUPER_ADMIN",
    "ATLVS_ADMIN",
    "ATLVS_TEAM_MEMBER",
    "ATLVS_VIEWER",
    "FINANCE_ADMIN",
    "WORKFORCE_MANAGER",
    "PROCUREMENT_MANAGER",
    "COMPVSS_ADMIN",
    "COMPVSS_TEAM_MEMBER",
    "COMPVSS_COLLABORATOR",
    "COMPVSS_VIEWER",
    "GVTEWAY_ADMIN",
    "GVTEWAY_EXPERIENCE_CREATOR",
    "GVTEWAY_VENUE_MANAGER",
    "GVTEWAY_ARTIST_VERIFIED",
    "GVTEWAY_ARTIST",
    "GVTEWAY_MEMBER_EXTRA",
    "GVTEWAY_MEMBER_PLUS",
    "GVTEWAY_MEMBER",
    "GVTEWAY_MEMBER_GUEST",
    "GVTEWAY_AFFILIATE",
    "GVTEWAY_MODERATOR",
];

const EVENT_ROLES: [(&str, i32); 33] = [
    ("EXECUTIVE", 1000),
    ("CORE_AAA", 900),
    ("AA", 800),
    ("PRODUCTION", 700),
    ("MANAGEMENT", 600),
    ("CREW", 500),
    ("STAFF", 450),
    ("VENDOR", 400),
    ("ENTERTAINER", 350),
    ("ARTIST", 350),
    ("AGENT", 300),
    ("MEDIA", 250),
    ("SPONSOR", 200),
    ("PARTNER", 200),
    ("INDUSTRY", 150),
    ("INTERN", 100),
    ("VOLUNTEER", 50),
    ("BACKSTAGE_L2", 500),
    ("BACKSTAGE_L1", 450),
    ("PLATINUM_VIP_L2", 400),
    ("PLATINUM_VIP_L1", 350),
    ("VIP_L3", 300),
    ("VIP_L2", 250),
    ("VIP_L1", 200),
    ("GA_L5", 150),
    ("GA_L4", 120),
    ("GA_L3", 100),
    ("GA_L2", 80),
    ("GA_L1", 60),
    ("GUEST", 50),
    ("INFLUENCER", 150),
    ("BRAND_AMBASSADOR", 120),
    ("AFFILIATE", 100),
];

async fn sets(house: &House) -> BTreeMap<String, BTreeSet<String>> {
    let mut tx = house.db.as_system("test").await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT role, permission FROM role_permissions").fetch_all(&mut *tx).await.unwrap();
    let mut sets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (role, permission) in rows {
        sets.entry(role).or_default().insert(permission);
    }
    sets
}

#[tokio::test]
async fn the_code_and_the_database_know_the_same_permissions() {
    let house = House::new().await;
    let mut tx = house.db.as_system("test").await.unwrap();
    let stored: BTreeSet<String> =
        sqlx::query_scalar("SELECT code FROM permissions").fetch_all(&mut *tx).await.unwrap().into_iter().collect();
    let known: BTreeSet<String> = permission::ALL.iter().map(|p| p.code().to_owned()).collect();
    assert_eq!(stored, known);
    assert_eq!(known.len(), permission::ALL.len(), "none twice");
}

#[tokio::test]
async fn every_role_of_the_seeds_is_there_and_no_other() {
    let house = House::new().await;
    let mut tx = house.db.as_system("test").await.unwrap();
    let platform: BTreeSet<String> = sqlx::query_scalar("SELECT code FROM role_definitions WHERE kind = 'platform'")
        .fetch_all(&mut *tx)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(platform, PLATFORM_ROLES.iter().map(ToString::to_string).collect());
    let event: BTreeMap<String, i32> = sqlx::query_as("SELECT code, level FROM role_definitions WHERE kind = 'event'")
        .fetch_all(&mut *tx)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!(event, EVENT_ROLES.iter().map(|(code, level)| ((*code).to_owned(), *level)).collect());
}

#[tokio::test]
async fn every_role_and_permission_has_its_words_in_every_language() {
    let house = House::new().await;
    let mut tx = house.db.as_system("test").await.unwrap();
    let stored: Vec<(String, String, String)> =
        sqlx::query_as("SELECT code, label, description FROM role_definitions").fetch_all(&mut *tx).await.unwrap();
    let nothing = || "?".to_owned();
    for (code, label, description) in &stored {
        assert_eq!((&label_told(code, nothing()), &brief_told(code, nothing())), (label, description), "{code}: English is the database's");
        let (german, brief) = Lang::De.within(|| (label_told(code, nothing()), brief_told(code, nothing())));
        assert!(
            german != "?" && brief != "?" && (brief != *description || description.starts_with("VIP") || description == "Platinum, lounge"),
            "{code}: {german}, {brief}"
        );
        assert_ne!(Lang::Ar.within(|| label_told(code, nothing())), "?", "{code}");
    }
    let stored: Vec<(String, String)> = sqlx::query_as("SELECT code, description FROM permissions").fetch_all(&mut *tx).await.unwrap();
    for (code, description) in &stored {
        assert_eq!(&permission_told(code, nothing()), description, "{code}: English is the database's");
        let german = Lang::De.within(|| permission_told(code, nothing()));
        assert!(german != "?" && german != *description, "{code}: {german}");
    }
    assert_eq!(Lang::De.within(|| label_told("HOUSE_ROLE", "Own role".to_owned())), "Own role", "what is not built in keeps its words");
    // Lists for people are told.
    let owner =
        Lang::De.scope(roles::definitions(&mut tx)).await.unwrap().into_iter().find(|role| role.code == "ATLVS_SUPER_ADMIN").unwrap();
    assert_eq!(owner.label, "Inhaber");
    let powers = Lang::De.scope(roles::powers(&mut tx, &["STAFF".to_owned()])).await.unwrap();
    assert!(powers.iter().any(|power| power.description == "Gäste einlassen"), "{powers:?}");
}

#[tokio::test]
async fn sets_follow_the_specification() {
    let house = House::new().await;
    let sets = sets(&house).await;
    let has = |role: &str, permission: &str| sets[role].contains(permission);
    let above = |higher: &str, lower: &str| assert!(sets[higher].is_superset(&sets[lower]), "{higher} holds all of {lower}");
    // Inheritance is spelt out.
    for (higher, lower) in [
        ("LEGEND_SUPER_ADMIN", "ATLVS_SUPER_ADMIN"),
        ("LEGEND_ADMIN", "ATLVS_SUPER_ADMIN"),
        ("LEGEND_DEVELOPER", "ATLVS_SUPER_ADMIN"),
        ("LEGEND_INCOGNITO", "ATLVS_SUPER_ADMIN"),
        ("LEGEND_COLLABORATOR", "ATLVS_ADMIN"),
        ("LEGEND_SUPPORT", "ATLVS_TEAM_MEMBER"),
        ("ATLVS_SUPER_ADMIN", "ATLVS_ADMIN"),
        ("ATLVS_ADMIN", "ATLVS_TEAM_MEMBER"),
        ("ATLVS_TEAM_MEMBER", "ATLVS_VIEWER"),
        ("COMPVSS_ADMIN", "COMPVSS_TEAM_MEMBER"),
        ("COMPVSS_TEAM_MEMBER", "COMPVSS_VIEWER"),
        ("COMPVSS_COLLABORATOR", "COMPVSS_VIEWER"),
        ("GVTEWAY_ADMIN", "GVTEWAY_EXPERIENCE_CREATOR"),
        ("GVTEWAY_ADMIN", "GVTEWAY_VENUE_MANAGER"),
        ("GVTEWAY_ARTIST_VERIFIED", "GVTEWAY_ARTIST"),
        ("GVTEWAY_MEMBER_EXTRA", "GVTEWAY_MEMBER_PLUS"),
        ("GVTEWAY_MEMBER_PLUS", "GVTEWAY_MEMBER"),
        ("EXECUTIVE", "VIP_L3"),
    ] {
        above(higher, lower);
    }
    assert_eq!(sets["LEGEND_SUPER_ADMIN"].len(), permission::ALL.len());
    // A guest buyer is less than a member, where the seeds had it inherit one.
    assert!(
        sets["GVTEWAY_MEMBER_GUEST"].is_subset(&sets["GVTEWAY_MEMBER"])
            && sets["GVTEWAY_MEMBER_GUEST"].len() < sets["GVTEWAY_MEMBER"].len()
    );
    // Consumers hold nothing of an organization's.
    let of_organizations =
        ["events:view", "orders:view", "orders:refund", "members:view", "tickets:scan", "ledger:view", "roles:grant", "venues:view"];
    for role in [
        "GVTEWAY_MEMBER",
        "GVTEWAY_MEMBER_PLUS",
        "GVTEWAY_MEMBER_EXTRA",
        "GVTEWAY_MEMBER_GUEST",
        "GVTEWAY_AFFILIATE",
        "GVTEWAY_ARTIST_VERIFIED",
        "GA_L5",
        "VIP_L3",
        "GUEST",
    ] {
        for permission in of_organizations {
            assert!(!has(role, permission), "{role} must not hold {permission}");
        }
    }
    // Who scans, who refunds, who grants.
    for role in ["STAFF", "GVTEWAY_VENUE_MANAGER", "GVTEWAY_EXPERIENCE_CREATOR", "EXECUTIVE", "COMPVSS_ADMIN"] {
        assert!(has(role, "tickets:scan"), "{role}");
    }
    assert!(
        has("EXECUTIVE", "orders:refund")
            && !has("CORE_AAA", "orders:refund")
            && !has("CORE_AAA", "events:delete")
            && !has("CORE_AAA", "advancing:submit")
    );
    assert!(has("FINANCE_ADMIN", "ledger:post") && !has("FINANCE_ADMIN", "roles:grant") && !has("FINANCE_ADMIN", "events:edit"));
    assert!(!has("VENDOR", "events:view") && !has("CREW", "orders:view"));
    // Only the platform's own people reach across tenants or act for others.
    for (role, set) in &sets {
        let reaches =
            ["organizations:view", "organizations:approve", "users:impersonate", "users:impersonate_granted", "jobs:view", "system:view"]
                .iter()
                .any(|p| set.contains(*p));
        assert!(!reaches || role.starts_with("LEGEND_"), "{role}");
    }
    assert!(
        has("LEGEND_SUPPORT", "users:impersonate_granted")
            // Less than the administrator it inherits: who helps hands out no roles, in no tenant.
            && !has("LEGEND_SUPPORT", "roles:grant")
            && !has("LEGEND_SUPPORT", "members:manage")
            && !has("LEGEND_SUPPORT", "users:impersonate")
            && !has("LEGEND_COLLABORATOR", "users:impersonate_granted")
    );
}
