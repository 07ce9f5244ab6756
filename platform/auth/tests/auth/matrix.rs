//! Every table of this crate, as everybody, on the own and on another tenant; and the plans of their lists.

use std::path::Path;

use platform_auth::organizations::{Invitation, NewApplication, NewOrganization};
use platform_auth::roles::{PLATFORM, ScopeKind};
use platform_auth_testing::{House, Matrix, Table, assert_matches_file, per_row_calls};
use platform_types::{Actor, GuestId};

/// Tables nobody but the house touches: one line each, all refused.
const CLOSED: [&str; 19] = [
    "auth.users",
    "auth.identities",
    "auth.sessions",
    "auth.refresh_tokens",
    "auth.session_cookies",
    "auth.one_time_tokens",
    "auth.flow_state",
    "auth.attempts",
    "auth.scopes",
    "auth.scope_edges",
    "auth.founding_rule",
    "auth.mfa_factors",
    "auth.mfa_challenges",
    "auth.mfa_used_steps",
    "auth.recovery_codes",
    "auth.second_factor_rule",
    "auth.impersonations",
    "auth.provider_flows",
    "auth.provider_offers",
];

#[tokio::test]
async fn policies_hold_for_everybody_everywhere() {
    let house = House::new().await;
    let (owner, rival) = (house.person("Owner").await, house.person("Rival").await);
    let (ours, theirs) = (house.organization(&owner, "ours").await, house.organization(&rival, "theirs").await);
    let (event, their_event) = (house.scope(ScopeKind::Event, ours, &[]).await, house.scope(ScopeKind::Event, theirs, &[]).await);
    let admin = house.holder("Admin", "ATLVS_ADMIN", ours.0).await;
    let viewer = house.holder("Viewer", "ATLVS_VIEWER", ours.0).await;
    let finance = house.holder("Finance", "FINANCE_ADMIN", ours.0).await;
    let executive = house.holder("Executive", "EXECUTIVE", event).await;
    let staff = house.holder("Staff", "STAFF", event).await;
    let buyer = house.person("Buyer").await;
    let support = house.holder("Support", "LEGEND_SUPPORT", PLATFORM).await;
    for (who, scope) in [(&owner, ours), (&rival, theirs)] {
        let offer = Invitation {
            email: "new@example.org".parse().unwrap(),
            role: "ATLVS_VIEWER".into(),
            scope: scope.0,
            role_expires_at: None,
            locale: "en".into(),
        };
        house.auth.invite(who, &offer).await.unwrap();
    }
    for who in [&buyer, &rival] {
        house.auth.apply_as_organizer(who, &application("asked")).await.unwrap();
    }
    let mut programs = Vec::new();
    for (who, organization) in [(&owner, ours), (&rival, theirs)] {
        let wanted = platform_auth::api_keys::NewApiKey {
            id: platform_types::KeyId::new(&house.entropy, house.clock.now()),
            organization,
            name: "Website".into(),
            permissions: vec!["events:view".into(), "settings:manage".into()],
            networks: vec![],
            expires_at: None,
        };
        let (id, key) = house.auth.make_key(who, &wanted).await.unwrap();
        house.auth.exchange_key(&key.expose(), &platform_auth::Origin::default()).await.unwrap();
        programs.push(Actor::key(id));
    }
    let guest = Actor::guest(GuestId::new(&house.entropy, house.clock.now()));
    let buyer_id = buyer.user_id().unwrap();
    let tenant = |column: &str| (format!("{column} = '{ours}'"), format!("{column} = '{theirs}'"));
    let mut matrix = Matrix::new(&house.db)
        .person("anonymous", &Actor::anonymous())
        .person("guest", &guest)
        .person("buyer", &buyer)
        .person("owner", &owner)
        .person("administrator", &admin)
        .person("viewer", &viewer)
        .person("finance", &finance)
        .person("executive", &executive)
        .person("staff", &staff)
        .person("program", &programs[0])
        .person("support", &support);
    let (own, other) = tenant("id");
    matrix = matrix.table(Table { name: "public.organizations", own, other, insert: None, update: Some("name = 'renamed'") });
    let (own, other) = tenant("organization_id");
    let row = |organization| format!("(organization_id, user_id) VALUES ('{organization}', '{buyer_id}')");
    matrix = matrix.table(Table {
        name: "public.memberships",
        own,
        other,
        insert: Some((row(ours), row(theirs))),
        update: Some("created_at = created_at"),
    });
    let (own, other) = tenant("organization_id");
    let row = |scope| format!("(user_id, role, scope_id) VALUES ('{buyer_id}', 'ATLVS_VIEWER', '{scope}')");
    matrix = matrix.table(Table {
        name: "public.user_roles",
        own,
        other,
        insert: Some((row(ours), row(theirs))),
        update: Some("expires_at = NULL"),
    });
    let (own, other) = tenant("organization_id");
    let row = |scope| {
        format!(
            "(id, email, role, scope_id, token_hash, expires_at) VALUES ('00000000-0000-0000-0000-000000000007', 'x@example.org', 'ATLVS_VIEWER', '{scope}', decode(repeat('ab', 32), 'hex'), clock.now() + interval '1 day')"
        )
    };
    matrix = matrix.table(Table {
        name: "public.invitations",
        own,
        other,
        insert: Some((row(ours), row(theirs))),
        update: Some("revoked_at = clock.now()"),
    });
    let (own, other) = tenant("organization_id");
    let row = |organization| {
        format!(
            "(id, organization_id, name, prefix, secret_hash, permissions) VALUES ('00000000-0000-0000-0000-000000000009', '{organization}', 'x', 'cbk_00000000', decode(repeat('ab', 32), 'hex'), '{{events:view}}')"
        )
    };
    matrix = matrix.table(Table {
        name: "public.api_keys",
        own,
        other,
        insert: Some((row(ours), row(theirs))),
        update: Some("revoked_at = clock.now()"),
    });
    let (own, other) = tenant("organization_id");
    let row = |organization| {
        format!(
            "(id, key_id, organization_id, expires_at) SELECT '00000000-0000-0000-0000-000000000010', id, organization_id, clock.now() FROM api_keys WHERE organization_id = '{organization}'"
        )
    };
    matrix = matrix.table(Table {
        name: "public.system_tokens",
        own,
        other,
        insert: Some((row(ours), row(theirs))),
        update: Some("expires_at = clock.now()"),
    });
    let asked_by = |actor: &Actor| format!("applicant = '{}'", actor.user_id().unwrap());
    let row = "(id, name, slug, timezone, currency, about, contact) VALUES ('00000000-0000-0000-0000-000000000008', 'x', 'xx', 'UTC', 'EUR', 'x', 'x')";
    matrix = matrix.table(Table {
        name: "public.organizer_applications",
        own: asked_by(&buyer),
        other: asked_by(&rival),
        insert: Some((
            row.into(),
            row.replace("(id,", "(applicant, id,").replace("VALUES (", &format!("VALUES ('{}', ", rival.user_id().unwrap())),
        )),
        update: Some("status = 'withdrawn'"),
    });
    let of = |actor: &Actor| format!("id = '{}'", actor.user_id().unwrap());
    matrix = matrix.table(Table {
        name: "public.platform_users",
        own: of(&viewer),
        other: of(&rival),
        insert: None,
        update: Some("full_name = 'renamed'"),
    });
    for (name, row) in [
        ("public.permissions", "VALUES ('a:b', 'x')"),
        ("public.role_definitions", "SELECT * FROM role_definitions LIMIT 0"),
        ("public.role_permissions", "VALUES ('ATLVS_VIEWER', 'ledger:post')"),
    ] {
        // The vocabulary belongs to nobody: there is no other tenant's.
        matrix =
            matrix.table(Table { name, own: "true".into(), other: "false".into(), insert: Some((row.into(), row.into())), update: None });
    }
    for (who, network) in [(&owner, "192.0.2.0/24"), (&rival, "198.51.100.0/24")] {
        let mut tx = house.db.as_system("test").await.unwrap();
        let add = "INSERT INTO auth.admin_networks (network, added_by) VALUES ($1::text::cidr, $2)";
        sqlx::query(add).bind(network).bind(who.user_id().unwrap().0).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    for who in [&buyer, &rival] {
        house.auth.allow_support(who, true).await.unwrap();
    }
    matrix = matrix.table(Table {
        name: "auth.admin_networks",
        own: format!("added_by = '{}'", owner.user_id().unwrap()),
        other: format!("added_by = '{}'", rival.user_id().unwrap()),
        insert: Some((
            "(network) VALUES ('203.0.113.0/24')".into(),
            format!("(network, added_by) VALUES ('203.0.113.0/24', '{}')", rival.user_id().unwrap()),
        )),
        update: None,
    });
    let allows = |actor: &Actor| format!("user_id = '{}'", actor.user_id().unwrap());
    matrix = matrix.table(Table {
        name: "auth.support_grants",
        own: allows(&buyer),
        other: allows(&rival),
        insert: Some((
            "(until) VALUES (clock.now() + interval '1 hour')".into(),
            format!("(user_id, until) VALUES ('{}', clock.now() + interval '1 hour')", rival.user_id().unwrap()),
        )),
        update: None,
    });
    for name in CLOSED {
        matrix = matrix.table(Table {
            name,
            own: "true".into(),
            other: "true".into(),
            insert: Some(("DEFAULT VALUES".into(), "DEFAULT VALUES".into())),
            update: None,
        });
    }
    assert_eq!(matrix.forgotten("platform-auth").await, Vec::<String>::new(), "every table is in the matrix");
    let outcome = matrix.run().await;
    assert_eq!(
        outcome.leaks(&["support"]),
        Vec::<String>::new(),
        "nobody but the platform's own people reaches another tenant ({their_event})"
    );
    assert_matches_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/auth/matrix.txt")), &outcome.text());
}

fn application(slug: &str) -> NewApplication {
    NewApplication {
        organization: NewOrganization {
            name: slug.into(),
            slug: slug.into(),
            zone: "Europe/Berlin".parse().unwrap(),
            currency: "EUR".parse().unwrap(),
        },
        about: "Concerts".into(),
        website: String::new(),
        contact: "+49 30 1".into(),
    }
}

#[tokio::test]
async fn lists_call_no_function_per_row() {
    let house = House::new().await;
    let owner = house.person("Owner").await;
    house.organization(&owner, "ours").await;
    for table in [
        "organizations",
        "organizer_applications",
        "memberships",
        "user_roles",
        "invitations",
        "api_keys",
        "system_tokens",
        "platform_users",
        "permissions",
        "role_definitions",
        "role_permissions",
    ] {
        let mut tx = house.db.as_actor(&owner).await.unwrap();
        assert_eq!(per_row_calls(&mut tx, &format!("public.{table}")).await, Vec::<String>::new(), "{table}");
    }
    // The sweep finds what it is for.
    let mut tables = house.test_db.connect(Some("callboard_owner")).await;
    sqlx::raw_sql(
        "CREATE TABLE bad (user_id uuid, role text, scope_id uuid); ALTER TABLE bad ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; GRANT SELECT ON bad TO authenticated;
         CREATE TABLE worse (LIKE bad); ALTER TABLE worse ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY; GRANT SELECT ON worse TO authenticated;
         CREATE POLICY per_row ON bad FOR SELECT TO authenticated USING (user_id = auth.uid());
         CREATE POLICY per_row ON worse FOR SELECT TO authenticated USING (auth.may_grant(role, scope_id));",
    )
    .execute(&mut tables)
    .await
    .unwrap();
    for table in ["bad", "worse"] {
        let mut tx = house.db.as_actor(&owner).await.unwrap();
        assert_eq!(per_row_calls(&mut tx, table).await.len(), 1, "{table}");
    }
}
