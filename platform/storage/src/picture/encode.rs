//! From pixels to what is served.

use bytes::Bytes;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, RgbImage};
use sha2::{Digest, Sha256};

use super::decode::Decoded;
use super::{Drawn, PictureError};
use crate::files::{Kind, Variant};

/// Widths that are kept, of a picture that is as wide.
const WIDTHS: [u32; 4] = [320, 640, 1280, 1920];
/// A picture may be so much higher than wide before its height counts.
const UPRIGHT: (u32, u32) = (3, 2);
const WEBP_QUALITY: f32 = 78.0;
const JPEG_QUALITY: u8 = 80;

/// A frame that pictures are fitted into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame(u32);

/// The largest that is kept.
pub(super) const LARGEST: Frame = Frame(1920);

impl Frame {
    /// Width and height of a picture in this frame; never larger than it is, never nothing.
    pub fn fit(self, (width, height): (u32, u32)) -> (u32, u32) {
        let high = self.0 * UPRIGHT.0 / UPRIGHT.1;
        let (w, h) = (u64::from(width), u64::from(height));
        let (fw, fh) = (u64::from(self.0), u64::from(high));
        if w <= fw && h <= fh {
            return (width, height);
        }
        // The narrower of the two ways.
        let (w, h) = if w * fh >= h * fw { (fw, (h * fw).div_ceil(w)) } else { ((w * fh).div_ceil(h), fh) };
        (u32::try_from(w.max(1)).unwrap_or(u32::MAX), u32::try_from(h.max(1)).unwrap_or(u32::MAX))
    }
}

/// Every width up to the picture's own, in both formats.
pub(super) fn all_sizes(decoded: Decoded) -> Result<Drawn, PictureError> {
    let sideways = matches!(
        decoded.orientation,
        image::metadata::Orientation::Rotate90
            | image::metadata::Orientation::Rotate270
            | image::metadata::Orientation::Rotate90FlipH
            | image::metadata::Orientation::Rotate270FlipH
    );
    let upright = |(width, height): (u32, u32)| if sideways { (height, width) } else { (width, height) };
    let orientation = decoded.orientation;
    let (width, height) = upright(decoded.full);
    // Turned when it is small: turning takes as much memory again.
    let fitted = upright(LARGEST.fit((width, height)));
    let small = shrink(decoded.pixels, (decoded.width, decoded.height), fitted)?;
    let mut turned = DynamicImage::ImageRgb8(small);
    turned.apply_orientation(orientation);
    let largest = turned.into_rgb8();
    let mut pictures = Vec::new();
    for (n, frame) in WIDTHS.into_iter().enumerate() {
        let is_last = n + 1 == WIDTHS.len() || Frame(frame).fit((width, height)) == (width, height);
        let size = if is_last { largest.dimensions() } else { Frame(frame).fit((width, height)) };
        let resized;
        let picture = if size == largest.dimensions() {
            &largest
        } else {
            resized = shrink_from(&largest, size)?;
            &resized
        };
        pictures.push(webp(picture)?);
        pictures.push(jpeg(picture)?);
        if is_last {
            break;
        }
    }
    Ok(Drawn { width, height, pictures })
}

fn shrink(pixels: Vec<u8>, (width, height): (u32, u32), to: (u32, u32)) -> Result<RgbImage, PictureError> {
    if (width, height) == to {
        return RgbImage::from_raw(width, height, pixels).ok_or(PictureError::Unreadable);
    }
    let source = ImageRef::new(width, height, &pixels, PixelType::U8x3).map_err(|_| PictureError::Unreadable)?;
    resize(&source, to)
}

fn shrink_from(picture: &RgbImage, to: (u32, u32)) -> Result<RgbImage, PictureError> {
    let source =
        ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x3).map_err(|_| PictureError::Unreadable)?;
    resize(&source, to)
}

fn resize(source: &ImageRef<'_>, (width, height): (u32, u32)) -> Result<RgbImage, PictureError> {
    let mut small = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(source, &mut small, &options).map_err(|_| PictureError::Unreadable)?;
    RgbImage::from_raw(width, height, small.into_vec()).ok_or(PictureError::Unreadable)
}

fn webp(picture: &RgbImage) -> Result<(Variant, Bytes), PictureError> {
    let encoder = webp::Encoder::from_rgb(picture.as_raw(), picture.width(), picture.height());
    let bytes = encoder.encode_simple(false, WEBP_QUALITY).map_err(|_| PictureError::Unreadable)?.to_vec();
    Ok(named(picture, Kind::WebP, bytes))
}

fn jpeg(picture: &RgbImage) -> Result<(Variant, Bytes), PictureError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|_| PictureError::Unreadable)?;
    Ok(named(picture, Kind::Jpeg, bytes))
}

/// The name holds a digest of the bytes: one address never shows two pictures.
fn named(picture: &RgbImage, kind: Kind, bytes: Vec<u8>) -> (Variant, Bytes) {
    let digest: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let variant = Variant {
        name: format!("{}-{digest}.{}", picture.width(), kind.extension()),
        content_type: kind.content_type().to_owned(),
        size: bytes.len() as u64,
        width: Some(picture.width()),
        height: Some(picture.height()),
    };
    (variant, Bytes::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_never_enlarges_and_keeps_the_shape() {
        for (frame, from, is) in [
            (1920, (800, 600), (800, 600)),
            (1920, (6000, 4000), (1920, 1280)),
            (640, (4000, 6000), (640, 960)),
            (640, (1000, 6000), (160, 960)),
            (320, (1920, 320), (320, 54)),
            (320, (3, 1), (3, 1)),
        ] {
            assert_eq!(Frame(frame).fit(from), is, "{from:?} in {frame}");
        }
    }
}
