//! What one visitor costs the database, as a script for `pgbench`: the statements that PostgreSQL logged, with what they were
//! given, in the order in which their transactions began. Ids, codes and references that were made on the way are made anew
//! each time.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

use drills::failure::{Failure, wrong};
use drills::house::House;
use platform_types::Clock;
use sqlx::Connection as _;

/// Settings under which every statement is logged with its parameters, by superusers' leave.
const LOUD: [&str; 3] = [
    "ALTER SYSTEM SET log_parameter_max_length = -1",
    "ALTER SYSTEM SET log_error_verbosity = 'default'",
    "ALTER SYSTEM SET log_min_duration_statement = 0",
];
const QUIET: [&str; 3] = [
    "ALTER SYSTEM RESET log_parameter_max_length",
    "ALTER SYSTEM RESET log_error_verbosity",
    "ALTER SYSTEM RESET log_min_duration_statement",
];

/// Logins whose statements are nobody's purchase: ours, and the one that looks for jobs.
const OTHERS: [&str; 2] = ["callboard_admin", "callboard_worker"];
/// A transaction with it is a job's, later.
const OF_A_JOB: &str = "jobs.once(";
/// The house at its own work.
const OWN_WORK: [&str; 3] = ["boxoffice.expire_holds", "jobs.queue", "SET status = 'expired'"];

/// Does something once and gives back the statements.
pub async fn of(house: &House, act: impl AsyncFnOnce() -> Result<(), Failure>) -> Result<String, Failure> {
    let log = house.data().join("postgres.log");
    let read = || std::fs::read_to_string(&log).map_err(Failure::system("the database's log"));
    set(house, LOUD).await?;
    let (before, began) = (read()?.len(), Clock::system().now().timestamp_millis());
    let acted = act().await;
    // What follows an answer: webhooks.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let text = read()?;
    set(house, QUIET).await?;
    acted?;
    let script = script(&text[before.min(text.len())..], began);
    if script.contains("BEGIN") { Ok(script) } else { Err(wrong("the database logged no transaction")) }
}

async fn set(house: &House, settings: [&'static str; 3]) -> Result<(), Failure> {
    let mut database = house.database().await?;
    for setting in settings {
        sqlx::query(setting).execute(&mut database).await?;
    }
    sqlx::query("SELECT pg_reload_conf()").execute(&mut database).await?;
    database.close().await?;
    // Each session reads its settings before its next statement, once the postmaster has told it to.
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(())
}

struct Statement {
    login: String,
    sql: String,
}

/// From the log's text; `began` in milliseconds since 1970.
pub fn script(log: &str, began: i64) -> String {
    let mut transactions: Vec<Vec<Statement>> = Vec::new();
    let mut open: HashMap<&str, usize> = HashMap::new();
    let mut entries = entries(log).into_iter().peekable();
    while let Some(entry) = entries.next() {
        if OTHERS.contains(&entry.login) {
            continue;
        }
        let Some(sql) = entry.text.strip_prefix("LOG:  duration: ").and_then(|text| {
            let text = text.split_once(" ms  ")?.1;
            if text.starts_with("parse ") || text.starts_with("bind ") { None } else { text.split_once(": ").map(|(_, sql)| sql) }
        }) else {
            continue;
        };
        // Its parameters follow it, from the same session.
        let given = entries
            .peek()
            .filter(|next| next.session == entry.session)
            .and_then(|next| next.text.strip_prefix("DETAIL:  parameters: "))
            .map(parameters)
            .unwrap_or_default();
        // Sent as one: `\;` keeps it one.
        let filled = if sql.starts_with("BEGIN") { together(sql) } else { filled(sql, &given) };
        let statement = Statement { login: entry.login.to_owned(), sql: filled };
        if sql.starts_with("BEGIN") {
            open.insert(entry.session, transactions.len());
            transactions.push(vec![statement]);
        } else if let Some(&at) = open.get(entry.session) {
            if sql.starts_with("COMMIT") || sql.starts_with("ROLLBACK") {
                open.remove(entry.session);
            }
            transactions[at].push(statement);
        }
    }
    transactions.retain(|all| {
        let ended = all.last().is_some_and(|last| last.sql.starts_with("COMMIT") || last.sql.starts_with("ROLLBACK"));
        ended && !all.iter().any(|one| one.sql.contains(OF_A_JOB) || OWN_WORK.iter().any(|own| one.sql.contains(own)))
    });
    let mut made = Made { began: format!("{began:012x}"), names: HashMap::new(), heads: Vec::new() };
    let mut body = String::new();
    for transaction in &transactions {
        let _ = writeln!(body, "SET SESSION AUTHORIZATION {};", transaction[0].login);
        for statement in transaction {
            let _ = writeln!(body, "{};", made.anew(&statement.sql));
        }
    }
    let mut out = "SET SESSION AUTHORIZATION DEFAULT;\n".to_owned();
    if !made.heads.is_empty() {
        let _ = writeln!(out, "SELECT {} \\gset", made.heads.join(", "));
    }
    out + &body
}

struct Entry<'t> {
    session: &'t str,
    login: &'t str,
    text: String,
}

/// `2026-01-31 20:00:00.000 UTC [123] login@database LOG:  …`; further lines begin with a tab.
fn entries(log: &str) -> Vec<Entry<'_>> {
    let mut all: Vec<Entry<'_>> = Vec::new();
    for line in log.lines() {
        match (head(line), line.strip_prefix('\t'), all.last_mut()) {
            (Some((session, login, text)), _, _) => all.push(Entry { session, login, text: text.to_owned() }),
            (None, Some(more), Some(last)) => {
                last.text.push('\n');
                last.text.push_str(more);
            }
            _ => {}
        }
    }
    all
}

