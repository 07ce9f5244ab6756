//! An organization with everything in it, made through the pages, and the paths that lead to its rows.
//!
//! Everything of it carries the word “avalon”, so that a leak can be read off an answer.

use platform_http::RouteMeta;
use platform_types::{Actor, Entropy, OrganizationId};
use uuid::Uuid;

use super::site::Site;
use platform_http_testing::{Answer, Browser};

/// The word that nobody else may read.
pub const MARK: &str = "avalon";

/// Real rows of one organization.
pub struct Estate {
    pub owner: Actor,
    pub organization: OrganizationId,
    pub member: Actor,
    /// Visible to its organizer alone.
    pub draft: Uuid,
    pub draft_slug: String,
    /// On sale for everybody who knows its address.
    pub event: Uuid,
    pub event_slug: String,
    pub free_type: Uuid,
    pub paid_type: Uuid,
    pub quota: Uuid,
    pub zone: Uuid,
    pub order: Uuid,
    pub ticket: Uuid,
    pub refund: Uuid,
    pub code: Uuid,
    pub request: Uuid,
    pub hold: Uuid,
    /// Of the draft's running order, which is published as far as a draft's can be.
    pub item: Uuid,
    pub invitation: Uuid,
    pub role: Uuid,
    pub session: Uuid,
    pub message: Uuid,
    pub application: Uuid,
    /// Door staff of the draft, and somebody who is asked to be.
    pub team_role: Uuid,
    pub team_invitation: Uuid,
    /// Kept by the owner alone.
    pub view: Uuid,
    /// Of the draft: a paper, its file, and a plan of the place.
    pub document: Uuid,
    pub file: Uuid,
    pub plan: Uuid,
    pub notice: Uuid,
    pub venue: Uuid,
    /// Of its owner's, with which a program acts for it.
    pub key: platform_types::KeyId,
    /// A programme that its owner looks at before it comes into the draft.
    pub upload: Uuid,
}

impl Estate {
    /// Founded and filled by its owner, through the pages.
    pub async fn found(site: &Site) -> Self {
        Self::found_as(site, MARK).await
    }

