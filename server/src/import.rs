//! `callboard import`: foreign listings become events of an organization, and programmes the running order of one.

mod lcsd;
mod outcome;
mod programme;
mod report;
mod tables;

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use boxoffice::listing_import::{Import as Work, Listing, Outcome};
use clap::{Args, Subcommand};
use integration_stripe::Stripe;
use platform_auth::organizations::Organization;
use platform_db::Db;
use platform_outbound::Outbound;
use platform_payments::PaymentProvider;
use platform_types::{Clock, Entropy};

use crate::cli::{House, Start};
use crate::compose::stripe_settings;
use crate::failure::{Failure, complain_line, say};
use crate::migrate::end;
use crate::open::Opened;
use crate::{organization, serve, sql};
use report::Summary;

pub(crate) use integration_interchange::Kind;
pub(crate) use tables::{Files as TableFiles, TableFile, table};

pub(crate) use programme::{Files as ProgrammeFiles, ProgrammeFile, programme};

/// What the help says at its end.
const ABOUT: &str = "\
Each plain date becomes an event and each plain price a ticket type; every other text is kept word for word, and its event is left as a draft that says why. Repeating changes nothing, and never what was sold or edited here.

Exit codes: 0 done (also when rows were refused: see --report), 1 something failed, 2 called wrongly or a file that cannot be read, 3 the database is not there or not as needed. What was committed before a failure stays; repeat the command to go on.";

/// Which listing.
#[derive(Subcommand)]
pub(crate) enum Import {
    /// The cultural programmes of Hong Kong's Leisure and Cultural Services Department (DATA.GOV.HK)
    #[command(after_help = ABOUT)]
    Lcsd(Lcsd),
    /// A programme (iCalendar, Pentabarf or frab XML, frab JSON) as the running order of an event
    #[command(after_help = outcome::EXIT_CODES)]
    Programme(ProgrammeFile),
    /// A table of venues (CSV, JSON, or anything tabular with a mapping file)
    #[command(after_help = outcome::EXIT_CODES)]
    Venues(TableFile),
    /// A table of events (CSV, JSON, iCalendar, or anything tabular with a mapping file); they come in as drafts
    #[command(after_help = outcome::EXIT_CODES)]
    Events(TableFile),
}

/// How rows of a source are named: a short word, because it stands in every row.
fn source_name(typed: &str) -> Result<String, String> {
    let plain = (1..=60).contains(&typed.len())
        && typed.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    if plain { Ok(typed.to_owned()) } else { Err("use 1 to 60 small letters, digits, hyphens, dots or underscores".to_owned()) }
}

/// Its files and where they go.
#[derive(Args)]
pub(crate) struct Lcsd {
    /// The events' file (XML)
    #[arg(long, value_name = "PATH")]
    events: PathBuf,
    /// The venues' file (XML)
    #[arg(long, value_name = "PATH")]
    venues: PathBuf,
    /// Whose events they become: the organization's name, or its part of addresses (slug)
    #[arg(long, value_name = "NAME_OR_SLUG")]
    organization: String,
    /// How many people each event may have. The listing does not say: without this nothing goes on sale
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=1_000_000))]
    capacity: Option<i32>,
    /// Change nothing, and say event by event what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// Write what was refused or left as a draft (row, field, value, reason) to this file, as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    pub house: House,
}

/// What was opened while we still were who started the program.
pub(crate) struct Files {
    events: Vec<u8>,
    venues: Vec<u8>,
    report: Option<File>,
}

impl Files {
    pub(crate) fn open(args: &Lcsd) -> Result<Self, Failure> {
        let read = |path: &Path| std::fs::read(path).map_err(|e| Failure::Refused(format!("cannot read {}: {e}", path.display())));
        let write = |path: &PathBuf| File::create(path).map_err(|e| Failure::Refused(format!("cannot write {}: {e}", path.display())));
        Ok(Self { events: read(&args.events)?, venues: read(&args.venues)?, report: args.report.as_ref().map(write).transpose()? })
    }
}

/// Brings the listing in.
pub(crate) async fn lcsd(start: Start, args: Lcsd, files: Files) -> Result<ExitCode, Failure> {
    let read = lcsd::read(&files.events, &files.venues)?;
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    let opened = Opened::open_beside(&start).await?;
    let done = bring(&start, &args, &opened, &clock, &read.listing).await;
    let summary = match done {
        Ok((organization, outcome, seconds)) => Summary { dry_run: args.dry_run, organization, read: &read, outcome, seconds },
        Err(failure) => {
            end(opened).await?;
            return Err(failure);
        }
    };
    if let Some(mut file) = files.report {
        file.write_all(summary.csv().as_bytes()).and_then(|()| file.sync_all()).map_err(Failure::io("cannot write the report"))?;
    }
    say(&if args.json { summary.json() } else { summary.text() });
    if let Some(hint) = summary.clock_hint(clock.now()) {
        complain_line(&hint);
    }
    end(opened).await
}

async fn bring(
    start: &Start,
    args: &Lcsd,
    opened: &Opened,
    clock: &Clock,
    listing: &Listing,
) -> Result<(Organization, Outcome, f64), Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, clock.clone());
    let mut tx = db.as_system("import a listing").await?;
    let organization = organization::named(&mut tx, &args.organization).await?;
    drop(tx);
    let work = Work {
        payments: payments(start, clock)?,
        entropy: Entropy::from_os(),
        organization: organization.id,
        capacity: args.capacity,
        dry_run: args.dry_run,
        db: db.clone(),
    };
    let since = Instant::now();
    let outcome = work.run(listing, &mut |p| complain_line(&format!("{} of {} entries", p.entries, p.of))).await;
    db.close().await;
    Ok((organization, outcome?, since.elapsed().as_secs_f64()))
}

/// Asked only which amounts it can charge; nothing is sent anywhere.
fn payments(start: &Start, clock: &Clock) -> Result<Arc<dyn PaymentProvider>, Failure> {
    let outbound = Outbound::new(clock.clone(), Entropy::from_os(), [integration_stripe::hub_settings()])?;
    let secrets = serve::simulator_secrets(start)?;
    Ok(Arc::new(Stripe::new(stripe_settings(&start.config, &secrets), &outbound)?))
}
