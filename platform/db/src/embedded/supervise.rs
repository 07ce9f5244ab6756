//! Starting a postmaster again that died.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::launch::{self, Plan};
use super::postmaster::Postmaster;
use super::{Cluster, ClusterError, ClusterState, log, sockets};

/// How often we look.
const WATCH: Duration = Duration::from_millis(250);

/// The first pause after a start that failed; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long a postmaster has to live before its death counts as a new one.
const STEADY: Duration = Duration::from_mins(1);

impl Cluster {
    /// Watches the postmaster and starts it again when it dies, with growing pauses. Returns
    /// after [`Cluster::stop`]. Run it beside the server; [`Cluster::watch`] tells what happens.
    pub async fn supervise(&self) {
        let mut attempt = 0;
        let mut started = Instant::now();
        loop {
            if self.stopped_within(WATCH).await {
                return;
            }
            log::shorten(&self.0.plan.house.log);
            let Some(reason) = self.death().await else {
                attempt = if started.elapsed() > STEADY { 0 } else { attempt };
                continue;
            };
            attempt += 1;
            tracing::error!(reason, attempt, "the database is down; starting it again");
            self.report(ClusterState::Restarting { attempt, reason });
            if attempt > 1 && self.stopped_within(pause_before(attempt - 1)).await {
                return;
            }
            started = Instant::now();
            self.start_again(attempt).await;
        }
    }

    /// Waits that long, and tells whether [`Cluster::stop`] was called.
    async fn stopped_within(&self, pause: Duration) -> bool {
        let mut state = self.watch();
        let stopped = |s: &ClusterState| matches!(s, ClusterState::Stopping | ClusterState::Stopped);
        tokio::time::timeout(pause, state.wait_for(stopped)).await.is_ok()
    }

    /// How the postmaster ended, if it did. One whose socket is gone is as good as dead:
    /// cleaners sweep `/tmp`.
    async fn death(&self) -> Option<String> {
        let ended = self.0.postmaster.lock().await.as_mut()?.ended();
        let socket = sockets::socket_in(&self.0.plan.socket_dir);
        ended.or_else(|| (!socket.exists()).then(|| format!("{} is gone", socket.display())))
    }

    async fn start_again(&self, attempt: u32) {
        let mut held = self.0.postmaster.lock().await;
        let Some(old) = held.as_mut() else {
            return; // Stopped meanwhile.
        };
        match start_afresh(&self.0.plan, old, &self.watch()).await {
            Ok(postmaster) => {
                let pid = postmaster.pid;
                *held = Some(postmaster);
                tracing::warn!(pid, attempt, "the database runs again");
                self.report(ClusterState::Running { pid });
            }
            Err(error) => {
                tracing::error!(%error, attempt, "the database does not start");
                self.report(ClusterState::Restarting { attempt, reason: error.to_string() });
            }
        }
    }

    /// Publishes a state, unless a stop was asked for meanwhile: that one is final.
    fn report(&self, to: ClusterState) {
        self.0.state.send_if_modified(|state| {
            let going_on = !matches!(state, ClusterState::Stopping | ClusterState::Stopped);
            if going_on {
                *state = to;
            }
            going_on
        });
    }
}

/// Ends what is left of the old postmaster, makes its socket's directory again if need be, and
/// starts a new one.
async fn start_afresh(plan: &Plan, old: &mut Postmaster, state: &watch::Receiver<ClusterState>) -> Result<Postmaster, ClusterError> {
    if old.ended().is_none() {
        old.stop(&plan.house.log).await?;
    }
    // The same one again: connections are already made for it.
    sockets::prepare(Some(&plan.socket_dir), &plan.house.data_dir, &plan.account, &plan.server).await?;
    launch::obtain(plan, state).await.map(|(postmaster, _)| postmaster)
}

fn pause_before(attempt: u32) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << attempt.saturating_sub(1).min(10));
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_half_a_minute() {
        let pauses: Vec<u64> = (1..9).map(|n| u64::try_from(pause_before(n).as_millis()).unwrap()).collect();
        assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        assert_eq!(pause_before(u32::MAX), LONGEST_PAUSE);
    }
}