    /// The same under another word.
    pub async fn found_as(site: &Site, word: &str) -> Self {
        let owner = site.house.person(&format!("{word}-Owner")).await;
        let organization = site.house.organization(&owner, word).await;
        let member = join(site, organization, &format!("{word}-Member")).await;
        let desk = site.signed_in(&owner).await;
        let draft = make_event(&desk, word, &format!("{word} Draft")).await;
        let event = make_event(&desk, word, &format!("{word} Night")).await;
        desk.post(&format!("/console/events/{event}/zones"), &[("zone_name", &format!("{word} Lounge")), ("zone_code", "LOUNGE")])
            .await
            .expect(303);
        let zone = site.text(&format!("SELECT id::text FROM event_zones WHERE event_id = '{event}'")).await;
        for (name, price) in [(format!("{word} Free"), ""), (format!("{word} Stalls"), "120.50")] {
            let at = format!("/console/events/{event}/ticket-types");
            let fields = [("type_name", name.as_str()), ("price", price), ("quantity", "20"), ("zones", &zone)];
            desk.post(&at, &fields).await.expect(303);
        }
        desk.post(&format!("/console/events/{event}/publish"), &[]).await.expect(303);
        let types = |price: &str| format!("SELECT id::text FROM ticket_types WHERE event_id = '{event}' AND price_minor {price}");
        let (free_type, paid_type) = (site.text(&types("= 0")).await.parse().unwrap(), site.text(&types("> 0")).await.parse().unwrap());
        let quota_name = format!("{word} Balcony");
        let shared = [("quota_name", quota_name.as_str()), ("quota_capacity", "30"), ("types", &format!("{free_type},{paid_type}"))];
        desk.post(&format!("/console/events/{event}/quotas"), &shared).await.expect(303);
        let quota = site.text(&format!("SELECT id::text FROM pools WHERE event_id = '{event}' AND kind = 'quota'")).await;
        let slug = |id: Uuid| format!("SELECT slug FROM events WHERE id = '{id}'");
        let (draft_slug, event_slug) = (site.text(&slug(draft)).await, site.text(&slug(event)).await);
        let item = add_item(&desk, draft, &format!("{word} Act")).await;
        add_item(&desk, event, &format!("{word} Act")).await;
        for of in [draft, event] {
            desk.post(&format!("/console/events/{of}/programme/publish"), &[]).await.expect(303);
        }
        let code = make_code(&desk, word, &format!("{word}-code")).await;
        let code = code.strip_prefix("/console/codes/").unwrap().parse().unwrap();
        let buyer = site.browser();
        let (hold, order) = buy(&buyer, &event_slug, free_type, 2).await;
        let (ticket, refund) = (ticket_of(site, order).await, unsent_refund(site, order).await);
        let request = refund_request(site, order).await;
        let invitee = format!("{word}-invitee@example.org");
        let offer = [("email", invitee.as_str()), ("role", "ATLVS_VIEWER")];
        desk.post(&format!("/organizations/{word}/invitations"), &offer).await.expect(303);
        let view = [("page", "organization_orders"), ("query", "status=paid"), ("view_name", word)];
        desk.post(&format!("/console/{word}/views"), &view).await.expect(303);
        let member_id = member.user_id().unwrap();
        site.sql(&format!(
            "INSERT INTO organizer_applications (id, applicant, name, slug, timezone, currency, about, contact)
             VALUES (gen_random_uuid(), '{member_id}', '{word} Annex', '{word}-annex', 'UTC', 'HKD', '{word}', '{word}')"
        ))
        .await;
        let (team_role, team_invitation) = hire(site, &owner, draft, &format!("{word}-Gate")).await;
        let (document, file) = add_document(site, &desk, draft).await;
        let plan = add_plan(site, &desk, draft).await;
        let upload = send_programme(&desk, draft).await;
        for of in [draft, event] {
            add_picture(&desk, of).await;
        }
        let (key, _) = make_key(site, &owner, organization, &["events:view"]).await;
        let notice = site
            .text(&format!(
                "INSERT INTO notify.notices (id, user_id, organization_id, kind, key, about, in_app, mail, created_at)
                 VALUES (gen_random_uuid(), '{}', '{organization}', 'order.paid', '{word}', '/my/tickets', true, 'never', clock.now()) RETURNING id::text",
                owner.user_id().unwrap()
            ))
            .await;
        let id = async |sql: &str| site.text(sql).await.parse::<Uuid>().unwrap();
        Self {
            organization,
            invitation: id(&format!("SELECT id::text FROM invitations WHERE email = '{invitee}'")).await,
            role: id(&format!("SELECT id::text FROM user_roles WHERE user_id = '{member_id}' AND role = 'ATLVS_VIEWER'")).await,
            session: id(&format!("SELECT id::text FROM auth.sessions WHERE user_id = '{}'", owner.user_id().unwrap())).await,
            application: id(&format!("SELECT id::text FROM organizer_applications WHERE applicant = '{member_id}'")).await,
            message: id(&format!("SELECT id::text FROM notify.messages WHERE to_address = '{invitee}'")).await,
            document,
            file,
            plan,
            notice: notice.parse().unwrap(),
            upload,
            venue: id(&format!("SELECT venue_id::text FROM events WHERE id = '{draft}'")).await,
            team_role,
            team_invitation,
            key,
            view: id(&format!("SELECT id::text FROM saved_views WHERE name = '{word}'")).await,
            owner,
            member,
            draft,
            draft_slug,
            event,
            event_slug,
            free_type,
            paid_type,
            quota: quota.parse().unwrap(),
            zone: zone.parse().unwrap(),
            order,
            ticket,
            refund,
            code,
            request,
            hold,
            item,
        }
    }

