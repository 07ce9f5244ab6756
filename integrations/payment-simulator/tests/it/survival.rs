//! What was acknowledged survives: a restart, and `kill -9` in the middle of work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use payment_simulator::Simulator;
use platform_outbound::{HttpRequest, RetryClass};
use platform_types::SecretString;
use tempfile::TempDir;

use crate::house::{House, KEY, config, fields, hub, read};

/// Tells the child process, which is this test binary again, where to work.
const CHILD_DIR: &str = "PAYMENT_SIMULATOR_CHILD_DIR";

#[tokio::test]
async fn a_restart_changes_nothing() {
    let house = House::open().await;
    let intent = house.authorised("k1").await;
    house.post(&format!("/v1/payment_intents/{intent}/capture"), "k2", &[]).await;
    house.post("/v1/refunds", "k3", &[("payment_intent", &intent), ("amount", "250")]).await;
    house.session("k4").await;
    house.advance(3_600).await;
    let before = house.state().await;
    let house = House::with(house.close().await, None).await;
    assert_eq!(house.state().await, before);
    let (status, again) = house.post("/v1/refunds", "k3", &[("payment_intent", &intent), ("amount", "250")]).await;
    assert_eq!((status, again["amount"].as_i64()), (200, Some(250)));
    assert_eq!(house.state().await, before, "keys survive too");
}

/// Not a test of its own: the body of the child process.
#[tokio::test]
async fn child_process() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let simulator = Simulator::start(config(&dir, None)).await.unwrap();
    let told = dir.join("address.new");
    std::fs::write(&told, simulator.address().to_string()).unwrap();
    std::fs::rename(told, dir.join("address")).unwrap();
    simulator.serve(std::future::pending()).await.unwrap();
}

struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        // SIGKILL: no destructor of the child runs.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn start_child(dir: &Path) -> (KilledOnDrop, String) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "survival::child_process"])
        .env(CHILD_DIR, dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let child = KilledOnDrop(child);
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let address = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            tick.tick().await;
            if let Ok(address) = std::fs::read_to_string(dir.join("address")) {
                return address;
            }
        }
    });
    let address = address.await.unwrap();
    (child, format!("http://{address}"))
}

async fn open(base: String, key: String) -> Option<String> {
    let mut form = fields("1250", "eur").to_vec();
    form.push(("client_reference_id", key.as_str()));
    let request = HttpRequest::post(format!("{base}/v1/checkout/sessions").parse().unwrap())
        .bearer(&SecretString::from(KEY))
        .header(HeaderName::from_static("idempotency-key"), HeaderValue::from_str(&key).unwrap())
        .form(form);
    let reply = hub().send(RetryClass::Never, request).await.ok()?;
    let (status, body) = read(&reply);
    assert_eq!(status, 200, "{body}");
    Some(body["id"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_kill_9_every_acknowledged_page_is_there_and_every_key_has_one() {
    let dir = Arc::new(TempDir::new().unwrap());
    let (child, base) = start_child(dir.path()).await;
    let (acknowledged, mut seen) = tokio::sync::mpsc::unbounded_channel();
    for worker in 0..8 {
        let (base, acknowledged) = (base.clone(), acknowledged.clone());
        tokio::spawn(async move {
            for turn in 0..1_000 {
                let key = format!("{worker}-{turn}");
                let Some(id) = open(base.clone(), key.clone()).await else { return };
                acknowledged.send((key, id)).unwrap();
            }
        });
    }
    drop(acknowledged);
    let mut kept = BTreeMap::new();
    let mut child = Some(child);
    while let Some((key, id)) = seen.recv().await {
        kept.insert(key, id);
        if kept.len() >= 40 {
            child.take();
        }
    }
    assert!(kept.len() >= 40);

    let house = House::with(dir, None).await;
    for (key, id) in &kept {
        assert_eq!(open(house.base.clone(), key.clone()).await.as_ref(), Some(id), "{key}");
    }
    // Each worker's last call was cut off; asking again under its key makes no second page.
    for worker in 0..8 {
        let turn = kept.keys().filter(|key| key.starts_with(&format!("{worker}-"))).count();
        open(house.base.clone(), format!("{worker}-{turn}")).await.unwrap();
    }
    let state = house.state().await;
    let mut by_key = BTreeMap::<&str, u32>::new();
    for payment in state["payments"].as_array().unwrap() {
        *by_key.entry(payment["client_reference_id"].as_str().unwrap()).or_default() += 1;
    }
    assert!(by_key.values().all(|count| *count == 1), "{by_key:?}");
    assert_eq!(by_key.len(), kept.len() + 8);
}
