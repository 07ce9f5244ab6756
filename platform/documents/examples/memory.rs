//! Makes 400 documents (or as many as the first argument says) of many scripts, one after another and two at a time, and prints what the
//! process keeps: `cargo run --profile fast -p platform-documents --example memory`.
use std::time::Instant;

use platform_documents::{Documents, Fonts};

#[path = "specimen.rs"]
#[allow(dead_code)]
mod specimen;

fn status(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix(key)).and_then(|l| l.trim_start_matches(':').trim().split(' ').next()?.parse().ok()).unwrap_or(0) / 1024
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("start        {:4} MiB", status("VmRSS"));
    let documents = Documents::with_fonts(2, Fonts::system());
    let begun = Instant::now();
    let files = documents.warm().await;
    println!("index        {:4} MiB, {files} files, {:?}", status("VmRSS"), begun.elapsed());
    let begun = Instant::now();
    let rounds = std::env::args().nth(1).map_or(Ok(400), |n| n.parse::<u32>())?;
    for n in 1..=rounds {
        let mut sheets = specimen::specimens();
        for sheet in &mut sheets {
            sheet.order_number = format!("CB-{n}");
        }
        if n % 2 == 0 {
            let (a, b) = tokio::join!(documents.tickets_pdf(sheets.clone()), documents.tickets_pdf(sheets));
            a?;
            b?;
        } else {
            documents.tickets_pdf(sheets).await?;
        }
        if [1, 10, 50].contains(&n) || n % 100 == 0 {
            println!("after {n:4}   {:4} MiB (peak {} MiB), {:?}", status("VmRSS"), status("VmHWM"), begun.elapsed());
        }
    }
    Ok(())
}
