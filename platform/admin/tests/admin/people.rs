//! People, organizations, roles on the platform.

use chrono::Duration;
use platform_auth::roles::PLATFORM;
use platform_auth::session::Client;
use platform_auth::{Origin, people::SignIn};

use crate::site::Site;

#[tokio::test]
async fn the_directory_is_searched_and_read_page_by_page() {
    let site = Site::new().await;
    for n in 0..60 {
        site.house.clock.advance(Duration::minutes(1));
        site.house.person(&format!("Guest {n:02}").replace(' ', "-")).await;
    }
    let first = site.get("/admin/people").await;
    assert_eq!(first.count("tbody tr"), 50);
    assert!(first.told().contains("Guest-59") && !first.told().contains("Guest-09"), "{}", first.told());
    let next = first.attribute("nav.pagination a", "href").unwrap();
    let second = site.get(&next).await;
    assert!(second.told().contains("Guest-09") && second.told().contains("Chief"), "{}", second.told());
    assert_eq!(second.count("tbody tr"), 11);
    let found = site.get("/admin/people?q=GUEST-07%40").await;
    assert_eq!((found.find("tbody th"), found.count(".filters .chip")), (vec!["Guest-07".to_owned()], 1));
    let none = site.get("/admin/people?q=100%25").await;
    assert!(none.told().contains("None match"), "{}", none.told());
    let staff = site.get("/admin/people?state=staff").await;
    assert_eq!(staff.find("tbody th"), ["Chief"]);
    // Nonsense in the address is no fault.
    site.get("/admin/people?state=nonsense&before=nonsense").await;
}

#[tokio::test]
async fn somebody_is_locked_out_at_once_and_let_in_again() {
    let site = Site::new().await;
    let victim = site.house.person_with_password("Victim", "a long passphrase").await;
    let id = victim.user_id().unwrap();
    let sign_in = async || {
        let command = SignIn { email: "victim@example.org".parse().unwrap(), password: "a long passphrase".into(), client: Client::Page };
        site.house.auth.sign_in_password(command, &Origin::default()).await
    };
    sign_in().await.unwrap();
    let at = format!("/admin/people/{id}");
    let page = site.get(&at).await;
    assert!(page.told().contains("May sign in"), "{}", page.told());
    // A reason is needed, and what was typed stays.
    let blank = site.post(&format!("{at}/lock"), &[("reason", " "), ("until", "week")]).await;
    assert_eq!(
        (blank.status.as_u16(), blank.attribute("#field-reason", "aria-invalid").as_deref()),
        (422, Some("true")),
        "{}",
        blank.told()
    );
    assert_eq!(blank.count("select[name=until] option[value=week][selected]"), 1);
    let odd = site.post(&format!("{at}/lock"), &[("reason", "x"), ("until", "soon")]).await;
    assert_eq!(odd.status.as_u16(), 422);
    assert_eq!((site.audited("person.locked").await, site.number("SELECT count(*) FROM auth.sessions").await), (0, 1));

    let fields = [("reason", "Sold the same ticket twice"), ("until", "week")];
    assert_eq!(site.post(&format!("{at}/lock"), &fields).await.leads(), format!("{at}?done=locked"));
    assert_eq!(site.post(&format!("{at}/lock"), &fields).await.leads(), format!("{at}?done=locked-before"));
    assert_eq!((site.audited("person.locked").await, site.number("SELECT count(*) FROM auth.sessions").await), (1, 0));
    assert!(sign_in().await.is_err());
    let page = site.get(&format!("{at}?done=locked")).await;
    assert!(page.told().contains("They are locked out") && page.told().contains("Locked out until"), "{}", page.told());
    assert_eq!(site.get("/admin/people?state=locked").await.find("tbody th"), ["Victim"]);
    assert!(site.text("SELECT after ->> 'reason' FROM audit.events WHERE action = 'person.locked'").await.contains("twice"));
    let by = site.text("SELECT user_id::text FROM audit.events WHERE action = 'person.locked'").await;
    assert_eq!(by, site.chief.user_id().unwrap().to_string(), "the person who did it, not the house");

    assert_eq!(site.post(&format!("{at}/unlock"), &[]).await.leads(), format!("{at}?done=unlocked"));
    assert_eq!(site.post(&format!("{at}/unlock"), &[]).await.leads(), format!("{at}?done=unlocked-before"));
    assert_eq!(site.audited("person.unlocked").await, 1);
    sign_in().await.unwrap();
    // Locked for a week means a week.
    site.post(&format!("{at}/lock"), &fields).await.expect(303);
    site.house.clock.advance(Duration::days(8));
    sign_in().await.unwrap();
    // And signed out everywhere without being locked.
    assert_eq!(site.post(&format!("{at}/sign-out"), &[]).await.leads(), format!("{at}?done=signed-out"));
    assert_eq!(site.post(&format!("{at}/sign-out"), &[]).await.leads(), format!("{at}?done=signed-out-before"));
    assert_eq!((site.audited("person.signed_out").await, site.number("SELECT count(*) FROM auth.sessions").await), (1, 0));
}

