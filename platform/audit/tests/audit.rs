//! Rows are stamped, sealed and proven against a real database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::time::Duration;

use platform_audit::{Entry, Finding, Head, Report, Sealed, heads, record, seal, verify};
use platform_db::{Db, Service};
use platform_db_testing::TestDb;
use platform_types::{Actor, Clock, GuestId, OrganizationId, UserId};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

fn clock() -> Clock {
    Clock::manual("2026-11-21T12:00:00Z".parse().unwrap())
}

fn organization(n: u128) -> OrganizationId {
    OrganizationId(Uuid::from_u128(n))
}

async fn write(db: &Db, actor: &Actor, whose: Option<OrganizationId>, n: u128) -> Uuid {
    let mut tx = db.as_actor(actor).await.unwrap();
    let mut entry =
        Entry::new("order.placed", "orders").on(Uuid::from_u128(n)).after(serde_json::json!({ "total": 1200, "note": "naïve ☂" }));
    if let Some(whose) = whose {
        entry = entry.within(whose);
    }
    let id = record(&mut tx, entry).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Seals everything written so far. Other tests' open transactions on the same server hold the
/// horizon back for as long as they live: that is waited for first, so that one run seals all.
async fn seal_all(db: &Db) -> Sealed {
    loop {
        let mut tx = db.as_system("test").await.unwrap();
        let is_clear: bool =
            sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM audit.events WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()))")
                .fetch_one(&mut *tx)
                .await
                .unwrap();
        if is_clear {
            let sealed = seal(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            return sealed;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn check(db: &Db, published: &[Head]) -> Report {
    let mut tx = db.as_system("test").await.unwrap();
    verify(&mut tx, published).await.unwrap()
}

async fn published(db: &Db) -> Vec<Head> {
    let mut tx = db.as_system("test").await.unwrap();
    heads(&mut tx).await.unwrap()
}

/// What somebody with the database in hand could do.
async fn tamper(test_db: &TestDb, sql: &str) {
    let mut admin = test_db.connect(None).await;
    let sql = format!(
        "ALTER TABLE audit.events DISABLE TRIGGER ALL; ALTER TABLE audit.seals DISABLE TRIGGER ALL; {sql}; ALTER TABLE audit.events ENABLE TRIGGER ALL; ALTER TABLE audit.seals ENABLE TRIGGER ALL"
    );
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut admin).await.unwrap();
}

#[tokio::test]
async fn the_database_stamps_who_it_was() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    let (user, support, guest) = (UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)), GuestId(Uuid::from_u128(3)));
    let mut impersonated = Actor::user(user, None);
    impersonated.impersonator = Some(support);
    impersonated.ip = Some("2001:db8::7".parse().unwrap());
    impersonated.request_id = Some(Uuid::from_u128(9));
    let first = write(&db, &impersonated, Some(organization(5)), 1).await;
    let mut tx = db.as_service(Service::Sales, &Actor::guest(guest)).await.unwrap();
    let second = record(&mut tx, Entry::new("order.paid", "orders")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.as_system("expire holds").await.unwrap();
    let third = record(&mut tx, Entry::new("hold.expired", "holds").before("held").after("expired")).await.unwrap();
    let rows = sqlx::query("SELECT user_id, impersonator_id, guest_id, system_why, login, host(ip) AS ip, request_id, at = '2026-11-21T12:00:00Z' AS then FROM audit.events WHERE id = ANY($1) ORDER BY array_position($1, id)")
        .bind([first, second, third])
        .fetch_all(&mut *tx)
        .await
        .unwrap();
    assert_eq!(rows[0].get::<Option<Uuid>, _>("user_id"), Some(user.0));
    assert_eq!(rows[0].get::<Option<Uuid>, _>("impersonator_id"), Some(support.0));
    assert_eq!(rows[0].get::<Option<String>, _>("ip").as_deref(), Some("2001:db8::7"));
    assert_eq!(rows[0].get::<Option<Uuid>, _>("request_id"), Some(Uuid::from_u128(9)));
    assert_eq!(
        (rows[1].get::<Option<Uuid>, _>("guest_id"), rows[1].get::<String, _>("login")),
        (Some(guest.0), "callboard_sales".to_owned())
    );
    assert_eq!(rows[2].get::<Option<String>, _>("system_why").as_deref(), Some("expire holds"));
    assert!(rows.iter().all(|r| r.get::<bool, _>("then")), "the house's clock, not the machine's");
}

