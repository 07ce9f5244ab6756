//! Visitors in numbers: closed and open loops.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use drills::failure::{Failure, wrong};
use futures::future::join_all;
use hdrhistogram::Histogram;
use tokio::time::{Instant, sleep_until};

/// What a visitor does again and again.
pub trait Scene: Send + Sync + 'static {
    /// Who does it: a connection, cookies.
    type Visitor: Send + 'static;

    /// Number `n` comes.
    fn come(&self, n: u32) -> impl Future<Output = Self::Visitor> + Send;

    /// Once. What went wrong, in words that are the same for the same fault.
    fn act(&self, visitor: &mut Self::Visitor) -> impl Future<Output = Result<(), String>> + Send;
}

/// One task's share: latencies in microseconds, three digits exact, and what went wrong.
#[derive(Clone)]
struct Share {
    latencies: Histogram<u64>,
    faults: BTreeMap<String, u64>,
}

impl Share {
    fn new() -> Result<Self, Failure> {
        let latencies = Histogram::new(3).map_err(|error| wrong(error.to_string()))?;
        Ok(Self { latencies, faults: BTreeMap::new() })
    }

    fn take(&mut self, said: Result<(), String>, latency: Option<Duration>) {
        match (said, latency) {
            (Ok(()), Some(latency)) => {
                let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX).max(1);
                self.latencies.record(micros).ok();
            }
            (Ok(()), None) => {}
            (Err(what), _) => *self.faults.entry(what).or_insert(0) += 1,
        }
    }
}

/// What came of a load.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Answers a second.
    pub rate: f64,
    /// Answers that were right.
    pub answers: u64,
    /// Everything else, by what was said.
    pub faults: BTreeMap<String, u64>,
    latencies: Histogram<u64>,
}

impl Measured {
    /// A quantile of the latency in milliseconds.
    pub fn at(&self, quantile: f64) -> f64 {
        Duration::from_micros(self.latencies.value_at_quantile(quantile)).as_secs_f64() * 1e3
    }

    /// The longest in milliseconds.
    pub fn longest(&self) -> f64 {
        Duration::from_micros(self.latencies.max()).as_secs_f64() * 1e3
    }

    fn of(shares: Vec<Share>, seconds: f64) -> Result<Self, Failure> {
        let mut all = Share::new()?;
        for share in shares {
            all.latencies.add(&share.latencies).map_err(|error| wrong(error.to_string()))?;
            for (what, n) in share.faults {
                *all.faults.entry(what).or_insert(0) += n;
            }
        }
        let answers = all.latencies.len();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = answers as f64 / seconds;
        Ok(Self { rate, answers, faults: all.faults, latencies: all.latencies })
    }
}

/// For so long, of which the first fifth does not count.
fn warm(time: Duration) -> Duration {
    time / 5
}

/// `visitors` at once, each asking again when it was answered.
pub async fn closed<S: Scene>(scene: &Arc<S>, visitors: u32, time: Duration) -> Result<Measured, Failure> {
    let come = join_all((0..visitors).map(|n| scene.come(n))).await;
    let blank = Share::new()?;
    let begin = Instant::now();
    let (from, end) = (begin + warm(time), begin + time);
    let tasks = come.into_iter().map(|mut visitor| {
        let (scene, mut share) = (Arc::clone(scene), blank.clone());
        tokio::spawn(async move {
            loop {
                let asked = Instant::now();
                if asked >= end {
                    return share;
                }
                let said = scene.act(&mut visitor).await;
                let answered = Instant::now();
                // Counted when it was answered: what is under way at the end belongs to nobody.
                share.take(said, (from..end).contains(&answered).then(|| answered - asked));
            }
        })
    });
    let shares = join_all(tasks).await.into_iter().filter_map(Result::ok).collect();
    Measured::of(shares, (time - warm(time)).as_secs_f64())
}

/// `rate` requests a second, due whether or not the ones before were answered, over at most `visitors` connections.
pub async fn open<S: Scene>(scene: &Arc<S>, visitors: u32, rate: f64, time: Duration) -> Result<Measured, Failure> {
    let come = join_all((0..visitors).map(|n| scene.come(n))).await;
    let blank = Share::new()?;
    let next = Arc::new(AtomicU32::new(0));
    let begin = Instant::now();
    let (from, end) = (begin + warm(time), begin + time);
    let tasks = come.into_iter().map(|mut visitor| {
        let (scene, next, mut share) = (Arc::clone(scene), Arc::clone(&next), blank.clone());
        tokio::spawn(async move {
            loop {
                let due = begin + Duration::from_secs_f64(f64::from(next.fetch_add(1, Ordering::Relaxed)) / rate.max(0.1));
                // What is due is asked, however late it has become; but not for ever.
                if due >= end || Instant::now() >= end + time {
                    return share;
                }
                sleep_until(due).await;
                let said = scene.act(&mut visitor).await;
                share.take(said, (due >= from).then(|| due.elapsed()));
            }
        })
    });
    let shares = join_all(tasks).await.into_iter().filter_map(Result::ok).collect();
    Measured::of(shares, (time - warm(time)).as_secs_f64())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test says what it needs by stopping")]

    use std::sync::atomic::AtomicBool;

    use super::*;

    /// Answers in no time, but once does nothing for a second.
    struct Hiccup(AtomicBool);

    impl Scene for Hiccup {
        type Visitor = ();

        async fn come(&self, _n: u32) {}

        async fn act(&self, (): &mut ()) -> Result<(), String> {
            if !self.0.swap(true, Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_waits_behind_a_slow_answer_is_counted_as_late() {
        let time = Duration::from_millis(2_500);
        let open = open(&Arc::new(Hiccup(AtomicBool::default())), 1, 100.0, time).await.unwrap();
        // Counted from 0.5 s on: half of the two seconds' requests were due during the hiccup's second half.
        assert_eq!(open.answers, 200);
        assert!((480.0..520.0).contains(&open.longest()), "{}", open.longest());
        assert!(open.at(0.75) < 10.0 && open.at(0.85) > 100.0, "{} {}", open.at(0.75), open.at(0.85));
    }
}
