//! What is printed on a receipt, as finished words, and how they are set.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use super::PdfError;
use super::print::{Printed, print};
use super::world::{Press, RECEIPT};
use crate::Fonts;
use crate::fonts::{Dressed, Script};

/// A receipt. All texts are what a reader sees: dates in the event's zone, amounts with the decimals of their currency.
/// Nothing is added up here; whoever fills it in answers for the sums.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReceiptSheet {
    /// Language of the event's texts (BCP 47): chooses Han variants and what a screen reader speaks.
    pub language: String,
    /// Who sold: name first, then what else is known of them, a line each.
    pub organiser: Vec<String>,
    /// What it is: `Receipt`.
    pub title: String,
    /// The number it is known by, on every page.
    pub number: String,
    /// What has to stand on every page in large letters: that it is a test.
    pub mark: Option<String>,
    /// What was bought: its title, then when and where, a line each.
    pub subject: Vec<String>,
    /// Who, when, how: a label and a value each.
    pub facts: Vec<(String, String)>,
    /// Heads of the columns: what, then the figures.
    pub columns: Vec<String>,
    /// The lines.
    pub lines: Vec<ReceiptLine>,
    /// What they come to, one below the other; the last of them is the total.
    pub sums: Vec<Sum>,
    /// Heads of the table of taxes; empty without one.
    pub tax_columns: Vec<String>,
    /// Its rows: a label, then the figures.
    pub taxes: Vec<Vec<String>>,
    /// What was paid and what went back, and what is left of it.
    pub paid: Vec<Sum>,
    /// Small print, one paragraph each.
    pub notes: Vec<String>,
    /// On every page: `{n} of {of}`.
    pub page: String,
}

/// One price of a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptLine {
    /// What it is for.
    pub what: String,
    /// What is to be said about it, below.
    pub note: Option<String>,
    /// One figure per column after the first.
    pub figures: Vec<String>,
}

/// A sum with its label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// What it is.
    pub label: String,
    /// How much.
    pub amount: String,
    /// How it stands among the others.
    pub entry: Entry,
}

/// How a sum stands among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    /// One of what is added up.
    #[default]
    Plain,
    /// What the ones above come to.
    Total,
    /// Named for itself: it is contained in what stands above.
    Aside,
}

/// Prints nothing of the person.
impl fmt::Debug for ReceiptSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptSheet({}, {} lines)", self.number, self.lines.len())
    }
}

/// The template's data, all words dressed.
#[derive(Serialize)]
struct Data {
    lang: String,
    /// Laid out from right to left, as its title runs.
    rtl: bool,
    document: String,
    title: Dressed,
    number: Dressed,
    page: Dressed,
    mark: Option<Dressed>,
    organiser: Vec<Dressed>,
    subject: Vec<Dressed>,
    facts: Vec<(Dressed, Dressed)>,
    columns: Vec<Dressed>,
    lines: Vec<Line>,
    sums: Vec<SumData>,
    tax_columns: Vec<Dressed>,
    taxes: Vec<Vec<Dressed>>,
    paid: Vec<SumData>,
    notes: Vec<Dressed>,
}

#[derive(Serialize)]
struct Line {
    what: Dressed,
    note: Option<Dressed>,
    figures: Vec<Dressed>,
}

#[derive(Serialize)]
struct SumData {
    label: Dressed,
    amount: Dressed,
    entry: Entry,
}

/// A PDF of A4 pages, tagged for screen readers (PDF/UA-1). Blocking and hungry: call it through [`super::Documents`].
pub fn render_receipt(fonts: &Fonts, sheet: &ReceiptSheet) -> Result<Vec<u8>, PdfError> {
    Ok(print_receipt(fonts, sheet)?.delivered())
}

pub(super) fn print_receipt(fonts: &Fonts, sheet: &ReceiptSheet) -> Result<Printed, PdfError> {
    print(compose(fonts, sheet)?)
}

pub(super) fn compose<'f>(fonts: &'f Fonts, sheet: &ReceiptSheet) -> Result<Press<'f>, PdfError> {
    let script = Script::of(&sheet.language);
    let mut families = BTreeSet::new();
    let mut say = |text: &str| {
        let dressed = fonts.dress(text, &script);
        let dressed = Dressed { text: narrower(&dressed.text), ..dressed };
        families.extend(dressed.families.iter().cloned());
        dressed
    };
    let sum =
        |sum: &Sum, say: &mut dyn FnMut(&str) -> Dressed| SumData { label: say(&sum.label), amount: say(&sum.amount), entry: sum.entry };
    let title = say(&sheet.title);
    let data = Data {
        lang: title.lang.clone(),
        rtl: title.rtl,
        document: format!("{} {}", title.text, sheet.number),
        number: say(&sheet.number),
        page: say(&sheet.page),
        mark: sheet.mark.as_deref().map(&mut say),
        organiser: sheet.organiser.iter().map(|text| say(text)).collect(),
        subject: sheet.subject.iter().map(|text| say(text)).collect(),
        facts: sheet.facts.iter().map(|(label, value)| (say(label), say(value))).collect(),
        columns: sheet.columns.iter().map(|text| say(text)).collect(),
        lines: sheet
            .lines
            .iter()
            .map(|line| Line {
                what: say(&line.what),
                note: line.note.as_deref().map(&mut say),
                figures: line.figures.iter().map(|text| say(text)).collect(),
            })
            .collect(),
        sums: sheet.sums.iter().map(|s| sum(s, &mut say)).collect(),
        tax_columns: sheet.tax_columns.iter().map(|text| say(text)).collect(),
        taxes: sheet.taxes.iter().map(|row| row.iter().map(|text| say(text)).collect()).collect(),
        paid: sheet.paid.iter().map(|s| sum(s, &mut say)).collect(),
        notes: sheet.notes.iter().map(|text| say(text)).collect(),
        title,
    };
    let data = serde_json::to_vec(&data).map_err(|e| PdfError::Typesetting(e.to_string()))?;
    let main = RECEIPT.clone().ok_or_else(|| PdfError::Typesetting("the template has no name".to_owned()))?;
    Ok(Press::new(fonts, main, data, &families.into_iter().collect::<Vec<_>>()))
}

/// Words of which nobody knows where to part them may part anywhere: what stands in a column keeps to it.
fn narrower(text: &str) -> String {
    let break_anywhere = |word: &str| word.graphemes(true).flat_map(|cluster| [cluster, "\u{200B}"]).collect::<String>();
    let words = text.split(' ').map(|word| if word.contains('\u{200B}') { break_anywhere(word) } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}
