//! Who did what: found, read, checked, taken away as a file.

use platform_audit::{Entry, record, seal};
use serde_json::json;

use crate::site::Site;

/// `n` rows of one person, and one of an organization.
async fn rows(site: &Site, n: usize) -> (platform_types::Actor, platform_types::OrganizationId) {
    let ada = site.house.person("Ada").await;
    let organization = site.house.organization(&ada, "lantern").await;
    let mut tx = site.house.db.as_actor(&ada).await.unwrap();
    for number in 0..n {
        record(&mut tx, Entry::new("test.clicked", "tests").on(uuid::Uuid::from_u128(number as u128)).after(json!({ "n": number })))
            .await
            .unwrap();
    }
    record(&mut tx, Entry::new("test.sold", "tests").within(organization).before(json!({"was": "=1+1"})).after(json!({"is": "<b>"})))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (ada, organization)
}

#[tokio::test]
async fn rows_are_found_by_who_what_where_and_when() {
    let site = Site::new().await;
    let (ada, organization) = rows(&site, 60).await;
    let id = ada.user_id().unwrap();
    let count = async |query: &str| site.get(&format!("/admin/audit?{query}")).await.count("tbody tr");
    assert_eq!(count("what=test.sold").await, 1);
    assert_eq!(count("who=ada%40example.org&what=test.").await, 50);
    assert_eq!(count(&format!("who={id}&what=test.sold")).await, 1);
    assert_eq!(count("organization=lantern&what=test.").await, 1);
    assert_eq!(count(&format!("organization={organization}&what=test.clicked")).await, 0);
    assert_eq!(count("on=00000000-0000-0000-0000-000000000007").await, 1);
    assert_eq!(count("from=2026-03-01&until=2026-03-01&what=test.sold").await, 1);
    assert_eq!(count("from=2026-03-02&what=test.sold").await, 0);
    // Page by page, every row once.
    let mut seen = Vec::new();
    let mut next = Some("/admin/audit?what=test.clicked".to_owned());
    while let Some(path) = next.take() {
        let page = site.get(&path).await;
        seen.extend(page.attributes("tbody th a", "href"));
        next = page.attributes("nav.pagination a", "href").into_iter().find(|href| href.contains("before="));
    }
    seen.dedup();
    assert_eq!(seen.len(), 60);
    // What means nothing shows nothing, and says so.
    for (query, says) in [
        ("who=nobody%40example.org", "Nobody here has this address or id."),
        ("organization=nowhere", "There is no organization"),
        ("on=7", "Enter an id like"),
        ("from=yesterday", "Enter a day like 2026-03-14."),
    ] {
        let page = site.get(&format!("/admin/audit?{query}")).await;
        assert!(page.told().contains(says) && page.count("tbody tr") == 0, "{query}: {}", page.told());
    }
    let list = site.get("/admin/audit?what=test.sold").await;
    assert!(list.told().contains("Ada") && list.told().contains("lantern"), "{}", list.told());
    let one = site.get(&list.attribute("tbody th a", "href").unwrap()).await;
    assert!(one.told().contains("=1+1") && one.told().contains("<b>") && one.told().contains("callboard_app"), "{}", one.told());
}

#[tokio::test]
async fn altered_rows_are_noticed_in_the_browser() {
    let site = Site::new().await;
    rows(&site, 3).await;
    site.house.test_db.settled().await;
    let mut tx = site.house.db.as_system("test").await.unwrap();
    seal(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let clean = site.get("/admin/audit/verify").await;
    assert!(clean.told().contains("Every sealed row is as it was."), "{}", clean.told());
    assert!(site.get("/admin/audit").await.told().contains("Last sealed"));
    site.sql(
        "ALTER TABLE audit.events DISABLE TRIGGER ALL; UPDATE audit.events SET action = 'test.bought' WHERE action = 'test.sold'; ALTER TABLE audit.events ENABLE TRIGGER ALL",
    )
    .await;
    let altered = site.get("/admin/audit/verify").await;
    assert!(
        altered.told().contains("One thing was altered.") && altered.told().contains("was changed after it had been sealed"),
        "{}",
        altered.told()
    );
}

#[tokio::test]
async fn a_file_holds_what_the_filter_lets_through_and_leaves_a_row() {
    let site = Site::new().await;
    let (ada, _) = rows(&site, 1_200).await;
    let csv = site.post("/admin/audit/export", &[("what", "test."), ("who", "ada@example.org"), ("format", "csv")]).await.expect(200);
    assert!(csv.header("content-type").starts_with("text/csv") && csv.header("content-disposition").contains("audit.csv"));
    let mut reader = csv::Reader::from_reader(csv.bytes.as_slice());
    let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 1_201);
    assert_eq!((&lines[0][2], &lines[0][6]), ("test.sold", ada.user_id().unwrap().to_string().as_str()), "the latest first");
    assert!(lines[0][13].contains("=1+1"));
    let file = site.post("/admin/audit/export", &[("what", "test.clicked"), ("format", "json")]).await.expect(200);
    let all = file.json();
    let all = all.as_array().unwrap();
    assert_eq!((all.len(), all[0]["after"]["n"].as_i64(), all[1_199]["after"]["n"].as_i64()), (1_200, Some(1_199), Some(0)));
    let none = site.post("/admin/audit/export", &[("what", "nothing."), ("format", "json")]).await.expect(200);
    assert_eq!(none.json(), json!([]));
    assert_eq!(site.audited("audit.exported").await, 3);
    assert_eq!(site.text("SELECT after ->> 'format' FROM audit.events WHERE action = 'audit.exported' ORDER BY id LIMIT 1").await, "csv");
    for fields in [&[("what", "test.")][..], &[("format", "xml")], &[("format", "csv"), ("from", "soon")]] {
        assert_eq!(site.post("/admin/audit/export", fields).await.status.as_u16(), 422);
    }
    assert_eq!(site.audited("audit.exported").await, 3);
}
