//! `callboard import programme`: a programme file becomes the running order of an event.

use std::fmt::Write as _;
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use boxoffice::table_import::{ProgrammeOutcome, bring_programme, note_import};
use clap::Args;
use commons::events::{self, Event};
use commons::programme::{Change, What};
use integration_interchange::{
    FileError, Format, Kind, LeftOut, Limits, Mapping, Programme, read_programme, read_table, recognise_programme, sessions,
};
use platform_db::Db;
use platform_types::{Clock, Entropy, Zone};
use serde_json::json;

use super::outcome;
use crate::cli::{House, Start};
use crate::failure::{Failure, complain_line, say};
use crate::migrate::end;
use crate::open::Opened;
use crate::sql;

/// The file and where it goes.
#[derive(Args)]
pub(crate) struct ProgrammeFile {
    /// iCalendar, Pentabarf or frab XML, frab JSON, or a table (CSV, JSON)
    file: PathBuf,
    /// The event: the last part of its page's address
    #[arg(long, value_name = "SLUG")]
    event: String,
    /// auto, ics, xml (Pentabarf, frab), json (frab, pretalx), table (CSV or JSON with our own columns)
    #[arg(long, default_value = "auto", value_parser = ["auto", "ics", "xml", "json", "table"])]
    format: String,
    /// A mapping file (TOML) that says where each field of a foreign table is
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    mapping: Option<PathBuf>,
    /// Names the source: a later file of the same source updates what this one brings, and leaves all other items alone
    #[arg(long, value_name = "NAME", value_parser = super::source_name)]
    source: Option<String>,
    /// Change nothing, and say item by item what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// Write what was refused (row, field, value, reason) to this file, as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    pub house: House,
}

/// What was opened while we still were who started the program.
pub(crate) struct Files {
    bytes: Vec<u8>,
    mapping: Option<Mapping>,
    report: Option<File>,
}

impl Files {
    pub(crate) fn open(args: &ProgrammeFile) -> Result<Self, Failure> {
        Ok(Self {
            bytes: outcome::read(&args.file)?,
            mapping: outcome::mapping(args.mapping.as_ref(), Kind::Programme)?,
            report: outcome::create(args.report.as_ref())?,
        })
    }
}

/// An import that is over.
struct Done {
    event: Event,
    outcome: ProgrammeOutcome,
    left_out: Vec<LeftOut>,
    seconds: f64,
}

/// Brings the programme in.
pub(crate) async fn programme(start: Start, args: ProgrammeFile, files: Files) -> Result<ExitCode, Failure> {
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    let opened = Opened::open_beside(&start).await?;
    let done = match bring(&args, &files, &opened, &clock).await {
        Ok(done) => done,
        Err(failure) => {
            end(opened).await?;
            return Err(failure);
        }
    };
    let left_out: Vec<[String; 6]> =
        done.left_out.iter().map(left_out_row).chain(done.outcome.delivery.changes.iter().filter_map(kept_row)).collect();
    outcome::write(files.report, &done.outcome.refused, &left_out)?;
    say(&if args.json { done.json(args.dry_run) } else { done.text(args.dry_run) });
    end(opened).await?;
    Ok(outcome::exit_code(done.outcome.taken, done.outcome.refused.len()))
}

async fn bring(args: &ProgrammeFile, files: &Files, opened: &Opened, clock: &Clock) -> Result<Done, Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, clock.clone());
    let mut tx = db.as_system("import a programme").await?;
    let event = events::find_by_slug(&mut tx, args.event.trim()).await?;
    let event = event.ok_or_else(|| {
        Failure::Refused(format!(
            "--event: there is no event “{}”; give the last part of its page’s address, such as fosdem-2025-x7k2p",
            args.event.trim()
        ))
    })?;
    let read = read(args, files, event.zone).map_err(|e| Failure::Refused(format!("{}: {e}", args.file.display())))?;
    let mapped = files.mapping.as_ref().map(|m| m.source.clone());
    let source = args.source.clone().or(mapped).unwrap_or_else(|| "programme".to_owned());
    let since = Instant::now();
    let mut told = |n: usize| complain_line(&format!("{n} of {} sessions", read.sessions.len()));
    let outcome =
        bring_programme(&mut tx, &Entropy::from_os(), clock.now(), (event.organization, event.id), &source, &read, &mut told).await?;
    // A dry run does the very same and takes it back.
    if args.dry_run {
        tx.rollback().await?;
    } else {
        note_import(&mut tx, (event.organization, event.id), &source, &outcome).await?;
        tx.commit().await?;
    }
    db.close().await;
    Ok(Done { event, outcome, left_out: read.left_out, seconds: since.elapsed().as_secs_f64() })
}

