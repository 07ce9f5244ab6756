//! The order of things.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use drills::failure::{Failure, say, wrong};
use drills::guest::{GOOD_CARD, Guest};
use drills::house::House;
use drills::http::Browser;
use drills::organizer::{Organizer, Show};
use sqlx::{AssertSqlSafe, Connection as _};

use crate::baseline::{self, Nginx, Tools};
use crate::load::{self, Measured, Scene};
use crate::report::{Line, Memory, Open, Report};
use crate::scenes::{Holds, Pages, Purchases, Scans};
use crate::statements;

/// What is measured.
pub const ALL: [&str; 6] = ["browse", "event", "search", "hold", "purchase", "scan"];

/// How thoroughly.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Names of [`ALL`].
    pub only: Vec<String>,
    /// Of each load.
    pub time: Duration,
    /// Lists of 100 tickets that are shown at the door.
    pub guests_of_100: u32,
}

/// Connections for everything but holds.
const VISITORS: u32 = 32;
/// Buyers at once who want the same kind of ticket, and how many times the naive way's rate they should be served at.
const BUYERS: [(u32, f64); 4] = [(1, 1.0), (8, 1.0), (32, 1.0), (256, 10.0)];
const SHOPPERS: u32 = 8;
const DOORS: u32 = 8;
/// PostgreSQL's limit while `pgbench` plays every buyer.
const CONNECTIONS: &str = "ALTER SYSTEM SET max_connections = 400";
/// Words that people look for.
const WORDS: [&str; 4] = ["jazz", "quartet", "harbour", "theatre"];

struct Bench<'a> {
    tools: &'a Tools,
    plan: &'a Plan,
    house: Arc<House>,
    lines: Vec<Line>,
}

/// Makes a house, measures, and removes it again.
pub async fn run(program: &Path, tools: &Tools, plan: &Plan) -> Result<Report, Failure> {
    let mut house = House::new(program)?;
    // All of it comes from one machine.
    for name in [
        "CALLBOARD_LIMITS__BROWSE_PER_MINUTE",
        "CALLBOARD_LIMITS__BUY_PER_ADDRESS",
        "CALLBOARD_LIMITS__BUY_PER_MINUTE",
        "CALLBOARD_LIMITS__SCAN_PER_MINUTE",
        "CALLBOARD_LIMITS__AUTH_PER_MINUTE",
        "CALLBOARD_LIMITS__WRITE_PER_MINUTE",
    ] {
        house.set(name, "10000000");
    }
    say("A demo house is made …");
    house.open_demo("").await?;
    let mut database = house.database().await?;
    sqlx::query(CONNECTIONS).execute(&mut database).await?;
    database.close().await?;
    house.stop().await?;
    house.open_demo("").await?;
    let mut bench = Bench { tools, plan, house: Arc::new(house), lines: Vec::new() };
    let memory = bench.all().await;
    let Bench { house, lines, .. } = bench;
    let house = Arc::into_inner(house).ok_or_else(|| wrong("somebody is still in the house"))?;
    let closed = house.close(memory.is_err()).await;
    let memory = memory?;
    closed?;
    Ok(Report { lines, memory, cores: std::thread::available_parallelism().map_or(1, usize::from) })
}

