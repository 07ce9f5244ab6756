//! How to do, once and rightly, what each route that leaves an audit row is for.

use axum::http::Method;
use platform_auth::organizations::Invitation;
use platform_auth::providers::{ByProvider, Proven};
use platform_types::Actor;
use uuid::Uuid;

use super::estate::{
    Estate, PIXEL, add_document, add_item, add_picture, add_plan, buy, checkout_fields, hold, join, make_code, make_event, make_key,
    refund_request, send_programme, ticket_of, unsent_refund,
};
use super::site::Site;
use platform_http_testing::{Answer, Browser, form};

pub const PASSWORD: &str = "a long passphrase";

/// One request that should succeed, and a body for the same address that should not.
pub struct Act {
    pub browser: Browser,
    pub path: String,
    pub fields: Vec<(String, String)>,
    /// Fields that are wrong; none where the address takes no body.
    pub wrong: Option<Vec<(String, String)>>,
    pub json: bool,
    /// How it is sent; what is not JSON is posted.
    pub method: Method,
    /// A file that is sent with the fields; what is wrong is sent as a form without one.
    pub file: Option<(&'static str, Vec<u8>)>,
}

impl Act {
    fn new(browser: Browser, path: impl Into<String>) -> Self {
        Self { browser, path: path.into(), fields: Vec::new(), wrong: None, json: false, method: Method::POST, file: None }
    }

    /// With these fields; empty ones are wrong.
    fn with(mut self, fields: &[(&str, &str)]) -> Self {
        self.fields = owned(fields);
        self.wrong = Some(Vec::new());
        self
    }

    fn wrong(mut self, fields: &[(&str, &str)]) -> Self {
        self.wrong = Some(owned(fields));
        self
    }

    fn bringing(mut self, name: &'static str, file: Vec<u8>) -> Self {
        self.file = Some((name, file));
        self
    }

    fn by(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    fn json(mut self) -> Self {
        self.json = true;
        self
    }

    /// As it should be done.
    pub async fn rightly(&self) -> Answer {
        if let Some((name, file)) = &self.file {
            let pairs: Vec<(&str, &str)> = self.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            return self.browser.upload(&self.path, &pairs, "file", name, file).await;
        }
        self.send(&self.fields).await
    }

    /// With a body that is refused; nothing where no body is read.
    pub async fn wrongly(&self) -> Option<Answer> {
        match &self.wrong {
            Some(fields) => Some(self.send(fields).await),
            None => None,
        }
    }

    async fn send(&self, fields: &[(String, String)]) -> Answer {
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        if self.json {
            let body: serde_json::Map<String, serde_json::Value> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).into())).collect();
            let headers = [("content-type", "application/json"), ("accept", "application/json"), ("if-match", "\"v1\"")];
            let body = serde_json::Value::from(body).to_string();
            return self.browser.send(self.method.clone(), &self.path, &headers, &body).await;
        }
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
        self.browser.send(Method::POST, &self.path, &headers, &form(&pairs)).await
    }
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

/// Somebody new, with a password.
async fn somebody(site: &Site, name: &str) -> (Actor, String) {
    (site.house.person_with_password(name, PASSWORD).await, format!("{}@example.org", name.to_lowercase()))
}

/// The act of a route, made ready; none for a route nobody wrote one for.
pub async fn prepare(site: &Site, estate: &Estate, route: &str) -> Option<Act> {
    // A name that nobody else has: several routes' acts follow each other in one house.
    let name: String = route.chars().filter(char::is_ascii_alphanumeric).collect();
    match route.split('.').next() {
        Some("identity" | "auth_v1") => prepare_identity(site, estate, route, &name).await,
        Some("organizations") => prepare_organizations(site, estate, route, &name).await,
        Some("organizers") => prepare_organizers(site, route, &name).await,
        Some("admin") => prepare_admin(site, route, &name).await,
        Some("console") => prepare_console(site, estate, route, &name).await,
        Some("api") => prepare_api(site, estate, route).await,
        _ => match route {
            "checkout.place" => {
                let buyer = site.browser();
                let hold = hold(&buyer, &estate.event_slug, estate.paid_type, 2).await;
                // A form leads back to itself whatever is in it; a program is refused.
                Some(Act::new(buyer, format!("/checkout/{hold}")).with(&checkout_fields()).json())
            }
            "orders.release" => {
                let buyer = site.browser();
                let hold = hold(&buyer, &estate.event_slug, estate.paid_type, 2).await;
                buyer.post(&format!("/checkout/{hold}"), &checkout_fields()).await.expect(303);
                let order = site.text(&format!("SELECT id::text FROM orders WHERE hold_id = '{hold}'")).await;
                Some(Act::new(buyer, format!("/orders/{order}/release")))
            }
            "orders.refund" => {
                let policy = [("preset", "always"), ("self_service", "on")];
                let desk = site.signed_in(&estate.owner).await;
                desk.post(&format!("/console/events/{}/refunds", estate.event), &policy).await.expect(303);
                let buyer = site.browser();
                let (_, order) = buy(&buyer, &estate.event_slug, estate.free_type, 1).await;
                let ticket = ticket_of(site, order).await;
                let mut act = Act::new(buyer, format!("/orders/{order}/refund"));
                act.fields = owned(&[("tickets", &ticket.to_string()), ("money", "0")]);
                Some(act)
            }
            _ => None,
        },
    }
}

