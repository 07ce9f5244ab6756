//! From bytes to pixels.

use std::io::{BufRead, Read, Seek};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use jpeg_decoder::{CodingProcess, PixelFormat};

use super::PictureError;
use super::encode::LARGEST;
use crate::files::Kind;

/// Millions of pixels of a JPEG that is decoded line by line, of one that is held whole (a progressive one, six bytes a pixel),
/// and of everything else (four).
const MEGAPIXELS_JPEG: u32 = 24;
const MEGAPIXELS_PROGRESSIVE: u32 = 8;
const MEGAPIXELS: u32 = 12;
/// A side may be so many times as long as the other.
const LONGEST_SIDE: u32 = 6;
/// From here on a picture is decoded alone.
const LARGE: u64 = 4_000_000;

/// Passes over a progressive JPEG; programs make about ten. Each costs the time of the whole picture, whatever it brings.
const SCANS: usize = 200;

/// Markers of a scan's start (ISO/IEC 10918-1, B.2.3); within a scan the pair of bytes does not occur.
fn scans(file: &mut impl BufRead) -> std::io::Result<usize> {
    let (mut count, mut before) = (0, 0);
    loop {
        let piece = file.fill_buf()?;
        if piece.is_empty() {
            return Ok(count);
        }
        count += usize::from(before == 0xff && piece[0] == 0xda) + piece.windows(2).filter(|pair| *pair == [0xff, 0xda]).count();
        before = piece[piece.len() - 1];
        let length = piece.len();
        file.consume(length);
    }
}

/// What a header says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    width: u32,
    height: u32,
    /// The limit, in millions.
    megapixels: u32,
}

impl Size {
    pub fn is_large(self) -> bool {
        u64::from(self.width) * u64::from(self.height) > LARGE
    }

    fn check(self) -> Result<Self, PictureError> {
        let Self { width, height, megapixels } = self;
        if width == 0 || height == 0 {
            return Err(PictureError::Unreadable);
        }
        // 24 megapixels as cameras count them: 6048 × 4024.
        if u64::from(width) * u64::from(height) > u64::from(megapixels) * 1_024_000 {
            return Err(PictureError::TooManyPixels { width, height, megapixels });
        }
        if width > height.saturating_mul(LONGEST_SIDE) || height > width.saturating_mul(LONGEST_SIDE) {
            return Err(PictureError::Strip { width, height });
        }
        Ok(self)
    }
}

/// Pixels, RGB, and how they are turned upright.
#[derive(Debug)]
pub(super) struct Decoded {
    pub pixels: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// Of the original, before it was decoded smaller.
    pub full: (u32, u32),
    pub orientation: Orientation,
}

/// Reads the header and holds it against the limits. Nothing is decoded.
pub(super) fn look(kind: Kind, file: &mut (impl BufRead + Seek)) -> Result<Size, PictureError> {
    file.rewind().map_err(unreadable)?;
    if kind == Kind::Jpeg {
        let mut decoder = jpeg_decoder::Decoder::new(&mut *file);
        decoder.read_info().map_err(unreadable)?;
        let info = decoder.info().ok_or(PictureError::Unreadable)?;
        match info.pixel_format {
            PixelFormat::CMYK32 => return Err(PictureError::ForPrint("CMYK")),
            PixelFormat::L16 => return Err(PictureError::ForPrint("16 bits")),
            PixelFormat::L8 | PixelFormat::RGB24 => {}
        }
        let megapixels = match info.coding_process {
            CodingProcess::DctSequential => MEGAPIXELS_JPEG,
            CodingProcess::DctProgressive => MEGAPIXELS_PROGRESSIVE,
            CodingProcess::Lossless => MEGAPIXELS,
        };
        if info.coding_process == CodingProcess::DctProgressive && scans(file).map_err(unreadable)? > SCANS {
            return Err(PictureError::Unreadable);
        }
        return Size { width: info.width.into(), height: info.height.into(), megapixels }.check();
    }
    let decoder = opened(kind, file)?;
    let (width, height) = decoder.dimensions();
    let size = Size { width, height, megapixels: MEGAPIXELS }.check()?;
    if decoder.total_bytes() > u64::from(width) * u64::from(height) * 4 {
        return Err(PictureError::ForPrint("16 bits"));
    }
    Ok(size)
}

/// Decodes what was looked at.
pub(super) fn decode(kind: Kind, file: &mut (impl BufRead + Seek)) -> Result<Decoded, PictureError> {
    file.rewind().map_err(unreadable)?;
    if kind == Kind::Jpeg { jpeg(file) } else { other(kind, file) }
}

/// A JPEG's decoder can leave out frequencies that a smaller picture does not show: a half, a quarter, an eighth of each side.
fn jpeg(file: impl Read) -> Result<Decoded, PictureError> {
    let mut decoder = jpeg_decoder::Decoder::new(file);
    decoder.read_info().map_err(unreadable)?;
    let info = decoder.info().ok_or(PictureError::Unreadable)?;
    let full = (u32::from(info.width), u32::from(info.height));
    // How it lies is known for certain only when it is decoded: enough for both ways.
    let (lying, upright) = (LARGEST.fit(full), LARGEST.fit((full.1, full.0)));
    let wanted = |a: u32, b: u32| u16::try_from(a.max(b)).unwrap_or(u16::MAX);
    decoder.scale(wanted(lying.0, upright.1), wanted(lying.1, upright.0)).map_err(unreadable)?;
    let pixels = decoder.decode().map_err(unreadable)?;
    let orientation = decoder.exif_data().and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    let info = decoder.info().ok_or(PictureError::Unreadable)?;
    let pixels = match info.pixel_format {
        PixelFormat::RGB24 => pixels,
        PixelFormat::L8 => {
            let mut coloured = Vec::with_capacity(pixels.len() * 3);
            for grey in pixels {
                coloured.extend_from_slice(&[grey, grey, grey]);
            }
            coloured
        }
        PixelFormat::L16 | PixelFormat::CMYK32 => return Err(PictureError::ForPrint("CMYK")),
    };
    Ok(Decoded { pixels, width: info.width.into(), height: info.height.into(), full, orientation })
}

fn other(kind: Kind, file: impl BufRead + Seek) -> Result<Decoded, PictureError> {
    let mut decoder = opened(kind, file)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    let (width, height) = (picture.width(), picture.height());
    let pixels = if picture.color().has_alpha() { on_white(picture.into_rgba8().into_raw()) } else { picture.into_rgb8().into_raw() };
    Ok(Decoded { pixels, width, height, full: (width, height), orientation })
}

fn opened<'f>(kind: Kind, file: impl BufRead + Seek + 'f) -> Result<impl ImageDecoder + 'f, PictureError> {
    let format = match kind {
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        _ => return Err(PictureError::Unreadable),
    };
    ImageReader::with_format(file, format).into_decoder().map_err(unreadable)
}

/// What shows through becomes white, in place: a JPEG has no other way, and both formats look alike.
fn on_white(mut rgba: Vec<u8>) -> Vec<u8> {
    let pixels = rgba.len() / 4;
    for n in 0..pixels {
        let alpha = u32::from(rgba[n * 4 + 3]);
        for channel in 0..3 {
            let colour = u32::from(rgba[n * 4 + channel]);
            rgba[n * 3 + channel] = u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX);
        }
    }
    rgba.truncate(pixels * 3);
    rgba.shrink_to_fit();
    rgba
}

fn unreadable(error: impl std::fmt::Display) -> PictureError {
    tracing::debug!(%error, "a picture cannot be read");
    PictureError::Unreadable
}
