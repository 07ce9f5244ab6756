//! What comes out of the press, looked at from inside: glyphs, tags, sizes.

mod papers;

use std::sync::LazyLock;

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;

use super::print::Printed;
use super::render::{compose, print_tickets};
use super::{Labels, PdfError, TicketSheet};
use crate::Fonts;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::system);

fn sheet(name: &str) -> TicketSheet {
    TicketSheet {
        language: "en".into(),
        organiser: "Northgate Players".into(),
        titles: vec!["The Tempest".into()],
        dates: vec!["Saturday 14 December 2024, 19:30".into()],
        doors: Some("18:45".into()),
        venue: "The Old Granary".into(),
        address: vec!["12 Millrace Lane".into(), "Norwich".into()],
        ticket_type: "Stalls".into(),
        opens: None,
        attendee: name.into(),
        order_number: "CB-7K2M".into(),
        price: "£24.00".into(),
        place: (1, 1),
        payload: "CB1:ABCDEF".into(),
        human_code: "7K2M-9QXD-4F".into(),
        terms: vec!["No photography.".into()],
        labels: Labels::default(),
    }
}

fn print(sheets: &[TicketSheet]) -> Printed {
    print_tickets(&FONTS, sheets).unwrap()
}

/// A page object says `/Type /Page`; krilla writes these uncompressed or in object streams, so the
/// page tree's count is read where a reader would.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    text.split("/Count ").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

fn assert_set(printed: &Printed, sheets: usize) {
    assert_eq!(printed.boxes, Vec::<String>::new());
    assert_eq!(printed.barrier, None);
    assert_eq!(pages(&printed.pdf), sheets, "a ticket ran over its page");
}

/// Ten texts to a page: name, title, organiser, venue, type, address, terms.
fn packed(texts: &[String]) -> Vec<TicketSheet> {
    let at = |texts: &[String], n: usize| texts.get(n).cloned().unwrap_or_default();
    texts
        .chunks(9)
        .map(|t| TicketSheet {
            titles: vec![at(t, 1), at(t, 2)],
            organiser: at(t, 3),
            venue: at(t, 4),
            ticket_type: at(t, 5),
            opens: Some(at(t, 6)),
            address: vec![at(t, 6), at(t, 7)],
            terms: vec![at(t, 8)],
            ..sheet(&t[0])
        })
        .collect()
}

fn assert_all_drawn(texts: &[String]) {
    let missing: Vec<char> = texts.iter().flat_map(|text| FONTS.missing_glyphs(text)).collect();
    assert_eq!(missing, Vec::<char>::new(), "install the Noto fonts that bin/test names");
    for sheets in packed(texts).chunks(60) {
        assert_set(&print(sheets), sheets.len());
    }
}

#[test]
fn every_name_of_the_world_has_its_glyphs() {
    let Some(names) = real_input::column("names/cldr-sample-person-names.csv", "joined") else { return };
    assert_eq!(names.len(), 783);
    assert_all_drawn(&names);
}

