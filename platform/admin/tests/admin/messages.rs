//! The log of messages tells what became of them, and never what they say.

use platform_notify::{Mail, queue};

use crate::site::Site;

async fn write(site: &Site, key: &str, to: &str, subject: &str, body: &str) {
    let mut tx = site.house.db.as_system("test").await.unwrap();
    queue(&mut tx, &Mail::new(key, "test.hello", to.parse().unwrap(), subject.parse().unwrap(), body)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_became_of_a_mail_is_told_and_its_text_is_not() {
    let site = Site::new().await;
    write(&site, "a", "mei@example.org", "Your <tickets>", "https://callboard.test/reset/SECRET").await;
    write(&site, "b", "ada@example.org", "News", "Doors at seven SECRET").await;
    site.sql("UPDATE notify.messages SET status = 'failed', settled_at = clock.now(), error = '550 no such mailbox' WHERE key = 'b'").await;
    let list = site.get("/admin/messages").await;
    assert_eq!(list.count("tbody tr"), 2);
    assert!(
        list.told().contains("Your <tickets>") && list.told().contains("550 no such mailbox") && list.told().contains("On its way"),
        "{}",
        list.told()
    );
    let failed = site.get("/admin/messages?state=failed").await;
    assert_eq!(failed.find("tbody th a"), ["News"]);
    assert_eq!(site.get("/admin/messages?q=MEI%40&purpose=test.").await.find("tbody th a"), ["Your <tickets>"]);
    let one = site.get(&failed.attribute("tbody a", "href").unwrap()).await;
    assert!(one.told().contains("ada@example.org") && one.told().contains("550 no such mailbox"), "{}", one.told());
    for page in [&list, &failed, &one] {
        assert!(!page.text.contains("SECRET"), "{}", page.text);
    }
    assert!(site.get("/admin/messages?q=nobody").await.told().contains("None match"));
    site.browser(&site.chief).get("/admin/messages/00000000-0000-7000-8000-000000000000").await.expect(404);
}

#[tokio::test]
async fn the_log_goes_on_page_by_page() {
    let site = Site::new().await;
    for n in 0..55 {
        write(&site, &format!("k{n}"), &format!("p{n}@example.org"), &format!("Subject {n}"), "x").await;
    }
    let first = site.get("/admin/messages").await;
    let second = site.get(&first.attribute("nav.pagination a", "href").unwrap()).await;
    assert_eq!((first.count("tbody tr"), second.count("tbody tr")), (50, 5));
    let mut seen: Vec<String> = [first, second].iter().flat_map(|page| page.find("tbody th a")).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 55, "each once, though all were written in one second");
}