    /// The path of a route that leads to this estate's rows; `None` for a parameter nobody thought of.
    pub fn path(&self, meta: &RouteMeta) -> Option<String> {
        let mut path = String::new();
        let mut before = "";
        for segment in meta.path.split('/').skip(1) {
            path.push('/');
            let value = match (before, segment) {
                (_, plain) if !plain.contains('{') => plain.to_owned(),
                // What everybody may see needs the row that only its organizer may.
                ("events", "{slug}") => self.draft_slug.clone(),
                ("events", "{id}") => self.draft.to_string(),
                ("gate", "{event}") => self.event.to_string(),
                ("ticket-types", "{kind}") => self.free_type.to_string(),
                ("quotas", "{quota}") => self.quota.to_string(),
                ("zones", "{zone}") => self.zone.to_string(),
                ("checkout", "{hold}") => self.hold.to_string(),
                ("live", "{kind}") => "order".to_owned(),
                ("orders" | "{kind}", "{id}") => self.order.to_string(),
                ("programme", "{item}") => self.item.to_string(),
                ("uploads", "{upload}") => self.upload.to_string(),
                ("people", "{person}") => self.member.user_id().unwrap().to_string(),
                ("organizations", "{organization}") => self.organization.to_string(),
                ("jobs", "{job}") => "1".to_owned(),
                ("messages", "{message}") => self.message.to_string(),
                ("events", "{event}") => self.event.to_string(),
                ("export", "{venues}") => "venues.csv".to_owned(),
                ("export", "{events}") => "events.csv".to_owned(),
                ("export", "{programme}") => "programme.csv".to_owned(),
                ("tickets" | "attendees", "{ticket}") => self.ticket.to_string(),
                ("views", "{view}") => self.view.to_string(),
                ("codes", "{id}") => self.code.to_string(),
                ("refunds", "{refund}") => self.refund.to_string(),
                ("requests", "{request}") => self.request.to_string(),
                ("console", "{org}") | ("organizations", "{slug}") => "avalon".to_owned(),
                ("language", "{tag}") => "de".to_owned(),
                ("keys", "{key}") => self.key.to_string(),
                ("invitations", "{id}") => self.invitation.to_string(),
                ("applications", "{id}") => self.application.to_string(),
                ("invitations", "{invitation}") => self.team_invitation.to_string(),
                ("roles", "{grant}") => self.team_role.to_string(),
                ("roles", "{id}") => self.role.to_string(),
                ("members", "{id}") => self.member.user_id().unwrap().to_string(),
                ("sessions", "{id}") => self.session.to_string(),
                ("mailbox", "{id}") => self.message.to_string(),
                ("files", "{number}") => "0".to_owned(),
                ("gallery", "{component}" | "{page}") => "PublicPage".to_owned(),
                ("{page}", "{state}") => "listing".to_owned(),
                ("files", "{id}") => self.file.to_string(),
                ("{id}", "{name}") => "file.txt".to_owned(),
                ("documents", "{document}") => self.document.to_string(),
                ("venues", "{id}") => self.venue.to_string(),
                ("plans", "{plan}") => self.plan.to_string(),
                ("inbox", "{id}") => self.notice.to_string(),
                ("unsubscribe", "{token}") => "none".to_owned(),
                ("{token}", "{kind}") => "order.paid".to_owned(),
                // Secrets of one person, not rows of an organization; a wrong one finds nothing.
                ("second-factor" | "factors" | "identities", "{id}") => Uuid::nil().to_string(),
                ("with" | "connect", "{provider}") => "none".to_owned(),
                ("confirm" | "link" | "reset" | "invitations" | "connect", "{token}") => "0".repeat(64),
                ("assets", "{*path}") => "nothing.00000000.css".to_owned(),
                _ => return None,
            };
            path.push_str(&value);
            before = segment;
        }
        Some(path)
    }
}

/// A key of this organization; its text.
pub async fn make_key(site: &Site, maker: &Actor, organization: OrganizationId, may: &[&str]) -> (platform_types::KeyId, String) {
    let wanted = platform_auth::api_keys::NewApiKey {
        id: platform_types::KeyId::new(&Entropy::from_os(), site.house.clock.now()),
        organization,
        name: format!("{MARK} program"),
        permissions: may.iter().map(|code| (*code).to_owned()).collect(),
        networks: vec![],
        expires_at: None,
    };
    let (id, key) = site.whole.auth.make_key(maker, &wanted).await.unwrap();
    (id, key.expose())
}

