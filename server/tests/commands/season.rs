//! `callboard demo`: the season that a new house is filled with.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::house::{House, open_folder};

/// A demo house that runs.
struct Demo {
    child: Child,
    lines: Receiver<String>,
}

impl Demo {
    /// Starts it, with a simulator on an address that nobody has.
    fn start(command: &mut Command) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let payments = format!("http://{free}");
        command.env("CALLBOARD_PAYMENTS__API_BASE", &payments).env("CALLBOARD_PAYMENTS__PAGE_ORIGIN", &payments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (send, lines) = channel();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        std::thread::spawn(move || said.for_each(|line| drop(send.send(line))));
        Self { child, lines }
    }

    /// The first line with these words, and everything said before it.
    fn until(&self, words: &str) -> (String, Vec<String>) {
        let mut before = Vec::new();
        while let Ok(line) = self.lines.recv() {
            if line.contains(words) {
                return (line, before);
            }
            before.push(line);
        }
        panic!("it ended without saying “{words}”: {before:?}");
    }

    /// The address, once it answers.
    fn open(&self) -> (String, Vec<String>) {
        let (line, before) = self.until("Callboard is open:");
        (line.split_whitespace().last().unwrap().to_owned(), before)
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).unwrap()), signal).ok();
    }

    fn end(mut self, signal: Signal) {
        self.signal(signal);
        let ended = self.child.wait().unwrap();
        assert!(signal == Signal::SIGKILL || ended.success(), "{ended}");
    }
}

/// A test that fails leaves nothing running.
impl Drop for Demo {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::SIGTERM);
            self.child.wait().ok();
        }
    }
}

fn demo(house: &House) -> Demo {
    Demo::start(&mut house.command(&["demo", "--listen", "127.0.0.1:0"]))
}

/// What a house is looked at for: all of it must stay as it is when the house is opened again.
const ROWS: &str = "SELECT (SELECT count(*) FROM events) + 1000 * (SELECT count(*) FROM orders) + (SELECT count(*) FROM tickets)
  + (SELECT count(*) FROM ticket_scans) + (SELECT count(*) FROM refunds) + (SELECT count(*) FROM journals) + (SELECT count(*) FROM auth.users)
  + (SELECT count(*) FROM organizations) + (SELECT count(*) FROM payments) + (SELECT count(*) FROM promo_redemptions)";