async fn prepare_api(site: &Site, estate: &Estate, route: &str) -> Option<Act> {
    let (_, key) =
        make_key(site, &estate.owner, estate.organization, &["events:view", "events:create", "events:edit", "events:delete"]).await;
    let exchange = Act::new(site.browser(), "/api/tokens").with(&[("key", &key)]).json();
    if route == "api.tokens.create" {
        return Some(exchange);
    }
    let mut program = site.browser();
    program.bearer = Some(exchange.rightly().await.expect(201).json()["token"].as_str().unwrap().to_owned());
    let made = program.json("/api/events", serde_json::json!({ "name": "Matinee" })).await.expect(201).json();
    let at = format!("/api/events/{}", made["id"].as_str().unwrap());
    Some(match route {
        "api.events.create" => {
            Act::new(program, "/api/events").with(&[("name", "Late show"), ("starts_at", "2026-03-20T20:00:00Z")]).json()
        }
        "api.events.update" => Act::new(program, at).with(&[("name", "Late show")]).by(Method::PUT).json(),
        "api.events.delete" => Act::new(program, at).by(Method::DELETE).json(),
        _ => return None,
    })
}

/// What an authenticator app shows for a secret.
fn shown(site: &Site, secret: &str) -> String {
    let secret = data_encoding::BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    app.generate(u64::try_from(site.house.clock.now().timestamp()).unwrap()).to_string()
}

/// An app that was begun: its page and its secret.
async fn begun(browser: &Browser) -> (String, String) {
    let at = browser.post("/account/second-factor", &[]).await.leads().to_owned();
    let secret = browser.get(&at).await.expect(200).find(".copy__text").remove(0);
    (at, secret)
}

/// A person of a provider, as it vouches for them.
fn elsewhere(subject: &str, email: &str) -> Proven {
    Proven {
        provider: "oidc".to_owned(),
        label: "Example ID".to_owned(),
        subject: subject.to_owned(),
        email: Some(email.to_owned()),
        email_verified: true,
        name: None,
    }
}

/// What belongs to second factors, accounts elsewhere, and whoever runs the platform.
async fn prepare_ways_in(site: &Site, route: &str, name: &str) -> Option<Act> {
    let (actor, email) = somebody(site, name).await;
    let in_ = site.signed_in(&actor).await;
    let about = || [("email", email.clone()), ("reason", "Cannot find the tickets".to_owned())];
    let operator = async |role: &str| {
        let chief = site.house.holder(&format!("{name}chief"), role, platform_auth::roles::PLATFORM).await;
        site.signed_in(&chief).await
    };
    Some(match route {
        "identity.factors.confirm" => {
            let (at, secret) = begun(&in_).await;
            Act::new(in_, at).with(&[("code", &shown(site, &secret))]).wrong(&[("code", "000000")])
        }
        "identity.second.submit"
        | "identity.recovery.submit"
        | "identity.factors.renew"
        | "identity.factors.remove"
        | "identity.staff_rule.save" => {
            let (at, secret) = begun(&in_).await;
            let codes = in_.post(&at, &[("code", &shown(site, &secret))]).await.expect(200).find("ol code");
            site.wait(60);
            let code = shown(site, &secret);
            let (by_code, none) = ([("code", code.as_str())], [("code", "000000")]);
            let half = site.browser();
            match route {
                "identity.factors.renew" => Act::new(in_, "/account/second-factor/codes").with(&by_code).wrong(&none),
                "identity.factors.remove" => Act::new(in_, format!("{at}/remove")).with(&by_code).wrong(&none),
                "identity.staff_rule.save" => {
                    site.house.organization(&actor, name).await;
                    Act::new(in_, format!("/organizations/{name}/sign-in")).with(&[("required", "yes")])
                }
                _ => {
                    half.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
                    if route == "identity.second.submit" {
                        Act::new(half, "/sign-in/second").with(&by_code).wrong(&none)
                    } else {
                        Act::new(half, "/sign-in/recovery").with(&[("code", &codes[0])]).wrong(&none)
                    }
                }
            }
        }
        "identity.offer.accept" => {
            let offered = site.whole.auth.sign_in_by_provider(&elsewhere(name, &email), &platform_auth::Origin::default()).await.unwrap();
            let ByProvider::Offered(token) = offered else { panic!("{offered:?}") };
            Act::new(in_, format!("/sign-in/connect/{}", token.expose()))
        }
        "identity.account.disconnect" => {
            site.whole.auth.connect(&actor, &elsewhere(name, &email)).await.unwrap();
            let page = in_.get("/account").await.expect(200);
            let action = page.attribute("form[action^='/account/identities/']", "action").unwrap();
            Act::new(in_, action)
        }
        "identity.account.support_allow" => Act::new(in_, "/account/support/allow"),
        "identity.account.support_refuse" => Act::new(in_, "/account/support/refuse"),
        "identity.account.sign_out_others" => Act::new(in_, "/account/sign-out-others"),
        "identity.allow_list.save" => {
            let networks = [("networks", "198.18.0.0/15 everybody here")];
            Act::new(operator("LEGEND_SUPER_ADMIN").await, "/admin/allow-list").with(&networks).wrong(&[("networks", "nonsense")])
        }
        "identity.support.begin" => {
            let fields = about();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Act::new(operator("LEGEND_ADMIN").await, "/support").with(&fields)
        }
        "identity.support.begin_with" => {
            let path = format!("/admin/people/{}/impersonate", actor.user_id().unwrap());
            Act::new(operator("LEGEND_ADMIN").await, path).with(&[("reason", "Cannot find the tickets")])
        }
        "identity.support.stop" => {
            let support = operator("LEGEND_ADMIN").await;
            let fields = about();
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            support.post("/support", &fields).await.expect(303);
            Act::new(support, "/support/stop")
        }
        _ => return None,
    })
}

