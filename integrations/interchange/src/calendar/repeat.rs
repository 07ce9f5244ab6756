//! Rules by which entries repeat. Expanded on the wall clock, as RFC 5545 means them: 10 o'clock stays 10 o'clock when clocks change.

use chrono::NaiveDateTime;
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

/// The wall times of a rule from `start` on, `start` first; at most `most`, and none after `until`. `wall` is what the clock shows at
/// a time in UTC.
///
/// # Errors
/// What is wrong with the rule, for the report: not a rule, without an end, or more times than fit.
pub(super) fn walls(
    rule: &str,
    start: NaiveDateTime,
    most: usize,
    until: Option<NaiveDateTime>,
    wall: &dyn Fn(NaiveDateTime) -> NaiveDateTime,
) -> Result<Vec<NaiveDateTime>, String> {
    let mut parts = Vec::new();
    let mut written_end = None;
    for part in rule.trim().split(';').filter(|part| !part.is_empty()) {
        match part.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("UNTIL") => written_end = Some(end(value, wall)?),
            _ => parts.push(part),
        }
    }
    let has_count = parts.iter().any(|part| part.to_ascii_uppercase().starts_with("COUNT="));
    let end = match (written_end, until) {
        (Some(written), Some(until)) => Some(written.min(until)),
        (written, until) => written.or(until),
    };
    if end.is_none() && !has_count {
        return Err("it repeats without end; give it an UNTIL or a COUNT".to_owned());
    }
    let wrong = |e: rrule::RRuleError| format!("the rule is not understood: {e}");
    let parsed: RRule<Unvalidated> = parts.join(";").parse().map_err(wrong)?;
    let from = start.and_utc().with_timezone(&Tz::UTC);
    let rule = parsed.validate(from).map_err(wrong)?;
    let set = RRuleSet::new(from).rrule(rule).limit();
    let mut found = vec![start];
    for at in &set {
        let at = at.naive_utc();
        if end.is_some_and(|end| at > end) {
            break;
        }
        if at <= start {
            continue;
        }
        if found.len() >= most {
            return Err(format!("it has more than {most} times"));
        }
        found.push(at);
    }
    Ok(found)
}

/// An UNTIL: a day with all of it, or a time, in UTC (as the standard wants it) or by the wall.
fn end(value: &str, wall: &dyn Fn(NaiveDateTime) -> NaiveDateTime) -> Result<NaiveDateTime, String> {
    let value = value.trim();
    let day = chrono::NaiveDate::parse_from_str(value, "%Y%m%d").ok().and_then(|day| day.and_hms_opt(23, 59, 59));
    let (local, is_utc) = match value.strip_suffix(['Z', 'z']) {
        Some(local) => (local, true),
        None => (value, false),
    };
    let at = NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").ok().map(|at| if is_utc { wall(at) } else { at });
    day.or(at).ok_or_else(|| format!("UNTIL={value} is no date or time"))
}