impl Bench<'_> {
    async fn all(&mut self) -> Result<Memory, Failure> {
        // What a start does in the background is done.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let at_rest = self.resident()?;
        let mut browsing = at_rest;
        let mut organizer = Organizer::sign_in(&self.house).await?;
        let show = organizer.put_on_sale(&self.house, "The Bench", "12", 900_000).await?;
        if self.wants("browse") {
            browsing = browsing.max(self.page("browse: the listing", "/events").await?);
        }
        if self.wants("event") {
            browsing = browsing.max(self.page("event: its page", &format!("/events/{}", show.slug)).await?);
        }
        if self.wants("search") {
            self.search().await?;
        }
        if self.wants("hold") {
            self.holds(&show).await?;
        }
        if self.wants("purchase") {
            let show = organizer.put_on_sale(&self.house, "The Bench sells", "12", 900_000).await?;
            self.purchases(&show).await?;
        }
        if self.wants("scan") {
            self.scans(&mut organizer).await?;
        }
        Ok(Memory { at_rest, browsing, afterwards: self.resident()? })
    }

    fn wants(&self, name: &str) -> bool {
        self.plan.only.is_empty() || self.plan.only.iter().any(|only| only == name)
    }

    fn resident(&self) -> Result<u64, Failure> {
        let pid = self.house.server_pid().ok_or_else(|| wrong("no server runs"))?;
        drills::memory::resident_mib(pid)
    }

    /// As fast as it goes, then half of that on time.
    async fn both<S: Scene>(&self, scene: S, visitors: u32) -> Result<(Measured, Measured), Failure> {
        let scene = Arc::new(scene);
        let closed = load::closed(&scene, visitors, self.plan.time).await?;
        let open = load::open(&scene, (visitors * 4).max(64), closed.rate / 2.0, self.plan.time).await?;
        Ok((closed, open))
    }

    fn add(
        &mut self,
        what: &str,
        visitors: u32,
        closed: &Measured,
        open: Option<&Measured>,
        baseline: &'static str,
        bare: f64,
        goal: Option<f64>,
    ) {
        let all = [Some(closed), open];
        let faults = all.into_iter().flatten().flat_map(|m| &m.faults).map(|(fault, n)| format!("{n} × {fault}")).collect();
        let open = open.map(|m| Open { rate: closed.rate / 2.0, p50: m.at(0.5), p95: m.at(0.95), p99: m.at(0.99), longest: m.longest() });
        let line = Line { what: what.to_owned(), visitors, rate: closed.rate, baseline, bare, open, goal, faults };
        say(format!("  {what}, {visitors} at once: {:.0}/s; {baseline}: {bare:.0}/s ({:.2} times)", line.rate, line.ratio()));
        self.lines.push(line);
    }

    /// A page beside the same bytes from a file; the most memory meanwhile.
    async fn page(&mut self, what: &str, path: &str) -> Result<u64, Failure> {
        say(format!("{what} …"));
        let url = self.house.url(path)?;
        let page = Browser::new().get(&url).await?;
        let pid = self.house.server_pid().ok_or_else(|| wrong("no server runs"))?;
        let most = Arc::new(AtomicU64::new(0));
        let watch = tokio::spawn({
            let most = Arc::clone(&most);
            async move {
                while let Ok(now) = drills::memory::resident_mib(pid) {
                    most.fetch_max(now, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        });
        let both = self.both(Pages::new(vec![url]), VISITORS).await;
        watch.abort();
        let (closed, open) = both?;
        let nginx = Nginx::start(self.tools, &self.house.base, &page.body).await?;
        let file = url::Url::parse(&format!("http://{}/", nginx.listen)).map_err(|e| wrong(e.to_string()))?;
        let bare = load::closed(&Arc::new(Pages::new(vec![file])), VISITORS, self.plan.time).await;
        nginx.stop().await;
        let bare = bare?;
        self.add(what, VISITORS, &closed, Some(&open), "nginx, a file of that size", bare.rate, None);
        Ok(most.load(Ordering::Relaxed))
    }

    async fn search(&mut self) -> Result<(), Failure> {
        say("search …");
        let pages = WORDS.iter().map(|word| self.house.url(&format!("/events?q={word}"))).collect::<Result<Vec<_>, _>>()?;
        let mut scripts = Vec::new();
        for page in &pages {
            // Whatever is read once has been read.
            Browser::new().get(page).await?;
            scripts.push(statements::of(&self.house, async || Browser::new().get(page).await.map(drop).map_err(Failure::from)).await?);
        }
        let (closed, open) = self.both(Pages::new(pages), VISITORS).await?;
        // One script of them all: as many searches as words.
        let bare = self.bare(&scripts.concat(), VISITORS, false).await? * f64::from(u32::try_from(WORDS.len()).unwrap_or(1));
        self.add("search", VISITORS, &closed, Some(&open), "its statements alone", bare, None);
        Ok(())
    }

    async fn bare(&self, script: &str, clients: u32, prepared: bool) -> Result<f64, Failure> {
        Ok(baseline::statements(self.tools, &self.house, script, clients, prepared, self.plan.time).await?.rate)
    }

    async fn holds(&mut self, show: &Show) -> Result<(), Failure> {
        say("holds of one kind of ticket …");
        self.execute("CREATE SCHEMA bench; CREATE TABLE bench.types (id uuid PRIMARY KEY, sold integer NOT NULL, cap integer NOT NULL, CHECK (sold <= cap)) WITH (fillfactor = 20);
             CREATE TABLE bench.holds (id uuid PRIMARY KEY, type_id uuid NOT NULL REFERENCES bench.types, quantity integer NOT NULL, expires_at timestamptz NOT NULL);
             INSERT INTO bench.types VALUES ('00000000-0000-7000-8000-000000000001', 0, 2000000000)")
            .await?;
        let naive = "BEGIN;
UPDATE bench.types SET sold = sold + 1 WHERE id = '00000000-0000-7000-8000-000000000001' AND sold < cap;
INSERT INTO bench.holds VALUES (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 1, now() + interval '15 minutes');
COMMIT;
";
        let url = self.house.url(&format!("/events/{}/hold", show.slug))?;
        for (buyers, goal) in BUYERS {
            let scene = Arc::new(Holds::new(url.clone(), show));
            let closed = load::closed(&scene, buyers, self.plan.time).await?;
            let open = if buyers == 256 { Some(load::open(&scene, buyers * 2, closed.rate / 2.0, self.plan.time).await?) } else { None };
            let bare = self.bare(naive, buyers, true).await?;
            self.add("hold", buyers, &closed, open.as_ref(), "one row, one transaction each", bare, Some(goal));
        }
        Ok(())
    }

    async fn purchases(&mut self, show: &Show) -> Result<(), Failure> {
        say("whole purchases …");
        Guest::number(50_000).buy(&self.house, show, 1, GOOD_CARD).await?;
        let house = &self.house;
        let script = statements::of(house, async || Guest::number(50_001).buy(house, show, 1, GOOD_CARD).await.map(drop)).await?;
        let (closed, open) = self.both(Purchases::new(Arc::clone(&self.house), show.clone()), SHOPPERS).await?;
        let bare = self.bare(&script, SHOPPERS, false).await?;
        // What the script put off for later leads nowhere.
        self.execute("DELETE FROM jobs.queue").await?;
        self.add("purchase", SHOPPERS, &closed, Some(&open), "its statements alone", bare, Some(0.5));
        Ok(())
    }

    async fn scans(&mut self, organizer: &mut Organizer) -> Result<(), Failure> {
        say("scans …");
        let show = organizer.put_on_sale(&self.house, "The Bench opens", "12", 100 * self.plan.guests_of_100).await?;
        for _ in 0..self.plan.guests_of_100 {
            organizer.give_away(&self.house, &show, 100).await?;
        }
        // Doors open four hours before.
        self.execute(&format!("UPDATE public.events SET starts_at = clock.now() + interval '1 hour', ends_at = clock.now() + interval '4 hours' WHERE id = '{}'", show.id)).await?;
        let mut database = self.house.database().await?;
        let tickets: Vec<(String, uuid::Uuid)> =
            sqlx::query_as("SELECT code, id FROM public.tickets WHERE event_id = $1 AND code IS NOT NULL ORDER BY id")
                .bind(show.id)
                .fetch_all(&mut database)
                .await?;
        database.close().await?;
        let url = self.house.url(&format!("/gate/{}/scan", show.id))?;
        let scene = Arc::new(Scans::new(url, tickets.iter().map(|(code, _)| code.clone()).collect()));
        scene.open_doors(&self.house, 1).await?;
        let mut door = scene.come(0).await;
        scene.act(&mut door).await.map_err(wrong)?;
        let logged = tickets.get(scene.shown()).map(|(_, id)| id.to_string()).unwrap_or_default();
        let script = statements::of(&self.house, async || scene.act(&mut door).await.map_err(wrong)).await?;
        scene.open_doors(&self.house, DOORS).await?;
        let closed = load::closed(&scene, DOORS, self.plan.time).await?;
        scene.open_doors(&self.house, DOORS).await?;
        let open = load::open(&scene, DOORS, closed.rate / 2.0, self.plan.time).await?;
        // The script admits whoever is left, one after the other.
        let left: Vec<String> = tickets.iter().skip(scene.shown()).map(|(_, id)| format!("('{id}'::uuid)")).collect();
        if left.is_empty() {
            return Err(wrong("every ticket was shown before the baseline's turn; give more of them"));
        }
        self.execute(&format!(
            "CREATE TABLE bench_tickets (n bigint GENERATED ALWAYS AS IDENTITY (START 0 MINVALUE 0) PRIMARY KEY, id uuid); CREATE SEQUENCE bench_next;
             INSERT INTO bench_tickets (id) VALUES {}",
            left.join(", ")
        ))
        .await?;
        let next = format!("SELECT id AS ticket FROM bench_tickets WHERE n = (SELECT nextval('bench_next') % {}) \\gset\n", left.len());
        let (reset, rest) = script.split_once('\n').unwrap_or_default();
        let script = format!("{reset}\n{next}{}", rest.replace(&logged, ":ticket"));
        let bare = self.bare(&script, DOORS, false).await?;
        self.add("scan", DOORS, &closed, Some(&open), "its statements alone", bare, None);
        Ok(())
    }

    async fn execute(&self, statements: &str) -> Result<(), Failure> {
        let mut database = self.house.database().await?;
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut database).await?;
        database.close().await?;
        Ok(())
    }
}