async fn prepare_identity(site: &Site, estate: &Estate, route: &str, name: &str) -> Option<Act> {
    if let Some(act) = prepare_ways_in(site, route, name).await {
        return Some(act);
    }
    let name = &format!("{name}x");
    let browser = site.browser();
    let fresh = format!("fresh-{name}@example.org");
    let sign_up = [("full_name", "Fresh Person"), ("email", fresh.as_str()), ("password", PASSWORD)];
    Some(match route {
        "identity.sign_up.submit" => Act::new(browser, "/sign-up").with(&sign_up),
        "auth_v1.signup" => Act::new(browser, "/auth/v1/signup").with(&sign_up[1..]).json(),
        "identity.confirm.submit" => {
            browser.post("/sign-up", &sign_up).await.expect(200);
            Act::new(browser, site.link(&fresh).await)
        }
        "identity.invitation.accept" => {
            let (actor, email) = somebody(site, name).await;
            let offer = Invitation {
                email: email.parse().unwrap(),
                role: "ATLVS_VIEWER".to_owned(),
                scope: estate.organization.0,
                role_expires_at: None,
                locale: "en".to_owned(),
            };
            site.whole.auth.invite(&estate.owner, &offer).await.unwrap();
            Act::new(site.signed_in(&actor).await, site.link(&email).await)
        }
        _ => {
            let (actor, email) = somebody(site, name).await;
            let in_ = site.signed_in(&actor).await;
            let address = [("email", email.as_str())];
            match route {
                "identity.sign_in.submit" => {
                    let fields = [("email", email.as_str()), ("password", PASSWORD)];
                    Act::new(browser, "/sign-in").with(&fields).wrong(&[("email", &email), ("password", "another passphrase")])
                }
                "identity.link.submit" => Act::new(browser, "/sign-in/link").with(&address),
                "identity.reset.submit" => Act::new(browser, "/reset").with(&address),
                "auth_v1.otp" => Act::new(browser, "/auth/v1/otp").with(&address).json(),
                "auth_v1.recover" => Act::new(browser, "/auth/v1/recover").with(&address).json(),
                "identity.link.use" => {
                    browser.post("/sign-in/link", &address).await.expect(200);
                    let link = site.link(&email).await;
                    Act::new(browser, link.split('?').next().unwrap())
                }
                "identity.reset.use" => {
                    browser.post("/reset", &address).await.expect(200);
                    Act::new(browser, site.link(&email).await).with(&[("password", "another passphrase")])
                }
                "identity.sign_out" => Act::new(in_, "/sign-out"),
                "identity.account.name" => Act::new(in_, "/account/name").with(&[("full_name", "New Name")]),
                "identity.account.password" => {
                    Act::new(in_, "/account/password").with(&[("present", PASSWORD), ("password", "another passphrase")])
                }
                "identity.account.sign_out_everywhere" => Act::new(in_, "/account/sign-out-everywhere"),
                "identity.account.end_session" => {
                    site.signed_in(&actor).await;
                    let page = in_.get("/account").await.expect(200);
                    let action = page.attribute("form[action^='/account/sessions/']", "action").unwrap();
                    Act::new(in_, action)
                }
                _ => return None,
            }
        }
    })
}

