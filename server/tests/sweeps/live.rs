//! The composed house hears of changes from the log.

use platform_realtime::Feed;

use crate::site::Site;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_that_a_live_page_follows_is_in_the_log() {
    let site = Site::new().await;
    let (live, log) = (site.whole.live.clone(), site.whole.log.clone());
    let run = tokio::spawn(async move { live.run(log).await });
    loop {
        match site.whole.live.feed() {
            Feed::Streaming => break,
            Feed::Asking(why) => panic!("{why}"),
            Feed::Starting(_) => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
        }
    }
    site.whole.live.close_all().await;
    run.await.unwrap();
}

#[tokio::test]
async fn the_log_carries_ids_and_nothing_else() {
    let site = Site::new().await;
    let columns = site
        .text(
            "SELECT string_agg(DISTINCT a.attname || ' ' || format_type(t.atttypid, NULL), ', ' ORDER BY a.attname || ' ' || format_type(t.atttypid, NULL))
             FROM pg_publication_tables p, unnest(p.attnames) a (attname), pg_attribute t
             WHERE p.pubname = 'callboard_live' AND t.attrelid = format('%I.%I', p.schemaname, p.tablename)::regclass AND t.attname = a.attname",
        )
        .await;
    for column in columns.split(", ") {
        assert!(column.ends_with("id uuid"), "{column} leaves by the log");
    }
}
