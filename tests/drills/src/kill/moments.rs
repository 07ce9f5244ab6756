//! `kill -9` at a random moment of a busy evening.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use platform_types::Entropy;

use crate::books;
use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest};
use crate::house::{House, TICK, within};
use crate::organizer::{Organizer, Show};

/// Guests who buy one ticket after the other.
const BUYERS: u32 = 6;
/// The earliest moment, and how much later the latest one is.
const OPENING_MS: u64 = 250;
const EVENING_MS: u64 = 2_500;
/// Guests whose page does not answer go home.
const PATIENCE: Duration = Duration::from_secs(2);
/// A house whose database or provider is back sells again by then; the breaker rests up to half a minute.
const RECOVERY: Duration = Duration::from_secs(120);

/// Who dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// `callboard serve`.
    Server,
    /// `callboard simulate payments`.
    Simulator,
    /// The postmaster, or one of its sessions, by turns.
    Postgres,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Server, Self::Simulator, Self::Postgres];

    /// For people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Simulator => "simulator",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// One evening, one death, one start; everything that is wrong afterwards is a failure. `by_itself`: before that a
/// house that lost its provider or its database has to sell again without being started (up to a minute).
pub async fn at_random(house: &mut House, target: Target, seed: u64, by_itself: bool) -> Result<String, Failure> {
    let begun = Instant::now();
    let entropy = Entropy::seeded(seed);
    let title = format!("Evening {seed} of the {}", target.name());
    let show = Organizer::sign_in(house).await?.put_on_sale(house, &title, "12", 2_000).await?;
    let (over, bought) = (AtomicBool::new(false), AtomicU32::new(0));
    let moment = Duration::from_millis(OPENING_MS + entropy.below(EVENING_MS));
    let blow = async {
        tokio::time::sleep(moment).await;
        let victim = strike(house, target, &entropy);
        over.store(true, Ordering::Relaxed);
        tokio::time::sleep(PATIENCE).await;
        victim
    };
    let buyers = join_all((0..BUYERS).map(|n| buy_on(house, &show, n, &over, &bought)));
    let victim = tokio::select! {
        victim = blow => victim?,
        () = async { buyers.await; std::future::pending::<()>().await } => String::new(),
    };
    if by_itself {
        recover(house, target, &show).await?;
    }
    let wrongs = books::settle(house).await?;
    if wrongs.is_empty() {
        let bought = bought.load(Ordering::Relaxed);
        Ok(format!("{victim} after {} ms and {bought} purchases, {:.1} s", moment.as_millis(), begun.elapsed().as_secs_f64()))
    } else {
        Err(wrong(format!("{victim} after {} ms: {}", moment.as_millis(), wrongs.join("; "))))
    }
}

/// Sends the signal; who was hit.
fn strike(house: &House, target: Target, entropy: &Entropy) -> Result<String, Failure> {
    let (pid, name) = match target {
        Target::Server => (house.server_pid().and_then(|pid| i32::try_from(pid).ok()), "server".to_owned()),
        Target::Simulator => (house.simulator_pid().and_then(|pid| i32::try_from(pid).ok()), "simulator".to_owned()),
        Target::Postgres => {
            let postmaster = house.postmaster().ok_or_else(|| wrong("no postmaster runs"))?;
            let sessions = children(postmaster)?;
            match usize::try_from(entropy.below(2 * sessions.len() as u64)) {
                Ok(n) if n < sessions.len() => (Some(sessions[n].0), sessions[n].1.clone()),
                _ => (Some(postmaster), "postmaster".to_owned()),
            }
        }
    };
    let pid = pid.ok_or_else(|| wrong(format!("no {name} runs")))?;
    kill(Pid::from_raw(pid), Signal::SIGKILL).map_err(|e| wrong(format!("kill -9 {pid}: {e}")))?;
    Ok(name)
}

/// The postmaster's own processes, with what they call themselves.
fn children(postmaster: i32) -> Result<Vec<(i32, String)>, Failure> {
    let text = std::fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children"));
    let text = text.map_err(Failure::system("the postmaster's processes"))?;
    let name = |pid: i32| std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default().trim_matches('\0').to_owned();
    Ok(text.split_whitespace().filter_map(|pid| pid.parse().ok()).map(|pid| (pid, name(pid))).collect())
}

/// A house that lost its database or its provider sells again by itself; a dead server is started again.
async fn recover(house: &mut House, target: Target, show: &Show) -> Result<(), Failure> {
    match target {
        Target::Server => {
            house.kill_server().await?;
            house.open_server("").await?;
        }
        Target::Simulator => {
            house.kill_simulator().await?;
            house.open_simulator("").await?;
        }
        Target::Postgres => {}
    }
    let since = Instant::now();
    let mut guest = Guest::number(900);
    while let Err(failure) = guest.buy(house, show, 1, GOOD_CARD).await {
        if house.server_ended()? {
            return Err(wrong(format!("the server went down with its {}", target.name())));
        }
        within(since, RECOVERY, &format!("a purchase to succeed again ({failure})"))?;
        tokio::time::sleep(TICK * 4).await;
        guest = Guest::number(900);
    }
    Ok(())
}

async fn buy_on(house: &House, show: &Show, n: u32, over: &AtomicBool, bought: &AtomicU32) {
    for round in 0..200 {
        if over.load(Ordering::Relaxed) {
            return;
        }
        if Guest::number(n + BUYERS * round).buy(house, show, 1 + n % 2, GOOD_CARD).await.is_ok() {
            bought.fetch_add(1, Ordering::Relaxed);
        } else {
            tokio::time::sleep(TICK).await;
        }
    }
}
