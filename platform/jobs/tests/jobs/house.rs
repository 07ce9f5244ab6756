//! A database, a clock that stands still, and a job that leaves a mark.

use std::sync::{Arc, Mutex};

use platform_db::{Db, logins};
use platform_db_testing::TestDb;
use platform_jobs::{Job, JobCtx, JobError, Registry, Runner, RunsAs};
use platform_types::{Clock, Entropy};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

pub struct House {
    pub clock: Clock,
    pub db: Db,
    pub test_db: TestDb,
}

impl House {
    pub async fn new() -> Self {
        let clock = Clock::manual("2026-11-21T12:00:00Z".parse().unwrap());
        let test_db = TestDb::new().await;
        // Where effects are counted; anybody may write so that every door can be tried.
        let mut admin = test_db.connect(None).await;
        sqlx::raw_sql("CREATE TABLE public.effects (name text); GRANT ALL ON public.effects TO PUBLIC").execute(&mut admin).await.unwrap();
        Self { db: test_db.db(clock.clone()), clock, test_db }
    }

    pub fn runner(&self, registry: Registry) -> Runner {
        let options = self.test_db.door_options().login(logins::WORKER);
        Runner::new(self.db.clone(), options, Entropy::seeded(1), registry).unwrap()
    }

    pub async fn count(&self, sql: &str) -> i64 {
        let mut admin = self.test_db.connect(None).await;
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut admin).await.unwrap()
    }

    pub async fn effects(&self) -> i64 {
        self.count("SELECT count(*) FROM public.effects").await
    }
}

/// Says who ran it.
#[derive(Debug, Serialize, Deserialize, PartialEq)]
pub struct Mark {
    pub name: String,
}

impl Mark {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

impl Job for Mark {
    const KIND: &'static str = "test.mark";
    const ABOUT: &'static str = "Leaves a mark.";
    const RUNS_AS: RunsAs = RunsAs::Actor;
    const MAX_ATTEMPTS: u32 = 3;
}

/// What ran, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Notes every run.
pub fn logging(log: &Log) -> Registry {
    let log = log.clone();
    Registry::new().job::<Mark>(move |mark: Mark, _: JobCtx| {
        let log = log.clone();
        async move {
            log.add(mark.name);
            Ok::<_, JobError>(())
        }
    })
}