async fn prepare_organizations(site: &Site, estate: &Estate, route: &str, name: &str) -> Option<Act> {
    let desk = site.signed_in(&estate.owner).await;
    let (actor, email) = somebody(site, name).await;
    let offer = [("email", email.as_str()), ("role", "ATLVS_VIEWER")];
    Some(match route {
        "organizations.found" => Act::new(site.signed_in(&actor).await, "/organizations/new").with(&[
            ("name", "Lantern House"),
            ("zone", "Asia/Hong_Kong"),
            ("currency", "HKD"),
        ]),
        "organizations.key_make" => Act::new(desk, "/organizations/avalon/keys").with(&[("name", name), ("may_events:view", "on")]),
        "organizations.key_revoke" => {
            let (key, _) = make_key(site, &estate.owner, estate.organization, &["events:view"]).await;
            Act::new(desk, format!("/organizations/avalon/keys/{key}/revoke"))
        }
        "organizations.invite" => Act::new(desk, "/organizations/avalon/invitations").with(&offer),
        "organizations.withdraw" => {
            desk.post("/organizations/avalon/invitations", &offer).await.expect(303);
            let id = site.text(&format!("SELECT id::text FROM invitations WHERE email = '{email}'")).await;
            Act::new(desk, format!("/organizations/avalon/invitations/{id}/withdraw"))
        }
        "organizations.revoke" | "organizations.remove" => {
            let user = join(site, estate.organization, &format!("{name}2")).await.user_id().unwrap();
            if route == "organizations.remove" {
                return Some(Act::new(desk, format!("/organizations/avalon/members/{user}/remove")));
            }
            let id = site.text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{user}' AND role = 'ATLVS_VIEWER'")).await;
            Act::new(desk, format!("/organizations/avalon/roles/{id}/revoke"))
        }
        _ => return None,
    })
}

async fn prepare_team(site: &Site, estate: &Estate, route: &str, name: &str, desk: Browser, at: &str) -> Option<Act> {
    let email = format!("{name}@example.org");
    let offer = [("email", email.as_str()), ("role", "STAFF")];
    Some(match route {
        "console.team_invite" => Act::new(desk, format!("{at}/invitations")).with(&offer),
        "console.team_withdraw" => {
            desk.post(&format!("{at}/invitations"), &offer).await.expect(303);
            let id = site.text(&format!("SELECT id::text FROM invitations WHERE email = '{email}'")).await;
            Act::new(desk, format!("{at}/invitations/{id}/withdraw"))
        }
        "console.team_add" | "console.team_revoke" => {
            let user = join(site, estate.organization, &format!("{name}2")).await.user_id().unwrap().to_string();
            let fields = [("member", user.as_str()), ("member_role", "STAFF")];
            let add = Act::new(desk, format!("{at}/roles")).with(&fields);
            if route == "console.team_add" {
                return Some(add);
            }
            add.rightly().await.expect(303);
            let id = site.text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{user}' AND role = 'STAFF'")).await;
            Act::new(add.browser, format!("{at}/roles/{id}/revoke"))
        }
        _ => return None,
    })
}

/// What is done with chosen rows of the lists, and their kept views.
async fn prepare_lists(site: &Site, estate: &Estate, route: &str, name: &str) -> Option<Act> {
    let desk = site.signed_in(&estate.owner).await;
    let at = format!("/console/events/{}", estate.event);
    let id = site.house.entropy.uuid_v7(site.house.clock.now()).to_string();
    let all = [("all", "on"), ("send", id.as_str())];
    Some(match route {
        "console.organization_orders_export" => Act::new(desk, "/console/avalon/orders/export").with(&all),
        "console.organization_orders_resend" => Act::new(desk, "/console/avalon/orders/resend").with(&all),
        "console.orders_export" => Act::new(desk, format!("{at}/orders/export")).with(&all),
        "console.orders_resend" => Act::new(desk, format!("{at}/orders/resend")).with(&all),
        "console.attendees_export" => Act::new(desk, format!("{at}/attendees/export")).with(&all),
        "console.attendees_print" => Act::new(desk, format!("{at}/attendees/list.pdf")).with(&all),
        "console.attendees_resend" => Act::new(desk, format!("{at}/attendees/resend")).with(&all),
        "console.attendee_rename" => {
            let was = site.text(&format!("SELECT attendee_name FROM tickets WHERE id = '{}'", estate.ticket)).await;
            // Another one than before, so that the name changes.
            let new = format!("{was} II");
            Act::new(desk, format!("{at}/attendees/{}/name", estate.ticket)).with(&[("was", &was), ("name", &new)])
        }
        "console.message_send" => {
            Act::new(desk, format!("{at}/messages")).with(&[("message", &id), ("subject", "News"), ("text", "Doors are at seven.")])
        }
        "console.view_save" => {
            Act::new(desk, "/console/avalon/views").with(&[("page", "organization_orders"), ("query", "status=paid"), ("view_name", name)])
        }
        "console.view_remove" => {
            let fields = [("page", "organization_orders"), ("query", "status=paid"), ("view_name", name)];
            desk.post("/console/avalon/views", &fields).await.expect(303);
            let view = site.text(&format!("SELECT id::text FROM saved_views WHERE name = '{name}'")).await;
            Act::new(desk, format!("/console/avalon/views/{view}/remove")).with(&[("page", "organization_orders")])
        }
        _ => return None,
    })
}

