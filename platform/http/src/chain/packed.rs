//! Pages that are the same for everybody are compressed once: twenty thousand people ask for the same event within a minute, and to
//! pack its page costs more than to send it.

use std::collections::{HashMap, VecDeque};
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use sha2::{Digest as _, Sha256};

/// Longer ones are compressed on their way, like everything else.
const LONGEST: u64 = 512 << 10;
/// Shorter ones do not get smaller.
const SHORTEST: u64 = 1 << 10;
/// So many bytes of packed pages are kept, the newest.
const KEPT: usize = 4 << 20;

/// How a browser wants it (RFC 9110, section 12.5.3), the better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The best of those that the browser takes.
    pub(super) fn asked(headers: &HeaderMap) -> Option<Self> {
        let lines = || headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
        let takes = |name: &str| {
            lines().flat_map(|line| line.split(',')).any(|offer| {
                let mut parts = offer.split(';').map(str::trim);
                let refused = |weight: &str| weight.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
                parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name)) && !parts.any(refused)
            })
        };
        [(Self::Brotli, "br"), (Self::Gzip, "gzip")].into_iter().find(|(_, name)| takes(name)).map(|(coding, _)| coding)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// Nothing where it cannot be packed.
    fn pack(self, page: &[u8]) -> Option<Bytes> {
        let mut packed = Vec::with_capacity(page.len() / 3);
        match self {
            Self::Brotli => {
                // 5 of 11 and a window of 256 KiB: what a page needs, in a millisecond or two.
                let mut writer = brotli::CompressorWriter::new(&mut packed, 32 << 10, 5, 18);
                writer.write_all(page).ok()?;
                writer.flush().ok()?;
            }
            Self::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::new(6));
                writer.write_all(page).ok()?;
                writer.finish().ok()?;
            }
        }
        Some(packed.into())
    }
}

type Key = (Coding, [u8; 32]);
/// Made by the first who asks; the others wait for it.
type Pack = Arc<OnceLock<Option<Bytes>>>;

/// What was packed lately. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    packs: HashMap<Key, Pack>,
    oldest_first: VecDeque<Key>,
}

impl Packed {
    /// The answer as this browser takes it; answers that are somebody's own pass as they are.
    pub(super) async fn over(&self, coding: Option<Coding>, response: Response) -> Response {
        let Some(coding) = coding.filter(|_| is_everybodys_page(&response)) else { return response };
        let (mut parts, body) = response.into_parts();
        let Ok(whole) = body.collect().await else { return Response::from_parts(parts, Body::empty()) };
        let page = whole.to_bytes();
        let Some(packed) = self.pack(coding, &page) else { return Response::from_parts(parts, Body::from(page)) };
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        Response::from_parts(parts, Body::from(packed))
    }

    fn pack(&self, coding: Coding, page: &[u8]) -> Option<Bytes> {
        let key = (coding, Sha256::digest(page).into());
        let pack = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key);
        pack.get_or_init(|| coding.pack(page)).clone()
    }
}

impl Kept {
    fn entry(&mut self, key: Key) -> Pack {
        if let Some(known) = self.packs.get(&key) {
            return Arc::clone(known);
        }
        let pack = Pack::default();
        self.packs.insert(key, Arc::clone(&pack));
        self.oldest_first.push_back(key);
        while self.bytes() > KEPT {
            let Some(oldest) = self.oldest_first.pop_front() else { break };
            self.packs.remove(&oldest);
        }
        pack
    }

    /// Few pages are kept at a time, and one is added when one was made: counting costs less than being wrong.
    fn bytes(&self) -> usize {
        self.packs.values().filter_map(|pack| pack.get()?.as_ref()).map(Bytes::len).sum()
    }
}

fn is_everybodys_page(response: &Response) -> bool {
    let starts = |name: header::HeaderName, with: &[u8]| response.headers().get(name).is_some_and(|v| v.as_bytes().starts_with(with));
    response.status() == StatusCode::OK
        && starts(header::CACHE_CONTROL, b"public")
        && starts(header::CONTENT_TYPE, b"text/html")
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && response.body().size_hint().exact().is_some_and(|length| (SHORTEST..=LONGEST).contains(&length))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn asking(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
    }

    fn page(text: &str, cache: &'static str) -> Response {
        let mut response = Response::new(Body::from(text.to_owned()));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        response
    }

    async fn read(response: Response) -> (Option<String>, Vec<u8>) {
        let coding = response.headers().get(header::CONTENT_ENCODING).map(|v| v.to_str().unwrap().to_owned());
        (coding, response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    #[tokio::test]
    async fn a_page_for_everybody_is_packed_as_asked_and_reads_as_it_was() {
        let packed = Packed::default();
        let text = "<p>Orchestra of Small Hours</p>".repeat(200);
        for (asked, coding) in [("gzip, deflate, br, zstd", Some("br")), ("br;q=0, gzip;q=0.5", Some("gzip")), ("identity", None)] {
            for _ in 0..2 {
                let (said, bytes) = read(packed.over(Coding::asked(&asking(asked)), page(&text, "public, max-age=5")).await).await;
                assert_eq!(said.as_deref(), coding, "{asked}");
                let mut plain = Vec::new();
                match coding {
                    Some("br") => drop(brotli::Decompressor::new(&bytes[..], 4096).read_to_end(&mut plain).unwrap()),
                    Some(_) => drop(flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap()),
                    None => plain = bytes,
                }
                assert_eq!(String::from_utf8(plain).unwrap(), text, "{asked}");
            }
        }
        assert_eq!(packed.0.lock().unwrap().packs.len(), 2, "once for each way");
    }

    #[tokio::test]
    async fn what_is_somebodys_own_is_never_kept() {
        let packed = Packed::default();
        let text = "My tickets ".repeat(500);
        let (said, _) = read(packed.over(Coding::asked(&asking("br")), page(&text, "private, no-store")).await).await;
        assert_eq!(said, None);
        assert!(packed.0.lock().unwrap().packs.is_empty());
    }

    #[test]
    fn the_oldest_go_when_it_is_too_much() {
        let mut kept = Kept::default();
        for n in 0..10 {
            let pack = kept.entry((Coding::Brotli, [n; 32]));
            pack.get_or_init(|| Some(Bytes::from(vec![0; 1 << 20])));
        }
        assert!(kept.packs.len() <= 5 && kept.packs.contains_key(&(Coding::Brotli, [9; 32])), "{}", kept.packs.len());
    }
}
