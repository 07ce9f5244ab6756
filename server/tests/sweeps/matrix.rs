//! The policy matrix over every table that is not `platform-auth`'s (that one has its own): table x person
//! x operation x own or other tenant, tried on a house with real rows; and the plans of their lists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use platform_auth::roles::PLATFORM;
use platform_auth_testing::{Matrix, Table, assert_matches_file, per_row_calls};
use platform_http_testing::Browser;
use platform_types::{Actor, GuestId, OrganizationId};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use uuid::Uuid;

use super::estate::{Estate, buy, checkout_fields, make_event};
use super::logs::buy_for_money;
use super::site::Site;

/// What everybody may read of any organization: what is on sale, where, and what it costs.
const PUBLIC: [&str; 15] = [
    "event_pictures",
    "event_zones",
    "events",
    "fee_rules",
    "listed_events",
    "listed_prices",
    "pools",
    "programme_items",
    "refund_policies",
    "refund_rules",
    "tax_rules",
    "ticket_type_pools",
    "ticket_type_zones",
    "ticket_types",
    "venues",
];

/// Tables in which a house with sales has no row yet.
const EMPTY: [&str; 6] = ["jobs.cron", "jobs.done", "jobs.queue", "jobs.subscriptions", "public.payment_events", "http.idempotency_keys"];

