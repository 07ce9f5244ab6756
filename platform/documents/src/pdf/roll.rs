//! A list of people to tick off on paper, as finished words, and how they are set.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::PdfError;
use super::join::join;
use super::print::{Printed, print, print_part};
use super::world::{Press, ROLL};
use crate::Fonts;
use crate::fonts::{Dressed, Script};

/// The most rows one list may have.
pub const MAX_ROWS: usize = 5_000;

/// Lists up to this long wait for no other list.
pub(super) const SHORT: usize = 500;

/// A list of people. All texts are what a reader sees: dates in the event's zone.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RollSheet {
    /// Language of the event's texts (BCP 47): chooses Han variants and what a screen reader speaks.
    pub language: String,
    /// What it is: `Attendees`.
    pub title: String,
    /// What they come to: its title, on every page.
    pub subject: String,
    /// When and where, a line each.
    pub lines: Vec<String>,
    /// When it was printed, what it shows, how many there are: a line each.
    pub facts: Vec<String>,
    /// What has to stand on every page in large letters: that it is a test.
    pub mark: Option<String>,
    /// Heads of the columns: name, ticket, number, state.
    pub columns: [String; 4],
    /// The rows, in the order in which they are printed.
    pub rows: Vec<RollRow>,
    /// On every page, at the left of its foot.
    pub foot: String,
    /// On every page: `{n} of {of}`.
    pub page: String,
}

/// Somebody.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RollRow {
    /// Who.
    pub name: String,
    /// With what.
    pub ticket: String,
    /// The order's number.
    pub number: String,
    /// Where they stand, in words.
    pub state: String,
    /// Whether there is something to tick.
    pub tick: Tick,
}

/// The box of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tick {
    /// To be ticked.
    #[default]
    Open,
    /// Ticked.
    Done,
    /// None: the ticket admits nobody.
    Without,
}

/// Prints nothing of the people.
impl fmt::Debug for RollSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RollSheet({} rows)", self.rows.len())
    }
}

/// Prints nothing of the person.
impl fmt::Debug for RollRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RollRow({:?})", self.tick)
    }
}

/// Pages that are set at once: what it takes is given back after them, so that thousands of people need the memory of some
/// hundred. A list of no more than these is tagged for screen readers as every other document is.
const PAGES_AT_ONCE: usize = 12;

/// A row's height, as the template sets it, in tenths of a millimetre.
const ROW: usize = 74;

/// What of a page, in the same measure, is left for rows: without the head of the first page, and with a mark.
fn rows_of_page(first: bool, marked: bool) -> usize {
    let height = 2_970 - 180 - if marked { 280 } else { 180 };
    (height - 60 - if first { 480 } else { 0 }) / ROW
}

/// The template's data of some pages, all words dressed. Thousands of rows are kept small: what needs no other font than the
/// house's is plain text, and tickets are numbered.
#[derive(Serialize)]
struct Data {
    lang: String,
    document: String,
    title: Dressed,
    subject: Dressed,
    lines: Vec<Dressed>,
    facts: Vec<Dressed>,
    mark: Option<Dressed>,
    columns: Vec<Dressed>,
    tickets: Vec<Words>,
    pages: Vec<Vec<Row>>,
    /// The first of them, from 1, and how many the whole document has.
    first: usize,
    of: usize,
    foot: Dressed,
    page: Vec<String>,
}

/// Name, number of the ticket, order number, state, tick (0 open, 1 done, 2 none).
type Row = (Words, usize, Words, Words, u8);

#[derive(Serialize)]
#[serde(untagged)]
enum Words {
    Plain(String),
    /// Perhaps too long for its column: set as large as it fits.
    Long {
        fit: Dressed,
    },
    Dressed(Dressed),
}

/// A PDF of A4 pages; one that is not longer than some hundred people is tagged for screen readers (PDF/UA-1). Blocking and hungry: call it through [`super::Documents`].
pub fn render_roll(fonts: &Fonts, sheet: &RollSheet) -> Result<Vec<u8>, PdfError> {
    Ok(print_roll(fonts, sheet)?.delivered())
}

