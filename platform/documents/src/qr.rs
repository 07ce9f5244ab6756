//! QR codes as vector pictures: for pages and, through the same SVG, for print.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// Modules of white around the code (ISO/IEC 18004 asks for four).
const QUIET: usize = 4;

/// The payload is longer than a QR code of medium correction can hold (2,331 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code")]
pub struct TooLong;

/// An SVG picture of `payload`, black on white with its quiet zone, error correction M. It has no
/// size of its own: give it one where it is shown. Colours are fixed, because a code that follows
/// a dark theme does not scan. Letters of the base45 alphabet take the dense alphanumeric mode.
pub fn svg(payload: &str) -> Result<String, TooLong> {
    picture(payload).map(|picture| picture.svg)
}

/// The picture and how many modules wide it is, quiet zone included.
pub(crate) struct Picture {
    pub(crate) svg: String,
    pub(crate) modules: usize,
}

pub(crate) fn picture(payload: &str) -> Result<Picture, TooLong> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build().map_err(|_| TooLong)?;
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    );
    Ok(Picture { svg, modules: side })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_modules_of_the_code() {
        let svg = svg("CB1:ABC123").unwrap();
        // Version 1 (21 modules) and two quiet zones.
        assert!(svg.contains("viewBox=\"0 0 29 29\""), "{svg}");
        // The top edge of the upper left finder pattern.
        assert!(svg.contains("M4 4h7v1h-7z"));
        assert!(!svg.contains("M0 4"));
    }

    #[test]
    fn base45_letters_stay_in_alphanumeric_mode() {
        // 150 alphanumeric characters fit version 6 at M (154); as bytes they would need version 8.
        let svg = svg(&"A".repeat(150)).unwrap();
        assert!(svg.contains("viewBox=\"0 0 49 49\""), "{}", &svg[..80]);
    }

    #[test]
    fn nothing_of_the_payload_reaches_the_markup() {
        assert!(!svg("</svg><script>alert(1)</script>").unwrap().contains("script"));
        assert_eq!(svg(&"x".repeat(3_000)), Err(TooLong));
    }
}