struct Shape {
    name: &'static str,
    columns: Vec<String>,
    insertable: Vec<String>,
    updatable: Vec<String>,
    /// `ours` and `theirs` as conditions, with `{}` for the organization; none where rows belong to the house.
    tenant: Option<String>,
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

async fn texts(admin: &mut PgConnection, sql: String) -> Vec<String> {
    sqlx::query(AssertSqlSafe(sql.clone()))
        .fetch_all(admin)
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"))
        .iter()
        .map(|r| r.get(0))
        .collect()
}

async fn shapes(admin: &mut PgConnection) -> Vec<Shape> {
    let tables = texts(
        admin,
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND pg_get_userbyid(c.relowner) = 'callboard_owner'
           AND coalesce(obj_description(c.oid, 'pg_class'), '') NOT LIKE 'owner: platform-auth.%' AND n.nspname <> 'platform' ORDER BY 1"
            .to_owned(),
    )
    .await;
    let mut shapes = Vec::new();
    for name in tables {
        let of = |what: &str| {
            format!(
                "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{name}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' AND {what} ORDER BY attnum"
            )
        };
        let may = |operation: &str| of(&format!("has_column_privilege('authenticated', attrelid, attnum, '{operation}')"));
        let columns = texts(admin, of("true")).await;
        let (insertable, updatable) = (texts(admin, may("INSERT")).await, texts(admin, may("UPDATE")).await);
        let tenant = if columns.iter().any(|c| c == "organization_id") {
            Some("organization_id = '{}'".to_owned())
        } else {
            // One step away: through a key to a table that has the column.
            let through = format!(
                "SELECT format('%I IN (SELECT %I FROM %s WHERE organization_id = ''{{}}'')', a.attname, b.attname, k.confrelid::regclass)
                 FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
                 WHERE k.contype = 'f' AND k.conrelid = '{name}'::regclass
                   AND EXISTS (SELECT 1 FROM pg_attribute o WHERE o.attrelid = k.confrelid AND o.attname = 'organization_id') ORDER BY k.conname LIMIT 1"
            );
            texts(admin, through).await.pop()
        };
        shapes.push(Shape { name: leak(name), columns, insertable, updatable, tenant });
    }
    shapes
}

/// The rows of one organization, as a condition that anybody can ask: by id, else by place.
async fn rows(admin: &mut PgConnection, shape: &Shape, organization: OrganizationId) -> (String, Option<String>) {
    let Some(tenant) = &shape.tenant else { return ("true".to_owned(), None) };
    let tenant = tenant.replace("{}", &organization.to_string());
    let (key, kind) = if shape.columns.iter().any(|c| c == "id") { ("id", "text") } else { ("ctid", "tid") };
    let found = texts(admin, format!("SELECT {key}::text FROM {} WHERE {tenant} ORDER BY 1", shape.name)).await;
    let list = found.iter().map(|k| format!("\"{k}\"")).collect::<Vec<_>>().join(",");
    let cast = if key == "id" { "::text" } else { "" };
    (format!("{key}{cast} = ANY ('{{{list}}}'::{kind}[])"), Some(tenant))
}

async fn insert(admin: &mut PgConnection, shape: &Shape, condition: &str) -> String {
    let row = texts(admin, format!("SELECT to_jsonb(t)::text FROM {} t WHERE {condition} LIMIT 1", shape.name)).await.pop();
    let Some(row) = row else { return "DEFAULT VALUES".to_owned() };
    let columns = if shape.insertable.is_empty() { &shape.columns } else { &shape.insertable }.join(", ");
    format!("({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{}, '{}'::jsonb)", shape.name, row.replace('\'', "''"))
}

/// Two organizations with everything in them: sales for money, refunds, revocations, scans, mails, seals.
async fn two_houses(site: &Site) -> (Estate, Estate) {
    let (ours, theirs) = (Estate::found(site).await, Estate::found_as(site, "rival").await);
    for estate in [&ours, &theirs] {
        let desk = site.signed_in(&estate.owner).await;
        let fees = [("fee_percent", "10"), ("fee_fixed", "2"), ("tax_kind", "included"), ("tax_name", "VAT"), ("tax_percent", "5")];
        desk.post(&format!("/console/events/{}/fees", estate.event), &fees).await.expect(303);
        desk.post(&format!("/console/events/{}/refunds", estate.event), &[("preset", "tiers")]).await.expect(303);
        called_off(site, &desk, estate).await;
        for refunded in [false, true] {
            let order = buy_for_money(site, &site.browser(), estate).await;
            if refunded {
                desk.post(&format!("/console{order}/refund"), &[("reason", "Ill")]).await.expect(303);
            }
        }
        let message = [("message", estate.order.to_string()), ("subject", "News".to_owned()), ("text", "Doors are at seven.".to_owned())];
        let message: Vec<(&str, &str)> = message.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.post(&format!("/console/events/{}/messages", estate.event), &message).await.expect(303);
        let word = estate.event_slug.split('-').next().unwrap_or_default();
        let (event, kind) = (estate.event.to_string(), format!("type_{}", estate.paid_type));
        let limited = [("event", event.as_str()), ("code", "LIMITED"), ("kind", "fixed"), ("amount", "10"), (kind.as_str(), "on")];
        desk.post(&format!("/console/{word}/codes/new"), &limited).await.expect(303);
        let buyer = site.browser();
        let held = buyer
            .post(&format!("/events/{}/hold", estate.event_slug), &[(&format!("quantity[{}]", estate.paid_type), "1"), ("code", "limited")])
            .await;
        buyer.post(held.leads(), &checkout_fields()).await.expect(303);
        let comp = [
            ("kind", estate.free_type.to_string()),
            ("people", "Avalonia Guest, avalon-guest@example.org".to_owned()),
            ("reason", "Press".to_owned()),
        ];
        let comp: Vec<(&str, &str)> = comp.iter().map(|(k, v)| (*k, v.as_str())).collect();
        desk.post(&format!("/console/events/{}/comps", estate.event), &comp).await.expect(303);
        let ticket = site.text(&format!("SELECT id::text FROM tickets WHERE order_id = '{}' ORDER BY id LIMIT 1", estate.order)).await;
        desk.post(&format!("/gate/{}/scan", estate.event), &[("ticket", &ticket)]).await.expect(200);
        let revoke = format!("/console/orders/{}/tickets/{ticket}/revoke", estate.order);
        desk.post(&revoke, &[("reason", "Resold")]).await.expect(303);
        // Of somebody who asks for nothing here: their own rows are there already.
        let member = estate.member.user_id().unwrap();
        site.sql(&format!(
            "INSERT INTO notify.settings (user_id, zone) VALUES ('{member}', 'UTC');
             INSERT INTO notify.choices (user_id, kind, channel, mode) VALUES ('{member}', 'order.paid', 'mail', 'digest')"
        ))
        .await;
        // One that everybody may find.
        site.text(&format!(
            "WITH e AS (INSERT INTO events (id, organization_id, slug, name, starts_at, timezone, currency, status)
                          SELECT gen_random_uuid(), organization_id, slug || '-open', name || ' Open', starts_at, timezone, currency, 'published' FROM events WHERE id = '{}' RETURNING id, organization_id)
             INSERT INTO ticket_types (id, organization_id, event_id, name, price_minor) SELECT gen_random_uuid(), organization_id, id, 'Open', 100 FROM e RETURNING id::text",
            estate.event
        ))
        .await;
    }
    site.house.test_db.settled().await;
    let mut tx = site.house.db.as_system("test").await.unwrap();
    platform_audit::seal(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    (ours, theirs)
}

/// Another event of theirs, with a buyer, that will not happen; its job is late.
async fn called_off(site: &Site, desk: &Browser, estate: &Estate) {
    let word = site.text(&format!("SELECT slug FROM organizations WHERE id = '{}'", estate.organization)).await;
    let event = make_event(desk, &word, &format!("{word} Off")).await;
    let at = format!("/console/events/{event}");
    desk.post(&format!("{at}/ticket-types"), &[("type_name", "Entry"), ("quantity", "5")]).await.expect(303);
    desk.post(&format!("{at}/publish"), &[]).await.expect(303);
    let text = async |sql: String| site.text(&sql).await;
    let slug = text(format!("SELECT slug FROM events WHERE id = '{event}'")).await;
    let kind = text(format!("SELECT id::text FROM ticket_types WHERE event_id = '{event}'")).await.parse().unwrap();
    let (_, order) = buy(&site.browser(), &slug, kind, 1).await;
    desk.post(&format!("{at}/cancel"), &[("reason", "The roof leaks")]).await.expect(303);
    site.sql(&format!(
        "INSERT INTO cancellation_failures (order_id, event_id, organization_id, message, retry_at) SELECT id, event_id, organization_id, 'late', clock.now() FROM orders WHERE id = '{order}'"
    ))
    .await;
}

async fn people(site: &Site, ours: &Estate) -> Vec<(&'static str, Actor)> {
    let guest: Uuid = site.text(&format!("SELECT guest_id::text FROM orders WHERE id = '{}'", ours.order)).await.parse().unwrap();
    let organization = ours.organization.0;
    let mut people = vec![
        ("anonymous", Actor::anonymous()),
        ("guest buyer", Actor::guest(GuestId(guest))),
        ("other guest", Actor::guest(GuestId::new(&site.house.entropy, site.house.clock.now()))),
        ("stranger", site.house.person("Stranger").await),
        ("owner", ours.owner.clone()),
    ];
    for (name, role, scope) in [
        ("organizer", "GVTEWAY_EXPERIENCE_CREATOR", organization),
        ("door", "GVTEWAY_VENUE_MANAGER", organization),
        ("finance", "FINANCE_ADMIN", organization),
        ("viewer", "ATLVS_VIEWER", organization),
        ("event staff", "STAFF", ours.event),
        ("executive", "EXECUTIVE", ours.event),
        ("support", "LEGEND_SUPPORT", PLATFORM),
    ] {
        people.push((name, site.house.holder(&name.replace(' ', "-"), role, scope).await));
    }
    people
}

#[tokio::test]
async fn policies_hold_on_every_table_for_everybody() {
    let site = Site::new().await;
    let (ours, theirs) = two_houses(&site).await;
    let people = people(&site, &ours).await;
    let mut admin = site.house.test_db.connect(None).await;
    let mut matrix = Matrix::new(&site.house.db);
    for (name, actor) in &people {
        matrix = matrix.person(name, actor);
    }
    let shapes = shapes(&mut admin).await;
    assert!(shapes.len() >= 28, "{} tables", shapes.len());
    let mut empty = BTreeSet::new();
    for shape in &shapes {
        let (own, own_rows) = rows(&mut admin, shape, ours.organization).await;
        let (other, other_rows) = match &shape.tenant {
            Some(_) => rows(&mut admin, shape, theirs.organization).await,
            None => ("false".to_owned(), None),
        };
        for condition in [&own_rows, &other_rows].into_iter().flatten().chain(shape.tenant.is_none().then_some(&own)) {
            if texts(&mut admin, format!("SELECT 'x' FROM {} WHERE {condition} LIMIT 1", shape.name)).await.is_empty() {
                empty.insert(shape.name);
            }
        }
        let values = (
            insert(&mut admin, shape, own_rows.as_deref().unwrap_or("true")).await,
            insert(&mut admin, shape, other_rows.as_deref().unwrap_or("true")).await,
        );
        let column = shape.updatable.first().or(shape.columns.first()).unwrap();
        matrix =
            matrix.table(Table { name: shape.name, own, other, insert: Some(values), update: Some(leak(format!("{column} = {column}"))) });
    }
    for owner in [
        "commons",
        "boxoffice",
        "platform-payments",
        "platform-notify",
        "platform-inbox",
        "platform-jobs",
        "platform-audit",
        "platform-keyring",
        "platform-http",
        "platform-storage",
    ] {
        assert_eq!(matrix.forgotten(owner).await, Vec::<String>::new(), "{owner}");
    }
    let unexpected: Vec<_> = empty.iter().filter(|name| !EMPTY.contains(name)).collect();
    assert!(unexpected.is_empty(), "no row of one of the two organizations in {unexpected:?}: the fixture proves nothing there");

    let outcome = matrix.run().await;
    let leaks: Vec<String> = outcome
        .leaks(&["support"])
        .into_iter()
        .filter(|line| !PUBLIC.iter().any(|table| line.starts_with(&format!("public.{table} ")) && line.contains(" select: ")))
        // The picture of an event that everybody may see.
        .filter(|line| !(line.starts_with("storage.files ") && line.contains(" select: 1")))
        .collect();
    assert_eq!(leaks, Vec::<String>::new(), "nobody reaches another tenant's rows but what is public");
    assert_matches_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sweeps/matrix.txt")), &outcome.text());
}

/// What is public of another organization is only what is on sale: the draft is among nobody's rows.
#[tokio::test]
async fn a_draft_is_not_public_and_neither_is_what_hangs_on_it() {
    let site = Site::new().await;
    let (ours, theirs) = (Estate::found(&site).await, Estate::found_as(&site, "rival").await);
    let desk = site.signed_in(&theirs.owner).await;
    desk.post(&format!("/console/events/{}/ticket-types", theirs.draft), &[("type_name", "Early"), ("quantity", "5")]).await.expect(303);
    for (name, actor) in people(&site, &ours).await.into_iter().filter(|(name, _)| *name != "support") {
        let mut tx = site.house.db.as_actor(&actor).await.unwrap();
        for table in PUBLIC.into_iter().filter(|t| *t != "venues") {
            let key = if table == "events" { "id" } else { "event_id" };
            let sql = format!("SELECT count(*) FROM {table} WHERE {key} = '{}'", theirs.draft);
            let seen: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut *tx).await.unwrap();
            assert_eq!(seen, 0, "{name} sees {table} of a draft that is not theirs");
        }
    }
}

#[tokio::test]
async fn no_list_calls_a_function_for_every_row() {
    let site = Site::new().await;
    let ours = Estate::found(&site).await;
    let guest = Actor::guest(GuestId::new(&site.house.entropy, site.house.clock.now()));
    let mut admin = site.house.test_db.connect(None).await;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut read = 0;
    for (role, actor) in [("authenticated", &ours.owner), ("anon", &guest)] {
        let tables = texts(
            &mut admin,
            format!(
                "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND pg_get_userbyid(c.relowner) = 'callboard_owner'
                   AND has_schema_privilege('{role}', n.oid, 'USAGE') AND has_any_column_privilege('{role}', c.oid, 'SELECT') ORDER BY 1"
            ),
        )
        .await;
        for table in tables {
            read += 1;
            let mut tx = site.house.db.as_actor(actor).await.unwrap();
            let calls = per_row_calls(&mut tx, &table).await;
            if !calls.is_empty() {
                found.insert(format!("{role} {table}"), calls);
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    assert!(read > 35, "{read} lists");
}
