//! Every route as every role: allowed exactly where the declared permission is held.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::join_all;
use platform_auth::organizations::Invitation;
use platform_auth::roles::PLATFORM;
use platform_http::{Access, GET, RouteMeta};
use platform_types::Actor;
use uuid::Uuid;

use super::estate::{Estate, hire, join, make_key};
use super::site::Site;
use platform_http_testing::Browser;

/// Where a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Platform,
    Organization,
    Event,
}

struct Role {
    code: String,
    held: Held,
    permissions: BTreeSet<String>,
}

async fn roles(site: &Site) -> Vec<Role> {
    let mut tx = site.house.db.as_system("test").await.unwrap();
    let definitions: Vec<(String, String)> =
        sqlx::query_as("SELECT code, array_to_string(scope_kinds, ' ') FROM role_definitions ORDER BY code")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
    let sets: Vec<(String, String)> = sqlx::query_as("SELECT role, permission FROM role_permissions").fetch_all(&mut *tx).await.unwrap();
    let mut held: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (role, permission) in sets {
        held.entry(role).or_default().insert(permission);
    }
    let place = |kinds: &str| {
        if kinds.contains("organization") {
            Held::Organization
        } else if kinds.contains("event") {
            Held::Event
        } else {
            Held::Platform
        }
    };
    definitions
        .into_iter()
        .map(|(code, kinds)| Role { held: place(&kinds), permissions: held.remove(&code).unwrap_or_default(), code })
        .collect()
}

/// What the route is about: the organization, or one event of it. A copy is a new event of the organization.
fn about_event(meta: &RouteMeta) -> bool {
    let below =
        ["/console/events/{id}", "/gate", "/console/orders/{id}", "/api/events/{id}"].iter().any(|path| meta.path.starts_with(path));
    below && !meta.path.ends_with("/duplicate")
}

/// What a handler asks besides the route's own permission, in its own words.
fn also_needs(meta: &RouteMeta) -> &'static [&'static str] {
    // Behind the counter an event is opened first: who may not see it finds nothing (404).
    match meta.name {
        // Calling an event off gives its money back.
        "console.event_cancel" | "console.event_cancel_form" => &["events:view", "orders:refund"],
        _ if meta.path.starts_with("/console/events/{id}")
            || meta.path.starts_with("/api/events/{id}")
            || meta.path.starts_with("/console/orders/{id}") =>
        {
            &["events:view"]
        }
        _ => &[],
    }
}

enum Verdict {
    Allowed,
    Forbidden,
    Nothing,
}

fn verdict(role: &Role, meta: &RouteMeta, permission: &str, taken: &Taken) -> Verdict {
    if !role.permissions.contains(permission) {
        return Verdict::Forbidden;
    }
    let reaches = match role.held {
        // Where it shall be is said in the body, which is looked at first.
        _ if meta.name == "api.events.create" => true,
        Held::Organization => true,
        // Whoever looks at one event's orders keeps views of them, at the organization's address.
        Held::Event => about_event(meta) || meta.name.starts_with("console.view_"),
        // A grant on the platform is no membership anywhere; it decides what the platform's people decide.
        Held::Platform => meta.path.starts_with("/organizers/applications"),
    };
    let complete = also_needs(meta).iter().all(|more| role.permissions.contains(*more));
    if !(reaches && complete) {
        return Verdict::Nothing;
    }
    // Nobody takes a role, or puts out its holder, that allows more than they hold themselves.
    let above = match meta.name {
        "organizations.revoke" | "organizations.remove" | "organizations.withdraw" => !role.permissions.is_superset(&taken.at_organization),
        "console.team_revoke" | "console.team_withdraw" => !role.permissions.is_superset(&taken.at_event),
        _ => false,
    };
    if above { Verdict::Forbidden } else { Verdict::Allowed }
}

/// What the roles allow that the sweep takes away.
#[derive(Default)]
struct Taken {
    at_organization: BTreeSet<String>,
    at_event: BTreeSet<String>,
}