async fn prepare_organizers(site: &Site, route: &str, name: &str) -> Option<Act> {
    let fields =
        [("name", "Annex"), ("slug", name), ("zone", "Europe/Berlin"), ("currency", "EUR"), ("about", "Concerts"), ("contact", "+49 30 1")];
    let (actor, _) = somebody(site, name).await;
    let applicant = site.signed_in(&actor).await;
    site.whole.auth.set_founding_rule(true).await.unwrap();
    if route == "organizers.apply" {
        return Some(Act::new(applicant, "/organizers/apply").with(&fields));
    }
    applicant.post("/organizers/apply", &fields).await.expect(303);
    // Whoever founds after this does so as before.
    site.whole.auth.set_founding_rule(false).await.unwrap();
    let id = site.text(&format!("SELECT id::text FROM organizer_applications WHERE applicant = '{}'", actor.user_id().unwrap())).await;
    let at = format!("/organizers/applications/{id}");
    let chief = site.signed_in(&site.house.holder(&format!("{name}chief"), "LEGEND_ADMIN", platform_auth::roles::PLATFORM).await).await;
    match route {
        "organizers.withdraw" => Some(Act::new(applicant, format!("{at}/withdraw"))),
        "organizers.approve" => Some(Act::new(chief, format!("{at}/approve")).with(&[("slug", name)]).wrong(&[("slug", "-")])),
        "organizers.decline" => Some(Act::new(chief, format!("{at}/decline")).with(&[("reason", "No such house")])),
        _ => None,
    }
}

/// What whoever runs the platform does.
async fn prepare_admin(site: &Site, route: &str, name: &str) -> Option<Act> {
    let chief = site.signed_in(&site.house.holder(&format!("{name}chief"), "LEGEND_ADMIN", platform_auth::roles::PLATFORM).await).await;
    let (person, _) = somebody(site, name).await;
    let id = person.user_id().unwrap();
    let at = format!("/admin/people/{id}");
    let dead = async || {
        site.text(
            "INSERT INTO jobs.queue (kind, payload, run_at, actor, enqueued_at, state, attempts, last_error, died_at)
             VALUES ('test.dead', 'null', clock.now() + interval '1 year', '{}', clock.now(), 'dead', 1, 'out of paper', clock.now()) RETURNING id::text",
        )
        .await
    };
    Some(match route {
        "admin.person_lock" => {
            Act::new(chief, format!("{at}/lock")).with(&[("reason", "Fraud"), ("until", "week")]).wrong(&[("until", "week")])
        }
        "admin.person_unlock" => {
            chief.post(&format!("{at}/lock"), &[("reason", "Fraud")]).await.expect(303);
            Act::new(chief, format!("{at}/unlock"))
        }
        "admin.person_sign_out" => {
            site.signed_in(&person).await;
            Act::new(chief, format!("{at}/sign-out"))
        }
        "admin.role_give" => Act::new(chief, format!("{at}/roles")).with(&[("role", "LEGEND_SUPPORT")]).wrong(&[("role", "ATLVS_VIEWER")]),
        "admin.role_take" => {
            site.house.grant(&person, "LEGEND_SUPPORT", platform_auth::roles::PLATFORM, None).await;
            let grant = site.text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{id}' AND role = 'LEGEND_SUPPORT'")).await;
            Act::new(chief, format!("{at}/roles/{grant}/revoke"))
        }
        "admin.job_requeue" => Act::new(chief, format!("/admin/jobs/{}/requeue", dead().await)),
        "admin.jobs_requeue" => Act::new(chief, "/admin/jobs/requeue").with(&[("id", &dead().await)]),
        "admin.job_discard" => Act::new(chief, format!("/admin/jobs/{}/discard", dead().await)).with(&[("reason", "Sold")]),
        "admin.audit_export" => Act::new(chief, "/admin/audit/export").with(&[("format", "csv")]),
        _ => return None,
    })
}

/// Where the first link of the tickets page into this folder leads, and the page there.
async fn opened(desk: &Browser, at: &str, folder: &str) -> (String, Answer) {
    let list = desk.get(&format!("{at}/tickets")).await.expect(200);
    let path = list.attribute(&format!("a[href*='/{folder}/']"), "href").unwrap();
    let page = desk.get(&path).await.expect(200);
    (path, page)
}

