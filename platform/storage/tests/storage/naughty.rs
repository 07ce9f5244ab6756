//! Files that are not what they say.

use image::ImageFormat;
use platform_storage::{Purpose, UploadError};

use super::house::{Desk, encoded, jpeg, pdf};

#[tokio::test]
async fn what_is_refused_leaves_no_byte_and_says_what_would_be_right() {
    let desk = Desk::new().await;
    let whole = jpeg(800, 600);
    let mut cut = whole.clone();
    cut.truncate(whole.len() / 2);
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF".to_vec();
    for (purpose, name, bytes, code, says) in [
        (Purpose::Picture, "cut.jpg", cut, "files.picture_unreadable", "damaged"),
        (Purpose::Picture, "empty.jpg", Vec::new(), "files.empty", "empty"),
        (Purpose::Picture, "page.jpg", html.clone(), "files.kind_refused", "web page"),
        (Purpose::Picture, "plan.pdf", pdf(3_000), "files.kind_refused", "JPEG, PNG"),
        (Purpose::Plan, "plan.svg", svg, "files.kind_refused", "drawing"),
        (Purpose::Document, "run.pdf", exe, "files.kind_refused", "of the type"),
        (Purpose::Document, "page.txt", html, "files.kind_refused", "web page"),
        (Purpose::Picture, "deep.png", encoded(7_000, 1_000, ImageFormat::Png), "files.picture_too_large", "six times"),
    ] {
        let error = desk.send(purpose, name, "k", &bytes).await.unwrap_err();
        assert_eq!(error.refusal().map(|code| code.code), Some(code), "{name}: {error}");
        assert!(error.to_string().contains(says), "{name}: {error}");
        assert_eq!(error.field().field, "file");
    }
    assert_eq!((desk.on_disk(), desk.states().await), (vec![], vec![]));
}

#[tokio::test]
async fn more_than_the_limit_is_not_read_to_its_end() {
    let desk = Desk::new().await;
    let endless = futures::stream::repeat_with(|| Ok::<_, UploadError>(bytes::Bytes::from_static(&[b'a'; 8_192])));
    let incoming = platform_storage::Incoming { organization: desk.organization, purpose: Purpose::Document, name: "a.txt", form_key: "k" };
    let error = desk.files.receive(&desk.owner, &incoming, endless).await.unwrap_err();
    assert!(matches!(error, UploadError::TooLarge(Purpose::Document)), "{error}");
    assert!(error.to_string().contains("25 MB"), "{error}");
    assert_eq!(desk.states().await, ["deleted"]);
    assert_eq!(desk.on_disk(), Vec::<String>::new(), "the parts that had come are gone at once");
}

#[tokio::test]
async fn a_name_or_a_type_decides_nothing() {
    let desk = Desk::new().await;
    let (_, _, kept) = desk.keep(Purpose::Picture, "../../\u{202E}gpj.exe", "k", &encoded(64, 64, ImageFormat::Png)).await;
    assert_eq!((kept.name.as_str(), kept.content_type), ("gpj.exe", "image/png"));
    assert!(kept.variants.iter().all(|v| v.content_type == "image/webp" || v.content_type == "image/jpeg"), "{:?}", kept.variants);
    let names = desk.on_disk();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| name.starts_with("64-") && !name.contains("exe")), "{names:?}");
}