fn head(line: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = line.split_once(" UTC [")?;
    let (session, rest) = rest.split_once("] ")?;
    let (login, text) = rest.split_once("@callboard ")?;
    (before.len() == 23).then_some((session, login, text))
}

/// `$1 = 'a', $2 = NULL`, by number.
fn parameters(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((_, value)) = rest.split_once(" = ") {
        let length = if let Some(quoted) = value.strip_prefix('\'') {
            let mut at = 0;
            loop {
                match quoted[at..].find('\'') {
                    Some(found) if quoted[at + found + 1..].starts_with('\'') => at += found + 2,
                    Some(found) => break at + found + 2,
                    None => break value.len(),
                }
            }
        } else {
            value.find(", ").unwrap_or(value.len())
        };
        all.push(value[..length].to_owned());
        rest = &value[length..];
    }
    all
}

/// The statement on one line with its parameters in their places.
fn filled(sql: &str, given: &[String]) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match after[..digits].parse::<usize>().ok().and_then(|n| given.get(n.wrapping_sub(1))) {
            Some(value) => out.push_str(value),
            None => {
                out.push('$');
                out.push_str(&after[..digits]);
            }
        }
        rest = &after[digits..];
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The semicolons between statements, and no others, as `pgbench` writes them within one message.
fn together(sql: &str) -> String {
    let mut is_quoted = false;
    let mut out = String::new();
    for letter in sql.trim_end_matches(';').chars() {
        is_quoted ^= letter == '\'';
        out.push_str(if letter == ';' && !is_quoted { "\\" } else { "" });
        out.push(letter);
    }
    out
}

/// Everything that was made since it began, and what it is called in the script.
struct Made {
    /// In the first twelve digits of a UUID of version 7 (RFC 9562).
    began: String,
    names: HashMap<String, String>,
    heads: Vec<String>,
}

impl Made {
    /// The statement with names in the places of what was made.
    fn anew(&mut self, sql: &str) -> String {
        let mut out = String::new();
        let mut word = String::new();
        // Within a ticket's own text nothing is replaced: its signs are those of base 45.
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-*$%+/".contains(c);
        for letter in sql.chars().chain(std::iter::once('\n')) {
            if is_part(letter) {
                word.push(letter);
                continue;
            }
            out.push_str(&self.word(&std::mem::take(&mut word)));
            out.push(letter);
        }
        out.trim_end().to_owned()
    }

    fn word(&mut self, word: &str) -> String {
        let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        let bare = word.replace('-', "");
        if word.len() == 36 && bare.len() == 32 && bare.chars().all(is_hex) && word.as_bytes()[14] == b'7' && bare[..12] >= self.began[..] {
            return self.name(word, |_| "gen_random_uuid()".to_owned());
        }
        let random = |n: usize| (0..n.div_ceil(32)).map(|_| "md5(random()::text)").collect::<Vec<_>>().join("||");
        let (head, digits) = word.split_at(usize::from(word.starts_with('x')));
        if digits.len() >= 20 && digits.chars().all(is_hex) {
            let name = self.name(digits, |n| format!("left({}, {n})", random(n)));
            return format!("{head}{name}");
        }
        let is_code = (8..=10).contains(&word.len())
            && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_uppercase());
        if is_code {
            // The letters and digits of order numbers.
            return self.name(word, |n| format!("translate(upper(left({}, {n})), '01AE', 'XYZW')", random(n)));
        }
        word.to_owned()
    }

    fn name(&mut self, value: &str, made: impl FnOnce(usize) -> String) -> String {
        let next = format!("made{}", self.names.len());
        let heads = &mut self.heads;
        let name = self.names.entry(value.to_owned()).or_insert_with(|| {
            heads.push(format!("{} AS {next}", made(value.len())));
            next
        });
        format!(":{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "2026-11-30 20:38:43.289 UTC [7] callboard_app@callboard LOG:  duration: 0.096 ms  statement: BEGIN;SET LOCAL ROLE anon
2026-11-30 20:38:43.290 UTC [9] callboard_worker@callboard LOG:  duration: 0.1 ms  statement: BEGIN;SELECT 1
2026-11-30 20:38:43.290 UTC [7] callboard_app@callboard LOG:  duration: 0.118 ms  bind sqlx_s_2: SELECT 1
2026-11-30 20:38:43.291 UTC [7] callboard_app@callboard LOG:  duration: 0.042 ms  execute sqlx_s_2: INSERT INTO t
\tVALUES ($1, $2, $10)
2026-11-30 20:38:43.291 UTC [7] callboard_app@callboard DETAIL:  parameters: $1 = '01a22e30-1b6e-77ef-8c5a-40909664ecc7', $2 = 'it''s, $1', $3 = NULL, $4 = 'a', $5 = 'a', $6 = 'a', $7 = 'a', $8 = 'a', $9 = 'a', $10 = 'QD2TTH64 01a14681-2a7e-769d-9766-f8031a286994'
2026-11-30 20:38:43.292 UTC [7] callboard_app@callboard LOG:  duration: 0.042 ms  statement: COMMIT
";

    #[test]
    fn what_was_made_is_made_anew_and_all_else_is_as_it_was() {
        let began = i64::from_str_radix("01a22e301b00", 16).unwrap_or_default();
        let expected = "SET SESSION AUTHORIZATION DEFAULT;
SELECT gen_random_uuid() AS made0, translate(upper(left(md5(random()::text), 8)), '01AE', 'XYZW') AS made1 \\gset
SET SESSION AUTHORIZATION callboard_app;
BEGIN\\;SET LOCAL ROLE anon;
INSERT INTO t VALUES (':made0', 'it''s, $1', ':made1 01a14681-2a7e-769d-9766-f8031a286994');
COMMIT;
";
        assert_eq!(script(LOG, began), expected);
    }
}