#[tokio::test]
async fn roles_open_exactly_what_their_permissions_say() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    // Event roles are held at the event on sale; the sweep asks for that one.
    let mut estate = estate;
    estate.draft = estate.event;
    let closed: Vec<&RouteMeta> = site.whole.routes.iter().filter(|m| matches!(m.access, Access::Permission(_))).collect();
    let roles = roles(&site).await;
    assert!(roles.len() >= 61 && closed.len() > 25, "{} roles, {} routes", roles.len(), closed.len());
    let mut people = Vec::new();
    for (n, role) in roles.iter().enumerate() {
        let scope = match role.held {
            Held::Platform => PLATFORM,
            Held::Organization => estate.organization.0,
            Held::Event => estate.event,
        };
        let actor = site.house.holder(&format!("Role{n}"), &role.code, scope).await;
        let victim = Victim::join(&site, &estate, n, &actor).await;
        people.push((site.signed_in(&actor).await, victim));
    }
    let allowed_by = |code: &str| roles.iter().find(|r| r.code == code).unwrap().permissions.clone();
    let taken = &Taken { at_organization: allowed_by("ATLVS_VIEWER"), at_event: allowed_by("STAFF") };
    let mut wrong = Vec::new();
    for chunk in roles.iter().zip(&people).collect::<Vec<_>>().chunks(6) {
        let found = join_all(chunk.iter().map(|(role, (browser, victim))| sweep(&estate, role, browser, victim, &closed, taken))).await;
        wrong.extend(found.into_iter().flatten());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), roles.len() * closed.len(), wrong.join("\n"));
}

/// Somebody who can be put out, an offer that can be withdrawn, an item that can be removed, a file that the caller sent, a key that can
/// be revoked: each caller has their own to try it on.
struct Victim {
    member: Uuid,
    role: Uuid,
    invitation: Uuid,
    item: Uuid,
    key: platform_types::KeyId,
    upload: Uuid,
    /// The same at one event.
    team_role: Uuid,
    team_invitation: Uuid,
}

impl Victim {
    async fn join(site: &Site, estate: &Estate, n: usize, caller: &Actor) -> Self {
        let actor = join(site, estate.organization, &format!("Victim{n}")).await;
        let member = actor.user_id().unwrap().0;
        let role = site
            .text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{member}' AND role = 'ATLVS_VIEWER'"))
            .await
            .parse()
            .unwrap();
        let offer = Invitation {
            email: format!("invited{n}@example.org").parse().unwrap(),
            role: "ATLVS_VIEWER".to_owned(),
            scope: estate.organization.0,
            role_expires_at: None,
            locale: "en".to_owned(),
        };
        let invitation = site.house.auth.invite(&estate.owner, &offer).await.unwrap().0;
        let item = format!(
            "INSERT INTO programme_items (id, organization_id, event_id, title) SELECT gen_random_uuid(), organization_id, id, 'Act {n}' FROM events WHERE id = '{}' RETURNING id::text",
            estate.event
        );
        let item = site.text(&item).await.parse().unwrap();
        let upload = format!(
            "INSERT INTO programme_uploads (id, organization_id, event_id, user_id, name, source, size_bytes, sha256, content, expires_at)
             SELECT gen_random_uuid(), organization_id, '{}', '{}', name, source, size_bytes, sha256, content, expires_at FROM programme_uploads WHERE id = '{}' RETURNING id::text",
            estate.event,
            caller.user_id().unwrap(),
            estate.upload
        );
        let upload = site.text(&upload).await.parse().unwrap();
        let (team_role, team_invitation) = hire(site, &estate.owner, estate.event, &format!("Hired{n}")).await;
        let (key, _) = make_key(site, &estate.owner, estate.organization, &["events:view"]).await;
        Self { member, role, invitation, item, key, upload, team_role, team_invitation }
    }

    fn path(&self, estate: &Estate, meta: &RouteMeta) -> String {
        let path = estate.path(meta).unwrap();
        path.replace(&estate.member.user_id().unwrap().to_string(), &self.member.to_string())
            .replace(&estate.role.to_string(), &self.role.to_string())
            .replace(&estate.invitation.to_string(), &self.invitation.to_string())
            .replace(&estate.item.to_string(), &self.item.to_string())
            .replace(&estate.key.to_string(), &self.key.to_string())
            .replace(&estate.upload.to_string(), &self.upload.to_string())
            .replace(&estate.team_role.to_string(), &self.team_role.to_string())
            .replace(&estate.team_invitation.to_string(), &self.team_invitation.to_string())
    }
}

fn is_list(meta: &RouteMeta) -> bool {
    meta.method == GET && matches!(meta.name, "console.events" | "console.venues" | "gate.events")
}

/// The list leads to the event they hold something at, and to no other.
fn reads_own_event(estate: &Estate, page: &str) -> bool {
    page.matches("/console/events/").count() == page.matches(&format!("/console/events/{}", estate.event)).count()
}

