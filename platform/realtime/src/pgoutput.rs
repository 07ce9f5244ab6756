//! Messages of PostgreSQL's `pgoutput`, protocol version 1 (PostgreSQL documentation, “Logical Replication Message
//! Formats”), as far as somebody needs them who asks which rows changed.

use std::borrow::Cow;

/// A message that is not what the protocol says.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the log sent a message that cannot be read: {0}")]
pub(crate) struct Unreadable(&'static str);

/// What one message says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message<'a> {
    /// The shape of a table, sent before its first change.
    Relation { id: u32, name: String, columns: Vec<String> },
    /// A row as it is now.
    Written { relation: u32, row: Row<'a> },
    /// The key of a row that is gone.
    Deleted { relation: u32, key: Row<'a> },
    /// Tables emptied at once.
    Truncated { relations: Vec<u32> },
    /// Types, origins, and what later versions add.
    Other,
}

/// Values in the order of the relation's columns; none where a value is null or was not sent.
pub(crate) type Row<'a> = Vec<Option<&'a [u8]>>;

pub(crate) fn read(bytes: &[u8]) -> Result<Message<'_>, Unreadable> {
    let mut rest = Reader(bytes);
    match rest.byte()? {
        b'R' => {
            let id = rest.u32()?;
            let (schema, table) = (rest.text()?, rest.text()?);
            // An empty schema is pg_catalog.
            let schema = if schema.is_empty() { Cow::Borrowed("pg_catalog") } else { schema };
            rest.byte()?;
            let columns = (0..rest.u16()?).map(|_| rest.column()).collect::<Result<_, _>>()?;
            Ok(Message::Relation { id, name: format!("{schema}.{table}"), columns })
        }
        b'I' => {
            let relation = rest.u32()?;
            rest.expect(b'N')?;
            Ok(Message::Written { relation, row: rest.row()? })
        }
        b'U' => {
            let relation = rest.u32()?;
            // The old key or row comes first where the key changed or the identity is full.
            let kind = match rest.byte()? {
                b'K' | b'O' => {
                    rest.row()?;
                    rest.byte()?
                }
                kind => kind,
            };
            if kind != b'N' {
                return Err(Unreadable("an update without its new row"));
            }
            Ok(Message::Written { relation, row: rest.row()? })
        }
        b'D' => {
            let relation = rest.u32()?;
            match rest.byte()? {
                b'K' | b'O' => Ok(Message::Deleted { relation, key: rest.row()? }),
                _ => Err(Unreadable("a delete without its key")),
            }
        }
        b'T' => {
            let count = rest.u32()?;
            rest.byte()?;
            let relations = (0..count).map(|_| rest.u32()).collect::<Result<_, _>>()?;
            Ok(Message::Truncated { relations })
        }
        _ => Ok(Message::Other),
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Unreadable("it ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        self.take(N)?.try_into().map_err(|_| Unreadable("it ends too early"))
    }

    fn byte(&mut self) -> Result<u8, Unreadable> {
        Ok(self.array::<1>()?[0])
    }

    fn u16(&mut self) -> Result<u16, Unreadable> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, Unreadable> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Unreadable> {
        if self.byte()? == wanted { Ok(()) } else { Err(Unreadable("an insert without its row")) }
    }

    /// Up to the next zero byte.
    fn text(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        let end = self.0.iter().position(|b| *b == 0).ok_or(Unreadable("a name without its end"))?;
        let text = String::from_utf8_lossy(&self.0[..end]);
        self.0 = &self.0[end + 1..];
        Ok(text)
    }

    fn column(&mut self) -> Result<String, Unreadable> {
        self.byte()?;
        let name = self.text()?.into_owned();
        self.take(8)?;
        Ok(name)
    }

    fn row(&mut self) -> Result<Row<'a>, Unreadable> {
        let count = self.u16()?;
        (0..count)
            .map(|_| match self.byte()? {
                // Null, or a large value that did not change.
                b'n' | b'u' => Ok(None),
                b't' | b'b' => {
                    let length = usize::try_from(self.u32()?).map_err(|_| Unreadable("a value too long"))?;
                    self.take(length).map(Some)
                }
                _ => Err(Unreadable("a value of no known kind")),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn relation() -> Vec<u8> {
        let mut bytes = vec![b'R', 0, 0, 0, 7];
        bytes.extend(b"public\0pools\0d\0\x02");
        for name in ["id", "event_id"] {
            bytes.push(1);
            bytes.extend(name.as_bytes());
            bytes.extend([0, 0, 0, 11, 0x86, 0xff, 0xff, 0xff, 0xff]);
        }
        bytes
    }

    fn tuple(values: &[Option<&str>]) -> Vec<u8> {
        let mut bytes = u16::try_from(values.len()).unwrap().to_be_bytes().to_vec();
        for value in values {
            match value {
                Some(text) => {
                    bytes.push(b't');
                    bytes.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
                    bytes.extend(text.as_bytes());
                }
                None => bytes.push(b'n'),
            }
        }
        bytes
    }

    fn change(kind: u8, parts: &[(u8, &[Option<&str>])]) -> Vec<u8> {
        let mut bytes = vec![kind, 0, 0, 0, 7];
        for (mark, values) in parts {
            bytes.push(*mark);
            bytes.extend(tuple(values));
        }
        bytes
    }

    #[test]
    fn each_message_says_what_it_says() {
        let columns = vec!["id".to_owned(), "event_id".to_owned()];
        assert_eq!(read(&relation()).unwrap(), Message::Relation { id: 7, name: "public.pools".to_owned(), columns });
        let row = vec![Some(&b"a"[..]), None];
        let inserted = change(b'I', &[(b'N', &[Some("a"), None])]);
        assert_eq!(read(&inserted).unwrap(), Message::Written { relation: 7, row: row.clone() });
        for old in [b'K', b'O'] {
            let updated = change(b'U', &[(old, &[Some("before"), None]), (b'N', &[Some("a"), None])]);
            assert_eq!(read(&updated).unwrap(), Message::Written { relation: 7, row: row.clone() }, "the new row counts");
        }
        let deleted = change(b'D', &[(b'K', &[Some("a"), None])]);
        assert_eq!(read(&deleted).unwrap(), Message::Deleted { relation: 7, key: row });
        assert_eq!(read(&[b'T', 0, 0, 0, 1, 0, 0, 0, 0, 7]).unwrap(), Message::Truncated { relations: vec![7] });
        assert_eq!(read(b"Y and something").unwrap(), Message::Other);
    }

    #[test]
    fn a_message_cut_short_is_refused_at_every_length() {
        for whole in
            [relation(), change(b'U', &[(b'K', &[Some("before")]), (b'N', &[Some("after"), None])]), vec![b'T', 0, 0, 0, 1, 0, 0, 0, 0, 7]]
        {
            for length in 0..whole.len() {
                assert!(read(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
