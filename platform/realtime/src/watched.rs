//! Changes of the log become topics.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::pgoutput::{Message, Row, Unreadable, read};
use crate::source::Sources;
use crate::topic::{Changed, Topic};

/// Kinds of the house itself: nobody can follow them, but what they allow ends with them.
pub(crate) const SESSION: &str = "session";
pub(crate) const PERSON: &str = "person";

/// Which tables matter, and what the log has told of their shape.
pub(crate) struct Watched {
    /// By table: column and kind.
    tables: BTreeMap<&'static str, Vec<(&'static str, &'static str)>>,
    /// By relation id: place of the column and kind.
    relations: HashMap<u32, Vec<(usize, &'static str)>>,
}

impl Watched {
    pub(crate) fn new(sources: &Sources) -> Self {
        let mut tables: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (kind, source) in sources.iter() {
            for watch in source.watches() {
                tables.entry(watch.table).or_default().push((watch.column, kind));
            }
        }
        tables.entry("auth.sessions").or_default().push(("id", SESSION));
        tables.entry("public.user_roles").or_default().push(("user_id", PERSON));
        Self { tables, relations: HashMap::new() }
    }

    /// Tables the log has to carry.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'static str> {
        self.tables.keys().copied()
    }

    /// Notes what one message changed.
    pub(crate) fn note(&mut self, bytes: &[u8], changed: &mut Changed) -> Result<(), Unreadable> {
        match read(bytes)? {
            Message::Relation { id, name, columns } => {
                let watches = self.tables.get(name.as_str()).map(Vec::as_slice).unwrap_or_default();
                // A column that the publication does not carry has no place: changes then touch all of the kind.
                let place = |column: &str| columns.iter().position(|c| c == column).unwrap_or(usize::MAX);
                self.relations.insert(id, watches.iter().map(|(column, kind)| (place(column), *kind)).collect());
            }
            Message::Written { relation, row } | Message::Deleted { relation, key: row } => self.row(relation, &row, changed),
            Message::Truncated { relations } => {
                for (_, kind) in relations.iter().filter_map(|id| self.relations.get(id)).flatten() {
                    changed.all_of(kind);
                }
            }
            Message::Other => {}
        }
        Ok(())
    }

    fn row(&self, relation: u32, row: &Row<'_>, changed: &mut Changed) {
        for (place, kind) in self.relations.get(&relation).map(Vec::as_slice).unwrap_or_default() {
            let id = row.get(*place).copied().flatten().and_then(|text| Uuid::try_parse_ascii(text).ok());
            match id {
                Some(id) => changed.one(Topic { kind, id }),
                None => changed.all_of(kind),
            }
        }
    }
}
