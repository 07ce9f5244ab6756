//! What an import tells: a summary for people, all of it for programs, and a table of what needs a hand.

use std::fmt::Write as _;

use boxoffice::listing_import::{Action, Outcome};
use platform_auth::organizations::Organization;
use platform_types::Timestamp;
use serde_json::json;

use super::lcsd::Read;

/// An import that is over.
pub(super) struct Summary<'a> {
    pub dry_run: bool,
    pub organization: Organization,
    pub read: &'a Read,
    pub outcome: Outcome,
    /// How long the database worked.
    pub seconds: f64,
}

impl Summary<'_> {
    /// A few lines; in a dry run a line for each event before them.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let o = &self.outcome;
        for line in o.lines.iter().filter(|line| (self.dry_run && line.action != Action::Nothing) || line.action == Action::Keep) {
            let zone = self.read.listing.zone;
            let when =
                line.starts_at.map_or_else(|| "no date         ".to_owned(), |at| zone.local(at).format("%Y-%m-%d %H:%M").to_string());
            let what = match line.action {
                Action::Create => "new",
                Action::Update => "update",
                Action::PutOnSale => "open",
                Action::TakeBack => "take back",
                Action::Keep => "KEEP",
                Action::Nothing => "",
            };
            let state = if line.on_sale { "on sale" } else { "draft" };
            let why = if line.reason.is_empty() { String::new() } else { format!("  [{}]", line.reason) };
            let _ = writeln!(text, "{what:<9}  {state:<7}  {when}  {}  {}{why}", line.entry, line.name);
        }
        let would = if self.dry_run { "Dry run, nothing was changed. Into" } else { "Into" };
        let refused = self.read.source.refused.len() + o.refused.len();
        let _ = writeln!(text, "{would} {} ({}), in {:.1} s:", self.organization.name, self.organization.slug, self.seconds);
        let r = &self.read.report;
        let days_only: usize = r.days_only.values().sum();
        let _ = writeln!(text, "  read       {} entries, {} venues", r.events, r.venues);
        let _ = writeln!(text, "  dates      {} entries with times, {days_only} with days alone", r.plain_dates);
        let _ = writeln!(
            text,
            "  prices     {} entries of {} with a price text: {} with amounts, {} free",
            r.tiers + r.free,
            r.priced,
            r.tiers,
            r.free
        );
        let _ = writeln!(
            text,
            "  venues     {} created, {} changed, {} unchanged, {} kept",
            o.venues_created,
            o.venues_changed,
            o.venues_known,
            o.venues_kept.len()
        );
        let _ = writeln!(text, "  events     {} created, {} changed, {} unchanged, {} kept", o.created, o.changed, o.unchanged, o.kept);
        let _ = writeln!(text, "  of these   {} on sale, {} drafts, {} ticket types", o.on_sale, o.drafts, o.ticket_types);
        let _ = write!(text, "  refused    {refused} values or rows (see --report)");
        text
    }

    /// Everything.
    pub(super) fn json(&self) -> String {
        json!({
            "dry_run": self.dry_run,
            "organization": { "id": self.organization.id, "slug": self.organization.slug, "name": self.organization.name },
            "read": self.read.report,
            "not_read": self.read.source.refused,
            "outcome": self.outcome,
            "seconds": self.seconds,
        })
        .to_string()
    }

    /// What was refused, left as a draft, or kept: one line per row and field.
    pub(super) fn csv(&self) -> String {
        let mut rows = vec![["what", "row", "field", "value", "code", "reason"].map(str::to_owned)];
        for refused in &self.read.source.refused {
            let what = if refused.row_kept { "value refused" } else { "row refused" };
            let field = format!("{}.{}", if refused.kind == integration_lcsd::RowKind::Venue { "venue" } else { "event" }, refused.field);
            rows.push(
                [what, &refused.source_id, &field, &refused.value, refused.reason.code(), &refused.reason.to_string()].map(str::to_owned),
            );
        }
        for r in &self.outcome.refused {
            rows.push(
                ["row refused", &r.row, &format!("{}.{}", r.kind, r.field), &r.value, "import.does_not_fit", &r.reason].map(str::to_owned),
            );
        }
        for event in &self.read.source.events {
            let text = |fields: [&str; 2]| fields.iter().filter_map(|f| event.raw.get(*f)).cloned().collect::<Vec<_>>().join(" | ");
            if let Some(doubt) = event.dates.doubt() {
                let value = text(["predateE", "predateC"]);
                rows.push(["draft", &event.source_id, "event.predateE", &value, doubt.code(), &doubt.to_string()].map(str::to_owned));
            }
            if let Some(doubt) = event.prices.doubt() {
                let value = text(["pricee", "pricec"]);
                rows.push(["draft", &event.source_id, "event.pricee", &value, doubt.code(), &doubt.to_string()].map(str::to_owned));
            }
        }
        for venue in &self.outcome.venues_kept {
            let reason = "the listing says something else, but a person changed this place here";
            rows.push(["kept", "", "venue", venue, "import.kept", reason].map(str::to_owned));
        }
        for line in self.outcome.lines.iter().filter(|line| matches!(line.action, Action::Keep | Action::TakeBack)) {
            let (what, code) = if line.action == Action::Keep { ("kept", "import.kept") } else { ("taken back", "import.date_gone") };
            rows.push([what, &line.entry, "event", &line.import_id, code, &line.reason].map(str::to_owned));
        }
        rows.iter().map(|row| line(row)).collect()
    }

    /// A house with another clock is easily forgotten here.
    pub(super) fn clock_hint(&self, now: Timestamp) -> Option<String> {
        let passed = self.outcome.lines.iter().filter(|l| l.starts_at.is_some_and(|at| at <= now)).count();
        let dated = self.outcome.lines.iter().filter(|l| l.starts_at.is_some()).count();
        (dated > 0 && passed * 2 > dated).then(|| {
            format!(
                "{passed} of {dated} dates have passed by this command's clock ({}). For a house whose server runs with another clock give the same server.clock_start here.",
                now.format("%Y-%m-%d")
            )
        })
    }
}

/// A line of a CSV file.
pub(super) fn line(row: &[String]) -> String {
    row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A cell of a CSV file (RFC 4180). Spreadsheets take some texts for formulas: those get an apostrophe in front.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_survive_quotes_and_are_no_formulas() {
        assert_eq!(quoted("He said \"no\", twice"), "\"He said \"\"no\"\", twice\"");
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
    }
}
