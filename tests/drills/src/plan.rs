//! Which drills, on which house, in which order.

use std::path::Path;
use std::time::Instant;

use crate::failure::{Failure, say, wrong};
use crate::house::House;
use crate::kill::{self, Target};
use crate::memory::{self, Counted};
use crate::organizer::Organizer;
use crate::report::Report;
use crate::sabotage::{self, Guard};
use crate::stampede::{self, Size};
use crate::viewers::{self, Audience};
use crate::{backup, books, webhooks};

/// What is drilled; nothing unless it is said.
#[derive(Default)]
pub struct Drills {
    /// Everybody at once.
    pub stampedes: Option<Stampedes>,
    /// By name, see [`webhooks::ALL`].
    pub webhooks: Vec<String>,
    /// `kill -9`.
    pub kills: Option<Kills>,
    /// Houses that are lost and come back.
    pub losses: Option<Losses>,
    /// PDFs to fetch; none: memory is not drilled.
    pub documents: u32,
    /// Open pages.
    pub audience: Option<Audience>,
    /// Of the memory.
    pub counted: Counted,
    /// Guards to remove, one after the other, to see the stampede fail.
    pub sabotage: Option<(Size, Vec<Guard>)>,
}

/// How many stampedes.
pub struct Stampedes {
    /// Guests and tickets.
    pub size: Size,
    /// One after the other.
    pub runs: u64,
    /// Of the first run's delays.
    pub seed: u64,
}

/// How often a house is lost.
pub struct Losses {
    /// One after the other.
    pub runs: u64,
    /// Of the first run's moment.
    pub seed: u64,
    /// The end of the log is removed from the backup, and the drill must notice.
    pub sabotage: bool,
}

/// Where and how often.
pub struct Kills {
    /// Failpoints.
    pub points: Vec<String>,
    /// Random moments for each process.
    pub random: u64,
    /// Of the first moment.
    pub seed: u64,
    /// A house that lost its provider has to sell again before it is started anew; the breaker rests half a minute.
    pub by_itself: bool,
}

/// A house that the next drill may use, made when it is first needed.
struct Ground<'a> {
    program: &'a Path,
    house: Option<House>,
}

impl Ground<'_> {
    /// Stopped, with the demo's season in it.
    async fn house(&mut self) -> Result<&mut House, Failure> {
        if self.house.is_none() {
            let mut house = House::new(self.program)?;
            if let Err(failure) = fill(&mut house).await {
                house.close(true).await.ok();
                return Err(failure);
            }
            self.house = Some(house);
        }
        self.house.as_mut().ok_or_else(|| wrong("no house"))
    }

    /// The same with server and simulator as two processes that run.
    async fn in_parts(&mut self) -> Result<&mut House, Failure> {
        let house = self.house().await?;
        if house.server_pid().is_none() {
            house.open_simulator("").await?;
            house.open_server("").await?;
        }
        Ok(house)
    }

    /// After a drill: a house with damage in it is kept for people, and not used again.
    async fn leave(&mut self, sound: bool) {
        if !sound && let Some(house) = self.house.take() {
            house.close(true).await.ok();
        }
    }
}

async fn fill(house: &mut House) -> Result<(), Failure> {
    say("  a fresh demo house …");
    house.open_demo("").await?;
    house.stop().await
}

