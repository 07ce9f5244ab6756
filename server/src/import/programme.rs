//! `callboard import programme`: a programme file becomes the running order of an event.

use std::fmt::Write as _;
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use commons::events::{self, Event};
use commons::programme::{self, Delivery, ItemLink, NewItem, Source, SourceItem, What};
use integration_interchange::{Format, LeftOut, Limits, Programme, Refused, Session, read_programme};
use platform_db::Db;
use platform_types::{Clock, Entropy};
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
    /// iCalendar, Pentabarf or frab XML, or frab JSON
    file: PathBuf,
    /// The event: the last part of its page's address
    #[arg(long, value_name = "SLUG")]
    event: String,
    /// auto, ics, xml (Pentabarf, frab), json (frab, pretalx)
    #[arg(long, default_value = "auto", value_parser = ["auto", "ics", "xml", "json"])]
    format: String,
    /// Names the source: a later file of the same source updates what this one brings, and leaves all other items alone
    #[arg(long, default_value = "programme", value_name = "NAME", value_parser = super::source_name)]
    source: String,
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
    report: Option<File>,
}

impl Files {
    pub(crate) fn open(args: &ProgrammeFile) -> Result<Self, Failure> {
        Ok(Self { bytes: outcome::read(&args.file)?, report: outcome::create(args.report.as_ref())? })
    }
}

/// An import that is over.
struct Done {
    event: Event,
    read: usize,
    delivery: Delivery,
    refused: Vec<Refused>,
    left_out: Vec<LeftOut>,
    seconds: f64,
}

/// Brings the programme in.
pub(crate) async fn programme(start: Start, args: ProgrammeFile, files: Files) -> Result<ExitCode, Failure> {
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    let opened = Opened::open_beside(&start).await?;
    let done = match bring(&args, &files.bytes, &opened, &clock).await {
        Ok(done) => done,
        Err(failure) => {
            end(opened).await?;
            return Err(failure);
        }
    };
    let left_out: Vec<[String; 6]> =
        done.left_out.iter().map(left_out_row).chain(done.delivery.changes.iter().filter_map(kept_row)).collect();
    outcome::write(files.report, &done.refused, &left_out)?;
    say(&if args.json { done.json(args.dry_run) } else { done.text(args.dry_run) });
    end(opened).await?;
    Ok(outcome::exit_code(done.read, done.refused.len()))
}

async fn bring(args: &ProgrammeFile, bytes: &[u8], opened: &Opened, clock: &Clock) -> Result<Done, Failure> {
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
    let read = read_programme(bytes, Format::named(&args.format), event.zone, &Limits::default());
    let read = read.map_err(|e| Failure::Refused(format!("{}: {e}", args.file.display())))?;
    let (items, refused) = items_of(&read);
    let also_named: Vec<String> = refused.iter().map(|r| r.row.clone()).collect();
    let since = Instant::now();
    let source = Source { name: &args.source, items: &items, also_named: &also_named };
    let mut told = |n: usize| complain_line(&format!("{n} of {} sessions", items.len()));
    let delivery = programme::bring(&mut tx, &Entropy::from_os(), clock.now(), (event.organization, event.id), source, &mut told).await?;
    // A dry run does the very same and takes it back.
    if args.dry_run {
        tx.rollback().await?;
    } else {
        if delivery.wrote() {
            let after = json!({ "source": args.source, "counts": delivery.counts, "refused": refused.len() });
            let entry = platform_audit::Entry::new("programme.imported", "events").on(event.id.0).within(event.organization).after(after);
            platform_audit::record(&mut tx, entry).await?;
        }
        tx.commit().await?;
    }
    db.close().await;
    Ok(Done { event, read: items.len(), delivery, refused, left_out: read.left_out, seconds: since.elapsed().as_secs_f64() })
}

/// What fits, and all that is refused: by the reader, and by the table.
fn items_of(read: &Programme) -> (Vec<SourceItem>, Vec<Refused>) {
    let mut refused = read.refused.clone();
    let mut items = Vec::new();
    for session in &read.sessions {
        let item = item(session);
        match programme::misfit(&item.says) {
            Some(wrong) => refused.push(Refused::new(&item.id, wrong.field, &wrong.value, "programme.does_not_fit", wrong.reason)),
            None => items.push(item),
        }
    }
    (items, refused)
}

fn item(session: &Session) -> SourceItem {
    SourceItem {
        id: session.id.clone(),
        entry: session.entry.clone(),
        says: NewItem {
            starts_at: session.starts_at,
            ends_at: session.ends_at,
            title: session.title.clone(),
            description: session.description.clone(),
            stage: session.room.clone(),
            track: session.track.clone(),
            people: session.persons.clone(),
            links: session.links.iter().map(|l| ItemLink { url: l.url.clone(), label: l.label.clone() }).collect(),
            language: session.language.clone(),
        },
    }
}

fn left_out_row(row: &LeftOut) -> [String; 6] {
    ["left out".to_owned(), row.row.clone(), "title".to_owned(), row.title.clone(), "programme.cancelled".to_owned(), row.reason.clone()]
}

fn kept_row(change: &programme::Change) -> Option<[String; 6]> {
    let reason = "somebody changed or removed it here; it stays as they left it";
    (change.what == What::Kept).then(|| ["kept", &change.id, "title", &change.title, "import.kept", reason].map(str::to_owned))
}

impl Done {
    fn unchanged(&self) -> usize {
        let counts = self.delivery.counts;
        self.read.saturating_sub(counts.added + counts.changed + counts.kept)
    }

    /// A few lines; in a dry run a line for each item that would change before them.
    fn text(&self, dry_run: bool) -> String {
        let mut text = String::new();
        for change in self.delivery.changes.iter().filter(|c| dry_run || c.what == What::Kept) {
            let what = match change.what {
                What::Added => "new",
                What::Changed => "change",
                What::Removed => "remove",
                What::Kept => "KEEP",
            };
            let _ = writeln!(text, "{what:<7}  {}  {}", change.id, change.title);
        }
        for r in &self.refused {
            let _ = writeln!(text, "refused  {}  {}: {} [{}]", r.row, r.field, r.reason, r.value);
        }
        let counts = self.delivery.counts;
        let would = if dry_run { "Dry run, nothing was changed. Into" } else { "Into" };
        let _ = writeln!(text, "{would} {} ({}), in {:.1} s:", self.event.name, self.event.slug, self.seconds);
        let _ = writeln!(
            text,
            "  sessions   {} added, {} changed, {} unchanged, {} removed, {} kept as somebody changed them here",
            counts.added,
            counts.changed,
            self.unchanged(),
            counts.removed,
            counts.kept
        );
        let _ = writeln!(text, "  left out   {} that the file calls cancelled", self.left_out.len());
        let _ = write!(text, "  refused    {}", self.refused.len());
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
            "read": self.read,
            "counts": self.delivery.counts,
            "unchanged": self.unchanged(),
            "changes": self.delivery.changes,
            "refused": self.refused,
            "left_out": self.left_out,
            "seconds": self.seconds,
        })
        .to_string()
    }
}
