//! From tickets to bytes.

use serde::Serialize;

use super::join::join;
use super::print::{Printed, print, print_part};
use super::world::{Press, TICKETS};
use super::{MAX_SHEETS, PdfError, TicketSheet};
use crate::fonts::{Dressed, Script};
use crate::{Fonts, qr};

/// Tickets that are set at once: what it takes is given back after them. So many are tagged for screen readers.
const SHEETS_AT_ONCE: usize = 100;

/// The template's data: one entry per ticket, all words dressed.
#[derive(Serialize)]
struct Data {
    lang: String,
    /// Laid out from right to left, as the labels run.
    rtl: bool,
    title: String,
    tickets: Vec<Ticket>,
}

#[derive(Serialize)]
struct Ticket {
    organiser: Dressed,
    presents: Dressed,
    titles: Vec<Title>,
    dates: Vec<Dressed>,
    doors: Option<Dressed>,
    venue: Dressed,
    address: Vec<Dressed>,
    admit_one: Dressed,
    facts: Vec<(Dressed, Dressed)>,
    attendee: (Dressed, Dressed),
    attendee_words: Vec<String>,
    place: Dressed,
    qr: String,
    qr_modules: usize,
    qr_alt: String,
    code: (Dressed, Dressed),
    hint: Dressed,
    terms: (Dressed, Vec<Dressed>),
}

/// A text set as large as it fits, with the words that cannot be broken.
#[derive(Serialize)]
struct Title {
    x: Dressed,
    w: Vec<String>,
}

/// A PDF with one A4 page per ticket, tagged for screen readers (PDF/UA-1). Blocking and hungry:
/// call it through [`super::Documents`].
pub fn render_tickets(fonts: &Fonts, sheets: &[TicketSheet]) -> Result<Vec<u8>, PdfError> {
    Ok(print_tickets(fonts, sheets)?.delivered())
}

pub(super) fn print_tickets(fonts: &Fonts, sheets: &[TicketSheet]) -> Result<Printed, PdfError> {
    if sheets.len() > MAX_SHEETS {
        return Err(PdfError::TooMany(sheets.len()));
    }
    if sheets.len() <= SHEETS_AT_ONCE {
        return print(compose(fonts, sheets, 0)?.0);
    }
    // The fonts are read once for all parts, and not once for each.
    let lease = fonts.lease();
    let (mut parts, mut boxes, mut called) = (Vec::new(), Vec::new(), None);
    for (n, part) in sheets.chunks(SHEETS_AT_ONCE).enumerate() {
        let (press, name) = compose(fonts, part, n * SHEETS_AT_ONCE)?;
        let printed = print_part(press)?;
        parts.push(printed.pdf);
        boxes.extend(printed.boxes);
        called.get_or_insert(name);
    }
    drop(lease);
    let (title, lang) = called.ok_or(PdfError::Empty)?;
    Ok(Printed { pdf: join(parts, &title, &lang)?, boxes, barrier: None })
}

/// All that the typesetter needs, and what the document is called in which language. `before` is how many tickets came before.
pub(super) fn compose<'f>(fonts: &'f Fonts, sheets: &[TicketSheet], before: usize) -> Result<(Press<'f>, (String, String)), PdfError> {
    let first = sheets.first().ok_or(PdfError::Empty)?;
    let script = Script::of(&first.labels.language);
    let event = first.titles.first().map_or("", String::as_str);
    let title = fonts.dress(&format!("{}: {event}", first.labels.document), &script);
    let tickets: Vec<Ticket> =
        sheets.iter().enumerate().map(|(n, sheet)| ticket(fonts, before + n + 1, sheet)).collect::<Result<_, _>>()?;
    let families = families(&tickets);
    let called = (title.text.clone(), title.lang.clone());
    let rtl = fonts.dress(&first.labels.document, &script).rtl;
    let data = Data { lang: title.lang, rtl, title: title.text, tickets };
    let data = serde_json::to_vec(&data).map_err(|e| PdfError::Typesetting(e.to_string()))?;
    let main = TICKETS.clone().ok_or_else(|| PdfError::Typesetting("the template has no name".to_owned()))?;
    Ok((Press::new(fonts, main, data, &families), called))
}

fn ticket(fonts: &Fonts, nth: usize, sheet: &TicketSheet) -> Result<Ticket, PdfError> {
    let event = Script::of(&sheet.language);
    let label = Script::of(&sheet.labels.language);
    let say = |text: &str| fonts.dress(text, &event);
    let word = |text: &str| fonts.dress(text, &label);
    let say_all = |texts: &[String]| texts.iter().map(|text| say(text)).filter(|d| !d.text.is_empty()).collect::<Vec<_>>();
    let labels = &sheet.labels;
    let attendee = say(&sheet.attendee);
    let code = qr::picture(&sheet.payload).map_err(|_| PdfError::Code(nth))?;
    let place = labels.place.replace("{n}", &sheet.place.0.to_string()).replace("{of}", &sheet.place.1.to_string());
    Ok(Ticket {
        organiser: say(&sheet.organiser),
        presents: word(&labels.presents),
        titles: say_all(&sheet.titles).into_iter().map(|x| Title { w: long_words(&x.text), x }).collect(),
        dates: say_all(&sheet.dates),
        doors: sheet.doors.as_ref().map(|doors| word(&format!("{} {doors}", labels.doors))),
        venue: say(&sheet.venue),
        address: say_all(&sheet.address),
        admit_one: word(&labels.admit_one),
        facts: [
            Some((word(&labels.ticket_type), say(&sheet.ticket_type))),
            sheet.opens.as_ref().map(|opens| (word(&labels.opens), say(opens))),
            Some((word(&labels.price), say(&sheet.price))),
            Some((word(&labels.order), say(&sheet.order_number))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        attendee_words: long_words(&attendee.text),
        attendee: (word(&labels.attendee), attendee),
        place: word(&place),
        qr: code.svg,
        qr_modules: code.modules,
        qr_alt: word(&labels.qr.replace("{code}", &sheet.human_code)).text,
        code: (word(&labels.human_code), say(&sheet.human_code)),
        hint: word(&labels.hint),
        terms: (word(&labels.terms), say_all(&sheet.terms)),
    })
}

/// The longest words without a place to break. Scripts written without spaces break anywhere.
fn long_words(text: &str) -> Vec<String> {
    let solid = |word: &&str| {
        !word.chars().any(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..))
    };
    let mut words: Vec<String> = text.split([' ', '-', '\u{200B}']).filter(solid).map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(4);
    words
}

fn families(tickets: &[Ticket]) -> Vec<String> {
    let mut names: Vec<String> = vec!["Archivo".to_owned()];
    let mut add = |dressed: &Dressed| {
        for name in &dressed.families {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    };
    for t in tickets {
        let single = [
            &t.organiser,
            &t.presents,
            &t.venue,
            &t.admit_one,
            &t.attendee.0,
            &t.attendee.1,
            &t.place,
            &t.code.0,
            &t.code.1,
            &t.hint,
            &t.terms.0,
        ];
        single.into_iter().for_each(&mut add);
        t.facts.iter().flat_map(|(a, b)| [a, b]).for_each(&mut add);
        t.titles.iter().map(|title| &title.x).chain(&t.dates).chain(&t.doors).chain(&t.address).chain(&t.terms.1).for_each(&mut add);
    }
    names
}
