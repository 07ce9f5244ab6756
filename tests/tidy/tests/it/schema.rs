//! Every table, view, policy and function of the migrated database.

use std::collections::BTreeSet;

use platform_db::migrate::Bundle;
use platform_db_testing::{TestDb, workspace_root};
use sqlx::Row;

async fn lines(sql: &'static str) -> Vec<String> {
    let test = TestDb::new().await;
    let mut owner = test.connect(Some("callboard_owner")).await;
    sqlx::query(sql).fetch_all(&mut owner).await.unwrap().iter().map(|row| row.get::<String, _>(0)).collect()
}

fn none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[tokio::test]
async fn row_level_security_is_forced_everywhere() {
    let found = lines(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
           AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1",
    )
    .await;
    none(&found, "tables without forced row level security");
}

#[tokio::test]
async fn every_table_has_policies_that_name_their_roles() {
    let bare = lines("SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_get_userbyid(c.relowner) = 'callboard_owner' AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'callboard_owner_all') ORDER BY 1").await;
    none(&bare, "tables without the owner's policy");
    let anyone = lines("SELECT polrelid::regclass || ': ' || polname FROM pg_policy WHERE polroles = '{0}' ORDER BY 1").await;
    none(&anyone, "policies for PUBLIC; name the roles");
}

#[tokio::test]
async fn a_changed_policy_file_leaves_nothing_of_its_old_grants() {
    let test = TestDb::new().await;
    let mut owner = test.connect(Some("callboard_owner")).await;
    let before = "GRANT SELECT (typed) ON public.holds TO anon; DELETE FROM platform.repeatables WHERE name = 'public.holds'";
    sqlx::raw_sql(before).execute(&mut owner).await.unwrap();
    Bundle::from_disk(&workspace_root()).unwrap().apply(&mut owner, |_| ()).await.unwrap();
    let asked = "SELECT has_column_privilege('anon', 'public.holds', 'typed', 'SELECT'), has_column_privilege('anon', 'public.holds', 'id', 'SELECT')";
    let kept: (bool, bool) = sqlx::query_as(asked).fetch_one(&mut owner).await.unwrap();
    assert_eq!(kept, (false, true), "the file of today grants id and no more typed");
}

#[tokio::test]
async fn every_table_is_owned_by_the_crate_that_makes_it() {
    let root = workspace_root();
    let mut claims = Vec::new();
    for line in lines("SELECT c.oid::regclass || '|' || coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_get_userbyid(c.relowner) = 'callboard_owner' ORDER BY 1").await {
        let (table, comment) = line.split_once('|').unwrap();
        let owner = comment.strip_prefix("owner: ").and_then(|rest| rest.split(['.', ';']).next()).unwrap_or_default().to_owned();
        if owner.is_empty() {
            claims.push(format!("{table} does not say whose it is (COMMENT ON TABLE … IS 'owner: <crate>. …')"));
            continue;
        }
        let made_by: BTreeSet<String> = super::files(&root, ".sql")
            .iter()
            .filter(|path| path.components().any(|c| c.as_os_str() == "migrations"))
            .filter(|path| {
                let sql = std::fs::read_to_string(path).unwrap();
                let bare = table.trim_start_matches("public.");
                [format!("CREATE TABLE {table} ("), format!("CREATE TABLE public.{bare} ("), format!("CREATE TABLE {bare} (")].iter().any(|form| sql.contains(form.as_str()))
            })
            .map(|path| crate_of(path))
            .collect();
        if owner != "platform-db" && !made_by.contains(&owner) {
            claims.push(format!("{table} says it is {owner}'s, but is made by {made_by:?}"));
        }
    }
    none(&claims, "tables whose owner is not clear");
}

