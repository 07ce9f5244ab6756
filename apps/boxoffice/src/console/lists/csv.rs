//! Files for spreadsheets: RFC 4180, streamed, so that a hundred thousand rows take the memory of a thousand.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::Stream;
use platform_http::Fault;
use platform_types::{Timestamp, Zone};

/// Rows that are read at once.
pub const BATCH: i64 = 1_000;

/// Makes a file line by line.
#[derive(Debug, Default)]
pub struct Lines(String);

impl Lines {
    /// One line of these cells.
    pub fn line<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push_str("\r\n");
    }

    fn cell(&mut self, text: &str) {
        let armed = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if !text.contains([',', '"', '\r', '\n']) && !armed {
            self.0.push_str(text);
            return;
        }
        self.0.push('"');
        // A spreadsheet would take it for a formula and do what it says.
        if armed {
            self.0.push('\'');
        }
        self.0.push_str(&text.replace('"', "\"\""));
        self.0.push('"');
    }

    /// What was made so far.
    pub fn take(&mut self) -> Bytes {
        Bytes::from(std::mem::take(&mut self.0))
    }
}

/// The head of a file; `bom` is the mark by which spreadsheets know UTF-8.
pub fn head(columns: &[&str], bom: bool) -> Bytes {
    let mut lines = Lines(if bom { "\u{FEFF}".to_owned() } else { String::new() });
    lines.line(columns);
    lines.take()
}

/// An instant by the clock of a place, with the distance from UTC: sorted as text it is sorted by time.
pub fn local(at: Timestamp, zone: Zone) -> String {
    zone.local(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The answer. A failure in the middle breaks it off, so that half a file is never taken for a whole one.
pub fn answer(name: &str, parts: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static) -> Response {
    let parts = futures::StreamExt::map(parts, |part| part.map_err(|fault| std::io::Error::other(fault.context().unwrap_or_default())));
    let mut response = Response::new(Body::from_stream(parts));
    let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{safe}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[&str]) -> String {
        let mut lines = Lines::default();
        lines.line(cells);
        String::from_utf8(lines.take().to_vec()).unwrap()
    }

    #[test]
    fn cells_are_quoted_as_rfc_4180_says() {
        assert_eq!(
            line(&["4F7K", "Chan, Mei", "the \"best\"", "two\r\nlines", ""]),
            "4F7K,\"Chan, Mei\",\"the \"\"best\"\"\",\"two\r\nlines\",\r\n"
        );
        assert_eq!(line(&["محمد علي", "暴風雨"]), "محمد علي,暴風雨\r\n");
    }

    #[test]
    fn nothing_in_it_is_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\",\"y\")"] {
            let cell = line(&[evil]);
            assert!(cell.starts_with("\"'"), "{cell}");
        }
        assert_eq!(line(&["1-1", "a@b.de"]), "1-1,a@b.de\r\n");
    }

    #[test]
    fn times_carry_their_zone_and_spreadsheets_their_mark() {
        let at = "2026-07-01T18:00:00Z".parse().unwrap();
        assert_eq!(local(at, "Europe/Berlin".parse().unwrap()), "2026-07-01T20:00:00+02:00");
        assert!(head(&["A"], true).starts_with("\u{FEFF}A".as_bytes()) && head(&["A"], false).starts_with(b"A"));
    }
}
