//! Receipts and lists of people, read as their readers do.

use platform_documents_testing::{lines, text};

use super::FONTS;
use crate::Fonts;
use crate::pdf::print::Printed;
use crate::pdf::receipt::print_receipt;
use crate::pdf::roll::{MAX_ROWS, print_roll};
use crate::pdf::{Entry, PdfError, ReceiptLine, ReceiptSheet, RollRow, RollSheet, Sum, Tick};

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

fn sum(label: &str, amount: &str, entry: Entry) -> Sum {
    Sum { label: label.into(), amount: amount.into(), entry }
}

fn line(what: &str) -> ReceiptLine {
    ReceiptLine { what: what.into(), note: None, figures: own(&["2", "22.50", "45.00"]) }
}

fn receipt(lines: Vec<ReceiptLine>) -> ReceiptSheet {
    ReceiptSheet {
        language: "en".into(),
        organiser: own(&["Northgate Players"]),
        title: "Receipt".into(),
        number: "7K2M-9QXD".into(),
        mark: None,
        subject: own(&["The Tempest", "Saturday 14 December 2024, 19:30"]),
        facts: vec![("Buyer".into(), "Ada Oyelaran".into())],
        columns: own(&["Amounts in GBP", "Quantity", "Price each", "Amount"]),
        lines,
        sums: vec![sum("Total in GBP", "45.00", Entry::Total), sum("incl. VAT 20 %", "7.50", Entry::Aside)],
        tax_columns: own(&["Tax", "Net", "Tax", "Gross"]),
        taxes: vec![own(&["VAT 20 %", "37.50", "7.50", "45.00"])],
        paid: vec![sum("Paid on 28 November 2024", "45.00", Entry::Total)],
        notes: own(&["This is a receipt."]),
        page: "Page {n} of {of}".into(),
    }
}

fn roll(names: impl IntoIterator<Item = String>) -> RollSheet {
    RollSheet {
        language: "en".into(),
        title: "Attendees".into(),
        subject: "The Tempest".into(),
        lines: own(&["Saturday 14 December 2024, 19:30", "The Old Granary"]),
        facts: own(&["Printed 13 December 2024, 17:05"]),
        mark: None,
        columns: ["Name", "Ticket", "Order number", "State"].map(str::to_owned),
        rows: names
            .into_iter()
            .map(|name| RollRow { name, ticket: "Stalls".into(), number: "7K2M-9QXD".into(), state: "Valid".into(), tick: Tick::Open })
            .collect(),
        foot: "Northgate Players".into(),
        page: "Page {n} of {of}".into(),
    }
}

fn assert_clean(printed: &Printed) {
    assert_eq!(printed.boxes, Vec::<String>::new());
    assert_eq!(printed.barrier, None);
}

#[test]
fn a_receipt_reads_from_the_top_with_its_figures_beside_their_labels() {
    let printed = print_receipt(&FONTS, &receipt(vec![line("Stalls")])).unwrap();
    assert_clean(&printed);
    let pages = lines(&printed.pdf);
    assert_eq!(pages.len(), 1);
    for expected in [
        "Northgate Players | Receipt",
        "Amounts in GBP | Quantity | Price each | Amount",
        "Stalls | 2 | 22.50 | 45.00",
        "Total in GBP | 45.00",
        "incl. VAT 20 % | 7.50",
        "VAT 20 % | 37.50 | 7.50 | 45.00",
        "Paid on 28 November 2024 | 45.00",
        "Receipt 7K2M-9QXD | Page 1 of 1",
    ] {
        assert!(pages[0].iter().any(|line| line == expected), "{expected}: {:#?}", pages[0]);
    }
}

#[test]
fn forty_lines_run_over_pages_that_say_what_they_belong_to() {
    let long = "An evening that goes on and on ".repeat(7).chars().take(200).collect::<String>();
    let lines_of: Vec<ReceiptLine> =
        (1..=40).map(|n| line(&if n % 3 == 0 { format!("{n} {long}") } else { format!("Price {n}") })).collect();
    let printed = print_receipt(&FONTS, &ReceiptSheet { mark: Some("TEST: no money moved".into()), ..receipt(lines_of) }).unwrap();
    assert_clean(&printed);
    let pages = lines(&printed.pdf);
    assert!(pages.len() >= 2, "{}", pages.len());
    for (n, page) in pages.iter().enumerate() {
        let says = |what: &str| page.iter().any(|line| line == what);
        assert!(says("TEST: no money moved") && says(&format!("Receipt 7K2M-9QXD | Page {} of {}", n + 1, pages.len())), "{page:#?}");
        assert!(n == 0 || says("Northgate Players | 7K2M-9QXD"), "{page:#?}");
    }
    for page in pages.iter().filter(|page| page.iter().any(|line| line.ends_with(" | 2 | 22.50 | 45.00"))) {
        assert!(page.iter().any(|line| line.starts_with("Amounts in GBP")), "a page with lines has their heads: {page:#?}");
    }
    let all = pages.concat();
    for n in (1..=40).filter(|n| n % 3 != 0) {
        assert_eq!(all.iter().filter(|line| **line == format!("Price {n} | 2 | 22.50 | 45.00")).count(), 1, "{n}");
    }
}