impl Drills {
    /// Runs them; whether everything held.
    pub async fn run(self, program: &Path) -> bool {
        let mut report = Report::default();
        let mut ground = Ground { program, house: None };
        if let Some(stampedes) = &self.stampedes {
            say("Stampede");
            for seed in stampedes.seed..stampedes.seed + stampedes.runs {
                let begun = Instant::now();
                let outcome = one_stampede(&mut ground, stampedes.size, seed).await;
                let sound = report.note(format!("stampede, seed {seed}"), begun, outcome);
                ground.leave(sound).await;
            }
        }
        if self.documents > 0 {
            say("Memory");
            let begun = Instant::now();
            let outcome = one_memory(&mut ground, self.documents, self.counted).await;
            let sound = report.note("memory", begun, outcome);
            ground.leave(sound).await;
        }
        if let Some(audience) = self.audience {
            say("Viewers");
            let begun = Instant::now();
            let outcome = one_audience(&mut ground, audience).await;
            let sound = report.note("viewers", begun, outcome);
            ground.leave(sound).await;
        }
        if !self.webhooks.is_empty() {
            say("Webhooks");
            all_webhooks(&mut ground, &self.webhooks, &mut report).await;
        }
        if let Some(kills) = &self.kills {
            say("kill -9");
            all_kills(&mut ground, kills, &mut report).await;
        }
        if let Some(losses) = &self.losses {
            say("Backup: everything but the backup is destroyed, and no answered order may be gone");
            all_losses(&mut ground, losses, &mut report).await;
        }
        if let Some((size, guards)) = &self.sabotage {
            say("Sabotage: the guards of the stock are removed, and the drill must notice");
            for guard in guards {
                let begun = Instant::now();
                let outcome = one_sabotage(&mut ground, *size, *guard).await;
                let noticed = report.note(format!("sabotage of the {guard:?}").to_lowercase(), begun, outcome);
                // Nobody lives in a house without guards.
                if let Some(house) = ground.house.take() {
                    house.close(!noticed).await.ok();
                }
            }
        }
        if let Some(house) = ground.house.take() {
            let begun = Instant::now();
            if let Err(failure) = house.close(false).await {
                report.note("stopping", begun, Err(failure));
            }
        }
        report.close()
    }
}

async fn one_stampede(ground: &mut Ground<'_>, size: Size, seed: u64) -> Result<String, Failure> {
    let house = ground.house().await?;
    house.stop().await?;
    house.open_demo(&stampede::delays(seed)).await?;
    let outcome = stampede::run(house, size, &format!("Stampede {seed}")).await?;
    house.stop().await?;
    let complaints = outcome.complaints();
    if complaints.is_empty() { Ok(outcome.figures()) } else { Err(wrong(format!("{} ({})", complaints.join("; "), outcome.figures()))) }
}

/// With the parts started anew, so that nothing from before is in memory.
async fn one_memory(ground: &mut Ground<'_>, documents: u32, counted: Counted) -> Result<String, Failure> {
    let house = ground.house().await?;
    house.stop().await?;
    house.open_simulator("").await?;
    house.open_server("").await?;
    let figures = memory::run(house, documents, counted).await?;
    let complaints = figures.complaints();
    if complaints.is_empty() { Ok(figures.figures()) } else { Err(wrong(format!("{} ({})", complaints.join("; "), figures.figures()))) }
}

/// With the server started anew, so that nothing from before is in memory.
async fn one_audience(ground: &mut Ground<'_>, audience: Audience) -> Result<String, Failure> {
    let house = ground.house().await?;
    house.stop().await?;
    house.open_simulator("").await?;
    house.open_server("").await?;
    let own = std::env::current_exe().map_err(Failure::system("this program's own file"))?;
    let figures = viewers::run(house, audience, own).await?;
    let complaints = figures.complaints();
    if complaints.is_empty() { Ok(figures.figures()) } else { Err(wrong(format!("{} ({})", complaints.join("; "), figures.figures()))) }
}

async fn all_webhooks(ground: &mut Ground<'_>, names: &[String], report: &mut Report) {
    for name in names.iter().filter(|name| *name != webhooks::NEEDS_A_PERSON) {
        one_webhook(ground, name, report).await;
    }
    let begun = Instant::now();
    let outcome = match ground.in_parts().await {
        Ok(house) => books::settle(house).await,
        Err(failure) => Err(failure),
    };
    let outcome =
        outcome.and_then(|wrongs| if wrongs.is_empty() { Ok("both say the same".to_owned()) } else { Err(wrong(wrongs.join("; "))) });
    let sound = report.note("the house's books and the provider's", begun, outcome);
    ground.leave(sound).await;
    if names.iter().any(|name| name == webhooks::NEEDS_A_PERSON) {
        one_webhook(ground, webhooks::NEEDS_A_PERSON, report).await;
        if let Some(house) = ground.house.take() {
            house.close(false).await.ok();
        }
    }
}

