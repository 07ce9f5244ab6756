//! What a file is, seen in its first bytes.

use platform_texts::t;

/// Bytes that are enough to tell.
pub const HEAD: usize = 64 << 10;

/// What we know to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF.
    Gif,
    /// PDF.
    Pdf,
    /// Plain text, UTF-8.
    Text,
    /// The same, called `.csv`.
    Csv,
    /// Office Open XML text.
    Docx,
    /// Office Open XML sheet.
    Xlsx,
    /// Office Open XML slides.
    Pptx,
    /// OpenDocument text.
    Odt,
    /// OpenDocument sheet.
    Ods,
    /// OpenDocument slides.
    Odp,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Jpeg,
        Self::Png,
        Self::WebP,
        Self::Gif,
        Self::Pdf,
        Self::Text,
        Self::Csv,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
    ];

    /// As it is served.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
        }
    }

    /// Without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Gif => "gif",
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
        }
    }

    /// Whether it can be drawn.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::WebP | Self::Gif)
    }

    /// What these first bytes (up to [`HEAD`]; `whole`: all there are) begin, or what they are instead, for a person.
    /// The name only tells a text from a table: both are served as texts.
    pub fn of(head: &[u8], whole: bool, name: &str) -> Result<Self, String> {
        let Some(seen) = infer::get(head) else { return text(head, whole, name) };
        Ok(match seen.mime_type() {
            "image/jpeg" => Self::Jpeg,
            "image/png" => Self::Png,
            "image/webp" => Self::WebP,
            "image/gif" => Self::Gif,
            "application/pdf" => Self::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Self::Docx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Self::Xlsx,
            "application/vnd.openxmlformats-officedocument.presentationml.presentation" => Self::Pptx,
            "application/vnd.oasis.opendocument.text" => Self::Odt,
            "application/vnd.oasis.opendocument.spreadsheet" => Self::Ods,
            "application/vnd.oasis.opendocument.presentation" => Self::Odp,
            "application/zip" => return office(head).ok_or_else(|| t!("upload-found-zip").into_owned()),
            "text/html" => return Err(t!("upload-found-page").into_owned()),
            "text/xml" if has(head, b"<svg") => return Err(t!("upload-found-svg").into_owned()),
            "image/heif" => return Err(t!("upload-found-heic").into_owned()),
            "image/avif" => return Err(t!("upload-found-avif").into_owned()),
            "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" | "application/x-ole-storage" => {
                return Err(t!("upload-found-old-office").into_owned());
            }
            other => return Err(t!("upload-found-type", kind = other).into_owned()),
        })
    }
}

/// Office programs differ in the order of what they pack; its names stand in the archive's first entries.
fn office(head: &[u8]) -> Option<Kind> {
    let found = [(&b"word/"[..], Kind::Docx), (b"xl/", Kind::Xlsx), (b"ppt/", Kind::Pptx)];
    has(head, b"[Content_Types].xml").then(|| found.into_iter().find(|(folder, _)| has(head, folder)).map(|(_, kind)| kind)).flatten()
}

/// Characters and line ends, no other control; anything that could be a page is none.
fn text(head: &[u8], whole: bool, name: &str) -> Result<Kind, String> {
    let good = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last character may be cut at the end of the head.
        Err(cut) if !whole && head.len() - cut.valid_up_to() < 4 => std::str::from_utf8(&head[..cut.valid_up_to()]).unwrap_or_default(),
        Err(_) => return Err(t!("upload-found-encoding").into_owned()),
    };
    if good.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}')) {
        return Err(t!("upload-found-unknown").into_owned());
    }
    let lower = good.get(..good.len().min(2_048)).unwrap_or(good).to_ascii_lowercase();
    if ["<!doctype", "<html", "<svg", "<script", "<?xml"].iter().any(|sign| lower.contains(sign)) {
        return Err(t!("upload-found-code").into_owned());
    }
    let csv = name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("csv"));
    Ok(if csv { Kind::Csv } else { Kind::Text })
}

fn has(head: &[u8], what: &[u8]) -> bool {
    head.windows(what.len()).any(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], name: &str) -> Result<Kind, String> {
        Kind::of(bytes, true, name)
    }

    #[test]
    fn bytes_decide_and_names_do_not() {
        assert_eq!(of(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "holiday.png"), Ok(Kind::Jpeg));
        assert_eq!(of(b"%PDF-1.7\n", "plan.exe"), Ok(Kind::Pdf));
        assert_eq!(of("Straße, 座位\n1,2\n".as_bytes(), "Seats.CSV"), Ok(Kind::Csv));
        assert_eq!(of("Straße".as_bytes(), "notes.pdf"), Ok(Kind::Text));
        assert_eq!(of(b"PK\x03\x04\x14\0\0\0\0\0....[Content_Types].xml....PK\x03\x04....xl/workbook.xml", "x.docx"), Ok(Kind::Xlsx));
        for (bytes, name, says) in [
            (&b"<!DOCTYPE html><script>alert(1)</script>"[..], "cat.jpg", "web page"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "plan.png", "drawing"),
            (b"<?xml version='1.0'?><svg/>", "plan.svg", "SVG"),
            (b"hello\n<SCRIPT>alert(1)</SCRIPT>", "notes.txt", "web page"),
            (b"PK\x03\x04\x14\0\0\0\0\0....evil.exe", "notes.docx", "ZIP"),
            (b"MZ\x90\0\x03\0\0\0", "notes.pdf", "of the type"),
            (b"abc\0def", "notes.txt", "no kind we know"),
            (b"caf\xE9", "notes.txt", "UTF-8"),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.JPG", "HEIC"),
        ] {
            let refused = of(bytes, name).unwrap_err();
            assert!(refused.contains(says), "{name}: {refused}");
        }
    }

    #[test]
    fn a_character_cut_at_the_heads_end_is_no_mistake() {
        let cut = &"座".as_bytes()[..2];
        assert_eq!(Kind::of(cut, false, "a.txt"), Ok(Kind::Text));
        assert!(Kind::of(cut, true, "a.txt").is_err());
    }
}