/// An administrator who may a little less than whoever may everything.
const LESS: &str = "DELETE FROM role_permissions WHERE role = 'LEGEND_ADMIN' AND permission = 'ledger:post'";

#[tokio::test]
async fn nobody_locks_out_themselves_or_whoever_stands_above() {
    let site = Site::new().await;
    let own = format!("/admin/people/{}", site.chief.user_id().unwrap());
    assert_eq!(site.get(&own).await.count("main form[action$='/lock']"), 0);
    let oneself = site.post(&format!("{own}/lock"), &[("reason", "x")]).await;
    assert!(oneself.status == 422 && oneself.told().contains("You cannot lock yourself out"), "{}", oneself.told());
    let above = site.house.holder("Boss", "LEGEND_SUPER_ADMIN", PLATFORM).await;
    site.sql(LESS).await;
    let at = format!("/admin/people/{}", above.user_id().unwrap());
    for (path, fields) in [("lock", &[("reason", "coup")][..]), ("sign-out", &[])] {
        let refused = site.post(&format!("{at}/{path}"), fields).await;
        assert!(refused.status == 422 && refused.told().contains("may do more on the platform than you"), "{path}: {}", refused.told());
    }
    assert_eq!(site.number("SELECT count(*) FROM auth.users WHERE banned_until IS NOT NULL").await, 0);
    // The other way round it works.
    let boss = site.browser(&above);
    boss.post(&format!("{own}/lock"), &[("reason", "gone")]).await.expect(303);
    assert_eq!(site.audited("person.locked").await, 1);
}

#[tokio::test]
async fn roles_on_the_platform_are_given_and_taken_up_to_ones_own() {
    let site = Site::new().await;
    site.sql(LESS).await;
    let helper = site.house.person("Helper").await;
    let at = format!("/admin/people/{}", helper.user_id().unwrap());
    let page = site.get(&at).await;
    let offered = page.attributes("select[name=role] option", "value");
    assert!(offered.contains(&"LEGEND_SUPPORT".to_owned()) && !offered.contains(&"LEGEND_SUPER_ADMIN".to_owned()), "{offered:?}");
    let above = site.post(&format!("{at}/roles"), &[("role", "LEGEND_SUPER_ADMIN")]).await;
    assert_eq!((above.status.as_u16(), above.attribute("#field-role", "aria-invalid").as_deref()), (422, Some("true")), "{}", above.told());
    let before = site.audited("role.granted").await;
    assert_eq!(site.post(&format!("{at}/roles"), &[("role", "LEGEND_SUPPORT")]).await.leads(), format!("{at}?done=role-given"));
    assert_eq!(site.post(&format!("{at}/roles"), &[("role", "LEGEND_SUPPORT")]).await.leads(), format!("{at}?done=role-held"));
    assert_eq!(site.audited("role.granted").await, before + 1);
    site.browser(&helper).get("/admin").await.expect(200);
    let page = site.get(&at).await;
    let take = page.attributes("dialog form[action*='/roles/']", "action").into_iter().next_back().unwrap();
    assert!(page.told().contains("Legend support"), "{}", page.told());
    let grant = site.text("SELECT id::text FROM user_roles WHERE role = 'LEGEND_SUPPORT'").await;
    let take = if take.contains(&grant) { take } else { format!("{at}/roles/{grant}/revoke") };
    assert_eq!(site.post(&take, &[]).await.leads(), format!("{at}?done=role-taken"));
    assert_eq!(site.post(&take, &[]).await.leads(), format!("{at}?done=role-gone"));
    site.browser(&helper).get("/admin").await.expect(404);
    // What an organization gave is not taken here.
    let owner = site.house.person("Owner").await;
    site.house.organization(&owner, "lantern").await;
    let theirs = site.text("SELECT id::text FROM user_roles WHERE role = 'GVTEWAY_ADMIN'").await;
    let at = format!("/admin/people/{}", owner.user_id().unwrap());
    site.post(&format!("{at}/roles/{theirs}/revoke"), &[]).await.expect(404);
    assert!(site.get(&at).await.told().contains("lantern"));
}

#[tokio::test]
async fn organizations_are_found_with_their_people() {
    let site = Site::new().await;
    let owner = site.house.person("Owner").await;
    let lantern = site.house.organization(&owner, "lantern").await;
    let rival = site.house.person("Rival").await;
    site.house.organization(&rival, "rival").await;
    site.house.holder("Viewer", "ATLVS_VIEWER", lantern.0).await;
    let list = site.get("/admin/organizations?q=LANT").await;
    assert_eq!(list.find("tbody th"), ["lantern"]);
    let page = site.get(&format!("/admin/organizations/{lantern}")).await;
    let told = page.told();
    assert!(told.contains("Owner") && told.contains("Viewer") && !told.contains("Rival") && told.contains("Asia/Hong_Kong"), "{told}");
    assert_eq!(page.count(&format!("a[href='/admin/people/{}']", owner.user_id().unwrap())), 1);
    assert!(site.get("/admin/organizations?state=ownerless").await.told().contains("None match"));
    site.browser(&site.chief).get("/admin/organizations/00000000-0000-7000-8000-000000000000").await.expect(404);
}