/// What hangs on an event's tickets page: types, quotas, zones.
async fn prepare_tickets(desk: Browser, at: &str, route: &str) -> Option<Act> {
    let noun = ["ticket_type", "quota", "zone"].into_iter().find(|noun| route.starts_with(&format!("console.{noun}")))?;
    for name in ["Entry", "Balcony"] {
        desk.post(&format!("{at}/ticket-types"), &[("type_name", name), ("quantity", "5")]).await.expect(303);
    }
    if route == "console.ticket_types_order" {
        let page = desk.get(&format!("{at}/tickets")).await.expect(200);
        let was = page.attribute("#type-order input[name=was]", "value").unwrap();
        let step = page.attribute("button[name=step]:not([disabled])", "value").unwrap();
        return Some(Act::new(desk, format!("{at}/ticket-types/order")).with(&[("was", &was), ("step", &step)]));
    }
    let (kind, _) = opened(&desk, at, "ticket-types").await;
    let types = [("quota_name", "Circle"), ("quota_capacity", "7"), ("types", kind.rsplit('/').next().unwrap())];
    let zone = [("zone_name", "Lounge"), ("zone_code", "L")];
    match route {
        "console.ticket_type_add" => {
            return Some(Act::new(desk, format!("{at}/ticket-types")).with(&[("type_name", "Late"), ("quantity", "5")]));
        }
        "console.quota_add" => return Some(Act::new(desk, format!("{at}/quotas")).with(&types)),
        "console.zone_add" => return Some(Act::new(desk, format!("{at}/zones")).with(&zone)),
        _ => {}
    }
    desk.post(&format!("{at}/quotas"), &types).await.expect(303);
    desk.post(&format!("{at}/zones"), &zone).await.expect(303);
    let (path, page) = opened(
        &desk,
        at,
        if noun == "ticket_type" {
            "ticket-types"
        } else if noun == "quota" {
            "quotas"
        } else {
            "zones"
        },
    )
    .await;
    let says = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
    Some(match route {
        "console.ticket_type_edit" => {
            let fields = [("type_name", "Another name"), ("quantity", "6"), ("version", &says("version")), ("was", &says("was"))];
            Act::new(desk, path).with(&fields)
        }
        "console.ticket_type_archive" => Act::new(desk, format!("{path}/archive")).with(&[("version", &says("version"))]),
        "console.ticket_type_restore" => {
            desk.post(&format!("{path}/archive"), &[("version", &says("version"))]).await.expect(303);
            let version = desk.get(&path).await.expect(200).attribute("input[name=version]", "value").unwrap();
            Act::new(desk, format!("{path}/restore")).with(&[("version", &version)])
        }
        "console.quota_edit" => Act::new(desk, path).with(&[("quota_name", "Ring"), types[1], types[2], ("was", &says("was"))]),
        "console.quota_remove" => Act::new(desk, format!("{path}/remove")).with(&[("was", &says("was"))]),
        "console.zone_edit" => Act::new(desk, path).with(&[("zone_name", "Foyer"), zone[1], ("version", &says("version"))]),
        "console.zone_remove" => Act::new(desk, format!("{path}/remove")).with(&[("version", &says("version"))]),
        _ => return None,
    })
}