#[tokio::test]
async fn nobody_writes_changes_or_removes_a_row_by_other_means() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    write(&db, &Actor::anonymous(), None, 1).await;
    let refused = [
        "INSERT INTO audit.events (id, login, action, subject_type, at) VALUES (gen_random_uuid(), 'callboard_system', 'order.paid', 'orders', now())",
        "UPDATE audit.events SET action = 'order.refunded'",
        "DELETE FROM audit.events",
        "TRUNCATE audit.events",
    ];
    for sql in refused {
        for login in ["callboard_app", "callboard_sales", "callboard_claims", "callboard_worker", "callboard_vault"] {
            let mut connection = test_db.connect(Some(login)).await;
            assert!(sqlx::raw_sql(sql).execute(&mut connection).await.is_err(), "{login}: {sql}");
        }
        let mut tx = db.as_system("test").await.unwrap();
        assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "service_role: {sql}");
        let mut tx = db.as_actor(&Actor::user(UserId(Uuid::from_u128(1)), None)).await.unwrap();
        assert!(sqlx::raw_sql(sql).execute(&mut *tx).await.is_err(), "authenticated: {sql}");
    }
    // The owner may insert (it owns the table) but not change the past.
    let mut owner = test_db.connect(Some("callboard_owner")).await;
    for sql in &refused[1..] {
        assert!(sqlx::raw_sql(*sql).execute(&mut owner).await.is_err(), "owner: {sql}");
    }
    // A session behind the door of people that claims to be the house is not believed.
    let mut app = test_db.connect(Some("callboard_app")).await;
    sqlx::raw_sql(r#"BEGIN; SET LOCAL ROLE anon; SELECT set_config('callboard.actor', '{"why":"all is well"}', true); SELECT audit.record(NULL, 'admin.done', 'x', NULL, NULL, NULL); COMMIT"#)
        .execute(&mut app)
        .await
        .unwrap();
    let mut tx = db.as_system("test").await.unwrap();
    let row: (Option<String>, String) =
        sqlx::query_as("SELECT system_why, login FROM audit.events WHERE action = 'admin.done'").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(row, (None, "callboard_app".to_owned()));
}

#[tokio::test]
async fn a_rolled_back_transaction_leaves_no_row_and_what_was_sealed_verifies() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    let actor = Actor::guest(GuestId(Uuid::from_u128(1)));
    for n in 0..3 {
        write(&db, &actor, Some(organization(1)), n).await;
        write(&db, &actor, None, n).await;
    }
    let mut tx = db.as_actor(&actor).await.unwrap();
    record(&mut tx, Entry::new("order.placed", "orders")).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(seal_all(&db).await, Sealed { seals: 2, rows: 6 });
    write(&db, &actor, Some(organization(1)), 7).await;
    assert_eq!(check(&db, &[]).await.pending, 1);
    assert_eq!(seal_all(&db).await, Sealed { seals: 1, rows: 1 });
    let heads = published(&db).await;
    assert_eq!(heads.iter().map(|h| (h.organization, h.number)).collect::<Vec<_>>(), [(None, 1), (Some(organization(1)), 2)]);
    let report = check(&db, &heads).await;
    assert_eq!((report.chains, report.seals, report.rows, report.findings), (2, 3, 7, vec![]));
    // The sealer leaves no audit of its own, and has nothing to do now.
    assert_eq!(seal_all(&db).await, Sealed::default());
}

#[tokio::test]
async fn rows_of_one_transaction_keep_their_order_under_a_clock_that_stands_still() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    let mut tx = db.as_system("test").await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..50 {
        ids.push(record(&mut tx, Entry::new("a.b", "c")).await.unwrap());
    }
    assert!(ids.is_sorted() && ids.iter().all(|id| id.get_version_num() == 7));
}

#[tokio::test]
async fn a_row_that_commits_later_than_a_younger_one_is_sealed_and_not_passed() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    let actor = Actor::guest(GuestId(Uuid::from_u128(1)));
    let mut slow = db.as_actor(&actor).await.unwrap();
    let older = record(&mut slow, Entry::new("order.placed", "orders")).await.unwrap();
    let younger = write(&db, &actor, None, 2).await;
    assert!(older < younger);
    let mut tx = db.as_system("test").await.unwrap();
    assert_eq!(seal(&mut tx).await.unwrap(), Sealed::default(), "the older one is still open: nothing above it may be sealed");
    tx.commit().await.unwrap();
    slow.commit().await.unwrap();
    assert_eq!(seal_all(&db).await.rows, 2);
    let report = check(&db, &[]).await;
    assert_eq!((report.rows, report.pending, report.findings), (2, 0, vec![]));
}