#[test]
fn samples_of_many_scripts_have_their_glyphs() {
    let texts = [
        "香港中樂團「春江花月夜」音樂會",
        "上海交响乐团　新年音乐会",
        "東京フィルハーモニー交響楽団",
        "서울시립교향악단 정기연주회",
        "งานเทศกาลดนตรีกรุงเทพฯ ครั้งที่ ๒๓",
        "مهرجان الموسيقى العربية ٢٠٢٤",
        "תזמורת פילהרמונית",
        "जयपुर साहित्य उत्सव",
        "ঢাকা আর্ট সামিট",
        "தஞ்சாவூர் நாட்டியாஞ்சலி",
        "తెలుగు నాటకోత్సవం",
        "ಮೈಸೂರು ದಸರಾ",
        "കേരള കലോത്സവം",
        "සිංහල නාට්‍ය",
        "ရန်ကုန် ဂီတပွဲ",
        "ភ្នំពេញ",
        "ວຽງຈັນ",
        "བོད་ཀྱི་ཟློས་གར།",
        "Հայաստան",
        "საქართველო",
        "አዲስ አበባ",
        "Ἰλιάς Ἑλλάδα",
        "Щедрик — Київ",
        "Nguyễn Thị Ánh Nguyệt",
        "Łódź Škvorecký Ångström",
        "Party 🎭🎶 at ours 👩🏽‍🎤 👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣ ❤️",
        "ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ ⵜⴰⵎⴰⵣⵉⵖⵜ",
        "ދިވެހި ߒߞߏ 𞤀𞤣𞤤𞤢𞤥",
        "★ ♫ ☂ ∞ ≠ ½ № ™ € ₹ ₿ → ✓",
        "𝔊𝔬𝔱𝔥𝔦𝔠 ⓐ ㊗ ﷽",
    ];
    assert_all_drawn(&texts.map(str::to_owned));
}

#[test]
fn naughty_strings_are_printed_as_they_are() {
    let Some(list) = real_input::text("names/blns.txt") else { return };
    // What no font draws is replaced by a visible sign; nothing may fail or leave a box.
    let texts: Vec<String> = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect();
    assert!(texts.len() > 450);
    for sheets in packed(&texts).chunks(30) {
        assert_set(&print(sheets), sheets.len());
    }
}

#[test]
fn what_people_type_is_never_markup() {
    for text in [
        "#panic(\"x\")",
        "$ x",
        "*bold",
        "]",
        "[",
        "#",
        "\\",
        "`raw",
        "@ref",
        "<label>",
        "= Heading",
        "#read(\"/etc/passwd\")",
        "\"",
        "https://a.b",
        "--",
        "//",
        "/*",
        "'",
        "{",
        "}",
    ] {
        let mut hostile = sheet(text);
        hostile.titles = vec![text.into(), text.into()];
        hostile.organiser = text.into();
        hostile.terms = vec![text.into()];
        hostile.human_code = text.into();
        hostile.payload = text.into();
        hostile.labels.presents = text.into();
        hostile.labels.qr = text.into();
        hostile.labels.document = text.into();
        assert_set(&print(&[hostile]), 1);
    }
}

#[test]
fn long_and_empty_texts_keep_to_one_page() {
    let mut long = sheet(&"Wolfeschlegelsteinhausenbergerdorff ".repeat(6));
    long.titles = vec!["W".repeat(300), "m".repeat(300), "third".into()];
    long.organiser = "O".repeat(200);
    long.venue = "V".repeat(200);
    long.address = vec!["A".repeat(200); 6];
    long.dates = vec!["D".repeat(120); 4];
    long.ticket_type = "T".repeat(200);
    long.order_number = "N".repeat(60);
    long.price = "P".repeat(100);
    long.terms = vec!["term ".repeat(400)];
    let mut empty = sheet("");
    empty.titles = vec![];
    empty.organiser = String::new();
    empty.venue = String::new();
    empty.address = vec![];
    empty.dates = vec![];
    empty.doors = None;
    empty.terms = vec![];
    assert_set(&print(&[long, empty]), 2);
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let sheets = [sheet("陳大文")];
    assert_eq!(print(&sheets).pdf, print(&sheets).pdf);
}

#[test]
fn without_noto_a_ticket_is_still_printed() {
    let printed = print_tickets(&Fonts::in_dirs([]), &[sheet("陳大文")]).unwrap();
    assert_set(&printed, 1);
}

#[test]
fn limits_are_named() {
    let fonts = Fonts::in_dirs([]);
    assert!(matches!(print_tickets(&fonts, &[]), Err(PdfError::Empty)));
    assert!(matches!(print_tickets(&fonts, &vec![sheet("x"); 1_001]), Err(PdfError::TooMany(1_001))));
    let mut dense = sheet("x");
    dense.payload = "x".repeat(3_000);
    assert!(matches!(print_tickets(&fonts, &[sheet("x"), dense]), Err(PdfError::Code(2))));
}