pub(super) fn print_roll(fonts: &Fonts, sheet: &RollSheet) -> Result<Printed, PdfError> {
    if sheet.rows.is_empty() {
        return Err(PdfError::Empty);
    }
    if sheet.rows.len() > MAX_ROWS {
        return Err(PdfError::TooLong(sheet.rows.len()));
    }
    let pages = paged(&sheet.rows, sheet.mark.is_some());
    if pages.len() <= PAGES_AT_ONCE {
        return print(compose(fonts, sheet, &pages, (1, pages.len()))?.0);
    }
    // The fonts are read once for all parts, and not once for each.
    let lease = fonts.lease();
    let (mut parts, mut boxes, mut called) = (Vec::new(), Vec::new(), None);
    for (n, part) in pages.chunks(PAGES_AT_ONCE).enumerate() {
        let (press, (title, lang)) = compose(fonts, sheet, part, (n * PAGES_AT_ONCE + 1, pages.len()))?;
        let printed = print_part(press)?;
        parts.push(printed.pdf);
        boxes.extend(printed.boxes);
        called = Some((title, lang));
    }
    drop(lease);
    let (title, lang) = called.ok_or(PdfError::Empty)?;
    Ok(Printed { pdf: join(parts, &title, &lang)?, boxes, barrier: None })
}

/// Rows by page. Every row is as high as every other, so that the pages are known before any is set.
fn paged(rows: &[RollRow], marked: bool) -> Vec<&[RollRow]> {
    let (first, rest) = rows.split_at(rows.len().min(rows_of_page(true, marked)));
    std::iter::once(first).chain(rest.chunks(rows_of_page(false, marked))).collect()
}

/// A press for some of the pages, and what the document is called in which language.
fn compose<'f>(
    fonts: &'f Fonts,
    sheet: &RollSheet,
    part: &[&[RollRow]],
    (first, of): (usize, usize),
) -> Result<(Press<'f>, (String, String)), PdfError> {
    let mut wardrobe = Wardrobe { fonts, script: Script::of(&sheet.language), families: BTreeSet::new() };
    let mut tickets = Numbered::default();
    let mut pages = Vec::with_capacity(part.len());
    for page in part {
        let mut rows: Vec<Row> = Vec::with_capacity(page.len());
        for row in *page {
            let ticket = tickets.number(&row.ticket);
            rows.push((
                wardrobe.words(&row.name, 24),
                ticket,
                wardrobe.words(&row.number, 12),
                wardrobe.words(&row.state, 15),
                row.tick as u8,
            ));
        }
        pages.push(rows);
    }
    let title = wardrobe.dress(&sheet.title);
    let subject = wardrobe.dress(&sheet.subject);
    let data = Data {
        lang: title.lang.clone(),
        document: format!("{}: {}", title.text, subject.text),
        lines: sheet.lines.iter().map(|text| wardrobe.dress(text)).collect(),
        facts: sheet.facts.iter().map(|text| wardrobe.dress(text)).collect(),
        mark: sheet.mark.as_deref().map(|text| wardrobe.dress(text)),
        columns: sheet.columns.iter().map(|text| wardrobe.dress(text)).collect(),
        tickets: tickets.0.iter().map(|text| wardrobe.words(text, 18)).collect(),
        pages,
        first,
        of,
        foot: wardrobe.dress(&sheet.foot),
        page: sheet.page.split(['{', '}']).map(str::to_owned).collect(),
        title,
        subject,
    };
    let called = (data.document.clone(), data.lang.clone());
    let data = serde_json::to_vec(&data).map_err(|e| PdfError::Typesetting(e.to_string()))?;
    let main = ROLL.clone().ok_or_else(|| PdfError::Typesetting("the template has no name".to_owned()))?;
    Ok((Press::new(fonts, main, data, &wardrobe.families.into_iter().collect::<Vec<_>>()), called))
}

/// Dresses texts and remembers the fonts that were needed.
struct Wardrobe<'f> {
    fonts: &'f Fonts,
    script: Script,
    families: BTreeSet<String>,
}

impl Wardrobe<'_> {
    fn dress(&mut self, text: &str) -> Dressed {
        let dressed = self.fonts.dress(text, &self.script);
        self.families.extend(dressed.families.iter().cloned());
        dressed
    }

    /// `fits` is how many wide letters certainly have their place in the column.
    fn words(&mut self, text: &str, fits: usize) -> Words {
        let dressed = self.dress(text);
        // Signs of the scripts beyond U+2E80 are as wide as two letters.
        let width: usize = dressed.text.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum();
        if width > fits {
            Words::Long { fit: dressed }
        } else if dressed.families.len() == 1 && !dressed.rtl {
            Words::Plain(dressed.text)
        } else {
            Words::Dressed(dressed)
        }
    }
}

/// Texts that occur often, each once.
#[derive(Default)]
struct Numbered<'t>(Vec<&'t str>);

impl<'t> Numbered<'t> {
    fn number(&mut self, text: &'t str) -> usize {
        self.0.iter().position(|known| *known == text).unwrap_or_else(|| {
            self.0.push(text);
            self.0.len() - 1
        })
    }
}
