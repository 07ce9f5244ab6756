//! Files for spreadsheets: RFC 4180, streamed, so that a hundred thousand rows take the memory of a thousand.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures::Stream;
use platform_http::Fault;
use platform_types::{Timestamp, Zone};

use super::{Place, Spot};

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

/// A list as a file, oldest first. `read` gives at most [`BATCH`] rows from a place on and is asked again after the last of
/// them: it opens a transaction of its own each time, so that a slow phone holds none open. `placed` says when a row came and
/// where it stands. Rows that came after `until` end the file: one that is written meanwhile moves no other.
pub fn parts<Row, Found, const N: usize>(
    columns: [&'static str; N],
    bom: bool,
    until: Timestamp,
    read: impl Fn(Place) -> Found + Send + Sync,
    placed: impl Fn(&Row) -> (Timestamp, Spot) + Send + Sync,
    cells: impl Fn(&Row) -> [String; N] + Send + Sync,
) -> impl Stream<Item = Result<Bytes, Fault>> + Send
where
    Row: Send + Sync,
    Found: Future<Output = Result<Vec<Row>, Fault>> + Send,
{
    let first = futures::stream::once(async move { Ok(head(&columns, bom)) });
    let rest = futures::stream::try_unfold((Some(Place::Start), read, placed, cells), move |(place, read, placed, cells)| async move {
        let Some(place) = place else { return Ok(None) };
        let found = read(place).await?;
        let mut lines = Lines::default();
        let mut last = None;
        for row in &found {
            let (at, spot) = placed(row);
            if at > until {
                last = None;
                break;
            }
            lines.line(cells(row));
            last = Some(spot);
        }
        let is_full = i64::try_from(found.len()) == Ok(BATCH);
        Ok(Some((lines.take(), (last.filter(|_| is_full).map(Place::After), read, placed, cells))))
    });
    futures::StreamExt::chain(first, rest)
}

/// The head of a file; `bom` is the mark by which spreadsheets know UTF-8.
fn head(columns: &[&str], bom: bool) -> Bytes {
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

    /// The file of a list with one row a second, and how often it was read.
    fn file_of(rows: i64, until: i64) -> (String, usize) {
        let at = |second: i64| Timestamp::from_timestamp(second, 0).unwrap();
        let reads = std::sync::atomic::AtomicUsize::new(0);
        let read = |place: Place| {
            reads.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let from = place.spot().map_or(1, |spot| spot.value.parse::<i64>().unwrap() + 1);
            std::future::ready(Ok((from..=rows).take(usize::try_from(BATCH).unwrap()).collect::<Vec<_>>()))
        };
        let placed = |row: &i64| (at(*row), Spot { number: 0, id: uuid::Uuid::nil(), value: row.to_string() });
        let parts = parts(["Row"], false, at(until), read, placed, |row: &i64| [row.to_string()]);
        let parts: Vec<Bytes> = futures::executor::block_on(futures::TryStreamExt::try_collect(parts)).unwrap();
        (String::from_utf8(parts.concat()).unwrap(), reads.into_inner())
    }

    #[test]
    fn a_file_of_many_parts_has_every_row_once_and_none_that_came_meanwhile() {
        let rows = |last: i64| (1..=last).fold("Row\r\n".to_owned(), |file, row| file + &format!("{row}\r\n"));
        for (there, until, last, reads) in [
            (0, 9_000, 0, 1),
            (1, 9_000, 1, 1),
            (BATCH - 1, 9_000, BATCH - 1, 1),
            (BATCH, 9_000, BATCH, 2),
            (2 * BATCH + 1, 9_000, 2 * BATCH + 1, 3),
            (3 * BATCH, BATCH, BATCH, 2),
            (3 * BATCH, BATCH + 7, BATCH + 7, 2),
        ] {
            assert!((rows(last), reads) == file_of(there, until), "{there} rows until {until}");
        }
    }

    #[test]
    fn times_carry_their_zone_and_spreadsheets_their_mark() {
        let at = "2026-07-01T18:00:00Z".parse().unwrap();
        assert_eq!(local(at, "Europe/Berlin".parse().unwrap()), "2026-07-01T20:00:00+02:00");
        assert!(head(&["A"], true).starts_with("\u{FEFF}A".as_bytes()) && head(&["A"], false).starts_with(b"A"));
    }
}