#[tokio::test]
async fn every_way_to_tamper_is_found() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    let actor = Actor::guest(GuestId(Uuid::from_u128(1)));
    let a = Some(organization(1));
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(write(&db, &actor, a, n).await);
        seal_all(&db).await;
    }
    let heads = published(&db).await;
    assert!(check(&db, &heads).await.is_clean());

    // Each field that says something, one after the other; then put back.
    for (column, value) in [
        ("action", "'order.refunded'"),
        ("after", "'{\"total\": 1}'"),
        ("before", "'{}'"),
        ("at", "at - interval '1 microsecond'"),
        ("guest_id", "NULL"),
        ("user_id", "id"),
        ("login", "'callboard_system'"),
        ("system_why", "'because'"),
        ("subject_id", "id"),
        ("subject_type", "'tickets'"),
        ("ip", "'203.0.113.1'"),
        ("request_id", "id"),
        ("impersonator_id", "id"),
        ("xid", "'7'"),
    ] {
        let target = ids[1];
        tamper(&test_db, &format!("CREATE TABLE kept AS SELECT * FROM audit.events WHERE id = '{target}'; UPDATE audit.events SET {column} = {value} WHERE id = '{target}'")).await;
        assert_eq!(check(&db, &[]).await.findings, [Finding::Changed { organization: a, row: target }], "{column}");
        tamper(&test_db, &format!("UPDATE audit.events e SET {column} = kept.{column} FROM kept WHERE e.id = kept.id; DROP TABLE kept"))
            .await;
        assert!(check(&db, &heads).await.is_clean(), "{column} was put back");
    }

    tamper(
        &test_db,
        &format!("CREATE TABLE kept AS SELECT * FROM audit.events WHERE id = '{}'; DELETE FROM audit.events WHERE id = '{0}'", ids[2]),
    )
    .await;
    assert_eq!(check(&db, &[]).await.findings, [Finding::Missing { organization: a, row: ids[2] }]);
    tamper(&test_db, "ALTER TABLE kept DROP COLUMN chain; INSERT INTO audit.events (id, organization_id, xid, login, user_id, guest_id, impersonator_id, system_why, action, subject_type, subject_id, before, after, at, ip, request_id, key_id) SELECT * FROM kept; DROP TABLE kept").await;
    assert!(check(&db, &heads).await.is_clean());

    // Moved to another organization: gone from one chain, too much in the other.
    let other = Some(organization(2));
    tamper(&test_db, &format!("UPDATE audit.events SET organization_id = '{}' WHERE id = '{}'", organization(2), ids[3])).await;
    assert_eq!(
        check(&db, &[]).await.findings,
        [Finding::Changed { organization: a, row: ids[3] }, Finding::Inserted { organization: other, row: ids[3] }]
    );
    tamper(&test_db, &format!("UPDATE audit.events SET organization_id = '{}' WHERE id = '{}'", organization(1), ids[3])).await;

    // A row smuggled in with an old transaction's number, between, before and behind what was sealed.
    for (n, xid) in
        [(90_u128, "(SELECT min(xid) FROM audit.seals, audit.events)"), (91, "'3'"), (92, "(SELECT max(upto_xid) FROM audit.seals)")]
    {
        let id = Uuid::from_u128(n);
        tamper(&test_db, &format!("INSERT INTO audit.events (id, organization_id, xid, login, action, subject_type, at) VALUES ('{id}', '{}', {xid}, 'x', 'a.b', 'c', now())", organization(1))).await;
        assert_eq!(check(&db, &[]).await.findings, [Finding::Inserted { organization: a, row: id }], "{xid}");
        write(&db, &actor, a, n).await;
        seal_all(&db).await;
        assert_eq!(check(&db, &[]).await.findings, [Finding::Inserted { organization: a, row: id }], "a later seal does not cover it up");
        tamper(&test_db, &format!("DELETE FROM audit.events WHERE id = '{id}'")).await;
    }
    assert!(check(&db, &heads).await.is_clean());
}

#[tokio::test]
async fn seals_that_were_altered_cut_off_or_rewritten_are_found() {
    let test_db = TestDb::new().await;
    let db = test_db.db(clock());
    for n in 0..3 {
        write(&db, &Actor::anonymous(), None, n).await;
        seal_all(&db).await;
    }
    let heads = published(&db).await;
    let whats = |report: Report| -> Vec<(i64, &'static str)> {
        report
            .findings
            .iter()
            .filter_map(|f| if let Finding::Seal { number, what, .. } = f { Some((*number, *what)) } else { None })
            .collect()
    };
    tamper(&test_db, "CREATE TABLE kept AS SELECT * FROM audit.seals; UPDATE audit.seals SET horizon = '99999999' WHERE number = 2").await;
    assert_eq!(whats(check(&db, &[]).await), [(2, "its content was changed")]);
    tamper(&test_db, "DELETE FROM audit.seals WHERE number = 2").await;
    assert_eq!(whats(check(&db, &[]).await), [(3, "the seal before it is gone")]);
    tamper(
        &test_db,
        "INSERT INTO audit.seals SELECT * FROM kept WHERE number = 2; UPDATE audit.seals SET hash = sha256('x') WHERE number = 1",
    )
    .await;
    assert_eq!(whats(check(&db, &[]).await), [(1, "its content was changed"), (2, "does not follow from the seal before it")]);
    // The last seal and its row taken away together: only who kept the head can tell.
    tamper(&test_db, "DELETE FROM audit.seals; INSERT INTO audit.seals SELECT * FROM kept WHERE number < 3; DELETE FROM audit.events WHERE xid > (SELECT max(upto_xid) FROM audit.seals)").await;
    assert!(check(&db, &[]).await.is_clean());
    assert_eq!(whats(check(&db, &heads).await), [(3, "was published and is gone")]);
    // The whole past rewritten with this very program.
    tamper(&test_db, "DELETE FROM audit.seals; UPDATE audit.events SET action = 'x.y'").await;
    seal_all(&db).await;
    write(&db, &Actor::anonymous(), None, 7).await;
    seal_all(&db).await;
    write(&db, &Actor::anonymous(), None, 8).await;
    seal_all(&db).await;
    assert!(check(&db, &[]).await.is_clean());
    assert_eq!(whats(check(&db, &heads).await), [(3, "is not the one that was published")]);
}
