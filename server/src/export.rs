//! `callboard export`: venues, events and programmes as CSV, JSON and iCalendar that `callboard import` takes without a change.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use boxoffice::table_import::{Whole, event_table, programme_sessions, programme_table, venue_table};
use clap::{Args, ValueEnum};
use commons::events;
use integration_interchange::{csv_file, events_file, json_file, programme_file};
use platform_db::Db;
use platform_types::Clock;

use crate::cli::{House, Start};
use crate::failure::Failure;
use crate::migrate::end;
use crate::open::Opened;
use crate::{organization, sql};

/// What the help says at its end.
const ABOUT: &str = "\
Rows keep the source and the id under which they came in; what was made here has the source callboard and its own id. Importing the file again changes nothing.";

/// What is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// All venues of an organization
    Venues,
    /// All events of an organization
    Events,
    /// The programme of an event
    Programme,
}

/// In which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// For calendars (not venues)
    Ics,
}

/// What, whose and how.
#[derive(Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Export {
    /// What is given out
    what: What,
    /// Whose venues or events: the organization's name, or its part of addresses (slug)
    #[arg(long, value_name = "NAME_OR_SLUG", required_if_eq_any([("what", "venues"), ("what", "events")]))]
    organization: Option<String>,
    /// Whose programme: the last part of the event's address
    #[arg(long, value_name = "SLUG", required_if_eq("what", "programme"), conflicts_with = "organization")]
    event: Option<String>,
    /// csv, json or ics
    #[arg(long, default_value = "csv")]
    format: Shape,
    /// The file to write (default: standard output)
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    pub house: House,
}

/// Where it goes, opened while we still were who started the program.
pub(crate) struct Output(Option<File>);

impl Output {
    pub(crate) fn open(args: &Export) -> Result<Self, Failure> {
        if args.what == What::Venues && args.format == Shape::Ics {
            return Err(Failure::Refused("venues are no calendar; choose --format csv or json".to_owned()));
        }
        let create = |path: &PathBuf| File::create(path).map_err(|e| Failure::Refused(format!("cannot write {}: {e}", path.display())));
        Ok(Self(args.output.as_ref().map(create).transpose()?))
    }

    fn write(self, text: &str) -> Result<(), Failure> {
        let done = match self.0 {
            Some(mut file) => file.write_all(text.as_bytes()).and_then(|()| file.sync_all()),
            None => std::io::stdout().write_all(text.as_bytes()).and_then(|()| std::io::stdout().flush()),
        };
        done.map_err(Failure::io("cannot write the export"))
    }
}

/// Gives it out.
pub(crate) async fn export(start: Start, args: Export, output: Output) -> Result<ExitCode, Failure> {
    let clock = start.config.server.clock_start.map_or_else(Clock::system, Clock::starting_at);
    let opened = Opened::open_beside(&start).await?;
    let told = text(&args, &opened, &clock).await;
    let code = end(opened).await?;
    output.write(&told?)?;
    Ok(code)
}

async fn text(args: &Export, opened: &Opened, clock: &Clock) -> Result<String, Failure> {
    opened.check(&sql::bundle()?).await?;
    let db = Db::new(&opened.options, clock.clone());
    let mut tx = db.as_system("export").await?;
    let named = |name: &Option<String>| name.clone().unwrap_or_default();
    let text = match args.what {
        What::Venues => {
            let organization = organization::named(&mut tx, &named(&args.organization)).await?;
            table(&venue_table(&mut tx, organization.id).await?, args.format, &[])
        }
        What::Events => {
            let organization = organization::named(&mut tx, &named(&args.organization)).await?;
            let whole = event_table(&mut tx, organization.id).await?;
            match args.format {
                Shape::Ics => events_file(&organization.name, &whole.columns, &whole.rows, clock.now()),
                _ => table(&whole, args.format, &["prices"]),
            }
        }
        What::Programme => {
            let slug = named(&args.event);
            let event = events::find_by_slug(&mut tx, slug.trim()).await?;
            let event = event.ok_or_else(|| {
                Failure::Refused(format!("--event: there is no event “{slug}”; give the last part of its page’s address"))
            })?;
            let sessions = programme_sessions(&mut tx, event.id).await?;
            match args.format {
                Shape::Ics => programme_file(&event.name, &sessions, clock.now()),
                _ => table(&programme_table(&sessions, event.zone), args.format, &["people", "links"]),
            }
        }
    };
    tx.rollback().await?;
    db.close().await;
    Ok(text)
}

fn table(whole: &Whole, format: Shape, lists: &[&str]) -> String {
    match format {
        Shape::Json => json_file(&whole.columns, &whole.rows, lists),
        Shape::Csv | Shape::Ics => csv_file(&whole.columns, &whole.rows),
    }
}