#[test]
fn an_order_of_many_tickets_is_whole_and_in_order() {
    let sheets: Vec<TicketSheet> = (1..=230).map(|n| TicketSheet { place: (n, 230), ..sheet("陳大文") }).collect();
    let printed = print(&sheets);
    let pages = platform_documents_testing::lines(&printed.pdf);
    assert_eq!(pages.len(), 230);
    for (n, page) in pages.iter().enumerate() {
        assert!(page.iter().any(|line| line.ends_with(&format!("{} of 230", n + 1))), "{n}: {page:?}");
    }
    assert_eq!(printed.boxes, Vec::<String>::new());
    // One that cannot be set is named by its place among all of them.
    let mut dense = sheets;
    dense[210].payload = "x".repeat(3_000);
    assert!(matches!(print_tickets(&FONTS, &dense), Err(PdfError::Code(211))));
}

#[test]
fn no_font_stays_in_memory() {
    let fonts = Fonts::system();
    print_tickets(&fonts, &[sheet("陳大文 สมชาย")]).unwrap();
    assert_eq!(fonts.held_bytes(), 0);
    let lease = fonts.lease();
    print_tickets(&fonts, &[sheet("陳大文")]).unwrap();
    assert!(fonts.held_bytes() > 0, "waiting documents find the fonts of the one before");
    drop(lease);
    assert_eq!(fonts.held_bytes(), 0);
}

/// Every piece of text with where it begins, from the left and from the top.
fn pieces(frame: &Frame, at: Point, found: &mut Vec<(f64, f64, String)>) {
    for (place, item) in frame.items() {
        let here = at + *place;
        match item {
            FrameItem::Group(group) => pieces(&group.frame, here + Point::new(group.transform.tx, group.transform.ty), found),
            FrameItem::Text(run) => found.push((here.x.to_pt(), here.y.to_pt(), run.text.to_string())),
            _ => {}
        }
    }
}

/// The pieces of the line that holds `word`, from left to right.
fn line_with(sheet: TicketSheet, word: &str) -> String {
    let press = compose(&FONTS, &[sheet], 0).unwrap().0;
    let document: PagedDocument = typst::compile(&press).output.unwrap();
    let mut found = Vec::new();
    pieces(&document.pages()[0].frame, Point::zero(), &mut found);
    let y = found.iter().find(|(_, _, text)| text.contains(word)).unwrap().1;
    let mut line: Vec<_> = found.into_iter().filter(|piece| (piece.1 - y).abs() < 1.0).collect();
    line.sort_by(|a, b| a.0.total_cmp(&b.0));
    let invisible = |c: char| matches!(c, '\u{200B}' | '\u{2066}'..='\u{2069}');
    line.into_iter().map(|(_, _, text)| text.replace(invisible, "")).collect()
}

#[test]
fn what_stands_beside_an_arabic_name_keeps_its_place() {
    for listed in ["Row 1 · محمد · Stalls", "Row 1 · محمد · 12", "Stalls · محمد · 7 · 12", "محمد · Row 1 · 12"] {
        let mut mixed = sheet("Ada");
        mixed.ticket_type = listed.to_owned();
        assert_eq!(line_with(mixed.clone(), "محمد"), listed);
        assert_set(&print(&[mixed]), 1);
    }
    // Where all of it is Arabic it begins at the right.
    let mut arabic = sheet("Ada");
    arabic.ticket_type = "محمد · علي".to_owned();
    assert_eq!(line_with(arabic, "محمد"), "علي · محمد");
}

