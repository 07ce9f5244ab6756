//! What typst may see: one template, one file of data, and the fonts that data needs. No file
//! system, no network, no clock.

use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::Fonts;
use crate::fonts::{Face, Lease};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));

/// The template of ticket documents.
pub(crate) static TICKETS: LazyLock<Option<Source>> =
    LazyLock::new(|| Some(Source::new(id("/tickets.typ")?, include_str!("tickets.typ").to_owned())));

/// The template of receipts.
pub(crate) static RECEIPT: LazyLock<Option<Source>> =
    LazyLock::new(|| Some(Source::new(id("/receipt.typ")?, include_str!("receipt.typ").to_owned())));

/// The template of lists of people.
pub(crate) static ROLL: LazyLock<Option<Source>> =
    LazyLock::new(|| Some(Source::new(id("/roll.typ")?, include_str!("roll.typ").to_owned())));

static DATA: LazyLock<Option<FileId>> = LazyLock::new(|| id("/data.json"));

// Ids are interned for ever, so there are exactly these few.
fn id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

pub(crate) struct Press<'f> {
    main: Source,
    data: Bytes,
    book: LazyHash<FontBook>,
    faces: Vec<&'f Face>,
    fonts: Vec<OnceLock<Option<Font>>>,
    lease: Lease,
}

impl<'f> Press<'f> {
    /// A press for one document, holding the named families and no other font.
    pub(crate) fn new(fonts: &'f Fonts, main: Source, data: Vec<u8>, families: &[String]) -> Self {
        let faces: Vec<&Face> = fonts.index().families.iter().filter(|f| families.contains(&f.name)).flat_map(|f| &f.faces).collect();
        Self {
            main,
            data: Bytes::new(data),
            book: LazyHash::new(FontBook::from_infos(faces.iter().map(|face| face.info().clone()))),
            fonts: faces.iter().map(|_| OnceLock::new()).collect(),
            faces,
            lease: fonts.lease(),
        }
    }
}

impl World for Press<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if Some(id) == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)?.get_or_init(|| self.lease.font(self.faces[index])).clone()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
