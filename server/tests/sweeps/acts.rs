//! How to do, once and rightly, what each route that leaves an audit row is for.

use axum::http::Method;
use platform_auth::organizations::Invitation;
use platform_types::Actor;
use uuid::Uuid;

use super::estate::{
    Estate, PIXEL, add_document, add_item, add_picture, add_plan, buy, checkout_fields, hold, join, make_code, make_event, refund_request,
    ticket_of, unsent_refund,
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
    /// A file that is sent with the fields; what is wrong is sent as a form without one.
    pub file: Option<(&'static str, Vec<u8>)>,
}

impl Act {
    fn new(browser: Browser, path: impl Into<String>) -> Self {
        Self { browser, path: path.into(), fields: Vec::new(), wrong: None, json: false, file: None }
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
            return self.browser.json(&self.path, &body.into()).await;
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
        Some("console") => prepare_console(site, estate, route, &name).await,
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

async fn prepare_identity(site: &Site, estate: &Estate, route: &str, name: &str) -> Option<Act> {
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
        "console.event_language_set" => Act::new(desk.clone(), format!("{at}/languages")).with(&[("lang", "fr"), ("title", "La nuit")]),
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