/// A member of an organization who may look around.
pub async fn join(site: &Site, organization: OrganizationId, name: &str) -> Actor {
    let actor = site.house.holder(name, "ATLVS_VIEWER", organization.0).await;
    let user = actor.user_id().unwrap();
    site.sql(&format!("INSERT INTO memberships (organization_id, user_id) VALUES ('{organization}', '{user}') ON CONFLICT DO NOTHING"))
        .await;
    actor
}

/// Somebody works at an event's door, and somebody else is asked to: the grant and the invitation.
pub async fn hire(site: &Site, owner: &Actor, event: Uuid, name: &str) -> (Uuid, Uuid) {
    let user = site.house.holder(name, "STAFF", event).await.user_id().unwrap();
    let role = site.text(&format!("SELECT id::text FROM user_roles WHERE user_id = '{user}' AND scope_id = '{event}'")).await;
    let offer = platform_auth::organizations::Invitation {
        email: format!("{name}-invitee@example.org").to_lowercase().parse().unwrap(),
        role: "STAFF".to_owned(),
        scope: event,
        role_expires_at: None,
        locale: "en".to_owned(),
    };
    (role.parse().unwrap(), site.house.auth.invite(owner, &offer).await.unwrap().0)
}

/// A draft with a place and a capacity.
pub async fn make_event(desk: &Browser, organization: &str, title: &str) -> Uuid {
    let fields = [
        ("title", title),
        ("venue", "new"),
        ("venue_name", &format!("{title} Hall")),
        ("venue_zone", "Asia/Hong_Kong"),
        ("starts", "2026-03-14T19:30"),
        ("currency", "HKD"),
        ("capacity", "40"),
        ("visibility", "unlisted"),
    ];
    let done = desk.post(&format!("/console/{organization}/events/new"), &fields).await;
    done.leads().strip_prefix("/console/events/").and_then(|rest| rest.split('?').next()).unwrap().parse().unwrap()
}

/// Adds to an event's running order; the item's id.
pub async fn add_item(desk: &Browser, event: Uuid, title: &str) -> Uuid {
    let at = format!("/console/events/{event}/programme/new");
    let key = desk.get(&at).await.expect(200).field("key").unwrap();
    desk.post(&at, &[("key", key.as_str()), ("title", title)]).await.expect(303);
    key.parse().unwrap()
}

/// A programme of one act.
pub const PROGRAMME: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260314T113000Z\r\nSUMMARY:Avalonia overture\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// Sends a programme that waits to be confirmed; its id.
pub async fn send_programme(desk: &Browser, event: Uuid) -> Uuid {
    let at = format!("/console/events/{event}/programme/upload");
    let done = desk.upload(&at, &[], "file", "avalon.ics", PROGRAMME.as_bytes()).await.expect(303);
    done.leads().rsplit('/').next().unwrap().parse().unwrap()
}

/// A code of all events; its page's address.
pub async fn make_code(desk: &Browser, organization: &str, code: &str) -> String {
    let done = desk.post(&format!("/console/{organization}/codes/new"), &[("code", code), ("kind", "fixed"), ("amount", "10")]).await;
    done.leads().split('?').next().unwrap().to_owned()
}

/// Sets tickets aside; the reservation's id.
pub async fn hold(buyer: &Browser, slug: &str, kind: Uuid, count: u32) -> Uuid {
    let held = buyer.post(&format!("/events/{slug}/hold"), &[(&format!("quantity[{kind}]"), &count.to_string())]).await;
    held.leads().strip_prefix("/checkout/").unwrap().parse().unwrap()
}

/// What is typed at the checkout.
pub fn checkout_fields() -> [(&'static str, &'static str); 3] {
    [("name", "Avalonia Buyer"), ("email", "avalon-buyer@example.org"), ("attendee_2", "Avalonia Second")]
}