async fn prepare_console(site: &Site, estate: &Estate, route: &str, name: &str) -> Option<Act> {
    if let Some(act) = prepare_lists(site, estate, route, name).await {
        return Some(act);
    }
    let desk = site.signed_in(&estate.owner).await;
    match route {
        "console.venue_create" => {
            return Some(Act::new(desk, "/console/avalon/venues").with(&[("venue_name", "Cellar"), ("venue_zone", "Europe/Berlin")]));
        }
        "console.event_create" => {
            let fields =
                [("title", "Late Show"), ("starts", "2026-03-20T20:00"), ("currency", "HKD"), ("capacity", "30"), ("visibility", "public")];
            return Some(Act::new(desk, "/console/avalon/events/new").with(&fields));
        }
        "console.refund" => {
            let (_, order) = buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
            return Some(Act::new(desk, format!("/console/orders/{order}/refund")).with(&[("reason", "Ill")]));
        }
        "console.order_tickets" => {
            let (_, order) = buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
            return Some(Act::new(desk, format!("/console/orders/{order}/tickets.pdf")));
        }
        "console.refund_retry" => {
            let (_, order) = buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
            let refund = unsent_refund(site, order).await;
            return Some(Act::new(desk, format!("/console/orders/{order}/refunds/{refund}/retry")));
        }
        "console.code_create" => {
            return Some(Act::new(desk, "/console/avalon/codes/new").with(&[("code", name), ("kind", "percent"), ("percent", "10")]));
        }
        "console.codes_create" => {
            return Some(Act::new(desk, "/console/avalon/codes/many").with(&[("count", "3"), ("kind", "percent"), ("percent", "10")]));
        }
        "console.code_edit" | "console.code_pause" | "console.code_resume" => {
            let at = make_code(&desk, "avalon", name).await;
            return Some(match route {
                "console.code_edit" => Act::new(desk, at).with(&[("kind", "percent"), ("percent", "20")]),
                "console.code_pause" => Act::new(desk, format!("{at}/pause")),
                _ => {
                    desk.post(&format!("{at}/pause"), &[]).await.expect(303);
                    Act::new(desk, format!("{at}/resume"))
                }
            });
        }
        "console.refund_approve" | "console.refund_decline" => {
            let (_, order) = buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
            let request = refund_request(site, order).await;
            let at = format!("/console/orders/{order}/requests/{request}");
            return Some(match route {
                "console.refund_approve" => Act::new(desk, format!("{at}/approve")),
                _ => Act::new(desk, format!("{at}/decline")).with(&[("why", "The hall is full of your friends")]),
            });
        }
        "console.ticket_revoke" => {
            let (_, order) = buy(&site.browser(), &estate.event_slug, estate.free_type, 1).await;
            let ticket = ticket_of(site, order).await;
            return Some(Act::new(desk, format!("/console/orders/{order}/tickets/{ticket}/revoke")).with(&[("reason", "Resold")]));
        }
        _ => {}
    }
    let event: Uuid = make_event(&desk, "avalon", name).await;
    let at = format!("/console/events/{event}");
    if route.starts_with("console.team_") {
        return prepare_team(site, estate, route, name, desk, &format!("{at}/team")).await;
    }
    let add = [("type_name", "Entry"), ("quantity", "5")];
    if ["console.ticket_type", "console.quota", "console.zone"].iter().any(|start| route.starts_with(start)) {
        return prepare_tickets(desk, &at, route).await;
    }
    if let Some(act) = prepare_setup(&desk, route, &at).await {
        return Some(act);
    }
    if let Some(act) = prepare_files(site, &desk, route, &at, event).await {
        return Some(act);
    }
    Some(match route {
        "console.event_edit" => {
            let page = desk.get(&format!("{at}/edit")).await.expect(200);
            let hidden = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
            let (version, was) = (hidden("version"), hidden("was"));
            let venue = page.attribute("select[name=venue] option[selected]", "value").unwrap();
            let fields = [
                ("title", "Another title"),
                ("starts", "2026-03-15T19:30"),
                ("venue", &venue),
                ("visibility", "public"),
                ("version", &version),
                ("was", &was),
            ];
            Act::new(desk, format!("{at}/edit")).with(&fields)
        }
        "console.programme_item_add" => {
            Act::new(desk, format!("{at}/programme/new")).with(&[("title", "Opening"), ("starts", "2026-03-14T19:30")])
        }
        "console.programme_publish" => {
            // There is nothing to show.
            desk.post(&format!("{at}/programme/publish"), &[]).await.expect(409);
            add_item(&desk, event, "Opening").await;
            Act::new(desk, format!("{at}/programme/publish"))
        }
        "console.programme_withdraw" => {
            add_item(&desk, event, "Opening").await;
            desk.post(&format!("{at}/programme/publish"), &[]).await.expect(303);
            Act::new(desk, format!("{at}/programme/withdraw"))
        }
        "console.programme_import" => {
            let upload = send_programme(&desk, event).await;
            let at = format!("{at}/programme/uploads/{upload}");
            let seen = desk.get(&at).await.expect(200).field("seen").unwrap();
            Act::new(desk, at).with(&[("seen", &seen)])
        }
        "console.programme_item_save" => {
            let item = add_item(&desk, event, "Opening").await;
            Act::new(desk, format!("{at}/programme/{item}"))
                .with(&[("title", "The opening"), ("version", "1")])
                .wrong(&[("title", ""), ("version", "1")])
        }
        "console.programme_item_remove" => {
            let item = add_item(&desk, event, "Opening").await;
            Act::new(desk, format!("{at}/programme/{item}/remove"))
        }
        "console.fees_set" => Act::new(desk, format!("{at}/fees"))
            .with(&[("fee_percent", "10"), ("fee_fixed", "2"), ("tax_kind", "included"), ("tax_name", "VAT"), ("tax_percent", "5")])
            .wrong(&[("fee_percent", "a tenth")]),
        "console.capacity_set" => Act::new(desk, format!("{at}/capacity")).with(&[("capacity", "50")]).wrong(&[("capacity", "many")]),
        "console.comps_issue" => {
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            desk.post(&format!("{at}/publish"), &[]).await.expect(303);
            let page = desk.get(&format!("{at}/comps")).await.expect(200);
            let kind = page.attribute("select[name=kind] option:not([value=''])", "value").unwrap();
            // The event's key is made with its first ticket.
            let first = [("kind", kind.as_str()), ("people", "Bob, bob@example.org"), ("reason", "Press")];
            desk.post(&format!("{at}/comps"), &first).await.expect(303);
            Act::new(desk, format!("{at}/comps")).with(&[("kind", &kind), ("people", "Ada, ada@example.org"), ("reason", "Press")])
        }
        "console.refund_policy_set" => {
            Act::new(desk, format!("{at}/refunds")).with(&[("preset", "tiers")]).wrong(&[("preset", "whatever")])
        }
        "console.event_cancel" => {
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            desk.post(&format!("{at}/publish"), &[]).await.expect(303);
            Act::new(desk, format!("{at}/cancel")).with(&[("reason", "The roof leaks")])
        }
        "console.event_publish" => {
            // Not ready: nothing can be bought there.
            desk.post(&format!("{at}/publish"), &[]).await.expect(409);
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            Act::new(desk, format!("{at}/publish"))
        }
        "console.event_unpublish" => {
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            desk.post(&format!("{at}/publish"), &[]).await.expect(303);
            Act::new(desk, format!("{at}/unpublish"))
        }
        _ => return None,
    })
}

