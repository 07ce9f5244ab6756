//! From a row's texts to typed values.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use url::Url;

use crate::listing::Bilingual;
use crate::refused::{Refused, RefusedBecause, RowKind};
use crate::xml::Row;

/// A row whose shape and id are good, collecting what is wrong with its values.
pub(crate) struct Fields<'a> {
    pub kind: RowKind,
    pub id: String,
    row: Row,
    refused: &'a mut Vec<Refused>,
}

impl<'a> Fields<'a> {
    /// `None` when the row is not taken; the reasons are then in `refused`.
    pub fn admit(kind: RowKind, mut row: Row, seen: &mut BTreeSet<String>, refused: &'a mut Vec<Refused>) -> Option<Self> {
        let id = row.id.take().unwrap_or_default();
        let misshapen = !row.faults.is_empty();
        for (field, value, reason) in row.faults.drain(..) {
            refused.push(Refused::new(kind, &id, &field, &value, reason));
        }
        let usable = (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        if !usable {
            refused.push(Refused::new(kind, &id, "id", &id, RefusedBecause::Id));
            return None;
        }
        if seen.contains(&id) {
            refused.push(Refused::new(kind, &id, "id", &id, RefusedBecause::Duplicate));
            return None;
        }
        if misshapen {
            return None;
        }
        seen.insert(id.clone());
        Some(Self { kind, id, row, refused })
    }

    /// The text as it stands; empty when missing.
    pub fn verbatim(&self, field: &str) -> &str {
        self.row.fields.get(field).map_or("", String::as_str)
    }

    /// Every element that says something, letter for letter.
    pub fn all_verbatim(&self) -> impl Iterator<Item = (String, String)> {
        self.row.fields.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| ((*k).to_owned(), v.clone()))
    }

    /// Trimmed plain text, or nothing.
    pub fn words(&self, field: &str) -> Option<String> {
        let text = plain(self.verbatim(field));
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Trimmed plain text in both languages.
    pub fn both(&self, zh: &str, en: &str) -> Bilingual {
        Bilingual { zh: self.words(zh), en: self.words(en) }
    }

    /// Web addresses in both languages; anything else than http(s) is refused.
    pub fn addresses(&mut self, zh: &str, en: &str) -> Bilingual {
        Bilingual { zh: self.address(zh), en: self.address(en) }
    }

    fn address(&mut self, field: &str) -> Option<String> {
        let text = self.verbatim(field).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        match Url::parse(&text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.host_str().is_some() => Some(url.to_string()),
            _ => {
                self.refuse(field, &text, RefusedBecause::Address);
                None
            }
        }
    }

    /// A timestamp like `2024-10-23 00:00:00.000`, local time.
    pub fn moment(&mut self, field: &str) -> Option<NaiveDateTime> {
        let text = self.verbatim(field).trim().to_owned();
        if text.is_empty() {
            return None;
        }
        let moment = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok();
        if moment.is_none() {
            self.refuse(field, &text, RefusedBecause::Date);
        }
        moment
    }

    /// Notes a value that is not taken.
    pub fn refuse(&mut self, field: &str, value: &str, reason: RefusedBecause) {
        self.refused.push(Refused::new(self.kind, &self.id, field, value, reason));
    }
}

/// The source escapes some titles a second time (`R&amp;amp;T`). Resolves one layer of the few HTML
/// entities it uses; everything else stays as it is.
fn plain(text: &str) -> String {
    const KNOWN: &[(&str, char)] =
        &[("&amp;", '&'), ("&nbsp;", ' '), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&apos;", '\'')];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let (c, len) = KNOWN.iter().find(|(name, _)| tail.starts_with(name)).map_or(('&', 1), |(name, c)| (*c, name.len()));
        out.push(c);
        rest = &tail[len..];
    }
    out.push_str(rest);
    // A few titles hold invisible leftovers of another encoding (U+0080 to U+009F).
    out.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
    out.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn entities_are_resolved_once_and_invisible_leftovers_removed() {
        assert_eq!(plain("R&amp;T (Rhythm &amp; Tempo)"), "R&T (Rhythm & Tempo)");
        assert_eq!(plain("Art Class&nbsp;"), "Art Class ");
        assert_eq!(plain("愛樂\u{9e}‧歡樂\r\n"), "愛樂‧歡樂\n");
        assert_eq!(plain("&amp;lt;b> & &bogus; &"), "&lt;b> & &bogus; &");
    }
}