#[test]
fn hostile_and_foreign_texts_are_printed_as_they_are() {
    for text in ["#panic(\"x\")", "$ x", "]", "*bold", "@ref", "<label>", "#read(\"/etc/passwd\")", "\\", "陳大文", "محمد علي", "W"]
    {
        let many = text.repeat(if text == "W" { 200 } else { 1 });
        let hostile = ReceiptSheet {
            organiser: vec![many.clone(), many.clone()],
            number: text.into(),
            subject: vec![many.clone(), many.clone()],
            facts: vec![(text.into(), many.clone())],
            columns: vec![text.into(); 4],
            notes: vec![many.clone()],
            sums: vec![sum(text, text, Entry::Total)],
            ..receipt(vec![ReceiptLine { note: Some(many.clone()), ..line(&many) }])
        };
        assert_clean(&print_receipt(&FONTS, &hostile).unwrap());
        let hostile = RollSheet {
            subject: many.clone(),
            lines: vec![many.clone(); 5],
            facts: vec![many.clone(); 3],
            foot: many.clone(),
            columns: [(); 4].map(|()| text.to_owned()),
            ..roll(vec![many; 70])
        };
        let printed = print_roll(&FONTS, &hostile).unwrap();
        assert_clean(&printed);
        assert_eq!(lines(&printed.pdf).len(), 3, "{text}: rows are as high as every other");
    }
    let empty = ReceiptSheet { title: "Receipt".into(), organiser: own(&[""]), page: "{n}".into(), ..ReceiptSheet::default() };
    assert_clean(&print_receipt(&FONTS, &ReceiptSheet { columns: own(&["a", "b", "c", "d"]), lines: vec![line("")], ..empty }).unwrap());
}

#[test]
fn a_long_list_has_everybody_once_in_order_and_counts_its_pages() {
    for (many, marked) in [(1_usize, false), (27, false), (28, false), (26, true), (700, false), (700, true)] {
        let sheet = RollSheet { mark: marked.then(|| "TEST".into()), ..roll((1..=many).map(|n| format!("Guest {n}"))) };
        let printed = print_roll(&FONTS, &sheet).unwrap();
        assert_clean(&printed);
        let pages = lines(&printed.pdf);
        let names: Vec<&str> = pages.iter().flatten().filter_map(|line| line.strip_suffix(" | Stalls | 7K2M-9QXD | Valid")).collect();
        assert_eq!(names, (1..=many).map(|n| format!("Guest {n}")).collect::<Vec<_>>(), "{many}");
        for (n, page) in pages.iter().enumerate() {
            assert!(page.iter().any(|line| *line == format!("Northgate Players | Page {} of {}", n + 1, pages.len())), "{page:#?}");
            assert_eq!(page.iter().filter(|line| *line == "Name | Ticket | Order number | State").count(), 1, "{page:#?}");
            assert!(!marked || page[0] == "TEST", "{page:#?}");
            assert!(page.iter().any(|line| line.ends_with("The Tempest")), "{page:#?}");
        }
    }
}

#[test]
fn a_name_of_two_hundred_letters_keeps_to_its_row() {
    for name in ["W".repeat(200), "Wolfeschlegelsteinhausenbergerdorff ".repeat(6), "陳".repeat(200), "عبد الرحمن بن محمد ".repeat(11)]
    {
        let mut names = vec![name];
        names.extend((2..=27).map(|n| format!("Guest {n}")));
        let printed = print_roll(&FONTS, &roll(names)).unwrap();
        assert_clean(&printed);
        assert_eq!(lines(&printed.pdf).len(), 1, "27 rows are one page");
    }
}

#[test]
fn the_same_words_give_the_same_bytes() {
    let long = roll((1..=500).map(|n| format!("陳大文 {n}")));
    assert_eq!(print_roll(&FONTS, &long).unwrap().pdf, print_roll(&FONTS, &long).unwrap().pdf);
    let sheet = receipt(vec![line("標準")]);
    assert_eq!(print_receipt(&FONTS, &sheet).unwrap().pdf, print_receipt(&FONTS, &sheet).unwrap().pdf);
}

#[test]
fn limits_of_lists_are_named_and_no_font_stays() {
    let fonts = Fonts::in_dirs([]);
    assert!(matches!(print_roll(&fonts, &roll([])), Err(PdfError::Empty)));
    let row = roll(["x".to_owned()]).rows.remove(0);
    assert!(matches!(print_roll(&fonts, &RollSheet { rows: vec![row; MAX_ROWS + 1], ..roll([]) }), Err(PdfError::TooLong(5_001))));
    let fonts = Fonts::system();
    let printed = print_roll(&fonts, &roll((1..=500).map(|n| format!("陳大文 {n}")))).unwrap();
    assert!(text(&printed.pdf).contains("陳大文 500"));
    assert_eq!(fonts.held_bytes(), 0);
}

#[test]
fn an_arabic_receipt_is_laid_out_from_the_right_and_has_all_its_letters() {
    let printed = print_receipt(
        &FONTS,
        &ReceiptSheet {
            title: "إيصال".into(),
            columns: own(&["المبالغ بعملة \u{2068}HKD\u{2069}", "العدد", "سعر الواحدة", "المبلغ"]),
            sums: vec![sum("المجموع بعملة \u{2068}HKD\u{2069}", "45.00", Entry::Total)],
            page: "صفحة \u{2068}{n}\u{2069} من \u{2068}{of}\u{2069}".into(),
            ..receipt(vec![line("Stalls")])
        },
    )
    .unwrap();
    assert_clean(&printed);
    let page = lines(&printed.pdf).remove(0);
    for expected in ["45.00 | 22.50 | 2 | Stalls", "45.00 | 7.50 | 37.50 | VAT 20 %"] {
        assert!(page.iter().any(|line| line == expected), "{expected}: {page:#?}");
    }
    let total = page.iter().find(|line| line.contains("HKD") && line.contains("45.00")).unwrap();
    assert!(total.starts_with("45.00 | "), "the amount ends the line, at the left: {total}");
}