/// The steps of the setup, test mode and the copy.
async fn prepare_setup(desk: &Browser, route: &str, at: &str) -> Option<Act> {
    let step = async |step: &str, fields: &[(&str, &str)]| {
        let page = desk.get(&format!("{at}/setup/{step}")).await.expect(200);
        let hidden = |name: &str| page.attribute(&format!("input[name={name}]"), "value").unwrap();
        let (version, was) = (hidden("version"), hidden("was"));
        let fields = [&[("version", version.as_str()), ("was", was.as_str())], fields].concat();
        Act::new(desk.clone(), format!("{at}/setup/{step}")).with(&fields)
    };
    let add = [("type_name", "Entry"), ("quantity", "5")];
    Some(match route {
        "console.setup_what" => step("what", &[("title", "Another title")]).await,
        "console.setup_where" => step("where", &[("venue", ""), ("starts", "2026-03-15T19:30")]).await.wrong(&[("starts", "soon")]),
        "console.setup_who" => step("who", &[("visibility", "public")]).await,
        "console.setup_tickets" => Act::new(desk.clone(), format!("{at}/setup/tickets")).with(&add),
        "console.setup_fees" => {
            Act::new(desk.clone(), format!("{at}/setup/fees")).with(&[("fee_percent", "10")]).wrong(&[("fee_percent", "a tenth")])
        }
        "console.event_test" => {
            // Not ready: nothing can be bought there.
            desk.post(&format!("{at}/test"), &[]).await.expect(409);
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            Act::new(desk.clone(), format!("{at}/test"))
        }
        "console.event_language_set" => Act::new(desk.clone(), format!("{at}/languages")).with(&[("language", "fr"), ("title", "La nuit")]),
        "console.ticket_language_set" => {
            desk.post(&format!("{at}/ticket-types"), &add).await.expect(303);
            let path = format!("{at}/languages/tickets");
            let page = desk.get(&format!("{path}?language=fr")).await.expect(200);
            let field = page.attribute("main input[name^=name_]", "name").unwrap();
            let (text, long) = (field.replace("name_", "description_"), "x".repeat(200));
            Act::new(desk.clone(), path).with(&[("language", "fr"), (&field, "Parterre"), (&text, "Assis")]).wrong(&[
                ("language", "fr"),
                (&field, &long),
                (&text, ""),
            ])
        }
        "console.event_duplicate" => {
            Act::new(desk.clone(), format!("{at}/duplicate")).with(&[("title", "Again"), ("starts", "2026-04-15T19:30")])
        }
        _ => return None,
    })
}

/// Pictures, papers, plans.
async fn prepare_files(site: &Site, desk: &Browser, route: &str, at: &str, event: Uuid) -> Option<Act> {
    let venue = site.text(&format!("SELECT venue_id::text FROM events WHERE id = '{event}'")).await;
    let plans = format!("/console/venues/{venue}/plans");
    let act = |path: String| Act::new(desk.clone(), path);
    let picture = async || add_picture(desk, event).await;
    Some(match route {
        "console.picture_set" => {
            act(format!("{at}/picture")).with(&[("key", "one form"), ("alt", "Lanterns")]).bringing("a.gif", PIXEL.to_vec())
        }
        "console.picture_describe" => {
            picture().await;
            act(format!("{at}/picture/words")).with(&[("alt", "Other lanterns")])
        }
        "console.picture_remove" => {
            picture().await;
            act(format!("{at}/picture/remove"))
        }
        "console.document_add" => act(format!("{at}/documents")).with(&[("key", "one form")]).bringing("a.txt", b"rider".to_vec()),
        "console.document_remove" => {
            let document = add_document(site, desk, event).await.0;
            act(format!("{at}/documents/{document}/remove"))
        }
        "console.venue_language_set" => {
            act(format!("/console/venues/{venue}/languages")).with(&[("language", "fr"), ("name", "Salle"), ("address", "Quai 1")])
        }
        "console.plan_add" => act(plans).with(&[("key", "one form"), ("title", "Stalls")]).bringing("a.gif", PIXEL.to_vec()),
        "console.plan_change" | "console.plan_remove" => {
            let plan = add_plan(site, desk, event).await;
            match route {
                "console.plan_change" => act(format!("{plans}/{plan}")).with(&[("title", "Stalls and balcony"), ("public", "on")]),
                _ => act(format!("{plans}/{plan}/remove")),
            }
        }
        _ => return None,
    })
}
