//! The bound on memory, in a process of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it needs by stopping"
)]

use platform_documents::{Documents, Fonts, Labels, TicketSheet};

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().split(' ').next().unwrap().parse::<u64>().unwrap() / 1024
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

/// 120 documents (400 in the long form), two at a time, in eight scripts with both weights of the largest
/// font: what the process holds afterwards stays far below the 128 MiB a whole server may use, and does not
/// grow with the number of documents.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hundreds_of_documents_leave_little_behind() {
    let many = if std::env::var("CALLBOARD_DRILLS").is_ok_and(|form| form == "full") { 400 } else { 120 };
    let documents = Documents::with_fonts(2, Fonts::system());
    if documents.warm().await == 0 {
        println!("skipped: no Noto fonts on this machine");
        return;
    }
    let before = resident_mib();
    let mut after_forty = 0;
    for n in (0..many).step_by(2) {
        let (a, b) = tokio::join!(documents.tickets_pdf(vec![sheet(n)]), documents.tickets_pdf(vec![sheet(n + 1)]));
        assert!(a.unwrap().starts_with(b"%PDF-") && b.unwrap().starts_with(b"%PDF-"));
        if n == 38 {
            after_forty = resident_mib();
        }
    }
    let after = resident_mib();
    println!("resident: {before} MiB with the index, {after_forty} after 40 documents, {after} after {many}");
    assert!(after < 90, "{after} MiB held after {many} documents");
    assert!(after <= after_forty + 16, "grew from {after_forty} to {after} MiB");
}