async fn one_webhook(ground: &mut Ground<'_>, name: &str, report: &mut Report) {
    let begun = Instant::now();
    let outcome = match ground.in_parts().await {
        Ok(house) => webhooks::run(house, name).await,
        Err(failure) => Err(failure),
    };
    let sound = report.note(format!("webhook: {name}"), begun, outcome);
    ground.leave(sound).await;
}

async fn all_kills(ground: &mut Ground<'_>, kills: &Kills, report: &mut Report) {
    for point in &kills.points {
        let begun = Instant::now();
        let outcome = match ground.in_parts().await {
            Ok(house) => kill::at_point(house, point).await,
            Err(failure) => Err(failure),
        };
        let sound = report.note(format!("killed at {point}"), begun, outcome);
        ground.leave(sound).await;
    }
    for target in Target::ALL {
        for seed in kills.seed..kills.seed + kills.random {
            let begun = Instant::now();
            let outcome = match ground.in_parts().await {
                Ok(house) => kill::at_random(house, target, seed, kills.by_itself || target == Target::Postgres).await,
                Err(failure) => Err(failure),
            };
            let sound = report.note(format!("{} killed, seed {seed}", target.name()), begun, outcome);
            ground.leave(sound).await;
        }
    }
}

async fn all_losses(ground: &mut Ground<'_>, losses: &Losses, report: &mut Report) {
    for seed in losses.seed..losses.seed + losses.runs {
        let begun = Instant::now();
        let outcome = match ground.house().await {
            Ok(house) => backup::lose(house, seed).await,
            Err(failure) => Err(failure),
        };
        let sound = report.note(format!("lost and restored, seed {seed}"), begun, outcome);
        ground.leave(sound).await;
    }
    if losses.sabotage {
        let begun = Instant::now();
        let outcome = match ground.house().await {
            Ok(house) => backup::lose_the_end(house, losses.seed).await,
            Err(failure) => Err(failure),
        };
        let noticed = report.note("sabotage of the backup", begun, outcome);
        if let Some(house) = ground.house.take() {
            house.close(!noticed).await.ok();
        }
    }
}

/// Holds when the drill complains of overselling.
async fn one_sabotage(ground: &mut Ground<'_>, size: Size, guard: Guard) -> Result<String, Failure> {
    let house = ground.in_parts().await?;
    let wanted = i64::from(size.tickets);
    match guard {
        Guard::Check => {
            sabotage::remove(house, guard).await?;
            let outcome = stampede::run(house, size, "Oversold").await?;
            let complaints = outcome.complaints();
            let doctor = outcome.doctor.iter().any(|finding| finding.starts_with("oversold"));
            if outcome.tickets > wanted && doctor && !complaints.is_empty() {
                Ok(format!("noticed: {} tickets of {wanted} sold; doctor: {}", outcome.tickets, outcome.doctor.join("; ")))
            } else {
                Err(wrong(format!("without its guard the house sold {} of {wanted}, and the drill said: {complaints:?}", outcome.tickets)))
            }
        }
        Guard::Lock => {
            let mut organizer = Organizer::sign_in(house).await?;
            let guarded = organizer.put_on_sale(house, "Guarded", "20", size.tickets).await?;
            let with = sabotage::claim_from_nodes(house, &guarded, 8, size.tickets * 4).await?;
            sabotage::remove(house, guard).await?;
            let bare = organizer.put_on_sale(house, "Unguarded", "20", size.tickets).await?;
            let without = sabotage::claim_from_nodes(house, &bare, 8, size.tickets * 4).await?;
            let doctor = house.doctor().await?;
            let noticed = doctor.iter().any(|finding| finding.starts_with("stock"));
            if with == wanted && without > wanted && noticed {
                Ok(format!("8 nodes hold {with} of {wanted} with the lock, {without} without it; doctor: {}", doctor.join("; ")))
            } else {
                Err(wrong(format!("8 nodes hold {with} of {wanted} with the lock, {without} without it; doctor: {doctor:?}")))
            }
        }
    }
}
