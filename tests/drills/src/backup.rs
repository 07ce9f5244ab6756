//! A house is lost on a busy evening: server and PostgreSQL are killed, its folder is destroyed, and a new one is made out of
//! the backup. Every order whose buyer was answered has to be there, with its tickets, its files and the provider's books.
//!
//! What lives elsewhere is kept: the provider's books, and the master key that whoever runs the house put aside.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::future::join_all;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use platform_types::Entropy;
use sqlx::Connection as _;
use uuid::Uuid;

use crate::books;
use crate::failure::{Failure, wrong};
use crate::guest::{GOOD_CARD, Guest};
use crate::house::{House, TICK, within};
use crate::organizer::{Organizer, Show};

/// Guests who buy one ticket after the other.
const BUYERS: u32 = 6;
/// The base is taken in the middle of so many purchases,
const BEFORE: usize = 6;
/// and the house goes on for so long at most before it is lost.
const EVENING_MS: u64 = 3_000;
/// The first base of a new house, checked.
const FIRST_BASE: Duration = Duration::from_secs(60);

/// An order whose buyer saw the tickets.
struct Answered {
    order: Uuid,
    guest: Guest,
}

/// Loses a house and says everything that is wrong with the one that came back.
pub async fn lose(house: &mut House, seed: u64) -> Result<String, Failure> {
    let begun = Instant::now();
    let mut answered = evening(house, seed).await?;
    let moved = destroy(house).await?;
    let gap = refuse_a_gap(house).await?;
    let restoring = Instant::now();
    let report = restore(house, &moved).await?;
    let seconds = restoring.elapsed().as_secs_f64();
    let mut wrongs = missing(house, &answered, &moved).await?;
    wrongs.extend(findings(&report));
    if let Some(one) = answered.last_mut() {
        let paper = one.guest.browser.get(&house.url(&format!("/orders/{}/tickets.pdf", one.order))?).await?;
        if paper.status != 200 || !paper.body.starts_with("%PDF-") {
            wrongs.push(format!("the tickets of the last order are answered {}", paper.status));
        }
    }
    in_step(house).await?;
    house.backup = None;
    wrongs.extend(books::settle(house).await?);
    house.stop().await?;
    if wrongs.is_empty() {
        let n = answered.len();
        Ok(format!("{n} answered orders, all there {seconds:.1} s after the loss; {gap}; {:.1} s", begun.elapsed().as_secs_f64()))
    } else {
        Err(wrong(wrongs.join("; ")))
    }
}

/// The same with the end of the log gone from the backup. Holds when orders are missed.
pub async fn lose_the_end(house: &mut House, seed: u64) -> Result<String, Failure> {
    let answered = evening(house, seed).await?;
    let moved = destroy(house).await?;
    let ends = log_files(house)?;
    let end = ends.last().ok_or_else(|| wrong("the backup holds no log"))?;
    std::fs::remove_file(end).map_err(Failure::system("the end of the log"))?;
    restore(house, &moved).await?;
    let missed = missing(house, &answered, &moved).await?;
    house.backup = None;
    house.stop().await?;
    if missed.is_empty() {
        Err(wrong("the end of the log was removed from the backup, and the drill missed nothing"))
    } else {
        Ok(format!("noticed: {}", missed.join("; ")))
    }
}

