//! What every route leaves in the audit: exactly the row it declares when it succeeds, nothing otherwise,
//! and never a change without the row.

use platform_http::{Audit, GET, RouteMeta};

use super::acts::prepare;
use super::estate::{Estate, buy, hold};
use super::site::{Site, changed};

fn declared(site: &Site) -> Vec<(RouteMeta, &'static str)> {
    let action = |meta: &RouteMeta| match meta.audit {
        Audit::Action(action) => Some((meta.clone(), action)),
        Audit::Nothing(_) => None,
    };
    let all: Vec<_> = site.whole.routes.iter().filter_map(action).collect();
    assert!(all.len() >= 28, "{}", all.len());
    all
}

#[tokio::test]
async fn success_leaves_exactly_the_row_that_is_declared() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let mut wrong = Vec::new();
    for (meta, action) in declared(&site) {
        let act = prepare(&site, &estate, meta.name).await.unwrap_or_else(|| panic!("{}: write its act in acts.rs", meta.name));
        let before = site.audited().await;
        let answer = act.rightly().await;
        let after = site.audited().await;
        let left = &after[before.len()..];
        if !(answer.status.is_success() || answer.status.is_redirection()) || left != [action] {
            wrong.push(format!("{}: {} left {left:?}, not {action}: {}", meta.name, answer.status, answer.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_refused_leaves_nothing() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (meta, _) in declared(&site) {
        let act = prepare(&site, &estate, meta.name).await.unwrap();
        let before = (site.audited().await, site.state().await);
        let Some(answer) = act.wrongly().await else { continue };
        tried += 1;
        let left = site.audited().await[before.0.len()..].to_vec();
        let touched = changed(&before.1, &site.state().await);
        if !answer.status.is_client_error() || !left.is_empty() || !touched.is_empty() {
            wrong.push(format!("{}: {} left {left:?}, changed {touched:?}: {}", meta.name, answer.status, answer.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried >= 18, "{tried} routes read a body");
}

/// The audit refuses every row at the end of its transaction: then nothing else may have happened either.
#[tokio::test]
async fn nothing_happens_without_its_row() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    site.sql(
        "CREATE FUNCTION audit.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is full'; END $$;
         CREATE CONSTRAINT TRIGGER full_at_commit AFTER INSERT ON audit.events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.full();
         ALTER TABLE audit.events DISABLE TRIGGER full_at_commit;",
    )
    .await;
    let mut wrong = Vec::new();
    for (meta, _) in declared(&site) {
        let act = prepare(&site, &estate, meta.name).await.unwrap();
        site.sql("ALTER TABLE audit.events ENABLE TRIGGER full_at_commit").await;
        let before = site.state().await;
        let answer = act.rightly().await;
        let touched = changed(&before, &site.state().await);
        site.sql("ALTER TABLE audit.events DISABLE TRIGGER full_at_commit").await;
        if answer.status != 500 || !touched.is_empty() || answer.text.contains("audit") {
            wrong.push(format!("{}: {} changed {touched:?}: {}", meta.name, answer.status, answer.told()));
        }
        // The house is whole afterwards: the same act succeeds.
        let again = act.rightly().await;
        if again.status.is_client_error() || again.status.is_server_error() {
            wrong.push(format!("{} afterwards: {}: {}", meta.name, again.status, again.told()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_declares_nothing_leaves_nothing() {
    let site = Site::new().await;
    let estate = Estate::found(&site).await;
    let desk = site.signed_in(&estate.owner).await;
    let buyer = site.browser();
    let (_, order) = buy(&buyer, &estate.event_slug, estate.free_type, 1).await;
    let code = site.text(&format!("SELECT lookup_code FROM orders WHERE id = '{order}'")).await;
    let before = site.audited().await;
    let mut seen = 0;
    for meta in site.whole.routes.iter().filter(|m| m.method == GET) {
        let path = estate.path(meta).unwrap();
        let answer = desk.get(&path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.told());
        seen += usize::from(answer.status == 200);
    }
    assert!(seen > 25, "{seen} pages were read");
    // What is no reading but declares nothing.
    hold(&buyer, &estate.event_slug, estate.paid_type, 1).await;
    let found = buyer.post("/orders/lookup", &[("email", "avalon-buyer@example.org"), ("code", &code)]).await;
    assert_eq!(found.leads(), format!("/orders/{order}"));
    let ticket = site.text(&format!("SELECT id::text FROM tickets WHERE order_id = '{order}'")).await;
    let scanned = desk.post(&format!("/gate/{}/scan", estate.event), &[("ticket", &ticket)]).await;
    assert_eq!(scanned.status, 200, "{}", scanned.told());
    desk.post("/api/webhooks/stripe", &[]).await.expect(400);
    assert_eq!(site.audited().await, before);
}
