//! Writes specimens of receipts and lists: `cargo run --profile fast -p platform-documents --example papers -- FOLDER`.
//! With a number after it: only a list of so many people, and what it took.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test says what it needs by stopping"
)]

use std::path::Path;

use platform_documents::{Entry, Fonts, ReceiptLine, ReceiptSheet, RollRow, RollSheet, Sum, Tick, render_receipt, render_roll};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("name the folder to write to")?;
    let fonts = Fonts::system();
    if let Some(many) = std::env::args().nth(2) {
        let list = roll(many.parse()?);
        fonts.warm();
        let memory = || std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = |name: &str| memory().lines().find(|l| l.starts_with(name)).unwrap_or_default().to_owned();
        let before = line("VmRSS");
        let began = std::time::Instant::now();
        let pdf = render_roll(&fonts, &list)?;
        println!(
            "{many} rows: {:.1} s, {} bytes; before {before}, after {}, {}",
            began.elapsed().as_secs_f64(),
            pdf.len(),
            line("VmRSS"),
            line("VmHWM")
        );
        let again = render_roll(&fonts, &list)?.len();
        println!("again: {again} bytes, {}", line("VmRSS"));
        std::fs::write(Path::new(&out).join("long.pdf"), pdf)?;
        return Ok(());
    }
    std::fs::write(Path::new(&out).join("receipt.pdf"), render_receipt(&fonts, &receipt())?)?;
    std::fs::write(Path::new(&out).join("receipt-arabic.pdf"), render_receipt(&fonts, &arabic())?)?;
    std::fs::write(Path::new(&out).join("receipt-long.pdf"), render_receipt(&fonts, &long())?)?;
    std::fs::write(Path::new(&out).join("roll.pdf"), render_roll(&fonts, &roll(90))?)?;
    Ok(())
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|t| (*t).to_owned()).collect()
}

fn sum(label: &str, amount: &str, entry: Entry) -> Sum {
    Sum { label: label.into(), amount: amount.into(), entry }
}