/// A sheet with the labels, the date and the price of an Arabic buyer.
fn arabic() -> TicketSheet {
    let own = str::to_owned;
    TicketSheet {
        dates: vec![own("\u{2067}السبت، \u{2068}14\u{2069} ديسمبر 2024، 19:30\u{2069}")],
        price: own("\u{2068}\u{2067}\u{2066}420.00\u{2069}\u{a0}\u{2066}HK$\u{2069}\u{2069}\u{2069} شاملًا الرسوم والضرائب"),
        labels: Labels {
            language: own("ar"),
            document: own("التذاكر"),
            admit_one: own("دخول شخص واحد"),
            attendee: own("الاسم"),
            ticket_type: own("التذكرة"),
            price: own("السعر"),
            hint: own("أبرز هذا الرمز عند الباب، ورقيًا أو على هاتفك. يتيح دخول شخص واحد مرة واحدة."),
            terms: own("معلومات مفيدة"),
            ..Labels::default()
        },
        ..sheet("Ada")
    }
}

/// Left, top, right and bottom of every picture and of everything else that is drawn.
fn drawn(frame: &Frame, at: Point, pictures: &mut Vec<[f64; 4]>, rest: &mut Vec<[f64; 4]>) {
    let rect = |at: Point, width: f64, height: f64| [at.x.to_pt(), at.y.to_pt(), at.x.to_pt() + width, at.y.to_pt() + height];
    for (place, item) in frame.items() {
        let here = at + *place;
        match item {
            FrameItem::Group(group) => drawn(&group.frame, here + Point::new(group.transform.tx, group.transform.ty), pictures, rest),
            FrameItem::Text(run) => rest.push(rect(here, run.width().to_pt(), 0.0)),
            FrameItem::Shape(shape, _) => {
                let bounds = shape.bbox(false);
                rest.push(rect(here + bounds.min, bounds.size().x.to_pt(), bounds.size().y.to_pt()));
            }
            FrameItem::Image(_, size, _) => pictures.push(rect(here, size.x.to_pt(), size.y.to_pt())),
            _ => {}
        }
    }
}

#[test]
fn nothing_is_drawn_into_the_quiet_zone_and_an_arabic_ticket_is_laid_out_from_the_right() {
    // As long as the codes of tickets are.
    let signed = |sheet: TicketSheet| TicketSheet { payload: "CB1:7K2M9".repeat(16), ..sheet };
    for (sheet, word, is_mirrored) in [(signed(sheet("Ada")), "Admit one", false), (signed(arabic()), "شخص", true)] {
        let press = compose(&FONTS, std::slice::from_ref(&sheet), 0).unwrap().0;
        let document: PagedDocument = typst::compile(&press).output.unwrap();
        let page = &document.pages()[0].frame;
        let (mut pictures, mut rest) = (Vec::new(), Vec::new());
        drawn(page, Point::zero(), &mut pictures, &mut rest);
        let [left, top, right, bottom] = pictures[0];
        assert_eq!(pictures.len(), 1);
        let crossing = |b: &&[f64; 4]| b[0] < right && b[2] > left && b[1] < bottom && b[3] > top;
        assert_eq!(rest.iter().filter(crossing).collect::<Vec<_>>(), Vec::<&[f64; 4]>::new(), "{word}: the code is {:?}", pictures[0]);
        let middle = page.width().to_pt() / 2.0;
        assert_eq!(left > middle - 30.0, is_mirrored, "the code stands where a line begins: {left} of {middle}");
        let mut found = Vec::new();
        pieces(page, Point::zero(), &mut found);
        let beside = found.iter().find(|(_, _, text)| text.contains(word)).unwrap();
        assert_eq!(beside.0 < left, is_mirrored, "{word} stands behind it");
        assert_set(&print(&[sheet]), 1);
    }
}

#[test]
fn an_amount_keeps_its_order_among_arabic_words() {
    let line = line_with(arabic(), "420.00");
    let (sign, figures) = (line.find("HK$").unwrap(), line.find("420.00").unwrap());
    assert!(sign < figures, "the sign stands behind the figures, which is left of them: {line}");
}
