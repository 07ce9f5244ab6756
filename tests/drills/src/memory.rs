//! What the server keeps in memory, at rest and after many documents.

use std::time::Instant;

use futures::future::try_join_all;

use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest};
use crate::house::House;
use crate::organizer::Organizer;

/// More than this is too much for the smallest machines that should run a house.
pub const LIMIT_MIB: u64 = 128;

/// Fetched by so many people at once.
const PEOPLE: u32 = 10;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Counted {
    /// All that the program holds in memory, its own code with it.
    #[default]
    Everything,
    /// Without the pages of the program's file: an unoptimized one is several times as long as the one people run.
    AllButCode,
}

/// Figures in MiB.
#[derive(Debug)]
pub struct Figures {
    /// After the start, before anybody came.
    pub at_rest: u64,
    /// After all documents.
    pub after: u64,
    /// The most it ever was, code and all.
    pub peak: u64,
    documents: u32,
    seconds: f64,
    counted: Counted,
}

impl Figures {
    /// What must not be. What it needed for a moment is told, not judged.
    pub fn complaints(&self) -> Vec<String> {
        let too_much = |when: &str, mib: u64| (mib >= LIMIT_MIB).then(|| format!("{mib} MiB {when}, the limit is {LIMIT_MIB}"));
        [too_much("at rest", self.at_rest), too_much("after the documents", self.after)].into_iter().flatten().collect()
    }

    /// For people.
    pub fn figures(&self) -> String {
        let Self { at_rest, after, peak, documents, seconds, .. } = self;
        let counted = if self.counted == Counted::AllButCode { ", without an unoptimized program's code" } else { "" };
        format!("{at_rest} MiB at rest, {after} MiB after {documents} PDFs in {seconds:.1} s{counted} (peak {peak} MiB, limit {LIMIT_MIB})")
    }
}

/// Fetches so many ticket PDFs over HTTP from a house that was just started.
pub async fn run(house: &House, documents: u32, counted: Counted) -> Result<Figures, Failure> {
    let pid = house.server_pid().ok_or_else(|| wrong("no server runs"))?;
    let at_rest = held(pid, counted)?.0;
    let show = Organizer::sign_in(house).await?.put_on_sale(house, "Papers, please", "12", PEOPLE * 2).await?;
    let begun = Instant::now();
    let each = documents.div_ceil(PEOPLE);
    try_join_all((0..PEOPLE).map(|n| {
        let show = &show;
        async move {
            let mut guest = Guest::number(n * 4);
            let order = guest.buy(house, show, 1 + n % 2, GOOD_CARD).await?;
            let url = house.url(&format!("/orders/{order}/tickets.pdf"))?;
            for _ in 0..each {
                let answer = guest.browser.get(&url).await?;
                if answer.status != 200 || !answer.body.starts_with("%PDF-") || answer.length < 5_000 {
                    return Err(wrong(format!("a ticket as PDF: {} with {} bytes", answer.status, answer.length)));
                }
            }
            Ok::<(), Failure>(())
        }
    }))
    .await?;
    let seconds = begun.elapsed().as_secs_f64();
    let (after, peak) = held(pid, counted)?;
    Ok(Figures { at_rest, after, peak, documents: each * PEOPLE, seconds, counted })
}

/// What is held now, in bytes.
pub(crate) fn held_bytes(pid: u32, counted: Counted) -> Result<u64, Failure> {
    Ok(kibibytes(pid, counted)?.0 * 1024)
}

/// What is held now, and the most that ever was (`VmHWM`), in MiB.
fn held(pid: u32, counted: Counted) -> Result<(u64, u64), Failure> {
    let (now, peak) = kibibytes(pid, counted)?;
    Ok((now.div_ceil(1024), peak.div_ceil(1024)))
}

fn kibibytes(pid: u32, counted: Counted) -> Result<(u64, u64), Failure> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).map_err(Failure::system("the server's memory"))?;
    let kib = |name: &str| -> Option<u64> { text.lines().find_map(|l| l.strip_prefix(name))?.split_whitespace().next()?.parse().ok() };
    let code = if counted == Counted::AllButCode { kib("RssFile:") } else { Some(0) };
    match (kib("VmRSS:"), code, kib("VmHWM:")) {
        (Some(now), Some(code), Some(peak)) => Ok((now.saturating_sub(code), peak)),
        _ => Err(wrong("the kernel does not tell the server's memory")),
    }
}
