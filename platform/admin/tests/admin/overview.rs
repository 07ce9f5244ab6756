//! How the house is, and what its database works at.

use crate::site::Site;

#[tokio::test]
async fn the_overview_says_how_the_parts_are() {
    let site = Site::new().await;
    let page = site.get("/admin").await;
    assert!(page.told().contains("Everything works") && page.told().contains("database Works answers"), "{}", page.told());
    assert!(page.told().contains("Given up 0"), "{}", page.told());
    assert_eq!(page.attributes("nav a[aria-current]", "href").first().map(String::as_str), Some("/admin"));
}

#[tokio::test]
async fn every_page_is_told_in_german_too() {
    let site = Site::new().await;
    let english = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/texts/en/admin.ftl")).unwrap();
    let sentences: Vec<&str> = english
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(_, text)| text)
        .filter(|text| text.split(' ').count() > 2 && !text.contains('{'))
        .collect();
    assert!(sentences.len() > 60, "{}", sentences.len());
    let headers = [("accept", "text/html"), ("accept-language", "de")];
    for meta in site.metas.iter().filter(|meta| meta.method == platform_http::GET && !meta.path.contains('{')) {
        let page = site.browser(&site.chief).send(axum::http::Method::GET, meta.path, &headers, "").await.expect(200);
        let left: Vec<&&str> = sentences.iter().filter(|sentence| page.text.contains(**sentence)).collect();
        assert!(left.is_empty(), "{}: {left:?}", meta.path);
    }
    let own = format!("/admin/people/{}", site.chief.user_id().unwrap());
    let page = site.browser(&site.chief).send(axum::http::Method::GET, &own, &headers, "").await.expect(200);
    assert!(page.told().contains("Wo die Person angemeldet ist") && page.told().contains("Plattform"), "{}", page.told());
}

#[tokio::test]
async fn where_nothing_is_counted_the_page_says_how_to_have_it_counted() {
    let site = Site::new().await;
    // An open transaction is what somebody looks for here.
    let mut open = site.house.test_db.connect(None).await;
    sqlx::raw_sql("BEGIN; SELECT set_config('a.b', 'SECRET', true)").execute(&mut open).await.unwrap();
    let page = site.get("/admin/queries").await;
    assert!(page.told().contains("CREATE EXTENSION pg_stat_statements"), "{}", page.told());
    assert!(page.told().contains("What runs now") && !page.text.contains("SECRET"), "{}", page.told());
}

/// Where the cluster counts, as the private one does.
#[tokio::test]
async fn counted_statements_are_listed_by_what_they_cost() {
    let site = Site::new().await;
    let available = site.number("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'").await == 1
        && site.text("SELECT current_setting('shared_preload_libraries')").await.contains("pg_stat_statements");
    if !available {
        println!("SKIPPED: this PostgreSQL counts no statements");
        return;
    }
    site.sql("CREATE EXTENSION pg_stat_statements; GRANT pg_read_all_stats TO callboard_system").await;
    site.get("/admin/people").await;
    let page = site.get("/admin/queries").await;
    // Which ones it still counts is the cluster's: it forgets some where many databases are at work.
    let rows = page.find("table tbody tr");
    assert!(page.told().contains("The costliest statements") && !rows.is_empty(), "{}", page.told());
    assert!(rows.iter().any(|row| row.contains("$1")), "{rows:?}");
}
