//! Uploads that go well, twice, or are let go.

use platform_db::constraint_of;
use platform_storage::{Asked, Files, Purpose, Swept, answer, find, inspect, sweep, sweep_strays};
use platform_types::Actor;
use uuid::Uuid;

use super::house::{Desk, jpeg, pdf};

#[tokio::test]
async fn the_same_form_and_the_same_bytes_are_one_file() {
    let desk = Desk::new().await;
    let document = pdf(9_000);
    let (first, again, _) = desk.keep(Purpose::Document, "rider.pdf", "form-1", &document).await;
    assert!(!again);
    let (second, again, _) = desk.keep(Purpose::Document, "rider.pdf", "form-1", &document).await;
    assert_eq!((second, again), (first, true));
    let (other_bytes, again, _) = desk.keep(Purpose::Document, "rider.pdf", "form-1", &pdf(9_001)).await;
    assert!(other_bytes != first && !again, "another file from the same form is another file");
    let (other_form, again, _) = desk.keep(Purpose::Document, "rider.pdf", "form-2", &document).await;
    assert!(other_form != first && !again);
    assert_eq!(desk.states().await, ["deleted", "stored", "stored", "stored"]);
    assert_eq!(sweep(&desk.files).await.unwrap().removed, 1);
    assert_eq!(desk.on_disk().len(), 3, "what is in use stays");
}

