//! The bound on memory, in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use platform_documents::{Documents, Entry, Fonts, Labels, ReceiptLine, ReceiptSheet, RollRow, RollSheet, Sum, Tick, TicketSheet};

fn status_mib(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim().split(' ').next().unwrap().parse::<u64>().unwrap() / 1024
}

fn resident_mib() -> u64 {
    status_mib("VmRSS:")
}

/// The most it ever was.
fn peak_mib() -> u64 {
    status_mib("VmHWM:")
}

/// With the settings that the program runs with. True when the test was run in a process of its own that has them.
fn is_elsewhere(test: &str) -> bool {
    platform_memory::in_settled_process(&["--exact", test, "--nocapture"]).is_some_and(|ended| {
        assert!(ended.unwrap().success());
        true
    })
}

fn sheet(n: u32) -> TicketSheet {
    let names = ["Ada Škvorecká", "陳大文", "さくら", "김민준", "عبد الرحمن", "สมชาย 🎭", "Ελένη", "श्रीमती"];
    TicketSheet {
        language: "zh-HK".into(),
        organiser: "康樂及文化事務署".into(),
        titles: vec!["春江花月夜".into(), format!("A Moonlit Night {n}")],
        dates: vec!["2024年12月14日（星期六）晚上8時".into()],
        doors: None,
        venue: "香港文化中心".into(),
        address: vec!["九龍尖沙咀梳士巴利道十號".into()],
        ticket_type: "標準".into(),
        opens: None,
        attendee: format!("{} {n}", names[n as usize % names.len()]),
        order_number: format!("CB-{n}"),
        price: "HK$420.00".into(),
        place: (1, 1),
        payload: format!("CB1:{}", n.to_string().repeat(20)),
        human_code: "7K2M-9QXD-4F".into(),
        terms: vec![],
        labels: Labels::default(),
    }
}

fn name(n: u32) -> String {
    sheet(n).attendee
}

fn receipt(n: u32) -> ReceiptSheet {
    let line = |i: u32| ReceiptLine {
        what: format!("標準 {}", name(n + i)),
        note: (i == 2).then(|| "25.00 each, less 2.50 with SPRING".to_owned()),
        figures: vec!["2".into(), "22.50".into(), "45.00".into()],
    };
    ReceiptSheet {
        language: "zh-HK".into(),
        organiser: vec!["康樂及文化事務署".into()],
        title: "Receipt".into(),
        number: format!("CB-{n}"),
        subject: vec!["春江花月夜".into()],
        facts: vec![("Buyer".into(), name(n))],
        columns: ["Amounts in HKD", "Quantity", "Price each", "Amount"].map(str::to_owned).to_vec(),
        lines: (0..=(n % 30)).map(line).collect(),
        sums: vec![Sum { label: "Total in HKD".into(), amount: "45.00".into(), entry: Entry::Total }],
        page: "Page {n} of {of}".into(),
        ..ReceiptSheet::default()
    }
}

fn roll(n: u32) -> RollSheet {
    let row = |i: u32| RollRow {
        name: name(n * 31 + i),
        ticket: "標準".into(),
        number: format!("CB-{i}"),
        state: "Valid".into(),
        tick: if i.is_multiple_of(3) { Tick::Done } else { Tick::Open },
    };
    RollSheet {
        language: "zh-HK".into(),
        title: "Attendees".into(),
        subject: "春江花月夜".into(),
        columns: ["Name", "Ticket", "Order number", "State"].map(str::to_owned),
        rows: (0..40 + n % 40).map(row).collect(),
        foot: "康樂及文化事務署".into(),
        page: "Page {n} of {of}".into(),
        ..RollSheet::default()
    }
}

/// The tickets of a whole order, two receipts and a list of people, in turn.
async fn print(documents: &Documents, n: u32) -> Vec<u8> {
    match n % 4 {
        0 => documents.tickets_pdf((0..=(n % 8)).map(|i| sheet(n + i)).collect()).await.unwrap(),
        1 | 2 => documents.receipt_pdf(receipt(n)).await.unwrap(),
        _ => documents.roll_pdf(roll(n)).await.unwrap(),
    }
}

/// 160 documents (400 in the long form) of every kind, two at a time, in eight scripts with both weights of the largest
/// font: what the process holds afterwards stays far below the 128 MiB a whole server may use, and as many documents
/// again add nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_documents_leave_little_behind() {
    if is_elsewhere("hundreds_of_documents_leave_little_behind") {
        return;
    }
    let many = if std::env::var("CALLBOARD_DRILLS").is_ok_and(|form| form == "full") { 400 } else { 160 };
    let documents = Documents::with_fonts(2, Fonts::system());
    if documents.warm().await == 0 {
        println!("skipped: no Noto fonts on this machine");
        return;
    }
    let before = resident_mib();
    let mut held = Vec::new();
    for n in (0..many).step_by(2) {
        let (a, b) = tokio::join!(print(&documents, n), print(&documents, n + 1));
        assert!(a.starts_with(b"%PDF-") && b.starts_with(b"%PDF-"));
        if (n + 2) % (many / 8) == 0 {
            held.push(resident_mib());
        }
    }
    println!("resident: {before} MiB with the index, {held:?} after each eighth of {many} documents");
    let (half, whole) = (held[3], held[7]);
    assert!(whole < 90, "{whole} MiB held after {many} documents");
    assert!(whole <= half + 8, "as many documents again took it from {half} to {whole} MiB");
}

/// A list of the most people there may be takes the memory of some hundred, in bounded time.
#[tokio::test]
async fn the_longest_list_leaves_no_more_behind_than_a_short_one() {
    if is_elsewhere("the_longest_list_leaves_no_more_behind_than_a_short_one") {
        return;
    }
    let documents = Documents::with_fonts(1, Fonts::system());
    if documents.warm().await == 0 {
        println!("skipped: no Noto fonts on this machine");
        return;
    }
    let long = RollSheet { rows: (0..50).flat_map(|n| roll(n * 100).rows.into_iter().take(40)).cycle().take(5_000).collect(), ..roll(0) };
    let short = RollSheet { rows: long.rows[..1_000].to_vec(), ..roll(0) };
    documents.roll_pdf(short).await.unwrap();
    let (after_short, before_long) = (resident_mib(), std::time::Instant::now());
    let pdf = documents.roll_pdf(long).await.unwrap();
    let (after_long, peak) = (resident_mib(), peak_mib());
    println!(
        "5,000 rows: {:.1} s, {} KiB; {after_short} MiB after 1,000 rows, {after_long} after 5,000, peak {peak}",
        before_long.elapsed().as_secs_f64(),
        pdf.len() / 1024
    );
    assert!(after_long <= after_short + 16, "grew from {after_short} to {after_long} MiB");
    assert!(peak < 160, "{peak} MiB at most");
}
