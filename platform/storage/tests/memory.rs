//! The bound on memory, in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use std::sync::Arc;

use bytes::Bytes;
use futures::stream;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageFormat, RgbaImage};
use platform_auth_testing::House;
use platform_storage::{Files, Incoming, Purpose, Store, UploadError};

fn kib(of: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(of)).unwrap();
    line.trim().trim_start_matches(':').trim().split(' ').next().unwrap().parse().unwrap()
}

/// Forgets the highest mark so far.
fn begin_anew() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// A line of pixels at a time, so that the test itself holds little.
fn largest_jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::GrayImage::from_fn(6_048, 4_024, |x, y| image::Luma([(x ^ y) as u8]));
    JpegEncoder::new_with_quality(&mut bytes, 70).encode(picture.as_raw(), 6_048, 4_024, ExtendedColorType::L8).unwrap();
    bytes
}

fn colourful_jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_fn(6_048, 4_024, |x, y| image::Rgb([(x / 24) as u8, (y / 16) as u8, ((x + y) / 40) as u8]));
    JpegEncoder::new_with_quality(&mut bytes, 70).encode(picture.as_raw(), 6_048, 4_024, ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn largest_png() -> Vec<u8> {
    let picture = RgbaImage::from_fn(4_000, 3_000, |x, y| image::Rgba([(x / 16) as u8, (y / 12) as u8, 99, 200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgba8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// What the largest pictures may need on top, in MiB. A JPEG's coefficients wait between the decoder's threads, as many as
/// the machine's load makes of them: up to 48 MiB of a grey one.
const MOST: u64 = 160;

/// Three at once of each of the largest pictures that are accepted: what the process needs on top stays bounded, whatever
/// their headers promise.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_largest_pictures_need_little() {
    let house = House::new().await;
    let folder = tempfile::tempdir().unwrap();
    let owner = house.person("Owner").await;
    let organization = house.organization(&owner, "ours").await;
    let files = Files::new(house.db.clone(), house.entropy.clone(), Store::disk(folder.path()).unwrap());
    for (what, bytes) in [("grey JPEG", largest_jpeg()), ("JPEG", colourful_jpeg()), ("PNG", largest_png())] {
        let bytes = Arc::new(bytes);
        begin_anew();
        let before = kib("VmRSS");
        let begun = std::time::Instant::now();
        let one = async |key: &'static str| {
            let incoming = Incoming { organization, purpose: Purpose::Picture, name: "a", form_key: key };
            let shared = Arc::clone(&bytes);
            let pieces = stream::iter(
                (0..bytes.len())
                    .step_by(65_536)
                    .map(move |at| Ok::<_, UploadError>(Bytes::copy_from_slice(&shared[at..shared.len().min(at + 65_536)]))),
            );
            files.receive(&owner, &incoming, pieces).await.unwrap()
        };
        let (a, b, c) = tokio::join!(one("a"), one("b"), one("c"));
        assert_eq!([a, b, c].map(|kept| kept.variants.len()), [8, 8, 8]);
        let (peak, after) = (kib("VmHWM").saturating_sub(before) >> 10, kib("VmRSS").saturating_sub(before) >> 10);
        println!(
            "{what} of {} kB, three at once: {peak} MiB more at the most, {after} more afterwards, {:.1} s",
            bytes.len() >> 10,
            begun.elapsed().as_secs_f64()
        );
        assert!(peak < MOST, "{what}: {peak} MiB");
    }
}
