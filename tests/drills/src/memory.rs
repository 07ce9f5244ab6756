//! What the server keeps in memory, at rest and after many documents of every kind: tickets and receipts for their buyers,
//! lists of attendees and the tickets of a whole order for the organizer. As many again must add nothing.

use std::time::Instant;

use futures::future::try_join_all;

use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest};
use crate::house::House;
use crate::http::Answer;
use crate::organizer::{Organizer, Show};

/// More than this is too much for the smallest machines that should run a house.
pub const LIMIT_MIB: u64 = 128;

/// Fetched by so many people at once.
const PEOPLE: u32 = 10;

/// Tickets of the one large order.
const PARTY: u32 = 60;

/// By so much may the server have grown after as many documents again: what an allocator keeps differs from run to run.
const SLACK_MIB: u64 = 8;

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
    /// After each quarter of the documents.
    pub quarters: Vec<u64>,
    /// After as many documents again.
    pub again: u64,
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
        let (after, again) = (self.after(), self.again);
        let grown = (again > after + SLACK_MIB).then(|| format!("as many documents again took it from {after} to {again} MiB"));
        [too_much("at rest", self.at_rest), too_much("after the documents", after.max(again)), grown].into_iter().flatten().collect()
    }

    fn after(&self) -> u64 {
        self.quarters.last().copied().unwrap_or_default()
    }

    /// For people.
    pub fn figures(&self) -> String {
        let Self { at_rest, again, peak, documents, seconds, .. } = self;
        let counted = if self.counted == Counted::AllButCode { ", without an unoptimized program's code" } else { "" };
        let quarters = self.quarters.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        format!(
            "{at_rest} MiB at rest, {quarters} MiB after each quarter of {documents} PDFs, {again} MiB after as many again, in {seconds:.1} s{counted} (peak {peak} MiB, limit {LIMIT_MIB})"
        )
    }
}

/// What one person at the organizer's desk and the guests fetch.
struct Readers {
    guests: Vec<(Guest, String)>,
    organizer: Organizer,
    show: Show,
    /// The large order.
    party: String,
}

/// Fetches so many PDFs over HTTP from a house that was just started, and as many again.
pub async fn run(house: &House, documents: u32, counted: Counted) -> Result<Figures, Failure> {
    let pid = house.server_pid().ok_or_else(|| wrong("no server runs"))?;
    let at_rest = held(pid, counted)?.0;
    let mut readers = Readers::come(house).await?;
    let begun = Instant::now();
    let mut quarters = Vec::new();
    for _ in 0..4 {
        readers.fetch(house, documents.div_ceil(4)).await?;
        quarters.push(held(pid, counted)?.0);
    }
    for _ in 0..4 {
        readers.fetch(house, documents.div_ceil(4)).await?;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (again, peak) = held(pid, counted)?;
    Ok(Figures { at_rest, quarters, again, peak, documents: documents.div_ceil(4) * 4, seconds, counted })
}

impl Readers {
    /// Buys what is to be read.
    async fn come(house: &House) -> Result<Self, Failure> {
        let mut organizer = Organizer::sign_in(house).await?;
        let show = organizer.put_on_sale(house, "Papers, please", "12", PEOPLE * 2 + PARTY).await?;
        let party = organizer.give_away(house, &show, PARTY).await?;
        let bought = (0..PEOPLE).map(|n| {
            let show = &show;
            async move {
                let mut guest = Guest::number(n * 4);
                let order = guest.buy(house, show, 1 + n % 2, GOOD_CARD).await?;
                Ok::<_, Failure>((guest, order))
            }
        });
        let guests = try_join_all(bought).await?;
        Ok(Self { guests, organizer, show, party })
    }

    /// So many documents: every fifth is a list of all attendees, every twenty-fifth the tickets of the large order; of the
    /// others half are tickets and half are receipts.
    async fn fetch(&mut self, house: &House, documents: u32) -> Result<(), Failure> {
        let (lists, parties) = (documents.div_ceil(5), documents.div_ceil(25));
        let people = u32::try_from(self.guests.len()).unwrap_or(1).max(1);
        let each = (documents.saturating_sub(lists + parties)).div_ceil(people);
        let (organizer, show, party) = (&mut self.organizer, &self.show, &self.party);
        let desk = async move {
            for _ in 0..lists {
                is_pdf("a list of attendees", &organizer.print_attendees(house, show).await?)?;
            }
            for _ in 0..parties {
                is_pdf("an order's tickets", &organizer.print_tickets(house, party).await?)?;
            }
            Ok::<(), Failure>(())
        };
        let guests = try_join_all(self.guests.iter_mut().map(|(guest, order)| async move {
            for n in 0..each {
                let (what, paper) = if n % 2 == 0 { ("a ticket", "tickets.pdf") } else { ("a receipt", "receipt.pdf") };
                is_pdf(what, &guest.browser.get(&house.url(&format!("/orders/{order}/{paper}"))?).await?)?;
            }
            Ok::<(), Failure>(())
        }));
        futures::try_join!(desk, guests)?;
        Ok(())
    }
}

fn is_pdf(what: &str, answer: &Answer) -> Result<(), Failure> {
    if answer.status != 200 || !answer.body.starts_with("%PDF-") || answer.length < 5_000 {
        return Err(wrong(format!("{what} as PDF: {} with {} bytes", answer.status, answer.length)));
    }
    Ok(())
}

/// What a process holds in memory now, code and all, in MiB.
pub fn resident_mib(pid: u32) -> Result<u64, Failure> {
    Ok(held(pid, Counted::Everything)?.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(quarters: [u64; 4], again: u64) -> Figures {
        Figures { at_rest: 12, quarters: quarters.to_vec(), again, peak: 300, documents: 400, seconds: 1.0, counted: Counted::Everything }
    }

    #[test]
    fn what_stays_is_fine_and_what_grows_is_told() {
        assert_eq!(figures([90, 95, 96, 96], 97).complaints(), Vec::<String>::new(), "a peak is told, not judged");
        assert_eq!(figures([90, 94, 98, 102], 119).complaints(), ["as many documents again took it from 102 to 119 MiB"]);
        assert_eq!(figures([100, 120, 127, 128], 130).complaints(), ["130 MiB after the documents, the limit is 128"]);
        assert!(figures([90, 95, 96, 96], 97).figures().contains("90, 95, 96, 96 MiB after each quarter of 400 PDFs, 97 MiB after"));
    }
}
