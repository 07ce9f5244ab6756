//! `callboard import venues` and `callboard import events`: tables become places and events of an organization.

use std::fmt::Write as _;
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use boxoffice::table_import::{Action, Into, Outcome, bring_events, bring_venues};
use clap::Args;
use integration_interchange::{Kind, Limits, Mapping, Refused, event_rows, read_event_calendar, read_table, venue_rows};
use platform_auth::organizations::Organization;
use platform_db::Db;
use platform_types::{Clock, Currency, Entropy, Zone};
use serde_json::json;

use super::outcome;
use crate::cli::{House, Start};
use crate::failure::{Failure, complain_line, say};
use crate::migrate::end;
use crate::open::Opened;
use crate::{organization, sql};

/// The file and where it goes.
#[derive(Args)]
pub(crate) struct TableFile {
    /// CSV, JSON, XML with a mapping, or (events) iCalendar
    file: PathBuf,
    /// Whose they become: the organization's name, or its part of addresses (slug)
    #[arg(long, value_name = "NAME_OR_SLUG")]
    organization: String,
    /// A mapping file (TOML) that says where each field of a foreign table is
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Names the source: a later file of the same source updates what this one brings. Rows may name their own
    #[arg(long, value_name = "NAME", value_parser = super::source_name)]
    source: Option<String>,
    /// Zone of times and places that name none (default: the mapping's, else the organization's)
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Change nothing, and say row by row what would happen
    #[arg(long)]
    dry_run: bool,
    /// Print everything as JSON
    #[arg(long)]
    json: bool,
    /// Write what was refused or kept (row, field, value, reason) to this file, as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    pub house: House,
}

/// What was opened while we still were who started the program.
pub(crate) struct Files {
    kind: Kind,
    bytes: Vec<u8>,
    mapping: Option<Mapping>,
    report: Option<File>,
}

impl Files {
    pub(crate) fn open(args: &TableFile, kind: Kind) -> Result<Self, Failure> {
        let mapping = outcome::mapping(args.mapping.as_ref(), kind)?;
        Ok(Self { kind, bytes: outcome::read(&args.file)?, mapping, report: outcome::create(args.report.as_ref())? })
    }
}

/// An import that is over.
struct Done {
    organization: Organization,
    outcome: Outcome,
    unknown: Vec<String>,
    seconds: f64,
}

/// Brings a table in.
pub(crate) async fn table(start: Start, args: TableFile, files: Files) -> Result<ExitCode, Failure> {
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    let opened = Opened::open_beside(&start).await?;
    let done = match bring(&args, &files, &opened, &clock).await {
        Ok(done) => done,
        Err(failure) => {
            end(opened).await?;
            return Err(failure);
        }
    };
    outcome::write(files.report, &done.outcome.refused, &done.kept())?;
    say(&if args.json { done.json(files.kind, args.dry_run) } else { done.text(files.kind, args.dry_run) });
    end(opened).await?;
    Ok(outcome::exit_code(done.outcome.lines.len(), done.outcome.refused.len()))
}

async fn bring(args: &TableFile, files: &Files, opened: &Opened, clock: &Clock) -> Result<Done, Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, clock.clone());
    let mut tx = db.as_system("import a table").await?;
    let organization = organization::named(&mut tx, &args.organization).await?;
    drop(tx);
    let wrong = |what: String| Failure::Refused(format!("{}: {what}", args.file.display()));
    let zone = zone(args, files, &organization)?;
    let currency: Currency = organization
        .currency
        .parse()
        .map_err(|_| wrong(format!("the organization’s currency {} is not known here", organization.currency)))?;
    let limits = Limits::default();
    let is_calendar = files.kind == Kind::Events && files.bytes.to_ascii_uppercase().starts_with(b"BEGIN:VCALENDAR");
    let table = if is_calendar {
        read_event_calendar(&files.bytes, zone, &limits)
    } else {
        read_table(&files.bytes, files.kind, files.mapping.as_ref(), &limits)
    };
    let table = table.map_err(|e| wrong(e.to_string()))?;
    let mapped = files.mapping.as_ref().map(|m| m.source.clone());
    let into = Into {
        db: db.clone(),
        entropy: Entropy::from_os(),
        organization: organization.id,
        zone,
        currency,
        source: args.source.clone().or(mapped).unwrap_or_else(|| "table".to_owned()),
        dry_run: args.dry_run,
    };
    let since = Instant::now();
    let rows = table.records.len();
    let mut told = |n: usize| complain_line(&format!("{n} of {rows} rows"));
    let (mut refused, brought): (Vec<Refused>, _) = match files.kind {
        Kind::Venues => {
            let (rows, refused) = venue_rows(&table);
            (refused, bring_venues(&into, &rows, &mut told).await)
        }
        Kind::Events | Kind::Programme => {
            let patterns = files.mapping.as_ref().map_or(&[][..], |m| m.dates.as_slice());
            let (rows, refused) = event_rows(&table, zone, currency, patterns);
            (refused, bring_events(&into, &rows, &mut told).await)
        }
    };
    db.close().await;
    let mut outcome = brought?;
    refused.append(&mut outcome.refused);
    outcome.refused = refused;
    Ok(Done { organization, outcome, unknown: table.unknown, seconds: since.elapsed().as_secs_f64() })
}