/// Reserves and orders tickets: for free ones that is all.
pub async fn buy(buyer: &Browser, slug: &str, kind: Uuid, count: u32) -> (Uuid, Uuid) {
    let hold = hold(buyer, slug, kind, count).await;
    let placed: Answer = buyer.post(&format!("/checkout/{hold}"), &checkout_fields()).await;
    let order = placed.leads().strip_prefix("/orders/").unwrap_or_else(|| panic!("{}", placed.leads())).parse().unwrap();
    (hold, order)
}

/// One of an order's tickets.
pub async fn ticket_of(site: &Site, order: Uuid) -> Uuid {
    site.text(&format!("SELECT id::text FROM tickets WHERE order_id = '{order}' ORDER BY position LIMIT 1")).await.parse().unwrap()
}

/// Money of an order that should have gone back and did not.
pub async fn unsent_refund(site: &Site, order: Uuid) -> Uuid {
    let sql = format!(
        "WITH p AS (INSERT INTO payments (id, organization_id, subject_type, subject_id, provider, amount_minor, currency, status, captured_minor, description, customer_email, return_url, cancel_url, expires_at)
           SELECT gen_random_uuid(), organization_id, 'order', id, 'simulator', 500, currency, 'captured', 500, 'x', email, 'x', 'x', clock.now() FROM orders WHERE id = '{order}' RETURNING id, organization_id)
         INSERT INTO payment_refunds (id, organization_id, payment_id, amount_minor, reason, status, failure_message)
           SELECT gen_random_uuid(), organization_id, id, 500, 'Ill', 'failed', 'the account is closed' FROM p RETURNING id::text"
    );
    site.text(&sql).await.parse().unwrap()
}

/// A buyer's request for a refund of one of the order's tickets, which waits for an answer.
pub async fn refund_request(site: &Site, order: Uuid) -> Uuid {
    let sql = format!(
        "WITH r AS (INSERT INTO refunds (id, organization_id, event_id, order_id, amount_minor, reason, status, origin)
           SELECT gen_random_uuid(), organization_id, event_id, id, 0, 'avalon request', 'requested', 'buyer' FROM orders WHERE id = '{order}' RETURNING id, organization_id, event_id),
         t AS (INSERT INTO refund_tickets (refund_id, ticket_id, event_id, organization_id, amount_minor)
           SELECT r.id, (SELECT t.id FROM tickets t WHERE t.order_id = '{order}' ORDER BY t.position LIMIT 1), r.event_id, r.organization_id, 0 FROM r)
         SELECT id::text FROM r"
    );
    site.text(&sql).await.parse().unwrap()
}

/// A picture of one pixel.
pub const PIXEL: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0Uq\xB1\xFF\xFF\xFF!\xF9\x04\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Gives an event a picture.
pub async fn add_picture(desk: &Browser, event: Uuid) {
    let done = desk.upload(&format!("/console/events/{event}/picture"), &[("alt", "Avalonia lanterns")], "file", "a.gif", PIXEL).await;
    done.expect(303);
}

/// Gives an event a paper; its id and its file's.
pub async fn add_document(site: &Site, desk: &Browser, event: Uuid) -> (Uuid, Uuid) {
    desk.upload(&format!("/console/events/{event}/documents"), &[], "file", "avalon.txt", b"avalon rider").await.expect(303);
    let of = |column: &str| format!("SELECT {column}::text FROM event_documents WHERE event_id = '{event}'");
    (site.text(&of("id")).await.parse().unwrap(), site.text(&of("file_id")).await.parse().unwrap())
}

/// Gives an event's place a plan for its staff.
pub async fn add_plan(site: &Site, desk: &Browser, event: Uuid) -> Uuid {
    let venue = site.text(&format!("SELECT venue_id::text FROM events WHERE id = '{event}'")).await;
    desk.upload(&format!("/console/venues/{venue}/plans"), &[("title", "Avalonia stalls")], "file", "a.gif", PIXEL).await.expect(303);
    site.text(&format!("SELECT id::text FROM venue_plans WHERE venue_id = '{venue}'")).await.parse().unwrap()
}
