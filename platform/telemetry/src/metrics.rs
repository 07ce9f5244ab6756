//! Counters and histograms for `/metrics`.

use std::sync::OnceLock;
use std::time::Duration;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// The process's metrics, in the text format of Prometheus. Cheap to clone.
///
/// Counters and histograms are made with the `metrics` macros where something happens; names are
/// `callboard_<part>_<what>_<unit>`, durations are seconds.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

/// Why metrics could not be started.
#[derive(Debug, thiserror::Error)]
#[error("metrics could not be started: {0}")]
pub struct MetricsError(String);

/// Seconds; fine where people notice, coarse above.
const SECONDS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// The recorder is one per process; tests in one process share it.
static INSTALLED: OnceLock<Result<Metrics, String>> = OnceLock::new();

impl Metrics {
    /// Starts recording for the whole process; again gives the same one.
    pub fn install() -> Result<Self, MetricsError> {
        INSTALLED.get_or_init(|| Self::start().map_err(|e| e.to_string())).clone().map_err(MetricsError)
    }

    fn start() -> Result<Self, metrics_exporter_prometheus::BuildError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .set_bucket_duration(Duration::from_secs(60))?;
        let handle = recorder.install_recorder()?;
        // Samples pile up until somebody scrapes: this empties them where nobody does.
        let upkeep = handle.clone();
        let spawned = std::thread::Builder::new().name("metrics".to_owned()).spawn(move || {
            loop {
                std::thread::sleep(Duration::from_secs(5));
                upkeep.run_upkeep();
            }
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "metrics are kept without upkeep");
        }
        Ok(Self(handle))
    }

    /// All metrics as text (`text/plain; version=0.0.4`).
    pub fn render(&self) -> String {
        self.0.render()
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}
