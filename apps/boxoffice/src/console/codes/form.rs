//! A code as it is typed.

use std::collections::BTreeMap;

use platform_http::Check;
use platform_texts::t;
use platform_types::{Currency, Money, TicketTypeId, Timestamp};
use serde::Deserialize;

use super::{CodeRow, Scope};
use crate::codes::{Terms, new_code};
use crate::console::typed;

/// The database's own limit of an amount, in minor units.
const DEAREST: i64 = 100_000_000;
/// As many uses as anybody counts.
const MOST_USES: i32 = 1_000_000;
/// As many codes as are made at once.
pub const MOST_CODES: i32 = 1_000;

/// The fields of a code, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    /// The event it is for; nothing for all.
    pub event: String,
    /// The code itself.
    pub code: String,
    /// What random codes begin with.
    pub prefix: String,
    /// How many random codes.
    pub count: String,
    /// For the organizer's own people.
    pub note: String,
    /// `percent`, `fixed`, `free`, `access`.
    pub kind: String,
    /// In percent.
    pub percent: String,
    /// Off the order.
    pub amount: String,
    /// How many tickets are free.
    pub free_tickets: String,
    /// Ticked: opens hidden tickets.
    pub reveals: String,
    /// From when, by the event's clock.
    pub starts: String,
    /// Until when.
    pub ends: String,
    /// How often in all.
    pub max_uses: String,
    /// How often by one person.
    pub max_uses_per_buyer: String,
    /// What the tickets must cost together.
    pub min_spend: String,
    /// At most so much off.
    pub max_discount: String,
    /// For at most so many tickets of an order.
    pub max_tickets: String,
    /// The code's version when the form was opened.
    pub version: String,
    /// `type_` and the id of each ticked ticket type.
    #[serde(flatten)]
    pub others: BTreeMap<String, String>,
}

/// What a code says that was read without a mistake.
#[derive(Clone, Debug)]
pub struct CodeTerms {
    /// For the organizer's own people.
    pub note: String,
    /// What it does.
    pub terms: Terms,
    /// Whether it opens hidden tickets.
    pub reveals: bool,
    /// The only ticket types it counts for.
    pub types: Vec<TicketTypeId>,
    /// From when.
    pub starts_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// How often in all.
    pub max_uses: Option<i32>,
    /// How often by one person.
    pub max_uses_per_buyer: Option<i32>,
    /// What the tickets must cost together.
    pub min_spend_minor: Option<i64>,
    /// At most so much off.
    pub max_discount_minor: Option<i64>,
    /// For at most so many tickets.
    pub max_tickets: Option<i32>,
}

/// The name of a ticket type's field.
pub fn type_field(id: TicketTypeId) -> String {
    format!("type_{id}")
}

impl CodeForm {
    /// As it opens for one code.
    pub fn fresh(scope: &Scope) -> Self {
        Self { event: event_of(scope), kind: "percent".into(), ..Self::default() }
    }

    /// As it opens for many: each is one person's.
    pub fn fresh_many(scope: &Scope) -> Self {
        Self { count: "50".into(), max_uses: "1".into(), ..Self::fresh(scope) }
    }