/// `platform/auth/sql/…` is `platform-auth`; `apps/boxoffice/sql/…` is `boxoffice`.
fn crate_of(path: &std::path::Path) -> String {
    let parts: Vec<String> = path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    let sql = parts.iter().rposition(|p| p == "sql").unwrap();
    let (group, folder) = (&parts[sql - 2], &parts[sql - 1]);
    if group == "platform" { format!("platform-{folder}") } else { folder.clone() }
}

#[tokio::test]
async fn views_show_what_their_reader_may_see() {
    let found = lines(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'v' AND pg_get_userbyid(c.relowner) = 'callboard_owner'
         AND NOT coalesce('security_invoker=true' = ANY (c.reloptions) OR 'security_invoker=on' = ANY (c.reloptions), false) ORDER BY 1",
    )
    .await;
    none(&found, "views without security_invoker");
}

#[tokio::test]
async fn definer_functions_pin_their_search_path_and_are_not_for_everybody() {
    let unpinned = lines("SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef AND pg_get_userbyid(p.proowner) LIKE 'callboard%' AND NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%search_path=%', false) ORDER BY 1").await;
    none(&unpinned, "definer functions without a pinned search_path");
    let superuser = lines("SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE p.prosecdef AND r.rolsuper AND p.pronamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema')) ORDER BY 1").await;
    none(&superuser, "definer functions of a superuser");
}

#[tokio::test]
async fn no_role_of_ours_is_above_row_level_security() {
    let found = lines("SELECT rolname FROM pg_roles WHERE (rolname LIKE 'callboard%' AND rolname <> 'callboard_admin' OR rolname IN ('anon', 'authenticated', 'service_role')) AND (rolsuper OR rolbypassrls) ORDER BY 1").await;
    none(&found, "roles that bypass row level security");
}

#[tokio::test]
async fn people_cannot_write_stock_money_tickets_or_audit() {
    let found = lines(
        "SELECT r || ' may ' || p || ' ' || t FROM unnest(ARRAY['anon', 'authenticated']) r, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) p,
           unnest(ARRAY['holds', 'hold_items', 'orders', 'order_items', 'order_attendees', 'tickets', 'ticket_scans', 'ticket_revocations', 'refunds', 'refund_tickets', 'cancellation_failures', 'payments', 'payment_refunds', 'payment_events', 'journals', 'ledger_entries', 'audit.events']) t
         WHERE has_table_privilege(r, t, p) UNION ALL
         SELECT r || ' may ' || p || ' pools' FROM unnest(ARRAY['anon', 'authenticated']) r, unnest(ARRAY['UPDATE', 'DELETE']) p WHERE has_table_privilege(r, 'pools', p) ORDER BY 1",
    )
    .await;
    none(&found, "grants that nobody should have");
}

/// The template is migrated by the owner's own login: what it made belongs to it, and it is nobody special.
#[tokio::test]
async fn the_house_was_migrated_by_an_ordinary_owner() {
    let others = lines(
        "SELECT c.oid::regclass || ' belongs to ' || pg_get_userbyid(c.relowner) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
           AND pg_get_userbyid(c.relowner) <> 'callboard_owner' ORDER BY 1",
    )
    .await;
    none(&others, "relations that the owner did not make");
    let routines = lines(
        "SELECT p.oid::regprocedure || ' belongs to ' || pg_get_userbyid(p.proowner) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND pg_get_userbyid(p.proowner) NOT IN ('callboard_owner', 'callboard_definer')
           AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1",
    )
    .await;
    none(&routines, "functions that neither the owner nor the definer owns");
    let rights = lines(
        "SELECT rolname || ': ' || concat_ws(' ', CASE WHEN rolsuper THEN 'superuser' END, CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolcreaterole THEN 'createrole' END,
           CASE WHEN rolcreatedb THEN 'createdb' END, CASE WHEN rolreplication THEN 'replication' END)
         FROM pg_roles WHERE rolname IN ('callboard_owner', 'callboard_definer') AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
    )
    .await;
    none(&rights, "rights the owner does not need");
}
