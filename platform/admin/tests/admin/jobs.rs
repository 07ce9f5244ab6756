//! What was given up is tried again once, or thrown away with a reason.

use std::sync::{Arc, Mutex};

use platform_db::logins;
use platform_jobs::{Job, JobCtx, JobError, Registry, Runner, RunsAs, enqueue};
use platform_types::Entropy;
use serde::{Deserialize, Serialize};

use crate::site::Site;

#[derive(Debug, Serialize, Deserialize)]
struct Print {
    what: String,
}

impl Job for Print {
    const KIND: &'static str = "test.print";
    const ABOUT: &'static str = "Prints.";
    const RUNS_AS: RunsAs = RunsAs::System;
    const MAX_ATTEMPTS: u32 = 1;
}

/// A printer that can be out of paper.
#[derive(Clone, Default)]
struct Printer(Arc<Mutex<(bool, u32)>>);

impl Printer {
    fn runner(&self, site: &Site) -> Runner {
        let printer = self.clone();
        let registry = Registry::new().job::<Print>(move |_: Print, _: JobCtx| {
            let printer = printer.clone();
            async move {
                let mut state = printer.0.lock().unwrap();
                state.1 += 1;
                if state.0 { Ok(()) } else { Err(JobError::retry(std::io::Error::other("out of paper"))) }
            }
        });
        let worker = site.house.test_db.door_options().login(logins::WORKER);
        Runner::new(site.house.db.clone(), worker, Entropy::seeded(3), registry).unwrap()
    }

    fn refill(&self) {
        self.0.lock().unwrap().0 = true;
    }

    fn runs(&self) -> u32 {
        self.0.lock().unwrap().1
    }
}

async fn ask(site: &Site, what: &str) {
    let mut tx = site.house.db.as_system("test").await.unwrap();
    enqueue(&mut tx, &Print { what: what.to_owned() }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_dead_job_is_tried_again_exactly_once() {
    let site = Site::new().await;
    let printer = Printer::default();
    let runner = printer.runner(&site);
    ask(&site, "Mei Chan’s ticket").await;
    runner.run_due().await.unwrap();
    assert_eq!(printer.runs(), 1);
    let list = site.get("/admin/jobs?state=dead").await;
    assert!(list.told().contains("test.print") && list.told().contains("out of paper"), "{}", list.told());
    assert!(!list.text.contains("Mei Chan"), "a payload may be personal");
    let at = list.attribute("tbody a", "href").unwrap();
    let page = site.get(&at).await;
    assert!(page.told().contains("Given up") && page.told().contains("out of paper") && !page.text.contains("Mei Chan"), "{}", page.told());

    printer.refill();
    let again = format!("{at}/requeue");
    let (one, two) = tokio::join!(site.post(&again, &[]), site.post(&again, &[]));
    let mut words: Vec<String> = [one, two].iter().map(|a| a.leads().rsplit('=').next().unwrap().to_owned()).collect();
    words.sort();
    assert_eq!(words, ["requeued", "requeued-before"]);
    runner.run_due().await.unwrap();
    runner.run_due().await.unwrap();
    assert_eq!((printer.runs(), site.audited("job.requeued").await), (2, 1));
    assert_eq!(site.post(&format!("{at}/requeue"), &[]).await.leads(), "/admin/jobs?state=dead&done=requeued-before", "it is done");
    assert_eq!(site.audited("job.requeued").await, 1);
    site.browser(&site.chief).get(&at).await.expect(404);
    let done = site.get("/admin/jobs?state=dead&done=requeued-before").await;
    assert!(done.told().contains("nothing was changed"), "{}", done.told());
}

#[tokio::test]
async fn several_are_chosen_in_the_list() {
    let site = Site::new().await;
    let printer = Printer::default();
    let runner = printer.runner(&site);
    for what in ["a", "b", "c"] {
        ask(&site, what).await;
    }
    runner.run_due().await.unwrap();
    let list = site.get("/admin/jobs?state=dead").await;
    let ids = list.attributes("input[name=id]", "value");
    assert_eq!(
        (ids.len(), list.count("form[action=''] button[formaction='/admin/jobs/requeue'], button[formaction='/admin/jobs/requeue']")),
        (3, 1)
    );
    assert_eq!(site.get("/admin/jobs").await.count("input[name=id]"), 0, "only a list of the dead is there to choose from");
    assert_eq!(site.post("/admin/jobs/requeue", &[]).await.status.as_u16(), 422);
    printer.refill();
    let chosen = [("id", ids[0].as_str()), ("id", ids[2].as_str()), ("id", "nonsense")];
    assert_eq!(site.post("/admin/jobs/requeue", &chosen).await.leads(), "/admin/jobs?state=dead&done=requeued");
    assert_eq!(site.post("/admin/jobs/requeue", &chosen).await.leads(), "/admin/jobs?state=dead&done=requeued-before");
    runner.run_due().await.unwrap();
    assert_eq!((printer.runs(), site.audited("jobs.requeued").await), (5, 1));
    assert_eq!(site.get("/admin/jobs?state=dead").await.count("tbody tr"), 1);
}

#[tokio::test]
async fn a_job_is_thrown_away_with_a_reason() {
    let site = Site::new().await;
    let printer = Printer::default();
    let runner = printer.runner(&site);
    ask(&site, "a").await;
    runner.run_due().await.unwrap();
    let at = site.get("/admin/jobs?state=dead").await.attribute("tbody a", "href").unwrap();
    let blank = site.post(&format!("{at}/discard"), &[("reason", " ")]).await;
    assert_eq!(
        (blank.status.as_u16(), blank.attribute("#field-reason", "aria-invalid").as_deref()),
        (422, Some("true")),
        "{}",
        blank.told()
    );
    let done = site.post(&format!("{at}/discard"), &[("reason", "The printer was sold")]).await;
    assert_eq!(done.leads(), "/admin/jobs?state=dead&done=discarded");
    let again = site.post(&format!("{at}/discard"), &[("reason", "The printer was sold")]).await;
    assert_eq!(again.leads(), "/admin/jobs?state=dead&done=discarded-before");
    assert_eq!((site.audited("job.discarded").await, site.number("SELECT count(*) FROM jobs.queue").await), (1, 0));
    assert_eq!(site.text("SELECT after ->> 'reason' FROM audit.events WHERE action = 'job.discarded'").await, "The printer was sold");
    printer.refill();
    runner.run_due().await.unwrap();
    assert_eq!(printer.runs(), 1);
    let empty = site.get("/admin/jobs").await;
    assert!(empty.told().contains("Nothing waits"), "{}", empty.told());
}
