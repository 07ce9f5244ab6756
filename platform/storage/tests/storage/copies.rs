//! The same bytes in a backup.

use std::collections::BTreeSet;
use std::sync::Arc;

use platform_storage::{Files, Purpose, Store, bring_back, catch_up, forget, inspect, listed, sweep};

use super::house::{Desk, S3, SECRET, jpeg, pdf, walk};

#[tokio::test]
async fn what_comes_in_lies_in_the_copies_before_it_is_kept_and_comes_back_from_there() {
    let desk = Desk::new().await;
    let before = desk.keep(Purpose::Document, "before.pdf", "1", &pdf(900)).await.0;
    let backup = tempfile::tempdir().unwrap();
    let copies = Store::disk(backup.path()).unwrap();
    desk.files.copies().go_to(Some(copies.clone()));
    let sent = desk.send(Purpose::Picture, "photo.jpg", "2", &jpeg(700, 500)).await.unwrap();
    assert_eq!(walk(backup.path()).len(), sent.variants.len(), "in the copies, though nobody keeps it yet");
    // Of three parts.
    let _kept = desk.keep(Purpose::Document, "long.pdf", "3", &pdf(11_000_000)).await;
    assert!(!desk.files.copies().missed());

    let caught = catch_up(&desk.files, &copies).await.unwrap();
    assert_eq!((caught.listed.len(), caught.copied), (2, 1), "what was there before is copied now");
    assert_eq!(catch_up(&desk.files, &copies).await.unwrap().copied, 0);

    for file in listed(&desk.files).await.unwrap() {
        desk.files.store().remove_folder(file.key.rsplit_once('/').unwrap().0).await.unwrap();
    }
    assert_eq!(inspect(&desk.files).await.unwrap().incomplete.len(), 2);
    assert_eq!(bring_back(&desk.files, &copies).await.unwrap(), (2, Vec::new()));
    let found = inspect(&desk.files).await.unwrap();
    assert!(found.incomplete.is_empty() && found.stored == 2, "{found:?}");

    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    assert!(Files::let_go(&mut tx, before).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(sweep(&desk.files).await.unwrap().removed, 1);
    assert_eq!(forget(&desk.files, &copies, |_| false).await.unwrap(), BTreeSet::from([before]), "kept a while longer");
    assert!(forget(&desk.files, &copies, |id| id == before).await.unwrap().is_empty());
    assert!(!walk(backup.path()).is_empty(), "what has a row stays");
}

#[tokio::test]
async fn an_upload_is_taken_though_its_backup_is_away_and_that_is_known() {
    let desk = Desk::new().await;
    let backup = tempfile::tempdir().unwrap();
    let copies = Store::disk(backup.path()).unwrap();
    desk.files.copies().go_to(Some(copies.clone()));
    let place = backup.path().to_path_buf();
    std::fs::remove_dir(&place).unwrap();
    std::fs::write(&place, "no folder any more").unwrap();
    let _kept = desk.keep(Purpose::Document, "rider.pdf", "1", &pdf(900)).await;
    assert!(desk.files.copies().missed());
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    assert_eq!(catch_up(&desk.files, &copies).await.unwrap().copied, 1);
}

#[tokio::test]
async fn a_bucket_is_copied_to_a_folder_and_filled_from_it() {
    let mut s3 = S3::open().await;
    let backup = tempfile::tempdir().unwrap();
    let desk = Desk::over(Arc::new(tempfile::tempdir().unwrap()), s3.store(SECRET).unwrap()).await;
    let copies = Store::disk(backup.path()).unwrap();
    // One of three parts that was there before, one that comes in while copies are made.
    let _before = desk.keep(Purpose::Document, "long.pdf", "1", &pdf(11_000_000)).await;
    desk.files.copies().go_to(Some(copies.clone()));
    let _after = desk.keep(Purpose::Document, "rider.pdf", "2", &pdf(900)).await;
    assert_eq!(catch_up(&desk.files, &copies).await.unwrap().copied, 1);
    for file in listed(&desk.files).await.unwrap() {
        desk.files.store().remove_folder(file.key.rsplit_once('/').unwrap().0).await.unwrap();
    }
    assert_eq!(inspect(&desk.files).await.unwrap().incomplete.len(), 2);
    assert_eq!(bring_back(&desk.files, &copies).await.unwrap(), (2, Vec::new()));
    assert!(inspect(&desk.files).await.unwrap().incomplete.is_empty());
    s3.close().await;
}
