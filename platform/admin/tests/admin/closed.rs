//! Only a role held on the platform opens anything, and for everybody else there is nothing.

use std::collections::BTreeSet;

use platform_auth::roles::PLATFORM;
use platform_http::{Access, GET};
use platform_types::Actor;

use crate::site::Site;

#[tokio::test]
async fn nobody_without_a_role_on_the_platform_finds_anything() {
    let site = Site::new().await;
    let house = &site.house;
    let owner = house.person("Owner").await;
    let organization = house.organization(&owner, "lantern").await;
    // Whoever may do everything in an organization, and whoever may everything that a fan may on the platform.
    let people = [
        Actor::anonymous(),
        Actor::guest(platform_types::GuestId::new(&house.entropy, house.clock.now())),
        house.person("Plain").await,
        owner,
        house.holder("Auditor", "ATLVS_ADMIN", organization.0).await,
        house.holder("Collaborator", "LEGEND_COLLABORATOR", organization.0).await,
    ];
    let chief = site.chief.user_id().unwrap();
    let mut seen = 0;
    for meta in &site.metas {
        assert!(matches!(meta.access, Access::Platform(_)) && meta.path.starts_with("/admin"), "{}", meta.path);
        for who in &people {
            for path in [meta.sample.to_owned(), meta.sample.replace("00000000-0000-7000-8000-000000000000", &chief.to_string())] {
                let answer = site.browser(who).bare(&meta.method, &path).await;
                assert_eq!(answer.status.as_u16(), 404, "{} {path} as {who:?}: {}", meta.method, answer.told());
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "{seen}");
    assert_eq!(site.number("SELECT count(*) FROM auth.users WHERE banned_until IS NOT NULL").await, 0);
}

#[tokio::test]
async fn each_role_of_the_platform_opens_what_its_permissions_say() {
    let site = Site::new().await;
    let mut opened = BTreeSet::new();
    for (n, role) in
        ["LEGEND_SUPER_ADMIN", "LEGEND_ADMIN", "LEGEND_DEVELOPER", "LEGEND_SUPPORT", "LEGEND_INCOGNITO"].into_iter().enumerate()
    {
        let who = site.house.holder(&format!("Role{n}"), role, PLATFORM).await;
        let browser = site.browser(&who);
        for meta in site.metas.iter().filter(|m| m.method == GET && !m.path.contains('{')) {
            let Access::Platform(permission) = meta.access else { panic!("{}", meta.path) };
            let holds =
                site.number(&format!("SELECT count(*) FROM role_permissions WHERE role = '{role}' AND permission = '{permission}'")).await
                    == 1;
            let answer = browser.get(meta.path).await;
            assert_eq!(answer.status.as_u16(), if holds { 200 } else { 404 }, "{role} {}: {}", meta.path, answer.told());
            // The rail leads only where its reader may go.
            for place in answer.attributes("nav a[href^='/admin']", "href") {
                browser.get(&place).await.expect(200);
            }
            if holds {
                opened.insert((role, meta.path));
            }
        }
    }
    for path in ["/admin", "/admin/jobs", "/admin/people", "/admin/organizations", "/admin/audit"] {
        assert!(opened.contains(&("LEGEND_ADMIN", path)), "{path}: {opened:?}");
    }
    assert!(opened.contains(&("LEGEND_SUPPORT", "/admin/messages")) && !opened.contains(&("LEGEND_INCOGNITO", "/admin")), "{opened:?}");
    // A grant that has ended opens nothing.
    let was = site.house.person("Was").await;
    let until = site.house.clock.now() + chrono::Duration::minutes(5);
    site.house.grant(&was, "LEGEND_ADMIN", PLATFORM, Some(until)).await;
    site.browser(&was).get("/admin").await.expect(200);
    site.house.clock.advance(chrono::Duration::minutes(6));
    site.browser(&was).get("/admin").await.expect(404);
}

#[tokio::test]
async fn support_looks_and_changes_nothing() {
    let site = Site::new().await;
    let support = site.house.holder("Support", "LEGEND_SUPPORT", PLATFORM).await;
    let victim = site.house.person("Victim").await.user_id().unwrap();
    let browser = site.browser(&support);
    let page = browser.get(&format!("/admin/people/{victim}")).await.expect(200);
    assert_eq!(page.count("main form[method=post]"), 0, "{}", page.told());
    for path in ["lock", "unlock", "sign-out"] {
        browser.post(&format!("/admin/people/{victim}/{path}"), &[("reason", "x"), ("until", "day")]).await.expect(404);
    }
    browser.post("/admin/jobs/1/requeue", &[]).await.expect(404);
    assert_eq!(site.number("SELECT count(*) FROM auth.users WHERE banned_until IS NOT NULL").await, 0);
    // The database refuses as well, whatever a handler forgot.
    let mut tx = site.house.db.as_actor(&support).await.unwrap();
    let refused = sqlx::query("SELECT auth.lock_person($1, clock.now() + interval '1 day')").bind(victim.0).execute(&mut *tx).await;
    assert!(refused.unwrap_err().to_string().contains("users:suspend"));
}
