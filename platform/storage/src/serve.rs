//! `/files/{id}/{name}`: what is kept, to whoever may see what refers to it.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use platform_db::{DbError, Tx};
use platform_http::Fault;
use sqlx::types::Json;
use uuid::Uuid;

use crate::files::{Files, Variant};

/// Read from the store at a time.
const PIECE: u64 = 256 << 10;

/// A stored file, as the caller may see it.
#[derive(Clone, Debug)]
pub struct FileRow {
    /// Its id.
    pub id: Uuid,
    /// Its name, cleaned.
    pub name: String,
    /// What is kept of it.
    pub variants: Vec<Variant>,
}

/// What the browser holds already, and which part it wants.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    range: Option<String>,
    if_range: Option<String>,
    if_none_match: Option<String>,
}

impl Asked {
    /// From the request's headers.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self { range: text(header::RANGE), if_range: text(header::IF_RANGE), if_none_match: text(header::IF_NONE_MATCH) }
    }
}

/// The address of one variant. It never shows anything else.
pub fn variant_path(file: Uuid, variant: &str) -> String {
    format!("/files/{file}/{variant}")
}

/// The file, if there is one and the caller may see what refers to it.
pub async fn find(tx: &mut Tx, file: Uuid) -> Result<Option<FileRow>, DbError> {
    let row = sqlx::query!(
        r#"SELECT id, name, variants AS "variants: Json<Vec<Variant>>" FROM storage.files WHERE id = $1 AND state = 'stored'"#,
        file
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| FileRow { id: row.id, name: row.name, variants: row.variants.0 }))
}

/// One variant of it. `public`: everybody may see it, for as long as it is there.
pub async fn answer(files: &Files, file: &FileRow, variant: &str, asked: &Asked, public: bool) -> Result<Response, Fault> {
    let variant = file.variants.iter().find(|known| known.name == variant).ok_or_else(Fault::not_found)?;
    // An address shows one thing for ever: its own text is what identifies it.
    let etag = format!("\"{}.{}\"", file.id.simple(), variant.name);
    let key = format!("{}/{}", files.folder(file.id).await?, variant.name);
    if asked.if_none_match.as_deref().is_some_and(|held| held.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)) {
        return Ok(dressed(StatusCode::NOT_MODIFIED.into_response(), file, variant, &etag, public));
    }
    let wanted = asked.range.as_deref().filter(|_| asked.if_range.as_deref().is_none_or(|held| held == etag));
    let (from, to, status) = match wanted.map_or(Part::Everything, |text| part(text, variant.size)) {
        Part::Everything => (0, variant.size, StatusCode::OK),
        Part::Some(from, to) => (from, to, StatusCode::PARTIAL_CONTENT),
        Part::Outside => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            set(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{}", variant.size));
            return Ok(response);
        }
    };
    // The first piece is fetched before anything is answered: a store that is away is told as such.
    let first = files.store().range(&key, from..to.min(from + PIECE)).await?.ok_or_else(|| {
        tracing::error!(file = %file.id, variant = variant.name, "the bytes of a stored file are missing; `callboard doctor` lists all of them");
        Fault::not_found()
    })?;
    let store = files.store().clone();
    let pieces = stream::try_unfold((store, key, from, Some(first)), move |(store, key, at, ready)| async move {
        if at >= to {
            return Ok::<_, std::io::Error>(None);
        }
        let piece: Bytes = match ready {
            Some(piece) => piece,
            None => store
                .range(&key, at..to.min(at + PIECE))
                .await
                .map_err(std::io::Error::other)?
                .ok_or_else(|| std::io::Error::other("the file was removed while it was read"))?,
        };
        let next = at + piece.len().max(1) as u64;
        Ok(Some((piece, (store, key, next, None))))
    });
    let mut response = Response::new(Body::from_stream(pieces));
    *response.status_mut() = status;
    set(response.headers_mut(), header::CONTENT_LENGTH, &(to - from).to_string());
    if status == StatusCode::PARTIAL_CONTENT {
        set(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes {from}-{}/{}", to - 1, variant.size));
    }
    Ok(dressed(response, file, variant, &etag, public))
}

