use image::metadata::Orientation;
use image::{ExtendedColorType, ImageFormat, RgbImage, Rgba, RgbaImage};

use super::*;

fn drawn(kind: Kind, bytes: Vec<u8>) -> Result<Drawn, PictureError> {
    let mut file = std::io::Cursor::new(bytes);
    decode::look(kind, &mut file)?;
    draw(kind, &mut file)
}

fn look(kind: Kind, bytes: &[u8]) -> Result<decode::Size, PictureError> {
    decode::look(kind, &mut std::io::Cursor::new(bytes))
}

/// Left half red, right half blue.
fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| image::Rgb(if x < width / 2 { [250, 0, 0] } else { [0, 0, 250] }))
}

fn jpeg_of(picture: &RgbImage, exif: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    if let Some(exif) = exif {
        image::ImageEncoder::set_exif_metadata(&mut encoder, exif.to_vec()).unwrap();
    }
    encoder.encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    bytes
}

fn of_format(picture: &image::DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// TIFF with an orientation and the name of a camera.
fn exif(orientation: Orientation) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0\x02\0".to_vec();
    bytes.extend_from_slice(&[0x0F, 0x01, 2, 0, 15, 0, 0, 0, 38, 0, 0, 0]);
    bytes.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation.to_exif(), 0, 0, 0]);
    bytes.extend_from_slice(&[0, 0, 0, 0]);
    bytes.extend_from_slice(b"GPS-AND-CAMERA\0");
    bytes
}

fn sizes(drawn: &Drawn) -> Vec<(u32, u32, &str)> {
    drawn.pictures.iter().map(|(v, _)| (v.width.unwrap(), v.height.unwrap(), v.content_type.as_str())).collect()
}

fn opened(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

fn is_red(picture: &RgbImage, x: u32, y: u32) -> bool {
    let [r, _, b] = picture.get_pixel(x, y).0;
    r > 180 && b < 80
}

#[test]
fn a_picture_comes_in_every_width_up_to_its_own() {
    let large = drawn(Kind::Jpeg, jpeg_of(&two_halves(2400, 1600), None)).unwrap();
    assert_eq!((large.width, large.height), (2400, 1600));
    let (webp, jpeg) = ("image/webp", "image/jpeg");
    assert_eq!(
        sizes(&large),
        [
            (320, 214, webp),
            (320, 214, jpeg),
            (640, 427, webp),
            (640, 427, jpeg),
            (1280, 854, webp),
            (1280, 854, jpeg),
            (1920, 1280, webp),
            (1920, 1280, jpeg)
        ]
    );
    let small = drawn(Kind::Png, of_format(&two_halves(500, 200).into(), ImageFormat::Png)).unwrap();
    assert_eq!(sizes(&small), [(320, 128, webp), (320, 128, jpeg), (500, 200, webp), (500, 200, jpeg)], "nothing is enlarged");
    let tiny = drawn(Kind::Gif, of_format(&two_halves(10, 10).into(), ImageFormat::Gif)).unwrap();
    assert_eq!(sizes(&tiny), [(10, 10, webp), (10, 10, jpeg)]);
    for (variant, bytes) in &large.pictures {
        let picture = opened(bytes);
        assert_eq!(picture.dimensions(), (variant.width.unwrap(), variant.height.unwrap()));
        assert!(is_red(&picture, 5, 5) && !is_red(&picture, picture.width() - 5, 5));
        assert_eq!(variant.size, bytes.len() as u64);
        assert!(variant.name.starts_with(&format!("{}-", variant.width.unwrap())), "{}", variant.name);
    }
}

#[test]
fn the_same_picture_has_the_same_names_and_another_has_others() {
    let names = |picture: &RgbImage| {
        drawn(Kind::Jpeg, jpeg_of(picture, None)).unwrap().pictures.into_iter().map(|(v, _)| v.name).collect::<Vec<_>>()
    };
    let first = names(&two_halves(400, 300));
    assert_eq!(first, names(&two_halves(400, 300)));
    assert!(names(&RgbImage::new(400, 300)).iter().all(|name| !first.contains(name)));
}

#[test]
fn every_orientation_stands_upright_and_the_note_about_it_is_gone() {
    for (orientation, upright, red) in [
        (Orientation::NoTransforms, (600, 400), (5, 200)),
        (Orientation::Rotate180, (600, 400), (595, 200)),
        (Orientation::FlipHorizontal, (600, 400), (595, 200)),
        (Orientation::Rotate90, (400, 600), (200, 5)),
        (Orientation::Rotate270, (400, 600), (200, 595)),
        (Orientation::Rotate90FlipH, (400, 600), (200, 5)),
    ] {
        let sent = jpeg_of(&two_halves(600, 400), Some(&exif(orientation)));
        assert!(sent.windows(14).any(|w| w == b"GPS-AND-CAMERA"), "the sample carries what must not be kept");
        let drawn = drawn(Kind::Jpeg, sent).unwrap();
        assert_eq!((drawn.width, drawn.height), upright, "{orientation:?}");
        for (_, bytes) in &drawn.pictures {
            assert!(!bytes.windows(14).any(|w| w == b"GPS-AND-CAMERA"), "{orientation:?}");
            assert!(!bytes.windows(4).any(|w| w == b"Exif"), "{orientation:?}");
        }
        let largest = opened(&drawn.pictures.last().unwrap().1);
        assert_eq!(largest.dimensions(), upright, "{orientation:?}");
        assert!(is_red(&largest, red.0, red.1), "{orientation:?}");
        assert!(!is_red(&largest, upright.0 - 1 - red.0, upright.1 - 1 - red.1), "{orientation:?}");
    }
}

#[test]
fn a_large_upright_photo_is_as_sharp_as_a_lying_one() {
    let drawn = drawn(Kind::Jpeg, jpeg_of(&two_halves(6000, 4000), Some(&exif(Orientation::Rotate90)))).unwrap();
    assert_eq!((drawn.width, drawn.height), (4000, 6000));
    assert_eq!(sizes(&drawn).last().unwrap(), &(1920, 2880, "image/jpeg"));
}

#[test]
fn what_shows_through_is_white() {
    let glass = RgbaImage::from_fn(40, 40, |x, _| if x < 20 { Rgba([0, 0, 0, 0]) } else { Rgba([0, 0, 200, 255]) });
    let drawn = drawn(Kind::Png, of_format(&glass.into(), ImageFormat::Png)).unwrap();
    for (_, bytes) in &drawn.pictures {
        let picture = opened(bytes);
        assert!(picture.get_pixel(5, 20).0.iter().all(|c| *c > 240), "{:?}", picture.get_pixel(5, 20));
        assert!(picture.get_pixel(35, 20).0[2] > 150 && picture.get_pixel(35, 20).0[0] < 60);
    }
}

#[test]
fn headers_that_promise_too_much_are_refused_before_anything_is_decoded() {
    // A PNG of 50,000 × 50,000 pixels in 60 bytes.
    let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    png.extend_from_slice(&50_000_u32.to_be_bytes());
    png.extend_from_slice(&50_000_u32.to_be_bytes());
    png.extend_from_slice(&[8, 2, 0, 0, 0]);
    let sum = crc(&png[12..]);
    png.extend_from_slice(&sum.to_be_bytes());
    png.extend_from_slice(b"\0\0\0\0IDAT\x35\xAF\x06\x1E");
    assert_eq!(look(Kind::Png, &png).unwrap_err(), PictureError::TooManyPixels { width: 50_000, height: 50_000, megapixels: 12 });
    // A JPEG whose frame says 65,000 × 65,000.
    let mut jpeg = jpeg_of(&two_halves(64, 64), None);
    let frame = jpeg.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFD, 0xE8, 0xFD, 0xE8]);
    assert!(matches!(look(Kind::Jpeg, &jpeg), Err(PictureError::TooManyPixels { width: 65_000, .. })));
    let strip = of_format(&RgbImage::new(700, 100).into(), ImageFormat::Png);
    assert_eq!(look(Kind::Png, &strip).unwrap_err(), PictureError::Strip { width: 700, height: 100 });
    let deep = of_format(&image::DynamicImage::new_rgb16(64, 64), ImageFormat::Png);
    assert_eq!(look(Kind::Png, &deep).unwrap_err(), PictureError::ForPrint("16 bits"));
}

