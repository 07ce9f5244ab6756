//! Thousands look at an event's page while its stock changes: how soon each of them is told, what a socket costs, and
//! what becomes of those who do not read. Beside it, in the same run, a server that does nothing but write the same
//! bytes to as many sockets.

pub mod bare;
mod crowd;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::failure::{Failure, say, wrong};
use crate::guest::Guest;
use crate::house::{House, TICK};
use crate::memory::{self, Counted};
use crate::organizer::{Organizer, Show};
use crowd::{Crowd, Slow};

/// Below ten the page tells how many are left: each of so many holds is a message.
const CHANGES: u32 = 9;
/// Longer than the pace of a topic, so that what is measured is the way and not the waiting for it.
const BETWEEN: Duration = Duration::from_millis(600);

/// Who comes.
#[derive(Clone, Copy, Debug)]
pub struct Audience {
    /// Sockets that read.
    pub viewers: u32,
    /// Sockets that join and never read again.
    pub slow: u32,
}

/// What came of it.
#[derive(Debug)]
pub struct Figures {
    audience: Audience,
    told: Vec<Duration>,
    bare: Vec<Duration>,
    /// Bytes of the server's memory per socket that waits.
    each: u64,
    /// Readers that were closed though they read.
    closed: usize,
    /// Codes with which the slow ones were closed.
    codes: Vec<Option<u16>>,
    waited: Duration,
}

impl Figures {
    /// What must not be. How fast it was is told, not judged.
    pub fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        let wanted = usize::try_from(self.audience.viewers * CHANGES).unwrap_or(usize::MAX);
        if self.told.len() != wanted {
            complaints.push(format!("{} of {wanted} messages arrived", self.told.len()));
        }
        if self.closed > 0 {
            complaints.push(format!("{} who read were closed", self.closed));
        }
        let silent = self.codes.iter().filter(|code| !matches!(code, Some(4008 | 4009))).count();
        if silent > 0 {
            complaints.push(format!("{silent} of {} who did not read were closed without a code", self.codes.len()));
        }
        complaints
    }

    /// For people.
    pub fn figures(&self) -> String {
        let Audience { viewers, slow } = self.audience;
        let mut text = format!(
            "{viewers} viewers told of {CHANGES} changes: {}; bare server: {}; {:.1} KiB a socket",
            percentiles(&self.told),
            percentiles(&self.bare),
            f64::from(u32::try_from(self.each).unwrap_or(u32::MAX)) / 1024.0
        );
        if slow > 0 {
            text += &format!("; {slow} who did not read were closed with a code within {} s", self.waited.as_secs());
        }
        text
    }
}

fn percentiles(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| {
        let index = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(index).map_or(0, Duration::as_millis)
    };
    format!("p50 {} ms, p95 {} ms, p99 {} ms, longest {} ms", at(50), at(95), at(99), at(100))
}

/// Against a house whose server was just started.
pub async fn run(house: &House, audience: Audience, program: PathBuf) -> Result<Figures, Failure> {
    let sockets = u64::from(audience.viewers + audience.slow);
    crowd::open_files(sockets)?;
    let bare = bare::measure(&program, audience.viewers, CHANGES, BETWEEN).await?;
    let pid = house.server_pid().ok_or_else(|| wrong("no server runs"))?;
    let show = Organizer::sign_in(house).await?.put_on_sale(house, "Watched", "12", CHANGES + 1).await?;
    streams(house).await?;
    let topic = format!("tickets/{}", show.id);
    // What the first sockets make the house set up is not what a socket costs.
    let first = Crowd::gather(house.listen, &topic, audience.viewers.min(50)).await?;
    let before = memory::held_bytes(pid, Counted::Everything)?;
    let rest = Crowd::gather(house.listen, &topic, audience.viewers.saturating_sub(50)).await?;
    let each = memory::held_bytes(pid, Counted::Everything)?.saturating_sub(before) / u64::from(audience.viewers.saturating_sub(50).max(1));
    let slow = Slow::gather(house.listen, &topic, audience.slow).await?;
    let crowd = first.and(rest);
    let mut told = Vec::new();
    for n in 1..=CHANGES {
        tokio::time::sleep(BETWEEN).await;
        let times = change(house, &show, &crowd, n).await?;
        say(format!("  change {n}: {} told, {}", times.len(), percentiles(&times)));
        told.extend(times);
    }
    let since = Instant::now();
    let codes = slow.ends().await?;
    let closed = crowd.closed();
    Ok(Figures { audience, told, bare, each, closed, codes, waited: since.elapsed() })
}

/// One ticket goes into a cart; how long after the buyer's click each viewer is told.
async fn change(house: &House, show: &Show, crowd: &Crowd, n: u32) -> Result<Vec<Duration>, Failure> {
    let mut guest = Guest::number(20_000 + n);
    let url = house.url("/events")?;
    // The buyer's connection stands already, as a browser's does.
    guest.browser.get(&url).await?;
    let round = crowd.expect(format!("\"left\":{},", CHANGES + 1 - n));
    guest.hold(house, show, 1).await?;
    Ok(round.everybody().await)
}

/// Waits until changes come from the log.
async fn streams(house: &House) -> Result<(), Failure> {
    let since = Instant::now();
    let slots = "SELECT count(*) FROM pg_stat_replication WHERE application_name = 'callboard live' AND state = 'streaming'";
    while house.number(slots).await? == 0 {
        if since.elapsed() > Duration::from_secs(60) {
            return Err(wrong("the house does not read its database's log"));
        }
        tokio::time::sleep(TICK).await;
    }
    say("  changes come from the log");
    Ok(())
}
