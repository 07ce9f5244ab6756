//! `drills`: see the library.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use drills::failure::say;
use drills::memory::Counted;
use drills::plan::{Drills, Kills, Losses, Stampedes};
use drills::sabotage::Guard;
use drills::stampede::Size;
use drills::viewers::Audience;
use drills::{kill, webhooks};

/// Drills against a house of its own: stampede, kill -9, backup, webhooks, open pages, memory.
#[derive(Parser)]
#[command(name = "drills")]
struct Cli {
    /// The built program (else CALLBOARD_BIN, else beside this one)
    #[arg(long, env = "CALLBOARD_BIN", global = true)]
    program: Option<PathBuf>,
    #[command(subcommand)]
    drill: Drill,
}

#[derive(Subcommand)]
enum Drill {
    /// All of them, in a short form
    All {
        /// In the long form
        #[arg(long)]
        full: bool,
        /// The program was built for tests: of its memory all but the code counts
        #[arg(long, conflicts_with = "full")]
        unoptimized: bool,
    },
    /// Many guests want few tickets at the same instant
    Stampede {
        #[arg(long, default_value_t = 1000)]
        guests: u32,
        #[arg(long, default_value_t = 100)]
        tickets: u32,
        #[arg(long, default_value_t = 1)]
        runs: u64,
        /// Of the first run; each other one has the next
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only show that the drill fails when the guards of the stock are removed from the database
        #[arg(long)]
        sabotage: bool,
    },
    /// kill -9, a start, and everything must be as if nothing had happened
    Kill {
        /// Only at these failpoints
        #[arg(long)]
        point: Vec<String>,
        /// At so many random moments, each for server, simulator and PostgreSQL
        #[arg(long, default_value_t = 0)]
        random: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// kill -9 of everything during sales, nothing but the backup is left, and no answered order may be gone
    Backup {
        #[arg(long, default_value_t = 1)]
        runs: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also show that the drill fails when the end of the log is removed from the backup
        #[arg(long)]
        sabotage: bool,
    },
    /// Late, twice, out of order, forged, stale, lost …
    Webhooks {
        /// Only these
        only: Vec<String>,
    },
    /// Thousands look at a page whose stock changes: how soon each is told, beside a server that does nothing else
    Viewers {
        #[arg(long, default_value_t = 5000)]
        viewers: u32,
        /// Join and never read again: takes two minutes more
        #[arg(long, default_value_t = 0)]
        slow: u32,
    },
    /// Tells each line of its input to all its sockets: what `viewers` is compared with
    #[command(hide = true)]
    BareBroadcast,
    /// The server's memory at rest and after many PDFs
    Memory {
        #[arg(long, default_value_t = 400)]
        documents: u32,
        /// The program was built for tests: of its memory all but the code counts
        #[arg(long)]
        unoptimized: bool,
    },
}

fn plan(drill: Drill) -> Drills {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let guards = vec![Guard::Check, Guard::Lock];
    let small = Size { guests: 200, tickets: 20 };
    match drill {
        Drill::All { full: false, unoptimized } => Drills {
            stampedes: Some(Stampedes { size: small, runs: 1, seed: 1 }),
            webhooks: owned(&["twice", "forged", "stale", "replayed", "answer lost", "late, seat gone"]),
            kills: Some(Kills { points: owned(&kill::few_points()), random: 1, seed: 1, by_itself: false }),
            losses: Some(Losses { runs: 1, seed: 1, sabotage: false }),
            documents: 60,
            audience: Some(Audience { viewers: 300, slow: 0 }),
            counted: if unoptimized { Counted::AllButCode } else { Counted::Everything },
            sabotage: Some((small, guards)),
        },
        Drill::All { full: true, .. } => Drills {
            stampedes: Some(Stampedes { size: Size { guests: 1000, tickets: 100 }, runs: 20, seed: 1 }),
            webhooks: owned(webhooks::ALL),
            kills: Some(Kills { points: owned(&kill::all_points()), random: 20, seed: 1, by_itself: true }),
            losses: Some(Losses { runs: 5, seed: 1, sabotage: true }),
            documents: 400,
            audience: Some(Audience { viewers: 5000, slow: 100 }),
            counted: Counted::Everything,
            sabotage: Some((Size { guests: 1000, tickets: 100 }, guards)),
        },
        Drill::Stampede { guests, tickets, sabotage: true, .. } => {
            Drills { sabotage: Some((Size { guests, tickets }, guards)), ..Drills::default() }
        }
        Drill::Stampede { guests, tickets, runs, seed, .. } => {
            Drills { stampedes: Some(Stampedes { size: Size { guests, tickets }, runs, seed }), ..Drills::default() }
        }
        Drill::Kill { point, random, seed } => {
            let points = if point.is_empty() && random == 0 { owned(&kill::all_points()) } else { point };
            Drills { kills: Some(Kills { points, random, seed, by_itself: true }), ..Drills::default() }
        }
        Drill::Backup { runs, seed, sabotage } => Drills { losses: Some(Losses { runs, seed, sabotage }), ..Drills::default() },
        Drill::Webhooks { only } => Drills { webhooks: if only.is_empty() { owned(webhooks::ALL) } else { only }, ..Drills::default() },
        Drill::Viewers { viewers, slow } => Drills { audience: Some(Audience { viewers, slow }), ..Drills::default() },
        Drill::BareBroadcast => Drills::default(),
        Drill::Memory { documents, unoptimized } => {
            Drills { documents, counted: if unoptimized { Counted::AllButCode } else { Counted::Everything }, ..Drills::default() }
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.drill, Drill::BareBroadcast) {
        return if drills::viewers::bare::serve().await.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    let beside = || std::env::current_exe().ok().map(|own| own.with_file_name("callboard"));
    let Some(program) = cli.program.or_else(beside).filter(|program| program.is_file()) else {
        say("The program `callboard` is not built; build it, or name it with --program");
        return ExitCode::from(2);
    };
    if plan(cli.drill).run(&program).await { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