async fn sweep(estate: &Estate, role: &Role, browser: &Browser, victim: &Victim, closed: &[&RouteMeta], taken: &Taken) -> Vec<String> {
    let mut wrong = Vec::new();
    for meta in closed {
        let Access::Permission(permission) = meta.access else { continue };
        let path = victim.path(estate, meta);
        let answer = browser.bare(&meta.method, &path).await;
        let status = answer.status.as_u16();
        let fine = match verdict(role, meta, permission.code(), taken) {
            Verdict::Forbidden => status == 403,
            Verdict::Allowed => matches!(status, 200 | 303 | 409 | 410 | 422),
            // Lists are for whoever reaches any of their rows, and hold those alone.
            Verdict::Nothing if is_list(meta) => {
                matches!(status, 200 | 404) && !answer.text.contains("/console/events/")
                    || status == 200 && reads_own_event(estate, &answer.text)
            }
            Verdict::Nothing => matches!(status, 403 | 404),
        };
        if !fine {
            wrong.push(format!("{} ({:?}) {} {path} needs {permission}: {status} {}", role.code, role.held, meta.method, answer.told()));
        }
    }
    wrong
}

/// With a permission check that lets everybody through the sweep above finds it.
#[tokio::test]
async fn an_open_door_is_noticed() {
    let site = Site::new().await;
    let mut estate = Estate::found(&site).await;
    estate.draft = estate.event;
    let roles = roles(&site).await;
    let vendor = roles.iter().find(|r| r.code == "VENDOR").unwrap();
    let actor = site.house.holder("Vendor", &vendor.code, estate.event).await;
    let browser = site.signed_in(&actor).await;
    let closed: Vec<&RouteMeta> = site.whole.routes.iter().filter(|m| matches!(m.access, Access::Permission(_))).collect();
    let victim = Victim::join(&site, &estate, 0, &actor).await;
    assert_eq!(sweep(&estate, vendor, &browser, &victim, &closed, &Taken::default()).await, Vec::<String>::new());
    site.sql("ALTER FUNCTION auth.holds(text) RENAME TO held; CREATE FUNCTION auth.holds(permission text) RETURNS boolean LANGUAGE sql STABLE RETURN true; GRANT EXECUTE ON FUNCTION auth.holds(text) TO authenticated").await;
    let wrong = sweep(&estate, vendor, &browser, &victim, &closed, &Taken::default()).await;
    assert!(wrong.len() > 10, "{wrong:?}");
}

/// Whatever a role allows in an organization or at an event, it opens nothing of the platform's; and there is nothing, not even a refusal.
#[tokio::test]
async fn the_platform_is_closed_to_every_role_of_a_tenant() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let platform: Vec<&RouteMeta> = site.whole.routes.iter().filter(|m| matches!(m.access, Access::Platform(_))).collect();
    assert!(platform.len() >= 20, "{}", platform.len());
    let mut wrong = Vec::new();
    for (n, role) in roles(&site).await.iter().enumerate() {
        let scope = match role.held {
            // What everybody holds there, and what runs the house: that has tests of its own.
            Held::Platform if role.code.starts_with("LEGEND") => continue,
            Held::Platform => PLATFORM,
            Held::Organization => estate.organization.0,
            Held::Event => estate.event,
        };
        let browser = site.signed_in(&site.house.holder(&format!("Tenant{n}"), &role.code, scope).await).await;
        for meta in &platform {
            let answer = browser.bare(&meta.method, &estate.path(meta).unwrap()).await;
            if answer.status != 404 {
                wrong.push(format!("{} {} {}: {}", role.code, meta.method, meta.path, answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Somebody with an account and nothing else: what is open to everybody signed in answers, the rest is closed.
#[tokio::test]
async fn a_person_without_any_role_reaches_what_is_theirs_alone() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let plain: Actor = site.house.person("Plain").await;
    let mut wrong = Vec::new();
    for meta in &site.whole.routes {
        let path = estate.path(meta).unwrap();
        let browser = site.signed_in(&plain).await;
        let answer = browser.bare(&meta.method, &path).await;
        let status = answer.status.as_u16();
        let fine = match meta.access {
            Access::Permission(_) => status == 403,
            Access::Loopback | Access::Operator | Access::Platform(_) => status == 404,
            // A code is asked for before the factor is looked at.
            Access::SignedIn if meta.name == "auth_v1.factors.verify" => status == 400,
            Access::SignedIn if meta.path.contains('{') => matches!(status, 403 | 404 | 410),
            Access::SignedIn => matches!(status, 200 | 204 | 303 | 400 | 401 | 422),
            Access::Public | Access::Signed => status < 500,
        };
        if !fine {
            wrong.push(format!("{} {path} ({:?}): {status} {}", meta.method, meta.access, answer.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