/// PNG's checksum, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 })
    })
}

#[test]
fn half_a_picture_is_no_picture() {
    for (kind, whole) in [
        (Kind::Jpeg, jpeg_of(&two_halves(300, 300), None)),
        (Kind::Png, of_format(&two_halves(300, 300).into(), ImageFormat::Png)),
        (Kind::WebP, of_format(&two_halves(300, 300).into(), ImageFormat::WebP)),
        (Kind::Gif, of_format(&two_halves(300, 300).into(), ImageFormat::Gif)),
    ] {
        assert!(drawn(kind, whole.clone()).is_ok(), "{kind:?}");
        for cut in [whole.len() / 2, 20] {
            assert_eq!(drawn(kind, whole[..cut].to_vec()).unwrap_err(), PictureError::Unreadable, "{kind:?} cut at {cut}");
        }
    }
}

#[test]
fn a_page_hidden_in_a_picture_is_not_kept() {
    let mut sent = jpeg_of(&two_halves(100, 100), None);
    sent.extend_from_slice(b"<html><script>alert(1)</script></html>");
    for (_, bytes) in drawn(Kind::Jpeg, sent).unwrap().pictures {
        assert!(!bytes.windows(7).any(|w| w == b"<script"));
    }
}

#[test]
fn a_progressive_jpeg_of_endless_passes_is_not_begun() {
    let mut bytes = jpeg_of(&two_halves(40, 30), None);
    // The header of a progressive one (ISO/IEC 10918-1, table B.1: SOF2).
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 1] = 0xc2;
    assert!(look(Kind::Jpeg, &bytes).is_ok());
    // A progressive one is held whole: fewer pixels are accepted.
    let mut large = bytes.clone();
    large[frame + 5..frame + 9].copy_from_slice(&[0x0b, 0xb8, 0x0b, 0xb8]);
    assert!(matches!(look(Kind::Jpeg, &large), Err(PictureError::TooManyPixels { width: 3_000, height: 3_000, megapixels: 8 })));
    bytes.extend(std::iter::repeat_n([0xff, 0xda], 300).flatten());
    assert!(matches!(look(Kind::Jpeg, &bytes), Err(PictureError::Unreadable)));
}