/// Sells, takes a base meanwhile, sells on, and dies at a random moment.
async fn evening(house: &mut House, seed: u64) -> Result<Vec<Answered>, Failure> {
    let folder = house.base.join(format!("back up {seed}"));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Failure::system("an old backup"))?;
    }
    std::fs::create_dir(&folder).map_err(Failure::system("cannot make the backup's folder"))?;
    house.stop().await?;
    house.backup = Some(folder);
    // A house that was restored before remembers another folder.
    if house.data().join("backup.begun").exists() {
        let begun = house.type_in(&["backup", "--begin", "--data-dir", &house.data().to_string_lossy()]).await?;
        if !begun.status.success() {
            return Err(wrong(format!("callboard backup --begin: {}", said(&begun))));
        }
    }
    house.open_simulator("").await?;
    house.open_server("").await?;
    in_step(house).await?;
    let since = Instant::now();
    while !backup_is_fine(house).await? {
        within(since, FIRST_BASE, "the first base")?;
        tokio::time::sleep(TICK * 4).await;
    }
    let mut organizer = Organizer::sign_in(house).await?;
    let show = organizer.put_on_sale(house, &format!("The last evening {seed}"), "12", 5_000).await?;
    let (over, answered) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    let moment = Duration::from_millis(Entropy::seeded(seed).below(EVENING_MS));
    let loss = async {
        let since = Instant::now();
        while lock(&answered).len() < BEFORE {
            within(since, FIRST_BASE, "the first purchases")?;
            tokio::time::sleep(TICK).await;
        }
        let taken = house.type_in(&["backup", "--json", "--data-dir", &house.data().to_string_lossy()]).await?;
        if !taken.status.success() {
            return Err(wrong(format!("callboard backup: {}", String::from_utf8_lossy(&taken.stderr))));
        }
        // In no base: its row is in the log alone, its bytes among the copies.
        organizer.add_document(house, &show).await?;
        tokio::time::sleep(moment).await;
        let postmaster = house.postmaster().ok_or_else(|| wrong("no postmaster runs"))?;
        for pid in [house.server_pid().and_then(|pid| i32::try_from(pid).ok()), Some(postmaster)].into_iter().flatten() {
            kill(Pid::from_raw(pid), Signal::SIGKILL).map_err(|e| wrong(format!("kill -9 {pid}: {e}")))?;
        }
        over.store(true, Ordering::Relaxed);
        Ok(())
    };
    let buyers = join_all((0..BUYERS).map(|n| buy_on(house, &show, n, &over, &answered)));
    tokio::select! {
        lost = loss => lost?,
        () = async { buyers.await; std::future::pending::<()>().await } => {}
    }
    let answered = answered.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    Ok(answered)
}

fn lock(answered: &Mutex<Vec<Answered>>) -> std::sync::MutexGuard<'_, Vec<Answered>> {
    answered.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn buy_on(house: &House, show: &Show, n: u32, over: &AtomicBool, answered: &Mutex<Vec<Answered>>) {
    for round in 0..400 {
        if over.load(Ordering::Relaxed) {
            return;
        }
        let mut guest = Guest::number(2_000 + n + BUYERS * round);
        match guest.buy(house, show, 1 + n % 2, GOOD_CARD).await {
            Ok(order) => {
                if let Ok(order) = order.parse() {
                    lock(answered).push(Answered { order, guest });
                }
            }
            Err(_) => tokio::time::sleep(TICK).await,
        }
    }
}

/// What was not on the lost machine.
struct Moved {
    master: PathBuf,
    payments: PathBuf,
    simulator: PathBuf,
}

/// Removes the house's folder, but for what was never only there.
async fn destroy(house: &mut House) -> Result<Moved, Failure> {
    house.kill_server().await?;
    house.kill_simulator().await?;
    let elsewhere = house.base.join("elsewhere");
    std::fs::create_dir_all(&elsewhere).map_err(Failure::system("cannot make a folder"))?;
    let moved =
        Moved { master: elsewhere.join("master.key"), payments: elsewhere.join("payments"), simulator: elsewhere.join("simulator.key") };
    std::fs::remove_dir_all(&moved.payments).ok();
    for (name, to) in [("master.key", &moved.master), ("payments", &moved.payments), ("simulator.key", &moved.simulator)] {
        std::fs::rename(house.data().join(name), to).map_err(Failure::system(format!("cannot put {name} aside")))?;
    }
    // Sessions of a killed postmaster end by themselves, and write until they do.
    let since = Instant::now();
    while let Err(error) = std::fs::remove_dir_all(house.data()) {
        within(since, Duration::from_secs(15), &format!("the house's folder to be destroyed ({error})"))?;
        tokio::time::sleep(TICK).await;
    }
    Ok(moved)
}

/// The log's files in the backup, oldest first.
fn log_files(house: &House) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let folder = house.backup.clone().unwrap_or_default().join("log");
    for line in std::fs::read_dir(folder).map_err(Failure::system("the backup's log"))?.flatten() {
        let files = std::fs::read_dir(line.path()).map_err(Failure::system("the backup's log"))?.flatten().map(|file| file.path());
        found.extend(files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("0000"))));
    }
    found.sort();
    Ok(found)
}