/// What most buyers get.
pub fn receipt() -> ReceiptSheet {
    ReceiptSheet {
        language: "en".into(),
        organiser: own(&["Northgate Players"]),
        title: "Receipt".into(),
        number: "7K2M-9QXD".into(),
        mark: None,
        subject: own(&["The Tempest", "Saturday 14 December 2024, 19:30 (Europe/London)", "The Old Granary, 12 Millrace Lane, Norwich"]),
        facts: [
            ("Order number", "7K2M-9QXD"),
            ("Ordered", "28 November 2024, 09:12"),
            ("Paid", "28 November 2024, 09:14"),
            ("Paid with", "Card, through Stripe"),
            ("Buyer", "Ada Oyelaran-Škvorecká"),
            ("E-mail", "ada@example.org"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec(),
        columns: own(&["Amounts in GBP", "Quantity", "Price each", "Fees each", "Amount"]),
        lines: vec![
            ReceiptLine {
                what: "Stalls".into(),
                note: Some("25.00 each less 2.50 with SPRING".into()),
                figures: own(&["2", "22.50", "2.00", "49.00"]),
            },
            ReceiptLine { what: "Under 26".into(), note: None, figures: own(&["1", "12.00", "2.00", "14.00"]) },
        ],
        sums: vec![
            sum("Tickets at full price", "62.00", Entry::Plain),
            sum("Discount with SPRING", "−5.00", Entry::Plain),
            sum("Fees", "6.00", Entry::Plain),
            sum("Total in GBP", "63.00", Entry::Total),
            sum("incl. VAT 20 %", "10.50", Entry::Aside),
        ],
        tax_columns: own(&["Tax, contained in the prices", "Net", "Tax", "Gross"]),
        taxes: vec![own(&["VAT 20 %", "52.50", "10.50", "63.00"])],
        paid: vec![
            sum("Paid on 28 November 2024", "63.00", Entry::Plain),
            sum("Refunded on 2 December 2024", "−24.50", Entry::Plain),
            sum("Remaining paid in GBP", "38.50", Entry::Total),
        ],
        notes: own(&[
            "This is a receipt for what was paid. It is not a tax invoice.",
            "Times are those of the event’s place, Europe/London.",
        ]),
        page: "Page {n} of {of}".into(),
    }
}

/// The same for somebody who reads Arabic.
fn arabic() -> ReceiptSheet {
    let base = receipt();
    ReceiptSheet {
        title: "إيصال".into(),
        subject: own(&[
            "The Tempest",
            "\u{2067}السبت، \u{2068}14\u{2069} ديسمبر \u{2068}2024\u{2069}، \u{2068}19:30\u{2069}\u{2069}",
            "The Old Granary",
        ]),
        facts: [
            ("رقم الطلب", "7K2M-9QXD"),
            ("المشتري", "Ada Oyelaran-Škvorecká"),
            ("طريقة الدفع", "عبر الإنترنت، من خلال \u{2068}Stripe\u{2069}"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .to_vec(),
        columns: own(&["المبالغ بعملة \u{2068}GBP\u{2069}", "العدد", "سعر الواحدة", "رسوم الواحدة", "المبلغ"]),
        lines: vec![ReceiptLine {
            what: "Stalls".into(),
            note: Some("\u{2068}25.00\u{2069} للواحدة، ناقصًا \u{2068}2.50\u{2069} بالرمز \u{2068}SPRING\u{2069}".into()),
            figures: own(&["2", "22.50", "2.00", "49.00"]),
        }],
        sums: vec![sum("المجموع بعملة \u{2068}GBP\u{2069}", "49.00", Entry::Total)],
        tax_columns: own(&["الضريبة", "الصافي", "الضريبة", "الإجمالي"]),
        taxes: vec![own(&["ضريبة القيمة المضافة 20 %، مشمولة في الأسعار", "40.83", "8.17", "49.00"])],
        paid: vec![sum("دُفع في \u{2068}\u{2067}28 نوفمبر 2024\u{2069}\u{2069}", "49.00", Entry::Total)],
        notes: own(&["هذا إيصال بما دُفع، وليس فاتورة ضريبية: اطلبها من المنظّم إن احتجت إليها."]),
        page: "صفحة \u{2068}{n}\u{2069} من \u{2068}{of}\u{2069}".into(),
        ..base
    }
}

/// What the layout must bear.
fn long() -> ReceiptSheet {
    let base = receipt();
    ReceiptSheet {
        organiser: own(&["康樂及文化事務署 Leisure and Cultural Services Department"]),
        mark: Some("TEST · no money moved, and these tickets admit nobody".into()),
        subject: own(&["香港中樂團「春江花月夜」音樂會", "2024年12月14日（星期六）晚上8時"]),
        facts: base
            .facts
            .iter()
            .cloned()
            .map(|(a, b)| if a == "Buyer" { (a, "عبد الرحمن بن محمد الفارسي".to_owned()) } else { (a, b) })
            .chain([("Name".to_owned(), "Wolfeschlegelsteinhausenbergerdorff".repeat(6).chars().take(200).collect())])
            .collect(),
        lines: (1..=40)
            .map(|n| ReceiptLine {
                what: match n % 4 {
                    0 => format!("Row {n} · محمد · Stalls"),
                    1 => format!("標準座位 {n}"),
                    2 => format!("Stalls, row {n}"),
                    _ => format!("{n} {}", "A name that goes on and on ".repeat(8)),
                },
                note: (n % 5 == 0).then(|| "1,234,567.890 each less 1.000 with SPRING".to_owned()),
                figures: own(&["12", "1,234,567.890", "123.456", "14,815,234.567"]),
            })
            .collect(),
        ..base
    }
}

/// So many people of many scripts.
pub fn roll(many: usize) -> RollSheet {
    let names = [
        "Ada Škvorecká",
        "Zoë Ångström",
        "Grace Hopper",
        "陳大文",
        "さくら",
        "김민준",
        "عبد الرحمن بن محمد",
        "สมชาย ใจดี",
        "Ελένη Παπαδοπούλου",
        "Mei Chan",
    ];
    RollSheet {
        language: "en".into(),
        title: "Attendees".into(),
        subject: "The Tempest".into(),
        lines: own(&["Saturday 14 December 2024, 19:30 (Europe/London)", "The Old Granary, Norwich"]),
        facts: vec!["Printed 13 December 2024, 17:05".into(), format!("{many} attendees"), "Shown: Stalls · Not checked in".into()],
        mark: None,
        columns: ["Name", "Ticket", "Order", "State"].map(str::to_owned),
        rows: (0..many)
            .map(|n| RollRow {
                name: if n == 7 {
                    "Wolfeschlegelsteinhausenbergerdorff".repeat(6).chars().take(200).collect()
                } else {
                    format!("{} {n}", names[n % names.len()])
                },
                ticket: ["Stalls", "Circle, restricted view", "標準"][n % 3].into(),
                number: format!("7K2M-{:04}", n % 10_000),
                state: match n % 11 {
                    3 => "In 19:02, North gate".into(),
                    5 => "Revoked".into(),
                    _ => "Valid".to_owned(),
                },
                tick: match n % 11 {
                    3 => Tick::Done,
                    5 => Tick::Without,
                    _ => Tick::Open,
                },
            })
            .collect(),
        foot: "The Tempest · printed 13 December 2024, 17:05".into(),
        page: "Page {n} of {of}".into(),
    }
}
