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

/// Without a pattern: as long as a file may be, so that it counts when bytes are held.
fn noise(x: u32, y: u32) -> u32 {
    let mut n = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    n ^= n >> 15;
    n = n.wrapping_mul(0x2C1B_3C6D);
    n ^ (n >> 13)
}

fn largest_jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::GrayImage::from_fn(6_048, 4_024, |x, y| image::Luma([(100 + noise(x, y) % 28) as u8]));
    JpegEncoder::new_with_quality(&mut bytes, 70).encode(picture.as_raw(), 6_048, 4_024, ExtendedColorType::L8).unwrap();
    bytes
}

fn colourful_jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = image::RgbImage::from_fn(6_048, 4_024, |x, y| {
        let grain = noise(x, y) % 28;
        image::Rgb([(x / 27 + grain) as u8, (y / 18 + grain) as u8, ((x + y) / 45 + grain) as u8])
    });
    JpegEncoder::new_with_quality(&mut bytes, 70).encode(picture.as_raw(), 6_048, 4_024, ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn largest_png() -> Vec<u8> {
    let picture = RgbaImage::from_fn(4_000, 3_000, |x, y| image::Rgba([(x / 16) as u8, (y / 12) as u8, 99, 200]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgba8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// What the largest pictures may need on top, in MiB: a house at rest and this are below the 128 it promises.
const MOST: u64 = 72;
/// What they may leave behind.
const LEFT: u64 = 16;

/// Three at once of each of the largest pictures that are accepted: what the process needs on top stays bounded, whatever
/// their headers promise, and nearly all of it goes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_largest_pictures_need_little() {
    if let Some(ended) = platform_memory::in_settled_process(&["--exact", "the_largest_pictures_need_little", "--nocapture"]) {
        assert!(ended.unwrap().success());
        return;
    }
    let house = House::new().await;
    let folder = tempfile::tempdir().unwrap();
    let owner = house.person("Owner").await;
    let organization = house.organization(&owner, "ours").await;
    let files = Files::new(house.db.clone(), house.entropy.clone(), Store::disk(folder.path()).unwrap());
    for (what, bytes) in [("grey JPEG", largest_jpeg()), ("JPEG", colourful_jpeg()), ("PNG", largest_png())] {
        let bytes = Arc::new(bytes);
        assert!(bytes.len() < 10 << 20, "{what}: {} bytes", bytes.len());
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
        assert!(after < LEFT, "{what}: {after} MiB stayed");
    }
}