/// Verifying, and restoring, must not pass over a file of the log that is missing.
async fn refuse_a_gap(house: &House) -> Result<String, Failure> {
    let folder = house.backup.clone().unwrap_or_default();
    let from = folder.to_string_lossy().into_owned();
    let whole = house.type_in(&["backup", "verify", "--from", &from]).await?;
    if !whole.status.success() {
        return Err(wrong(format!("callboard backup verify: {}", said(&whole))));
    }
    let files = log_files(house)?;
    // The last but one: whole, and needed by the newest base or what follows it.
    let Some(one) = files.len().checked_sub(2).and_then(|n| files.get(n)) else { return Err(wrong("the log has one file only")) };
    let aside = folder.join("aside");
    std::fs::rename(one, &aside).map_err(Failure::system("a file of the log"))?;
    let broken = house.type_in(&["backup", "verify", "--from", &from]).await?;
    std::fs::rename(&aside, one).map_err(Failure::system("a file of the log"))?;
    if broken.status.success() {
        return Err(wrong("callboard backup verify does not miss a file of the log"));
    }
    // PostgreSQL itself would take a record it cannot read for the log's end.
    let whole = std::fs::read(one).map_err(Failure::system("a file of the log"))?;
    let mut damaged = whole.clone();
    if let Some(byte) = damaged.get_mut(200) {
        *byte ^= 0xff;
    }
    std::fs::write(one, damaged).map_err(Failure::system("a file of the log"))?;
    let broken = house.type_in(&["backup", "verify", "--from", &from]).await?;
    std::fs::write(one, whole).map_err(Failure::system("a file of the log"))?;
    if broken.status.success() {
        return Err(wrong("callboard backup verify does not notice a changed byte in the log"));
    }
    Ok("a missing file of the log and a changed byte in it were noticed".to_owned())
}

fn said(output: &std::process::Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn restore(house: &House, moved: &Moved) -> Result<serde_json::Value, Failure> {
    let (from, data) = (house.backup.clone().unwrap_or_default(), house.data());
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let words = ["restore", "--json", "--from", &text(&from), "--master-key", &text(&moved.master), "--data-dir", &text(&data)];
    let output = house.type_in(&words).await?;
    serde_json::from_slice(&output.stdout).map_err(|_| wrong(format!("callboard restore: {}", said(&output))))
}

/// What the restore itself found wrong. A full disk is the machine's trouble.
fn findings(report: &serde_json::Value) -> Vec<String> {
    let lacking = report["lacking_files"].as_array().map_or(0, Vec::len);
    let mut wrongs: Vec<String> = report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|f| f["fine"] != true && f["what"] != "disk")
        .map(|f| format!("{}: {}", f["what"].as_str().unwrap_or("?"), f["detail"].as_str().unwrap_or("?")))
        .collect();
    if lacking > 0 {
        wrongs.push(format!("{lacking} files lack their bytes"));
    }
    if report["master_key_opens"] != true {
        wrongs.push("the master key opens nothing".to_owned());
    }
    wrongs
}

/// Starts what came back, with the provider that never went away; answered orders that are not there, or lack tickets.
async fn missing(house: &mut House, answered: &[Answered], moved: &Moved) -> Result<Vec<String>, Failure> {
    for (name, from) in [("payments", &moved.payments), ("simulator.key", &moved.simulator)] {
        std::fs::rename(from, house.data().join(name)).map_err(Failure::system(format!("cannot put {name} back")))?;
    }
    house.open_simulator("").await?;
    house.open_server("").await?;
    let ids: Vec<Uuid> = answered.iter().map(|one| one.order).collect();
    let mut database = house.database().await?;
    let there: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM orders o WHERE o.id = ANY($1) AND o.status = 'paid' AND EXISTS (SELECT 1 FROM tickets t WHERE t.order_id = o.id AND t.status = 'valid')",
    )
    .bind(&ids)
    .fetch_one(&mut database)
    .await?;
    database.close().await?;
    let there = usize::try_from(there).unwrap_or(0);
    let short = ids.len().saturating_sub(there);
    Ok(if short == 0 { Vec::new() } else { vec![format!("{short} of {} answered orders are not there with their tickets", ids.len())] })
}

/// Waits until commits wait for the backup.
async fn in_step(house: &House) -> Result<(), Failure> {
    let since = Instant::now();
    while house.number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").await? == 0 {
        within(since, Duration::from_secs(30), "the backup to be in step")?;
        tokio::time::sleep(TICK).await;
    }
    Ok(())
}

/// What `callboard doctor` says of it.
async fn backup_is_fine(house: &House) -> Result<bool, Failure> {
    let output = house.type_in(&["doctor", "--json", "--data-dir", &house.data().to_string_lossy()]).await?;
    let report: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|_| wrong(format!("callboard doctor: {}", said(&output))))?;
    Ok(report["findings"].as_array().into_iter().flatten().any(|f| f["what"] == "backup" && f["fine"] == true))
}