/// Headers that every answer carries, whoever asks.
fn dressed(mut response: Response, file: &FileRow, variant: &Variant, etag: &str, public: bool) -> Response {
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, &variant.content_type);
    set(headers, header::ETAG, etag);
    set(headers, header::ACCEPT_RANGES, "bytes");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    let keep = if public { "public, max-age=31536000, immutable" } else { "private, no-store" };
    set(headers, header::CACHE_CONTROL, keep);
    // A browser's own PDF viewer is refused by `sandbox`; a PDF's scripts never run in our origin.
    let is_pdf = variant.content_type == "application/pdf";
    let policy = if is_pdf {
        "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    };
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    let shown = is_pdf || variant.content_type.starts_with("image/");
    set(
        headers,
        header::CONTENT_DISPOSITION,
        &disposition(if shown { "inline" } else { "attachment" }, &called(&file.name, &variant.name)),
    );
    response
}

/// The file's name with the ending of what is sent: a picture may have become another kind, and a name may lie.
fn called(name: &str, variant: &str) -> String {
    let ending = variant.rsplit_once('.').map_or("", |(_, ending)| ending);
    let fits = name
        .rsplit_once('.')
        .is_some_and(|(_, own)| own.eq_ignore_ascii_case(ending) || (ending == "jpg" && own.eq_ignore_ascii_case("jpeg")));
    if fits { name.to_owned() } else { format!("{name}.{ending}") }
}

/// RFC 6266: a plain name for old programs, the real one in UTF-8.
fn disposition(how: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' }).collect();
    let mut real = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            real.push(char::from(byte));
        } else {
            real.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{real}")
}

/// What a `Range` header asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// No single range that we understand.
    Everything,
    /// First byte, one past the last.
    Some(u64, u64),
    /// Nothing that there is.
    Outside,
}

fn part(text: &str, size: u64) -> Part {
    let Some((from, to)) = text.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else { return Part::Everything };
    let number = |text: &str| text.trim().parse::<u64>();
    match (from.trim().is_empty(), to.trim().is_empty()) {
        (true, true) => Part::Everything,
        (true, false) => match number(to) {
            Err(_) => Part::Everything,
            Ok(last) if last == 0 || size == 0 => Part::Outside,
            Ok(last) => Part::Some(size.saturating_sub(last), size),
        },
        (false, open) => match (number(from), if open { Ok(u64::MAX) } else { number(to) }) {
            (Ok(from), Ok(last)) => {
                let to = last.saturating_add(1).min(size);
                if from < to { Part::Some(from, to) } else { Part::Outside }
            }
            _ => Part::Everything,
        },
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_one_piece_of_what_there_is() {
        for (text, is) in [
            ("bytes=0-3", Part::Some(0, 4)),
            ("bytes=5-", Part::Some(5, 10)),
            ("bytes=-4", Part::Some(6, 10)),
            ("bytes=-40", Part::Some(0, 10)),
            ("bytes=8-400", Part::Some(8, 10)),
            ("bytes=10-", Part::Outside),
            ("bytes=4-3", Part::Outside),
            ("bytes=-0", Part::Outside),
            ("bytes=0-1,4-5", Part::Everything),
            ("lines=0-1", Part::Everything),
            ("bytes=-", Part::Everything),
        ] {
            assert_eq!(part(text, 10), is, "{text}");
        }
    }

    #[test]
    fn names_travel_whole_and_alone() {
        assert_eq!(
            disposition("attachment", "خريطة.pdf"),
            "attachment; filename=\"_____.pdf\"; filename*=UTF-8''%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9.pdf"
        );
        assert!(HeaderValue::from_str(&disposition("inline", "a\"; b.pdf")).is_ok());
        assert!(!disposition("inline", "a\"; b.pdf").contains("\"; b"));
        assert_eq!(called("plan.exe", "file.pdf"), "plan.exe.pdf");
        assert_eq!(called("Photo.JPEG", "640-00.jpg"), "Photo.JPEG");
        assert_eq!(called("Photo.png", "640-00.webp"), "Photo.png.webp");
    }
}