#[tokio::test]
async fn two_clicks_at_once_are_one_file() {
    let desk = Desk::new().await;
    let document = pdf(4_000);
    let (a, b) = (
        desk.send(Purpose::Document, "a.pdf", "k", &document).await.unwrap(),
        desk.send(Purpose::Document, "a.pdf", "k", &document).await.unwrap(),
    );
    let mut first = desk.house.db.as_actor(&desk.owner).await.unwrap();
    let (kept, _) = a.keep(&mut first).await.unwrap();
    let second = async {
        let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
        let answer = b.keep(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        answer
    };
    let commit = async {
        desk.house.test_db.until_one_waits().await;
        first.commit().await.unwrap();
    };
    let (second, ()) = tokio::join!(second, commit);
    assert_eq!(second, (kept, true));
}

#[tokio::test]
async fn another_person_keeps_or_drops_nothing_of_mine() {
    let desk = Desk::new().await;
    let rival = desk.house.person("Rival").await;
    let kept = desk.send(Purpose::Document, "a.pdf", "k", &pdf(100)).await.unwrap();
    let mut tx = desk.house.db.as_actor(&rival).await.unwrap();
    assert!(kept.keep(&mut tx).await.unwrap_err().to_string().contains("given up"));
    drop(tx);
    desk.files.discard(&rival, kept.id).await;
    assert_eq!(desk.states().await, ["uploading"]);
    desk.files.discard(&desk.owner, kept.id).await;
    assert_eq!(desk.states().await, ["deleted"]);
}

#[tokio::test]
async fn rows_go_forwards_only_and_after_their_bytes() {
    let desk = Desk::new().await;
    let (id, _, _) = desk.keep(Purpose::Document, "a.pdf", "k", &pdf(100)).await;
    for (sql, what) in [
        ("DELETE FROM storage.files WHERE id = $1", "a row goes before its bytes"),
        ("UPDATE storage.files SET state = 'uploading' WHERE id = $1", "a stored file is uploaded again"),
    ] {
        let mut tx = desk.house.db.as_system("test").await.unwrap();
        let error = sqlx::query(sql).bind(id).execute(&mut *tx).await.expect_err(what);
        assert_eq!(constraint_of(&error), Some("files_forwards"), "{what}");
    }
}

#[tokio::test]
async fn an_upload_that_never_ended_is_given_up_after_an_hour_and_not_before() {
    let desk = Desk::new().await;
    let kept = desk.send(Purpose::Picture, "a.jpg", "k", &jpeg(700, 500)).await.unwrap();
    desk.house.clock.advance(chrono::Duration::minutes(59));
    assert_eq!(sweep(&desk.files).await.unwrap(), Swept::default());
    assert_eq!(desk.on_disk().len(), 6);
    desk.house.clock.advance(chrono::Duration::minutes(2));
    assert_eq!(sweep(&desk.files).await.unwrap(), Swept { given_up: 1, removed: 1 });
    assert_eq!((desk.on_disk(), desk.states().await), (vec![], vec![]));
    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    assert!(kept.keep(&mut tx).await.unwrap_err().to_string().contains("given up"), "too late is told, and nothing refers to nothing");
}

#[tokio::test]
async fn bytes_without_a_row_are_found_and_go_after_a_day_by_the_houses_clock() {
    let desk = Desk::new().await;
    let (kept, _, _) = desk.keep(Purpose::Document, "a.pdf", "k", &pdf(100)).await;
    let house: String = std::fs::read_dir(desk.folder.path()).unwrap().next().unwrap().unwrap().file_name().into_string().unwrap();
    let stray = desk.house.entropy.uuid_v7(desk.house.clock.now());
    let unknown = format!("{house}/not-an-id");
    for folder in [format!("{house}/{stray}"), unknown.clone(), format!("{}/{stray}", Uuid::nil())] {
        std::fs::create_dir_all(desk.folder.path().join(&folder)).unwrap();
        std::fs::write(desk.folder.path().join(folder).join("file.pdf"), "x").unwrap();
    }
    let found = inspect(&desk.files).await.unwrap();
    assert_eq!((found.stored, found.strays, found.incomplete), (1, vec![stray], vec![]));
    assert_eq!(sweep_strays(&desk.files).await.unwrap(), 0);
    desk.house.clock.advance(chrono::Duration::hours(25));
    assert_eq!(sweep_strays(&desk.files).await.unwrap(), 1);
    let left = desk.on_disk();
    assert_eq!(left.len(), 3, "the file in use, what is no file of ours, and another house's: {left:?}");
    assert_eq!(inspect(&desk.files).await.unwrap().strays, Vec::<Uuid>::new());
    std::fs::remove_dir_all(desk.folder.path().join(format!("{house}/{kept}"))).unwrap();
    assert_eq!(inspect(&desk.files).await.unwrap().incomplete, [kept], "a loss is told");
}

#[tokio::test]
async fn nobody_sees_a_file_that_nothing_they_see_refers_to() {
    let desk = Desk::new().await;
    let (id, _, _) = desk.keep(Purpose::Document, "a.pdf", "k", &pdf(100)).await;
    for who in [&Actor::anonymous(), &desk.owner] {
        assert!(find(&mut desk.house.db.read(who).await.unwrap(), id).await.unwrap().is_none());
    }
    let mut tx = desk.house.db.as_system("test").await.unwrap();
    let file = find(&mut tx, id).await.unwrap().unwrap();
    drop(tx);
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("range", "bytes=2-4".parse().unwrap());
    let part = answer(&desk.files, &file, "file.pdf", &Asked::of(&headers), false).await.unwrap();
    assert_eq!((part.status().as_u16(), part.headers()["content-range"].to_str().unwrap()), (206, "bytes 2-4/100"));
    assert_eq!(part.headers()["cache-control"], "private, no-store");
    assert_eq!(axum::body::to_bytes(part.into_body(), 1_000).await.unwrap(), &b"DF-"[..]);
    let etag = answer(&desk.files, &file, "file.pdf", &Asked::default(), true).await.unwrap().headers()["etag"].clone();
    let mut headers = axum::http::HeaderMap::new();
    headers.insert("if-none-match", etag);
    assert_eq!(answer(&desk.files, &file, "file.pdf", &Asked::of(&headers), true).await.unwrap().status(), 304);
    assert_eq!(answer(&desk.files, &file, "../file.pdf", &Asked::default(), true).await.unwrap_err().code().status, 404);
    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    assert!(Files::let_go(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
}