/// By its mapping, by our own columns, or in the format that it shows.
fn read(args: &ProgrammeFile, files: &Files, zone: Zone) -> Result<Programme, FileError> {
    let limits = Limits::default();
    let table = || {
        let table = read_table(&files.bytes, Kind::Programme, files.mapping.as_ref(), &limits)?;
        let (own, patterns) = files.mapping.as_ref().map_or((None, &[][..]), |m| (m.zone(), m.dates.as_slice()));
        Ok(sessions(&table, own.unwrap_or(zone), patterns))
    };
    match (files.mapping.is_some(), args.format.as_str()) {
        (true, _) | (_, "table") => table(),
        (_, "auto") => recognise_programme(&files.bytes, zone, &limits).map(|read| read.programme),
        (_, named) => read_programme(&files.bytes, Format::named(named), zone, &limits),
    }
}

fn left_out_row(row: &LeftOut) -> [String; 6] {
    ["left out".to_owned(), row.row.clone(), "title".to_owned(), row.title.clone(), "programme.cancelled".to_owned(), row.reason.clone()]
}

fn kept_row(change: &Change) -> Option<[String; 6]> {
    let reason = "somebody changed or removed it here; it stays as they left it";
    (change.what == What::Kept).then(|| ["kept", &change.id, "title", &change.title, "import.kept", reason].map(str::to_owned))
}

impl Done {
    /// A few lines; in a dry run a line for each item that would change before them.
    fn text(&self, dry_run: bool) -> String {
        let mut text = String::new();
        for change in self.outcome.delivery.changes.iter().filter(|c| dry_run || c.what == What::Kept) {
            let what = match change.what {
                What::Added => "new",
                What::Changed => "change",
                What::Removed => "remove",
                What::Kept => "KEEP",
            };
            let _ = writeln!(text, "{what:<7}  {}  {}", change.id, change.title);
        }
        for r in &self.outcome.refused {
            let _ = writeln!(text, "refused  {}  {}: {} [{}]", r.row, r.field, r.reason, r.value);
        }
        let counts = self.outcome.delivery.counts;
        let would = if dry_run { "Dry run, nothing was changed. Into" } else { "Into" };
        let _ = writeln!(text, "{would} {} ({}), in {:.1} s:", self.event.name, self.event.slug, self.seconds);
        let _ = writeln!(
            text,
            "  sessions   {} added, {} changed, {} unchanged, {} removed, {} kept as somebody changed them here",
            counts.added,
            counts.changed,
            self.outcome.unchanged(),
            counts.removed,
            counts.kept
        );
        let _ = writeln!(text, "  left out   {} that the file calls cancelled", self.left_out.len());
        let _ = write!(text, "  refused    {}", self.outcome.refused.len());
        if counts.added > 0 && self.event.notes.programme_published_at.is_none() && !dry_run {
            let _ = write!(text, "\nThe programme is not published yet: its tab in the console does that.");
        }
        text
    }

    /// Everything.
    fn json(&self, dry_run: bool) -> String {
        json!({
            "dry_run": dry_run,
            "event": { "id": self.event.id, "slug": self.event.slug, "name": self.event.name },
            "read": self.outcome.taken,
            "counts": self.outcome.delivery.counts,
            "unchanged": self.outcome.unchanged(),
            "changes": self.outcome.delivery.changes,
            "refused": self.outcome.refused,
            "left_out": self.left_out,
            "seconds": self.seconds,
        })
        .to_string()
    }
}
