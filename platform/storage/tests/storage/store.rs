//! One suite for both stores, and what only a bucket can do wrong.

use std::sync::Arc;

use bytes::Bytes;
use platform_storage::{Files, Purpose, Store, StoreError, Swept, inspect, sweep};

use super::house::{Desk, S3, SECRET, pdf, walk};

const PART: usize = 5 * 1024 * 1024;

async fn behaves(store: &Store) {
    let bytes = Bytes::from(pdf(1_000));
    store.put("h/1/a.pdf", bytes.clone()).await.unwrap();
    assert_eq!(store.size("h/1/a.pdf").await.unwrap(), Some(1_000));
    assert_eq!(store.range("h/1/a.pdf", 0..1_000).await.unwrap().unwrap(), bytes);
    assert_eq!(store.range("h/1/a.pdf", 10..20).await.unwrap().unwrap(), bytes.slice(10..20));

    let long = Bytes::from(pdf(PART + 700_000));
    let mut parts = store.begin("h/2/long.pdf").await.unwrap();
    parts.part(long.slice(..PART)).await.unwrap();
    assert_eq!(store.size("h/2/long.pdf").await.unwrap(), None, "half a file is no file");
    parts.part(long.slice(PART..)).await.unwrap();
    parts.complete().await.unwrap();
    assert_eq!(store.size("h/2/long.pdf").await.unwrap(), Some(long.len() as u64));
    let tail = store.range("h/2/long.pdf", PART as u64 - 10..PART as u64 + 10).await.unwrap().unwrap();
    assert_eq!(tail, long.slice(PART - 10..PART + 10));

    let mut parts = store.begin("h/3/never.pdf").await.unwrap();
    parts.part(long.slice(..PART)).await.unwrap();
    parts.abort().await.unwrap();
    assert_eq!(store.size("h/3/never.pdf").await.unwrap(), None);

    let mut left = store.begin("h/4/left.pdf").await.unwrap();
    left.part(long.slice(..PART)).await.unwrap();
    let upload = left.id().map(str::to_owned);
    drop(left);
    store.call_off("h/4/left.pdf", upload.as_deref().unwrap_or("none")).await.unwrap();
    store.remove_folder("h/4").await.unwrap();

    let keys: Vec<String> = store.list("h").await.unwrap().into_iter().map(|(key, _)| key).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(sorted, ["h/1/a.pdf", "h/2/long.pdf"]);
    assert!(store.folders("h").await.unwrap().is_superset(&["1".to_owned(), "2".to_owned()].into()));
    store.remove_folder("h/1").await.unwrap();
    store.remove_folder("h/1").await.unwrap();
    assert_eq!(store.size("h/1/a.pdf").await.unwrap(), None);
    assert_eq!(store.range("h/1/a.pdf", 0..10).await.unwrap(), None);
    assert_eq!(store.size("h/2/long.pdf").await.unwrap(), Some(long.len() as u64), "its neighbour stays");
    store.remove_folder("h/2").await.unwrap();
    assert_eq!(store.list("h").await.unwrap(), []);
    assert!(store.list("elsewhere").await.unwrap().is_empty() && store.folders("elsewhere").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_folder_keeps_what_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::disk(&folder.path().join("new/files")).unwrap();
    behaves(&store).await;
    assert_eq!(walk(folder.path()), Vec::<String>::new(), "no half of a file is left");
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(std::fs::metadata(folder.path().join("new/files")).unwrap().permissions().mode() & 0o777, 0o700);
    assert!(store.remove_folder("../elsewhere").await.is_err() && store.remove_folder("").await.is_err());
}

#[tokio::test]
async fn a_bucket_keeps_what_it_is_given() {
    let s3 = S3::open().await;
    behaves(&s3.store(SECRET).unwrap()).await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let error = Store::disk(&folder.path().join("file/below")).unwrap_err();
    assert!(matches!(error, StoreError::Folder { .. }) && error.to_string().contains("file/below"), "{error}");
}

#[tokio::test]
async fn a_wrong_secret_says_so_and_shows_no_secret() {
    let s3 = S3::open().await;
    let store = s3.store("a wrong secret").unwrap();
    for error in [store.put("h/1/a", Bytes::from_static(b"x")).await.unwrap_err(), store.list("h").await.unwrap_err()] {
        assert!(matches!(error, StoreError::Refused(_)), "{error:?}");
        let words = error.to_string();
        assert!(words.contains("storage.s3_secret_key") && !words.contains("a wrong secret"), "{words}");
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_no_empty_bucket() {
    let s3 = S3::open().await;
    std::fs::remove_dir(s3.folder.path().join(super::house::BUCKET)).unwrap();
    let store = s3.store(SECRET).unwrap();
    for error in [store.list("h").await.unwrap_err(), store.folders("h").await.unwrap_err()] {
        assert!(matches!(error, StoreError::NoBucket(_)) && error.to_string().contains("storage.s3_bucket"), "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_goes_away_leaves_a_clear_word_and_nothing_half_written() {
    let mut s3 = S3::open().await;
    let desk = Desk::over(Arc::new(tempfile::tempdir().unwrap()), s3.store(SECRET).unwrap()).await;
    let document = pdf(PART + 1_000_000);
    let (id, again, _) = desk.keep(Purpose::Document, "rider.pdf", "k1", &document).await;
    assert!(!again);
    s3.close().await;
    let error = desk.send(Purpose::Document, "rider2.pdf", "k2", &document).await.unwrap_err();
    assert!(error.to_string().contains("cannot be reached"), "{error}");
    assert!(error.refusal().is_none(), "nobody's file is at fault");
    assert_eq!(desk.states().await, ["deleted", "stored"]);
    // It cannot be swept while the store is away: the row stays until the bytes are gone for certain.
    sweep(&desk.files).await.unwrap_err();
    assert_eq!(desk.states().await, ["deleted", "stored"]);
    // The same bucket, back on another port: what was stored is whole, what was not leaves nothing.
    let back = S3::over(s3.folder).await;
    let files = Files::new(desk.house.db.clone(), desk.house.entropy.clone(), back.store(SECRET).unwrap());
    assert_eq!(sweep(&files).await.unwrap(), Swept { given_up: 0, removed: 1 });
    let left = inspect(&files).await.unwrap();
    assert_eq!((left.stored, left.incomplete.len(), left.strays.len()), (1, 0, 0), "{id} is still there");
}

#[tokio::test]
async fn a_long_document_goes_to_a_bucket_in_parts_and_comes_back_whole() {
    let s3 = S3::open().await;
    let desk = Desk::over(Arc::new(tempfile::tempdir().unwrap()), s3.store(SECRET).unwrap()).await;
    let document = pdf(2 * PART + 4_321);
    let (id, _, kept) = desk.keep(Purpose::Document, "rider.pdf", "k1", &document).await;
    assert_eq!((kept.size, kept.variants[0].size), (document.len() as u64, document.len() as u64));
    let keys = desk.files.store().list("").await.unwrap_or_default();
    let (key, size) = keys.iter().find(|(key, _)| key.contains(&id.to_string())).expect("its key");
    assert_eq!(*size, document.len() as u64);
    let mut back = Vec::new();
    while back.len() < document.len() {
        let at = back.len() as u64;
        let to = (at + 3_000_000).min(*size);
        back.extend_from_slice(&desk.files.store().range(key, at..to).await.unwrap().unwrap());
    }
    assert!(back == document, "the bytes that went in come out");
    let mut tx = desk.house.db.as_actor(&desk.owner).await.unwrap();
    assert!(platform_storage::Files::let_go(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(sweep(&desk.files).await.unwrap(), Swept { given_up: 0, removed: 1 });
    assert_eq!(desk.files.store().list("").await.unwrap(), []);
}
