//! Every route as nobody, with ids that exist nowhere, and as the owner of another organization.

use platform_http::{Access, GET, RouteMeta, Surface};

use super::estate::{Estate, MARK};
use super::site::{Site, changed};
use platform_http_testing::{Answer, Browser};

async fn ask(browser: &Browser, meta: &RouteMeta, path: &str) -> Answer {
    browser.bare(&meta.method, path).await
}

#[tokio::test]
async fn nobody_gets_past_a_closed_route() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let before = site.state().await;
    let mut wrong = Vec::new();
    for meta in &site.whole.routes {
        let real = estate.path(meta).unwrap_or_else(|| panic!("{}: say in Estate::path what its parameter stands for", meta.path));
        for path in [meta.sample, real.as_str()] {
            let answer = ask(&site.browser(), meta, path).await;
            let status = answer.status.as_u16();
            let fine = match meta.access {
                Access::SignedIn | Access::Permission(_) if meta.surface != Surface::Api && meta.method == GET => {
                    status == 303 && answer.leads().starts_with("/sign-in?next=%2F")
                }
                Access::SignedIn | Access::Permission(_) => status == 401,
                Access::Loopback | Access::Operator | Access::Platform(_) => status == 404,
                Access::Signed => (400..500).contains(&status),
                Access::Public => status < 500,
            };
            // What is public shows nothing of the draft, the order or the reservation of others.
            let leaks = meta.path.contains('{') && answer.text.to_lowercase().contains(MARK);
            if !fine || leaks {
                wrong.push(format!("{} {path} ({:?}): {status} {}", meta.method, meta.access, answer.told()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(changed(&before, &site.state().await), Vec::<String>::new(), "a stranger changes nothing");
    assert!(site.whole.routes.len() > 60, "the sweep sees the whole house");
}

#[tokio::test]
async fn what_exists_nowhere_is_not_found_even_with_every_right() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let mut wrong = Vec::new();
    for meta in site.whole.routes.iter().filter(|m| m.path.contains('{') && m.access != Access::Loopback) {
        let answer = ask(&desk, meta, meta.sample).await;
        let expected: &[u16] = match meta.name {
            // A link that is used up says so, whoever asks, and offers another.
            "identity.confirm"
            | "identity.confirm.submit"
            | "identity.link.open"
            | "identity.link.use"
            | "identity.reset.open"
            | "identity.offer"
            | "identity.offer.accept"
            | "identity.invitation"
            | "identity.invitation.accept" => &[404, 410],
            // A code is asked for before the factor is looked at.
            "auth_v1.factors.verify" => &[400],
            // Asked for a new password before the link is looked at.
            "identity.reset.use" => &[410, 422],
            // The platform's to decide: every right in an organization is none there.
            "organizers.application" | "organizers.approve" | "organizers.decline" => &[403],
            // From the provider, in whatever browser: leads to where an order can be looked up.
            "orders.return" => &[303],
            // About nothing of anybody's: leads back where it was asked.
            "language.choose" => &[303],
            _ => &[404],
        };
        if !expected.contains(&answer.status.as_u16()) {
            wrong.push(format!("{} {} {}: {} {}", meta.name, meta.method, meta.sample, answer.status, answer.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn another_organizations_owner_finds_nothing_here() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let rival = site.house.person("Rival").await;
    site.house.organization(&rival, "rival").await;
    let desk = site.signed_in(&rival).await;
    desk.get("/console/rival/events").await.expect(200);
    let before = site.state().await;
    let (wrong, swept) = pry(&site, &estate, &desk).await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(changed(&before, &site.state().await), Vec::<String>::new(), "nothing of anybody's was changed");
    assert!(swept > 35, "{swept} addresses");
}

/// Asks every route for the estate's rows; what came back that should not.
async fn pry(site: &Site, estate: &Estate, desk: &Browser) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let mut swept = 0;
    for meta in site.whole.routes.iter().filter(|m| m.path.contains('{') && m.access != Access::Loopback && !m.path.contains("token")) {
        let mut paths = vec![estate.path(meta).unwrap()];
        if meta.path.starts_with("/organizations/{slug}/") {
            // Their own house in the address, the other's row in it.
            paths.push(paths[0].replace("/organizations/avalon/", "/organizations/rival/"));
        }
        for path in paths {
            swept += 1;
            let answer = ask(desk, meta, &path).await;
            let own_form = matches!(meta.name, "organizations.invite" | "organizations.key_make" | "identity.staff_rule.save")
                && path.contains("/rival/");
            let expected: &[u16] = match meta.name {
                "orders.return" | "language.choose" => &[303],
                _ if own_form => &[422],
                "auth_v1.factors.verify" => &[400],
                "organizations.keys" | "identity.staff_rule" if path.contains("/rival/") => &[200],
                _ => &[403, 404],
            };
            if !expected.contains(&answer.status.as_u16()) || answer.text.to_lowercase().contains(MARK) {
                wrong.push(format!("{} {} {path}: {} {}", meta.name, meta.method, answer.status, answer.told()));
            }
        }
    }
    (wrong, swept)
}

/// With one policy too many the sweep above finds it.
#[tokio::test]
async fn an_open_policy_is_noticed() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let rival = site.house.person("Rival").await;
    site.house.organization(&rival, "rival").await;
    let desk = site.signed_in(&rival).await;
    site.sql("CREATE POLICY too_much ON public.events FOR SELECT TO anon, authenticated USING (true)").await;
    let (wrong, _) = pry(&site, &estate, &desk).await;
    assert!(wrong.iter().any(|line| line.starts_with("events.show ")), "{wrong:?}");
}

/// Bodies can name other people's rows too.
#[tokio::test]
async fn another_organizations_rows_cannot_be_named_in_a_body() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let rival = site.house.person("Rival").await;
    let theirs = site.house.organization(&rival, "rival").await;
    let desk = site.signed_in(&rival).await;
    let event = super::estate::make_event(&desk, "rival", "Rival Night").await;
    let before = site.state().await;
    // An offer of a role at a scope of the other organization.
    let event_scope = estate.event.to_string();
    let organization_scope = estate.organization.to_string();
    for scope in [&event_scope, &organization_scope] {
        let fields = [("email", "spy@example.org"), ("role", "STAFF"), ("scope", scope.as_str())];
        let answer = desk.post("/organizations/rival/invitations", &fields).await;
        if answer.status == 303 {
            let scopes =
                site.text("SELECT string_agg(DISTINCT scope_id::text, ' ') FROM invitations WHERE email = 'spy@example.org'").await;
            assert_eq!(scopes, theirs.to_string(), "a field that is not read grants nothing elsewhere");
            site.sql("DELETE FROM invitations WHERE email = 'spy@example.org'").await;
        }
    }
    // A reservation at their event for tickets of this one.
    desk.post(&format!("/console/events/{event}/ticket-types"), &[("type_name", "Entry"), ("quantity", "5")]).await.expect(303);
    desk.post(&format!("/console/events/{event}/publish"), &[]).await.expect(303);
    let slug = site.text(&format!("SELECT slug FROM events WHERE id = '{event}'")).await;
    let held = desk.post(&format!("/events/{slug}/hold"), &[(&format!("quantity[{}]", estate.paid_type), "1")]).await;
    assert!(held.leads().starts_with(&format!("/events/{slug}?refused=unknown_ticket_type")), "{}", held.leads());
    // Capacities of pools that are not this event's.
    let pool = site.text(&format!("SELECT id::text FROM pools WHERE event_id = '{}' LIMIT 1", estate.event)).await;
    desk.post(&format!("/console/events/{event}/capacity"), &[(&format!("pool_{pool}"), "1")]).await;
    let after = site.state().await;
    let theirs_changed: Vec<String> = changed(&before, &after)
        .into_iter()
        .filter(|t| {
            !["ticket_types", "ticket_type_pools", "pools", "events", "audit.events", "notify.messages", "jobs.outbox"]
                .contains(&t.as_str())
        })
        .collect();
    assert_eq!(theirs_changed, Vec::<String>::new());
    let capacity = site.text(&format!("SELECT capacity::text FROM pools WHERE id = '{pool}'")).await;
    assert_ne!(capacity, "1");
}
