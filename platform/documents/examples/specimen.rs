//! Writes specimen tickets: `cargo run --profile fast -p platform-documents --example specimen -- out.pdf arabic.pdf`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use platform_documents::{Fonts, Labels, TicketSheet, render_tickets};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("name the file to write")?;
    std::fs::write(out, render_tickets(&Fonts::system(), &specimens())?)?;
    if let Some(out) = std::env::args().nth(2) {
        std::fs::write(out, render_tickets(&Fonts::system(), &[arabic(&specimens()[1])])?)?;
    }
    Ok(())
}

/// Three tickets that show what the layout must bear.
pub fn specimens() -> Vec<TicketSheet> {
    let first = TicketSheet {
        language: "en".into(),
        organiser: "Northgate Players".into(),
        titles: vec!["The Tempest".into()],
        dates: vec!["Saturday 14 December 2024, 19:30".into(), "Times are Europe/London".into()],
        doors: Some("18:45".into()),
        venue: "The Old Granary".into(),
        address: vec!["12 Millrace Lane".into(), "Norwich NR1 4QT".into(), "United Kingdom".into()],
        ticket_type: "Stalls, unreserved".into(),
        opens: Some("Lounge, Backstage, Upper foyer".into()),
        attendee: "Ada Oyelaran-Škvorecká".into(),
        order_number: "CB-7K2M-9QXD".into(),
        price: "£24.00 incl. £2.00 booking fee".into(),
        place: (1, 3),
        payload: "CB1:6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8WY04AC*WIFN0AHCD8KD97TK0F90KECTHGWJC0FDC:5AIA%G7X+AQB9746HS80:54IBQF60R6$A80X6S1BTYACG6M+9XG8KIAWNA91AY%67092L4WJCT3EHS8XJC$+DXJCCWENF6OF63W5NW6WF6%JC QE/IAYJC5LEW34U3ET7DXC9 QE-ED8%E.JCBECB1A-:8$96646AL60A60S6Q$D.UDRYA 96NF6L/5QW6307KQEPD09WEQDD+Q6TW6FA7C466KCN9E%961A6DL6FA7D46JPCT3E5JDLA7$Q6E464W5TG6..DX%DZJC6/DTZ9 QE5$CB$DA/D JC1/D3Z8WED1ECW.CCWE.Y92OAGY8MY9L+9MPCG/D5 C5IA5N9$PC5$CUZCY$5Y$527B".chars().take(142).collect(),
        human_code: "7K2M-9QXD-4F".into(),
        terms: vec![
            "Tickets are refundable until 48 hours before the doors open. Resale above the price paid is not permitted.".into(),
            "Latecomers are seated in the first suitable break. No photography during the performance.".into(),
            "Step-free access from Millrace Lane; call the box office for companion seats.".into(),
        ],
        labels: Labels::default(),
    };
    let second = TicketSheet {
        language: "zh-Hant-HK".into(),
        organiser: "康樂及文化事務署 Leisure and Cultural Services Department".into(),
        titles: vec!["香港中樂團「春江花月夜」音樂會".into(), "Hong Kong Chinese Orchestra: A Moonlit Night on the Spring River".into()],
        dates: vec!["2024年12月14日（星期六）晚上8時".into(), "Saturday 14 December 2024, 20:00 HKT".into()],
        doors: Some("19:30".into()),
        venue: "香港文化中心音樂廳".into(),
        address: vec!["九龍尖沙咀梳士巴利道十號".into(), "10 Salisbury Road, Tsim Sha Tsui, Kowloon".into()],
        ticket_type: "$420 座位 Standard".into(),
        opens: None,
        attendee: "陳大文 Chan Tai Man".into(),
        price: "HK$420.00".into(),
        place: (2, 3),
        ..first.clone()
    };
    let third = TicketSheet {
        organiser: "#panic(\"x\") $ * ] _ @ `raw`".into(),
        titles: vec!["An Evening of Unreasonably Long Titles, Being the Complete and Unabridged Recitation of Everything the Committee Could Not Agree to Leave Out, in Two Parts with an Interval".into()],
        attendee: "عبد الرحمن بن محمد الهاشمي 👩‍👩‍👧 สมชาย 김민준".into(),
        ticket_type: "Donaudampfschifffahrtsgesellschaftskapitänskajüte".into(),
        opens: None,
        place: (3, 3),
        ..first.clone()
    };
    vec![first, second, third]
}

/// The same for somebody who reads Arabic: laid out from the right.
fn arabic(other: &TicketSheet) -> TicketSheet {
    let own = str::to_owned;
    TicketSheet {
        language: own("en"),
        titles: vec![own("Hong Kong Chinese Orchestra"), own("香港中樂團「春江花月夜」音樂會")],
        dates: vec![own("\u{2067}السبت، \u{2068}14\u{2069} \u{2068}ديسمبر\u{2069} \u{2068}2024\u{2069}، \u{2068}19:30\u{2069}\u{2069}")],
        doors: Some(own("\u{2067}18:45\u{2069}")),
        price: own("\u{2068}\u{2067}\u{2066}420.00\u{2069}\u{a0}\u{2066}HK$\u{2069}\u{2069}\u{2069} شاملًا الرسوم والضرائب"),
        labels: Labels {
            language: own("ar"),
            document: own("التذاكر"),
            presents: own("يقدّم"),
            admit_one: own("دخول شخص واحد"),
            doors: own("فتح الأبواب"),
            attendee: own("الاسم"),
            ticket_type: own("التذكرة"),
            opens: own("يتيح أيضًا"),
            price: own("السعر"),
            order: own("رقم الطلب"),
            place: own("\u{2068}{n}\u{2069} من \u{2068}{of}\u{2069}"),
            human_code: own("رمز التذكرة، إن تعذّر مسح رمز QR"),
            hint: own("أبرز هذا الرمز عند الباب، ورقيًا أو على هاتفك. يتيح دخول شخص واحد مرة واحدة."),
            qr: own("رمز QR لهذه التذكرة. وللكتابة بدلًا منه: {code}"),
            terms: own("معلومات مفيدة"),
        },
        ..other.clone()
    }
}