    /// As it opens for a code that is there.
    pub fn of(row: &CodeRow, scope: &Scope) -> Self {
        let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
        let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, row.currency).decimal()).unwrap_or_default();
        let time = |at: Option<Timestamp>| at.map(|at| typed::as_local(at, scope.zone)).unwrap_or_default();
        let mut form = Self {
            event: event_of(scope),
            code: row.code.clone(),
            note: row.note.clone(),
            kind: row.terms.kind().into(),
            reveals: if row.reveals { "on".into() } else { String::new() },
            starts: time(row.starts_at),
            ends: time(row.ends_at),
            max_uses: number(row.max_uses),
            max_uses_per_buyer: number(row.max_uses_per_buyer),
            min_spend: money(row.min_spend_minor),
            max_discount: money(row.max_discount_minor),
            max_tickets: number(row.max_tickets),
            version: row.version.to_string(),
            others: row.types.iter().map(|id| (type_field(*id), "on".to_owned())).collect(),
            ..Self::default()
        };
        match row.terms {
            Terms::Percent(rate) => form.percent = typed::as_percent(rate),
            Terms::Fixed(minor) => form.amount = Money::new(minor, row.currency).decimal(),
            Terms::Free(n) => form.free_tickets = n.to_string(),
            Terms::Access => {}
        }
        form
    }

    /// The code itself, or its mistake noted.
    pub fn read_code(&self, check: &mut Check) -> Option<String> {
        check.field("code", new_code(&self.code))
    }

    /// How many random codes, and what they begin with.
    pub fn read_many(&self, check: &mut Check) -> Option<(usize, String)> {
        let count = check.field("count", typed::count(&self.count, 1, MOST_CODES));
        check.that(count != Some(None), "count", &t!("console-code-count-missing"));
        let prefix = if self.prefix.trim().is_empty() { Some(String::new()) } else { check.field("prefix", new_code(&self.prefix)) };
        let short = prefix.as_ref().is_none_or(|p| p.chars().count() <= 20);
        check.that(short, "prefix", &t!("console-code-prefix-long"));
        Some((usize::try_from(count??).ok()?, prefix.filter(|_| short)?))
    }

    /// All the rest, or every mistake noted. `was` are the times that stand there now.
    pub fn read(&self, scope: &Scope, was: Option<&CodeRow>, check: &mut Check) -> Option<CodeTerms> {
        let note = check.field("note", typed::line(&self.note, 200));
        let terms = self.read_terms(scope.currency, check);
        let starts = check.field("starts", typed::local_time(&self.starts, scope.zone, was.and_then(|w| w.starts_at)));
        let ends = check.field("ends", typed::local_time(&self.ends, scope.zone, was.and_then(|w| w.ends_at)));
        let window = starts.flatten().zip(ends.flatten()).is_none_or(|(starts, ends)| ends > starts);
        check.that(window, "ends", &t!("console-code-ends-early"));
        let max_uses = check.field("max_uses", typed::count(&self.max_uses, 1, MOST_USES));
        let max_uses_per_buyer = check.field("max_uses_per_buyer", typed::count(&self.max_uses_per_buyer, 1, MOST_USES));
        let max_tickets = check.field("max_tickets", typed::count(&self.max_tickets, 1, 100));
        let min_spend_minor = Self::read_amount("min_spend", &self.min_spend, scope.currency, check);
        let max_discount_minor = Self::read_amount("max_discount", &self.max_discount, scope.currency, check);
        let types = scope.types.iter().map(|t| t.id).filter(|id| self.others.contains_key(&type_field(*id))).collect();
        if !window {
            return None;
        }
        let terms = terms?;
        Some(CodeTerms {
            note: note?,
            terms,
            // A code that takes nothing off is there to open.
            reveals: !self.reveals.is_empty() || terms == Terms::Access,
            types,
            starts_at: starts?,
            ends_at: ends?,
            max_uses: max_uses?,
            max_uses_per_buyer: max_uses_per_buyer?,
            min_spend_minor: min_spend_minor?,
            max_discount_minor: max_discount_minor?,
            max_tickets: max_tickets?,
        })
    }

    fn read_terms(&self, currency: Currency, check: &mut Check) -> Option<Terms> {
        match self.kind.as_str() {
            "percent" => {
                let rate = check.field("percent", typed::percent(&self.percent))?;
                check.that(rate > 0, "percent", &t!("console-code-percent-missing"));
                (rate > 0).then_some(Terms::Percent(rate))
            }
            "fixed" => {
                let amount = Self::read_amount("amount", &self.amount, currency, check)?;
                check.that(amount.is_some(), "amount", &t!("console-code-amount-missing"));
                amount.map(Terms::Fixed)
            }
            "free" => {
                let count = check.field("free_tickets", typed::count(&self.free_tickets, 1, 100))?;
                check.that(count.is_some(), "free_tickets", &t!("console-code-free-missing"));
                count.map(Terms::Free)
            }
            "access" => Some(Terms::Access),
            _ => {
                check.wrong("kind", t!("console-code-kind-missing"));
                None
            }
        }
    }

    /// Nothing typed is nothing; else an amount above 0.
    #[expect(clippy::option_option, reason = "no amount is an answer; a mistake is none")]
    fn read_amount(field: &str, raw: &str, currency: Currency, check: &mut Check) -> Option<Option<i64>> {
        if raw.trim().is_empty() {
            return Some(None);
        }
        let minor = check.field(field, Money::parse(raw, currency))?.minor;
        let fits = (1..=DEAREST).contains(&minor);
        check.that(fits, field, &t!("console-code-amount-wrong"));
        fits.then_some(Some(minor))
    }
}

fn event_of(scope: &Scope) -> String {
    scope.event.as_ref().map(|e| e.id.to_string()).unwrap_or_default()
}