#[tokio::test]
async fn a_new_house_has_a_year_behind_it_and_every_figure_is_true() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let house = House::empty().await;
    let running = demo(&house);
    let (address, said) = running.open();
    assert!(said.iter().any(|line| line.contains("45 of 45 events")), "{said:?}");

    // What a visitor sees.
    let page = async |path: &str| reqwest::get(format!("{address}{path}")).await.unwrap().text().await.unwrap();
    let list = page("/events").await;
    for shown in
        ["Orchestra of Small Hours", "Tideway Words", "茶檔夜曲", "Stairwell Choir", "Sold out", "Few left", "On sale", "HK$", "£", "€"]
    {
        assert!(list.contains(shown), "the list does not show “{shown}”");
    }
    for hidden in ["Spring Season", "The Glass Cabaret", "Opening Night"] {
        assert!(!list.contains(hidden), "“{hidden}” is not to be bought");
    }
    let sign_in = page("/sign-in").await;
    for email in
        ["owner@lantern.example", "owner@saltmarsh.example", "owner@ferrylanding.example", "owner@fourthfloor.example", "layla@example.org"]
    {
        assert!(sign_in.contains(email), "{email}");
    }

    // Events in every state; none that says one thing and has sold another.
    let states = house
        .number("SELECT count(DISTINCT status) FROM events WHERE status IN ('draft', 'published', 'postponed', 'cancelled', 'completed')")
        .await;
    assert_eq!(states, 5);
    assert_eq!(house.number("SELECT count(*) FROM events").await, 45);
    assert_eq!(house.number("SELECT count(DISTINCT timezone) FROM events").await, 4);
    assert_eq!(house.number("SELECT count(DISTINCT currency) FROM events").await, 4);
    let left = "SELECT (p.capacity - p.sold - p.held)::bigint FROM pools p JOIN events e ON e.id = p.event_id AND p.kind = 'event' WHERE e.name = ";
    let left_of = async |name: &str| house.number(format!("{left}'{name}'")).await;
    assert_eq!((left_of("Tea with the Lamplighters").await, left_of("認真講笑").await), (0, 0));
    assert_eq!(left_of("Last Tickets: Paper Moon Quartet").await, 6);

    // Every past evening has something for each plot: sales on many days, money or a free list, who came and who did not.
    let bare = house
        .number(
            "SELECT count(*) FROM events e WHERE e.status <> 'cancelled' AND e.starts_at < timestamptz '2024-12-01 04:00Z' AND NOT (
               (SELECT count(DISTINCT o.paid_at::date) FROM orders o WHERE o.event_id = e.id) >= 5
               AND EXISTS (SELECT 1 FROM tickets t WHERE t.event_id = e.id AND t.checked_in_at BETWEEN e.doors_at AND e.starts_at + interval '40 minutes')
               AND EXISTS (SELECT 1 FROM tickets t WHERE t.event_id = e.id AND t.status = 'valid' AND t.checked_in_at IS NULL))",
        )
        .await;
    assert_eq!(bare, 0, "past events lack sales, admissions or somebody who stayed at home");
    let late = "SELECT count(*) FROM orders o JOIN events e ON e.id = o.event_id WHERE o.kind = 'sale' AND (o.paid_at > e.starts_at OR o.paid_at > timestamptz '2024-12-01 04:00Z')";
    assert_eq!(house.number(late).await, 0, "nothing is bought after it began, or tomorrow");
    for refused in ["already_used", "wrong_event", "unknown"] {
        let scans = format!("SELECT count(*) FROM ticket_scans WHERE result = 'refused' AND reason = '{refused}'");
        assert!(house.number(scans).await > 0, "nobody was refused for {refused}");
    }
    for status in ["paid", "refunded", "partially_refunded", "cancelled", "expired"] {
        let orders = format!("SELECT count(*) FROM orders WHERE status = '{status}'");
        assert!(house.number(orders).await > 0, "no order is {status}");
    }
    assert!(house.number("SELECT count(*) FROM orders WHERE discount_minor > 0").await > 20, "codes were used");
    assert!(house.number("SELECT count(*) FROM orders WHERE kind = 'comp'").await > 40, "tickets were given away");

    // The books say what the orders say, and what went back.
    let off = house
        .number(
            "SELECT count(*) FROM (
               SELECT currency FROM (SELECT o.currency, sum(o.total_minor - o.refunded_minor) AS money FROM orders o WHERE o.paid_at IS NOT NULL GROUP BY 1) bought
               FULL JOIN (SELECT j.currency, sum(CASE e.side WHEN 'debit' THEN e.amount_minor ELSE -e.amount_minor END) AS money
                          FROM journals j JOIN ledger_entries e ON e.journal_id = j.id JOIN ledger_accounts a ON a.id = e.account_id WHERE a.code = '1050' GROUP BY 1) booked USING (currency)
               WHERE coalesce(bought.money, 0) <> coalesce(booked.money, 0)) off",
        )
        .await;
    assert_eq!(off, 0, "orders and ledger differ");
    assert_eq!(
        house.number("SELECT count(*) FROM refunds WHERE amount_minor > 0 AND status <> 'processed'").await,
        0,
        "money is on its way still"
    );

    let rows = house.number(ROWS).await;
    running.end(Signal::SIGTERM);
    let report: Value = serde_json::from_slice(&house.type_in(&["doctor", "--invariants", "--json"]).stdout).unwrap();
    let wrong: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().filter(|f| f["fine"] != true && f["what"] != "durability").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(house.json(&["audit", "verify", "--json"])["clean"], true);

    let again = demo(&house);
    let (_, said) = again.open();
    assert!(!said.iter().any(|line| line.contains("Filling")), "{said:?}");
    assert_eq!(house.number(ROWS).await, rows, "nothing is made twice");
    again.end(Signal::SIGTERM);
}

#[tokio::test]
async fn a_season_that_was_killed_half_made_is_made_anew() {
    rustls::crypto::ring::default_provider().install_default().ok();
    let folder = open_folder();
    let data = folder.path().join("data");
    let start = |season: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        for (name, _) in std::env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CALLBOARD_") || name.starts_with("PG") || name == "DATABASE_URL") {
                command.env_remove(name);
            }
        }
        command.args(["demo", "--season", season, "--listen", "127.0.0.1:0", "--data-dir"]).arg(&data);
        Demo::start(&mut command)
    };
    let killed = start("full");
    killed.until(" of 45 events");
    killed.end(Signal::SIGKILL);
    assert!(data.join("demo.unfinished").exists(), "it was in the middle");

    let running = start("small");
    let (address, said) = running.open();
    assert!(
        said.iter().any(|line| line.contains("it is made anew")) && said.iter().any(|line| line.contains("17 of 17 events")),
        "{said:?}"
    );
    let list = reqwest::get(format!("{address}/events")).await.unwrap().text().await.unwrap();
    assert!(list.contains("Kite &amp; Anchor") && !list.contains("Tideway Words"), "one house, and nothing of the four");
    assert!(!data.join("demo.unfinished").exists() && !data.join("payments-1").exists());
    running.end(Signal::SIGTERM);
}