fn zone(args: &TableFile, files: &Files, organization: &Organization) -> Result<Zone, Failure> {
    let name = match &args.zone {
        Some(name) => name,
        None => match files.mapping.as_ref().and_then(Mapping::zone) {
            Some(zone) => return Ok(zone),
            None => &organization.timezone,
        },
    };
    name.parse().map_err(|e: platform_types::ZoneError| Failure::Refused(format!("--zone: {e}")))
}

impl Done {
    /// Rows that differ and were left to a person.
    fn kept(&self) -> Vec<[String; 6]> {
        let reason = "the file says something else, but somebody changed it here";
        let kept = self.outcome.lines.iter().filter(|line| line.action == Action::Keep);
        kept.map(|line| ["kept", &line.row, &line.fields.join(" "), &line.name, "import.kept", reason].map(str::to_owned)).collect()
    }

    /// A few lines; in a dry run a line for each row that would change before them.
    fn text(&self, kind: Kind, dry_run: bool) -> String {
        let mut text = String::new();
        let o = &self.outcome;
        for line in o.lines.iter().filter(|l| (dry_run && l.action != Action::Nothing) || l.action == Action::Keep) {
            let what = match line.action {
                Action::Create => "new",
                Action::Update => "update",
                Action::Keep => "KEEP",
                Action::Nothing => "",
            };
            let fields = if line.fields.is_empty() { String::new() } else { format!("  [{}]", line.fields.join(", ")) };
            let _ = writeln!(text, "{what:<7}  {}  {}{fields}", line.row, line.name);
        }
        for r in &o.refused {
            let _ = writeln!(text, "refused  {}  {}: {} [{}]", r.row, r.field, r.reason, r.value);
        }
        if !self.unknown.is_empty() {
            let _ = writeln!(text, "These columns say nothing here and were not read: {}", self.unknown.join(", "));
        }
        let would = if dry_run { "Dry run, nothing was changed. Into" } else { "Into" };
        let _ = writeln!(text, "{would} {} ({}), in {:.1} s:", self.organization.name, self.organization.slug, self.seconds);
        let count = |action| o.count(action);
        let _ = writeln!(
            text,
            "  {kind:<9} {} created, {} changed, {} unchanged, {} kept as somebody changed them here",
            count(Action::Create),
            count(Action::Update),
            count(Action::Nothing),
            count(Action::Keep)
        );
        let _ = write!(text, "  refused   {}", o.refused.len());
        text
    }

    /// Everything.
    fn json(&self, kind: Kind, dry_run: bool) -> String {
        let o = &self.outcome;
        json!({
            "dry_run": dry_run,
            "kind": kind.to_string(),
            "organization": { "id": self.organization.id, "slug": self.organization.slug, "name": self.organization.name },
            "counts": {
                "created": o.count(Action::Create), "changed": o.count(Action::Update),
                "unchanged": o.count(Action::Nothing), "kept": o.count(Action::Keep),
            },
            "lines": o.lines,
            "refused": o.refused,
            "unknown_columns": self.unknown,
            "seconds": self.seconds,
        })
        .to_string()
    }
}
